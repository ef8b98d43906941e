//! `drivers`, `discover`, `worth-knowing` and `assess --draws`: the commands that say why.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{BLANK, ENVOY, EXAMPLE, Ran, nulls_have_reasons, pourparler, small};

fn figure(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value}"))
}

/// Large enough for a rule and small enough for a test.
const MIDDLE: [&str; 6] = ["--scrambles", "8", "--points", "128", "--paths", "4"];

fn middle(arguments: &[&str]) -> Ran {
    let all: Vec<&str> = arguments.iter().chain(&MIDDLE).copied().collect();
    pourparler(&all)
}

#[test]
fn the_text_of_drivers() {
    let ran = middle(&["drivers", EXAMPLE, "--outcome", "settlement"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    insta::assert_snapshot!("drivers-settlement", ran.out);
    let ran = middle(&["drivers", ENVOY, "--input", "process.rate"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    insta::assert_snapshot!("drivers-envoy-visit", ran.out);
}

#[test]
fn the_text_of_rules() {
    let ran = middle(&["discover", EXAMPLE]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    insta::assert_snapshot!("discover-settlement", ran.out);
    let ran = middle(&["discover", EXAMPLE, "--effect", "--outcome", "step.talks"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    insta::assert_snapshot!("discover-effect-on-talks", ran.out);
    let ran = middle(&["discover", EXAMPLE, "--claim", "C06"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    insta::assert_snapshot!("discover-claim", ran.out);
}

#[test]
fn the_text_of_what_is_worth_knowing() {
    let ran = middle(&["worth-knowing", EXAMPLE]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    insta::assert_snapshot!("worth-knowing", ran.out);
    let costs = ["--cost", "0.2pt", "--cost", "formal-negotiator=1pt"];
    let given: Vec<&str> = ["worth-knowing", EXAMPLE]
        .iter()
        .chain(&costs)
        .copied()
        .collect();
    let ran = middle(&given);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.out.contains("less a cost of +0.20 points"),
        "{}",
        ran.out
    );
}

#[test]
fn names_that_are_not_there_are_told_with_what_there_is() {
    let mut said = String::new();
    for arguments in [
        vec!["drivers", EXAMPLE, "--outcome", "setlement"],
        vec!["drivers", EXAMPLE, "--outcome", "weather"],
        vec!["drivers", EXAMPLE, "--input", "war.volatilty"],
        vec![
            "drivers",
            EXAMPLE,
            "--input",
            "process.rate",
            "--totals",
            "9999",
        ],
        vec!["discover", EXAMPLE, "--claim", "C99"],
        vec!["discover", BLANK, "--claim", "C1"],
        vec![
            "discover",
            EXAMPLE,
            "--outcome",
            "settlement",
            "--claim",
            "C01",
        ],
        vec!["discover", EXAMPLE, "--coverage", "120%"],
        vec!["discover", EXAMPLE, "--at-least", "much"],
        vec!["worth-knowing", EXAMPLE, "--cost", "nobody=1pt"],
        vec!["worth-knowing", EXAMPLE, "--cost", "free"],
        vec!["worth-knowing", EXAMPLE, "--outcome", "crosing"],
        vec!["assess", EXAMPLE, "--draws", "draws.txt"],
    ] {
        let ran = pourparler(&small(&arguments));
        assert_ne!(ran.code, 0, "{arguments:?}");
        assert_eq!(ran.out, "", "{arguments:?}");
        said.push_str(&format!("$ {}\n{}", arguments.join(" "), ran.err));
    }
    insta::assert_snapshot!("reasons-mistakes", said.replace(EXAMPLE, "scenario.toml"));
}

#[test]
fn what_never_varies_is_said_to() {
    let mut said = String::new();
    for arguments in [
        // A contact of one side's releases leaves the other side's as they are.
        vec![
            "discover",
            EXAMPLE,
            "--outcome",
            "exchange.civilians",
            "--effect",
        ],
        vec![
            "discover",
            EXAMPLE,
            "--outcome",
            "settlement",
            "--at-least",
            "99%",
        ],
        vec!["discover", EXAMPLE, "--claim", "C13"],
        vec!["discover", EXAMPLE, "--claim", "C01", "--refuted"],
        vec!["worth-knowing", EXAMPLE, "--outcome", "exchange.civilians"],
    ] {
        let ran = pourparler(&small(&arguments));
        assert_eq!(ran.code, 1, "{arguments:?}: {}", ran.out);
        said.push_str(&format!("$ {}\n{}", arguments.join(" "), ran.err));
        let json = pourparler(&small(&[&arguments[..], &["--json"]].concat())).json();
        assert_eq!(json["kind"], "input", "{arguments:?}");
    }
    let said: String = said.replace(EXAMPLE, "scenario.toml");
    // How long a run took is no part of what is said.
    let told = said.lines().filter(|line| !line.contains("million steps"));
    insta::assert_snapshot!("reasons-no-variance", told.collect::<Vec<_>>().join("\n"));
    // Drivers list it and say why there is none.
    let outcome = [
        "drivers",
        EXAMPLE,
        "--outcome",
        "exchange.civilians",
        "--effect",
    ];
    let ran = pourparler(&small(&outcome));
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("no variance"), "{}", ran.out);
    let json = pourparler(&small(&[&outcome[..], &["--json"]].concat())).json();
    assert!(json["targets"][0]["drivers"].is_null());
    assert!(json["targets"][0]["reason"].is_string());
}

#[test]
fn documents_hold_figures_or_reasons() {
    for arguments in [
        vec!["drivers", EXAMPLE],
        vec!["discover", EXAMPLE],
        vec!["worth-knowing", EXAMPLE],
    ] {
        let json = middle(&[&arguments[..], &["--json"]].concat()).json();
        nulls_have_reasons(&json);
        assert!(!json.to_string().contains("NaN"), "{arguments:?}");
    }
}

#[test]
fn drivers_agree_with_the_assessment() {
    let drivers = middle(&["drivers", EXAMPLE, "--json"]).json();
    assert_eq!(drivers["schema"], "pourparler.drivers/1");
    let assessed = middle(&["assess", EXAMPLE, "--json"]).json();
    let targets = drivers["targets"].as_array().unwrap();
    assert!(targets.len() > 50, "{}", targets.len());
    let settlement = &targets[0];
    assert_eq!(settlement["outcome"], "settlement");
    // Dimensions are numbered by the paths of the pair alone, so settings differ from those of an
    // assessment with variants; means agree within their errors.
    let level = &assessed["arms"]["with"]["settlement"];
    let off = (figure(&settlement["mean"]) - figure(&level["mean"])).abs();
    assert!(off <= 6.0 * figure(&level["se"]), "{off}");
    for target in targets {
        let Some(drivers) = target["drivers"].as_array() else {
            continue;
        };
        for driver in drivers {
            let delta = figure(&driver["delta"]["value"]);
            assert!((0.0..=1.0).contains(&delta), "{driver}");
            assert!(figure(&driver["first"]["value"]) <= 1.0);
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes_on_any_threads() {
    for arguments in [
        vec!["drivers", EXAMPLE, "--json"],
        vec!["discover", EXAMPLE, "--json"],
        vec!["discover", EXAMPLE, "--claim", "C06"],
        vec!["worth-knowing", EXAMPLE, "--json"],
        vec!["compare", EXAMPLE, "--json"],
    ] {
        let on = |threads: &str| {
            let ran = pourparler(&small(&[&arguments[..], &["--threads", threads]].concat()));
            assert_eq!(ran.code, 0, "{arguments:?}: {}", ran.err);
            ran.out
        };
        let one = on("1");
        assert!(on("2") == one && on("7") == one, "{arguments:?}");
    }
}

#[test]
fn the_lines_that_reproduce_do() {
    for (command, more) in [
        (
            "drivers",
            vec!["--outcome", "crossing", "--input", "process.rate"],
        ),
        (
            "discover",
            vec!["--outcome", "crossing", "--at-least", "0.2"],
        ),
        ("worth-knowing", vec!["--cost", "1pt", "--resolves", "0.8"]),
    ] {
        let arguments = [&[command, EXAMPLE, "--seed", "3", "--json"], &more[..]].concat();
        let first = pourparler(&small(&arguments));
        assert_eq!(first.code, 0, "{command}: {}", first.err);
        let reproduce = first.json()["run"]["reproduce"]
            .as_str()
            .unwrap()
            .to_owned();
        let mut again: Vec<&str> = reproduce.split(' ').skip(1).collect();
        assert_eq!(again[1], "scenario.toml");
        again[1] = EXAMPLE;
        again.push("--json");
        assert_eq!(pourparler(&again).out, first.out, "{reproduce}");
    }
}

#[test]
fn draws_hold_every_setting_of_every_arm() {
    let folder = std::env::temp_dir().join(format!("pourparler-draws-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("draws.csv");
    let path = path.to_str().unwrap();
    let ran = pourparler(&small(&["assess", BLANK, "--draws", path, "--json"]));
    assert_eq!(ran.code, 0, "{}", ran.err);
    let text = std::fs::read_to_string(path).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    let json = ran.json();
    let mut lines = text.lines();
    let heads: Vec<&str> = lines.next().unwrap().split(',').collect();
    assert_eq!(&heads[..3], ["arm", "scramble", "point"]);
    let place = |name: &str| heads.iter().position(|head| *head == name).unwrap();
    let inputs = json["trace"]["inputs"].as_array().unwrap();
    for input in inputs.iter().filter(|input| input["uncertain"] == true) {
        place(input["path"].as_str().unwrap());
    }
    let rows: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
    assert!(rows.iter().all(|row| row.len() == heads.len()));
    let settings: BTreeSet<(&str, &str, &str)> =
        rows.iter().map(|row| (row[0], row[1], row[2])).collect();
    let arms: BTreeSet<&str> = rows.iter().map(|row| row[0]).collect();
    assert!(
        arms.contains("without") && arms.contains("with"),
        "{arms:?}"
    );
    assert!(
        arms.iter().all(|arm| !arm.starts_with("levers:")),
        "{arms:?}"
    );
    assert_eq!(settings.len(), arms.len() * 64);
    // The mean of a column is the figure of the assessment.
    let column = place("settlement");
    let with: Vec<f64> = rows
        .iter()
        .filter(|row| row[0] == "with")
        .map(|row| row[column].parse().unwrap())
        .collect();
    let mean = with.iter().sum::<f64>() / with.len() as f64;
    let level = figure(&json["arms"]["with"]["settlement"]["mean"]);
    assert!((mean - level).abs() < 1e-12, "{mean} {level}");
}

#[cfg(not(feature = "parquet"))]
#[test]
fn draws_as_parquet_say_how_the_program_is_built_for_them() {
    let ran = pourparler(&["assess", EXAMPLE, "--draws", "draws.parquet"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
    assert!(
        ran.err.contains("cargo build --release --features parquet"),
        "{}",
        ran.err
    );
    assert!(!std::path::Path::new("draws.parquet").exists());
}

#[cfg(feature = "parquet")]
#[test]
fn draws_as_parquet_by_the_ending_of_the_name() {
    let folder = std::env::temp_dir().join(format!("pourparler-parquet-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("draws.PARQUET");
    let name = path.to_str().unwrap();
    let ran = pourparler(&small(&["assess", BLANK, "--draws", name, "--json"]));
    assert_eq!(ran.code, 0, "{}", ran.err);
    let bytes = std::fs::read(&path).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
}
