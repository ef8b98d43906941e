//! Packages in words.

use pourparler_agreement::space::Issue;
use pourparler_analysis::agreements::Agreements;

use crate::layout::{NAME, safe};
use crate::names::Who;

/// Side A (0) or B (1) in a sentence.
pub fn side(found: &Agreements, side: usize) -> Who {
    party(found, found.space.sides.get(side).copied().unwrap_or(0))
}

/// A party in a sentence.
pub fn party(found: &Agreements, index: usize) -> Who {
    let party = found.space.parties.get(index);
    party.map_or_else(|| Who::named(""), Who::of)
}

/// `territory.line`.
pub fn option(found: &Agreements, issue: usize, option: usize) -> String {
    of_issue(found, issue, option, |issue, label| {
        format!("{}.{label}", safe(&issue.id, NAME))
    })
}

/// An option in a sentence: `"Territory = line"`.
fn said(found: &Agreements, issue: usize, option: usize) -> String {
    of_issue(found, issue, option, |issue, label| {
        format!("\"{} = {label}\"", safe(&issue.name, NAME))
    })
}

fn of_issue(
    found: &Agreements,
    issue: usize,
    option: usize,
    form: impl Fn(&Issue, String) -> String,
) -> String {
    let Some(issue) = found.space.issues.get(issue) else {
        return String::new();
    };
    let label = issue.options.get(option).map_or("", String::as_str);
    form(issue, safe(label, NAME))
}

/// Every issue with its option; divisible ones with the share of their last end.
pub fn labels(found: &Agreements, package: u64, shares: &[(usize, f64)]) -> String {
    listed(found, package, shares, |_, _| true)
}

/// The issues on which a package differs from today's line.
pub fn moved(found: &Agreements, package: u64, shares: &[(usize, f64)]) -> String {
    let today = found.space.domain.status_quo();
    let changed = listed(found, package, shares, |issue, option| {
        found.space.domain.option(today, issue) != option
    });
    if changed.is_empty() {
        "today's line".to_owned()
    } else {
        changed
    }
}

fn listed(
    found: &Agreements,
    package: u64,
    shares: &[(usize, f64)],
    keep: impl Fn(usize, usize) -> bool,
) -> String {
    let issues = 0..found.space.issues.len();
    let named = issues.filter_map(|issue| {
        if let Some((_, share)) = shares.iter().find(|(divisible, _)| *divisible == issue) {
            return Some(format!(
                "{} to a share of {share:.2}",
                option(found, issue, 1)
            ));
        }
        let chosen = found.space.domain.option(package, issue);
        keep(issue, chosen).then(|| option(found, issue, chosen))
    });
    named.collect::<Vec<String>>().join(", ")
}

/// Single changes that open the bargaining zone, the cheapest of each kind first.
pub fn single_changes(found: &Agreements) -> Vec<String> {
    let space = &found.space;
    let structure = space.domain.structure();
    let mut lines = Vec::new();
    for change in &found.changes.red_lines {
        if let Some(line) = structure.red_lines.get(change.at) {
            let refused = said(found, line.refused.issue, line.refused.option);
            let who = party(found, line.party);
            lines.push(format!("{who} no longer {} {refused}", who.word("refuses")));
        }
    }
    for change in &found.changes.consents {
        if let Some(rule) = structure.consents.get(change.at) {
            let issue = space
                .issues
                .get(rule.issue)
                .map_or("", |issue| issue.name.as_str());
            lines.push(format!(
                "{} on {}",
                party(found, rule.party).that("consents"),
                safe(issue, NAME)
            ));
        }
    }
    for change in &found.changes.vetoes {
        if let Some(veto) = found.draw.vetoes.get(change.at) {
            let who = party(found, veto.party);
            lines.push(format!(
                "{} {:.3} less before {} {} veto",
                who.that("asks"),
                change.amount,
                who.it("casts"),
                who.word("its")
            ));
        }
    }
    for change in &found.changes.options {
        let (at, index) = change.at;
        lines.push(format!(
            "{} is worth {:.3} more to {}",
            said(found, at.issue, at.option),
            change.amount,
            side(found, index)
        ));
    }
    lines
}
