//! Verdicts in words.

use pourparler_second_opinion::graph_model::{
    Attitude, Basis, Concept, Conflict, ConflictOption, DecisionMaker, Description, Direction,
    Extension, Pairs, Preference, Statement, Verdict, coalition_verdict, reason, reason_on,
    relational_stable, relational_verdict, stable_by_strength, stable_if_unknown, strong_verdict,
    verdict, verdict_if_unknown,
};
use proptest::prelude::*;

use crate::random;

/// Each side is best off if only the other stops firing, and both prefer a ceasefire to none.
fn ceasefire() -> Conflict {
    let option = |name: &str| ConflictOption {
        name: name.into(),
        direction: Direction::Both,
    };
    let maker = |name: &str, option, ranking: [usize; 4]| DecisionMaker {
        name: name.into(),
        plural: false,
        options: vec![option],
        preference: Preference::Ranking(ranking.map(|number| vec![number]).to_vec()),
    };
    Conflict::new(Description {
        options: vec![option("Hold fire"), option("Halt advance")],
        decision_makers: vec![
            maker("Kyiv", 0, [3, 4, 1, 2]),
            maker("Moscow", 1, [2, 4, 1, 3]),
        ],
        ..Description::default()
    })
    .unwrap()
}

fn said(concept: Concept, state: u32) -> String {
    let conflict = ceasefire();
    let verdict = verdict(&conflict, concept, 0, state).unwrap();
    reason(&conflict, concept, &[0], state, &verdict)
}

#[test]
fn a_verdict_says_who_does_what_and_why() {
    assert_eq!(
        said(Concept::Nash, 0),
        "state 1 (nothing) is Nash stable for Kyiv, who has no move to a state which it likes more."
    );
    assert_eq!(
        said(Concept::Nash, 3),
        "state 4 (Hold fire, Halt advance) is not Nash stable for Kyiv: Kyiv drops Hold fire and so \
         reaches state 3, which it likes more."
    );
    assert_eq!(
        said(Concept::Seq, 3),
        "state 4 (Hold fire, Halt advance) is SEQ stable for Kyiv. Kyiv drops Hold fire and so \
         reaches state 3, which it likes more, but Moscow drops Halt advance, which makes state 1; \
         this Kyiv likes less than state 4."
    );
    assert_eq!(
        said(Concept::Smr, 3),
        "state 4 (Hold fire, Halt advance) is SMR stable for Kyiv. Kyiv drops Hold fire and so \
         reaches state 3, which it likes more, but Moscow drops Halt advance, which makes state 1; \
         this Kyiv likes less than state 4 and finds no way out of."
    );
    assert_eq!(
        said(Concept::Sim, 1),
        "state 2 (Hold fire) is not SIM stable for Kyiv: Kyiv drops Hold fire and so reaches state \
         1, which it likes more; nothing the others would do at the same time spoils it."
    );
}

#[test]
fn a_coalition_is_spoken_of_in_the_plural() {
    let conflict = ceasefire();
    let verdict = coalition_verdict(&conflict, Concept::Gmr, &[0, 1], 0).unwrap();
    assert_eq!(
        reason(&conflict, Concept::Gmr, &[0, 1], 0, &verdict),
        "state 1 (nothing) is not GMR stable for Kyiv and Moscow: Kyiv and Moscow take Hold fire and \
         take Halt advance and so reach state 4, which they like more; no answer of the others \
         spoils it."
    );
}

#[test]
fn an_extension_is_put_in_its_own_words() {
    let conflict = ceasefire();
    let far = vec![
        Pairs {
            told_apart_by: vec![Statement::Option(1)],
            ..Pairs::default()
        };
        2
    ];
    let verdict = strong_verdict(&conflict, Concept::Seq, 0, &far, 3).unwrap();
    assert_eq!(
        reason_on(Basis::Strong, &conflict, Concept::Seq, &[0], 3, &verdict),
        "state 4 (Hold fire, Halt advance) is strongly SEQ stable for Kyiv. Kyiv drops Hold fire and \
         so reaches state 3, which it likes more, but Moscow drops Halt advance, which makes state 1; \
         this Kyiv likes greatly less than state 4."
    );
    let verdict = verdict_if_unknown(&conflict, Concept::Nash, 0, &far, Extension::A, 3).unwrap();
    assert_eq!(
        reason_on(Basis::Unknown, &conflict, Concept::Nash, &[0], 3, &verdict),
        "state 4 (Hold fire, Halt advance) is not Nash stable for Kyiv: Kyiv drops Hold fire and so \
         reaches state 3, which it likes more, or whose worth to it is not known."
    );
    let attitudes = [
        vec![Attitude::Positive, Attitude::Positive],
        vec![Attitude::Neutral, Attitude::Positive],
    ];
    let verdict = relational_verdict(&conflict, Concept::Nash, 0, &attitudes, 3).unwrap();
    assert_eq!(
        reason_on(
            Basis::Attitudes,
            &conflict,
            Concept::Nash,
            &[0],
            3,
            &verdict
        ),
        "state 4 (Hold fire, Halt advance) is relationally Nash stable for Kyiv, who has no move to a \
         state which suits its attitudes."
    );
}

proptest! {
    /// A verdict of an extension is that of its set.
    #[test]
    fn verdicts_of_extensions_agree_with_their_sets(
        conflict in random::conflict(1..=3usize, 2..=4, false),
        option in 0..4usize,
    ) {
        let (graph, makers) = (conflict.graph(), conflict.graph().decision_makers());
        let pairs = Pairs {
            told_apart_by: vec![Statement::Option(option % graph.options())],
            ..Pairs::default()
        };
        let pairs = vec![pairs; makers];
        let attitudes = vec![vec![Attitude::Positive; makers]; makers];
        for concept in [Concept::Nash, Concept::Gmr, Concept::Smr, Concept::Seq, Concept::Sseq] {
            for maker in 0..makers {
                let unknown =
                    stable_if_unknown(&conflict, concept, maker, &pairs, Extension::C).unwrap();
                let strength = stable_by_strength(&conflict, concept, maker, &pairs).unwrap();
                let relational = relational_stable(&conflict, concept, maker, &attitudes).unwrap();
                for &state in graph.states() {
                    let one =
                        verdict_if_unknown(&conflict, concept, maker, &pairs, Extension::C, state);
                    let two = strong_verdict(&conflict, concept, maker, &pairs, state);
                    let three = relational_verdict(&conflict, concept, maker, &attitudes, state);
                    for (basis, verdict, set) in [
                        (Basis::Unknown, one, &unknown),
                        (Basis::Strong, two, &strength.strong),
                        (Basis::Attitudes, three, &relational),
                    ] {
                        let verdict = verdict.unwrap();
                        prop_assert_eq!(verdict.stable(), set.contains(state));
                        let said = reason_on(basis, &conflict, concept, &[maker], state, &verdict);
                        prop_assert!(said.ends_with('.') && said.contains("stable for"));
                    }
                }
            }
        }
    }

    /// The moves of a verdict are moves, and its ends deter.
    #[test]
    fn verdicts_bear_out(conflict in random::conflict(1..=4usize, 2..=5, true)) {
        let graph = conflict.graph();
        for concept in Concept::ALL {
            for (maker, ranks) in conflict.ranks().iter().enumerate() {
                for &state in graph.states() {
                    let verdict = verdict(&conflict, concept, maker, state).unwrap();
                    let text = reason(&conflict, concept, &[maker], state, &verdict);
                    prop_assert!(text.ends_with('.') && !text.contains("no state"), "{}", text);
                    let rank = |s: u32| ranks[s as usize];
                    match verdict {
                        Verdict::NoImprovement => {
                            prop_assert!(graph.moves(maker, state).all(|to| rank(to) <= rank(state)));
                        }
                        Verdict::Deterred(all) => for answered in all {
                            prop_assert!(rank(answered.departure) > rank(state));
                            let end = answered.answer.last().unwrap().to;
                            prop_assert!(rank(end) <= rank(state));
                            let mut from = answered.departure;
                            for step in &answered.answer {
                                let mover = step.movers[0];
                                prop_assert!(mover != maker);
                                let legal = concept == Concept::Sim
                                    || graph.moves(mover, from).any(|to| to == step.to);
                                prop_assert!(legal);
                                from = step.to;
                            }
                        },
                        Verdict::Unanswered { departure, escaped } => {
                            prop_assert!(rank(departure) > rank(state));
                            if let Some((answered, flight)) = escaped {
                                let end = answered.answer.last().unwrap().to;
                                prop_assert!(rank(end) <= rank(state) && rank(flight) > rank(state));
                                prop_assert!(graph.moves(maker, end).any(|to| to == flight));
                            }
                        }
                    }
                }
            }
        }
    }
}
