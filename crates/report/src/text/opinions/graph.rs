//! The graph model: equilibria, how they are reached, why today holds or not, what a mediator changes.

use pourparler_second_opinion::case::Origin;
use pourparler_second_opinion::case::graph::{Change, Equilibrium, FOR_MEDIATOR, Graph, Holds};
use pourparler_second_opinion::graph_model::{Concept, State};

use crate::language::capital;
use crate::layout::{NAME, Page, SENTENCE, numbers, safe, words};
use crate::opinions::{SideBySide, margin};
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
    page.prose(
        "States, moves and answers (Howard 1971; Fang, Hipel & Kilgour 1993). A state holds for someone \
         under Nash if no move of its own leads to a state it likes more; under GMR if the others can \
         answer each such move so that it gains nothing, under SMR even if it moves once more; under SEQ \
         and SSEQ likewise, by answers that those who give them gain by; under SIM by others who move at \
         the same time. It is an equilibrium if it holds for all.",
    );
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
    if graph.origin == Origin::Given {
        given(page, graph);
    }
    equilibria(page, graph);
    today(page, graph);
    mediator(page, graph);
}

/// What was given: the options by their ids, and what each party wants.
fn given(page: &mut Page, graph: &Graph) {
    let options = graph.conflict.description().options.iter().enumerate();
    let rows: Vec<Vec<String>> = options
        .map(|(k, option)| {
            let taken = if graph.today >> k & 1 == 1 {
                "yes"
            } else {
                "no"
            };
            vec![
                safe(&graph.option_ids[k], NAME),
                safe(&option.name, NAME),
                taken.to_owned(),
            ]
        })
        .collect();
    page.table(&[words("id"), words("option"), words("today")], &rows);
    page.prose("What each wants, the most important first; each outweighs all after it together:");
    for (maker, statements) in graph.statements.iter().enumerate() {
        let all: Vec<String> = statements.iter().map(|text| safe(text, NAME)).collect();
        page.item(
            "-",
            &format!(
                "{}: {}.",
                capital(&safe(graph.conflict.name(maker), NAME)),
                all.join("; ")
            ),
        );
    }
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
    reasons(page, graph, &graph.holds);
    page.prose(&margin(graph));
}

/// Why a state holds or not: those who have no better move in one sentence, then one by one.
fn reasons(page: &mut Page, graph: &Graph, holds: &[Holds]) {
    let content: Vec<String> = holds
        .iter()
        .filter(|holds| holds.concepts.contains(&Concept::Nash))
        .map(|holds| safe(graph.conflict.name(holds.maker), NAME))
        .collect();
    if !content.is_empty() {
        page.item(
            "-",
            &format!(
                "No move of its own to a state it likes more: {}.",
                content.join(", ")
            ),
        );
    }
    for holds in holds {
        if holds.concepts.contains(&Concept::Nash) {
            continue;
        }
        let more = match holds.more {
            0 => String::new(),
            1 => " One further move is answered too.".to_owned(),
            more => format!(" {more} further moves are answered too."),
        };
        page.item("-", &(capital(&safe(&holds.reason, 4 * SENTENCE)) + &more));
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
    if matches!(wanted.change, Change::None) {
        page.prose(&format!(
            "The wanted {state} is an equilibrium under {concept} already:"
        ));
        reasons(page, graph, &wanted.holds);
        let found = graph
            .equilibria
            .iter()
            .find(|found| found.state == wanted.state);
        if let Some(found) = found {
            page.prose(&format!(
                "How it is reached from today: {}.",
                way(graph, found)
            ));
        }
        return;
    }
    page.prose(&format!(
        "The wanted {state} is no equilibrium under {concept}. It fails for:"
    ));
    let fails = |holds: &&Holds| !holds.concepts.contains(&FOR_MEDIATOR);
    for holds in wanted.holds.iter().filter(fails) {
        page.item("-", &capital(&safe(&holds.reason, 4 * SENTENCE)));
    }
    match &wanted.change {
        Change::None => {}
        Change::Reordered(all) => {
            let statements = match all.iter().map(|one| one.moved).sum() {
                1 => "one statement changes its place".to_owned(),
                moved => format!("{moved} statements change their places"),
            };
            page.prose(&format!(
                "Cheapest change for a mediator: it becomes an equilibrium under {concept} if {statements}:"
            ));
            for (maker, one) in all.iter().enumerate().filter(|(_, one)| one.moved > 0) {
                let said = |k: &usize| {
                    let all = graph.statements.get(maker);
                    let text = all.and_then(|all| all.get(*k)).map_or("", String::as_str);
                    format!("\"{}\"", safe(text, NAME))
                };
                let kept = kept(&one.order);
                let moved = one
                    .order
                    .iter()
                    .enumerate()
                    .filter(|(_, k)| !kept.contains(k));
                let moved: Vec<String> = moved
                    .map(|(place, k)| match place {
                        0 => format!("{} comes first", said(k)),
                        place => format!("{} comes after {}", said(k), said(&one.order[place - 1])),
                    })
                    .collect();
                page.item(
                    "-",
                    &format!(
                        "{}: {}.",
                        safe(graph.conflict.name(maker), NAME),
                        moved.join("; ")
                    ),
                );
            }
        }
        Change::Raised(all, why) => {
            if graph.origin == Origin::Given {
                page.prose(&format!("No order of priorities makes it one: {why}."));
            }
            page.prose(&format!(
                "It becomes an equilibrium under {concept} if it rises in the rankings of:"
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
            "What makes it one was not found; it costs at least {at_least} changes."
        )),
    }
}

/// Statements that keep their order among themselves, a longest such list; the others moved.
fn kept(order: &[usize]) -> Vec<usize> {
    let mut best: Vec<Vec<usize>> = Vec::new();
    for (at, &statement) in order.iter().enumerate() {
        let before = (0..at).filter(|&i| order[i] < statement);
        let longest = before.max_by_key(|&i| (best[i].len(), std::cmp::Reverse(i)));
        let mut list = longest.map_or_else(Vec::new, |i| best[i].clone());
        list.push(statement);
        best.push(list);
    }
    let mut longest: Vec<usize> = Vec::new();
    for list in best {
        if list.len() > longest.len() {
            longest = list;
        }
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::kept;

    #[test]
    fn what_moved_is_the_least() {
        assert_eq!(kept(&[0, 1, 2]), [0, 1, 2]);
        assert_eq!(kept(&[1, 2, 3, 0]), [1, 2, 3]);
        assert_eq!(kept(&[3, 0, 1, 2]), [0, 1, 2]);
        assert_eq!(kept(&[1, 0]), [1]);
        assert!(kept(&[]).is_empty());
    }
}
