//! Packages in words.

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
    let Some(named) = found.space.issues.get(issue) else {
        return String::new();
    };
    let label = named.options.get(option).map_or("", String::as_str);
    format!("{}.{}", safe(&named.id, NAME), safe(label, NAME))
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
