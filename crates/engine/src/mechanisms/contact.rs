//! The contact: who meets whom, when, and what the envoy is allowed to do.
//!
//! The mandate is a ladder: `none` (a signal to audiences) < `convey` (carries messages) <
//! `explore` (brings back reactions, opens talks) < `propose` (one text per meeting, still to
//! be ratified) < `commit` (its principal's ratification is certain). What the analyst does
//! not know about the mandate is a choice with probabilities; the one actually held is chance.
//!
//! Does not model: haggling over the mandate, or an envoy who exceeds it.

use pourparler_scenario::key::Default;
use pourparler_scenario::{Key, Kind, Section};

use crate::block::Block;
use crate::lanes::{Column, LANES};
use crate::mechanism::{Build, Mechanism, Process};
use crate::mechanisms::keys::{absent, prior};
use crate::mechanisms::substitute;
use crate::random::Stream;
use crate::record::Recorder;
use crate::result::{Output, Unit};
use crate::streams::{Source, stream};

/// Rungs of the ladder, lowest first; a level is an index into it.
pub const MANDATES: &[&str] = &["none", "convey", "explore", "propose", "commit"];

/// Carries messages.
pub const CONVEY: f64 = 1.0;
/// Puts a text on the table.
pub const PROPOSE: f64 = 3.0;
/// Binds its principal.
pub const COMMIT: f64 = 4.0;

const SECTIONS: &[Section] = &[Section {
    path: "contact",
    title: "The contact",
    doc: "The visit, call or meeting that is assessed: who sends whom to whom, and when.",
    keys: &[
        absent("name", Kind::Text, "Name for reports.", "\"a sixth visit\""),
        Key {
            name: "by",
            kind: Kind::Ref("parties.*"),
            unit: "",
            default: Default::Required,
            doc: "The principal: the party in whose name the envoy comes.",
            example: "\"usa\"",
        },
        Key {
            name: "to",
            kind: Kind::RefList("parties.*"),
            unit: "",
            default: Default::Required,
            doc: "Whom the envoy meets.",
            example: "[\"norland\"]",
        },
        Key {
            name: "date",
            kind: Kind::Date,
            unit: "",
            default: Default::Required,
            doc: "Day of the contact, between `as_of` and the horizon.",
            example: "2025-12-02",
        },
        Key {
            name: "mandate",
            kind: Kind::Choice(MANDATES),
            unit: "",
            default: Default::Value("\"explore\""),
            doc: "What the envoy may do: none (a signal to audiences), convey (carry messages), \
                  explore (bring back reactions, open talks), propose (one text, still to be \
                  ratified), commit (its principal's ratification is certain).",
            example: "{ choice = { explore = 0.7, propose = 0.3 } }",
        },
        absent(
            "binds",
            Kind::RefList("issues.*"),
            "Issues on which a mandate to commit makes the principal's ratification certain.",
            "[\"sanctions\"]",
        ),
        absent(
            "speaks_for",
            Kind::Ref("parties.*"),
            "The side for which the envoy proposes; left out, the envoy speaks for neither and \
             has to guess both reservations.",
            "\"norland\"",
        ),
        prior(
            "confidentiality",
            Kind::Quantity { min: 0.0, max: 1.0 },
            "",
            "\"0.2 .. 0.8\"",
            "anything between a mouthpiece and a filtering intermediary",
            "How far the envoy filters what is said in confidence: 0 a mouthpiece, 1 a trusted \
             go-between.",
            "0.5",
        ),
        prior(
            "fidelity",
            Kind::Quantity { min: 0.0, max: 1.0 },
            "",
            "\"0.6 .. 0.95\"",
            "most envoys carry most of a message",
            "Share of a message that arrives intact.",
            "\"0.7 .. 0.95\"",
        ),
        absent(
            "earlier",
            Kind::DateList,
            "Days of earlier meetings of the same channel; what they taught is still there.",
            "[2025-08-06]",
        ),
    ],
}];

/// The contact mechanism.
pub struct Contact;

/// The mandate held, by contact.
#[derive(Default)]
pub struct Columns {
    /// Level on the ladder, an index into [`MANDATES`]; `[contact][lane]`.
    pub level: Vec<Column>,
}

impl Columns {
    /// Whether messages are carried on a lane.
    #[inline]
    pub fn carried(&self, contact: usize, lane: usize) -> bool {
        self.level[contact][lane] >= CONVEY
    }
}

struct Compiled {
    /// Cumulative probability of each level, by contact.
    mandates: Vec<Vec<f64>>,
    /// Contact of each arm.
    arms: Vec<Option<usize>>,
    /// Which contacts stand in for the first one.
    substitutes: Vec<bool>,
}

const MANDATE: Stream = stream(Source::Contact, 0);

impl Mechanism for Contact {
    fn name(&self) -> &'static str {
        "contact"
    }

    fn sections(&self) -> &'static [Section] {
        SECTIONS
    }

    fn build(&self, build: &mut Build) -> Box<dyn Process> {
        let set = build.cells.intervention("contact.mandate");
        let mandates = build.contacts.iter().map(|contact| {
            let weight = |level: usize| match (set, contact.table.choice("mandate")) {
                (Some(value), _) => f64::from(value == level as f64),
                (None, Some(choice)) => choice.weight(MANDATES[level]),
                (None, None) => f64::from(level == 2),
            };
            let mut sum = 0.0;
            (0..MANDATES.len())
                .map(|level| {
                    sum += weight(level);
                    sum
                })
                .collect()
        });
        Box::new(Compiled {
            mandates: mandates.collect(),
            arms: build.arms.iter().map(|arm| arm.contact).collect(),
            substitutes: build.contacts.iter().map(|c| c.substitute).collect(),
        })
    }
}

impl Process for Compiled {
    fn outputs(&self) -> Vec<Output> {
        vec![Output {
            name: "mandate".into(),
            unit: Unit::Index,
            about: "mandate actually held, 0 none to 4 commit".into(),
        }]
    }

    fn start(&self, block: &mut Block) {
        let u = block.stratified(MANDATE, 0);
        let instead: &substitute::Columns = block.get();
        let level = self
            .mandates
            .iter()
            .zip(&self.substitutes)
            .map(|(cumulative, &stands_in)| {
                let last = MANDATES.len() - 1;
                let level = |u: f64| cumulative.iter().position(|&c| u < c).unwrap_or(last) as f64;
                let mut column = [0.0; LANES];
                for (level_of, &u) in column.iter_mut().zip(u.iter()) {
                    *level_of = level(u);
                }
                if stands_in {
                    for (lane, level) in column.iter_mut().enumerate() {
                        *level = match instead.carries(lane) {
                            [false, _] => 0.0,
                            // Messages, and no text.
                            [true, false] => level.min(PROPOSE - 1.0),
                            [true, true] => *level,
                        };
                    }
                }
                column
            });
        let columns = Columns {
            level: level.collect(),
        };
        block.put(columns);
    }

    fn record(&self, block: &mut Block, record: &mut Recorder) {
        let columns: &Columns = block.get();
        for (arm, contact) in self.arms.iter().enumerate() {
            if let Some(contact) = contact.filter(|&k| !self.substitutes[k]) {
                record.set(arm, 0, &columns.level[contact]);
            }
        }
    }
}
