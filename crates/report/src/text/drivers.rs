//! Levers and assumptions: what a gain is due to, and which inputs decide.

use pourparler_analysis::{Assessment, Assumption};
use pourparler_engine::result::Input;

use crate::language::{points, points_error, share};
use crate::layout::{NAME, Page, numbers, safe, words};
use crate::names;

/// Assumptions printed; the JSON has all.
const PRINTED: usize = 10;

pub fn write(page: &mut Page, assessment: &Assessment) {
    levers(page, assessment);
    assumptions(page, assessment);
}

fn levers(page: &mut Page, assessment: &Assessment) {
    let Some(attribution) = &assessment.attribution else { return };
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
            vec![names::lever(lever).to_owned(), points(*part), points_error(*se)]
        })
        .collect();
    page.table(&[words("lever"), numbers("points"), numbers("error")], &rows);
}

fn assumptions(page: &mut Page, assessment: &Assessment) {
    page.heading("Assumptions that matter most");
    let count = assessment.assumptions.len();
    if count == 0 {
        page.prose("Every uncertain input names a source.");
        return;
    }
    page.prose(&format!(
        "{count} uncertain inputs rest on judgement or on a default. Those that go with most of \
         the variance of settlement with the contact, or of the contact's effect:"
    ));
    let rows: Vec<Vec<String>> = assessment
        .assumptions
        .iter()
        .take(PRINTED)
        .filter_map(|assumption| {
            let input = assessment.run.inputs.get(assumption.input)?;
            Some(vec![
                format!("{}{}", safe(&input.path, 2 * NAME), place(input)),
                range(input),
                share(assumption.level),
                share(assumption.effect),
                direction(assumption).to_owned(),
            ])
        })
        .collect();
    let columns = [
        words("input"),
        numbers("90% interval"),
        numbers("level"),
        numbers("effect"),
        words("more of it"),
    ];
    page.table(&columns, &rows);
}

fn place(input: &Input) -> String {
    match (input.line, input.elicited) {
        (Some(line), true) => format!(" (line {line})"),
        _ => " (default)".to_owned(),
    }
}

fn range(input: &Input) -> String {
    if input.labels.is_empty() {
        let (low, high) = input.interval;
        format!("{} to {}", brief(low), brief(high))
    } else {
        input.labels.iter().map(|label| safe(label, NAME)).collect::<Vec<_>>().join(", ")
    }
}

fn brief(value: f64) -> String {
    match value.abs() {
        v if v >= 100.0 => format!("{value:.0}"),
        v if v >= 1.0 || v == 0.0 => format!("{value:.1}"),
        v if v >= 0.01 => format!("{value:.2}"),
        _ => format!("{value:.4}"),
    }
}

fn direction(assumption: &Assumption) -> &'static str {
    match assumption.direction {
        d if d > 0.02 => "raises it",
        d if d < -0.02 => "lowers it",
        _ => "no trend",
    }
}
