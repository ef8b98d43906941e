//! Verdicts in words.

use pourparler_second_opinion::graph_model::{
    Concept, Conflict, ConflictOption, DecisionMaker, Description, Direction, Preference, Verdict,
    coalition_verdict, reason, verdict,
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
        "state 1 (nothing) is Nash stable for Kyiv, who has no move to a state liked more."
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

proptest! {
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
