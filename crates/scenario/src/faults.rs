//! What is wrong with a vocabulary itself: for the tests of the crates that own its
//! sections.

use crate::key::{Default, Key, Kind};
use crate::leaf::{Leaves, Place};
use crate::names::Names;
use crate::quantity::Provenance;
use crate::reference::header;
use crate::shape::Shape;
use crate::source::{Source, Span};
use crate::tree;
use crate::vocabulary::Vocabulary;

impl Vocabulary {
    /// Faults of the key tables: defaults and examples that do not read, a key given
    /// twice, references to sections that do not exist, missing words. Empty when sound.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let shape = Shape::of(self);
        for place in shape.walk() {
            for (name, _) in &place.children {
                if place.key(name).is_some() {
                    faults.push(format!("{}: `{name}` is both key and table", place.path));
                }
            }
        }
        for path in self.paths() {
            let mut seen: Vec<&str> = Vec::new();
            for key in self.keys(path) {
                let place = format!("{} {}", header(path), key.name);
                if seen.contains(&key.name) {
                    faults.push(format!("{place}: given twice"));
                }
                seen.push(key.name);
                faults.extend(self.key_faults(key).map(|what| format!("{place}: {what}")));
            }
        }
        faults
    }

    fn key_faults(&self, key: &Key) -> impl Iterator<Item = String> {
        let mut faults = Vec::new();
        if key.doc.is_empty() || key.example.is_empty() {
            faults.push("needs doc and example".to_owned());
        }
        if let Some(section) = missing_section(self, &key.kind) {
            faults.push(format!("refers to [{section}], which does not exist"));
        }
        if let Default::Value(text) | Default::Prior(text, _) = key.default {
            faults.extend(unreadable(key, text).map(|why| format!("default {text}: {why}")));
        }
        faults.extend(
            unreadable(key, key.example).map(|why| format!("example {}: {why}", key.example)),
        );
        faults.into_iter()
    }
}

/// Why a right-hand side does not read, as far as can be said without a file: ids and
/// options are not looked up.
fn unreadable(key: &Key, text: &str) -> Option<String> {
    if names_others(&key.kind) {
        return None;
    }
    let source = Source::new("", text);
    let mut leaves = Leaves::new(&source, Names::default());
    let provenance = Provenance::default();
    let place = Place {
        path: key.name.to_owned(),
        issue: None,
        provenance: &provenance,
        prior: None,
        written: true,
    };
    let node = tree::value(text, Span::new(0, text.len()));
    let value = leaves.read(key, &key.kind, &node, &place);
    let unsourced = |code: &str| code == crate::codes::UNKNOWN_SOURCE;
    match leaves.diagnostics.into_iter().find(|d| !unsourced(d.code)) {
        Some(diagnostic) => Some(diagnostic.message),
        None => value.is_none().then(|| "does not read".to_owned()),
    }
}

fn names_others(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Ref(_)
            | Kind::RefList(_)
            | Kind::ChoiceOf(_)
            | Kind::OptionRef
            | Kind::OptionList
            | Kind::OptionMap(_)
            | Kind::RefMap(..)
            | Kind::Package
    )
}

fn missing_section(vocabulary: &Vocabulary, kind: &Kind) -> Option<String> {
    let section = match kind {
        Kind::Ref(section) | Kind::RefList(section) | Kind::RefMap(section, _) => *section,
        Kind::ChoiceOf(of) => of.split('|').next().unwrap_or(""),
        _ => return None,
    };
    let name = section.trim_end_matches("[]").trim_end_matches(".*");
    let known = vocabulary.paths().iter().any(|path| {
        let path = path.trim_end_matches("[]").trim_end_matches(".*");
        path == name
    });
    (!known).then(|| name.to_owned())
}
