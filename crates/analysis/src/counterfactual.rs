//! With and without: the level of every output in every arm, and its effect against the arm's
//! own baseline.

use pourparler_engine::result::{ArmRun, Run};

use pourparler_engine::summary::standard_error;
use rayon::prelude::*;

use pourparler_engine::summary::quantiles;
use pourparler_engine::summary::{mean, variance};

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
    let outputs: Vec<Vec<Option<Level>>> = (0..run.outputs.len())
        .into_par_iter()
        .map(|output| levels(run, output))
        .collect();
    let mut rows: Vec<Row> = (0..run.arms.len())
        .map(|arm| Row {
            arm,
            levels: Vec::new(),
        })
        .collect();
    for levels in outputs {
        for (row, level) in rows.iter_mut().zip(levels) {
            row.levels.extend(level);
        }
    }
    rows
}

/// A column that may be that of several arms.
struct Column<'a> {
    values: &'a [f64],
    level: Summary,
    variance: f64,
}

/// An output in every arm that measures it. What an arm changes leaves many outputs alone, so
/// its column is often that of another to the last bit; each is summarised once.
fn levels(run: &Run, output: usize) -> Vec<Option<Level>> {
    let mut columns: Vec<Column> = Vec::new();
    let of_arm: Vec<Option<usize>> = (0..run.arms.len())
        .map(|arm| {
            let values = run.column(arm, output)?;
            let known = columns
                .iter()
                .position(|column| same(column.values, values));
            Some(known.unwrap_or_else(|| {
                columns.push(Column {
                    values,
                    level: summary(run, values),
                    variance: variance(values),
                });
                columns.len() - 1
            }))
        })
        .collect();
    let mut effects: Vec<((usize, usize), Effect)> = Vec::new();
    let mut effect_of = |pair: (usize, usize)| {
        if let Some((_, known)) = effects.iter().find(|(known, _)| *known == pair) {
            return known.clone();
        }
        let found = effect(run, columns[pair.0].values, columns[pair.1].values);
        effects.push((pair, found.clone()));
        found
    };
    let level = |(index, arm): (usize, &ArmRun)| {
        let own = of_arm[index]?;
        let baseline = of_arm.get(arm.baseline).copied().flatten();
        let column = &columns[own];
        let chance = arm.chance_variance.get(output).copied().unwrap_or(0.0);
        Some(Level {
            output,
            level: column.level,
            chance_share: if column.variance > 0.0 {
                (chance / column.variance).clamp(0.0, 1.0)
            } else {
                0.0
            },
            effect: baseline
                .filter(|_| arm.baseline != index)
                .map(|baseline| effect_of((own, baseline))),
        })
    };
    run.arms.iter().enumerate().map(level).collect()
}

/// Whether two columns are the same to the last bit.
fn same(a: &[f64], b: &[f64]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.to_bits() == b.to_bits())
}

/// Summary of a column of θ-means.
pub fn summary(run: &Run, column: &[f64]) -> Summary {
    let by_scramble: Vec<f64> = column
        .chunks(run.settings.points.max(1))
        .map(mean)
        .collect();
    let [q05, median, q95] = quantiles(column, [0.05, 0.5, 0.95]);
    Summary {
        mean: mean(column),
        se: standard_error(&by_scramble),
        q05,
        median,
        q95,
    }
}

/// The difference of two columns, draw by draw.
pub(crate) fn effect(run: &Run, column: &[f64], baseline: &[f64]) -> Effect {
    let differences: Vec<f64> = column.iter().zip(baseline).map(|(a, b)| a - b).collect();
    Effect {
        share_positive: share(&differences, 1.0),
        share_negative: share(&differences, -1.0),
        difference: summary(run, &differences),
    }
}

/// Share of the differences that have a sign.
fn share(differences: &[f64], sign: f64) -> f64 {
    let signed = differences.iter().filter(|d| sign * **d > TOLERANCE);
    signed.count() as f64 / differences.len() as f64
}

/// Share of θ in which an output lies above its baseline, over the first half of the paths, where
/// the run kept both.
pub(crate) fn half_share_positive(run: &Run, arm: usize, output: usize) -> Option<f64> {
    let baseline = run.arms.get(arm)?.baseline;
    let columns = (
        run.half_column(arm, output)?,
        run.half_column(baseline, output)?,
    );
    let differences: Vec<f64> = columns
        .0
        .iter()
        .zip(columns.1)
        .map(|(a, b)| a - b)
        .collect();
    Some(share(&differences, 1.0))
}
