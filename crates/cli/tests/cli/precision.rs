//! `--precision`: the settings are doubled until the figures are exact, and no further.

use serde_json::Value;

use crate::{ENVOY, pourparler};

const BEGIN: [&str; 8] = [
    "assess",
    ENVOY,
    "--scrambles",
    "8",
    "--paths",
    "4",
    "--json",
    "--points",
];

fn run(points: &str, more: &[&str]) -> Value {
    let arguments: Vec<&str> = BEGIN.iter().chain([&points]).chain(more).copied().collect();
    let ran = pourparler(&arguments);
    assert_eq!(ran.code, 0, "{}", ran.err);
    ran.json()
}

/// The half widths of what has to be exact, read from the document.
fn half_widths(json: &Value) -> Vec<f64> {
    let mut errors = vec![
        json["arms"]["with"]["settlement"]["se"].clone(),
        json["effects"]["with"]["settlement"]["se"].clone(),
    ];
    for claim in json["claims"].as_array().unwrap() {
        for test in claim["tests"].as_object().unwrap().values() {
            for side in test["comparisons"].as_array().into_iter().flatten() {
                errors.push(side["left"]["se"].clone());
            }
        }
    }
    errors
        .iter()
        .map(|se| 1.96 * se.as_f64().unwrap())
        .collect()
}

#[test]
fn settings_are_doubled_until_the_figures_are_exact_and_no_further() {
    let asked = 0.01;
    let json = run("32", &["--precision", "1%"]);
    let precision = &json["run"]["precision"];
    assert_eq!(precision["reached"], true, "{precision}");
    let points: Vec<u64> = precision["points"]
        .as_array()
        .unwrap()
        .iter()
        .map(|points| points.as_u64().unwrap())
        .collect();
    assert!(points.len() > 1 && points[0] == 32, "{points:?}");
    assert!(points.windows(2).all(|pair| pair[1] == 2 * pair[0]));
    let widest = |json: &Value| half_widths(json).into_iter().fold(0.0, f64::max);
    assert!(widest(&json) <= asked, "{}", widest(&json));
    assert!(precision["last"]["half_width"].as_f64().unwrap() <= asked);

    // It is the plain run of as many settings, and half as many would not have done.
    let last = points[points.len() - 1];
    let plain = run(&last.to_string(), &[]);
    assert_eq!(plain["arms"], json["arms"]);
    assert!(plain["run"]["precision"].is_null());
    let before = run(&(last / 2).to_string(), &[]);
    assert!(widest(&before) > asked);
}

#[test]
fn the_line_that_reproduces_it_asks_for_the_same() {
    let json = run("32", &["--precision", "0.5pt"]);
    let again = json["run"]["reproduce"].as_str().unwrap();
    assert!(
        again.ends_with("--points 32 --paths 4 --precision 0.5pt"),
        "{again}"
    );
    let mut arguments: Vec<&str> = again.split(' ').skip(1).collect();
    arguments[1] = ENVOY;
    arguments.push("--json");
    assert_eq!(pourparler(&arguments).json(), json);
}

#[test]
fn the_text_names_the_figure_that_decided() {
    let mut arguments: Vec<&str> = BEGIN.iter().copied().filter(|a| *a != "--json").collect();
    arguments.extend(["32", "--precision", "1%"]);
    let text = pourparler(&arguments).out;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        text.contains("A precision of 1.00 points was asked for"),
        "{text}"
    );
    assert!(text.contains("the last to reach it was"), "{text}");
}

#[test]
fn a_precision_that_is_none_is_wrong_usage() {
    for precision in ["0", "-1%", "60%", "tight", "nan"] {
        let ran = pourparler(&[
            "assess",
            ENVOY,
            "--json",
            &format!("--precision={precision}"),
        ]);
        assert_eq!(ran.code, 2, "{precision}");
        assert_eq!(ran.json()["kind"], "usage");
    }
}
