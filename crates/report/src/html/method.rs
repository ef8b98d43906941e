//! Method and limits, with how the headline settled.

use maud::html;

use super::{Report, Section, blocks};
use crate::charts::axis::Axis;
use crate::charts::convergence::{Mark, convergence};
use crate::charts::{Chart, Words};
use crate::language::{percent, points_error, tick};
use crate::text::method;

pub fn section(report: &Report) -> Option<Section> {
    Some(Section {
        id: "method",
        title: "Method and limits".to_owned(),
        body: html! {
            (report.sentences_below(method::limits))
            @if let Some(chart) = settled(report) { (blocks::figure(&chart)) }
        },
    })
}

fn settled(report: &Report) -> Option<Chart> {
    let stages = &report.assessment.convergence;
    let marks: Vec<Mark> = stages
        .iter()
        .map(|stage| Mark {
            after: stage.scrambles,
            mean: stage.mean,
            se: stage.se,
        })
        .collect();
    let [first, .., last] = marks.as_slice() else {
        return None;
    };
    let title = format!(
        "A settlement with the contact stood at {} after one repetition and at {} after {}",
        percent(first.mean),
        percent(last.mean),
        last.after
    );
    let alternative = format!(
        "{title}, with a standard error of {} points.",
        points_error(last.se)
    );
    let words = Words {
        id: "convergence",
        title: &title,
        caption: "Mean over the first repetitions, with 1.96 standard errors of the computation. Only the \
                  random numbers differ between repetitions.",
        alternative: &alternative,
    };
    let ends = marks.iter().flat_map(|mark| {
        let half = if mark.se.is_finite() {
            1.96 * mark.se
        } else {
            0.0
        };
        [mark.mean - half, mark.mean + half]
    });
    let (low, high) = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), end| {
        (low.min(end), high.max(end))
    });
    Some(convergence(words, &marks, &Axis::between(low, high, tick)))
}
