//! Past cases.

use super::{Report, Section};
use crate::text::past;

pub fn section(report: &Report) -> Option<Section> {
    Some(Section {
        id: "past-cases",
        title: "Past cases".to_owned(),
        body: report.sentences_below(past::write),
    })
}
