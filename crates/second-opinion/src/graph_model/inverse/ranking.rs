//! The least change of rankings: the wanted state rises.
//!
//! Idea: under Nash, GMR and SMR, stability of s for i depends on which states i ranks above s, and
//! the fewer there are, the better. Cost is the number of swaps of neighbours, which is the number of
//! pairs whose order changes (Kendall 1938). Let a change bring some states from above s to below or
//! level, the highest of them at the q-th place above s. Each of the q states between either comes
//! down too (one pair with s) or is passed by the highest (one pair with it), so the change costs at
//! least q; raising s by q places costs q and brings down all of them. So the cheapest change is to
//! raise s to the lowest level at which it is stable, for each decision maker alone.
//!
//! Under SEQ, SSEQ and SIM others' answers depend on their own preferences. There the combination of
//! rises with the least sum is searched in order of cost. It is the cheapest change that only raises
//! the wanted state; a change that moves other states can cost less. Raised to the top for all, the
//! state is Nash stable, so there is always a solution.
//!
//! Raised to a level with ties, s joins the tie: a tie is no improvement.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use super::super::refused::{Refused, at_most};
use super::super::relations::{MAX_RELATIONAL_STATES, Relations};
use super::super::{Concept, Conflict, State};
use super::{Search, depends_on_others};

/// How a decision maker's ranking has to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lift {
    /// The states that come to be no better than the wanted one, the lowest first; their number is
    /// the number of swaps.
    pub overtaken: Vec<State>,
}

impl Lift {
    /// The cost.
    #[must_use]
    pub fn swaps(&self) -> usize {
        self.overtaken.len()
    }
}

/// The least rise of the wanted state, by decision maker, that makes it an equilibrium. `budget` is
/// the number of combinations tried.
///
/// # Errors
///
/// A state that is not feasible, or too many states.
pub fn lift(
    conflict: &Conflict,
    concept: Concept,
    wanted: State,
    budget: usize,
) -> Result<Search<Vec<Lift>>, Refused> {
    let (graph, makers) = (conflict.graph(), conflict.graph().decision_makers());
    at_most(graph.states().len(), MAX_RELATIONAL_STATES)?;
    let wanted = graph.representative(wanted);
    if !graph.feasible().contains(wanted) {
        return Err(Refused::Input(
            "the wanted state is not feasible".to_owned(),
        ));
    }
    // By decision maker: states above the wanted one, lowest first, in levels.
    let above: Vec<Vec<Vec<State>>> = conflict
        .ranks()
        .iter()
        .map(|ranks| {
            let rank = |state: &State| ranks[*state as usize];
            let all = graph.states().iter().copied();
            let mut better: Vec<State> = all.filter(|s| rank(s) > rank(&wanted)).collect();
            better.sort_by_key(|state| (rank(state), *state));
            let levels = better.chunk_by(|a, b| rank(a) == rank(b));
            levels.map(<[State]>::to_vec).collect()
        })
        .collect();
    let cost = |levels: &[usize]| -> usize {
        let each = levels.iter().zip(&above);
        each.map(|(&level, above)| above[..level].iter().map(Vec::len).sum::<usize>())
            .sum()
    };
    let raised = |maker: usize, level: usize| {
        let mut ranks = conflict.ranks()[maker].clone();
        if let Some(top) = level.checked_sub(1).map(|at| above[maker][at][0]) {
            ranks[wanted as usize] = ranks[top as usize];
        }
        ranks
    };
    let stable = |ranks: &[Vec<u32>], maker: usize| {
        let relations = Relations::complete(graph, ranks);
        let others = relations.others(&[maker]);
        relations
            .verdict(concept, &[maker], &others, wanted)
            .stable()
    };
    let found = |levels: &[usize]| {
        let each = levels.iter().zip(&above).map(|(&level, above)| Lift {
            overtaken: above[..level].concat(),
        });
        Search::Found(each.collect())
    };
    if !depends_on_others(concept) {
        let mut levels = Vec::with_capacity(makers);
        let mut ranks = conflict.ranks().to_vec();
        for maker in 0..makers {
            let mut level = 0;
            while !stable(&ranks, maker) {
                level += 1;
                ranks[maker] = raised(maker, level);
            }
            levels.push(level);
        }
        return Ok(found(&levels));
    }
    let start = vec![0; makers];
    let mut seen = BTreeSet::from([start.clone()]);
    let mut heap = BinaryHeap::from([Reverse((0, start))]);
    for _ in 0..budget {
        let Some(Reverse((_, levels))) = heap.pop() else {
            break;
        };
        let each = levels.iter().enumerate();
        let ranks: Vec<Vec<u32>> = each.map(|(maker, &level)| raised(maker, level)).collect();
        if (0..makers).all(|maker| stable(&ranks, maker)) {
            return Ok(found(&levels));
        }
        for maker in 0..makers {
            let mut next = levels.clone();
            next[maker] += 1;
            if next[maker] <= above[maker].len() && seen.insert(next.clone()) {
                heap.push(Reverse((cost(&next), next)));
            }
        }
    }
    let at_least = heap.peek().map_or(0, |Reverse((cost, _))| *cost);
    Ok(Search::Incomplete { at_least })
}
