//! `schema`: the JSON Schema of the scenario file, or its reference page.

use clap::Args;
use pourparler_report::opinions::vocabulary;
use pourparler_scenario::{reference, schema};

use crate::failure::Failure;
use crate::{Global, output};

/// What `schema` takes.
#[derive(Args)]
pub struct Arguments {
    /// Print the reference page in Markdown instead
    #[arg(long, conflicts_with = "json")]
    markdown: bool,
}

/// Runs `schema`.
///
/// # Errors
///
/// Output that cannot be written.
pub fn run(arguments: &Arguments, global: Global) -> Result<(), Failure> {
    let vocabulary = vocabulary();
    if arguments.markdown {
        output::text(global, &reference::markdown(&vocabulary))
    } else {
        output::json(global, &schema::json_schema(&vocabulary))
    }
}
