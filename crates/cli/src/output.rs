//! Writing: data to standard output, everything else to standard error.

use std::borrow::Cow;
use std::io::{ErrorKind, Write};

use pourparler_report::Look;
use pourparler_report::layout::{Page, to_ascii};
use pourparler_scenario::Diagnostic;
use pourparler_scenario::render::{self, render};
use pourparler_scenario::source::Source;
use serde_json::Value;

use crate::Global;
use crate::failure::Failure;

/// The look of text for standard output.
pub fn look(global: Global) -> Look {
    Look {
        ascii: global.ascii,
        ..Look::DEFAULT
    }
}

/// Writes text to standard output; colours only where a terminal wants them.
///
/// # Errors
///
/// A closed pipe, or a full disk.
pub fn text(global: Global, text: &str) -> Result<(), Failure> {
    let text = signs(global, text);
    let mut out = anstream::stdout().lock();
    written(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

/// The text with the signs that may be printed; paths and quotations have any.
fn signs(global: Global, text: &str) -> Cow<'_, str> {
    if global.ascii {
        Cow::Owned(to_ascii(text))
    } else {
        Cow::Borrowed(text)
    }
}

/// Writes a JSON document to standard output.
///
/// # Errors
///
/// As [`text`].
pub fn json(global: Global, document: &Value) -> Result<(), Failure> {
    printed(global, serde_json::to_string_pretty(document))
}

/// Writes a JSON document on one line: one of several.
///
/// # Errors
///
/// As [`text`].
pub fn json_line(global: Global, document: &Value) -> Result<(), Failure> {
    printed(global, serde_json::to_string(document))
}

fn printed(global: Global, json: serde_json::Result<String>) -> Result<(), Failure> {
    let mut text = json.map_err(|error| Failure::io("standard output", &error.into()))?;
    if global.ascii {
        text = escaped(&text);
    }
    text.push('\n');
    let mut out = std::io::stdout().lock();
    written(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

/// A JSON document in ASCII: other characters stand in strings only, where they can be escaped.
fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c.is_ascii() {
            out.push(c);
        } else {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    out
}

fn written(done: std::io::Result<()>) -> Result<(), Failure> {
    done.map_err(|error| match error.kind() {
        ErrorKind::BrokenPipe => Failure::ClosedPipe,
        _ => Failure::io("standard output", &error),
    })
}

/// Writes text as it is to standard error.
pub fn aside(global: Global, text: &str) {
    let text = signs(global, text);
    let mut err = anstream::stderr().lock();
    // Nothing can be said about a standard error that cannot be written.
    let _ = err.write_all(text.as_bytes());
    if !text.ends_with('\n') {
        let _ = err.write_all(b"\n");
    }
}

/// Writes a sentence to standard error, within the width of a page.
pub fn remark(global: Global, sentence: &str) {
    let mut page = Page::new(look(global));
    page.prose(sentence);
    aside(global, &page.finish());
}

/// Diagnostics with the lines they are about.
pub fn rendered(diagnostics: &[Diagnostic], source: &Source, global: Global) -> String {
    let look = render::Look {
        colour: true,
        unicode: !global.ascii,
        width: 80,
    };
    let mut text = render(diagnostics, source, look);
    text.push('\n');
    text
}
