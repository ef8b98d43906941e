//! Assumptions by importance.

use maud::{Markup, html};

use super::{Report, Section, blocks, inputs};
use crate::language::share;
use crate::text::drivers;

/// Most rows; the annex of inputs has all.
const MOST: usize = 40;

pub fn section(report: &Report) -> Option<Section> {
    let assessment = report.assessment;
    let rows: Vec<Vec<Markup>> = assessment
        .assumptions
        .iter()
        .take(MOST)
        .filter_map(|assumption| {
            let input = assessment.run.inputs.get(assumption.input)?;
            Some(vec![
                inputs::link(report, assumption.input),
                html! { (drivers::range(input)) },
                html! { (share(assumption.level)) },
                html! { (share(assumption.effect)) },
                html! { (drivers::direction(assumption)) },
            ])
        })
        .collect();
    Some(Section {
        id: "assumptions",
        title: "Assumptions that matter most".to_owned(),
        body: html! {
            p { (drivers::introduction(assessment)) }
            @if !rows.is_empty() {
                (blocks::table(
                    &["input", "90% interval", "of settlement", "of the effect", "which way"],
                    &[false, false, true, true],
                    &rows,
                ))
            }
        },
    })
}
