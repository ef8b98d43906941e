//! Offers, acceptance and ratification.
//!
//! The existing process puts authorised texts on the table at a rate; a contact adds one with a
//! mandate to propose. A side that proposes knows its own reservation and takes the frontier
//! point that maximises (U − v)·[Φ(z) − Φ(z_refused)]; a third party maximises the chance that
//! both accept. What is recorded is the conditional probability of each acceptance. A text that
//! is signed and not ratified is not tried again within the horizon.
//!
//! Equations: [`crate::laws::screening`]. Page: `docs/model/bargaining.md`.
//!
//! Does not model: strategic rejection (holding out for a better text), or counter-offers.

mod offer;
mod schedule;
mod table;
mod talk;

use std::sync::Arc;

use pourparler_agreement::space::Space;
use pourparler_scenario::key::Default as KeyDefault;
use pourparler_scenario::{Diagnostic, Key, Kind, Section};

use self::offer::{Memory, Situation};
use self::schedule::{MOST_TEXTS, Offer, Schedule};
use self::table::Judgements;
use self::talk::Pending;
pub use self::talk::{Gate, Talk, Talks};
use crate::block::Block;
use crate::cells::Cell;
use crate::codes;
use crate::lanes::{Column, LANES};
use crate::mechanism::{Build, Mechanism, Process};
use crate::mechanisms::keys::absent;
use crate::mechanisms::substitute::Crowding;
use crate::mechanisms::types::{self, Proposer};
use crate::mechanisms::{contact, information, packages, reservation, shocks, steps, war, zone};
use crate::record::Recorder;
use crate::result::{Output, Unit};

const SECTIONS: &[Section] = &[Section {
    path: "ratification.*",
    title: "Ratification",
    doc: "Who has to ratify a text that moves certain issues, and how likely that is. The id is a \
          party's or any other name.",
    keys: &[
        absent(
            "name",
            Kind::Text,
            "Name for reports.",
            "\"the lower house\"",
        ),
        Key {
            name: "probability",
            kind: Kind::Quantity { min: 0.0, max: 1.0 },
            unit: "probability",
            default: KeyDefault::Required,
            doc: "Probability that it ratifies a text its side has signed.",
            example: "\"50% .. 90%\"",
        },
        absent(
            "issues",
            Kind::RefList("issues.*"),
            "Issues whose change needs it; left out, any change does.",
            "[\"border\"]",
        ),
    ],
}];

/// The bargaining mechanism.
pub struct Bargaining;

/// What bargaining leaves for later mechanisms.
pub struct Columns {
    /// Where it stands.
    pub talks: Talks,
    /// Probability of each named outcome where it is asked for, `[arm][outcome][lane]`.
    outcomes: Vec<Vec<Column>>,
    pending: Pending,
    schedule: Schedule,
    memory: Memory,
    judgements: Judgements,
}

struct Ratifier {
    probability: Cell,
    /// Issues it guards, as a mask; all where none are named.
    issues: u64,
    /// It is the principal of this contact, so that a commitment carries it.
    principal_of: Vec<bool>,
}

struct ArmOffers {
    reservation: usize,
    information: usize,
    breach: usize,
    /// The contact, if its texts take place in the arm.
    contact: Option<usize>,
    by_fiat: u32,
    /// What it displaces of the process's texts.
    crowding: Option<Arc<Crowding>>,
    full: bool,
}

struct ContactOffers {
    step: usize,
    months: f64,
    proposer: Proposer,
    /// Issues on which a commitment makes the principal's ratification certain, as a mask.
    binds: u64,
}

struct Compiled {
    space: Space,
    rate: Cell,
    proposers: [f64; 3],
    /// The sides in the order of their ids, so that swapping them swaps who proposes.
    by_id: [usize; 2],
    ratifiers: Vec<Ratifier>,
    arms: Vec<ArmOffers>,
    /// Arms in which the same steps happen, `[class]`, in groups with the same reservations.
    by_steps: Vec<Vec<Vec<usize>>>,
    contacts: Vec<ContactOffers>,
    horizon: f64,
    dt: f64,
    steps: usize,
}

/// What bargaining reads of the other mechanisms, looked up once per step.
#[derive(Clone, Copy)]
struct Around<'a> {
    block: &'a Block,
    contacts: &'a contact::Columns,
    information: &'a information::Columns,
    packages: &'a packages::Columns,
    reservation: &'a reservation::Columns,
    shocks: &'a shocks::Columns,
    steps: &'a steps::Columns,
    types: &'a types::Columns,
    war: &'a war::Columns,
}

impl<'a> Around<'a> {
    fn of(block: &'a Block) -> Self {
        Self {
            block,
            contacts: block.get(),
            information: block.get(),
            packages: block.get(),
            reservation: block.get(),
            shocks: block.get(),
            steps: block.get(),
            types: block.get(),
            war: block.get(),
        }
    }
}

/// What the authority behind a text makes certain.
#[derive(Debug, Clone, Copy)]
struct Authority {
    contact: Option<usize>,
    commits: bool,
}

impl Mechanism for Bargaining {
    fn name(&self) -> &'static str {
        "bargaining"
    }

    fn sections(&self) -> &'static [Section] {
        SECTIONS
    }

    fn build(&self, build: &mut Build) -> Box<dyn Process> {
        let space = build.space.clone();
        let mask = |names: &[String]| {
            names
                .iter()
                .filter_map(|n| space.issue(n))
                .fold(0u64, |m, k| m | 1 << k)
        };
        let rate = match build.root.child("process").and_then(|t| t.quantity("rate")) {
            Some(quantity) => build.cells.quantity(quantity),
            None => build.cells.constant(0.0),
        };
        check_rate(build, rate);
        let mut ratifiers = Vec::new();
        for (id, table) in build.root.tables("ratification") {
            let Some(probability) = table.quantity("probability") else {
                continue;
            };
            let named = mask(table.references("issues"));
            ratifiers.push(Ratifier {
                probability: build.cells.quantity(probability),
                issues: if named == 0 { u64::MAX } else { named },
                principal_of: build
                    .contacts
                    .iter()
                    .map(|contact| contact.table.reference("by") == Some(id))
                    .collect(),
            });
        }
        let classes = (
            reservation::classes_of(build.arms),
            information::classes_of(build.arms),
            packages::levels_of(build.arms),
        );
        let mut by_steps: Vec<Vec<usize>> = Vec::new();
        for (arm, class) in steps::classes_of(build.arms).into_iter().enumerate() {
            by_steps.resize(by_steps.len().max(class + 1), Vec::new());
            by_steps[class].push(arm);
        }
        let grouped = |mut arms: Vec<usize>| -> Vec<Vec<usize>> {
            arms.sort_by_key(|&arm| classes.0[arm]);
            let alike = arms.chunk_by(|&a, &b| classes.0[a] == classes.0[b]);
            alike.map(<[usize]>::to_vec).collect()
        };
        let crowding: Vec<Option<Arc<Crowding>>> = (0..build.contacts.len())
            .map(|contact| Crowding::of(build, contact).map(Arc::new))
            .collect();
        let arms = build.arms.iter().enumerate().map(|(k, arm)| ArmOffers {
            reservation: classes.0[k],
            information: classes.1[k],
            breach: classes.2[k],
            contact: arm.contact.filter(|_| arm.parts.offers),
            by_fiat: arm.offers,
            crowding: arm
                .contact
                .filter(|_| arm.parts.offers)
                .and_then(|contact| crowding[contact].clone()),
            full: !arm.settlement_only(),
        });
        let contacts = build
            .contacts
            .iter()
            .enumerate()
            .map(|(k, contact)| ContactOffers {
                step: contact.step,
                months: build.clock.start_of(contact.step),
                proposer: types::contact_proposer(build, k),
                binds: mask(contact.table.references("binds")),
            });
        Box::new(Compiled {
            rate,
            proposers: types::process_proposers(build),
            by_id: match space.sides.map(|s| space.parties[s].id.as_str()) {
                [a, b] if b < a => [1, 0],
                _ => [0, 1],
            },
            ratifiers,
            arms: arms.collect(),
            by_steps: by_steps.into_iter().map(grouped).collect(),
            contacts: contacts.collect(),
            horizon: build.clock.horizon(),
            dt: build.clock.dt,
            steps: build.clock.steps,
            space,
        })
    }
}

/// Says so where the process tables more texts than can be judged.
fn check_rate(build: &mut Build, rate: Cell) {
    let horizon = build.clock.horizon();
    let texts = build.cells.high(rate) * steps::high_offers(build) * horizon;
    let Some(table) = build.root.child("process").filter(|_| texts > MOST_TEXTS) else {
        return;
    };
    let span = table.field("rate").map_or(table.span, |f| f.span);
    let what = format!(
        "up to {texts:.0} texts within the horizon, and at most {MOST_TEXTS} can be judged"
    );
    build.diagnostics.push(
        Diagnostic::error(codes::TEXTS, span, what)
            .help("count only authorised texts, or shorten `horizon`"),
    );
}

/// Names of the outputs before the named outcomes.
const FIXED: [(&str, &str); 9] = [
    ("settlement", "a final outcome is signed and ratified"),
    (
        "settlement_first",
        "settlement, counting only the first text put on the table",
    ),
    ("any_agreement", "any named outcome is signed"),
    (
        "deal_failure",
        "a settlement is made and fails within the horizon",
    ),
    (
        "anatomy.no_zone",
        "there was no bargaining zone at any step",
    ),
    (
        "anatomy.no_offer",
        "a zone, but no authorised text while it was open",
    ),
    (
        "anatomy.waiting",
        "a text while the zone was open, refused by a side that waits for an event",
    ),
    (
        "anatomy.refused",
        "a text while the zone was open, refused for private reasons",
    ),
    ("anatomy.ratification", "signed by both and not ratified"),
];

impl Process for Compiled {
    fn outputs(&self) -> Vec<Output> {
        let fixed = FIXED
            .iter()
            .map(|(name, about)| (name.to_string(), about.to_string()));
        let named = self.space.outcomes.iter().map(|o| {
            (
                format!("outcome.{}", o.id),
                "it is signed and ratified".to_owned(),
            )
        });
        fixed
            .chain(named)
            .map(|(name, about)| Output {
                name,
                about,
                unit: Unit::Probability,
            })
            .collect()
    }

    fn start(&self, block: &mut Block) {
        let steps: &steps::Columns = block.get();
        let shocks: &shocks::Columns = block.get();
        let most =
            |theta: usize| steps.most_offers(theta) * shocks.most_offers(block.lanes(theta).start);
        let schedule = Schedule::draw(block, self.horizon, self.steps, |theta, values| {
            (values[self.rate], most(theta))
        });
        let outcomes = |arm: &ArmOffers| match arm.full {
            true => vec![[0.0; LANES]; self.space.outcomes.len()],
            false => Vec::new(),
        };
        block.put(Columns {
            talks: Talks::new(self.arms.len()),
            outcomes: self.arms.iter().map(outcomes).collect(),
            pending: Pending::new(self.arms.len()),
            schedule,
            memory: Memory::default(),
            judgements: Judgements::default(),
        });
    }

    fn step(&self, block: &mut Block, step: usize, record: &mut Recorder) {
        block.own(|columns: &mut Columns, block| {
            columns.talks.age(self.dt);
            let around = &Around::of(block);
            if step == 0 {
                columns.talks.refused_before(&around.types.low);
            }
            self.contact_offers(columns, around, step);
            let schedule = std::mem::take(&mut columns.schedule);
            for offer in schedule.at(step) {
                self.process_offer(columns, around, step, offer);
            }
            columns.schedule = schedule;
        });
        let talks = &block.get::<Columns>().talks;
        for (arm, _) in self.arms.iter().enumerate().filter(|(_, arm)| arm.full) {
            // Nothing has been settled elsewhere.
            let sum = |of: fn(&Talk) -> f64| -> f64 {
                let dealt = talks.dealt(arm).iter();
                dealt.map(|&lane| of(talks.at(arm, lane))).sum()
            };
            for (output, of) in [|t: &Talk| t.settled, |t: &Talk| t.first]
                .into_iter()
                .enumerate()
            {
                record.curve_of_sum(&[arm], output, step, sum(of), || talks.column(arm, of));
            }
        }
    }

    fn record(&self, block: &mut Block, record: &mut Recorder) {
        let columns: &Columns = block.get();
        let zone: &zone::Columns = block.get();
        for (arm, data) in self.arms.iter().enumerate() {
            let of = |of: fn(&Talk) -> f64| columns.talks.column(arm, of);
            record.set(arm, 0, &of(|t| t.settled));
            if !data.full {
                continue;
            }
            record.set(arm, 1, &of(|t| t.first));
            record.set(arm, 2, &of(|t| t.signed));
            record.set(arm, 3, &of(|t| t.failed));
            let ever = &zone.ever[data.reservation];
            let mut anatomy = [[0.0; LANES]; 5];
            for lane in 0..LANES {
                let talk = columns.talks.at(arm, lane);
                let refused = (talk.offered - talk.accepted).max(0.0);
                let waited = talk.waited.min(refused);
                anatomy[0][lane] = 1.0 - ever[lane];
                anatomy[1][lane] = (ever[lane] - talk.offered).max(0.0);
                anatomy[2][lane] = waited;
                anatomy[3][lane] = refused - waited;
                anatomy[4][lane] = (talk.accepted - talk.settled).max(0.0);
            }
            for (k, column) in anatomy.iter().enumerate() {
                record.set(arm, 4 + k, column);
            }
            for (k, outcome) in columns.outcomes[arm].iter().enumerate() {
                record.set(arm, FIXED.len() + k, outcome);
            }
        }
    }
}

impl Compiled {
    /// Texts of the contacts that take place in this step.
    fn contact_offers(&self, columns: &mut Columns, around: &Around, step: usize) {
        if self.contacts.iter().all(|contact| contact.step != step) {
            return;
        }
        let consent = |&lane: &usize| around.packages.consent[around.block.theta(lane)];
        for lane in (0..LANES).filter(consent) {
            columns.memory.clear();
            for (arm, data) in self.arms.iter().enumerate() {
                let mut put = |contact: usize, commits: bool| {
                    let authority = Authority {
                        contact: Some(contact),
                        commits,
                    };
                    let contact = &self.contacts[contact];
                    let situation = Situation {
                        lane,
                        step,
                        months: contact.months,
                        proposer: contact.proposer,
                    };
                    self.put(columns, [arm], around, situation, authority);
                };
                if let Some(own) = data.contact.filter(|&c| self.contacts[c].step == step) {
                    let level = around.contacts.level[own][lane];
                    if level >= contact::PROPOSE {
                        put(own, level >= contact::COMMIT);
                    }
                }
                if self.contacts[0].step == step {
                    for _ in 0..data.by_fiat {
                        put(0, true);
                    }
                }
            }
        }
    }

    /// A text of the existing process, in every arm in which it is made.
    fn process_offer(&self, columns: &mut Columns, around: &Around, step: usize, offer: &Offer) {
        let steps = around.steps;
        let theta = around.block.theta(offer.lane);
        let shocks = around.shocks;
        let most = steps.most_offers(theta) * shocks.most_offers(offer.lane);
        let shocked = shocks.offers(offer.lane, offer.months);
        let [first, second] = self.by_id;
        let proposer = if offer.who < self.proposers[first] {
            Proposer::Side(first)
        } else if offer.who < self.proposers[first] + self.proposers[second] {
            Proposer::Side(second)
        } else {
            Proposer::Third
        };
        let situation = Situation {
            lane: offer.lane,
            step,
            months: offer.months,
            proposer,
        };
        let authority = Authority {
            contact: None,
            commits: false,
        };
        if !around.packages.consent[theta] {
            return;
        }
        columns.memory.clear();
        for class in 0..steps.classes() {
            let stepped = steps.offers(class, offer.lane, theta, offer.months);
            let rate = stepped * shocked;
            if offer.thinned * most >= rate {
                continue;
            }
            let values = &around.block.thetas[theta];
            let made = |arm: usize| {
                let crowded = self.arms[arm].crowding.as_ref();
                let left = crowded.map_or(1.0, |crowding| crowding.left(values, offer.months));
                offer.thinned * most < rate * left
            };
            for arms in &self.by_steps[class] {
                let arms = arms.iter().copied().filter(|&arm| made(arm));
                self.put(columns, arms, around, situation, authority);
            }
        }
    }
}
