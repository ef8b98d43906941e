//! What would flip a verdict: the smallest move of one input.
//!
//! Method. The draws are grouped by the value of the input (by label for a choice, else 20
//! groups of equal size). In each group the claim's tests are evaluated on the draws of that
//! group alone: the input is then near one value, and everything else as it is distributed
//! there. The verdict flips at a group if it changes there, in every group further out on the
//! same side, and in both halves of the scrambles, so that one noisy group does not count. The
//! move is the distance of the group's mean from the input's mean over all draws, in standard
//! deviations of the input. What it cannot see: moves of two inputs at once, and values outside
//! an input's range.

use crate::claims::TestedClaim;
use crate::figures::Figures;
use crate::statistics::{Groups, grouped};
use crate::verdict::{Truth, holds};
use pourparler_engine::summary::{mean, variance};

/// Groups along an input that is not a choice.
const GROUPS: usize = 20;

/// Least draws in half a group for its verdict to count.
const LEAST: usize = 8;

/// The answer to "what would flip it".
#[derive(Debug, Clone, PartialEq)]
pub enum Flip {
    /// This input.
    By(Move),
    /// No single input does, anywhere in its range.
    NoSingleInput,
}

/// A move of one input that flips a verdict.
#[derive(Debug, Clone, PartialEq)]
pub struct Move {
    /// Index in `Run::inputs`.
    pub input: usize,
    /// Mean of the input over all draws.
    pub from: f64,
    /// Its mean in the nearest group in which the verdict is another; for a choice the label's
    /// index.
    pub to: f64,
    /// Their distance in standard deviations of the input.
    pub sds: f64,
    /// What the claim becomes there.
    pub becomes: Class,
}

/// What the tests of a claim say, robustness apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// `supported_if` holds.
    Supported,
    /// `refuted_if` holds.
    Refuted,
    /// Neither, or both.
    NotSettled,
}

/// The smallest move of a single input that flips the verdict on a claim.
pub fn flip(claim: &TestedClaim, figures: &Figures) -> Flip {
    let Some(now) = class(claim, figures, &figures.all()) else {
        return Flip::NoSingleInput;
    };
    let inputs = figures.run.inputs.iter().enumerate();
    let moves = inputs.filter_map(|(index, input)| {
        let values = figures.run.thetas.get(input.dimension?)?;
        nearest(claim, figures, index, values, now)
    });
    // Of equal moves the first input in the order of key paths.
    let least = moves.reduce(|best, next| if next.sds < best.sds { next } else { best });
    least.map_or(Flip::NoSingleInput, Flip::By)
}

/// What the tests say over a set of settings; `None` if a figure they turn on is missing.
fn class(claim: &TestedClaim, figures: &Figures, settings: &[usize]) -> Option<Class> {
    let holds = |test: &Option<_>| match test {
        None => Some(false),
        Some(test) => match holds(test, figures, settings) {
            Truth::Holds => Some(true),
            Truth::Fails => Some(false),
            Truth::Unknown(_) => None,
        },
    };
    Some(
        match (holds(&claim.supported_if)?, holds(&claim.refuted_if)?) {
            (true, false) => Class::Supported,
            (false, true) => Class::Refuted,
            _ => Class::NotSettled,
        },
    )
}

fn nearest(
    claim: &TestedClaim,
    figures: &Figures,
    index: usize,
    values: &[f64],
    now: Class,
) -> Option<Move> {
    let (from, sd) = (mean(values), variance(values).sqrt());
    if values.len() != figures.run.len() || sd.is_nan() || sd <= 0.0 {
        return None;
    }
    let Groups { groups, discrete } = grouped(values, GROUPS);
    let other = |group: &Vec<usize>| {
        let then = class(claim, figures, group).filter(|then| *then != now)?;
        let (odd, even) = halves(figures, group);
        if odd.len() < LEAST || even.len() < LEAST {
            return None;
        }
        let both = [odd, even]
            .iter()
            .all(|half| class(claim, figures, half) == Some(then));
        both.then_some(then)
    };
    let at = |group: &Vec<usize>| {
        mean(
            &group
                .iter()
                .filter_map(|&i| values.get(i))
                .copied()
                .collect::<Vec<_>>(),
        )
    };
    let distance = |group: &Vec<usize>| (at(group) - from).abs() / sd;
    let mut best: Option<Move> = None;
    let mut offer = |group: &Vec<usize>, becomes: Class| {
        let sds = distance(group);
        if best.as_ref().is_none_or(|best| sds < best.sds) {
            best = Some(Move {
                input: index,
                from,
                to: at(group),
                sds,
                becomes,
            });
        }
    };
    if discrete {
        // Labels have no outside: each stands for itself.
        for group in &groups {
            if let Some(becomes) = other(group) {
                offer(group, becomes);
            }
        }
        return best;
    }
    let below = groups.iter().take_while(|group| at(group) < from);
    let above = groups.iter().rev().take_while(|group| at(group) > from);
    for side in [below.collect::<Vec<_>>(), above.collect()] {
        // From the outermost group inwards, as long as the verdict is another.
        let mut innermost = None;
        for group in side {
            match other(group) {
                Some(becomes) => innermost = Some((group, becomes)),
                None => break,
            }
        }
        if let Some((group, becomes)) = innermost {
            offer(group, becomes);
        }
    }
    best
}

/// A group split into the draws of odd and of even scrambles.
fn halves(figures: &Figures, group: &[usize]) -> (Vec<usize>, Vec<usize>) {
    let points = figures.run.settings.points.max(1);
    // With a single scramble its own points are halved instead.
    let unit = if figures.run.settings.scrambles > 1 {
        points
    } else {
        1
    };
    group.iter().partition(|&&i| (i / unit) % 2 == 1)
}
