//! How the headline settles as scrambles are added, and whether there are chance paths enough.
//!
//! Shares of settings are counted on means over a finite number of paths, and the chance left in
//! those means moves settings across a threshold. So every robustness and every share of settings
//! with a gain is counted again on the first half of the paths (model §9).

use pourparler_engine::result::{ArmRole, Run};

use pourparler_engine::summary::standard_error;

use crate::claims::TestedClaim;
use crate::counterfactual::{Row, half_share_positive};
use crate::figures::{Figures, Paths};
use crate::verdict::{Judgement, robustness_of};
use pourparler_engine::summary::mean;

/// Most that a share of settings moves between half of the paths and all where they are enough.
pub const PATHS_ENOUGH: f64 = 0.03;

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

/// A share of settings on half of the paths and on all.
#[derive(Debug, Clone, PartialEq)]
pub struct ByPaths {
    /// The share.
    pub of: Share,
    /// Over the first half of the paths.
    pub half: f64,
    /// Over all paths.
    pub all: f64,
}

impl ByPaths {
    /// It moved by more than [`PATHS_ENOUGH`], so there were too few paths for it.
    pub fn moved(&self) -> bool {
        (self.all - self.half).abs() > PATHS_ENOUGH
    }
}

/// A share of settings that a report gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Share {
    /// Robustness of a test of a claim.
    Robustness {
        /// The claim's id.
        claim: String,
        /// `supported_if`, `refuted_if` or `check`.
        test: &'static str,
    },
    /// Share of the settings in which an arm raises an output.
    Positive {
        /// Index in `Run::arms`.
        arm: usize,
        /// Index in `Run::outputs`.
        output: usize,
    },
}

/// Every robustness, and the share of settings with a gain of every output of which the run kept
/// half of the paths, on that half and on all; empty for a run with one path a setting.
pub fn by_paths(
    claims: &[TestedClaim],
    judgements: &[Judgement],
    rows: &[Row],
    figures: &Figures,
) -> Vec<ByPaths> {
    let run = figures.run;
    if run.settings.paths < 2 {
        return Vec::new();
    }
    let figures = Figures {
        paths: Paths::FirstHalf,
        ..*figures
    };
    let mut found = Vec::new();
    for (claim, judgement) in claims.iter().zip(judgements) {
        let tests = [
            ("supported_if", &claim.supported_if, &judgement.supported_if),
            ("refuted_if", &claim.refuted_if, &judgement.refuted_if),
            ("check", &claim.check, &judgement.check),
        ];
        for (name, test, outcome) in tests {
            let all = outcome.as_ref().and_then(|outcome| outcome.robustness);
            let half = test.as_ref().and_then(|test| robustness_of(test, &figures));
            if let (Some(all), Some(half)) = (all, half) {
                let claim = judgement.id.clone();
                let of = Share::Robustness { claim, test: name };
                found.push(ByPaths { of, half, all });
            }
        }
    }
    let told = |arm: usize| !matches!(run.arms[arm].role, ArmRole::Coalition | ArmRole::Given);
    for row in rows.iter().filter(|row| told(row.arm)) {
        // Compound events belong to the claims that ask for them.
        let shown = |output: usize| !run.outputs[output].name.starts_with("event:");
        for level in row.levels.iter().filter(|level| shown(level.output)) {
            let (arm, output) = (row.arm, level.output);
            let effect = level.effect.as_ref();
            let half = effect.and_then(|_| half_share_positive(run, arm, output));
            if let (Some(effect), Some(half)) = (effect, half) {
                found.push(ByPaths {
                    of: Share::Positive { arm, output },
                    half,
                    all: effect.share_positive,
                });
            }
        }
    }
    found
}
