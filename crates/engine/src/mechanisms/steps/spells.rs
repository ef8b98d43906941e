//! Spells of steps by columns, and what they do to other mechanisms.

use crate::block::Block;
use crate::lanes::{Column, LANES};
use crate::laws::steps as law;
use crate::math::exp;

/// Spells of the steps that something depends on.
#[derive(Default)]
pub struct Columns {
    /// Start and end of each drawn step in months, `[class][drawn step][lane]`.
    pub(super) spells: Vec<Vec<[Column; 2]>>,
    /// Drawn steps that multiply offers, with their multipliers `[theta]`.
    pub(super) offers: Vec<(usize, Vec<f64>)>,
    /// Multiplier of hazards by drawn step, `[drawn step][theta]`.
    pub(super) hazards: Vec<Vec<f64>>,
    pub(super) channel: Option<usize>,
    /// Lanes on which a leak has cost the channel its credibility, `[class]`; none without leaks.
    pub(super) spoiled: Vec<Option<[bool; LANES]>>,
    /// Conditional probability by the horizon, `[class][step][lane]`.
    pub(super) happened: Vec<Vec<Column>>,
    /// Base rate per month, `[step][theta]`.
    pub(super) rates: Vec<Vec<f64>>,
    /// What the contact adds, `[class][step][theta]`.
    pub(super) adds: Vec<Vec<Vec<f64>>>,
    /// Share of the lanes of a θ in which the contact's part is active.
    pub(super) active: Vec<Vec<Vec<f64>>>,
}

impl Columns {
    /// Number of classes of arms.
    pub fn classes(&self) -> usize {
        self.spells.len()
    }

    /// Multiplier of the process's rate of offers at a time (months).
    pub fn offers(&self, class: usize, lane: usize, theta: usize, time: f64) -> f64 {
        let on = |&&(step, _): &&(usize, _)| {
            let [start, end] = &self.spells[class][step];
            start[lane] <= time && time < end[lane]
        };
        let offers = self.offers.iter().filter(on);
        offers.map(|(_, factor)| factor[theta]).product()
    }

    /// Multiplies `out`, a column per step of `dt` months, by what the steps that come do to every
    /// hazard; true for the lanes on which some does anything.
    pub fn temper_hazards(
        &self,
        class: usize,
        block: &Block,
        dt: f64,
        out: &mut [Column],
    ) -> [bool; LANES] {
        let mut changed = [false; LANES];
        for (factors, [start, end]) in self.hazards.iter().zip(&self.spells[class]) {
            if factors.iter().all(|&factor| factor == 1.0) {
                continue;
            }
            let factor = block.spread_thetas(|theta| factors[theta]);
            for (lane, changed) in changed.iter_mut().enumerate() {
                *changed |= factor[lane] != 1.0 && start[lane].is_finite();
            }
            for (step, out) in out.iter_mut().enumerate() {
                temper(step as f64 * dt, start, end, &factor, out);
            }
        }
        changed
    }

    /// The largest multiplier of offers that any set of steps can reach in a θ.
    pub fn most_offers(&self, theta: usize) -> f64 {
        let offers = self.offers.iter();
        offers.map(|(_, factor)| factor[theta].max(1.0)).product()
    }

    /// Whether the next meeting of the channel takes place on a lane, and still means something.
    pub fn channel(&self, class: usize, lane: usize) -> bool {
        self.channel
            .is_some_and(|k| self.spells[class][k][0][lane].is_finite())
            && !self.spoiled[class].is_some_and(|spoiled| spoiled[lane])
    }
}

/// The spell of a step that never comes.
pub const NEVER: [Column; 2] = [[f64::INFINITY; LANES]; 2];

/// When a step comes by itself, months: after so much time in its condition.
#[multiversion::multiversion(targets("x86_64+avx2"))]
pub fn come(patience: &Column, rate: &Column, condition: Option<&[Column; 2]>, time: &mut Column) {
    for lane in 0..LANES {
        time[lane] = patience[lane] / rate[lane];
    }
    if let Some([start, end]) = condition {
        for lane in 0..LANES {
            let by_itself = start[lane] + time[lane];
            time[lane] = if by_itself < end[lane] {
                by_itself
            } else {
                f64::INFINITY
            };
        }
    }
}

/// When a step starts and ends that comes by itself at `start` or by the contact, whichever is
/// first.
#[multiversion::multiversion(targets("x86_64+avx2"))]
pub fn spell(
    by_contact: &Column,
    horizon: f64,
    lasts: &Column,
    start: &mut Column,
    end: &mut Column,
) {
    for lane in 0..LANES {
        let time = start[lane].min(by_contact[lane]);
        start[lane] = if time < horizon { time } else { f64::INFINITY };
        end[lane] = start[lane] + lasts[lane];
    }
}

/// Probability in each θ that a step has not come by itself by a time, its condition always on.
#[multiversion::multiversion(targets("x86_64+avx2"))]
pub fn not_yet(rates: &[f64], time: f64, out: &mut [f64]) {
    for (none, rate) in out.iter_mut().zip(rates) {
        *none = exp(-rate * time);
    }
}

/// Adds a `share` of the probability that a step has come whose condition is on from a time to
/// another, given its rate and what the contact adds.
#[multiversion::multiversion(targets("x86_64+avx2"))]
pub fn within(
    (rate, added): (f64, f64),
    [start, end]: [f64; 2],
    share: f64,
    times: &[f64],
    passed: &[f64],
    course: &mut [f64],
) {
    for ((p, time), passed) in course.iter_mut().zip(times).zip(passed) {
        let on = (end.min(*time) - start.min(*time)).max(0.0);
        *p += share * law::by_then(rate, on, added, *passed);
    }
}

/// Multiplies the lanes on which a spell is on by their factor.
#[multiversion::multiversion(targets("x86_64+avx2"))]
fn temper(time: f64, start: &Column, end: &Column, factor: &Column, out: &mut Column) {
    for lane in 0..LANES {
        let on = start[lane] <= time && time < end[lane];
        out[lane] *= if on { factor[lane] } else { 1.0 };
    }
}
