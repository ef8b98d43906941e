//! The next days: steps short of settlement.

use maud::html;
use pourparler_engine::result::at_name;

use super::{Report, Section, blocks, figures};
use crate::charts::dumbbell::{Pair, dumbbell};
use crate::charts::{Chart, Words};
use crate::language::percent;
use crate::text::bottom_line::NOTHING;
use crate::text::soon;

pub(super) fn section(report: &Report) -> Option<Section> {
    let assessment = report.assessment;
    let steps = soon::steps(assessment);
    let chart = chart(report)?;
    let names: Vec<String> = steps
        .iter()
        .map(|step| at_name(&step.output, assessment.soon))
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let sentences = steps
        .iter()
        .map(|step| soon::sentence(step, report.options.language));
    Some(Section {
        id: "next",
        title: format!("Next {:.0} days", assessment.soon),
        body: html! {
            (blocks::figure(&chart))
            details { summary { "In sentences" } ul.items { @for sentence in sentences { li { (sentence) } } } }
            (figures::links(report, &names))
        },
    })
}

/// The steps in both worlds, where there are any.
pub fn chart(report: &Report) -> Option<Chart> {
    let assessment = report.assessment;
    let steps = soon::steps(assessment);
    let pairs: Vec<Pair> = steps
        .iter()
        .map(|step| Pair {
            label: step.name.clone(),
            figures: figures::brief(&step.with, &step.effect),
            without: step.without.mean,
            with: step.with.mean,
            interval: (step.with.q05, step.with.q95),
        })
        .collect();
    let most = steps
        .iter()
        .max_by(|a, b| a.with.mean.total_cmp(&b.with.mean))?;
    let gain = steps
        .iter()
        .max_by(|a, b| a.effect.mean.abs().total_cmp(&b.effect.mean.abs()))?;
    let likeliest = format!(
        "Likeliest within {:.0} days: \"{}\" ({})",
        assessment.soon,
        most.name,
        percent(most.with.mean)
    );
    let title = if gain.effect.mean.abs() < NOTHING {
        format!("{likeliest}; the contact changes next to nothing about that")
    } else {
        format!(
            "{likeliest}; the contact does most for \"{}\" ({} without it, {} with it)",
            gain.name,
            percent(gain.without.mean),
            percent(gain.with.mean)
        )
    };
    let alternative: Vec<String> = steps
        .iter()
        .map(|step| soon::sentence(step, report.options.language))
        .collect();
    let words = Words {
        id: "steps",
        title: &title,
        caption: "Ring: without the contact. Dot: with it, over its 90% interval. The two worlds \
                  share every random number; the interval runs over what the analyst does not know.",
        alternative: &alternative.join(" "),
    };
    Some(dumbbell(words, &pairs, &figures::whole_scale()))
}
