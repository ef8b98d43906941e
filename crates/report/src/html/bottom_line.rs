//! The bottom line.

use maud::html;
use pourparler_analysis::HEADLINE;

use super::{Report, Section, figures, words};
use crate::text::{bottom_line, precision};

pub fn section(report: &Report) -> Option<Section> {
    let language = report.options.language;
    Some(Section {
        id: "bottom-line",
        title: "Bottom line".to_owned(),
        body: html! {
            (report.sentences(precision::warn))
            p.lead { (words::set(&bottom_line::sentences(report.assessment, language).join(" "))) }
            @if let Some(scale) = language.scale() {
                p.note { "Words: " (scale) "." }
            }
            (figures::links(report, &[HEADLINE, "anatomy.no_zone", "zone"]))
        },
    })
}
