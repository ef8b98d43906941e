//! Exact enough: the settings doubled until the figures a reader looks at are as exact as asked.
//!
//! The points of a repetition nest, so each run repeats the one before and adds as many points
//! again. A figure is exact enough when 1.96 standard errors (over scrambles) are at most the
//! precision asked for, times the figure itself where that is above 1: counts and ratios have
//! no natural unit.

use pourparler_engine::result::Run;
use pourparler_engine::{Effort, Watch};
use pourparler_scenario::{Diagnostic, Scenario};

use crate::assessment::{Assessment, HEADLINE, assess};
use crate::claims::DEFAULT_ARM;
use crate::verdict::Judgement;

/// Half of a 95 % interval, in standard errors.
const HALF_WIDTH: f64 = 1.96;

/// Most points of a repetition.
pub const MOST_POINTS: usize = 1 << 16;

/// Most bytes the columns of a run take before the points are no longer doubled.
const MOST_BYTES: usize = 1 << 30;

/// How exact a run was asked to be, and whether it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Precision {
    /// Half width of the 95 % interval asked for, as a share: 0.01 is one point.
    pub asked: f64,
    /// The figure that was the last to be exact enough, or the one farthest from it.
    pub last: Option<Exactness>,
    /// Points of a repetition in each run, in their order.
    pub points: Vec<usize>,
    /// Why some figure is not exact enough; `None` where all are.
    pub short: Option<Shortfall>,
}

/// How exact a figure is.
#[derive(Debug, Clone, PartialEq)]
pub struct Exactness {
    /// Which figure.
    pub of: Watched,
    /// The figure.
    pub value: f64,
    /// 1.96 standard errors.
    pub half_width: f64,
    /// What it is allowed to be.
    pub allowed: f64,
}

/// A figure that has to be exact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Watched {
    /// P(settlement) with the contact.
    Settlement,
    /// The contact's effect on it.
    Effect,
    /// The left side of a comparison of a claim.
    Claim {
        /// The claim's id.
        id: String,
        /// The comparison.
        comparison: String,
    },
}

/// Why the points were not doubled again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shortfall {
    /// Twice as many would be more than there are to be.
    Points,
    /// The next run would not fit in memory.
    Memory,
    /// The run was stopped.
    Interrupted,
}

impl Exactness {
    fn is_enough(&self) -> bool {
        self.half_width <= self.allowed
    }

    /// Above 1 where it is not exact enough; not a number counts as farthest.
    fn ratio(&self) -> f64 {
        let ratio = self.half_width / self.allowed;
        if ratio.is_nan() { f64::INFINITY } else { ratio }
    }
}

/// Assesses a scenario with twice the points until its figures are exact to `asked`, with at
/// most `most` points per scramble ([`MOST_POINTS`] is all there are).
///
/// # Errors
///
/// As [`assess`].
pub fn assess_within(
    scenario: &Scenario,
    effort: Effort,
    asked: f64,
    most: usize,
    watch: &Watch,
) -> Result<Assessment, Vec<Diagnostic>> {
    let mut effort = effort.rounded();
    let mut points = Vec::new();
    let mut last = None;
    let mut earlier: Option<Assessment> = None;
    loop {
        let mut found = assess(scenario.clone(), effort, watch)?;
        points.push(effort.points);
        found.run.arm_steps += earlier.as_ref().map_or(0, |earlier| earlier.run.arm_steps);
        let worst = worst(&found, asked);
        let enough = worst.as_ref().is_none_or(Exactness::is_enough);
        let short = if !found.run.complete {
            // A whole run of fewer points is worth more than a few scrambles of many.
            if let Some(mut whole) = earlier.take_if(|whole| whole.run.len() >= found.run.len()) {
                whole.run.complete = false;
                found = whole;
            } else {
                last = worst;
            }
            Some(Shortfall::Interrupted)
        } else if enough {
            // What was missing before this run is what it was made for.
            last = last.or(worst).map(|last| now(&found, asked, last));
            None
        } else {
            last = worst;
            if 2 * effort.points > most {
                Some(Shortfall::Points)
            } else if 2 * bytes(&found.run) > MOST_BYTES {
                Some(Shortfall::Memory)
            } else {
                effort.points *= 2;
                earlier = Some(found);
                continue;
            }
        };
        found.precision = Some(Precision {
            asked,
            last,
            points,
            short,
        });
        return Ok(found);
    }
}

/// The figure of that name as it is now.
fn now(assessment: &Assessment, asked: f64, then: Exactness) -> Exactness {
    let same = exactness(assessment, asked).into_iter();
    same.filter(|figure| figure.of == then.of)
        .max_by(|a, b| a.ratio().total_cmp(&b.ratio()))
        .unwrap_or(then)
}

/// The figure farthest from being exact enough; the first of several alike.
fn worst(assessment: &Assessment, asked: f64) -> Option<Exactness> {
    exactness(assessment, asked)
        .into_iter()
        .rev()
        .max_by(|a, b| a.ratio().total_cmp(&b.ratio()))
}

/// Every figure that has to be exact and is one.
fn exactness(assessment: &Assessment, asked: f64) -> Vec<Exactness> {
    let of = |of: Watched, value: f64, se: f64| Exactness {
        of,
        value,
        half_width: HALF_WIDTH * se,
        allowed: asked * value.abs().max(1.0),
    };
    let mut figures = Vec::new();
    if let Some(level) = assessment.level(DEFAULT_ARM, HEADLINE) {
        figures.push(of(Watched::Settlement, level.level.mean, level.level.se));
        if let Some(effect) = &level.effect {
            let difference = effect.difference;
            figures.push(of(Watched::Effect, difference.mean, difference.se));
        }
    }
    for judgement in &assessment.judgements {
        for side in sides(judgement) {
            if let Some((value, se)) = side.left {
                let watched = Watched::Claim {
                    id: judgement.id.clone(),
                    comparison: side.text.clone(),
                };
                figures.push(of(watched, value, se));
            }
        }
    }
    // What has no finite value gets none by more settings.
    figures.retain(|figure| figure.value.is_finite());
    figures
}

fn sides(judgement: &Judgement) -> impl Iterator<Item = &crate::verdict::Side> {
    [
        &judgement.supported_if,
        &judgement.refuted_if,
        &judgement.check,
    ]
    .into_iter()
    .flatten()
    .flat_map(|outcome| &outcome.sides)
}

/// What the columns of a run take.
fn bytes(run: &Run) -> usize {
    let arms = run.arms.iter().map(|arm| {
        let columns: usize = arm.columns.iter().flatten().map(|c| 8 * c.len()).sum();
        let samples: usize = arm.samples.iter().flatten().map(|s| 4 * s.len()).sum();
        columns + samples
    });
    arms.sum()
}
