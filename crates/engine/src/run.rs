//! Runs a plan: scrambles × blocks in parallel, results collected by index.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rayon::prelude::*;

use std::cell::RefCell;
use std::rc::Rc;

use crate::block::{Block, Memo};
use crate::cells::Values;
use crate::lanes::LANES;
use crate::plan::{Plan, World};
use crate::random::Generator;
use crate::record::{BlockResult, Recorder};
use crate::result::{ArmRun, Run};
use crate::sobol::Sobol;

/// How a run is watched and stopped from outside.
pub struct Watch<'a> {
    /// Called with blocks done and blocks in all; from any thread.
    pub progress: &'a (dyn Fn(usize, usize) + Sync),
    /// Set to stop after the blocks under way; the first scrambles, those finished, are kept.
    pub stop: &'a AtomicBool,
}

/// Runs a plan to its end on the current thread pool.
pub fn run(plan: &Plan) -> Run {
    run_watched(
        plan,
        &Watch {
            progress: &|_, _| {},
            stop: &AtomicBool::new(false),
        },
    )
}

/// Runs a plan; a stopped run keeps the scrambles it finished.
pub fn run_watched(plan: &Plan, watch: &Watch) -> Run {
    let settings = &plan.settings;
    let per_block = LANES / settings.paths;
    let blocks = settings.points / per_block;
    let jobs = settings.scrambles * blocks;
    let done = AtomicUsize::new(0);
    let sobol: Vec<Sobol> = (0..settings.scrambles)
        .filter_map(|s| Sobol::new(settings.seed, s as u32, plan.dimensions.len()).ok())
        .collect();
    // Blocks are begun in their order whichever thread is free, so that a stopped run has
    // finished its first scrambles, and fewer scrambles give the same again.
    let next = AtomicUsize::new(0);
    let mut finished: Vec<(usize, Job)> = (0..jobs)
        .into_par_iter()
        .filter_map(|_| {
            if watch.stop.load(Ordering::Relaxed) {
                return None;
            }
            let job = next.fetch_add(1, Ordering::Relaxed);
            let result = run_block(plan, &sobol, job / blocks, (job % blocks) * per_block);
            (watch.progress)(done.fetch_add(1, Ordering::Relaxed) + 1, jobs);
            Some((job, result))
        })
        .collect();
    finished.sort_by_key(|(job, _)| *job);
    collect(plan, blocks, finished)
}

struct Job {
    worlds: Vec<BlockResult>,
    /// `[theta of the block][input with dimension]` of the base world.
    inputs: Vec<Vec<f64>>,
}

fn run_block(plan: &Plan, sobol: &[Sobol], scramble: usize, first: usize) -> Job {
    let settings = &plan.settings;
    let points = points(plan, sobol, scramble, first);
    let memo = Rc::new(RefCell::new(Memo::default()));
    let generator = Generator::new(settings.seed, scramble as u32);
    let base = base_values(plan, &points);
    let inputs = plan
        .worlds
        .first()
        .map(|world| {
            base.iter()
                .map(|t| world.cells.uncertain_values(t))
                .collect()
        })
        .unwrap_or_default();
    let worlds = plan
        .worlds
        .iter()
        .enumerate()
        .map(|(index, world)| {
            let thetas = world_values(world, index, &points, &base);
            let mut block = Block::new(thetas, settings.paths, generator, first, memo.clone());
            run_world(world, &mut block, settings.steps, &mut |_| {}).reduce(settings.paths)
        })
        .collect();
    Job { worlds, inputs }
}

/// Cells of the first world at each point.
fn base_values(plan: &Plan, points: &[Vec<f64>]) -> Vec<Values> {
    let draw = |world: &World| {
        points
            .iter()
            .map(|p| world.sampler.draw(p, &Values::default()))
            .collect()
    };
    plan.worlds.first().map(draw).unwrap_or_default()
}

/// Cells of a world at each point.
fn world_values(world: &World, index: usize, points: &[Vec<f64>], base: &[Values]) -> Vec<Values> {
    if index == 0 {
        return base.to_vec();
    }
    points
        .iter()
        .zip(base)
        .map(|(p, base)| world.sampler.draw(p, base))
        .collect()
}

/// The block's points of the unit cube, correlated as the scenario says.
fn points(plan: &Plan, sobol: &[Sobol], scramble: usize, first: usize) -> Vec<Vec<f64>> {
    (0..LANES / plan.settings.paths)
        .map(|k| {
            let mut point = vec![0.5; plan.dimensions.len()];
            // The plan has no more dimensions than the sequence: compiling it checked.
            if let Some(sobol) = sobol.get(scramble) {
                sobol.point((first + k) as u32, &mut point);
            }
            if let Some(copula) = &plan.copula {
                copula.apply(&mut point);
            }
            point
        })
        .collect()
}

/// Runs a block in a world; `lap` is called with the number of the mechanism that has just
/// worked.
fn run_world<'a>(
    world: &'a World,
    block: &mut Block,
    steps: usize,
    lap: &mut dyn FnMut(usize),
) -> Recorder<'a> {
    let mut record = Recorder::new(&world.layout);
    for (index, process) in world.processes.iter().enumerate() {
        process.start(block);
        lap(index);
    }
    for step in 0..steps {
        for (index, process) in world.processes.iter().enumerate() {
            record.enter(index);
            process.step(block, step, &mut record);
            lap(index);
        }
    }
    for (index, process) in world.processes.iter().enumerate() {
        record.enter(index);
        process.record(block, &mut record);
        lap(index);
    }
    record
}

/// Time spent in each mechanism over the first `blocks` blocks, by a clock of the caller's
/// (nanoseconds); the engine itself reads none. Returns names with totals, draws first, and the
/// arm-steps taken.
pub fn profile(
    plan: &Plan,
    blocks: usize,
    clock: &dyn Fn() -> u64,
) -> (Vec<(&'static str, u64)>, u64) {
    let settings = &plan.settings;
    let sobol: Vec<Sobol> = Sobol::new(settings.seed, 0, plan.dimensions.len())
        .into_iter()
        .collect();
    let per_block = LANES / settings.paths;
    let mut totals: Vec<(&'static str, u64)> = vec![("draws", 0), ("reduction", 0)];
    let mut arm_steps = 0;
    let mut spend = |name: &'static str, ns: u64| match totals.iter_mut().find(|(n, _)| *n == name)
    {
        Some((_, total)) => *total += ns,
        None => totals.push((name, ns)),
    };
    for block in 0..blocks {
        let first = block * per_block % settings.points;
        let memo = Rc::new(RefCell::new(Memo::default()));
        let generator = Generator::new(settings.seed, 0);
        let mut last = clock();
        let points = points(plan, &sobol, 0, first);
        let base = base_values(plan, &points);
        for (index, world) in plan.worlds.iter().enumerate() {
            let thetas = world_values(world, index, &points, &base);
            let mut block = Block::new(thetas, settings.paths, generator, first, memo.clone());
            let mut laps = |name| {
                let now = clock();
                spend(name, now - last);
                last = now;
            };
            laps("draws");
            let record = run_world(world, &mut block, settings.steps, &mut |index| {
                laps(world.names[index]);
            });
            record.reduce(settings.paths);
            laps("reduction");
            arm_steps += (LANES * settings.steps * world.arms.len()) as u64;
        }
    }
    (totals, arm_steps)
}

/// Puts together what is finished, by index; of a stopped run the first whole scrambles.
fn collect(plan: &Plan, blocks: usize, finished: Vec<(usize, Job)>) -> Run {
    let mut settings = plan.settings.clone();
    // All blocks begun are finished, so they are the first ones and none is missing.
    let whole = finished.len() / blocks.max(1);
    let complete = whole == settings.scrambles;
    settings.scrambles = whole;
    let kept: Vec<&Job> = finished
        .iter()
        .take(whole * blocks)
        .map(|(_, job)| job)
        .collect();
    let arms: usize = plan.worlds.iter().map(|w| w.arms.len()).sum();
    let arm_steps = (kept.len() * LANES * settings.steps * arms) as u64;
    let mut run = Run {
        arms: Vec::new(),
        outputs: plan.outputs.clone(),
        inputs: Vec::new(),
        thetas: Vec::new(),
        complete,
        arm_steps,
        settings,
    };
    for (index, world) in plan.worlds.iter().enumerate() {
        for arm in 0..world.arms.len() {
            run.arms
                .push(collect_arm(plan, world, index, arm, blocks, &kept));
        }
    }
    if let Some(base) = plan.worlds.first() {
        let (inputs, rows) = base.cells.uncertain_inputs();
        run.inputs = inputs;
        run.thetas = (0..rows)
            .map(|row| {
                kept.iter()
                    .flat_map(|job| job.inputs.iter().map(|theta| theta[row]))
                    .collect()
            })
            .collect();
    }
    run
}

fn collect_arm(
    plan: &Plan,
    world: &World,
    index: usize,
    arm: usize,
    blocks: usize,
    jobs: &[&Job],
) -> ArmRun {
    let data = &world.arms[arm];
    let width = world.layout.outputs.len();
    let all = plan.outputs.len();
    let per_scramble = (plan.settings.points * plan.settings.paths) as f64;
    let mut out = ArmRun {
        id: data.id.clone(),
        name: data.name.clone(),
        baseline: world.first_arm + world.baseline,
        role: data.role.clone(),
        columns: vec![None; all],
        samples: vec![None; all],
        chance_variance: vec![0.0; all],
        curves: vec![None; all],
    };
    let thetas = jobs.len() * LANES / plan.settings.paths;
    for output in 0..width {
        let slot = arm * width + output;
        let target = world.outputs[output];
        let parts: Option<Vec<&[f64]>> = jobs
            .iter()
            .map(|job| job.worlds[index].means(slot))
            .collect();
        out.columns[target] = parts.map(|p| p.concat()).filter(|c| c.len() == thetas);
        let chance: f64 = jobs
            .iter()
            .map(|job| job.worlds[index].variance(slot))
            .sum();
        out.chance_variance[target] = chance / thetas.max(1) as f64;
        let samples: Option<Vec<&[f32]>> = jobs
            .iter()
            .map(|job| job.worlds[index].samples(slot))
            .collect();
        out.samples[target] = samples.map(|s| s.concat()).filter(|s| !s.is_empty());
        if jobs
            .iter()
            .any(|job| job.worlds[index].curve(slot).is_some())
        {
            let mut curve = vec![vec![0.0; jobs.len() / blocks]; plan.settings.steps];
            for (scramble, chunk) in jobs.chunks(blocks).enumerate() {
                for sums in chunk.iter().filter_map(|job| job.worlds[index].curve(slot)) {
                    for (point, sum) in curve.iter_mut().zip(sums) {
                        point[scramble] += sum / per_scramble;
                    }
                }
            }
            out.curves[target] = Some(curve);
        }
    }
    out
}
