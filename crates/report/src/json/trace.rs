//! Where every figure comes from: what it means, its equations, its inputs and their lines.

use pourparler_analysis::{Assessment, is_assumed};
use pourparler_engine::result::{Input, Unit};
use serde_json::{Map, Value, json};

use super::number;
use crate::names;

/// Outcomes with their equations and tables, and every input with its line and source.
pub fn trace(assessment: &Assessment) -> Value {
    let outcomes = assessment.run.outputs.iter().map(|output| {
        let traced = json!({
            "about": output.about,
            "unit": unit(output.unit),
            "equations": names::equations(&output.name),
            "tables": names::tables(&output.name),
        });
        (output.name.clone(), traced)
    });
    let outcomes: Map<String, Value> = outcomes.collect();
    let inputs: Vec<Value> = assessment.run.inputs.iter().map(input).collect();
    let sources = assessment.scenario.sources.iter().map(|source| {
        let cited = json!({
            "title": source.title,
            "date": source.date.map(|date| date.to_string()),
            "url": source.url,
            "kind": source.kind,
        });
        (source.id.clone(), cited)
    });
    let sources: Map<String, Value> = sources.collect();
    json!({ "outcomes": outcomes, "inputs": inputs, "sources": sources })
}

/// An input as the run used it.
pub fn input(input: &Input) -> Value {
    let (low, high) = input.interval;
    json!({
        "path": input.path,
        "line": input.line,
        "elicited": input.elicited,
        "assumed": is_assumed(input),
        "source": input.source,
        "uncertain": input.dimension.is_some(),
        "unit": input.unit,
        "labels": input.labels,
        "q05": number(low),
        "q50": number(input.median),
        "q95": number(high),
    })
}

/// The name of a unit.
pub fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Probability => "probability",
        Unit::People => "people",
        Unit::Bits => "bits",
        Unit::Ratio => "ratio",
        Unit::Index => "index",
    }
}
