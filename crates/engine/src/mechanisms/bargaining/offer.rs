//! Which text is put on the table.

use super::Around;
use crate::laws::screening::{best_point, best_third_party_point};
use crate::mechanisms::packages::{OFFER_POINTS, Slice};
use crate::mechanisms::types::{Listener, Proposer};

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
#[derive(Debug)]
pub struct Memory {
    offer: u64,
    /// By reservation class.
    classes: Vec<Known>,
    /// Thresholds along the frontier in sd of the proposer's beliefs, `[side]`.
    z: Buffers,
}

/// What is known of the current offer in a reservation class.
#[derive(Debug, Default)]
struct Known {
    /// The offer it is about.
    offer: u64,
    answer: Option<Answer>,
    texts: Vec<(Key, Option<Text>)>,
}

/// Whether anything can be signed, the sides' drawn types included.
#[derive(Debug, Clone, Copy)]
pub enum Answer {
    /// Some package gives both their reservation.
    Open,
    /// None does; the text is kept under this number.
    Closed(u32),
}

/// Room for the thresholds of both sides along a frontier.
pub type Buffers = [[f64; OFFER_POINTS]; 2];

impl Default for Memory {
    fn default() -> Self {
        Self {
            offer: 0,
            classes: Vec::new(),
            z: [[0.0; OFFER_POINTS]; 2],
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Key {
    proposer: Proposer,
    base: [f64; 2],
    low: [f64; 2],
    high: [f64; 2],
}

impl Memory {
    /// Forgets the last offer's texts.
    pub fn clear(&mut self) {
        self.offer += 1;
    }

    /// The text for a situation, worked out at most once.
    pub fn text(
        &mut self,
        class: usize,
        proposer: Proposer,
        base: [f64; 2],
        low: [f64; 2],
        high: [f64; 2],
        work: impl FnOnce(&mut Buffers) -> Option<Text>,
    ) -> Option<Text> {
        let key = Key {
            proposer,
            base,
            low,
            high,
        };
        self.known(class);
        let texts = &mut self.classes[class].texts;
        if let Some((_, text)) = texts.iter().find(|(k, _)| *k == key) {
            return *text;
        }
        let text = work(&mut self.z);
        texts.push((key, text));
        text
    }

    /// Whether anything can be signed in a class, worked out at most once.
    #[inline]
    pub fn answer(&mut self, class: usize, work: impl FnOnce() -> Answer) -> Answer {
        *self.known(class).answer.get_or_insert_with(work)
    }

    #[inline]
    fn known(&mut self, class: usize) -> &mut Known {
        if self.classes.len() <= class {
            self.classes.resize_with(class + 1, Known::default);
        }
        let known = &mut self.classes[class];
        if known.offer != self.offer {
            known.offer = self.offer;
            known.answer = None;
            known.texts.clear();
        }
        known
    }

    /// A text worked out in the memory's buffers and not kept.
    pub fn work(&mut self, work: impl FnOnce(&mut Buffers) -> Option<Text>) -> Option<Text> {
        work(&mut self.z)
    }
}

/// The text a proposer chooses, if any has a chance.
#[allow(
    clippy::too_many_arguments,
    reason = "the situation of an offer, by value"
)]
pub fn propose(
    around: &Around,
    class: usize,
    situation: &Situation,
    frontier: &Slice,
    buffers: &mut Buffers,
    base: [f64; 2],
    spread: [f64; 2],
    low: [f64; 2],
    high: [f64; 2],
) -> Option<Text> {
    let Around {
        information, types, ..
    } = *around;
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
            _ => (
                frontier.u[1].partition_point(|&b| b < u),
                frontier.u[1].len(),
            ),
        }
    };
    let fill = |side: usize, listener: Listener, from: usize, to: usize, z: &mut [f64]| {
        let view = view(side, listener);
        // (u − base)/spread is the type that accepts; the belief is on that scale.
        let slope = 1.0 / (spread[side] * view.sd);
        let shift = base[side] + spread[side] * view.mean;
        for (z, u) in z.iter_mut().zip(&frontier.u[side][from..to]) {
            *z = (u - shift) * slope;
        }
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
                0 => (
                    from,
                    to.min(frontier.u[0].partition_point(|&a| a > reservation)),
                ),
                _ => (
                    from.max(frontier.u[1].partition_point(|&b| b <= reservation)),
                    to,
                ),
            };
            if from >= to {
                return None;
            }
            let z = &mut buffers[other][..to - from];
            fill(other, Listener::OtherSide, from, to, z);
            let refused = scaled(other, Listener::OtherSide, low[other]);
            (
                from,
                best_point(&frontier.u[own][from..to], z, refused, reservation)?,
            )
        }
        Proposer::Third => {
            let (a, b) = (chance(0, Listener::Third), chance(1, Listener::Third));
            let (from, to) = (a.0.max(b.0), a.1.min(b.1));
            if from >= to {
                return None;
            }
            let [z_a, z_b] = buffers;
            let (z_a, z_b) = (&mut z_a[..to - from], &mut z_b[..to - from]);
            fill(0, Listener::Third, from, to, z_a);
            fill(1, Listener::Third, from, to, z_b);
            let bounds = [0, 1].map(|side| {
                (
                    scaled(side, Listener::Third, low[side]),
                    scaled(side, Listener::Third, high[side]),
                )
            });
            (
                from,
                best_third_party_point(z_a, z_b, bounds[0], bounds[1])?,
            )
        }
    };
    let point = start + point;
    let thresholds = [0, 1].map(|side| (frontier.u[side][point] - base[side]) / spread[side]);
    Some(Text { point, thresholds })
}
