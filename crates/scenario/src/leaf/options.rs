//! Options, packages and choices among labels.

use super::{Leaves, Place, not_certain};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::key::{Key, Kind};
use crate::measure::measure;
use crate::number::Bounds;
use crate::quantity::{Choice, OptionRef, Package, Provenance, Value};
use crate::source::Span;
use crate::tree::{Node, Tree};
use crate::words::shown;

impl Leaves<'_> {
    /// Reads a choice of these labels.
    pub(crate) fn choice(
        &mut self,
        labels: Vec<String>,
        node: &Node,
        place: &Place,
    ) -> Option<Value> {
        let known: Vec<&str> = labels.iter().map(String::as_str).collect();
        let mut weights = vec![0.0; labels.len()];
        let mut own = Provenance::default();
        let mut source_span = node.span;
        match &node.value {
            Tree::Text(_) => {
                let word = self.word(node, &known)?;
                let at = known.iter().position(|label| *label == word)?;
                weights[at] = 1.0;
            }
            Tree::Table(entries) => {
                let mut weighed = false;
                for (name, entry) in entries {
                    match (name.as_str(), &entry.value) {
                        ("choice" | "value", Tree::Table(given)) => {
                            weighed = true;
                            self.weigh(&known, given, entry.span, &mut weights)?;
                        }
                        ("value", Tree::Text(_)) => {
                            weighed = true;
                            let word = self.word(entry, &known)?;
                            let at = known.iter().position(|label| *label == word)?;
                            weights[at] = 1.0;
                        }
                        ("source", _) => {
                            own.source = Some(self.text(entry)?);
                            source_span = entry.span;
                        }
                        ("note", _) => own.note = Some(self.text(entry)?),
                        ("asked", _) => own.asked = Some(self.text(entry)?),
                        ("choice" | "value", _) => {
                            return self.wrong_kind(
                                entry,
                                "a table of labels and probabilities",
                                "write { label = 0.6, other = 0.4 }",
                            );
                        }
                        (label, _) if known.contains(&label) => {
                            return self.report(
                                Diagnostic::error(
                                    codes::WRONG_KIND,
                                    entry.key_span,
                                    "the probabilities of a choice stand in a table of their own",
                                )
                                .help("write { choice = { label = 0.6, other = 0.4 } }"),
                            );
                        }
                        (other, _) => {
                            return self.unknown(
                                codes::UNKNOWN_KEY,
                                entry.key_span,
                                format!("a choice has no key `{}`", shown(other)),
                                other,
                                &["choice", "value", "source", "note", "asked"],
                                "a choice takes",
                            );
                        }
                    }
                }
                if !weighed {
                    return self.report(
                        Diagnostic::error(
                            codes::BAD_WEIGHTS,
                            node.span,
                            "this table does not say what is chosen",
                        )
                        .help("add `choice = { label = 0.6, other = 0.4 }`"),
                    );
                }
            }
            _ => {
                return self.wrong_kind(
                    node,
                    "a word, or a choice of words",
                    "write \"label\" or { choice = { label = 0.6, other = 0.4 } }",
                );
            }
        }
        let provenance = self.provenance(own, source_span, place);
        let certain = weights.iter().any(|&weight| weight >= 1.0);
        self.count(node, place, certain, &provenance);
        Some(Value::Choice(Choice {
            path: place.path.clone(),
            labels,
            weights,
            elicited: place.written,
            source: provenance.source,
            note: provenance.note,
            asked: provenance.asked,
            line: self.source.line_column(node.span.start).0,
            span: node.span,
        }))
    }

    /// Probabilities by label, checked and scaled to sum to 1.
    fn weigh(
        &mut self,
        known: &[&str],
        given: &[(String, Node)],
        span: Span,
        weights: &mut [f64],
    ) -> Option<()> {
        let share = Bounds {
            min: 0.0,
            max: 1.0,
            unit: "probability",
            labels: &[],
        };
        let mut sound = true;
        for (label, node) in given {
            let Some(at) = known.iter().position(|known| known == label) else {
                self.unknown::<()>(
                    codes::UNKNOWN_WORD,
                    node.key_span,
                    format!("`{}` is not one of the labels", shown(label)),
                    label,
                    known,
                    "labels",
                );
                sound = false;
                continue;
            };
            match measure(node, &share) {
                Ok(measured) => match measured.law.certain() {
                    Some(weight) => weights[at] = weight,
                    None => {
                        self.diagnostics.push(not_certain(node.span));
                        sound = false;
                    }
                },
                Err(error) => {
                    self.diagnostics.push(error);
                    sound = false;
                }
            }
        }
        if !sound {
            return None;
        }
        let sum: f64 = weights.iter().sum();
        if (sum - 1.0).abs() > 0.005 {
            return self.report(
                Diagnostic::error(
                    codes::BAD_WEIGHTS,
                    span,
                    format!("these probabilities sum to {}, not to 1", round(sum)),
                )
                .help("make them sum to 1, within 0.005"),
            );
        }
        for weight in weights.iter_mut() {
            *weight /= sum;
        }
        Some(())
    }

    /// Finds the option meant by `text`.
    fn option_named(&mut self, text: &str, span: Span, place: &Place) -> Option<OptionRef> {
        if let Some(issue) = place.issue
            && let Some(options) = self.names.options(issue)
            && options.iter().any(|option| option == text)
        {
            return Some(OptionRef {
                issue: issue.to_owned(),
                option: text.to_owned(),
            });
        }
        let (issue, option) = match (text.split_once('.'), place.issue) {
            (Some((issue, option)), _) if self.names.options(issue).is_some() => (issue, option),
            (_, Some(issue)) => (issue, text),
            (Some((issue, _)), None) => {
                let known: Vec<String> = self.names.issues().iter().map(|s| (*s).into()).collect();
                let known: Vec<&str> = known.iter().map(String::as_str).collect();
                return self.unknown(
                    codes::UNKNOWN_ID,
                    span,
                    format!("there is no issue `{}`", shown(issue)),
                    issue,
                    &known,
                    "issues",
                );
            }
            (None, None) => {
                return self.report(
                    Diagnostic::error(
                        codes::OPTION_WITHOUT_ISSUE,
                        span,
                        format!("`{}` does not say of which issue", shown(text)),
                    )
                    .help("write \"issue.option\""),
                );
            }
        };
        self.option_of(issue, option, span)
    }

    fn option_of(&mut self, issue: &str, option: &str, span: Span) -> Option<OptionRef> {
        let options = self.names.options(issue).unwrap_or(&[]).to_vec();
        if options.iter().any(|known| known == option) {
            return Some(OptionRef {
                issue: issue.to_owned(),
                option: option.to_owned(),
            });
        }
        let known: Vec<&str> = options.iter().map(String::as_str).collect();
        self.unknown(
            codes::UNKNOWN_OPTION,
            span,
            format!("`{}` has no option `{}`", shown(issue), shown(option)),
            option,
            &known,
            "its options",
        )
    }

    pub(super) fn option(&mut self, node: &Node, place: &Place) -> Option<OptionRef> {
        let text = self.text(node)?;
        self.option_named(&text, node.span, place)
    }

    pub(super) fn option_map(
        &mut self,
        key: &Key,
        kind: &Kind,
        node: &Node,
        place: &Place,
    ) -> Option<Value> {
        let Some(entries) = node.table() else {
            return self.wrong_kind(node, "a table of options", "write { \"option\" = value }");
        };
        let mut map = Vec::new();
        let mut sound = true;
        for (name, entry) in entries {
            // `issue.option = value` without quotes arrives as a table in a table.
            let nested = entry
                .table()
                .filter(|_| place.issue.is_none() && self.names.options(name).is_some());
            let pairs: Vec<(Option<OptionRef>, &Node)> = match nested {
                Some(inner) => inner
                    .iter()
                    .map(|(option, node)| (self.option_of(name, option, node.key_span), node))
                    .collect(),
                None => vec![(self.option_named(name, entry.key_span, place), entry)],
            };
            for (option, node) in pairs {
                let value = option.as_ref().and_then(|option| {
                    let named = if place.issue == Some(option.issue.as_str()) {
                        option.option.clone()
                    } else {
                        format!("{}.{}", option.issue, option.option)
                    };
                    self.read(key, kind, node, &place.below(&named))
                });
                match option.zip(value) {
                    Some(pair) => map.push(pair),
                    None => sound = false,
                }
            }
        }
        sound.then_some(Value::OptionMap(map))
    }

    pub(super) fn package(&mut self, node: &Node) -> Option<Value> {
        let Some(entries) = node.table() else {
            return self.wrong_kind(
                node,
                "a table of issues",
                "write { issue = \"option\" } or { issue = [\"option\", \"option\"] }",
            );
        };
        let mut issues = Vec::new();
        let mut sound = true;
        for (issue, entry) in entries {
            let id = Node::of_key(issue, entry);
            if self.id("issues", &id).is_none() {
                sound = false;
                continue;
            }
            let single = [entry.clone()];
            let items = match &entry.value {
                Tree::Array(items) => items.as_slice(),
                _ => &single,
            };
            let options: Option<Vec<String>> = items
                .iter()
                .map(|item| {
                    let text = self.text(item)?;
                    Some(self.option_of(issue, &text, item.span)?.option)
                })
                .collect();
            match options {
                Some(options) => {
                    self.all_different(entry, &options);
                    issues.push((issue.clone(), options));
                }
                None => sound = false,
            }
        }
        sound.then_some(Value::Package(Package { issues }))
    }
}

/// A number for a message: three decimals at most.
fn round(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}
