//! All outcomes, the other contacts, and counts of people.

use maud::html;
use pourparler_engine::result::Unit;

use super::{Report, Section, blocks};
use crate::charts::Words;
use crate::charts::axis::Axis;
use crate::charts::dots::{DOTS, dots, quantiles};
use crate::names;
use crate::text::outcomes;

/// Most dot plots.
const MOST: usize = 3;

pub fn section(report: &Report) -> Option<Section> {
    Some(Section {
        id: "outcomes",
        title: "All outcomes".to_owned(),
        body: html! {
            (report.sentences_below(outcomes::write))
            @for chart in people(report) { (blocks::figure(&chart)) }
        },
    })
}

/// The spread of counts of people over single runs, those with the most people first.
fn people(report: &Report) -> Vec<crate::charts::Chart> {
    let assessment = report.assessment;
    let run = &assessment.run;
    let Some(arm) = run.arm("with").and_then(|arm| run.arms.get(arm)) else {
        return Vec::new();
    };
    let outputs = run.outputs.iter().zip(&arm.samples);
    let counted =
        outputs.filter(|(output, _)| output.unit == Unit::People && !output.name.contains('@'));
    let mut found: Vec<(&str, Vec<f64>)> = counted
        .filter_map(|(output, samples)| {
            let mut values: Vec<f64> = samples.as_ref()?.iter().map(|&x| f64::from(x)).collect();
            let dots = quantiles(&mut values);
            dots.iter()
                .any(|&x| x > 0.0)
                .then_some((output.name.as_str(), dots))
        })
        .collect();
    let middle = |dots: &[f64]| dots.get(DOTS / 2).copied().unwrap_or(0.0);
    found.sort_by(|a, b| middle(&b.1).total_cmp(&middle(&a.1)));
    found.truncate(MOST);
    let charts = found.iter().enumerate().map(|(index, (name, values))| {
        let who = names::output(assessment, name);
        let none = values.iter().filter(|&&x| x < 0.5).count();
        let title = match 2 * none > DOTS {
            true => format!("{who}: {none} in {DOTS} runs end with none"),
            false => format!(
                "{who}: half of the runs end at {:.0} or above, {none} in {DOTS} with none",
                middle(values)
            ),
        };
        let at = |k: usize| values.get(k).copied().unwrap_or(0.0);
        let alternative = format!(
            "Fifty equally likely numbers of people: one in ten at or below {:.0}, half at or below \
             {:.0}, nine in ten at or below {:.0}.",
            at(4), at(24), at(44)
        );
        let id = format!("people-{index}");
        let words = Words {
            id: &id,
            title: &title,
            caption: "Each dot stands for 2% of the runs with the contact; both chance and what the \
                      analyst does not know are varied.",
            alternative: &alternative,
        };
        let mut axis = Axis::around(values.iter().copied(), |x| format!("{x:.0}")).in_unit("people");
        // Nobody is counted in halves.
        axis.ticks.retain(|(x, _)| x.fract() == 0.0);
        dots(words, values, &axis, 0, "")
    });
    charts.collect()
}
