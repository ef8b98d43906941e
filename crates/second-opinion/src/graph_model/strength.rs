//! Strength of preference: stability by sanctions that hurt much.
//!
//! Idea (Hamouda, Kilgour and Hipel 2004): a decision maker may greatly prefer one state to another.
//! A state is *strongly* stable if every improvement is answered by one that ends greatly below it
//! (under SMR and SSEQ also after every escape), and *weakly* stable if it is stable, but not
//! strongly. Improvements, slight or great, count alike; without any, a state is strongly stable.
//!
//! A pair of states is far apart if it is listed, or told apart by a statement that matters greatly;
//! the better of the two is then greatly preferred.
//!
//! Not modelled: more than two degrees; Nash stability and SIM, which have no sanction in turn.

use super::refused::{Refused, at_most};
use super::relations::{MAX_RELATIONAL_STATES, Relations};
use super::{Concept, Conflict, Pairs, State, StateSet, Verdict};

/// The stable states of a decision maker by strength.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByStrength {
    /// Stable because sanctions hurt much, or because there is no improvement.
    pub strong: StateSet,
    /// Stable otherwise.
    pub weak: StateSet,
}

/// The strongly and weakly stable states of a decision maker. `far[i]` holds the pairs of states of
/// which i greatly prefers the better.
///
/// # Errors
///
/// SIM, pairs for another number of decision makers, or too many states.
pub fn stable_by_strength(
    conflict: &Conflict,
    concept: Concept,
    maker: usize,
    far: &[Pairs],
) -> Result<ByStrength, Refused> {
    let strong = strict(conflict, concept, maker, far)?.stable_for(concept, maker);
    let complete = Relations::complete(conflict.graph(), conflict.ranks());
    let mut weak = complete.stable_for(concept, maker);
    strong.iter().for_each(|state| weak.remove(state));
    Ok(ByStrength { strong, weak })
}

/// Whether a state is strongly stable for a decision maker, with the moves that decide it; that of
/// ordinary stability tells weakly stable states from unstable ones.
///
/// # Errors
///
/// As [`stable_by_strength`], or a state that is not feasible.
pub fn strong_verdict(
    conflict: &Conflict,
    concept: Concept,
    maker: usize,
    far: &[Pairs],
    state: State,
) -> Result<Verdict, Refused> {
    strict(conflict, concept, maker, far)?.verdict_for(concept, maker, state)
}

/// Only what is much worse deters.
fn strict<'a>(
    conflict: &'a Conflict,
    concept: Concept,
    maker: usize,
    far: &'a [Pairs],
) -> Result<Relations<'a>, Refused> {
    let (graph, ranks) = (conflict.graph(), conflict.ranks());
    at_most(graph.states().len(), MAX_RELATIONAL_STATES)?;
    if concept == Concept::Sim {
        return Err(Refused::NotDefined(
            "SIM is not defined by strength of preference",
        ));
    }
    let makers = graph.decision_makers();
    if maker >= makers || far.len() != makers {
        let message = format!("pairs are given for each of {makers} decision makers");
        return Err(Refused::Input(message));
    }
    let much_worse = move |i: usize, start: State, end: State| {
        ranks[i][end as usize] < ranks[i][start as usize] && far[i].contain(start, end)
    };
    Ok(Relations {
        deters: Box::new(much_worse),
        holds: Box::new(much_worse),
        ..Relations::complete(graph, ranks)
    })
}
