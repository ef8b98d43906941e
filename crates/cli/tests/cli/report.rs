//! `assess --report`: the file, its options, and what keeps it from being written.

use std::fs;

use crate::{BLANK, ENVOY, pourparler, pourparler_in, small};

/// A folder of this test's own.
fn folder(name: &str) -> std::path::PathBuf {
    let folder =
        std::env::temp_dir().join(format!("pourparler-report-{name}-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn a_report_is_written_beside_the_text_and_twice_the_same() {
    let folder = folder("written");
    let path = folder.join("out.html");
    let path = path.to_str().unwrap();
    let run = || {
        pourparler(&small(&[
            "assess", ENVOY, "--quiet", "--report", path, "--title", "A & B", "--author", "C",
        ]))
    };
    let ran = run();
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert!(ran.out.contains("Bottom line"), "{}", ran.out);
    let first = fs::read_to_string(path).unwrap();
    assert!(first.starts_with("<!DOCTYPE html>"));
    assert!(first.contains("<title>A &amp; B</title>") && first.contains("By C."));
    assert!(
        first.contains("pourparler assess envoy-visit.toml --seed 1"),
        "the line that gives it again"
    );
    assert!(
        !first.contains(folder.to_str().unwrap()) && !first.contains("templates/"),
        "a path"
    );
    run();
    assert!(
        fs::read_to_string(path).unwrap() == first,
        "other bytes from the same run"
    );
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn words_are_asked_for_in_the_text_too() {
    let text = |language| {
        pourparler(&small(&[
            "assess",
            BLANK,
            "--quiet",
            "--language",
            language,
        ]))
        .out
    };
    assert!(text("icd203").contains("almost no chance"));
    assert!(text("phia").contains("remote chance"));
    assert!(text("numbers").contains("has a probability of"));
}

#[test]
fn what_is_left_out_needs_a_report() {
    let ran = pourparler(&["assess", BLANK, "--redact", "names"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    let ran = pourparler(&["assess", BLANK, "--report", "x.html", "--redact", "colours"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("notes, sources, names"), "{}", ran.err);
}

#[test]
fn a_report_never_replaces_its_scenario() {
    let folder = folder("scenario");
    fs::copy(BLANK, folder.join("a.toml")).unwrap();
    let ran = pourparler_in(&folder, &["assess", "a.toml", "--report", "./a.toml"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("replace its own scenario"), "{}", ran.err);
    assert_eq!(
        fs::read(folder.join("a.toml")).unwrap(),
        fs::read(BLANK).unwrap()
    );
    let ran = pourparler_in(
        &folder,
        &small(&[
            "assess",
            "a.toml",
            "--quiet",
            "--report",
            "no/such/folder.html",
        ]),
    );
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.err.contains("no/such/folder.html"), "{}", ran.err);
    fs::remove_dir_all(&folder).unwrap();
}

#[cfg(not(feature = "memo"))]
#[test]
fn a_memo_that_was_not_built_in_is_said_with_the_line_that_builds_it() {
    let both = ["--report", "out.html", "--memo", "out.docx"];
    let ran = pourparler(&small(&[&["assess", ENVOY], &both[..]].concat()));
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(
        ran.err.contains("cargo build --release --features memo"),
        "{}",
        ran.err
    );
    assert_eq!(ran.out, "");
}

#[cfg(feature = "memo")]
#[test]
fn a_memo_is_written_beside_the_report() {
    let folder = folder("memo");
    let path = folder.join("out.docx");
    let report = folder.join("out.html");
    let ran = pourparler(&small(&[
        "assess",
        ENVOY,
        "--quiet",
        "--memo",
        path.to_str().unwrap(),
        "--report",
        report.to_str().unwrap(),
    ]));
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert!(fs::read(&report).unwrap().starts_with(b"<!DOCTYPE html>"));
    // A .docx file is a zip archive.
    assert!(fs::read(&path).unwrap().starts_with(b"PK"));
    fs::remove_dir_all(&folder).unwrap();
}
