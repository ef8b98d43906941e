//! A scenario run for its drivers: the pair of arms, and a small design for total indices.

use std::sync::atomic::Ordering;

use pourparler_engine::result::{Arms, Questions, Run};
use pourparler_engine::{Effort, Plan, Watch, run_watched};
use pourparler_scenario::{Diagnostic, Scenario};

use crate::assessment::{Assessment, HEADLINE, Prepared};
use crate::drivers::totals::Sets;
use crate::drivers::{Drivers, Target, Totals, drivers};
use crate::ranking::Rankings;

/// What a design for total indices takes. Its settings run once for every set of inputs.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    /// Inputs that get a set of their own, the foremost over all targets.
    pub inputs: usize,
    /// Whether all other inputs together get one too.
    pub rest: bool,
    /// Key paths of inputs that get one in any case.
    pub also: Vec<String>,
    /// Independent scrambles.
    pub scrambles: usize,
    /// Settings of a scramble.
    pub points: usize,
}

impl Default for Design {
    fn default() -> Self {
        Design {
            inputs: 24,
            rest: true,
            also: Vec::new(),
            scrambles: 8,
            points: 64,
        }
    }
}

/// Runs a scenario prepared as a pair of arms and finds the drivers of the `targets` of its run.
///
/// # Errors
///
/// Every contradiction in the scenario that reading alone does not show.
///
/// # Examples
///
/// ```
/// use std::sync::atomic::AtomicBool;
/// use pourparler_analysis::Prepared;
/// use pourparler_analysis::drivers::{Design, assess_drivers, targets};
/// use pourparler_engine::{Effort, Watch};
///
/// let text = include_str!("../../../../scenarios/templates/border-incident.toml");
/// let reading = pourparler_scenario::read("s.toml", text, &pourparler_analysis::vocabulary());
/// let scenario = reading.scenario.expect("a template is sound");
/// let effort = Effort { scrambles: 2, points: 16, paths: 8, ..Effort::default() };
/// let watch = Watch { progress: &|_, _| {}, stop: &AtomicBool::new(false) };
/// let prepared = Prepared::pair(scenario, effort).expect("it runs");
/// let (_, found) = assess_drivers(prepared, &targets, &Design::default(), &watch).expect("it runs");
/// let settlement = found.driven[0].drivers.as_ref().expect("it varies");
/// assert!(settlement.inputs[0].delta.value >= settlement.inputs[1].delta.value);
/// ```
pub fn assess_drivers(
    prepared: Prepared,
    targets: &dyn Fn(&Run) -> Vec<Target>,
    design: &Design,
    watch: &Watch,
) -> Result<(Assessment, Drivers), Vec<Diagnostic>> {
    let run = run_watched(prepared.plan(), watch);
    let found = drivers(&run, &Rankings::of(&run), &targets(&run));
    let found = with_design(found, &run, prepared.scenario(), design, watch)?;
    Ok((prepared.concluded(run), found))
}

/// Adds total indices to the drivers of a run of `scenario`, from a design of their own; nothing
/// once the watch says to stop.
///
/// # Errors
///
/// As [`assess_drivers`].
pub fn with_design(
    found: Drivers,
    run: &Run,
    scenario: &Scenario,
    design: &Design,
    watch: &Watch,
) -> Result<Drivers, Vec<Diagnostic>> {
    if watch.stop.load(Ordering::Relaxed) || !run.complete {
        return Ok(found);
    }
    let settings = &run.settings;
    let effort = Effort {
        seed: settings.seed,
        scrambles: design.scrambles.min(settings.scrambles),
        points: design.points.min(settings.points),
        paths: settings.paths,
        halvings: settings.halvings,
    };
    let mut outputs: Vec<usize> = found
        .driven
        .iter()
        .map(|driven| driven.target.output)
        .collect();
    outputs.dedup();
    let settlement = |output: &usize| run.output(HEADLINE) == Some(*output);
    let questions = Questions {
        arms: match outputs.iter().all(settlement) {
            true => Arms::Settlement,
            false => Arms::Pair,
        },
        ..Questions::default()
    };
    let plan = Plan::compile(scenario, effort, &questions)?;
    let asked = |path: &String| run.inputs.iter().position(|input| input.path == *path);
    let mut inputs: Vec<usize> = design.also.iter().filter_map(asked).collect();
    for input in found.foremost(design.inputs) {
        if !inputs.contains(&input) {
            inputs.push(input);
        }
    }
    let sets = Sets {
        inputs,
        groups: &found.groups,
        rest: design.rest,
    };
    let totals = Totals::run((&plan, scenario), run, sets, &outputs, watch);
    if totals.scrambles() < 2 {
        return Ok(found);
    }
    Ok(found.with_totals(&plan, run, totals))
}
