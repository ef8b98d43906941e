//! Names typed on the command line: outcomes, inputs, claims, arms.

use pourparler_analysis::Prepared;
use pourparler_scenario::Scenario;
use pourparler_scenario::words::{shown, suggestion};

use crate::failure::Failure;

/// The place of an outcome among the plan's outputs, which are those of its runs.
///
/// # Errors
///
/// There is none of that name.
pub fn outcome(prepared: &Prepared, typed: &str) -> Result<usize, Failure> {
    let outputs = prepared.plan().outputs();
    let names: Vec<&str> = outputs.iter().map(|output| output.name.as_str()).collect();
    let place = names.iter().position(|name| *name == typed);
    place.ok_or_else(|| unknown("outcome", typed, &names))
}

/// The key paths of uncertain inputs that a typed one stands for: itself, and whether a
/// probability of that name comes true.
///
/// # Errors
///
/// There is none of that name, or it is certain.
pub fn input(prepared: &Prepared, typed: &str) -> Result<Vec<String>, Failure> {
    let known = prepared.plan().dimensions();
    let own = |path: &str| path.trim_end_matches("#drawn") == typed;
    let found: Vec<String> = known.iter().filter(|path| own(path)).cloned().collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let root = &prepared.scenario().root;
    if root
        .quantities()
        .iter()
        .any(|quantity| quantity.path == typed)
    {
        return Err(Failure::input(
            format!("`{}` is certain in this scenario", shown(typed)),
            "only what is given as a range, or left to its default, drives anything",
        ));
    }
    let names: Vec<&str> = known
        .iter()
        .map(|path| path.trim_end_matches("#drawn"))
        .collect();
    Err(unknown("uncertain input", typed, &names))
}

/// The id of a claim.
///
/// # Errors
///
/// There is none of that id.
pub fn claim(scenario: &Scenario, typed: &str) -> Result<(), Failure> {
    let ids: Vec<&str> = scenario
        .claims
        .iter()
        .map(|claim| claim.id.as_str())
        .collect();
    match ids.contains(&typed) {
        true => Ok(()),
        false if ids.is_empty() => Err(Failure::input(
            "the scenario has no claims",
            "write one below [[claims]]",
        )),
        false => Err(unknown("claim", typed, &ids)),
    }
}

/// That there is no such thing, with what there is.
pub fn unknown(what: &str, typed: &str, names: &[&str]) -> Failure {
    Failure::Input {
        message: format!("there is no {what} `{}`", shown(typed)),
        help: suggestion(typed, names, "there are"),
    }
}

/// A number as typed.
#[derive(Clone)]
pub struct Amount {
    /// As typed.
    pub typed: String,
    /// What it means; a percentage and a point are 0.01.
    pub value: f64,
}

/// A number, a percentage or a difference in points: `200`, `3%`, `5pt`.
///
/// # Errors
///
/// It is none of them.
pub fn amount(text: &str) -> Result<Amount, String> {
    let text = text.trim();
    let points = text.strip_suffix('%').or_else(|| text.strip_suffix("pt"));
    let (number, scale) = points.map_or((text, 1.0), |points| (points, 100.0));
    match number.trim().parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(Amount {
            typed: text.to_owned(),
            value: number / scale,
        }),
        _ => Err("write a number, a percentage or points: 200, 3%, 5pt".to_owned()),
    }
}

/// A share above 0 and up to 1: `50%`, `0.5`.
///
/// # Errors
///
/// It is none.
pub fn share(text: &str) -> Result<Amount, String> {
    match amount(text) {
        Ok(share) if share.value > 0.0 && share.value <= 1.0 => Ok(share),
        _ => Err("write a share above 0 and up to 100%, such as 50% or 0.5".to_owned()),
    }
}
