//! The graph model of a scenario.
//!
//! Given, decision makers are the parties that own options, in the order of the file. Derived, they
//! are the two sides, each with the option to accept each outcome that both would sign at the
//! medians, at most [`MOST_OUTCOMES`] of them. Such an outcome stands for its egalitarian settlement
//! above today's line, or where none is better for both, for the one with the largest sum. A side
//! ranks a state by what it is worth to it: that of the settlement if both accept it, else today's.

use pourparler_agreement::Workspace;
use pourparler_agreement::space::Space;
use pourparler_scenario::{Diagnostic, Span, Table, Value};

use super::acceptance::{MOST_OUTCOMES, finals, settlement, today};
use super::wording::{Wrong, statement};
use super::{Origin, codes};
use crate::graph_model::inverse::{Lift, Reordering, Search, lift, reorder};
use crate::graph_model::{
    Concept, Conflict, ConflictOption, DecisionMaker, Description, Direction, MAX_OPTIONS, Margin,
    Mistake, Moves, Path, Pattern, Place, Preference, Stability, State, Statement, Verdict, margin,
    paths, reason, verdict,
};

/// Most alternatives of one statement about infeasible states.
const MOST_PATTERNS: usize = 200;
/// Orders of priorities, or combinations of rises, looked at for a mediator.
const BUDGET: usize = 20_000;
/// Most answers that a reason tells.
pub const MOST_ANSWERS: usize = 2;
/// The concept for which a mediator's change is looked for: answers have to be credible.
pub const FOR_MEDIATOR: Concept = Concept::Seq;

/// An equilibrium, and how it is reached from today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Equilibrium {
    /// The state.
    pub state: State,
    /// Concepts under which it is an equilibrium.
    pub concepts: Vec<Concept>,
    /// Shortest path on which every mover prefers where it goes; the party of each move and the state.
    pub by_improvements: Option<Vec<(usize, State)>>,
    /// Whether every decision maker prefers it to today's state, so that all would go there together.
    pub together: bool,
    /// Shortest path of any moves.
    pub by_any_moves: Option<Vec<(usize, State)>>,
}

/// Whether a state holds for a decision maker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holds {
    /// Decision maker, by its place in the model.
    pub maker: usize,
    /// Concepts under which the state is stable for it.
    pub concepts: Vec<Concept>,
    /// Why or why not, under the shortest foresight under which it is stable, else under SEQ; of
    /// several answers the [`MOST_ANSWERS`] to the smallest moves.
    pub reason: String,
    /// Answers left out of the reason.
    pub more: usize,
}

/// What would make the wanted state an equilibrium.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is one already.
    None,
    /// Reordered priorities, by decision maker.
    Reordered(Vec<Reordering>),
    /// No order of the statements does; rises of the state in the rankings, by decision maker.
    Raised(Vec<Lift>, String),
    /// The search was cut; all that cost less were tried.
    Unknown(usize),
}

/// The wanted state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The state.
    pub state: State,
    /// What it takes under [`FOR_MEDIATOR`].
    pub change: Change,
    /// Whether it holds as preferences are, by decision maker.
    pub holds: Vec<Holds>,
}

/// The answer.
#[derive(Clone, Debug)]
pub struct Graph {
    /// Whether options and preferences were given.
    pub origin: Origin,
    /// The model.
    pub conflict: Conflict,
    /// Ids of the options.
    pub option_ids: Vec<String>,
    /// Party of each decision maker, by its index in the scenario.
    pub parties: Vec<usize>,
    /// Statements in words, by decision maker; none where it has a ranking.
    pub statements: Vec<Vec<String>>,
    /// Today's state.
    pub today: State,
    /// Equilibria under any concept, those under most concepts first.
    pub equilibria: Vec<Equilibrium>,
    /// Today's state, by decision maker.
    pub holds: Vec<Holds>,
    /// Where today's state is an equilibrium under [`FOR_MEDIATOR`]: the decision maker, and how many
    /// states it has to come to prefer, that end this soonest; none where no one alone ends it, or
    /// there are too many states to tell.
    pub margin: Option<(usize, usize)>,
    /// The state a mediator wants, where one is named or derived.
    pub wanted: Option<Wanted>,
}

impl Graph {
    /// Names of the options taken in a state, `nothing` for none.
    #[must_use]
    pub fn state(&self, state: State) -> String {
        let options = self.conflict.description().options.iter().enumerate();
        let taken = options.filter(|(k, _)| state >> k & 1 == 1);
        let names: Vec<&str> = taken.map(|(_, option)| option.name.as_str()).collect();
        if names.is_empty() {
            "nothing".to_owned()
        } else {
            names.join(", ")
        }
    }

    /// Whether today's state is an equilibrium under a concept.
    #[must_use]
    pub fn today_holds(&self, concept: Concept) -> bool {
        self.holds
            .iter()
            .all(|holds| holds.concepts.contains(&concept))
    }
}

/// A model before it is analysed.
struct Model {
    origin: Origin,
    conflict: Conflict,
    option_ids: Vec<String>,
    parties: Vec<usize>,
    statements: Vec<Vec<String>>,
    today: State,
    wanted: Option<State>,
    span: Span,
}

/// Asks the model.
pub(super) fn graph(
    root: &Table,
    space: &Space,
    found: &mut Vec<Diagnostic>,
) -> Result<Graph, String> {
    let table = root.child("opinions").and_then(|t| t.child("graph"));
    let before = found.len();
    let model = match table.filter(|table| table.tables("options").next().is_some()) {
        Some(table) => given(table, space, found),
        None => {
            if let Some(table) = table {
                found.push(
                    Diagnostic::error(
                        codes::GRAPH,
                        table.span,
                        "a graph model without options has no states",
                    )
                    .help("add [opinions.graph.options.ID] with an `owner`, or take the table out"),
                );
            }
            derived(root, space)
        }
    };
    if found.len() > before {
        return Err("its tables have mistakes".to_owned());
    }
    let model = model?;
    let span = model.span;
    analysed(model).inspect_err(|why| {
        found.push(
            Diagnostic::error(codes::GRAPH, span, why.clone())
                .help("change `infeasible`, `today` or `wanted`, or leave out options"),
        );
    })
}

fn given(table: &Table, space: &Space, found: &mut Vec<Diagnostic>) -> Result<Model, String> {
    let options: Vec<(&str, &Table)> = table.tables("options").collect();
    let ids: Vec<&str> = options.iter().map(|(id, _)| *id).collect();
    let owner = |table: &Table| table.reference("owner").and_then(|id| space.party(id));
    let mut parties: Vec<usize> = options.iter().filter_map(|(_, t)| owner(t)).collect();
    parties.sort_unstable();
    parties.dedup();
    let mut today = 0;
    for (k, (_, option)) in options.iter().enumerate().take(MAX_OPTIONS) {
        today |= u32::from(option.flag("today")) << k;
    }
    let said = |id: &str| table.table("preferences", id);
    let mut statements = Vec::new();
    let mut makers = Vec::new();
    for &party in &parties {
        let named = &space.parties[party];
        let texts = said(&named.id).map_or(&[][..], |table| table.texts("statements"));
        if texts.is_empty() {
            let mut owns = options.iter().filter(|(_, t)| owner(t) == Some(party));
            let span = owns.next().map_or(table.span, |(_, table)| table.span);
            let message = format!(
                "`{}` owns options, but nothing says what it prefers",
                named.id
            );
            found.push(Diagnostic::error(codes::GRAPH, span, message).help(format!(
                "add [opinions.graph.preferences.{}] with `statements`",
                named.id
            )));
        }
        let span = said(&named.id).map_or(table.span, |t| place(t, "statements"));
        let read: Vec<Statement> = texts
            .iter()
            .filter_map(|text| read(text, &ids, span, found))
            .collect();
        let owned = options.iter().enumerate();
        makers.push(DecisionMaker {
            name: named.said.clone(),
            plural: named.plural,
            options: owned
                .filter(|(_, (_, t))| owner(t) == Some(party))
                .map(|(k, _)| k)
                .collect(),
            preference: Preference::Statements(read),
        });
        statements.push(texts.to_vec());
    }
    for (id, preference) in table.tables("preferences") {
        if space
            .party(id)
            .is_some_and(|party| !parties.contains(&party))
        {
            let message = format!("`{id}` owns no option, so its preferences decide nothing");
            found.push(
                Diagnostic::error(codes::GRAPH, preference.span, message)
                    .help("give it an option in [opinions.graph.options.ID], or take this out"),
            );
        }
    }
    let span = place(table, "infeasible");
    let mut infeasible: Vec<Pattern> = Vec::new();
    for text in table.texts("infeasible") {
        let Some(statement) = read(text, &ids, span, found) else {
            continue;
        };
        match statement.patterns(MOST_PATTERNS) {
            Some(patterns) => infeasible.extend(patterns),
            None => found.push(
                Diagnostic::error(
                    codes::STATEMENT,
                    span,
                    format!("a statement stands for more than {MOST_PATTERNS} patterns"),
                )
                .help("write several shorter statements"),
            ),
        }
    }
    let wanted = table.has("wanted").then(|| {
        let taken = table.references("wanted").iter();
        taken
            .filter_map(|id| ids.iter().position(|known| known == id))
            .filter(|&k| k < MAX_OPTIONS)
            .fold(0, |state: State, k| state | 1 << k)
    });
    let description = Description {
        options: options
            .iter()
            .map(|(id, table)| ConflictOption {
                name: table.text("name").unwrap_or(id).to_owned(),
                direction: match table.text("direction") {
                    Some("only take") => Direction::OnlyTake,
                    Some("only drop") => Direction::OnlyDrop,
                    _ => Direction::Both,
                },
            })
            .collect(),
        decision_makers: makers,
        infeasible,
        merged: Vec::new(),
    };
    let conflict = match Conflict::new(description) {
        Ok(conflict) => conflict,
        Err(mistakes) => {
            let spans = |mistake: &Mistake| match mistake.place {
                Place::Option(k) => options.get(k).map_or(table.span, |(_, t)| t.span),
                Place::DecisionMaker(i) | Place::Statement(i, _) => parties
                    .get(i)
                    .and_then(|&party| said(&space.parties[party].id))
                    .map_or(table.span, |t| place(t, "statements")),
                Place::Infeasible(_) => span,
                _ => table.span,
            };
            for mistake in &mistakes {
                let error =
                    Diagnostic::error(codes::GRAPH, spans(mistake), mistake.message.clone());
                found.push(error.help(mistake.help.clone()));
            }
            return Err("its tables have mistakes".to_owned());
        }
    };
    Ok(Model {
        origin: Origin::Given,
        conflict,
        option_ids: ids.into_iter().map(str::to_owned).collect(),
        parties,
        statements,
        today,
        wanted,
        span: table.span,
    })
}

fn place(table: &Table, key: &str) -> Span {
    table
        .field(key)
        .map_or(table.span, |field| match field.value {
            Value::Texts(_) => field.span,
            _ => table.span,
        })
}

fn read(text: &str, ids: &[&str], span: Span, found: &mut Vec<Diagnostic>) -> Option<Statement> {
    match statement(text, ids) {
        Ok(statement) => Some(statement),
        Err(Wrong {
            unknown,
            message,
            help,
        }) => {
            let code = if unknown {
                codes::OPTION
            } else {
                codes::STATEMENT
            };
            let message = format!(
                "in \"{}\": {message}",
                pourparler_scenario::words::shown(text)
            );
            found.push(Diagnostic::error(code, span, message).help(help));
            None
        }
    }
}

fn derived(root: &Table, space: &Space) -> Result<Model, String> {
    let draw = space.at_medians();
    let today = today(space, &draw);
    let mut workspace = Workspace::default();
    let mut worth: Vec<(String, [f64; 2])> = finals(space)
        .filter_map(|outcome| {
            let worth = settlement(space, &draw, outcome, &mut workspace)?;
            Some((outcome.name.clone(), worth))
        })
        .collect();
    if worth.is_empty() {
        return Err(
            "no options are given, and at the medians no outcome is signable by both sides"
                .to_owned(),
        );
    }
    worth.truncate(MOST_OUTCOMES);
    let n = worth.len();
    let mut options = Vec::new();
    let mut option_ids = Vec::new();
    let mut makers = Vec::new();
    let mut infeasible = Vec::new();
    for (side, &party) in space.sides.iter().enumerate() {
        let named = &space.parties[party];
        let accepts = if named.plural { "accept" } else { "accepts" };
        for (k, (outcome, _)) in worth.iter().enumerate() {
            options.push(ConflictOption {
                name: format!("{} {accepts} \"{outcome}\"", named.said),
                direction: Direction::Both,
            });
            option_ids.push(format!("{}.{k}", named.id));
            let others = (k + 1)..n;
            infeasible
                .extend(others.map(|l| Pattern::new(1 << (side * n + k) | 1 << (side * n + l), 0)));
        }
        makers.push(DecisionMaker {
            name: named.said.clone(),
            plural: named.plural,
            options: (side * n..(side + 1) * n).collect(),
            preference: Preference::Statements(Vec::new()),
        });
    }
    let unfit = |mistakes: Vec<Mistake>| {
        let all: Vec<String> = mistakes.iter().map(Mistake::to_string).collect();
        all.join("; ")
    };
    let mut conflict = Conflict::new(Description {
        options,
        decision_makers: makers,
        infeasible,
        merged: Vec::new(),
    })
    .map_err(unfit)?;
    for (side, &now) in today.iter().enumerate() {
        let value = |state: State| {
            let signed = (0..n).find(|k| state >> k & 1 == 1 && state >> (n + k) & 1 == 1);
            signed.map_or(now, |k| worth[k].1[side])
        };
        let states = conflict.graph().states().to_vec();
        let mut order: Vec<usize> = (0..states.len()).collect();
        order.sort_by(|&i, &j| value(states[j]).total_cmp(&value(states[i])));
        let levels = order
            .chunk_by(|&i, &j| value(states[i]) == value(states[j]))
            .map(|level| level.iter().map(|i| i + 1).collect());
        let ranking = Preference::Ranking(levels.collect());
        conflict = conflict.with_preference(side, ranking).map_err(unfit)?;
    }
    // What both would sign: the outcome whose worse-off side gains most.
    let gain = |(_, worth): &(String, [f64; 2])| (worth[0] - today[0]).min(worth[1] - today[1]);
    let best = (0..n).max_by(|&i, &j| gain(&worth[i]).total_cmp(&gain(&worth[j])));
    Ok(Model {
        origin: Origin::Derived,
        conflict,
        option_ids,
        parties: space.sides.to_vec(),
        statements: vec![Vec::new(); 2],
        today: 0,
        wanted: best.map(|k| 1 << k | 1 << (n + k)),
        span: root.span,
    })
}

fn analysed(model: Model) -> Result<Graph, String> {
    let Model {
        origin,
        conflict,
        option_ids,
        parties,
        statements,
        today,
        wanted,
        ..
    } = model;
    let graph = conflict.graph();
    if !graph.feasible().contains(today) {
        return Err("today's state is infeasible".to_owned());
    }
    let stability = Stability::of(&conflict);
    let mut any = stability.equilibria(Concept::Nash);
    for concept in Concept::ALL {
        for state in stability.equilibria(concept).iter() {
            any.insert(state);
        }
    }
    let refused = |refused: crate::graph_model::Refused| refused.to_string();
    let better = paths(&conflict, today, &any, Moves::Improvements).map_err(refused)?;
    let all = paths(&conflict, today, &any, Moves::All).map_err(refused)?;
    let steps = |(_, path): &Path| {
        let path = path.as_ref()?.iter();
        Some(path.map(|step| (step.movers[0], step.to)).collect())
    };
    let mut equilibria: Vec<Equilibrium> = any
        .iter()
        .zip(better.iter().zip(&all))
        .map(|(state, (better, all))| Equilibrium {
            state,
            concepts: Concept::ALL
                .into_iter()
                .filter(|&concept| stability.equilibria(concept).contains(state))
                .collect(),
            by_improvements: steps(better),
            together: conflict
                .ranks()
                .iter()
                .all(|ranks| ranks[state as usize] > ranks[today as usize]),
            by_any_moves: steps(all),
        })
        .collect();
    equilibria.sort_by_key(|found| (std::cmp::Reverse(found.concepts.len()), found.state));
    let holds = holds(&conflict, &stability, today);
    let margin = match margin(&conflict, FOR_MEDIATOR, today, BUDGET) {
        Ok(Margin::Holds {
            maker,
            overtaken_by,
        }) => Some((maker, overtaken_by.len())),
        _ => None,
    };
    let wanted = wanted
        .map(|state| {
            Ok::<_, String>(Wanted {
                state,
                change: change(&conflict, &stability, state)?,
                holds: self::holds(&conflict, &stability, state),
            })
        })
        .transpose()?;
    Ok(Graph {
        origin,
        option_ids,
        parties,
        statements,
        today,
        equilibria,
        holds,
        margin,
        wanted,
        conflict,
    })
}

/// Whether a state holds, for each decision maker, and why.
fn holds(conflict: &Conflict, stability: &Stability, state: State) -> Vec<Holds> {
    let each = (0..conflict.graph().decision_makers()).map(|maker| {
        let concepts: Vec<Concept> = Concept::ALL
            .into_iter()
            .filter(|&concept| stability.stable(concept, maker).contains(state))
            .collect();
        let told = if concepts.contains(&Concept::Nash) {
            Concept::Nash
        } else {
            FOR_MEDIATOR
        };
        let mut more = 0;
        let found = verdict(conflict, told, maker, state).map(|mut found| {
            if let Verdict::Deterred(all) = &mut found {
                all.sort_by_key(|one| ((one.departure ^ state).count_ones(), one.departure));
                more = all.len().saturating_sub(MOST_ANSWERS);
                all.truncate(MOST_ANSWERS);
            }
            reason(conflict, told, &[maker], state, &found)
        });
        Holds {
            maker,
            concepts,
            reason: found.unwrap_or_default(),
            more,
        }
    });
    each.collect()
}

fn change(conflict: &Conflict, stability: &Stability, state: State) -> Result<Change, String> {
    if !conflict.graph().feasible().contains(state) {
        return Err("the wanted state is infeasible".to_owned());
    }
    if stability.equilibria(FOR_MEDIATOR).contains(state) {
        return Ok(Change::None);
    }
    let refused = |refused: crate::graph_model::Refused| refused.to_string();
    Ok(
        match reorder(conflict, FOR_MEDIATOR, state, BUDGET).map_err(refused)? {
            Search::Found(all) => Change::Reordered(all),
            Search::Incomplete { at_least } => Change::Unknown(at_least),
            Search::Impossible(why) => {
                match lift(conflict, FOR_MEDIATOR, state, BUDGET).map_err(refused)? {
                    Search::Found(all) => Change::Raised(all, why),
                    Search::Incomplete { at_least } => Change::Unknown(at_least),
                    Search::Impossible(_) => Change::Unknown(0),
                }
            }
        },
    )
}
