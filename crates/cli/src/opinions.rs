//! `opinions`: independent methods beside the engine.

use std::path::PathBuf;

use clap::Args;
use pourparler_analysis::assess;
use pourparler_report::opinions::SideBySide;
use pourparler_report::{json, text};
use pourparler_scenario::Diagnostic;
use pourparler_second_opinion::case;

use crate::assess::{file_name, quoted};
use crate::computation::{Sizes, whole};
use crate::failure::Failure;
use crate::input::{self, Origin};
use crate::{Global, output};

/// Repetitions where none are typed: the engine's headline is one line among others here, and its
/// standard error with these is far below the differences between methods.
const SCRAMBLES: usize = 4;

/// What `opinions` takes.
#[derive(Args)]
pub struct Arguments {
    /// Scenario file; `-` for standard input; left out: the only one of this folder
    file: Option<PathBuf>,
    #[command(flatten)]
    sizes: Sizes,
}

/// Runs `opinions`.
///
/// # Errors
///
/// A scenario that cannot be assessed, or one with mistakes in the tables of the second opinions.
pub fn run(arguments: &Arguments, global: Global) -> Result<(), Failure> {
    let origin = Origin::open(&input::file(arguments.file.as_ref())?)?;
    let mut scenario = origin.scenario()?;
    scenario.name = file_name(&origin.name);
    // Before the run, which takes longer than to find a mistake.
    let mistakes = case::inspect(&scenario);
    if !mistakes.is_empty() {
        return Err(mistaken(&origin, mistakes));
    }
    let sizes = &arguments.sizes;
    let effort = sizes.effort_within(&scenario, SCRAMBLES);
    let assessment = sizes.compute(&origin, global, |watch| assess(scenario, effort, watch))?;
    let opinions = case::opinions(&assessment.scenario, &assessment.space)
        .map_err(|diagnostics| mistaken(&origin, diagnostics))?;
    let side = SideBySide {
        assessment: &assessment,
        opinions: &opinions,
    };
    let points = sizes.has_points().then_some(effort.points);
    let reproduce = format!(
        "pourparler opinions {}{}",
        quoted(&assessment.scenario.name),
        sizes.flags(&assessment, points)
    );
    if global.json {
        output::json(global, &json::opinions(&side, &reproduce))?;
    } else {
        let text = text::opinions(&side, &reproduce, output::look(global));
        output::text(global, &text)?;
    }
    whole(&assessment)
}

fn mistaken(origin: &Origin, diagnostics: Vec<Diagnostic>) -> Failure {
    Failure::Scenario {
        source: Box::new(origin.source()),
        diagnostics,
    }
}
