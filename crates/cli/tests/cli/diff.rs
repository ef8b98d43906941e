//! `diff`: the effect of each changed line.

use std::fs;
use std::path::PathBuf;

use crate::{BLANK, ENVOY, EXAMPLE, nulls_have_reasons, pourparler, small};

/// The worked example with two lines changed, in a folder of its own.
fn changed(folder: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(folder);
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join("other.toml");
    let text = fs::read_to_string(EXAMPLE).unwrap();
    let months = "would_fight = { value = \"24 .. 120\"";
    let mandate = "explore = 0.20, propose = 0.65";
    assert!(text.contains(months) && text.contains(mandate));
    let text = text.replacen(months, "would_fight = { value = \"12 .. 60\"", 1);
    let text = text.replacen(mandate, "explore = 0.65, propose = 0.20", 1);
    fs::write(&path, text).unwrap();
    path.display().to_string()
}

#[test]
fn the_text_of_a_small_difference() {
    let other = changed("diff-text");
    let ran = pourparler(&small(&["diff", EXAMPLE, &other, "--quiet"]));
    assert_eq!(ran.code, 0, "{}", ran.err);
    insta::assert_snapshot!("diff-moscow-sixth-visit", ran.out);
    let json = pourparler(&small(&["diff", EXAMPLE, &other, "--json"])).json();
    assert_eq!(json["schema"], "pourparler.diff/1");
    nulls_have_reasons(&json);
    let shares = json["changes"].as_array().unwrap().iter();
    let sum: f64 = shares
        .map(|c| c["shares"]["with"]["share"].as_f64().unwrap())
        .sum();
    let total = json["difference"]["with"]["difference"].as_f64().unwrap();
    assert!((sum - total).abs() < 1e-9, "{sum} {total}");
}

#[test]
fn the_same_on_any_number_of_threads() {
    let other = changed("diff-threads");
    let of = |threads: &str| {
        pourparler(&small(&[
            "diff",
            EXAMPLE,
            &other,
            "--quiet",
            "--threads",
            threads,
        ]))
        .out
    };
    let one = of("1");
    assert!(one.contains("What each change does"));
    assert_eq!(one, of("2"));
    assert_eq!(one, of("7"));
}

#[test]
fn files_that_cannot_be_compared_are_refused() {
    let said = |arguments: &[&str]| {
        let ran = pourparler(&small(arguments));
        assert_eq!((ran.code, ran.out.as_str()), (1, ""));
        ran.err
    };
    let all = [
        said(&["diff", BLANK, EXAMPLE]),
        said(&["diff", ENVOY, ENVOY, "--outcome", "setlement"]),
    ];
    insta::assert_snapshot!("diff-refused", all.join("\n=====\n"));
}
