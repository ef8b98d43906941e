//! Packages in words.

use pourparler_agreement::space::Issue;
use pourparler_analysis::agreements::Agreements;

use crate::layout::{NAME, safe};

/// Name of side A (0) or B (1).
pub fn side(found: &Agreements, side: usize) -> String {
    let party = found
        .space
        .sides
        .get(side)
        .and_then(|&party| found.space.parties.get(party));
    safe(party.map_or("", |party| party.name.as_str()), NAME)
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
    let party = |index: usize| {
        space
            .parties
            .get(index)
            .map_or("", |party| party.name.as_str())
    };
    let mut lines = Vec::new();
    for change in &found.changes.red_lines {
        if let Some(line) = structure.red_lines.get(change.at) {
            let refused = said(found, line.refused.issue, line.refused.option);
            lines.push(format!(
                "{} no longer refuses {refused}",
                safe(party(line.party), NAME)
            ));
        }
    }
    for change in &found.changes.consents {
        if let Some(rule) = structure.consents.get(change.at) {
            let issue = space
                .issues
                .get(rule.issue)
                .map_or("", |issue| issue.name.as_str());
            lines.push(format!(
                "{} consents on {}",
                safe(party(rule.party), NAME),
                safe(issue, NAME)
            ));
        }
    }
    for change in &found.changes.vetoes {
        if let Some(veto) = found.draw.vetoes.get(change.at) {
            lines.push(format!(
                "{} asks {:.3} less before it casts its veto",
                safe(party(veto.party), NAME),
                change.amount
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
