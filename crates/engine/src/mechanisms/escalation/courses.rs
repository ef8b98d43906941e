//! How lanes run if no deal is made on them.

use super::rates::Rates;
use crate::lanes::{Column, LANES};
use crate::math::exp;

/// How the lanes of a group run without a deal.
pub struct Courses {
    /// Probability that no line is crossed by the end of a step, `[step]`.
    pub safe: Vec<Column>,
    /// Probability that a line is not crossed in the end, `[line]`.
    pub kept: Vec<Column>,
    /// Expected crossings by the end of a step, summed over the lanes.
    pub crossed: Vec<f64>,
}

impl Courses {
    /// Courses at some places of the rates of each line, `[line][lane]`, under what multiplies
    /// them, `[step]`. A line is uncrossed with probability exp(−Σ rates).
    pub fn new(
        rates: &[Rates],
        places: &[[usize; LANES]],
        factors: &[Column],
        paths: usize,
    ) -> Self {
        let mut kept = vec![[0.0; LANES]; rates.len()];
        let mut safe = vec![[0.0; LANES]; factors.len()];
        let mut sum = [0.0; LANES];
        let alike: Vec<bool> = places.iter().map(|of| all_alike(of, paths)).collect();
        for (step, (safe, factors)) in safe.iter_mut().zip(factors).enumerate() {
            let mut of_line = [0.0; LANES];
            for (k, (rates, places)) in rates.iter().zip(places).enumerate() {
                let values = rates.at(step);
                if alike[k] {
                    let thetas = of_line.chunks_exact_mut(paths);
                    for (lanes, places) in thetas.zip(places.chunks_exact(paths)) {
                        lanes.fill(values[places[0]]);
                    }
                } else {
                    for (rate, place) in of_line.iter_mut().zip(places) {
                        *rate = values[*place];
                    }
                }
                add_rates(&of_line, factors, safe, &mut kept[k]);
            }
            survive(safe, &mut sum);
        }
        for kept in &mut kept {
            survive(kept, &mut [0.0; LANES]);
        }
        Self {
            crossed: vec![0.0; safe.len()],
            safe,
            kept,
        }
    }

    /// Counts expected crossings, a lane with its weight.
    pub fn count(&mut self, weights: &Column) {
        for (crossed, safe) in self.crossed.iter_mut().zip(&self.safe) {
            for (weight, safe) in weights.iter().zip(safe) {
                *crossed += weight * (1.0 - safe);
            }
        }
    }
}

/// Whether all paths of each θ are at the same place.
fn all_alike(places: &[usize; LANES], paths: usize) -> bool {
    let mut thetas = places.chunks_exact(paths);
    thetas.all(|of| of.iter().all(|place| *place == of[0]))
}

/// Adds a line's rates times their factors to those of all lines and to those of the steps before.
#[multiversion::multiversion(targets("x86_64+avx2"))]
fn add_rates(rates: &Column, factors: &Column, all: &mut Column, so_far: &mut Column) {
    for lane in 0..LANES {
        let rate = rates[lane] * factors[lane];
        all[lane] += rate;
        so_far[lane] += rate;
    }
}

/// Adds rates to the `sum` of those before, and e^(−Σ) in their place.
#[multiversion::multiversion(targets("x86_64+avx2"))]
fn survive(rates: &mut Column, sum: &mut Column) {
    for (x, sum) in rates.iter_mut().zip(sum) {
        *sum += *x;
        *x = exp(-*sum);
    }
}
