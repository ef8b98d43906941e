//! What a test means once every name is known: the form the analysis evaluates.

use super::syntax::{ArithmeticOp, Comparison};

/// A condition that holds or does not.
// A claim has a handful of these; boxing the sides would only hide them from patterns.
#[allow(clippy::large_enum_variant)]
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// Two numbers compared.
    Compare {
        /// Left side.
        left: Value,
        /// The comparison.
        op: Comparison,
        /// Right side.
        right: Value,
    },
    /// All hold.
    And(Vec<Test>),
    /// At least one holds.
    Or(Vec<Test>),
    /// It does not hold.
    Not(Box<Test>),
}

/// A number computed from a run.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A constant, already divided by 100 if it was written with `%` or `pt`.
    Number(f64),
    /// An input, by full key path.
    Input(String),
    /// A rate as `table.column`: k of n with a Beta(½,½) prior.
    Rate(String),
    /// A probability or a mean, in one arm.
    Level {
        /// Of what.
        of: Measure,
        /// Where.
        place: Place,
    },
    /// The same in the arm minus in its baseline.
    Effect {
        /// Of what.
        of: Measure,
        /// Where.
        place: Place,
    },
    /// The same in the arm over in its baseline.
    Ratio {
        /// Of what.
        of: Measure,
        /// Where.
        place: Place,
    },
    /// With the sign changed.
    Negate(Box<Value>),
    /// Absolute value.
    Abs(Box<Value>),
    /// Two numbers combined.
    Arithmetic {
        /// The operation.
        op: ArithmeticOp,
        /// Left operand.
        left: Box<Value>,
        /// Right operand.
        right: Box<Value>,
    },
    /// Mean over the settings of a number that is not linear in the draws.
    Mean(Box<Value>),
    /// Quantile over the settings; of a number of people, over all draws.
    Quantile {
        /// 0.05, 0.5 or 0.95.
        level: f64,
        /// Of what.
        of: Box<Value>,
    },
    /// Largest over a group of arms; the arm applies wherever the expression names none.
    MaxOver {
        /// The group's id.
        group: String,
        /// The arms.
        arms: Vec<String>,
        /// The number.
        of: Box<Value>,
    },
    /// Kolmogorov distance between an output's distribution over settings in the arm and in
    /// its baseline.
    Distance {
        /// The output.
        output: String,
        /// The arm.
        place: Place,
    },
    /// Rank of an input among the drivers of an output.
    Rank {
        /// Full key path.
        input: String,
        /// The output.
        output: String,
    },
    /// Total-effect index of a block of inputs on an output.
    Total {
        /// A mechanism or group.
        block: String,
        /// The output.
        output: String,
    },
}

/// What a probability or mean is taken of.
#[derive(Debug, Clone, PartialEq)]
pub enum Measure {
    /// The probability of an event.
    Event(Event),
    /// The mean of an output that is not a probability.
    Output(String),
}

/// Something that happens or not on a chance path.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A probability output: `settlement`, `zone_now[security,territory]`.
    Output(String),
    /// An output that is not a probability, compared with a number.
    Compare {
        /// The output.
        output: String,
        /// The comparison.
        op: Comparison,
        /// The number; for a label its index.
        value: f64,
        /// The label, where one was written.
        label: Option<String>,
    },
    /// It does not happen.
    Not(Box<Event>),
    /// All happen.
    And(Vec<Event>),
    /// At least one happens.
    Or(Vec<Event>),
}

/// In which arm, under which interventions and when a figure is read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Place {
    /// The arm; `with`, or the one `max_over` is at, when absent.
    pub arm: Option<String>,
    /// Inputs set from outside: full key path and value (for a choice the label's index).
    pub given: Vec<(String, f64)>,
    /// The horizon when absent.
    pub time: Option<Time>,
}

/// A time, in days after the scenario's date.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Time {
    /// Has happened by then.
    By(f64),
    /// Stands at then.
    At(f64),
}

impl Test {
    /// Calls `visit` on every number in the test, outer before inner, left before right.
    pub fn visit<'a>(&'a self, visit: &mut impl FnMut(&'a Value)) {
        match self {
            Test::Compare { left, right, .. } => {
                left.visit(visit);
                right.visit(visit);
            }
            Test::And(tests) | Test::Or(tests) => tests.iter().for_each(|test| test.visit(visit)),
            Test::Not(test) => test.visit(visit),
        }
    }
}

impl Value {
    /// Calls `visit` on this number and every number in it, outer before inner.
    pub fn visit<'a>(&'a self, visit: &mut impl FnMut(&'a Value)) {
        visit(self);
        match self {
            Value::Negate(of) | Value::Abs(of) | Value::Mean(of) => of.visit(visit),
            Value::Quantile { of, .. } | Value::MaxOver { of, .. } => of.visit(visit),
            Value::Arithmetic { left, right, .. } => {
                left.visit(visit);
                right.visit(visit);
            }
            Value::Number(_)
            | Value::Input(_)
            | Value::Rate(_)
            | Value::Level { .. }
            | Value::Effect { .. }
            | Value::Ratio { .. }
            | Value::Distance { .. }
            | Value::Rank { .. }
            | Value::Total { .. } => {}
        }
    }
}

impl Event {
    /// Calls `visit` on this event and every event in it, outer before inner.
    pub fn visit<'a>(&'a self, visit: &mut impl FnMut(&'a Event)) {
        visit(self);
        match self {
            Event::Output(_) | Event::Compare { .. } => {}
            Event::Not(event) => event.visit(visit),
            Event::And(events) | Event::Or(events) => {
                events.iter().for_each(|event| event.visit(visit));
            }
        }
    }
}
