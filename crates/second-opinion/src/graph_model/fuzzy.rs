//! Fuzzy preference: how sure a decision maker is that it prefers one state to another.
//!
//! Idea (Bashar, Kilgour and Hipel 2012): r_i(s, t) ∈ \[0, 1\] is the degree to which i prefers s to
//! t, with r_i(s, t) + r_i(t, s) = 1. Its relative certainty is α_i(s, t) = r_i(s, t) − r_i(t, s).
//! With i's satisficing threshold γ_i ∈ (0, 1]:
//!
//! - t ∈ R_i(s) is a fuzzy improvement if α_i(t, s) ≥ γ_i;
//! - an answer s₂ deters if α_i(s₂, s) < γ_i, and an escape to s₃ fails if α_i(s₃, s) < γ_i.
//!
//! With r ∈ {0, ½, 1} this is ordinary stability, whatever the threshold.
//!
//! Not modelled: SIM.

use super::refused::{Refused, at_most};
use super::relations::Relations;
use super::{Concept, Conflict, State, StateSet, Verdict};

/// Most states of a conflict with fuzzy preferences; each pair has a number.
pub const MAX_FUZZY_STATES: usize = 1 << 10;

/// A decision maker's fuzzy preference.
#[derive(Debug, Clone, PartialEq)]
pub struct FuzzyPreference {
    /// r(s, t) by state numbers less 1; reciprocal, ½ on the diagonal.
    pub degree: Vec<Vec<f64>>,
    /// γ, how sure it wants to be before it calls a move an improvement.
    pub threshold: f64,
}

/// The fuzzily stable states of a decision maker.
///
/// # Errors
///
/// SIM, degrees or thresholds out of range or not reciprocal, or too many states.
pub fn fuzzy_stable(
    conflict: &Conflict,
    concept: Concept,
    maker: usize,
    preferences: &[FuzzyPreference],
) -> Result<StateSet, Refused> {
    Ok(relations(conflict, concept, maker, preferences)?.stable_for(concept, maker))
}

/// Whether a state is fuzzily stable for a decision maker, with the moves that decide it.
///
/// # Errors
///
/// As [`fuzzy_stable`], or a state that is not feasible.
pub fn fuzzy_verdict(
    conflict: &Conflict,
    concept: Concept,
    maker: usize,
    preferences: &[FuzzyPreference],
    state: State,
) -> Result<Verdict, Refused> {
    relations(conflict, concept, maker, preferences)?.verdict_for(concept, maker, state)
}

fn relations<'a>(
    conflict: &'a Conflict,
    concept: Concept,
    maker: usize,
    preferences: &'a [FuzzyPreference],
) -> Result<Relations<'a>, Refused> {
    let graph = conflict.graph();
    let (states, makers) = (graph.states().len(), graph.decision_makers());
    at_most(states, MAX_FUZZY_STATES)?;
    if concept == Concept::Sim {
        return Err(Refused::NotDefined(
            "SIM is not defined for fuzzy preference",
        ));
    }
    if maker >= makers || preferences.len() != makers {
        let message = format!("fuzzy preferences are given for each of {makers} decision makers");
        return Err(Refused::Input(message));
    }
    for preference in preferences {
        check(preference, states).map_err(Refused::Input)?;
    }
    let improves = move |i: usize, from: State, to: State| {
        let at = |state: State| graph.number(state).map_or(0, |number| number - 1);
        let (from, to) = (at(from), at(to));
        let FuzzyPreference { degree, threshold } = &preferences[i];
        degree[to][from] - degree[from][to] >= *threshold
    };
    Ok(Relations {
        graph,
        departs: Box::new(improves),
        answers: Box::new(improves),
        deters: Box::new(move |i, start, end| !improves(i, start, end)),
        holds: Box::new(move |i, start, end| !improves(i, start, end)),
    })
}

fn check(preference: &FuzzyPreference, states: usize) -> Result<(), String> {
    let FuzzyPreference { degree, threshold } = preference;
    if !(*threshold > 0.0 && *threshold <= 1.0) {
        return Err(format!(
            "a satisficing threshold is above 0 and at most 1, not {threshold}"
        ));
    }
    if degree.len() != states || degree.iter().any(|row| row.len() != states) {
        return Err(format!("degrees are a table of {states} rows and columns"));
    }
    for (s, row) in degree.iter().enumerate() {
        for (t, &r) in row.iter().enumerate() {
            // A hundredth of a billionth leaves room for degrees written as decimals.
            let reciprocal = (r + degree[t][s] - 1.0).abs() <= 1e-11;
            if !(0.0..=1.0).contains(&r) || !reciprocal {
                return Err(format!(
                    "r({}, {}) = {r} is not from 0 to 1 with r({}, {}) = 1 − r({}, {})",
                    s + 1,
                    t + 1,
                    t + 1,
                    s + 1,
                    s + 1,
                    t + 1
                ));
            }
        }
    }
    Ok(())
}
