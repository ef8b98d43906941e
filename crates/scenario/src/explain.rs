//! `explain`: what a code means, or what a key is for.

use std::fmt::Write;

use crate::key::{Default, Key, Section};
use crate::reference::{header, takes};
use crate::sections::EVERYWHERE;
use crate::vocabulary::Vocabulary;

pub use crate::explanations::CODES;

/// A kind of mistake: what is behind it, and how to mend it.
#[derive(Clone, Copy, Debug)]
pub struct Code {
    /// `PP0104`.
    pub code: &'static str,
    /// A few words.
    pub title: &'static str,
    /// Why it is a mistake, and what to think of.
    pub idea: &'static str,
    /// A few lines of a scenario that have it.
    pub wrong: &'static str,
    /// The same lines mended.
    pub right: &'static str,
}

/// Explains a code (`PP0104`), a key (`floor`, `parties.russia.floor`) or a section
/// (`[war]`), or says nothing if there is none. `codes` are [`CODES`] and those of the
/// other crates.
pub fn explain(query: &str, codes: &[&[Code]], vocabulary: &Vocabulary) -> Option<String> {
    let query = query.trim().trim_matches(['[', ']', '`']);
    let mut all = codes.iter().flat_map(|codes| codes.iter());
    if let Some(code) = all.find(|code| code.code.eq_ignore_ascii_case(query)) {
        return Some(format!(
            "{}: {}\n\n{}\n\nInstead of\n\n{}\n\nwrite\n\n{}\n",
            code.code,
            code.title,
            code.idea,
            indented(code.wrong),
            indented(code.right)
        ));
    }
    let mut text = String::new();
    for section in &vocabulary.sections {
        if !section.path.is_empty() && matches_path(section.path, query) {
            let _ = writeln!(text, "{}: {}\n", header(section.path), section.title);
            let _ = writeln!(text, "{}\n", section.doc);
            let names: Vec<&str> = section.keys.iter().map(|key| key.name).collect();
            let _ = writeln!(text, "Keys: {}\n", names.join(", "));
        }
        for key in section.keys {
            if is_key(section, key, query) {
                describe(&mut text, &header(section.path), key);
            }
        }
    }
    for key in EVERYWHERE.iter().filter(|key| key.name == query) {
        describe(&mut text, "every table", key);
    }
    (!text.is_empty()).then_some(text)
}

fn indented(lines: &str) -> String {
    let lines: Vec<String> = lines.lines().map(|line| format!("    {line}")).collect();
    lines.join("\n")
}

/// Whether a name or a path means this key.
pub(crate) fn is_key(section: &Section, key: &Key, query: &str) -> bool {
    if key.name == query {
        return true;
    }
    match query.rsplit_once('.') {
        Some((path, name)) => name == key.name && matches_path(section.path, path),
        None => false,
    }
}

/// Whether a path with ids fits a section's path with stars.
fn matches_path(pattern: &str, path: &str) -> bool {
    let pattern = pattern.trim_end_matches("[]");
    let exact = pattern.split('.').count() == path.split('.').count();
    let fits = |pattern: &str| {
        pattern
            .split('.')
            .zip(path.split('.'))
            .all(|(wanted, given)| wanted.starts_with('*') || wanted == given)
    };
    (exact && fits(pattern)) || pattern.strip_suffix(".*") == Some(path)
}

fn describe(text: &mut String, place: &str, key: &Key) {
    let _ = writeln!(text, "{} in {place}\n", key.name);
    let _ = writeln!(text, "{}\n", key.doc);
    let _ = writeln!(text, "Takes: {}", takes(key));
    let _ = match key.default {
        Default::Required => writeln!(text, "Cannot be left out."),
        Default::Absent => writeln!(text, "Can be left out."),
        Default::Value(value) => writeln!(text, "If left out: {value}"),
        Default::Prior(value, why) => writeln!(text, "If left out: {value}, because {why}"),
    };
    let _ = writeln!(text, "Example: {} = {}\n", key.name, key.example);
}
