//! What would have to change: the levers and their parts.

use maud::html;

use super::{Report, Section, blocks};
use crate::charts::Words;
use crate::charts::bars::{Bar, bars};
use crate::language::{points, points_error};
use crate::names;
use crate::text::drivers;

const TITLE: &str = "What would have to change";

pub fn section(report: &Report) -> Option<Section> {
    let attribution = report.assessment.attribution.as_ref()?;
    let rows: Vec<Bar> = attribution
        .parts
        .iter()
        .map(|(lever, part, se)| Bar {
            label: names::lever(lever).to_owned(),
            figures: format!("{} points (error {})", points(*part), points_error(*se)),
            value: *part,
            before: None,
        })
        .collect();
    let most = attribution
        .parts
        .iter()
        .max_by(|a, b| a.1.total_cmp(&b.1))?;
    let all = format!(
        "All five levers together move a settlement by {} points",
        points(attribution.gain)
    );
    let mut parts = attribution.parts.iter();
    if parts.all(|(_, part, _)| points(*part) == "0") {
        return Some(Section {
            id: "change",
            title: TITLE.to_owned(),
            body: html! { p { (all) ": none of them matters here, alone or with the others." } },
        });
    }
    let title = match points(most.1).as_str() {
        "0" => all,
        part => format!(
            "{all}; the largest part, {part}, is due to {}",
            names::lever(most.0)
        ),
    };
    let alternative: Vec<String> = rows
        .iter()
        .map(|bar| format!("{}: {}.", bar.label, bar.figures))
        .collect();
    let words = Words {
        id: "levers",
        title: &title,
        caption: "Parts by Shapley value, which averages over the orders in which the levers can be \
                  pulled; they sum to the whole gain.",
        alternative: &alternative.join(" "),
    };
    let axis = super::figures::points_scale(
        attribution
            .parts
            .iter()
            .map(|(_, part, _)| *part)
            .collect::<Vec<f64>>(),
    );
    Some(Section {
        id: "change",
        title: TITLE.to_owned(),
        body: html! {
            (blocks::figure(&bars(words, &rows, &axis)))
            details {
                summary { "As a table" }
                (report.sentences_below(drivers::levers))
            }
        },
    })
}
