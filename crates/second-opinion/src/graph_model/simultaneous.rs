//! SIM: an improvement that meets improvements of the others made at the same time.
//!
//! Options have one owner each, so moves made together from one state are the exclusive or of their
//! masks. Opponents' combinations are tried until one deters. Before that, the worst of all states
//! the opponents' options can make is looked up; if it is still better, none does.

use super::answers::Groups;
use super::{Graph, State, StateSet};

/// The SIM-stable states of a decision maker.
pub(super) fn simultaneous(
    graph: &Graph,
    groups: &[Groups],
    ranks: &[Vec<u32>],
    maker: usize,
) -> StateSet {
    let own = &ranks[maker];
    let worst = worst_by_own_options(graph, own, graph.owned[maker]);
    let mut stable = StateSet::new(graph.masks());
    let mut changes: Vec<Vec<u32>> = vec![Vec::new(); groups.len() - 1];
    for &state in graph.states() {
        let better = |of: usize| {
            let (groups, ranks) = (&groups[of], &ranks[of]);
            let rank = ranks[state as usize];
            groups
                .ahead(state)
                .flat_map(move |key| groups.better(key, ranks, rank))
                .map(move |to| to ^ state)
        };
        let mut improvements = better(maker).peekable();
        if improvements.peek().is_none() {
            stable.insert(state);
            continue;
        }
        let others = (0..groups.len()).filter(|&of| of != maker);
        for (of, changes) in others.zip(&mut changes) {
            changes.clear();
            changes.extend(better(of));
        }
        let rank = own[state as usize];
        let answered = |mask: u32| {
            let at = state ^ mask;
            worst[(at & graph.owned[maker]) as usize] <= rank && deterred(at, &changes, own, rank)
        };
        if improvements.all(answered) {
            stable.insert(state);
        }
    }
    stable
}

/// The lowest rank among feasible states with the same options of the decision maker.
fn worst_by_own_options(graph: &Graph, own: &[u32], owned: u32) -> Vec<u32> {
    let mut worst = vec![u32::MAX; graph.masks()];
    for &state in graph.states() {
        let worst = &mut worst[(state & owned) as usize];
        *worst = own[state as usize].min(*worst);
    }
    worst
}

/// Whether opponents, each staying or making one of its changes, bring the state down to `rank`.
fn deterred(at: State, changes: &[Vec<u32>], own: &[u32], rank: u32) -> bool {
    // Rank 0 is no state; it wraps to above every rank.
    let down = |at: State| own[at as usize].wrapping_sub(1) < rank;
    match changes {
        [] => down(at),
        [last] => down(at) || last.iter().any(|mask| down(at ^ mask)),
        [first, rest @ ..] => {
            let mut changed = first.iter().map(|mask| at ^ mask);
            deterred(at, rest, own, rank) || changed.any(|at| deterred(at, rest, own, rank))
        }
    }
}
