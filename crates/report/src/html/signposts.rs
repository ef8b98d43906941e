//! Signposts: what to watch for, and what the headline becomes.

use maud::{Markup, html};
use pourparler_analysis::{HEADLINE, signposts};

use super::{Report, Section, blocks};
use crate::language::{percent_brief, points};
use crate::names;

pub fn section(report: &Report) -> Option<Section> {
    let assessment = report.assessment;
    let found = signposts(&assessment.run, assessment.soon);
    if found.is_empty() {
        return None;
    }
    let days = assessment.soon.round() as i64;
    let root = &assessment.scenario.root;
    let date = root
        .date("as_of")
        .and_then(|date| date.checked_add(jiff::Span::new().days(days)).ok());
    let by = date.map_or_else(
        || format!("within {days} days"),
        |date| format!("by {date}"),
    );
    let rows: Vec<Vec<Markup>> = found
        .iter()
        .filter_map(|signpost| {
            let name = &assessment.run.outputs.get(signpost.output)?.name;
            Some(vec![
                html! { a href={ "#figure-" (signpost.output) } { (names::output(assessment, name)) } ", " span.whole { (by) } },
                html! { (percent_brief(signpost.open)) },
                html! { (percent_brief(signpost.shut)) },
                html! { (percent_brief(signpost.seen)) },
                html! { (percent_brief(signpost.unseen)) },
            ])
        })
        .collect();
    let moves = found
        .iter()
        .map(|signpost| (signpost.seen - signpost.unseen).abs())
        .fold(0.0, f64::max);
    let weight = if moves < 0.01 {
        "None of them moves the chance of a settlement by as much as a point: watch them for the zone, \
         not for the outcome."
            .to_owned()
    } else {
        format!(
            "The one that moves the chance of a settlement most moves it by {} points.",
            points(moves).trim_start_matches('+')
        )
    };
    let now = assessment.level("with", HEADLINE)?.level.mean;
    Some(Section {
        id: "signposts",
        title: "Signposts".to_owned(),
        body: html! {
            p {
                "Public events that tell a bargaining zone that opens from one that stays shut, those \
                 that tell most first. The last columns are the chance of a settlement once the event \
                 is seen, or the date has passed without it; today it is " (percent_brief(now)) "."
            }
            (blocks::table(
                &["event", "if the zone opens", "if it stays shut", "settlement once seen", "if not seen"],
                &[false, true, true, true, true],
                &rows,
            ))
            p { (weight) }
            p.note {
                "By Bayes' rule over what the analyst does not know; what an event sets off by itself \
                 is not in these figures."
            }
        },
    })
}
