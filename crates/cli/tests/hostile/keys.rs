//! Every quantity of the vocabulary at the ends of its range.

use pourparler_report::opinions::vocabulary;
use pourparler_scenario::Kind;

use crate::edits::EVERYTHING;
use crate::holds::{Answer, answered};
use crate::mutated::Draws;

/// Mixtures of ends tried.
const CASES: u64 = 60;

/// Laws of [`EVERYTHING`], which stand where a map would have an option.
const LAWS: [&str; 2] = ["normal", "lognormal"];

/// Smallest and largest value of a numeric key, or of each entry of a map of numbers.
fn range(kind: &Kind) -> Option<(f64, f64)> {
    match kind {
        Kind::Quantity { min, max } | Kind::Labelled { min, max, .. } => Some((*min, *max)),
        Kind::OptionMap(inner) | Kind::RefMap(_, inner) => range(inner),
        _ => None,
    }
}

/// Line of a key of a section in [`EVERYTHING`]. A section's path is matched to the headings by
/// its fixed words, `parties.*.issues.*` to `[parties.north.issues.territory]`.
fn line_of(section: &str, key: &str) -> Option<usize> {
    let fits = |heading: &str| {
        let (parts, path): (Vec<&str>, Vec<&str>) =
            (heading.split('.').collect(), section.split('.').collect());
        parts.len() == path.len()
            && parts
                .iter()
                .zip(&path)
                .all(|(part, word)| part == word || word.starts_with('*'))
    };
    let mut inside = section.is_empty();
    for (number, line) in EVERYTHING.lines().enumerate() {
        if let Some(heading) = line.strip_prefix('[') {
            inside = fits(heading.trim_matches(['[', ']']));
        } else if inside && line.split(" = ").next() == Some(key) {
            return Some(number);
        }
    }
    None
}

/// The quantities of the vocabulary with their line; correlations aside, whose rank is one
/// plain number, and the one that stands in place of a war, see [`STANDOFF`].
fn quantities() -> Vec<(String, usize, (f64, f64))> {
    let vocabulary = vocabulary();
    let mut found = Vec::new();
    for section in &vocabulary.sections {
        for key in section.keys {
            let Some(range) = range(&key.kind).filter(|_| {
                !section.path.starts_with("correlations") && key.name != "no_agreement"
            }) else {
                continue;
            };
            let path = section.path.trim_end_matches("[]");
            let name = format!("[{path}] {}", key.name);
            let line = line_of(path, key.name)
                .unwrap_or_else(|| panic!("everything.toml does not set {name}"));
            found.push((name, line, range));
        }
    }
    found
}

/// A conflict without a front, in place of a war.
const STANDOFF: &str = include_str!("../../../engine/tests/fixtures/standoff.toml");

/// [`EVERYTHING`] with other numbers on some lines: alone, or as the only entry of a map.
fn with(values: &[(usize, String)]) -> String {
    let lines = EVERYTHING.lines().enumerate().map(|(number, text)| {
        let value = values.iter().find(|(line, _)| *line == number);
        let Some(((key, old), (_, value))) = text.split_once(" = ").zip(value) else {
            return text.to_owned();
        };
        let entry = old.strip_prefix("{ ").and_then(|map| map.split_once(" = "));
        match entry.filter(|(id, _)| !LAWS.contains(id)) {
            Some((id, _)) => format!("{key} = {{ {id} = {value} }}"),
            None => format!("{key} = {value}"),
        }
    });
    lines.collect::<Vec<String>>().join("\n")
}

/// A number in the file; the reader's own largest stands for a range without an end.
fn written(end: f64) -> String {
    format!("{:e}", end.clamp(-1e15, 1e15))
}

#[test]
fn quantities_at_the_ends_of_their_range_give_figures() {
    let quantities = quantities();
    assert!(quantities.len() > 60, "{} quantities", quantities.len());
    for (name, line, (min, max)) in quantities {
        for end in [min, max] {
            let value = written(end);
            println!("{name} = {value}");
            match answered(with(&[(line, value.clone())]).as_bytes()) {
                Answer::Assessed { .. } => {}
                Answer::Refused(found) => panic!("{name} = {value}: {found:#?}"),
            }
        }
    }
}

#[test]
fn many_quantities_at_the_ends_together_give_an_answer() {
    let quantities = quantities();
    let mut assessed = 0;
    for case in 0..CASES {
        println!("case {case}");
        let mut draws = Draws::of(case);
        let ends: Vec<(usize, String)> = quantities
            .iter()
            .filter_map(|(_, line, (min, max))| match draws.next() % 6 {
                0 => Some((*line, written(*min))),
                1 => Some((*line, written(*max))),
                _ => None,
            })
            .collect();
        assert!(!ends.is_empty());
        let answer = answered(with(&ends).as_bytes());
        assessed += usize::from(matches!(answer, Answer::Assessed { .. }));
    }
    assert!(
        assessed > CASES as usize / 2,
        "{assessed} of {CASES} assessed"
    );
}

#[test]
fn a_value_of_no_agreement_at_its_ends_gives_figures() {
    for (north, south) in [("0", "0"), ("0", "1"), ("1", "0"), ("1", "1")] {
        let text = STANDOFF
            .replace(
                "no_agreement = \"0.3 .. 0.5\"",
                &format!("no_agreement = {north}"),
            )
            .replace(
                "no_agreement = \"0.2 .. 0.4\"",
                &format!("no_agreement = {south}"),
            );
        assert!(!text.contains("\"0.3 .. 0.5\"") && !text.contains("\"0.2 .. 0.4\""));
        match answered(text.as_bytes()) {
            Answer::Assessed { .. } => {}
            Answer::Refused(found) => panic!("{north} and {south}: {found:#?}"),
        }
    }
}
