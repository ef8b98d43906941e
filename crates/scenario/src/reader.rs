//! One table of the tree after another, each key by its kind.

use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::key::{Default, Key, Section};
use crate::leaf::{Leaves, Place};
use crate::limits;
use crate::names::Names;
use crate::quantity::Provenance;
use crate::sections::EVERYWHERE;
use crate::shape::{Ids, Shape};
use crate::source::{Source, Span};
use crate::table::{Entry, Field, Table};
use crate::tree::{self, Node, Tree, get};
use crate::vocabulary::Vocabulary;
use crate::words::{nearest, shown, suggestion};

/// A tree read once: the base file, or a variant's overlay.
pub(crate) struct TreeRead {
    pub root: Table,
    pub diagnostics: Vec<Diagnostic>,
}

pub(crate) fn read_tree(
    source: &Source,
    vocabulary: &Vocabulary,
    shape: &Shape,
    root: &Node,
) -> TreeRead {
    let mut reader = Reader {
        vocabulary,
        top: shape,
        leaves: Leaves::new(source, Names::of(shape, root)),
    };
    let place = Above {
        path: String::new(),
        ids: Vec::new(),
        issue: None,
        header: Span::new(0, 0),
    };
    let root = reader.table(shape, root, place);
    let mut diagnostics = reader.leaves.diagnostics;
    let uncertain = reader.leaves.uncertain.len();
    if uncertain > limits::UNCERTAIN {
        let span = reader.leaves.uncertain[limits::UNCERTAIN];
        diagnostics.push(
            Diagnostic::error(
                codes::TOO_MANY_UNCERTAIN,
                span,
                format!(
                    "{uncertain} uncertain quantities, default priors included; at most {} \
                     can be drawn",
                    limits::UNCERTAIN
                ),
            )
            .label("the first beyond")
            .help("give single numbers to those that matter least"),
        );
    }
    if reader.leaves.quantities > limits::QUANTITIES {
        diagnostics.push(limits::too_many(
            "quantities",
            reader.leaves.quantities,
            limits::QUANTITIES,
            Span::new(0, 0),
        ));
    }
    reader.leaves.unsourced.sort();
    if let [first, rest @ ..] = reader.leaves.unsourced.as_slice() {
        let lines = reader.leaves.unsourced.iter();
        let lines: Vec<String> = lines
            .map(|span| source.line_column(span.start).0.to_string())
            .take(20)
            .collect();
        let more = if rest.len() >= 20 { ", …" } else { "" };
        let count = match rest.len() {
            0 => "1 uncertain number names no source (line".to_owned(),
            others => format!("{} uncertain numbers name no source (lines", others + 1),
        };
        diagnostics.push(
            Diagnostic::note(
                codes::NOT_SOURCED,
                *first,
                format!("{count} {}{more})", lines.join(", ")),
            )
            .label("the first of them")
            .help("write { value = .., source = \"..\" }, or source = \"judgement\""),
        );
    }
    TreeRead { root, diagnostics }
}

/// What lies above a table.
struct Above {
    path: String,
    ids: Vec<String>,
    issue: Option<String>,
    header: Span,
}

impl Above {
    fn below(&self, name: &str, header: Span) -> Above {
        let path = if self.path.is_empty() {
            name.to_owned()
        } else {
            format!("{}.{name}", self.path)
        };
        Above {
            path,
            ids: self.ids.clone(),
            issue: self.issue.clone(),
            header,
        }
    }
}

struct Reader<'a> {
    vocabulary: &'a Vocabulary,
    top: &'a Shape,
    leaves: Leaves<'a>,
}

/// Section of a container, which has no keys of its own.
const CONTAINER: Section = Section {
    path: "",
    title: "",
    doc: "",
    keys: &[],
};

impl Reader<'_> {
    fn table(&mut self, shape: &Shape, node: &Node, above: Above) -> Table {
        let entries = node.table().unwrap_or(&[]);
        let provenance = self.table_provenance(shape, entries);
        let mut table = Table {
            section: shape.section.unwrap_or(&CONTAINER),
            id: above.ids.clone(),
            path: above.path.clone(),
            span: above.header,
            line: self.leaves.source.line_column(above.header.start).0,
            fields: Vec::new(),
            entries: Vec::new(),
        };
        for (name, entry) in entries {
            self.entry(shape, name, entry, &above, &mut table);
        }
        for &key in &shape.keys {
            let written = get(entries, key.name).filter(|_| shape.child(key.name).is_none());
            if let Some(field) = self.field(key, written, &above, &provenance) {
                table.fields.push(field);
            }
        }
        for (name, child) in &shape.children {
            if self.vocabulary.always.contains(&child.path.as_str()) && get(entries, name).is_none()
            {
                let empty = Node {
                    value: Tree::Table(Vec::new()),
                    span: above.header,
                    key_span: above.header,
                };
                let below = above.below(name, above.header);
                let table_below = self.table(child, &empty, below);
                table.entries.push(Entry {
                    group: (*name).to_owned(),
                    id: None,
                    table: table_below,
                });
            }
        }
        table
    }

    /// `source`, `note` and `asked` of the table itself.
    fn table_provenance(&self, shape: &Shape, entries: &[(String, Node)]) -> Provenance {
        let own = |name: &str| {
            let everywhere = EVERYWHERE.iter().find(|key| key.name == name)?;
            let key = shape.key(name)?;
            if !std::ptr::eq(key, everywhere) {
                return None;
            }
            match &get(entries, name)?.value {
                Tree::Text(text) => Some(text.clone()),
                _ => None,
            }
        };
        Provenance {
            source: own("source"),
            note: own("note"),
            asked: own("asked"),
        }
    }

    fn field(
        &mut self,
        key: &'static Key,
        written: Option<&Node>,
        above: &Above,
        provenance: &Provenance,
    ) -> Option<Field> {
        let place = Place {
            path: above.below(key.name, above.header).path,
            issue: above.issue.as_deref(),
            provenance,
            prior: None,
            written: true,
        };
        if let Some(node) = written {
            let value = self.leaves.read(key, &key.kind, node, &place)?;
            return Some(Field {
                name: key.name,
                value,
                written: true,
                span: node.span,
            });
        }
        let (text, prior) = match key.default {
            Default::Absent => return None,
            Default::Required => {
                let table = if above.path.is_empty() {
                    "the scenario".to_owned()
                } else {
                    format!("[{}]", shown(&above.path))
                };
                return self.leaves.report(
                    Diagnostic::error(
                        codes::MISSING,
                        above.header,
                        format!("{table} needs `{}`", key.name),
                    )
                    .help(format!("add {} = {}", key.name, key.example)),
                );
            }
            Default::Value(text) => (text, None),
            Default::Prior(text, why) => (text, Some(why)),
        };
        let node = tree::value(text, above.header);
        let place = Place {
            prior,
            written: false,
            ..place
        };
        let before = self.leaves.diagnostics.len();
        let value = self.leaves.read(key, &key.kind, &node, &place);
        // A default that does not read is a fault of the key table, found by
        // `Vocabulary::faults` in the tests, and none of the author's.
        self.leaves.diagnostics.truncate(before);
        Some(Field {
            name: key.name,
            value: value?,
            written: false,
            span: above.header,
        })
    }

    fn entry(&mut self, shape: &Shape, name: &str, entry: &Node, above: &Above, table: &mut Table) {
        if matches!(entry.value, Tree::Broken) {
            return;
        }
        if let Some((known, child)) = shape.child(name) {
            self.child(known, child, entry, above, table);
        } else if shape.key(name).is_some() || shape.path == "variants.*" {
            // Keys are read in the order of the key table; overlays by `variant`.
        } else if let Some((ids, star)) = &shape.star {
            if let Some(read) = self.starred(*ids, star, shape, name, entry, above) {
                table.entries.push(Entry {
                    group: String::new(),
                    id: Some(name.to_owned()),
                    table: read,
                });
            }
        } else {
            self.unknown(shape, name, entry, above);
        }
    }

    /// A named table: one, one per id, or a list.
    fn child(
        &mut self,
        name: &'static str,
        child: &Shape,
        entry: &Node,
        above: &Above,
        table: &mut Table,
    ) {
        let below = above.below(name, entry.key_span);
        if child.list {
            let Tree::Array(items) = &entry.value else {
                self.leaves.diagnostics.push(
                    Diagnostic::error(
                        codes::WRONG_KIND,
                        entry.key_span,
                        format!(
                            "`{name}` is a list of tables, this is {}",
                            entry.value.kind()
                        ),
                    )
                    .help(format!("write [[{name}]] before each")),
                );
                return;
            };
            for (index, item) in items.iter().enumerate() {
                let id = (index + 1).to_string();
                if item.table().is_none() {
                    self.not_a_table(item, &format!("[[{name}]]"));
                    continue;
                }
                let mut here = below.below(&id, item.span);
                here.ids.push(id.clone());
                let read = self.table(child, item, here);
                table.entries.push(Entry {
                    group: name.to_owned(),
                    id: Some(id),
                    table: read,
                });
            }
            return;
        }
        let Some(entries) = entry.table() else {
            let written = if child.section.is_none() && child.star.is_some() {
                format!("[{}.ID]", below.path)
            } else {
                format!("[{}]", below.path)
            };
            self.not_a_table(entry, &written);
            return;
        };
        if child.section.is_some() || child.star.is_none() {
            let read = self.table(child, entry, below);
            table.entries.push(Entry {
                group: name.to_owned(),
                id: None,
                table: read,
            });
            return;
        }
        // A container: its entries are the tables.
        for (id, node) in entries {
            if let Some((ids, star)) = &child.star
                && let Some(read) = self.starred(*ids, star, child, id, node, &below)
            {
                table.entries.push(Entry {
                    group: name.to_owned(),
                    id: Some(id.clone()),
                    table: read,
                });
            }
        }
    }

    fn not_a_table(&mut self, node: &Node, header: &str) {
        if matches!(node.value, Tree::Broken) {
            return;
        }
        self.leaves.diagnostics.push(
            Diagnostic::error(
                codes::WRONG_KIND,
                node.span,
                format!("a table is wanted, this is {}", node.value.kind()),
            )
            .help(format!(
                "write {header} on a line of its own, its keys below"
            )),
        );
    }

    /// The table of one id.
    fn starred(
        &mut self,
        ids: Ids,
        star: &Shape,
        parent: &Shape,
        id: &str,
        node: &Node,
        above: &Above,
    ) -> Option<Table> {
        if node.table().is_none() {
            self.not_a_table(node, &format!("[{}.{}]", above.path, shown(id)));
            return None;
        }
        self.check_id(ids, id, node.key_span, above);
        let mut here = above.below(id, node.key_span);
        here.ids.push(id.to_owned());
        let issues = parent.path == "issues" || ids == Ids::Of("issues");
        if issues {
            here.issue = Some(id.to_owned());
        }
        Some(self.table(star, node, here))
    }

    fn check_id(&mut self, ids: Ids, id: &str, span: Span, above: &Above) {
        let (known, code, message): (Vec<String>, _, _) = match ids {
            Ids::Free => {
                let plain = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
                if id.is_empty() || !id.chars().all(plain) || id.chars().count() > 64 {
                    self.leaves.diagnostics.push(
                        Diagnostic::error(
                            codes::BAD_ID,
                            span,
                            format!("`{}` cannot be an id", shown(id)),
                        )
                        .help("use at most 64 letters, digits, `_` and `-`; `name` takes the rest"),
                    );
                }
                return;
            }
            Ids::Of(section) => (
                self.leaves
                    .names
                    .ids(section)
                    .iter()
                    .map(|s| (*s).into())
                    .collect(),
                codes::UNKNOWN_ID,
                format!("there is no `{}` in [{section}]", shown(id)),
            ),
            Ids::Option => {
                let issue = above.issue.as_deref().unwrap_or("");
                (
                    self.leaves.names.options(issue).unwrap_or(&[]).to_vec(),
                    codes::UNKNOWN_OPTION,
                    format!("`{}` has no option `{}`", shown(issue), shown(id)),
                )
            }
        };
        if known.iter().any(|known| known == id) {
            return;
        }
        let candidates: Vec<&str> = known.iter().map(String::as_str).collect();
        let help = suggestion(id, &candidates, "there are")
            .unwrap_or_else(|| "the file has none yet: add it, or take this out".to_owned());
        self.leaves
            .diagnostics
            .push(Diagnostic::error(code, span, message).help(help));
    }

    fn unknown(&mut self, shape: &Shape, name: &str, entry: &Node, above: &Above) {
        let is_table = match &entry.value {
            Tree::Table(_) => true,
            Tree::Array(items) => items.first().is_some_and(|item| item.table().is_some()),
            _ => false,
        };
        let (code, what, names) = if is_table && !shape.children.is_empty() {
            let tables = shape.children.iter().map(|(name, _)| *name).collect();
            (codes::UNKNOWN_SECTION, "table", tables)
        } else {
            (codes::UNKNOWN_KEY, "key", shape.names())
        };
        let place = if above.path.is_empty() {
            "the top of the file".to_owned()
        } else {
            format!("[{}]", shown(&above.path))
        };
        let error = Diagnostic::error(
            code,
            entry.key_span,
            format!("{place} has no {what} `{}`", shown(name)),
        );
        let help = if let Some(near) = nearest(name, shape.names()) {
            Some(format!("did you mean `{near}`?"))
        } else if let Some(path) = self.elsewhere(name) {
            Some(format!("`{}` belongs in [{path}]", shown(name)))
        } else {
            suggestion(name, &names, "there are")
        };
        self.leaves.diagnostics.push(match help {
            Some(help) => error.help(help),
            None => error,
        });
    }

    /// The one other section that has a key or table of this name.
    fn elsewhere(&self, name: &str) -> Option<String> {
        let all = self.top.walk();
        let mut having = all.iter().filter(|shape| {
            let key = shape.key(name);
            let own = key.is_some_and(|key| !EVERYWHERE.iter().any(|e| std::ptr::eq(e, key)));
            own || shape.child(name).is_some()
        });
        let first = having.next()?;
        if having.next().is_some() || first.path.is_empty() {
            return None;
        }
        Some(first.path.replace('*', "ID"))
    }
}
