//! What it may cost: escalation, broken deals, and hopes.

use maud::html;

use super::{Report, Section, blocks, figures, with_without};
use crate::charts::Words;
use crate::charts::dumbbell::{Pair, dumbbell};
use crate::language::points;
use crate::text::audience;

/// Most rows.
const MOST: usize = 4;
/// Least end of the scale.
const LEAST: f64 = 0.1;

pub fn section(report: &Report) -> Option<Section> {
    let run = &report.assessment.run;
    let names = run.outputs.iter().map(|output| output.name.as_str());
    let names = names.filter(|name| {
        let kind = name.split_once('.').map_or(*name, |(kind, _)| kind);
        ["crossing", "top_rung", "deal_failure", "leak"].contains(&kind) && !name.contains('@')
    });
    let mut found: Vec<(&str, Pair)> = names
        .filter_map(|name| Some((name, with_without::pair(report, name)?)))
        .collect();
    // The largest changes; the order of the run among equals.
    let change = |pair: &Pair| (pair.with - pair.without).abs();
    found.sort_by(|a, b| change(&b.1).total_cmp(&change(&a.1)));
    found.truncate(MOST);
    let public = audience::sentences(report.assessment);
    let public_outputs = ["public_belief", "gap"];
    let outputs: Vec<&str> = found
        .iter()
        .map(|(name, _)| *name)
        .chain(public_outputs)
        .collect();
    let pairs: Vec<Pair> = found.iter().map(|(_, pair)| pair.clone()).collect();
    if pairs.is_empty() && public.is_empty() {
        return None;
    }
    let worse = pairs
        .iter()
        .max_by(|a, b| (a.with - a.without).total_cmp(&(b.with - b.without)));
    let title = match worse.filter(|pair| pair.with - pair.without >= 0.0005) {
        Some(pair) => format!(
            "What the contact makes likelier most is \"{}\", by {} points",
            pair.label,
            points(pair.with - pair.without).trim_start_matches('+')
        ),
        None => "None of these is made likelier by 0.05 points or more".to_owned(),
    };
    let alternative: Vec<String> = pairs
        .iter()
        .map(|pair| format!("{}: {}.", pair.label, pair.figures))
        .collect();
    let words = Words {
        id: "cost-chart",
        title: &title,
        caption: "Ring: without the contact. Dot: with it, over its 90% interval. The scale ends \
                  just above the largest value shown.",
        alternative: &alternative.join(" "),
    };
    let largest = pairs
        .iter()
        .flat_map(|pair| [pair.with, pair.without, pair.interval.1]);
    // A scale of less would make a sight of next to nothing.
    let axis = figures::percent_scale(largest.chain([LEAST]));
    Some(Section {
        id: "cost",
        title: "What it risks".to_owned(),
        body: html! {
            @if !pairs.is_empty() { (blocks::figure(&dumbbell(words, &pairs, &axis))) }
            @if let Some(public) = public.first() {
                p { (public) " " a href="#public" { "How that was counted" } }
            }
            (figures::links(report, &outputs))
        },
    })
}
