//! Total indices: which inputs are drawn anew, and what that tells of every outcome.
//!
//! A pick-freeze run takes a run of its own for each set of inputs, so not every input gets one:
//! those that the draws of the run show to matter do, every group does, and all other inputs
//! together are one more set. Its total index bounds what each of them has, so that nothing is
//! lost out of sight. Quantities that the scenario correlates are drawn anew together.

use pourparler_engine::pick_freeze::{PickFreeze, pick_freeze};
use pourparler_engine::result::Run;
use pourparler_engine::{Plan, Watch};
use pourparler_scenario::Scenario;

use crate::drivers::{Group, Measure, NoVariance, Target, total_indices};
use crate::estimate::Estimate;

/// A finished pick-freeze design.
#[derive(Debug, Clone, PartialEq)]
pub struct Totals {
    /// Inputs with a set of their own, indices in `Run::inputs`.
    pub inputs: Vec<usize>,
    /// Number of groups, in their order.
    groups: usize,
    /// Inputs in the set of all others.
    pub rest: usize,
    design: PickFreeze,
}

/// What is drawn anew together.
pub(crate) struct Sets<'a> {
    /// Inputs with a set of their own, indices in `Run::inputs`.
    pub inputs: Vec<usize>,
    /// Groups, each a set.
    pub groups: &'a [Group],
    /// Whether all other inputs are one more.
    pub rest: bool,
}

/// Total indices of one target.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TotalsOf {
    /// As [`Totals::inputs`].
    pub inputs: Vec<Estimate>,
    /// As the groups.
    pub groups: Vec<Estimate>,
    /// All other inputs together, where there are any.
    pub rest: Option<Estimate>,
}

impl Totals {
    /// Runs the design of `plan`, a pair of arms over the same inputs as `run`; keeps `outputs`.
    pub(crate) fn run(
        (plan, scenario): (&Plan, &Scenario),
        run: &Run,
        Sets {
            inputs,
            groups,
            rest,
        }: Sets,
        outputs: &[usize],
        watch: &Watch,
    ) -> Self {
        let uncertain = (0..run.inputs.len()).filter(|&k| run.inputs[k].dimension.is_some());
        let others = uncertain.filter(|k| rest && !inputs.contains(k));
        let rest: Vec<usize> = others.collect();
        let mut sets: Vec<&[usize]> = inputs.iter().map(std::slice::from_ref).collect();
        sets.extend(groups.iter().map(|group| group.inputs.as_slice()));
        if !rest.is_empty() {
            sets.push(&rest);
        }
        let sets: Vec<Vec<usize>> = sets
            .into_iter()
            .map(|set| dimensions(plan, scenario, run, set))
            .collect();
        // Outputs of the run by their place in the plan.
        let places: Vec<usize> = outputs
            .iter()
            .filter_map(|&output| {
                let name = &run.outputs.get(output)?.name;
                plan.outputs().iter().position(|known| known.name == *name)
            })
            .collect();
        Totals {
            groups: groups.len(),
            rest: rest.len(),
            design: pick_freeze(plan, &sets, &places, watch),
            inputs,
        }
    }

    /// Independent scrambles that were finished.
    pub fn scrambles(&self) -> usize {
        self.design.scrambles
    }

    /// Settings of a scramble.
    pub fn points(&self) -> usize {
        self.design.points
    }

    /// The total indices of a target; nothing where the design does not measure it.
    pub(crate) fn of(
        &self,
        plan: &Plan,
        run: &Run,
        target: Target,
    ) -> Option<Result<TotalsOf, NoVariance>> {
        let name = &run.outputs.get(target.output)?.name;
        let output = plan
            .outputs()
            .iter()
            .position(|known| known.name == *name)?;
        let arm = |id: &str| self.design.arms.iter().position(|known| known == id);
        let (with, without) = (arm("with")?, arm("without")?);
        let column = |set: Option<usize>| {
            let with = self.design.column(set, with, output)?;
            Some(match target.measure {
                Measure::Level => with.to_vec(),
                Measure::Effect => {
                    let without = self.design.column(set, without, output)?;
                    with.iter().zip(without).map(|(a, b)| a - b).collect()
                }
            })
        };
        let a = column(None)?;
        let sets = self.inputs.len() + self.groups + usize::from(self.rest > 0);
        let ab: Option<Vec<Vec<f64>>> = (0..sets).map(|set| column(Some(set))).collect();
        let ab = ab?;
        let ab: Vec<&[f64]> = ab.iter().map(Vec::as_slice).collect();
        Some(total_indices(&a, &ab, self.design.points).map(|mut all| {
            let mut groups = all.split_off(self.inputs.len());
            let rest = groups.split_off(self.groups).pop();
            TotalsOf {
                inputs: all,
                groups,
                rest,
            }
        }))
    }
}

/// The dimensions behind some inputs, with all that are correlated with them.
pub(crate) fn dimensions(
    plan: &Plan,
    scenario: &Scenario,
    run: &Run,
    inputs: &[usize],
) -> Vec<usize> {
    let place = |path: &String| plan.dimensions().binary_search(path).ok();
    let mut found: Vec<usize> = inputs
        .iter()
        .filter_map(|&input| place(&run.inputs.get(input)?.path))
        .collect();
    let pairs: Vec<(usize, usize)> = scenario
        .correlations
        .iter()
        .filter_map(|correlation| {
            let [a, b] = &correlation.between;
            Some((place(a)?, place(b)?))
        })
        .collect();
    loop {
        let known = found.len();
        for &(a, b) in &pairs {
            for (here, there) in [(a, b), (b, a)] {
                if found.contains(&here) && !found.contains(&there) {
                    found.push(there);
                }
            }
        }
        if found.len() == known {
            break;
        }
    }
    found.sort_unstable();
    found
}
