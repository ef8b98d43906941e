//! The place of each input among the drivers of a level, as `rank(input, output)` asks for it.
//!
//! The order is that of [`crate::drivers::drivers`], by δ: on all draws, and in each scramble by
//! itself. A scramble has few settings, so that there inputs of little weight change places.

use std::ops::Range;

use pourparler_engine::result::Run;
use rayon::prelude::*;

use super::{Classes, Importance, Measure, NoVariance, Target, by_importance};
use crate::ranking::Ranking;

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
    /// Orders the inputs of a run by how much each drives the column of an output.
    ///
    /// # Errors
    ///
    /// A column that does not vary, or is no number somewhere.
    pub fn of(run: &Run, output: usize, column: &[f64]) -> Result<Self, NoVariance> {
        let points = run.settings.points.max(1);
        let is_event = Target {
            output,
            measure: Measure::Level,
        }
        .is_event(run);
        let part = |settings, points| places(run, column, is_event, (settings, points));
        let all = part(0..run.len(), points)?;
        let scrambles = match run.settings.scrambles {
            1 => vec![all.clone()],
            many => (0..many)
                .map(|scramble| {
                    let first = scramble * points;
                    part(first..first + points, points.div_ceil(PARTS)).unwrap_or_default()
                })
                .collect(),
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

fn places(
    run: &Run,
    column: &[f64],
    is_event: bool,
    (settings, points): (Range<usize>, usize),
) -> Result<Vec<Option<usize>>, NoVariance> {
    let column = &column[settings.clone()];
    let (importance, centred) = Importance::of(column, is_event, run.settings.scrambles)?;
    let mut found: Vec<(usize, f64)> = run
        .inputs
        .par_iter()
        .enumerate()
        .filter_map(|(index, input)| {
            let values = run.thetas.get(input.dimension?)?.get(settings.clone())?;
            let classes = Classes::of(values, &Ranking::of(values), points);
            let delta = importance.rough(&classes, &classes.sums(&centred));
            Some((index, delta.value))
        })
        .collect();
    found.sort_by(|a, b| by_importance(*a, *b));
    let mut places = vec![None; run.inputs.len()];
    for (place, (input, _)) in found.into_iter().enumerate() {
        places[input] = Some(place + 1);
    }
    Ok(places)
}
