//! What has to hold of one decision maker's preference for a state to be stable for it.
//!
//! Idea: with the others' preferences as they are, stability of s for i says, for every state s₁ that
//! i can move to: s₁ is no better than s, or one of the others' answers s₂ is no better (and, under
//! SMR and SSEQ, everything i can move to from s₂ is no better either). States that are now no better
//! can stay so, which only helps; what is left are the states that are now better. A state is
//! *necessary* if s stays unstable as long as it alone is better: every solution has it no better.
//!
//! Not covered: SIM, and changes of several decision makers at once under SEQ and SSEQ, where
//! answers change with the preferences of those who give them.

use std::collections::BTreeSet;

use super::super::refused::{Refused, at_most};
use super::super::relations::{MAX_RELATIONAL_STATES, Relations};
use super::super::{Concept, Conflict, State};

/// Most alternatives listed for one condition.
pub const MAX_ALTERNATIVES: usize = 1_000;

/// States that have to be no better than the wanted state, all of them.
pub type Alternative = BTreeSet<State>;

/// At least one alternative has to hold. Only states that are now better are listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The state that the decision maker would leave for.
    pub departure: State,
    /// The alternatives; the first is that the departure is itself no better. No alternative
    /// contains another.
    pub any_of: Vec<Alternative>,
    /// More than [`MAX_ALTERNATIVES`]; the rest is left out.
    pub cut: bool,
}

/// All conditions of one decision maker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conditions {
    /// States that every solution has no better than the wanted one.
    pub necessary: Vec<State>,
    /// One for every departure that is not answered now.
    pub conditions: Vec<Condition>,
}

/// The conditions under which `wanted` is stable for the decision maker.
///
/// # Errors
///
/// SIM, a state that is not feasible, or too many states.
pub fn conditions(
    conflict: &Conflict,
    concept: Concept,
    maker: usize,
    wanted: State,
) -> Result<Conditions, Refused> {
    let graph = conflict.graph();
    at_most(graph.states().len(), MAX_RELATIONAL_STATES)?;
    let wanted = graph.representative(wanted);
    if concept == Concept::Sim {
        return Err(Refused::NotDefined("conditions are not worked out for SIM"));
    }
    if maker >= graph.decision_makers() || !graph.feasible().contains(wanted) {
        return Err(Refused::Input("no such decision maker or state".to_owned()));
    }
    let clauses = clauses(conflict, concept, maker, wanted);
    let rank = &conflict.ranks()[maker];
    let better = |state: &State| rank[*state as usize] > rank[wanted as usize];
    let mut conditions = Vec::new();
    for (departure, alternatives) in clauses {
        let now_better = alternatives
            .into_iter()
            .map(|all| all.into_iter().filter(|state| better(state)).collect());
        let mut open: Vec<Alternative> = now_better.collect();
        if open.iter().any(BTreeSet::is_empty) {
            continue;
        }
        open.sort_by_key(|all| (all.len(), !all.contains(&departure)));
        let mut any_of: Vec<Alternative> = Vec::new();
        let mut cut = false;
        for one in open {
            if any_of.iter().any(|other| other.is_subset(&one)) {
                continue;
            }
            if any_of.len() == MAX_ALTERNATIVES {
                cut = true;
                break;
            }
            any_of.push(one);
        }
        conditions.push(Condition {
            departure,
            any_of,
            cut,
        });
    }
    // In all alternatives of some condition: with it better, that condition fails.
    let mut necessary: BTreeSet<State> = BTreeSet::new();
    for condition in conditions.iter().filter(|condition| !condition.cut) {
        let Some((first, rest)) = condition.any_of.split_first() else {
            continue;
        };
        let in_all = first
            .iter()
            .filter(|s| rest.iter().all(|one| one.contains(s)));
        necessary.extend(in_all);
    }
    Ok(Conditions {
        necessary: necessary.into_iter().collect(),
        conditions,
    })
}

/// For every state the decision maker can move to: the alternatives, each a set of states that have
/// to be no better than the wanted one.
pub(super) fn clauses(
    conflict: &Conflict,
    concept: Concept,
    maker: usize,
    wanted: State,
) -> Vec<(State, BTreeSet<Alternative>)> {
    let graph = conflict.graph();
    let relations = Relations::complete(graph, conflict.ranks());
    let others = relations.others(&[maker]);
    let clause = |departure: State| {
        let mut alternatives = BTreeSet::from([BTreeSet::from([departure])]);
        if concept != Concept::Nash {
            for end in relations.ends(departure, &others, concept.credible()) {
                let mut all = BTreeSet::from([end]);
                if concept.escape() {
                    all.extend(graph.moves(maker, end));
                }
                // The wanted state is always as good as itself.
                all.remove(&wanted);
                alternatives.insert(all);
            }
        }
        (departure, alternatives)
    };
    graph.moves(maker, wanted).map(clause).collect()
}
