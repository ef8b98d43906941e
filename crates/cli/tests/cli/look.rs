//! What holds for the text of every command: 80 columns, ASCII where asked for, colour only
//! where it is wanted.

use std::process::Command;

use crate::commands::COMMANDS;
use crate::folder::Folder;
use crate::{Ran, pourparler_in, small};

/// A scenario whose words are not ASCII, with a variant.
fn foreign(folder: &Folder) {
    let scenario = std::fs::read_to_string(crate::ENVOY).unwrap();
    let title = "title = \"Переговоры в столице, на которые никто не возлагает больших надежд\"";
    let named = "[parties.north]\nname = \"Республика Северная Долина и Присоединённые Острова\"";
    let mut lines: Vec<&str> = scenario.lines().collect();
    let at = lines
        .iter()
        .position(|line| line.starts_with("title"))
        .unwrap();
    lines[at] = title;
    let text = lines
        .join("\n")
        .replace("[parties.north]\n", &format!("{named}\n"));
    let variant = "[variants.\"größer\"]\nname = \"größer…\"\ncontact.mandate = \"propose\"\n";
    folder.write(
        "spiel.nfg",
        "NFG 1 R \"größer\" { \"Süd\" \"Nord\" } { 2 2 }\n\n1 -1 -1 1 -1 1 1 -1\n",
    );
    folder.write(
        "länder.csv",
        "Actor,Capability,Position,Salience\nNördlicher Bund,1,0,1\nSüdlicher Bund,2,10,0.5\n",
    );
    folder.write("a.toml", &format!("{text}\n{variant}"));
    folder.write(
        "broken.toml",
        &text.replace("as_of = 2026-01-15", "as_of = \"ä\"\nö = 1"),
    );
}

/// Every command, and the exit code it ends with.
fn runs() -> Vec<(Vec<&'static str>, i32)> {
    vec![
        (small(&["assess", "a.toml"]), 0),
        (small(&["assess", "a.toml", "--precision", "40%"]), 0),
        (small(&["assess", "broken.toml"]), 1),
        // Its runs are looked at in `watch.rs`: it does not end by itself.
        (small(&["watch", "-"]), 2),
        (small(&["compare", "a.toml"]), 0),
        (vec!["agreements", "a.toml"], 0),
        (small(&["opinions", "a.toml"]), 0),
        (small(&["opinions", "broken.toml"]), 1),
        (vec!["solve", "game", "spiel.nfg"], 0),
        (vec!["solve", "stakeholders", "länder.csv"], 0),
        (vec!["solve", "conflict", "länder.csv"], 1),
        (vec!["evidence", "ucdp", "größer.csv"], 1),
        (vec!["check", "a.toml"], 0),
        (vec!["fmt", "größer.toml"], 1),
        (vec!["fmt", "broken.toml", "--check"], 1),
        (vec!["check", "broken.toml"], 1),
        (vec!["describe", "10% .. 40%"], 0),
        (vec!["describe", "größer"], 1),
        (vec!["describe", "a.toml", "contact.mandate"], 0),
        (vec!["describe", "a.toml", "parties.north.floor"], 0),
        (vec!["explain", "PP0104"], 0),
        (vec!["explain", "floor"], 0),
        (vec!["explain", "[war]"], 0),
        (vec!["explain", "größer"], 2),
        (vec!["init", "blank", "größer.toml"], 0),
        (vec!["example", "list"], 0),
        (
            vec!["example", "extract", "moscow-sixth-visit", "größer"],
            0,
        ),
        (small(&["example", "run", "moscow-sixth-visit"]), 0),
        (vec!["example", "show", "größer"], 2),
        (vec!["about"], 0),
        (vec!["nowhere"], 2),
        (vec!["größer"], 2),
        (vec!["assess", "größer.json"], 1),
    ]
}

/// What prints a document of another kind: a file, a schema, a script, a page of a manual.
const DOCUMENTS: [&[&str]; 7] = [
    &["fmt", "a.toml"],
    &["example", "show", "moscow-sixth-visit"],
    &["schema"],
    &["schema", "--markdown"],
    &["completions", "zsh"],
    &["man"],
    &["man", "assess"],
];

/// Lines to be copied whole.
fn copied(line: &str) -> bool {
    line.starts_with("pourparler ") || line.starts_with("sha256 ")
}

fn width(ran: &Ran, what: &[&str]) {
    for line in ran.out.lines().chain(ran.err.lines()) {
        assert!(
            line.chars().count() <= 80 || copied(line),
            "{what:?}: {} columns\n{line}",
            line.chars().count()
        );
    }
}

#[test]
fn every_command_keeps_to_80_columns() {
    let folder = Folder::new("columns");
    foreign(&folder);
    for ascii in [false, true] {
        for (mut arguments, code) in runs() {
            if ascii {
                arguments.push("--ascii");
            }
            let _ = std::fs::remove_file(folder.path().join("größer.toml"));
            let _ = std::fs::remove_dir_all(folder.path().join("größer"));
            let ran = pourparler_in(folder.path(), &arguments);
            assert_eq!(ran.code, code, "{arguments:?}\n{}", ran.err);
            width(&ran, &arguments);
            if ascii {
                assert!(ran.out.is_ascii(), "{arguments:?}\n{}", ran.out);
                assert!(ran.err.is_ascii(), "{arguments:?}\n{}", ran.err);
            }
        }
    }
    for command in COMMANDS.iter().chain(&["help"]) {
        let help = pourparler_in(folder.path(), &[command, "--help"]);
        width(&help, &[command, "--help"]);
        assert!(help.out.is_ascii(), "{command}");
    }
}

#[test]
fn documents_and_json_are_ascii_where_asked_for() {
    let folder = Folder::new("ascii");
    foreign(&folder);
    for document in DOCUMENTS {
        let mut arguments = document.to_vec();
        arguments.push("--ascii");
        let ran = pourparler_in(folder.path(), &arguments);
        assert_eq!(ran.code, 0, "{arguments:?}");
        assert!(ran.out.is_ascii(), "{arguments:?}");
    }
    let arguments = small(&["assess", "a.toml", "--json"]);
    let plain = pourparler_in(folder.path(), &arguments);
    assert!(!plain.out.is_ascii(), "the title is not");
    let ascii = [arguments, vec!["--ascii"]].concat();
    let ascii = pourparler_in(folder.path(), &ascii);
    assert!(ascii.out.is_ascii());
    assert_eq!(ascii.json(), plain.json());
}

#[test]
fn every_command_is_looked_at() {
    let runs = runs();
    for command in COMMANDS {
        let looked = runs.iter().any(|(arguments, _)| arguments[0] == command)
            || DOCUMENTS.iter().any(|document| document[0] == command);
        assert!(looked, "{command}");
    }
}

/// Without a terminal there is no colour; where it is forced, NO_COLOR still wins.
#[test]
fn colour_only_where_it_is_wanted() {
    let folder = Folder::new("colour");
    foreign(&folder);
    let coloured = |variables: &[(&str, &str)], arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_pourparler"))
            .args(arguments)
            .current_dir(folder.path())
            .env_remove("NO_COLOR")
            .env_remove("CLICOLOR")
            .env_remove("CLICOLOR_FORCE")
            .envs(variables.iter().copied())
            .output()
            .unwrap();
        [output.stdout, output.stderr].concat().contains(&0x1b)
    };
    for arguments in [
        vec!["check", "broken.toml"],
        small(&["compare", "a.toml"]),
        vec!["describe", "10% .. 40%"],
        vec!["--help"],
        vec!["nowhere"],
    ] {
        assert!(!coloured(&[], &arguments), "{arguments:?}");
        assert!(
            coloured(&[("CLICOLOR_FORCE", "1")], &arguments),
            "{arguments:?}"
        );
        let both = [("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")];
        assert!(!coloured(&both, &arguments), "{arguments:?}");
    }
}
