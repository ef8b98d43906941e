//! `fmt`: every bundled scenario keeps its meaning and its comments, and twice is once.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::folder::Folder;
use crate::{BLANK, pourparler, pourparler_in, small};

/// Every bundled scenario, and the tests' own.
fn scenarios() -> Vec<PathBuf> {
    let mut found = vec![
        PathBuf::from(crate::EXAMPLE),
        PathBuf::from("tests/hostile/everything.toml"),
        PathBuf::from("../engine/tests/fixtures/envoy.toml"),
    ];
    for entry in std::fs::read_dir("../../scenarios/templates").unwrap() {
        found.push(entry.unwrap().path());
    }
    found
}

fn comments(text: &str) -> Vec<&str> {
    let comments = text.lines().filter_map(|line| line.split_once('#'));
    comments.map(|(_, comment)| comment.trim()).collect()
}

#[test]
fn bundled_scenarios_are_laid_out_already() {
    let mut arguments = vec!["fmt".to_owned(), "--check".to_owned()];
    arguments.extend(scenarios().iter().map(|path| path.display().to_string()));
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let ran = pourparler(&arguments);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert_eq!(ran.out, "");
}

#[test]
fn a_spoilt_layout_is_mended_and_nothing_else() {
    let folder = Folder::new("format");
    for path in scenarios() {
        let text = std::fs::read_to_string(&path).unwrap();
        // Blanks wherever they mean nothing: outside of strings, which these lines have none of
        // before their first equals sign.
        let spoilt = text.lines().map(|line| match line.split_once(" = ") {
            Some((key, value)) if !key.contains(['#', '"']) => format!("   {key}=\t {value}  "),
            _ => format!("{line}   "),
        });
        let spoilt: Vec<String> = spoilt.collect();
        folder.write("a.toml", &format!("\n\n{}\n\n\n", spoilt.join("\r\n")));
        let before = pourparler_in(folder.path(), &["fmt", "--check", "a.toml"]);
        assert_eq!(before.code, 1, "{}", path.display());
        assert!(before.out.starts_with("--- a.toml\n"), "{}", before.out);
        assert_eq!(folder.read("a.toml").lines().next(), Some(""), "written");
        let mended = pourparler_in(folder.path(), &["fmt", "a.toml"]);
        assert_eq!((mended.code, mended.out.as_str()), (0, "a.toml\n"));
        let mended = folder.read("a.toml");
        assert_eq!(comments(&mended), comments(&text), "{}", path.display());
        assert_eq!(
            pourparler_in(folder.path(), &["fmt", "--check", "a.toml"]).code,
            0
        );
    }
}

#[test]
fn a_laid_out_file_reads_to_the_same_scenario() {
    let folder = Folder::new("format-reads");
    let text = std::fs::read_to_string(BLANK).unwrap();
    folder.write("a.toml", &text);
    folder.write("b.toml", &text.replace(" = ", "=").replace("{ ", "{  "));
    assert_eq!(pourparler_in(folder.path(), &["fmt", "b.toml"]).code, 0);
    let assess = |name: &str| {
        let mut json = pourparler_in(folder.path(), &small(&["assess", name, "--json"])).json();
        // The hash and the places within the text differ.
        for part in ["run", "remarks"] {
            json[part] = serde_json::Value::Null;
        }
        json
    };
    assert!(assess("a.toml") == assess("b.toml"));
}

#[test]
fn standard_input_is_printed_laid_out() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_pourparler"))
        .args(["fmt", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(b"a=1   #b\n").unwrap();
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    assert_eq!(output.stdout, b"a = 1 #b\n");
}

#[test]
fn mistakes_of_syntax_are_reported_and_nothing_written() {
    let folder = Folder::new("format-errors");
    folder.write("broken.toml", "a = [1, 2\nb = 3\n");
    folder.write("good.toml", "a=1\n");
    let ran = pourparler_in(folder.path(), &["fmt", "good.toml", "broken.toml"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("broken.toml:1"), "{}", ran.err);
    assert_eq!(
        folder.read("good.toml"),
        "a=1\n",
        "none is written if one is wrong"
    );
    let json = pourparler_in(folder.path(), &["fmt", "good.toml", "--check", "--json"]);
    assert_eq!((json.code, json.err.as_str()), (1, ""));
    let json = json.json();
    assert_eq!(json["schema"], "pourparler.format/1");
    assert_eq!(json["files"][0]["changed"], true);
    std::fs::write(folder.path().join("bytes.toml"), b"a = \"\xff\"").unwrap();
    let ran = pourparler_in(folder.path(), &["fmt", "bytes.toml", "--json"]);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.json()["kind"], "scenario");
}
