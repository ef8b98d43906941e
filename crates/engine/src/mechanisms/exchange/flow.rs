//! The base flow of exchanges: a two-state chain and the exchanges it lets through.

use std::ops::Range;

use pourparler_scenario::Law;

use super::Category;
use crate::block::Block;
use crate::lanes::LANES;
use crate::math::{exp, ln, normal_quantile};

/// A category's flows on the paths of a block.
pub struct Flows {
    flows: Vec<Flow>,
    /// Times at which states change, months.
    changes: Vec<f64>,
    /// Candidate exchanges: time, number against which the rate is held, and size.
    times: Vec<f64>,
    held: Vec<f64>,
    sizes: Vec<f64>,
}

/// A flow on one path.
struct Flow {
    open_first: bool,
    changes: Range<usize>,
    candidates: Range<usize>,
    /// Exchanges per month, frozen and open.
    rates: [f64; 2],
    /// How long a reopened flow stays open, months.
    reopened_for: f64,
}

/// Sizes from their law by uniform numbers; log-normal ones by the engine's own functions.
pub fn resize(law: &Law, sizes: &mut [f64]) {
    match *law {
        Law::LogNormal { mu, sigma, cut } => {
            log_normal(mu, sigma, [cut.from, cut.to - cut.from], sizes);
            for size in sizes {
                *size = size.clamp(cut.low, cut.high).round().max(0.0);
            }
        }
        ref other => {
            for size in sizes {
                *size = other.quantile(*size).round().max(0.0);
            }
        }
    }
}

/// Quantiles of a log-normal law at the shares `from` + u·`width`.
#[multiversion::multiversion(targets("x86_64+avx2"))]
fn log_normal(mu: f64, sigma: f64, [from, width]: [f64; 2], sizes: &mut [f64]) {
    for x in sizes {
        *x = exp(mu + sigma * normal_quantile(from + *x * width));
    }
}

impl Flows {
    /// Draws a category's flows. The ranges of the rates bound how much there is.
    pub fn draw(block: &Block, category: &Category, horizon: f64) -> Self {
        let mut out = Self {
            flows: Vec::with_capacity(LANES),
            changes: Vec::new(),
            times: Vec::new(),
            held: Vec::new(),
            sizes: Vec::new(),
        };
        for lane in 0..LANES {
            let flow = out.flow(block, category, lane, horizon);
            out.flows.push(flow);
        }
        resize(&category.size, &mut out.sizes);
        out
    }

    fn flow(&mut self, block: &Block, category: &Category, lane: usize, horizon: f64) -> Flow {
        let values = &block.thetas[block.theta(lane)];
        let address = block.address(lane);
        let [state, events, spell] = category.flow_streams;
        let wait = |u: f64, rate: f64| -ln(1.0 - u) / rate.max(1e-12);
        let (opens, closes) = (values[category.opens], values[category.closes]);
        let open_first = address.uniform(state, 0) < values[category.open_now];
        let (changes, candidates) = (self.changes.len(), self.times.len());
        let mut now = 0.0;
        let mut open = open_first;
        for ordinal in 1.. {
            let rate = if open { closes } else { opens };
            now += wait(address.uniform(state, ordinal), rate);
            if now >= horizon {
                break;
            }
            self.changes.push(now);
            open = !open;
        }
        let rates = [values[category.frozen_rate], values[category.open_rate]];
        let most = rates[0].max(rates[1]);
        now = 0.0;
        for ordinal in 0.. {
            let (gap, thinned) = address.pair(events, 2 * ordinal);
            now += wait(gap, most);
            if now >= horizon || most <= 0.0 {
                break;
            }
            self.times.push(now);
            self.held.push(thinned * most);
            self.sizes.push(address.uniform(events, 2 * ordinal + 1));
        }
        Flow {
            open_first,
            changes: changes..self.changes.len(),
            candidates: candidates..self.times.len(),
            rates,
            reopened_for: wait(address.uniform(spell, 0), closes),
        }
    }

    /// Whether the flow of a lane is open at a time.
    pub fn open_at(&self, lane: usize, time: f64) -> bool {
        let flow = &self.flows[lane];
        let changes = &self.changes[flow.changes.clone()];
        let changed = changes.partition_point(|&t| t <= time);
        flow.open_first == (changed % 2 == 0)
    }

    /// Exchanges of a lane in order of time, with their size; `reopened` opens a frozen flow for
    /// a spell.
    pub fn exchanges(
        &self,
        lane: usize,
        reopened: Option<f64>,
    ) -> impl Iterator<Item = (f64, f64)> + '_ {
        let flow = &self.flows[lane];
        flow.candidates.clone().filter_map(move |k| {
            let time = self.times[k];
            let extra =
                reopened.is_some_and(|from| (from..from + flow.reopened_for).contains(&time));
            let rate = flow.rates[usize::from(extra || self.open_at(lane, time))];
            (self.held[k] < rate).then(|| (time, self.sizes[k]))
        })
    }
}
