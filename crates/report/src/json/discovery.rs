//! A rule as JSON.

use pourparler_analysis::Assessment;
use pourparler_analysis::discover::{By, Discovery, Limit, PrimBox, Rule};
use serde_json::{Value, json};

use super::{missing, number, run};

/// Schema of a rule.
pub const DISCOVERY_SCHEMA: &str = "pourparler.discovery/1";

/// A rule for what was `sought`, in words; `reproduce` is the command that gives it again.
pub fn discovery(
    assessment: &Assessment,
    discovery: &Discovery,
    sought: &str,
    reproduce: &str,
) -> Value {
    let root = &assessment.scenario.root;
    let stability = &discovery.stability;
    let (by, threshold) = match discovery.sought.by {
        By::Probability => ("probability", None),
        By::AtLeast(limit) => ("at_least", Some(limit)),
        By::Above(limit) => ("above", Some(limit)),
        By::Test => ("test", None),
    };
    let restricted = stability.restricted.iter().filter_map(|(input, share)| {
        let input = assessment.run.inputs.get(*input)?;
        Some(json!({ "input": input.path, "share_of_halves": number(*share) }))
    });
    let [q05, q50, q95] = stability.density.map(number);
    json!({
        "schema": DISCOVERY_SCHEMA,
        "title": root.text("title"),
        "marking": root.text("marking"),
        "as_of": root.date("as_of").map(|date| date.to_string()),
        "horizon_days": number(assessment.run.settings.horizon_days),
        "sought": sought,
        "by": by,
        "threshold": threshold.map(number),
        "base": number(discovery.base),
        "inputs_searched": discovery.inputs,
        "rule": discovery.rule.as_ref().map_or_else(
            || missing("no restriction of any input tells it from chance"),
            |found| rule(assessment, found),
        ),
        "stability": match stability.found {
            0 => missing("no rule was found on half of the settings, or there is one repetition"),
            found => json!({
                "halves": stability.halves,
                "found": found,
                "density": { "q05": q05, "q50": q50, "q95": q95 },
                "coverage": number(stability.coverage),
                "outside": number(stability.outside),
                "restricted": restricted.collect::<Vec<Value>>(),
            }),
        },
        "tree": discovery.leaf.as_ref().map_or_else(
            || missing("the tree finds no split"),
            |leaf| json!({
                "leaf": rule(assessment, leaf),
                "share_of_rule": number(discovery.shared),
            }),
        ),
        "trajectory": discovery
            .trajectory
            .iter()
            .map(|found| measured(assessment, found))
            .collect::<Vec<Value>>(),
        "run": run(assessment, reproduce),
    })
}

fn measured(assessment: &Assessment, found: &PrimBox) -> Value {
    let limits = found.limits.iter().filter_map(|(input, limit)| {
        let input = assessment.run.inputs.get(*input)?;
        // An end that is free is left out.
        let end = |x: f64| x.is_finite().then(|| number(x));
        let (low, high, labels) = match limit {
            Limit::Range(low, high) => (end(*low), end(*high), None),
            Limit::Labels(labels) => {
                let labels = labels.iter().filter_map(|&label| input.labels.get(label));
                (None, None, Some(labels.collect::<Vec<&String>>()))
            }
        };
        Some(json!({
            "input": input.path,
            "line": input.line,
            "unit": input.unit,
            "low": low,
            "high": high,
            "labels": labels,
        }))
    });
    json!({
        "conditions": limits.collect::<Vec<Value>>(),
        "coverage": number(found.coverage),
        "density": number(found.density),
        "mass": number(found.mass),
        "settings": found.settings,
    })
}

fn rule(assessment: &Assessment, rule: &Rule) -> Value {
    let mut fields = measured(assessment, &rule.found);
    if let Value::Object(fields) = &mut fields {
        fields.insert("outside".to_owned(), number(rule.outside));
        let p = rule.quasi_p.iter().map(|p| number(*p));
        fields.insert("quasi_p".to_owned(), p.collect());
    }
    fields
}
