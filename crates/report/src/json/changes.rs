//! What is new in the headlines, as JSON.

use pourparler_analysis::Assessment;
use serde_json::{Value, json};

use super::number;
use crate::headlines::Headlines;

/// Schema of what changed from one run to the next.
pub const CHANGES_SCHEMA: &str = "pourparler.changes/1";

/// The outcomes and verdicts that differ from those before; all of them where nothing was
/// before. `run` says how much was computed: `reduced` or `full`.
pub fn changes(
    assessment: &Assessment,
    run: &str,
    before: Option<&Headlines>,
    after: &Headlines,
) -> Value {
    let outcomes = after.outcomes.iter().filter_map(|new| {
        let old = before.and_then(|before| before.outcome(&new.id));
        let differs = old != Some(new);
        let pair = |old: Option<f64>, new: f64| {
            json!({ "before": old.map_or(Value::Null, number), "after": number(new) })
        };
        differs.then(|| {
            json!({
                "outcome": new.id,
                "without": pair(old.map(|old| old.without), new.without),
                "with": pair(old.map(|old| old.with), new.with),
            })
        })
    });
    let claims = after.verdicts.iter().filter_map(|(id, new)| {
        let old = before.and_then(|before| before.verdict(id));
        (old != Some(*new)).then(|| json!({ "id": id, "before": old, "after": new }))
    });
    let settings = &assessment.run.settings;
    json!({
        "schema": CHANGES_SCHEMA,
        "file": assessment.scenario.name,
        "scenario_sha256": assessment.scenario.sha256,
        "run": run,
        "scrambles": settings.scrambles,
        "points": settings.points,
        "paths": settings.paths,
        "outcomes": outcomes.collect::<Vec<Value>>(),
        "claims": claims.collect::<Vec<Value>>(),
    })
}
