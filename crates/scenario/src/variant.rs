//! Variants: overlays of the same tree, read by the same reader.
//!
//! Tables merge, values and lists replace, `remove` takes key paths out first. What the
//! overlay brought keeps its own place in the text, so a mistake in a variant points
//! into the variant.

use std::collections::HashSet;

use crate::codes;
use crate::correlation;
use crate::diagnostic::Diagnostic;
use crate::key::Kind;
use crate::reader::read_tree;
use crate::scenario::Variant;
use crate::shape::Shape;
use crate::source::{Source, Span};
use crate::tree::{Node, Tree, get};
use crate::vocabulary::Vocabulary;
use crate::words::{shown, suggestion};

/// What all arms share and no variant may change.
const SHARED: [&str; 8] = [
    "title", "as_of", "horizon", "marking", "summary", "claims", "variants", "run",
];

/// All variants of the file, each read whole.
pub(crate) fn read(
    source: &Source,
    vocabulary: &Vocabulary,
    shape: &Shape,
    root: &Node,
    found: &mut Vec<Diagnostic>,
) -> Vec<Variant> {
    let entries = root.table().unwrap_or(&[]);
    let variants = get(entries, "variants").and_then(Node::table);
    let Some(variants) = variants else {
        return Vec::new();
    };
    let base: Vec<(String, Node)> = entries
        .iter()
        .filter(|(name, _)| name != "variants" && name != "claims")
        .cloned()
        .collect();
    let known: HashSet<(&'static str, Span)> = found.iter().map(|d| (d.code, d.span)).collect();
    let mut read = Vec::new();
    for (id, node) in variants.iter().take(crate::limits::VARIANTS) {
        let Some(patch) = node.table() else {
            continue;
        };
        let mut overlay = Overlay {
            touches: Vec::new(),
            found: Vec::new(),
        };
        let mut tree = Node {
            value: Tree::Table(base.clone()),
            span: root.span,
            key_span: root.key_span,
        };
        overlay.remove(&mut tree, get(patch, "remove"));
        let changes: Vec<(String, Node)> = patch
            .iter()
            .filter(|(name, _)| !is_own(shape, name))
            .cloned()
            .collect();
        overlay.check_shared(&changes);
        if let Tree::Table(entries) = &mut tree.value {
            overlay.lay(shape, entries, &changes, "");
        }
        if overlay.touches.is_empty() && overlay.found.is_empty() {
            overlay.found.push(
                Diagnostic::warning(
                    codes::CHANGES_NOTHING,
                    node.key_span,
                    format!("variant `{}` changes nothing", shown(id)),
                )
                .help(format!(
                    "write what it changes below [variants.{}], for instance \
                     [variants.{}.contact]",
                    shown(id),
                    shown(id)
                )),
            );
        }
        found.append(&mut overlay.found);

        let mut result = read_tree(source, vocabulary, shape, &tree);
        let correlations = correlation::read(&result.root, &mut result.diagnostics);
        for mut diagnostic in result.diagnostics {
            let repeated = known.contains(&(diagnostic.code, diagnostic.span));
            // The missing sources were counted once, with the base file.
            if !repeated && diagnostic.code != codes::NOT_SOURCED {
                diagnostic.message = format!("in variant `{}`: {}", shown(id), diagnostic.message);
                found.push(if wrote(patch, diagnostic.span) {
                    diagnostic
                } else {
                    diagnostic.related(node.key_span, "because of this variant")
                });
            }
        }
        let name = match get(patch, "name").map(|node| &node.value) {
            Some(Tree::Text(name)) => name.clone(),
            _ => id.clone(),
        };
        read.push(Variant {
            id: id.clone(),
            name,
            scenario_root: result.root,
            correlations,
            touches: overlay.touches,
            span: node.key_span,
            line: source.line_column(node.key_span.start).0,
        });
    }
    read
}

/// Whether a key of a variant is about the variant itself.
fn is_own(shape: &Shape, name: &str) -> bool {
    let star = shape.child("variants").and_then(|(_, v)| v.star.as_ref());
    star.is_some_and(|(_, variant)| variant.key(name).is_some())
}

struct Overlay {
    touches: Vec<String>,
    found: Vec<Diagnostic>,
}

impl Overlay {
    fn check_shared(&mut self, patch: &[(String, Node)]) {
        for (name, node) in patch {
            if SHARED.contains(&name.as_str()) {
                self.found.push(
                    Diagnostic::error(
                        codes::SHARED_BY_ARMS,
                        node.key_span,
                        format!("a variant cannot change `{name}`, which all arms share"),
                    )
                    .help("change it for the whole scenario, or make a second file"),
                );
            }
        }
    }

    /// Takes the listed key paths out.
    fn remove(&mut self, tree: &mut Node, list: Option<&Node>) {
        let Some(Tree::Array(items)) = list.map(|node| &node.value) else {
            return;
        };
        for item in items {
            let Tree::Text(path) = &item.value else {
                continue;
            };
            match take(tree, path) {
                Ok(()) => self.touches.push(path.clone()),
                Err((segment, siblings)) => {
                    let siblings: Vec<&str> = siblings.iter().map(String::as_str).collect();
                    let error = Diagnostic::error(
                        codes::UNKNOWN_PATH,
                        item.span,
                        format!("there is nothing at `{}` to remove", shown(path)),
                    );
                    self.found
                        .push(match suggestion(&segment, &siblings, "there are") {
                            Some(help) => error.help(help),
                            None => error.help("write the key path of what the file contains"),
                        });
                }
            }
        }
    }

    /// Lays the patch over the entries: tables merge, all else replaces.
    fn lay(
        &mut self,
        shape: &Shape,
        entries: &mut Vec<(String, Node)>,
        patch: &[(String, Node)],
        above: &str,
    ) {
        for (name, node) in patch {
            let path = join(above, name);
            let below = merging(shape, name);
            let old = entries.iter_mut().find(|(known, _)| known == name);
            let Some((_, old)) = old else {
                self.touch(below, node, &path);
                entries.push((name.clone(), node.clone()));
                continue;
            };
            match (below, &mut old.value, &node.value) {
                (Merge::Table(shape), Tree::Table(old), Tree::Table(new)) => {
                    self.lay(shape, old, new, &path);
                }
                (Merge::Map, Tree::Table(old), Tree::Table(new)) => {
                    for (key, value) in new {
                        self.touches.push(join(&path, key));
                        match old.iter_mut().find(|(known, _)| known == key) {
                            Some((_, old)) => *old = value.clone(),
                            None => old.push((key.clone(), value.clone())),
                        }
                    }
                }
                _ => {
                    self.touches.push(path);
                    *old = node.clone();
                }
            }
        }
    }

    /// Notes the key paths of a table that was not there before.
    fn touch(&mut self, merge: Merge<'_>, node: &Node, path: &str) {
        match (merge, node.table()) {
            (Merge::Table(shape), Some(entries)) if !entries.is_empty() => {
                for (name, entry) in entries {
                    self.touch(merging(shape, name), entry, &join(path, name));
                }
            }
            (Merge::Map, Some(entries)) => {
                let paths = entries.iter().map(|(key, _)| join(path, key));
                self.touches.extend(paths);
            }
            _ => self.touches.push(path.to_owned()),
        }
    }
}

pub(crate) fn join(above: &str, name: &str) -> String {
    if above.is_empty() {
        name.to_owned()
    } else {
        format!("{above}.{name}")
    }
}

/// How an entry of the overlay meets the one it lies on.
#[derive(Clone, Copy)]
pub(crate) enum Merge<'a> {
    /// Key by key, the keys being those of this shape.
    Table(&'a Shape),
    /// Entry by entry: a map by option or id.
    Map,
    /// As a whole: a quantity in table form is one value.
    Replace,
}

pub(crate) fn merging<'a>(shape: &'a Shape, name: &str) -> Merge<'a> {
    if let Some((_, child)) = shape.child(name) {
        return if child.list {
            Merge::Replace
        } else {
            Merge::Table(child)
        };
    }
    match (shape.key(name), &shape.star) {
        (Some(key), _) => match key.kind {
            Kind::OptionMap(_) | Kind::RefMap(..) => Merge::Map,
            _ => Merge::Replace,
        },
        (None, Some((_, star))) => Merge::Table(star),
        (None, None) => Merge::Replace,
    }
}

/// Takes out what stands at a key path, or gives the segment that is not there and what
/// is instead.
fn take(tree: &mut Node, path: &str) -> Result<(), (String, Vec<String>)> {
    let mut at = tree;
    let mut segments = path.split('.').peekable();
    while let Some(segment) = segments.next() {
        let Tree::Table(entries) = &mut at.value else {
            return Err((segment.to_owned(), Vec::new()));
        };
        let Some(index) = entries.iter().position(|(name, _)| name == segment) else {
            let siblings = entries.iter().map(|(name, _)| name.clone()).collect();
            return Err((segment.to_owned(), siblings));
        };
        if segments.peek().is_none() {
            entries.remove(index);
            return Ok(());
        }
        at = &mut entries[index].1;
    }
    Err((path.to_owned(), Vec::new()))
}

/// Whether a place lies in what the variant wrote itself.
fn wrote(patch: &[(String, Node)], span: Span) -> bool {
    patch.iter().any(|(_, node)| {
        node.span.contains(span)
            || node.key_span.contains(span)
            || node.table().is_some_and(|inner| wrote(inner, span))
    })
}
