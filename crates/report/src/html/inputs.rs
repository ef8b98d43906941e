//! Every input as the run used it, with source and line.

use maud::{Markup, html};
use pourparler_analysis::is_assumed;
use pourparler_engine::result::Input;

use super::{Report, Section, blocks, scenario, sources, words};
use crate::figure::significant;
use crate::language::input_share;
use crate::layout::{NAME, safe};
use crate::names;
use crate::text::drivers;

/// The table of the scenario an input stands in.
fn group(input: &Input) -> &str {
    input
        .path
        .split_once('.')
        .map_or(input.path.as_str(), |(group, _)| group)
}

/// Whether a table has inputs.
pub fn has(report: &Report, table: &str) -> bool {
    report
        .assessment
        .run
        .inputs
        .iter()
        .any(|input| group(input) == table)
}

/// An input's name, as a link to its row.
pub fn link(report: &Report, index: usize) -> Markup {
    let assessment = report.assessment;
    let input = assessment.run.inputs.get(index);
    html! {
        @if let Some(input) = input {
            a href={ "#input-" (index) } { (words::set(&names::input(assessment, input))) }
        }
    }
}

pub fn section(report: &Report) -> Option<Section> {
    let inputs = &report.assessment.run.inputs;
    if inputs.is_empty() {
        return None;
    }
    let mut groups: Vec<&str> = Vec::new();
    for input in inputs {
        if !groups.contains(&group(input)) {
            groups.push(group(input));
        }
    }
    let body = groups.iter().map(|name| {
        let members = inputs
            .iter()
            .enumerate()
            .filter(|(_, input)| group(input) == *name);
        let rows: Vec<Vec<Markup>> = members
            .map(|(index, input)| row(report, index, input))
            .collect();
        html! {
            h3 id={ "inputs-" (name) } { (safe(name, NAME)) }
            (blocks::table(
                &["input", "median", "90% interval", "given", "source", "line"],
                &[false, true, false, false, false, true],
                &rows,
            ))
        }
    });
    let body: Vec<Markup> = body.collect();
    Some(Section {
        id: "inputs",
        title: "Inputs".to_owned(),
        body: html! {
            p { "Every quantity of the run. Assumed: on judgement or by default." }
            @for part in body { (part) }
        },
    })
}

fn row(report: &Report, index: usize, input: &Input) -> Vec<Markup> {
    let given = match (input.elicited, is_assumed(input)) {
        (false, _) => "default",
        (true, true) => "assumed",
        (true, false) => "sourced",
    };
    let value = match (
        input.labels.get(input.median.round().max(0.0) as usize),
        input.unit,
    ) {
        (Some(label), _) => safe(label, NAME),
        (None, "probability") => input_share(input.median),
        (None, _) => significant(input.median),
    };
    let range = match input.dimension {
        Some(_) => drivers::range(input),
        None => "certain".to_owned(),
    };
    let key = names::key(&input.path);
    // Of what happens or not, the chance and whether it came true have one key.
    let whether = if key == input.path { "" } else { "whether " };
    let key = safe(key, 2 * NAME);
    vec![
        html! { span id={ "input-" (index) } { (words::set(&format!("{whether}{key}"))) } },
        html! { (value) },
        html! { (range) },
        html! { (given) },
        sources::link(report, input.source.as_deref()),
        scenario::line(report, input.line),
    ]
}
