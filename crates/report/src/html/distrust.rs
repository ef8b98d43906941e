//! Why not to trust this: the run's own weak points, found by rule.

use maud::html;
use pourparler_analysis::{Assessment, Count, Position, Verdict, is_assumed};

use super::{Report, Section, words};
use crate::language::{count, plural, points, share};
use crate::layout::{NAME, SENTENCE, safe};
use crate::names;
use crate::opinions::{Method, SideBySide, differences};
use crate::text::{drivers, interrupted, past};

/// Inputs named in a sentence.
const NAMED: usize = 3;
/// A share of variance from which an interval matters.
const MATTERS: f64 = 0.01;
/// Sentences on where methods differ.
const DIFFER: usize = 1;

pub(super) fn section(report: &Report) -> Option<Section> {
    Some(Section {
        id: "distrust",
        title: "Why not to trust this".to_owned(),
        body: html! { ul.items { @for sentence in sentences(report) { li { (words::set(&sentence)) } } } },
    })
}

/// The weak points, the gravest first.
pub fn sentences(report: &Report) -> Vec<String> {
    let assessment = report.assessment;
    let mut found = Vec::new();
    if !assessment.run.complete {
        found.push(format!("This run was {}.", interrupted(assessment)));
    }
    found.extend(unsourced(assessment));
    found.extend(wide(assessment));
    found.extend(disagreement(report));
    found.push(never_validated(assessment));
    found.extend(beyond_the_sample(assessment));
    found.extend(unanswered(assessment));
    found.extend(coarse(assessment));
    found
}

/// Quantities nobody has given a source.
fn unsourced(assessment: &Assessment) -> Option<String> {
    let inputs = &assessment.run.inputs;
    let assumed = inputs.iter().filter(|input| is_assumed(input)).count();
    if assumed == 0 {
        return None;
    }
    let defaults = inputs.iter().filter(|input| !input.elicited).count();
    let rest = format!(
        "{assumed} of {} {} on judgement or on a default",
        count(inputs.len(), "quantity", "quantities"),
        plural(assumed, "rests", "rest")
    );
    Some(match defaults {
        0 => format!("{rest}."),
        1 => format!("{rest}; 1 of them is a default nobody has looked at."),
        _ => format!("{rest}; {defaults} of them are defaults nobody has looked at."),
    })
}

/// Wide intervals that matter.
fn wide(assessment: &Assessment) -> Option<String> {
    let named = assessment.assumptions.iter().filter(|a| a.level >= MATTERS);
    let named: Vec<String> = named
        .filter_map(|assumption| {
            let input = assessment.run.inputs.get(assumption.input)?;
            Some(format!(
                "{} ({}; {} of the variance)",
                safe(names::input(&input.path), 2 * NAME),
                drivers::range(input),
                share(assumption.level)
            ))
        })
        .take(NAMED)
        .collect();
    (!named.is_empty()).then(|| {
        format!(
            "What moves the chance of a settlement most, and rests on judgement: {}.",
            named.join(", ")
        )
    })
}

/// Methods that disagree.
fn disagreement(report: &Report) -> Vec<String> {
    let Some(opinions) = report.opinions else {
        return Vec::new();
    };
    let side = SideBySide {
        assessment: report.assessment,
        opinions,
    };
    // Past cases have a sentence of their own below.
    let apart = differences(&side)
        .into_iter()
        .filter(|found| !found.agree && !found.methods.contains(&Method::Cases));
    apart.map(|found| found.what).take(DIFFER).collect()
}

/// Assumptions nobody has tested against what happened.
fn never_validated(assessment: &Assessment) -> String {
    let scored = "No forecast of this model has been scored against what happened";
    let claims = &assessment.scenario.claims;
    let resolved = claims
        .iter()
        .filter(|claim| claim.resolution.is_some())
        .count();
    match (claims.len(), resolved) {
        (0, _) => format!("{scored}."),
        (1, 0) => format!("{scored}; its one claim has no rule by which that can be done."),
        (1, _) => format!("{scored}; its one claim has a rule by which that can be done."),
        (all, resolved) => format!(
            "{scored}; {resolved} of its {all} claims here {} a rule by which that can be done.",
            plural(resolved, "has", "have")
        ),
    }
}

/// Past cases that are few, of another sort, or none.
fn beyond_the_sample(assessment: &Assessment) -> Option<String> {
    let Some(anchor) = &assessment.anchor else {
        return Some("No past cases stand beside these figures.".to_owned());
    };
    let class = anchor.class;
    let days = assessment.run.settings.horizon_days;
    let longest = match class.count {
        Count::Within(counts) => counts.last().map(|(day, _)| *day),
        Count::PerCase(_) => None,
    };
    let beyond = match longest.filter(|longest| *longest < days) {
        Some(longest) => {
            format!(", followed for {longest:.0} days where this looks {days:.0} days ahead")
        }
        None => String::new(),
    };
    // Outside the interval, the bottom line has said so already.
    let outside = match anchor.position {
        Position::Inside => past::position(assessment, anchor),
        Position::Below | Position::Above => {
            "The figure without the contact lies outside what they say.".to_owned()
        }
    };
    Some(format!(
        "The past cases beside it are {} ({}){beyond}; none of them is coded for what an envoy's visit \
         changes. {outside}",
        count(class.n as usize, "case", "cases"),
        safe(class.title, SENTENCE),
    ))
}

/// Claims without an answer.
fn unanswered(assessment: &Assessment) -> Option<String> {
    let without = assessment.judgements.iter().filter(|judgement| {
        matches!(
            judgement.verdict,
            Verdict::NotAvailable(_) | Verdict::NotTestable | Verdict::NotSettled
        )
    });
    let without = without.count();
    (without > 0).then(|| {
        format!(
            "{without} of {} {} neither supported nor refuted.",
            count(assessment.judgements.len(), "claim", "claims"),
            plural(without, "is", "are")
        )
    })
}

/// Standard errors as large as the effect they belong to.
fn coarse(assessment: &Assessment) -> Option<String> {
    let effect = assessment
        .level("with", "settlement")?
        .effect
        .as_ref()?
        .difference;
    let coarse = effect.se.is_finite() && effect.se > 0.0 && effect.mean.abs() < 2.0 * effect.se;
    coarse.then(|| {
        format!(
            "The contact's effect on a settlement, {} points, is less than two standard errors of the \
             computation: its sign is not settled.",
            points(effect.mean)
        )
    })
}
