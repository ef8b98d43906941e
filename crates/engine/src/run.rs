//! Runs a plan: the blocks of a scramble in parallel, results collected by index.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rayon::prelude::*;

use std::cell::RefCell;
use std::rc::Rc;

use crate::block::{Block, Memo};
use crate::cells::Values;
use crate::gather::{Gathered, Unusable};
use crate::lanes::LANES;
use crate::plan::{Plan, World};
use crate::random::Generator;
use crate::record::{BlockResult, Recorder};
use crate::result::Run;
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
    gathered(plan, watch, Gathered::new(plan)).finish(plan)
}

/// A run that can be gone on with.
pub struct Resumed {
    /// The run.
    pub run: Run,
    /// Its finished scrambles, where some but not all are.
    pub saved: Option<Vec<u8>>,
}

/// [`run_watched`], going on from the scrambles that an interrupted run of the same plan saved;
/// `scenario` is the hash of the scenario's text. The run is to the last bit the one that was
/// never interrupted.
///
/// # Errors
///
/// What was saved is of another run, or damaged.
pub fn run_resumed(
    plan: &Plan,
    watch: &Watch,
    scenario: &str,
    earlier: Option<&[u8]>,
) -> Result<Resumed, Unusable> {
    let start = match earlier {
        Some(bytes) => {
            let first = || run_block(plan, &sobol(plan), 0, 0);
            Gathered::restored(plan, scenario, bytes, first)?
        }
        None => Gathered::new(plan),
    };
    let gathered = gathered(plan, watch, start);
    let some = (1..plan.settings.scrambles).contains(&gathered.scrambles());
    Ok(Resumed {
        saved: some.then(|| gathered.saved(plan, scenario)),
        run: gathered.finish(plan),
    })
}

/// The scrambles of a plan that are not gathered yet.
fn gathered(plan: &Plan, watch: &Watch, mut gathered: Gathered) -> Gathered {
    let settings = &plan.settings;
    let per_block = LANES / settings.paths;
    let blocks = settings.points / per_block;
    let jobs = settings.scrambles * blocks;
    let done = AtomicUsize::new(0);
    let sobol = sobol(plan);
    // Before the threads would wait for one another.
    (0..plan.worlds.len()).for_each(|world| {
        plan.sampler(world);
    });
    // Scrambles are independent, so any finished ones serve; two are held in blocks at a time.
    done.fetch_add(gathered.scrambles() * blocks, Ordering::Relaxed);
    let run_scramble = |scramble: usize| -> Option<Vec<Job>> {
        let run = |block: usize| {
            if watch.stop.load(Ordering::Relaxed) {
                return None;
            }
            let result = run_block(plan, &sobol, scramble, block * per_block);
            (watch.progress)(done.fetch_add(1, Ordering::Relaxed) + 1, jobs);
            Some(result)
        };
        (0..blocks).into_par_iter().map(run).collect()
    };
    // One is gathered while the next one runs, so that no thread waits for it.
    let mut finished: Option<Vec<Job>> = None;
    for scramble in gathered.scrambles()..settings.scrambles {
        let gather = || finished.take().map(|blocks| gathered.add(plan, &blocks));
        let (_, next) = rayon::join(gather, || run_scramble(scramble));
        finished = next;
        if finished.is_none() {
            break;
        }
    }
    if let Some(blocks) = finished {
        gathered.add(plan, &blocks);
    }
    gathered
}

/// The points of every scramble.
fn sobol(plan: &Plan) -> Vec<Sobol> {
    let settings = &plan.settings;
    (0..settings.scrambles)
        .filter_map(|s| Sobol::new(settings.seed, s as u32, plan.dimensions.len()).ok())
        .collect()
}

/// A block in every world.
pub(crate) struct Job {
    pub worlds: Vec<BlockResult>,
    /// `[theta of the block][input with dimension]` of the base world.
    pub inputs: Vec<Vec<f64>>,
}

/// Worlds that run side by side, so that what they come to in the same step is worked out once;
/// more of them would not stay in a processor's cache.
const SIDE_BY_SIDE: usize = 8;

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
    let block = |index: usize| {
        let thetas = world_values(plan, index, &points, &base);
        Block::new(thetas, settings.paths, generator, first, memo.clone())
    };
    let mut worlds = Vec::with_capacity(plan.worlds.len());
    for (group, of_group) in plan.worlds.chunks(SIDE_BY_SIDE).enumerate() {
        let index = group * SIDE_BY_SIDE..;
        let mut running: Vec<Running> = of_group
            .iter()
            .zip(index)
            .map(|(world, index)| Running::start(world, block(index), &mut |_| {}))
            .collect();
        for step in 0..settings.steps {
            running
                .iter_mut()
                .for_each(|world| world.step(step, &mut |_| {}));
            memo.borrow_mut().end_step();
        }
        worlds.extend(running.into_iter().map(|world| world.finish(&mut |_| {})));
    }
    Job { worlds, inputs }
}

/// Cells of the first world at each point.
pub(crate) fn base_values(plan: &Plan, points: &[Vec<f64>]) -> Vec<Values> {
    if plan.worlds.is_empty() {
        return Vec::new();
    }
    plan.sampler(0).draw(points, &[])
}

/// Cells of a world at each point.
fn world_values(plan: &Plan, index: usize, points: &[Vec<f64>], base: &[Values]) -> Vec<Values> {
    if index == 0 {
        return base.to_vec();
    }
    plan.sampler(index).draw(points, base)
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

/// A block on its way through a world; `lap` is called with the number of the mechanism that has
/// just worked.
pub(crate) struct Running<'a> {
    world: &'a World,
    block: Block,
    record: Recorder<'a>,
}

impl<'a> Running<'a> {
    fn start(world: &'a World, mut block: Block, lap: &mut dyn FnMut(usize)) -> Self {
        let record = Recorder::new(&world.layout, block.paths);
        for (index, process) in world.processes.iter().enumerate() {
            process.start(&mut block);
            lap(index);
        }
        Self {
            world,
            block,
            record,
        }
    }

    fn step(&mut self, step: usize, lap: &mut dyn FnMut(usize)) {
        for (index, process) in self.world.processes.iter().enumerate() {
            self.record.enter(index);
            process.step(&mut self.block, step, &mut self.record);
            lap(index);
        }
    }

    fn finish(mut self, lap: &mut dyn FnMut(usize)) -> BlockResult {
        for (index, process) in self.world.processes.iter().enumerate() {
            self.record.enter(index);
            process.record(&mut self.block, &mut self.record);
            lap(index);
        }
        self.record.finish()
    }
}

/// Runs a block in a world by itself. What it shares is kept for those that run after it.
pub(crate) fn run_world(
    world: &World,
    block: Block,
    steps: usize,
    lap: &mut dyn FnMut(usize),
) -> BlockResult {
    let mut running = Running::start(world, block, lap);
    (0..steps).for_each(|step| running.step(step, lap));
    running.finish(lap)
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
            let thetas = world_values(plan, index, &points, &base);
            let block = Block::new(thetas, settings.paths, generator, first, memo.clone());
            let mut laps = |name| {
                let now = clock();
                spend(name, now - last);
                last = now;
            };
            laps("draws");
            run_world(world, block, settings.steps, &mut |index| {
                laps(world.names[index]);
            });
            laps("reduction");
            arm_steps += (LANES * settings.steps * world.arms.len()) as u64;
        }
    }
    (totals, arm_steps)
}
