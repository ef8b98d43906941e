//! The Word memo: what is in it, that it is the same each time, and what hostile text does to it.
#![cfg(feature = "memo")]

mod common;

use common::{EXAMPLES, assessed, text};
use docx_rs::read_docx;
use pourparler_analysis::Assessment;
use pourparler_report::html::{Options, Report};
use pourparler_report::memo::memo;

fn written(assessment: &Assessment, options: &Options) -> Vec<u8> {
    memo(&Report {
        assessment,
        agreements: None,
        reasons: None,
        opinions: None,
        reproduce: "pourparler assess scenario.toml --seed 1",
        options,
    })
    .unwrap()
}

/// A memo read back, as text that holds its words, and the names of its pictures in their order.
fn content(bytes: &[u8]) -> (String, Vec<String>) {
    let read = read_docx(bytes).unwrap();
    let mut pictures = Vec::new();
    for (id, path, picture, _) in &read.images {
        assert!(picture.0.starts_with(b"\x89PNG"), "{path} is no picture");
        pictures.push(id.clone());
    }
    (read.json(), pictures)
}

#[test]
fn a_memo_says_what_the_report_says() {
    for name in EXAMPLES {
        let assessment = assessed(&text(name));
        let bytes = written(&assessment, &Options::default());
        let (words, pictures) = content(&bytes);
        for part in [
            "Bottom line",
            "Who decides",
            "Claims",
            "Why not to trust this",
        ] {
            assert!(words.contains(part), "{name}: {part} in {words}");
        }
        assert!(
            words.contains(&assessment.scenario.sha256),
            "{name}: {words}"
        );
        assert_eq!(pictures.len(), 3, "{name}: {pictures:?}");
    }
}

#[test]
fn the_same_memo_twice_is_the_same_bytes() {
    let assessment = assessed(&text("oslo-1993"));
    let once = || written(&assessment, &Options::default());
    assert!(once() == once());
    // Other paragraphs made before it on another thread change nothing either.
    let elsewhere = std::thread::scope(|scope| scope.spawn(once).join().unwrap());
    assert!(once() == elsewhere);
}

#[test]
fn hostile_text_stays_text_in_a_memo() {
    let hostile = "<w:p>&'\\\" \u{202e}\u{1f600}=1+1";
    let options = Options {
        title: Some(hostile.to_owned()),
        author: Some("x".repeat(10_000)),
        ..Options::default()
    };
    let (words, _) = content(&written(&assessed(&text("oslo-1993")), &options));
    assert!(words.contains("<w:p>&'"), "{words}");
    assert!(!words.contains('\u{202e}') && !words.contains(&"x".repeat(500)));
}
