//! What things are called in a report: the author's names, else plain English.

use pourparler_analysis::Assessment;
use pourparler_analysis::change::Kind;
use pourparler_engine::mechanisms::no_front;

use crate::layout::{NAME, safe};

mod inputs;
mod who;
pub use inputs::{input, is_one_of, key};
pub use who::Who;

/// The output as a row of a table calls it.
pub fn output(assessment: &Assessment, name: &str) -> String {
    let root = &assessment.scenario.root;
    let (kind, id) = name.split_once('.').unwrap_or((name, ""));
    let given = |section: &str| -> String {
        let table = root.table(section, id);
        safe(
            table.and_then(|table| table.text("name")).unwrap_or(id),
            NAME,
        )
    };
    match kind {
        "settlement" => "settlement signed and ratified".to_owned(),
        "settlement_first" => "... counting the first text only".to_owned(),
        "any_agreement" => "any agreement signed".to_owned(),
        "deal_failure" => "settlement made, then broken".to_owned(),
        "zone" => "bargaining zone open at some time".to_owned(),
        "zone_now" => "bargaining zone open on the day".to_owned(),
        _ if name.starts_with("zone_now[") => {
            let listed = name.trim_start_matches("zone_now[").trim_end_matches(']');
            let issue = |id: &str| {
                let known = assessment.space.issues.iter().find(|issue| issue.id == id);
                safe(known.map_or(id, |issue| issue.name.as_str()), NAME)
            };
            let issues: Vec<String> = listed.split(',').map(issue).collect();
            format!(
                "bargaining zone open on the day, if nothing moves but {}",
                issues.join(", ")
            )
        }
        "informed" => "something learned on some topic".to_owned(),
        "top_rung" => "escalation to the top rung".to_owned(),
        "ripe" => "ripe on the day".to_owned(),
        "leak" => "what is said in private leaks".to_owned(),
        "mandate" => "mandate held".to_owned(),
        "ripe_margin" => "margin of ripeness".to_owned(),
        "pressure" => "pressure on the red lines".to_owned(),
        "public_belief" => "what the public gives a settlement".to_owned(),
        "gap" => "public belief less the model's".to_owned(),
        "vulnerability" => format!("vulnerability of {}", party(assessment, id)),
        "dominance" => format!("dominance of {}", party(assessment, id)),
        "outcome" => {
            let outcomes = &assessment.space.outcomes;
            let named = outcomes.iter().find(|outcome| outcome.id == id);
            safe(named.map_or(id, |outcome| outcome.name.as_str()), NAME)
        }
        "crossing" if id.is_empty() => "some red line crossed".to_owned(),
        "crossing" => given("redlines"),
        "exchange" => match id.strip_prefix("held_by_") {
            Some(holder) => format!("somebody held by {} released", party(assessment, holder)),
            None => format!("any released: {}", given("exchange")),
        },
        "step" => given("steps"),
        "shock" => given("shocks"),
        "bits" | "err_ratio" => given("topics"),
        "people" => match id.split_once('.') {
            Some((category, receiver)) => {
                let table = root.table("exchange", category);
                let category = table
                    .and_then(|table| table.text("name"))
                    .unwrap_or(category);
                format!(
                    "{}, to {}",
                    safe(category, NAME),
                    party(assessment, receiver)
                )
            }
            None => safe(id, NAME),
        },
        _ => safe(name, NAME),
    }
}

/// Whether the conflict has a front; without one nothing is said of a war.
pub fn has_front(assessment: &Assessment) -> bool {
    !no_front::given(&assessment.scenario.root)
}

/// An option in words: its label is all the name it has.
pub fn option(label: &str) -> String {
    safe(label, NAME).replace('_', " ")
}

/// A party within a sentence.
pub fn party(assessment: &Assessment, id: &str) -> Who {
    let parties = &assessment.space.parties;
    let named = parties.iter().find(|party| party.id == id);
    named.map_or_else(|| Who::named(id), Who::of)
}

/// Why there was no settlement, as a clause after "in 71 of 100".
pub fn obstacle(name: &str) -> &'static str {
    match name {
        "anatomy.no_zone" => "no settlement is worth signing to both sides at any time",
        "anatomy.no_offer" => "nobody with authority tables a text while both sides would sign",
        "anatomy.waiting" => "a text is refused by a side that waits for a dated event",
        "anatomy.refused" => "a text both sides can live with is refused for private reasons",
        "anatomy.ratification" => "what both sides sign is not ratified",
        _ => "no settlement",
    }
}

/// A lever of the attribution.
pub fn lever(name: &str) -> &'static str {
    match name {
        "contact" => "the contact as described",
        "information" => "perfect information on every topic",
        "offer" => "an authorised text on the table",
        "enforcement" => "no fear that the deal is broken",
        "floors" => "domestic floors lower by 0.1 each",
        _ => "another lever",
    }
}

/// A kind of lever of the search for changes.
pub fn lever_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Mandate => "the mandate",
        Kind::Presence => "who is met",
        Kind::Channel => "a direct channel",
        Kind::Credibility => "evidence",
        Kind::Secrecy => "secrecy",
        Kind::Guarantee => "guarantees",
        Kind::RedLine => "red lines",
        Kind::Option => "options worth more",
        Kind::Floor => "floors",
        Kind::WarCost => "the cost of war",
        Kind::Consent => "consent",
        Kind::Ratification => "ratification",
    }
}

/// The page of the documentation with the equations behind an output.
pub fn equations(output: &str) -> &'static str {
    let (kind, _) = output.split_once(['.', '[', '@']).unwrap_or((output, ""));
    match kind {
        "settlement" | "settlement_first" | "any_agreement" | "deal_failure" | "outcome"
        | "anatomy" | "sets" | "mandate" | "event" => "docs/model/bargaining.md",
        "zone" | "zone_now" => "docs/model/agreement.md",
        "crossing" | "top_rung" | "pressure" => "docs/model/escalation.md",
        "exchange" | "people" => "docs/model/exchange.md",
        "step" => "docs/model/steps.md",
        "shock" => "docs/model/shocks.md",
        "leak" => "docs/model/leak.md",
        "bits" | "err_ratio" | "informed" => "docs/model/information.md",
        "ripe" | "ripe_margin" | "unripe" | "vulnerability" | "dominance" => {
            "docs/model/ripeness.md"
        }
        "public_belief" | "gap" => "docs/model/audience.md",
        _ => "docs/model/bargaining.md",
    }
}

/// The tables of the scenario an output is computed from.
pub fn tables(output: &str) -> &'static [&'static str] {
    match equations(output) {
        "docs/model/escalation.md" => &["redlines", "ladder", "topics", "contact"],
        "docs/model/exchange.md" => &["exchange", "parties", "contact"],
        "docs/model/steps.md" => &["steps", "contact"],
        "docs/model/shocks.md" => &["shocks"],
        "docs/model/leak.md" => &["contact"],
        "docs/model/information.md" => &["topics", "contact"],
        "docs/model/ripeness.md" => &["war", "parties", "issues", "topics", "contact"],
        "docs/model/audience.md" => &["audience", "parties", "issues", "contact"],
        "docs/model/agreement.md" => {
            &["parties", "issues", "outcomes", "war", "politics", "events"]
        }
        _ => &[
            "parties",
            "issues",
            "outcomes",
            "war",
            "politics",
            "events",
            "process",
            "ratification",
            "topics",
            "contact",
        ],
    }
}
