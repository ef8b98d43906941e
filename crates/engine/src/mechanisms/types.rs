//! Private types: how resolved each side really is, and what others believe of it.
//!
//! ε_i is standard normal, drawn once and kept: re-drawing it at each offer would break
//! P(settle) ≤ P(zone). A listener's belief is N(m, V) in units of the prior sd; messages move
//! m and V, refusals truncate it (in [`crate::mechanisms::bargaining`]).
//!
//! Where one side makes every offer, the other side's type is integrated out: its true law
//! given all signals of the path is N(c, V), c the calibrated part of the belief. Where both
//! can propose, or a third party does, both types are drawn.
//!
//! Source: model §1.1, §4; Page: `docs/model/bargaining.md`.
//!
//! Does not model: types that drift, or signals about the third party itself.

use pourparler_scenario::key::Default;
use pourparler_scenario::{Key, Kind, Section};

use crate::block::Block;
use crate::cells::Cell;
use crate::lanes::LANES;
use crate::mechanism::{Build, Mechanism, Process};
use crate::mechanisms::contact;
use crate::mechanisms::information::{self, About};
use crate::mechanisms::keys::{POSITIVE, prior};
use crate::random::Stream;
use crate::streams::{Source, side_streams};

const SECTIONS: &[Section] = &[Section {
    path: "process",
    title: "The existing process",
    doc: "Negotiation that goes on whether or not the contact takes place.",
    keys: &[
        prior(
            "rate",
            POSITIVE,
            "per month",
            "\"0.05 .. 0.5\"",
            "from one written text in two years to one in two months",
            "How many authorised texts are put on the table in a month.",
            "\"0.1 .. 0.4\"",
        ),
        Key {
            name: "proposer",
            kind: Kind::ChoiceOf("parties.*|third_party"),
            unit: "",
            default: Default::Value("\"third_party\""),
            doc: "Who makes them: a side, or a third party that has to guess both reservations.",
            example: "{ choice = { north = 0.5, south = 0.5 } }",
        },
    ],
}];

/// The types mechanism.
pub struct Types;

/// Who makes an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proposer {
    /// Side 0 or 1, which knows its own reservation.
    Side(usize),
    /// Somebody who has to guess both.
    Third,
}

/// Probabilities of side A, side B and a third party making an offer of the process.
pub fn process_proposers(build: &Build) -> [f64; 3] {
    let Some(choice) = build
        .root
        .child("process")
        .and_then(|t| t.choice("proposer"))
    else {
        return [0.0, 0.0, 1.0];
    };
    let sides = build
        .space
        .sides
        .map(|s| choice.weight(&build.space.parties[s].id));
    [sides[0], sides[1], (1.0 - sides[0] - sides[1]).max(0.0)]
}

/// Who proposes for a contact.
pub fn contact_proposer(build: &Build, contact: usize) -> Proposer {
    let party = build.contacts[contact].table.reference("speaks_for");
    let side = party.and_then(|id| {
        build
            .space
            .sides
            .iter()
            .position(|&s| build.space.parties[s].id == id)
    });
    side.map_or(Proposer::Third, Proposer::Side)
}

/// The side that makes every offer of the process and of all contacts, if one does.
fn sole_proposer(build: &Build) -> Option<usize> {
    let process = process_proposers(build);
    (0..2).find(|&side| {
        process[side] >= 1.0 - 1e-12
            && (0..build.contacts.len())
                .all(|contact| contact_proposer(build, contact) == Proposer::Side(side))
    })
}

/// A belief about a private type, in units of its prior sd.
#[derive(Debug, Clone, Copy, Default)]
pub struct View {
    /// Believed mean.
    pub mean: f64,
    /// Believed sd.
    pub sd: f64,
    /// Mean of a listener who errs in nothing: centre of the true law given the signals.
    pub centre: f64,
}

/// Who holds a belief about a side's type: the other side, or the third party.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listener {
    /// The other side.
    OtherSide,
    /// Whoever speaks for neither.
    Third,
}

const LISTENERS: [Listener; 2] = [Listener::OtherSide, Listener::Third];

/// Types and beliefs of a block.
#[derive(Default)]
pub struct Columns {
    /// ε of each side, `[side][lane]`.
    pub types: [Vec<f64>; 2],
    /// Side that makes every offer, so that the other's type is integrated out.
    pub integrated_for: Option<usize>,
    /// Beliefs before and after the contact, `[class][side][listener][before, after][lane]`.
    views: Vec<[[[Vec<View>; 2]; 2]; 2]>,
}

impl Columns {
    /// Belief about a side's type.
    #[inline]
    pub fn view(
        &self,
        class: usize,
        side: usize,
        listener: Listener,
        told: bool,
        lane: usize,
    ) -> View {
        self.views[class][side][listener as usize][usize::from(told)][lane]
    }

    /// True law of the responder's type given every signal of the lane: (mean, sd).
    #[inline]
    pub fn law(&self, class: usize, responder: usize, lane: usize) -> (f64, f64) {
        let view = self.view(class, responder, Listener::OtherSide, true, lane);
        (view.centre, view.sd)
    }

    /// How much of the responder's type lies below a threshold: the true law's share where the
    /// type is integrated out, else 1 for a threshold that the drawn types meet.
    #[inline]
    pub fn below(&self, class: usize, threshold: f64, lane: usize) -> f64 {
        match self.integrated_for {
            Some(proposer) => {
                let (mean, sd) = self.law(class, 1 - proposer, lane);
                crate::math::normal_cdf((threshold - mean) / sd)
            }
            None => f64::from(threshold > 0.0),
        }
    }
}

struct Compiled {
    sides: [usize; 2],
    types: [Stream; 2],
    /// What was known of each side before, which errs for each on its own.
    centres: [Stream; 2],
    biases: [Cell; 2],
    integrated_for: Option<usize>,
}

impl Mechanism for Types {
    fn name(&self) -> &'static str {
        "types"
    }

    fn sections(&self) -> &'static [Section] {
        SECTIONS
    }

    fn build(&self, build: &mut Build) -> Box<dyn Process> {
        let ids = build
            .space
            .sides
            .map(|s| build.space.parties[s].id.as_str());
        let biases = ids.map(|id| {
            let table = build.root.table("parties", id);
            match table.and_then(|t| t.quantity("believed_bias")) {
                Some(quantity) => build.cells.quantity(quantity),
                None => build.cells.constant(0.0),
            }
        });
        Box::new(Compiled {
            sides: build.space.sides,
            types: side_streams(Source::Reservation, 0, ids),
            centres: side_streams(Source::Reservation, 1, ids),
            biases,
            integrated_for: sole_proposer(build),
        })
    }
}

impl Process for Compiled {
    fn start(&self, block: &mut Block) {
        let information: &information::Columns = block.get();
        let contacts: &contact::Columns = block.get();
        let types = self.types.map(|s| block.stratified_normals(s, 0));
        let centres = self.centres.map(|s| block.stratified_normals(s, 0));
        let mut views = Vec::with_capacity(information.classes());
        for class in 0..information.classes() {
            views.push([0, 1].map(|side| {
                LISTENERS.map(|listener| {
                    let other = self.sides[1 - side];
                    let topic =
                        information.topic(About::Resolve(self.sides[side]), |l| match listener {
                            Listener::OtherSide => l == other,
                            Listener::Third => !self.sides.contains(&l),
                        });
                    let mut before = Vec::with_capacity(LANES);
                    let mut after = Vec::with_capacity(LANES);
                    for lane in 0..LANES {
                        let theta = block.theta(lane);
                        let Some(topic) = topic else {
                            let mean = block.thetas[theta][self.biases[side]];
                            let view = View {
                                mean,
                                sd: 1.0,
                                centre: 0.0,
                            };
                            before.push(view);
                            after.push(view);
                            continue;
                        };
                        let integrated = self.integrated_for == Some(1 - side);
                        let carried = information.carried(contacts, class, lane);
                        let state = information.state(theta, class, topic, carried);
                        let v = state.before.variance.min(1.0);
                        // For a type, `error` is believed less true.
                        let known = if integrated {
                            (1.0 - v).sqrt() * centres[side][lane]
                        } else {
                            (1.0 - v) * types[side][lane]
                                + (v * (1.0 - v)).sqrt() * centres[side][lane]
                        };
                        before.push(View {
                            mean: known + state.before.error,
                            sd: v.max(1e-12).sqrt(),
                            centre: known,
                        });
                        let noise = information.noise[topic][lane];
                        let share = state.resolved;
                        let told = if integrated {
                            known + (share * v).sqrt() * noise
                        } else {
                            known
                                + share * (types[side][lane] - known)
                                + (share * (1.0 - share) * v).sqrt() * noise
                        };
                        let lie = information.shift(state, topic, lane);
                        after.push(View {
                            mean: told + state.after.error + lie,
                            sd: state.after.variance.clamp(1e-12, 1.0).sqrt(),
                            centre: told,
                        });
                    }
                    [before, after]
                })
            }));
        }
        let columns = Columns {
            types: types.map(|column| column.to_vec()),
            integrated_for: self.integrated_for,
            views,
        };
        block.put(columns);
    }
}
