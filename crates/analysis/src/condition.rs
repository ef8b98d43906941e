//! A claim's test with its figures looked up, and whether it holds.

use pourparler_scenario::claim::{Comparison, Test, Value};

use crate::figures::{Figures, Missing};
use crate::reading::Reading;

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

/// A test with its figures.
pub(crate) struct Condition<'a> {
    /// The test.
    pub test: &'a Test,
    parts: Parts<'a>,
}

enum Parts<'a> {
    Compare(Compared<'a>),
    Not(Box<Condition<'a>>),
    And(Vec<Condition<'a>>),
    Or(Vec<Condition<'a>>),
}

/// A comparison with its figures.
pub(crate) struct Compared<'a> {
    op: Comparison,
    values: [&'a Value; 2],
    /// Left and right side, or why one cannot be had.
    pub readings: [Result<Reading<'a>, Missing>; 2],
}

impl<'a> Condition<'a> {
    /// Looks up what a test compares.
    pub fn of(test: &'a Test, figures: &Figures<'a>) -> Self {
        let all = |tests: &'a [Test]| tests.iter().map(|test| Self::of(test, figures)).collect();
        let parts = match test {
            Test::Compare { left, op, right } => Parts::Compare(Compared {
                op: *op,
                values: [left, right],
                readings: [figures.reading(left), figures.reading(right)],
            }),
            Test::Not(test) => Parts::Not(Box::new(Self::of(test, figures))),
            Test::And(tests) => Parts::And(all(tests)),
            Test::Or(tests) => Parts::Or(all(tests)),
        };
        Condition { test, parts }
    }

    /// Whether it holds over a set of settings. A figure that cannot be had makes a test unknown
    /// only where it turns on it.
    pub fn holds(&self, settings: &[u32]) -> Truth {
        match &self.parts {
            Parts::Compare(compared) => compared.holds(settings),
            Parts::Not(condition) => match condition.holds(settings) {
                Truth::Holds => Truth::Fails,
                Truth::Fails => Truth::Holds,
                unknown => unknown,
            },
            Parts::And(all) => decided(all, settings, &Truth::Fails, Truth::Holds),
            Parts::Or(all) => decided(all, settings, &Truth::Holds, Truth::Fails),
        }
    }

    /// Whether it holds in each of some settings by itself; `None` in a setting where a figure it
    /// turns on is missing.
    pub fn each(&self, settings: &[u32]) -> Vec<Option<bool>> {
        match &self.parts {
            Parts::Compare(compared) => compared.each(settings),
            Parts::Not(condition) => {
                let truths = condition.each(settings).into_iter();
                truths.map(|truth| truth.map(|truth| !truth)).collect()
            }
            Parts::And(all) => decided_each(all, settings, false),
            Parts::Or(all) => decided_each(all, settings, true),
        }
    }

    /// Its comparisons with the test each is, in the order of the text.
    pub fn comparisons(&self) -> Vec<(&'a Test, &Compared<'a>)> {
        match &self.parts {
            Parts::Compare(compared) => vec![(self.test, compared)],
            Parts::Not(condition) => condition.comparisons(),
            Parts::And(all) | Parts::Or(all) => all.iter().flat_map(Self::comparisons).collect(),
        }
    }
}

impl Compared<'_> {
    /// Whether it holds over a set of settings.
    pub fn holds(&self, settings: &[u32]) -> Truth {
        let (left, right) = match &self.readings {
            [Ok(left), Ok(right)] => (left.over(settings), right.over(settings)),
            [Err(missing), _] | [_, Err(missing)] => return Truth::Unknown(missing.clone()),
        };
        if left.is_nan() || right.is_nan() {
            let value = self.values[usize::from(!left.is_nan())];
            return Truth::Unknown(Missing(format!("`{value}` divides 0 by 0")));
        }
        if self.op.holds(left, right) {
            Truth::Holds
        } else {
            Truth::Fails
        }
    }

    fn each(&self, settings: &[u32]) -> Vec<Option<bool>> {
        let [Ok(left), Ok(right)] = &self.readings else {
            return vec![None; settings.len()];
        };
        let pairs = left.each(settings).into_iter().zip(right.each(settings));
        pairs
            .map(|(l, r)| (!l.is_nan() && !r.is_nan()).then(|| self.op.holds(l, r)))
            .collect()
    }
}

/// `and` and `or`: the first `decisive` truth decides, else the first unknown, else `rest`.
fn decided(all: &[Condition], settings: &[u32], decisive: &Truth, rest: Truth) -> Truth {
    let mut result = rest;
    for condition in all {
        let truth = condition.holds(settings);
        if truth == *decisive {
            return truth;
        }
        if matches!(truth, Truth::Unknown(_)) && !matches!(result, Truth::Unknown(_)) {
            result = truth;
        }
    }
    result
}

fn decided_each(all: &[Condition], settings: &[u32], decisive: bool) -> Vec<Option<bool>> {
    let mut result = vec![Some(!decisive); settings.len()];
    for condition in all {
        for (so_far, truth) in result.iter_mut().zip(condition.each(settings)) {
            *so_far = match (*so_far, truth) {
                (Some(t), _) | (_, Some(t)) if t == decisive => Some(decisive),
                (Some(_), Some(_)) => Some(!decisive),
                _ => None,
            };
        }
    }
    result
}
