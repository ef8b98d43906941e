//! The key tables and the explanations themselves.

use pourparler_agreement::space::{CODES, SECTIONS, Space, codes};
use pourparler_scenario::Vocabulary;

use crate::{build, reading};

#[test]
fn defaults_and_examples_read() {
    let faults = Vocabulary::base().with(SECTIONS).faults();
    assert_eq!(faults, Vec::<String>::new());
}

/// A scenario in which every explanation's lines have their meaning.
const FRAME: &str = r#"
[parties.norland]
side = "a"

[parties.sudland]
side = "b"

[parties.neighbour]

[issues.land]
options = ["south", "river", "north"]
status_quo = "river"

[issues.trade]
options = ["closed", "open"]
status_quo = "closed"

[parties.norland.issues.land]
wants = "north"

[parties.sudland.issues.land]
wants = "south"
"#;

/// The frame with the tables of `lines` in place of its own.
fn framed(lines: &str) -> String {
    if lines.starts_with("title") {
        return lines.to_owned();
    }
    let head = "title = \"Frame\"\nas_of = 2025-12-01\n".to_owned();
    let own = FRAME.split("\n\n").map(str::trim);
    let kept = own.filter(|table| {
        let header = table.lines().next().unwrap_or("");
        !lines.lines().any(|line| line == header)
    });
    kept.fold(head, |text, table| text + table + "\n") + lines
}

fn codes_of(text: &str) -> Vec<&'static str> {
    let said = match build(text) {
        Ok(space) => space.remarks,
        Err(said) => said,
    };
    said.iter().map(|d| d.code).collect()
}

#[test]
fn explained_lines_have_the_mistake_and_mended_lines_do_not() {
    for code in CODES.iter().filter(|code| code.code != codes::TOO_LARGE) {
        let wrong = codes_of(&framed(code.wrong));
        assert!(
            wrong.contains(&code.code),
            "{} is not in {wrong:?}",
            code.code
        );
        let right = codes_of(&framed(code.right));
        assert!(
            !right.contains(&code.code),
            "{} is still in {right:?}",
            code.code
        );
        let others = right.iter().filter(|c| **c != codes::NO_OUTCOMES);
        assert_eq!(others.count(), 0, "{}: {right:?}", code.code);
    }
}

#[test]
fn codes_are_explained_once_and_in_order() {
    let explained: Vec<&str> = CODES.iter().map(|code| code.code).collect();
    let numbered: Vec<String> = (1..=CODES.len()).map(|n| format!("PP08{n:02}")).collect();
    assert_eq!(explained, numbered);
}

#[test]
fn the_smallest_scenario_runs() {
    let text = framed("");
    let space = build(&text).unwrap_or_else(|said| panic!("{said:#?}"));
    assert_eq!(space.domain.packages(), 6);
    assert_eq!(space.finals().len(), 2);
    let uncertain = space
        .needs
        .iter()
        .filter(|need| !need.quantity().is_certain());
    // Breach and loss of each side, and the weight each gives to the land.
    assert_eq!(uncertain.count(), 6);
}

#[test]
fn needs_are_named_once() {
    let space = build(crate::BASE).unwrap_or_else(|said| panic!("{said:#?}"));
    let mut paths: Vec<&str> = space.needs.iter().map(|need| need.path()).collect();
    let count = paths.len();
    paths.sort_unstable();
    paths.dedup();
    assert_eq!(paths.len(), count);
}

#[test]
fn a_variant_has_a_space_of_its_own() {
    let text = format!(
        "{}\n[variants.no-truce]\nremove = [\"outcomes.truce\"]\n\
         [variants.no-truce.parties.neighbour]\nveto = 0.9\n",
        crate::BASE
    );
    let scenario = reading(&text).scenario.unwrap_or_else(|| panic!("read"));
    let space = Space::build(&scenario.variants[0].scenario_root);
    let space = space.unwrap_or_else(|said| panic!("{said:#?}"));
    assert_eq!(space.outcomes.len(), 1);
    assert_eq!(space.at_medians().vetoes[0].threshold, 0.9);
}
