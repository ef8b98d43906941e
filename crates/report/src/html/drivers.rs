//! What drives it: where an outcome goes when one input goes from low to high.

use maud::{Markup, html};
use pourparler_analysis::HEADLINE;
use pourparler_analysis::drivers::{Driven, Driver, Measure};

use super::{Report, Section, blocks, figures};
use crate::charts::tornado::{Swing, tornado};
use crate::charts::{Chart, Words};
use crate::language::capital;
use crate::names;
use crate::sensitivity::{Scale, between_brief, drawn, scale, target, unit, value};
use crate::text::sensitivity::{counted, estimated, no_variance};

/// Most inputs in a chart.
const MOST: usize = 10;

pub fn section(report: &Report) -> Option<Section> {
    let found = &report.reasons?.drivers;
    let parts: Vec<Markup> = found
        .driven
        .iter()
        .map(|driven| part(report, driven))
        .collect();
    (!parts.is_empty()).then(|| Section {
        id: "drivers",
        title: "What drives it".to_owned(),
        body: html! {
            @for part in &parts { (part) }
            p { "All outcomes, and groups of inputs: " code { "pourparler drivers" } "." }
            p { "Inputs that rest on judgement, with their lines: " a href="#assumptions" { "assumptions" } "." }
            (figures::links(report, &[HEADLINE]))
        },
    })
}

/// One target: how many inputs are told, and its chart.
fn part(report: &Report, driven: &Driven) -> Markup {
    let scale = scale(report.assessment, driven.target);
    match &driven.drivers {
        Err(why) => html! { p { (no_variance(scale, why)) } },
        // The order of inputs that may all do nothing is no finding.
        Ok(found) if found.told().next().is_none() => html! {
            p {
                (counted(0, found.inputs.len()))
                @if !found.inputs.is_empty() { ", so no order of them is shown for " (named(report, driven)) }
                "."
            }
        },
        Ok(found) => html! {
            p { (counted(found.told().count(), found.inputs.len())) "." }
            @if let Some(chart) = chart(report, driven) { (blocks::figure(&chart)) }
        },
    }
}

/// What is driven, in a sentence.
fn named(report: &Report, driven: &Driven) -> String {
    let name = target(report.assessment, driven.target);
    match driven.target.measure {
        Measure::Level => name,
        Measure::Effect => format!("the contact's {name}"),
    }
}

fn chart(report: &Report, driven: &Driven) -> Option<Chart> {
    let scale = scale(report.assessment, driven.target);
    let found = driven.drivers.as_ref().ok()?;
    let swings: Vec<Swing> = found
        .inputs
        .iter()
        .take(MOST)
        .filter_map(|driver| swing(report, scale, driver))
        .collect();
    let first = swings.first()?;
    let name = named(report, driven);
    let title = capital(&format!(
        "{} matters most to {name}: {}",
        first.label, first.figures
    ));
    let alternative: Vec<String> = swings
        .iter()
        .map(|swing| format!("{}: {}.", swing.label, swing.figures))
        .collect();
    let (id, of) = match driven.target.measure {
        Measure::Level => ("tornado", ", with the contact,"),
        Measure::Effect => ("tornado-effect", ""),
    };
    let caption = format!(
        "{}{of} where the input lies in its lowest tenth (ring) and in its highest (dot), \
         about its 5th and 95th percentiles; for a choice, at the labels where it is lowest and \
         highest. Everything else is drawn as always; the upright line is the mean over all, {}. \
         In the order of importance, by how far knowing the input moves the outcome's law. \
         Total: the share of the variance that would be left if all else were known, with its 95% \
         interval.",
        capital(&name),
        value(scale, driven.mean)
    );
    let words = Words {
        id,
        title: &title,
        caption: &caption,
        alternative: &alternative.join(" "),
    };
    let ends = swings.iter().flat_map(|swing| [swing.low, swing.high]);
    let ends = ends.chain([driven.mean]).collect::<Vec<f64>>();
    let axis = match driven.target.measure {
        Measure::Level => figures::close_scale(&ends),
        Measure::Effect => figures::points_scale(ends),
    };
    Some(tornado(words, &swings, driven.mean, &axis))
}

/// An input's bar.
fn swing(report: &Report, scale: Scale, driver: &Driver) -> Option<Swing> {
    let input = report.assessment.run.inputs.get(driver.input)?;
    let swing = driver.swing.as_ref()?;
    let total = driver
        .total
        .as_ref()
        .map_or_else(String::new, |total| format!("; total {}", estimated(total)));
    Some(Swing {
        label: names::input(report.assessment, input),
        figures: format!(
            "{} when it goes from {} to {}{}{total}",
            between_brief(scale, swing.low.value, swing.high.value),
            drawn(input, swing.from),
            drawn(input, swing.to),
            unit(input)
        ),
        low: swing.low.value,
        high: swing.high.value,
    })
}
