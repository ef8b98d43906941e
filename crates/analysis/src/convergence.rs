//! How the headline settles as scrambles are added.

use pourparler_engine::result::Run;

use pourparler_engine::summary::standard_error;

use crate::moments::mean;

/// The estimate after some scrambles.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stage {
    /// Scrambles used.
    pub scrambles: usize,
    /// Mean over them.
    pub mean: f64,
    /// Its standard error; NaN after the first.
    pub se: f64,
}

/// Mean and standard error of an output in an arm after 1, 2, ... scrambles; empty where the
/// arm does not measure it.
pub fn convergence(run: &Run, arm: usize, output: usize) -> Vec<Stage> {
    let Some(column) = run.column(arm, output) else {
        return Vec::new();
    };
    let means: Vec<f64> = column
        .chunks(run.settings.points.max(1))
        .map(mean)
        .collect();
    let stage = |n: usize| {
        let part = means.get(..n).unwrap_or(&means);
        Stage {
            scrambles: n,
            mean: mean(part),
            se: standard_error(part),
        }
    };
    (1..=means.len()).map(stage).collect()
}
