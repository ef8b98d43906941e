//! Margin: how firmly a state is an equilibrium, or how far it is from being one.
//!
//! Idea: a state that stays an equilibrium only as long as nobody changes its mind about one pair of
//! states is worth less than one that survives many changes. The margin counts places in a ranking:
//! how far the state can fall in one decision maker's ranking, all else equal, or how far it has to
//! rise (the least rise of the inverse question).
//!
//! Not modelled: changes that move other states than the one looked at.

use super::inverse::{Lift, Search, lift};
use super::refused::Refused;
use super::relations::Relations;
use super::{Concept, Conflict, State};

/// How far a state is from losing or gaining the name of an equilibrium, in places of a ranking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Margin {
    /// It is an equilibrium, and ceases to be one when this decision maker comes to prefer these
    /// states to it; no shorter fall in one ranking does that.
    Holds {
        /// Whose ranking.
        maker: usize,
        /// The states that come to be better.
        overtaken_by: Vec<State>,
    },
    /// It is an equilibrium wherever any one decision maker ranks it.
    Unconditional,
    /// It is not an equilibrium; this is what it would take.
    Lacks(Search<Vec<Lift>>),
}

/// The margin of a state: how far it can fall in one decision maker's ranking, all else equal, before
/// it is no equilibrium, or how far it has to rise to become one.
///
/// # Errors
///
/// A state that is not feasible, or too many states.
pub fn margin(
    conflict: &Conflict,
    concept: Concept,
    state: State,
    budget: usize,
) -> Result<Margin, Refused> {
    let graph = conflict.graph();
    let state = graph.representative(state);
    let found = lift(conflict, concept, state, budget)?;
    let at_rest = matches!(&found, Search::Found(lifts)
        if lifts.iter().all(|lift| lift.swaps() == 0));
    if !at_rest {
        return Ok(Margin::Lacks(found));
    }
    let mut nearest: Option<(usize, Vec<State>)> = None;
    for maker in 0..graph.decision_makers() {
        // Twice the ranks leave a place below each level.
        let mut ranks = conflict.ranks().to_vec();
        let own = &conflict.ranks()[maker];
        let rank = own[state as usize];
        ranks[maker].iter_mut().for_each(|rank| *rank *= 2);
        let mut not_better: Vec<State> = graph.states().to_vec();
        not_better.retain(|&other| other != state && own[other as usize] <= rank);
        not_better.sort_by_key(|&other| (std::cmp::Reverse(own[other as usize]), other));
        let mut passed = 0;
        for level in not_better.chunk_by(|a, b| own[*a as usize] == own[*b as usize]) {
            passed += level.len();
            if nearest.as_ref().is_some_and(|(_, by)| by.len() <= passed) {
                break;
            }
            ranks[maker][state as usize] = own[level[0] as usize] * 2 - 1;
            if !is_equilibrium(conflict, concept, &ranks, state) {
                nearest = Some((maker, not_better[..passed].to_vec()));
                break;
            }
        }
    }
    Ok(
        nearest.map_or(Margin::Unconditional, |(maker, overtaken_by)| {
            Margin::Holds {
                maker,
                overtaken_by,
            }
        }),
    )
}

fn is_equilibrium(conflict: &Conflict, concept: Concept, ranks: &[Vec<u32>], state: State) -> bool {
    let relations = Relations::complete(conflict.graph(), ranks);
    (0..ranks.len()).all(|maker| {
        let others = relations.others(&[maker]);
        relations
            .verdict(concept, &[maker], &others, state)
            .stable()
    })
}
