//! Two files compared, as JSON.

use pourparler_analysis::diff::{Changed, Diff, FIGURES, Figure, Orders};
use pourparler_scenario::Scenario;
use serde_json::{Map, Value, json};

use super::{figure, number};

/// Schema of a difference.
pub const DIFF_SCHEMA: &str = "pourparler.diff/1";

/// Two files compared; `reproduce` is the command that gives it again.
pub fn diff(files: [&Scenario; 2], diff: &Diff, reproduce: &str) -> Value {
    let [whole, shares] = diff.efforts.map(|effort| {
        json!({ "scrambles": effort.scrambles, "points": effort.points, "paths": effort.paths })
    });
    let levels = |side: usize| named(diff.levels.map(|pair| pair[side]), "mean");
    let changed = |changed: &Changed| {
        let lines = changed.differences.iter().map(|difference| {
            json!({
                "key": difference.path,
                "lines": difference.lines,
                "written": difference.written,
            })
        });
        json!({
            "changes": lines.collect::<Vec<Value>>(),
            "shares": named(changed.shares, "share"),
        })
    };
    let (orders, mixtures) = match diff.orders {
        Orders::All(mixtures) => (json!("all"), mixtures),
        Orders::Drawn(orders, mixtures) => (json!(orders), mixtures),
    };
    json!({
        "schema": DIFF_SCHEMA,
        "outcome": diff.outcome,
        "a": levels(0),
        "b": levels(1),
        "difference": named(diff.total, "difference"),
        "changes": diff.changes.iter().map(changed).collect::<Vec<Value>>(),
        "orders": orders,
        "mixtures": mixtures,
        "run": {
            "version": env!("CARGO_PKG_VERSION"),
            "seed": diff.efforts[0].seed,
            "scenarios": files.map(|scenario| json!({
                "name": scenario.name,
                "sha256": scenario.sha256,
            })),
            "size": whole,
            "shares": shares,
            "reproduce": reproduce,
        },
    })
}

/// The three figures by name.
fn named(values: [(f64, f64); 3], what: &str) -> Value {
    let name = |kind: &Figure| match kind {
        Figure::With => "with",
        Figure::Without => "without",
        Figure::Effect => "effect",
    };
    let fields = FIGURES.iter().zip(values).map(|(kind, (value, se))| {
        let mut fields = Map::new();
        if se.is_finite() {
            fields.extend(figure(what, value, se));
        } else {
            fields.insert(what.to_owned(), number(value));
        }
        (name(kind).to_owned(), Value::Object(fields))
    });
    Value::Object(fields.collect())
}
