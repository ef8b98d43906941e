//! Mistakes as JSON, and as the last line of a check.

use pourparler_scenario::{Diagnostic, Severity};
use serde_json::{Value, json};

use crate::layout::{Look, Page};

/// Schema of a failure.
pub const ERROR_SCHEMA: &str = "pourparler.error/1";

/// `2 errors, 1 warning`.
pub fn count(diagnostics: &[Diagnostic]) -> String {
    let kinds = [
        (Severity::Error, "error"),
        (Severity::Warning, "warning"),
        (Severity::Note, "note"),
    ];
    let counted = kinds.iter().filter_map(|(severity, word)| {
        let n = diagnostics
            .iter()
            .filter(|d| d.severity == *severity)
            .count();
        let plural = if n == 1 { "" } else { "s" };
        (n > 0).then(|| format!("{n} {word}{plural}"))
    });
    let counted: Vec<String> = counted.collect();
    if counted.is_empty() {
        "nothing to report".to_owned()
    } else {
        counted.join(", ")
    }
}

/// A failure as a document.
pub fn error_json(
    kind: &str,
    exit_code: u8,
    message: &str,
    help: Option<&str>,
    diagnostics: &[Diagnostic],
) -> Value {
    json!({
        "schema": ERROR_SCHEMA,
        "kind": kind,
        "exit_code": exit_code,
        "message": message,
        "help": help,
        "diagnostics": diagnostics,
    })
}

/// A failure in a sentence or two.
pub fn error_text(message: &str, help: Option<&str>, look: Look) -> String {
    let mut page = Page::new(look);
    page.prose(&format!("error: {message}"));
    if let Some(help) = help {
        page.prose(&format!("help: {help}"));
    }
    page.finish()
}

/// What a check found, by file.
pub fn check_json(files: &[(String, Vec<Diagnostic>)]) -> Value {
    let files = files.iter().map(|(name, found)| {
        json!({
            "file": name,
            "ok": !has_error(found),
            "diagnostics": found,
        })
    });
    json!({ "schema": "pourparler.check/1", "files": files.collect::<Vec<Value>>() })
}

/// `visit.toml: ok (1 note)`.
pub fn verdict_line(name: &str, found: &[Diagnostic]) -> String {
    let counted = count(found);
    match (has_error(found), found.is_empty()) {
        (true, _) => format!("{name}: {counted}\n"),
        (false, true) => format!("{name}: ok\n"),
        (false, false) => format!("{name}: ok ({counted})\n"),
    }
}

fn has_error(found: &[Diagnostic]) -> bool {
    found.iter().any(|d| d.severity == Severity::Error)
}
