//! From a conflict to a `.gmcr` file.

use serde_json::{Value, json};

use super::super::refused::Refused;
use super::super::{Direction, Graph, Pattern, Preference, State, Statement};
use super::GmcrFile;

/// Most alternatives of one statement; the format has no other connective than or.
pub const MAX_MEMBERS: usize = 1_000;

/// The file, with a line for each decision maker and option.
///
/// Statements are written as alternatives of patterns. If some decision maker has a ranking, rankings
/// are written for all, because the program takes one kind for the whole conflict.
///
/// # Errors
///
/// Merged states, which the format does not have, or a statement with too many alternatives.
pub fn write(file: &GmcrFile) -> Result<String, Refused> {
    let (graph, description) = (file.conflict.graph(), file.conflict.description());
    if !description.merged.is_empty() {
        let message = "the format has no merged states".to_owned();
        return Err(Refused::Input(message));
    }
    // Options sorted by decision maker, as the program sorts them on loading.
    let makers = &description.decision_makers;
    let order: Vec<usize> = makers
        .iter()
        .flat_map(|maker| maker.options.clone())
        .collect();
    let mut sorted = vec![0; order.len()];
    for (at, &option) in order.iter().enumerate() {
        sorted[option] = at;
    }
    let condition = |pattern: &Pattern| {
        let pairs = order.iter().enumerate().filter_map(|(at, option)| {
            let taken = pattern.taken() >> option & 1 == 1;
            let named = pattern.named() >> option & 1 == 1;
            named.then(|| json!([at, if taken { "Y" } else { "N" }]))
        });
        Value::Array(pairs.collect())
    };
    let ranked =
        |maker: &super::super::DecisionMaker| matches!(maker.preference, Preference::Ranking(_));
    let manual = makers.iter().any(ranked);
    let mut listed = Vec::with_capacity(makers.len());
    for (index, maker) in makers.iter().enumerate() {
        let mut preferences = Vec::new();
        if let Preference::Statements(statements) = &maker.preference {
            for statement in statements {
                let patterns = alternatives(statement, &maker.name)?;
                preferences.push(match &patterns[..] {
                    [one] => condition(one),
                    _ => {
                        let members: Vec<Value> = patterns.iter().map(condition).collect();
                        json!({ "compound": true, "members": members })
                    }
                });
            }
        }
        let owned: Vec<usize> = maker.options.iter().map(|&option| sorted[option]).collect();
        let unseen = file.unseen.get(index).into_iter().flatten();
        let unseen: Vec<Value> = unseen.map(condition).collect();
        let mut one = json!({
            "name": maker.name,
            "options": owned,
            "preferences": preferences,
            "misperceptions": unseen,
        });
        if manual {
            let ranks = &file.conflict.ranks()[index];
            one["preferenceRanking"] = Value::Array(ranking(graph, ranks, &sorted));
        }
        listed.push(one);
    }
    let options: Vec<Value> = order
        .iter()
        .map(|&option| {
            let option = &description.options[option];
            let direction = match option.direction {
                Direction::Both => "both",
                Direction::OnlyTake => "fwd",
                Direction::OnlyDrop => "back",
            };
            json!({ "name": option.name, "permittedDirection": direction })
        })
        .collect();
    let infeasible: Vec<Value> = description.infeasible.iter().map(condition).collect();
    let coalitions: Vec<Value> = file
        .coalitions
        .iter()
        .map(|members| match &members[..] {
            [one] => json!(one),
            several => json!(several),
        })
        .collect();
    let value = json!({
        "decisionMakers": listed,
        "coalitions": coalitions,
        "options": options,
        "infeasibles": infeasible,
        "useManualPreferenceRanking": manual,
        "program": "gmcr-py",
        "version": "0.3.13",
    });
    Ok(format!("{value}\n"))
}

fn alternatives(statement: &Statement, name: &str) -> Result<Vec<Pattern>, Refused> {
    // As it stands if it already is one.
    let plain: Option<Vec<Pattern>> = match statement {
        Statement::Or(parts) => parts
            .iter()
            .map(|part| match part {
                Statement::Pattern(pattern) => Some(*pattern),
                _ => None,
            })
            .collect(),
        _ => None,
    };
    plain
        .or_else(|| statement.patterns(MAX_MEMBERS))
        .ok_or_else(|| {
            Refused::Input(format!(
                "a statement of {name} takes more than {MAX_MEMBERS} alternatives of options taken \
                 and not taken"
            ))
        })
}

/// State numbers after sorting, the best first, ties as lists.
fn ranking(graph: &Graph, ranks: &[u32], sorted: &[usize]) -> Vec<Value> {
    let moved = |state: State| {
        let bits = sorted.iter().enumerate();
        bits.fold(0, |all: State, (option, at)| {
            all | (state >> option & 1) << at
        })
    };
    let mut states: Vec<(State, u32)> = graph
        .states()
        .iter()
        .map(|&state| (moved(state), ranks[state as usize]))
        .collect();
    states.sort_unstable();
    let mut numbered: Vec<(u32, usize)> = states
        .into_iter()
        .enumerate()
        .map(|(at, (_, rank))| (rank, at + 1))
        .collect();
    numbered.sort_by_key(|&(rank, number)| (std::cmp::Reverse(rank), number));
    let levels = numbered.chunk_by(|a, b| a.0 == b.0);
    levels
        .map(|level| match level {
            [(_, one)] => json!(one),
            tied => json!(tied.iter().map(|(_, number)| number).collect::<Vec<_>>()),
        })
        .collect()
}
