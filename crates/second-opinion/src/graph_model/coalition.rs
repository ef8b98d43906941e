//! Coalitions: states that hold against moves made together.
//!
//! Idea: a coalition H leaves a state s for s₁ ∈ R_H(s), the end of a sequence of moves by its
//! members, if all of them prefer s₁ (Kilgour, Hipel, Fang and Peng 2001). Outsiders deter it by an
//! answer that leaves at least one member no better off than in s; under CSMR no further sequence of
//! the coalition frees all members. Answers under CSEQ and CSSEQ are sequences of moves by
//! coalitions of outsiders, each of which improves for all who make it (Inohara and Hipel 2008).
//!
//! Not modelled: how members agree, share or keep their word; every coalition can form.

use super::refused::{Refused, at_most};
use super::relations::{MAX_RELATIONAL_STATES, Relations};
use super::{Concept, Conflict, State, StateSet, Verdict};

/// Most decision makers of a conflict whose coalitions are analysed: 63 coalitions.
pub const MAX_COALITION_MAKERS: usize = 6;

/// All coalitions of these decision makers, by increasing size of their mask.
fn coalitions(of: &[usize]) -> Vec<Vec<usize>> {
    let members = |mask: usize| {
        let all = of.iter().enumerate();
        all.filter(|(bit, _)| mask >> bit & 1 == 1)
            .map(|(_, &maker)| maker)
            .collect()
    };
    (1..1usize << of.len()).map(members).collect()
}

/// Who may answer: where answers have to improve, coalitions of outsiders move together.
fn class(relations: &Relations<'_>, concept: Concept, members: &[usize]) -> Vec<Vec<usize>> {
    let outsiders = relations.others(members);
    if concept.credible() {
        coalitions(&outsiders.concat())
    } else {
        outsiders
    }
}

fn check(conflict: &Conflict, concept: Concept, members: &[usize]) -> Result<(), Refused> {
    let makers = conflict.graph().decision_makers();
    if makers > MAX_COALITION_MAKERS {
        return Err(Refused::DecisionMakers {
            found: makers,
            wanted: "up to six",
        });
    }
    if concept == Concept::Sim {
        return Err(Refused::NotDefined("SIM is not defined for coalitions"));
    }
    let increasing = members.windows(2).all(|pair| pair[0] < pair[1]);
    if members.is_empty() || !increasing || members.iter().any(|&maker| maker >= makers) {
        let message = "a coalition lists its members once, in increasing order".to_owned();
        return Err(Refused::Input(message));
    }
    at_most(conflict.graph().states().len(), MAX_RELATIONAL_STATES)
}

/// The states that are stable for a coalition; of one member: for the decision maker, among
/// opponents who form coalitions.
///
/// # Errors
///
/// SIM, members that are not in increasing order, or a conflict that is too large.
pub fn coalition_stable(
    conflict: &Conflict,
    concept: Concept,
    members: &[usize],
) -> Result<StateSet, Refused> {
    check(conflict, concept, members)?;
    let relations = Relations::complete(conflict.graph(), conflict.ranks());
    Ok(relations.stable(concept, members, &class(&relations, concept, members)))
}

/// Whether a state is stable for a coalition, with the moves that decide it.
///
/// # Errors
///
/// As [`coalition_stable`], or a state that is not feasible.
pub fn coalition_verdict(
    conflict: &Conflict,
    concept: Concept,
    members: &[usize],
    state: State,
) -> Result<Verdict, Refused> {
    check(conflict, concept, members)?;
    if !conflict.graph().feasible().contains(state) {
        return Err(Refused::Input("the state is not feasible".to_owned()));
    }
    let relations = Relations::complete(conflict.graph(), conflict.ranks());
    let class = class(&relations, concept, members);
    Ok(relations.verdict(concept, members, &class, state))
}

/// The states that are stable for every coalition.
///
/// # Errors
///
/// As [`coalition_stable`].
pub fn coalition_proof(conflict: &Conflict, concept: Concept) -> Result<StateSet, Refused> {
    let makers: Vec<usize> = (0..conflict.graph().decision_makers()).collect();
    check(conflict, concept, &makers)?;
    let mut all = conflict.graph().feasible().clone();
    for members in coalitions(&makers) {
        all.intersect(&coalition_stable(conflict, concept, &members)?);
    }
    Ok(all)
}
