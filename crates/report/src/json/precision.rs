//! How exact the figures were asked to be, and which of them decided.

use pourparler_analysis::{Exactness, Precision, Shortfall, Watched};
use serde_json::{Value, json};

use super::number;

/// The precision; null where none was asked for.
pub fn precision(precision: Option<&Precision>) -> Value {
    let Some(precision) = precision else {
        return Value::Null;
    };
    json!({
        "asked": number(precision.asked),
        "reached": precision.short.is_none(),
        "points": precision.points,
        "last": precision.last.as_ref().map(last),
        "stopped_by": precision.short.map(|short| match short {
            Shortfall::Points => "points",
            Shortfall::Memory => "memory",
            Shortfall::Interrupted => "interrupt",
        }),
    })
}

fn last(last: &Exactness) -> Value {
    let (figure, claim) = match &last.of {
        Watched::Settlement => ("P(settlement)", None),
        Watched::Effect => ("effect(settlement)", None),
        Watched::Claim { id, comparison } => (comparison.as_str(), Some(id)),
    };
    json!({
        "figure": figure,
        "claim": claim,
        "mean": number(last.value),
        "half_width": number(last.half_width),
        "allowed": number(last.allowed),
    })
}
