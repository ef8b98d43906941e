//! `assess`: the same bytes whatever the threads, the contract of its JSON, its exit codes.

use serde_json::Value;

use crate::folder::Folder;
use crate::{ENVOY, nulls_have_reasons, pourparler, pourparler_in, small};

#[test]
fn threads_do_not_change_a_byte() {
    for form in ["--json", "--ascii"] {
        let runs: Vec<String> = ["1", "2", "7"]
            .into_iter()
            .map(|threads| {
                let ran = pourparler(&small(&["assess", ENVOY, "--threads", threads, form]));
                assert_eq!(ran.code, 0, "{}", ran.err);
                ran.out
            })
            .collect();
        assert_eq!(runs[0], runs[1]);
        assert_eq!(runs[0], runs[2]);
    }
}

#[test]
fn the_seed_changes_the_figures_and_is_written_down() {
    let figures = |seed: &str| {
        let ran = pourparler(&small(&["assess", ENVOY, "--json", "--seed", seed]));
        let json = ran.json();
        assert_eq!(json["run"]["seed"], seed.parse::<u64>().unwrap());
        json["arms"]["with"]["settlement"]["mean"].as_f64().unwrap()
    };
    assert_eq!(figures("7"), figures("7"));
    assert_ne!(figures("7"), figures("8"));
}

#[test]
fn the_text_of_a_small_run() {
    let ran = pourparler(&small(&["assess", ENVOY]));
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.out.lines().all(|line| line.chars().count() <= 80),
        "{}",
        ran.out
    );
    insta::assert_snapshot!("assess-envoy-visit", ran.out);
}

#[test]
fn the_worked_example_runs() {
    let ran = pourparler(&small(&["example", "run", "moscow-sixth-visit"]));
    assert_eq!(ran.code, 0, "{}", ran.err);
    insta::assert_snapshot!("example-moscow-sixth-visit", ran.out);
}

#[test]
fn the_json_keeps_its_contract() {
    let json = pourparler(&small(&["assess", ENVOY, "--json"])).json();
    assert_eq!(json["schema"], "pourparler.assessment/1");
    let keys: Vec<&str> = json
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        keys,
        [
            "schema",
            "title",
            "marking",
            "as_of",
            "horizon_days",
            "arm_list",
            "arms",
            "effects",
            "news",
            "curves",
            "reference_class",
            "anatomy",
            "levers",
            "claims",
            "assumptions",
            "convergence",
            "remarks",
            "trace",
            "run",
        ]
    );
    for arm in ["without", "with", "only_information", "deception30", "all"] {
        summary(&json["arms"][arm]["settlement"], arm);
    }
    summary(&json["effects"]["with"]["settlement"], "effect");
    let share = json["effects"]["with"]["settlement"]["share_positive"]
        .as_f64()
        .unwrap();
    assert!((0.0..=1.0).contains(&share));
    assert!(json["effects"]["without"]["settlement"]["reason"].is_string());
    let news = &json["news"]["outcomes"]["settlement"];
    let (low, mean, high) = (&news["at_q05"], &news["mean"], &news["at_q95"]);
    // An invitation that favours an open zone is good news.
    assert!(low.as_f64() <= mean.as_f64() && mean.as_f64() <= high.as_f64());
    assert!(mean.as_f64() >= json["arms"]["with"]["settlement"]["mean"].as_f64());
    let claim = &json["claims"][0];
    for key in [
        "id",
        "verdict",
        "probability",
        "robustness",
        "flip",
        "restates",
        "tests",
    ] {
        assert!(claim.get(key).is_some(), "{key}");
    }
    for key in [
        "version",
        "seed",
        "scenario_sha256",
        "scrambles",
        "points",
        "paths",
        "complete",
    ] {
        assert!(!json["run"][key].is_null(), "{key}");
    }
    assert_eq!(json["run"]["complete"], true);
    let days = json["curves"]["days"].as_array().unwrap().len();
    assert_eq!(
        json["curves"]["arms"]["with"]["settlement"]["mean"]
            .as_array()
            .unwrap()
            .len(),
        days
    );
}

fn summary(value: &Value, what: &str) {
    for key in ["mean", "se", "q05", "q50", "q95"] {
        assert!(value[key].is_f64(), "{what} {key}: {value}");
    }
}

#[test]
fn the_effect_is_the_difference_of_the_levels() {
    let json = pourparler(&small(&["assess", ENVOY, "--json"])).json();
    let mean = |part: &str, arm: &str| json[part][arm]["settlement"]["mean"].as_f64().unwrap();
    for arm in json["arm_list"].as_array().unwrap() {
        let (id, baseline) = (
            arm["id"].as_str().unwrap(),
            arm["baseline"].as_str().unwrap(),
        );
        if id != baseline {
            let difference = mean("arms", id) - mean("arms", baseline);
            assert!((mean("effects", id) - difference).abs() < 1e-12, "{id}");
        }
    }
    let parts = json["levers"]["parts"].as_object().unwrap();
    let sum: f64 = parts
        .values()
        .map(|part| part["part"].as_f64().unwrap())
        .sum();
    assert!((sum - json["levers"]["gain"].as_f64().unwrap()).abs() < 1e-9);
    for anatomy in json["anatomy"].as_object().unwrap().values() {
        let parts = anatomy
            .as_object()
            .unwrap()
            .iter()
            .filter(|(name, _)| *name != "left_over");
        let sum: f64 = parts.map(|(_, part)| part["mean"].as_f64().unwrap()).sum();
        assert!((sum - 1.0).abs() < 1e-9, "{anatomy}");
    }
}

#[test]
fn nothing_is_null_without_a_reason() {
    let json = pourparler(&small(&["example", "run", "moscow-sixth-visit", "--json"]));
    assert_eq!(json.code, 0, "{}", json.err);
    nulls_have_reasons(&json.json());
    assert!(!json.out.contains("NaN"));
}

#[test]
fn fail_on_is_code_3_and_leaves_one_document() {
    let folder = Folder::new("fail-on");
    let claims = "\n[[claims]]\nid = \"sure\"\ntext = \"x\"\nkind = \"prediction\"\n\
                  supported_if = \"P(settlement) >= 0%\"\nrefuted_if = \"P(settlement) > 99%\"\n";
    let scenario = std::fs::read_to_string(crate::BLANK).unwrap();
    folder.write("visit.toml", &format!("{scenario}{claims}"));
    let run = |verdict: &str| {
        let arguments = small(&["assess", "visit.toml", "--json", "--fail-on", verdict]);
        pourparler_in(folder.path(), &arguments)
    };
    let caught = run("supported");
    assert_eq!(caught.code, 3);
    assert_eq!(caught.json()["claims"][0]["verdict"], "supported");
    assert!(caught.err.contains("sure is supported"), "{}", caught.err);
    assert_eq!(run("refuted,leaning-refuted").code, 0);
    assert_eq!(run("wrong").code, 2);
}

#[test]
fn reports_name_no_folder() {
    let folder = Folder::new("private-folder");
    folder.write(
        "visit.toml",
        &std::fs::read_to_string(crate::BLANK).unwrap(),
    );
    let path = folder.path().join("visit.toml");
    for form in ["--json", "--ascii"] {
        let ran = pourparler(&small(&["assess", path.to_str().unwrap(), form]));
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(!ran.out.contains("private-folder"), "{}", ran.out);
        assert!(
            ran.out.contains("pourparler assess visit.toml --seed 1"),
            "{}",
            ran.out
        );
    }
}

#[test]
fn the_line_that_reproduces_a_run_does() {
    let first = pourparler(&small(&[
        "example",
        "run",
        "moscow-sixth-visit",
        "--seed",
        "5",
        "--json",
    ]));
    let command = first.json()["run"]["reproduce"]
        .as_str()
        .unwrap()
        .to_owned();
    let mut arguments: Vec<&str> = command.split(' ').skip(1).collect();
    arguments.push("--json");
    assert_eq!(pourparler(&arguments).out, first.out);
}

#[test]
fn what_a_scenario_leaves_out_is_null_with_a_reason() {
    let folder = Folder::new("no-class");
    let scenario = std::fs::read_to_string(crate::BLANK).unwrap();
    let (before, reference) = scenario.split_once("[reference]").unwrap();
    let (_, after) = reference.split_once("[contact]").unwrap();
    folder.write("a.toml", &format!("{before}[contact]{after}"));
    let json = pourparler_in(folder.path(), &small(&["assess", "a.toml", "--json"])).json();
    let class = &json["reference_class"];
    assert!(
        class["value"].is_null() && class["reason"].is_string(),
        "{class}"
    );
    assert_eq!(json["claims"].as_array().unwrap().len(), 0);
    let text = pourparler_in(folder.path(), &small(&["assess", "a.toml"]));
    assert!(
        text.out.contains("names no reference class"),
        "{}",
        text.out
    );
}

/// Where nobody fights nothing is said of a front or a war.
#[test]
fn a_conflict_without_a_front_is_told_without_one() {
    const STANDOFF: &str = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../engine/tests/fixtures/standoff.toml"
    );
    let speaks = |text: &str, word: &str| {
        let mut words = text.split(|c: char| !c.is_alphanumeric());
        words.any(|other| other.eq_ignore_ascii_case(word))
    };
    for arguments in [&small(&["assess", STANDOFF])[..], &["agreements", STANDOFF]] {
        let ran = pourparler(arguments);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(ran.out.contains("without an agreement") || ran.out.contains("no agreement"));
        for word in ["front", "war", "fighting", "fight"] {
            assert!(!speaks(&ran.out, word), "{word}:\n{}", ran.out);
        }
    }
    let json = pourparler(&small(&["assess", STANDOFF, "--json"])).json();
    let assumed = json["assumptions"].to_string();
    assert!(
        !assumed.contains("war.") && !assumed.contains("would_fight"),
        "{assumed}"
    );
    // The same file with a war says so.
    let ran = pourparler(&small(&["assess", ENVOY]));
    assert!(speaks(&ran.out, "war") && speaks(&ran.out, "front"));
}
