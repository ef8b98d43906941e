//! Ctrl-C: what is finished is kept, printed and said to be a part; the second ends at once.
#![cfg(unix)]

use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::{BLANK, nulls_have_reasons, pourparler};

/// More repetitions than any machine finishes before it is interrupted.
const LONG: [&str; 7] = [
    "assess",
    BLANK,
    "--scrambles",
    "256",
    "--points",
    "512",
    "--json",
];

fn started(arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_pourparler"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

pub fn interrupt(child: &Child) {
    let sent = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(sent.success());
}

/// Interrupts a run after a while.
fn interrupted_after(arguments: &[&str], wait: Duration) -> Output {
    let child = started(arguments);
    std::thread::sleep(wait);
    interrupt(&child);
    child.wait_with_output().unwrap()
}

/// Interrupts later and later until something was finished: no moment suits every machine.
fn kept() -> (Value, String) {
    let mut wait = Duration::from_millis(100);
    let since = Instant::now();
    while since.elapsed() < Duration::from_secs(120) {
        let output = interrupted_after(&LONG, wait);
        // A signal before the program listens ends it without a code.
        if output.status.code() == Some(130) {
            let json: Value = serde_json::from_slice(&output.stdout).unwrap();
            if json["schema"] == "pourparler.assessment/1" {
                return (json, String::from_utf8(output.stderr).unwrap());
            }
        }
        wait = wait * 3 / 2;
    }
    panic!("nothing was finished in two minutes");
}

#[test]
fn what_is_finished_is_kept_and_can_be_computed_again() {
    let (json, said) = kept();
    let run = &json["run"];
    assert_eq!(run["complete"], false);
    let kept = run["scrambles"].as_u64().unwrap();
    assert!((1..256).contains(&kept), "{kept}");
    assert_eq!(run["scrambles_asked"], 256);
    let words = format!("interrupted after {kept} of 256 repetitions");
    assert!(said.contains(&words), "{said}");
    nulls_have_reasons(&json);
    if kept >= 2 {
        let again = run["reproduce"].as_str().unwrap();
        assert!(again.contains(&format!("--scrambles {kept} ")), "{again}");
        let scrambles = kept.to_string();
        let whole = pourparler(&[
            "assess",
            BLANK,
            "--scrambles",
            &scrambles,
            "--points",
            "512",
            "--json",
        ]);
        let whole = whole.json();
        assert_eq!(whole["run"]["complete"], true);
        assert_eq!(whole["arms"], json["arms"]);
        assert_eq!(whole["curves"], json["curves"]);
    }
}

#[test]
fn the_text_says_so_first() {
    let mut wait = Duration::from_millis(200);
    for _ in 0..12 {
        let text = &LONG[..LONG.len() - 1];
        let output = interrupted_after(text, wait);
        let out = String::from_utf8(output.stdout).unwrap();
        if output.status.code() == Some(130) && !out.is_empty() {
            let before = out.split("Bottom line").next().unwrap();
            assert!(
                before.contains("This run was interrupted after"),
                "{before}"
            );
            return;
        }
        wait = wait * 3 / 2;
    }
    panic!("nothing was finished");
}

#[test]
fn with_nothing_finished_there_is_an_error_and_no_figure() {
    for wait in [200, 800, 3200, 12_800] {
        // One repetition of this takes minutes.
        let output = interrupted_after(
            &[
                "example",
                "run",
                "moscow-sixth-visit",
                "--points",
                "65536",
                "--paths",
                "128",
                "--json",
            ],
            Duration::from_millis(wait),
        );
        if output.status.code() == Some(130) {
            let json: Value = serde_json::from_slice(&output.stdout).unwrap();
            assert_eq!(json["schema"], "pourparler.error/1");
            assert_eq!(json["kind"], "interrupted");
            assert_eq!(json["exit_code"], 130);
            return;
        }
    }
    panic!("the program never listened");
}

/// A run that Ctrl-C stopped and the same command finished prints what one that ran through does.
#[test]
fn an_interrupted_run_is_gone_on_with() {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("finished.run");
    let name = file.display().to_string();
    let _ = std::fs::remove_file(&file);
    let sizes = ["--scrambles", "64", "--points", "256", "--json"];
    let plain: Vec<&str> = ["assess", BLANK].into_iter().chain(sizes).collect();
    let resumed: Vec<&str> = plain.iter().copied().chain(["--resume", &name]).collect();
    let mut wait = Duration::from_millis(100);
    while !file.exists() {
        assert!(wait < Duration::from_secs(20), "nothing was finished");
        let output = interrupted_after(&resumed, wait);
        if output.status.code() == Some(0) {
            // Through before the signal came: start sooner on a machine as fast as this.
            wait /= 2;
        } else {
            wait = wait * 4 / 3;
        }
    }
    let other = pourparler(&[resumed.as_slice(), &["--seed", "2"]].concat());
    assert_eq!(other.code, 1);
    assert!(
        other.out.contains("is of another run: the seed differs"),
        "{}",
        other.out
    );
    let whole = pourparler(&plain);
    let last = pourparler(&resumed);
    assert_eq!(last.code, 0, "{}", last.err);
    assert_eq!(last.out, whole.out);
    assert!(!file.exists(), "a whole run leaves nothing to go on from");
    std::fs::write(&file, "not a run").unwrap();
    let damaged = pourparler(&resumed);
    assert_eq!(damaged.code, 1);
    assert!(damaged.out.contains("or is damaged"), "{}", damaged.out);
    std::fs::remove_file(&file).unwrap();
}
