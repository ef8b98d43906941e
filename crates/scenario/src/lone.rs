//! A quantity on its own, outside any file: read as a key would read it, or as its words say.

use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::explain::is_key;
use crate::key::{Default, Key, Kind, Section};
use crate::leaf::{Leaves, Place};
use crate::names::Names;
use crate::quantity::{Provenance, Value};
use crate::read::has_errors;
use crate::reference::header;
use crate::source::Source;
use crate::tree::{self, Node, Tree};
use crate::vocabulary::Vocabulary;

/// A quantity or a choice read on its own.
#[derive(Clone, Debug)]
pub struct Lone {
    /// A [`Value::Quantity`] or a [`Value::Choice`].
    pub value: Value,
    /// What it was read as, the end of a sentence.
    pub read_as: String,
}

/// The key of this name or path that holds a quantity or a choice, and its section; the first
/// where several tables have one.
pub fn key<'a>(query: &str, vocabulary: &'a Vocabulary) -> Option<(&'a Section, &'a Key)> {
    let sections = vocabulary.sections.iter();
    sections
        .flat_map(|section| section.keys.iter().map(move |key| (*section, key)))
        .find(|(section, key)| quantity_kind(&key.kind).is_some() && is_key(section, key, query))
}

/// Names of the keys that [`key`] finds.
pub fn key_names(vocabulary: &Vocabulary) -> impl Iterator<Item = &'static str> {
    let keys = vocabulary.sections.iter().flat_map(|section| section.keys);
    keys.filter(|key| quantity_kind(&key.kind).is_some())
        .map(|key| key.name)
}

fn quantity_kind(kind: &Kind) -> Option<Kind> {
    match kind {
        Kind::Quantity { .. } | Kind::Labelled { .. } | Kind::Choice(_) => Some(*kind),
        Kind::OptionMap(kind) | Kind::RefMap(_, kind) => quantity_kind(kind),
        _ => None,
    }
}

/// Reads a quantity as it stands right of an equals sign, quotation marks or not; as `key`
/// reads it, or without one in the narrowest range its words fit.
///
/// # Errors
///
/// What is wrong with it, located in the text.
pub fn read(text: &str, of: Option<(&Section, &Key)>) -> Result<Lone, Vec<Diagnostic>> {
    let source = Source::new("quantity", text);
    let located = |mut found: Vec<Diagnostic>| {
        found.iter_mut().for_each(|found| found.locate(&source));
        found
    };
    let node = tree::alone(text).map_err(|error| located(vec![error]))?;
    let (key, read_as) = match of {
        Some((section, key)) => (
            Key {
                kind: quantity_kind(&key.kind).unwrap_or(key.kind),
                ..*key
            },
            format!("`{}` in {}", key.name, header(section.path)),
        ),
        None => {
            let scale = Scale::of(&node);
            (scale.key(), scale.words().to_owned())
        }
    };
    let mut leaves = Leaves::new(&source, Names::default());
    let nothing = Provenance::default();
    let place = Place {
        path: key.name.to_owned(),
        issue: None,
        provenance: &nothing,
        prior: None,
        written: true,
    };
    let value = match (of, labels(&node)) {
        // Without a key the labels are those given.
        (None, Some(labels)) => leaves.choice(labels, &node, &place),
        _ => leaves.read(&key, &key.kind, &node, &place),
    };
    let mut found = leaves.diagnostics;
    // There is no file that could list the sources.
    found.retain(|found| found.code != codes::UNKNOWN_SOURCE);
    match value {
        Some(value) if !has_errors(&found) => Ok(Lone {
            read_as: match value {
                Value::Choice(_) if of.is_none() => "a choice of words".to_owned(),
                _ => read_as,
            },
            value,
        }),
        _ => Err(located(found)),
    }
}

/// The labels of a choice.
fn labels(node: &Node) -> Option<Vec<String>> {
    let choice = tree::get(node.table()?, "choice")?;
    let labels = choice.table()?.iter().map(|(label, _)| label.clone());
    Some(labels.collect())
}

/// What a quantity without a key is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scale {
    Share,
    SignedShare,
    Time,
    Rate,
    Positive,
    Any,
}

impl Scale {
    fn of(node: &Node) -> Self {
        let mut words = String::new();
        let mut numbers = Vec::new();
        gather(node, &mut words, &mut numbers);
        let has = |word: &str| words.split_whitespace().any(|known| known == word);
        let negative = numbers.iter().any(|&number| number < 0.0);
        let time = ["hour", "day", "week", "month", "year"]
            .iter()
            .any(|unit| words.contains(unit));
        let share = words.contains('%') || has("of") || has("beta");
        if share || (!time && !numbers.is_empty() && numbers.iter().all(|n| n.abs() <= 1.0)) {
            if negative {
                Scale::SignedShare
            } else {
                Scale::Share
            }
        } else if time && (has("per") || has("a") || words.contains('/')) {
            Scale::Rate
        } else if time {
            Scale::Time
        } else if negative || has("normal") {
            Scale::Any
        } else {
            Scale::Positive
        }
    }

    fn key(self) -> Key {
        let (min, max, unit) = match self {
            Scale::Share => (0.0, 1.0, "probability"),
            Scale::SignedShare => (-1.0, 1.0, ""),
            Scale::Time => (0.0, f64::INFINITY, "days"),
            Scale::Rate => (0.0, f64::INFINITY, "per month"),
            Scale::Positive => (0.0, f64::INFINITY, ""),
            Scale::Any => (f64::NEG_INFINITY, f64::INFINITY, ""),
        };
        Key {
            name: "quantity",
            kind: Kind::Quantity { min, max },
            unit,
            default: Default::Required,
            doc: "",
            example: "",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Scale::Share => "a probability or a share, from 0 to 1",
            Scale::SignedShare => "a difference of shares, from -1 to 1",
            Scale::Time => "a length of time, in days",
            Scale::Rate => "a rate per month",
            Scale::Positive => "a number that cannot be negative",
            Scale::Any => "a number that can be negative",
        }
    }
}

/// The words and the numbers of a quantity; provenance left out.
fn gather(node: &Node, words: &mut String, numbers: &mut Vec<f64>) {
    match &node.value {
        Tree::Text(text) => {
            words.push_str(text);
            words.push(' ');
            let spaced = text.replace("..", " ");
            let parts = spaced.split(|c: char| c.is_whitespace() || c == '~');
            // A number with its unit: the digits before the first letter or sign after them.
            numbers.extend(parts.filter_map(|part| {
                let end = part
                    .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+')))
                    .unwrap_or(part.len());
                part.get(..end)?.parse::<f64>().ok()
            }));
        }
        Tree::Integer(Some(value)) => numbers.push(*value as f64),
        Tree::Float(value) => numbers.push(*value),
        Tree::Array(items) => items.iter().for_each(|item| gather(item, words, numbers)),
        Tree::Table(entries) => {
            for (name, entry) in entries {
                if !matches!(name.as_str(), "source" | "note" | "asked") {
                    words.push_str(name);
                    words.push(' ');
                    gather(entry, words, numbers);
                }
            }
        }
        _ => {}
    }
}

/// Where the text stands that [`read`] complains about, for showing its diagnostics.
pub fn source(text: &str) -> Source {
    Source::new("quantity", text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::Law;

    fn law(text: &str) -> (Law, String) {
        let lone = read(text, None).unwrap_or_else(|found| panic!("{text}: {found:#?}"));
        let quantity = lone.value.quantity().expect("a quantity").clone();
        (quantity.law, lone.read_as)
    }

    #[test]
    fn a_quantity_is_read_as_its_words_say() {
        for (text, read_as) in [
            ("10% .. 40%", "a probability or a share, from 0 to 1"),
            ("\"10% .. 40%\"", "a probability or a share, from 0 to 1"),
            ("3 of 24", "a probability or a share, from 0 to 1"),
            ("{ beta = [3, 7] }", "a probability or a share, from 0 to 1"),
            ("0.3", "a probability or a share, from 0 to 1"),
            ("-10% .. 20%", "a difference of shares, from -1 to 1"),
            ("about 3 weeks", "a length of time, in days"),
            ("2 per year", "a rate per month"),
            ("12 .. 60", "a number that cannot be negative"),
            ("{ pert = [2, 5, 12] }", "a number that cannot be negative"),
            ("{ normal = [5, 2] }", "a number that can be negative"),
            ("-3 to 8", "a number that can be negative"),
            (
                "{ value = \"2 .. 5\", note = \"of 9 years a 3% rise\" }",
                "a number that cannot be negative",
            ),
        ] {
            assert_eq!(law(text).1, read_as, "{text}");
        }
    }

    #[test]
    fn quotation_marks_make_no_difference() {
        for text in ["10% .. 40%", "about 3 weeks", "3 of 24", "2 per year"] {
            assert_eq!(law(text).0, law(&format!("\"{text}\"")).0, "{text}");
        }
        let twenty_one = law("about 3 weeks").0;
        assert!((twenty_one.median() - 21.0).abs() < 1e-9);
    }

    #[test]
    fn mistakes_are_those_of_a_file() {
        for (text, code) in [
            ("40% .. 10%", codes::BAD_INTERVAL),
            ("{ beta = [3] }", codes::BAD_LAW),
            ("{ beta = [3, 7", codes::SYNTAX),
            ("many", codes::NOT_A_QUANTITY),
            ("", codes::NOT_A_QUANTITY),
            ("2025-12-01", codes::WRONG_KIND),
            ("{ gamma = [3, 7] }", codes::UNKNOWN_KEY),
        ] {
            let found = read(text, None).expect_err(text);
            assert_eq!(found[0].code, code, "{text}: {found:#?}");
        }
    }

    #[test]
    fn a_choice_brings_its_own_labels() {
        let lone = read("{ choice = { a = 0.25, b = 0.75 } }", None).unwrap();
        let Value::Choice(choice) = lone.value else {
            panic!("no choice");
        };
        assert_eq!(choice.labels, ["a", "b"]);
        assert_eq!(choice.weights, [0.25, 0.75]);
    }

    #[test]
    fn a_key_decides_the_range() {
        let vocabulary = Vocabulary::base();
        assert!(key("as_of", &vocabulary).is_none(), "a date is no quantity");
        assert!(key_names(&vocabulary).count() > 0);
    }
}
