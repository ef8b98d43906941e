//! One published method on files of its own format, as the faces print it.

use pourparler_second_opinion::case::graph::Graph;
use pourparler_second_opinion::games::Solved;
use pourparler_second_opinion::graph_model::gmcr::GmcrFile;
use pourparler_second_opinion::negotiation::{Negotiation, Solutions, Space};
use pourparler_second_opinion::spatial::{Ensemble, Issue, JointRun, Run};

/// Spatial bargaining on a table of stakeholders.
pub struct Spatial {
    /// The file, as typed.
    pub file: String,
    /// Name of the reading of the rules.
    pub preset: String,
    /// The issues, each by itself.
    pub issues: Vec<Played>,
    /// All issues together; none with a single one.
    pub jointly: Option<JointRun>,
}

/// An issue and what came of it.
pub struct Played {
    /// Its name, empty where the file has none.
    pub name: String,
    /// The actors.
    pub issue: Issue,
    /// Under the reading chosen.
    pub run: Run,
    /// Under all readings.
    pub ensemble: Ensemble,
}

/// The graph model of a conflict file.
pub struct Conflict {
    /// The file, as typed.
    pub file: String,
    /// What it holds.
    pub content: GmcrFile,
    /// The answer.
    pub graph: Graph,
}

/// A finite game, solved.
pub struct Game {
    /// The file, as typed.
    pub file: String,
    /// What was found.
    pub solved: Solved,
}

/// A negotiation domain with two profiles, solved.
pub struct Domain {
    /// The files, as typed.
    pub files: Vec<String>,
    /// What they hold.
    pub negotiation: Negotiation,
    /// The same in the terms of the agreement space.
    pub space: Space,
    /// Frontier and solutions.
    pub solutions: Solutions,
}
