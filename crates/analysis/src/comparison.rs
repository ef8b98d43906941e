//! The contact and its variants beside one another, setting by setting.
//!
//! All arms of a run share their settings and their chance, so a difference between two of them
//! is taken within each setting. Variants may change more than the contact; each is measured
//! against its own baseline first, and two of them are then compared by what their contacts add.

use pourparler_engine::result::{ArmRole, Run, Unit};

use crate::assessment::HEADLINE;
use crate::counterfactual::{Effect, effect};
use crate::robust::{Robust, robust};

/// Kinds of output that are compared, in the order of the comparison.
const COMPARED: [&str; 8] = [
    "settlement",
    "any_agreement",
    "deal_failure",
    "crossing",
    "top_rung",
    "exchange",
    "people",
    "step",
];

/// A difference this small in every pair is none.
const NO_DIFFERENCE: f64 = 1e-9;

/// The contact and its variants, compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Indices of the arms compared: the contact first, then the variants in file order.
    pub arms: Vec<usize>,
    /// One entry per outcome.
    pub outcomes: Vec<Compared>,
    /// Which holds up on the headline where nobody knows the odds.
    pub robust: Option<Robust>,
}

/// One outcome in every pair of arms.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// Index of the output in `Run::outputs`.
    pub output: usize,
    /// Every pair whose arms both measure it.
    pub pairs: Vec<Pair>,
}

/// Two arms, the first less the second.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// Index of the first arm.
    pub first: usize,
    /// Index of the second arm.
    pub second: usize,
    /// Difference of the levels.
    pub levels: Effect,
    /// Difference of the effects, each against its own baseline: what the first contact adds
    /// beyond the second.
    pub effects: Effect,
}

impl Compared {
    /// Whether any two arms differ in what their contacts add.
    pub fn differs(&self) -> bool {
        self.pairs.iter().any(|pair| {
            let difference = pair.effects.difference;
            difference.mean.abs() > NO_DIFFERENCE || difference.q05 != difference.q95
        })
    }
}

/// Compares the contact and the variants of a run.
///
/// # Examples
///
/// ```
/// use std::sync::atomic::AtomicBool;
/// use pourparler_analysis::{assess, comparison};
/// use pourparler_engine::{Effort, Watch};
///
/// let text = include_str!("../../../scenarios/templates/border-incident.toml");
/// let reading = pourparler_scenario::read("s.toml", text, &pourparler_analysis::vocabulary());
/// let scenario = reading.scenario.expect("a template is sound");
/// let effort = Effort { scrambles: 2, points: 16, paths: 8, ..Effort::default() };
/// let watch = Watch { progress: &|_, _| {}, stop: &AtomicBool::new(false) };
/// let assessment = assess(scenario, effort, &watch).expect("it runs");
/// let compared = comparison(&assessment.run);
/// // Without variants there is the contact alone, and no pair.
/// assert_eq!(compared.arms.len(), 1);
/// assert!(compared.outcomes.iter().all(|outcome| outcome.pairs.is_empty()));
/// ```
pub fn comparison(run: &Run) -> Comparison {
    let arms: Vec<usize> = (0..run.arms.len())
        .filter(|&arm| matches!(run.arms[arm].role, ArmRole::With | ArmRole::Variant))
        .collect();
    let kind = |name: &str| {
        COMPARED
            .iter()
            .position(|kind| name.split('.').next() == Some(kind))
    };
    let mut outputs: Vec<(usize, usize)> = run
        .outputs
        .iter()
        .enumerate()
        .filter(|(_, output)| matches!(output.unit, Unit::Probability | Unit::People))
        .filter(|(_, output)| !output.name.contains('@'))
        .filter_map(|(index, output)| Some((kind(&output.name)?, index)))
        .collect();
    outputs.sort();
    let outcomes = outputs.into_iter().map(|(_, output)| Compared {
        output,
        pairs: pairs(run, &arms, output),
    });
    let headline = run.output(HEADLINE);
    Comparison {
        robust: headline.and_then(|output| robust(run, &arms, output)),
        outcomes: outcomes
            .filter(|compared| !compared.pairs.is_empty())
            .collect(),
        arms,
    }
}

fn pairs(run: &Run, arms: &[usize], output: usize) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (rank, &first) in arms.iter().enumerate() {
        for &second in arms.iter().skip(rank + 1) {
            pairs.extend(pair(run, first, second, output));
        }
    }
    pairs
}

fn pair(run: &Run, first: usize, second: usize, output: usize) -> Option<Pair> {
    let levels = (run.column(first, output)?, run.column(second, output)?);
    let added = |arm: usize, level: &[f64]| -> Option<Vec<f64>> {
        let baseline = run.column(run.arms.get(arm)?.baseline, output)?;
        Some(level.iter().zip(baseline).map(|(a, b)| a - b).collect())
    };
    let effects = (added(first, levels.0)?, added(second, levels.1)?);
    Some(Pair {
        first,
        second,
        levels: effect(run, levels.0, levels.1),
        effects: effect(run, &effects.0, &effects.1),
    })
}
