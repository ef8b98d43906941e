//! Conflicts in the JSON files of the public program (`.gmcr`).
//!
//! Read and written are options with their directions, decision makers with their options, statements
//! and rankings, infeasible patterns, misperceptions and coalitions. What the program works out for
//! itself on loading (`payoffs`, `coalitionsFull`) is neither read nor written.
//!
//! The program sorts options by decision maker when it loads a file, and numbers states after that; so
//! does the reader, and the writer writes them sorted.

mod place;
mod read;
mod write;

pub use read::{MAX_FILE_BYTES, read};
pub use write::{MAX_MEMBERS, write};

use pourparler_scenario::explain::Code;

use super::{Conflict, Pattern};

/// A conflict with what else a file says about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GmcrFile {
    /// The conflict.
    pub conflict: Conflict,
    /// Patterns of states that a decision maker does not see; one list for each.
    pub unseen: Vec<Vec<Pattern>>,
    /// Coalitions of decision makers that act as one; each decision maker is in one of them.
    pub coalitions: Vec<Vec<usize>>,
}

/// The codes of what can be wrong with a file.
pub mod codes {
    /// Not a JSON document, or too large.
    pub const NOT_JSON: &str = "PP1601";
    /// Something is missing or of another kind.
    pub const SHAPE: &str = "PP1602";
    /// The conflict it describes cannot be.
    pub const CONFLICT: &str = "PP1603";
}

/// Explanations of the codes.
pub const CODES: &[Code] = &[
    Code {
        code: codes::NOT_JSON,
        title: "not a conflict file",
        idea: "A conflict file of the public graph-model program is one JSON object. A file that was \
               cut off, or is something else, cannot be read in part.",
        wrong: "{\"options\": [",
        right: "{\"options\": [], \"decisionMakers\": [], \"infeasibles\": []}",
    },
    Code {
        code: codes::SHAPE,
        title: "another kind of value is wanted",
        idea: "Options and decision makers are objects with names; conditions are lists of pairs of an \
               option's index, from 0, and \"Y\" or \"N\", or several such lists as alternatives.",
        wrong: "\"infeasibles\": [[0, \"Y\"]]",
        right: "\"infeasibles\": [[[0, \"Y\"], [2, \"N\"]]]",
    },
    Code {
        code: codes::CONFLICT,
        title: "a conflict that cannot be",
        idea: "Every option has one owner, every ranking names every feasible state once, and some \
               state is feasible.",
        wrong: "\"decisionMakers\": [{\"options\": [0]}, {\"options\": [0]}]",
        right: "\"decisionMakers\": [{\"options\": [0]}, {\"options\": [1]}]",
    },
];
