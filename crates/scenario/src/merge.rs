//! Two scenario files: where they differ, and the scenario with some of the differences taken.
//!
//! Differences are found key by key in the two texts, so that each has its line in both. A key
//! table that stands in one file alone is one difference. What no run reads (titles, claims,
//! sources, notes, variants) is left out.

use crate::diagnostic::Diagnostic;
use crate::read::has_errors;
use crate::reader::read_tree;
use crate::scenario::Scenario;
use crate::shape::Shape;
use crate::source::Source;
use crate::table::Table;
use crate::tree::{Node, Tree, document, get};
use crate::variant::{Merge as Kind, join, merging};
use crate::vocabulary::Vocabulary;

/// Tables and keys at the top of a file that no run reads.
const UNREAD: [&str; 13] = [
    "title",
    "summary",
    "marking",
    "claims",
    "variants",
    "sources",
    "opinions",
    "groups",
    "inputs",
    "rates",
    "reference",
    "levers",
    "run",
];

/// Keys that say where a number comes from, and nothing about the number.
const PROVENANCE: [&str; 4] = ["source", "note", "asked", "name"];

/// One difference between two files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Its key path.
    pub path: String,
    /// Its line in each file, from 1; `None` where it does not stand there.
    pub lines: [Option<usize>; 2],
    /// What stands there, as written; cut where it is long.
    pub written: [Option<String>; 2],
}

/// Two files, compared.
pub struct Merge<'a> {
    vocabulary: &'a Vocabulary,
    shape: Shape,
    /// The first file, with the sources of both.
    base: Node,
    source: Source,
    differences: Vec<Difference>,
    /// What the second file has instead; nothing where it has nothing.
    instead: Vec<Option<Node>>,
}

impl<'a> Merge<'a> {
    /// Compares two scenarios.
    pub fn of(a: &Scenario, b: &Scenario, vocabulary: &'a Vocabulary) -> Self {
        let shape = Shape::of(vocabulary);
        let [first, second] = [a, b].map(|scenario| document(&scenario.text).root);
        let sources = [a, b].map(|scenario| Source::new(&scenario.name, &scenario.text));
        let mut found = Found {
            sources: &sources,
            differences: Vec::new(),
            instead: Vec::new(),
        };
        let of = |node: &Node| -> Vec<(String, Node)> {
            let entries = node.table().unwrap_or(&[]).iter();
            let read = entries.filter(|(name, _)| !UNREAD.contains(&name.as_str()));
            read.cloned().collect()
        };
        found.tables(&shape, &of(&first), &of(&second), "");
        let Found {
            differences,
            instead,
            ..
        } = found;
        let mut base = first;
        share_sources(&mut base, &second);
        let [source, _] = sources;
        Merge {
            vocabulary,
            shape,
            base,
            source,
            differences,
            instead,
        }
    }

    /// The differences, in the order of the first file; what stands in the second alone is last
    /// in its table.
    pub fn differences(&self) -> &[Difference] {
        &self.differences
    }

    /// The first scenario's tables with these of the differences taken from the second.
    ///
    /// # Errors
    ///
    /// What is wrong with that mixture; places are those of no file.
    pub fn taken(&self, which: &[usize]) -> Result<Table, Vec<Diagnostic>> {
        let mut root = self.base.clone();
        for &k in which {
            if let (Some(difference), Some(instead)) =
                (self.differences.get(k), self.instead.get(k))
            {
                let path: Vec<&str> = difference.path.split('.').collect();
                put(&mut root, &path, instead.as_ref());
            }
        }
        let read = read_tree(&self.source, self.vocabulary, &self.shape, &root);
        if has_errors(&read.diagnostics) {
            return Err(read.diagnostics);
        }
        Ok(read.root)
    }
}

/// Adds the sources of the second file that the first does not have: its numbers cite them.
fn share_sources(base: &mut Node, second: &Node) {
    let theirs = second.table().and_then(|entries| get(entries, "sources"));
    let (Some(theirs), Tree::Table(entries)) = (theirs, &mut base.value) else {
        return;
    };
    let own = entries.iter_mut().find(|(name, _)| name == "sources");
    match own {
        None => entries.push(("sources".to_owned(), theirs.clone())),
        Some((_, own)) => {
            if let Tree::Table(own) = &mut own.value {
                for (id, node) in theirs.table().unwrap_or(&[]) {
                    if own.iter().all(|(known, _)| known != id) {
                        own.push((id.clone(), node.clone()));
                    }
                }
            }
        }
    }
}

/// Puts a node at a path, or takes out what stands there.
fn put(at: &mut Node, path: &[&str], node: Option<&Node>) {
    let (Some((name, below)), Tree::Table(entries)) = (path.split_first(), &mut at.value) else {
        return;
    };
    let known = entries.iter().position(|(known, _)| known == name);
    match (known, below.is_empty(), node) {
        (Some(k), true, Some(node)) => entries[k].1 = node.clone(),
        (Some(k), true, None) => {
            entries.remove(k);
        }
        (None, true, Some(node)) => entries.push(((*name).to_owned(), node.clone())),
        (Some(k), false, node) => put(&mut entries[k].1, below, node),
        _ => {}
    }
}

struct Found<'s> {
    sources: &'s [Source; 2],
    differences: Vec<Difference>,
    instead: Vec<Option<Node>>,
}

impl Found<'_> {
    fn tables(&mut self, shape: &Shape, a: &[(String, Node)], b: &[(String, Node)], above: &str) {
        for (name, first) in a {
            let path = join(above, name);
            match (get(b, name), merging(shape, name)) {
                (None, _) => self.add(path, Some(first), None),
                (Some(second), below) => self.values(below, first, second, &path),
            }
        }
        for (name, second) in b.iter().filter(|(name, _)| get(a, name).is_none()) {
            self.add(join(above, name), None, Some(second));
        }
    }

    fn values(&mut self, kind: Kind, first: &Node, second: &Node, path: &str) {
        match (kind, first.table(), second.table()) {
            (Kind::Table(shape), Some(a), Some(b)) => {
                self.tables(shape, &named(a), &named(b), path);
            }
            (Kind::Map, Some(a), Some(b)) => {
                for (name, first) in a {
                    let path = join(path, name);
                    match get(b, name) {
                        Some(second) if content(first) != content(second) => {
                            self.add(path, Some(first), Some(second));
                        }
                        Some(_) => {}
                        None => self.add(path, Some(first), None),
                    }
                }
                for (name, second) in b.iter().filter(|(name, _)| get(a, name).is_none()) {
                    self.add(join(path, name), None, Some(second));
                }
            }
            _ if content(first) != content(second) => {
                self.add(path.to_owned(), Some(first), Some(second));
            }
            _ => {}
        }
    }

    fn add(&mut self, path: String, first: Option<&Node>, second: Option<&Node>) {
        let nodes = [first, second];
        let of = |k: usize| nodes[k].map(|node| self.sources[k].line_column(node.key_span.start).0);
        let lines = [of(0), of(1)];
        let written = nodes.map(|node| node.map(shown));
        self.differences.push(Difference {
            path,
            lines,
            written,
        });
        self.instead.push(second.cloned());
    }
}

/// A table without what only names it.
fn named(entries: &[(String, Node)]) -> Vec<(String, Node)> {
    let told = |name: &str| PROVENANCE.contains(&name) || name == "about";
    entries
        .iter()
        .filter(|(name, _)| !told(name))
        .cloned()
        .collect()
}

/// What a value says, without its place and provenance.
fn content(node: &Node) -> String {
    match &node.value {
        Tree::Text(text) => format!("{text:?}"),
        Tree::Integer(Some(integer)) => format!("{}", *integer as f64),
        Tree::Float(float) => format!("{float}"),
        Tree::Array(items) => {
            let items: Vec<String> = items.iter().map(content).collect();
            format!("[{}]", items.join(", "))
        }
        Tree::Table(entries) => {
            let mut kept: Vec<(&str, String)> = entries
                .iter()
                .filter(|(name, _)| !PROVENANCE.contains(&name.as_str()))
                .map(|(name, node)| (name.as_str(), content(node)))
                .collect();
            if let [("value", value)] = kept.as_slice() {
                return value.clone();
            }
            kept.sort();
            let kept: Vec<String> = kept.iter().map(|(n, v)| format!("{n} = {v}")).collect();
            format!("{{ {} }}", kept.join(", "))
        }
        Tree::Integer(None) => "a number too large".to_owned(),
        Tree::Bool(flag) => flag.to_string(),
        Tree::Date(date) => date.map_or_else(String::new, |date| date.to_string()),
        Tree::Broken => String::new(),
    }
}

/// A value for a reader, cut where it is long.
fn shown(node: &Node) -> String {
    const MOST: usize = 60;
    let text = content(node);
    if text.chars().count() <= MOST {
        return text;
    }
    text.chars().take(MOST).chain(['…']).collect()
}
