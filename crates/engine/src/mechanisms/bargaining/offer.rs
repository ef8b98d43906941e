//! Which text is put on the table.

use crate::block::Block;
use crate::laws::screening::{best_point, best_third_party_point};
use crate::mechanisms::information;
use crate::mechanisms::packages::Slice;
use crate::mechanisms::types::{self, Listener, Proposer};

/// A text whose acceptance lies this many sd into the tail is not worth putting (1e-9).
const HOPELESS: f64 = -6.0;

/// Where and when a text is put, and by whom.
#[derive(Debug, Clone, Copy)]
pub struct Situation {
    /// The path.
    pub lane: usize,
    /// The step.
    pub step: usize,
    /// Time in months.
    pub months: f64,
    /// Who chooses it.
    pub proposer: Proposer,
}

/// A text: a point of the frontier and the largest type of each side that accepts it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Text {
    /// Index on the frontier.
    pub point: usize,
    /// `[side]`, in units of the prior sd of the private type.
    pub thresholds: [f64; 2],
}

/// Texts already worked out for one offer; arms in the same situation share them.
#[derive(Debug, Default)]
pub struct Memory(Vec<(Key, Option<Text>)>);

#[derive(Debug, Clone, Copy, PartialEq)]
struct Key {
    class: usize,
    proposer: Proposer,
    base: [f64; 2],
    low: [f64; 2],
    high: [f64; 2],
}

impl Memory {
    /// Forgets the last offer's texts.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// The text for a situation, worked out at most once.
    pub fn text(
        &mut self,
        class: usize,
        proposer: Proposer,
        base: [f64; 2],
        low: [f64; 2],
        high: [f64; 2],
        work: impl FnOnce() -> Option<Text>,
    ) -> Option<Text> {
        let key = Key { class, proposer, base, low, high };
        if let Some((_, text)) = self.0.iter().find(|(k, _)| *k == key) {
            return *text;
        }
        let text = work();
        self.0.push((key, text));
        text
    }
}

/// The text a proposer chooses, if any has a chance.
#[allow(clippy::too_many_arguments, reason = "the situation of an offer, by value")]
pub fn propose(
    block: &Block,
    class: usize,
    situation: &Situation,
    frontier: &Slice,
    base: [f64; 2],
    spread: [f64; 2],
    low: [f64; 2],
    high: [f64; 2],
) -> Option<Text> {
    let information: &information::Columns = block.get();
    let types: &types::Columns = block.get();
    let lane = situation.lane;
    let told = information.steps[class] <= situation.step;
    let view = |side: usize, listener| types.view(class, side, listener, told, lane);
    // The stretch of the frontier on which a side has a chance of saying yes, as it is believed.
    let chance = |side: usize, listener: Listener| {
        let view = view(side, listener);
        let least = low[side].max(view.mean + HOPELESS * view.sd);
        let u = base[side] + spread[side] * least;
        match side {
            0 => (0, frontier.u[0].partition_point(|&a| a >= u)),
            _ => (frontier.u[1].partition_point(|&b| b < u), frontier.u[1].len()),
        }
    };
    let z = |side: usize, listener: Listener, range: (usize, usize)| -> Vec<f64> {
        let view = view(side, listener);
        frontier.u[side][range.0..range.1]
            .iter()
            .map(|u| ((u - base[side]) / spread[side] - view.mean) / view.sd)
            .collect()
    };
    let scaled = |side: usize, listener: Listener, x: f64| {
        let view = view(side, listener);
        (x - view.mean) / view.sd
    };
    let (start, point) = match situation.proposer {
        Proposer::Side(own) => {
            let other = 1 - own;
            let reservation = base[own] + spread[own] * types.types[own][lane];
            let (from, to) = chance(other, Listener::OtherSide);
            let (from, to) = match own {
                0 => (from, to.min(frontier.u[0].partition_point(|&a| a > reservation))),
                _ => (from.max(frontier.u[1].partition_point(|&b| b <= reservation)), to),
            };
            if from >= to {
                return None;
            }
            let z = z(other, Listener::OtherSide, (from, to));
            let refused = scaled(other, Listener::OtherSide, low[other]);
            (from, best_point(&frontier.u[own][from..to], &z, refused, reservation)?)
        }
        Proposer::Third => {
            let (a, b) = (chance(0, Listener::Third), chance(1, Listener::Third));
            let (from, to) = (a.0.max(b.0), a.1.min(b.1));
            if from >= to {
                return None;
            }
            let [z_a, z_b] = [0, 1].map(|side| z(side, Listener::Third, (from, to)));
            let bounds = [0, 1].map(|side| {
                (
                    scaled(side, Listener::Third, low[side]),
                    scaled(side, Listener::Third, high[side]),
                )
            });
            (from, best_third_party_point(&z_a, &z_b, bounds[0], bounds[1])?)
        }
    };
    let point = start + point;
    let thresholds = [0, 1].map(|side| (frontier.u[side][point] - base[side]) / spread[side]);
    Some(Text { point, thresholds })
}
