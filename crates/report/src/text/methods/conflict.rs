//! The graph model of a conflict file.

use pourparler_second_opinion::graph_model::Direction;

use crate::layout::{Look, NAME, Page, numbers, safe, words};
use crate::methods::Conflict;
use crate::text::opinions::{GRAPH_LIMITS, graph, limits};

/// Options, preferences, equilibria, today's state and what a mediator would have to change.
pub fn conflict(found: &Conflict, look: Look) -> String {
    let mut page = Page::new(look);
    page.heading(&format!(
        "Graph model for conflict resolution: {}",
        safe(&found.file, NAME)
    ));
    let model = &found.graph.conflict;
    let description = model.description();
    page.prose(&format!(
        "{} states of {} options of {} decision makers. Today: {}.",
        model.graph().states().len(),
        description.options.len(),
        description.decision_makers.len(),
        graph::named(&found.graph, found.graph.today)
    ));
    options(&mut page, found);
    graph::preferences(&mut page, &found.graph);
    let unseen = found.content.unseen.iter().filter(|of| !of.is_empty());
    let joined = found.content.coalitions.iter().filter(|of| of.len() > 1);
    let (unseen, joined) = (unseen.count(), joined.count());
    if unseen + joined > 0 {
        page.prose(&format!(
            "The file also names states that {unseen} of them do not see and {joined} coalitions of \
             several; what follows takes every decision maker by itself and as seeing all."
        ));
    }
    graph::equilibria(&mut page, &found.graph);
    graph::today(&mut page, &found.graph);
    if found.graph.wanted.is_some() {
        graph::mediator(&mut page, &found.graph);
    } else {
        page.prose("With `--wanted N` it says what a mediator would have to change for state N.");
    }
    limits(&mut page, GRAPH_LIMITS);
    page.finish()
}

fn options(page: &mut Page, found: &Conflict) {
    let description = found.graph.conflict.description();
    let owner = |k: usize| {
        let mut makers = description.decision_makers.iter();
        makers.find(|maker| maker.options.contains(&k))
    };
    let rows: Vec<Vec<String>> = description
        .options
        .iter()
        .enumerate()
        .map(|(k, option)| {
            vec![
                (k + 1).to_string(),
                safe(&option.name, NAME),
                safe(owner(k).map_or("", |maker| &maker.name), NAME),
                match option.direction {
                    Direction::Both => "both ways",
                    Direction::OnlyTake => "only take",
                    Direction::OnlyDrop => "only drop",
                }
                .to_owned(),
                match found.graph.today >> k & 1 {
                    1 => "taken",
                    _ => "not taken",
                }
                .to_owned(),
            ]
        })
        .collect();
    page.table(
        &[
            numbers("no."),
            words("option"),
            words("owner"),
            words("moves"),
            words("today"),
        ],
        &rows,
    );
}
