//! A pick-freeze design: every setting again, with some of its inputs drawn anew.
//!
//! Idea. How much an outcome varies because of one input, alone and together with all others, is
//! told by drawing that input again and keeping the rest (Sobol' 1993; Saltelli and others 2010,
//! "Variance based sensitivity analysis of model output", Comput. Phys. Commun. 181, 259–270).
//! Matrix A has one setting per row; B has as many from scrambles that A does not use. For each
//! set of dimensions the rows of A are run once more with the columns of the set from B.
//!
//! Chance. The random numbers of a row are addressed by its place in A, whatever the set: all
//! variants of a row share them, so that two of them differ by the inputs alone.
//!
//! Dimensions are mixed before the copula makes correlations of them: what is drawn anew for a
//! correlated quantity is its part that those before it do not explain. Sets that hold whole
//! families of correlated quantities are free of that.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::block::{Block, Memo};
use crate::lanes::LANES;
use crate::plan::Plan;
use crate::random::Generator;
use crate::run::{Watch, base_values, run_world};
use crate::sobol::Sobol;

/// What a pick-freeze design leaves behind, for the arms of the plan's first world.
#[derive(Debug, Clone, PartialEq)]
pub struct PickFreeze {
    /// Finished scrambles; fewer than asked for after a stop.
    pub scrambles: usize,
    /// Settings of a scramble.
    pub points: usize,
    /// Ids of the arms.
    pub arms: Vec<String>,
    /// The outputs asked for, indices into [`Plan::outputs`].
    pub outputs: Vec<usize>,
    /// `[variant][arm * outputs.len() + place of the output]`: one mean over chance per setting,
    /// scramble by scramble; `None` where the arm does not measure the output. Variant 0 is A
    /// itself, empty where it was not run; variant k + 1 has set k from B.
    pub columns: Vec<Vec<Option<Vec<f64>>>>,
}

impl PickFreeze {
    /// The column of an output in an arm under A (`None`) or with a set from B.
    pub fn column(&self, set: Option<usize>, arm: usize, output: usize) -> Option<&[f64]> {
        let variant = self.columns.get(set.map_or(0, |set| set + 1))?;
        let place = self.outputs.iter().position(|&known| known == output)?;
        variant.get(arm * self.outputs.len() + place)?.as_deref()
    }
}

/// Runs the design: the settings of the plan, and again with each of `sets` (indices into
/// [`Plan::dimensions`]) drawn anew; keeps `outputs` (indices into [`Plan::outputs`]). A stopped
/// run keeps the scrambles it finished.
pub fn pick_freeze(
    plan: &Plan,
    sets: &[Vec<usize>],
    outputs: &[usize],
    watch: &Watch,
) -> PickFreeze {
    design(plan, true, sets, outputs, watch)
}

/// [`pick_freeze`] without A itself: the first settings of each scramble of any run that has the
/// seed, the paths and the dimensions of `plan` are its rows.
pub fn redrawn(plan: &Plan, sets: &[Vec<usize>], outputs: &[usize], watch: &Watch) -> PickFreeze {
    design(plan, false, sets, outputs, watch)
}

fn design(
    plan: &Plan,
    with_a: bool,
    sets: &[Vec<usize>],
    outputs: &[usize],
    watch: &Watch,
) -> PickFreeze {
    let settings = &plan.settings;
    let per_block = LANES / settings.paths;
    let blocks = settings.points / per_block;
    let jobs = settings.scrambles * blocks;
    let done = AtomicUsize::new(0);
    let dimensions = plan.dimensions.len();
    let sobol: Vec<Sobol> = (0..2 * settings.scrambles)
        .filter_map(|s| Sobol::new(settings.seed, s as u32, dimensions).ok())
        .collect();
    let arms = plan.worlds.first().map_or(&[][..], |world| &world.arms);
    if !plan.worlds.is_empty() {
        // Before the threads would wait for one another.
        plan.sampler(0);
    }
    let results: Vec<Option<Rows>> = (0..jobs)
        .into_par_iter()
        .map(|job| {
            if watch.stop.load(Ordering::Relaxed) {
                return None;
            }
            let (scramble, first) = (job / blocks, job % blocks * per_block);
            let points = |scramble: usize| {
                let points = (0..per_block).map(|k| {
                    let mut point = vec![0.5; dimensions];
                    // Compiling the plan checked that there are no more dimensions than allowed.
                    if let Some(sobol) = sobol.get(scramble) {
                        sobol.point((first + k) as u32, &mut point);
                    }
                    point
                });
                points.collect::<Vec<_>>()
            };
            let (a, b) = (points(scramble), points(settings.scrambles + scramble));
            let rows = block(plan, (with_a, sets), outputs, (&a, &b), (scramble, first));
            (watch.progress)(done.fetch_add(1, Ordering::Relaxed) + 1, jobs);
            Some(rows)
        })
        .collect();
    let whole: Vec<&[Option<Rows>]> = results
        .chunks(blocks.max(1))
        .take_while(|scramble| scramble.iter().all(Option::is_some))
        .collect();
    let column = |variant: usize, slot: usize| {
        let rows = whole.iter().flat_map(|scramble| scramble.iter().flatten());
        let parts: Option<Vec<&[f64]>> = rows
            .map(|rows| rows[variant].get(slot)?.as_deref())
            .collect();
        parts
            .map(|parts| parts.concat())
            .filter(|column| !column.is_empty())
    };
    PickFreeze {
        scrambles: whole.len(),
        points: settings.points,
        arms: arms.iter().map(|arm| arm.id.clone()).collect(),
        outputs: outputs.to_vec(),
        columns: (0..=sets.len())
            .map(|variant| {
                let slots = 0..arms.len() * outputs.len();
                slots.map(|slot| column(variant, slot)).collect()
            })
            .collect(),
    }
}

/// `[variant][arm * outputs.len() + place][setting of the block]`.
type Rows = Vec<Vec<Option<Vec<f64>>>>;

/// A block of A, and again with each set of columns from B.
fn block(
    plan: &Plan,
    (with_a, sets): (bool, &[Vec<usize>]),
    outputs: &[usize],
    (a, b): (&[Vec<f64>], &[Vec<f64>]),
    (scramble, first): (usize, usize),
) -> Rows {
    let settings = &plan.settings;
    let Some(world) = plan.worlds.first() else {
        return vec![Vec::new(); sets.len() + 1];
    };
    let memo = Rc::new(RefCell::new(Memo::default()));
    let generator = Generator::new(settings.seed, scramble as u32);
    let with_set = |set: &[usize]| {
        let mut points = a.to_vec();
        for (point, anew) in points.iter_mut().zip(b) {
            for &dimension in set {
                point[dimension] = anew[dimension];
            }
            if let Some(copula) = &plan.copula {
                copula.apply(point);
            }
        }
        points
    };
    let none: &[usize] = &[];
    let of_a = with_set(none);
    let known = base_values(plan, &of_a);
    let sampler = plan.sampler(0);
    let variant = |set: &[usize]| {
        let block = Block::new(
            sampler.redraw(&with_set(set), &of_a, &known),
            settings.paths,
            generator,
            first,
            memo.clone(),
        );
        let result = run_world(world, block, settings.steps, &mut |_| {});
        let width = world.layout.outputs.len();
        let slots = (0..world.arms.len()).flat_map(|arm| {
            let place = |wanted: &usize| world.outputs.iter().position(|own| own == wanted);
            let slot = move |output: &usize| Some(arm * width + place(output)?);
            outputs.iter().map(slot)
        });
        let means = |slot: usize| Some(result.means(result.place(slot)?).to_vec());
        slots.map(|slot| slot.and_then(means)).collect()
    };
    let a = if with_a { variant(none) } else { Vec::new() };
    let anew = sets.iter().map(|set| variant(set));
    std::iter::once(a).chain(anew).collect()
}
