//! Sweep and search against the naive definitions, and what has to hold of every conflict.

use pourparler_second_opinion::graph_model::{Concept, Conflict, Stability, verdict};
use proptest::prelude::*;

use crate::definitions::Naive;
use crate::random;

fn agree(conflict: &Conflict) -> Result<(), TestCaseError> {
    let naive = Naive::new(conflict);
    let stability = Stability::of(conflict);
    let states = conflict.graph().states();
    prop_assert_eq!(states.len(), naive.states());
    for concept in Concept::ALL {
        for maker in 0..conflict.graph().decision_makers() {
            let set = stability.stable(concept, maker);
            for (at, &state) in states.iter().enumerate() {
                let by_definition = naive.stable(concept, maker, at);
                prop_assert_eq!(
                    set.contains(state),
                    by_definition,
                    "{}, maker {}, state {}",
                    concept.name(),
                    maker,
                    at + 1
                );
                let verdict = verdict(conflict, concept, maker, state).unwrap();
                prop_assert_eq!(verdict.stable(), by_definition);
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn agrees_with_the_definitions(conflict in random::conflict(1..=4usize, 2..=5, false)) {
        agree(&conflict)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn agrees_with_the_definitions_where_states_are_merged(
        conflict in random::conflict(1..=3usize, 2..=5, true),
    ) {
        agree(&conflict)?;
    }

    #[test]
    fn concepts_imply_one_another(conflict in random::conflict(1..=4usize, 2..=8, false)) {
        let stability = Stability::of(&conflict);
        for (stronger, weaker) in [
            (Concept::Nash, Concept::Sseq),
            (Concept::Sseq, Concept::Seq),
            (Concept::Seq, Concept::Gmr),
            (Concept::Nash, Concept::Smr),
            (Concept::Smr, Concept::Gmr),
            (Concept::Sseq, Concept::Smr),
            (Concept::Nash, Concept::Sim),
        ] {
            for maker in 0..conflict.graph().decision_makers() {
                let (a, b) = (stability.stable(stronger, maker), stability.stable(weaker, maker));
                prop_assert!(a.is_subset(b), "{} without {}", stronger.name(), weaker.name());
            }
            let (a, b) = (stability.equilibria(stronger), stability.equilibria(weaker));
            prop_assert!(a.is_subset(&b));
        }
    }

    #[test]
    fn what_is_best_for_all_is_stable(conflict in random::conflict(1..=4usize, 2..=8, false)) {
        let (ranks, stability) = (conflict.ranks(), Stability::of(&conflict));
        let best: Vec<u32> = ranks.iter().map(|r| r.iter().copied().max().unwrap()).collect();
        for &state in conflict.graph().states() {
            if (0..best.len()).all(|maker| ranks[maker][state as usize] == best[maker]) {
                prop_assert!(stability.equilibria(Concept::Nash).contains(state));
            }
        }
    }
}
