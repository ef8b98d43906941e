//! The base flow of exchanges: a two-state chain and the exchanges it lets through.

use std::ops::Range;

use pourparler_scenario::Law;

use super::Category;
use crate::block::Block;
use crate::lanes::LANES;
use crate::math::{exp, ln, normal_quantiles};
use crate::random::{Address, Stream};

/// A category's flows on the paths of a block.
pub struct Flows {
    flows: Vec<Flow>,
    /// Times at which states change, months.
    changes: Vec<f64>,
    candidates: Vec<Candidate>,
    /// Exchanges that the flow lets through by itself: time and size.
    exchanges: Vec<(f64, f64)>,
}

/// A flow on one path.
struct Flow {
    open_first: bool,
    changes: Range<usize>,
    candidates: Range<usize>,
    exchanges: Range<usize>,
    /// Exchanges per month, frozen and open.
    rates: [f64; 2],
}

/// An exchange that comes if the flow is open, or at the rate of a frozen one.
#[derive(Clone, Copy)]
struct Candidate {
    time: f64,
    /// Number against which the rate is held.
    held: f64,
    /// Ordinal of its size.
    ordinal: u32,
}

/// Sizes from their law by uniform numbers; log-normal ones by the engine's own functions.
pub fn resize(law: &Law, sizes: &mut [f64]) {
    match *law {
        Law::LogNormal { mu, sigma, cut } => {
            let shares = [cut.from, cut.to - cut.from];
            log_normal(mu, sigma, shares, [cut.low, cut.high], sizes);
        }
        ref other => {
            for size in sizes {
                *size = other.quantile(*size).round().max(0.0);
            }
        }
    }
}

/// Quantiles of a log-normal law at the shares `from` + u·`width`, as whole numbers in its range.
#[multiversion::multiversion(targets("x86_64+avx2"))]
fn log_normal(
    mu: f64,
    sigma: f64,
    [from, width]: [f64; 2],
    [low, high]: [f64; 2],
    sizes: &mut [f64],
) {
    for x in &mut *sizes {
        *x = from + *x * width;
    }
    normal_quantiles(sizes);
    for x in sizes {
        let size = exp(mu + sigma * *x);
        *x = size.max(low).min(high).round().max(0.0);
    }
}

/// Numbers of a path that are drawn at once, for the processor works on so many together.
const BATCH: usize = 4;

/// Numbers of a path at some ordinals of a stream.
#[derive(Default)]
struct Numbers {
    /// Uniform, two independent ones.
    pairs: [[f64; BATCH]; 2],
    /// The first as a unit exponential.
    waits: [f64; BATCH],
}

/// Numbers at the ordinals `first`, `first` + `apart` and so on.
#[multiversion::multiversion(targets("x86_64+avx2"))]
fn numbers(address: Address, stream: Stream, first: u32, apart: u32, out: &mut Numbers) {
    for k in 0..BATCH {
        let (u, v) = address.pair(stream, first + apart * k as u32);
        out.pairs[0][k] = u;
        out.pairs[1][k] = v;
        out.waits[k] = -ln(1.0 - u);
    }
}

/// Uniform numbers, one at each lane's address and ordinal.
#[multiversion::multiversion(targets("x86_64+avx2"))]
fn uniforms(stream: Stream, at: &[(Address, u32)], out: &mut [f64]) {
    for (u, (address, ordinal)) in out.iter_mut().zip(at) {
        *u = address.uniform(stream, *ordinal);
    }
}

/// Months that a unit exponential lasts at a rate.
fn months(wait: f64, rate: f64) -> f64 {
    wait / rate.max(1e-12)
}

impl Flows {
    /// Draws a category's flows. The ranges of the rates bound how much there is.
    pub fn draw(block: &Block, category: &Category, horizon: f64) -> Self {
        let mut out = Self {
            flows: Vec::with_capacity(LANES),
            changes: Vec::with_capacity(2 * LANES),
            candidates: Vec::with_capacity(16 * LANES),
            exchanges: Vec::with_capacity(8 * LANES),
        };
        let mut sized: Vec<(Address, u32)> = Vec::with_capacity(8 * LANES);
        for lane in 0..LANES {
            let mut flow = out.flow(block, category, lane, horizon);
            let address = block.address(lane);
            let changes = &out.changes[flow.changes.clone()];
            let mut changed = 0;
            for candidate in &out.candidates[flow.candidates.clone()] {
                changed += changes[changed..]
                    .iter()
                    .take_while(|&&t| t <= candidate.time)
                    .count();
                let open = flow.open_first == (changed % 2 == 0);
                if candidate.held < flow.rates[usize::from(open)] {
                    sized.push((address, candidate.ordinal));
                    out.exchanges.push((candidate.time, 0.0));
                }
            }
            flow.exchanges.end = out.exchanges.len();
            out.flows.push(flow);
        }
        let mut sizes = vec![0.0; sized.len()];
        uniforms(category.flow_streams[1], &sized, &mut sizes);
        resize(&category.size, &mut sizes);
        for ((_, size), drawn) in out.exchanges.iter_mut().zip(sizes) {
            *size = drawn;
        }
        out
    }

    /// A lane's chain and candidates.
    fn flow(&mut self, block: &Block, category: &Category, lane: usize, horizon: f64) -> Flow {
        let values = &block.thetas[block.theta(lane)];
        let address = block.address(lane);
        let [state, events, _] = category.flow_streams;
        let rates = [values[category.frozen_rate], values[category.open_rate]];
        let (opens, closes) = (values[category.opens], values[category.closes]);
        let (changes, candidates) = (self.changes.len(), self.candidates.len());
        let mut drawn = Numbers::default();
        numbers(address, state, 0, 1, &mut drawn);
        let open_first = drawn.pairs[0][0] < values[category.open_now];
        let mut now = 0.0;
        let mut open = open_first;
        for ordinal in 1.. {
            if ordinal % BATCH == 0 {
                numbers(address, state, ordinal as u32, 1, &mut drawn);
            }
            let rate = if open { closes } else { opens };
            now += months(drawn.waits[ordinal % BATCH], rate);
            if now >= horizon {
                break;
            }
            self.changes.push(now);
            open = !open;
        }
        let most = rates[0].max(rates[1]);
        now = 0.0;
        for k in 0.. {
            if k % BATCH == 0 {
                numbers(address, events, 2 * k as u32, 2, &mut drawn);
            }
            now += months(drawn.waits[k % BATCH], most);
            if now >= horizon || most <= 0.0 {
                break;
            }
            self.candidates.push(Candidate {
                time: now,
                held: drawn.pairs[1][k % BATCH] * most,
                ordinal: 2 * k as u32 + 1,
            });
        }
        let exchanges = self.exchanges.len();
        Flow {
            open_first,
            changes: changes..self.changes.len(),
            candidates: candidates..self.candidates.len(),
            exchanges: exchanges..exchanges,
            rates,
        }
    }

    /// Whether the flow of a lane is open at a time.
    pub fn open_at(&self, lane: usize, time: f64) -> bool {
        let flow = &self.flows[lane];
        let changes = &self.changes[flow.changes.clone()];
        let changed = changes.partition_point(|&t| t <= time);
        flow.open_first == (changed % 2 == 0)
    }

    /// Exchanges of a lane in order of time, with their size.
    pub fn exchanges(&self, lane: usize) -> &[(f64, f64)] {
        &self.exchanges[self.flows[lane].exchanges.clone()]
    }

    /// Exchanges of a lane, as [`Flows::exchanges`], if a contact opens its frozen flow at a time
    /// for a spell.
    pub fn reopened(
        &self,
        block: &Block,
        category: &Category,
        lane: usize,
        from: f64,
    ) -> Vec<(f64, f64)> {
        let flow = &self.flows[lane];
        let address = block.address(lane);
        let [_, events, spell] = category.flow_streams;
        let closes = block.thetas[block.theta(lane)][category.closes];
        let until = from + months(-ln(1.0 - address.uniform(spell, 0)), closes);
        let through = |candidate: &&Candidate| {
            let extra = (from..until).contains(&candidate.time);
            candidate.held < flow.rates[usize::from(extra || self.open_at(lane, candidate.time))]
        };
        let exchange = |candidate: &Candidate| {
            let mut size = [address.uniform(events, candidate.ordinal)];
            resize(&category.size, &mut size);
            (candidate.time, size[0])
        };
        let candidates = self.candidates[flow.candidates.clone()].iter();
        candidates.filter(through).map(exchange).collect()
    }
}
