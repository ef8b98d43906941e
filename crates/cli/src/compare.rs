//! `compare`: variants side by side.

use std::path::PathBuf;

use clap::Args;
use pourparler_analysis::{assess, comparison};
use pourparler_report::{json, text};

use crate::assess::{file_name, quoted};
use crate::computation::{Sizes, whole};
use crate::failure::Failure;
use crate::input::{self, Origin};
use crate::{Global, output};

/// What `compare` takes.
#[derive(Args)]
pub struct Arguments {
    /// Scenario file; `-` for standard input; left out: the only one of this folder
    file: Option<PathBuf>,
    #[command(flatten)]
    sizes: Sizes,
}

/// Runs `compare`.
///
/// # Errors
///
/// A scenario that cannot be assessed, or one without variants.
pub fn run(arguments: &Arguments, global: Global) -> Result<(), Failure> {
    let origin = Origin::open(&input::file(arguments.file.as_ref())?)?;
    let mut scenario = origin.scenario()?;
    scenario.name = file_name(&origin.name);
    if scenario.variants.is_empty() {
        return Err(Failure::input(
            "the scenario has no variants to compare",
            "write what another contact would change below [variants.ID]",
        ));
    }
    let sizes = &arguments.sizes;
    let effort = sizes.effort(&scenario);
    let assessment = sizes.compute(&origin, global, |watch| assess(scenario, effort, watch))?;
    let comparison = comparison(&assessment.run);
    let points = sizes.has_points().then_some(effort.points);
    let reproduce = format!(
        "pourparler compare {}{}",
        quoted(&assessment.scenario.name),
        sizes.flags(&assessment, points)
    );
    if global.json {
        output::json(
            global,
            &json::comparison(&assessment, &comparison, &reproduce),
        )?;
    } else {
        let look = output::look(global);
        output::text(
            global,
            &text::comparison(&assessment, &comparison, &reproduce, look),
        )?;
    }
    whole(&assessment)
}
