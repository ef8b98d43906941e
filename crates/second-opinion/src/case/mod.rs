#![doc = include_str!("../../../../docs/opinions/README.md")]

pub mod acceptance;
mod draws;
pub mod games;
pub mod graph;
mod sections;
pub mod spatial;
pub mod wording;

use pourparler_agreement::space::Space;
use pourparler_scenario::{Diagnostic, Scenario, Source};

pub use sections::SECTIONS;

/// What is wrong with the tables of this crate in a scenario.
pub mod codes {
    /// A statement about options that cannot be read.
    pub const STATEMENT: &str = "PP1501";
    /// A statement that names an option there is not.
    pub const OPTION: &str = "PP1502";
    /// A graph model that cannot be analysed.
    pub const GRAPH: &str = "PP1503";
    /// A position or a salience where no line of bargaining can be drawn.
    pub const SPATIAL: &str = "PP1504";
    /// Numbers that make no dispute.
    pub const GAME: &str = "PP1505";
}

/// Where a number or a structure comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The author wrote it for this method.
    Given,
    /// It follows by rule from the rest of the scenario.
    Derived,
}

impl Origin {
    /// `given` or `derived`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Derived => "derived",
        }
    }
}

/// What the methods of this crate say of a scenario.
#[derive(Clone, Debug)]
pub struct Opinions {
    /// Spatial bargaining, one entry per issue in the order of the file.
    pub spatial: spatial::Spatial,
    /// What mediation can do at best.
    pub games: games::Games,
    /// The game of accepting an outcome, or why there is none.
    pub acceptance: Result<acceptance::Acceptance, String>,
    /// The graph model, or why there is none.
    pub graph: Result<graph::Graph, String>,
}

/// Asks every method. `space` is that of the scenario.
///
/// # Errors
/// Every mistake in the tables of this crate, located.
pub fn opinions(scenario: &Scenario, space: &Space) -> Result<Opinions, Vec<Diagnostic>> {
    let (lines, dispute, graph) = tables(scenario, space)?;
    Ok(Opinions {
        spatial: lines.answered(space),
        games: dispute.map(games::Numbers::answered),
        acceptance: acceptance::acceptance(space),
        graph,
    })
}

/// What the tables of the methods say, and the graph model, whose analysis finds mistakes too.
type Tables = (
    spatial::Lines,
    Result<games::Numbers, String>,
    Result<graph::Graph, String>,
);

fn tables(scenario: &Scenario, space: &Space) -> Result<Tables, Vec<Diagnostic>> {
    let mut found = Vec::new();
    let lines = spatial::Lines::read(&scenario.root, space, &mut found);
    let dispute = games::Numbers::read(&scenario.root, space, &mut found);
    let graph = graph::graph(&scenario.root, space, &mut found);
    if found.is_empty() {
        return Ok((lines, dispute, graph));
    }
    let source = Source::new(&scenario.name, &scenario.text);
    for diagnostic in &mut found {
        diagnostic.locate(&source);
    }
    found.sort_by_key(|diagnostic| (diagnostic.span.start, diagnostic.code));
    Err(found)
}

/// The mistakes in the tables of this crate, located; none where the rest of the scenario has
/// errors of its own, which are said elsewhere.
#[must_use]
pub fn inspect(scenario: &Scenario) -> Vec<Diagnostic> {
    match Space::build(&scenario.root) {
        Ok(space) => tables(scenario, &space).err().unwrap_or_default(),
        Err(_) => Vec::new(),
    }
}
