//! Total indices that claims ask for: `total(mechanism, output)`.
//!
//! They take a pick-freeze design beside the run, made only where a claim asks, with one set of inputs
//! for each mechanism named: the first settings of each scramble again, with the set drawn anew. A scramble of it has few settings, so that a total index near the bound
//! of a test holds in some scrambles and fails in others: that is its robustness.

use std::sync::atomic::AtomicBool;

use pourparler_engine::pick_freeze::{PickFreeze, redrawn};
use pourparler_engine::result::{Arms, Questions, Run};
use pourparler_engine::{Effort, Plan, Watch};
use pourparler_scenario::Scenario;
use pourparler_scenario::claim::{Test, Value};

use crate::assessment::HEADLINE;
use crate::claims::TestedClaim;
use crate::drivers::{Group, Kind, NoVariance, dimensions, groups, total_by_scramble};

/// Settings of a repetition of the design.
const POINTS: usize = 16;

/// A total index that a claim asks for.
#[derive(Debug, Clone)]
pub struct ClaimedTotal {
    block: String,
    output: String,
    /// On all settings and scramble by scramble, or why it cannot be had.
    pub value: Result<(f64, Vec<f64>), String>,
}

impl ClaimedTotal {
    /// Whether it is that of a mechanism on an output.
    pub fn is_of(&self, block: &str, output: &str) -> bool {
        self.block == block && self.output == output
    }
}

/// What the claims ask for, from a design over the inputs of `run`, which is that of `plan` and
/// `scenario`.
pub(crate) fn claimed_totals(
    claims: &[TestedClaim],
    scenario: &Scenario,
    plan: &Plan,
    run: &Run,
) -> Vec<ClaimedTotal> {
    let asked = asked(claims);
    if asked.is_empty() {
        return Vec::new();
    }
    let all = groups(run);
    let of_block = |block: &str| {
        let mut known = all.iter();
        known.find(|group| group.kind == Kind::Mechanism && group.id == block)
    };
    let mut named: Vec<&str> = asked.iter().map(|(block, _)| block.as_str()).collect();
    named.sort_unstable();
    named.dedup();
    let sets: Vec<Group> = named.into_iter().filter_map(of_block).cloned().collect();
    let design = designed(scenario, (plan, run), &sets, &asked);
    let value = |block: &str, output: &str| {
        let design = design
            .as_ref()
            .ok_or("the run was interrupted, so that no total index was computed")?;
        let Some(group) = sets.iter().position(|group| group.id == block) else {
            // No input of it is uncertain.
            return Ok((0.0, vec![0.0; run.settings.scrambles]));
        };
        let found = design.index(run, group, output);
        let found =
            found.ok_or_else(|| format!("`{output}` is not measured with the contact alone"))?;
        found.map_err(|why| match why {
            NoVariance::Constant(_) => {
                format!("`{output}` is the same in every setting, so that nothing drives it")
            }
            NoVariance::NotFinite { .. } => {
                format!("`{output}` is undefined in some settings, so that its drivers are too")
            }
            NoVariance::TooFew => "total indices take more settings".to_owned(),
        })
    };
    let total = |(block, output): (String, String)| ClaimedTotal {
        value: value(&block, &output),
        block,
        output,
    };
    asked.into_iter().map(total).collect()
}

/// Mechanisms and outputs, each pair once.
fn asked(claims: &[TestedClaim]) -> Vec<(String, String)> {
    let mut asked = Vec::new();
    let tests = claims
        .iter()
        .flat_map(|claim| [&claim.supported_if, &claim.refuted_if]);
    for test in tests.flatten() {
        Test::visit(test, &mut |value| {
            if let Value::Total { block, output } = value {
                let pair = (block.clone(), output.clone());
                if !asked.contains(&pair) {
                    asked.push(pair);
                }
            }
        });
    }
    asked
}

/// Settings of the run, and the same with a set of inputs drawn anew.
struct Design {
    plan: Plan,
    anew: PickFreeze,
}

/// The design, unless the run was interrupted.
fn designed(
    scenario: &Scenario,
    (whole, run): (&Plan, &Run),
    sets: &[Group],
    asked: &[(String, String)],
) -> Option<Design> {
    let settings = &run.settings;
    if !run.complete {
        return None;
    }
    let effort = Effort {
        seed: settings.seed,
        scrambles: settings.scrambles,
        points: settings.points.min(POINTS),
        paths: settings.paths,
        halvings: settings.halvings,
    };
    let questions = Questions {
        arms: match asked.iter().all(|(_, output)| output == HEADLINE) {
            true => Arms::Settlement,
            false => Arms::Pair,
        },
        // The settings are then the first of each scramble of the run.
        dimensions: whole.dimensions().to_vec(),
        ..Questions::default()
    };
    let plan = Plan::compile(scenario, effort, &questions).ok()?;
    let place = |name: &String| plan.outputs().iter().position(|known| known.name == *name);
    let mut outputs: Vec<usize> = asked
        .iter()
        .filter_map(|(_, output)| place(output))
        .collect();
    outputs.sort_unstable();
    outputs.dedup();
    let sets: Vec<Vec<usize>> = sets
        .iter()
        .map(|group| dimensions(&plan, scenario, run, &group.inputs))
        .collect();
    let watch = Watch {
        progress: &|_, _| {},
        stop: &AtomicBool::new(false),
    };
    let anew = redrawn(&plan, &sets, &outputs, &watch);
    Some(Design { plan, anew })
}

impl Design {
    /// Of a set on the level of an output with the contact.
    fn index(
        &self,
        run: &Run,
        set: usize,
        output: &str,
    ) -> Option<Result<(f64, Vec<f64>), NoVariance>> {
        let Design { plan, anew } = self;
        let of_run = run.column(run.arm("with")?, run.output(output)?)?;
        let first = |scramble: &[f64]| scramble[..anew.points].to_vec();
        let a: Vec<f64> = of_run.chunks(run.settings.points).flat_map(first).collect();
        let output = plan
            .outputs()
            .iter()
            .position(|known| known.name == output)?;
        let with = anew.arms.iter().position(|arm| arm == "with")?;
        let ab = anew.column(Some(set), with, output)?;
        Some(total_by_scramble(&a, ab, anew.points))
    }
}
