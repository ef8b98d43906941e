//! Inputs in groups: by the mechanism that reads them, by party, by section of the file.

use pourparler_engine::plan::mechanism_sections;
use pourparler_engine::result::Run;
use pourparler_scenario::Section;

/// Inputs that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// By what they were grouped.
    pub kind: Kind,
    /// Name of the mechanism, id of the party, first part of the key path.
    pub id: String,
    /// Indices in `Run::inputs`, uncertain ones only.
    pub inputs: Vec<usize>,
}

/// By what inputs are grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The mechanism in whose tables the key stands; `agreement` for what could be signed.
    Mechanism,
    /// `parties.ID.*`
    Party,
    /// The first part of the key path.
    Section,
}

/// The mechanisms with their key tables, first what could be signed.
fn tables() -> Vec<(&'static str, &'static [Section])> {
    let agreement = ("agreement", pourparler_agreement::space::SECTIONS);
    std::iter::once(agreement)
        .chain(mechanism_sections())
        .collect()
}

/// Ids of all groups of [`Kind::Mechanism`] there can be.
pub(crate) fn mechanisms() -> Vec<String> {
    tables()
        .into_iter()
        .map(|(name, _)| name.to_owned())
        .collect()
}

/// The groups of a run's uncertain inputs, in the order of their kind and of the inputs; of groups
/// of the same inputs the first.
pub fn groups(run: &Run) -> Vec<Group> {
    let tables = tables();
    let mut groups: Vec<Group> = Vec::new();
    for (index, input) in run.inputs.iter().enumerate() {
        if input.dimension.is_none() {
            continue;
        }
        let mut add = |kind: Kind, id: &str| {
            let known = groups.iter().position(|g| g.kind == kind && g.id == id);
            match known {
                Some(known) => groups[known].inputs.push(index),
                None => groups.push(Group {
                    kind,
                    id: id.to_owned(),
                    inputs: vec![index],
                }),
            }
        };
        let path = input.path.trim_end_matches("#drawn");
        let parts: Vec<&str> = path.split('.').collect();
        add(Kind::Mechanism, mechanism(&tables, &parts));
        match parts[..] {
            ["parties", party, ..] => add(Kind::Party, party),
            [section, ..] => add(Kind::Section, section),
            [] => {}
        }
    }
    groups.sort_by_key(|group| group.kind);
    // A section that a mechanism has to itself is no other group.
    let mut different: Vec<Group> = Vec::new();
    for group in groups {
        if different.iter().all(|known| known.inputs != group.inputs) {
            different.push(group);
        }
    }
    different
}

/// The mechanism in whose tables a key stands: the one with the longest section that leads there.
fn mechanism<'a>(tables: &[(&'a str, &[Section])], parts: &[&str]) -> &'a str {
    let owners = tables.iter().flat_map(|(name, sections)| {
        sections.iter().filter_map(move |section| {
            let depth = depth(section, parts)?;
            Some((depth, *name))
        })
    });
    // Of equals the first, in the order in which the mechanisms run.
    owners
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        .map_or("scenario", |(_, name)| name)
}

/// How many parts of a path lead to the section that has the key after them.
fn depth(section: &Section, parts: &[&str]) -> Option<usize> {
    let named: Vec<&str> = section.path.split('.').filter(|s| !s.is_empty()).collect();
    let key = parts.get(named.len())?;
    let same = |(pattern, part): (&&str, &&str)| pattern.contains('*') || pattern == part;
    let leads = named.iter().zip(parts).all(same);
    let has = section.keys.iter().any(|known| known.name == *key);
    (leads && has).then_some(named.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_belong_to_the_mechanism_that_has_them() {
        let mut tables = vec![("agreement", pourparler_agreement::space::SECTIONS)];
        tables.extend(mechanism_sections());
        for (path, owner) in [
            ("parties.north.floor_spread", "reservation"),
            ("parties.north.breach", "agreement"),
            ("parties.north.issues.land.weight", "agreement"),
            ("parties.north.issues.land.red_lines.all", "agreement"),
            ("war.volatility", "war"),
            ("process.rate", "types"),
            ("contact.topics.politics.slant", "information"),
            ("redlines.border.h0", "escalation"),
            ("steps.talks.hazard", "steps"),
            ("nothing.at.all", "scenario"),
        ] {
            let parts: Vec<&str> = path.split('.').collect();
            assert_eq!(mechanism(&tables, &parts), owner, "{path}");
        }
    }
}
