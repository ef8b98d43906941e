//! What to carry: what another mandate, other messages or another text would add, and risk.

use maud::{Markup, html};
use pourparler_analysis::{HEADLINE, Level};
use pourparler_engine::result::{ArmRole, ArmRun};

use super::{Report, Section, blocks};
use crate::language::{percent_brief, points, points_interval};
use crate::layout::{NAME, safe};

/// Most additions.
const MOST: usize = 3;

pub fn section(report: &Report) -> Option<Section> {
    let assessment = report.assessment;
    let as_described = gain(report, "with")?;
    let arms = assessment.run.arms.iter().filter(|arm| can_be_carried(arm));
    let mut found: Vec<(&ArmRun, &Level)> = arms
        .filter_map(|arm| Some((arm, gain(report, &arm.id)?)))
        .collect();
    let mean = |level: &Level| {
        level
            .effect
            .as_ref()
            .map_or(0.0, |effect| effect.difference.mean)
    };
    found.sort_by(|a, b| mean(b.1).total_cmp(&mean(a.1)));
    found.truncate(MOST);
    if found.is_empty() {
        return None;
    }
    let rows: Vec<Vec<Markup>> = found
        .iter()
        .map(|(arm, level)| {
            let range = level.effect.as_ref().map_or_else(String::new, |effect| {
                points_interval(effect.difference.q05, effect.difference.q95)
            });
            vec![
                html! { (safe(&arm.name, NAME)) },
                html! { (percent_brief(level.level.mean)) },
                html! { (points(mean(level))) },
                html! { (range) },
                html! { (points(mean(level) - mean(as_described))) },
                html! { (risk(report, arm)) },
            ]
        })
        .collect();
    Some(Section {
        id: "carry",
        title: "What to carry".to_owned(),
        body: html! {
            p {
                "The additions to the contact with the largest effect on a settlement, out of its \
                 variants and of what an envoy can bring: perfect information, an authorised text. \
                 As described, the contact adds " (points(mean(as_described))) " points."
            }
            (blocks::table(
                &["contact", "settlement", "points it adds", "90% interval", "beyond as described",
                  "its risk of a red line crossed"],
                &[false, true, true, false, true, true],
                &rows,
            ))
        },
    })
}

/// Variants, and the two ceilings an envoy can bring along; enforcement and floors are others'.
fn can_be_carried(arm: &ArmRun) -> bool {
    match arm.role {
        ArmRole::Variant => true,
        ArmRole::Ceiling => matches!(arm.id.as_str(), "perfect_information" | "authorised_offer"),
        _ => false,
    }
}

fn gain<'a>(report: &Report<'a>, arm: &str) -> Option<&'a Level> {
    let level = report.assessment.level(arm, HEADLINE)?;
    level.effect.is_some().then_some(level)
}

/// What it does to the chance that some red line is crossed.
fn risk(report: &Report, arm: &ArmRun) -> String {
    let level = report.assessment.level(&arm.id, "crossing");
    let effect = level.and_then(|level| level.effect.as_ref());
    effect.map_or_else(
        || "not measured".to_owned(),
        |effect| format!("{} points", points(effect.difference.mean)),
    )
}
