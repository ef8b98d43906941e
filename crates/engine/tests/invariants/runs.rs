//! Scenarios read from text, run, and asked for columns.

use pourparler_engine::result::Questions;
use pourparler_engine::summary;
use pourparler_engine::{Effort, Plan, Run, run, vocabulary};
use pourparler_scenario::{Scenario, read};

/// Every mechanism at work.
pub const ENVOY: &str = include_str!("../fixtures/envoy.toml");
/// One unit to share and nothing else in the way.
pub const PIE: &str = include_str!("../fixtures/pie.toml");

/// One block per scramble: enough for what holds in every θ.
pub const SMALL: Effort = Effort {
    seed: 7,
    scrambles: 2,
    points: 8,
    paths: 16,
    halvings: 0,
};

/// The scenario of a text that has no mistake.
pub fn scenario(text: &str) -> Scenario {
    let reading = read::read("test.toml", text, &vocabulary());
    reading
        .scenario
        .unwrap_or_else(|| panic!("{:#?}", reading.diagnostics))
}

/// The plan of a text that has no mistake.
pub fn plan(text: &str, effort: Effort) -> Plan {
    Plan::compile(&scenario(text), effort, &Questions::default())
        .unwrap_or_else(|mistakes| panic!("{mistakes:#?}"))
}

/// A run of a text.
pub fn run_of(text: &str, effort: Effort) -> Run {
    run(&plan(text, effort))
}

/// The text with each first string, which has to be there, replaced by the second.
pub fn edited(text: &str, edits: &[(&str, &str)]) -> String {
    edits.iter().fold(text.to_string(), |text, (old, new)| {
        assert!(text.contains(old), "`{old}` is not in the scenario");
        text.replace(old, new)
    })
}

/// The column of an output in an arm, if the arm measures it.
pub fn measured<'a>(run: &'a Run, arm: &str, output: &str) -> Option<&'a [f64]> {
    let arm = run.arm(arm).unwrap_or_else(|| panic!("no arm `{arm}`"));
    let output = run
        .output(output)
        .unwrap_or_else(|| panic!("no output `{output}`"));
    run.column(arm, output)
}

/// The column of an output in an arm.
pub fn column<'a>(run: &'a Run, arm: &str, output: &str) -> &'a [f64] {
    measured(run, arm, output).unwrap_or_else(|| panic!("`{output}` is not measured in `{arm}`"))
}

/// Mean of an output in an arm.
pub fn mean(run: &Run, arm: &str, output: &str) -> f64 {
    summary::mean(column(run, arm, output))
}

/// Standard error of that mean, over the scrambles.
pub fn standard_error(run: &Run, column: &[f64]) -> f64 {
    let means: Vec<f64> = column
        .chunks(run.settings.points)
        .map(summary::mean)
        .collect();
    summary::standard_error(&means)
}

/// Ids of the arms that record more than settlement.
pub fn full_arms(run: &Run) -> Vec<String> {
    let zone = run.output("zone").expect("the engine measures the zone");
    run.arms
        .iter()
        .filter(|arm| arm.columns[zone].is_some())
        .map(|arm| arm.id.clone())
        .collect()
}

/// Names of the outputs that start with `prefix`.
pub fn outputs<'a>(run: &'a Run, prefix: &str) -> Vec<&'a str> {
    let names = run.outputs.iter().map(|o| o.name.as_str());
    names.filter(|name| name.starts_with(prefix)).collect()
}

/// Bits of everything a run has measured, in order.
pub fn bits(run: &Run) -> Vec<u64> {
    let mut bits = Vec::new();
    for arm in &run.arms {
        for column in arm.columns.iter().flatten() {
            bits.extend(column.iter().map(|x| x.to_bits()));
        }
        for samples in arm.samples.iter().flatten() {
            bits.extend(samples.iter().map(|x| u64::from(x.to_bits())));
        }
        bits.extend(arm.chance_variance.iter().map(|x| x.to_bits()));
        for curve in arm.curves.iter().flatten().flatten() {
            bits.extend(curve.iter().map(|x| x.to_bits()));
        }
    }
    bits.extend(run.thetas.iter().flatten().map(|x| x.to_bits()));
    bits
}

/// Fails unless both columns hold the same bits.
pub fn same_bits(what: &str, a: &[f64], b: &[f64]) {
    assert_eq!(a.len(), b.len(), "{what}");
    for (theta, (x, y)) in a.iter().zip(b).enumerate() {
        assert_eq!(x.to_bits(), y.to_bits(), "{what}, θ {theta}: {x} and {y}");
    }
}
