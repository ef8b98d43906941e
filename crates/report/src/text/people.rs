//! Who decides: what sets each side's reservation, and what each party can block.

use pourparler_agreement::space::Party;
use pourparler_analysis::Assessment;

use crate::language::{plural, share};
use crate::layout::{NAME, Page, SENTENCE, safe};
use crate::names::{self, Who};

pub fn write(page: &mut Page, assessment: &Assessment) {
    page.heading("Who decides");
    for (name, about) in lines(assessment) {
        page.prose(&format!("{name}: {about}"));
    }
}

/// A line for each party: its name, and what is said of it.
pub fn lines(assessment: &Assessment) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    for (index, party) in assessment.space.parties.iter().enumerate() {
        let mut text = Vec::new();
        let table = assessment.scenario.root.table("parties", &party.id);
        if let Some(about) = table.and_then(|table| table.text("about")) {
            text.push(safe(about, SENTENCE));
        }
        if assessment.space.sides.contains(&index) {
            text.extend(reservation(assessment, party));
        }
        text.push(format!("Can block {}.", blocks(assessment, index, party)));
        lines.push((safe(&party.name, NAME), text.join(" ")));
    }
    lines
}

fn reservation(assessment: &Assessment, party: &Party) -> Option<String> {
    let who = Who::of(party);
    let set = |clause: &str| {
        let level = assessment.level("with", &format!("sets.{}.{clause}", party.id))?;
        Some(share(level.level.mean))
    };
    let (clause, words) = match names::has_front(assessment) {
        true => ("war", "the war".to_owned()),
        false => (
            "no_agreement",
            format!("what {} without an agreement", who.it("has")),
        ),
    };
    Some(format!(
        "What {} get is set by {} floor in {}, by {words} in {}, by waiting in {} of cases.",
        who.it("must"),
        who.word("its"),
        set("floor")?,
        set(clause)?,
        set("waiting")?
    ))
}

/// What a party can block, as a list in words.
fn blocks(assessment: &Assessment, index: usize, party: &Party) -> String {
    let who = Who::of(party);
    let party = party.id.as_str();
    let root = &assessment.scenario.root;
    let mut blocked = Vec::new();
    if assessment.space.sides.contains(&index) {
        blocked.push("any agreement".to_owned());
    }
    let listed = |key: &str, table: &pourparler_scenario::Table| {
        table.references(key).iter().any(|id| id == party)
    };
    let issues: Vec<String> = root
        .tables("issues")
        .filter(|(_, table)| listed("consent", table))
        .map(|(id, table)| safe(table.text("name").unwrap_or(id), NAME))
        .collect();
    if !issues.is_empty() {
        blocked.push(format!("any change on {}", issues.join(", ")));
    }
    let guarantees: Vec<String> = root
        .tables("issues")
        .flat_map(|(id, issue)| {
            let of = safe(issue.text("name").unwrap_or(id), NAME);
            let tables = issue.tables("guarantees");
            let own = tables.filter(|(_, table)| table.reference("guarantor") == Some(party));
            own.map(move |(option, _)| format!("\"{}\" ({of})", names::option(option)))
        })
        .collect();
    if !guarantees.is_empty() {
        blocked.push(format!(
            "the {} {}",
            plural(guarantees.len(), "guarantee", "guarantees"),
            guarantees.join(", ")
        ));
    }
    if root
        .table("parties", party)
        .is_some_and(|table| table.has("veto"))
    {
        blocked.push(format!(
            "any agreement worth less to {} than {} veto asks",
            who.word("it"),
            who.word("its")
        ));
    }
    let held: Vec<String> = root
        .tables("exchange")
        .filter(|(_, table)| table.table("holders", party).is_some())
        .map(|(id, table)| safe(table.text("name").unwrap_or(id), NAME))
        .collect();
    if !held.is_empty() {
        blocked.push(format!(
            "the release of those {} ({})",
            who.it("holds"),
            held.join(", ")
        ));
    }
    if root.tables("ratification").any(|(id, _)| id == party) {
        blocked.push("ratification".to_owned());
    }
    if blocked.is_empty() {
        "nothing on its own".to_owned()
    } else {
        blocked.join("; ")
    }
}
