//! Every command: what it prints, where, and how it ends.

use std::process::{Command, Stdio};

use crate::folder::Folder;
use crate::{BLANK, ENVOY, EXAMPLES, pourparler, pourparler_in};

/// Every command, as `--help` lists them.
pub const COMMANDS: [&str; 17] = [
    "assess",
    "watch",
    "compare",
    "describe",
    "agreements",
    "opinions",
    "solve",
    "evidence",
    "check",
    "fmt",
    "explain",
    "init",
    "example",
    "schema",
    "completions",
    "man",
    "about",
];

#[test]
fn version_and_help_go_to_standard_output() {
    let version = pourparler(&["--version"]);
    assert_eq!(version.code, 0);
    assert_eq!(
        version.out,
        format!("pourparler {}\n", env!("CARGO_PKG_VERSION"))
    );
    let help = pourparler(&["--help"]);
    assert_eq!(help.code, 0);
    let page = std::fs::read_to_string("../../docs/reference/commands.md").unwrap();
    for command in COMMANDS {
        assert!(page.contains(&format!("\n## {command}\n")), "{command}");
        assert!(
            help.out.contains(&format!("  {command}")),
            "{command}\n{}",
            help.out
        );
        let own = pourparler(&[command, "--help"]);
        assert_eq!((own.code, own.err.as_str()), (0, ""), "{command}");
    }
}

#[test]
fn wrong_usage_is_code_2_in_text_and_json() {
    let text = pourparler(&["asess"]);
    assert_eq!((text.code, text.out.as_str()), (2, ""));
    assert!(text.err.contains("assess"), "{}", text.err);
    for arguments in [
        vec!["asess", "--json"],
        vec!["assess", "--points", "many", "--json"],
        vec!["explain", "PP9999", "--json"],
        vec!["example", "show", "geneva", "--json"],
    ] {
        let ran = pourparler(&arguments);
        assert_eq!(ran.code, 2, "{arguments:?}");
        let error = ran.json();
        assert_eq!(error["schema"], "pourparler.error/1", "{arguments:?}");
        assert_eq!(error["kind"], "usage");
        assert_eq!(error["exit_code"], 2);
        assert_ne!(error["message"], "");
    }
}

#[test]
fn a_file_that_is_not_there_is_code_1() {
    for command in ["assess", "agreements", "check"] {
        let text = pourparler(&[command, "nowhere.toml"]);
        assert_eq!((text.code, text.out.as_str()), (1, ""), "{command}");
        assert!(text.err.contains("nowhere.toml"), "{}", text.err);
        let json = pourparler(&[command, "nowhere.toml", "--json"]);
        assert_eq!((json.code, json.err.as_str()), (1, ""), "{command}");
        assert_eq!(json.json()["kind"], "input");
    }
}

#[test]
fn init_never_overwrites() {
    let folder = Folder::new("init");
    let made = pourparler_in(folder.path(), &["init", "blank", "a.toml"]);
    assert_eq!((made.code, made.out.as_str()), (0, "a.toml\n"));
    folder.write("a.toml", "mine");
    let again = pourparler_in(folder.path(), &["init", "blank", "a.toml"]);
    assert_eq!(again.code, 1);
    assert_eq!(folder.read("a.toml"), "mine");
    let json = pourparler_in(folder.path(), &["init", "blank", "a.toml", "--json"]);
    assert_eq!(json.json()["schema"], "pourparler.error/1");
}

#[test]
fn without_arguments_the_only_scenario_is_assessed() {
    let folder = Folder::new("alone");
    let none = pourparler_in(folder.path(), &[]);
    assert_eq!(none.code, 2);
    assert!(none.err.contains("no scenario"), "{}", none.err);
    folder.write("settings.toml", "colour = \"blue\"\n");
    let scenario = std::fs::read_to_string(BLANK).unwrap();
    folder.write(
        "visit.toml",
        &format!("{scenario}\n[run]\nscrambles = 2\npoints = 32\npaths = 4\n"),
    );
    let one = pourparler_in(folder.path(), &["--quiet"]);
    assert_eq!((one.code, one.err.as_str()), (0, ""));
    assert!(one.out.contains("Bottom line"), "{}", one.out);
    for form in ["--json", "--ascii"] {
        let named = pourparler_in(folder.path(), &["assess", "visit.toml", form]);
        assert_eq!(pourparler_in(folder.path(), &[form]).out, named.out);
    }
    assert!(
        one.out.contains("pourparler assess visit.toml --seed 1\n"),
        "{}",
        one.out
    );
    folder.write("other.toml", &scenario);
    let two = pourparler_in(folder.path(), &[]);
    assert_eq!(two.code, 2);
    assert!(two.err.contains("other.toml, visit.toml"), "{}", two.err);
}

#[test]
fn explain_knows_codes_keys_and_tables_and_guesses() {
    let code = pourparler(&["explain", "PP0104"]);
    assert_eq!(code.code, 0);
    assert!(code.out.starts_with("PP0104:"), "{}", code.out);
    for query in ["PP0801", "floor", "parties.north.floor", "[war]"] {
        assert_eq!(pourparler(&["explain", query]).code, 0, "{query}");
    }
    let json = pourparler(&["explain", "floor", "--json"]).json();
    assert_eq!(json["schema"], "pourparler.explanation/1");
    let guess = pourparler(&["explain", "flor"]);
    assert_eq!(guess.code, 2);
    assert!(guess.err.contains("`floor`"), "{}", guess.err);
}

#[test]
fn schema_is_a_schema_and_the_page_names_every_table() {
    let schema = pourparler(&["schema"]).json();
    assert_eq!(schema["type"], "object");
    assert!(schema["properties"]["contact"].is_object());
    assert_eq!(
        schema["properties"]["reference"]["type"], "object",
        "the analysis has its tables"
    );
    let page = pourparler(&["schema", "--markdown"]);
    assert_eq!(page.code, 0);
    assert!(page.out.contains("`[contact]`"));
    assert_eq!(pourparler(&["schema", "--markdown", "--json"]).code, 2);
}

#[test]
fn about_says_what_happens_to_data() {
    let text = pourparler(&["about"]);
    assert!(text.out.contains("no network"), "{}", text.out);
    let json = pourparler(&["about", "--json"]).json();
    assert_eq!(json["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(json["licence"], env!("CARGO_PKG_LICENSE"));
}

#[test]
fn examples_can_be_listed_shown_and_unpacked() {
    let listed = pourparler(&["example", "list", "--json"]).json();
    let names: Vec<&str> = listed["examples"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, EXAMPLES);
    let folder = Folder::new("examples");
    for name in names {
        let shown = pourparler(&["example", "show", name]);
        let unpacked = pourparler_in(folder.path(), &["example", "extract", name]);
        assert_eq!(unpacked.code, 0, "{}", unpacked.err);
        assert_eq!(folder.read(&format!("{name}/scenario.toml")), shown.out);
        let again = pourparler_in(folder.path(), &["example", "extract", name]);
        assert_eq!(again.code, 1);
    }
}

#[test]
fn agreements_show_the_zone_in_text_and_json() {
    let text = pourparler(&["agreements", ENVOY]);
    assert_eq!(text.code, 0, "{}", text.err);
    insta::assert_snapshot!("agreements-envoy-visit", text.out);
    let json = pourparler(&["agreements", ENVOY, "--json"]).json();
    assert_eq!(json["schema"], "pourparler.agreements/1");
    let frontier = json["frontier"].as_array().unwrap();
    assert!(!frontier.is_empty());
    for pair in frontier.windows(2) {
        let of = |point: &serde_json::Value, side: &str| point[side].as_f64().unwrap();
        assert!(of(&pair[0], "a") > of(&pair[1], "a"));
        assert!(of(&pair[0], "b") < of(&pair[1], "b"));
    }
}

#[test]
fn an_open_zone_has_solutions_between_the_reservations() {
    let folder = Folder::new("open");
    let scenario = std::fs::read_to_string(BLANK).unwrap();
    // Each cares most for another issue and neither fears a breach: both gain by a trade.
    let scenario = scenario
        .replace(
            "[parties.north]",
            "[parties.north]\nfloor = 0.1\nbreach = 0",
        )
        .replace(
            "[parties.south]",
            "[parties.south]\nfloor = 0.1\nbreach = 0",
        )
        .replace("weight = 2", "weight = 3");
    folder.write("open.toml", &scenario);
    let json = pourparler_in(folder.path(), &["agreements", "open.toml", "--json"]).json();
    assert_eq!(json["open"], true, "{json}");
    for (name, point) in json["solutions"].as_object().unwrap() {
        for (side, index) in [("a", 0), ("b", 1)] {
            let least = json["sides"][index]["reservation"].as_f64().unwrap();
            assert!(
                point[side].as_f64().unwrap() >= least - 1e-9,
                "{name} {side}"
            );
        }
    }
    let text = pourparler_in(folder.path(), &["agreements", "open.toml"]);
    assert!(text.out.contains("Bargaining solutions"), "{}", text.out);
}

#[test]
fn a_closed_pipe_ends_quietly() {
    for arguments in [
        vec!["schema"],
        vec!["example", "show", "moscow-sixth-visit"],
        vec!["--help"],
    ] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_pourparler"))
            .args(&arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments:?}");
    }
}
