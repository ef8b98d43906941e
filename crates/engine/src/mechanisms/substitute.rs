//! What happens instead of the contact, and what the contact displaces.
//!
//! Where the contact does not take place another channel steps in with some probability: half a
//! month after the contact's date it carries the same topics, each with a share of its fidelity,
//! and with that share as probability the same text. The contact is credited only with what such
//! a channel would not have brought. A contact that takes place crowds out a share of the texts
//! that the existing process brings in a window after it.
//!
//! Source: model §4; a direct channel makes an uninformed envoy redundant: Fey & Ramsay 2010.
//! Page: `docs/model/substitute.md`.
//!
//! Does not model: a substitute that brings about steps short of settlement or exchanges, or more
//! than one of them.

use pourparler_scenario::{Kind, Section, Table};

use crate::arms::{Arm, Parts};
use crate::block::Block;
use crate::cells::{Cell, Values};
use crate::clock::{Clock, DAYS_PER_MONTH};
use crate::lanes::{Column, by_lane};
use crate::mechanism::{Build, ContactSource, Mechanism, Process};
use crate::mechanisms::keys::{SHARE, value};
use crate::random::Stream;
use crate::streams::{Source, stream};

const SECTIONS: &[Section] = &[Section {
    path: "contact",
    title: "What happens instead",
    doc: "Another channel that would carry the same, and what the contact displaces.",
    keys: &[
        value(
            "substitute",
            SHARE,
            "0",
            "Probability that without this contact another channel carries the same topics and \
             offers within a month: a telephone call, another envoy.",
            "\"30% .. 70%\"",
        ),
        value(
            "substitute_share",
            SHARE,
            "1",
            "How much of it such a channel carries: a share of every topic, and the probability \
             that a text is put.",
            "\"40% .. 90%\"",
        ),
        value(
            "crowds_out",
            SHARE,
            "0",
            "Share of the existing process's texts that the contact displaces while its window \
             lasts.",
            "\"10% .. 50%\"",
        ),
        value(
            "crowds_out_for",
            Kind::Duration,
            "\"30 days\"",
            "How long after the contact it displaces them.",
            "\"6 weeks\"",
        ),
    ],
}];

/// Months from the contact's date to the substitute's: the middle of the month that follows.
const DELAY: f64 = 0.5;

const TAKES_PLACE: Stream = stream(Source::Substitute, 0);
const TEXT: Stream = stream(Source::Substitute, 1);

/// The mechanism of substitutes.
pub struct Substitute;

/// Whether the other channel works on a lane.
#[derive(Default)]
pub struct Columns {
    carries: Option<[Column; 2]>,
}

impl Columns {
    /// Whether the other channel carries messages, and a text, on a lane.
    pub fn carries(&self, lane: usize) -> [bool; 2] {
        self.carries.map_or([false; 2], |[message, text]| {
            [message[lane] > 0.0, text[lane] > 0.0]
        })
    }
}

/// What a contact displaces.
pub struct Crowding {
    share: Cell,
    from: f64,
    until: f64,
}

impl Crowding {
    /// Of a contact, if it displaces anything.
    pub fn of(build: &mut Build, contact: usize) -> Option<Self> {
        let ContactSource {
            table, substitute, ..
        } = build.contacts[contact];
        let share = uncertain(table, "crowds_out").filter(|_| !substitute)?;
        let from = build.clock.start_of(build.contacts[contact].step);
        Some(Self {
            share: build.cells.quantity(share),
            from,
            until: from + table.days("crowds_out_for").unwrap_or(30.0) / DAYS_PER_MONTH,
        })
    }

    /// Share of the existing texts that is left at a time (months).
    pub fn left(&self, values: &Values, months: f64) -> f64 {
        match self.from <= months && months < self.until {
            true => 1.0 - values[self.share],
            false => 1.0,
        }
    }
}

/// A quantity that is not 0 for certain.
fn uncertain<'a>(table: &'a Table, key: &str) -> Option<&'a pourparler_scenario::Quantity> {
    table
        .quantity(key)
        .filter(|quantity| quantity.law.certain() != Some(0.0))
}

/// Adds the substitute of the first contact, if it has one within the horizon, and lets it take
/// place in every arm that has no contact.
pub fn add<'a>(contacts: &mut Vec<ContactSource<'a>>, arms: &mut [Arm], clock: Clock) {
    let Some(first) = contacts.first() else {
        return;
    };
    let (table, from) = (first.table, clock.start_of(first.step));
    let later = clock.step_of(from + DELAY);
    let (Some(_), Some(step)) = (uncertain(table, "substitute"), later) else {
        return;
    };
    contacts.push(ContactSource {
        id: "substitute".into(),
        table,
        step,
        substitute: true,
    });
    for arm in arms.iter_mut().filter(|arm| arm.contact.is_none()) {
        arm.contact = Some(contacts.len() - 1);
        arm.parts = Parts {
            // Whoever knows everything already learns nothing from it.
            information: arm.information == 0.0,
            offers: true,
            exchange: false,
            steps: false,
        };
    }
}

struct Compiled {
    /// Probability and share, where there is a substitute.
    cells: Option<[Cell; 2]>,
}

impl Mechanism for Substitute {
    fn name(&self) -> &'static str {
        "substitute"
    }

    fn sections(&self) -> &'static [Section] {
        SECTIONS
    }

    fn build(&self, build: &mut Build) -> Box<dyn Process> {
        let own = build.contacts.iter().find(|contact| contact.substitute);
        let cells = own.map(|contact| {
            ["substitute", "substitute_share"].map(|key| match contact.table.quantity(key) {
                Some(quantity) => build.cells.quantity(quantity),
                None => build.cells.constant(1.0),
            })
        });
        Box::new(Compiled { cells })
    }
}

impl Process for Compiled {
    fn start(&self, block: &mut Block) {
        let carries = self.cells.map(|[probability, share]| {
            let happens = block.stratified(TAKES_PLACE, 0);
            let text = block.stratified(TEXT, 0);
            let (probability, share) = (block.spread(probability), block.spread(share));
            let message = by_lane(|lane| f64::from(happens[lane] < probability[lane]));
            let text = by_lane(|lane| message[lane] * f64::from(text[lane] < share[lane]));
            [message, text]
        });
        block.put(Columns { carries });
    }
}
