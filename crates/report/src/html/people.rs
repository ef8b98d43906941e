//! Who decides.

use maud::html;

use super::{Report, Section, figures, words};
use crate::text::people;

pub fn section(report: &Report) -> Option<Section> {
    let sets = report.assessment.run.outputs.iter();
    let sets = sets.filter(|output| output.name.starts_with("sets."));
    let sets: Vec<&str> = sets.map(|output| output.name.as_str()).collect();
    Some(Section {
        id: "who-decides",
        title: "Who decides".to_owned(),
        body: html! {
            @for (name, about) in people::lines(report.assessment) { p { strong { (name) } ": " (words::set(&about)) } }
            (figures::links(report, &sets))
        },
    })
}
