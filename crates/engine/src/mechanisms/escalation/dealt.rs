//! Lanes on which a deal was made, interim or final.

use super::rates::Rates;
use crate::lanes::{Column, LANES};
use crate::math::exp;
use crate::mechanisms::bargaining::{Gate, Talk};

/// Lanes that are advanced at once, for the processor works on so many together.
const BATCH: usize = 4;

/// One number for each lane of a batch.
type Batch = [f64; BATCH];

/// Probabilities that one line is uncrossed on a batch of lanes.
#[derive(Clone, Copy, Default)]
struct Uncrossed {
    /// ... and not settled.
    open: Batch,
    /// ... under a settlement that holds.
    held: Batch,
    /// ... after a settlement that failed.
    failed: Batch,
    /// All of them. Kept by itself, so that a line without a hazard stays at 1 to the last bit.
    total: Batch,
}

/// The lanes of an arm on which a deal was made.
#[derive(Default)]
pub struct Dealt {
    /// In the order of the deals.
    pub lanes: Vec<usize>,
    /// `[batch][line]`.
    batches: Vec<Vec<Uncrossed>>,
}

/// The rates of an arm as if no deal had been made.
pub struct Paths<'a> {
    /// `[line]`.
    pub rates: &'a [Rates],
    /// Place of each lane among them, `[line][lane]`.
    pub places: &'a [[usize; LANES]],
    /// What multiplies every rate, `[step]`.
    pub factors: &'a [Column],
}

/// What a deal does on a lane in one step.
#[derive(Default)]
pub struct Course {
    /// Share of what is not settled that is settled in this step.
    settling: f64,
    /// Multiplier of every rate under an interim deal.
    truce: f64,
    /// Rate per month at which settlements fail.
    failure: f64,
    /// Multiplier of every rate after a settlement.
    after: f64,
}

impl Course {
    /// What bargaining leaves to the step from `now` on (months).
    pub fn of(gate: &Gate, talk: &Talk, now: f64) -> Self {
        let before = 1.0 - (talk.settled - talk.fresh);
        Self {
            settling: if before > 0.0 {
                (talk.fresh / before).min(1.0)
            } else {
                0.0
            },
            truce: if gate.truce_until > now {
                talk.tempers
            } else {
                1.0
            },
            failure: talk.failure,
            after: talk.after,
        }
    }
}

/// [`Course`] on a batch of lanes.
#[derive(Default)]
struct Ahead {
    settling: Batch,
    /// What multiplies every rate whether or not a deal is made.
    factor: Batch,
    truce: Batch,
    /// Share of what holds that fails in the step.
    failing: Batch,
    after: Batch,
}

impl Dealt {
    /// Takes in a lane on which a deal is made in `step`, with what it has come through.
    pub fn push(&mut self, lane: usize, paths: &Paths, step: usize) {
        let slot = self.lanes.len() % BATCH;
        if slot == 0 {
            let lines = paths.rates.len();
            self.batches.push(vec![Uncrossed::default(); lines]);
        }
        self.lanes.push(lane);
        let Some(batch) = self.batches.last_mut() else {
            return;
        };
        for (k, line) in batch.iter_mut().enumerate() {
            let place = paths.places[k][lane];
            let so_far = paths.factors[..step].iter().enumerate();
            let so_far = so_far.map(|(step, factor)| paths.rates[k].at(step)[place] * factor[lane]);
            let open = exp(-so_far.sum::<f64>());
            line.open[slot] = open;
            line.total[slot] = open;
        }
    }

    /// One step of `dt` months of every lane.
    pub fn advance(
        &mut self,
        paths: &Paths,
        step: usize,
        dt: f64,
        course: impl Fn(usize) -> Course,
    ) {
        let factors = &paths.factors[step];
        for (lanes, batch) in self.lanes.chunks(BATCH).zip(&mut self.batches) {
            let mut ahead = Ahead::default();
            for (k, &lane) in lanes.iter().enumerate() {
                let course = course(lane);
                ahead.settling[k] = course.settling;
                ahead.factor[k] = factors[lane];
                ahead.truce[k] = course.truce;
                ahead.failing[k] = (course.failure * dt).min(1.0);
                ahead.after[k] = course.after;
            }
            advance(batch, &ahead, |line| {
                let (rates, places) = (paths.rates[line].at(step), &paths.places[line]);
                let mut x = Batch::default();
                for (x, &lane) in x.iter_mut().zip(lanes) {
                    *x = rates[places[lane]];
                }
                x
            });
        }
    }

    /// Probability that no line is crossed on each of the lanes.
    pub fn safe(&self) -> impl Iterator<Item = (usize, f64)> + '_ {
        let lanes = self.lanes.iter().enumerate();
        lanes.map(|(k, &lane)| {
            let lines = self.batches[k / BATCH].iter();
            (lane, lines.map(|line| line.total[k % BATCH]).product())
        })
    }

    /// Probability that a line is not crossed on each of the lanes.
    pub fn kept(&self, line: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let lanes = self.lanes.iter().enumerate();
        lanes.map(move |(k, &lane)| (lane, self.batches[k / BATCH][line].total[k % BATCH]))
    }
}

/// One step of every line on a batch of lanes, at the rates of each.
#[multiversion::multiversion(targets("x86_64+avx2"))]
fn advance(batch: &mut [Uncrossed], ahead: &Ahead, rates: impl Fn(usize) -> Batch) {
    for (k, line) in batch.iter_mut().enumerate() {
        cross(line, &rates(k), ahead);
    }
}

/// One step of a line on a batch of lanes.
#[inline(always)]
fn cross(line: &mut Uncrossed, rates: &Batch, ahead: &Ahead) {
    for (k, rate) in rates.iter().enumerate() {
        let x = rate * ahead.factor[k] * ahead.truce[k];
        let settled = line.open[k] * ahead.settling[k];
        let failing = line.held[k] * ahead.failing[k];
        let (open, held) = (line.open[k] - settled, line.held[k] + settled - failing);
        let failed = line.failed[k] + failing;
        let (fighting, signed) = (decay(x), decay(x * ahead.after[k]));
        line.open[k] = open * fighting;
        line.held[k] = held * signed;
        line.failed[k] = failed * fighting;
        line.total[k] -= (open - line.open[k]) + (held - line.held[k]) + (failed - line.failed[k]);
    }
}

/// e^(−x) by the (2, 2) Padé approximant; its error is below x⁵/720.
#[inline(always)]
fn decay(x: f64) -> f64 {
    let even = 12.0 + x * x;
    (even - 6.0 * x) / (even + 6.0 * x)
}
