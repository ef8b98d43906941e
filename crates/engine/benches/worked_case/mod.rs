//! The worked case as the engine sees it.

use pourparler_engine::result::Questions;
use pourparler_engine::{Effort, Plan, vocabulary};
use pourparler_scenario::read;

const FILE: &str = include_str!("../../../../scenarios/moscow-sixth-visit/scenario.toml");
/// Tables that other crates read: base rates, inputs and groups of claims, the claims, and what only
/// second opinions read.
const OTHERS: [&str; 6] = [
    "[reference",
    "[inputs",
    "[rates",
    "[groups",
    "[[claims",
    "[opinions",
];

/// The plan of the worked case without what only the analysis reads.
pub fn plan(effort: Effort) -> Plan {
    let mut kept = true;
    let lines = FILE.lines().filter(|line| {
        if line.starts_with('[') {
            kept = !OTHERS.iter().any(|table| line.starts_with(table));
        }
        kept
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    let reading = read::read("scenario.toml", &text, &vocabulary());
    let scenario = reading
        .scenario
        .unwrap_or_else(|| panic!("{:#?}", reading.diagnostics));
    Plan::compile(&scenario, effort, &Questions::default()).expect("a scenario without mistakes")
}
