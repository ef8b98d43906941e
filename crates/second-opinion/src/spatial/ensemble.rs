//! All readings of the rules side by side.

use super::issue::{Baseline, Issue};
use super::rules::Rules;
use super::run::{Run, run};

/// Lowest and highest of some figures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// Lowest.
    pub low: f64,
    /// Highest.
    pub high: f64,
}

/// The same issue under every combination of the switches.
#[derive(Clone, Debug, PartialEq)]
pub struct Ensemble {
    /// One run per combination, in the order of [`Rules::all`].
    pub runs: Vec<Run>,
    /// Final medians.
    pub median: Spread,
    /// Final means.
    pub mean: Spread,
    /// What needs no bargaining.
    pub baseline: Baseline,
}

/// Runs every combination of the switches. The spread says how much of an answer is a choice of
/// rules that nobody printed.
#[must_use]
pub fn ensemble(issue: &Issue, status_quo: f64, rounds: usize) -> Ensemble {
    let all = Rules::all(status_quo);
    let runs: Vec<Run> = all.iter().map(|rules| run(issue, rules, rounds)).collect();
    Ensemble {
        median: spread(runs.iter().map(|run| run.end().median)),
        mean: spread(runs.iter().map(|run| run.end().mean)),
        baseline: issue.baseline(),
        runs,
    }
}

fn spread(values: impl Iterator<Item = f64>) -> Spread {
    let start = Spread {
        low: f64::INFINITY,
        high: f64::NEG_INFINITY,
    };
    values.fold(start, |spread, x| Spread {
        low: spread.low.min(x),
        high: spread.high.max(x),
    })
}
