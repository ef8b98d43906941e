//! Attitudes: decision makers who wish others well or ill.
//!
//! Idea (Inohara, Hipel and Walker 2007): e_ij is i's attitude towards j, itself included. A state t
//! is a relational reply to s if, for every j, t ≥_j s where e_ij is positive, s ≥_j t where it is
//! negative, and anything where it is neutral. Relational stability is stability with relational
//! replies in place of improvements, R(e)_i(s) = R_i(s) ∩ {t : t is a relational reply to s}:
//!
//! - an answer s₂ deters i from leaving s if s is a relational reply to s₂;
//! - i escapes by a move to a state that is a relational reply to s.
//!
//! With positive attitudes to oneself, neutral ones to all others and strict preferences this is
//! ordinary stability. Ties are replies here, as in the paper, so with ties it is not.
//!
//! Not modelled: degrees of attitude.

use super::refused::{Refused, at_most};
use super::relations::{MAX_RELATIONAL_STATES, Relations};
use super::{Concept, Conflict, State, StateSet, Verdict};

/// What one decision maker wishes another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Attitude {
    /// Well.
    Positive,
    /// Neither.
    #[default]
    Neutral,
    /// Ill.
    Negative,
}

/// The relationally stable states of a decision maker. `attitudes[i][j]` is i's towards j.
///
/// # Errors
///
/// SIM, a table that is not square in the number of decision makers, or too many states.
pub fn relational_stable(
    conflict: &Conflict,
    concept: Concept,
    maker: usize,
    attitudes: &[Vec<Attitude>],
) -> Result<StateSet, Refused> {
    Ok(relations(conflict, concept, maker, attitudes)?.stable_for(concept, maker))
}

/// Whether a state is relationally stable for a decision maker, with the moves that decide it.
///
/// # Errors
///
/// As [`relational_stable`], or a state that is not feasible.
pub fn relational_verdict(
    conflict: &Conflict,
    concept: Concept,
    maker: usize,
    attitudes: &[Vec<Attitude>],
    state: State,
) -> Result<Verdict, Refused> {
    relations(conflict, concept, maker, attitudes)?.verdict_for(concept, maker, state)
}

fn relations<'a>(
    conflict: &'a Conflict,
    concept: Concept,
    maker: usize,
    attitudes: &'a [Vec<Attitude>],
) -> Result<Relations<'a>, Refused> {
    let makers = conflict.graph().decision_makers();
    at_most(conflict.graph().states().len(), MAX_RELATIONAL_STATES)?;
    if concept == Concept::Sim {
        return Err(Refused::NotDefined("SIM is not defined for attitudes"));
    }
    if maker >= makers
        || attitudes.len() != makers
        || attitudes.iter().any(|row| row.len() != makers)
    {
        let message = format!("attitudes are a table of {makers} rows and columns");
        return Err(Refused::Input(message));
    }
    let reply = move |i: usize, from: State, to: State| {
        let towards = attitudes[i].iter().zip(conflict.ranks());
        towards.into_iter().all(|(attitude, ranks)| {
            let (from, to) = (ranks[from as usize], ranks[to as usize]);
            match attitude {
                Attitude::Positive => to >= from,
                Attitude::Neutral => true,
                Attitude::Negative => from >= to,
            }
        })
    };
    Ok(Relations {
        graph: conflict.graph(),
        departs: Box::new(reply),
        answers: Box::new(reply),
        deters: Box::new(move |i, start, end| reply(i, end, start)),
        holds: Box::new(move |i, start, end| !reply(i, start, end)),
    })
}
