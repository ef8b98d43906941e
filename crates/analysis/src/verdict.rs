//! What a run says about a claim.

use pourparler_scenario::claim::{Comparison, Test, Value};

use crate::claims::TestedClaim;
use crate::figures::{Figures, Missing, with_error};
use crate::flip::{Flip, flip};
use crate::restates::{Restates, restates};

/// Least share of settings for a verdict without *leaning*.
pub const ROBUST: f64 = 0.8;

/// Whether a test holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Truth {
    /// It holds.
    Holds,
    /// It does not.
    Fails,
    /// A figure it turns on cannot be had.
    Unknown(Missing),
}

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
pub fn judge(claims: &[TestedClaim], figures: &Figures) -> Vec<Judgement> {
    claims
        .iter()
        .map(|claim| judge_one(claim, figures))
        .collect()
}

fn judge_one(claim: &TestedClaim, figures: &Figures) -> Judgement {
    let outcome = |test: &Option<Test>| test.as_ref().map(|test| outcome(test, figures));
    let supported_if = outcome(&claim.supported_if);
    let refuted_if = outcome(&claim.refuted_if);
    let verdict = if claim.claim.kind == "not testable" {
        Verdict::NotTestable
    } else {
        verdict(supported_if.as_ref(), refuted_if.as_ref())
    };
    let (flip, restates) = match verdict {
        Verdict::Contradiction | Verdict::NotTestable | Verdict::NotAvailable(_) => (None, None),
        Verdict::Refuted | Verdict::LeaningRefuted => {
            (Some(flip(claim, figures)), claim.refuted_if.as_ref())
        }
        Verdict::Supported | Verdict::LeaningSupported | Verdict::NotSettled => (
            Some(flip(claim, figures)),
            claim.supported_if.as_ref().or(claim.refuted_if.as_ref()),
        ),
    };
    Judgement {
        id: claim.claim.id.clone(),
        restates: restates.and_then(|test| self::restates(test, figures)),
        check: outcome(&claim.check),
        verdict,
        supported_if,
        refuted_if,
        flip,
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

fn outcome(test: &Test, figures: &Figures) -> Outcome {
    let mut sides = Vec::new();
    compared(test, figures, &mut sides);
    let share = each(test, figures).map(|truths| {
        let holding = truths.iter().filter(|truth| **truth == Some(true)).count();
        holding as f64 / truths.len() as f64
    });
    let truth = holds(test, figures, &figures.all());
    Outcome {
        // A missing figure that the test does not turn on leaves its robustness countable.
        robustness: share.filter(|_| !matches!(truth, Truth::Unknown(_))),
        truth,
        basis: basis(test),
        sides,
    }
}

fn compared(test: &Test, figures: &Figures, sides: &mut Vec<Side>) {
    match test {
        Test::Compare { left, right, .. } => sides.push(Side {
            text: test.to_string(),
            left: with_error(figures, left).ok(),
            right: with_error(figures, right).ok(),
            truth: holds(test, figures, &figures.all()),
        }),
        Test::And(tests) | Test::Or(tests) => {
            tests.iter().for_each(|test| compared(test, figures, sides));
        }
        Test::Not(test) => compared(test, figures, sides),
    }
}

/// Whether a test holds over a set of settings. A figure that cannot be had makes a test
/// unknown only where it turns on it.
pub(crate) fn holds(test: &Test, figures: &Figures, settings: &[usize]) -> Truth {
    match test {
        Test::Compare { left, op, right } => {
            let sides = figures
                .over(left, settings)
                .and_then(|l| Ok((l, figures.over(right, settings)?)));
            match sides {
                Err(missing) => Truth::Unknown(missing),
                Ok((l, r)) if l.is_nan() || r.is_nan() => {
                    let side = if l.is_nan() { left } else { right };
                    Truth::Unknown(Missing(format!("`{side}` divides 0 by 0")))
                }
                Ok((l, r)) if op.holds(l, r) => Truth::Holds,
                Ok(_) => Truth::Fails,
            }
        }
        Test::Not(test) => match holds(test, figures, settings) {
            Truth::Holds => Truth::Fails,
            Truth::Fails => Truth::Holds,
            unknown => unknown,
        },
        Test::And(tests) => combine(tests, figures, settings, &Truth::Fails, Truth::Holds),
        Test::Or(tests) => combine(tests, figures, settings, &Truth::Holds, Truth::Fails),
    }
}

/// `and` and `or`: the first `decisive` truth decides, else the first unknown, else `rest`.
fn combine(
    tests: &[Test],
    figures: &Figures,
    settings: &[usize],
    decisive: &Truth,
    rest: Truth,
) -> Truth {
    let mut result = rest;
    for test in tests {
        let truth = holds(test, figures, settings);
        if truth == *decisive {
            return truth;
        }
        if matches!(truth, Truth::Unknown(_)) && !matches!(result, Truth::Unknown(_)) {
            result = truth;
        }
    }
    result
}

/// Whether the test holds in each setting by itself; `None` in a setting where a figure it
/// turns on is missing. `None` altogether if nothing was drawn.
fn each(test: &Test, figures: &Figures) -> Option<Vec<Option<bool>>> {
    let n = figures.run.len();
    if n == 0 {
        return None;
    }
    Some(match test {
        Test::Compare { left, op, right } => {
            match figures
                .each(left)
                .and_then(|l| Ok((l, figures.each(right)?)))
            {
                Ok((l, r)) => l
                    .iter()
                    .zip(&r)
                    .map(|(l, r)| compare(*op, *l, *r))
                    .collect(),
                Err(_) => vec![None; n],
            }
        }
        Test::Not(test) => each(test, figures)?
            .into_iter()
            .map(|t| t.map(|t| !t))
            .collect(),
        Test::And(tests) => fold(tests, figures, false)?,
        Test::Or(tests) => fold(tests, figures, true)?,
    })
}

fn compare(op: Comparison, left: f64, right: f64) -> Option<bool> {
    (!left.is_nan() && !right.is_nan()).then(|| op.holds(left, right))
}

fn fold(tests: &[Test], figures: &Figures, decisive: bool) -> Option<Vec<Option<bool>>> {
    let mut result = vec![Some(!decisive); figures.run.len()];
    for test in tests {
        for (so_far, truth) in result.iter_mut().zip(each(test, figures)?) {
            *so_far = match (*so_far, truth) {
                (Some(t), _) | (_, Some(t)) if t == decisive => Some(decisive),
                (Some(_), Some(_)) => Some(!decisive),
                _ => None,
            };
        }
    }
    Some(result)
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
