//! The base flow of exchanges on one path: a two-state chain and the exchanges it lets through.

use pourparler_scenario::Law;

use super::Category;
use crate::block::Block;
use crate::math::{exp, ln, normal_quantile};

/// A flow on one path.
pub struct Flow {
    open_first: bool,
    /// Times at which the state changes, months.
    changes: Vec<f64>,
    /// Candidate exchanges: time, number against which the rate is held, size.
    candidates: Vec<(f64, f64, f64)>,
    rates: [f64; 2],
    /// How long a reopened flow stays open, months.
    reopened_for: f64,
}

/// A size drawn from its law; log-normal sizes by the engine's own functions.
pub fn sized(law: &Law, u: f64) -> f64 {
    let size = match law {
        Law::LogNormal { mu, sigma, cut } => {
            let p = cut.from + u * (cut.to - cut.from);
            exp(mu + sigma * normal_quantile(p)).clamp(cut.low, cut.high)
        }
        other => other.quantile(u),
    };
    size.round().max(0.0)
}

impl Flow {
    /// Draws a category's flow on one lane. The ranges of the rates bound how much there is.
    pub fn draw(block: &Block, category: &Category, lane: usize, horizon: f64) -> Self {
        let values = &block.thetas[block.theta(lane)];
        let address = block.address(lane);
        let [state, events, spell] = category.flow_streams;
        let wait = |u: f64, rate: f64| -ln(1.0 - u) / rate.max(1e-12);
        let (opens, closes) = (values[category.opens], values[category.closes]);
        let open_first = address.uniform(state, 0) < values[category.open_now];
        let mut changes = Vec::new();
        let mut now = 0.0;
        let mut open = open_first;
        for ordinal in 1.. {
            now += wait(
                address.uniform(state, ordinal),
                if open { closes } else { opens },
            );
            if now >= horizon {
                break;
            }
            changes.push(now);
            open = !open;
        }
        let rates = [values[category.frozen_rate], values[category.open_rate]];
        let most = rates[0].max(rates[1]);
        let mut candidates = Vec::new();
        now = 0.0;
        for ordinal in 0.. {
            let (gap, thinned) = address.pair(events, 2 * ordinal);
            now += wait(gap, most);
            if now >= horizon || most <= 0.0 {
                break;
            }
            let size = sized(&category.size, address.uniform(events, 2 * ordinal + 1));
            candidates.push((now, thinned * most, size));
        }
        let reopened_for = wait(address.uniform(spell, 0), closes);
        Self {
            open_first,
            changes,
            candidates,
            rates,
            reopened_for,
        }
    }

    /// Whether the flow is open at a time.
    pub fn open_at(&self, time: f64) -> bool {
        let changes = self.changes.partition_point(|&t| t <= time);
        self.open_first == (changes % 2 == 0)
    }

    /// Exchanges in order of time, with their size; `reopened` opens a frozen flow for a spell.
    pub fn exchanges(&self, reopened: Option<f64>) -> impl Iterator<Item = (f64, f64)> + '_ {
        self.candidates
            .iter()
            .filter_map(move |&(time, thinned, size)| {
                let extra =
                    reopened.is_some_and(|from| (from..from + self.reopened_for).contains(&time));
                let rate = self.rates[usize::from(extra || self.open_at(time))];
                (thinned < rate).then_some((time, size))
            })
    }
}
