//! `worth-knowing`: what is worth knowing before deciding, and which inputs flip which verdicts.

use std::path::PathBuf;

use clap::Args;
use pourparler_analysis::{Decision, HEADLINE, Prepared, worth_knowing};
use pourparler_engine::result::ArmRole;
use pourparler_engine::run_watched;
use pourparler_report::{json, text};

use crate::assess::{file_name, quoted};
use crate::computation::{Sizes, whole};
use crate::failure::Failure;
use crate::input::{self, Origin};
use crate::target::{self, Amount, amount, share, unknown};
use crate::{Global, output};

/// Share of the variance that a study resolves unless it is said.
const RESOLVES: f64 = 0.5;

/// What `worth-knowing` takes.
#[derive(Args)]
pub struct Arguments {
    /// Scenario file; `-` for standard input; left out: the only one of this folder
    file: Option<PathBuf>,
    /// The outcome whose effect the decision is about [default: settlement]
    #[arg(long, value_name = "NAME")]
    outcome: Option<String>,
    /// What a contact costs, in that outcome: 1pt, 200; or of one alone: VARIANT=2pt [default:
    /// the cost at which the best contact breaks even]
    #[arg(long, value_name = "COST", value_parser = cost)]
    cost: Vec<Cost>,
    /// Share of an input's variance that a study resolves [default: 50%]
    #[arg(long, value_name = "SHARE", value_parser = share)]
    resolves: Option<Amount>,
    #[command(flatten)]
    sizes: Sizes,
}

/// A cost, of every contact or of one arm.
#[derive(Clone)]
struct Cost {
    arm: Option<String>,
    amount: Amount,
}

fn cost(text: &str) -> Result<Cost, String> {
    match text.split_once('=') {
        Some((arm, cost)) => Ok(Cost {
            arm: Some(arm.trim().to_owned()),
            amount: amount(cost)?,
        }),
        None => Ok(Cost {
            arm: None,
            amount: amount(text)?,
        }),
    }
}

/// Runs `worth-knowing`.
///
/// # Errors
///
/// A scenario that cannot be assessed, an outcome or a variant there is not, or an outcome no
/// contact is measured on.
pub fn run(arguments: &Arguments, global: Global) -> Result<(), Failure> {
    let origin = Origin::open(&input::file(arguments.file.as_ref())?)?;
    let mut scenario = origin.scenario()?;
    scenario.name = file_name(&origin.name);
    let sizes = &arguments.sizes;
    let effort = sizes.effort(&scenario);
    let variants: Vec<String> = scenario.variants.iter().map(|v| v.id.clone()).collect();
    let mut arms: Vec<&str> = variants.iter().map(String::as_str).collect();
    arms.push("with");
    let named = arguments.cost.iter().filter_map(|cost| cost.arm.as_ref());
    for arm in named {
        if !arms.contains(&arm.as_str()) {
            return Err(unknown("contact", arm, &arms));
        }
    }
    let prepared = Prepared::new(scenario, effort).map_err(|found| origin.failure(found))?;
    let typed = arguments.outcome.as_deref().unwrap_or(HEADLINE);
    let output = target::outcome(&prepared, typed)?;
    let assessment = sizes.compute(&origin, global, |watch| {
        let run = run_watched(prepared.plan(), watch);
        Ok(prepared.concluded(run))
    })?;
    let of_all = arguments.cost.iter().rfind(|cost| cost.arm.is_none());
    let of_one = arguments.cost.iter().filter_map(|cost| {
        let arm = cost.arm.clone()?;
        Some((arm, cost.amount.value))
    });
    let decision = Decision {
        output,
        cost: of_all.map(|cost| cost.amount.value),
        costs: of_one.collect(),
        resolves: arguments.resolves.as_ref().map_or(RESOLVES, |r| r.value),
    };
    let effects = assessment.run.arms.iter().enumerate();
    let varies = effects
        .filter(|(_, arm)| matches!(arm.role, ArmRole::With | ArmRole::Variant))
        .any(|(index, arm)| {
            let of = |arm| assessment.run.column(arm, output);
            of(index)
                .zip(of(arm.baseline))
                .is_some_and(|(with, without)| with != without)
        });
    if !varies {
        return Err(Failure::input(
            format!("no contact of this scenario changes `{typed}` in any setting"),
            "choose an outcome that it changes; `drivers --effect` lists those that do not vary",
        ));
    }
    let found = sizes.pooled(|| worth_knowing(&assessment, decision))?;
    let Some(found) = found else {
        return Err(Failure::input(
            format!("no contact of this scenario is measured on `{typed}`"),
            "choose another outcome",
        ));
    };
    let points = sizes.has_points().then_some(effort.points);
    let reproduce = format!(
        "pourparler worth-knowing {}{}{}",
        quoted(&assessment.scenario.name),
        arguments.flags(),
        sizes.flags(&assessment, points)
    );
    if global.json {
        let document = json::worth_knowing(&assessment, &found, &reproduce);
        output::json(global, &document)?;
    } else {
        let look = output::look(global);
        output::text(
            global,
            &text::worth_knowing(&assessment, &found, &reproduce, look),
        )?;
    }
    whole(&assessment)
}

impl Arguments {
    fn flags(&self) -> String {
        let mut flags = String::new();
        if let Some(outcome) = &self.outcome {
            flags.push_str(&format!(" --outcome {}", quoted(outcome)));
        }
        for cost in &self.cost {
            let arm = cost
                .arm
                .as_ref()
                .map_or_else(String::new, |arm| format!("{arm}="));
            flags.push_str(&format!(
                " --cost {}",
                quoted(&format!("{arm}{}", cost.amount.typed))
            ));
        }
        if let Some(resolves) = &self.resolves {
            flags.push_str(&format!(" --resolves {}", quoted(&resolves.typed)));
        }
        flags
    }
}
