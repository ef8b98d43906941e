//! `drivers`: which inputs drive each outcome, and the contact's effect on it.

use std::path::PathBuf;

use clap::Args;
use pourparler_analysis::Prepared;
use pourparler_analysis::drivers::{Design, Measure, Target, assess_drivers, targets};
use pourparler_report::{json, text};

use crate::assess::{file_name, quoted};
use crate::computation::{Sizes, whole};
use crate::failure::Failure;
use crate::input::{self, Origin};
use crate::{Global, output, target};

/// What `drivers` takes.
#[derive(Args)]
pub struct Arguments {
    /// Scenario file; `-` for standard input; left out: the only one of this folder
    file: Option<PathBuf>,
    /// The outcome to look at, as claims write it; left out: all of them
    #[arg(long, value_name = "NAME")]
    outcome: Option<String>,
    /// Only what the contact adds, not the level with it
    #[arg(long)]
    effect: bool,
    /// Say as well what this input drives; may be repeated
    #[arg(long, value_name = "PATH")]
    input: Vec<String>,
    /// Inputs that get a total index of their own [default: 24]
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(0..=1111))]
    totals: Option<u16>,
    #[command(flatten)]
    sizes: Sizes,
}

/// Runs `drivers`.
///
/// # Errors
///
/// A scenario that cannot be assessed, an outcome or an input there is not.
pub fn run(arguments: &Arguments, global: Global) -> Result<(), Failure> {
    let origin = Origin::open(&input::file(arguments.file.as_ref())?)?;
    let mut scenario = origin.scenario()?;
    scenario.name = file_name(&origin.name);
    let sizes = &arguments.sizes;
    let effort = sizes.effort(&scenario);
    let prepared = Prepared::pair(scenario, effort).map_err(|found| origin.failure(found))?;
    let outcome = arguments.outcome.as_ref();
    let outcome = outcome
        .map(|typed| target::outcome(&prepared, typed))
        .transpose()?;
    let mut also = Vec::new();
    for typed in &arguments.input {
        also.extend(target::input(&prepared, typed)?);
    }
    let plain = Design::default();
    let design = Design {
        inputs: arguments.totals.map_or(plain.inputs, usize::from),
        also,
        ..plain
    };
    let wanted = |target: &Target| !arguments.effect || target.measure == Measure::Effect;
    let mut drivers = None;
    let assessment = sizes.compute(&origin, global, |watch| {
        let of = |run: &pourparler_engine::Run| -> Vec<Target> {
            let all = match outcome {
                None => targets(run),
                Some(output) => [Measure::Level, Measure::Effect]
                    .map(|measure| Target { output, measure })
                    .to_vec(),
            };
            all.into_iter().filter(wanted).collect()
        };
        let (assessment, found) = assess_drivers(prepared, &of, &design, watch)?;
        drivers = Some(found);
        Ok(assessment)
    })?;
    let Some(drivers) = drivers else {
        return Ok(());
    };
    let inputs = assessment.run.inputs.iter().enumerate();
    let asked: Vec<usize> = inputs
        .filter(|(_, input)| design.also.contains(&input.path))
        .map(|(index, _)| index)
        .collect();
    let points = sizes.has_points().then_some(effort.points);
    let reproduce = format!(
        "pourparler drivers {}{}{}",
        quoted(&assessment.scenario.name),
        arguments.flags(),
        sizes.flags(&assessment, points)
    );
    if global.json {
        let document = json::drivers(&assessment, &drivers, &asked, &reproduce);
        output::json(global, &document)?;
    } else {
        let look = output::look(global);
        let page = text::drivers(&assessment, &drivers, &asked, &reproduce, look);
        output::text(global, &page)?;
    }
    whole(&assessment)
}

impl Arguments {
    fn flags(&self) -> String {
        let mut flags = String::new();
        if let Some(outcome) = &self.outcome {
            flags.push_str(&format!(" --outcome {}", quoted(outcome)));
        }
        if self.effect {
            flags.push_str(" --effect");
        }
        for input in &self.input {
            flags.push_str(&format!(" --input {}", quoted(input)));
        }
        if let Some(totals) = self.totals {
            flags.push_str(&format!(" --totals {totals}"));
        }
        flags
    }
}
