//! Claims with everything that led to their verdicts.

use pourparler_analysis::{
    Assessment, Basis, Class, Flip, Judgement, Outcome, Side, TestedClaim, Truth, Verdict,
};
use pourparler_scenario::claim::Test;
use serde_json::{Value, json};

use super::{missing, number};
use crate::figure::{Kind, comparisons, kind};

/// The claims, in file order.
pub fn claims(assessment: &Assessment) -> Value {
    let pairs = assessment.claims.iter().zip(&assessment.judgements);
    pairs
        .map(|(claim, judgement)| one(assessment, claim, judgement))
        .collect()
}

fn one(assessment: &Assessment, tested: &TestedClaim, judgement: &Judgement) -> Value {
    let claim = &tested.claim;
    let (test, outcome) = deciding(tested, judgement);
    json!({
        "id": judgement.id,
        "text": claim.text,
        "kind": claim.kind,
        "verdict": verdict(&judgement.verdict),
        "reason": match &judgement.verdict {
            Verdict::NotAvailable(why) => Value::from(why.0.as_str()),
            _ => Value::Null,
        },
        "probability": test
            .zip(outcome)
            .and_then(|(test, outcome)| probability(assessment, test, outcome))
            .unwrap_or_else(|| missing("the deciding test compares no probability")),
        "robustness": outcome.and_then(|outcome| outcome.robustness).map_or(Value::Null, number),
        "flip": flip(assessment, judgement),
        "restates": judgement.restates.as_ref().map(|restates| json!({
            "input": restates.path,
            "line": restates.line,
            "share": number(restates.share),
        })),
        "tests": {
            "supported_if": judgement.supported_if.as_ref().map(outcome_json),
            "refuted_if": judgement.refuted_if.as_ref().map(outcome_json),
            "check": judgement.check.as_ref().map(outcome_json),
        },
        "resolution": claim.resolution,
        "line": claim.line,
    })
}

fn verdict(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Supported => "supported",
        Verdict::LeaningSupported => "leaning_supported",
        Verdict::Refuted => "refuted",
        Verdict::LeaningRefuted => "leaning_refuted",
        Verdict::NotSettled => "not_settled",
        Verdict::Contradiction => "contradiction",
        Verdict::NotTestable => "not_testable",
        Verdict::NotAvailable(_) => "not_available",
    }
}

/// The test the verdict turns on: the refuting one for refuted claims, else the supporting one.
fn deciding<'a>(
    claim: &'a TestedClaim,
    judgement: &'a Judgement,
) -> (Option<&'a Test>, Option<&'a Outcome>) {
    let refuted = matches!(
        judgement.verdict,
        Verdict::Refuted | Verdict::LeaningRefuted
    );
    let supporting = (claim.supported_if.as_ref(), judgement.supported_if.as_ref());
    let refuting = (claim.refuted_if.as_ref(), judgement.refuted_if.as_ref());
    match (refuted, supporting.0.is_some()) {
        (false, true) => supporting,
        (true, _) | (false, false) => refuting,
    }
}

/// The first probability a test compares, as computed; not an effect or a ratio.
fn probability(assessment: &Assessment, test: &Test, outcome: &Outcome) -> Option<Value> {
    let mut compared = Vec::new();
    comparisons(test, &mut compared);
    let is_probability = |figure| kind(figure, &assessment.run) == Kind::Probability;
    compared
        .iter()
        .zip(&outcome.sides)
        .find_map(|((left, right), side)| {
            let (value, se) = match (is_probability(left), is_probability(right)) {
                (true, _) => side.left?,
                (false, true) => side.right?,
                (false, false) => return None,
            };
            let mut fields = super::figure("value", value, se);
            fields.insert("of".to_owned(), json!(side.text));
            Some(Value::Object(fields))
        })
}

fn flip(assessment: &Assessment, judgement: &Judgement) -> Value {
    match &judgement.flip {
        None => missing("this verdict has no flip"),
        Some(Flip::NoSingleInput) => missing("no single input flips it within its range"),
        Some(Flip::By(step)) => {
            let input = assessment.run.inputs.get(step.input);
            let becomes = match step.becomes {
                Class::Supported => "supported",
                Class::Refuted => "refuted",
                Class::NotSettled => "not_settled",
            };
            json!({
                "input": input.map(|input| input.path.as_str()),
                "labels": input.map(|input| input.labels.as_slice()),
                "line": input.and_then(|input| input.line),
                "from": number(step.from),
                "to": number(step.to),
                "sds": number(step.sds),
                "becomes": becomes,
            })
        }
    }
}

fn outcome_json(outcome: &Outcome) -> Value {
    let basis = match outcome.basis {
        Basis::Settings => "settings",
        Basis::Scrambles => "scrambles",
        Basis::Both => "settings and scrambles",
    };
    json!({
        "holds": truth(&outcome.truth),
        "reason": reason(&outcome.truth),
        "robustness": outcome.robustness.map_or(Value::Null, number),
        "robustness_over": basis,
        "comparisons": outcome.sides.iter().map(side).collect::<Vec<Value>>(),
    })
}

fn side(side: &Side) -> Value {
    let figure = |value: Option<(f64, f64)>| match value {
        Some((value, se)) if value.is_finite() && se.is_finite() => {
            json!({ "value": number(value), "se": number(se) })
        }
        Some((value, se)) => json!({
            "value": number(value),
            "se": number(se),
            "reason": "not a number, or not one in every repetition",
        }),
        None => missing("a part of it was not measured"),
    };
    json!({
        "text": side.text,
        "left": figure(side.left),
        "right": figure(side.right),
        "holds": truth(&side.truth),
        "reason": reason(&side.truth),
    })
}

fn truth(truth: &Truth) -> Value {
    match truth {
        Truth::Holds => Value::Bool(true),
        Truth::Fails => Value::Bool(false),
        Truth::Unknown(_) => Value::Null,
    }
}

fn reason(truth: &Truth) -> Value {
    match truth {
        Truth::Unknown(why) => Value::from(why.0.as_str()),
        Truth::Holds | Truth::Fails => Value::Null,
    }
}
