//! The five published conflicts and fifteen random ones, per decision maker and solution concept.

use std::fs;
use std::path::{Path, PathBuf};

use pourparler_second_opinion::graph_model::{
    Concept, Conflict, ConflictOption, DecisionMaker, Description, Direction, Pattern, Preference,
    Stability, StateSet, Statement,
};
use serde_json::Value;

/// Where the reference answers are, if they are here.
fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/opinions/gmcr");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: no reference answers in ../shared/opinions/gmcr");
    None
}

fn numbers(value: &Value) -> Vec<usize> {
    let list = value.as_array().unwrap().iter();
    list.map(|number| number.as_u64().unwrap() as usize)
        .collect()
}

fn pattern(value: &Value) -> Pattern {
    let (mut taken, mut dropped) = (0, 0);
    for pair in value.as_array().unwrap() {
        let bit = 1 << pair[0].as_u64().unwrap();
        match pair[1].as_str().unwrap() {
            "Y" => taken |= bit,
            _ => dropped |= bit,
        }
    }
    Pattern::new(taken, dropped)
}

fn statement(value: &Value) -> Statement {
    match value["members"].as_array() {
        Some(members) => {
            let patterns = members.iter().map(|one| Statement::Pattern(pattern(one)));
            Statement::Or(patterns.collect())
        }
        None => Statement::Pattern(pattern(value)),
    }
}

/// State numbers in levels, best first.
fn levels(ranks: &[usize]) -> Vec<Vec<usize>> {
    let mut numbers: Vec<usize> = (1..=ranks.len()).collect();
    numbers.sort_by_key(|number| std::cmp::Reverse(ranks[number - 1]));
    let same = |a: &usize, b: &usize| ranks[a - 1] == ranks[b - 1];
    numbers.chunk_by(same).map(<[usize]>::to_vec).collect()
}

fn conflict(data: &Value, prioritised: bool) -> Conflict {
    let options = data["options"].as_array().unwrap().iter().map(|option| {
        let direction = match option["direction"].as_str().unwrap() {
            "both" => Direction::Both,
            "fwd" => Direction::OnlyTake,
            "back" => Direction::OnlyDrop,
            other => panic!("{other}"),
        };
        ConflictOption {
            name: option["name"].as_str().unwrap().into(),
            direction,
        }
    });
    let makers = data["decision_makers"].as_array().unwrap().iter();
    let decision_makers = makers.map(|maker| DecisionMaker {
        name: maker["name"].as_str().unwrap().into(),
        plural: false,
        options: numbers(&maker["options"]),
        preference: if prioritised {
            let list = maker["preference_statements"].as_array().unwrap();
            Preference::Statements(list.iter().map(statement).collect())
        } else {
            Preference::Ranking(levels(&numbers(&maker["payoff_rank_by_state"])))
        },
    });
    let infeasible = data["infeasible_patterns"].as_array().unwrap().iter();
    Conflict::new(Description {
        options: options.collect(),
        decision_makers: decision_makers.collect(),
        infeasible: infeasible.map(pattern).collect(),
        merged: vec![],
    })
    .unwrap()
}

fn in_numbers(conflict: &Conflict, set: &StateSet) -> Vec<usize> {
    let number = |state| conflict.graph().number(state).unwrap();
    set.iter().map(number).collect()
}

/// Every conflict with its data: title and JSON.
fn all(folder: &Path) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    for name in ["prisoners", "syriairaq", "cuban", "elmira", "milkriver"] {
        let text = fs::read_to_string(folder.join(format!("{name}.json"))).unwrap();
        all.push((name.to_owned(), serde_json::from_str(&text).unwrap()));
    }
    let text = fs::read_to_string(folder.join("random_conflicts.jsonl")).unwrap();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let data: Value = serde_json::from_str(line).unwrap();
        all.push((data["title"].as_str().unwrap().to_owned(), data));
    }
    all
}

#[test]
fn reference_stable_states_and_equilibria() {
    let Some(folder) = folder() else { return };
    let conflicts = all(&folder);
    assert_eq!(conflicts.len(), 20);
    for (title, data) in conflicts {
        let conflict = conflict(&data, false);
        let stability = Stability::of(&conflict);
        for concept in Concept::ALL {
            let (name, makers) = (concept.name(), conflict.graph().decision_makers());
            let expected = &data["expected_stable_states_per_dm"][name];
            for maker in 0..makers {
                let stable = in_numbers(&conflict, stability.stable(concept, maker));
                assert_eq!(
                    stable,
                    numbers(&expected[maker]),
                    "{title}, {name}, {maker}"
                );
            }
            let equilibria = in_numbers(&conflict, &stability.equilibria(concept));
            let expected = &data["expected_equilibria_by_definition"][name];
            assert_eq!(equilibria, numbers(expected), "{title}, {name}");
        }
    }
}

#[test]
fn reference_states_and_moves() {
    let Some(folder) = folder() else { return };
    for (title, data) in all(&folder) {
        let conflict = conflict(&data, false);
        let graph = conflict.graph();
        let states: Vec<usize> = graph.states().iter().map(|&s| s as usize).collect();
        let listed = data["states"].as_array().unwrap().iter();
        let expected: Vec<usize> = listed
            .map(|state| state["decimal"].as_u64().unwrap() as usize)
            .collect();
        assert_eq!(states, expected, "{title}");
        for maker in 0..graph.decision_makers() {
            for (at, &state) in graph.states().iter().enumerate() {
                let to = graph
                    .moves(maker, state)
                    .map(|to| graph.number(to).unwrap());
                let mut to: Vec<usize> = to.collect();
                to.sort_unstable();
                let expected = numbers(&data["reachable"][maker][at]);
                assert_eq!(to, expected, "{title}, {maker}, {state}");
            }
        }
    }
}

/// The statements give the ranks, except in the one conflict whose ranks tie the states in which
/// the firm has left.
#[test]
fn reference_statements_give_the_ranks() {
    let Some(folder) = folder() else { return };
    for (title, data) in all(&folder) {
        let (ranked, stated) = (conflict(&data, false), conflict(&data, true));
        if title == "elmira" {
            assert_ne!(ranked.ranks(), stated.ranks());
        } else {
            assert_eq!(ranked.ranks(), stated.ranks(), "{title}");
        }
    }
}

/// The table of equilibria, typed from the literature's numbering of states and checked without
/// the stored answers.
#[test]
fn published_equilibria() {
    let Some(folder) = folder() else { return };
    let all_but_3: Vec<usize> = (1..=36).filter(|&state| state != 3).collect();
    let all_36: Vec<usize> = (1..=36).collect();
    let elmira = vec![5, 6, 7, 10, 11, 12];
    let elmira_gmr = vec![1, 4, 5, 6, 7, 10, 11, 12];
    let cuban_gmr = vec![1, 2, 3, 5, 6, 7, 8];
    let table = [
        (
            "prisoners",
            [
                vec![1],
                vec![1, 4],
                vec![1, 4],
                vec![1, 4],
                vec![1, 4],
                vec![1, 4],
            ],
        ),
        (
            "syriairaq",
            [vec![6], vec![1, 6], vec![6], vec![6], vec![6], vec![6]],
        ),
        (
            "cuban",
            [
                vec![6],
                cuban_gmr.clone(),
                cuban_gmr,
                vec![5, 6, 7],
                vec![5, 6, 7],
                vec![6],
            ],
        ),
        (
            "elmira",
            [
                elmira.clone(),
                elmira_gmr.clone(),
                elmira_gmr,
                elmira.clone(),
                elmira.clone(),
                elmira,
            ],
        ),
        (
            "milkriver",
            [
                all_but_3.clone(),
                all_36.clone(),
                all_36,
                all_but_3.clone(),
                all_but_3.clone(),
                all_but_3,
            ],
        ),
    ];
    for (title, row) in table {
        let text = fs::read_to_string(folder.join(format!("{title}.json"))).unwrap();
        let conflict = conflict(&serde_json::from_str(&text).unwrap(), false);
        let stability = Stability::of(&conflict);
        for (concept, expected) in Concept::ALL.into_iter().zip(row) {
            let equilibria = in_numbers(&conflict, &stability.equilibria(concept));
            assert_eq!(equilibria, expected, "{title}, {}", concept.name());
        }
    }
}
