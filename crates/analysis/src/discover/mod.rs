//! Readable rules: in which settings an outcome, an effect or a verdict is found.
//!
//! [`discover()`] peels with [`prim()`] and takes of the trajectory the densest box that still holds
//! the share of the outcome asked for. Restrictions that a setting more or less would make are
//! dropped: those whose quasi-p, times the number of inputs searched, is above 5 %, the weakest
//! first, each time peeling the inputs left again, until all are told and there are few enough to
//! read; then the box is pasted. The whole is repeated on random halves of the scrambles and each
//! box is measured on the other half: how dense it is there, and how often each input comes back
//! (Bryant & Lempert 2010). [`cart()`] on the same settings is the cross-check.

mod cart;
mod prim;
mod quasi_p;
mod sought;

use pourparler_engine::random::philox;
use pourparler_engine::result::Run;
use rayon::prelude::*;

use pourparler_engine::summary::quantiles;

use crate::ranking::Rankings;

pub use cart::{CartOptions, cart};
pub use prim::{Column, Limit, PrimBox, PrimOptions, paste, prim};
pub use quasi_p::quasi_p;
pub use sought::{By, Nothing, Sought, in_claim, in_target};

/// Chance of a restriction that means nothing, over all inputs searched.
const FALSE: f64 = 0.05;

/// How far below the coverage asked for rounding leaves a box that has it.
const ROUNDING: f64 = 1e-12;

/// Random halves.
const HALVES: u32 = 20;

/// What a rule has to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DiscoveryOptions {
    /// Least share of the outcome in the box.
    pub coverage: f64,
    /// Most restricted inputs.
    pub conditions: usize,
    /// How the box is looked for.
    pub prim: PrimOptions,
}

impl Default for DiscoveryOptions {
    fn default() -> Self {
        DiscoveryOptions {
            coverage: 0.5,
            conditions: 4,
            prim: PrimOptions::default(),
        }
    }
}

/// A rule that was found; its limits name inputs by their index in `Run::inputs`.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// The box.
    pub found: PrimBox,
    /// Mean outcome outside the box.
    pub outside: f64,
    /// Quasi-p of each restriction.
    pub quasi_p: Vec<f64>,
}

/// How a rule stands on settings it was not found on.
#[derive(Debug, Clone, PartialEq)]
pub struct Stability {
    /// Random halves of the scrambles it was looked for on; 0 with a single scramble.
    pub halves: usize,
    /// Halves on which some rule was found.
    pub found: usize,
    /// Over those, measured on the other half: 5 %, 50 % and 95 % points of the density.
    pub density: [f64; 3],
    /// Median coverage there.
    pub coverage: f64,
    /// Median of the mean outcome outside the box there.
    pub outside: f64,
    /// Inputs (indices in `Run::inputs`) with the share of halves that restrict each, most first.
    pub restricted: Vec<(usize, f64)>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Discovery {
    /// What was looked for.
    pub sought: Sought,
    /// Its mean over all settings.
    pub base: f64,
    /// Inputs searched.
    pub inputs: usize,
    /// The rule, where one is told from chance.
    pub rule: Option<Rule>,
    /// The trajectory of peeling, over the inputs of `Run::inputs`.
    pub trajectory: Vec<PrimBox>,
    /// How the rule stands on other settings.
    pub stability: Stability,
    /// The densest leaf of a tree, where it splits at all.
    pub leaf: Option<Rule>,
    /// Share of the rule's settings that lie in that leaf.
    pub shared: f64,
}

/// Looks for a rule among all uncertain inputs of a run, whose rankings are given.
///
/// ```no_run
/// # fn of(run: &pourparler_engine::Run, target: pourparler_analysis::drivers::Target) {
/// use pourparler_analysis::Rankings;
/// use pourparler_analysis::discover::{DiscoveryOptions, discover, in_target};
///
/// if let Ok(sought) = in_target(run, target, None) {
///     let found = discover(run, &Rankings::of(run), sought, DiscoveryOptions::default());
///     if let Some(rule) = found.rule {
///         println!("{} against {}", rule.found.density, rule.outside);
///     }
/// }
/// # }
/// ```
pub fn discover(
    run: &Run,
    rankings: &Rankings,
    sought: Sought,
    options: DiscoveryOptions,
) -> Discovery {
    let places: Vec<usize> = (0..run.inputs.len())
        .filter(|&input| run.inputs[input].dimension.is_some())
        .collect();
    let inputs: Vec<Column> = places
        .iter()
        .filter_map(|&input| {
            let input = &run.inputs[input];
            // Two labels have an order, whatever they are.
            let labels = Some(input.labels.len()).filter(|count| *count > 2);
            Some(Column {
                values: run.thetas.get(input.dimension?)?,
                labels: labels.unwrap_or(0),
            })
        })
        .collect();
    let search = Search {
        inputs: &inputs,
        outcome: &sought.outcome,
        options,
    };
    let orders: Vec<Vec<u32>> = places
        .iter()
        .filter_map(|&input| Some(rankings.along(&run.inputs[input])?.order().to_vec()))
        .collect();
    let rule = || {
        let outcome = &sought.outcome;
        let problem = (inputs.as_slice(), outcome.as_slice());
        let trajectory = prim::peeled(problem, orders.clone(), options.prim, 0.0, Vec::new());
        let seen = (0..outcome.len() as u32).collect();
        (search.rule(seen, &trajectory), trajectory)
    };
    let leaf = || {
        let problem = (inputs.as_slice(), sought.outcome.as_slice());
        let leaves = cart::leaves(problem, orders.clone(), CartOptions::default());
        let first = leaves.into_iter().next();
        first.filter(|leaf| !leaf.limits.is_empty())
    };
    let halves = || search.stability(&orders, run.settings.points.max(1), &places);
    let (stability, ((found, trajectory), leaf)) = rayon::join(halves, || rayon::join(rule, leaf));
    let shared = match (&found, &leaf) {
        (Some(found), Some(leaf)) => cart::overlap(&inputs, run.len(), found, leaf),
        _ => 0.0,
    };
    let in_run = |found: PrimBox| PrimBox {
        limits: named(found.limits, &places),
        ..found
    };
    let rule = |found: PrimBox| Rule {
        outside: outside(&found, &sought.outcome),
        quasi_p: quasi_p(&inputs, &sought.outcome, &found),
        found: in_run(found),
    };
    Discovery {
        base: sought.outcome.iter().sum::<f64>() / sought.outcome.len() as f64,
        inputs: inputs.len(),
        rule: found.map(rule),
        trajectory: trajectory.into_iter().map(in_run).collect(),
        stability,
        leaf: leaf.map(rule),
        shared,
        sought,
    }
}

/// Limits by the index of their input in the run.
fn named(limits: Vec<(usize, Limit)>, places: &[usize]) -> Vec<(usize, Limit)> {
    let limits = limits.into_iter();
    limits
        .map(|(input, limit)| (places[input], limit))
        .collect()
}

/// Mean outcome outside a box.
fn outside(found: &PrimBox, outcome: &[f64]) -> f64 {
    let whole: f64 = outcome.iter().sum();
    let others = outcome.len() - found.settings;
    if others == 0 {
        return f64::NAN;
    }
    // Rounding leaves no less than nothing.
    ((1.0 - found.coverage) * whole / others as f64).max(0.0)
}

struct Search<'a> {
    inputs: &'a [Column<'a>],
    outcome: &'a [f64],
    options: DiscoveryOptions,
}

impl Search<'_> {
    /// The trajectory as far as [`Search::densest`] looks at it; it begins with the boxes `known`.
    fn peeled(
        &self,
        (inputs, outcome): (&[Column], &[f64]),
        orders: Vec<Vec<u32>>,
        known: Vec<PrimBox>,
    ) -> Vec<PrimBox> {
        let least = self.options.coverage - ROUNDING;
        let problem = (inputs, outcome);
        prim::peeled(problem, orders, self.options.prim, least, known)
    }

    /// The rule that a trajectory over the settings `seen`, in any order, leads to.
    fn rule(&self, mut seen: Vec<u32>, trajectory: &[PrimBox]) -> Option<PrimBox> {
        let found = self.densest(trajectory)?;
        // On those settings alone, so that halves look at nothing else.
        seen.sort_unstable();
        let pick =
            |values: &[f64]| -> Vec<f64> { seen.iter().map(|&i| values[i as usize]).collect() };
        let outcome = pick(self.outcome);
        let values: Vec<(usize, Vec<f64>)> = found
            .limits
            .iter()
            .map(|(input, _)| (*input, pick(self.inputs[*input].values)))
            .collect();
        let columns: Vec<(usize, Column)> = values
            .iter()
            .map(|(input, values)| {
                let labels = self.inputs[*input].labels;
                (*input, Column { values, labels })
            })
            .collect();
        let all: Vec<Column> = columns.iter().map(|(_, column)| *column).collect();
        let orders = prim::orders(&all);
        let mut kept: Vec<usize> = (0..columns.len()).collect();
        let mut known = Vec::new();
        let level = FALSE / self.inputs.len() as f64;
        // With one input fewer the others are peeled again: what was cut for its sake may not be.
        let (own, found) = loop {
            let own: Vec<Column> = kept.iter().map(|&k| all[k]).collect();
            let orders = kept.iter().map(|&k| orders[k].clone()).collect();
            let trajectory = self.peeled((&own, &outcome), orders, known);
            let found = self.densest(&trajectory)?;
            let p = quasi_p(&own, &outcome, &found);
            let weakest = (0..p.len()).max_by(|&a, &b| p[a].total_cmp(&p[b]))?;
            if p[weakest] <= level && p.len() <= self.options.conditions {
                break (own, found);
            }
            let dropped = found.limits[weakest].0;
            kept.remove(dropped);
            known = prim::without(trajectory, dropped);
        };
        let mut found = paste(&own, &outcome, found, self.options.prim.paste);
        if found.limits.is_empty() {
            return None;
        }
        found.limits = found
            .limits
            .into_iter()
            .map(|(place, limit)| (columns[kept[place]].0, limit))
            .collect();
        Some(found)
    }

    /// The densest box with the coverage asked for that is no box at all.
    fn densest(&self, trajectory: &[PrimBox]) -> Option<PrimBox> {
        let enough = |found: &&PrimBox| {
            found.coverage >= self.options.coverage - ROUNDING && !found.limits.is_empty()
        };
        trajectory.iter().rfind(enough).cloned()
    }

    fn stability(&self, orders: &[Vec<u32>], points: usize, places: &[usize]) -> Stability {
        let n = self.outcome.len();
        let scrambles = n.div_ceil(points);
        let halves = if scrambles > 1 { HALVES } else { 0 };
        let boxes: Vec<(PrimBox, PrimBox)> = (0..halves)
            .into_par_iter()
            .filter_map(|half| {
                let mut shuffled: Vec<usize> = (0..scrambles).collect();
                shuffled.sort_by_key(|&s| (philox([s as u32, half, 0, 2], [0, 0]), s));
                let mut inside = vec![false; scrambles];
                shuffled[..scrambles / 2]
                    .iter()
                    .for_each(|&s| inside[s] = true);
                let inside: Vec<bool> = (0..n).map(|setting| inside[setting / points]).collect();
                let seen = |setting: u32| inside[setting as usize];
                let own: Vec<Vec<u32>> = prim::kept(orders, seen);
                let settings = own.first()?.clone();
                let trajectory = self.peeled((self.inputs, self.outcome), own, Vec::new());
                let found = self.rule(settings, &trajectory)?;
                let others: Vec<u32> = (0..n as u32).filter(|&i| !seen(i)).collect();
                let measured = self.measured(&others, &found);
                Some((found, measured))
            })
            .collect();
        let column = |of: &dyn Fn(&PrimBox) -> f64| -> Vec<f64> {
            boxes.iter().map(|(_, measured)| of(measured)).collect()
        };
        let density = quantiles(&column(&|found| found.density), [0.05, 0.5, 0.95]);
        let [coverage] = quantiles(&column(&|found| found.coverage), [0.5]);
        // Outside the box: what it does not cover over what it does not hold.
        let [outside] = quantiles(
            &column(&|found| {
                let base = found.density * found.mass / found.coverage;
                (1.0 - found.coverage) * base / (1.0 - found.mass)
            }),
            [0.5],
        );
        let mut restricted: Vec<(usize, f64)> = (0..self.inputs.len())
            .map(|input| {
                let with = boxes
                    .iter()
                    .filter(|(found, _)| found.limits.iter().any(|(limited, _)| *limited == input));
                (
                    places[input],
                    with.count() as f64 / f64::from(halves.max(1)),
                )
            })
            .filter(|(_, share)| *share > 0.0)
            .collect();
        restricted.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        Stability {
            halves: halves as usize,
            found: boxes.len(),
            density,
            coverage,
            outside,
            restricted,
        }
    }

    /// A box measured on some settings.
    fn measured(&self, settings: &[u32], found: &PrimBox) -> PrimBox {
        let pick =
            |values: &[f64]| -> Vec<f64> { settings.iter().map(|&i| values[i as usize]).collect() };
        let values: Vec<Vec<f64>> = found
            .limits
            .iter()
            .map(|(input, _)| pick(self.inputs[*input].values))
            .collect();
        let columns: Vec<Column> = values
            .iter()
            .map(|values| Column { values, labels: 0 })
            .collect();
        let limits = found.limits.iter().enumerate();
        let limits = limits
            .map(|(place, (_, limit))| (place, limit.clone()))
            .collect();
        PrimBox::of(&columns, &pick(self.outcome), limits)
    }
}
