//! Where it is found: one readable rule, against everywhere else.

use maud::html;
use pourparler_analysis::HEADLINE;

use super::{Report, Section, blocks, figures};
use crate::charts::Words;
use crate::charts::bars::{Bar, bars};
use crate::language::{percent, share};
use crate::names;
use crate::text::discovery;

pub fn section(report: &Report) -> Option<Section> {
    let found = report.reasons?.discovery.as_ref()?;
    // Where nothing is uncertain, no setting differs from another.
    if found.inputs == 0 {
        return None;
    }
    let sought = names::output(report.assessment, HEADLINE);
    let chart = found.rule.as_ref().map(|rule| {
        let sentence = discovery::sentence(report.assessment, rule);
        let row = |label: &str, value: f64, figures: String| Bar {
            label: label.to_owned(),
            figures,
            value,
            before: None,
        };
        let inside = format!(
            "{} in {} of the settings; {} of what was sought",
            percent(rule.found.density),
            share(rule.found.mass),
            share(rule.found.coverage)
        );
        let rows = [
            row("where the rule holds", rule.found.density, inside),
            row("elsewhere", rule.outside, percent(rule.outside)),
            row("over all settings", found.base, percent(found.base)),
        ];
        let alternative: Vec<String> = rows
            .iter()
            .map(|bar| format!("{}: {}.", bar.label, bar.figures))
            .collect();
        let words = Words {
            id: "rule",
            title: sentence.trim_end_matches('.'),
            caption: "The chance of a settlement with the contact. The rule was looked for among all \
                      uncertain inputs, which all vary at once; below stands what it gives on \
                      settings it was not found on.",
            alternative: &alternative.join(" "),
        };
        let ends = rows.iter().map(|bar| bar.value).collect::<Vec<f64>>();
        bars(words, &rows, &figures::percent_scale(ends))
    });
    Some(Section {
        id: "discovery",
        title: format!("Where to find {sought}"),
        body: html! {
            @if let Some(chart) = &chart { (blocks::figure(chart)) }
            (report.sentences_below(|page, assessment| discovery::write(page, assessment, found, &sought)))
        },
    })
}
