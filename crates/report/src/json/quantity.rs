//! A quantity or a choice as JSON.

use pourparler_scenario::histogram::Histogram;
use pourparler_scenario::{Choice, Quantity};
use serde_json::{Map, Value, json};

use super::number;
use crate::quantity::{Described, LEVELS, What, law_name};

/// Schema of a described quantity.
pub const QUANTITY_SCHEMA: &str = "pourparler.quantity/1";

/// Bins of the histogram.
const BINS: usize = 64;

/// A quantity or a choice, with where it comes from.
pub fn quantity(described: &Described) -> Value {
    let mut fields = Map::new();
    fields.insert("schema".to_owned(), json!(QUANTITY_SCHEMA));
    fields.insert("typed".to_owned(), json!(described.typed));
    fields.insert("read_as".to_owned(), json!(described.read_as));
    fields.extend(match &described.what {
        What::Quantity(quantity) => of_quantity(quantity),
        What::Choice(choice) => of_choice(choice),
    });
    if described.read_as.is_some() {
        // What stands alone has no place in a file.
        for name in ["path", "elicited", "line"] {
            fields.insert(name.to_owned(), Value::Null);
        }
    }
    Value::Object(fields)
}

fn of_quantity(quantity: &Quantity) -> Map<String, Value> {
    let law = &quantity.law;
    let mut fields = provenance(
        &quantity.path,
        quantity.elicited,
        quantity.line,
        [&quantity.source, &quantity.note, &quantity.asked],
    );
    fields.insert("unit".to_owned(), json!(quantity.unit));
    fields.insert("word".to_owned(), json!(quantity.word));
    fields.insert("law".to_owned(), json!(law_name(law)));
    fields.insert("mean".to_owned(), number(law.mean()));
    fields.insert("sd".to_owned(), number(law.sd()));
    for level in LEVELS {
        let name = format!("q{:02.0}", 100.0 * level);
        fields.insert(name, number(law.quantile(level)));
    }
    let shape = law.histogram(BINS);
    fields.insert("histogram".to_owned(), shape.map_or(Value::Null, histogram));
    fields
}

fn histogram(shape: Histogram) -> Value {
    let masses = shape.masses.into_iter().map(number);
    json!({
        "low": number(shape.low),
        "high": number(shape.high),
        "masses": masses.collect::<Vec<Value>>(),
    })
}

fn of_choice(choice: &Choice) -> Map<String, Value> {
    let mut fields = provenance(
        &choice.path,
        choice.elicited,
        choice.line,
        [&choice.source, &choice.note, &choice.asked],
    );
    let weights = choice.labels.iter().zip(&choice.weights);
    let weights = weights.map(|(label, weight)| (label.clone(), number(*weight)));
    fields.insert("choice".to_owned(), Value::Object(weights.collect()));
    fields
}

fn provenance(
    path: &str,
    elicited: bool,
    line: usize,
    [source, note, asked]: [&Option<String>; 3],
) -> Map<String, Value> {
    let fields = [
        ("path", json!(path)),
        ("elicited", json!(elicited)),
        ("line", json!(line)),
        ("source", json!(source)),
        ("note", json!(note)),
        ("asked", json!(asked)),
    ];
    fields
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}
