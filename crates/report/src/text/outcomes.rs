//! With and without: every outcome, its change, and how sure both are.

use pourparler_analysis::{Assessment, HEADLINE, Level};
use pourparler_engine::result::{ArmRole, Unit};

use crate::headlines::Headlines;
use crate::language::{interval, percent, percent_brief, points, points_error, points_interval};
use crate::layout::{NAME, Page, numbers, safe, words};
use crate::names;

pub fn write(page: &mut Page, assessment: &Assessment) {
    let days = assessment.run.settings.horizon_days;
    page.heading(&format!("With and without, within {days:.0} days"));
    let columns = [
        words("outcome"),
        numbers("without"),
        numbers("with"),
        numbers("points"),
        numbers("90% interval"),
        numbers("error"),
    ];
    page.table(&columns, &probabilities(assessment));
    page.gap();
    page.prose(
        "Points: with less without. The interval runs over what the analyst does not know, the \
         error is the standard error of the computation, in points.",
    );
    news(page, assessment);
    variants(page, assessment);
    counts(page, assessment);
    learned(page, assessment);
}

/// The topics with a row, by id and bits; one known for certain has no end of them.
pub fn topics(assessment: &Assessment) -> Vec<(&str, &Level, &Level)> {
    let topics = assessment.scenario.root.tables("topics");
    topics
        .filter_map(|(id, _)| {
            let bits = assessment.level("with", &format!("bits.{id}"))?;
            let error = assessment.level("with", &format!("err_ratio.{id}"))?;
            Some((id, bits, error))
        })
        .collect()
}

/// What it says that the contact takes place at all, beside the effects and never in them.
fn news(page: &mut Page, assessment: &Assessment) {
    let Some(news) = &assessment.news else { return };
    let Some(settlement) = news.of(&assessment.run, HEADLINE) else {
        return;
    };
    let [low, ratio, high] = news.ratio;
    let given = if news.elicited { "" } else { ", not elicited" };
    let [from, to] = settlement.over_ratio;
    page.prose(&format!(
        "News value, no effect: if the contact is {ratio:.1} times as likely when the zone is open \
         on its day ({low:.1} to {high:.1}{given}), a settlement given that it takes place has a \
         probability of {} ({} over that range).",
        percent(settlement.mean),
        interval(from.min(to), from.max(to)),
    ));
}

fn probabilities(assessment: &Assessment) -> Vec<Vec<String>> {
    let outcomes = Headlines::of(assessment).outcomes.into_iter();
    outcomes
        .filter_map(|outcome| {
            let with = assessment.level("with", &outcome.id)?;
            let mut row = vec![
                outcome.name,
                percent_brief(outcome.without),
                percent_brief(outcome.with),
            ];
            row.extend(change(with));
            Some(row)
        })
        .collect()
}

/// Points, their interval, their error.
fn change(level: &Level) -> [String; 3] {
    match &level.effect {
        Some(effect) => {
            let d = effect.difference;
            [
                points(d.mean),
                points_interval(d.q05, d.q95),
                points_error(d.se),
            ]
        }
        None => Default::default(),
    }
}

/// Settlement in the variants, the parts and the ceilings, each against its own baseline.
fn variants(page: &mut Page, assessment: &Assessment) {
    let run = &assessment.run;
    let rows: Vec<Vec<String>> = run
        .arms
        .iter()
        .filter(|arm| {
            matches!(
                arm.role,
                ArmRole::Variant | ArmRole::Part | ArmRole::Ceiling
            )
        })
        .filter_map(|arm| {
            let level = assessment.level(&arm.id, HEADLINE)?;
            let baseline = assessment.level(&run.arms.get(arm.baseline)?.id, HEADLINE)?;
            let mut row = vec![
                safe(&arm.name, NAME),
                percent_brief(baseline.level.mean),
                percent_brief(level.level.mean),
            ];
            row.extend(change(level));
            Some(row)
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    page.heading("Settlement if the contact were another");
    let columns = [
        words("arm"),
        numbers("without"),
        numbers("with"),
        numbers("points"),
        numbers("90% interval"),
        numbers("error"),
    ];
    page.table(&columns, &rows);
}

/// People set free, by category and receiving party.
fn counts(page: &mut Page, assessment: &Assessment) {
    let outputs = assessment.run.outputs.iter();
    let rows: Vec<Vec<String>> = outputs
        .filter(|output| output.unit == Unit::People && !output.name.contains('@'))
        .filter_map(|output| {
            let with = assessment.level("with", &output.name)?;
            let without = assessment.level("without", &output.name)?;
            let change = with.effect.as_ref()?.difference;
            let spread = assessment.over_runs("with", &output.name).map_or_else(
                || "-".to_owned(),
                |s| format!("{:.0}, {:.0}, {:.0}", s.q05, s.median, s.q95),
            );
            Some(vec![
                names::output(assessment, &output.name),
                expected(without.level.mean),
                expected(with.level.mean),
                spread,
                format!("{:+.1}", change.mean),
                format!("{:+.1} to {:+.1}", change.q05, change.q95),
            ])
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    page.heading(&format!(
        "People, within {:.0} days",
        assessment.run.settings.horizon_days
    ));
    let columns = [
        words("who"),
        numbers("without"),
        numbers("with"),
        numbers("5, 50, 95%"),
        numbers("change"),
        numbers("90% interval"),
    ];
    page.table(&columns, &rows);
    page.gap();
    page.prose(
        "Expected numbers without and with, then the 5, 50 and 95% points of single runs with the \
         contact, chance included; the change is in expected numbers.",
    );
}

/// An expected number of people, which need not be whole where there are few.
fn expected(people: f64) -> String {
    match people < 9.95 {
        true => format!("{people:.1}"),
        false => format!("{people:.0}"),
    }
}

/// What was learned, by topic.
fn learned(page: &mut Page, assessment: &Assessment) {
    let rows: Vec<Vec<String>> = topics(assessment)
        .into_iter()
        .map(|(id, bits, error)| {
            // Something known for certain is worth infinitely many bits.
            let bits = match bits.level.mean {
                mean if mean.is_finite() => format!("{mean:.3}"),
                _ => "no limit".to_owned(),
            };
            vec![
                names::output(assessment, &format!("bits.{id}")),
                bits,
                format!("{:.3}", error.level.mean),
            ]
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    page.heading("What is learned");
    page.table(
        &[words("topic"), numbers("bits"), numbers("error ratio")],
        &rows,
    );
    page.gap();
    page.prose(
        "Bits measure how much surer the listener becomes; the error ratio, below 1, how much \
         nearer to the truth.",
    );
}
