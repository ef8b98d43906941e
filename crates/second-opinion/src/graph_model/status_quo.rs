//! Status quo analysis: how the conflict gets from today to an equilibrium.
//!
//! Idea (Li, Kilgour and Hipel 2005): an equilibrium matters if a legal sequence of moves leads to
//! it from the state of today, nobody moving twice in a row. The search is over pairs (state, last
//! mover), so the path is a shortest one; of several, the first by decision maker and state.
//!
//! Not modelled: time, and whether movers foresee what follows their move.

use std::collections::VecDeque;

use super::refused::{Refused, at_most};
use super::relations::Step;
use super::{Conflict, State, StateSet};

/// Most states of a conflict whose paths are searched.
pub const MAX_PATH_STATES: usize = 1 << 16;

/// A state and a shortest path to it; `None` where no path leads.
pub type Path = (State, Option<Vec<Step>>);

/// Which moves a path is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moves {
    /// Any move.
    All,
    /// Moves to states the mover prefers.
    Improvements,
}

/// A shortest legal path from `today` to each of the states. The path to today itself is empty.
///
/// # Errors
///
/// A state of today that is not feasible, or too many states.
pub fn paths(
    conflict: &Conflict,
    today: State,
    to: &StateSet,
    moves: Moves,
) -> Result<Vec<Path>, Refused> {
    let (graph, ranks) = (conflict.graph(), conflict.ranks());
    at_most(graph.states().len(), MAX_PATH_STATES)?;
    let today = graph.representative(today);
    if !graph.feasible().contains(today) {
        let message = "the state of today is not feasible".to_owned();
        return Err(Refused::Input(message));
    }
    let makers = graph.decision_makers();
    let place = |state: State, mover: usize| state as usize * makers + mover;
    // By (state, last mover): the pair before; a pair reached from today points to itself.
    let mut before: Vec<Option<(State, usize)>> = vec![None; graph.masks() * makers];
    let mut first: Vec<Option<usize>> = vec![None; graph.masks()];
    let mut queue = VecDeque::from([(today, None)]);
    while let Some((state, last)) = queue.pop_front() {
        for mover in (0..makers).filter(|&mover| Some(mover) != last) {
            for next in graph.moves(mover, state) {
                let better = ranks[mover][next as usize] > ranks[mover][state as usize];
                let entry = &mut before[place(next, mover)];
                if entry.is_some() || (moves == Moves::Improvements && !better) {
                    continue;
                }
                *entry = Some(last.map_or((next, mover), |last| (state, last)));
                first[next as usize].get_or_insert(mover);
                queue.push_back((next, Some(mover)));
            }
        }
    }
    let path = |end: State| {
        if end == today {
            return Some(Vec::new());
        }
        let mut at = (end, first[end as usize]?);
        let mut steps = Vec::new();
        loop {
            steps.push(Step {
                movers: vec![at.1],
                to: at.0,
            });
            let previous = before[place(at.0, at.1)]?;
            if previous == at {
                steps.reverse();
                return Some(steps);
            }
            at = previous;
        }
    };
    Ok(to.iter().map(|end| (end, path(end))).collect())
}
