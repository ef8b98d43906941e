//! The bottom line: what the contact changes, what binds, and where else it matters.

use pourparler_analysis::{Anatomy, Assessment, HEADLINE, Level, Position, Summary};

use crate::language::{Language, Likelihood, frequency, points, points_interval, share};
use crate::layout::Page;
use crate::names::{self, Who};
use crate::text::past;

/// An effect below this many points is called none.
pub const NOTHING: f64 = 0.0005;

/// An obstacle met on fewer paths than this binds nothing.
const RARE: f64 = 0.01;

/// Most sentences of a bottom line.
const MOST: usize = 4;

pub fn write(page: &mut Page, assessment: &Assessment) {
    page.heading("Bottom line");
    page.prose(&sentences(assessment, page.language()).join(" "));
}

/// The bottom line, sentence by sentence.
pub fn sentences(assessment: &Assessment, language: Language) -> Vec<String> {
    let mut sentences = headline(assessment, language);
    sentences.extend(binding(assessment));
    let outside = outside(assessment);
    // A figure outside what past cases say must be said; the steps have their own section.
    if sentences.len() + usize::from(outside.is_some()) < MOST {
        sentences.extend(elsewhere(assessment, language));
    }
    sentences.extend(outside);
    sentences
}

/// A summary as a likelihood.
pub fn likelihood(summary: &Summary, language: Language) -> Likelihood {
    Likelihood {
        mean: summary.mean,
        low: summary.q05,
        high: summary.q95,
        language,
    }
}

/// What a settlement's probability is, and what the contact does to it.
pub fn headline(assessment: &Assessment, language: Language) -> Vec<String> {
    let days = assessment.run.settings.horizon_days;
    let Some(with) = assessment.level("with", HEADLINE) else {
        return Vec::new();
    };
    let first = format!(
        "With the contact, a settlement within {days:.0} days {}",
        likelihood(&with.level, language).predicate()
    );
    let (Some(effect), Some(without)) = (&with.effect, assessment.level("without", HEADLINE))
    else {
        return vec![format!("{first}.")];
    };
    let change = effect.difference;
    let interval = points_interval(change.q05, change.q95);
    if change.mean.abs() < NOTHING {
        return vec![format!(
            "{first}, and the contact changes next to nothing about that: {} points (90% interval \
             {interval}).",
            points(change.mean)
        )];
    }
    let verb = if change.mean > 0.0 {
        "adds"
    } else {
        "takes away"
    };
    let (before, after) = (frequency(without.level.mean), frequency(with.level.mean));
    let compared = if before == after {
        format!("{before} with it and without")
    } else {
        format!("{before} without it, {after} with it")
    };
    let size = points(change.mean);
    let second = format!(
        "The contact {verb} {} points (90% interval {interval}): {compared}; it raises the figure \
         in {} of the plausible settings.",
        size.trim_start_matches(['+', '-']),
        share(effect.share_positive)
    );
    vec![format!("{first}."), second]
}

/// The obstacle that stops most paths, and whose reservation it is.
pub fn binding(assessment: &Assessment) -> Option<String> {
    let arm = assessment.run.arm("with")?;
    let anatomy = assessment
        .anatomy
        .iter()
        .find(|(index, _)| *index == arm)
        .map(|(_, a)| a)?;
    let (name, summary) = largest(anatomy).filter(|(_, summary)| summary.mean >= RARE)?;
    let mut sentence = format!(
        "In {} runs what binds is that {}",
        frequency(summary.mean),
        names::obstacle(name)
    );
    if name == "anatomy.no_zone" {
        let set: Vec<String> = assessment
            .space
            .sides
            .iter()
            .filter_map(|&side| assessment.space.parties.get(side))
            .filter_map(|party| {
                let clause = foremost(assessment, &party.id)?;
                let who = Who::of(party);
                let clause = match clause {
                    "floor" => format!("{} domestic floor", who.word("its")),
                    "war" => format!("what {} of the war", who.it("expects")),
                    "no_agreement" => format!("what {} without an agreement", who.it("has")),
                    _ => format!("what {} of waiting", who.it("expects")),
                };
                Some(format!("{} held by {clause}", who.that("is")))
            })
            .collect();
        if !set.is_empty() {
            sentence.push_str(&format!(" ({})", set.join(", ")));
        }
    }
    sentence.push('.');
    Some(sentence)
}

fn largest(anatomy: &Anatomy) -> Option<(&'static str, &Summary)> {
    let mut obstacles = anatomy.obstacles.iter();
    let first = obstacles.next()?;
    let most = obstacles.fold(first, |most, next| {
        if next.1.mean > most.1.mean {
            next
        } else {
            most
        }
    });
    Some((most.0, &most.1))
}

/// What sets a side's reservation in most settings.
fn foremost(assessment: &Assessment, party: &str) -> Option<&'static str> {
    let clauses = ["floor", "war", "no_agreement", "waiting"];
    let measured = clauses.into_iter().filter_map(|clause| {
        let level = assessment.level("with", &format!("sets.{party}.{clause}"))?;
        Some((level.level.mean, clause))
    });
    measured
        .reduce(|most, next| if next.0 > most.0 { next } else { most })
        .map(|(_, clause)| clause)
}

/// The step short of settlement the contact does most for.
fn elsewhere(assessment: &Assessment, language: Language) -> Option<String> {
    let soon = assessment.soon;
    let steps = assessment
        .run
        .outputs
        .iter()
        .filter(|output| output.name.starts_with("step.") && !output.name.contains('@'));
    let effects = steps.filter_map(|output| {
        let level = assessment.level_soon("with", &output.name)?;
        let effect = level.effect.as_ref()?.difference;
        (effect.mean.abs() >= NOTHING).then_some((effect.mean, output.name.as_str(), level))
    });
    let (_, name, level): (f64, &str, &Level) = effects.reduce(|most, next| {
        if next.0.abs() > most.0.abs() {
            next
        } else {
            most
        }
    })?;
    let effect = level.effect.as_ref()?.difference;
    Some(format!(
        "It does most for a step short of settlement: \"{}\" within {soon:.0} days {}, {} points of \
         it due to the contact.",
        names::output(assessment, name),
        likelihood(&level.level, language).predicate(),
        points(effect.mean)
    ))
}

/// Where the world without the contact lies outside what past cases say.
fn outside(assessment: &Assessment) -> Option<String> {
    let anchor = assessment.anchor.as_ref()?;
    (anchor.position != Position::Inside).then(|| past::position(assessment, anchor))
}
