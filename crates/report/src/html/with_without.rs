//! With and without: the outcomes that matter most, side by side.

use maud::html;
use pourparler_analysis::{Assessment, HEADLINE};

use super::{Report, Section, blocks, figures};
use crate::charts::dumbbell::{Pair, dumbbell};
use crate::charts::{Chart, Words};
use crate::language::frequency;
use crate::names;
use crate::text::bottom_line;

/// Most rows on the page for whoever decides; the annex has all.
const MOST: usize = 6;

/// Outcomes that come first, where they are measured.
const FIRST: [&str; 4] = [HEADLINE, "any_agreement", "zone", "crossing"];

pub(super) fn section(report: &Report) -> Option<Section> {
    let days = report.assessment.run.settings.horizon_days;
    Some(Section {
        id: "with-and-without",
        title: format!("With and without, within {days:.0} days"),
        body: html! {
            (blocks::figure(&chart(report)?))
            p { a href="#outcomes" { "All outcomes, variants and counts of people" } }
            (figures::links(report, &outputs(report.assessment)))
        },
    })
}

/// The outcomes that matter most, as far as they are measured.
fn outputs(assessment: &Assessment) -> Vec<&str> {
    let rest = assessment
        .run
        .outputs
        .iter()
        .map(|output| output.name.as_str());
    let rest = rest.filter(|name| {
        name.starts_with("outcome.") || name.starts_with("exchange.held_by_") && !name.contains('@')
    });
    FIRST
        .into_iter()
        .chain(rest)
        .filter(|name| assessment.level("with", name).is_some())
        .take(MOST)
        .collect()
}

/// Them in both worlds.
pub fn chart(report: &Report) -> Option<Chart> {
    let assessment = report.assessment;
    let outputs = outputs(assessment);
    let pairs: Vec<Pair> = outputs
        .iter()
        .filter_map(|name| pair(report, name))
        .collect();
    if pairs.is_empty() {
        return None;
    }
    let headline = bottom_line::headline(assessment, report.options.language);
    let alternative: Vec<String> = pairs
        .iter()
        .map(|pair| format!("{}: {}.", pair.label, pair.figures))
        .collect();
    let words = Words {
        id: "with-without-chart",
        title: headline.last()?.trim_end_matches('.'),
        caption: "Ring: without the contact. Dot: with it, over its 90% interval. Both worlds are \
                  alike in everything but the contact; the interval runs over what the analyst does \
                  not know.",
        alternative: &alternative.join(" "),
    };
    Some(dumbbell(words, &pairs, &figures::whole_scale()))
}

/// An outcome in both worlds, as frequencies.
pub fn pair(report: &Report, name: &str) -> Option<Pair> {
    let assessment = report.assessment;
    let with = assessment.level("with", name)?;
    let without = assessment.level("without", name)?.level;
    let effect = with.effect.as_ref()?.difference;
    let (before, after) = (frequency(without.mean), frequency(with.level.mean));
    let compared = if before == after {
        format!("{before} both ways")
    } else {
        format!("{before} → {after}")
    };
    Some(Pair {
        label: names::output(assessment, name),
        figures: match figures::change(&effect) {
            Some(change) => format!("{compared}; {change}"),
            None => compared,
        },
        without: without.mean,
        with: with.level.mean,
        interval: (with.level.q05, with.level.q95),
    })
}
