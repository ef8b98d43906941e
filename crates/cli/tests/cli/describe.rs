//! `describe`: a quantity as typed or as a scenario has it, its picture and its mistakes.

use crate::folder::Folder;
use crate::{ENVOY, pourparler, pourparler_in};

#[test]
fn a_quantity_is_drawn_with_its_points() {
    let text = pourparler(&["describe", "10% .. 40%"]);
    assert_eq!((text.code, text.err.as_str()), (0, ""));
    insta::assert_snapshot!("describe-interval", text.out);
    let ascii = pourparler(&["describe", "{ beta = [3, 7] }", "--ascii"]);
    assert!(ascii.out.is_ascii());
    insta::assert_snapshot!("describe-beta-ascii", ascii.out);
    let word = pourparler(&["describe", "said", "--key", "red_lines"]);
    insta::assert_snapshot!("describe-word", word.out);
    let negative = pourparler(&["describe", "-3 .. 8"]);
    assert_eq!(negative.code, 0, "{}", negative.err);
}

#[test]
fn quotation_marks_of_the_file_make_no_difference_to_the_figures() {
    let json = |text: &str| pourparler(&["describe", text, "--json"]).json();
    let (bare, quoted) = (json("about 3 weeks"), json("\"about 3 weeks\""));
    for field in ["q05", "q50", "q95", "mean", "unit", "law"] {
        assert_eq!(bare[field], quoted[field], "{field}");
    }
    assert_eq!(bare["schema"], "pourparler.quantity/1");
    // From the number divided by 1.5 to the number times 1.5.
    let at = |level: &str| bare[level].as_f64().unwrap();
    assert!((at("q05") - 14.0).abs() < 1e-9 && (at("q95") - 31.5).abs() < 1e-9);
    let masses = bare["histogram"]["masses"].as_array().unwrap();
    let sum: f64 = masses.iter().map(|mass| mass.as_f64().unwrap()).sum();
    assert!((sum - 0.99).abs() < 1e-9, "{sum}");
}

#[test]
fn a_quantity_of_a_file_says_where_it_comes_from() {
    let default = pourparler(&["describe", ENVOY, "parties.north.floor"]);
    assert_eq!(default.code, 0, "{}", default.err);
    insta::assert_snapshot!("describe-default", default.out);
    let choice = pourparler(&["describe", ENVOY, "contact.mandate"]);
    insta::assert_snapshot!("describe-choice", choice.out);
    let json = pourparler(&["describe", ENVOY, "breach.south", "--json"]).json();
    assert_eq!(json["path"], "parties.south.breach");
    assert_eq!(json["elicited"], true);
    assert!(json["line"].as_u64().unwrap() > 1);
    let choice = pourparler(&["describe", ENVOY, "contact.mandate", "--json"]).json();
    assert_eq!(choice["choice"]["propose"], 0.4);
}

#[test]
fn source_and_note_are_shown_as_text() {
    let folder = Folder::new("describe");
    let scenario = std::fs::read_to_string(crate::BLANK).unwrap();
    let floor = "[parties.north]\nfloor = { value = \"0.2 .. 0.4\", source = \"judgement\", \
                 note = \"read\\u001b[31m red\", asked = \"one analyst, 2026\" }";
    folder.write("a.toml", &scenario.replace("[parties.north]", floor));
    let text = pourparler_in(
        folder.path(),
        &["describe", "a.toml", "parties.north.floor"],
    );
    for line in [
        "Written in line",
        "Source: judgement",
        "Asked: one analyst, 2026",
    ] {
        assert!(text.out.contains(line), "{line}\n{}", text.out);
    }
    assert!(!text.out.contains('\u{1b}'), "{}", text.out);
}

#[test]
fn mistakes_are_reported_as_in_a_file() {
    let wrong = pourparler(&["describe", "40% .. 10%"]);
    assert_eq!((wrong.code, wrong.out.as_str()), (1, ""));
    assert!(wrong.err.contains("PP0204"), "{}", wrong.err);
    let json = pourparler(&["describe", "40% .. 10%", "--json"]);
    assert_eq!((json.code, json.err.as_str()), (1, ""));
    assert_eq!(json.json()["kind"], "scenario");
    for (arguments, guess) in [
        (
            vec!["describe", ENVOY, "parties.north.flor"],
            "`parties.north.floor`",
        ),
        (vec!["describe", "0.3", "--key", "flor"], "`floor`"),
    ] {
        let ran = pourparler(&arguments);
        assert_eq!(ran.code, 2, "{arguments:?}");
        assert!(ran.err.contains(guess), "{}", ran.err);
    }
}

#[test]
fn any_text_is_read_or_refused() {
    for text in [
        "",
        " ",
        "..",
        "~",
        "about",
        "1e999",
        "nan",
        "0 .. 0",
        "{}",
        "{ choice = {} }",
        "[[[[",
        "\u{202e}",
        "5 of 0",
        "1 .. 2 .. 3",
        "{ beta = [1e-9, 1e-9] }",
        "{ pert = [0, 0, 1e15] }",
        "{ lognormal = [1e-300, 1e15] }",
        "999999999999999999999",
        "0 .. 1e-300",
    ] {
        for form in ["--ascii", "--json"] {
            let ran = pourparler(&["describe", text, form]);
            assert!(
                matches!(ran.code, 0 | 1),
                "{text}: {} {}",
                ran.code,
                ran.err
            );
            if form == "--json" {
                ran.json();
            }
        }
    }
}
