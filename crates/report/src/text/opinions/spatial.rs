//! Spatial bargaining, issue by issue, the baselines always beside it.

use pourparler_second_opinion::case::Origin;
use pourparler_second_opinion::case::spatial::{Answer, Contested, PRINTED, Stand, nearest};

use crate::layout::{Page, numbers, words};
use crate::opinions::SideBySide;
use crate::text::opinions::limits;

pub fn write(page: &mut Page, side: &SideBySide) {
    page.heading("Spatial bargaining: the expected utility model");
    let spatial = &side.opinions.spatial;
    page.prose(&format!(
        "Each issue is a line from 0, its first option, to 1, its last; {} rounds of challenges and \
         offers (Bueno de Mesquita 1985; Scholz, Calbert & Smith 2011). The forecast is the weighted median at the end under the equations as printed \
         ({PRINTED}); the readings are the ends of all 24 readings of the rules. Weighted mean and \
         median of the positions need no bargaining. Jointly, all issues are played at once, and who \
         gives way does so on all of them by the same share.",
        spatial.rounds
    ));
    let rows: Vec<Vec<String>> = side
        .contested()
        .map(|(issue, found)| row(side, issue, found))
        .collect();
    if !rows.is_empty() {
        page.table(
            &[
                words("issue"),
                numbers("forecast"),
                numbers("readings"),
                numbers("jointly"),
                numbers("mean"),
                numbers("median"),
                words("nearest option"),
            ],
            &rows,
        );
    }
    for (issue, answer) in spatial.issues.iter().enumerate() {
        match answer {
            Answer::Contested(found) => stands(page, side, issue, found),
            Answer::None(why) => {
                page.item("-", &format!("{}: no answer, as {why}.", side.issue(issue)))
            }
        }
    }
    limits(
        page,
        "every issue is decided; a round is no date; why a position is held, red lines, \
         coalitions and ratification play no part. On 351 issues of the European Union the weighted \
         mean was nearer to what happened (mean absolute error 23.6 against 28.3 of 100).",
    );
}

/// The nearest option, and who refuses it.
fn landing(side: &SideBySide, issue: usize, found: &Contested) -> String {
    let option = side.option(issue, nearest(found.median(), side.options(issue)));
    let refused: Vec<String> = found
        .refused_by
        .iter()
        .map(|&p| side.party(p).to_string())
        .collect();
    if refused.is_empty() {
        option
    } else {
        format!("{option}, refused by {}", refused.join(" and "))
    }
}

fn row(side: &SideBySide, issue: usize, found: &Contested) -> Vec<String> {
    vec![
        side.issue(issue),
        format!("{:.2}", found.median()),
        format!("{:.2}–{:.2}", found.ensemble.low, found.ensemble.high),
        found.jointly.map_or("-".to_owned(), |x| format!("{x:.2}")),
        format!("{:.2}", found.baseline.mean),
        format!("{:.2}", found.baseline.median),
        landing(side, issue, found),
    ]
}

fn stands(page: &mut Page, side: &SideBySide, issue: usize, found: &Contested) {
    let each: Vec<String> = found.stands.iter().map(|s| stand(side, s)).collect();
    let draws = found.forecast.as_ref().map(|forecast| {
        format!(
            " Over {} draws the forecast lies in {:.2}–{:.2} (90%).",
            forecast.draws, forecast.median.q05, forecast.median.q95
        )
    });
    let first = found.first_round.first().map_or_else(
        || " Nobody moves in the first round.".to_owned(),
        |sentence| format!(" In the first round {sentence}."),
    );
    let rather = if found.median().max(found.baseline.mean)
        - found.median().min(found.baseline.mean)
        > 0.5
    {
        " More than half of the line lies between forecast and weighted mean: read the mean first."
    } else {
        ""
    };
    page.item(
        "-",
        &format!(
            "{}: {}.{}{first}{rather}",
            side.issue(issue),
            each.join("; "),
            draws.unwrap_or_default()
        ),
    );
}

/// `Russia at 0.75, salience 0.90, capability 1 (derived)`.
fn stand(side: &SideBySide, stand: &Stand) -> String {
    let all = [
        ("capability", &stand.capability),
        ("position", &stand.position),
        ("salience", &stand.salience),
    ];
    let derived: Vec<&str> = all
        .iter()
        .filter(|(_, number)| number.origin == Origin::Derived)
        .map(|(name, _)| *name)
        .collect();
    let origin = match derived.len() {
        0 => "given".to_owned(),
        3 => "derived".to_owned(),
        _ => format!("{} derived", derived.join(" and ")),
    };
    format!(
        "{} at {:.2}, salience {:.2}, capability {} ({origin})",
        side.party(stand.party),
        stand.position.median(),
        stand.salience.median(),
        figure(stand.capability.median())
    )
}

/// A capability in few digits.
fn figure(value: f64) -> String {
    crate::figure::significant(value)
}
