//! `diff`: the effect of each changed line between two files.

use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use pourparler_analysis::HEADLINE;
use pourparler_analysis::diff::{Refused, diff};
use pourparler_report::opinions::vocabulary;
use pourparler_report::{json, text};

use crate::assess::{file_name, quoted};
use crate::computation::Sizes;
use crate::failure::Failure;
use crate::input::Origin;
use crate::{Global, interrupt, output, progress};

/// What `diff` takes.
#[derive(Args)]
pub struct Arguments {
    /// First scenario file
    a: PathBuf,
    /// Second scenario file
    b: PathBuf,
    /// Outcome whose difference is shared out
    #[arg(long, value_name = "NAME", default_value = HEADLINE)]
    outcome: String,
    #[command(flatten)]
    sizes: Sizes,
}

/// Runs `diff`.
///
/// # Errors
///
/// A scenario that cannot be run, files about different things, an unknown outcome.
pub fn run(arguments: &Arguments, global: Global) -> Result<(), Failure> {
    let origins = [Origin::open(&arguments.a)?, Origin::open(&arguments.b)?];
    let [mut a, mut b] = [origins[0].scenario()?, origins[1].scenario()?];
    a.name = file_name(&origins[0].name);
    b.name = file_name(&origins[1].name);
    let sizes = &arguments.sizes;
    let effort = sizes.effort(&a);
    let since = Instant::now();
    let found = sizes
        .pooled(|| {
            progress::watched(global, interrupt::flag(), |watch| {
                diff([&a, &b], &vocabulary(), &arguments.outcome, effort, watch)
            })
        })?
        .map_err(|refused| failure(refused, &origins))?;
    progress::finished(global, found.arm_steps, since);
    let outcome = match arguments.outcome.as_str() {
        HEADLINE => String::new(),
        other => format!(" --outcome {}", quoted(other)),
    };
    let reproduce = format!(
        "pourparler diff {} {}{outcome}{}",
        quoted(&a.name),
        quoted(&b.name),
        sizes.typed(found.efforts[0])
    );
    if global.json {
        output::json(global, &json::diff([&a, &b], &found, &reproduce))
    } else {
        output::text(
            global,
            &text::diff([&a, &b], &found, &reproduce, output::look(global)),
        )
    }
}

fn failure(refused: Refused, origins: &[Origin; 2]) -> Failure {
    match refused {
        Refused::Scenario(which, diagnostics) => Failure::Scenario {
            source: Box::new(origins[which.min(1)].source()),
            diagnostics,
        },
        Refused::Apart(message, help) | Refused::Outcome(message, help) => {
            Failure::input(message, help)
        }
        Refused::Interrupted => Failure::Interrupted {
            message: "interrupted before the shares were known; there is nothing to show"
                .to_owned(),
            printed: false,
        },
    }
}
