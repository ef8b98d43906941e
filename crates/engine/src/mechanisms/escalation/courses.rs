//! How lanes run if no deal is made on them.

use crate::lanes::LANES;
use crate::math::exp;

/// How lanes run without a deal.
pub struct Courses {
    /// Probability that no line is crossed by the end of a step, `[course * steps + step]`.
    pub safe: Vec<f64>,
    /// Probability that a line is not crossed in the end, `[course * lines + line]`.
    pub kept: Vec<f64>,
    /// Lanes on each course.
    pub lanes: Vec<f64>,
}

impl Courses {
    /// Room for a course per lane.
    pub fn for_lanes(lines: usize, steps: usize) -> Self {
        Self {
            safe: Vec::with_capacity(LANES * steps),
            kept: Vec::with_capacity(LANES * lines),
            lanes: Vec::with_capacity(LANES),
        }
    }

    /// Adds a course, given each line's rate times dt over the steps and what multiplies them;
    /// returns its number. A line is uncrossed with probability exp(−Σ rates).
    pub fn push<'a>(&mut self, rows: impl Iterator<Item = &'a [f64]>, factors: &[f64]) -> usize {
        let from = self.safe.len();
        self.safe.resize(from + factors.len(), 0.0);
        let rates = &mut self.safe[from..];
        let kept = self.kept.len();
        for row in rows {
            self.kept.push(add_rates(row, factors, rates));
        }
        let mut sum = 0.0;
        for x in rates.iter_mut() {
            sum += *x;
            *x = sum;
        }
        survive(rates);
        survive(&mut self.kept[kept..]);
        self.lanes.push(0.0);
        self.lanes.len() - 1
    }
}

/// Adds a line's rates to those of all lines; returns their sum.
#[multiversion::multiversion(targets("x86_64+avx2"))]
fn add_rates(row: &[f64], factors: &[f64], all: &mut [f64]) -> f64 {
    let mut sum = 0.0;
    for ((all, x), factor) in all.iter_mut().zip(row).zip(factors) {
        let rate = x * factor;
        *all += rate;
        sum += rate;
    }
    sum
}

/// e^(−x) of every number.
#[multiversion::multiversion(targets("x86_64+avx2"))]
fn survive(sums: &mut [f64]) {
    for x in sums {
        *x = exp(-*x);
    }
}
