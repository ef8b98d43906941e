//! The run: version, seed, sizes, hash, the command that gives it again, and the file.

use maud::html;

use super::{Report, Section, scenario};
use crate::text::method;

pub fn section(report: &Report) -> Option<Section> {
    Some(Section {
        id: "run",
        title: "Run".to_owned(),
        body: html! {
            (report.sentences_below(|page, assessment| method::data(page, assessment, report.reproduce)))
            (scenario::listing(report))
        },
    })
}
