//! Second opinions beside the engine: what every method says, where they differ, and what they have
//! to say of the claims. By rule, and never an average.

mod claims;
mod differences;
mod headlines;

use pourparler_analysis::{Assessment, CLASSES, HEADLINE, ReferenceClass, vocabulary as engine};
use pourparler_scenario::Vocabulary;
use pourparler_second_opinion::case::games::Answer as Games;
use pourparler_second_opinion::case::graph::{FOR_MEDIATOR, Graph};
use pourparler_second_opinion::case::spatial::{Answer, Contested};
use pourparler_second_opinion::case::{Opinions, SECTIONS};
use pourparler_second_opinion::games::mediation::DisputeError;

use crate::layout::{NAME, safe};
use crate::names::Who;

pub use claims::{ClaimLine, claims};
pub use differences::{Difference, differences};
pub use headlines::{HeadlineLine, headlines, margin, messages, options};

/// The key tables of the whole program, those of the second opinions with them.
pub fn vocabulary() -> Vocabulary {
    engine().with(SECTIONS)
}

/// The methods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// This program's own simulation.
    Engine,
    /// Spatial bargaining.
    Spatial,
    /// The graph model for conflict resolution.
    Graph,
    /// Mechanism design: what mediation can do at best.
    Games,
    /// Past cases.
    Cases,
}

impl Method {
    /// Its name in a sentence.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Engine => "engine",
            Self::Spatial => "spatial bargaining",
            Self::Graph => "graph model",
            Self::Games => "theory of mediation",
            Self::Cases => "past cases",
        }
    }
}

/// Everything side by side.
#[derive(Debug, Clone, Copy)]
pub struct SideBySide<'a> {
    /// The engine's answer.
    pub assessment: &'a Assessment,
    /// The others.
    pub opinions: &'a Opinions,
}

impl<'a> SideBySide<'a> {
    /// P(settlement) with the contact.
    pub fn settlement(&self) -> Option<f64> {
        let with = self.assessment.level("with", HEADLINE)?;
        Some(with.level.mean)
    }

    /// What the contact adds to it.
    pub fn effect(&self) -> Option<f64> {
        let with = self.assessment.level("with", HEADLINE)?;
        Some(with.effect.as_ref()?.difference.mean)
    }

    /// Name of an issue.
    pub fn issue(&self, issue: usize) -> String {
        let issue = self.assessment.space.issues.get(issue);
        safe(issue.map_or("", |issue| issue.name.as_str()), NAME)
    }

    /// A party in a sentence.
    pub fn party(&self, party: usize) -> Who {
        let party = self.assessment.space.parties.get(party);
        party.map_or_else(|| Who::named(""), Who::of)
    }

    /// Label of an option.
    pub fn option(&self, issue: usize, option: usize) -> String {
        let issue = self.assessment.space.issues.get(issue);
        let label = issue.and_then(|issue| issue.options.get(option));
        safe(label.map_or("", String::as_str), NAME)
    }

    /// How many options an issue has.
    pub fn options(&self, issue: usize) -> usize {
        let issue = self.assessment.space.issues.get(issue);
        issue.map_or(0, |issue| issue.options.len())
    }

    /// The issues on which spatial bargaining has an answer.
    pub fn contested(&self) -> impl Iterator<Item = (usize, &'a Contested)> {
        let issues = self.opinions.spatial.issues.iter().enumerate();
        issues.filter_map(|(issue, answer)| match answer {
            Answer::Contested(contested) => Some((issue, &**contested)),
            Answer::None(_) => None,
        })
    }

    /// The graph model, where there is one.
    pub fn graph(&self) -> Option<&'a Graph> {
        self.opinions.graph.as_ref().ok()
    }

    /// The theory of mediation, where it has an answer.
    pub fn games(&self) -> Option<&'a Games> {
        self.opinions.games.as_ref().ok()
    }

    /// The reference classes of the same data set as the scenario's own, that one left out.
    pub fn neighbours(&self) -> Vec<&'static ReferenceClass> {
        let Some(anchor) = &self.assessment.anchor else {
            return Vec::new();
        };
        let class = anchor.class;
        let others = CLASSES.iter().filter(|other| other.id != class.id);
        others
            .filter(|other| other.source == class.source)
            .collect()
    }
}

/// Whether moves that every mover prefers, alone or all together, lead from today to the wanted state,
/// which then holds; to any equilibrium other than today's, where no state is wanted.
pub fn leads_away(graph: &Graph) -> bool {
    graph.equilibria.iter().any(|found| {
        let meant = match &graph.wanted {
            Some(wanted) => found.state == wanted.state,
            None => found.state != graph.today,
        };
        let way = found.together || found.by_improvements.is_some();
        meant && way && found.concepts.contains(&FOR_MEDIATOR)
    })
}

/// Whether the theory of mediation has nothing left to mediate: one split is accepted by all types.
pub fn split_for_all(games: &Games) -> bool {
    let nothing = matches!(
        games.bounds.institutions,
        Err(DisputeError::NoTemptation(_))
    );
    nothing && games.bounds.remainder > 0.0
}
