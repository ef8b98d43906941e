//! What is learned, by topic.

use maud::html;

use super::{Report, Section, blocks, figures};
use crate::charts::Words;
use crate::charts::axis::Axis;
use crate::charts::bars::{Bar, bars};
use crate::figure::significant;
use crate::names;
use crate::text::outcomes;

const TITLE: &str = "Belief and information, by topic";
/// Fewer bits than this are no bar.
const NOTHING: f64 = 0.0005;

pub fn section(report: &Report) -> Option<Section> {
    let assessment = report.assessment;
    let topics = outcomes::topics(assessment);
    let rows: Vec<Bar> = topics
        .iter()
        .map(|(id, bits, error)| Bar {
            label: names::output(assessment, &format!("bits.{id}")),
            figures: match bits.level.mean {
                mean if mean.is_finite() => format!(
                    "{} bits; error ratio {}",
                    significant(mean),
                    significant(error.level.mean)
                ),
                _ => format!("no limit; error ratio {}", significant(error.level.mean)),
            },
            value: bits.level.mean,
            before: None,
        })
        .collect();
    let most = topics
        .iter()
        .max_by(|a, b| a.1.level.mean.total_cmp(&b.1.level.mean))?;
    let outputs: Vec<String> = topics
        .iter()
        .flat_map(|(id, ..)| [format!("bits.{id}"), format!("err_ratio.{id}")])
        .collect();
    let outputs: Vec<&str> = outputs.iter().map(String::as_str).collect();
    if most.1.level.mean < NOTHING {
        return Some(Section {
            id: "learned",
            title: TITLE.to_owned(),
            body: html! {
                p { "Nothing is learned on any topic: the contact is worth less than " (NOTHING) " bits on each." }
                (figures::links(report, &outputs))
            },
        });
    }
    let title = format!(
        "Most is learned on \"{}\": what is left of the error there is {} of what it was",
        names::output(assessment, &format!("bits.{}", most.0)),
        crate::language::share(most.2.level.mean.clamp(0.0, 1.0))
    );
    let alternative: Vec<String> = rows
        .iter()
        .map(|bar| format!("{}: {}.", bar.label, bar.figures))
        .collect();
    let words = Words {
        id: "learned-chart",
        title: &title,
        caption: "Bits measure how much surer the listener becomes; the error ratio, below 1, how much \
                  nearer to the truth. Means over everything the analyst does not know.",
        alternative: &alternative.join(" "),
    };
    let axis = Axis::around(rows.iter().map(|bar| bar.value), significant).in_unit("bits");
    Some(Section {
        id: "learned",
        title: TITLE.to_owned(),
        body: html! {
            (blocks::figure(&bars(words, &rows, &axis)))
            (figures::links(report, &outputs))
        },
    })
}
