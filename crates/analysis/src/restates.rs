//! Claims that only repeat what the analyst put in.
//!
//! A verdict restates an input if at least 80 % of its variance comes from that input alone.
//! The variance is that of the test's margin over the settings: for a comparison the distance
//! between its sides, in its own standard deviations; for `and` the smallest margin, for `or`
//! the largest. Medians and intervals count with the value of each setting. The share is the
//! first-order index of [`Explained::by`]; what is left to chance counts
//! against it.

use pourparler_engine::result::Input;
use pourparler_scenario::claim::{Comparison, Event, Measure, Test, Value};
use rayon::prelude::*;

use crate::figures::{Figures, Missing};
use crate::statistics::Explained;
use pourparler_engine::summary::variance;

/// Least share of a verdict's variance for it to restate an input.
pub const RESTATED: f64 = 0.8;

/// The input a verdict restates.
#[derive(Debug, Clone, PartialEq)]
pub struct Restates {
    /// Full key path.
    pub path: String,
    /// Line in the scenario file, where it is written there.
    pub line: Option<usize>,
    /// Share of the margin's variance; 1 where the test asks for nothing but this input.
    pub share: f64,
}

/// The input a test restates, if any, given its [`margin`] where it has one.
pub(crate) fn restates(test: &Test, margin: Option<&[f64]>, figures: &Figures) -> Option<Restates> {
    if let Some(path) = echoed(test) {
        let line = figures.background.line(&path);
        return Some(Restates {
            path,
            line,
            share: 1.0,
        });
    }
    let margin = Explained::new(margin?);
    let inputs = figures.run.inputs.par_iter();
    let shares: Vec<(f64, &Input)> = inputs
        .filter_map(|input| Some((margin.by(figures.rankings.along(input)?), input)))
        .collect();
    let shares = shares.into_iter();
    let (share, input) = shares.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    (share >= RESTATED).then(|| Restates {
        path: input.path.clone(),
        line: input.line,
        share,
    })
}

/// The one input a test asks for, if it asks for nothing else: `input(X)`, or `mandate`, which
/// is drawn from `contact.mandate` and nothing else.
fn echoed(test: &Test) -> Option<String> {
    let mut paths: Vec<Option<String>> = Vec::new();
    test.visit(&mut |value| match value {
        Value::Input(path) => paths.push(Some(path.clone())),
        Value::Level { of, place } if place.arm.is_none() && place.given.is_empty() => {
            let mut only_mandate = true;
            match of {
                Measure::Output(name) => only_mandate = name == "mandate",
                Measure::Event(event) => event.visit(&mut |part| match part {
                    Event::Output(_) => only_mandate = false,
                    Event::Compare { output, .. } => only_mandate &= output == "mandate",
                    Event::Not(_) | Event::And(_) | Event::Or(_) => {}
                }),
            }
            paths.push(only_mandate.then(|| "contact.mandate".to_string()));
        }
        Value::Number(_)
        | Value::Negate(_)
        | Value::Abs(_)
        | Value::Arithmetic { .. }
        | Value::Mean(_)
        | Value::Quantile { .. }
        | Value::MaxOver { .. } => {}
        _ => paths.push(None),
    });
    let first = paths.first()?.clone()?;
    paths
        .iter()
        .all(|path| path.as_ref() == Some(&first))
        .then_some(first)
}

/// How far the test is from turning, in each setting: positive where it holds. Comparisons
/// that are the same in every setting count as settled.
pub(crate) fn margin(test: &Test, figures: &Figures) -> Result<Vec<f64>, Missing> {
    match test {
        Test::Compare { left, op, right } => {
            let all = figures.all();
            let left = figures.reading(&by_setting(left))?.each(&all);
            let right = figures.reading(&by_setting(right))?.each(&all);
            let sign = if matches!(op, Comparison::Less | Comparison::AtMost) {
                -1.0
            } else {
                1.0
            };
            let differences = left.iter().zip(&right).map(|(l, r)| l - r);
            let margin: Vec<f64> = match op {
                Comparison::Equal => differences.map(|d| -d.abs()).collect(),
                Comparison::Different => differences.map(f64::abs).collect(),
                _ => differences.map(|d| sign * d).collect(),
            };
            let scale = variance(&margin).sqrt();
            Ok(if scale > 0.0 && scale.is_finite() {
                margin.iter().map(|m| m / scale).collect()
            } else {
                margin.iter().map(|m| m.signum() * SETTLED).collect()
            })
        }
        Test::Not(test) => Ok(margin(test, figures)?.into_iter().map(|m| -m).collect()),
        Test::And(tests) => fold(tests, figures, f64::min),
        Test::Or(tests) => fold(tests, figures, f64::max),
    }
}

/// Margin of a comparison that is the same everywhere, in standard deviations.
const SETTLED: f64 = 1e6;

fn fold(
    tests: &[Test],
    figures: &Figures,
    choose: fn(f64, f64) -> f64,
) -> Result<Vec<f64>, Missing> {
    let mut margins = tests.iter().map(|test| margin(test, figures));
    let mut result = margins.next().unwrap_or(Ok(Vec::new()))?;
    for margin in margins {
        for (so_far, next) in result.iter_mut().zip(margin?) {
            *so_far = choose(*so_far, next);
        }
    }
    Ok(result)
}

/// A number with its medians, intervals and means replaced by the value in each setting.
fn by_setting(value: &Value) -> Value {
    let boxed = |value: &Value| Box::new(by_setting(value));
    match value {
        Value::Mean(of) | Value::Quantile { of, .. } => by_setting(of),
        Value::Negate(of) => Value::Negate(boxed(of)),
        Value::Abs(of) => Value::Abs(boxed(of)),
        Value::Arithmetic { op, left, right } => Value::Arithmetic {
            op: *op,
            left: boxed(left),
            right: boxed(right),
        },
        Value::MaxOver { group, arms, of } => Value::MaxOver {
            group: group.clone(),
            arms: arms.clone(),
            of: boxed(of),
        },
        other => other.clone(),
    }
}
