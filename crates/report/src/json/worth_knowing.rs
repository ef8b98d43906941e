//! What is worth knowing as JSON.

use pourparler_analysis::{Assessment, Class, Worth, WorthKnowing};
use serde_json::{Value, json};

use super::sensitivity::estimate;
use super::{number, run, trace};
use crate::sensitivity::label;

/// Schema of what is worth knowing.
pub const WORTH_SCHEMA: &str = "pourparler.worth-knowing/1";

/// What is worth knowing; `reproduce` is the command that gives it again.
pub fn worth_knowing(assessment: &Assessment, found: &WorthKnowing, reproduce: &str) -> Value {
    let root = &assessment.scenario.root;
    let arms = &assessment.run.arms;
    let output = assessment.run.outputs.get(found.decision.output);
    let id = |arm: Option<usize>| match arm {
        None => "without",
        Some(arm) => arms.get(arm).map_or("", |arm| arm.id.as_str()),
    };
    let choices = found.choices.iter().map(|choice| {
        json!({
            "arm": id(choice.arm),
            "effect": number(choice.effect),
            "cost": number(choice.cost),
            "best_in": number(choice.best_in),
        })
    });
    let inputs = found.inputs.iter().filter_map(|worth| {
        let input = assessment.run.inputs.get(*worth.inputs.first()?)?;
        Some(json!({
            "input": input.path,
            "line": input.line,
            "perfect": estimate(&worth.perfect),
            "told": worth.told,
            "sample": worth.sample.as_ref().map(estimate),
        }))
    });
    let topics = found.topics.iter().map(|worth| topic(assessment, worth));
    let flips = found.flips.iter().map(|flips| {
        let moves = flips.moves.iter().filter_map(|step| {
            let input = assessment.run.inputs.get(step.input)?;
            Some(json!({
                "input": input.path,
                "line": input.line,
                "from": number(step.from),
                "to": number(step.to),
                "label": label(input, step.to),
                "standard_deviations": number(step.sds),
                "becomes": match step.becomes {
                    Class::Supported => "supported",
                    Class::Refuted => "refuted",
                    Class::NotSettled => "not settled",
                },
            }))
        });
        json!({ "claim": flips.claim, "moves": moves.collect::<Vec<Value>>() })
    });
    json!({
        "schema": WORTH_SCHEMA,
        "title": root.text("title"),
        "marking": root.text("marking"),
        "as_of": root.date("as_of").map(|date| date.to_string()),
        "horizon_days": number(assessment.run.settings.horizon_days),
        "decision": {
            "outcome": output.map(|output| output.name.as_str()),
            "unit": output.map(|output| trace::unit(output.unit)),
            "cost": if found.decision.cost.is_some() { "given" } else { "break-even" },
            "resolves": number(found.decision.resolves),
            "choices": choices.collect::<Vec<Value>>(),
            "best": id(found.choices.get(found.best).and_then(|choice| choice.arm)),
        },
        "all": estimate(&found.all),
        "inputs": inputs.collect::<Vec<Value>>(),
        "topics": topics.collect::<Vec<Value>>(),
        "claims": flips.collect::<Vec<Value>>(),
        "run": run(assessment, reproduce),
    })
}

fn topic(assessment: &Assessment, worth: &Worth) -> Value {
    let paths = worth.inputs.iter();
    let paths = paths.filter_map(|&input| Some(assessment.run.inputs.get(input)?.path.as_str()));
    json!({
        "topic": worth.topic,
        "inputs": paths.collect::<Vec<&str>>(),
        "perfect": estimate(&worth.perfect),
        "told": worth.told,
    })
}
