//! When the existing process puts texts on the table.

use std::rc::Rc;

use crate::block::Block;
use crate::cells::Values;
use crate::lanes::{Column, LANES};
use crate::random::Stream;
use crate::streams::{Source, stream};

/// Draws whether an interim deal is entered.
pub const INTERIM: Stream = stream(Source::Bargaining, 3);
const GAP: Stream = stream(Source::Bargaining, 0);
const WHO: Stream = stream(Source::Bargaining, 1);

/// Most texts expected within the horizon, at the 95 % points of the rate and of what raises it.
pub const MOST_TEXTS: f64 = 500.0;

/// A text of the process, made in the arms whose rate covers it.
#[derive(Debug, Clone, Copy)]
pub struct Offer {
    /// The path.
    pub lane: usize,
    /// When, in months.
    pub months: f64,
    /// Uniform: made where the arm's multiplier over the largest one is above it.
    pub thinned: f64,
    /// Uniform: who makes it.
    pub who: f64,
}

/// Texts by step, in order of lane and time.
#[derive(Debug, Clone, Default)]
pub struct Schedule {
    steps: Vec<Vec<Offer>>,
}

impl Schedule {
    /// Poisson times at `rate × most` per month for every path; the first gaps are spread
    /// evenly over the paths of a θ.
    pub fn draw(
        block: &Block,
        horizon: f64,
        steps: usize,
        rates: impl Fn(usize, &Values) -> (f64, f64),
    ) -> Self {
        let rates: Vec<f64> = block
            .thetas
            .iter()
            .enumerate()
            .map(|(theta, values)| {
                let (rate, most) = rates(theta, values);
                // Nothing stays nothing, even if what multiplies it is past all numbers.
                if rate > 0.0 { rate * most } else { 0.0 }
            })
            .collect();
        let room = || Vec::with_capacity(LANES / 4);
        let mut by_step: Vec<Vec<Offer>> = (0..steps).map(|_| room()).collect();
        let dt = horizon / steps as f64;
        // Lane by lane, so that each step has its texts in order.
        let mut gaps: Vec<Rc<Column>> = Vec::new();
        for lane in 0..LANES {
            let rate = rates[block.theta(lane)];
            if rate <= 0.0 {
                continue;
            }
            let mut now = 0.0;
            for ordinal in 0.. {
                if ordinal == gaps.len() {
                    gaps.push(block.exponentials(GAP, ordinal as u32));
                }
                now += gaps[ordinal][lane] / rate;
                let step = (now / dt) as usize;
                if now >= horizon || step >= steps {
                    break;
                }
                let (thinned, who) = block.address(lane).pair(WHO, ordinal as u32);
                by_step[step].push(Offer {
                    lane,
                    months: now,
                    thinned,
                    who,
                });
            }
        }
        Self { steps: by_step }
    }

    /// Texts of a step.
    pub fn at(&self, step: usize) -> &[Offer] {
        self.steps.get(step).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;
    use crate::block::Memo;
    use crate::random::Generator;

    fn texts(rate: f64, most: f64) -> usize {
        let thetas = vec![Values::default(); LANES / 16];
        let memo = Rc::new(RefCell::new(Memo::default()));
        let block = Block::new(thetas, 16, Generator::new(1, 0), 0, memo);
        let schedule = Schedule::draw(&block, 6.0, 26, |_, _| (rate, most));
        for step in 0..26 {
            let placed = schedule
                .at(step)
                .iter()
                .map(|text| (text.lane, text.months));
            let placed: Vec<(usize, f64)> = placed.collect();
            assert!(placed.is_sorted(), "by lane and time");
        }
        (0..26).map(|step| schedule.at(step).len()).sum()
    }

    #[test]
    fn texts_come_at_their_rate_in_order() {
        let mean = texts(0.5, 2.0) as f64 / LANES as f64;
        assert!((mean - 6.0).abs() < 0.7, "{mean}");
    }

    #[test]
    fn no_rate_is_none_whatever_multiplies_it() {
        assert_eq!(texts(0.0, f64::INFINITY), 0);
    }
}
