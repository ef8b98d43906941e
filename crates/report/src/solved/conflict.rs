//! A conflict of the graph model, its equilibria, and why a state holds.

use pourparler_second_opinion::graph_model::gmcr::GmcrFile;
use pourparler_second_opinion::graph_model::{
    Concept, Conflict, Stability, State, reason, verdict,
};
use serde_json::{Value, json};

use super::{MOST, SOLVED_SCHEMA, left_out};
use crate::language::capital;
use crate::layout::{Look, Page, SENTENCE, numbers, safe, words};

/// A conflict with what was found.
#[derive(Debug)]
pub struct Solved {
    file: GmcrFile,
    stability: Stability,
    /// The state whose verdicts are told.
    told: Option<State>,
}

/// Analyses a conflict; `state` is the number of the one whose verdicts are to be told.
///
/// # Errors
///
/// The number of states, where there is none of that number.
pub fn solved(file: GmcrFile, state: Option<usize>) -> Result<Solved, usize> {
    let graph = file.conflict.graph();
    let told = match state {
        Some(number) => Some(graph.state(number).ok_or(graph.states().len())?),
        None => None,
    };
    Ok(Solved {
        stability: Stability::of(&file.conflict),
        file,
        told,
    })
}

fn makers(conflict: &Conflict) -> std::ops::Range<usize> {
    0..conflict.description().decision_makers.len()
}

/// Names of the options taken.
fn taken(conflict: &Conflict, state: State) -> Vec<&str> {
    let options = conflict.description().options.iter().enumerate();
    let taken = options.filter(|(k, _)| state >> k & 1 == 1);
    taken.map(|(_, option)| option.name.as_str()).collect()
}

/// The states that are equilibria under some concept, with those concepts.
fn equilibria(solved: &Solved) -> Vec<(State, Vec<Concept>)> {
    let sets = Concept::ALL.map(|concept| (concept, solved.stability.equilibria(concept)));
    let states = solved.file.conflict.graph().states().iter();
    states
        .map(|&state| {
            let under = sets.iter().filter(|(_, set)| set.contains(state));
            (
                state,
                under.map(|(concept, _)| *concept).collect::<Vec<_>>(),
            )
        })
        .filter(|(_, under)| !under.is_empty())
        .collect()
}

/// Why the state holds or not for a decision maker.
fn why(conflict: &Conflict, concept: Concept, maker: usize, state: State) -> String {
    verdict(conflict, concept, maker, state).map_or_else(String::new, |found| {
        reason(conflict, concept, &[maker], state, &found)
    })
}

/// As text.
#[must_use]
pub fn text(solved: &Solved, look: Look) -> String {
    let mut page = Page::new(look);
    let conflict = &solved.file.conflict;
    let graph = conflict.graph();
    page.heading("Graph model for conflict resolution");
    page.prose(&format!(
        "{} states of {} options of {} decision makers.",
        graph.states().len(),
        conflict.description().options.len(),
        makers(conflict).len()
    ));
    let found = equilibria(solved);
    let rows: Vec<Vec<String>> = found
        .iter()
        .take(MOST)
        .map(|(state, under)| {
            let options = taken(conflict, *state).join(", ");
            let names: Vec<&str> = under.iter().map(|concept| concept.name()).collect();
            vec![
                graph
                    .number(*state)
                    .map_or_else(String::new, |n| n.to_string()),
                safe(
                    if options.is_empty() {
                        "nothing"
                    } else {
                        &options
                    },
                    SENTENCE,
                ),
                names.join(" "),
            ]
        })
        .collect();
    if rows.is_empty() {
        page.prose("No state is an equilibrium under any concept.");
    } else {
        page.table(
            &[
                numbers("no."),
                words("options taken"),
                words("equilibrium under"),
            ],
            &rows,
        );
    }
    left_out(&mut page, found.len());
    if let Some(state) = solved.told {
        let options = taken(conflict, state).join(", ");
        page.heading(&format!(
            "State {}: {}",
            graph.number(state).unwrap_or_default(),
            safe(
                if options.is_empty() {
                    "nothing"
                } else {
                    &options
                },
                SENTENCE
            )
        ));
        for maker in makers(conflict) {
            for concept in Concept::ALL {
                let said = why(conflict, concept, maker, state);
                page.item("-", &capital(&safe(&said, 8 * SENTENCE)));
            }
        }
    }
    if solved.file.unseen.iter().any(|list| !list.is_empty()) {
        page.prose("What decision makers do not see (misperceptions) plays no part here.");
    }
    if solved
        .file
        .coalitions
        .iter()
        .any(|members| members.len() > 1)
    {
        page.prose("The file's coalitions play no part here: each decision maker stands alone.");
    }
    page.prose(
        "Limits: options are taken or not, preferences are ranks known to all, nobody is in a hurry; a \
         sanction counts even if it only leaves the mover no better off.",
    );
    page.finish()
}

/// As JSON.
#[must_use]
pub fn json(solved: &Solved) -> Value {
    let conflict = &solved.file.conflict;
    let graph = conflict.graph();
    let state =
        |state: State| json!({ "number": graph.number(state), "taken": taken(conflict, state) });
    let all: Vec<Value> = equilibria(solved)
        .into_iter()
        .map(|(at, under)| {
            let mut value = state(at);
            value["concepts"] = under.iter().map(|concept| concept.name()).collect();
            value
        })
        .collect();
    let stable: Vec<Value> = makers(conflict)
        .map(|maker| {
            let sets = Concept::ALL.iter().map(|&concept| {
                let set = solved.stability.stable(concept, maker);
                let numbers: Vec<usize> = set.iter().filter_map(|at| graph.number(at)).collect();
                (concept.name().to_owned(), json!(numbers))
            });
            json!({ "decision_maker": conflict.name(maker), "stable": Value::Object(sets.collect()) })
        })
        .collect();
    let mut document = json!({
        "schema": SOLVED_SCHEMA,
        "kind": "conflict",
        "states": graph.states().len(),
        "equilibria": all,
        "stable": stable,
    });
    if let Some(told) = solved.told {
        let reasons: Vec<Value> = makers(conflict)
            .flat_map(|maker| Concept::ALL.map(|concept| (maker, concept)))
            .map(|(maker, concept)| {
                json!({
                    "decision_maker": conflict.name(maker),
                    "concept": concept.name(),
                    "stable": solved.stability.stable(concept, maker).contains(told),
                    "reason": why(conflict, concept, maker, told),
                })
            })
            .collect();
        document["state"] = state(told);
        document["verdicts"] = reasons.into();
    }
    document
}
