//! From blocks to a run: the columns of every arm, scramble by scramble.

mod saved;

use std::sync::Arc;

use rayon::prelude::*;

use crate::mechanisms::packages::OFFER_POINTS;
use crate::plan::Plan;
use crate::result::{ArmRun, Frontiers, Run};
use crate::run::Job;

pub use saved::Unusable;

/// What the scrambles so far have left.
pub(crate) struct Gathered {
    worlds: Vec<Columns>,
    /// `[input with dimension][theta]` of the base world.
    inputs: Vec<Vec<f64>>,
    frontiers: Frontiers,
    scrambles: usize,
}

/// The columns of a world.
#[derive(Default)]
struct Columns {
    /// Place of each slot among the columns, as in every block.
    places: Vec<Option<usize>>,
    /// `[place][theta]`.
    means: Vec<Vec<f64>>,
    /// As `places` and `means`, over the first half of the paths.
    half_places: Vec<Option<usize>>,
    halves: Vec<Vec<f64>>,
    /// Sum over θ of the variance over paths divided by the number of paths, `[place]`.
    variances: Vec<f64>,
    /// `[slot][theta * paths + path]`.
    samples: Vec<Vec<f32>>,
    /// `[slot][step][scramble]`.
    curves: Vec<Option<Vec<Vec<f64>>>>,
}

impl Gathered {
    pub fn new(plan: &Plan) -> Self {
        Self {
            worlds: plan.worlds.iter().map(|_| Columns::default()).collect(),
            inputs: Vec::new(),
            frontiers: Frontiers {
                points: OFFER_POINTS,
                ..Frontiers::default()
            },
            scrambles: 0,
        }
    }

    /// Adds the blocks of a scramble, in their order.
    pub fn add(&mut self, plan: &Plan, blocks: &[Job]) {
        let inputs = blocks.iter().flat_map(|job| &job.inputs);
        let rows = inputs.clone().next().map_or(0, Vec::len);
        self.inputs.resize(rows, Vec::new());
        for (row, column) in self.inputs.iter_mut().enumerate() {
            column.extend(inputs.clone().map(|theta| theta[row]));
        }
        for job in blocks {
            let gaps = job.worlds.iter().map(|world| world.largest_gap);
            self.frontiers.largest_gap = gaps.fold(self.frontiers.largest_gap, f64::max);
            // A setting is refused where it is in any world.
            let refused = |theta: &usize| job.worlds.iter().any(|world| world.refused[*theta]);
            self.frontiers.refused += (0..job.inputs.len()).filter(refused).count();
        }
        for (index, world) in self.worlds.iter_mut().enumerate() {
            world.add(plan, blocks, index);
        }
        self.scrambles += 1;
    }

    /// Scrambles that are finished.
    pub fn scrambles(&self) -> usize {
        self.scrambles
    }

    /// The run; incomplete where scrambles are missing.
    pub fn finish(self, plan: &Plan) -> Run {
        let mut settings = plan.settings.clone();
        let complete = self.scrambles == settings.scrambles;
        settings.scrambles = self.scrambles;
        let all: usize = plan.worlds.iter().map(|w| w.arms.len()).sum();
        let paths = settings.scrambles * settings.points * settings.paths;
        let inputs = plan
            .worlds
            .first()
            .map(|base| base.cells.uncertain_inputs());
        Run {
            arms: self
                .worlds
                .into_iter()
                .enumerate()
                .flat_map(|(index, columns)| columns.arms(plan, index, self.scrambles))
                .collect(),
            outputs: plan.outputs.clone(),
            inputs: inputs.map(|(inputs, _)| inputs).unwrap_or_default(),
            thetas: self.inputs,
            frontiers: self.frontiers,
            complete,
            arm_steps: (paths * settings.steps * all) as u64,
            settings,
        }
    }
}

impl Columns {
    fn add(&mut self, plan: &Plan, blocks: &[Job], index: usize) {
        let Some(first) = blocks.first().map(|job| &job.worlds[index]) else {
            return;
        };
        let layout = &plan.worlds[index].layout;
        let slots = layout.arms * layout.outputs.len();
        if self.places.is_empty() {
            self.places = (0..slots).map(|slot| first.place(slot)).collect();
            let thetas = plan.settings.scrambles * plan.settings.points;
            self.half_places = (0..slots).map(|slot| first.half_place(slot)).collect();
            self.means = vec![Vec::new(); first.columns()];
            self.halves = vec![Vec::new(); first.half_columns()];
            let room = |column: &mut Vec<f64>| column.reserve_exact(thetas);
            self.means.iter_mut().for_each(room);
            self.halves.iter_mut().for_each(room);
            self.variances = vec![0.0; first.columns()];
            self.samples = vec![Vec::new(); slots];
            self.curves = vec![None; slots];
        }
        let results = || blocks.iter().map(|job| &job.worlds[index]);
        let columns = self.means.par_iter_mut().zip(&mut self.variances);
        columns.enumerate().for_each(|(place, (means, variance))| {
            for result in results() {
                means.extend_from_slice(result.means(place));
                *variance += result.variance(place);
            }
        });
        for (place, halves) in self.halves.iter_mut().enumerate() {
            results().for_each(|result| halves.extend_from_slice(result.half_means(place)));
        }
        for (slot, paths) in results().flat_map(|result| result.samples()) {
            self.samples[*slot].extend_from_slice(paths);
        }
        let steps = layout.steps;
        let per_scramble = (plan.settings.points * plan.settings.paths) as f64;
        for (slot, curve) in self.curves.iter_mut().enumerate() {
            if first.curve(slot, steps).is_none() {
                continue;
            }
            let curve = curve.get_or_insert_with(|| vec![Vec::new(); steps]);
            curve.iter_mut().for_each(|point| point.push(0.0));
            for sums in results().filter_map(|result| result.curve(slot, steps)) {
                for (sum, point) in sums.iter().zip(curve.iter_mut()) {
                    if let Some(last) = point.last_mut() {
                        *last += sum / per_scramble;
                    }
                }
            }
        }
    }

    /// The world's arms, in the plan's order of outputs.
    fn arms(mut self, plan: &Plan, index: usize, scrambles: usize) -> Vec<ArmRun> {
        let world = &plan.worlds[index];
        let width = world.layout.outputs.len();
        let thetas = (scrambles * plan.settings.points).max(1) as f64;
        let columns: Vec<Arc<[f64]>> = self.means.into_iter().map(Arc::from).collect();
        let halves: Vec<Arc<[f64]>> = self.halves.into_iter().map(Arc::from).collect();
        let arm = |(arm, data): (usize, &crate::arms::Arm)| {
            let all = plan.outputs.len();
            let mut out = ArmRun {
                id: data.id.clone(),
                name: data.name.clone(),
                baseline: world.first_arm + world.baseline,
                role: data.role.clone(),
                columns: vec![None; all],
                halves: vec![None; all],
                samples: vec![None; all],
                chance_variance: vec![0.0; all],
                curves: vec![None; all],
            };
            for (output, &target) in world.outputs.iter().enumerate() {
                let slot = arm * width + output;
                let Some(&place) = self.places.get(slot) else {
                    continue;
                };
                out.columns[target] = place.map(|place| columns[place].clone());
                let half = self.half_places.get(slot).copied().flatten();
                out.halves[target] = half.map(|place| halves[place].clone());
                out.chance_variance[target] =
                    place.map_or(0.0, |place| self.variances[place] / thetas);
                let samples = std::mem::take(&mut self.samples[slot]);
                out.samples[target] = Some(samples).filter(|samples| !samples.is_empty());
                out.curves[target] = self.curves[slot].take();
            }
            out
        };
        world.arms.iter().enumerate().map(arm).collect()
    }
}
