//! A text on the table: who accepts, what the answers reveal, and what becomes of it.

use pourparler_agreement::space::OutcomeKind;

use super::offer::{Memory, Situation, Text, propose};
use super::{ArmOffers, Around, Authority, Compiled, Talks, schedule};
use crate::block::Block;
use crate::laws::screening;
use crate::mechanisms::packages::Terms;
use crate::mechanisms::reservation;
use crate::mechanisms::types::{self, Proposer};

/// A package both sides have accepted.
#[derive(Clone, Copy)]
struct Deal<'a> {
    /// Probability of the signature.
    weight: f64,
    /// Probability of ratification given the signature.
    ratified: f64,
    /// It is the first text put in this arm.
    first: bool,
    terms: &'a [Terms],
    package: u64,
}

impl Compiled {
    /// Puts a text on the table in one arm and works out what becomes of it.
    pub(super) fn put(
        &self,
        talks: &mut Talks,
        data: &ArmOffers,
        around: &Around,
        situation: Situation,
        authority: Authority,
        memory: &mut Memory,
    ) {
        let Situation { lane, months, .. } = situation;
        let Around {
            block,
            packages,
            types,
            war,
            zone,
            ..
        } = *around;
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
            let is_open = || frontier.is_open(least);
            // Arms with the same reservations share the answer unless one is under a truce.
            let open = match talks.truce_until[lane] > months {
                true => is_open(),
                false => memory.open(data.reservation, is_open),
            };
            if !open {
                talks.pending.push(situation, base);
                return;
            }
            self.catch_up(talks, data, around, lane, spread, memory);
        }
        let low = [talks.low[0][lane], talks.low[1][lane]];
        let high = [talks.high[0][lane], talks.high[1][lane]];
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
        let now = zone.now[data.reservation][lane];
        if data.full && now > talks.offered_best[lane] {
            let law = data.information;
            let gained =
                types.below(law, now, lane) - types.below(law, talks.offered_best[lane], lane);
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
        let deal = Deal {
            weight,
            ratified,
            first,
            terms,
            package,
        };
        if final_outcome {
            self.settle(talks, lane, &deal);
            talks.open[lane] -= signed;
        } else {
            self.interim(talks, block, &situation, accepted * ratified, &deal);
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
        for (situation, base) in talks.pending.take(lane) {
            let low = [talks.low[0][lane], talks.low[1][lane]];
            let high = [talks.high[0][lane], talks.high[1][lane]];
            let class = data.information;
            let text = memory.work(|buffers| {
                propose(
                    around, class, &situation, frontier, buffers, base, spread, low, high,
                )
            });
            if let Some(text) = text {
                talks.made[lane] += 1;
                self.accept(talks, data, around.types, &situation, &text);
            }
        }
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
        let Around {
            block,
            reservation,
            war,
            ..
        } = *around;
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
    fn ratification(&self, block: &Block, theta: usize, package: u64, authority: Authority) -> f64 {
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

    /// A final outcome: the part that is ratified settles, the rest is not tried again.
    fn settle(&self, talks: &mut Talks, lane: usize, deal: &Deal) {
        let Deal {
            weight,
            ratified,
            first,
            terms,
            package,
        } = *deal;
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
        let (after, failure) = outcome.map_or((1.0, 0.0), |o| (terms[o].after, terms[o].failure));
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
        situation: &Situation,
        probability: f64,
        deal: &Deal,
    ) {
        let Situation { lane, months, .. } = *situation;
        let Deal { terms, package, .. } = *deal;
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
