//! Broken and hostile files: every mistake in one pass, no panic, the right exit code.

use std::path::{Path, PathBuf};

use crate::folder::Folder;
use crate::{BLANK, pourparler, pourparler_in, small};

/// The reader's own broken files.
fn broken() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenario/tests/reader/broken");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "toml")
        })
        .collect();
    files.sort();
    files
}

#[test]
fn every_broken_file_is_reported_in_one_pass() {
    let files = broken();
    assert!(files.len() >= 10, "{files:?}");
    for file in files {
        let name = file.to_str().unwrap();
        let json = pourparler(&["check", name, "--json"]);
        assert_eq!((json.code, json.err.as_str()), (1, ""), "{name}");
        let document = json.json();
        assert_eq!(document["schema"], "pourparler.check/1");
        assert_eq!(document["files"][0]["ok"], false, "{name}");
        let diagnostics = document["files"][0]["diagnostics"].as_array().unwrap();
        let errors = diagnostics.iter().filter(|d| d["severity"] == "error");
        assert!(errors.count() >= 1, "{name}");
        for diagnostic in diagnostics {
            assert!(
                diagnostic["code"].as_str().unwrap().starts_with("PP"),
                "{diagnostic}"
            );
            assert!(diagnostic["line"].as_u64().unwrap() >= 1, "{diagnostic}");
        }

        let text = pourparler(&["check", name]);
        assert_eq!(text.code, 1, "{name}");
        assert!(!text.err.contains("panicked"), "{}", text.err);
        assert!(text.err.contains("error[PP"), "{}", text.err);

        let assess = pourparler(&["assess", name, "--json"]);
        assert_eq!(assess.code, 1, "{name}");
        assert_eq!(assess.json()["schema"], "pourparler.error/1", "{name}");
        assert_eq!(assess.json()["kind"], "scenario", "{name}");
    }
}

#[test]
fn several_files_are_checked_together() {
    let broken = broken();
    let ran = pourparler(&["check", BLANK, broken[0].to_str().unwrap()]);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.out.lines().count(), 2, "{}", ran.out);
    assert!(ran.out.starts_with(&format!("{BLANK}: ok")), "{}", ran.out);
}

#[test]
fn contradictions_the_reader_cannot_see_are_found_by_check() {
    let folder = Folder::new("contradictions");
    let scenario = std::fs::read_to_string(BLANK).unwrap();
    folder.write(
        "one-side.toml",
        &scenario.replace("side = \"b\"", "side = \"a\""),
    );
    folder.write(
        "claim.toml",
        &format!(
            "{scenario}\n[[claims]]\nid = \"C1\"\ntext = \"x\"\nkind = \"prediction\"\n\
                  supported_if = \"P(settlment) > 5%\"\nrefuted_if = \"P(settlement) < 5%\"\n"
        ),
    );
    for (file, code) in [("one-side.toml", "PP0801"), ("claim.toml", "PP06")] {
        for command in ["check", "assess"] {
            let ran = pourparler_in(folder.path(), &[command, file]);
            assert_eq!(ran.code, 1, "{file}");
            assert!(ran.err.contains(&format!("error[{code}")), "{}", ran.err);
            assert!(ran.err.contains(&format!("{file}:")), "{}", ran.err);
        }
    }
}

#[test]
fn bytes_that_are_no_text_and_folders_are_refused() {
    let folder = Folder::new("bytes");
    std::fs::write(folder.path().join("x.toml"), b"title = \"\xff\xfe\"\n").unwrap();
    std::fs::write(folder.path().join("empty.toml"), b"").unwrap();
    std::fs::write(folder.path().join("large.toml"), vec![b'#'; 3 << 20]).unwrap();
    for file in ["x.toml", "empty.toml", "large.toml", "."] {
        for command in ["check", "assess", "agreements"] {
            let ran = pourparler_in(folder.path(), &[command, file]);
            assert_eq!(ran.code, 1, "{command} {file}: {}", ran.err);
            assert!(!ran.err.contains("panicked"), "{}", ran.err);
        }
    }
}

#[test]
fn hostile_names_are_shown_as_text() {
    let folder = Folder::new("hostile");
    let long = "x".repeat(10_000);
    let scenario = std::fs::read_to_string(BLANK).unwrap().replace(
        "[parties.north]",
        &format!(
            "marking = \"=HYPERLINK(1)\"\nsummary = \"a\\u001b[31mred\\u202eb\"\n\n\
                  [parties.north]\nname = \"\\u202eN\\u001b[2J\"\nabout = \"{long}\""
        ),
    );
    folder.write("hostile.toml", &scenario);
    for arguments in [
        small(&["assess", "hostile.toml"]),
        vec!["agreements", "hostile.toml"],
    ] {
        let ran = pourparler_in(folder.path(), &arguments);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(!ran.out.contains(['\u{1b}', '\u{202e}']), "{}", ran.out);
        assert!(ran.out.contains("\\u{202e}N"), "{}", ran.out);
        assert!(ran.out.contains("=HYPERLINK(1)"), "{}", ran.out);
        assert!(!ran.out.contains(&"x".repeat(1_000)), "cut");
    }
}
