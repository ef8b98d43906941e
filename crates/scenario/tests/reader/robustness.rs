//! The reader answers every text, however odd, with a scenario or with diagnostics.

use crate::grammar::{WHOLE, reading, vocabulary};
use pourparler_scenario::render::{Look, render};
use pourparler_scenario::{Reading, Source, read_bytes};
use proptest::prelude::*;

/// What holds of every reading.
fn holds(text: &str, reading: &Reading) {
    assert!(reading.scenario.is_some() || !reading.diagnostics.is_empty());
    for diagnostic in &reading.diagnostics {
        let places = diagnostic.related.iter().map(|related| related.span);
        for span in places.chain([diagnostic.span]) {
            assert!(span.start <= span.end && span.end <= text.len());
            assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
        }
        let said = format!(
            "{} {} {:?}",
            diagnostic.message, diagnostic.label, diagnostic.help
        );
        assert!(!said.chars().any(char::is_control), "{said:?}");
        assert!(!said.contains('\u{202e}'));
    }
    let look = Look {
        unicode: true,
        ..Look::PLAIN
    };
    let printed = render(&reading.diagnostics, &Source::new("x.toml", text), look);
    let bare = printed.chars().all(|c| c == '\n' || !c.is_control());
    assert!(bare, "{printed:?}");
    serde_json::to_string(&reading.diagnostics).expect("JSON");
}

/// Pieces that hold most of the grammar's trouble.
const PIECES: [&str; 24] = [
    "[",
    "]",
    "{",
    "}",
    "=",
    "\"",
    "'''",
    ".",
    "\n",
    "#",
    "inf",
    "-",
    "9e999",
    "[[claims]]\n",
    "[variants.x.contact]\n",
    "remove = [\"\"]\n",
    "\u{202e}",
    "\0",
    "é",
    " .. ",
    "about ",
    "% ",
    "source = 3\n",
    "99999999999999999999",
];

#[test]
fn a_key_with_a_control_character_is_repeated_visibly() {
    let text = "[rates.\0between]\nrelations = [1]\n[rates.\u{202e}x]\ny = 1\n";
    let answer = reading(text);
    assert!(!answer.diagnostics.is_empty());
    holds(text, &answer);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn arbitrary_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let reading = read_bytes("x.toml", &bytes, &vocabulary());
        prop_assert!(reading.scenario.is_some() || !reading.diagnostics.is_empty());
    }

    #[test]
    fn arbitrary_text_is_answered(text in "\\PC{0,300}") {
        holds(&text, &reading(&text));
    }

    #[test]
    fn a_valid_file_with_pieces_put_in_is_answered(
        edits in proptest::collection::vec((0.0..1.0f64, 0usize..24, 0usize..30), 1..5)
    ) {
        let mut text = WHOLE.to_owned();
        for (place, piece, cut) in edits {
            let mut at = (place * text.len() as f64) as usize;
            while !text.is_char_boundary(at) { at -= 1; }
            let mut end = (at + cut).min(text.len());
            while !text.is_char_boundary(end) { end += 1; }
            text.replace_range(at..end, PIECES[piece]);
        }
        holds(&text, &reading(&text));
    }

    #[test]
    fn lines_in_any_order_are_answered(order in Just(WHOLE.lines().collect::<Vec<_>>()).prop_shuffle()) {
        let text = order.join("\n");
        holds(&text, &reading(&text));
    }

    #[test]
    fn numbers_come_back_as_written(value in 0.0..=1.0f64, low in 1u32..49, high in 50u32..99) {
        let text = format!(
            "title = \"x\"\nas_of = 2025-12-01\n[parties.p]\nfloor = {value:?}\nconsent = \"{low}% .. {high}%\"\n"
        );
        let scenario = reading(&text).scenario.expect("sound");
        let party = scenario.root.table("parties", "p").expect("party");
        prop_assert_eq!(party.quantity("floor").expect("floor").law.certain(), Some(value));
        let (q05, q95) = party.quantity("consent").expect("consent").law.range();
        prop_assert!((q05 - f64::from(low) / 100.0).abs() < 1e-9);
        prop_assert!((q95 - f64::from(high) / 100.0).abs() < 1e-9);
    }
}

#[test]
fn depth_and_size_do_not_break_the_reader() {
    let deep = |open: &str, n: usize| format!("title = {}", open.repeat(n));
    let keys = vec!["a"; 200_000].join(".");
    let table = (0..50_000)
        .map(|n| format!("k{n} = 1\n"))
        .collect::<String>();
    let lines = "[parties.norland]\nx=1\n".repeat(20_000);
    for text in [
        deep("[", 100_000),
        deep("{a=", 100_000),
        format!("{keys} = 1"),
        format!("[{keys}]"),
        table,
        lines,
        format!("title = \"{}", "\\u0000".repeat(10_000)),
    ] {
        let reading = reading(&text);
        assert!(reading.scenario.is_none());
        assert!(reading.diagnostics.len() <= 501);
        holds(&text, &reading);
    }
}

#[test]
fn a_byte_order_mark_is_no_mistake() {
    assert!(reading(&format!("\u{feff}{WHOLE}")).scenario.is_some());
}
