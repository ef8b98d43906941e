//! A number of a claim's test, found in a run.
//!
//! Every number exists in two forms. *Over a set of settings* a probability is its mean over
//! them, and everything else follows from that: this is how a claim is judged on all draws, on
//! one scramble, or where an input takes part of its range. *Per setting* it is the value the
//! test has in each θ by itself, from which robustness is counted; what exists only across
//! settings (medians, intervals, distances) then takes the value of its scramble.
//!
//! A test is evaluated on thousands of sets of settings, so its names are looked up once.

use std::borrow::Cow;

use pourparler_engine::summary::{kolmogorov_smirnov, quantile};
use pourparler_scenario::Law;
use pourparler_scenario::claim::ArithmeticOp;

use crate::statistics::radical_inverse;

/// A number of a claim's test, with the columns it is computed from.
pub(crate) enum Reading<'a> {
    /// A constant.
    Number(f64),
    /// A level or an input.
    Column(Cow<'a, [f64]>),
    /// A coded rate, and the base in which its posterior is spread over the settings.
    Rate(Law, usize),
    /// The difference between an arm and its baseline.
    Effect(&'a [f64], &'a [f64]),
    /// The ratio of an arm to its baseline.
    Ratio(&'a [f64], &'a [f64]),
    /// With the sign changed.
    Negate(Box<Self>),
    /// Absolute value.
    Abs(Box<Self>),
    /// Two numbers combined.
    Arithmetic(ArithmeticOp, Box<[Self; 2]>),
    /// The largest.
    Largest(Vec<Self>),
    /// What exists only across settings, and the number of settings in a scramble.
    Across(Across<'a>, usize),
}

/// A number that exists only across settings.
pub(crate) enum Across<'a> {
    /// Mean of a number that is not linear in the draws.
    Mean(Box<Reading<'a>>),
    /// Quantile of a number.
    Quantile(f64, Box<Reading<'a>>),
    /// Quantile of a count of people over single paths: the samples, and how many of those a
    /// setting has are looked at.
    People(f64, &'a [f32], (usize, usize)),
    /// Kolmogorov–Smirnov distance between an arm and its baseline.
    Distance(&'a [f64], &'a [f64]),
    /// A rank or a total index: on all draws, and in each scramble, of so many settings. Where an
    /// input takes part of its range it is that on all draws: there the input hardly varies.
    OfScramble(f64, Vec<f64>, usize),
}

impl Reading<'_> {
    /// The number over a set of settings.
    pub fn over(&self, settings: &[u32]) -> f64 {
        match self {
            Reading::Number(number) => *number,
            Reading::Column(column) => mean(picked(column, settings), settings),
            Reading::Rate(posterior, _) => posterior.mean(),
            Reading::Effect(level, baseline) => {
                let differences = picked(level, settings).zip(picked(baseline, settings));
                mean(differences.map(|(a, b)| a - b), settings)
            }
            Reading::Ratio(level, baseline) => {
                mean(picked(level, settings), settings) / mean(picked(baseline, settings), settings)
            }
            Reading::Negate(of) => -of.over(settings),
            Reading::Abs(of) => of.over(settings).abs(),
            Reading::Arithmetic(op, sides) => {
                let [left, right] = &**sides;
                apply(*op, left.over(settings), right.over(settings))
            }
            Reading::Largest(all) => {
                let values = all.iter().map(|of| of.over(settings));
                values.fold(f64::NEG_INFINITY, larger)
            }
            Reading::Across(across, _) => across.over(settings),
        }
    }

    /// The number in each of some settings by itself.
    pub fn each(&self, settings: &[u32]) -> Vec<f64> {
        match self {
            Reading::Number(number) => vec![*number; settings.len()],
            Reading::Column(column) => picked(column, settings).collect(),
            Reading::Rate(posterior, base) => settings
                .iter()
                .map(|&i| posterior.quantile(radical_inverse(i as usize, *base)))
                .collect(),
            Reading::Effect(level, baseline) => {
                let pairs = picked(level, settings).zip(picked(baseline, settings));
                pairs.map(|(a, b)| a - b).collect()
            }
            Reading::Ratio(level, baseline) => {
                let pairs = picked(level, settings).zip(picked(baseline, settings));
                pairs.map(|(a, b)| a / b).collect()
            }
            Reading::Negate(of) => of.each(settings).into_iter().map(|x| -x).collect(),
            Reading::Abs(of) => of.each(settings).into_iter().map(f64::abs).collect(),
            Reading::Arithmetic(op, sides) => {
                let [left, right] = &**sides;
                let pairs = left.each(settings).into_iter().zip(right.each(settings));
                pairs.map(|(a, b)| apply(*op, a, b)).collect()
            }
            Reading::Largest(all) => {
                let mut largest = vec![f64::NEG_INFINITY; settings.len()];
                for of in all {
                    for (large, x) in largest.iter_mut().zip(of.each(settings)) {
                        *large = larger(*large, x);
                    }
                }
                largest
            }
            Reading::Across(across, points) => {
                let mut found: Vec<Option<f64>> = Vec::new();
                let mut in_scramble = |setting: u32| {
                    let scramble = setting as usize / points;
                    if found.len() <= scramble {
                        found.resize(scramble + 1, None);
                    }
                    *found[scramble].get_or_insert_with(|| {
                        let first = (scramble * points) as u32;
                        across.over(&(first..first + *points as u32).collect::<Vec<u32>>())
                    })
                };
                settings.iter().map(|&i| in_scramble(i)).collect()
            }
        }
    }
}

impl Across<'_> {
    fn over(&self, settings: &[u32]) -> f64 {
        match self {
            Across::Mean(of) => mean(of.each(settings).into_iter(), settings),
            Across::Quantile(level, of) => quantile(&mut of.each(settings), *level),
            Across::People(level, samples, (seen, paths)) => {
                let of_setting = |&i: &u32| {
                    let first = i as usize * paths;
                    samples.get(first..first + seen).unwrap_or(&[])
                };
                let people = settings.iter().flat_map(of_setting);
                quantile(&mut people.map(|&x| f64::from(x)).collect(), *level)
            }
            Across::Distance(level, baseline) => {
                let picked = |column| picked(column, settings).collect::<Vec<f64>>();
                kolmogorov_smirnov(picked(level), picked(baseline))
            }
            Across::OfScramble(all, scrambles, points) => {
                let whole = settings.len() == *points
                    && settings.windows(2).all(|pair| pair[1] == pair[0] + 1);
                let first = settings.first().map(|&first| first as usize);
                match first.filter(|first| whole && first % points == 0) {
                    Some(first) => scrambles.get(first / points).copied().unwrap_or(f64::NAN),
                    None => *all,
                }
            }
        }
    }
}

fn picked<'b>(column: &'b [f64], settings: &'b [u32]) -> impl Iterator<Item = f64> + 'b {
    settings.iter().map(|&i| column[i as usize])
}

fn mean(values: impl Iterator<Item = f64>, settings: &[u32]) -> f64 {
    values.sum::<f64>() / settings.len() as f64
}

/// The larger of two; NaN if either is.
fn larger(a: f64, b: f64) -> f64 {
    if a.is_nan() || b.is_nan() {
        f64::NAN
    } else {
        a.max(b)
    }
}

fn apply(op: ArithmeticOp, left: f64, right: f64) -> f64 {
    match op {
        ArithmeticOp::Add => left + right,
        ArithmeticOp::Subtract => left - right,
        ArithmeticOp::Multiply => left * right,
        ArithmeticOp::Divide => left / right,
    }
}
