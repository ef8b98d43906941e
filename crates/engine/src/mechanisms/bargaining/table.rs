//! A text on the table: who accepts, what the answers reveal, and what becomes of it.

use pourparler_agreement::space::{OutcomeKind, Space};

use super::offer::{Answer, Memory, Situation, Text, propose};
use super::talk::{Gate, Pending, Talk};
use super::{ArmOffers, Around, Authority, Columns, Compiled, schedule};
use crate::block::Block;
use crate::laws::screening;
use crate::mechanisms::packages::{Near, Terms};
use crate::mechanisms::types::{self, Proposer};
use crate::mechanisms::zone;

/// A package both sides have accepted.
#[derive(Clone, Copy)]
struct Deal<'a> {
    /// Probability of the signature.
    weight: f64,
    /// Probability of ratification given the signature.
    ratified: f64,
    /// It is the first text put in this arm.
    first: bool,
    /// Terms of the outcome it counts as.
    terms: Option<&'a Terms>,
}

/// What a package is: its outcomes, and the issues on which it leaves today's line.
struct Judgement {
    is_final: bool,
    outcomes: Vec<usize>,
    /// As a mask.
    moved: u64,
}

/// Packages judged before; few different ones are signed.
#[derive(Default)]
pub struct Judgements(Vec<Option<(u64, Judgement)>>);

impl Judgements {
    /// A package's place is its id modulo this; another package there is forgotten.
    const PLACES: usize = 256;

    fn of(&mut self, space: &Space, package: u64) -> &Judgement {
        self.0.resize_with(Self::PLACES, || None);
        let place = &mut self.0[package as usize % Self::PLACES];
        let (_, judgement) = match place.take_if(|(known, _)| *known == package) {
            Some(known) => place.insert(known),
            None => place.insert((package, Judgement::new(space, package))),
        };
        judgement
    }
}

impl Judgement {
    fn new(space: &Space, package: u64) -> Self {
        let domain = &space.domain;
        let today = domain.status_quo();
        Self {
            is_final: space.is_final(package),
            outcomes: space.outcomes_of(package).collect(),
            moved: (0..space.issues.len())
                .filter(|&k| domain.option(package, k) != domain.option(today, k))
                .fold(0, |mask, k| mask | 1 << k),
        }
    }
}

impl Compiled {
    /// Puts a text on the table in arms with the same reservations and works out what becomes of
    /// it.
    pub(super) fn put(
        &self,
        columns: &mut Columns,
        arms: impl IntoIterator<Item = usize>,
        around: &Around,
        situation: Situation,
        authority: Authority,
    ) {
        let Situation { lane, months, .. } = situation;
        // They share the answer, unless one is under a truce.
        let mut shared = None;
        for arm in arms {
            let gate = *columns.talks.gate(arm, lane);
            if gate.open <= 0.0 {
                continue;
            }
            if around.types.integrated_for.is_none() {
                let data = &self.arms[arm];
                let pending = &mut columns.pending;
                let answer = if gate.truce_until > months {
                    let saved = saved(gate, columns.talks.at(arm, lane), around, &situation);
                    answer(data, around, situation, saved, pending)
                } else {
                    *shared.get_or_insert_with(|| {
                        let work = || answer(data, around, situation, [0.0; 2], pending);
                        columns.memory.answer(data.reservation, work)
                    })
                };
                if let Answer::Closed(text) = answer {
                    let gate = columns.talks.gate_mut(arm, lane);
                    columns.pending.leave(gate, text);
                    continue;
                }
            }
            self.judge(columns, arm, around, situation, authority);
        }
    }

    /// Chooses the text and works out what becomes of it.
    fn judge(
        &self,
        columns: &mut Columns,
        arm: usize,
        around: &Around,
        situation: Situation,
        authority: Authority,
    ) {
        let Situation { lane, .. } = situation;
        let Around {
            block,
            packages,
            types,
            war,
            ..
        } = *around;
        let data = &self.arms[arm];
        let theta = block.theta(lane);
        let Columns {
            talks,
            outcomes,
            pending,
            memory,
            judgements,
            ..
        } = columns;
        let (gate, talk) = talks.both_mut(arm, lane);
        let frontier = &packages.frontiers[theta][data.breach].signable;
        let base = bases(data, around, lane, saved(*gate, talk, around, &situation));
        let spread = [0, 1].map(|side| around.reservation.spread[side][lane]);
        catch_up(gate, talk, pending, data, around, spread, memory);
        let (low, high) = (talk.low, talk.high);
        let text = memory.text(
            data.reservation,
            situation.proposer,
            base,
            low,
            high,
            |buffers| {
                propose(
                    around,
                    data.information,
                    &situation,
                    frontier,
                    buffers,
                    base,
                    spread,
                    low,
                    high,
                )
            },
        );
        let Some(text) = text else { return };
        let alive = war.ground.at.alive[lane];
        // With drawn types nothing is above an open zone.
        if data.full && !(types.integrated_for.is_none() && talk.offered_best >= zone::OPEN) {
            let finals = &packages.frontiers[theta][data.breach].finals;
            let unsaved = bases(data, around, lane, [0.0; 2]);
            let near = &mut Near::default();
            let now = zone::threshold(finals, types, unsaved, spread, lane, near);
            if now > talk.offered_best {
                let law = data.information;
                let gained =
                    types.below(law, now, lane) - types.below(law, talk.offered_best, lane);
                talk.offered += alive * gained;
                talk.offered_best = now;
            }
        }
        let first = talk.made == 0;
        talk.made += 1;
        let accepted = accept(talk, data, types, &situation, &text);
        if accepted <= 0.0 {
            // Waiting for a dated event stood behind a refusal in an open zone.
            if (0..2).any(|side| around.reservation.waits(data.reservation, side, lane)) {
                talk.waited = talk.offered;
            }
            return;
        }
        let judgement = judgements.of(&self.space, frontier.packages[text.point]);
        let ratified = self.ratification(block, theta, judgement.moved, authority);
        let signed = gate.open * accepted;
        let weight = alive * signed;
        talk.signed = 1.0 - (1.0 - talk.signed) * (1.0 - alive * accepted);
        let last = judgement.is_final;
        for &outcome in &judgement.outcomes {
            let p = weight * ratified;
            let Some(column) = outcomes[arm].get_mut(outcome) else {
                continue;
            };
            if last {
                column[lane] += p;
            } else {
                column[lane] = 1.0 - (1.0 - column[lane]) * (1.0 - p);
            }
        }
        let kind = if last {
            OutcomeKind::Final
        } else {
            OutcomeKind::Interim
        };
        let mut named = judgement.outcomes.iter();
        let outcome = named.find(|&&o| self.space.outcomes[o].kind == kind);
        let deal = Deal {
            weight,
            ratified,
            first,
            terms: outcome.map(|&o| &packages.terms[theta][o]),
        };
        let made = if last {
            gate.open -= signed;
            settle(talk, &deal)
        } else {
            interim(gate, talk, block, &situation, accepted * ratified, &deal)
        };
        if made {
            talks.deal(arm, lane);
        }
    }

    /// Product over the ratifiers that a package which moves these issues needs.
    fn ratification(&self, block: &Block, theta: usize, moved: u64, authority: Authority) -> f64 {
        self.ratifiers
            .iter()
            .filter(|r| r.issues & moved != 0)
            .filter(|r| {
                // A commitment on every issue it guards carries the principal with it.
                let bound = authority
                    .contact
                    .filter(|_| authority.commits)
                    .is_some_and(|c| {
                        r.principal_of[c] && r.issues & moved & !self.contacts[c].binds == 0
                    });
                !bound
            })
            .map(|r| block.thetas[theta][r.probability])
            .product()
    }
}

/// Works out what the refusals of a talk's pending texts revealed, in their order.
fn catch_up(
    gate: &mut Gate,
    talk: &mut Talk,
    pending: &Pending,
    data: &ArmOffers,
    around: &Around,
    spread: [f64; 2],
    memory: &mut Memory,
) {
    for (situation, base) in pending.take(gate) {
        let theta = around.block.theta(situation.lane);
        let frontier = &around.packages.frontiers[theta][data.breach].signable;
        let (low, high) = (talk.low, talk.high);
        let class = data.information;
        let text = memory.work(|buffers| {
            propose(
                around, class, &situation, frontier, buffers, base, spread, low, high,
            )
        });
        if let Some(text) = text {
            talk.made += 1;
            accept(talk, data, around.types, &situation, &text);
        }
    }
}

/// Whether anything can be signed with the drawn types.
fn answer(
    data: &ArmOffers,
    around: &Around,
    situation: Situation,
    saved: [f64; 2],
    pending: &mut Pending,
) -> Answer {
    let lane = situation.lane;
    let base = bases(data, around, lane, saved);
    let (spread, drawn) = (&around.reservation.spread, &around.types.types);
    let least = [
        base[0] + spread[0][lane] * drawn[0][lane],
        base[1] + spread[1][lane] * drawn[1][lane],
    ];
    let frontiers = &around.packages.frontiers[around.block.theta(lane)];
    let signable = &frontiers[data.breach].signable;
    match signable.is_open(least, &mut Near::default()) {
        true => Answer::Open,
        false => Answer::Closed(pending.keep(situation, base)),
    }
}

/// Reservations without the private type.
fn bases(data: &ArmOffers, around: &Around, lane: usize, saved: [f64; 2]) -> [f64; 2] {
    let [a, b] = &around.reservation.base[data.reservation];
    [a[lane] + saved[0], b[lane] + saved[1]]
}

/// What the rest of an interim deal that holds saves each side of the cost of war.
fn saved(gate: Gate, talk: &Talk, around: &Around, situation: &Situation) -> [f64; 2] {
    let left = (gate.truce_until - situation.months).max(0.0);
    if left <= 0.0 {
        return [0.0; 2];
    }
    let stakes = &around.war.stakes[around.block.theta(situation.lane)];
    let share = (1.0 - talk.tempers).max(0.0) * left;
    [0, 1].map(|side| share * stakes[side].cost)
}

/// A final outcome: the part that is ratified settles, the rest is not tried again. Whether
/// any is.
fn settle(talk: &mut Talk, deal: &Deal) -> bool {
    let Deal {
        weight,
        ratified,
        first,
        terms,
    } = *deal;
    let gained = weight * ratified;
    talk.accepted += weight;
    if gained <= 0.0 {
        return false;
    }
    let (after, failure) = terms.map_or((1.0, 0.0), |t| (t.after, t.failure));
    let total = talk.settled + gained;
    let mix = |old: f64, new: f64| old + (new - old) * gained / total;
    talk.after = mix(talk.after, after);
    talk.failure = mix(talk.failure, failure);
    talk.settled = total;
    talk.fresh += gained;
    if first {
        talk.first += gained;
    }
    true
}

/// An interim deal is drawn; bargaining goes on under it. Whether it is made.
fn interim(
    gate: &mut Gate,
    talk: &mut Talk,
    block: &Block,
    situation: &Situation,
    probability: f64,
    deal: &Deal,
) -> bool {
    let address = block.address(situation.lane);
    let u = address.uniform(schedule::INTERIM, talk.made);
    let Some(terms) = deal.terms.filter(|_| u < probability) else {
        return false;
    };
    gate.truce_until = situation.months + terms.lasts;
    talk.tempers = terms.tempers;
    true
}

/// Conditional probability that both sides accept, and what the answers reveal.
fn accept(
    talk: &mut Talk,
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
        let (low, high) = (talk.low[responder], talk.high[responder]);
        let p = screening::acceptance_within(z(threshold), z(low), z(high));
        talk.low[responder] = low.max(threshold.min(high));
        return p;
    }
    let mut all = 1.0;
    for &side in answers {
        let threshold = text.thresholds[side];
        if types.types[side][lane] <= threshold {
            talk.high[side] = talk.high[side].min(threshold);
        } else {
            talk.low[side] = talk.low[side].max(threshold);
            all = 0.0;
        }
    }
    all
}
