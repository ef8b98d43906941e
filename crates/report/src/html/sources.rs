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
    // Most authors give titles alone.
    let found = sources.iter().any(|source| source.url.is_some());
    let rows: Vec<Vec<Markup>> = sources
        .iter()
        .enumerate()
        .map(|(index, source)| {
            let inputs = assessment.run.inputs.iter();
            let resting = inputs
                .filter(|input| input.source.as_deref() == Some(&source.id))
                .count();
            let mut row = vec![
                html! { span id={ "source-" (index) } { (words::set(&safe(&source.id, NAME))) } },
                html! { (safe(&source.title, SENTENCE)) },
                html! { @if let Some(date) = source.date { span.whole { (date.to_string()) } } },
                html! { @if let Some(kind) = &source.kind { (safe(kind, NAME)) } },
                html! { (resting) },
            ];
            if found {
                // Shown and never a link: nobody is sent anywhere by opening a report.
                let url = source.url.as_deref().unwrap_or("not given");
                row.push(words::set(&safe(url, SENTENCE)));
            }
            row
        })
        .collect();
    let titles = ["key", "title", "date", "kind", "quantities", "where"];
    Some(Section {
        id: "sources",
        title: "Sources".to_owned(),
        body: blocks::table(
            &titles[..if found { 6 } else { 5 }],
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
