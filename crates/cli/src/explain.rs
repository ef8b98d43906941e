//! `explain`: what a code means, or what a key is for.

use clap::Args;
use pourparler_report::layout::Page;
use pourparler_report::opinions::vocabulary;
use pourparler_scenario::explain::{CODES, explain};
use pourparler_scenario::words::{nearest, shown};
use serde_json::json;

use crate::failure::Failure;
use crate::{Global, output};

/// What `explain` takes.
#[derive(Args)]
pub struct Arguments {
    /// A code, a key or a table: PP0104, floor, parties.north.floor, [war]
    query: String,
}

/// Runs `explain`.
///
/// # Errors
///
/// Nothing of that name.
pub fn run(arguments: &Arguments, global: Global) -> Result<(), Failure> {
    let vocabulary = vocabulary();
    let codes = [
        CODES,
        pourparler_agreement::space::CODES,
        pourparler_engine::codes::CODES,
        pourparler_second_opinion::explanations::CODES,
        pourparler_second_opinion::graph_model::gmcr::CODES,
    ];
    let query = arguments.query.as_str();
    let Some(text) = explain(query, &codes, &vocabulary) else {
        let known = codes
            .iter()
            .flat_map(|codes| codes.iter().map(|code| code.code));
        let keys = vocabulary
            .sections
            .iter()
            .flat_map(|s| s.keys.iter().map(|key| key.name));
        let help = match nearest(query, known.chain(keys)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`pourparler schema --markdown` lists every table and key".to_owned(),
        };
        return Err(Failure::usage(
            format!("there is no code, key or table `{}`", shown(query)),
            help,
        ));
    };
    if global.json {
        return output::json(
            global,
            &json!({ "schema": "pourparler.explanation/1", "query": query, "text": text }),
        );
    }
    let mut page = Page::new(output::look(global));
    page.paragraphs(&text);
    output::text(global, &page.finish())
}
