//! What drives an outcome, or the contact's effect on it, among all that is not known.
//!
//! Four answers for each uncertain input: how far knowing it moves the outcome's law ([`delta()`],
//! [`event_delta`]; the ranking), the share of variance that goes with it alone and with its
//! interactions ([`sobol_indices()`]), and the outcome at both ends of its range ([`Swing`]). All
//! but the total index come from the draws of a run already made.

mod analysed;
mod classes;
mod delta;
mod given_data;
mod groups;
mod no_variance;
mod places;
mod sobol_indices;
mod totals;

use std::borrow::Cow;
use std::cmp::Ordering;

use pourparler_engine::Plan;
use pourparler_engine::random::philox;
use pourparler_engine::result::{Run, Unit};
use rayon::prelude::*;

use crate::claims::DEFAULT_ARM;
use crate::estimate::{Estimate, Student};
use crate::ranking::{Ranking, Rankings};
use pourparler_engine::summary::{mean, variance};

pub(crate) use classes::Classes;
use delta::Ranks;
use given_data::{Sums, squares};

pub use analysed::{Design, assess_drivers, with_design};
pub use delta::{delta, event_delta};
pub use given_data::Swing;
pub(crate) use groups::mechanisms;
pub use groups::{Group, Kind, groups};
pub use no_variance::NoVariance;
pub(crate) use places::Places;
pub(crate) use sobol_indices::total_by_scramble;
pub use sobol_indices::{SobolIndices, sobol_indices, total_indices};
pub use totals::Totals;
pub(crate) use totals::dimensions;

/// Made-up inputs that every input is compared with.
const DUMMIES: u32 = 32;

/// Standard deviations above the mean of the made-up inputs for an input to be told from them.
const TOLD: f64 = 4.0;

/// Inputs of each target whose distribution-based index gets a standard error.
const LISTED: usize = 12;

/// What of an output is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// The output with the contact.
    Level,
    /// What the contact adds to it.
    Effect,
}

/// An outcome, or the contact's effect on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// Index of the output in `Run::outputs`.
    pub output: usize,
    /// What of it.
    pub measure: Measure,
}

impl Target {
    /// Its column in the arm `with`, against that arm's own baseline where it is an effect;
    /// nothing where the run does not measure it.
    pub fn column(self, run: &Run) -> Option<Cow<'_, [f64]>> {
        self.column_in(run, run.arm(DEFAULT_ARM)?)
    }

    /// [`Target::column`] in another arm, an index in `Run::arms`.
    pub fn column_in(self, run: &Run, arm: usize) -> Option<Cow<'_, [f64]>> {
        let level = run.column(arm, self.output)?;
        Some(match self.measure {
            Measure::Level => Cow::Borrowed(level),
            Measure::Effect => {
                let baseline = run.column(run.arms.get(arm)?.baseline, self.output)?;
                let pairs = level.iter().zip(baseline);
                // Rounding is no effect.
                let difference = |(a, b): (&f64, &f64)| {
                    let d = a - b;
                    if d.abs() < 1e-12 { 0.0 } else { d }
                };
                Cow::Owned(pairs.map(difference).collect())
            }
        })
    }

    /// Whether its column holds probabilities of an event.
    pub fn is_event(self, run: &Run) -> bool {
        let unit = run.outputs.get(self.output).map(|output| output.unit);
        let gap = run
            .outputs
            .get(self.output)
            .is_some_and(|o| o.name.starts_with("gap"));
        self.measure == Measure::Level && unit == Some(Unit::Probability) && !gap
    }
}

/// Outputs that are steps of another's computation, or the same by another time.
const INNER: [&str; 4] = ["anatomy.", "sets.", "unripe.", "event:"];

/// Every outcome of a run and every effect of the contact, settlement first.
pub fn targets(run: &Run) -> Vec<Target> {
    let own =
        |name: &str| !name.contains('@') && !INNER.iter().any(|inner| name.starts_with(inner));
    let mut outputs: Vec<usize> = (0..run.outputs.len())
        .filter(|&output| own(&run.outputs[output].name))
        .collect();
    outputs.sort_by_key(|&output| run.outputs[output].name != crate::HEADLINE);
    let both = outputs.into_iter().flat_map(|output| {
        [Measure::Level, Measure::Effect].map(|measure| Target { output, measure })
    });
    both.filter(|target| target.column(run).is_some()).collect()
}

/// One input's part in one target.
#[derive(Debug, Clone, PartialEq)]
pub struct Driver {
    /// Index in `Run::inputs`.
    pub input: usize,
    /// Moment-independent index, 0 to 1: of an event, divided by its largest value. Standard
    /// errors of numbers that are no event are there for the first inputs only.
    pub delta: Estimate,
    /// Whether that is more than inputs have that do nothing.
    pub told: bool,
    /// Share of the variance that goes with it alone.
    pub first: Estimate,
    /// Share that goes with it alone or together with others, where it was computed.
    pub total: Option<Estimate>,
    /// The target at both ends of the input.
    pub swing: Option<Swing>,
}

/// What drives one target.
#[derive(Debug, Clone, PartialEq)]
pub struct Driven {
    /// The target.
    pub target: Target,
    /// Its mean over all settings.
    pub mean: f64,
    /// Its drivers, or why there are none.
    pub drivers: Result<Found, NoVariance>,
}

/// The drivers of a target that varies.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// All uncertain inputs, most important first by `delta`, equal ones in the order of paths.
    pub inputs: Vec<Driver>,
    /// What an input that does nothing seems to have at most: mean and four standard deviations
    /// of made-up inputs.
    pub floor: f64,
    /// Total index of each group, where it was computed.
    pub groups: Vec<Estimate>,
    /// Total index of all inputs together that have none of their own.
    pub rest: Option<Estimate>,
    /// Share of the variance that is chance left over by the finite number of paths.
    pub chance_share: f64,
}

impl Found {
    /// The inputs told from ones that do nothing.
    pub fn told(&self) -> impl Iterator<Item = &Driver> {
        self.inputs.iter().filter(|driver| driver.told)
    }
}

/// What drives each of some targets.
#[derive(Debug, Clone, PartialEq)]
pub struct Drivers {
    /// One entry per target, in their order.
    pub driven: Vec<Driven>,
    /// The groups of inputs.
    pub groups: Vec<Group>,
    /// The design behind total indices, where it was run.
    pub totals: Option<Totals>,
}

/// The drivers of some targets from the draws of a run, without total indices.
///
/// ```no_run
/// # fn of(run: &pourparler_engine::Run) {
/// use pourparler_analysis::{Rankings, drivers};
///
/// let found = drivers::drivers(run, &Rankings::of(run), &drivers::targets(run));
/// for driven in &found.driven {
///     if let Ok(found) = &driven.drivers {
///         let first = &found.inputs[0];
///         println!("{} {}", run.inputs[first.input].path, first.delta.value);
///     }
/// }
/// # }
/// ```
pub fn drivers(run: &Run, rankings: &Rankings, targets: &[Target]) -> Drivers {
    let points = run.settings.points;
    let classes: Vec<(usize, Classes)> = run
        .inputs
        .par_iter()
        .enumerate()
        .filter_map(|(index, input)| {
            let values = run.thetas.get(input.dimension?)?;
            let ranking = rankings.along(input)?;
            Some((index, Classes::of(values, ranking.order(), points)))
        })
        .collect();
    let dummies: Vec<Classes> = (0..DUMMIES)
        .into_par_iter()
        .map(|k| dummy(run, k))
        .collect();
    let driven = targets
        .iter()
        .map(|&target| {
            let column = target.column(run);
            let column = column.as_deref().unwrap_or(&[]);
            Driven {
                target,
                mean: mean(column),
                drivers: found(run, target, column, (&classes, &dummies)),
            }
        })
        .collect();
    Drivers {
        driven,
        groups: groups(run),
        totals: None,
    }
}

/// An input that does nothing, by a hash of the setting.
fn dummy(run: &Run, number: u32) -> Classes {
    let values: Vec<f64> = (0..run.len() as u32)
        .map(|setting| f64::from(philox([setting, number, 0, 0], [0, 0])[0]))
        .collect();
    Classes::of(&values, Ranking::of(&values).order(), run.settings.points)
}

/// How the inputs of one output are compared.
struct Importance {
    /// Of a number its ranks; an event has the means of its classes.
    ranks: Option<Ranks>,
    centre: f64,
    student: Student,
}

impl Importance {
    /// For a column, which is returned with its mean taken out.
    fn of(
        column: &[f64],
        is_event: bool,
        scrambles: usize,
    ) -> Result<(Self, Vec<f64>), NoVariance> {
        NoVariance::check(column)?;
        let centre = mean(column);
        let ranks = match is_event {
            true => None,
            false => Some(Ranks::of(column)?),
        };
        let student = Student::of(scrambles);
        let importance = Importance {
            ranks,
            centre,
            student,
        };
        Ok((importance, column.iter().map(|y| y - centre).collect()))
    }

    /// δ of an input, without a standard error where the output is no event.
    fn rough(&self, classes: &Classes, by_class: &[f64]) -> Estimate {
        match &self.ranks {
            None => delta::event(classes, by_class, self.centre, self.student),
            Some(ranks) => Estimate::new(ranks.plain(classes), f64::NAN, self.student),
        }
    }
}

/// The more important of two inputs first, given index and δ; equal ones in the order of paths.
fn by_importance(a: (usize, f64), b: (usize, f64)) -> Ordering {
    b.1.total_cmp(&a.1).then(a.0.cmp(&b.0))
}

fn found(
    run: &Run,
    target: Target,
    column: &[f64],
    (inputs, dummies): (&[(usize, Classes)], &[Classes]),
) -> Result<Found, NoVariance> {
    let student = Student::of(run.settings.scrambles);
    let (importance, centred) =
        Importance::of(column, target.is_event(run), run.settings.scrambles)?;
    let centre = importance.centre;
    let squares = squares(&centred, run.settings.points);
    let rough = |classes: &Classes, sums: &Sums| importance.rough(classes, &sums.by_class);
    let made_up: Vec<f64> = dummies
        .par_iter()
        .map(|classes| rough(classes, &Sums::of(classes, &centred, &squares)).value)
        .collect();
    let floor = mean(&made_up) + TOLD * variance(&made_up).sqrt();
    let mut all: Vec<Driver> = inputs
        .par_iter()
        .map(|(input, classes)| {
            let sums = Sums::of(classes, &centred, &squares);
            let delta = rough(classes, &sums);
            Driver {
                input: *input,
                told: delta.value > floor,
                delta,
                first: sums.first(student),
                total: None,
                swing: sums.swing(centre, student),
            }
        })
        .collect();
    let key = |driver: &Driver| (driver.input, driver.delta.value);
    all.sort_by(|a, b| by_importance(key(a), key(b)));
    if let Some(ranks) = &importance.ranks {
        all.par_iter_mut().take(LISTED).for_each(|driver| {
            let classes = inputs.iter().find(|(input, _)| *input == driver.input);
            if let Some((_, classes)) = classes {
                let exact = ranks.jackknifed(classes);
                // The standard error belongs to the figure it is printed with.
                driver.delta =
                    Estimate::new(driver.delta.value, exact.se, student).within(0.0, 1.0);
            }
        });
    }
    let chance = run
        .arm(DEFAULT_ARM)
        .map_or(0.0, |arm| run.arms[arm].chance_variance[target.output]);
    let level = target.measure == Measure::Level;
    Ok(Found {
        inputs: all,
        floor,
        groups: Vec::new(),
        rest: None,
        chance_share: if level {
            (chance / variance(column)).clamp(0.0, 1.0)
        } else {
            0.0
        },
    })
}

impl Drivers {
    /// The inputs that matter most over all targets, at most `most`: first those of the first two
    /// targets, told or not, then of all targets the foremost that is told, the second, and so on,
    /// then the others of the first two.
    pub fn foremost(&self, most: usize) -> Vec<usize> {
        let found: Vec<&Found> = self
            .driven
            .iter()
            .filter_map(|driven| driven.drivers.as_ref().ok())
            .collect();
        let input = |driver: &Driver| driver.input;
        let two = self.driven.iter().take(2);
        let two = two.filter_map(|driven| driven.drivers.as_ref().ok());
        let shown = two
            .clone()
            .flat_map(|found| found.inputs.iter().take(LISTED).map(input));
        let others = two.flat_map(|found| found.inputs.iter().skip(LISTED).map(input));
        let all: Vec<Vec<usize>> = found
            .iter()
            .map(|found| found.told().map(input).collect())
            .collect();
        let longest = all.iter().map(Vec::len).max().unwrap_or(0);
        let ranked =
            (0..longest).flat_map(|rank| all.iter().filter_map(move |told| told.get(rank)));
        let mut chosen: Vec<usize> = Vec::new();
        for input in shown.chain(ranked.copied()).chain(others) {
            if chosen.len() < most && !chosen.contains(&input) {
                chosen.push(input);
            }
        }
        chosen
    }

    /// Adds the total indices of a design that `plan` was run with.
    pub fn with_totals(mut self, plan: &Plan, run: &Run, totals: Totals) -> Self {
        self.driven.par_iter_mut().for_each(|driven| {
            let Ok(found) = &mut driven.drivers else {
                return;
            };
            // A target that varies in the run only, and not on the design, has none.
            let Some(Ok(of)) = totals.of(plan, run, driven.target) else {
                return;
            };
            for driver in &mut found.inputs {
                let place = totals
                    .inputs
                    .iter()
                    .position(|&input| input == driver.input);
                driver.total = place.and_then(|place| of.inputs.get(place).copied());
            }
            found.groups = of.groups;
            found.rest = of.rest;
        });
        self.totals = Some(totals);
        self
    }
}
