//! What a copy to be passed on leaves out.

use std::collections::{BTreeMap, BTreeSet};

use pourparler_analysis::Assessment;
use pourparler_engine::result::ArmRole;
use pourparler_scenario::Table;
use pourparler_scenario::renaming::each_id;

/// What is left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Redaction {
    /// Notes and comments of the scenario: the file itself is not embedded.
    pub notes: bool,
    /// Sources, and who was asked.
    pub sources: bool,
    /// Names of parties and of everything else the author named, and what the author wrote;
    /// sources with them, as their titles are the author's words.
    pub names: bool,
}

impl Redaction {
    /// Whether anything is left out.
    pub fn any(self) -> bool {
        self.notes || self.sources || self.names
    }

    /// Whether the sources are.
    pub fn hides_sources(self) -> bool {
        self.sources || self.names
    }

    /// What is left out, in words.
    pub fn words(self) -> Vec<&'static str> {
        let parts = [
            (self.any(), "notes and the scenario file"),
            (self.hides_sources(), "sources"),
            (self.names, "names and the author's words"),
        ];
        let left_out = parts.iter().filter(|(left_out, _)| *left_out);
        left_out.map(|(_, word)| *word).collect()
    }
}

/// The assessment under neutral names, where names are left out; every figure stays what it is.
pub fn redacted(assessment: &Assessment, redaction: Redaction) -> Option<Assessment> {
    if !redaction.names {
        return None;
    }
    let names = Names::of(assessment);
    let id = |given: &str| names.id(given);
    let label = |given: &str| names.label(given);
    let mut copy = assessment.clone();
    let scenario = &mut copy.scenario;
    scenario.root = scenario.root.renamed(&id, &label);
    scenario.text = String::new();
    scenario.name = "withheld".to_owned();
    scenario.sources.clear();
    for claim in copy.claims.iter_mut().map(|tested| &mut tested.claim) {
        claim.text = "withheld".to_owned();
        claim.resolution = claim.resolution.take().map(|_| "withheld".to_owned());
        claim.quote = None;
        claim.place = None;
        claim.note = None;
    }
    for party in &mut copy.space.parties {
        party.name = label(&party.id);
        party.said = party.name.clone();
        party.plural = false;
        party.id = id(&party.id);
    }
    for issue in &mut copy.space.issues {
        issue.name = label(&issue.id);
        issue.id = id(&issue.id);
        issue
            .options
            .iter_mut()
            .for_each(|option| *option = id(option));
    }
    for outcome in &mut copy.space.outcomes {
        outcome.name = label(&outcome.id);
        outcome.id = id(&outcome.id);
    }
    for output in &mut copy.run.outputs {
        output.name = each_id(&output.name, &id);
        output.about = String::new();
    }
    for input in &mut copy.run.inputs {
        input.path = each_id(&input.path, &id);
        input.labels.iter_mut().for_each(|word| *word = id(word));
    }
    let mut variants = 0;
    for arm in &mut copy.run.arms {
        if arm.role == ArmRole::Variant {
            variants += 1;
            arm.name = format!("Variant {variants}");
        }
    }
    // What is said of precision quotes the claims.
    copy.precision = None;
    copy.remarks.clear();
    Some(copy)
}

/// Neutral names by the author's ids.
struct Names(BTreeMap<String, (String, String)>);

impl Names {
    fn of(assessment: &Assessment) -> Self {
        let root = &assessment.scenario.root;
        let mut words = BTreeSet::new();
        fixed(root, &mut words);
        let mut names = Names(BTreeMap::new());
        let mut taken = |id: &str, kind: &str, number: String| {
            if !words.contains(id) {
                let name = format!("{kind} {number}");
                let token = name.to_lowercase().replace(' ', "-");
                names.0.entry(id.to_owned()).or_insert((token, name));
            }
        };
        let parties = &assessment.space.parties;
        for (index, party) in parties.iter().enumerate() {
            taken(&party.id, "Party", letters(index));
        }
        for (index, issue) in assessment.space.issues.iter().enumerate() {
            taken(&issue.id, "Issue", (index + 1).to_string());
            for (option, label) in issue.options.iter().enumerate() {
                taken(label, "Option", format!("{}-{}", index + 1, option + 1));
            }
        }
        for (index, outcome) in assessment.space.outcomes.iter().enumerate() {
            taken(&outcome.id, "Outcome", (index + 1).to_string());
        }
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for table in root.walk().into_iter().filter(|table| !table.id.is_empty()) {
            let section = table.path.split('.').next().unwrap_or_default();
            let count = counts.entry(section).or_default();
            *count += 1;
            let kind = kind(section);
            table
                .id
                .iter()
                .for_each(|id| taken(id, kind, count.to_string()));
        }
        names
    }

    fn id(&self, given: &str) -> String {
        // A word of the grammar with an id in it.
        if let Some(holder) = given.strip_prefix("held_by_") {
            return format!("held_by_{}", self.id(holder));
        }
        self.0
            .get(given)
            .map_or(given, |(token, _)| token)
            .to_owned()
    }

    fn label(&self, given: &str) -> String {
        self.0.get(given).map_or(given, |(_, name)| name).to_owned()
    }
}

/// What a table of a section is called.
fn kind(section: &str) -> &'static str {
    match section {
        "steps" => "Step",
        "redlines" => "Red line",
        "topics" => "Topic",
        "exchange" => "Category",
        "events" => "Event",
        "shocks" => "Shock",
        "publics" => "Public",
        "ratification" => "Body",
        _ => "Item",
    }
}

/// A, B, .., Z, AA, ..
fn letters(index: usize) -> String {
    let last = char::from(b'A' + (index % 26) as u8);
    match index / 26 {
        0 => last.to_string(),
        more => format!("{}{last}", letters(more - 1)),
    }
}

/// Words of the grammar, which say nothing about a scenario and must stay for its tables to be
/// found.
fn fixed<'a>(root: &'a Table, words: &mut BTreeSet<&'a str>) {
    // Clauses in the names of outputs that are no keys.
    words.extend([
        "floor",
        "war",
        "no_agreement",
        "waiting",
        "yes",
        "no",
        "none",
    ]);
    for table in root.walk() {
        words.extend(table.section.path.split('.').filter(|part| *part != "*"));
        words.extend(table.section.keys.iter().map(|key| key.name));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_on_after_z() {
        assert_eq!([0, 25, 26, 52].map(letters), ["A", "Z", "AA", "BA"]);
    }

    #[test]
    fn names_take_the_sources_along() {
        let names = Redaction {
            names: true,
            ..Redaction::default()
        };
        assert!(names.any() && names.hides_sources());
        assert_eq!(names.words().len(), 3);
        assert!(Redaction::default().words().is_empty());
    }
}
