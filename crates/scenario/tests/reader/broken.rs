//! Deliberately broken files and what is said about them. The rendered messages are
//! snapshots, read by eye; every code of the reader must appear in one of them or in a
//! file too large to keep.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use crate::grammar::{WHOLE, reading, vocabulary};
use pourparler_scenario::explain::{CODES, explain};
use pourparler_scenario::render::{Look, render};
use pourparler_scenario::{Diagnostic, Source, limits, read, read_bytes};

/// The broken files, by name.
fn files() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reader/broken");
    let mut files: Vec<(String, String)> = fs::read_dir(folder)
        .expect("folder of broken files")
        .map(|entry| entry.expect("entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .map(|path| {
            let name = path
                .file_name()
                .expect("name")
                .to_string_lossy()
                .into_owned();
            (name, fs::read_to_string(&path).expect("text"))
        })
        .collect();
    files.sort();
    files
}

#[test]
fn every_mistake_is_named_with_its_place() {
    let files = files();
    assert!(files.len() >= 10);
    for (name, text) in files {
        let reading = read(&name, &text, &vocabulary());
        let errors = reading.scenario.is_none();
        assert!(errors || name == "dates.toml", "{name} reads");
        let printed = render(
            &reading.diagnostics,
            &Source::new(&name, &text),
            Look::PLAIN,
        );
        insta::with_settings!({ snapshot_path => "broken", prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(name.trim_end_matches(".toml"), printed);
        });
    }
}

/// Files too large or too odd to keep.
fn made() -> Vec<Diagnostic> {
    let head = "title = \"x\"\nas_of = 2025-12-01\n";
    let mut many = head.to_owned();
    for party in 0..25 {
        let _ = writeln!(many, "[parties.p{party}.issues.land.values]");
        for option in 0..50 {
            let _ = writeln!(many, "o{option} = \"10% .. 20%\"");
        }
    }
    let options: Vec<String> = (0..50).map(|option| format!("\"o{option}\"")).collect();
    let _ = writeln!(
        many,
        "[issues.land]\nstatus_quo = \"o0\"\noptions = [{}]",
        options.join(", ")
    );
    let long = format!("{head}summary = \"{}\"", "x".repeat(limits::TEXT_CHARS + 1));
    let large = format!("{head}# {}", "x".repeat(limits::FILE_BYTES));
    let mut found = Vec::new();
    for text in [many, long, large] {
        found.extend(reading(&text).diagnostics);
    }
    found.extend(read_bytes("latin1.toml", b"title = \"Gen\xe8ve\"", &vocabulary()).diagnostics);
    found
}

#[test]
fn every_code_is_explained_and_every_explained_code_is_met() {
    let mut met: BTreeSet<&str> = made().iter().map(|d| d.code).collect();
    for (name, text) in files() {
        met.extend(
            read(&name, &text, &vocabulary())
                .diagnostics
                .iter()
                .map(|d| d.code),
        );
    }
    let explained: BTreeSet<&str> = CODES.iter().map(|code| code.code).collect();
    assert_eq!(explained.len(), CODES.len(), "a code is explained twice");
    let unexplained: Vec<_> = met.difference(&explained).collect();
    assert!(unexplained.is_empty(), "{unexplained:?}");
    // Names and units inside expressions are checked with the outputs at hand, and by
    // the tests of the claim language.
    let never: Vec<_> = explained
        .difference(&met)
        .filter(|code| !("PP0604"..="PP0610").contains(*code))
        .collect();
    assert!(never.is_empty(), "{never:?}");
}

#[test]
fn every_diagnostic_says_what_to_write() {
    for (name, text) in files() {
        for diagnostic in read(&name, &text, &vocabulary()).diagnostics {
            assert!(
                diagnostic.help.is_some(),
                "{name}:{}: {} has no help",
                diagnostic.line,
                diagnostic.message
            );
            assert!(diagnostic.line >= 1 && diagnostic.column >= 1);
            assert!(!diagnostic.message.ends_with('.'));
        }
    }
}

#[test]
fn a_misspelt_word_is_corrected_wherever_it_stands() {
    for (right, wrong, meant) in [
        ("would_fight", "would_figth", "would_fight"),
        ("[contact]", "[contcat]", "contact"),
        ("by = \"usa\"", "by = \"uas\"", "usa"),
        ("wants = \"back\"", "wants = \"bak\"", "back"),
        ("all = \"law\"", "all = \"lax\"", ""),
        ("kind = \"resolve\"", "kind = \"resolv\"", "resolve"),
        ("propose = \"65%\"", "propos = \"65%\"", "propose"),
        (
            "source = \"judgement\"",
            "source = \"judgment\"",
            "judgement",
        ),
        (
            "\"contact.topics.resolve\"",
            "\"contact.topics.resolv\"",
            "resolve",
        ),
        (
            "[issues.guards.guarantees.troops]",
            "[issues.guards.guarantees.trops]",
            "troops",
        ),
    ] {
        let text = WHOLE.replacen(right, wrong, 1);
        assert_ne!(text, WHOLE, "{right} is not in the file");
        let helps: Vec<String> = reading(&text)
            .diagnostics
            .into_iter()
            .filter_map(|d| d.help)
            .collect();
        let wanted = format!("did you mean `{meant}`?");
        assert!(
            meant.is_empty() || helps.contains(&wanted),
            "{wrong}: {helps:#?}"
        );
        assert!(!helps.is_empty(), "{wrong}");
    }
}

#[test]
fn codes_keys_and_tables_are_explained() {
    let vocabulary = vocabulary();
    let said = |query: &str| explain(query, &[CODES], &vocabulary);
    assert!(said("pp0203").is_some_and(|text| text.contains("\"30%\"")));
    assert!(said("parties.norland.floor").is_some_and(|text| text.contains("30% .. 70%")));
    assert!(said("as_of").is_some_and(|text| text.contains("last day")));
    assert!(said("[war]").is_some_and(|text| text.contains("front")));
    assert!(said("asked").is_some_and(|text| text.contains("every table")));
    assert!(said("nonsense").is_none());
}
