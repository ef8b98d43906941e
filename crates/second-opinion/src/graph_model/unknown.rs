//! Unknown preference: pairs of states of which nobody knows which a decision maker prefers.
//!
//! Idea (Li, Hipel, Kilgour and Fang 2004): of two states one is preferred, they are tied, or the
//! preference is unknown (U). A decision maker may or may not leave s for a state of unknown
//! preference, and may or may not be deterred by one:
//!
//! | extension | leaves s for | deterred by |
//! |---|---|---|
//! | a | better or U | tied or worse |
//! | b | better | tied or worse |
//! | c | better or U | tied, worse or U |
//! | d | better | tied, worse or U |
//!
//! Credible answers (SEQ, SSEQ) are moves to better or U in every extension. SSEQ follows the same
//! rule; the paper has Nash, GMR, SMR and SEQ.
//!
//! Not modelled: how likely each preference is; for that see the probability of an equilibrium.

use super::refused::{Refused, at_most};
use super::relations::{MAX_RELATIONAL_STATES, Relations};
use super::{Concept, Conflict, Pairs, State, StateSet, Verdict};

/// What a decision maker does about states of unknown preference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extension {
    /// Leaves for them, is not deterred by them: the most daring.
    A,
    /// Neither leaves for them nor is deterred by them.
    B,
    /// Leaves for them and is deterred by them.
    C,
    /// Does not leave for them and is deterred by them: the most cautious.
    D,
}

/// The stable states of a decision maker where preferences over `unknown` (by decision maker) are
/// not known and all others are those of the conflict.
///
/// # Errors
///
/// SIM, pairs for another number of decision makers, or too many states.
pub fn stable_if_unknown(
    conflict: &Conflict,
    concept: Concept,
    maker: usize,
    unknown: &[Pairs],
    extension: Extension,
) -> Result<StateSet, Refused> {
    Ok(relations(conflict, concept, maker, unknown, extension)?.stable_for(concept, maker))
}

/// Whether a state is stable for a decision maker, with the moves that decide it.
///
/// # Errors
///
/// As [`stable_if_unknown`], or a state that is not feasible.
pub fn verdict_if_unknown(
    conflict: &Conflict,
    concept: Concept,
    maker: usize,
    unknown: &[Pairs],
    extension: Extension,
    state: State,
) -> Result<Verdict, Refused> {
    relations(conflict, concept, maker, unknown, extension)?.verdict_for(concept, maker, state)
}

fn relations<'a>(
    conflict: &'a Conflict,
    concept: Concept,
    maker: usize,
    unknown: &'a [Pairs],
    extension: Extension,
) -> Result<Relations<'a>, Refused> {
    let makers = conflict.graph().decision_makers();
    at_most(conflict.graph().states().len(), MAX_RELATIONAL_STATES)?;
    if concept == Concept::Sim {
        return Err(Refused::NotDefined(
            "SIM is not defined for unknown preference",
        ));
    }
    if maker >= makers || unknown.len() != makers {
        let message = format!("pairs are given for each of {makers} decision makers");
        return Err(Refused::Input(message));
    }
    let (leaves, deterred) = match extension {
        Extension::A => (true, false),
        Extension::B => (false, false),
        Extension::C => (true, true),
        Extension::D => (false, true),
    };
    // Better, or unknown where that counts.
    let better = move |i: usize, from: State, to: State, doubt: bool| {
        let (a, b) = (
            conflict.ranks()[i][from as usize],
            conflict.ranks()[i][to as usize],
        );
        if unknown[i].contain(from, to) {
            doubt
        } else {
            b > a
        }
    };
    Ok(Relations {
        graph: conflict.graph(),
        departs: Box::new(move |i, from, to| better(i, from, to, leaves)),
        answers: Box::new(move |i, from, to| better(i, from, to, true)),
        deters: Box::new(move |i, start, end| !better(i, start, end, !deterred)),
        holds: Box::new(move |i, start, end| !better(i, start, end, !deterred)),
    })
}
