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

/// A memo read back, as text that holds its words, and how many pictures there are.
fn content(bytes: &[u8]) -> (String, usize) {
    // The archive names each of its files twice, before its content, and in the directory.
    let named = bytes
        .windows(12)
        .filter(|name| name.starts_with(b"word/media/") && name[11].is_ascii_alphanumeric());
    (read_docx(bytes).unwrap().json(), named.count() / 2)
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
        assert!(pictures >= 1, "{name}: {pictures}");
    }
}

#[test]
fn hostile_text_stays_text() {
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
