//! Misperception: decision makers who see different conflicts.
//!
//! Idea (a hypergame, Bennett 1977; in graph models Aljefri, Bashar, Fang and Hipel 2018): every
//! decision maker judges a state in its own view of the conflict, which has the same options and
//! owners, but may have other preferences, infeasible states and directions. A state is an
//! equilibrium if every decision maker sees it and finds it stable in its own view. A decision
//! maker that does not see a state cannot judge it.
//!
//! Not modelled: views of the views of others, and what a decision maker learns when a state it
//! did not see comes about.

use std::cmp::Reverse;

use super::refused::Refused;
use super::{Concept, Conflict, Mistake, Pattern, Preference, Stability, State, StateSet};

/// The conflict as seen by someone who does not see the states of these patterns; preferences over the
/// others are the same.
///
/// # Errors
///
/// Patterns that name unknown options, or leave no state.
pub fn view(conflict: &Conflict, unseen: &[Pattern]) -> Result<Conflict, Refused> {
    let mut description = conflict.description().clone();
    description.infeasible.extend_from_slice(unseen);
    for maker in &mut description.decision_makers {
        maker.preference = Preference::Statements(Vec::new());
    }
    let refused = |mistakes: Vec<Mistake>| {
        let all: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        Refused::Input(all.join("\n"))
    };
    // The states first: they are numbered anew, and another may stand for a merged group.
    let seen = Conflict::new(description.clone()).map_err(refused)?;
    let states = seen.graph().states().iter();
    let before: Vec<State> = states
        .map(|&s| conflict.graph().representative(s))
        .collect();
    for (maker, ranks) in description.decision_makers.iter_mut().zip(conflict.ranks()) {
        let mut numbered: Vec<(u32, usize)> = before
            .iter()
            .enumerate()
            .map(|(at, &state)| (ranks[state as usize], at + 1))
            .collect();
        numbered.sort_by_key(|&(rank, number)| (Reverse(rank), number));
        let levels = numbered.chunk_by(|a, b| a.0 == b.0);
        let levels = levels.map(|level| level.iter().map(|one| one.1).collect());
        maker.preference = Preference::Ranking(levels.collect());
    }
    Conflict::new(description).map_err(refused)
}

/// Stability in a conflict that is seen differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misperceived {
    /// By decision maker: the states stable in its own view.
    pub stable: Vec<StateSet>,
    /// By decision maker: the states of the conflict that it does not see.
    pub unseen: Vec<StateSet>,
    /// The feasible states of the conflict that are stable in everyone's own view.
    pub equilibria: StateSet,
}

/// Analyses `conflict` where decision maker i sees it as `views[i]`.
///
/// # Errors
///
/// Views that differ in number, options or owners.
pub fn misperceived(
    conflict: &Conflict,
    views: &[Conflict],
    concept: Concept,
) -> Result<Misperceived, Refused> {
    let graph = conflict.graph();
    let makers = graph.decision_makers();
    if views.len() != makers {
        let message = format!("views are given for each of {makers} decision makers");
        return Err(Refused::Input(message));
    }
    let same = |view: &Conflict| {
        view.graph().options() == graph.options() && view.graph().owned == graph.owned
    };
    if !views.iter().all(same) {
        let message = "a view has the options and owners of the conflict".to_owned();
        return Err(Refused::Input(message));
    }
    let mut stable = Vec::with_capacity(views.len());
    let mut unseen = Vec::with_capacity(views.len());
    let mut equilibria = graph.feasible().clone();
    for (maker, view) in views.iter().enumerate() {
        let own = Stability::of(view).stable(concept, maker).clone();
        equilibria.intersect(&own);
        let mut missing = graph.feasible().clone();
        view.graph()
            .states()
            .iter()
            .for_each(|&state| missing.remove(state));
        stable.push(own);
        unseen.push(missing);
    }
    Ok(Misperceived {
        stable,
        unseen,
        equilibria,
    })
}
