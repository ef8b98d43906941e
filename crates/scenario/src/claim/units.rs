//! Which numbers can be compared with which.

use super::codes::{UNITS, WRONG_KIND};
use super::names::Unit;
use super::syntax::{ArithmeticOp, Span, Written};
use crate::diagnostic::Diagnostic;

/// The kind of a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind {
    /// Written in the expression.
    Constant(f64, Written),
    /// Between 0 and 1.
    Probability,
    /// Difference of probabilities.
    Points,
    /// Pure ratio.
    Ratio,
    /// People, bits.
    Count,
    /// Not known: levels, inputs, products.
    Any,
}

impl From<Unit> for Kind {
    fn from(unit: Unit) -> Self {
        match unit {
            Unit::Probability => Kind::Probability,
            Unit::Points => Kind::Points,
            Unit::Ratio => Kind::Ratio,
            Unit::People | Unit::Bits => Kind::Count,
            Unit::Index => Kind::Any,
        }
    }
}

/// The kind of a difference between two levels of this kind.
pub(super) fn difference(kind: Kind) -> Kind {
    if kind == Kind::Probability {
        Kind::Points
    } else {
        kind
    }
}

/// The kind of `left op right`, where neither is folded.
pub(super) fn combined(op: ArithmeticOp, left: Kind, right: Kind) -> Kind {
    use ArithmeticOp::{Add, Divide, Multiply, Subtract};
    match (op, left, right) {
        (Subtract, Kind::Probability, Kind::Probability) => Kind::Points,
        (Add | Subtract, Kind::Constant(..), kind) | (Add | Subtract, kind, Kind::Constant(..)) => {
            kind
        }
        (Add | Subtract, left, right) if left == right && left != Kind::Probability => left,
        (Multiply, Kind::Constant(..), kind) | (Multiply | Divide, kind, Kind::Constant(..))
            if kind != Kind::Probability =>
        {
            kind
        }
        (Divide, left, right) if left == right => Kind::Ratio,
        _ => Kind::Any,
    }
}

/// Checks that two numbers can be compared.
pub(super) fn comparable(left: (Kind, Span), right: (Kind, Span)) -> Result<(), Diagnostic> {
    match (left.0, right.0) {
        (Kind::Constant(..), Kind::Constant(..)) => {
            let span = Span::new(left.1.start, right.1.end);
            Err(Diagnostic::error(
                WRONG_KIND,
                span,
                "this compares two constants, which no run can change",
            ))
        }
        (Kind::Constant(value, written), kind) => fits(kind, value, written, left.1),
        (kind, Kind::Constant(value, written)) => fits(kind, value, written, right.1),
        (Kind::Count, Kind::Probability | Kind::Points)
        | (Kind::Probability | Kind::Points, Kind::Count) => {
            let span = Span::new(left.1.start, right.1.end);
            Err(Diagnostic::error(
                UNITS,
                span,
                "a number of people or bits is compared with a probability",
            ))
        }
        _ => Ok(()),
    }
}

/// Checks that a constant can stand against a number of that kind.
pub(super) fn fits(kind: Kind, value: f64, written: Written, span: Span) -> Result<(), Diagnostic> {
    let percent = value * 100.0;
    let problem = match (kind, written) {
        (Kind::Probability, Written::Points) => {
            Diagnostic::error(UNITS, span, "`pt` is for a difference, and this is a level")
                .help(format!("write {percent}%"))
        }
        (Kind::Probability, _) if !(0.0..=1.0).contains(&value) => {
            let problem = Diagnostic::error(UNITS, span, "a probability lies between 0 and 1");
            if written == Written::Plain && (1.0..=100.0).contains(&value) {
                problem.help(format!("did you mean {value}%?"))
            } else {
                problem
            }
        }
        (Kind::Points, Written::Percent) => Diagnostic::error(
            UNITS,
            span,
            "a difference of two probabilities is counted in percentage points",
        )
        .help(format!(
            "write {percent}pt, or ratio(..) for a relative change"
        )),
        (Kind::Points, _) if value.abs() > 1.0 => {
            let problem = Diagnostic::error(
                UNITS,
                span,
                "a difference of two probabilities is at most 1",
            );
            if written == Written::Plain && value.abs() <= 100.0 {
                problem.help(format!("did you mean {value}pt?"))
            } else {
                problem
            }
        }
        (Kind::Ratio, Written::Points) => Diagnostic::error(
            UNITS,
            span,
            "`pt` is for a difference of probabilities, and this is a ratio",
        )
        .help(format!("write {value}")),
        (Kind::Count, Written::Points | Written::Percent) => Diagnostic::error(
            UNITS,
            span,
            "this is a number of people or bits, not a share",
        )
        .help("write the number without a unit"),
        _ => return Ok(()),
    };
    Err(problem)
}
