//! The Elmira conflict in its published form, in which all states where the firm abandons its plant
//! are one (Hipel, Fang, Kilgour and Haight 1993; Kilgour, Hipel, Fang and Peng 2001; Li, Kilgour and
//! Hipel 2005).
//!
//! Published numbers of the nine states are in [`PUBLISHED`], by the number they have here.

use pourparler_second_opinion::graph_model::{
    Concept, Conflict, ConflictOption, DecisionMaker, Description, Direction, Moves, Pattern,
    Preference, Stability, StateSet, Verdict, coalition_proof, coalition_stable, coalition_verdict,
    paths,
};

/// The published number of the states with numbers 1 to 9.
const PUBLISHED: [usize; 9] = [1, 2, 3, 4, 9, 5, 6, 7, 8];

fn elmira() -> Conflict {
    let option = |name: &str, direction| ConflictOption {
        name: name.into(),
        direction,
    };
    let maker = |name: &str, options: &[usize], best_first: [usize; 9]| {
        let here = |published| PUBLISHED.iter().position(|&one| one == published).unwrap() + 1;
        DecisionMaker {
            name: name.into(),
            plural: false,
            options: options.to_vec(),
            preference: Preference::Ranking(best_first.map(|state| vec![here(state)]).to_vec()),
        }
    };
    let patterns = |letters: &[&str]| {
        let patterns = letters
            .iter()
            .map(|letters| Pattern::parse(letters).unwrap());
        patterns.collect()
    };
    Conflict::new(Description {
        options: vec![
            option("Modify", Direction::OnlyTake),
            option("Delay", Direction::OnlyDrop),
            option("Accept", Direction::Both),
            option("Abandon", Direction::OnlyTake),
            option("Insist", Direction::Both),
        ],
        decision_makers: vec![
            maker("Ministry", &[0], [7, 3, 4, 8, 5, 1, 2, 6, 9]),
            maker("Uniroyal", &[1, 2, 3], [1, 4, 8, 5, 9, 3, 7, 2, 6]),
            maker("Local government", &[4], [7, 3, 5, 1, 8, 6, 4, 2, 9]),
        ],
        infeasible: patterns(&["-YY--", "-Y-Y-", "--YY-", "-NNN-"]),
        merged: patterns(&["---Y-"]),
    })
    .unwrap()
}

/// Published numbers, sorted.
fn published(conflict: &Conflict, set: &StateSet) -> Vec<usize> {
    let number = |state| PUBLISHED[conflict.graph().number(state).unwrap() - 1];
    let mut numbers: Vec<usize> = set.iter().map(number).collect();
    numbers.sort_unstable();
    numbers
}

#[test]
fn elmira_with_abandonment_as_one_state() {
    let conflict = elmira();
    assert_eq!(conflict.graph().states().len(), 9);
    let stability = Stability::of(&conflict);
    for (concept, expected) in [
        (Concept::Nash, &[5, 8, 9][..]),
        (Concept::Gmr, &[1, 4, 5, 8, 9]),
        (Concept::Smr, &[1, 4, 5, 8, 9]),
        (Concept::Seq, &[5, 8, 9]),
    ] {
        let equilibria = published(&conflict, &stability.equilibria(concept));
        assert_eq!(equilibria, expected, "{}", concept.name());
    }
}

#[test]
fn elmira_ministry_and_firm_leave_state_5_together() {
    let conflict = elmira();
    let stable = coalition_stable(&conflict, Concept::Nash, &[0, 1]).unwrap();
    let held = published(&conflict, &stable);
    assert!(!held.contains(&5) && held.contains(&8), "{held:?}");
    let state = conflict.graph().state(6).unwrap();
    let verdict = coalition_verdict(&conflict, Concept::Nash, &[0, 1], state).unwrap();
    let Verdict::Unanswered { departure, .. } = verdict else {
        panic!("{verdict:?}");
    };
    assert_eq!(
        PUBLISHED[conflict.graph().number(departure).unwrap() - 1],
        8
    );
    let proof = coalition_proof(&conflict, Concept::Nash).unwrap();
    assert_eq!(published(&conflict, &proof), [8, 9]);
}

#[test]
fn elmira_from_the_status_quo() {
    let conflict = elmira();
    let equilibria = Stability::of(&conflict).equilibria(Concept::Nash);
    let today = conflict.graph().state(1).unwrap();
    let lengths = |moves| {
        let paths = paths(&conflict, today, &equilibria, moves).unwrap();
        let length = |(state, path): (u32, Option<Vec<_>>)| {
            let number = conflict.graph().number(state).unwrap();
            (PUBLISHED[number - 1], path.map(|path| path.len()))
        };
        paths.into_iter().map(length).collect::<Vec<_>>()
    };
    assert_eq!(
        lengths(Moves::All),
        [(9, Some(1)), (5, Some(1)), (8, Some(3))]
    );
    assert_eq!(
        lengths(Moves::Improvements),
        [(9, None), (5, Some(1)), (8, None)]
    );
}
