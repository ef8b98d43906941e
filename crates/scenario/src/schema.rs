//! JSON Schema of the scenario file, for editors, made from the key tables.
//!
//! It checks shape, words and ranges of plain numbers. Ids, options, texts of quantities
//! and everything that needs a second place are the reader's.

use serde_json::{Map, Value, json};

use crate::key::{Default, Key, Kind};
use crate::shape::Shape;
use crate::vocabulary::Vocabulary;

/// The schema, draft 2020-12.
pub fn json_schema(vocabulary: &Vocabulary) -> Value {
    let shape = Shape::of(vocabulary);
    let mut schema = table(&shape, &shape, true);
    let mut all = Map::new();
    all.insert(
        "$schema".to_owned(),
        json!("https://json-schema.org/draft/2020-12/schema"),
    );
    all.insert(
        "title".to_owned(),
        json!("Scenario of a diplomatic contact"),
    );
    if let Value::Object(own) = &mut schema {
        all.append(own);
    }
    all.insert(
        "$defs".to_owned(),
        json!({
            "pair": numbers(2),
            "triple": numbers(3),
        }),
    );
    Value::Object(all)
}

fn numbers(count: usize) -> Value {
    json!({
        "type": "array",
        "items": { "type": ["number", "string"] },
        "minItems": count,
        "maxItems": count,
    })
}

fn table(shape: &Shape, top: &Shape, required: bool) -> Value {
    let mut properties = Map::new();
    for key in &shape.keys {
        properties.insert(key.name.to_owned(), described(key));
    }
    for (name, child) in &shape.children {
        // A variant holds any part of the file, so nothing in it is required.
        properties.insert((*name).to_owned(), below(child, top, required));
    }
    let mut schema = Map::new();
    schema.insert("type".to_owned(), json!("object"));
    if let Some(section) = shape.section {
        schema.insert("description".to_owned(), json!(section.doc));
    }
    if shape.path == "variants.*" {
        for (name, child) in &top.children {
            if *name != "variants" && *name != "claims" {
                properties.insert((*name).to_owned(), below(child, top, false));
            }
        }
    }
    schema.insert("properties".to_owned(), Value::Object(properties));
    let needed: Vec<&str> = shape
        .keys
        .iter()
        .filter(|key| matches!(key.default, Default::Required))
        .map(|key| key.name)
        .collect();
    if required && !needed.is_empty() {
        schema.insert("required".to_owned(), json!(needed));
    }
    let others = match &shape.star {
        Some((_, star)) => table(star, top, required && shape.path != "variants"),
        None => json!(false),
    };
    schema.insert("additionalProperties".to_owned(), others);
    Value::Object(schema)
}

fn below(child: &Shape, top: &Shape, required: bool) -> Value {
    let schema = table(child, top, required);
    if child.list {
        json!({ "type": "array", "items": schema })
    } else {
        schema
    }
}

fn described(key: &Key) -> Value {
    let mut schema = of(&key.kind);
    if let Value::Object(object) = &mut schema {
        let unit = if key.unit.is_empty() {
            String::new()
        } else {
            format!(" Unit: {}.", key.unit)
        };
        object.insert(
            "description".to_owned(),
            json!(format!("{}{unit}", key.doc)),
        );
    }
    schema
}

fn of(kind: &Kind) -> Value {
    match kind {
        Kind::Text | Kind::Ref(_) | Kind::OptionRef | Kind::Expression => {
            json!({ "type": "string" })
        }
        // Dates are a type of TOML's own; editors hand them on as strings.
        Kind::Date => json!({ "type": "string", "format": "date" }),
        Kind::Bool => json!({ "type": "boolean" }),
        Kind::Integer { min, max } => {
            json!({ "type": "integer", "minimum": min, "maximum": max })
        }
        Kind::Duration => json!({ "type": ["string", "number"] }),
        Kind::Quantity { min, max } | Kind::Labelled { min, max, .. } => quantity(*min, *max),
        Kind::Enum(words) => json!({ "enum": words }),
        Kind::Choice(words) => {
            let weights: Map<String, Value> = words
                .iter()
                .map(|word| ((*word).to_owned(), json!({ "type": ["number", "string"] })))
                .collect();
            choice(
                json!({ "enum": words }),
                json!({
                    "type": "object", "properties": weights, "additionalProperties": false,
                }),
            )
        }
        Kind::ChoiceOf(_) => choice(json!({ "type": "string" }), json!({ "type": "object" })),
        Kind::RefList(_) | Kind::TextList | Kind::OptionList => list(&json!({ "type": "string" })),
        Kind::DateList => list(&of(&Kind::Date)),
        Kind::NumberList => list(&json!({ "type": "number" })),
        Kind::OptionMap(value) | Kind::RefMap(_, value) => {
            json!({ "type": "object", "additionalProperties": of(value) })
        }
        Kind::Package => json!({
            "type": "object",
            "additionalProperties": {
                "anyOf": [{ "type": "string" }, list(&json!({ "type": "string" }))],
            },
        }),
    }
}

fn list(items: &Value) -> Value {
    json!({ "type": "array", "items": items })
}

fn quantity(min: f64, max: f64) -> Value {
    let mut number = Map::new();
    number.insert("type".to_owned(), json!("number"));
    for (name, bound) in [("minimum", min), ("maximum", max)] {
        if bound.is_finite() {
            number.insert(name.to_owned(), json!(bound));
        }
    }
    let law = json!({
        "type": "object",
        "properties": {
            "value": {},
            "normal": { "$ref": "#/$defs/pair" },
            "lognormal": { "$ref": "#/$defs/pair" },
            "uniform": { "$ref": "#/$defs/pair" },
            "beta": { "$ref": "#/$defs/pair" },
            "pert": { "$ref": "#/$defs/triple" },
            "source": { "type": "string" },
            "note": { "type": "string" },
            "asked": { "type": "string" },
        },
        "additionalProperties": false,
    });
    json!({ "anyOf": [number, { "type": "string" }, law] })
}

fn choice(word: Value, weights: Value) -> Value {
    json!({
        "anyOf": [
            word,
            {
                "type": "object",
                "properties": {
                    "choice": weights,
                    "value": {},
                    "source": { "type": "string" },
                    "note": { "type": "string" },
                    "asked": { "type": "string" },
                },
                "additionalProperties": false,
            },
        ],
    })
}
