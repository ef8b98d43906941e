//! A negotiation of two sides, its frontier and solutions, with the conventions they hold under.

use pourparler_agreement::{AgreementError, Point};
use pourparler_second_opinion::negotiation::{Negotiation, Solutions, Space, solve};
use serde_json::{Map, Value, json};

use super::SOLVED_SCHEMA;
use crate::json::{missing, number};
use crate::layout::{Look, NAME, Page, SENTENCE, numbers, safe, words};

/// A negotiation with what was found.
#[derive(Debug)]
pub struct Solved {
    negotiation: Negotiation,
    space: Space,
    solutions: Solutions,
}

/// Solves a negotiation; `space` is its own.
///
/// # Errors
///
/// Those of the frontier.
pub fn solved(negotiation: Negotiation, space: Space) -> Result<Solved, AgreementError> {
    Ok(Solved {
        solutions: solve(&space)?,
        negotiation,
        space,
    })
}

impl Solved {
    /// What each solution is called, with its point.
    fn points(&self) -> [(&'static str, &'static str, Option<Point>); 5] {
        let s = &self.solutions;
        [
            ("nash", "Nash", s.nash),
            ("egalitarian", "egalitarian", s.egalitarian),
            (
                "kalai_smorodinsky",
                "Kalai-Smorodinsky",
                s.kalai_smorodinsky,
            ),
            (
                "kalai_smorodinsky_by_ratio",
                "the same by ratio",
                s.kalai_smorodinsky_by_ratio,
            ),
            ("utilitarian", "utilitarian", s.utilitarian),
        ]
    }

    /// Issues with the option of a point.
    fn package(&self, point: &Point) -> Vec<(&str, &str)> {
        let options = self.space.domain.decode(point.package);
        let topics = self.negotiation.topics.iter().zip(options);
        topics
            .map(|(topic, option)| (topic.name.as_str(), topic.options[option].as_str()))
            .collect()
    }
}

/// As text.
#[must_use]
pub fn text(solved: &Solved, look: Look) -> String {
    let mut page = Page::new(look);
    let Solved {
        negotiation,
        space,
        solutions,
    } = solved;
    page.heading(&format!("Negotiation: {}", safe(&negotiation.name, NAME)));
    page.prose(&format!(
        "{} outcomes of {}; {} of them efficient. A is {}, B is {}.",
        space.domain.packages(),
        match negotiation.topics.len() {
            1 => "one issue".to_owned(),
            issues => format!("{issues} issues"),
        },
        solutions.frontier.points().len(),
        safe(&negotiation.profiles[0].name, NAME),
        safe(&negotiation.profiles[1].name, NAME)
    ));
    for line in space.conventions() {
        page.item("-", &line);
    }
    let rows: Vec<Vec<String>> = solved
        .points()
        .into_iter()
        .map(|(_, name, point)| match point {
            Some(point) => {
                let package = solved.package(&point);
                let package = package
                    .iter()
                    .map(|(issue, option)| format!("{issue}: {option}"));
                vec![
                    name.to_owned(),
                    format!("{:.6}", point.a),
                    format!("{:.6}", point.b),
                    safe(&package.collect::<Vec<_>>().join("; "), SENTENCE),
                ]
            }
            None => vec![
                name.to_owned(),
                "none".to_owned(),
                String::new(),
                String::new(),
            ],
        })
        .collect();
    page.table(
        &[
            words("solution"),
            numbers("A"),
            numbers("B"),
            words("package"),
        ],
        &rows,
    );
    page.prose(
        "Kalai-Smorodinsky is read in two ways on a list of outcomes: the largest smaller share of each \
         side's best acceptable gain, and, by ratio, the outcome nearest to equal shares of the gain to \
         each side's best of all. Limits: utilities are additive and known; no time, no agents.",
    );
    page.finish()
}

/// As JSON.
#[must_use]
pub fn json(solved: &Solved) -> Value {
    let point = |point: &Point| {
        let package = solved.package(point).into_iter();
        let package: Map<String, Value> = package
            .map(|(issue, option)| (issue.to_owned(), json!(option)))
            .collect();
        json!({ "a": number(point.a), "b": number(point.b), "package": package })
    };
    let solutions: Map<String, Value> = solved
        .points()
        .into_iter()
        .map(|(name, _, at)| {
            let none = || missing("no outcome gives both sides what no agreement is worth");
            (name.to_owned(), at.as_ref().map_or_else(none, point))
        })
        .collect();
    json!({
        "schema": SOLVED_SCHEMA,
        "kind": "negotiation",
        "name": solved.negotiation.name,
        "sides": [&solved.negotiation.profiles[0].name, &solved.negotiation.profiles[1].name],
        "outcomes": solved.space.domain.packages(),
        "conventions": solved.space.conventions(),
        "disagreement": solved.space.disagreement.map(number),
        "solutions": solutions,
        "frontier": solved.solutions.frontier.points().iter().map(point).collect::<Vec<_>>(),
    })
}
