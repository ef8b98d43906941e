//! Variants side by side: what each adds to the world without it, and what one adds beyond
//! another.

use pourparler_analysis::{
    Assessment, Compared, Comparison, Effect, HEADLINE, Level, RegionCondition, Robust,
};
use pourparler_engine::result::{Input, Unit};

use crate::language::{percent_brief, points, points_error, points_interval, share};
use crate::layout::{Look, NAME, Page, numbers, safe, words};
use crate::names;
use crate::sensitivity::{drawn, place, unit};
use crate::text::{closed, opened};

/// With more arms than this, only pairs with the contact itself are printed.
const MANY: usize = 6;

/// The contact and its variants, compared; `reproduce` is the command that gives it again.
pub fn comparison(
    assessment: &Assessment,
    comparison: &Comparison,
    reproduce: &str,
    look: Look,
) -> String {
    let mut page = opened(assessment, look);
    key(&mut page, assessment, comparison);
    let mut alike = Vec::new();
    for compared in &comparison.outcomes {
        let Some(output) = assessment.run.outputs.get(compared.output) else {
            continue;
        };
        // The headline has its tables whatever they say.
        if output.name == HEADLINE || compared.differs() {
            outcome(&mut page, assessment, comparison, compared);
        } else {
            alike.push(names::output(assessment, &output.name));
        }
    }
    if let Some(found) = &comparison.robust {
        robust(&mut page, assessment, comparison, found);
    }
    page.heading("How to read this");
    page.prose(
        "Points are what a contact adds to the world without it, within each setting of what the \
         analyst does not know; a variant that changes that world has its own. Below each table \
         the same settings are compared: what the first adds beyond the second, with the share \
         of the settings in which it adds more and less. The interval runs over the settings, \
         the error is the standard error of the computation.",
    );
    if comparison.arms.len() > MANY {
        page.prose("Pairs of two variants are in the JSON.");
    }
    if !alike.is_empty() {
        page.prose(&format!("The same in all of them: {}.", alike.join("; ")));
    }
    closed(page, assessment, reproduce)
}

/// Letters for the arms: names are long and tables narrow.
fn key(page: &mut Page, assessment: &Assessment, comparison: &Comparison) {
    page.heading("What is compared");
    for (rank, &arm) in comparison.arms.iter().enumerate() {
        let name = assessment
            .run
            .arms
            .get(arm)
            .map_or("", |arm| arm.name.as_str());
        page.item(&letter(rank), &safe(name, NAME));
    }
}

/// A, B, .., Z, A1, B1, ..
fn letter(rank: usize) -> String {
    let letter = char::from(b'A' + (rank % 26) as u8);
    match rank / 26 {
        0 => letter.to_string(),
        round => format!("{letter}{round}"),
    }
}

fn outcome(page: &mut Page, assessment: &Assessment, comparison: &Comparison, compared: &Compared) {
    let Some(output) = assessment.run.outputs.get(compared.output) else {
        return;
    };
    let figures = match output.unit {
        Unit::People => Figures::People,
        _ => Figures::Points,
    };
    let days = assessment.run.settings.horizon_days;
    let name = names::output(assessment, &output.name);
    page.heading(&format!("{name}, within {days:.0} days"));
    let ranked = comparison.arms.iter().enumerate();
    let rows: Vec<Vec<String>> = ranked
        .filter_map(|(rank, &arm)| {
            let level = level(assessment, arm, compared.output)?;
            let baseline = assessment.run.arms.get(arm)?.baseline;
            let baseline = level_of(assessment, baseline, compared.output)?;
            let mut row = vec![
                letter(rank),
                figures.level(baseline),
                figures.level(level.level.mean),
            ];
            row.extend(figures.change(level.effect.as_ref()?));
            Some(row)
        })
        .collect();
    let added = figures.unit();
    let columns = [
        words(""),
        numbers("without"),
        numbers("with"),
        numbers(added),
        numbers("90% interval"),
        numbers("error"),
    ];
    page.table(&columns, &rows);
    page.gap();
    // Every pair of many is more than anybody reads.
    let many = comparison.arms.len() > MANY;
    let read = |first: usize| !many || comparison.arms.first() == Some(&first);
    let rank = |arm: usize| comparison.arms.iter().position(|&known| known == arm);
    let rows: Vec<Vec<String>> = compared
        .pairs
        .iter()
        .filter(|pair| read(pair.first))
        .filter_map(|pair| {
            let mut row = vec![format!(
                "{} - {}",
                letter(rank(pair.first)?),
                letter(rank(pair.second)?)
            )];
            row.extend(figures.change(&pair.effects));
            row.push(share_of(pair.effects.share_positive));
            row.push(share_of(pair.effects.share_negative));
            Some(row)
        })
        .collect();
    let columns = [
        words(""),
        numbers(added),
        numbers("90% interval"),
        numbers("error"),
        numbers("more in"),
        numbers("less in"),
    ];
    page.table(&columns, &rows);
}

/// Which contact holds up where nobody knows the odds.
fn robust(page: &mut Page, assessment: &Assessment, comparison: &Comparison, found: &Robust) {
    let rank = |arm: usize| {
        comparison
            .arms
            .iter()
            .position(|&known| known == arm)
            .unwrap_or(0)
    };
    let name = |arm: usize| {
        let arm = assessment.run.arms.get(arm);
        safe(arm.map_or("", |arm| arm.name.as_str()), NAME)
    };
    page.heading("Which holds up where nobody knows the odds");
    let rows: Vec<Vec<String>> = found
        .choices
        .iter()
        .map(|choice| {
            vec![
                letter(rank(choice.arm)),
                points(choice.regret).trim_start_matches('+').to_owned(),
                points(choice.regret_q95).trim_start_matches('+').to_owned(),
                share_of(choice.enough),
                share_of(choice.wins),
            ]
        })
        .collect();
    let columns = [
        words(""),
        numbers("greatest regret"),
        numbers("95% point"),
        numbers("adds a point in"),
        numbers("best in"),
    ];
    page.table(&columns, &rows);
    page.gap();
    if let Some(least) = found.choices.first() {
        page.prose(&format!(
            "The least greatest regret is that of {} ({}): in no setting is what it adds to the \
             chance of a settlement more than {} points short of the best. In {} of the settings \
             all add the same.",
            letter(rank(least.arm)),
            name(least.arm),
            points(least.regret).trim_start_matches('+'),
            share_of(found.alike)
        ));
    }
    for choice in &found.choices {
        if let Some(region) = &choice.region {
            let conditions = region.conditions.iter().filter_map(|condition| {
                let input = assessment.run.inputs.get(condition.input)?;
                Some(held(assessment, input, condition))
            });
            page.item(
                &format!("{}:", letter(rank(choice.arm))),
                &format!(
                    "best where {}; that region holds {} of the settings in which it is the best, \
                     and it is the best in {} of the region (counted on repetitions not used to \
                     find it).",
                    conditions.collect::<Vec<String>>().join(" and "),
                    share_of(region.coverage),
                    share_of(region.density)
                ),
            );
        }
    }
}

/// A condition on an input, with its line.
fn held(assessment: &Assessment, input: &Input, condition: &RegionCondition) -> String {
    let place = place(input);
    if input.labels.is_empty() {
        let sign = if condition.above {
            "at least"
        } else {
            "at most"
        };
        return format!(
            "{} ({place}) is {sign} {}{}",
            names::input(assessment, input),
            drawn(input, condition.threshold),
            unit(input)
        );
    }
    let labels = input.labels.iter().enumerate();
    let kept = labels.filter(|(k, _)| (*k as f64 >= condition.threshold) == condition.above);
    let kept: Vec<&str> = kept.map(|(_, label)| label.as_str()).collect();
    format!("{} ({place})", names::is_one_of(assessment, input, &kept))
}

fn level(assessment: &Assessment, arm: usize, output: usize) -> Option<&Level> {
    let row = assessment.rows.get(arm)?;
    row.levels.iter().find(|level| level.output == output)
}

fn level_of(assessment: &Assessment, arm: usize, output: usize) -> Option<f64> {
    Some(level(assessment, arm, output)?.level.mean)
}

/// A share of the settings; none at all is not a small share.
fn share_of(p: f64) -> String {
    if p == 0.0 {
        "none".to_owned()
    } else {
        share(p)
    }
}

/// How an outcome is written.
#[derive(Clone, Copy)]
enum Figures {
    Points,
    People,
}

impl Figures {
    fn unit(self) -> &'static str {
        match self {
            Figures::Points => "points",
            Figures::People => "people",
        }
    }

    fn level(self, mean: f64) -> String {
        match self {
            Figures::Points => percent_brief(mean),
            Figures::People => format!("{mean:.0}"),
        }
    }

    /// Change, its interval, its error.
    fn change(self, effect: &Effect) -> [String; 3] {
        let d = effect.difference;
        match self {
            Figures::Points => [
                points(d.mean),
                points_interval(d.q05, d.q95),
                points_error(d.se),
            ],
            Figures::People => [
                people(d.mean),
                interval(d.q05, d.q95),
                format!("{:.1}", d.se),
            ],
        }
    }
}

fn people(change: f64) -> String {
    match format!("{change:+.1}").as_str() {
        "+0.0" | "-0.0" => "0".to_owned(),
        text => text.to_owned(),
    }
}

fn interval(low: f64, high: f64) -> String {
    let (from, to) = (people(low), people(high));
    if from == to {
        from
    } else {
        format!("{from} to {to}")
    }
}
