//! The assumptions, by how much they matter.

use pourparler_engine::result::{Input, Run};

use rayon::prelude::*;

use crate::claims::DEFAULT_ARM;
use crate::ranking::{Ranking, Rankings};
use crate::statistics::{Explained, spearman};

/// An input that rests on a default prior or on judgement.
#[derive(Debug, Clone, PartialEq)]
pub struct Assumption {
    /// Index in `Run::inputs`.
    pub input: usize,
    /// Share of the variance of the outcome with the contact that goes with it alone, 0 to 1.
    pub level: f64,
    /// Share of the variance of the effect of the contact that goes with it alone, 0 to 1.
    pub effect: f64,
    /// Spearman's rank correlation with the outcome: its sign says which way it works.
    pub direction: f64,
}

/// Every uncertain input that nobody elicited or that rests on judgement alone, with its
/// importance for an output in the arm `with`; most important first, equal ones in the order
/// of their key paths. Empty where the run does not measure the output.
///
/// Indices are first-order and from the run's own draws (see [`crate::Restates`] for the
/// estimator's name): interactions with other inputs are not in them, and chance left in the
/// columns counts against every input.
pub fn assumptions(run: &Run, rankings: &Rankings, output: &str) -> Vec<Assumption> {
    let column = |arm: Option<usize>| run.column(arm?, run.output(output)?);
    let with = run.arm(DEFAULT_ARM);
    let baseline = with
        .and_then(|arm| run.arms.get(arm))
        .map(|arm| arm.baseline);
    let Some(level) = column(with) else {
        return Vec::new();
    };
    let effect: Vec<f64> = match column(baseline) {
        Some(baseline) => level.iter().zip(baseline).map(|(a, b)| a - b).collect(),
        None => vec![0.0; level.len()],
    };
    let ranks = Ranking::of(level).ranks(level);
    let (level, effect) = (Explained::new(level), Explained::new(&effect));
    let assumption = |(index, input): (usize, &Input)| {
        let values = run.thetas.get(input.dimension?)?;
        let ranking = rankings.along(input).filter(|_| is_assumed(input))?;
        Some(Assumption {
            input: index,
            level: level.by(ranking),
            effect: effect.by(ranking),
            direction: spearman(&ranking.ranks(values), &ranks),
        })
    };
    let mut found: Vec<Assumption> = run
        .inputs
        .par_iter()
        .enumerate()
        .filter_map(assumption)
        .collect();
    let importance = |a: &Assumption| a.level.max(a.effect);
    found.sort_by(|a, b| {
        importance(b)
            .total_cmp(&importance(a))
            .then(a.input.cmp(&b.input))
    });
    found
}

/// Whether an input is an assumption: a default prior, or without any source but judgement.
pub fn is_assumed(input: &Input) -> bool {
    !input.elicited || matches!(input.source.as_deref(), None | Some("judgement"))
}
