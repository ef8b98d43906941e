//! Where the bargaining of one arm stands on one lane.
//!
//! The arms of a lane lie side by side: a text is put in all of them at once.

use super::offer::Situation;
use crate::lanes::{Column, LANES, by_lane};

/// What decides whether a text put in an arm on a lane has to be judged: all that most texts read.
#[derive(Debug, Clone, Copy)]
pub struct Gate {
    /// Probability of having neither settled nor failed at ratification.
    pub(super) open: f64,
    /// End of an interim deal, months.
    pub truce_until: f64,
    /// Last of the texts put while nothing could be signed, see [`Pending`].
    pending: u32,
    /// Place of the talk, where there has been one.
    talk: u32,
}

/// Bargaining in one arm on one lane; probabilities unless said otherwise.
#[derive(Debug, Clone, Copy)]
pub struct Talk {
    /// A settlement so far.
    pub settled: f64,
    /// Part of it gained in this step.
    pub fresh: f64,
    /// Multiplier of hazards after the settlements so far, their mean.
    pub after: f64,
    /// Rate per month at which settlements fail, their mean.
    pub failure: f64,
    /// A settlement has failed again.
    pub(super) failed: f64,
    /// A settlement by the first text put.
    pub(super) first: f64,
    /// Texts judged so far.
    pub(super) made: u32,
    /// Some package, interim or final, has been signed.
    pub(super) signed: f64,
    /// A final package has been signed.
    pub(super) accepted: f64,
    /// Largest type excluded by refusals and least excluded by acceptances, `[side]`.
    pub(super) low: [f64; 2],
    pub(super) high: [f64; 2],
    /// Multiplier of costs and pressure while an interim deal holds.
    pub tempers: f64,
    /// Best threshold met by an authorised text while a zone was open, and its probability.
    pub(super) offered_best: f64,
    pub(super) offered: f64,
    /// As `offered`, while waiting for an event stood behind the refusal.
    pub(super) waited: f64,
    /// A deal, interim or final, has been made.
    dealt: bool,
}

/// No text pending, or no talk.
const NONE: u32 = u32::MAX;

impl Gate {
    const START: Self = Self {
        open: 1.0,
        truce_until: f64::NEG_INFINITY,
        pending: NONE,
        talk: NONE,
    };
}

impl Talk {
    const START: Self = Self {
        settled: 0.0,
        fresh: 0.0,
        after: 1.0,
        failure: 0.0,
        failed: 0.0,
        first: 0.0,
        made: 0,
        signed: 0.0,
        accepted: 0.0,
        low: [f64::NEG_INFINITY; 2],
        high: [f64::INFINITY; 2],
        tempers: 1.0,
        offered_best: f64::NEG_INFINITY,
        offered: 0.0,
        waited: 0.0,
        dealt: false,
    };
}

/// A talk in which nothing has been judged.
static START: Talk = Talk::START;

/// Bargaining of all arms and lanes. Few of them ever come to a text that has to be judged; the
/// others have a gate and no talk.
pub struct Talks {
    arms: usize,
    /// `[lane * arms + arm]`.
    gates: Vec<Gate>,
    /// In the order in which they began.
    talks: Vec<Talk>,
    /// Largest type that refusals before the contact exclude, which count in every arm, where
    /// there were any.
    low: Option<[Column; 2]>,
    /// Lanes on which a deal, interim or final, has been made, `[arm]`.
    dealt: Vec<Vec<usize>>,
}

impl Talks {
    pub(super) fn new(arms: usize) -> Self {
        Self {
            arms,
            gates: vec![Gate::START; arms * LANES],
            talks: Vec::with_capacity(4 * LANES),
            low: None,
            dealt: vec![Vec::new(); arms],
        }
    }

    /// Refusals before the contact, before any talk.
    pub(super) fn refused_before(&mut self, low: &[Column; 2]) {
        self.low = Some(*low);
    }

    /// Bargaining in an arm on a lane.
    #[inline]
    pub fn at(&self, arm: usize, lane: usize) -> &Talk {
        let at = self.gate(arm, lane).talk;
        self.talks.get(at as usize).unwrap_or(&START)
    }

    /// Whether texts have to be judged in an arm on a lane.
    #[inline]
    pub fn gate(&self, arm: usize, lane: usize) -> &Gate {
        &self.gates[lane * self.arms + arm]
    }

    /// [`Talks::gate`], to change it.
    #[inline]
    pub(super) fn gate_mut(&mut self, arm: usize, lane: usize) -> &mut Gate {
        &mut self.gates[lane * self.arms + arm]
    }

    /// An arm on a lane, to change it.
    #[inline]
    pub(super) fn both_mut(&mut self, arm: usize, lane: usize) -> (&mut Gate, &mut Talk) {
        let gate = &mut self.gates[lane * self.arms + arm];
        if gate.talk == NONE {
            gate.talk = self.talks.len() as u32;
            let low = self.low.as_ref();
            self.talks.push(Talk {
                low: low.map_or(START.low, |low| [low[0][lane], low[1][lane]]),
                ..START
            });
        }
        let at = gate.talk as usize;
        (gate, &mut self.talks[at])
    }

    /// A number of every lane of an arm.
    pub fn column(&self, arm: usize, of: impl Fn(&Talk) -> f64) -> Column {
        by_lane(|lane| of(self.at(arm, lane)))
    }

    /// Lanes on which a deal, interim or final, has been made in an arm, in that order.
    pub fn dealt(&self, arm: usize) -> &[usize] {
        &self.dealt[arm]
    }

    pub(super) fn deal(&mut self, arm: usize, lane: usize) {
        let known = &mut self.both_mut(arm, lane).1.dealt;
        if !std::mem::replace(known, true) {
            self.dealt[arm].push(lane);
        }
    }

    /// Settlements fail at their rate during a step of `months`, and none is fresh any more.
    pub(super) fn age(&mut self, months: f64) {
        for talk in self.talks.iter_mut().filter(|talk| talk.dealt) {
            talk.fresh = 0.0;
            let failing = (talk.settled - talk.failed).max(0.0);
            talk.failed += failing * (talk.failure * months).min(1.0);
        }
    }
}

/// Texts put while nothing could be signed: refused for sure, and worked out only if it matters
/// what the refusals revealed.
pub struct Pending {
    /// Each with the reservations, private types left out, at which it was put.
    texts: Vec<(Situation, [f64; 2])>,
    /// The text, and the link before it in the same talk.
    links: Vec<(u32, u32)>,
}

impl Pending {
    /// Nothing pending; room for more texts than are mostly put.
    pub fn new(arms: usize) -> Self {
        Self {
            texts: Vec::with_capacity(2 * arms * LANES),
            links: Vec::with_capacity(4 * arms * LANES),
        }
    }

    /// Keeps a text for the talks it was put in.
    pub fn keep(&mut self, situation: Situation, base: [f64; 2]) -> u32 {
        self.texts.push((situation, base));
        self.texts.len() as u32 - 1
    }

    /// Leaves a kept text to a talk.
    #[inline]
    pub fn leave(&mut self, gate: &mut Gate, text: u32) {
        self.links.push((text, gate.pending));
        gate.pending = self.links.len() as u32 - 1;
    }

    /// Takes a talk's texts, first put first.
    pub fn take(&self, gate: &mut Gate) -> Vec<(Situation, [f64; 2])> {
        let mut at = std::mem::replace(&mut gate.pending, NONE);
        let mut taken = Vec::new();
        while let Some(&(text, before)) = self.links.get(at as usize) {
            taken.push(self.texts[text as usize]);
            at = before;
        }
        taken.reverse();
        taken
    }
}
