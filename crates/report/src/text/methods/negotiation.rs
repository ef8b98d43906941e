//! A negotiation domain with two profiles, solved.

use pourparler_agreement::Point;
use pourparler_second_opinion::negotiation::Evaluations;

use crate::layout::{Look, NAME, Page, SENTENCE, numbers, safe, words};
use crate::methods::Domain;
use crate::text::opinions::limits;

/// Frontier and solutions, with the conventions under which the numbers hold.
pub fn negotiation(found: &Domain, look: Look) -> String {
    let mut page = Page::new(look);
    let negotiation = &found.negotiation;
    page.heading(&format!("Negotiation: {}", safe(&negotiation.name, NAME)));
    let outcomes: f64 = negotiation
        .topics
        .iter()
        .map(|topic| topic.options.len() as f64)
        .product();
    page.prose(&format!(
        "{} issues, {outcomes:.0} outcomes, {} of them efficient for {} and {}.",
        negotiation.topics.len(),
        found.solutions.frontier.points().len(),
        side(found, 0),
        side(found, 1)
    ));
    let evaluations = match found.space.evaluations {
        Evaluations::AsWritten => "numbers of options as written",
        Evaluations::ShareOfLargest => "numbers of options as shares of the largest of their issue",
    };
    page.prose(&format!(
        "Conventions: {evaluations}; each side's utility stretched to 0 for its worst and 1 for its best \
         outcome; no agreement is worth {:.6} and {:.6} on that scale.",
        found.space.disagreement[0], found.space.disagreement[1]
    ));
    let solutions = &found.solutions;
    let rows: Vec<Vec<String>> = [
        ("Nash", solutions.nash),
        ("egalitarian", solutions.egalitarian),
        (
            "Kalai-Smorodinsky, largest smaller share",
            solutions.kalai_smorodinsky,
        ),
        (
            "Kalai-Smorodinsky, nearest to equal shares",
            solutions.kalai_smorodinsky_by_ratio,
        ),
        ("utilitarian", solutions.utilitarian),
    ]
    .into_iter()
    .filter_map(|(name, point)| Some(row(found, name, &point?)))
    .collect();
    if rows.is_empty() {
        page.prose("No outcome gives both sides at least what no agreement is worth to them.");
    } else {
        page.table(
            &[
                words("solution"),
                numbers("first"),
                numbers("second"),
                words("outcome"),
            ],
            &rows,
        );
    }
    limits(
        &mut page,
        "two sides, additive utilities that both know, no time and no discounting; a solution is what an \
         arbitrator would name by its rule, not what is signed.",
    );
    page.finish()
}

/// The name of a side's profile, or where it has none that of its file.
fn side(found: &Domain, side: usize) -> String {
    let name = &found.negotiation.profiles[side].name;
    let file = found.files.iter().rev().nth(1 - side);
    match name.is_empty() {
        true => safe(file.map_or("", String::as_str), NAME),
        false => safe(name, NAME),
    }
}

fn row(found: &Domain, name: &str, point: &Point) -> Vec<String> {
    vec![
        name.to_owned(),
        format!("{:.6}", point.a),
        format!("{:.6}", point.b),
        safe(&outcome(found, point.package), SENTENCE),
    ]
}

/// `price: low; delivery: late`.
pub fn outcome(found: &Domain, package: u64) -> String {
    let topics = found.negotiation.topics.iter().enumerate();
    let said = topics.map(|(k, topic)| {
        let option = found.space.domain.option(package, k);
        format!("{}: {}", topic.name, topic.options[option])
    });
    said.collect::<Vec<_>>().join("; ")
}
