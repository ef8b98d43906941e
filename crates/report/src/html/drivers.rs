//! What drives it: where the chance of a settlement goes when one input goes from low to high.

use maud::html;
use pourparler_analysis::HEADLINE;
use pourparler_engine::result::{Input, Run};

use super::{Report, Section, blocks, figures};
use crate::charts::Words;
use crate::charts::tornado::{Swing, tornado};
use crate::figure::significant;
use crate::language::{input_share, percent, percent_brief};
use crate::layout::{NAME, safe};
use crate::names;

/// Most inputs.
const MOST: usize = 10;
/// A move below this is called none.
const NOTHING: f64 = 0.0005;

pub fn section(report: &Report) -> Option<Section> {
    let assessment = report.assessment;
    let run = &assessment.run;
    let settlement = run.column(run.arm("with")?, run.output(HEADLINE)?)?;
    let overall = assessment.level("with", HEADLINE)?.level.mean;
    let mut swings: Vec<Swing> = assessment
        .assumptions
        .iter()
        .take(MOST)
        .filter_map(|assumption| swing(run, run.inputs.get(assumption.input)?, settlement))
        .collect();
    let size = |swing: &Swing| (swing.high - swing.low).abs();
    swings.sort_by(|a, b| size(b).total_cmp(&size(a)));
    let most = swings.first()?;
    let title = if size(most) < NOTHING {
        "No single one of these inputs moves a settlement by as much as 0.05 points".to_owned()
    } else {
        format!(
            "{} moves a settlement most: {} at its low end, {} at its high end",
            most.label,
            percent(most.low),
            percent(most.high)
        )
    };
    let alternative: Vec<String> = swings
        .iter()
        .map(|swing| format!("{}: {}.", swing.label, swing.figures))
        .collect();
    let words = Words {
        id: "tornado",
        title: &title,
        caption: "The chance of a settlement with the contact where the input lies in its lowest tenth \
                  (ring) and in its highest (dot), everything else drawn as always; the upright line is \
                  the chance over all. Only inputs that rest on judgement or on a default are listed. \
                  Means over settings: what moves together with an input is in its bar.",
        alternative: &alternative.join(" "),
    };
    let ends = swings.iter().flat_map(|swing| [swing.low, swing.high]);
    let axis = figures::percent_scale(ends.chain([overall]).collect::<Vec<f64>>());
    Some(Section {
        id: "drivers",
        title: "What drives it".to_owned(),
        body: html! {
            (blocks::figure(&tornado(words, &swings, overall, &axis)))
            p { "The same inputs with their lines and shares of variance: " a href="#assumptions" { "assumptions" } "." }
            (figures::links(report, &[HEADLINE]))
        },
    })
}

/// Means of an outcome at both ends of an input.
fn swing(run: &Run, input: &Input, outcome: &[f64]) -> Option<Swing> {
    let values = run.thetas.get(input.dimension?)?;
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mean = |of: &[usize], column: &[f64]| {
        of.iter().map(|at| column[*at]).sum::<f64>() / of.len().max(1) as f64
    };
    let (first, last) = (values[*order.first()?], values[*order.last()?]);
    let (low, high): (Vec<usize>, Vec<usize>) = if input.labels.is_empty() {
        let tenth = (order.len() / 10).max(1);
        (
            order[..tenth].to_vec(),
            order[order.len() - tenth..].to_vec(),
        )
    } else {
        let at = |value: f64| {
            order
                .iter()
                .copied()
                .filter(|k| values[*k] == value)
                .collect()
        };
        (at(first), at(last))
    };
    let value = |of: &[usize]| {
        let value = mean(of, values);
        let label = input.labels.get(value.round().max(0.0) as usize);
        match (label, input.unit) {
            (Some(label), _) => safe(label, NAME),
            (None, "probability") => input_share(value),
            (None, _) => significant(value),
        }
    };
    let (from, to) = (mean(&low, outcome), mean(&high, outcome));
    Some(Swing {
        label: safe(names::input(&input.path), 2 * NAME),
        figures: format!(
            "{} at {}, {} at {}",
            percent_brief(from),
            value(&low),
            percent_brief(to),
            value(&high)
        ),
        low: from,
        high: to,
    })
}
