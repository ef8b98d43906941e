//! The graph model: equilibria, how they are reached, why today holds or not, what a mediator changes.

use pourparler_second_opinion::case::Origin;
use pourparler_second_opinion::case::graph::{Change, Equilibrium, FOR_MEDIATOR, Graph};
use pourparler_second_opinion::graph_model::{Concept, State};

use crate::language::capital;
use crate::layout::{NAME, Page, SENTENCE, numbers, safe, words};
use crate::opinions::SideBySide;
use crate::text::opinions::limits;

/// Equilibria shown.
const MOST: usize = 8;

pub fn write(page: &mut Page, side: &SideBySide) {
    page.heading("Graph model for conflict resolution");
    match &side.opinions.graph {
        Ok(graph) => told(page, graph),
        Err(why) => page.prose(&format!(
            "No answer: {why}. Options are written in [opinions.graph]."
        )),
    }
    limits(
        page,
        "options are taken or not, preferences are ranks known to all, nobody is in a hurry; a sanction \
         counts even if it only leaves the mover no better off.",
    );
}

/// `state 5`.
fn number(graph: &Graph, state: State) -> String {
    let number = graph.conflict.graph().number(state);
    number.map_or_else(|| "no state".to_owned(), |number| format!("state {number}"))
}

/// `state 5 (Withdraw)`.
fn named(graph: &Graph, state: State) -> String {
    format!(
        "{} ({})",
        number(graph, state),
        safe(&graph.state(state), SENTENCE)
    )
}

fn told(page: &mut Page, graph: &Graph) {
    let states = graph.conflict.graph().states().len();
    page.prose(&format!(
        "{states} states of {} options of {} decision makers; options and preferences {}. Today: {}.",
        graph.option_ids.len(),
        graph.parties.len(),
        graph.origin.word(),
        named(graph, graph.today)
    ));
    if graph.origin == Origin::Derived {
        page.prose(
            "Derived: each side accepts or not each outcome that both would sign at the medians, and \
             ranks states by what they are worth to it.",
        );
    }
    equilibria(page, graph);
    today(page, graph);
    mediator(page, graph);
}

fn equilibria(page: &mut Page, graph: &Graph) {
    if graph.equilibria.is_empty() {
        page.prose("No state is an equilibrium under any concept.");
        return;
    }
    let counts: Vec<String> = Concept::ALL
        .iter()
        .map(|concept| {
            let all = graph.equilibria.iter();
            let count = all.filter(|found| found.concepts.contains(concept)).count();
            format!("{} {count}", concept.name())
        })
        .collect();
    page.prose(&format!(
        "Equilibria by concept: {}. Those under most concepts, with the moves that lead there from today:",
        counts.join(", ")
    ));
    let shown = graph.equilibria.iter().take(MOST);
    let rows: Vec<Vec<String>> = shown
        .map(|found| {
            let concepts: Vec<&str> = found.concepts.iter().map(|c| c.name()).collect();
            let concepts = if concepts.len() == Concept::ALL.len() {
                "all six".to_owned()
            } else {
                concepts.join(" ")
            };
            vec![
                number(graph, found.state).replace("state ", ""),
                safe(&graph.state(found.state), SENTENCE),
                concepts,
                way(graph, found),
            ]
        })
        .collect();
    page.table(
        &[
            numbers("no."),
            words("options taken"),
            words("concepts"),
            words("from today"),
        ],
        &rows,
    );
    if graph.equilibria.len() > MOST {
        page.prose(&format!(
            "{} more are in the JSON.",
            graph.equilibria.len() - MOST
        ));
    }
}

/// How an equilibrium is reached.
fn way(graph: &Graph, found: &Equilibrium) -> String {
    if found.state == graph.today {
        return "today's state".to_owned();
    }
    let steps = |path: &[(usize, State)]| {
        let steps = path.iter();
        let steps = steps.map(|&(maker, state)| {
            let state = number(graph, state).replace("state ", "to ");
            format!("{} {state}", safe(graph.conflict.name(maker), NAME))
        });
        steps.collect::<Vec<_>>().join(", ")
    };
    match (&found.by_improvements, &found.by_any_moves) {
        (Some(path), _) => format!("each mover gains: {}", steps(path)),
        (None, _) if found.together => "all gain together".to_owned(),
        (None, Some(path)) => format!("some mover gains nothing: {}", steps(path)),
        (None, None) => "no way".to_owned(),
    }
}

fn today(page: &mut Page, graph: &Graph) {
    let under: Vec<&str> = Concept::ALL
        .into_iter()
        .filter(|&concept| graph.today_holds(concept))
        .map(Concept::name)
        .collect();
    if under.is_empty() {
        page.prose("Today's state is an equilibrium under no concept.");
    } else {
        page.prose(&format!(
            "Today's state is an equilibrium under {}.",
            under.join(", ")
        ));
    }
    for holds in &graph.holds {
        page.item("-", &capital(&safe(&holds.reason, 4 * SENTENCE)));
    }
}

fn mediator(page: &mut Page, graph: &Graph) {
    let Some(wanted) = &graph.wanted else {
        page.prose(
            "No wanted state is named ([opinions.graph] wanted), so no change is looked for.",
        );
        return;
    };
    let state = named(graph, wanted.state);
    let concept = FOR_MEDIATOR.name();
    match &wanted.change {
        Change::None => {
            page.prose(&format!("The wanted {state} is an equilibrium under {concept} already."));
        }
        Change::Reordered(all) => {
            let statements = match all.iter().map(|one| one.moved).sum() {
                1 => "one statement changes its place".to_owned(),
                moved => format!("{moved} statements change their places"),
            };
            page.prose(&format!(
                "Cheapest change for a mediator: the wanted {state} becomes an equilibrium under \
                 {concept} if {statements}. In order of importance then:"
            ));
            for (maker, one) in all.iter().enumerate().filter(|(_, one)| one.moved > 0) {
                let said = |k: &usize| {
                    let all = graph.statements.get(maker);
                    let text = all.and_then(|all| all.get(*k)).map_or("", String::as_str);
                    format!("\"{}\"", safe(text, NAME))
                };
                let order: Vec<String> = one.order.iter().map(said).collect();
                page.item(
                    "-",
                    &format!(
                        "{}: {}.",
                        safe(graph.conflict.name(maker), NAME),
                        order.join(", then ")
                    ),
                );
            }
        }
        Change::Raised(all, why) => {
            if graph.origin == Origin::Given {
                page.prose(&format!(
                    "No order of priorities makes the wanted {state} an equilibrium under {concept}: {why}."
                ));
            }
            page.prose(&format!(
                "The wanted {state} becomes an equilibrium under {concept} if it rises in the rankings of:"
            ));
            for (maker, one) in all.iter().enumerate().filter(|(_, one)| one.swaps() > 0) {
                let over: Vec<String> = one.overtaken.iter().map(|&s| number(graph, s)).collect();
                page.item(
                    "-",
                    &format!(
                        "{}, over {}.",
                        safe(graph.conflict.name(maker), NAME),
                        over.join(", ")
                    ),
                );
            }
        }
        Change::Unknown(at_least) => page.prose(&format!(
            "What makes the wanted {state} an equilibrium under {concept} was not found; it costs at \
             least {at_least} changes."
        )),
    }
}
