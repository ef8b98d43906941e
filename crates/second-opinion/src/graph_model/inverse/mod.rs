//! The inverse question of a mediator: which preferences would make a wanted state an equilibrium,
//! and how little they have to change.
//!
//! Sources: Kinsara, Petersons, Hipel and Kilgour 2015 (which preferences make a state stable); Wang,
//! Hipel, Fang and Dang 2018 (least changes, as a 0–1 programme). Here the least change is found by
//! an argument where there is one, and by search in order of cost where there is none.
//!
//! - [`lift`]: the wanted state rises in rankings; cost in swaps (Kendall 1938).
//! - [`reorder`]: statements change places in order of importance; cost in statements moved.
//! - [`conditions`]: what every preference has in common that makes the state stable.
//!
//! Every search has a budget; a search that is cut says so, and up to which cost it was complete.

mod conditions;
mod ranking;
mod statements;

pub use conditions::{Alternative, Condition, Conditions, MAX_ALTERNATIVES, conditions};
pub use ranking::{Lift, lift};
pub use statements::{Reordering, reorder};

use super::Concept;

/// What came of a search for the least change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Search<T> {
    /// The least change.
    Found(T),
    /// No change of this kind makes the state an equilibrium; why.
    Impossible(String),
    /// The budget ran out. Every change that costs less than this was tried.
    Incomplete {
        /// Lower bound of the cost, in swaps or statements moved.
        at_least: usize,
    },
}

/// Whether stability of one decision maker depends on what the others prefer.
pub(super) const fn depends_on_others(concept: Concept) -> bool {
    matches!(concept, Concept::Seq | Concept::Sseq | Concept::Sim)
}
