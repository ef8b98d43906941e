//! `init --ask`: a scenario from natural questions, with question and answer beside every number.
//!
//! Nobody can type a reservation value; people can say which package a leader could survive.
//! Each question is put to somebody who knows the conflict, and its answer is turned into a quantity of the scenario file ([`answer`]). An answer that cannot be
//! used is asked for again; an empty one leaves the documented default.

mod answer;
mod conversation;
mod draft;

use std::io::BufRead;

use self::answer::{Parsed, Words};
use self::conversation::Conversation;
use self::draft::{Draft, Issue, Side};
use crate::Global;
use crate::failure::Failure;

/// How sure somebody is, in notches of the list of packages: sd of the floor in utility.
const NOTCHES: [(&str, &str); 3] = [
    ("sure", "{ normal = [0, 0.025] }"),
    ("a notch", "{ normal = [0, 0.05] }"),
    ("two notches", "{ normal = [0, 0.1] }"),
];

/// If fully believed, how far would the speaker shift the listener (model §1.3)?
const SHIFTS: [(&str, &str); 4] = [
    ("not at all", "0.02"),
    ("a little", "0.10"),
    ("a lot", "0.20"),
    ("entirely", "0.50"),
];

/// How far the envoy filters what it hears, and how much of a message arrives.
const FILTERS: [(&str, &str); 5] = [
    ("repeats everything", "\"0 .. 0.1\""),
    ("repeats most", "\"0.1 .. 0.3\""),
    ("half and half", "\"0.3 .. 0.7\""),
    ("keeps most to itself", "\"0.7 .. 0.9\""),
    ("passes on only what helps", "\"0.9 .. 1\""),
];
const FIDELITY: [(&str, &str); 5] = [
    ("garbled", "\"0.2 .. 0.5\""),
    ("the gist", "\"0.5 .. 0.7\""),
    ("most of it", "\"0.7 .. 0.85\""),
    ("nearly all", "\"0.85 .. 0.95\""),
    ("to the letter", "\"0.95 .. 1\""),
];

const MANDATES: [(&str, &str); 5] = [
    ("none: a signal to audiences", "\"none\""),
    ("convey: carries messages", "\"convey\""),
    ("explore: brings back reactions", "\"explore\""),
    ("propose: may put a text on the table", "\"propose\""),
    (
        "commit: its principal is bound by what it signs",
        "\"commit\"",
    ),
];

/// Asks until there is a scenario; returns its text.
///
/// # Errors
///
/// The answers end too early.
pub fn scenario(input: impl BufRead, global: Global) -> Result<String, Failure> {
    let mut talk = Conversation::new(input, global);
    let mut draft = Draft {
        title: talk.ask("What is it about, in a few words?", answer::text)?,
        as_of: talk.ask(
            "Which day's news is the last you use? (year-month-day)",
            answer::date,
        )?,
        ..Draft::default()
    };
    for (letter, which) in [("a", "one"), ("b", "other")] {
        let name = talk.ask(&format!("Who is the {which} side?"), answer::text)?;
        let id = draft.id(&name);
        draft.sides.push(Side::new(id, name, letter));
    }
    issues(&mut talk, &mut draft)?;
    for side in 0..2 {
        wants(&mut talk, &mut draft, side)?;
    }
    fighting(&mut talk, &mut draft)?;
    for side in 0..2 {
        limits(&mut talk, &mut draft, side)?;
    }
    process(&mut talk, &mut draft)?;
    contact(&mut talk, &mut draft)?;
    Ok(draft.text())
}

/// What they argue about, issue by issue.
fn issues<R: BufRead>(talk: &mut Conversation<R>, draft: &mut Draft) -> Result<(), Failure> {
    let [a, b] = [0, 1].map(|k| draft.sides[k].name.clone());
    talk.say(&format!(
        "What do they argue about? One issue a line, its options from what {b} wants to what {a} \
         wants, with a star at the one that holds today, as in\n  \
         Border: the river / as it stands* / the ridge\nAn empty line ends the list."
    ));
    loop {
        let first = draft.issues.is_empty();
        let found = talk.ask("Issue?", |line| match line.trim() {
            "" if first => Parsed::Again("name one issue at least".into()),
            "" => Parsed::Done(None),
            line => answer::issue(line).map(Some),
        })?;
        let Some((name, options, status_quo)) = found else {
            return Ok(());
        };
        let id = draft.id(&name);
        draft.issues.push(Issue {
            id,
            name,
            options,
            status_quo,
        });
    }
}

/// How much each issue matters to a side, by the swing from its worst to its best option.
fn wants<R: BufRead>(
    talk: &mut Conversation<R>,
    draft: &mut Draft,
    side: usize,
) -> Result<(), Failure> {
    let count = draft.issues.len();
    if count < 2 {
        return Ok(());
    }
    let name = draft.sides[side].name.clone();
    for (k, issue) in draft.issues.iter().enumerate() {
        talk.say(&format!("  {} {}", k + 1, issue.name));
    }
    let question = format!(
        "For {name}: on which issue does it matter most whether it gets its best or its worst? \
         Numbers, most first"
    );
    let order = talk.ask(&question, |line| answer::order(line, count))?;
    if let Some((order, said)) = order {
        draft.sides[side].weights = answer::centroid_weights(&order);
        draft.sides[side].weights_asked = format!("{question} {said}");
    }
    Ok(())
}

/// What there is without an agreement: a war, or a stand-off.
fn fighting<R: BufRead>(talk: &mut Conversation<R>, draft: &mut Draft) -> Result<(), Failure> {
    draft.war = talk.ask("Do the two sides fight each other? (yes, no)", answer::yes)?;
    for side in 0..2 {
        let name = draft.sides[side].name.clone();
        let (key, question) = match draft.war {
            true => (
                "would_fight",
                format!(
                    "How many more months would {name} fight from today's line to get everything?"
                ),
            ),
            false => (
                "no_agreement",
                format!(
                    "If nothing is agreed, where does that leave {name}, from 0% (all it is \
                     against) to 100% (all it wants)?"
                ),
            ),
        };
        let read = if draft.war {
            answer::months
        } else {
            answer::share
        };
        if let Some((value, said)) = talk.ask(&question, read)? {
            draft.sides[side].quantity(key, value, &question, &said);
        }
    }
    let question = "What is a gain in two years worth against the same gain today?";
    if let Some((value, said)) = talk.ask(&format!("{question} (per cent)"), answer::discount)? {
        draft.discount = Some((value, format!("{question} {said}")));
    }
    Ok(())
}

/// What a side's leader could survive signing, and how often its deals were broken.
fn limits<R: BufRead>(
    talk: &mut Conversation<R>,
    draft: &mut Draft,
    side: usize,
) -> Result<(), Failure> {
    let name = draft.sides[side].name.clone();
    for issue in &draft.issues {
        let options = issue.options.iter().enumerate();
        let listed: Vec<String> = options.map(|(k, o)| format!("{} {o}", k + 1)).collect();
        talk.say(&format!("  {}: {}", issue.name, listed.join(", ")));
    }
    let sizes: Vec<usize> = draft.issues.iter().map(|i| i.options.len()).collect();
    let question =
        format!("Which is the worst package the leader of {name} could survive signing?");
    let hint = format!("{question} One number for each issue");
    if let Some((package, said)) = talk.ask(&hint, |line| answer::package(line, &sizes))? {
        draft.sides[side].worst = package;
        draft.sides[side].worst_asked = format!("{question} {said}");
        let sure = "How sure are you of that?";
        if let Some((value, said)) = talk.choose(sure, &NOTCHES)? {
            draft.sides[side].quantity("floor_spread", value.into(), sure, said);
        }
    }
    let question =
        format!("Of ten such deals with {name}, how many would be broken within a year?");
    if let Some((value, said)) = talk.ask(&question, |line| answer::of(line, Some(10)))? {
        // A side's key says how often deals are broken against it.
        draft.sides[1 - side].quantity("breach", value, &question, &said);
    }
    Ok(())
}

/// Texts on the table, and what both fear.
fn process<R: BufRead>(talk: &mut Conversation<R>, draft: &mut Draft) -> Result<(), Failure> {
    let question = "How many written texts were on the table in the last six months?";
    if let Some((value, said)) = talk.ask(question, answer::texts)? {
        draft.rate = Some((value, format!("{question} {said}")));
    }
    let question = "Which event do both fear? (a few words; empty for none)";
    let feared = talk.ask(question, |line| Parsed::Done(line.trim().to_owned()))?;
    if feared.is_empty() {
        return Ok(());
    }
    let question = "Of the last months, in how many did it happen, as in 3 of 24?";
    let hazard = talk.ask(question, answer::monthly)?;
    draft.feared = Some((
        feared,
        hazard.map(|(value, said)| (value, format!("{question} {said}"))),
    ));
    Ok(())
}

/// Who goes where, with what powers and which message.
fn contact<R: BufRead>(talk: &mut Conversation<R>, draft: &mut Draft) -> Result<(), Failure> {
    let contact = &mut draft.contact;
    contact.by = talk.ask("Who sends the envoy?", answer::text)?;
    let names = [0, 1].map(|k| draft.sides[k].name.clone());
    let places: Words = &[(&names[0], "0"), (&names[1], "1")];
    let met = talk.choose("Whom does the envoy meet?", places)?;
    contact.meets = usize::from(met.is_some_and(|(value, _)| value == "1"));
    let as_of = draft.as_of;
    contact.date = talk.ask("On which day? (year-month-day)", |line| {
        answer::date_from(line, as_of)
    })?;
    let question = "What may the envoy do?";
    contact.mandate = talk
        .choose(question, &MANDATES)?
        .map(|(v, said)| (v.to_owned(), format!("{question} {said}")));
    for (key, question, levels) in [
        (
            "confidentiality",
            "How much of what it hears does the envoy pass on?",
            FILTERS,
        ),
        (
            "fidelity",
            "How much of a message arrives as it was meant?",
            FIDELITY,
        ),
    ] {
        if let Some((value, said)) = talk.choose(question, &levels)? {
            let asked = format!("{question} {said}");
            contact.quantities.push((key, value.to_owned(), asked));
        }
    }
    let other = &names[1 - contact.meets];
    let question = format!(
        "The envoy tells {} how much {other} would still bear. If that were fully believed, how \
         far would {other} have it shifted?",
        names[contact.meets]
    );
    if let Some((value, said)) = talk.choose(&question, &SHIFTS)? {
        contact.conflict = Some((value.to_owned(), format!("{question} {said}")));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
