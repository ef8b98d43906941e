//! Audiences that listen to one another, and what their hopes do to politics.
//!
//! The host's story reaches some groups and spreads to those who listen to them: opinions settle
//! as in Friedkin & Johnsen (1990), DeGroot (1974) where every group is wholly open. The mean
//! over the groups, in place of the story itself, moves the public's belief. Claims made in public
//! also feed back, by elasticities that are 0 where nobody states them: on the patron's support,
//! on how far guarantors are relied on, and on the probability of a breach.
//!
//! Equations: [`crate::laws::network`]. Page: `docs/model/audience.md`.
//!
//! Does not model: a front that moves with the support gained (sides count on it, the front
//! itself is the same in every arm), or audiences that change whom they listen to.

use pourparler_scenario::{Kind, Section, Table};

use crate::arms::Arm;
use crate::block::Block;
use crate::cells::{Cell, Values};
use crate::laws::network;
use crate::math::exp;
use crate::mechanism::{Build, ContactSource, Mechanism, Process};
use crate::mechanisms::keys::{NUMBER, POSITIVE, SHARE, absent, value};

const SECTIONS: &[Section] = &[
    Section {
        path: "publics.*",
        title: "Publics",
        doc: "Groups of the audience that listen to one another. Without any the audience is one \
              group that hears the host.",
        keys: &[
            absent(
                "name",
                Kind::Text,
                "Name for reports.",
                "\"viewers of state television\"",
            ),
            value(
                "share",
                POSITIVE,
                "1",
                "How much of the public it is; shares are compared with one another.",
                "0.6",
            ),
            value(
                "hears",
                SHARE,
                "1",
                "How much of the host's story reaches it directly.",
                "\"0.2 .. 0.6\"",
            ),
            value(
                "open",
                SHARE,
                "1",
                "How far it follows those it listens to, instead of its own first opinion.",
                "\"0.4 .. 0.9\"",
            ),
            absent(
                "listens",
                Kind::RefMap("publics.*", &POSITIVE),
                "Whom it listens to, itself included, and how much; weights are compared with one \
                 another. Left out, it listens to itself.",
                "{}",
            ),
        ],
    },
    Section {
        path: "audience",
        title: "What public claims do",
        doc: "How far a public's raised hopes feed back, per log odds by which the contact is \
              presented as more than it is.",
        keys: &[
            value(
                "moves_support",
                NUMBER,
                "0",
                "Rise of the patron's support, in standard deviations.",
                "\"-0.1 .. 0.3\"",
            ),
            value(
                "moves_guarantors",
                NUMBER,
                "0",
                "Relative rise of how far guarantors are relied on, never beyond what is given.",
                "\"-0.3 .. 0\"",
            ),
            value(
                "moves_breach",
                NUMBER,
                "0",
                "Relative rise of each side's probability of a breach.",
                "\"0 .. 0.3\"",
            ),
        ],
    },
];

/// The keys of the feedback.
const FEEDBACK: [&str; 3] = ["moves_support", "moves_guarantors", "moves_breach"];

/// The mechanism of publics.
pub struct Publics;

/// What public claims do in one θ.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Claimed {
    /// Added to the patron's support, sd.
    pub support: f64,
    /// Multiplier of how far guarantors are relied on, at most 1.
    pub guarantors: f64,
    /// Multiplier of breach probabilities.
    pub breach: f64,
}

/// The story as the audience takes it.
pub struct Columns {
    /// Mean distortion of the public's belief, log odds, `[theta]`.
    pub distortion: Vec<f64>,
    /// What it does elsewhere, `[theta]`; none where nothing feeds back.
    pub claimed: Option<Vec<Claimed>>,
}

/// Whether public claims feed back on anything.
fn feeds_back(root: &Table) -> bool {
    let table = root.child("audience");
    FEEDBACK.iter().any(|key| {
        let quantity = table.and_then(|table| table.quantity(key));
        quantity.is_some_and(|quantity| quantity.law.certain() != Some(0.0))
    })
}

/// Lets every arm in which a contact's claims feed back know of it.
pub fn mark(root: &Table, contacts: &[ContactSource], arms: &mut [Arm]) {
    if !feeds_back(root) {
        return;
    }
    for arm in arms.iter_mut().filter(|arm| arm.parts.information) {
        let contact = arm.contact.filter(|&k| !contacts[k].substitute);
        arm.claims = contact.map(|k| contacts[k].step);
    }
}

struct Group {
    share: Cell,
    hears: Cell,
    open: Cell,
    listens: Vec<(usize, Cell)>,
}

struct Compiled {
    spin: Cell,
    groups: Vec<Group>,
    feedback: Option<[Cell; 3]>,
}

impl Mechanism for Publics {
    fn name(&self) -> &'static str {
        "publics"
    }

    fn sections(&self) -> &'static [Section] {
        SECTIONS
    }

    fn build(&self, build: &mut Build) -> Box<dyn Process> {
        let root = build.root;
        let ids: Vec<&str> = root.tables("publics").map(|(id, _)| id).collect();
        let mut cell = |table: Option<&Table>, key: &str, otherwise: f64| match table
            .and_then(|t| t.quantity(key))
        {
            Some(quantity) => build.cells.quantity(quantity),
            None => build.cells.constant(otherwise),
        };
        let audience = root.child("audience");
        let spin = cell(audience, "spin", 0.0);
        let feedback = feeds_back(root).then(|| FEEDBACK.map(|key| cell(audience, key, 0.0)));
        let mut groups = Vec::new();
        for (_, table) in root.tables("publics") {
            groups.push(Group {
                share: cell(Some(table), "share", 1.0),
                hears: cell(Some(table), "hears", 1.0),
                open: cell(Some(table), "open", 1.0),
                listens: Vec::new(),
            });
        }
        for (k, (_, table)) in root.tables("publics").enumerate() {
            for (id, weight) in table.ref_map("listens") {
                let (Some(to), Some(quantity)) =
                    (ids.iter().position(|other| other == id), weight.quantity())
                else {
                    continue;
                };
                let weight = build.cells.quantity(quantity);
                groups[k].listens.push((to, weight));
            }
        }
        Box::new(Compiled {
            spin,
            groups,
            feedback,
        })
    }
}

impl Compiled {
    /// Share of the story that the public ends up believing, by its groups.
    fn reach(&self, values: &Values) -> f64 {
        if self.groups.is_empty() {
            return 1.0;
        }
        let of = |cell: fn(&Group) -> Cell| -> Vec<f64> {
            self.groups
                .iter()
                .map(|group| values[cell(group)])
                .collect()
        };
        let row = |(k, group): (usize, &Group)| {
            let mut row = vec![0.0; self.groups.len()];
            for (to, weight) in &group.listens {
                row[*to] += values[*weight];
            }
            let sum: f64 = row.iter().sum();
            if sum > 0.0 {
                row.iter_mut().for_each(|weight| *weight /= sum);
            } else {
                row[k] = 1.0;
            }
            row
        };
        let listens: Vec<Vec<f64>> = self.groups.iter().enumerate().map(row).collect();
        let settled = network::settled(&listens, &of(|g| g.open), &of(|g| g.hears));
        let shares = of(|g| g.share);
        let total: f64 = shares.iter().sum();
        let sum: f64 = shares
            .iter()
            .zip(&settled)
            .map(|(share, x)| share * x)
            .sum();
        if total > 0.0 { sum / total } else { 0.0 }
    }
}

impl Process for Compiled {
    fn start(&self, block: &mut Block) {
        let distortion: Vec<f64> = block
            .thetas
            .iter()
            .map(|values| values[self.spin] * self.reach(values))
            .collect();
        let claimed = self.feedback.map(|[support, guarantors, breach]| {
            // Beyond this nothing is left, or everything broken.
            let factor = |x: f64| exp(x.clamp(-50.0, 50.0));
            let of_theta = |(values, distortion): (&Values, &f64)| Claimed {
                support: values[support] * distortion,
                guarantors: factor(values[guarantors] * distortion).min(1.0),
                breach: factor(values[breach] * distortion),
            };
            block.thetas.iter().zip(&distortion).map(of_theta).collect()
        });
        block.put(Columns {
            distortion,
            claimed,
        });
    }
}
