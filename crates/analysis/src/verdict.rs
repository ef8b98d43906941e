//! What a run says about a claim.

use pourparler_engine::summary::standard_error;
use pourparler_scenario::claim::{Test, Value};
use rayon::prelude::*;

use crate::claims::TestedClaim;
use crate::condition::{Compared, Condition, Truth};
use crate::figures::{Figures, Missing};
use crate::flip::{Flip, Move, flip, flips};
use crate::reading::Reading;
use crate::restates::{Restates, margin, restates};

/// Least share of settings for a verdict without *leaning*.
pub const ROBUST: f64 = 0.8;

/// What is said about a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// `supported_if` holds, and in at least 80 % of the settings by itself.
    Supported,
    /// `supported_if` holds, in fewer settings.
    LeaningSupported,
    /// `refuted_if` holds, and in at least 80 % of the settings by itself.
    Refuted,
    /// `refuted_if` holds, in fewer settings.
    LeaningRefuted,
    /// Neither holds.
    NotSettled,
    /// Both hold: the claim's tests contradict each other.
    Contradiction,
    /// Public evidence cannot test it.
    NotTestable,
    /// A figure it turns on cannot be had.
    NotAvailable(Missing),
}

/// What robustness was counted over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Plausible settings: the test has a value in each by itself.
    Settings,
    /// Scrambles: the test exists only across settings.
    Scrambles,
    /// Settings, with the parts that exist only across settings taken from their scramble.
    Both,
}

/// One comparison of a test, as computed.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    /// The comparison in the standard form of the language.
    pub text: String,
    /// Value and standard error of its left side on all draws, where it can be had.
    pub left: Option<(f64, f64)>,
    /// Value and standard error of its right side.
    pub right: Option<(f64, f64)>,
    /// Whether it holds on all draws.
    pub truth: Truth,
}

/// One test of a claim, as computed.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Whether it holds on all draws.
    pub truth: Truth,
    /// Share in which it holds by itself; `None` where a figure is missing.
    pub robustness: Option<f64>,
    /// What that share was counted over.
    pub basis: Basis,
    /// Its comparisons, in the order of the text.
    pub sides: Vec<Side>,
}

/// A claim, judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// The claim's id.
    pub id: String,
    /// What is said about it.
    pub verdict: Verdict,
    /// Its supporting test.
    pub supported_if: Option<Outcome>,
    /// Its refuting test.
    pub refuted_if: Option<Outcome>,
    /// Its check of an input.
    pub check: Option<Outcome>,
    /// What would flip the verdict. `None` where the verdict has no flip (not testable, not
    /// available, contradiction).
    pub flip: Option<Flip>,
    /// The input whose value the verdict only repeats, if there is one.
    pub restates: Option<Restates>,
}

/// Judges every claim on a run.
pub fn judge<'a>(claims: &'a [TestedClaim], figures: &Figures<'a>) -> Vec<Judgement> {
    claims
        .par_iter()
        .map(|claim| judge_one(claim, figures))
        .collect()
}

/// The inputs of which a move by itself flips the verdict on a claim, nearest first; none where
/// the verdict has no flip.
pub fn flipped_by<'a>(claim: &'a TestedClaim, figures: &Figures<'a>) -> Vec<Move> {
    if claim.claim.kind == "not testable" {
        return Vec::new();
    }
    let tests = [&claim.supported_if, &claim.refuted_if]
        .map(|test| Some(Condition::of(test.as_ref()?, figures)));
    let margins = tests
        .each_ref()
        .map(|test| margin(test.as_ref()?.test, figures).ok());
    let mut moves = flips(&tests, &margins, figures);
    moves.sort_by(|a, b| a.sds.total_cmp(&b.sds));
    moves
}

fn judge_one<'a>(claim: &'a TestedClaim, figures: &Figures<'a>) -> Judgement {
    let condition = |test: &'a Option<Test>| Some(Condition::of(test.as_ref()?, figures));
    let tests = [&claim.supported_if, &claim.refuted_if].map(condition);
    let outcome = |test: &Option<Condition>| Some(outcome(test.as_ref()?, figures));
    let [supported_if, refuted_if] = tests.each_ref().map(outcome);
    let verdict = if claim.claim.kind == "not testable" {
        Verdict::NotTestable
    } else {
        verdict(supported_if.as_ref(), refuted_if.as_ref())
    };
    // The test the verdict rests on, where it has a flip.
    let rests_on = match verdict {
        Verdict::Contradiction | Verdict::NotTestable | Verdict::NotAvailable(_) => None,
        Verdict::Refuted | Verdict::LeaningRefuted => Some(1),
        Verdict::Supported | Verdict::LeaningSupported | Verdict::NotSettled => {
            tests.iter().position(Option::is_some)
        }
    };
    let (flip, restates) = rests_on.map_or((None, None), |side| {
        let margin = |test: &Option<Condition>| margin(test.as_ref()?.test, figures).ok();
        let margins = tests.each_ref().map(margin);
        let restates = |test: &Condition| restates(test.test, margins[side].as_deref(), figures);
        (
            Some(flip(&tests, &margins, figures)),
            tests[side].as_ref().and_then(restates),
        )
    });
    Judgement {
        id: claim.claim.id.clone(),
        check: outcome(&condition(&claim.check)),
        verdict,
        supported_if,
        refuted_if,
        flip,
        restates,
    }
}

fn verdict(supported_if: Option<&Outcome>, refuted_if: Option<&Outcome>) -> Verdict {
    let fails = Truth::Fails;
    let supported = supported_if.map_or(&fails, |outcome| &outcome.truth);
    let refuted = refuted_if.map_or(&fails, |outcome| &outcome.truth);
    let robust = |outcome: Option<&Outcome>| {
        outcome
            .and_then(|outcome| outcome.robustness)
            .is_some_and(|share| share >= ROBUST)
    };
    match (supported, refuted) {
        _ if supported_if.is_none() && refuted_if.is_none() => {
            Verdict::NotAvailable(Missing("the claim gives no test".into()))
        }
        // A test that cannot be computed could contradict the other.
        (Truth::Unknown(why), _) | (_, Truth::Unknown(why)) => Verdict::NotAvailable(why.clone()),
        (Truth::Holds, Truth::Holds) => Verdict::Contradiction,
        (Truth::Holds, Truth::Fails) if robust(supported_if) => Verdict::Supported,
        (Truth::Holds, Truth::Fails) => Verdict::LeaningSupported,
        (Truth::Fails, Truth::Holds) if robust(refuted_if) => Verdict::Refuted,
        (Truth::Fails, Truth::Holds) => Verdict::LeaningRefuted,
        (Truth::Fails, Truth::Fails) => Verdict::NotSettled,
    }
}

fn outcome(condition: &Condition, figures: &Figures) -> Outcome {
    let all = figures.all();
    let truth = condition.holds(&all);
    let side = |(test, compared): (&Test, &Compared)| {
        let [left, right] = compared.readings.each_ref().map(|reading| {
            let reading = reading.as_ref().ok()?;
            Some(with_error(reading, &all, figures.points()))
        });
        Side {
            text: test.to_string(),
            left,
            right,
            truth: compared.holds(&all),
        }
    };
    Outcome {
        robustness: robustness(condition, &truth, &all),
        truth,
        basis: basis(condition.test),
        sides: condition.comparisons().into_iter().map(side).collect(),
    }
}

/// Share of the settings in which a test holds by itself, given whether it holds over them all.
/// A missing figure that the test does not turn on leaves it countable.
fn robustness(condition: &Condition, truth: &Truth, all: &[u32]) -> Option<f64> {
    let countable = !all.is_empty() && !matches!(truth, Truth::Unknown(_));
    countable.then(|| {
        let truths = condition.each(all);
        let holding = truths.iter().filter(|truth| **truth == Some(true)).count();
        holding as f64 / truths.len() as f64
    })
}

/// The robustness of a test alone.
pub(crate) fn robustness_of(test: &Test, figures: &Figures) -> Option<f64> {
    let all = figures.all();
    let condition = Condition::of(test, figures);
    robustness(&condition, &condition.holds(&all), &all)
}

/// A number over all settings and its standard error over the scrambles.
pub(crate) fn with_error(reading: &Reading, all: &[u32], points: usize) -> (f64, f64) {
    let parts: Vec<f64> = all.chunks(points).map(|part| reading.over(part)).collect();
    // Equal parts have no spread, not the rounding of their mean.
    let same = parts.len() > 1 && parts.windows(2).all(|pair| pair.first() == pair.last());
    let error = if same { 0.0 } else { standard_error(&parts) };
    (reading.over(all), error)
}

/// What the robustness of a test is counted over.
fn basis(test: &Test) -> Basis {
    match test {
        Test::Compare { left, right, .. } => {
            let (mut across, mut by_itself) = (false, false);
            for side in [left, right] {
                look(side, &mut across, &mut by_itself);
            }
            match (across, by_itself) {
                (true, true) => Basis::Both,
                (true, false) => Basis::Scrambles,
                (false, _) => Basis::Settings,
            }
        }
        Test::Not(test) => basis(test),
        Test::And(tests) | Test::Or(tests) => {
            let mut bases = tests.iter().map(basis);
            let first = bases.next().unwrap_or(Basis::Settings);
            if bases.all(|basis| basis == first) {
                first
            } else {
                Basis::Both
            }
        }
    }
}

/// Whether a number has parts that exist only across settings, and parts in each by itself.
fn look(value: &Value, across: &mut bool, by_itself: &mut bool) {
    match value {
        Value::Mean(_)
        | Value::Quantile { .. }
        | Value::Distance { .. }
        | Value::Rank { .. }
        | Value::Total { .. } => *across = true,
        Value::Number(_) => {}
        Value::Input(_)
        | Value::Rate(_)
        | Value::Level { .. }
        | Value::Effect { .. }
        | Value::Ratio { .. } => *by_itself = true,
        Value::Negate(of) | Value::Abs(of) | Value::MaxOver { of, .. } => {
            look(of, across, by_itself);
        }
        Value::Arithmetic { left, right, .. } => {
            look(left, across, by_itself);
            look(right, across, by_itself);
        }
    }
}
