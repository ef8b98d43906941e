//! How lanes run if no deal is made on them.

use crate::lanes::{Column, LANES};
use crate::math::exp;

/// How the lanes of a group run without a deal.
pub struct Courses {
    /// Rate of crossing a line times dt, `[line][step]`.
    pub rates: Vec<Vec<Column>>,
    /// Probability that no line is crossed by the end of a step, `[step]`.
    pub safe: Vec<Column>,
    /// Probability that a line is not crossed in the end, `[line]`.
    pub kept: Vec<Column>,
    /// Expected crossings by the end of a step, summed over the lanes.
    pub crossed: Vec<f64>,
}

impl Courses {
    /// Courses without any line.
    pub fn new(lines: usize, steps: usize) -> Self {
        Self {
            rates: Vec::with_capacity(lines),
            safe: vec![[0.0; LANES]; steps],
            kept: vec![[0.0; LANES]; lines],
            crossed: vec![0.0; steps],
        }
    }

    /// Adds the `line`-th line, given each lane's rates over the steps and what multiplies them,
    /// `[step]`.
    pub fn add<'a>(&mut self, line: usize, row: impl Fn(usize) -> &'a [f64], factors: &[Column]) {
        let mut rates = vec![[0.0; LANES]; factors.len()];
        for lane in 0..LANES {
            for (rate, x) in rates.iter_mut().zip(row(lane)) {
                rate[lane] = *x;
            }
        }
        for ((rate, factor), all) in rates.iter_mut().zip(factors).zip(&mut self.safe) {
            add_rates(rate, factor, all, &mut self.kept[line]);
        }
        self.rates.push(rates);
    }

    /// From sums of rates to probabilities: a line is uncrossed with probability exp(−Σ rates).
    pub fn survive(&mut self) {
        let mut sum = [0.0; LANES];
        for rates in &mut self.safe {
            survive(rates, &mut sum);
        }
        for kept in &mut self.kept {
            survive(kept, &mut [0.0; LANES]);
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

/// Multiplies a line's rates by their factors and adds them to those of all lines and to those of
/// the steps before.
#[multiversion::multiversion(targets("x86_64+avx2"))]
fn add_rates(rates: &mut Column, factors: &Column, all: &mut Column, so_far: &mut Column) {
    for lane in 0..LANES {
        rates[lane] *= factors[lane];
        all[lane] += rates[lane];
        so_far[lane] += rates[lane];
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
