//! Which states are stable for whom, and which are equilibria.
//!
//! With s the state, R_i(s) the moves of decision maker i, R⁺_i(s) those to states it prefers,
//! R_{N−i} and R⁺_{N−i} the end states of sequences of moves and of improvements by the others
//! (Fang, Hipel and Kilgour 1993):
//!
//! - Nash: R⁺_i(s) is empty.
//! - GMR: for every s₁ ∈ R⁺_i(s) there is s₂ ∈ R_{N−i}(s₁) with s₂ ≤_i s.
//! - SMR: the same, and for the same s₂ every s₃ ∈ R_i(s₂) has s₃ ≤_i s.
//! - SEQ, SSEQ: as GMR and SMR with s₂ ∈ R⁺_{N−i}(s₁).
//! - SIM: for every s₁ there are improvements from s, at most one for each opponent, that taken
//!   together with the move to s₁ end at a feasible state ≤_i s.
//!
//! A weak loss is a sanction: s₂ may be tied with s. An equilibrium is stable for everyone.

use super::answers::{Groups, escape, least, least_by_movers, most_among_improvements};
use super::relations::Relations;
use super::simultaneous::simultaneous;
use super::{Concept, Conflict, Graph, State, StateSet, Verdict};

/// The stable states of every decision maker under every solution concept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stability {
    /// By concept, then decision maker.
    stable: Vec<Vec<StateSet>>,
}

impl Stability {
    /// Analyses a conflict.
    #[must_use]
    pub fn of(conflict: &Conflict) -> Self {
        let (graph, ranks) = (conflict.graph(), conflict.ranks());
        let groups = groups(graph, ranks);
        let sets = |concept| stable_sets(graph, ranks, &groups, concept);
        Self {
            stable: Concept::ALL.map(sets).into(),
        }
    }

    /// The states stable for a decision maker.
    #[must_use]
    pub fn stable(&self, concept: Concept, maker: usize) -> &StateSet {
        &self.stable[concept as usize][maker]
    }

    /// The states stable for everyone.
    #[must_use]
    pub fn equilibria(&self, concept: Concept) -> StateSet {
        let sets = &self.stable[concept as usize];
        let mut all = sets[0].clone();
        sets[1..].iter().for_each(|set| all.intersect(set));
        all
    }
}

/// The groups of states of every decision maker.
pub(super) fn groups(graph: &Graph, ranks: &[Vec<u32>]) -> Vec<Groups> {
    let makers = ranks.iter().enumerate();
    makers
        .map(|(maker, ranks)| Groups::new(graph, maker, ranks))
        .collect()
}

/// The stable states of every decision maker under ranks by state mask.
pub(super) fn stable_sets(
    graph: &Graph,
    ranks: &[Vec<u32>],
    groups: &[Groups],
    concept: Concept,
) -> Vec<StateSet> {
    let makers = 0..graph.decision_makers();
    if graph.has_merged() {
        return makers
            .map(|maker| merged_stable(graph, ranks, concept, maker))
            .collect();
    }
    let one = |maker: usize| {
        let own = &ranks[maker];
        let best = || escape(graph, &groups[maker], own);
        let set = |test: &dyn Fn(usize) -> bool| {
            let mut set = StateSet::new(graph.masks());
            for &state in graph.states() {
                if test(state as usize) {
                    set.insert(state);
                }
            }
            set
        };
        match concept {
            Concept::Nash => {
                let best = best();
                set(&|state| best[state] == own[state])
            }
            Concept::Sim => simultaneous(graph, groups, ranks, maker),
            _ => {
                let others: Vec<(&Groups, &[u32])> = (0..ranks.len())
                    .filter(|&other| other != maker)
                    .map(|other| (&groups[other], &ranks[other][..]))
                    .collect();
                let value = if concept.escape() {
                    best()
                } else {
                    own.clone()
                };
                let least = least(graph, &others, &value, concept.credible());
                let most = most_among_improvements(graph, &groups[maker], own, &least);
                set(&|state| most[state] <= own[state])
            }
        }
    };
    makers.map(one).collect()
}

/// The stable states of a decision maker where states are merged.
fn merged_stable(graph: &Graph, ranks: &[Vec<u32>], concept: Concept, maker: usize) -> StateSet {
    if matches!(concept, Concept::Nash | Concept::Sim) {
        let relations = Relations::complete(graph, ranks);
        return relations.stable(concept, &[maker], &relations.others(&[maker]));
    }
    let own = &ranks[maker];
    let rank = |state: State| own[state as usize];
    let mut value = own.clone();
    if concept.escape() {
        for &state in graph.states() {
            let best = graph.moves(maker, state).map(rank).max();
            value[state as usize] = best.map_or(rank(state), |best| best.max(rank(state)));
        }
    }
    let others: Vec<usize> = (0..ranks.len()).filter(|&other| other != maker).collect();
    let least = least_by_movers(graph, &others, ranks, &value, concept.credible());
    let mut stable = StateSet::new(graph.masks());
    for &state in graph.states() {
        let mut improvements = graph
            .moves(maker, state)
            .filter(|&to| rank(to) > rank(state));
        if improvements.all(|to| least[to as usize] <= rank(state)) {
            stable.insert(state);
        }
    }
    stable
}

/// Whether a state is stable for a decision maker, with the moves that decide it.
///
/// `None` if the state is not feasible, or there is no such decision maker.
#[must_use]
pub fn verdict(
    conflict: &Conflict,
    concept: Concept,
    maker: usize,
    state: State,
) -> Option<Verdict> {
    let graph = conflict.graph();
    let state = graph.representative(state);
    if maker >= graph.decision_makers() || !graph.feasible().contains(state) {
        return None;
    }
    let relations = Relations::complete(graph, conflict.ranks());
    Some(relations.verdict(concept, &[maker], &relations.others(&[maker]), state))
}
