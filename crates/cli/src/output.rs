//! Writing: data to standard output, everything else to standard error.

use std::io::{ErrorKind, Write};

use pourparler_report::Look;
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
pub fn text(text: &str) -> Result<(), Failure> {
    let mut out = anstream::stdout().lock();
    written(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

/// Writes a JSON document to standard output.
///
/// # Errors
///
/// As [`text`].
pub fn json(document: &Value) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    let done = serde_json::to_writer_pretty(&mut out, document).map_err(std::io::Error::from);
    written(
        done.and_then(|()| out.write_all(b"\n"))
            .and_then(|()| out.flush()),
    )
}

fn written(done: std::io::Result<()>) -> Result<(), Failure> {
    done.map_err(|error| match error.kind() {
        ErrorKind::BrokenPipe => Failure::ClosedPipe,
        _ => Failure::io("standard output", &error),
    })
}

/// Writes a remark to standard error.
pub fn aside(text: &str) {
    let mut err = anstream::stderr().lock();
    // Nothing can be said about a standard error that cannot be written.
    let _ = err.write_all(text.as_bytes());
    if !text.ends_with('\n') {
        let _ = err.write_all(b"\n");
    }
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
