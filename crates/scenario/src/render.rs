//! Diagnostics as text for a terminal, with the lines they are about.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Source;
use crate::words::is_hidden;

/// How diagnostics are printed.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// With terminal colours.
    pub colour: bool,
    /// With line-drawing characters instead of plain ASCII.
    pub unicode: bool,
    /// Columns of the terminal.
    pub width: usize,
}

impl Look {
    /// No colours, ASCII, 80 columns: for files and tests.
    pub const PLAIN: Look = Look {
        colour: false,
        unicode: false,
        width: 80,
    };
}

/// All diagnostics of one text, in order, one blank line between them.
pub fn render(diagnostics: &[Diagnostic], source: &Source, look: Look) -> String {
    let renderer = if look.colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let decor = if look.unicode {
        DecorStyle::Unicode
    } else {
        DecorStyle::Ascii
    };
    let renderer = renderer.decor_style(decor).term_width(look.width);
    let printed: Vec<String> = diagnostics
        .iter()
        .map(|diagnostic| {
            let wrapped = Diagnostic {
                message: wrapped(&diagnostic.message, look.width),
                help: diagnostic
                    .help
                    .as_deref()
                    .map(|help| wrapped(help, look.width)),
                ..diagnostic.clone()
            };
            renderer.render(&[group(&wrapped, source)])
        })
        .collect();
    printed.join("\n\n")
}

fn group<'a>(diagnostic: &'a Diagnostic, source: &Source) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    // Only the lines in question, or a long file would be cut up once per diagnostic.
    let spans = || {
        let related = diagnostic.related.iter().map(|related| related.span);
        std::iter::once(diagnostic.span).chain(related)
    };
    let first = spans().map(|span| span.start).min().unwrap_or(0);
    let last = spans().map(|span| span.end).max().unwrap_or(0);
    let (start, line_start, text) = source.lines_around(first, last);

    let inside = |at: usize| at.saturating_sub(start).min(text.len());
    let mut snippet = Snippet::source(visible(text))
        .line_start(line_start)
        .path(visible(&diagnostic.file))
        .annotation(
            AnnotationKind::Primary
                .span(inside(diagnostic.span.start)..inside(diagnostic.span.end))
                .label(diagnostic.label.as_str()),
        );
    for related in &diagnostic.related {
        snippet = snippet.annotation(
            AnnotationKind::Context
                .span(inside(related.span.start)..inside(related.span.end))
                .label(related.label.as_str()),
        );
    }
    let group = level
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code)
        .element(snippet);
    match &diagnostic.help {
        Some(help) => group.element(Level::HELP.message(help.as_str())),
        None => group,
    }
}

/// Columns before a message or a help: `warning[PP0104]: `, or the number of a line and a frame.
const MARGIN: usize = 17;

/// The text broken between words, so that it keeps to the width behind what stands before it.
fn wrapped(text: &str, width: usize) -> String {
    let most = width.saturating_sub(MARGIN);
    let mut out = String::with_capacity(text.len());
    let mut column = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if column > 0 {
            let fits = column + 1 + length <= most;
            out.push(if fits { ' ' } else { '\n' });
            column = if fits { column + 1 } else { 0 };
        }
        out.push_str(word);
        column += length;
    }
    out
}

/// The text with every hidden character replaced by a visible one of the same length
/// in bytes, so that places stay where they are.
fn visible(text: &str) -> String {
    text.chars()
        .map(|c| match (c, c.len_utf8()) {
            ('\n' | '\t' | '\r', _) => c,
            (c, _) if !is_hidden(c) => c,
            (_, 1) => '?',
            (_, 2) => '·',
            _ => '\u{fffd}',
        })
        .collect()
}
