//! Why there is no settlement, and when what happens happens.

use maud::{Markup, html};
use pourparler_analysis::{Anatomy, HEADLINE};

use super::{Report, Section, blocks, figures};
use crate::charts::axis::Axis;
use crate::charts::bars::{Bar, bars};
use crate::charts::curves::{Curve, curves};
use crate::charts::dots::{DOTS, dots};
use crate::charts::{Chart, Words};
use crate::figure::significant;
use crate::language::{capital, percent, percent_brief};
use crate::names;
use crate::text::bottom_line;

/// Outcomes with a curve on the page.
const CURVES: [&str; 2] = [HEADLINE, "crossing"];

/// A chance below this throughout has no curve.
const SEEN: f64 = 0.0005;

pub(super) fn section(report: &Report) -> Option<Section> {
    let charts: Vec<Chart> = anatomy(report)
        .into_iter()
        .chain(CURVES.iter().filter_map(|name| course(report, name)))
        .chain(time(report))
        .collect();
    if charts.is_empty() {
        return None;
    }
    let figures: Markup = html! { @for chart in &charts { (blocks::figure(chart)) } };
    let mut outputs: Vec<&str> = pourparler_analysis::OBSTACLES.to_vec();
    outputs.extend(CURVES);
    Some(Section {
        id: "failure",
        title: "Why there is no settlement, and when".to_owned(),
        body: html! { (figures) (super::figures::links(report, &outputs)) },
    })
}

/// Where every run ends, in both worlds.
pub fn anatomy(report: &Report) -> Option<Chart> {
    let assessment = report.assessment;
    let of = |id: &str| -> Option<&Anatomy> {
        let arm = assessment.run.arm(id)?;
        let found = assessment.anatomy.iter().find(|(index, _)| *index == arm);
        found.map(|(_, anatomy)| anatomy)
    };
    let (without, with) = (of("without")?, of("with")?);
    let settled = ("settlement", (&without.settlement, &with.settlement));
    let stopped = without.obstacles.iter().zip(&with.obstacles);
    let stopped = stopped.map(|((name, before), (_, after))| (*name, (before, after)));
    let rows: Vec<Bar> = std::iter::once(settled)
        .chain(stopped)
        .map(|(name, (before, after))| Bar {
            label: match name {
                "settlement" => "settlement".to_owned(),
                name => names::obstacle(name).to_owned(),
            },
            figures: format!(
                "{} → {}",
                percent_brief(before.mean),
                percent_brief(after.mean)
            ),
            value: after.mean,
            before: Some(before.mean),
        })
        .collect();
    let alternative: Vec<String> = rows
        .iter()
        .map(|bar| format!("{}: {}.", bar.label, bar.figures))
        .collect();
    let title = bottom_line::binding(assessment)
        .unwrap_or_else(|| "No obstacle stops 1 in 100 runs or more".to_owned());
    let words = Words {
        id: "anatomy",
        title: title.trim_end_matches('.'),
        caption: "Every run ends in one row: a settlement, or the first obstacle it met. Outlined: \
                  without the contact. Filled: with it. Chance and what the analyst does not know are \
                  both varied.",
        alternative: &alternative.join(" "),
    };
    Some(bars(words, &rows, &figures::whole_scale()))
}

/// The curve of an outcome in both worlds.
fn course(report: &Report, name: &str) -> Option<Chart> {
    let assessment = report.assessment;
    let run = &assessment.run;
    let output = run.output(name)?;
    let mut drawn = Vec::new();
    for (id, label, broken) in [("without", "without", true), ("with", "with", false)] {
        let curve = run.arms.get(run.arm(id)?)?.curves.get(output)?.as_ref()?;
        let day = run.settings.horizon_days / curve.len().max(1) as f64;
        let mut points = vec![(0.0, 0.0, 0.0, 0.0)];
        points.extend(curve.iter().enumerate().map(|(step, by_scramble)| {
            let n = by_scramble.len() as f64;
            let mean = by_scramble.iter().sum::<f64>() / n;
            let se = pourparler_engine::summary::standard_error(by_scramble);
            let half = if se.is_finite() { 1.96 * se } else { 0.0 };
            (day * (step + 1) as f64, mean, mean - half, mean + half)
        }));
        let end = points.last()?.1;
        drawn.push(Curve {
            label: format!("{label}: {}", percent_brief(end)),
            points,
            broken,
        });
    }
    // A line along the bottom would say no more than the tables.
    let happens = |curve: &Curve| curve.points.iter().any(|point| point.1 >= SEEN);
    if !drawn.iter().any(happens) {
        return None;
    }
    let what = names::output(assessment, name);
    let by = |curve: &Curve, half: bool| {
        let last = curve.points.len() - 1;
        let (day, value, ..) = curve.points[if half { last / 2 } else { last }];
        format!("{} by day {day:.0}", percent(value))
    };
    let [without, with] = drawn.as_slice() else {
        return None;
    };
    let alternative = format!(
        "{what}: without the contact {}, {}; with it {}, {}.",
        by(without, true),
        by(without, false),
        by(with, true),
        by(with, false)
    );
    let title = format!(
        "{}, with the contact: {}, {}",
        capital(&what),
        by(with, true),
        by(with, false)
    );
    let id = format!("course-{}", CURVES.iter().position(|curve| *curve == name)?);
    let words = Words {
        id: &id,
        title: &title,
        caption: "Chance that it has happened by each day. Broken: without the contact. Bands are \
                  1.96 standard errors of the computation, narrow where they are not seen; the spread \
                  over what the analyst does not know is in the tables.",
        alternative: &alternative,
    };
    let days = Axis::up_to(run.settings.horizon_days, |day| format!("day {day:.0}"));
    let values = drawn
        .iter()
        .flat_map(|curve| curve.points.iter().map(|point| point.3));
    let axis = figures::percent_scale(values.collect::<Vec<f64>>());
    Some(curves(words, &drawn, &days, &axis))
}

/// When the likeliest step comes, as fifty dots.
fn time(report: &Report) -> Option<Chart> {
    let assessment = report.assessment;
    let run = &assessment.run;
    let with = run.arms.get(run.arm("with")?)?;
    let steps = run.outputs.iter().enumerate();
    let steps = steps.filter(|(_, o)| o.name.starts_with("step.") && !o.name.contains('@'));
    let gain = |name: &str| {
        let level = assessment.level_soon("with", name);
        let effect = level.and_then(|level| level.effect.as_ref());
        effect.map_or(0.0, |effect| effect.difference.mean.abs())
    };
    let (output, step) = steps.max_by(|a, b| gain(&a.1.name).total_cmp(&gain(&b.1.name)))?;
    let curve = with.curves.get(output)?.as_ref()?;
    let day = run.settings.horizon_days / curve.len().max(1) as f64;
    let means: Vec<f64> = curve
        .iter()
        .map(|by_scramble| by_scramble.iter().sum::<f64>() / by_scramble.len().max(1) as f64)
        .collect();
    let when: Vec<f64> = (0..DOTS)
        .filter_map(|k| {
            let share = (k as f64 + 0.5) / DOTS as f64;
            let step = means.iter().position(|mean| *mean >= share)?;
            Some(day * (step as f64 + 0.5))
        })
        .collect();
    let never = DOTS - when.len();
    let name = names::output(assessment, &step.name);
    let half = when.get(DOTS / 2).map_or_else(
        || format!("in {} of {DOTS} futures it does not come at all", never),
        |day| format!("as likely as not by day {}", significant(day.round())),
    );
    let title = format!("When \"{name}\" comes with the contact: {half}");
    let by = |days: f64| when.iter().filter(|day| **day <= days).count();
    let horizon = run.settings.horizon_days;
    let alternative = format!(
        "Of fifty equally likely futures it comes in {} by day {:.0}, in {} by day {:.0}, in {never} \
         not within {horizon:.0} days.",
        by(horizon / 4.0),
        horizon / 4.0,
        by(horizon / 2.0),
        horizon / 2.0
    );
    let words = Words {
        id: "when",
        title: &title,
        caption: "Each dot stands for 2% of the futures: filled on the day it comes, an empty ring where \
                  it does not come in time. Chance and what the analyst does not know are both varied.",
        alternative: &alternative,
    };
    let days = Axis::up_to(horizon, |day| format!("day {day:.0}"));
    Some(dots(words, &when, &days, never, "not in time"))
}
