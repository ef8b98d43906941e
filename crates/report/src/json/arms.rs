//! Levels, effects and courses over time, by arm and outcome.

use pourparler_analysis::{Assessment, Row, Summary};
use pourparler_engine::result::{ArmRole, ArmRun};
use serde_json::{Map, Value, json};

use super::{number, unspread};

/// A summary over settings; `se` is the standard error over scrambles.
pub fn summary(summary: &Summary) -> Value {
    Value::Object(fields(summary))
}

/// The figures of [`summary`].
pub fn fields(summary: &Summary) -> Map<String, Value> {
    let values = [
        ("mean", summary.mean),
        ("se", summary.se),
        ("q05", summary.q05),
        ("q50", summary.median),
        ("q95", summary.q95),
    ];
    let mut fields: Map<String, Value> = values
        .into_iter()
        .map(|(name, value)| (name.to_owned(), number(value)))
        .collect();
    if values.iter().any(|(_, value)| !value.is_finite()) {
        fields.insert("reason".to_owned(), json!(unspread(summary.mean)));
    }
    fields
}

/// Arms with columns of their own; coalitions of levers are in the attribution.
fn shown(assessment: &Assessment) -> impl Iterator<Item = (&ArmRun, &Row)> {
    let arms = assessment.run.arms.iter().zip(&assessment.rows);
    arms.filter(|(arm, _)| arm.role != ArmRole::Coalition)
}

fn role(role: &ArmRole) -> &'static str {
    match role {
        ArmRole::Without => "without",
        ArmRole::With => "with",
        ArmRole::Variant => "variant",
        ArmRole::Part => "part",
        ArmRole::Ceiling => "ceiling",
        ArmRole::Coalition => "coalition",
        ArmRole::Given => "given",
    }
}

/// Id, name, role and baseline of each arm.
pub fn list(assessment: &Assessment) -> Value {
    let baseline = |arm: &ArmRun| {
        assessment
            .run
            .arms
            .get(arm.baseline)
            .map(|arm| arm.id.clone())
    };
    let listed = shown(assessment).map(|(arm, _)| {
        json!({
            "id": arm.id,
            "name": arm.name,
            "role": role(&arm.role),
            "baseline": baseline(arm),
        })
    });
    listed.collect()
}

/// `arms.<arm>.<outcome>`.
pub fn levels(assessment: &Assessment) -> Value {
    by_arm(assessment, |arm, row, output| {
        match row.levels.iter().find(|level| level.output == output) {
            Some(level) => {
                let mut values = fields(&level.level);
                let name = assessment
                    .run
                    .outputs
                    .get(output)
                    .map_or("", |output| &output.name);
                if let Some(spread) = assessment.over_runs(&arm.id, name) {
                    values.insert(
                        "runs".to_owned(),
                        json!({
                            "q05": number(spread.q05),
                            "q50": number(spread.median),
                            "q95": number(spread.q95),
                        }),
                    );
                }
                Value::Object(values)
            }
            None => unmeasured(arm),
        }
    })
}

/// `effects.<arm>.<outcome>`, against the arm's own baseline.
pub fn effects(assessment: &Assessment) -> Value {
    by_arm(assessment, |arm, row, output| {
        let level = row.levels.iter().find(|level| level.output == output);
        let Some(level) = level else {
            return unmeasured(arm);
        };
        let Some(effect) = &level.effect else {
            return json!({ "mean": null, "reason": "the arm is a baseline itself" });
        };
        let mut values = fields(&effect.difference);
        values.insert("share_positive".to_owned(), number(effect.share_positive));
        values.insert("share_negative".to_owned(), number(effect.share_negative));
        Value::Object(values)
    })
}

fn unmeasured(arm: &ArmRun) -> Value {
    json!({ "mean": null, "reason": format!("not measured in the arm {}", arm.id) })
}

fn by_arm(assessment: &Assessment, of: impl Fn(&ArmRun, &Row, usize) -> Value) -> Value {
    let arms = shown(assessment).map(|(arm, row)| {
        let outputs = assessment.run.outputs.iter().enumerate();
        let values = outputs
            // Compound events belong to the claims that ask for them.
            .filter(|(_, output)| !output.name.starts_with("event:"))
            .map(|(index, output)| (output.name.clone(), of(arm, row, index)));
        (arm.id.clone(), Value::Object(values.collect()))
    });
    Value::Object(arms.collect())
}

/// `curves.<arm>.<outcome>`: probability by the end of each step, with its standard error.
pub fn curves(assessment: &Assessment) -> Value {
    let run = &assessment.run;
    let steps = run.settings.steps;
    let day =
        |step: usize| number(run.settings.horizon_days * (step + 1) as f64 / steps.max(1) as f64);
    let main = run.arms.iter().filter(|arm| {
        matches!(
            arm.role,
            ArmRole::Without | ArmRole::With | ArmRole::Variant
        )
    });
    let arms = main.map(|arm| {
        let outputs = run.outputs.iter().zip(&arm.curves);
        let curves = outputs.filter_map(|(output, curve)| {
            let (means, errors): (Vec<Value>, Vec<Value>) = curve
                .as_ref()?
                .iter()
                .map(|by_scramble| {
                    let (mean, se) = over_scrambles(by_scramble);
                    (number(mean), number(se))
                })
                .unzip();
            Some((output.name.clone(), json!({ "mean": means, "se": errors })))
        });
        (arm.id.clone(), Value::Object(curves.collect()))
    });
    let arms: Map<String, Value> = arms.collect();
    json!({ "days": (0..steps).map(day).collect::<Vec<Value>>(), "arms": arms })
}

/// Mean and standard error (sd over √R) of values by scramble.
fn over_scrambles(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
    (mean, (squares / (n - 1.0) / n).sqrt())
}
