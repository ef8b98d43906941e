//! From text to typed tables, with every mistake in one pass.

use std::collections::HashSet;

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use crate::claims;
use crate::codes;
use crate::correlation;
use crate::diagnostic::{Diagnostic, Severity};
use crate::limits;
use crate::quantity::Value;
use crate::reader::read_tree;
use crate::scenario::{Citation, Scenario};
use crate::shape::Shape;
use crate::source::{Source, Span};
use crate::table::Table;
use crate::tree::{self, Node, Tree, get};
use crate::variant;
use crate::vocabulary::Vocabulary;
use crate::words::shown;

/// Most diagnostics kept; the rest are counted.
const MOST_DIAGNOSTICS: usize = 500;

/// What came of reading a text.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The scenario, if nothing in it is an error.
    pub scenario: Option<Scenario>,
    /// Everything to say about the text, in its order.
    pub diagnostics: Vec<Diagnostic>,
}

impl Reading {
    fn of(source: &Source, scenario: Option<Scenario>, mut found: Vec<Diagnostic>) -> Self {
        for diagnostic in &mut found {
            diagnostic.locate(source);
        }
        found.sort_by_key(|diagnostic| (diagnostic.span.start, diagnostic.code));
        found.dedup();
        if found.len() > MOST_DIAGNOSTICS {
            let more = found.len() - MOST_DIAGNOSTICS;
            let failed = has_errors(&found);
            found.truncate(MOST_DIAGNOSTICS);
            let last = found.last().map_or(Span::default(), |last| last.span);
            let message = format!("{more} more mistakes after this one are not shown");
            let mut rest = if failed {
                Diagnostic::error(codes::TOO_MANY, last, message)
            } else {
                Diagnostic::note(codes::TOO_MANY, last, message)
            };
            rest = rest.help("mend these first, then read again");
            rest.locate(source);
            found.push(rest);
        }
        Self {
            scenario: scenario.filter(|_| !has_errors(&found)),
            diagnostics: found,
        }
    }
}

pub(crate) fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics
        .iter()
        .any(|diagnostic| diagnostic.severity == Severity::Error)
}

/// Reads the bytes of a file. Never panics; bytes that are not UTF-8 are a diagnostic.
pub fn read_bytes(name: &str, bytes: &[u8], vocabulary: &Vocabulary) -> Reading {
    match std::str::from_utf8(bytes) {
        Ok(text) => read(name, text, vocabulary),
        Err(error) => {
            let text = String::from_utf8_lossy(bytes);
            let at = error.valid_up_to();
            let found = Diagnostic::error(
                codes::NOT_UTF8,
                Span::new(at, at + 1),
                format!("byte {} is not UTF-8 text", at + 1),
            )
            .help("save the file as UTF-8");
            Reading::of(&Source::new(name, &text), None, vec![found])
        }
    }
}

/// Reads the text of a scenario file. Never panics; gives a scenario if nothing is an
/// error, and all diagnostics either way.
pub fn read(name: &str, text: &str, vocabulary: &Vocabulary) -> Reading {
    if text.len() > limits::FILE_BYTES {
        let found = Diagnostic::error(
            codes::FILE_TOO_LARGE,
            Span::new(0, 0),
            format!(
                "a file of {} bytes; at most {} are read",
                text.len(),
                limits::FILE_BYTES
            ),
        )
        .help("a scenario is typed by hand; leave data in files of their own");
        return Reading::of(&Source::new(name, ""), None, vec![found]);
    }
    let source = Source::new(name, text);
    let parsed = tree::document(text);
    let shape = Shape::of(vocabulary);

    let mut found = Vec::new();
    let base = read_tree(&source, vocabulary, &shape, &parsed.root);
    found.extend(base.diagnostics);
    let claims = claims::read(&base.root, &mut found);
    let correlations = correlation::read(&base.root, &mut found);
    let sources = citations(&base.root, &mut found);
    found.extend(crowded(&parsed.root));
    let variants = variant::read(&source, vocabulary, &shape, &parsed.root, &mut found);

    if !parsed.errors.is_empty() {
        // Half a file: what seems missing may only be unreadable.
        let lines: HashSet<usize> = parsed
            .errors
            .iter()
            .map(|error| source.line_column(error.span.start).0)
            .collect();
        found.retain(|diagnostic| {
            let (line, _) = source.line_column(diagnostic.span.start);
            let local = diagnostic.code < "PP0300" && diagnostic.code != codes::MISSING;
            let local = local || diagnostic.code == codes::BAD_DATE;
            (local || diagnostic.code > "PP0700") && !lines.contains(&line)
        });
        found.extend(parsed.errors);
    }
    let scenario = Scenario {
        name: name.to_owned(),
        text: text.to_owned(),
        sha256: hash(text),
        root: base.root,
        claims,
        variants,
        correlations,
        sources,
    };
    Reading::of(&source, Some(scenario), found)
}

fn hash(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Counts of parties, issues, options, claims and variants past their limits.
fn crowded(root: &Node) -> Vec<Diagnostic> {
    let entries = root.table().unwrap_or(&[]);
    let mut found = Vec::new();
    for (name, most) in [
        ("parties", limits::PARTIES),
        ("issues", limits::ISSUES),
        ("claims", limits::CLAIMS),
        ("variants", limits::VARIANTS),
    ] {
        let Some(node) = get(entries, name) else {
            continue;
        };
        let count = match &node.value {
            Tree::Table(entries) => entries.len(),
            Tree::Array(items) => items.len(),
            _ => 0,
        };
        if count > most {
            found.push(limits::too_many(name, count, most, node.key_span));
        }
    }
    let issues = get(entries, "issues").and_then(Node::table).unwrap_or(&[]);
    for (_, issue) in issues {
        let options = issue.table().and_then(|entries| get(entries, "options"));
        if let Some(node) = options
            && let Tree::Array(items) = &node.value
            && items.len() > limits::OPTIONS
        {
            found.push(limits::too_many(
                "options",
                items.len(),
                limits::OPTIONS,
                node.key_span,
            ));
        }
    }
    found
}

/// The sources, none of them later than the information cutoff.
fn citations(root: &Table, found: &mut Vec<Diagnostic>) -> Vec<Citation> {
    let cutoff = root.date("as_of");
    let cutoff_span = root.field("as_of").map_or(Span::default(), |f| f.span);
    root.tables("sources")
        .map(|(id, table)| {
            let date = table.date("date");
            if let (Some(date), Some(cutoff)) = (date, cutoff)
                && date > cutoff
            {
                let span = table.field("date").map_or(table.span, |field| field.span);
                found.push(
                    late(id, date, cutoff, span).related(cutoff_span, "the cutoff is set here"),
                );
            }
            let text = |key: &str| table.text(key).map(str::to_owned);
            Citation {
                id: id.to_owned(),
                title: text("title").unwrap_or_default(),
                date,
                url: text("url"),
                kind: text("kind"),
            }
        })
        .collect()
}

fn late(id: &str, date: Date, cutoff: Date, span: Span) -> Diagnostic {
    Diagnostic::error(
        codes::TOO_LATE,
        span,
        format!("source `{}` is dated {date}, after {cutoff}", shown(id)),
    )
    .label("later than `as_of`")
    .help("use what was known by then, or move `as_of`")
}

/// The certain number of a quantity field, for keys that take no law.
pub(crate) fn certain(table: &Table, key: &str) -> Result<Option<f64>, Span> {
    match table.field(key).map(|field| (&field.value, field.span)) {
        Some((Value::Quantity(quantity), span)) => quantity.law.certain().map(Some).ok_or(span),
        _ => Ok(None),
    }
}
