//! Second opinions: a mark a method, never averaged, then each with its reasons and limits.

use maud::html;

use super::{Report, Section, blocks, figures};
use crate::charts::Words;
use crate::charts::opinions::{Opinion, strip};
use crate::language::{interval_brief, percent, percent_brief};
use crate::opinions::{SideBySide, leads_away};
use crate::text::opinions;

pub fn section(report: &Report) -> Option<Section> {
    let side = SideBySide {
        assessment: report.assessment,
        opinions: report.opinions?,
    };
    let answers = answers(&side);
    let alternative: Vec<String> = answers
        .iter()
        .map(|answer| format!("{}: {}.", answer.label, answer.figures))
        .collect();
    let numbers: Vec<&Opinion> = answers
        .iter()
        .filter(|answer| answer.value.is_some())
        .collect();
    let value = |answer: &&Opinion| answer.value.unwrap_or(0.0);
    let low = numbers.iter().map(value).fold(f64::INFINITY, f64::min);
    let high = numbers.iter().map(value).fold(f64::NEG_INFINITY, f64::max);
    let (from, to) = (percent(low), percent(high));
    let title = match numbers.len() {
        0 => "No method gives a number here".to_owned(),
        _ if from == to => format!("Every number given here is {to}"),
        _ => format!("The numbers given here run from {from} to {to}"),
    };
    let words = Words {
        id: "opinions-strip",
        title: &title,
        caption: "Each method answers its own question, named in its row, so the marks are not averaged. \
                  Bars are 90% intervals of the engine and 95% intervals of past cases.",
        alternative: &alternative.join(" "),
    };
    Some(Section {
        id: "second-opinions",
        title: "Second opinions, and where they disagree".to_owned(),
        body: html! {
            (blocks::figure(&strip(words, &answers, &figures::whole_scale())))
            (report.sentences_below(|page, _| opinions::write(page, &side)))
        },
    })
}

fn answers(side: &SideBySide) -> Vec<Opinion> {
    let mut answers = Vec::new();
    for (arm, label) in [
        ("with", "Engine: a settlement with the contact"),
        ("without", "Engine: without it"),
    ] {
        if let Some(level) = side.assessment.level(arm, "settlement") {
            let summary = level.level;
            answers.push(Opinion {
                label: label.to_owned(),
                figures: format!(
                    "{} ({})",
                    percent_brief(summary.mean),
                    interval_brief(summary.q05, summary.q95)
                ),
                value: Some(summary.mean),
                interval: Some((summary.q05, summary.q95)),
            });
        }
    }
    if let Some(anchor) = &side.assessment.anchor {
        answers.push(Opinion {
            label: "Past cases: an end by agreement".to_owned(),
            figures: format!(
                "{} ({})",
                percent_brief(anchor.rate.mean),
                interval_brief(anchor.rate.low, anchor.rate.high)
            ),
            value: Some(anchor.rate.mean),
            interval: Some((anchor.rate.low, anchor.rate.high)),
        });
    }
    if let Some(games) = side.games()
        && let Ok((talk, mediated)) = &games.bounds.institutions
    {
        for (label, value) in [
            ("Theory of mediation: peace at best by talking", talk.peace),
            (
                "Theory of mediation: peace at best with a mediator",
                mediated.peace,
            ),
        ] {
            answers.push(Opinion {
                label: label.to_owned(),
                figures: percent_brief(value),
                value: Some(value),
                interval: None,
            });
        }
    }
    if let Some(graph) = side.graph() {
        let leads = if leads_away(graph) {
            "moves lead there"
        } else {
            "no moves lead there"
        };
        answers.push(Opinion {
            label: "Graph model: from today to a settlement".to_owned(),
            figures: format!("{leads}; it gives no number"),
            value: None,
            interval: None,
        });
    }
    answers
}
