//! A conflict: decision makers, their options, what cannot be, and what each prefers.

use std::fmt;

use super::graph::Graph;
use super::preference::{MAX_STATEMENTS, Preference, ranks};
use super::{Pattern, State, StateSet, Statement};

/// Most options: 2²⁰ states.
pub const MAX_OPTIONS: usize = 20;
/// Most decision makers.
pub const MAX_DECISION_MAKERS: usize = 16;
/// Most patterns of infeasible or of merged states.
pub const MAX_PATTERNS: usize = 1_000;
/// Most states of a conflict in which states are merged.
pub const MAX_MERGED_STATES: usize = 1 << 12;

/// Most mistakes that are told of one conflict.
const MAX_MISTAKES: usize = 100;
/// Most states times parts of statements and patterns to look at; what is larger takes minutes.
const MAX_EVALUATIONS: usize = 1 << 30;

/// In which direction an option can be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// Taken and dropped.
    #[default]
    Both,
    /// Only taken: N→Y.
    OnlyTake,
    /// Only dropped: Y→N.
    OnlyDrop,
}

/// Something a decision maker can do or not do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConflictOption {
    /// What it is called.
    pub name: String,
    /// Which way it can be changed.
    pub direction: Direction,
}

/// Someone who controls options and prefers some states to others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionMaker {
    /// What it is called within a sentence.
    pub name: String,
    /// Whether sentences speak of it in the plural.
    pub plural: bool,
    /// Indexes of its options.
    pub options: Vec<usize>,
    /// What it prefers.
    pub preference: Preference,
}

/// What a [`Conflict`] is built from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Description {
    /// The options; option k is bit k of a state.
    pub options: Vec<ConflictOption>,
    /// The decision makers.
    pub decision_makers: Vec<DecisionMaker>,
    /// States that cannot be.
    pub infeasible: Vec<Pattern>,
    /// States that count as one: all that match a pattern. Patterns that share a state are joined.
    pub merged: Vec<Pattern>,
}

/// Where in a [`Description`] something is wrong. Indexes are from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The conflict as a whole.
    Conflict,
    /// An option.
    Option(usize),
    /// A decision maker.
    DecisionMaker(usize),
    /// An entry of a decision maker's list of options.
    Owned(usize, usize),
    /// A decision maker's statement.
    Statement(usize, usize),
    /// A level of a decision maker's ranking.
    Level(usize, usize),
    /// A pattern of infeasible states.
    Infeasible(usize),
    /// A pattern of merged states.
    Merged(usize),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Conflict => f.write_str("the conflict"),
            Self::Option(k) => write!(f, "option {k}"),
            Self::DecisionMaker(i) => write!(f, "decision maker {i}"),
            Self::Owned(i, at) => write!(f, "decision maker {i}, entry {at} of its options"),
            Self::Statement(i, at) => write!(f, "decision maker {i}, statement {at}"),
            Self::Level(i, at) => write!(f, "decision maker {i}, level {at} of its ranking"),
            Self::Infeasible(at) => write!(f, "infeasible pattern {at}"),
            Self::Merged(at) => write!(f, "merged pattern {at}"),
        }
    }
}

/// What is wrong with a description, where, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Where.
    pub place: Place,
    /// What, as one sentence without a full stop.
    pub message: String,
    /// What to write instead.
    pub help: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; {}", self.place, self.message, self.help)
    }
}

impl std::error::Error for Mistake {}

/// A conflict that can be analysed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    description: Description,
    graph: Graph,
    ranks: Vec<Vec<u32>>,
}

impl Conflict {
    /// Checks a description and works out its states and ranks.
    ///
    /// # Errors
    ///
    /// Every mistake in the description, at most 100.
    pub fn new(description: Description) -> Result<Self, Vec<Mistake>> {
        let mut mistakes = structure(&description);
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        let graph = graph(&description)?;
        for (maker, of) in description.decision_makers.iter().enumerate() {
            check_ranking(&graph, maker, &of.preference, &mut mistakes);
        }
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        let makers = description.decision_makers.iter();
        let ranks = makers
            .map(|maker| ranks(&graph, &maker.preference))
            .collect();
        Ok(Self {
            description,
            graph,
            ranks,
        })
    }

    /// The same conflict with another preference of one decision maker.
    ///
    /// # Errors
    ///
    /// Every mistake in the preference, or no such decision maker.
    pub fn with_preference(
        &self,
        maker: usize,
        preference: Preference,
    ) -> Result<Self, Vec<Mistake>> {
        let mut description = self.description.clone();
        match description.decision_makers.get_mut(maker) {
            Some(of) => of.preference = preference,
            None => {
                return Err(vec![Mistake {
                    place: Place::DecisionMaker(maker),
                    message: "there is no such decision maker".into(),
                    help: format!("there are {}", self.graph.decision_makers()),
                }]);
            }
        }
        Self::new(description)
    }

    /// What the conflict was built from.
    #[must_use]
    pub const fn description(&self) -> &Description {
        &self.description
    }

    /// Its states and moves.
    #[must_use]
    pub const fn graph(&self) -> &Graph {
        &self.graph
    }

    /// Ranks by decision maker and state mask: higher is better, equal is tied, 0 is no state.
    #[must_use]
    pub fn ranks(&self) -> &[Vec<u32>] {
        &self.ranks
    }

    /// A decision maker's name.
    #[must_use]
    pub fn name(&self, maker: usize) -> &str {
        &self.description.decision_makers[maker].name
    }
}

fn structure(description: &Description) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    let mut wrong = |place, message: String, help: &str| {
        if mistakes.len() < MAX_MISTAKES {
            mistakes.push(Mistake {
                place,
                message,
                help: help.into(),
            });
        }
    };
    let options = description.options.len();
    let makers = description.decision_makers.len();
    if options == 0 || options > MAX_OPTIONS {
        let message = format!("a conflict has 1 to {MAX_OPTIONS} options, not {options}");
        wrong(
            Place::Conflict,
            message,
            "keep the options that matter most",
        );
    }
    if makers == 0 || makers > MAX_DECISION_MAKERS {
        let message =
            format!("a conflict has 1 to {MAX_DECISION_MAKERS} decision makers, not {makers}");
        wrong(Place::Conflict, message, "join those that act as one");
    }
    if description.infeasible.len() + description.merged.len() > MAX_PATTERNS {
        let message = format!("there are more than {MAX_PATTERNS} patterns");
        wrong(
            Place::Conflict,
            message,
            "join patterns that differ in one option",
        );
    }
    let of_makers = description.decision_makers.iter();
    let statements = of_makers.flat_map(|maker| match &maker.preference {
        Preference::Statements(statements) => &statements[..],
        Preference::Ranking(_) => &[],
    });
    let parts = description.infeasible.len()
        + description.merged.len()
        + statements.map(Statement::parts).sum::<usize>();
    if options <= MAX_OPTIONS && parts > MAX_EVALUATIONS >> options {
        let message =
            format!("{options} options are too many for {parts} patterns and parts of statements");
        wrong(
            Place::Conflict,
            message,
            "leave out options or the least important statements",
        );
    }
    let mut owner = vec![None; options];
    for (maker, of) in description.decision_makers.iter().enumerate() {
        for (at, &option) in of.options.iter().enumerate() {
            let place = Place::Owned(maker, at);
            match owner.get_mut(option) {
                None => {
                    let message = format!("there is no option {option}");
                    wrong(place, message, "options count from 0");
                }
                Some(Some(other)) => {
                    let by: &DecisionMaker = &description.decision_makers[*other];
                    let message = format!("option {option} already belongs to {}", by.name);
                    wrong(place, message, "give every option one owner");
                }
                Some(free) => *free = Some(maker),
            }
        }
    }
    for (option, owner) in owner.iter().enumerate() {
        if owner.is_none() && makers > 0 {
            let message = format!("nobody owns option {option}");
            wrong(
                Place::Option(option),
                message,
                "give every option one owner",
            );
        }
    }
    let patterns = [
        (
            &description.infeasible,
            Place::Infeasible as fn(usize) -> Place,
        ),
        (&description.merged, Place::Merged as fn(usize) -> Place),
    ];
    for (patterns, place) in patterns {
        for (at, pattern) in patterns.iter().enumerate() {
            if pattern.named().checked_shr(options as u32).unwrap_or(0) != 0 {
                let message = "a pattern names an unknown option".into();
                wrong(place(at), message, "options count from 0");
            } else if pattern.taken() & pattern.dropped() != 0 {
                let message = "a pattern asks for an option both taken and not taken".into();
                wrong(place(at), message, "write Y or N for each option once");
            }
        }
    }
    for (maker, of) in description.decision_makers.iter().enumerate() {
        check_statements(maker, &of.name, &of.preference, options, &mut mistakes);
    }
    mistakes
}

fn graph(description: &Description) -> Result<Graph, Vec<Mistake>> {
    let options = description.options.len();
    let masks = 1usize << options;
    let mut feasible = StateSet::new(masks);
    for state in 0..masks as State {
        if !description.infeasible.iter().any(|p| p.matches(state)) {
            feasible.insert(state);
        }
    }
    let whole = |message: String, help: &str| {
        Err(vec![Mistake {
            place: Place::Conflict,
            message,
            help: help.into(),
        }])
    };
    if feasible.is_empty() {
        return whole(
            "no state is feasible".into(),
            "leave out a pattern of infeasible states",
        );
    }
    if !description.merged.is_empty() && feasible.len() > MAX_MERGED_STATES {
        return whole(
            format!("states can be merged in conflicts of up to {MAX_MERGED_STATES} states"),
            "leave out options, or merge nothing",
        );
    }
    let direction = |wanted| {
        let options = description.options.iter().enumerate();
        let masks = options.map(|(k, option)| u32::from(option.direction == wanted) << k);
        masks.fold(0, |all, one| all | one)
    };
    let makers = description.decision_makers.iter();
    let owned = makers.map(|maker| maker.options.iter().fold(0, |all, k| all | 1 << k));
    let merged = groups(&feasible, &description.merged);
    let directions = [Direction::OnlyTake, Direction::OnlyDrop].map(direction);
    Ok(Graph::new(
        options,
        owned.collect(),
        directions,
        feasible,
        merged,
    ))
}

/// Groups of two or more feasible states that some pattern makes one; patterns with a common state
/// make one group.
fn groups(feasible: &StateSet, merged: &[Pattern]) -> Vec<Vec<State>> {
    let mut groups: Vec<Vec<State>> = Vec::new();
    for pattern in merged {
        let mut group: Vec<State> = feasible.iter().filter(|&s| pattern.matches(s)).collect();
        let (joined, apart): (Vec<_>, Vec<_>) = groups
            .into_iter()
            .partition(|other| other.iter().any(|s| group.binary_search(s).is_ok()));
        group.extend(joined.into_iter().flatten());
        group.sort_unstable();
        group.dedup();
        groups = apart;
        if group.len() > 1 {
            groups.push(group);
        }
    }
    groups.sort_unstable();
    groups
}

/// Whether a preference of a decision maker fits the conflict.
pub(super) fn fits(conflict: &Conflict, maker: usize, new: &Preference) -> Result<(), Mistake> {
    let mut mistakes = Vec::new();
    let options = conflict.graph.options();
    check_statements(maker, conflict.name(maker), new, options, &mut mistakes);
    check_ranking(&conflict.graph, maker, new, &mut mistakes);
    mistakes.into_iter().next().map_or(Ok(()), Err)
}

/// Looks through the statements of a decision maker.
fn check_statements(
    maker: usize,
    name: &str,
    preference: &Preference,
    options: usize,
    mistakes: &mut Vec<Mistake>,
) {
    let Preference::Statements(statements) = preference else {
        return;
    };
    if statements.len() > MAX_STATEMENTS {
        mistakes.push(Mistake {
            place: Place::DecisionMaker(maker),
            message: format!("{name} has more than {MAX_STATEMENTS} statements"),
            help: "leave out the least important".into(),
        });
    }
    for (at, statement) in statements.iter().enumerate() {
        if statement.highest_option().is_some_and(|top| top >= options) {
            mistakes.push(Mistake {
                place: Place::Statement(maker, at),
                message: format!("a statement of {name} names an unknown option"),
                help: "options count from 0".into(),
            });
        }
    }
}

/// Looks through the ranking of a decision maker.
fn check_ranking(
    graph: &Graph,
    maker: usize,
    preference: &Preference,
    mistakes: &mut Vec<Mistake>,
) {
    let Preference::Ranking(levels) = preference else {
        return;
    };
    let states = graph.states().len();
    let mut wrong = |place, message: String, help: String| {
        if mistakes.len() < MAX_MISTAKES {
            mistakes.push(Mistake {
                place,
                message,
                help,
            });
        }
    };
    let mut seen = vec![false; states];
    for (at, &number) in levels
        .iter()
        .enumerate()
        .flat_map(|(at, level)| level.iter().map(move |number| (at, number)))
    {
        let place = Place::Level(maker, at);
        match number.checked_sub(1).and_then(|k| seen.get_mut(k)) {
            None => wrong(
                place,
                format!("there is no state {number}"),
                format!("states are numbered 1 to {states}"),
            ),
            Some(true) => wrong(
                place,
                format!("state {number} is ranked twice"),
                "rank every state once".into(),
            ),
            Some(new) => *new = true,
        }
    }
    let missing: Vec<String> = (1..=states)
        .filter(|number| !seen[number - 1])
        .take(5)
        .map(|number| number.to_string())
        .collect();
    if !missing.is_empty() {
        wrong(
            Place::DecisionMaker(maker),
            format!("the ranking leaves out states: {} …", missing.join(", ")),
            "rank every state once".into(),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn option(name: &str) -> ConflictOption {
        ConflictOption {
            name: name.into(),
            direction: Direction::Both,
        }
    }

    fn maker(options: &[usize], preference: Preference) -> DecisionMaker {
        DecisionMaker {
            name: "m".into(),
            plural: false,
            options: options.to_vec(),
            preference,
        }
    }

    #[test]
    fn every_mistake_is_named() {
        let description = Description {
            options: vec![option("a"), option("b")],
            decision_makers: vec![
                maker(&[0, 5], Preference::Statements(vec![])),
                maker(&[0], Preference::Statements(vec![])),
            ],
            infeasible: vec![Pattern::new(1, 1), Pattern::new(4, 0)],
            merged: vec![],
        };
        let mistakes = Conflict::new(description).unwrap_err();
        let places: Vec<Place> = mistakes.iter().map(|mistake| mistake.place).collect();
        assert_eq!(
            places,
            [
                Place::Owned(0, 1),
                Place::Owned(1, 0),
                Place::Option(1),
                Place::Infeasible(0),
                Place::Infeasible(1),
            ]
        );
        assert_eq!(
            mistakes[1].to_string(),
            "decision maker 1, entry 0 of its options: option 0 already belongs to m; give every \
             option one owner"
        );
    }

    #[test]
    fn a_ranking_names_every_state_once() {
        let build = |levels: Vec<Vec<usize>>| {
            Conflict::new(Description {
                options: vec![option("a")],
                decision_makers: vec![maker(&[0], Preference::Ranking(levels))],
                ..Description::default()
            })
        };
        assert_eq!(build(vec![vec![2], vec![1]]).unwrap().ranks()[0], [1, 2]);
        assert_eq!(build(vec![vec![2, 1]]).unwrap().ranks()[0], [1, 1]);
        for levels in [vec![vec![2]], vec![vec![1, 2, 1]], vec![vec![1, 2, 3]]] {
            assert_eq!(build(levels).unwrap_err().len(), 1);
        }
    }

    #[test]
    fn patterns_with_a_common_state_are_joined() {
        let mut feasible = StateSet::new(8);
        (0..8).for_each(|state| {
            feasible.insert(state);
        });
        let parse = |letters| Pattern::parse(letters).unwrap();
        let merged = [parse("Y-Y"), parse("-YY"), parse("NNN")];
        assert_eq!(groups(&feasible, &merged), [vec![5, 6, 7]]);
    }
}
