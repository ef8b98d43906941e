//! Spatial bargaining on a table of stakeholders.

use crate::layout::{Look, NAME, Page, SENTENCE, numbers, safe, words};
use crate::methods::{Played, Spatial};
use crate::text::opinions::{SPATIAL_LIMITS, limits};

/// Offers told in words; the others are in the JSON.
const MOST: usize = 60;

/// What the actors do to one another, round by round.
pub fn spatial(found: &Spatial, look: Look) -> String {
    let mut page = Page::new(look);
    page.heading(&format!("Spatial bargaining: {}", safe(&found.file, NAME)));
    page.prose(&format!(
        "The expected utility model under the rules `{}`, {}.",
        found.preset,
        count(found.issues[0].run.rounds.len(), "round")
    ));
    for played in &found.issues {
        issue(&mut page, played);
    }
    if let Some(jointly) = &found.jointly {
        page.heading("All issues played together");
        let last = jointly.rounds.last();
        let rows: Vec<Vec<String>> = found
            .issues
            .iter()
            .enumerate()
            .map(|(k, played)| {
                let end = last.map_or(jointly.baseline_medians[k], |round| round.medians[k]);
                vec![
                    safe(&played.name, NAME),
                    shown(played.run.end().median),
                    shown(end),
                ]
            })
            .collect();
        page.table(
            &[words("issue"), numbers("median alone"), numbers("together")],
            &rows,
        );
    }
    limits(&mut page, SPATIAL_LIMITS);
    page.finish()
}

fn issue(page: &mut Page, played: &Played) {
    if !played.name.is_empty() {
        page.heading(&safe(&played.name, NAME));
    }
    let end = played.run.end();
    let actors = played.issue.actors().iter().zip(&end.positions);
    let rows: Vec<Vec<String>> = actors
        .map(|(actor, after)| {
            vec![
                safe(&actor.name, NAME),
                shown(actor.capability),
                shown(actor.salience),
                shown(actor.position),
                shown(*after),
            ]
        })
        .collect();
    page.table(
        &[
            words("actor"),
            numbers("capability"),
            numbers("salience"),
            numbers("position"),
            numbers("in the end"),
        ],
        &rows,
    );
    let (medians, means) = (played.run.medians(), played.run.means());
    let rows: Vec<Vec<String>> = medians
        .iter()
        .zip(&means)
        .enumerate()
        .map(|(round, (median, mean))| vec![round.to_string(), shown(*median), shown(*mean)])
        .collect();
    page.table(
        &[
            numbers("round"),
            numbers("weighted median"),
            numbers("weighted mean"),
        ],
        &rows,
    );
    let baseline = &played.ensemble.baseline;
    let spread = &played.ensemble.median;
    page.prose(&format!(
        "Baselines that need no bargaining: weighted median {}, weighted mean {}. The equations leave \
         {} readings of the rules open; under them the median ends between {} and {}.",
        shown(baseline.median),
        shown(baseline.mean),
        played.ensemble.runs.len(),
        shown(spread.low),
        shown(spread.high)
    ));
    offers(page, played);
}

fn offers(page: &mut Page, played: &Played) {
    let rounds = 1..=played.run.rounds.len();
    let all: Vec<(usize, String)> = rounds
        .flat_map(|round| {
            let said = played.run.sentences(&played.issue, round);
            said.into_iter().map(move |sentence| (round, sentence))
        })
        .collect();
    if all.is_empty() {
        page.prose("Nobody makes an offer that another takes.");
        return;
    }
    page.prose("Offers taken, by round:");
    for (round, sentence) in all.iter().take(MOST) {
        page.item(
            &format!("{round}."),
            &format!("{}.", safe(sentence, 2 * SENTENCE)),
        );
    }
    if all.len() > MOST {
        page.prose(&format!("{} more are in the JSON.", all.len() - MOST));
    }
}

fn shown(x: f64) -> String {
    format!("{x:.3}")
}

/// `1 round`, `10 rounds`.
fn count(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}
