//! The schema and the reference page, made from the same key tables.

use crate::grammar::vocabulary;
use pourparler_scenario::reference::markdown;
use pourparler_scenario::schema::json_schema;
use serde_json::Value;

#[test]
fn the_schema_has_every_key_and_nothing_loose() {
    let vocabulary = vocabulary();
    let schema = json_schema(&vocabulary);
    let text = serde_json::to_string(&schema).expect("JSON");
    let back: Value = serde_json::from_str(&text).expect("JSON again");
    assert_eq!(back, schema);
    for path in vocabulary.paths() {
        for key in vocabulary.keys(path) {
            let mut at = &schema;
            for segment in path.split('.').filter(|segment| !segment.is_empty()) {
                at = match segment.strip_suffix("[]") {
                    _ if segment.starts_with('*') => &at["additionalProperties"],
                    Some(list) => &at["properties"][list]["items"],
                    None => &at["properties"][segment],
                };
            }
            let property = &at["properties"][key.name];
            assert!(
                property.is_object(),
                "{path} {} is not in the schema",
                key.name
            );
            assert!(property["description"].is_string());
        }
    }
    assert_eq!(schema["additionalProperties"], Value::Bool(false));
    assert_eq!(schema["required"], serde_json::json!(["title", "as_of"]));
    let variant = &schema["properties"]["variants"]["additionalProperties"];
    assert!(variant["properties"]["contact"].is_object());
    assert!(variant["properties"]["contact"]["required"].is_null());
}

#[test]
fn the_reference_page_names_every_key_and_its_default() {
    let vocabulary = vocabulary();
    let page = markdown(&vocabulary);
    for path in vocabulary.paths() {
        for key in vocabulary.keys(path) {
            assert!(
                page.contains(&format!("| `{}` |", key.name)),
                "{path} {}",
                key.name
            );
        }
    }
    for text in [
        "`30% .. 70%`, not elicited: wide",
        "[issues.ID.guarantees.OPTION]",
        "2097152",
    ] {
        assert!(page.contains(text), "{text}");
    }
    let rows = page.lines().filter(|line| line.starts_with('|'));
    for row in rows {
        let cells = row.replace("\\|", "").matches('|').count();
        assert!(cells == 5 || cells == 3, "{row}");
    }
}
