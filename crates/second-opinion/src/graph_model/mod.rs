#![doc = include_str!("../../../../docs/opinions/graph-model.md")]

mod answers;
mod attitude;
mod belief;
mod coalition;
mod concept;
mod conflict;
mod fuzzy;
pub mod gmcr;
mod graph;
mod horizon;
pub mod inverse;
mod margin;
mod misperception;
mod pairs;
mod preference;
mod reason;
mod refused;
mod relations;
mod simultaneous;
mod stability;
mod state_set;
mod statement;
mod status_quo;
mod strength;
mod unknown;

pub use attitude::{Attitude, relational_stable, relational_verdict};
pub use belief::{Belief, Bounds, equilibrium_probability};
pub use coalition::{MAX_COALITION_MAKERS, coalition_proof, coalition_stable, coalition_verdict};
pub use concept::Concept;
pub use conflict::{
    Conflict, ConflictOption, DecisionMaker, Description, Direction, MAX_DECISION_MAKERS,
    MAX_MERGED_STATES, MAX_OPTIONS, MAX_PATTERNS, Mistake, Place,
};
pub use fuzzy::{FuzzyPreference, MAX_FUZZY_STATES, fuzzy_stable, fuzzy_verdict};
pub use graph::Graph;
pub use horizon::{MAX_HORIZON, limited_move, non_myopic};
pub use margin::{Margin, margin};
pub use misperception::{Misperceived, misperceived, view};
pub use pairs::Pairs;
pub use preference::{MAX_STATEMENTS, Preference, worth};
pub use reason::{Basis, reason, reason_on};
pub use refused::Refused;
pub use relations::{Answered, MAX_RELATIONAL_STATES, Step, Verdict};
pub use stability::{Stability, verdict};
pub use state_set::StateSet;
pub use statement::{Pattern, Statement};
pub use status_quo::{MAX_PATH_STATES, Moves, Path, paths};
pub use strength::{ByStrength, stable_by_strength, strong_verdict};
pub use unknown::{Extension, stable_if_unknown, verdict_if_unknown};

/// A state: bit k is set if option k is taken.
pub type State = u32;
