//! A forecast from inputs that are not known exactly.

use pourparler_scenario::Law;
use rand_philox::Philox;
use rayon::prelude::*;

use super::issue::{IssueError, MAX_ACTORS, weighted_mean, weighted_median};
use super::rules::Rules;
use super::run::Table;

/// A stakeholder with a law for each number.
#[derive(Clone, Debug, PartialEq)]
pub struct UncertainActor {
    /// What it is called.
    pub name: String,
    /// c; draws below 0 count as 0.
    pub capability: Law,
    /// x, on the scale of the issue.
    pub position: Law,
    /// s; draws are cut to 0 to 1.
    pub salience: Law,
}

/// 5 %, 25 %, 50 %, 75 % and 95 % points, and the mean, over the draws.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantiles {
    /// 5 % point.
    pub q05: f64,
    /// 25 % point.
    pub q25: f64,
    /// Median.
    pub q50: f64,
    /// 75 % point.
    pub q75: f64,
    /// 95 % point.
    pub q95: f64,
    /// Mean.
    pub mean: f64,
}

/// What the model expects when its inputs are uncertain.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// Draws used.
    pub draws: usize,
    /// Draws left out because nobody cast a vote.
    pub left_out: usize,
    /// The median at the end of the rounds.
    pub median: Quantiles,
    /// The mean at the end.
    pub mean: Quantiles,
    /// Final position by actor.
    pub positions: Vec<Quantiles>,
    /// The baseline: weighted median before any bargaining.
    pub baseline_median: Quantiles,
    /// The baseline: weighted mean before any bargaining.
    pub baseline_mean: Quantiles,
    /// Final median draw by draw, for other summaries.
    pub medians: Vec<f64>,
}

/// Draws per unit of parallel work; fixed, so that results do not depend on the threads.
const CHUNK: usize = 64;

/// Plays `draws` games with independent inputs. Draw d uses the random numbers (seed, d) and no
/// others, so the same seed gives the same forecast on any number of threads.
///
/// # Errors
/// [`IssueError::Count`] for fewer than two or too many actors; [`IssueError::NoPower`] if no draw
/// has a vote.
pub fn forecast(
    actors: &[UncertainActor],
    rules: &Rules,
    rounds: usize,
    draws: usize,
    seed: u64,
) -> Result<Forecast, IssueError> {
    let n = actors.len();
    if !(2..=MAX_ACTORS).contains(&n) {
        return Err(IssueError::Count(n));
    }
    // Per draw: baseline mean, baseline median, final mean, final median, final positions.
    let width = 4 + n;
    let chunks: Vec<Vec<f64>> = (0..draws.div_ceil(CHUNK))
        .into_par_iter()
        .map(|chunk| {
            let mut table = Table::default();
            table.resize(n);
            let mut rows = Vec::with_capacity(CHUNK * width);
            for draw in chunk * CHUNK..((chunk + 1) * CHUNK).min(draws) {
                fill(&mut table, actors, seed, draw as u64);
                if table.power.iter().all(|&power| power == 0.0) {
                    continue;
                }
                rows.push(weighted_mean(&table.power, &table.positions));
                rows.push(weighted_median(&table.power, &table.positions));
                table.play(rules, rounds);
                rows.push(weighted_mean(&table.power, &table.positions));
                rows.push(weighted_median(&table.power, &table.positions));
                rows.extend_from_slice(&table.positions);
            }
            rows
        })
        .collect();
    let rows = chunks.concat();
    let used = rows.len() / width;
    if used == 0 {
        return Err(IssueError::NoPower);
    }
    let column = |c: usize| -> Vec<f64> { rows.chunks_exact(width).map(|row| row[c]).collect() };
    Ok(Forecast {
        draws: used,
        left_out: draws - used,
        baseline_mean: quantiles(column(0)),
        baseline_median: quantiles(column(1)),
        mean: quantiles(column(2)),
        median: quantiles(column(3)),
        positions: (0..n).map(|i| quantiles(column(4 + i))).collect(),
        medians: column(3),
    })
}

/// The inputs of one draw.
fn fill(table: &mut Table, actors: &[UncertainActor], seed: u64, draw: u64) {
    let mut random = Philox::from_u64_seed_stream(seed, draw);
    let mut value = |law: &Law| {
        // The middle of one of 2⁵² cells: never 0, never 1.
        let u = ((random.next_u64() >> 12) as f64 + 0.5) / (1u64 << 52) as f64;
        law.certain().unwrap_or_else(|| law.quantile(u))
    };
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for (i, actor) in actors.iter().enumerate() {
        let capability = value(&actor.capability).clamp(0.0, 1e100);
        let position = value(&actor.position).clamp(-1e100, 1e100);
        let salience = value(&actor.salience).clamp(0.0, 1.0);
        table.power[i] = capability * salience;
        table.salience[i] = salience;
        table.positions[i] = position;
        (low, high) = (low.min(position), high.max(position));
    }
    table.range = high - low;
}

fn quantiles(mut values: Vec<f64>) -> Quantiles {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    values.sort_by(f64::total_cmp);
    let at = |level: f64| {
        let place = level * (values.len() - 1) as f64;
        let below = place.floor() as usize;
        let above = (below + 1).min(values.len() - 1);
        values[below] + (place - below as f64) * (values[above] - values[below])
    };
    Quantiles {
        q05: at(0.05),
        q25: at(0.25),
        q50: at(0.5),
        q75: at(0.75),
        q95: at(0.95),
        mean,
    }
}
