//! The document around the sections: head, contents, marking, style and script.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

use super::{Report, Section};
use crate::layout::{NAME, SENTENCE, safe};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// The document.
pub fn set(report: &Report, memo: &[Section], annexes: &[Section]) -> Markup {
    let root = &report.assessment.scenario.root;
    let given = report.options.title.as_deref().or(root.text("title"));
    let title = safe(given.unwrap_or("Assessment"), 2 * NAME);
    let marking = root.text("marking").map(|marking| safe(marking, NAME));
    let style = format!("{STYLE}{}", margins(marking.as_deref(), &title));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; \
         form-action 'none'",
        hash(&style),
        hash(SCRIPT)
    );
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                meta name="color-scheme" content="light dark";
                @if let Some(author) = &report.options.author { meta name="author" content=(safe(author, NAME)); }
                title { (title) }
                style { (PreEscaped(&style)) }
            }
            body {
                a.skip href="#bottom-line" { "Skip to the bottom line" }
                @if let Some(marking) = &marking { p.marking { (marking) } }
                header {
                    h1 { (title) }
                    p.about { (about(report)) }
                    @if let Some(summary) = root.text("summary") { p.summary { (safe(summary, SENTENCE)) } }
                }
                div.columns {
                    nav aria-label="Contents" {
                        details open {
                            summary { "Contents" }
                            ol { @for section in memo.iter().chain(annexes) {
                                li { a href={ "#" (section.id) } { (section.title) } }
                            } }
                        }
                    }
                    main {
                        div.memo { @for part in memo { (section(part)) } }
                        div.annexes {
                            p.divider { "Annexes" }
                            @for part in annexes { (section(part)) }
                        }
                    }
                }
                footer {
                    p { "pourparler " (env!("CARGO_PKG_VERSION")) ", seed " (report.assessment.run.settings.seed)
                        ", scenario " code { (report.assessment.scenario.sha256.get(..16).unwrap_or_default()) } "…" }
                    @if let Some(marking) = &marking { p.marking { (marking) } }
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    }
}

fn section(section: &Section) -> Markup {
    html! {
        section id=(section.id) aria-labelledby={ (section.id) "-title" } {
            h2 id={ (section.id) "-title" } { (section.title) }
            (section.body)
        }
    }
}

/// Date, horizon, author, and what is left out.
/// The day it is seen from, who answers for it, and what is left out.
pub(crate) fn about(report: &Report) -> String {
    let root = &report.assessment.scenario.root;
    let days = report.assessment.run.settings.horizon_days;
    let mut parts = Vec::new();
    if let Some(date) = root.date("as_of") {
        parts.push(format!("As of {date}, over {days:.0} days."));
    }
    if let Some(author) = &report.options.author {
        parts.push(format!("By {}.", safe(author, NAME)));
    }
    let withheld = report.options.redaction.words();
    if !withheld.is_empty() {
        parts.push(format!("Withheld in this copy: {}.", withheld.join(", ")));
    }
    parts.join(" ")
}

/// The margins of every printed page: marking above and below, title and page number.
fn margins(marking: Option<&str>, title: &str) -> String {
    let marking = marking.unwrap_or_default();
    format!(
        "@page{{@top-center{{content:{0}}}@bottom-center{{content:{0}}}@bottom-left{{content:{1}}}\
         @bottom-right{{content:\"Page \" counter(page) \" of \" counter(pages)}}}}",
        css_string(marking),
        css_string(&safe(title, 64)),
    )
}

/// A text as a CSS string: everything but plain letters and digits by its number.
fn css_string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else {
            out.push_str(&format!("\\{:x} ", u32::from(c)));
        }
    }
    out.push('"');
    out
}

fn hash(text: &str) -> String {
    STANDARD.encode(Sha256::digest(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marking_cannot_leave_its_string() {
        assert_eq!(
            css_string("a\"}</style>"),
            r#""a\22 \7d \3c \2f style\3e ""#
        );
        assert_eq!(css_string("é"), r#""\e9 ""#);
    }
}
