//! Leverage: what the principal will impose on a side that refuses, or grant one that accepts.
//!
//! With credibility q the reservation of a side under leverage becomes (1−q)·v + q·v′, where v′ is
//! what it must get once the principal has done what it says: v less what refusing costs it and
//! less what it is granted for accepting. It holds from the contact on, where the envoy is allowed
//! to say so.
//!
//! Equation: [`crate::laws::reservation::under_leverage`]. Page: `docs/model/leverage.md`.
//!
//! Does not model: the principal's own decision to carry a threat out, or one that hardens the
//! side it is meant for.

use pourparler_agreement::space::Space;
use pourparler_scenario::{Section, Table};

use crate::arms::Arm;
use crate::block::Block;
use crate::cells::Cell;
use crate::lanes::Column;
use crate::laws::reservation;
use crate::mechanism::{Build, ContactSource, Mechanism, Process};
use crate::mechanisms::contact;
use crate::mechanisms::keys::{SHARE, prior, value};

const SECTIONS: &[Section] = &[Section {
    path: "contact.leverage.*parties",
    title: "Leverage of the principal",
    doc: "What the principal will impose if that side refuses, or grant if it accepts, and how \
          far the side believes it.",
    keys: &[
        prior(
            "credibility",
            SHARE,
            "probability",
            "\"0.1 .. 0.5\"",
            "threats and promises of third powers are often not kept",
            "Probability the side gives to the principal's doing what it says.",
            "\"0.2 .. 0.6\"",
        ),
        value(
            "imposes",
            SHARE,
            "0",
            "Utility the side loses by it if it refuses.",
            "\"0.05 .. 0.2\"",
        ),
        value(
            "grants",
            SHARE,
            "0",
            "Utility the side gains by it if it accepts, beyond the text itself.",
            "\"0.02 .. 0.1\"",
        ),
    ],
}];

/// The leverage mechanism.
pub struct Leverage;

/// Leverage on one side, by lane.
struct Side {
    credibility: Column,
    relief: Column,
}

/// Leverage of each contact.
#[derive(Default)]
pub struct Columns {
    /// `[contact][side]`.
    sides: Vec<[Option<Side>; 2]>,
    /// Step of each contact.
    steps: Vec<usize>,
}

impl Columns {
    /// Whether the leverage of a contact holds at a step.
    pub fn holds(&self, contact: usize, step: usize) -> bool {
        self.steps[contact] <= step
    }

    /// Turns a side's reservations (utility, by lane) into those under a contact's leverage.
    pub fn press(&self, contact: usize, side: usize, base: &mut Column) {
        let Some(levered) = &self.sides[contact][side] else {
            return;
        };
        for (lane, v) in base.iter_mut().enumerate() {
            let after = *v - levered.relief[lane];
            *v = reservation::under_leverage(*v, after, levered.credibility[lane]);
        }
    }
}

/// Lets every arm whose contact comes with leverage know of it.
pub fn mark(contacts: &[ContactSource], arms: &mut [Arm]) {
    for arm in arms.iter_mut().filter(|arm| arm.parts.offers) {
        arm.leverage = arm.contact.filter(|&contact| {
            let contact = &contacts[contact];
            !contact.substitute && contact.table.tables("leverage").next().is_some()
        });
    }
}

struct SideCells {
    credibility: Cell,
    imposes: Cell,
    grants: Cell,
}

struct Compiled {
    /// `[contact][side]`.
    contacts: Vec<[Option<SideCells>; 2]>,
    steps: Vec<usize>,
}

impl Mechanism for Leverage {
    fn name(&self) -> &'static str {
        "leverage"
    }

    fn sections(&self) -> &'static [Section] {
        SECTIONS
    }

    fn build(&self, build: &mut Build) -> Box<dyn Process> {
        let space: &Space = build.space;
        let contacts = build.contacts;
        let mut cells = |table: &Table| {
            let mut cell = |key: &str| match table.quantity(key) {
                Some(quantity) => build.cells.quantity(quantity),
                None => build.cells.constant(0.0),
            };
            SideCells {
                credibility: cell("credibility"),
                imposes: cell("imposes"),
                grants: cell("grants"),
            }
        };
        let of_contact = |contact: &ContactSource| {
            space.sides.map(|party| {
                let table = contact.table.table("leverage", &space.parties[party].id);
                table.filter(|_| !contact.substitute).map(&mut cells)
            })
        };
        Box::new(Compiled {
            contacts: contacts.iter().map(of_contact).collect(),
            steps: contacts.iter().map(|contact| contact.step).collect(),
        })
    }
}

impl Process for Compiled {
    fn start(&self, block: &mut Block) {
        let mandates: &contact::Columns = block.get();
        let side = |contact: usize, cells: &SideCells| {
            let mut credibility = block.spread(cells.credibility);
            // What nobody says is not believed.
            for (lane, q) in credibility.iter_mut().enumerate() {
                *q *= f64::from(mandates.carried(contact, lane));
            }
            Side {
                credibility,
                relief: block.spread_with(|values| values[cells.imposes] + values[cells.grants]),
            }
        };
        let sides = self.contacts.iter().enumerate().map(|(contact, sides)| {
            [0, 1].map(|k| sides[k].as_ref().map(|cells| side(contact, cells)))
        });
        let columns = Columns {
            sides: sides.collect(),
            steps: self.steps.clone(),
        };
        block.put(columns);
    }
}
