//! `init --ask`: answers on standard input become a scenario that is read and assessed.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::{Ran, SMALL, pourparler_in};

const START: &str = "Talks\n2024-11-15\nThe north\nThe \"south\"\nLand: south keeps it* / shared / north \
                     takes it\nOil: alone* / shared\n\n1 2\n2 1\n";
const LIMITS: &str = "2 2\na notch\n6\n1 1\nsure\n3\n";
const END: &str = "0\nShots at sea\n1 of 24\nA neighbour\n1\n2024-12-10\npropose\n4\n4\n2\n";

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("pourparler-ask-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn asked(folder: &std::path::Path, answers: &str) -> Ran {
    let mut child = Command::new(env!("CARGO_BIN_EXE_pourparler"))
        .args(["init", "--ask", "mine.toml"])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The program may end before it has read everything.
    let _ = child.stdin.take().unwrap().write_all(answers.as_bytes());
    let output = child.wait_with_output().unwrap();
    Ran {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Written, read without a mistake, and assessed.
fn assessed(name: &str, answers: &str) -> String {
    let folder = folder(name);
    let ran = asked(&folder, answers);
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (0, "mine.toml\n"),
        "{}",
        ran.err
    );
    let checked = pourparler_in(&folder, &["check", "mine.toml"]);
    assert_eq!(checked.code, 0, "{}{}", checked.out, checked.err);
    let small = [&["assess", "mine.toml", "--json"][..], &SMALL].concat();
    let assessed = pourparler_in(&folder, &small);
    assert_eq!(assessed.code, 0, "{}", assessed.err);
    assert!(assessed.json()["arms"]["with"]["settlement"]["mean"].is_number());
    let text = std::fs::read_to_string(folder.join("mine.toml")).unwrap();
    std::fs::remove_dir_all(folder).unwrap();
    text
}

#[test]
fn a_war_and_a_stand_off() {
    let war = assessed(
        "war",
        &format!("{START}yes\n24 to 60\n\n60 to 80\n{LIMITS}{END}"),
    );
    assert!(
        war.contains("would_fight = { value = \"24 .. 60\""),
        "{war}"
    );
    assert!(
        war.contains("asked = \"How many more months would The north fight"),
        "{war}"
    );
    let still = assessed(
        "still",
        &format!("{START}no\n20 to 45\n60 to 85\n\n{LIMITS}{END}"),
    );
    assert!(
        still.contains("no_agreement = { value = \"0.2 .. 0.45\""),
        "{still}"
    );
    assert!(!still.contains("[war]"));
}

#[test]
fn nothing_but_what_is_needed() {
    let least = "Talks\n2024-11-15\nA\nB\nLand: mine / ours*\n\nyes\n\n\n\n\n\n\n\n\n\nC\n2\n2024-12-10\n\n\n\n\n";
    let text = assessed("least", least);
    assert!(!text.contains("asked"), "{text}");
}

#[test]
fn what_cannot_be_used_is_asked_again() {
    let folder = folder("again");
    let ran = asked(&folder, "Talks\nyesterday\n2024-11-15\nA\nB\nLand\n");
    assert_eq!(ran.code, 1);
    assert!(
        ran.err.contains("write a day as in 2026-01-31"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("the answers end at line 7"), "{}", ran.err);
    assert!(!folder.join("mine.toml").exists());
    std::fs::remove_dir_all(folder).unwrap();
}
