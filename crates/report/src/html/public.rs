//! What the public expects.

use super::{Report, Section, figures};
use crate::text::audience;
use maud::html;

pub fn section(report: &Report) -> Option<Section> {
    let sentences = audience::sentences(report.assessment);
    if sentences.is_empty() {
        return None;
    }
    Some(Section {
        id: "public",
        title: "What the public expects".to_owned(),
        body: html! {
            @for sentence in sentences { p { (sentence) } }
            (figures::links(report, &["public_belief", "gap"]))
        },
    })
}
