//! The place of each input among the drivers of a level, as `rank(input, output)` asks for it.
//!
//! The order is that of [`crate::drivers::drivers`], by δ: on all draws, and in each scramble by
//! itself. A scramble has few settings, so that there inputs of little weight change places.

use std::ops::Range;

use pourparler_engine::result::Run;
use rayon::prelude::*;

use super::{Classes, Importance, Measure, NoVariance, Target, by_importance};
use crate::ranking::Rankings;

/// The parts of a lone scramble for the jackknife.
const PARTS: usize = 10;

/// Places of all uncertain inputs, from 1.
pub(crate) struct Places {
    /// On all draws, by index in `Run::inputs`; `None` for an input that does not vary.
    all: Vec<Option<usize>>,
    /// In each scramble; empty where the output does not vary in it.
    scrambles: Vec<Vec<Option<usize>>>,
}

impl Places {
    /// Orders the inputs of a run, ranked in `rankings`, by how much each drives the column of an
    /// output.
    ///
    /// # Errors
    ///
    /// A column that does not vary, or is no number somewhere.
    pub fn of(
        run: &Run,
        rankings: &Rankings,
        output: usize,
        column: &[f64],
    ) -> Result<Self, NoVariance> {
        let points = run.settings.points.max(1);
        let is_event = Target {
            output,
            measure: Measure::Level,
        }
        .is_event(run);
        let part =
            |settings: Range<usize>, points| Part::of(run, column, is_event, settings, points);
        let whole = part(0..run.len(), points)?;
        let parts: Vec<Option<Part>> = match run.settings.scrambles {
            1 => Vec::new(),
            many => (0..many)
                .map(|scramble| scramble * points)
                .map(|first| part(first..first + points, points.div_ceil(PARTS)).ok())
                .collect(),
        };
        let found: Vec<Weighed> = run
            .inputs
            .par_iter()
            .enumerate()
            .filter_map(|(index, input)| {
                let values = run.thetas.get(input.dimension?)?;
                let order = rankings.along(input)?.order();
                let mut orders: Vec<Vec<u32>> =
                    parts.iter().map(|_| Vec::with_capacity(points)).collect();
                for &setting in order {
                    // The order of a scramble is that of all, without the others.
                    let (scramble, point) = (setting as usize / points, setting as usize % points);
                    if let Some(order) = orders.get_mut(scramble) {
                        order.push(point as u32);
                    }
                }
                let parts = parts.iter().zip(&orders);
                let deltas = parts.map(|(part, order)| match part {
                    Some(part) => part.delta(values, order),
                    None => f64::NAN,
                });
                Some(Weighed {
                    input: index,
                    all: whole.delta(values, order),
                    parts: deltas.collect(),
                })
            })
            .collect();
        let order = |delta: &dyn Fn(&Weighed) -> f64| {
            let mut deltas: Vec<(usize, f64)> = found.iter().map(|f| (f.input, delta(f))).collect();
            deltas.sort_by(|a, b| by_importance(*a, *b));
            let mut places = vec![None; run.inputs.len()];
            for (place, (input, _)) in deltas.into_iter().enumerate() {
                places[input] = Some(place + 1);
            }
            places
        };
        let all = order(&|found| found.all);
        let scrambles = match parts.is_empty() {
            true => vec![all.clone()],
            false => {
                let place = |(k, part): (usize, &Option<Part>)| match part {
                    Some(_) => order(&|found| found.parts[k]),
                    None => Vec::new(),
                };
                parts.iter().enumerate().map(place).collect()
            }
        };
        Ok(Places { all, scrambles })
    }

    /// The place of an input: on all draws, and in each scramble, where NaN stands for none.
    pub fn input(&self, input: usize) -> Option<(f64, Vec<f64>)> {
        let place = |places: &Vec<Option<usize>>| places.get(input).copied().flatten();
        let number = |place: Option<usize>| place.map_or(f64::NAN, |place| place as f64);
        let scrambles = self.scrambles.iter().map(|part| number(place(part)));
        Some((place(&self.all)? as f64, scrambles.collect()))
    }
}

/// δ of an input on all draws, and in each scramble.
struct Weighed {
    input: usize,
    all: f64,
    parts: Vec<f64>,
}

/// The column over some of the settings.
struct Part {
    settings: Range<usize>,
    /// Settings of a part of it for the jackknife.
    points: usize,
    importance: Importance,
    /// Less its mean.
    centred: Vec<f64>,
}

impl Part {
    fn of(
        run: &Run,
        column: &[f64],
        is_event: bool,
        settings: Range<usize>,
        points: usize,
    ) -> Result<Self, NoVariance> {
        let column = &column[settings.clone()];
        let (importance, centred) = Importance::of(column, is_event, run.settings.scrambles)?;
        Ok(Part {
            settings,
            points,
            importance,
            centred,
        })
    }

    /// δ of an input, given its values in all settings and the order of these.
    fn delta(&self, values: &[f64], order: &[u32]) -> f64 {
        let classes = Classes::of(&values[self.settings.clone()], order, self.points);
        let sums = classes.sums(&self.centred);
        self.importance.rough(&classes, &sums).value
    }
}
