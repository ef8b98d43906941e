//! The graph model for conflict resolution.
//!
//! Page: `docs/opinions/graph-model.md`.

mod answers;
mod concept;
mod conflict;
mod graph;
mod preference;
mod relations;
mod simultaneous;
mod stability;
mod state_set;
mod statement;

pub use concept::Concept;
pub use conflict::{
    Conflict, ConflictOption, DecisionMaker, Description, Direction, MAX_DECISION_MAKERS,
    MAX_MERGED_STATES, MAX_OPTIONS, MAX_PATTERNS, Mistake, Place,
};
pub use graph::Graph;
pub use preference::{MAX_STATEMENTS, Preference, worth};
pub use relations::{Answered, MAX_RELATIONAL_STATES, Step, Verdict};
pub use stability::{Stability, verdict};
pub use state_set::StateSet;
pub use statement::{Pattern, Statement};

/// A state: bit k is set if option k is taken.
pub type State = u32;
