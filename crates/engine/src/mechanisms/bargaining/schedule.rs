//! When the existing process puts texts on the table.

use crate::block::Block;
use crate::cells::Values;
use crate::lanes::LANES;
use crate::math::ln;
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
                rate * most
            })
            .collect();
        let mut by_step: Vec<Vec<Offer>> = vec![Vec::new(); steps];
        let mut now = [0.0f64; LANES];
        let dt = horizon / steps as f64;
        for ordinal in 0.. {
            let u = block.stratified(GAP, ordinal);
            let mut any = false;
            for lane in 0..LANES {
                let rate = rates[block.theta(lane)];
                if rate <= 0.0 || now[lane] >= horizon {
                    continue;
                }
                now[lane] -= ln(1.0 - u[lane]) / rate;
                let step = (now[lane] / dt) as usize;
                if now[lane] < horizon && step < steps {
                    any = true;
                    let (thinned, who) = block.address(lane).pair(WHO, ordinal);
                    by_step[step].push(Offer {
                        lane,
                        months: now[lane],
                        thinned,
                        who,
                    });
                }
            }
            if !any {
                break;
            }
        }
        for offers in &mut by_step {
            offers.sort_by(|a, b| a.lane.cmp(&b.lane).then(a.months.total_cmp(&b.months)));
        }
        Self { steps: by_step }
    }

    /// Texts of a step.
    pub fn at(&self, step: usize) -> &[Offer] {
        self.steps.get(step).map_or(&[], Vec::as_slice)
    }
}
