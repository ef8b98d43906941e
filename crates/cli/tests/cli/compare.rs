//! `compare`: variants side by side, in line with what `assess` says of each.

use serde_json::Value;

use crate::{BLANK, EXAMPLE, nulls_have_reasons, pourparler, small};

fn figure(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value}"))
}

#[test]
fn the_text_of_a_small_comparison() {
    let ran = pourparler(&small(&["compare", EXAMPLE]));
    assert_eq!(ran.code, 0, "{}", ran.err);
    insta::assert_snapshot!("compare-moscow-sixth-visit", ran.out);
}

#[test]
fn levels_and_effects_are_those_of_the_assessment() {
    let compared = pourparler(&small(&["compare", EXAMPLE, "--json"])).json();
    assert_eq!(compared["schema"], "pourparler.comparison/1");
    nulls_have_reasons(&compared);
    let assessed = pourparler(&small(&["assess", EXAMPLE, "--json"])).json();
    let outcomes = compared["outcomes"].as_array().unwrap();
    assert_eq!(outcomes[0]["outcome"], "settlement");
    let mut checked = 0;
    for outcome in outcomes {
        let name = outcome["outcome"].as_str().unwrap();
        for (arm, measured) in outcome["arms"].as_object().unwrap() {
            let level = &assessed["arms"][arm][name];
            assert_eq!(figure(&measured["level"]["mean"]), figure(&level["mean"]));
            let effect = &assessed["effects"][arm][name];
            assert_eq!(measured["effect"], *effect, "{arm} {name}");
            checked += 1;
        }
        for pair in outcome["pairs"].as_array().unwrap() {
            let of = |arm: &Value, what: &str| {
                figure(&outcome["arms"][arm.as_str().unwrap()][what]["mean"])
            };
            let (first, second) = (&pair["first"], &pair["second"]);
            for (field, what) in [("difference", "level"), ("difference_of_effects", "effect")] {
                let d = of(first, what) - of(second, what);
                assert!((figure(&pair[field]["mean"]) - d).abs() < 1e-9, "{name}");
            }
        }
    }
    assert!(checked > 20, "{checked}");
}

#[test]
fn a_scenario_without_variants_is_told_how_to_get_one() {
    let ran = pourparler(&small(&["compare", BLANK]));
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("[variants.ID]"), "{}", ran.err);
    let json = pourparler(&small(&["compare", BLANK, "--json"]));
    assert_eq!(json.json()["kind"], "input");
}

#[test]
fn the_line_that_reproduces_a_comparison_does() {
    let first = pourparler(&small(&["compare", EXAMPLE, "--seed", "3", "--json"]));
    let command = first.json()["run"]["reproduce"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(
        command.starts_with("pourparler compare scenario.toml --seed 3 "),
        "{command}"
    );
    let mut arguments: Vec<&str> = command.split(' ').skip(1).collect();
    arguments[1] = EXAMPLE;
    arguments.push("--json");
    assert_eq!(pourparler(&arguments).out, first.out);
}
