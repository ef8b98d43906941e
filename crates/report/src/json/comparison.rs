//! Variants side by side as JSON.

use pourparler_analysis::{
    Assessment, Compared, Comparison, Contender, ENOUGH, Effect, Pair, Region, Robust,
};
use pourparler_engine::result::Unit;
use serde_json::{Map, Value, json};

use super::{arms, number, run};

/// Schema of a comparison.
pub const COMPARISON_SCHEMA: &str = "pourparler.comparison/1";

/// The contact and its variants, compared; `reproduce` is the command that gives it again.
pub fn comparison(assessment: &Assessment, comparison: &Comparison, reproduce: &str) -> Value {
    let root = &assessment.scenario.root;
    let listed = comparison.arms.iter().map(|&arm| {
        json!({
            "id": id(assessment, arm),
            "name": assessment.run.arms.get(arm).map(|arm| arm.name.as_str()),
            "baseline": assessment
                .run
                .arms
                .get(arm)
                .map(|arm| id(assessment, arm.baseline)),
        })
    });
    let outcomes = comparison
        .outcomes
        .iter()
        .map(|compared| outcome(assessment, comparison, compared));
    json!({
        "schema": COMPARISON_SCHEMA,
        "title": root.text("title"),
        "marking": root.text("marking"),
        "as_of": root.date("as_of").map(|date| date.to_string()),
        "horizon_days": number(assessment.run.settings.horizon_days),
        "arms": listed.collect::<Vec<Value>>(),
        "outcomes": outcomes.collect::<Vec<Value>>(),
        "robust": comparison.robust.as_ref().map(|found| robust(assessment, found)),
        "run": run(assessment, reproduce),
    })
}

/// Regret, satisficing and regions on the headline.
fn robust(assessment: &Assessment, found: &Robust) -> Value {
    let region = |region: &Region| {
        let conditions = region.conditions.iter().map(|condition| {
            let input = assessment.run.inputs.get(condition.input);
            json!({
                "input": input.map(|input| input.path.as_str()),
                "above": condition.above,
                "threshold": number(condition.threshold),
            })
        });
        json!({
            "conditions": conditions.collect::<Vec<Value>>(),
            "coverage": number(region.coverage),
            "density": number(region.density),
        })
    };
    let choice = |choice: &Contender| {
        json!({
            "arm": id(assessment, choice.arm),
            "greatest_regret": number(choice.regret),
            "regret_q95": number(choice.regret_q95),
            "share_enough": number(choice.enough),
            "share_best": number(choice.wins),
            "region": choice.region.as_ref().map(region),
        })
    };
    json!({
        "outcome": assessment.run.outputs.get(found.output).map(|output| output.name.as_str()),
        "enough": number(ENOUGH),
        "share_alike": number(found.alike),
        "choices": found.choices.iter().map(choice).collect::<Vec<Value>>(),
    })
}

fn id(assessment: &Assessment, arm: usize) -> &str {
    let arm = assessment.run.arms.get(arm);
    arm.map_or("", |arm| arm.id.as_str())
}

fn outcome(assessment: &Assessment, comparison: &Comparison, compared: &Compared) -> Value {
    let output = assessment.run.outputs.get(compared.output);
    let mut by_arm = Map::new();
    for &arm in &comparison.arms {
        let row = assessment.rows.get(arm);
        let level = row.and_then(|row| row.levels.iter().find(|l| l.output == compared.output));
        if let Some(level) = level {
            let measured = json!({
                "level": arms::summary(&level.level),
                "effect": level.effect.as_ref().map(difference),
            });
            by_arm.insert(id(assessment, arm).to_owned(), measured);
        }
    }
    let pairs = compared.pairs.iter().map(|pair| one(assessment, pair));
    json!({
        "outcome": output.map(|output| output.name.as_str()),
        "unit": match output.map(|output| output.unit) {
            Some(Unit::People) => "people",
            _ => "probability",
        },
        "arms": by_arm,
        "pairs": pairs.collect::<Vec<Value>>(),
    })
}

fn one(assessment: &Assessment, pair: &Pair) -> Value {
    json!({
        "first": id(assessment, pair.first),
        "second": id(assessment, pair.second),
        "difference": difference(&pair.levels),
        "difference_of_effects": difference(&pair.effects),
    })
}

/// A difference with the shares of the settings in which it is above and below 0.
fn difference(effect: &Effect) -> Value {
    let mut fields = arms::fields(&effect.difference);
    fields.insert("share_positive".to_owned(), number(effect.share_positive));
    fields.insert("share_negative".to_owned(), number(effect.share_negative));
    Value::Object(fields)
}
