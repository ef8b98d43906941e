//! What could be signed, as JSON.

use pourparler_agreement::Point;
use pourparler_agreement::opening::{Opening, SingleChange};
use pourparler_analysis::agreements::Agreements;
use pourparler_scenario::Scenario;
use serde_json::{Map, Value, json};

use super::{missing, number};
use crate::signable::option;

/// Schema of the agreements.
pub const AGREEMENTS_SCHEMA: &str = "pourparler.agreements/1";

/// What could be signed at the medians.
pub fn agreements(scenario: &Scenario, found: &Agreements) -> Value {
    let sides = (0..2).map(|side| {
        let reservation = found.reservations[side];
        let mut side = json!({
            "party": party(found, found.space.sides[side]),
            "reservation": number(reservation.value()),
            "floor": number(reservation.floor),
            "today": number(found.today[side]),
        });
        let otherwise = if found.front { "war" } else { "no_agreement" };
        side[otherwise] = number(reservation.otherwise);
        side
    });
    let solutions = found.solutions.iter().map(|(name, at)| {
        let value = match at {
            Some(at) => point(found, at),
            None => missing("the bargaining zone is shut"),
        };
        ((*name).to_owned(), value)
    });
    let solutions: Map<String, Value> = solutions.collect();
    json!({
        "schema": AGREEMENTS_SCHEMA,
        "title": scenario.root.text("title"),
        "marking": scenario.root.text("marking"),
        "basis": "medians: one state of the world, not a forecast",
        "scenario_sha256": scenario.sha256,
        "sides": sides.collect::<Vec<Value>>(),
        "open": found.open,
        "surplus": found.surplus.map_or_else(
            || missing("no settlement gives side b what it must get"),
            number,
        ),
        "frontier": found.frontier.points().iter().map(|at| point(found, at)).collect::<Vec<Value>>(),
        "solutions": solutions,
        "opening": {
            "equal": opening(found, found.equal.as_ref()),
            "cheapest": opening(found, found.cheapest.as_ref()),
            "single_changes": single_changes(found),
        },
    })
}

fn party(found: &Agreements, index: usize) -> Value {
    found
        .space
        .parties
        .get(index)
        .map_or(Value::Null, |party| Value::from(party.id.as_str()))
}

fn package(found: &Agreements, package: u64, shares: &[(usize, f64)]) -> Value {
    let issues = found.space.issues.iter().enumerate().map(|(index, issue)| {
        let chosen = found.space.domain.option(package, index);
        let value = match shares.iter().find(|(divisible, _)| *divisible == index) {
            Some((_, share)) => json!({ "share_of_last_option": number(*share) }),
            None => issue
                .options
                .get(chosen)
                .map_or(Value::Null, |label| Value::from(label.as_str())),
        };
        (issue.id.clone(), value)
    });
    Value::Object(issues.collect())
}

fn point(found: &Agreements, at: &Point) -> Value {
    json!({
        "a": number(at.a),
        "b": number(at.b),
        "package": package(found, at.package, &found.frontier.shares(at)),
    })
}

fn opening(found: &Agreements, opening: Option<&Opening>) -> Value {
    let Some(opening) = opening else {
        return missing("no concession gets past red lines and required consents");
    };
    json!({
        "cost": number(opening.cost),
        "a": number(opening.sides[0]),
        "b": number(opening.sides[1]),
        "vetoes": found
            .draw
            .vetoes
            .iter()
            .zip(&opening.vetoes)
            .map(|(veto, amount)| json!({ "party": party(found, veto.party), "amount": number(*amount) }))
            .collect::<Vec<Value>>(),
        "package": package(found, opening.package, &opening.shares),
    })
}

/// The single changes that open the bargaining zone.
pub(super) fn single_changes(found: &Agreements) -> Value {
    let structure = found.space.domain.structure();
    let changed = |change: Value, amount: f64, surplus: f64, at: u64| {
        json!({
            "change": change,
            "amount": number(amount),
            "surplus": number(surplus),
            "package": package(found, at, &[]),
        })
    };
    fn common<T>(change: &SingleChange<T>) -> (f64, f64, u64) {
        (change.amount, change.surplus, change.package)
    }
    let red_lines = found.changes.red_lines.iter().filter_map(|change| {
        let line = structure.red_lines.get(change.at)?;
        let (amount, surplus, at) = common(change);
        let what = json!({
            "red_line": option(found, line.refused.issue, line.refused.option),
            "party": party(found, line.party),
        });
        Some(changed(what, amount, surplus, at))
    });
    let consents = found.changes.consents.iter().filter_map(|change| {
        let rule = structure.consents.get(change.at)?;
        let (amount, surplus, at) = common(change);
        let issue = found
            .space
            .issues
            .get(rule.issue)
            .map(|issue| issue.id.as_str());
        let what = json!({ "consent": issue, "party": party(found, rule.party) });
        Some(changed(what, amount, surplus, at))
    });
    let vetoes = found.changes.vetoes.iter().filter_map(|change| {
        let veto = found.draw.vetoes.get(change.at)?;
        let (amount, surplus, at) = common(change);
        Some(changed(
            json!({ "veto": party(found, veto.party) }),
            amount,
            surplus,
            at,
        ))
    });
    let options = found.changes.options.iter().map(|change| {
        let (choice, side) = change.at;
        let (amount, surplus, at) = common(change);
        let what = json!({
            "option": option(found, choice.issue, choice.option),
            "party": found.space.sides.get(side).map_or(Value::Null, |index| party(found, *index)),
        });
        changed(what, amount, surplus, at)
    });
    red_lines
        .chain(consents)
        .chain(vetoes)
        .chain(options)
        .collect()
}
