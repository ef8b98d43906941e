//! What a rule is sought for: an outcome, an effect of the contact, or a verdict.

use pourparler_engine::result::Run;

use crate::claims::TestedClaim;
use crate::condition::Condition;
use crate::drivers::{NoVariance, Target};
use crate::figures::{Figures, Missing};
use pourparler_engine::summary::quantile;

/// Share of the settings that are looked for where a number has no threshold of its own.
const TOP: f64 = 0.1;

/// What is looked for in each setting, 0 to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Sought {
    /// 1 where it is there, 0 where it is not, between them its probability.
    pub outcome: Vec<f64>,
    /// How it came about.
    pub by: By,
}

/// How what is looked for is told.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum By {
    /// An event, by its probability in the setting.
    Probability,
    /// A number that is at least so large.
    AtLeast(f64),
    /// A number that is larger than in at least half of the settings.
    Above(f64),
    /// A test of a claim that holds in the setting by itself.
    Test,
}

/// Why there is nothing to look for.
#[derive(Debug, Clone, PartialEq)]
pub enum Nothing {
    /// It does not vary.
    NoVariance(NoVariance),
    /// It is so in no setting; `most` is the largest value, where it is one.
    Never {
        /// Largest value over the settings.
        most: Option<f64>,
    },
    /// It is so in every setting.
    Always,
    /// The claim has no such test.
    NoTest,
    /// A figure it turns on cannot be had.
    Missing(Missing),
}

/// An outcome or an effect. Without a threshold an event is looked for by its probability, and of
/// any other number the largest tenth.
///
/// # Errors
///
/// It does not vary, or is never or always so large.
pub fn in_target(run: &Run, target: Target, at_least: Option<f64>) -> Result<Sought, Nothing> {
    let column = target.column(run);
    let column = column.as_deref().unwrap_or(&[]);
    NoVariance::check(column).map_err(Nothing::NoVariance)?;
    if at_least.is_none() && target.is_event(run) {
        return Ok(Sought {
            outcome: column.to_vec(),
            by: By::Probability,
        });
    }
    let by = at_least.map_or_else(
        || {
            let top = quantile(&mut column.to_vec(), 1.0 - TOP);
            let reached = column.iter().filter(|value| **value >= top).count();
            // Where most settings share that value, what is above it is looked for.
            if 2 * reached > column.len() {
                By::Above(top)
            } else {
                By::AtLeast(top)
            }
        },
        By::AtLeast,
    );
    let is = |value: &f64| match by {
        By::Above(limit) => *value > limit,
        By::AtLeast(limit) => *value >= limit,
        By::Probability | By::Test => false,
    };
    let outcome = column
        .iter()
        .map(|value| f64::from(u8::from(is(value))))
        .collect();
    let most = column.iter().copied().reduce(f64::max);
    told(outcome, by, most)
}

/// The settings in which a claim's supporting (or else refuting) test holds by itself.
///
/// # Errors
///
/// There is no such test, a figure is missing, or it holds nowhere or everywhere.
pub fn in_claim(claim: &TestedClaim, refuted: bool, figures: &Figures) -> Result<Sought, Nothing> {
    let test = match refuted {
        true => &claim.refuted_if,
        false => &claim.supported_if,
    };
    let test = test.as_ref().ok_or(Nothing::NoTest)?;
    let condition = Condition::of(test, figures);
    let all = figures.all();
    if let crate::condition::Truth::Unknown(missing) = condition.holds(&all) {
        return Err(Nothing::Missing(missing));
    }
    let holds = condition.each(&all).into_iter();
    let outcome = holds
        .map(|holds| f64::from(u8::from(holds == Some(true))))
        .collect();
    told(outcome, By::Test, None)
}

fn told(outcome: Vec<f64>, by: By, most: Option<f64>) -> Result<Sought, Nothing> {
    if outcome.iter().all(|y| *y == 0.0) {
        Err(Nothing::Never { most })
    } else if outcome.iter().all(|y| *y == 1.0) {
        Err(Nothing::Always)
    } else {
        Ok(Sought { outcome, by })
    }
}
