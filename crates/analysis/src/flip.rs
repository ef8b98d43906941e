//! What would flip a verdict: the smallest move of one input.
//!
//! Method. The draws are grouped by the value of the input (by label for a choice, else 20
//! groups of equal size). In each group the claim's tests are evaluated on the draws of that
//! group alone: the input is then near one value, and everything else as it is distributed
//! there. The verdict flips at a group if it changes there, in every group further out on the
//! same side, and in both halves of the scrambles. The move is the distance of the group's mean
//! from the input's mean over all draws, in standard deviations of the input.
//!
//! With hundreds of inputs some group is odd by luck. So the test's margin must also differ
//! between these draws and all draws by more than scrambles differ among themselves: Student's t
//! over scrambles, at 5 % shared out over the inputs (Bonferroni). A test with distances or
//! driver ranks has no margin per setting and goes without this check.
//!
//! What it cannot see: moves of two inputs at once, values outside an input's range, and moves
//! too small for the run to tell from noise.

use pourparler_engine::result::Settings;
use pourparler_scenario::claim::{Test, Value};
use rayon::prelude::*;
use statrs::distribution::{ContinuousCDF, StudentsT};

use crate::condition::{Condition, Truth};
use crate::figures::Figures;
use crate::ranking::Ranking;
use pourparler_engine::summary::{mean, variance};

/// Least draws in half a group for its verdict to count.
const LEAST: usize = 8;

/// Chance of a false flip over all inputs of a claim.
const FALSE_FLIPS: f64 = 0.05;

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

/// The smallest move of a single input that flips the verdict on a claim, given its supporting
/// and its refuting test with the [`margin`](crate::restates::margin) of each.
pub(crate) fn flip(
    tests: &[Option<Condition>; 2],
    margins: &[Option<Vec<f64>>; 2],
    figures: &Figures,
) -> Flip {
    // Of equal moves the first input in the order of key paths.
    nearest(flips(tests, margins, figures)).map_or(Flip::NoSingleInput, Flip::By)
}

/// The smallest such move of every input that has one.
pub(crate) fn flips(
    tests: &[Option<Condition>; 2],
    margins: &[Option<Vec<f64>>; 2],
    figures: &Figures,
) -> Vec<Move> {
    let Some(now) = truths(tests, &figures.all()) else {
        return Vec::new();
    };
    let inputs = &figures.run.inputs;
    let search = Search {
        tests,
        margins: [0, 1].map(|k| {
            let test = tests[k].as_ref().filter(|test| has_margin(test.test));
            test.and(margins[k].as_deref())
        }),
        now,
        settings: &figures.run.settings,
        inputs: inputs.iter().filter(|i| i.dimension.is_some()).count(),
    };
    inputs
        .par_iter()
        .enumerate()
        .filter_map(|(index, input)| search.nearest(index, figures.rankings.along(input)?))
        .collect()
}

/// The smallest of some moves, of equal ones the first.
fn nearest(moves: impl IntoIterator<Item = Move>) -> Option<Move> {
    let moves = moves.into_iter();
    moves.reduce(|best, next| if next.sds < best.sds { next } else { best })
}

/// Whether `supported_if` and `refuted_if` hold.
type Truths = [bool; 2];

fn class(truths: Truths) -> Class {
    match truths {
        [true, false] => Class::Supported,
        [false, true] => Class::Refuted,
        _ => Class::NotSettled,
    }
}

/// A group of draws in which the verdict is another, and the mean of the input there.
struct Turn<'a> {
    group: &'a [u32],
    mean: f64,
    truths: Truths,
}

struct Search<'a> {
    tests: &'a [Option<Condition<'a>>; 2],
    /// Margin of each test in each setting, where it has one.
    margins: [Option<&'a [f64]>; 2],
    /// What the tests say over all draws.
    now: Truths,
    settings: &'a Settings,
    /// Inputs that are looked at.
    inputs: usize,
}

impl Search<'_> {
    fn nearest(&self, input: usize, ranking: &Ranking) -> Option<Move> {
        let (from, sd) = (ranking.mean, ranking.sd);
        if ranking.len() != self.settings.scrambles * self.settings.points
            || sd.is_nan()
            || sd <= 0.0
        {
            return None;
        }
        let mut turns: Vec<Turn> = Vec::new();
        if ranking.is_discrete() {
            // Labels have no outside: each stands for itself.
            let turned = ranking.steps().filter_map(|step| self.turn(step));
            turns.extend(turned.filter(|turn| self.is_told(turn, turn.group)));
        } else {
            let below = ranking.steps().take_while(|(_, mean)| *mean < from);
            let above = ranking.steps().rev().take_while(|(_, mean)| *mean > from);
            // From the outermost group inwards, as long as the verdict is another.
            let below: Vec<Turn> = below.map_while(|step| self.turn(step)).collect();
            let above: Vec<Turn> = above.map_while(|step| self.turn(step)).collect();
            for mut outer in [below, above] {
                let all: Vec<u32> = outer.iter().flat_map(|turn| turn.group).copied().collect();
                turns.extend(outer.pop().filter(|turn| self.is_told(turn, &all)));
            }
        }
        nearest(turns.iter().map(|turn| Move {
            input,
            from,
            to: turn.mean,
            sds: (turn.mean - from).abs() / sd,
            becomes: class(turn.truths),
        }))
    }

    /// The group, if the verdict is another in it and in both its halves.
    fn turn<'b>(&self, (group, mean): (&'b [u32], f64)) -> Option<Turn<'b>> {
        let truths = |settings: &[u32]| truths(self.tests, settings);
        let found = truths(group)?;
        if class(found) == class(self.now) {
            return None;
        }
        let halves: (Vec<u32>, Vec<u32>) = group.iter().partition(|&&i| self.scramble(i) % 2 == 1);
        let same =
            |half: &[u32]| half.len() >= LEAST && truths(half).map(class) == Some(class(found));
        (same(&halves.0) && same(&halves.1)).then_some(Turn {
            group,
            mean,
            truths: found,
        })
    }

    fn scramble(&self, setting: u32) -> usize {
        setting as usize / self.settings.points.max(1)
    }

    /// Whether the margin of a test that turned differs between these draws and all draws by
    /// more than luck would have it.
    fn is_told(&self, turn: &Turn, draws: &[u32]) -> bool {
        let mut turned = (0..2).filter(|&k| turn.truths[k] != self.now[k]);
        turned.any(|k| self.margins[k].is_none_or(|margin| self.differs(margin, draws)))
    }

    fn differs(&self, margin: &[f64], draws: &[u32]) -> bool {
        let mut parts: Vec<Vec<f64>> = vec![Vec::new(); self.settings.scrambles];
        for &draw in draws {
            parts[self.scramble(draw)].push(margin[draw as usize]);
        }
        let whole = margin.chunks(self.settings.points.max(1));
        let differences: Vec<f64> = parts
            .iter()
            .zip(whole)
            .filter(|(part, _)| !part.is_empty())
            .map(|(part, whole)| mean(part) - mean(whole))
            .collect();
        let n = differences.len();
        let (difference, spread) = (mean(&differences), variance(&differences));
        if n < 2 || !difference.is_finite() || spread.is_nan() {
            return false;
        }
        let level = 1.0 - FALSE_FLIPS / 2.0 / self.inputs.max(1) as f64;
        match StudentsT::new(0.0, 1.0, (n - 1) as f64) {
            Ok(law) => difference.abs() > law.inverse_cdf(level) * (spread / n as f64).sqrt(),
            Err(_) => false,
        }
    }
}

/// What the tests say over a set of settings; `None` if a figure they turn on is missing.
fn truths(tests: &[Option<Condition>; 2], settings: &[u32]) -> Option<Truths> {
    let holds = |test: &Option<Condition>| match test {
        None => Some(false),
        Some(test) => match test.holds(settings) {
            Truth::Holds => Some(true),
            Truth::Fails => Some(false),
            Truth::Unknown(_) => None,
        },
    };
    let [supported_if, refuted_if] = tests;
    Some([holds(supported_if)?, holds(refuted_if)?])
}

/// Whether every number of a test has a value in each setting, or one that stands for it.
fn has_margin(test: &Test) -> bool {
    let mut all = true;
    test.visit(&mut |value| {
        all &= !matches!(
            value,
            Value::Distance { .. } | Value::Rank { .. } | Value::Total { .. }
        );
    });
    all
}
