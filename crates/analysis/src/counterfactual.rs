//! With and without: the level of every output in every arm, and its effect against the arm's
//! own baseline.

use pourparler_engine::result::{ArmRun, Run};

use pourparler_engine::summary::{mean, quantiles, standard_error, variance};

/// A column, summarised.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Summary {
    /// Mean over θ.
    pub mean: f64,
    /// Standard error of the mean: sd over scrambles / √R. NaN with a single scramble.
    pub se: f64,
    /// 5 % point over θ.
    pub q05: f64,
    /// Median over θ.
    pub median: f64,
    /// 95 % point over θ.
    pub q95: f64,
}

/// An output in one arm.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    /// Index of the output in `Run::outputs`.
    pub output: usize,
    /// Its level in the arm.
    pub level: Summary,
    /// Share of the variance of the θ-means that is chance left over by the finite number of
    /// paths, 0 to 1.
    pub chance_share: f64,
    /// Its difference from the baseline; `None` for a baseline itself, or where the baseline
    /// does not measure the output.
    pub effect: Option<Effect>,
}

/// The difference between an arm and its baseline, draw by draw.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// The difference.
    pub difference: Summary,
    /// Share of θ in which it is above 0.
    pub share_positive: f64,
    /// Share of θ in which it is below 0.
    pub share_negative: f64,
}

/// An arm with all its outputs.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Index of the arm in `Run::arms`.
    pub arm: usize,
    /// Its outputs, in their order in the run.
    pub levels: Vec<Level>,
}

/// A difference this small is rounding and counts as none.
const TOLERANCE: f64 = 1e-12;

/// Levels and effects of every arm of a run.
pub fn counterfactual(run: &Run) -> Vec<Row> {
    run.arms
        .iter()
        .enumerate()
        .map(|(index, arm)| row(run, index, arm))
        .collect()
}

fn row(run: &Run, index: usize, arm: &ArmRun) -> Row {
    let levels = (0..run.outputs.len()).filter_map(|output| {
        let column = run.column(index, output)?;
        let baseline = (arm.baseline != index)
            .then(|| run.column(arm.baseline, output))
            .flatten();
        let total = variance(column);
        let chance = arm.chance_variance.get(output).copied().unwrap_or(0.0);
        Some(Level {
            output,
            level: summary(run, column),
            chance_share: if total > 0.0 {
                (chance / total).clamp(0.0, 1.0)
            } else {
                0.0
            },
            effect: baseline.map(|baseline| effect(run, column, baseline)),
        })
    });
    Row {
        arm: index,
        levels: levels.collect(),
    }
}

/// Summary of a column of θ-means.
pub fn summary(run: &Run, column: &[f64]) -> Summary {
    let by_scramble: Vec<f64> = column
        .chunks(run.settings.points.max(1))
        .map(mean)
        .collect();
    let over = quantiles(column, None, &[0.05, 0.5, 0.95]);
    let point = |k: usize| over.get(k).copied().unwrap_or(f64::NAN);
    Summary {
        mean: mean(column),
        se: standard_error(&by_scramble),
        q05: point(0),
        median: point(1),
        q95: point(2),
    }
}

/// The difference of two columns, draw by draw.
pub(crate) fn effect(run: &Run, column: &[f64], baseline: &[f64]) -> Effect {
    let differences: Vec<f64> = column.iter().zip(baseline).map(|(a, b)| a - b).collect();
    let share = |sign: f64| {
        let counted = differences
            .iter()
            .filter(|d| sign * **d > TOLERANCE)
            .count();
        counted as f64 / differences.len() as f64
    };
    Effect {
        share_positive: share(1.0),
        share_negative: share(-1.0),
        difference: summary(run, &differences),
    }
}
