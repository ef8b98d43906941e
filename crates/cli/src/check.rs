//! `check`: every mistake of scenario files in one pass.

use std::path::PathBuf;

use clap::Args;
use pourparler_analysis::inspect;
use pourparler_report::diagnostics;
use pourparler_scenario::{Diagnostic, Severity};
use pourparler_second_opinion::case;

use crate::failure::Failure;
use crate::input::Origin;
use crate::{Global, output};

/// What `check` takes.
#[derive(Args)]
pub struct Arguments {
    /// Scenario files; `-` for standard input
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

/// Runs `check`.
///
/// # Errors
///
/// A file that cannot be read, or one with errors.
pub fn run(arguments: &Arguments, global: Global) -> Result<(), Failure> {
    let mut all: Vec<(String, Vec<Diagnostic>)> = Vec::new();
    for path in &arguments.files {
        let origin = Origin::open(path)?;
        let reading = origin.reading();
        let mut found = reading.diagnostics;
        if let Some(scenario) = &reading.scenario {
            found.extend(inspect(scenario));
            found.extend(case::inspect(scenario));
            found.sort_by_key(|diagnostic| (diagnostic.span.start, diagnostic.code));
        }
        if !global.json && !found.is_empty() {
            output::aside(global, &output::rendered(&found, &origin.source(), global));
        }
        all.push((origin.name, found));
    }
    if global.json {
        output::json(global, &diagnostics::check_json(&all))?;
    } else {
        let lines = all
            .iter()
            .map(|(name, found)| diagnostics::verdict_line(name, found));
        output::text(global, &lines.collect::<String>())?;
    }
    let failed = all
        .iter()
        .flat_map(|(_, found)| found)
        .any(|d| d.severity == Severity::Error);
    if failed { Err(Failure::Said) } else { Ok(()) }
}
