//! What is said about a mistake: the same data for terminal, JSON and browser.

use serde::Serialize;

use crate::source::{Source, Span};
use crate::words::visible;

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The scenario cannot be used.
    Error,
    /// The scenario is used, but probably not as its author meant.
    Warning,
    /// Worth knowing; nothing is wrong.
    Note,
}

/// A second place that explains the first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Related {
    /// Byte range of the text.
    pub span: Span,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What stands there.
    pub label: String,
}

/// One thing said about the scenario's text.
///
/// Built with a code, a span and a message; the reader fills in file, line and column. Whatever
/// of the author's text a sentence repeats, a key or a path, is made visible here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// `PP0104`; explained by [`crate::explain`].
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// One sentence, without a full stop.
    pub message: String,
    /// Name of the text, usually a path.
    pub file: String,
    /// Byte range of the text.
    pub span: Span,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// A few words under the marked text.
    pub label: String,
    /// What to write instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// Other places that matter.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<Related>,
}

impl Diagnostic {
    /// An error at `span`.
    pub fn error(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: visible(message.into()),
            file: String::new(),
            span,
            line: 0,
            column: 0,
            label: String::new(),
            help: None,
            related: Vec::new(),
        }
    }

    /// A warning at `span`.
    pub fn warning(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, span, message)
        }
    }

    /// A note at `span`.
    pub fn note(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Note,
            ..Self::error(code, span, message)
        }
    }

    /// With a few words under the marked text.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = visible(label.into());
        self
    }

    /// With what to write instead.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(visible(help.into()));
        self
    }

    /// With a second place.
    #[must_use]
    pub fn related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related.push(Related {
            span,
            line: 0,
            column: 0,
            label: visible(label.into()),
        });
        self
    }

    /// The same diagnostic with every span moved: from an expression's own offsets
    /// to those of the file it stands in.
    #[must_use]
    pub fn shifted(mut self, by: usize) -> Self {
        self.span = self.span.shifted(by);
        for related in &mut self.related {
            related.span = related.span.shifted(by);
        }
        self
    }

    /// Fills in file, line and column, and cuts spans to the text.
    pub fn locate(&mut self, source: &Source) {
        self.file.clone_from(&source.name);
        self.span = source.clamp(self.span);
        (self.line, self.column) = source.line_column(self.span.start);
        for related in &mut self.related {
            related.span = source.clamp(related.span);
            (related.line, related.column) = source.line_column(related.span.start);
        }
    }
}
