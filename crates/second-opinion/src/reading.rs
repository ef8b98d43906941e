//! What an importer gives back: the content if there is any, and everything said about the file.

use pourparler_scenario::diagnostic::{Diagnostic, Severity};
use pourparler_scenario::{Source, Span};

/// A file as far as it could be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading<T> {
    /// The content, unless there is an error.
    pub content: Option<T>,
    /// Errors and warnings, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Most diagnostics kept of one file; a table that is wrong throughout is wrong in few ways.
const MOST: usize = 200;

/// What has been found so far.
#[derive(Default)]
pub(crate) struct Faults {
    list: Vec<Diagnostic>,
    errors: usize,
}

impl Faults {
    /// Whether there is an error.
    pub fn any(&self) -> bool {
        self.errors > 0
    }

    /// Whether no more are kept, so that looking for their places is in vain.
    pub fn full(&self) -> bool {
        self.list.len() >= MOST
    }

    pub fn error(
        &mut self,
        code: &'static str,
        span: Span,
        message: impl Into<String>,
        help: &str,
    ) {
        self.errors += 1;
        self.keep(Diagnostic::error(code, span, message).help(help));
    }

    pub fn warning(
        &mut self,
        code: &'static str,
        span: Span,
        message: impl Into<String>,
        help: &str,
    ) {
        self.keep(Diagnostic::warning(code, span, message).help(help));
    }

    fn keep(&mut self, diagnostic: Diagnostic) {
        if self.list.len() < MOST {
            self.list.push(diagnostic);
        } else if diagnostic.severity == Severity::Error && self.errors == 1 {
            // The first error is never the one left out.
            self.list[MOST - 1] = diagnostic;
        }
    }

    /// The result, with places filled in; no content if there is an error.
    pub fn reading<T>(mut self, source: &Source, content: Option<T>) -> Reading<T> {
        for diagnostic in &mut self.list {
            diagnostic.locate(source);
        }
        self.list.sort_by_key(|diagnostic| diagnostic.span);
        Reading {
            content: content.filter(|_| self.errors == 0),
            diagnostics: self.list,
        }
    }
}
