//! Which pairs of states something is said about.

use std::collections::BTreeSet;

use super::{State, Statement};

/// Pairs of states, by statements that tell them apart and one by one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pairs {
    /// Every pair in which the statement is true of one state and false of the other.
    pub told_apart_by: Vec<Statement>,
    /// Single pairs, in either order.
    pub listed: BTreeSet<(State, State)>,
}

impl Pairs {
    /// Whether the pair is one of them.
    #[must_use]
    pub fn contain(&self, a: State, b: State) -> bool {
        self.listed.contains(&(a, b))
            || self.listed.contains(&(b, a))
            || self
                .told_apart_by
                .iter()
                .any(|statement| statement.holds(a) != statement.holds(b))
    }
}
