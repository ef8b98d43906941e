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

use pourparler_agreement::space::Space;
use pourparler_scenario::key::Default as KeyDefault;
use pourparler_scenario::{Key, Kind, Section};

use self::offer::{Memory, Situation};
use self::schedule::{Offer, Schedule};
use crate::block::Block;
use crate::cells::Cell;
use crate::lanes::{Column, LANES};
use crate::mechanism::{Build, Mechanism, Process};
use crate::mechanisms::keys::absent;
use crate::mechanisms::types::{self, Proposer};
use crate::mechanisms::{contact, information, packages, reservation, steps, war, zone};
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

/// What an arm's bargaining leaves for later mechanisms, `[arm]`.
#[derive(Default)]
pub struct Columns {
    /// The arms.
    pub arms: Vec<Talks>,
    schedule: Schedule,
}

/// Bargaining in one arm; columns by lane.
pub struct Talks {
    /// Probability of having neither settled nor failed at ratification.
    open: Column,
    /// Probability of a settlement so far.
    pub settled: Column,
    /// Part of it gained in this step.
    pub fresh: Column,
    /// Multiplier of hazards after the settlements so far, their mean.
    pub after: Column,
    /// Rate per month at which settlements fail, their mean.
    pub failure: Column,
    /// Probability that a settlement has failed again.
    failed: Column,
    first: Column,
    made: [u32; LANES],
    signed: Column,
    accepted: Column,
    outcomes: Vec<Column>,
    /// Largest type excluded by refusals and least excluded by acceptances, `[side]`.
    low: [Column; 2],
    high: [Column; 2],
    /// End of an interim deal, months.
    pub truce_until: Column,
    /// Multiplier of costs and pressure while it holds.
    pub tempers: Column,
    /// Best threshold met by an authorised text while a zone was open, and its probability.
    offered_best: Column,
    offered: Column,
    waited: Column,
    dealt: Vec<usize>,
    /// Texts put while nothing could be signed: refused for sure, and worked out only if it
    /// matters what the refusals revealed.
    pending: Pending,
}

/// Texts of all lanes in the order they were put, each lane's linked from its last.
#[derive(Default)]
struct Pending {
    texts: Vec<(Situation, [f64; 2], Option<usize>)>,
    last: Vec<Option<usize>>,
}

impl Pending {
    fn push(&mut self, situation: Situation, base: [f64; 2]) {
        self.last.resize(LANES, None);
        let last = &mut self.last[situation.lane];
        self.texts.push((situation, base, *last));
        *last = Some(self.texts.len() - 1);
    }

    /// Takes a lane's texts, first put first.
    fn take(&mut self, lane: usize) -> Vec<(Situation, [f64; 2])> {
        let mut at = self.last.get_mut(lane).and_then(Option::take);
        let mut taken = Vec::new();
        while let Some((situation, base, before)) = at.map(|k| self.texts[k]) {
            taken.push((situation, base));
            at = before;
        }
        taken.reverse();
        taken
    }
}

impl Talks {
    /// Lanes on which a deal, interim or final, has been made.
    pub fn dealt(&self) -> &[usize] {
        &self.dealt
    }

    fn deal(&mut self, lane: usize) {
        if !self.dealt.contains(&lane) {
            self.dealt.push(lane);
        }
    }

    fn new(outcomes: usize) -> Self {
        let zero = [0.0; LANES];
        Self {
            open: [1.0; LANES],
            settled: zero,
            fresh: zero,
            after: [1.0; LANES],
            failure: zero,
            failed: zero,
            first: zero,
            made: [0; LANES],
            signed: zero,
            accepted: zero,
            outcomes: vec![zero; outcomes],
            low: [[f64::NEG_INFINITY; LANES]; 2],
            high: [[f64::INFINITY; LANES]; 2],
            truce_until: [f64::NEG_INFINITY; LANES],
            tempers: [1.0; LANES],
            offered_best: [f64::NEG_INFINITY; LANES],
            offered: zero,
            waited: zero,
            dealt: Vec::new(),
            pending: Pending::default(),
        }
    }
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
    steps: usize,
    /// The contact, if its texts take place in the arm.
    contact: Option<usize>,
    by_fiat: u32,
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
    steps: &'a steps::Columns,
    types: &'a types::Columns,
    war: &'a war::Columns,
    zone: &'a zone::Columns,
}

impl<'a> Around<'a> {
    fn of(block: &'a Block) -> Self {
        Self {
            block,
            contacts: block.get(),
            information: block.get(),
            packages: block.get(),
            reservation: block.get(),
            steps: block.get(),
            types: block.get(),
            war: block.get(),
            zone: block.get(),
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
            steps::classes_of(build.arms),
        );
        let arms = build.arms.iter().enumerate().map(|(k, arm)| ArmOffers {
            reservation: classes.0[k],
            information: classes.1[k],
            breach: classes.2[k],
            steps: classes.3[k],
            contact: arm.contact.filter(|_| arm.parts.offers),
            by_fiat: arm.offers,
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
            contacts: contacts.collect(),
            horizon: build.clock.horizon(),
            dt: build.clock.dt,
            steps: build.clock.steps,
            space,
        })
    }
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
        "there was no zone of possible agreement at any step",
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
                format!("{} is signed and ratified", o.name),
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
        let schedule = Schedule::draw(block, self.horizon, self.steps, |theta, values| {
            (values[self.rate], steps.most_offers(theta))
        });
        let talks = |_| Talks::new(self.space.outcomes.len());
        block.put(Columns {
            arms: (0..self.arms.len()).map(talks).collect(),
            schedule,
        });
    }

    fn step(&self, block: &mut Block, step: usize, record: &mut Recorder) {
        block.own(|columns: &mut Columns, block| {
            let Columns { arms, schedule } = columns;
            for talks in arms.iter_mut() {
                for &lane in &talks.dealt {
                    talks.fresh[lane] = 0.0;
                    let failing = (talks.settled[lane] - talks.failed[lane]).max(0.0);
                    talks.failed[lane] += failing * (talks.failure[lane] * self.dt).min(1.0);
                }
            }
            let around = &Around::of(block);
            self.contact_offers(arms, around, step);
            let mut memory = Memory::default();
            for offer in schedule.at(step) {
                memory.clear();
                self.process_offer(arms, around, step, offer, &mut memory);
            }
        });
        let columns: &Columns = block.get();
        for (arm, talks) in columns.arms.iter().enumerate() {
            if self.arms[arm].full {
                record.curve(arm, 0, step, &talks.settled);
                record.curve(arm, 1, step, &talks.first);
            }
        }
    }

    fn record(&self, block: &mut Block, record: &mut Recorder) {
        let columns: &Columns = block.get();
        let zone: &zone::Columns = block.get();
        for (arm, talks) in columns.arms.iter().enumerate() {
            record.set(arm, 0, &talks.settled);
            if !self.arms[arm].full {
                continue;
            }
            record.set(arm, 1, &talks.first);
            record.set(arm, 2, &talks.signed);
            record.set(arm, 3, &talks.failed);
            let ever = &zone.ever[self.arms[arm].reservation];
            let mut anatomy = [[0.0; LANES]; 5];
            for lane in 0..LANES {
                let refused = (talks.offered[lane] - talks.accepted[lane]).max(0.0);
                let waited = talks.waited[lane].min(refused);
                anatomy[0][lane] = 1.0 - ever[lane];
                anatomy[1][lane] = (ever[lane] - talks.offered[lane]).max(0.0);
                anatomy[2][lane] = waited;
                anatomy[3][lane] = refused - waited;
                anatomy[4][lane] = (talks.accepted[lane] - talks.settled[lane]).max(0.0);
            }
            for (k, column) in anatomy.iter().enumerate() {
                record.set(arm, 4 + k, column);
            }
            for (k, column) in talks.outcomes.iter().enumerate() {
                record.set(arm, FIXED.len() + k, column);
            }
        }
    }
}

impl Compiled {
    /// Texts of the contacts that take place in this step.
    fn contact_offers(&self, arms: &mut [Talks], around: &Around, step: usize) {
        let contacts = around.contacts;
        if self.contacts.iter().all(|contact| contact.step != step) {
            return;
        }
        let mut memory = Memory::default();
        for lane in 0..LANES {
            memory.clear();
            for (k, data) in self.arms.iter().enumerate() {
                let own = data.contact.map(|c| (c, &self.contacts[c]));
                if let Some((c, contact)) = own.filter(|(_, contact)| contact.step == step) {
                    let level = contacts.level[c][lane];
                    if level >= contact::PROPOSE {
                        let authority = Authority {
                            contact: Some(c),
                            commits: level >= contact::COMMIT,
                        };
                        let situation = Situation {
                            lane,
                            step,
                            months: contact.months,
                            proposer: contact.proposer,
                        };
                        self.put(
                            &mut arms[k],
                            data,
                            around,
                            situation,
                            authority,
                            &mut memory,
                        );
                    }
                }
                let base = &self.contacts[0];
                if base.step == step {
                    for _ in 0..data.by_fiat {
                        let authority = Authority {
                            contact: Some(0),
                            commits: true,
                        };
                        let situation = Situation {
                            lane,
                            step,
                            months: base.months,
                            proposer: base.proposer,
                        };
                        self.put(
                            &mut arms[k],
                            data,
                            around,
                            situation,
                            authority,
                            &mut memory,
                        );
                    }
                }
            }
        }
    }

    /// A text of the existing process, in every arm in which it is made.
    fn process_offer(
        &self,
        arms: &mut [Talks],
        around: &Around,
        step: usize,
        offer: &Offer,
        memory: &mut Memory,
    ) {
        let steps = around.steps;
        let theta = around.block.theta(offer.lane);
        let most = steps.most_offers(theta);
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
        let made: Vec<bool> = (0..steps.classes())
            .map(|class| {
                offer.thinned * most < steps.offers(class, offer.lane, theta, offer.months)
            })
            .collect();
        for (k, data) in self.arms.iter().enumerate() {
            if made[data.steps] {
                self.put(&mut arms[k], data, around, situation, authority, memory);
            }
        }
    }
}
