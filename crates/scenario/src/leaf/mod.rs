//! One key's right-hand side, read by its kind.

mod options;

use jiff::civil::Date;

use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::key::{Key, Kind};
use crate::limits;
use crate::measure::{Measured, measure};
use crate::names::Names;
use crate::number::{Bounds, number};
use crate::quantity::{Expression, Provenance, Quantity, Value};
use crate::source::{Source, Span};
use crate::tree::{Node, Tree};
use crate::words::{shown, suggestion};

/// Where a value stands, and what holds for all values there.
#[derive(Clone, Debug)]
pub(crate) struct Place<'a> {
    /// Full key path.
    pub path: String,
    /// The issue whose options can be named without it.
    pub issue: Option<&'a str>,
    /// The table's own provenance, for numbers without one.
    pub provenance: &'a Provenance,
    /// Why, for a default prior; `None` for what the author wrote.
    pub prior: Option<&'static str>,
    /// Written by the author, not a default.
    pub written: bool,
}

impl Place<'_> {
    fn below(&self, name: &str) -> Self {
        Self {
            path: format!("{}.{name}", self.path),
            ..self.clone()
        }
    }
}

/// Reads values and gathers what is wrong with them.
pub(crate) struct Leaves<'a> {
    pub source: &'a Source,
    pub names: Names,
    pub diagnostics: Vec<Diagnostic>,
    /// Quantities and choices so far, certain or not.
    pub quantities: usize,
    /// Places of the uncertain ones so far.
    pub uncertain: Vec<Span>,
    /// Places of uncertain numbers that name no source.
    pub unsourced: Vec<Span>,
}

impl<'a> Leaves<'a> {
    pub fn new(source: &'a Source, names: Names) -> Self {
        Self {
            source,
            names,
            diagnostics: Vec::new(),
            quantities: 0,
            uncertain: Vec::new(),
            unsourced: Vec::new(),
        }
    }

    /// Reads one value; `None` if it is wrong, which is then reported.
    pub fn read(&mut self, key: &Key, kind: &Kind, node: &Node, place: &Place) -> Option<Value> {
        if matches!(node.value, Tree::Broken) {
            return None;
        }
        match *kind {
            Kind::Text => self.text(node).map(Value::Text),
            Kind::Date => self.date(node).map(Value::Date),
            Kind::Bool => match node.value {
                Tree::Bool(flag) => Some(Value::Flag(flag)),
                _ => self.wrong_kind(node, "`true` or `false`", "write true or false"),
            },
            Kind::Integer { min, max } => self.integer(node, min, max),
            Kind::Duration => self.duration(key, node),
            Kind::Quantity { min, max } => self.quantity(&Bounds::new(key, min, max), node, place),
            Kind::Labelled { labels, min, max } => {
                let bounds = Bounds {
                    labels,
                    ..Bounds::new(key, min, max)
                };
                self.quantity(&bounds, node, place)
            }
            Kind::Enum(words) => self.word(node, words).map(Value::Text),
            Kind::Choice(words) => {
                let labels = words.iter().map(|&word| word.to_owned()).collect();
                self.choice(labels, node, place)
            }
            Kind::ChoiceOf(of) => {
                let mut parts = of.split('|');
                let ids = self.names.ids(parts.next().unwrap_or(""));
                let labels = ids.into_iter().chain(parts).map(str::to_owned).collect();
                self.choice(labels, node, place)
            }
            Kind::Ref(section) => self.id(section, node).map(Value::Text),
            Kind::RefList(section) => {
                let ids = self.list(node, |leaves, item| leaves.id(section, item))?;
                self.all_different(node, &ids);
                Some(Value::Texts(ids))
            }
            Kind::TextList => {
                let texts = self.list(node, Self::text)?;
                self.all_different(node, &texts);
                Some(Value::Texts(texts))
            }
            Kind::DateList => self.list(node, Self::date).map(Value::Dates),
            Kind::NumberList => self
                .list(node, |leaves, item| leaves.plain_number(item))
                .map(Value::Numbers),
            Kind::OptionRef => self.option(node, place).map(Value::Option),
            Kind::OptionList => self
                .list(node, |leaves, item| leaves.option(item, place))
                .map(Value::Options),
            Kind::OptionMap(kind) => self.option_map(key, kind, node, place),
            Kind::RefMap(section, kind) => self.ref_map(key, section, kind, node, place),
            Kind::Package => self.package(node),
            Kind::Expression => self.expression(node),
        }
    }

    /// Reports and gives nothing.
    pub fn report<T>(&mut self, diagnostic: Diagnostic) -> Option<T> {
        self.diagnostics.push(diagnostic);
        None
    }

    fn wrong_kind<T>(&mut self, node: &Node, wanted: &str, help: &str) -> Option<T> {
        self.report(
            Diagnostic::error(
                codes::WRONG_KIND,
                node.span,
                format!("{wanted} is wanted, this is {}", node.value.kind()),
            )
            .help(help),
        )
    }

    fn unknown<T>(
        &mut self,
        code: &'static str,
        span: Span,
        message: String,
        word: &str,
        candidates: &[&str],
        what: &str,
    ) -> Option<T> {
        let help = suggestion(word, candidates, what)
            .unwrap_or_else(|| "the file has none yet: add it, or take this out".to_owned());
        self.report(Diagnostic::error(code, span, message).help(help))
    }

    fn text(&mut self, node: &Node) -> Option<String> {
        let Tree::Text(text) = &node.value else {
            return self.wrong_kind(node, "a text", "put it in quotation marks");
        };
        let count = text.chars().count();
        if count > limits::TEXT_CHARS {
            return self.report(
                Diagnostic::error(
                    codes::TEXT_TOO_LONG,
                    node.span,
                    format!(
                        "a text of {count} characters; at most {} are read",
                        limits::TEXT_CHARS
                    ),
                )
                .help("shorten it, or keep it in a document and cite that"),
            );
        }
        Some(text.clone())
    }

    fn date(&mut self, node: &Node) -> Option<Date> {
        let parsed = match &node.value {
            Tree::Date(date) => *date,
            Tree::Text(text) => text.trim().parse().ok(),
            _ => return self.wrong_kind(node, "a date", "write it as 2025-12-02"),
        };
        if parsed.is_none() {
            self.diagnostics.push(
                Diagnostic::error(codes::BAD_DATE, node.span, "not a day of the calendar")
                    .help("write year, month and day: 2025-12-02"),
            );
        }
        parsed
    }

    fn integer(&mut self, node: &Node, min: i64, max: i64) -> Option<Value> {
        let Tree::Integer(value) = node.value else {
            return self.wrong_kind(
                node,
                "a whole number",
                &format!("write a whole number from {min} to {max}"),
            );
        };
        match value.filter(|value| (min..=max).contains(value)) {
            Some(value) => Some(Value::Integer(value)),
            None => self.report(
                Diagnostic::error(
                    codes::OUT_OF_RANGE,
                    node.span,
                    "outside the range of this key",
                )
                .help(format!("a whole number from {min} to {max}")),
            ),
        }
    }

    fn plain_number(&mut self, node: &Node) -> Option<f64> {
        let value = match node.value {
            Tree::Integer(Some(value)) => value as f64,
            Tree::Float(value) => value,
            _ => return self.wrong_kind(node, "a number", "write a number"),
        };
        if !value.is_finite() {
            return self.report(
                Diagnostic::error(codes::NOT_FINITE, node.span, "this is not a finite number")
                    .help("write a number"),
            );
        }
        Some(value)
    }

    fn duration(&mut self, key: &Key, node: &Node) -> Option<Value> {
        let bounds = Bounds {
            unit: "days",
            ..Bounds::new(key, 1.0 / 24.0, 36_525.0)
        };
        let value = match &node.value {
            Tree::Text(text) if !text.contains("..") && !text.contains("about") => {
                number(text, None, &bounds, node.span)
                    .and_then(|value| bounds.check(value, node.span))
            }
            _ => match measure(node, &bounds) {
                Ok(measured) => match measured.law.certain() {
                    Some(value) => Ok(value),
                    None => Err(not_certain(node.span)),
                },
                Err(error) => Err(error),
            },
        };
        match value {
            Ok(days) => Some(Value::Days(days)),
            Err(error) if error.code == codes::OUT_OF_RANGE => self.report(
                error
                    .label("not a length of time")
                    .help("from 1 hour to 100 years"),
            ),
            Err(error) => self.report(error),
        }
    }

    fn quantity(&mut self, bounds: &Bounds, node: &Node, place: &Place) -> Option<Value> {
        let measured = match measure(node, bounds) {
            Ok(measured) => measured,
            Err(error) => return self.report(error),
        };
        let Measured {
            law,
            word,
            provenance,
            source_span,
        } = measured;
        let provenance = self.provenance(provenance, source_span, place);
        let certain = law.certain().is_some();
        self.count(node, place, certain, &provenance);
        Some(Value::Quantity(Quantity {
            path: place.path.clone(),
            law,
            elicited: place.written,
            word: word.map(str::to_owned),
            source: provenance.source,
            note: provenance.note,
            asked: provenance.asked,
            line: self.source.line_column(node.span.start).0,
            span: node.span,
            unit: bounds.unit,
            moved: None,
        }))
    }

    /// The value's own provenance, checked, or else the table's.
    fn provenance(&mut self, own: Provenance, span: Span, place: &Place) -> Provenance {
        if let Some(source) = &own.source {
            self.known_source(source, span);
        }
        if !place.written {
            return Provenance {
                note: place.prior.map(str::to_owned),
                ..Provenance::default()
            };
        }
        let table = place.provenance.clone();
        Provenance {
            source: own.source.or(table.source),
            note: own.note.or(table.note),
            asked: own.asked.or(table.asked),
        }
    }

    fn known_source(&mut self, source: &str, span: Span) -> Option<()> {
        let known = self.names.ids("sources");
        if source == "judgement" || known.contains(&source) {
            return Some(());
        }
        let candidates: Vec<String> = known
            .iter()
            .chain(&["judgement"])
            .map(|&id| id.to_owned())
            .collect();
        let candidates: Vec<&str> = candidates.iter().map(String::as_str).collect();
        self.unknown(
            codes::UNKNOWN_SOURCE,
            span,
            format!("there is no source `{}`", shown(source)),
            source,
            &candidates,
            "add it as [sources.ID], or cite one of these",
        )
    }

    fn count(&mut self, node: &Node, place: &Place, certain: bool, provenance: &Provenance) {
        self.quantities += 1;
        if certain {
            return;
        }
        self.uncertain.push(node.span);
        if place.written && provenance.source.is_none() {
            self.unsourced.push(node.span);
        }
    }

    fn word(&mut self, node: &Node, words: &[&str]) -> Option<String> {
        let text = self.text(node)?;
        if words.contains(&text.as_str()) {
            return Some(text);
        }
        self.unknown(
            codes::UNKNOWN_WORD,
            node.span,
            format!("`{}` is not a word this key takes", shown(&text)),
            &text,
            words,
            "write one of",
        )
    }

    fn id(&mut self, section: &str, node: &Node) -> Option<String> {
        let text = self.text(node)?;
        let name = section.trim_end_matches(".*");
        if name == "sources" {
            return self.known_source(&text, node.span).map(|()| text);
        }
        let known: Vec<String> = self
            .names
            .ids(section)
            .iter()
            .map(|s| (*s).into())
            .collect();
        if known.contains(&text) {
            return Some(text);
        }
        let candidates: Vec<&str> = known.iter().map(String::as_str).collect();
        self.unknown(
            codes::UNKNOWN_ID,
            node.span,
            format!("there is no `{}` in [{name}]", shown(&text)),
            &text,
            &candidates,
            "there are",
        )
    }

    fn list<T>(
        &mut self,
        node: &Node,
        mut read: impl FnMut(&mut Self, &Node) -> Option<T>,
    ) -> Option<Vec<T>> {
        let Tree::Array(items) = &node.value else {
            return self.wrong_kind(node, "a list", "put it in square brackets");
        };
        let read: Vec<Option<T>> = items.iter().map(|item| read(self, item)).collect();
        read.into_iter().collect()
    }

    fn all_different(&mut self, node: &Node, texts: &[String]) {
        let Tree::Array(items) = &node.value else {
            return;
        };
        let mut seen = std::collections::HashSet::new();
        for (text, item) in texts.iter().zip(items) {
            if !seen.insert(text) {
                self.diagnostics.push(
                    Diagnostic::error(
                        codes::LISTED_TWICE,
                        item.span,
                        format!("`{}` is listed twice", shown(text)),
                    )
                    .help("take one of them out"),
                );
            }
        }
    }

    fn ref_map(
        &mut self,
        key: &Key,
        section: &str,
        kind: &Kind,
        node: &Node,
        place: &Place,
    ) -> Option<Value> {
        let Some(entries) = node.table() else {
            return self.wrong_kind(node, "a table of ids", "write { id = value }");
        };
        let mut map = Vec::new();
        let mut sound = true;
        for (name, entry) in entries {
            let id = Node::of_key(name, entry);
            let id = self.id(section, &id);
            let value = self.read(key, kind, entry, &place.below(name));
            match id.zip(value) {
                Some(pair) => map.push(pair),
                None => sound = false,
            }
        }
        sound.then_some(Value::RefMap(map))
    }

    fn expression(&mut self, node: &Node) -> Option<Value> {
        let text = self.text(node)?;
        let raw = self.source.text.get(node.span.start..node.span.end);
        let offset = raw
            .and_then(|raw| raw.find(text.as_str()))
            .map(|at| node.span.start + at);
        Some(Value::Expression(Expression {
            line: self.source.line_column(node.span.start).0,
            span: node.span,
            offset,
            text,
        }))
    }
}

fn not_certain(span: Span) -> Diagnostic {
    Diagnostic::error(
        codes::NOT_CERTAIN,
        span,
        "one plain number is needed here, not an uncertain one",
    )
    .help("write the number alone")
}
