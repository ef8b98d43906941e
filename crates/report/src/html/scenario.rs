//! The scenario file, line by line.

use maud::{Markup, html};

use super::Report;
use crate::layout::safe;

/// Longest line shown in full.
const LINE: usize = 2_000;

/// Whether the copy may hold the file: its text has notes, sources and names.
fn shown(report: &Report) -> bool {
    !report.options.redaction.any()
}

/// A line of the file, as a link where the file is shown.
pub fn line(report: &Report, line: Option<usize>) -> Markup {
    match line {
        Some(line) if shown(report) => html! { a href={ "#L" (line) } { (line) } },
        Some(line) => html! { (line) },
        None => html! { "-" },
    }
}

/// The file.
pub fn listing(report: &Report) -> Markup {
    if !shown(report) {
        return html! { p { "The scenario file is withheld in this copy; its hash is above." } };
    }
    html! {
        details #scenario {
            summary { "The scenario file" }
            pre tabindex="0" role="region" aria-label="The scenario file" {
                @for (index, line) in report.assessment.scenario.text.lines().enumerate() {
                    span id={ "L" (index + 1) } { (safe(line, LINE)) } "\n"
                }
            }
        }
    }
}
