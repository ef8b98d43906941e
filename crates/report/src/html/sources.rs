//! Sources, and how many quantities rest on each.

use maud::{Markup, html};

use super::{Report, Section, blocks, words};
use crate::layout::{NAME, SENTENCE, safe};

pub fn section(report: &Report) -> Option<Section> {
    let assessment = report.assessment;
    if report.options.redaction.hides_sources() {
        return Some(Section {
            id: "sources",
            title: "Sources".to_owned(),
            body: html! { p { "The sources are withheld in this copy." } },
        });
    }
    let sources = &assessment.scenario.sources;
    if sources.is_empty() {
        return Some(Section {
            id: "sources",
            title: "Sources".to_owned(),
            body: html! { p { "The scenario names no source: every quantity rests on judgement or on a default." } },
        });
    }
    let rows: Vec<Vec<Markup>> = sources
        .iter()
        .enumerate()
        .map(|(index, source)| {
            let inputs = assessment.run.inputs.iter();
            let resting = inputs
                .filter(|input| input.source.as_deref() == Some(&source.id))
                .count();
            vec![
                html! { span id={ "source-" (index) } { (words::set(&safe(&source.id, NAME))) } },
                html! { (safe(&source.title, SENTENCE)) },
                html! { @if let Some(date) = source.date { span.whole { (date.to_string()) } } },
                html! { @if let Some(kind) = &source.kind { (safe(kind, NAME)) } },
                html! { (resting) },
                // Shown and never a link: nobody is sent anywhere by opening a report.
                html! { @if let Some(url) = &source.url { (words::set(&safe(url, SENTENCE))) } },
            ]
        })
        .collect();
    Some(Section {
        id: "sources",
        title: "Sources".to_owned(),
        body: blocks::table(
            &["key", "title", "date", "kind", "quantities", "where"],
            &[false, false, false, false, true],
            &rows,
        ),
    })
}

/// A source as the inputs name it.
pub fn link(report: &Report, key: Option<&str>) -> Markup {
    let Some(key) = key else {
        return html! { "none" };
    };
    if key == "judgement" {
        return html! { "judgement" };
    }
    if report.options.redaction.hides_sources() {
        return html! { "withheld" };
    }
    let sources = &report.assessment.scenario.sources;
    match sources.iter().position(|source| source.id == key) {
        Some(index) => html! { a href={ "#source-" (index) } { (words::set(&safe(key, NAME))) } },
        None => html! { (safe(key, NAME)) },
    }
}
