//! What an input is called in a sentence: `the time Ukraine would fight on for everything` instead of
//! the key path `parties.ukraine.would_fight`.
//!
//! Idea. A key path is a pattern with ids in it. The table below gives each pattern its words, with
//! the author's names in the place of the ids. A probability of something that happens or not is
//! told by a clause, since the run has two inputs of it: the probability, and whether it came true.

use pourparler_analysis::Assessment;
use pourparler_engine::result::Input;

use super::Who;
use crate::layout::{NAME, safe};

/// What the run appends to the path of a probability where the input is whether it came true.
const DRAWN: &str = "#drawn";

/// The words of a pattern, with `{1}` for the name of its first id and `{1:consents}` for a word
/// that goes with it, in its number.
enum Words {
    /// A number or a choice, as a noun.
    Noun(&'static str),
    /// Something that is so or is not so: both clauses.
    Clause(&'static str, &'static str),
}
use Words::{Clause, Noun};

/// The key path that the file has for an input.
pub fn key(path: &str) -> &str {
    path.trim_end_matches(DRAWN)
}

/// An input as a noun: `the worth of "Territory = line" to Russia`, `whether Russia consents at all`.
pub fn input(assessment: &Assessment, input: &Input) -> String {
    let path = key(&input.path);
    let named = |words: &str, ids: &[Id]| filled(assessment, words, ids);
    match words(path) {
        Some((Noun(noun), ids)) => named(noun, &ids),
        Some((Clause(so, _), ids)) => {
            let whether = if is_drawn(input) {
                "whether"
            } else {
                "the chance that"
            };
            format!("{whether} {}", named(so, &ids))
        }
        None => safe(path, 2 * NAME),
    }
}

/// That an input has one of some labels: `Russia consents at all`, `the envoy's mandate is explore
/// or propose`.
pub fn is_one_of(assessment: &Assessment, which: &Input, labels: &[&str]) -> String {
    if let (true, [label], Some((Clause(so, not), ids))) =
        (is_drawn(which), labels, words(key(&which.path)))
    {
        let clause = if *label == "yes" { so } else { not };
        return filled(assessment, clause, &ids);
    }
    let labels: Vec<String> = labels.iter().map(|label| safe(label, NAME)).collect();
    format!("{} is {}", input(assessment, which), labels.join(" or "))
}

fn is_drawn(input: &Input) -> bool {
    input.path.ends_with(DRAWN)
}

/// An id of a path, with the key before it, which tells what it is the id of.
type Id<'a> = (&'a str, &'a str);

/// The words of the pattern that a path has, and its ids.
fn words(path: &str) -> Option<(&'static Words, Vec<Id<'_>>)> {
    let parts: Vec<&str> = path.split('.').collect();
    PATTERNS.iter().find_map(|(pattern, words)| {
        let pattern: Vec<&str> = pattern.split('.').collect();
        let alike = |(own, part): (&&str, &&str)| *own == "*" || own == part;
        let same = pattern.len() == parts.len() && pattern.iter().zip(&parts).all(alike);
        let ids = (1..parts.len()).filter(|&k| pattern.get(k) == Some(&"*"));
        same.then(|| (words, ids.map(|k| (parts[k - 1], parts[k])).collect()))
    })
}

/// Words with names in the place of `{1}`, `{2}`; what a name itself holds stays as it is.
fn filled(assessment: &Assessment, words: &str, ids: &[Id]) -> String {
    let mut parts = words.split('{');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (place, rest) = part.split_once('}').unwrap_or(("", part));
        let (place, word) = place.split_once(':').unwrap_or((place, ""));
        let id = place
            .parse::<usize>()
            .ok()
            .and_then(|k| ids.get(k.checked_sub(1)?));
        if let Some(&id) = id {
            let who = name(assessment, id);
            match word {
                "" => text.push_str(&who.to_string()),
                word => text.push_str(who.word(word)),
            }
        }
        text.push_str(rest);
    }
    text
}

/// The author's name of what an id stands for.
fn name(assessment: &Assessment, (of, id): Id) -> Who {
    let section = match of {
        "parties" | "holders" | "leverage" => return super::party(assessment, id),
        "issues" => {
            let issues = &assessment.space.issues;
            let named = issues.iter().find(|issue| issue.id == id);
            return Who::named(named.map_or(id, |issue| issue.name.as_str()));
        }
        "listens" => "publics",
        _ => of,
    };
    let table = assessment.scenario.root.table(section, id);
    let given = table.and_then(|table| table.text("name"));
    Who::named(given.unwrap_or(id))
}

/// Every key that can be uncertain.
const PATTERNS: &[(&str, Words)] = &[
    (
        "parties.*.consent",
        Clause("{1} {1:consents} at all", "{1} {1:refuses} everything"),
    ),
    (
        "parties.*.issues.*.red_lines.*",
        Clause(
            "{1} {1:means} {1:its} refusal of \"{2} = {3}\"",
            "{1} {1:does} not mean {1:its} refusal of \"{2} = {3}\"",
        ),
    ),
    (
        "parties.*.breach",
        Noun("the chance {1} {1:sees} that a deal is broken against {1:it}"),
    ),
    (
        "parties.*.breach_loss",
        Noun("the loss of {1} by a broken deal"),
    ),
    (
        "parties.*.veto",
        Noun("the least worth of a deal to {1} that is not blocked"),
    ),
    (
        "parties.*.optimism",
        Noun("the over-optimism of {1} about the front"),
    ),
    (
        "parties.*.drift_sd",
        Noun("the doubt of {1} about the trend of the front"),
    ),
    (
        "parties.*.collapse",
        Noun("the rate at which {1} {1:collapses}"),
    ),
    (
        "parties.*.would_fight",
        Noun("the time {1} would fight on for everything"),
    ),
    (
        "parties.*.no_agreement",
        Noun("the worth of no agreement to {1}"),
    ),
    (
        "parties.*.vulnerability",
        Noun("the chance {1} {1:gives} that going on hurts {1:it}"),
    ),
    (
        "parties.*.dominance",
        Noun("the chance {1} {1:gives} {1:itself} of getting {1:its} way without an agreement"),
    ),
    (
        "parties.*.floor",
        Noun("the worth to {1} of the worst deal a leader there survives signing"),
    ),
    (
        "parties.*.floor_spread",
        Noun("the height of {1}{1:'s} floor above the worst deal named for {1:it}"),
    ),
    (
        "parties.*.floor_follows_war",
        Noun("the pull of the war on {1}{1:'s} floor"),
    ),
    (
        "parties.*.type_sd",
        Noun("the spread of {1}{1:'s} private resolve"),
    ),
    (
        "parties.*.believed_bias",
        Noun("the resolve that {1} {1:is} credited with beyond {1:its} own"),
    ),
    (
        "parties.*.issues.*.weight",
        Noun("the weight of \"{2}\" for {1}"),
    ),
    (
        "parties.*.issues.*.values.*",
        Noun("the worth of \"{2} = {3}\" to {1}"),
    ),
    (
        "issues.*.guarantees.*.breach",
        Noun("the fear of a breach that \"{1} = {2}\" leaves"),
    ),
    (
        "issues.*.guarantees.*.loss",
        Noun("the loss by a breach that \"{1} = {2}\" leaves"),
    ),
    (
        "issues.*.guarantees.*.reliability",
        Noun("the trust in \"{1} = {2}\""),
    ),
    ("outcomes.*.lasts", Noun("the time \"{1}\" holds")),
    (
        "outcomes.*.tempers",
        Noun("the cost of war that \"{1}\" leaves"),
    ),
    (
        "outcomes.*.after",
        Noun("the risk of crossing red lines that \"{1}\" leaves"),
    ),
    ("contact.mandate", Noun("the mandate of the envoy")),
    (
        "contact.substitute",
        Noun("the chance that another channel steps in without the contact"),
    ),
    (
        "contact.substitute_share",
        Noun("the share of the contact that another channel carries"),
    ),
    (
        "contact.crowds_out",
        Noun("the share of other texts that the contact displaces"),
    ),
    (
        "contact.confidentiality",
        Noun("the envoy's filtering of what is said in private"),
    ),
    (
        "contact.fidelity",
        Noun("the share of a message that arrives intact"),
    ),
    ("contact.leak", Noun("the chance that the contact leaks")),
    (
        "contact.leak_jump",
        Noun("the push of a leak to what the public expects"),
    ),
    (
        "contact.invitation_ratio",
        Noun("the ratio of such contacts with the zone open to those with it shut"),
    ),
    (
        "contact.leverage.*.credibility",
        Noun("the belief of {1} in what the principal threatens and promises"),
    ),
    (
        "contact.leverage.*.imposes",
        Noun("the loss of {1} if the principal does as threatened"),
    ),
    (
        "contact.leverage.*.grants",
        Noun("the gain of {1} if the principal does as promised"),
    ),
    (
        "contact.topics.*.conflict",
        Noun("the shift the speaker would want of the listener on \"{1}\""),
    ),
    (
        "contact.topics.*.share",
        Noun("the share of \"{1}\" that can be shown"),
    ),
    (
        "contact.topics.*.caught",
        Noun("the cost of being caught at a lie on \"{1}\""),
    ),
    (
        "contact.topics.*.factor",
        Noun("the factor of a believed message on \"{1}\" on the expected loss"),
    ),
    (
        "contact.topics.*.deception",
        Noun("the chance that the message on \"{1}\" deceives"),
    ),
    (
        "contact.topics.*.slant",
        Noun("the slant of a deceptive message on \"{1}\""),
    ),
    (
        "contact.topics.*.believed",
        Noun("the belief in a deceptive message on \"{1}\""),
    ),
    (
        "contact.exchange.*.carried",
        Noun("the chance that \"{1}\" is on the agenda"),
    ),
    (
        "contact.exchange.*.authority",
        Noun("the chance that a holder stands behind the proposal on \"{1}\""),
    ),
    (
        "contact.exchange.*.size",
        Noun("the number that the proposal on \"{1}\" sets free"),
    ),
    (
        "contact.exchange.*.reopen",
        Noun("the chance that the contact opens a frozen channel for \"{1}\""),
    ),
    (
        "contact.exchange.*.sincerity",
        Noun("the chance a holder gives that the proposal on \"{1}\" is sincere"),
    ),
    (
        "contact.exchange.*.ruse_loss",
        Noun("the cost of a ruse on \"{1}\" to a holder"),
    ),
    (
        "contact.exchange.*.benefit",
        Noun("the worth of the proposal on \"{1}\" to a holder"),
    ),
    (
        "publics.*.share",
        Noun("the share of \"{1}\" in the public"),
    ),
    (
        "publics.*.hears",
        Noun("the share of the host's story that reaches \"{1}\""),
    ),
    (
        "publics.*.open",
        Noun("the readiness of \"{1}\" to follow others"),
    ),
    (
        "publics.*.listens.*",
        Noun("the weight of \"{2}\" with \"{1}\""),
    ),
    (
        "audience.moves_support",
        Noun("the pull of public claims on the patron's support"),
    ),
    (
        "audience.moves_guarantors",
        Noun("the pull of public claims on the trust in guarantors"),
    ),
    (
        "audience.moves_breach",
        Noun("the pull of public claims on the fear of a breach"),
    ),
    (
        "audience.belief",
        Noun("the chance of a settlement that the public gives today"),
    ),
    (
        "audience.spin",
        Noun("the host's talking up of a settlement"),
    ),
    (
        "audience.half_life",
        Noun("the time the news of the contact lasts"),
    ),
    (
        "topics.*.memory",
        Noun("the share of what is known on \"{1}\" that is true a month later"),
    ),
    (
        "topics.*.others",
        Noun("the news from other channels on \"{1}\""),
    ),
    (
        "topics.*.error",
        Noun("the error of the first guess on \"{1}\""),
    ),
    ("shocks.*.hazard", Noun("the rate at which \"{1}\" comes")),
    ("shocks.*.lasts", Noun("the time \"{1}\" lasts")),
    (
        "shocks.*.changes.hazards",
        Noun("the factor of \"{1}\" on the risk of crossing red lines"),
    ),
    (
        "shocks.*.changes.offers",
        Noun("the factor of \"{1}\" on the rate of texts"),
    ),
    (
        "shocks.*.changes.drift",
        Noun("the push of \"{1}\" to the trend of the front"),
    ),
    (
        "shocks.*.changes.mood",
        Noun("the push of \"{1}\" to the patron's support"),
    ),
    (
        "politics.effect",
        Noun("the pull of the patron's support on the front"),
    ),
    (
        "politics.memory",
        Noun("the persistence of the patron's moods"),
    ),
    (
        "politics.guarantee_elasticity",
        Noun("the pull of the patron's mood on its word"),
    ),
    (
        "events.*.jump",
        Noun("the push of \"{1}\" to the patron's support"),
    ),
    ("events.*.jump_sd", Noun("the openness of \"{1}\"")),
    ("war.front", Noun("the place of the front")),
    ("war.drift", Noun("the trend of the front")),
    ("war.volatility", Noun("the swing of the front in a month")),
    ("war.discount", Noun("the monthly discount of a later gain")),
    (
        "process.discount",
        Noun("the monthly discount of a later agreement"),
    ),
    (
        "process.rate",
        Noun("the number of texts put on the table in a month"),
    ),
    (
        "process.proposer",
        Noun("the one who puts texts on the table"),
    ),
    (
        "steps.*.hazard",
        Noun("the rate at which \"{1}\" comes without the contact"),
    ),
    (
        "steps.*.adds",
        Noun("the chance that the contact brings about \"{1}\""),
    ),
    ("steps.*.lasts", Noun("the time \"{1}\" lasts")),
    (
        "steps.*.changes.offers",
        Noun("the factor of \"{1}\" on the rate of texts"),
    ),
    (
        "steps.*.changes.hazards",
        Noun("the factor of \"{1}\" on the risk of crossing red lines"),
    ),
    (
        "ratification.*.probability",
        Noun("the chance that {1} ratifies"),
    ),
    ("redlines.*.h0", Noun("the monthly chance of \"{1}\" today")),
    (
        "redlines.*.accidents",
        Noun("the share of \"{1}\" that no message can change"),
    ),
    (
        "redlines.*.bias",
        Noun("the over-caution of the pressing party on \"{1}\""),
    ),
    (
        "redlines.*.spiral",
        Noun("the answer of pressure to pressure on \"{1}\""),
    ),
    ("redlines.*.pressure", Noun("the pressure on \"{1}\" today")),
    (
        "ladder.up",
        Noun("the rate at which an incident climbs a rung"),
    ),
    (
        "ladder.down",
        Noun("the rate at which an incident comes down a rung"),
    ),
    (
        "ladder.hotline",
        Noun("the calming of incidents by a channel"),
    ),
    (
        "ladder.branching",
        Noun("the number of further incidents that each sets off"),
    ),
    (
        "exchange.*.open_rate",
        Noun("the rate of exchanges of \"{1}\" while the channel is open"),
    ),
    (
        "exchange.*.frozen_rate",
        Noun("the rate of exchanges of \"{1}\" while the channel is frozen"),
    ),
    (
        "exchange.*.open_now",
        Noun("the chance that the channel for \"{1}\" is open today"),
    ),
    (
        "exchange.*.opens",
        Noun("the rate at which a frozen channel for \"{1}\" opens"),
    ),
    (
        "exchange.*.closes",
        Noun("the rate at which an open channel for \"{1}\" freezes"),
    ),
    (
        "exchange.*.size",
        Noun("the number that one exchange of \"{1}\" sets free"),
    ),
    (
        "exchange.*.holders.*.stock",
        Noun("the number of \"{1}\" that {2} holds"),
    ),
    ("inputs.*.value", Noun("the value of \"{1}\"")),
];

#[cfg(test)]
mod tests;
