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

use pourparler_agreement::space::{OutcomeKind, Space};
use pourparler_scenario::key::Default as KeyDefault;
use pourparler_scenario::{Key, Kind, Section};

use self::offer::{Memory, Situation, Text, propose};
use self::schedule::{Offer, Schedule};
use crate::block::Block;
use crate::cells::Cell;
use crate::lanes::{Column, LANES};
use crate::laws::screening;
use crate::mechanism::{Build, Mechanism, Process};
use crate::mechanisms::keys::absent;
use crate::mechanisms::packages::Terms;
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
        absent("name", Kind::Text, "Name for reports.", "\"the lower house\""),
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
    pending: Vec<(Situation, [f64; 2])>,
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
            pending: Vec::new(),
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
            names.iter().filter_map(|n| space.issue(n)).fold(0u64, |m, k| m | 1 << k)
        };
        let rate = match build.root.child("process").and_then(|t| t.quantity("rate")) {
            Some(quantity) => build.cells.quantity(quantity),
            None => build.cells.constant(0.0),
        };
        let mut ratifiers = Vec::new();
        for (id, table) in build.root.tables("ratification") {
            let Some(probability) = table.quantity("probability") else { continue };
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
        let contacts = build.contacts.iter().enumerate().map(|(k, contact)| ContactOffers {
            step: contact.step,
            months: build.clock.start_of(contact.step),
            proposer: types::contact_proposer(build, k),
            binds: mask(contact.table.references("binds")),
        });
        Box::new(Compiled {
            rate,
            proposers: types::process_proposers(build),
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
    ("settlement_first", "settlement, counting only the first text put on the table"),
    ("any_agreement", "any named outcome is signed"),
    ("deal_failure", "a settlement is made and fails within the horizon"),
    ("anatomy.no_zone", "there was no zone of possible agreement at any step"),
    ("anatomy.no_offer", "a zone, but no authorised text while it was open"),
    ("anatomy.waiting", "a text while the zone was open, refused by a side that waits for an event"),
    ("anatomy.refused", "a text while the zone was open, refused for private reasons"),
    ("anatomy.ratification", "signed by both and not ratified"),
];

impl Process for Compiled {
    fn outputs(&self) -> Vec<Output> {
        let fixed = FIXED.iter().map(|(name, about)| (name.to_string(), about.to_string()));
        let named = self
            .space
            .outcomes
            .iter()
            .map(|o| (format!("outcome.{}", o.id), format!("{} is signed and ratified", o.name)));
        fixed
            .chain(named)
            .map(|(name, about)| Output { name, about, unit: Unit::Probability })
            .collect()
    }

    fn start(&self, block: &mut Block) {
        let steps: &steps::Columns = block.get();
        let schedule = Schedule::draw(block, self.horizon, self.steps, |theta, values| {
            (values[self.rate], steps.most_offers(theta))
        });
        let talks = |_| Talks::new(self.space.outcomes.len());
        block.put(Columns { arms: (0..self.arms.len()).map(talks).collect(), schedule });
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
                        self.put(&mut arms[k], data, around, situation, authority, &mut memory);
                    }
                }
                let base = &self.contacts[0];
                if base.step == step {
                    for _ in 0..data.by_fiat {
                        let authority = Authority { contact: Some(0), commits: true };
                        let situation = Situation {
                            lane,
                            step,
                            months: base.months,
                            proposer: base.proposer,
                        };
                        self.put(&mut arms[k], data, around, situation, authority, &mut memory);
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
        let proposer = if offer.who < self.proposers[0] {
            Proposer::Side(0)
        } else if offer.who < self.proposers[0] + self.proposers[1] {
            Proposer::Side(1)
        } else {
            Proposer::Third
        };
        let situation = Situation { lane: offer.lane, step, months: offer.months, proposer };
        let authority = Authority { contact: None, commits: false };
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

    /// Puts a text on the table in one arm and works out what becomes of it.
    fn put(
        &self,
        talks: &mut Talks,
        data: &ArmOffers,
        around: &Around,
        situation: Situation,
        authority: Authority,
        memory: &mut Memory,
    ) {
        let Situation { lane, months, .. } = situation;
        let Around { block, packages, types, war, zone, .. } = *around;
        let theta = block.theta(lane);
        if talks.open[lane] <= 0.0 || !packages.consent[theta] {
            return;
        }
        let alive = war.alive[lane];
        let base = self.bases(talks, data, around, lane, months);
        let frontier = &packages.frontiers[theta][data.breach].signable;
        let spread = [0, 1].map(|side| around.reservation.spread[side][lane]);
        if types.integrated_for.is_none() {
            let least = [0, 1].map(|side| base[side] + spread[side] * types.types[side][lane]);
            if !frontier.is_open(least) {
                talks.pending.push((situation, base));
                return;
            }
            self.catch_up(talks, data, around, lane, spread, memory);
        }
        let low = [talks.low[0][lane], talks.low[1][lane]];
        let high = [talks.high[0][lane], talks.high[1][lane]];
        let text = memory.text(data.reservation, situation.proposer, base, low, high, |buffers| {
            propose(around, data.information, &situation, frontier, buffers, base, spread, low, high)
        });
        let Some(text) = text else { return };
        let now = zone.now[data.reservation][lane];
        if data.full && now > talks.offered_best[lane] {
            let law = data.information;
            let gained = types.below(law, now, lane)
                - types.below(law, talks.offered_best[lane], lane);
            talks.offered[lane] += alive * gained;
            talks.offered_best[lane] = now;
        }
        let first = talks.made[lane] == 0;
        talks.made[lane] += 1;
        let accepted = self.accept(talks, data, types, &situation, &text);
        if accepted <= 0.0 {
            self.note_refusal(talks, data, around.reservation, lane);
            return;
        }
        let package = frontier.packages[text.point];
        let ratified = self.ratification(block, theta, package, authority);
        let signed = talks.open[lane] * accepted;
        let weight = alive * signed;
        talks.signed[lane] = 1.0 - (1.0 - talks.signed[lane]) * (1.0 - alive * accepted);
        let terms = &packages.terms[theta];
        let final_outcome = self.space.is_final(package);
        for outcome in self.space.outcomes_of(package) {
            let p = weight * ratified;
            let column = &mut talks.outcomes[outcome];
            if final_outcome {
                column[lane] += p;
            } else {
                column[lane] = 1.0 - (1.0 - column[lane]) * (1.0 - p);
            }
        }
        if final_outcome {
            self.settle(talks, lane, weight, ratified, first, terms, package);
            talks.open[lane] -= signed;
        } else {
            self.interim(talks, block, lane, months, accepted * ratified, terms, package);
        }
    }

    /// Works out what the refusals of a lane's pending texts revealed, in their order.
    fn catch_up(
        &self,
        talks: &mut Talks,
        data: &ArmOffers,
        around: &Around,
        lane: usize,
        spread: [f64; 2],
        memory: &mut Memory,
    ) {
        let packages = around.packages;
        let frontier = &packages.frontiers[around.block.theta(lane)][data.breach].signable;
        let mut pending = std::mem::take(&mut talks.pending);
        pending.retain(|(situation, base)| {
            if situation.lane != lane {
                return true;
            }
            let low = [talks.low[0][lane], talks.low[1][lane]];
            let high = [talks.high[0][lane], talks.high[1][lane]];
            let class = data.information;
            let text = memory.work(|buffers| {
                propose(around, class, situation, frontier, buffers, *base, spread, low, high)
            });
            if let Some(text) = text {
                talks.made[lane] += 1;
                self.accept(talks, data, around.types, situation, &text);
            }
            false
        });
        talks.pending = pending;
    }

    /// Reservations without the private type; an interim deal that holds saves the cost of war.
    fn bases(
        &self,
        talks: &Talks,
        data: &ArmOffers,
        around: &Around,
        lane: usize,
        months: f64,
    ) -> [f64; 2] {
        let Around { block, reservation, war, .. } = *around;
        let left = (talks.truce_until[lane] - months).max(0.0);
        [0, 1].map(|side| {
            let saved = if left > 0.0 {
                let cost = war.sides[block.theta(lane)][side].stakes.cost;
                (1.0 - talks.tempers[lane]).max(0.0) * cost * left
            } else {
                0.0
            };
            reservation.base[data.reservation][side][lane] + saved
        })
    }

    /// Conditional probability that both sides accept, and what the answers reveal.
    fn accept(
        &self,
        talks: &mut Talks,
        data: &ArmOffers,
        types: &types::Columns,
        situation: &Situation,
        text: &Text,
    ) -> f64 {
        let lane = situation.lane;
        let answers: &[usize] = match situation.proposer {
            Proposer::Side(0) => &[1],
            Proposer::Side(_) => &[0],
            Proposer::Third => &[0, 1],
        };
        if let (Some(proposer), Proposer::Side(side)) = (types.integrated_for, situation.proposer)
            && proposer == side
        {
            let responder = 1 - side;
            let (mean, sd) = types.law(data.information, responder, lane);
            let z = |e: f64| (e - mean) / sd;
            let threshold = text.thresholds[responder];
            let low = talks.low[responder][lane];
            let high = talks.high[responder][lane];
            let p = screening::acceptance_within(z(threshold), z(low), z(high));
            talks.low[responder][lane] = low.max(threshold.min(high));
            return p;
        }
        let mut all = 1.0;
        for &side in answers {
            let threshold = text.thresholds[side];
            if types.types[side][lane] <= threshold {
                talks.high[side][lane] = talks.high[side][lane].min(threshold);
            } else {
                talks.low[side][lane] = talks.low[side][lane].max(threshold);
                all = 0.0;
            }
        }
        all
    }

    /// Remembers that waiting for a dated event stood behind a refusal in an open zone.
    fn note_refusal(
        &self,
        talks: &mut Talks,
        data: &ArmOffers,
        reservation: &reservation::Columns,
        lane: usize,
    ) {
        if (0..2).any(|side| reservation.waits(data.reservation, side, lane)) {
            talks.waited[lane] = talks.offered[lane];
        }
    }

    /// Product over the ratifiers a package needs.
    fn ratification(
        &self,
        block: &Block,
        theta: usize,
        package: u64,
        authority: Authority,
    ) -> f64 {
        let domain = &self.space.domain;
        let today = domain.status_quo();
        let moved = (0..self.space.issues.len())
            .filter(|&k| domain.option(package, k) != domain.option(today, k))
            .fold(0u64, |mask, k| mask | 1 << k);
        self.ratifiers
            .iter()
            .filter(|r| r.issues & moved != 0)
            .filter(|r| {
                // A commitment on every issue it guards carries the principal with it.
                let bound = authority.contact.filter(|_| authority.commits).is_some_and(|c| {
                    r.principal_of[c] && r.issues & moved & !self.contacts[c].binds == 0
                });
                !bound
            })
            .map(|r| block.thetas[theta][r.probability])
            .product()
    }

    fn settle(
        &self,
        talks: &mut Talks,
        lane: usize,
        weight: f64,
        ratified: f64,
        first: bool,
        terms: &[Terms],
        package: u64,
    ) {
        let gained = weight * ratified;
        talks.accepted[lane] += weight;
        if gained <= 0.0 {
            return;
        }
        talks.deal(lane);
        let outcome = self
            .space
            .outcomes_of(package)
            .find(|&o| self.space.outcomes[o].kind == OutcomeKind::Final);
        let (after, failure) =
            outcome.map_or((1.0, 0.0), |o| (terms[o].after, terms[o].failure));
        let total = talks.settled[lane] + gained;
        let mix = |old: f64, new: f64| old + (new - old) * gained / total;
        talks.after[lane] = mix(talks.after[lane], after);
        talks.failure[lane] = mix(talks.failure[lane], failure);
        talks.settled[lane] = total;
        talks.fresh[lane] += gained;
        if first {
            talks.first[lane] += gained;
        }
    }

    /// An interim deal is drawn; bargaining goes on under it.
    fn interim(
        &self,
        talks: &mut Talks,
        block: &Block,
        lane: usize,
        months: f64,
        probability: f64,
        terms: &[Terms],
        package: u64,
    ) {
        let ordinal = talks.made[lane];
        let u = block.address(lane).uniform(schedule::INTERIM, ordinal);
        let outcome = self
            .space
            .outcomes_of(package)
            .find(|&o| self.space.outcomes[o].kind == OutcomeKind::Interim);
        if let Some(outcome) = outcome.filter(|_| u < probability) {
            talks.deal(lane);
            talks.truce_until[lane] = months + terms[outcome].lasts;
            talks.tempers[lane] = terms[outcome].tempers;
        }
    }
}
