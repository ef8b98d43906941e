//! Beliefs of a block, as other mechanisms read them.

use std::rc::Rc;

use super::{About, Topic};
use crate::lanes::Column;
use crate::laws::talk::Belief;
use crate::mechanisms::contact;

/// A topic in one θ and class, around the contact.
#[derive(Debug, Clone, Copy)]
pub struct State {
    /// Just before the contact.
    pub before: Belief,
    /// Just after it.
    pub after: Belief,
    /// Share of the variance resolved.
    pub resolved: f64,
    /// Probability of a deceptive message.
    pub deception: f64,
    /// Shift of the believed mean by a deceptive message, prior sd.
    pub shift: f64,
    /// Multiplier of the believed consequence.
    pub factor: f64,
}

impl State {
    /// Shift of the believed mean if the message is `deceptive`.
    pub fn lie(&self, deceptive: bool) -> f64 {
        if deceptive && self.deception > 0.0 {
            self.shift
        } else {
            0.0
        }
    }

    /// The belief after a message that may be deceptive; its error is the true less the believed
    /// mean.
    pub fn misled(&self, deceptive: bool) -> Belief {
        Belief {
            error: self.after.error - self.lie(deceptive),
            ..self.after
        }
    }
}

/// Beliefs of a block.
#[derive(Default)]
pub struct Columns {
    /// `[theta][class][topic]`, without and with the message.
    pub(super) states: Vec<Vec<Vec<[State; 2]>>>,
    /// Today's belief, `[theta][topic]`.
    pub today: Vec<Vec<Belief>>,
    /// Standard normal noise of what is heard, `[topic][lane]`.
    pub noise: Vec<Rc<Column>>,
    /// Uniform number that decides whether a message is deceptive, `[topic][lane]`.
    pub(super) deceptive: Vec<Rc<Column>>,
    /// Contact of each class.
    pub(super) contacts: Vec<Option<usize>>,
    /// The topics.
    pub topics: Vec<Topic>,
    /// Step of the contact by class; `usize::MAX` for none.
    pub steps: Vec<usize>,
    /// Whether another channel speaks in place of the contact, by class.
    pub stands_in: Vec<bool>,
}

impl Columns {
    /// Number of classes; class 0 hears nothing.
    pub fn classes(&self) -> usize {
        self.contacts.len()
    }

    /// State of a topic in a θ and class.
    #[inline]
    pub fn state(&self, theta: usize, class: usize, topic: usize, carried: bool) -> &State {
        &self.states[theta][class][topic][usize::from(carried)]
    }

    /// Whether the class's contact carries messages on a lane.
    #[inline]
    pub fn carried(&self, contacts: &contact::Columns, class: usize, lane: usize) -> bool {
        self.contacts[class].is_some_and(|contact| contacts.carried(contact, lane))
    }

    /// Shift of the believed mean on a lane: 0 unless the message is deceptive there.
    #[inline]
    pub fn shift(&self, state: &State, topic: usize, lane: usize) -> f64 {
        if self.deceptive[topic][lane] < state.deception {
            state.shift
        } else {
            0.0
        }
    }

    /// Whether a class's contact, and no other channel, takes place in a step.
    pub fn claims(&self, class: usize, step: usize) -> bool {
        self.contacts[class].is_some() && !self.stands_in[class] && self.steps[class] == step
    }

    /// First topic that matches.
    pub fn topic(&self, about: About, listener: impl Fn(usize) -> bool) -> Option<usize> {
        self.topics
            .iter()
            .position(|t| t.about == about && listener(t.listener))
    }
}
