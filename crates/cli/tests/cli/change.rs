//! `change`: what would have to change, and what it says where nothing has to or can.

use serde_json::Value;

use crate::{ENVOY, EXAMPLE, nulls_have_reasons, pourparler, small};

fn asked<'a>(file: &'a str, target: &'a str) -> Vec<&'a str> {
    small(&["change", file, "--target", target, "--quiet"])
}

#[test]
fn the_text_of_a_small_search() {
    let ran = pourparler(&asked(EXAMPLE, "P(settlement) > 8%"));
    assert_eq!(ran.code, 0, "{}", ran.err);
    insta::assert_snapshot!("change-moscow-sixth-visit", ran.out);
}

#[test]
fn what_has_no_answer_is_said() {
    let said = |target: &str| {
        let ran = pourparler(&asked(ENVOY, target));
        let out: Vec<&str> = ran.out.split("\n\n").take(2).collect();
        format!(
            "{target}\ncode {}\n{}{}",
            ran.code,
            out.join("\n\n"),
            ran.err
        )
    };
    let all = [
        "P(settlement) >= 0%",
        "P(settlement) > 100%",
        "P(mandate = none) > 50%",
        "P(setlement) > 5%",
        "P(settlement) > ",
        "settlement",
        "total(information, settlement) < .3",
    ]
    .map(said);
    insta::assert_snapshot!("change-without-an-answer", all.join("\n=====\n"));
}

#[test]
fn costs_decide_and_have_to_be_of_levers() {
    let cheapest = |cost: &[&str]| {
        let mut arguments = asked(ENVOY, "P(settlement) > 20%");
        arguments.push("--json");
        arguments.extend(cost);
        pourparler(&arguments).json()
    };
    let plain = cheapest(&[]);
    assert_eq!(plain["schema"], "pourparler.change/1");
    nulls_have_reasons(&plain);
    let set = plain["found"]["cheapest"]["set"].as_array().unwrap();
    let first = set[0]["lever"].as_str().unwrap().to_owned();
    let dear = cheapest(&["--cost", &format!("{first}=50")]);
    let others = dear["found"]["cheapest"]["set"].as_array().unwrap();
    assert!(
        others.iter().all(|lever| lever["lever"] != first.as_str()),
        "{dear}"
    );
    let wrong = pourparler(
        &[
            asked(ENVOY, "P(settlement) > 20%"),
            vec!["--cost", "flor-north=2"],
        ]
        .concat(),
    );
    assert_eq!(wrong.code, 2);
    insta::assert_snapshot!("change-unknown-lever", wrong.err);
    let wrong = pourparler(&[asked(ENVOY, "P(settlement) > 20%"), vec!["--cost", "x"]].concat());
    assert_eq!(wrong.code, 2);
}

#[test]
fn the_same_on_any_number_of_threads() {
    let of = |threads: &str| {
        let mut arguments = asked(ENVOY, "P(settlement) > 30%");
        arguments.extend(["--threads", threads]);
        pourparler(&arguments).out
    };
    let one = of("1");
    assert!(one.contains("What would have to change"));
    assert_eq!(one, of("2"));
    assert_eq!(one, of("7"));
}

#[test]
fn the_line_that_reproduces_a_search_does() {
    let mut arguments = asked(ENVOY, "P(settlement) > 30%");
    arguments.extend(["--json", "--cost", "mandate=2", "--seed", "3"]);
    let first = pourparler(&arguments);
    let command: Value = first.json()["run"]["reproduce"].clone();
    let command = command.as_str().unwrap();
    let (before, rest) = command.split_once('\'').unwrap();
    let (target, after) = rest.split_once('\'').unwrap();
    let mut again: Vec<&str> = before.split_whitespace().skip(1).collect();
    again.push(target);
    again.extend(after.split_whitespace());
    again[1] = ENVOY;
    again.push("--json");
    assert_eq!(pourparler(&again).out, first.out, "{command}");
}

#[test]
fn a_target_is_needed() {
    let ran = pourparler(&["change", ENVOY]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("--target"), "{}", ran.err);
}
