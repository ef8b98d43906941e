//! The claims: verdict, figures, how robust, what would flip it, what it only repeats.

use pourparler_analysis::{Assessment, Basis, Class, Flip, Judgement, Outcome, Side, Truth, Verdict};
use pourparler_engine::result::Input;

use crate::language::share;
use crate::layout::{NAME, Page, SENTENCE, safe};

pub fn write(page: &mut Page, assessment: &Assessment) {
    if assessment.judgements.is_empty() {
        return;
    }
    page.heading("Claims");
    for (claim, judgement) in assessment.claims.iter().zip(&assessment.judgements) {
        let claim = &claim.claim;
        page.item(
            &safe(&judgement.id, NAME),
            &format!("{}: {}", verdict(&judgement.verdict).to_uppercase(), safe(&claim.text, SENTENCE)),
        );
        for line in details(assessment, judgement) {
            page.item("   ", &line);
        }
        if let Some(resolution) = claim.resolution.as_deref() {
            page.item("   ", &format!("Resolution: {}", safe(resolution, SENTENCE)));
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

fn details(assessment: &Assessment, judgement: &Judgement) -> Vec<String> {
    let mut lines = Vec::new();
    if let Verdict::NotAvailable(why) = &judgement.verdict {
        lines.push(format!("Not available because {}.", safe(&why.0, SENTENCE)));
    }
    let tests = [
        ("supported if", &judgement.supported_if),
        ("refuted if", &judgement.refuted_if),
        ("check", &judgement.check),
    ];
    for (name, outcome) in tests {
        if let Some(outcome) = outcome {
            lines.extend(test(name, outcome));
        }
    }
    if let Some(restates) = &judgement.restates {
        let line = restates.line.map_or_else(String::new, |line| format!(" (line {line})"));
        lines.push(format!("This restates your input {}{line}.", safe(&restates.path, 2 * NAME)));
    }
    lines.extend(judgement.flip.as_ref().map(|flip| flipped(assessment, flip)));
    lines
}

fn test(name: &str, outcome: &Outcome) -> Vec<String> {
    let truth = match &outcome.truth {
        Truth::Holds => "holds".to_owned(),
        Truth::Fails => "fails".to_owned(),
        Truth::Unknown(_) => "not available".to_owned(),
    };
    let over = match outcome.basis {
        Basis::Settings => "settings",
        Basis::Scrambles => "repetitions",
        Basis::Both => "settings and repetitions",
    };
    let robust = outcome.robustness.map_or_else(String::new, |robust| {
        format!("; by itself it holds in {} of the {over}", share(robust))
    });
    let mut lines = vec![format!("{name}: {truth}{robust}.")];
    lines.extend(outcome.sides.iter().map(compared));
    lines
}

fn compared(side: &Side) -> String {
    let text = safe(&side.text, SENTENCE);
    let number = |value: Option<(f64, f64)>| match value {
        Some((value, _)) if !value.is_finite() => "not a number".to_owned(),
        Some((value, se)) if se > 0.0 => format!("{} (error {})", figure(value), figure(se)),
        Some((value, _)) => figure(value),
        None => "not available".to_owned(),
    };
    format!("- {text}: {} against {}", number(side.left), number(side.right))
}

/// A figure of any unit, three significant digits.
fn figure(value: f64) -> String {
    let decimals = match value.abs() {
        v if v >= 100.0 => 0,
        v if v >= 10.0 => 1,
        v if v >= 1.0 => 2,
        v if v >= 0.1 || v == 0.0 => 3,
        v if v >= 0.01 => 4,
        _ => 5,
    };
    let text = format!("{value:.decimals$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

fn flipped(assessment: &Assessment, flip: &Flip) -> String {
    let Flip::By(step) = flip else {
        return "No single input flips it within its range.".to_owned();
    };
    let Some(input) = assessment.run.inputs.get(step.input) else { return String::new() };
    let becomes = match step.becomes {
        Class::Supported => "supported",
        Class::Refuted => "refuted",
        Class::NotSettled => "not settled",
    };
    let to = match label(input, step.to) {
        Some(label) => format!("is {}", safe(label, NAME)),
        None => format!("goes from {} to {}", figure(step.from), figure(step.to)),
    };
    format!(
        "It becomes {becomes} if {} {to}, {:.1} standard deviations away.",
        safe(&input.path, 2 * NAME),
        step.sds
    )
}

/// The label at a drawn value, where the input is a choice.
fn label(input: &Input, value: f64) -> Option<&str> {
    input.labels.get(value.round().max(0.0) as usize).map(String::as_str)
}
