//! Why no settlement came about: the first obstacle on each path, nested.

use pourparler_engine::result::Run;

use crate::counterfactual::{Row, Summary};

/// Outputs of the engine that split the failures, in the order in which they are asked: there
/// was no zone at any step; else no authorised text while it was open; else every text was
/// refused, by a side that waits for a dated event or for private reasons; else what both
/// signed was not ratified.
pub const OBSTACLES: [&str; 5] = [
    "anatomy.no_zone",
    "anatomy.no_offer",
    "anatomy.waiting",
    "anatomy.refused",
    "anatomy.ratification",
];

/// Settlement and the obstacles to it in one arm; together they are certain.
#[derive(Debug, Clone, PartialEq)]
pub struct Anatomy {
    /// P(settlement).
    pub settlement: Summary,
    /// Probability of each of [`OBSTACLES`].
    pub obstacles: Vec<(&'static str, Summary)>,
    /// What is left over, 1 minus all of them; not 0 only through rounding.
    pub left_over: f64,
}

/// The anatomy of failure in an arm; `None` where the arm does not measure all of it.
pub fn anatomy(run: &Run, arm: &Row) -> Option<Anatomy> {
    let level = |name: &str| {
        let output = run.output(name)?;
        let found = arm.levels.iter().find(|level| level.output == output);
        found.map(|level| level.level)
    };
    let settlement = level("settlement")?;
    let obstacles: Option<Vec<(&'static str, Summary)>> = OBSTACLES
        .iter()
        .map(|name| Some((*name, level(name)?)))
        .collect();
    let obstacles = obstacles?;
    let sum: f64 = obstacles.iter().map(|(_, summary)| summary.mean).sum();
    Some(Anatomy {
        left_over: 1.0 - settlement.mean - sum,
        settlement,
        obstacles,
    })
}
