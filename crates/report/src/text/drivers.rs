//! Levers and assumptions: what a gain is due to, and which inputs decide.

use pourparler_analysis::{Assessment, Assumption};
use pourparler_engine::result::Input;

use crate::figure::significant;
use crate::language::{input_share, points, points_error, share};
use crate::layout::{NAME, Page, numbers, safe, words};
use crate::names;
use crate::sensitivity::path;

/// Assumptions printed; the JSON has all.
const PRINTED: usize = 10;

pub fn write(page: &mut Page, assessment: &Assessment) {
    levers(page, assessment);
    assumptions(page, assessment);
}

/// What a gain is due to.
pub fn levers(page: &mut Page, assessment: &Assessment) {
    let Some(attribution) = &assessment.attribution else {
        return;
    };
    page.heading("What would have to change");
    page.prose(&format!(
        "All five levers together move settlement by {} points. Their parts by Shapley value, \
         which averages over the orders in which they can be pulled:",
        points(attribution.gain)
    ));
    let rows: Vec<Vec<String>> = attribution
        .parts
        .iter()
        .map(|(lever, part, se)| {
            vec![
                names::lever(lever).to_owned(),
                points(*part),
                points_error(*se),
            ]
        })
        .collect();
    page.table(
        &[words("lever"), numbers("points"), numbers("error")],
        &rows,
    );
}

/// Which inputs decide.
pub fn assumptions(page: &mut Page, assessment: &Assessment) {
    page.heading("Assumptions that matter most");
    page.prose(&introduction(assessment));
    for assumption in assessment.assumptions.iter().take(PRINTED) {
        if let Some(input) = assessment.run.inputs.get(assumption.input) {
            page.item("-", &line(input, assumption));
        }
    }
}

/// How many assumptions there are, and how they are ranked.
pub fn introduction(assessment: &Assessment) -> String {
    match assessment.assumptions.len() {
        0 => "Every uncertain input names a source.".to_owned(),
        1 => "One uncertain input rests on judgement or on a default. With it goes this share of the \
              variance: of settlement with the contact, and of the contact's effect on it."
            .to_owned(),
        count => format!(
            "{count} uncertain inputs rest on judgement or on a default. Most important first, with \
             the share of variance that goes with each alone: of settlement with the contact, and of \
             the contact's effect on it."
        ),
    }
}

fn line(input: &Input, assumption: &Assumption) -> String {
    let place = match (input.line, input.elicited) {
        (Some(line), true) => format!("line {line}"),
        _ => "default".to_owned(),
    };
    format!(
        "{} ({place}; {}): {} and {}; {}.",
        path(input),
        range(input),
        share(assumption.level),
        share(assumption.effect),
        direction(assumption)
    )
}

/// What an input ranges over.
pub fn range(input: &Input) -> String {
    if !input.labels.is_empty() {
        let labels: Vec<String> = input.labels.iter().map(|label| safe(label, NAME)).collect();
        return labels.join(", ");
    }
    let figure = |value: f64| match input.unit {
        "probability" => input_share(value),
        _ => significant(value),
    };
    let (low, high) = input.interval;
    format!("{} to {} {}", figure(low), figure(high), unit(input.unit))
        .trim_end()
        .to_owned()
}

/// The unit as it stands after a number; a percent sign needs none.
fn unit(unit: &str) -> &str {
    if unit == "probability" { "" } else { unit }
}

/// Which way an assumption works.
pub fn direction(assumption: &Assumption) -> &'static str {
    match assumption.direction {
        d if d > 0.02 => "more of it goes with more settlement",
        d if d < -0.02 => "more of it goes with less settlement",
        _ => "no trend either way",
    }
}
