//! The text as an untyped tree in which everything keeps its place.
//!
//! `toml` recovers after a syntax error, so one pass finds many; but one mistake makes
//! it complain several times. At most one syntax error per line is kept, and none after
//! a bracket that is never closed.

use jiff::civil::Date;
use toml::de::{DeTable, DeValue};

use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::limits;
use crate::source::Span;
use crate::words::shown;

/// A value, the place of the value, and the place of the key it stands under.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub value: Tree,
    pub span: Span,
    pub key_span: Span,
}

#[derive(Clone, Debug)]
pub(crate) enum Tree {
    Text(String),
    Integer(Option<i64>),
    Float(f64),
    Bool(bool),
    /// A date, if it is one of the calendar; the time of day is dropped.
    Date(Option<Date>),
    Array(Vec<Node>),
    Table(Vec<(String, Node)>),
    /// A place-holder of the recovering parser; already reported.
    Broken,
}

impl Tree {
    /// What it is, with its article.
    pub fn kind(&self) -> &'static str {
        match self {
            Tree::Text(_) => "a text",
            Tree::Integer(_) => "a whole number",
            Tree::Float(_) => "a number",
            Tree::Bool(_) => "`true` or `false`",
            Tree::Date(_) => "a date",
            Tree::Array(_) => "a list",
            Tree::Table(_) => "a table",
            Tree::Broken => "unreadable",
        }
    }
}

impl Node {
    /// The key of a table's entry as text where it stands.
    pub fn of_key(name: &str, entry: &Node) -> Node {
        Node {
            value: Tree::Text(name.to_owned()),
            span: entry.key_span,
            key_span: entry.key_span,
        }
    }

    pub fn table(&self) -> Option<&[(String, Node)]> {
        match &self.value {
            Tree::Table(entries) => Some(entries),
            _ => None,
        }
    }
}

/// The entry of this name.
pub(crate) fn get<'a>(entries: &'a [(String, Node)], name: &str) -> Option<&'a Node> {
    entries.iter().find(|(key, _)| key == name).map(|(_, n)| n)
}

/// A parsed text and what is wrong with its syntax.
pub(crate) struct Parsed {
    pub root: Node,
    pub errors: Vec<Diagnostic>,
}

/// Parses a whole document.
pub(crate) fn document(text: &str) -> Parsed {
    let (table, found) = DeTable::parse_recoverable(text);
    let whole = Span::new(0, text.len());
    let mut errors = Vec::new();
    let mut root = convert_table(table.get_ref(), whole, whole, 0, &mut errors);
    let syntax = syntax_errors(text, &mut root, &found);
    errors.extend(syntax);
    Parsed { root, errors }
}

/// Parses the right-hand side of a key, a default of the key tables, as if it stood at
/// `at`. What is no TOML value is a bare text.
pub(crate) fn value(text: &str, at: Span) -> Node {
    let whole = Span::new(0, text.len());
    let node = match DeValue::parse(text) {
        Ok(value) => convert(value.get_ref(), whole, whole, 0, &mut Vec::new()),
        Err(_) => Node {
            value: Tree::Text(text.to_owned()),
            span: whole,
            key_span: whole,
        },
    };
    flatten_spans(node, at)
}

/// Parses a right-hand side that stands alone. What does not begin as a text, a list or a table
/// and is no TOML value is a bare text.
pub(crate) fn alone(text: &str) -> Result<Node, Diagnostic> {
    let whole = Span::new(0, text.len());
    let begins = text.trim_start().starts_with(['"', '\'', '[', '{']);
    let mut errors = Vec::new();
    let node = match DeValue::parse(text) {
        Ok(value) => convert(value.get_ref(), value.span().into(), whole, 0, &mut errors),
        Err(error) if begins => {
            let span = error.span().map_or(whole, Span::from);
            return Err(syntax_error(text, span, error.message()));
        }
        Err(_) => Node {
            value: Tree::Text(text.to_owned()),
            span: whole,
            key_span: whole,
        },
    };
    errors.into_iter().next().map_or(Ok(node), Err)
}

/// The node with all its spans replaced by one.
fn flatten_spans(node: Node, span: Span) -> Node {
    let value = match node.value {
        Tree::Array(items) => Tree::Array(
            items
                .into_iter()
                .map(|item| flatten_spans(item, span))
                .collect(),
        ),
        Tree::Table(entries) => Tree::Table(
            entries
                .into_iter()
                .map(|(key, item)| (key, flatten_spans(item, span)))
                .collect(),
        ),
        other => other,
    };
    Node {
        value,
        span,
        key_span: span,
    }
}

fn convert_table(
    table: &DeTable<'_>,
    span: Span,
    key_span: Span,
    depth: usize,
    errors: &mut Vec<Diagnostic>,
) -> Node {
    too_many(table.len(), key_span, errors);
    let entries = table
        .iter()
        .take(limits::ENTRIES)
        .map(|(key, value)| {
            let key_span = Span::from(key.span());
            let value_span = Span::from(value.span());
            let node = convert(value.get_ref(), value_span, key_span, depth + 1, errors);
            (key.get_ref().to_string(), node)
        })
        .collect();
    Node {
        value: Tree::Table(entries),
        span,
        key_span,
    }
}

fn convert(
    value: &DeValue<'_>,
    span: Span,
    key_span: Span,
    depth: usize,
    errors: &mut Vec<Diagnostic>,
) -> Node {
    let composite = matches!(value, DeValue::Array(_) | DeValue::Table(_));
    if composite && depth > limits::NESTING {
        errors.push(
            Diagnostic::error(
                codes::TOO_DEEP,
                key_span,
                format!("nested {depth} deep; at most {} are read", limits::NESTING),
            )
            .help("no key of a scenario needs more than five levels"),
        );
        return Node {
            value: Tree::Broken,
            span,
            key_span,
        };
    }
    let value = match value {
        // The recovering parser leaves an empty place where it found no value.
        _ if span.start == span.end => Tree::Broken,
        DeValue::String(text) => Tree::Text(text.to_string()),
        DeValue::Integer(integer) => {
            Tree::Integer(i64::from_str_radix(integer.as_str(), integer.radix()).ok())
        }
        DeValue::Float(float) => Tree::Float(float.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(flag) => Tree::Bool(*flag),
        DeValue::Datetime(moment) => Tree::Date(moment.date.and_then(|date| {
            let year = i16::try_from(date.year).ok()?;
            let month = i8::try_from(date.month).ok()?;
            Date::new(year, month, i8::try_from(date.day).ok()?).ok()
        })),
        DeValue::Array(items) => {
            too_many(items.len(), key_span, errors);
            let items = items.iter().take(limits::ENTRIES).map(|item| {
                let span = Span::from(item.span());
                convert(item.get_ref(), span, span, depth + 1, errors)
            });
            Tree::Array(items.collect())
        }
        DeValue::Table(table) => return convert_table(table, span, key_span, depth, errors),
    };
    Node {
        value,
        span,
        key_span,
    }
}

fn too_many(count: usize, key_span: Span, errors: &mut Vec<Diagnostic>) {
    if count > limits::ENTRIES {
        errors.push(
            Diagnostic::error(
                codes::TOO_MANY,
                key_span,
                format!("{count} entries; at most {} are read", limits::ENTRIES),
            )
            .help("split the scenario, or leave out what does not matter"),
        );
    }
}

/// The parser's errors without those that follow from others; also takes out of the
/// tree what an unclosed bracket swallowed.
fn syntax_errors(text: &str, root: &mut Node, found: &[toml::de::Error]) -> Vec<Diagnostic> {
    let unclosed = found
        .iter()
        .any(|error| error.message().starts_with("unclosed"))
        .then(|| swallowed(root, text.trim_end().len()))
        .flatten();
    let mut kept: Vec<Diagnostic> = Vec::new();
    if let Some(span) = unclosed {
        kept.push(
            Diagnostic::error(
                codes::SYNTAX,
                Span::new(span.start, span.start + 1),
                "this bracket is never closed",
            )
            .label("opened here")
            .help("close it; what follows it was not checked"),
        );
    }
    let mut located: Vec<(Span, &str)> = found
        .iter()
        .map(|error| {
            let span = error.span().map_or(Span::new(0, 0), Span::from);
            (span, error.message())
        })
        .filter(|(span, _)| unclosed.is_none_or(|u| span.start < u.start))
        .collect();
    located.sort_by_key(|(span, _)| span.start);
    let mut last_line = None;
    for (span, message) in located {
        let line = text.as_bytes()[..span.start.min(text.len())]
            .iter()
            .filter(|&&byte| byte == b'\n')
            .count();
        if last_line == Some(line) {
            continue;
        }
        last_line = Some(line);
        kept.push(syntax_error(text, span, message));
    }
    kept
}

fn syntax_error(text: &str, span: Span, message: &str) -> Diagnostic {
    let words = text
        .get(span.start..span.end)
        .map_or_else(String::new, shown);
    match message {
        "duplicate key" => Diagnostic::error(
            codes::TWICE,
            span,
            format!("`{words}` stands twice in the same table"),
        )
        .label("the second time")
        .help("keep one of the two; a table may be opened only once"),
        _ if message.starts_with("invalid date") => {
            Diagnostic::error(codes::BAD_DATE, span, "not a day of the calendar")
                .help("write year, month and day: 2025-12-02")
        }
        _ if message.starts_with("string values must be quoted") => Diagnostic::error(
            codes::SYNTAX,
            span,
            format!("the text `{words}` has no quotation marks"),
        )
        .help(format!("write \"{words}\"")),
        _ => {
            let (what, wanted) = message.split_once(", expected ").unwrap_or((message, ""));
            let error = Diagnostic::error(codes::SYNTAX, span, shown(what));
            match wanted {
                "" | "nothing" => error.help("take it out, or put the text in quotation marks"),
                wanted => error.help(format!("expected here: {wanted}")),
            }
        }
    }
}

/// Finds the value that runs to the end of the text, marks it broken, and says where
/// it starts.
fn swallowed(node: &mut Node, end: usize) -> Option<Span> {
    let reaches =
        |node: &Node| node.span.end >= end && matches!(node.value, Tree::Array(_) | Tree::Table(_));
    match &mut node.value {
        Tree::Table(entries) => {
            for (_, entry) in entries.iter_mut() {
                // A table opened by a header spans its header only.
                if reaches(entry) {
                    entry.value = Tree::Broken;
                    return Some(entry.span);
                }
                if let Some(span) = swallowed(entry, end) {
                    return Some(span);
                }
            }
            None
        }
        Tree::Array(items) => items.iter_mut().find_map(|item| swallowed(item, end)),
        _ => None,
    }
}
