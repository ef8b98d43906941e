//! The claims: verdict, figures, how robust, what would flip it, what it only repeats.

use pourparler_analysis::{
    Assessment, Basis, Class, Flip, Judgement, Outcome, TestedClaim, Truth, Verdict,
};
use pourparler_scenario::Expression;
use pourparler_scenario::claim::{Test, Value};

use crate::figure::{comparisons, kind, written};
use crate::language::share;
use crate::layout::{NAME, Page, SENTENCE, safe};
use crate::names;
use crate::sensitivity::shifted;

pub fn write(page: &mut Page, assessment: &Assessment) {
    if assessment.judgements.is_empty() {
        return;
    }
    page.heading("Claims");
    for (tested, judgement) in assessment.claims.iter().zip(&assessment.judgements) {
        let claim = &tested.claim;
        page.item(
            &safe(&judgement.id, NAME),
            &format!(
                "{}: {}",
                verdict(&judgement.verdict).to_uppercase(),
                safe(&claim.text, SENTENCE)
            ),
        );
        for line in details(assessment, tested, judgement) {
            page.item("   ", &line);
        }
        if let Some(resolution) = claim.resolution.as_deref() {
            page.item(
                "   ",
                &format!("Resolution: {}", safe(resolution, SENTENCE)),
            );
        }
    }
}

/// A verdict in words.
pub fn verdict(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Supported => "supported",
        Verdict::LeaningSupported => "leaning supported",
        Verdict::Refuted => "refuted",
        Verdict::LeaningRefuted => "leaning refuted",
        Verdict::NotSettled => "not settled",
        Verdict::Contradiction => "both tests hold, so the claim contradicts itself",
        Verdict::NotTestable => "not testable",
        Verdict::NotAvailable(_) => "not available",
    }
}

/// The test a verdict turns on: 0 for `supported_if`, 1 for `refuted_if`, 2 for the check.
pub fn deciding(verdict: &Verdict) -> Option<usize> {
    match verdict {
        Verdict::Supported | Verdict::LeaningSupported => Some(0),
        Verdict::Refuted | Verdict::LeaningRefuted => Some(1),
        Verdict::NotTestable => Some(2),
        Verdict::NotSettled | Verdict::Contradiction | Verdict::NotAvailable(_) => None,
    }
}

fn details(assessment: &Assessment, tested: &TestedClaim, judgement: &Judgement) -> Vec<String> {
    let mut lines = Vec::new();
    if let Verdict::NotAvailable(why) = &judgement.verdict {
        lines.push(format!("Not available because {}.", safe(&why.0, SENTENCE)));
    }
    let claim = &tested.claim;
    let tests = [
        (
            "Supported if",
            &claim.supported_if,
            &tested.supported_if,
            &judgement.supported_if,
        ),
        (
            "Refuted if",
            &claim.refuted_if,
            &tested.refuted_if,
            &judgement.refuted_if,
        ),
        ("Check", &claim.check, &tested.check, &judgement.check),
    ];
    for (name, text, test, outcome) in tests {
        if let (Some(text), Some(test), Some(outcome)) = (text, test, outcome) {
            lines.push(tested_line(assessment, name, text, test, outcome));
        }
    }
    if let Some(restates) = &judgement.restates {
        let line = restates
            .line
            .map_or_else(String::new, |line| format!(" (line {line})"));
        lines.push(format!(
            "This restates your input {}{line}.",
            safe(names::key(&restates.path), 2 * NAME)
        ));
    }
    lines.extend(
        judgement
            .flip
            .as_ref()
            .map(|flip| flipped(assessment, flip)),
    );
    lines
}

/// `Supported if P(x) < 5%: 3%; holds, and by itself in 84% of the settings.`
fn tested_line(
    assessment: &Assessment,
    name: &str,
    written_as: &Expression,
    test: &Test,
    outcome: &Outcome,
) -> String {
    let mut compared = Vec::new();
    comparisons(test, &mut compared);
    let figures = outcome
        .sides
        .iter()
        .zip(&compared)
        .map(|(side, (left, right))| {
            let of = |value, figure: Option<(f64, f64)>| match figure {
                Some((number, se)) => written(kind(value, &assessment.run), number, se),
                None => "not available".to_owned(),
            };
            // A constant stands in the test already.
            match (constant(left), constant(right)) {
                (false, true) => of(left, side.left),
                (true, _) => of(right, side.right),
                (false, false) => {
                    format!("{} against {}", of(left, side.left), of(right, side.right))
                }
            }
        });
    let figures: Vec<String> = figures.collect();
    let truth = match &outcome.truth {
        Truth::Holds => "holds",
        Truth::Fails => "fails",
        Truth::Unknown(_) => "not available",
    };
    let over = match outcome.basis {
        Basis::Settings => "settings",
        Basis::Scrambles => "repetitions",
        Basis::Both => "settings and repetitions",
    };
    let robust = outcome.robustness.map_or_else(String::new, |robust| {
        format!("; it holds by itself in {} of the {over}", share(robust))
    });
    let figures = figures.join(", then ");
    format!(
        "{name} {}: {figures}; {truth}{robust}.",
        safe(&written_as.text, SENTENCE)
    )
}

fn constant(value: &Value) -> bool {
    matches!(value, Value::Number(_))
}

fn flipped(assessment: &Assessment, flip: &Flip) -> String {
    let Flip::By(step) = flip else {
        return "No single input flips it within its range.".to_owned();
    };
    let Some(input) = assessment.run.inputs.get(step.input) else {
        return String::new();
    };
    let becomes = match step.becomes {
        Class::Supported => "supported",
        Class::Refuted => "refuted",
        Class::NotSettled => "not settled",
    };
    format!(
        "It becomes {becomes} if {}, {:.1} standard deviations away.",
        shifted(assessment, input, step.from, step.to),
        step.sds
    )
}
