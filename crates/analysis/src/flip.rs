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

use pourparler_engine::summary::{mean, variance};
use pourparler_scenario::claim::{Test, Value};
use statrs::distribution::{ContinuousCDF, StudentsT};

use crate::claims::TestedClaim;
use crate::figures::Figures;
use crate::restates::margin;
use crate::statistics::{Groups, grouped};
use crate::verdict::{Truth, holds};

/// Groups along an input that is not a choice.
const GROUPS: usize = 20;

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

/// The smallest move of a single input that flips the verdict on a claim.
pub fn flip(claim: &TestedClaim, figures: &Figures) -> Flip {
    let Some(search) = Search::new(claim, figures) else {
        return Flip::NoSingleInput;
    };
    let inputs = figures.run.inputs.iter().enumerate();
    let moves = inputs.filter_map(|(index, input)| {
        let values = figures.run.thetas.get(input.dimension?)?;
        search.nearest(index, values)
    });
    // Of equal moves the first input in the order of key paths.
    let least = moves.reduce(|best, next| if next.sds < best.sds { next } else { best });
    least.map_or(Flip::NoSingleInput, Flip::By)
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

/// A group of draws in which the verdict is another.
struct Turn<'a> {
    group: &'a [usize],
    truths: Truths,
}

struct Search<'a> {
    claim: &'a TestedClaim,
    figures: &'a Figures<'a>,
    now: Truths,
    /// Margin of each test in each setting, where it has one.
    margins: [Option<Vec<f64>>; 2],
    /// Inputs that are looked at.
    inputs: usize,
}

impl<'a> Search<'a> {
    fn new(claim: &'a TestedClaim, figures: &'a Figures<'a>) -> Option<Self> {
        let margin_of = |test: &Option<Test>| {
            let test = test.as_ref().filter(|test| has_margin(test))?;
            margin(test, figures).ok()
        };
        Some(Search {
            claim,
            figures,
            now: truths(claim, figures, &figures.all())?,
            margins: [margin_of(&claim.supported_if), margin_of(&claim.refuted_if)],
            inputs: figures
                .run
                .inputs
                .iter()
                .filter(|i| i.dimension.is_some())
                .count(),
        })
    }

    fn nearest(&self, input: usize, values: &[f64]) -> Option<Move> {
        let (from, sd) = (mean(values), variance(values).sqrt());
        if values.len() != self.figures.run.len() || sd.is_nan() || sd <= 0.0 {
            return None;
        }
        let Groups { groups, discrete } = grouped(values, GROUPS);
        let at = |group: &[usize]| {
            let values: Vec<f64> = group
                .iter()
                .filter_map(|&i| values.get(i))
                .copied()
                .collect();
            mean(&values)
        };
        let mut turns: Vec<Turn> = Vec::new();
        if discrete {
            // Labels have no outside: each stands for itself.
            let turned = groups.iter().filter_map(|group| self.turn(group));
            turns.extend(turned.filter(|turn| self.is_told(turn, turn.group)));
        } else {
            let below = groups.iter().take_while(|group| at(group) < from);
            let above = groups.iter().rev().take_while(|group| at(group) > from);
            for side in [below.collect::<Vec<_>>(), above.collect()] {
                // From the outermost group inwards, as long as the verdict is another.
                let outer: Vec<Turn> = side
                    .into_iter()
                    .map_while(|group| self.turn(group))
                    .collect();
                let all: Vec<usize> = outer.iter().flat_map(|turn| turn.group).copied().collect();
                turns.extend(
                    outer
                        .into_iter()
                        .last()
                        .filter(|turn| self.is_told(turn, &all)),
                );
            }
        }
        let moves = turns.iter().map(|turn| {
            let to = at(turn.group);
            Move {
                input,
                from,
                to,
                sds: (to - from).abs() / sd,
                becomes: class(turn.truths),
            }
        });
        moves.reduce(|best, next| if next.sds < best.sds { next } else { best })
    }

    /// The group, if the verdict is another in it and in both its halves.
    fn turn<'b>(&self, group: &'b [usize]) -> Option<Turn<'b>> {
        let found = truths(self.claim, self.figures, group)?;
        if class(found) == class(self.now) {
            return None;
        }
        let halves: (Vec<usize>, Vec<usize>) =
            group.iter().partition(|&&i| self.scramble(i) % 2 == 1);
        let same = |half: &Vec<usize>| {
            let found_there = truths(self.claim, self.figures, half);
            half.len() >= LEAST && found_there.map(class) == Some(class(found))
        };
        (same(&halves.0) && same(&halves.1)).then_some(Turn {
            group,
            truths: found,
        })
    }

    fn scramble(&self, setting: usize) -> usize {
        setting / self.figures.run.settings.points.max(1)
    }

    /// Whether the margin of a test that turned differs between these draws and all draws by
    /// more than luck would have it.
    fn is_told(&self, turn: &Turn, draws: &[usize]) -> bool {
        let turned = (0..2).filter(|&k| turn.truths.get(k) != self.now.get(k));
        turned.into_iter().any(|k| match self.margins.get(k) {
            Some(Some(margin)) => self.differs(margin, draws),
            _ => true,
        })
    }

    fn differs(&self, margin: &[f64], draws: &[usize]) -> bool {
        let scrambles = self.figures.run.settings.scrambles;
        let mut parts: Vec<Vec<f64>> = vec![Vec::new(); scrambles];
        for &draw in draws {
            if let (Some(part), Some(m)) = (parts.get_mut(self.scramble(draw)), margin.get(draw)) {
                part.push(*m);
            }
        }
        let whole = margin.chunks(self.figures.run.settings.points.max(1));
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
fn truths(claim: &TestedClaim, figures: &Figures, settings: &[usize]) -> Option<Truths> {
    let holds = |test: &Option<Test>| match test {
        None => Some(false),
        Some(test) => match holds(test, figures, settings) {
            Truth::Holds => Some(true),
            Truth::Fails => Some(false),
            Truth::Unknown(_) => None,
        },
    };
    Some([holds(&claim.supported_if)?, holds(&claim.refuted_if)?])
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
