//! `change`: what would have to change for a target to be reached.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use pourparler_analysis::change::{Question, Refused, TARGET, change};
use pourparler_report::{json, text};
use pourparler_scenario::source::Source;

use crate::assess::{file_name, quoted};
use crate::computation::Sizes;
use crate::failure::Failure;
use crate::input::{self, Origin};
use crate::{Global, interrupt, output, progress};

/// What `change` takes.
#[derive(Args)]
pub struct Arguments {
    /// Scenario file; `-` for standard input; left out: the only one of this folder
    file: Option<PathBuf>,
    /// What is to be reached, as a claim would test it: 'P(settlement) > 20%'
    #[arg(long, value_name = "TEST")]
    target: String,
    /// What a lever costs at full strength, instead of its [levers.ID]: floor-north=3
    #[arg(long, value_name = "LEVER=COST", value_parser = cost)]
    cost: Vec<(String, f64)>,
    #[command(flatten)]
    sizes: Sizes,
}

fn cost(text: &str) -> Result<(String, f64), String> {
    let parsed = text.split_once('=').and_then(|(id, cost)| {
        let cost: f64 = cost.trim().parse().ok()?;
        (cost.is_finite() && cost >= 0.0).then(|| (id.trim().to_owned(), cost))
    });
    parsed.ok_or_else(|| "write the lever and a number of 0 or more: floor-north=3".to_owned())
}

/// Runs `change`.
///
/// # Errors
///
/// A scenario that cannot be run, a target that is no test, a cost of what is no lever.
pub fn run(arguments: &Arguments, global: Global) -> Result<(), Failure> {
    let origin = Origin::open(&input::file(arguments.file.as_ref())?)?;
    let mut scenario = origin.scenario()?;
    scenario.name = file_name(&origin.name);
    let sizes = &arguments.sizes;
    let question = Question {
        scenario: &scenario,
        target: &arguments.target,
        costs: &arguments.cost,
        effort: sizes.effort(&scenario),
    };
    let since = Instant::now();
    let found = sizes
        .pooled(|| progress::watched(global, interrupt::flag(), |watch| change(&question, watch)))?
        .map_err(|refused| failure(refused, &origin, &arguments.target))?;
    progress::finished(global, found.arm_steps, since);
    let mut reproduce = format!(
        "pourparler change {} --target {}",
        quoted(&scenario.name),
        quoted(&arguments.target)
    );
    for (id, cost) in &arguments.cost {
        reproduce.push_str(&format!(" --cost {}={cost}", quoted(id)));
    }
    reproduce.push_str(&sizes.typed(found.efforts[0]));
    if global.json {
        output::json(global, &json::change(&scenario, &found, &reproduce))
    } else {
        output::text(
            global,
            &text::change(&scenario, &found, &reproduce, output::look(global)),
        )
    }
}

fn failure(refused: Refused, origin: &Origin, target: &str) -> Failure {
    match refused {
        Refused::Scenario(diagnostics) => Failure::Scenario {
            source: Box::new(origin.source()),
            diagnostics,
        },
        Refused::Target(diagnostics) => Failure::Scenario {
            source: Box::new(Source::new(TARGET, target)),
            diagnostics,
        },
        Refused::Cost(message, help) => Failure::usage(message, help),
        Refused::Unknown(why) => Failure::input(
            format!("the target cannot be tested: {why}"),
            "aim at another figure",
        ),
        Refused::Interrupted => Failure::Interrupted {
            message: "interrupted before the search had ended; there is nothing to show".to_owned(),
            printed: false,
        },
    }
}
