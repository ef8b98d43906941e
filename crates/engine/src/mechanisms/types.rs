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
//! A text that a side refused before the contact cuts its type off below, at the type that would
//! just accept that text at today's reservation: T = (U(x) − v)/w without the type. Its type is
//! then drawn from the law above T by inverse transform of the same uniform number, what others
//! know of it follows from the type so drawn, and every talk starts from T as after a refusal.
//!
//! Source: model §1.1, §4; Page: `docs/model/bargaining.md`.
//!
//! Does not model: types that drift, or signals about the third party itself.

use pourparler_agreement::space::Space;
use pourparler_scenario::key::Default;
use pourparler_scenario::{Diagnostic, Key, Kind, Section};

use crate::block::Block;
use crate::cells::Cell;
use crate::codes;
use crate::lanes::{Column, LANES, by_lane};
use crate::laws::screening;
use crate::math::{lower_mills_ratio, normal_cdf, normal_quantile};
use crate::mechanism::{Build, Mechanism, Process};
use crate::mechanisms::information::{self, About};
use crate::mechanisms::keys::prior;
use crate::mechanisms::{contact, packages, reservation};
use crate::random::Stream;
use crate::record::Recorder;
use crate::streams::{Source, side_streams};

const SECTIONS: &[Section] = &[
    Section {
        path: "process",
        title: "The existing process",
        doc: "Negotiation that goes on whether or not the contact takes place.",
        keys: &[
            prior(
                "rate",
                Kind::Quantity {
                    min: 0.0,
                    max: 30.0,
                },
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
    },
    Section {
        path: "refused.*",
        title: "Texts refused before",
        doc: "A text that a side has already refused tells how resolved it at least is: no type is \
          left that would accept that text at today's reservation. Known to all, in every arm. \
          List the most generous text that each side has refused, and none it would sign today.",
        keys: &[
            Key {
                name: "package",
                kind: Kind::Package,
                unit: "",
                default: Default::Required,
                doc: "The text; issues left out stay as they are today.",
                example: "{ border = \"withdrawal\", monitors = \"observers\" }",
            },
            Key {
                name: "by",
                kind: Kind::Ref("parties.*"),
                unit: "",
                default: Default::Required,
                doc: "The side that refused it.",
                example: "\"north\"",
            },
        ],
    },
];

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
pub struct Columns {
    /// ε of each side, `[side][lane]`.
    pub types: [Column; 2],
    /// Type below which texts refused before the contact leave none, `[side][lane]`.
    pub low: [Column; 2],
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

    /// A side's type as it is taken to be, refusals before the contact included.
    pub fn expected(
        &self,
        class: usize,
        side: usize,
        listener: Listener,
        told: bool,
        lane: usize,
    ) -> f64 {
        let view = self.view(class, side, listener, told, lane);
        let low = self.low[side][lane];
        if low == f64::NEG_INFINITY {
            return view.mean;
        }
        // Mean of a normal law above a threshold.
        view.mean + view.sd / lower_mills_ratio((view.mean - low) / view.sd)
    }

    /// True law of the responder's type given every signal of the lane: (mean, sd). What was
    /// refused before the contact cuts it off below.
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
                let z = (threshold - mean) / sd;
                match self.low[1 - proposer][lane] {
                    f64::NEG_INFINITY => normal_cdf(z),
                    low => screening::acceptance(z, (low - mean) / sd),
                }
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
    space: Space,
    /// Texts each side has refused before the contact.
    refused: [Vec<u64>; 2],
}

/// No type lies farther out than this many sd (6e-16).
const FARTHEST: f64 = 8.0;

/// The standard normal number above `low` that takes the place of `z` among all, by its rank.
fn above(z: f64, low: f64) -> f64 {
    if low < -FARTHEST {
        return z;
    }
    (-normal_quantile(normal_cdf(-z) * normal_cdf(-low))).max(low)
}

/// The texts that each side has refused before the contact.
fn refused(build: &mut Build) -> [Vec<u64>; 2] {
    let mut refused = [Vec::new(), Vec::new()];
    for (id, table) in build.root.tables("refused") {
        let (Some(by), Some(named)) = (table.reference("by"), table.package("package")) else {
            continue;
        };
        let mut mistake = |key: &str, what: String, help: &str| {
            let span = table.field(key).map_or(table.span, |f| f.span);
            let mistake = Diagnostic::error(codes::REFUSED, span, what);
            build.diagnostics.push(mistake.help(help));
        };
        let sides = build.space.sides;
        let side = sides.iter().position(|&s| build.space.parties[s].id == by);
        if side.is_none() {
            let what = format!("`{by}` is not one of the two sides");
            mistake("by", what, "write the side that refused the text");
        }
        let package = build.space.package(named);
        if package.is_none() {
            let what = format!("the refused text `{id}` is one package, not several");
            mistake("package", what, "name one option per issue");
        }
        if let (Some(side), Some(package)) = (side, package) {
            refused[side].push(package);
        }
    }
    refused
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
            space: build.space.clone(),
            refused: refused(build),
        })
    }
}

impl Process for Compiled {
    fn start(&self, block: &mut Block) {
        let columns = self.columns(block, [[f64::NEG_INFINITY; LANES]; 2]);
        block.put(columns);
    }

    /// What refusals tell depends on today's reservations, which the first step works out.
    fn step(&self, block: &mut Block, step: usize, _record: &mut Recorder) {
        if step == 0 && self.refused.iter().any(|texts| !texts.is_empty()) {
            let columns = self.columns(block, [0, 1].map(|side| self.low(block, side)));
            block.put(columns);
        }
    }
}

impl Compiled {
    /// The largest type that would have accepted a text that its side has refused.
    fn low(&self, block: &Block, side: usize) -> Column {
        let reservation: &reservation::Columns = block.get();
        let packages: &packages::Columns = block.get();
        // The first arm is that without the contact.
        let base = &reservation.base[0][side];
        let spread = &reservation.spread[side];
        by_lane(|lane| {
            let draw = &packages.draws[block.theta(lane)];
            let threshold =
                |&text: &u64| (self.space.net(draw, side, text) - base[lane]) / spread[lane];
            let thresholds = self.refused[side].iter().map(threshold);
            thresholds.fold(f64::NEG_INFINITY, f64::max).min(FARTHEST)
        })
    }

    fn columns(&self, block: &Block, low: [Column; 2]) -> Columns {
        let information: &information::Columns = block.get();
        let drawn = self.types.map(|s| block.stratified_normals(s, 0));
        let types = [0, 1].map(|side| by_lane(|lane| above(drawn[side][lane], low[side][lane])));
        let centres = self.centres.map(|s| block.stratified_normals(s, 0));
        let classes = 0..information.classes();
        let views = classes.map(|class| {
            [0, 1].map(|side| {
                LISTENERS.map(|listener| {
                    let other = self.sides[1 - side];
                    let topic =
                        information.topic(About::Resolve(self.sides[side]), |l| match listener {
                            Listener::OtherSide => l == other,
                            Listener::Third => !self.sides.contains(&l),
                        });
                    match topic {
                        Some(topic) => {
                            let numbers = (&types[side], &*centres[side]);
                            self.informed(block, (class, topic), side, numbers)
                        }
                        None => {
                            let views = self.uninformed(block, side);
                            [views.clone(), views]
                        }
                    }
                })
            })
        });
        let views = views.collect();
        Columns {
            types,
            low,
            integrated_for: self.integrated_for,
            views,
        }
    }

    /// Views of a side's type where nothing is ever said of it.
    fn uninformed(&self, block: &Block, side: usize) -> Vec<View> {
        let view = |lane: usize| View {
            mean: block.thetas[block.theta(lane)][self.biases[side]],
            sd: 1.0,
            centre: 0.0,
        };
        (0..LANES).map(view).collect()
    }

    /// Views of a side's type before and after a class's contact speaks on a topic, from the
    /// types and from what was known of each before.
    fn informed(
        &self,
        block: &Block,
        (class, topic): (usize, usize),
        side: usize,
        (types, centres): (&Column, &Column),
    ) -> [Vec<View>; 2] {
        let information: &information::Columns = block.get();
        let contacts: &contact::Columns = block.get();
        // A type cut off below is drawn even where it is integrated out, for what others know of
        // it comes from what it is.
        let integrated = self.integrated_for == Some(1 - side) && self.refused[side].is_empty();
        let noise = &information.noise[topic];
        let mut before = Vec::with_capacity(LANES);
        let mut after = Vec::with_capacity(LANES);
        for theta in 0..block.thetas.len() {
            let states =
                [false, true].map(|carried| information.state(theta, class, topic, carried));
            // Neither state differs in what was believed before.
            let state = states[0];
            let v = state.before.variance.min(1.0);
            let sd = v.max(1e-12).sqrt();
            let (own, around) = ((1.0 - v).sqrt(), (v * (1.0 - v)).sqrt());
            let heard = states.map(|state| {
                let share = state.resolved;
                let spread = if integrated {
                    share
                } else {
                    share * (1.0 - share)
                };
                (
                    (spread * v).sqrt(),
                    state.after.variance.clamp(1e-12, 1.0).sqrt(),
                )
            });
            for lane in block.lanes(theta) {
                // For a type, `error` is believed less true.
                let known = if integrated {
                    own * centres[lane]
                } else {
                    (1.0 - v) * types[lane] + around * centres[lane]
                };
                before.push(View {
                    mean: known + state.before.error,
                    sd,
                    centre: known,
                });
                let carried = usize::from(information.carried(contacts, class, lane));
                let (state, (spread, sd)) = (states[carried], heard[carried]);
                let told = if integrated {
                    known + spread * noise[lane]
                } else {
                    known + state.resolved * (types[lane] - known) + spread * noise[lane]
                };
                let lie = information.shift(state, topic, lane);
                after.push(View {
                    mean: told + state.after.error + lie,
                    sd,
                    centre: told,
                });
            }
        }
        [before, after]
    }
}
