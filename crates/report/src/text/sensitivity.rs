//! What drives an outcome: one in full, or all of them with their foremost inputs.

use pourparler_analysis::drivers::{Driven, Driver, Drivers, Found, Kind, Measure, NoVariance};
use pourparler_analysis::{Assessment, Estimate};
use pourparler_engine::result::Input;

use crate::language::{capital, count, interval_brief, share};
use crate::layout::{Look, Page, numbers, words};
use crate::names;
use crate::sensitivity::{
    Scale, between, between_brief, drawn, has_interval, place, scale, target, unit, value,
};
use crate::text::{closed, opened};

/// Inputs of a target in full, and in the overview.
const IN_FULL: usize = 10;
const BRIEF: usize = 3;

/// What drives each of the targets: the first two in full, the others in brief; and what each of
/// `asked` (indices in `Run::inputs`) drives.
pub fn drivers(
    assessment: &Assessment,
    drivers: &Drivers,
    asked: &[usize],
    reproduce: &str,
    look: Look,
) -> String {
    let mut page = opened(assessment, look);
    let (first, rest) = drivers.driven.split_at(drivers.driven.len().min(2));
    for driven in first {
        in_full(&mut page, assessment, drivers, driven);
    }
    for &input in asked {
        driven_by(&mut page, assessment, drivers, input);
    }
    if !rest.is_empty() {
        overview(&mut page, assessment, rest);
    }
    explained(&mut page, assessment, drivers);
    closed(page, assessment, reproduce)
}

fn in_full(page: &mut Page, assessment: &Assessment, drivers: &Drivers, driven: &Driven) {
    let days = assessment.run.settings.horizon_days;
    let scale = scale(assessment, driven.target);
    let name = target(assessment, driven.target);
    page.heading(&format!("What drives {name}, within {days:.0} days"));
    let found = match &driven.drivers {
        Ok(found) => found,
        Err(why) => {
            page.prose(&no_variance(scale, why));
            return;
        }
    };
    let told = found.told().count();
    let of = match driven.target.measure {
        Measure::Level => "with the contact",
        Measure::Effect => "due to the contact",
    };
    page.prose(&format!(
        "{} {of}, on average over the settings. {}{}",
        value(scale, driven.mean),
        counted(told, found.inputs.len()),
        if told == 0 { "." } else { ":" }
    ));
    for (rank, driver) in found.told().take(IN_FULL).enumerate() {
        if let Some(input) = assessment.run.inputs.get(driver.input) {
            page.item(
                &format!("{}.", rank + 1),
                &sentence(assessment, scale, input, driver),
            );
        }
    }
    if told > IN_FULL {
        page.prose(&format!("{} more are in the JSON.", told - IN_FULL));
    }
    groups(page, drivers, found);
}

/// How many inputs are told from ones that do nothing; its full stop or colon is left to whoever
/// goes on from there.
pub fn counted(told: usize, all: usize) -> String {
    let inputs = count(all, "uncertain input", "uncertain inputs");
    match (told, all) {
        (_, 0) => "No input is uncertain".to_owned(),
        (0, _) => format!("None of {inputs} can be told from one that does nothing"),
        (1, _) => format!("1 of {inputs} can be told from one that does nothing"),
        _ => format!(
            "{told} of {inputs} can be told from one that does nothing, most important first"
        ),
    }
}

/// `how often "talks" comes (line 28): from 11% to 34% when it goes from 0.1 to 0.4. Importance ...`
fn sentence(assessment: &Assessment, scale: Scale, input: &Input, driver: &Driver) -> String {
    let swing = driver.swing.as_ref().map_or_else(String::new, |swing| {
        format!(
            " from {} when it goes from {} to {}{}.",
            between(scale, swing.low.value, swing.high.value),
            drawn(input, swing.from),
            drawn(input, swing.to),
            unit(input)
        )
    });
    let total = match &driver.total {
        Some(total) => format!("; with others {}", estimated(total)),
        None => String::new(),
    };
    format!(
        "{} ({}):{swing} Importance {}; of the variance alone {}{total}.",
        capital(&names::input(assessment, input)),
        place(input),
        share(driver.delta.value),
        share(driver.first.value),
    )
}

/// A share with its 95 % interval.
pub fn estimated(estimate: &Estimate) -> String {
    let figure = share(estimate.value);
    if has_interval(estimate) {
        format!(
            "{figure} ({})",
            interval_brief(estimate.low.max(0.0), estimate.high.max(0.0))
        )
    } else {
        figure
    }
}

fn groups(page: &mut Page, drivers: &Drivers, found: &Found) {
    if found.groups.is_empty() {
        return;
    }
    let mut ranked: Vec<(usize, &Estimate)> = found.groups.iter().enumerate().collect();
    ranked.sort_by(|a, b| b.1.value.total_cmp(&a.1.value).then(a.0.cmp(&b.0)));
    let rows: Vec<Vec<String>> = ranked
        .iter()
        .filter(|(_, total)| total.value >= 0.005)
        .take(IN_FULL)
        .filter_map(|(place, total)| {
            let group = drivers.groups.get(*place)?;
            let kind = match group.kind {
                Kind::Mechanism => "mechanism",
                Kind::Party => "party",
                Kind::Section => "section",
            };
            Some(vec![
                kind.to_owned(),
                crate::layout::safe(&group.id, crate::layout::NAME),
                group.inputs.len().to_string(),
                share(total.value),
                interval_brief(total.low.max(0.0), total.high.max(0.0)),
            ])
        })
        .collect();
    page.gap();
    page.prose("Groups of inputs, with the share of the variance that each has with all others:");
    let columns = [
        words("by"),
        words("group"),
        numbers("inputs"),
        numbers("total"),
        numbers("95% interval"),
    ];
    page.table(&columns, &rows);
    if let (Some(rest), Some(totals)) = (&found.rest, &drivers.totals) {
        page.prose(&format!(
            "All {} inputs without a total of their own, together: {}.",
            totals.rest,
            estimated(rest)
        ));
    }
}

/// Every target that an input drives.
fn driven_by(page: &mut Page, assessment: &Assessment, drivers: &Drivers, input: usize) {
    let Some(of_run) = assessment.run.inputs.get(input) else {
        return;
    };
    page.heading(&format!(
        "Driven by {} ({})",
        names::input(assessment, of_run),
        place(of_run)
    ));
    let mut found: Vec<(&Driven, &Driver)> = drivers
        .driven
        .iter()
        .filter_map(|driven| {
            let mut told = driven.drivers.as_ref().ok()?.told();
            Some((driven, told.find(|driver| driver.input == input)?))
        })
        .collect();
    found.sort_by(|a, b| b.1.delta.value.total_cmp(&a.1.delta.value));
    if found.is_empty() {
        page.prose("Nothing that was looked at: it is not told from an input that does nothing.");
    }
    for (driven, driver) in found {
        let scale = scale(assessment, driven.target);
        let name = target(assessment, driven.target);
        let sentence = sentence(assessment, scale, of_run, driver);
        let (_, sentence) = sentence.split_once(':').unwrap_or(("", &sentence));
        page.item("-", &format!("{name}:{sentence}"));
    }
}

fn overview(page: &mut Page, assessment: &Assessment, rest: &[Driven]) {
    let mut still: Vec<String> = Vec::new();
    let mut unled: Vec<String> = Vec::new();
    for (measure, heading) in [
        (Measure::Level, "Other outcomes with the contact"),
        (Measure::Effect, "The contact's effect on them"),
    ] {
        let own: Vec<&Driven> = rest
            .iter()
            .filter(|driven| driven.target.measure == measure)
            .collect();
        if own.is_empty() {
            continue;
        }
        page.heading(heading);
        for driven in own {
            let name = target(assessment, driven.target);
            let scale = scale(assessment, driven.target);
            let Ok(found) = &driven.drivers else {
                still.push(name);
                continue;
            };
            let leading: Vec<String> = found
                .told()
                .take(BRIEF)
                .filter_map(|driver| brief(assessment, scale, driver))
                .collect();
            if leading.is_empty() {
                unled.push(name);
            } else {
                page.item(
                    "-",
                    &format!(
                        "{name}, {}: {}.",
                        value(scale, driven.mean),
                        leading.join("; ")
                    ),
                );
            }
        }
    }
    if !unled.is_empty() {
        page.gap();
        page.prose(&format!(
            "No single input is told from one that does nothing for: {}.",
            unled.join("; ")
        ));
    }
    if !still.is_empty() {
        page.gap();
        page.prose(&format!(
            "No variance, the same in every setting or no number in some: {}.",
            still.join("; ")
        ));
    }
}

fn brief(assessment: &Assessment, scale: Scale, driver: &Driver) -> Option<String> {
    let input = assessment.run.inputs.get(driver.input)?;
    let swing = driver.swing.as_ref()?;
    Some(format!(
        "{} (importance {}): {}",
        names::input(assessment, input),
        share(driver.delta.value),
        between_brief(scale, swing.low.value, swing.high.value)
    ))
}

/// Why nothing drives a target.
pub fn no_variance(scale: Scale, why: &NoVariance) -> String {
    match why {
        NoVariance::Constant(x) => format!(
            "It is {} in every setting: no variance, so nothing drives it.",
            value(scale, *x)
        ),
        NoVariance::NotFinite { settings } => format!(
            "It is no finite number in {settings} settings, so its variance is not shared out."
        ),
        NoVariance::TooFew => {
            "Fewer than 32 settings were run, too few to share out a variance.".to_owned()
        }
    }
}

fn explained(page: &mut Page, assessment: &Assessment, drivers: &Drivers) {
    page.heading("How to read this");
    let settings = assessment.run.len();
    page.prose(&format!(
        "Inputs vary over their whole ranges in {settings} settings, all at once. \"From .. to\" \
         is the average over the tenth of the settings with the lowest values of the input and \
         over the tenth with the highest, about its 5th and 95th percentiles; for a choice, over \
         the labels where it is lowest and highest."
    ));
    page.prose(
        "Importance is how far knowing the input moves the outcome's law, as a share of the most \
         there is for an event (moment-independent delta; Borgonovo 2007); it ranks, because \
         rare outcomes have little variance to share. An input counts as told where it is \
         four standard deviations above made-up inputs that do nothing.",
    );
    match &drivers.totals {
        Some(totals) => page.prose(&format!(
            "Of the variance alone: the share that goes with the input by itself (first-order \
             Sobol index, from the same settings). With others: the share that would be left if \
             all else were known (total index; Jansen 1999), with its 95% interval over {} \
             repetitions of {} settings in which each set of inputs is drawn anew. Parts add up \
             to more than 100% where inputs work together.",
            totals.scrambles(),
            totals.points()
        )),
        None => page.prose(
            "Of the variance alone: the share that goes with the input by itself (first-order \
             Sobol index). Total indices were not computed: they need at least 2 repetitions \
             with 32 settings in all, and a run that was not stopped.",
        ),
    }
}
