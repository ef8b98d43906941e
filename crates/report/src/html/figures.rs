//! Where every figure comes from: its formula in words, its level and standard error in both
//! worlds, and the inputs it is computed from.

use maud::{Markup, html};
use pourparler_analysis::{Level, Summary};
use pourparler_engine::result::{Output, Unit};

use super::blocks::table;
use super::{Report, Section, inputs, words};
use crate::charts::axis::Axis;
use crate::figure::{Kind, written};
use crate::language::{interval_brief, no_points, percent_brief, points, points_interval};
use crate::names;

/// A level with its interval and what the contact adds to it: `4% (<1–20%); +0.58 points (0 to +3.8)`.
pub fn brief(with: &Summary, effect: &Summary) -> String {
    let level = format!(
        "{} ({})",
        percent_brief(with.mean),
        interval_brief(with.q05, with.q95)
    );
    match change(effect) {
        Some(change) => format!("{level}; {change}"),
        None => format!("{level}; no change"),
    }
}

/// What the contact adds: `+0.58 points (0 to +3.8)`; nothing where it is 0 all over.
pub fn change(effect: &Summary) -> Option<String> {
    (!no_points(effect.mean, effect.q05, effect.q95)).then(|| {
        format!(
            "{} points ({})",
            points(effect.mean),
            points_interval(effect.q05, effect.q95)
        )
    })
}

/// From 0 to 1 in quarters.
pub fn whole_scale() -> Axis {
    Axis {
        low: 0.0,
        high: 1.0,
        ticks: [0.0, 0.25, 0.5, 0.75, 1.0]
            .into_iter()
            .map(|p| (p, crate::language::tick(p)))
            .collect(),
        unit: "",
    }
}

/// From 0 to the largest value, in percent.
pub fn percent_scale(values: impl IntoIterator<Item = f64>) -> Axis {
    // An estimate may lie below what a probability can be.
    let values = values.into_iter().map(|p| p.clamp(0.0, 1.0));
    Axis::around(values, crate::language::tick)
}

/// Around probabilities that lie close together, far from 0; else [`percent_scale`].
pub fn close_scale(values: &[f64]) -> Axis {
    let low = values.iter().copied().fold(1.0, f64::min).max(0.0);
    let high = values.iter().copied().fold(0.0, f64::max).min(1.0);
    match high - low < low / 2.0 {
        true => Axis::between(low, high, crate::language::tick),
        false => percent_scale(values.iter().copied()),
    }
}

/// From 0 to the largest difference either way, in percentage points.
pub fn points_scale(values: impl IntoIterator<Item = f64>) -> Axis {
    Axis::around(values, crate::language::tick_points).in_unit("percentage points")
}

/// Links from a section to the entries of its figures.
pub fn links(report: &Report, outputs: &[&str]) -> Markup {
    let assessment = report.assessment;
    let known: Vec<(usize, String)> = outputs
        .iter()
        .filter_map(|name| {
            let index = assessment.run.output(name)?;
            Some((index, entry_name(report, name)))
        })
        .collect();
    html! {
        @if !known.is_empty() {
            details.trace {
                summary { "How these figures came about" }
                ul { @for (index, name) in &known { li { a href={ "#figure-" (index) } { (name) } } } }
            }
        }
    }
}

/// The name of an output, with the clause or the day that tells it from others of that name.
fn entry_name(report: &Report, name: &str) -> String {
    let (plain, day) = name.split_once('@').unwrap_or((name, ""));
    let kind = plain.split_once('.').map_or("", |(kind, _)| kind);
    let assessment = report.assessment;
    let named = match kind {
        "anatomy" => names::obstacle(plain).to_owned(),
        "unripe" => {
            let (clause, side) = plain.rsplit_once('_').unwrap_or((plain, ""));
            let sides = assessment.space.sides;
            let party = sides[usize::from(side == "b")];
            let who = assessment.space.parties.get(party);
            let who = names::party(assessment, who.map_or("", |party| party.id.as_str()));
            match clause {
                "unripe.hurting" => format!("least ripe: {} not hurt", who.that("does")),
                _ => format!("least ripe: {} no way out", who.that("sees")),
            }
        }
        "bits" => format!("{}: bits", names::output(assessment, plain)),
        "err_ratio" => format!("{}: error ratio", names::output(assessment, plain)),
        _ => match plain
            .strip_prefix("sets.")
            .and_then(|rest| rest.split_once('.'))
        {
            Some((party, clause)) => {
                let party = names::party(assessment, party);
                let by = match clause {
                    "floor" => format!("{} floor", party.word("its")),
                    "war" => "the war".to_owned(),
                    "no_agreement" => format!("what {} without an agreement", party.it("has")),
                    _ => "waiting".to_owned(),
                };
                format!("{party} held by {by}")
            }
            None => names::output(assessment, plain),
        },
    };
    match day.strip_suffix('d') {
        Some(days) => format!("{named}, within {days} days"),
        None => named,
    }
}

pub fn section(report: &Report) -> Option<Section> {
    let run = &report.assessment.run;
    let outputs = run.outputs.iter().enumerate();
    // Compound events belong to the claims that ask for them.
    let shown = outputs.filter(|(_, output)| !output.name.starts_with("event:"));
    let rows: Vec<Vec<Markup>> = shown
        .map(|(index, output)| row(report, index, output))
        .collect();
    Some(Section {
        id: "figures",
        title: "Where each figure comes from".to_owned(),
        body: html! {
            p {
                "Each row: what the figure is, in words; its mean in both worlds and the difference, \
                 each with its standard error over the repetitions; the page of the documentation \
                 with its equations; and the tables of the scenario it is computed from, whose inputs \
                 are listed with source and line in the next annex."
            }
            (table(
                &["figure", "without", "with", "difference", "equations and inputs"],
                &[false, true, true, true],
                &rows,
            ))
        },
    })
}

fn row(report: &Report, index: usize, output: &Output) -> Vec<Markup> {
    let assessment = report.assessment;
    let with = assessment.level("with", &output.name);
    let without = assessment.level("without", &output.name);
    let (level_kind, effect_kind) = match output.unit {
        Unit::Probability => (Kind::Probability, Kind::Points),
        _ if output.name.starts_with("gap") => (Kind::Points, Kind::Points),
        _ => (Kind::Plain, Kind::Plain),
    };
    let level = |level: Option<&Level>| {
        level.map_or_else(
            || "not measured".to_owned(),
            |level| written(level_kind, level.level.mean, level.level.se),
        )
    };
    let effect = with.and_then(|level| level.effect.as_ref()).map_or_else(
        || "-".to_owned(),
        |effect| written(effect_kind, effect.difference.mean, effect.difference.se),
    );
    let tables = names::tables(&output.name).iter();
    let tables = tables.filter(|table| inputs::has(report, table));
    vec![
        html! {
            span id={ "figure-" (index) } { (words::set(&entry_name(report, &output.name))) }
            span.further { (words::set(&about(report, output))) }
        },
        html! { (level(without)) },
        html! { (level(with)) },
        html! { (effect) },
        html! {
            (names::equations(&output.name)) "; "
            @for (place, table) in tables.enumerate() {
                @if place > 0 { ", " }
                a href={ "#inputs-" (table) } { (table) }
            }
        },
    ]
}

/// What the figure is, in words; nothing of the author's where names are withheld.
fn about(report: &Report, output: &Output) -> String {
    if report.options.redaction.names {
        return String::new();
    }
    crate::layout::safe(&output.about, crate::layout::SENTENCE)
}
