//! `agreements`: what could be signed.

use std::path::PathBuf;

use clap::Args;
use pourparler_analysis::agreements::agreements;
use pourparler_report::{json, text};

use crate::failure::Failure;
use crate::input::{self, Origin};
use crate::{Global, output};

/// What `agreements` takes.
#[derive(Args)]
pub struct Arguments {
    /// Scenario file; `-` for standard input; left out: the only one of this folder
    file: Option<PathBuf>,
}

/// Runs `agreements`.
///
/// # Errors
///
/// A scenario with mistakes.
pub fn run(arguments: &Arguments, global: Global) -> Result<(), Failure> {
    let origin = Origin::open(&input::file(arguments.file.as_ref())?)?;
    let scenario = origin.scenario()?;
    let found = agreements(&scenario).map_err(|diagnostics| Failure::Scenario {
        source: Box::new(origin.source()),
        diagnostics,
    })?;
    if global.json {
        output::json(global, &json::agreements(&scenario, &found))
    } else {
        output::text(
            global,
            &text::agreements(&scenario, &found, output::look(global)),
        )
    }
}
