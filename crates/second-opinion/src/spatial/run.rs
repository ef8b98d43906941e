//! Rounds of one issue.

use super::contest::Contest;
use super::issue::{Issue, weighted_mean, weighted_median};
use super::offer::{Offer, OfferKind};
use super::rules::{OfferChoice, Rules};

/// Where everyone stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// Position by actor.
    pub positions: Vec<f64>,
    /// Weighted median, weights c·s: the model's forecast.
    pub median: f64,
    /// Weighted mean.
    pub mean: f64,
}

/// One round.
#[derive(Clone, Debug, PartialEq)]
pub struct Round {
    /// Risk exponent by actor, .5 (seeks risk) to 2 (avoids it).
    pub risk: Vec<f64>,
    /// What the others expect from challenging it, by actor.
    pub security: Vec<f64>,
    /// Every offer made, by receiver, then proposer.
    pub offers: Vec<Offer>,
    /// The offer each actor took.
    pub taken: Vec<Option<Offer>>,
    /// Where everyone stands afterwards.
    pub after: Standing,
}

impl Round {
    /// The narrowest comparison that made an offer what it is, in utility. Below about 1e-14 it is
    /// rounding that decides, and what follows is not to be relied on.
    #[must_use]
    pub fn narrowest(&self) -> f64 {
        let margins = self.offers.iter().map(|offer| {
            let size = offer.own.abs();
            size.min(offer.other).min((offer.other - size).abs())
        });
        margins.fold(f64::INFINITY, f64::min)
    }
}

/// Some rounds.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// The rules used.
    pub rules: Rules,
    /// Before the first round: its median and mean are the baselines.
    pub start: Standing,
    /// The rounds asked for.
    pub rounds: Vec<Round>,
}

impl Run {
    /// Where everyone stands at the end.
    #[must_use]
    pub fn end(&self) -> &Standing {
        self.rounds.last().map_or(&self.start, |round| &round.after)
    }

    /// Medians before the first round and after each.
    #[must_use]
    pub fn medians(&self) -> Vec<f64> {
        self.standings().map(|standing| standing.median).collect()
    }

    /// Means before the first round and after each.
    #[must_use]
    pub fn means(&self) -> Vec<f64> {
        self.standings().map(|standing| standing.mean).collect()
    }

    /// The number of the first round in which nobody moved, from 1; all later ones are the same.
    #[must_use]
    pub fn settled(&self) -> Option<usize> {
        let still = |round: &Round| round.taken.iter().all(Option::is_none);
        self.rounds.iter().position(still).map(|at| at + 1)
    }

    /// What happened in a round, from 1, one sentence per actor that moved.
    #[must_use]
    pub fn sentences(&self, issue: &Issue, round: usize) -> Vec<String> {
        let Some(at) = round.checked_sub(1).filter(|&at| at < self.rounds.len()) else {
            return Vec::new();
        };
        let before = match at.checked_sub(1) {
            None => &self.start,
            Some(at) => &self.rounds[at].after,
        };
        let names: Vec<&str> = issue.actors().iter().map(|a| a.name.as_str()).collect();
        let after = &self.rounds[at].after.positions;
        let taken = self.rounds[at].taken.iter().flatten();
        taken
            .map(|o| o.sentence(&names, before.positions[o.receiver], after[o.receiver]))
            .collect()
    }

    fn standings(&self) -> impl Iterator<Item = &Standing> {
        std::iter::once(&self.start).chain(self.rounds.iter().map(|round| &round.after))
    }
}

/// Plays the rounds and keeps everything that happened.
#[must_use]
pub fn run(issue: &Issue, rules: &Rules, rounds: usize) -> Run {
    let mut table = Table::new(issue);
    let start = table.standing();
    let rounds = (0..rounds)
        .map(|_| {
            table.look(rules);
            let contest = &table.contest;
            let n = table.positions.len();
            let offers = (0..n)
                .flat_map(|i| (0..n).filter_map(move |j| contest.offer(i, j)))
                .collect();
            let (risk, security) = (contest.risk.clone(), contest.security.clone());
            let taken: Vec<_> = (0..n).map(|i| table.choice(rules, i)).collect();
            table.shift(&taken);
            Round {
                risk,
                security,
                offers,
                taken,
                after: table.standing(),
            }
        })
        .collect();
    Run {
        rules: *rules,
        start,
        rounds,
    }
}

/// The state of play, without a record.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    pub positions: Vec<f64>,
    pub power: Vec<f64>,
    pub salience: Vec<f64>,
    pub range: f64,
    contest: Contest,
}

impl Table {
    pub fn new(issue: &Issue) -> Self {
        let mut table = Self {
            positions: issue.positions(),
            power: issue.power(),
            salience: issue.actors().iter().map(|actor| actor.salience).collect(),
            range: issue.range(),
            contest: Contest::default(),
        };
        table.contest.resize(table.positions.len());
        table
    }

    /// Makes room for n actors, whose numbers the caller then fills in.
    pub fn resize(&mut self, n: usize) {
        for column in [&mut self.positions, &mut self.power, &mut self.salience] {
            column.clear();
            column.resize(n, 0.0);
        }
        self.contest.resize(n);
    }

    /// Plays the rounds, or until nobody moves.
    pub fn play(&mut self, rules: &Rules, rounds: usize) {
        let mut taken = Vec::with_capacity(self.positions.len());
        for _ in 0..rounds {
            self.look(rules);
            taken.clear();
            taken.extend((0..self.positions.len()).map(|i| self.choice(rules, i)));
            if taken.iter().all(Option::is_none) {
                break;
            }
            self.shift(&taken);
        }
    }

    pub fn standing(&self) -> Standing {
        Standing {
            positions: self.positions.clone(),
            median: weighted_median(&self.power, &self.positions),
            mean: weighted_mean(&self.power, &self.positions),
        }
    }

    /// Distances from the positions, and all that follows from them.
    fn look(&mut self, rules: &Rules) {
        let n = self.positions.len();
        // Everyone at one place: no distance, no offers.
        let range = if self.range > 0.0 { self.range } else { 1.0 };
        let median = weighted_median(&self.power, &self.positions);
        for i in 0..n {
            for j in 0..n {
                self.contest.distance[i * n + j] =
                    (self.positions[i] - self.positions[j]).abs() / range;
            }
            self.contest.to_median[i] = (self.positions[i] - median).abs() / range;
        }
        self.contest.evaluate(rules, &self.power, &self.salience);
    }

    fn target(&self, offer: &Offer) -> f64 {
        let (from, to) = (
            self.positions[offer.receiver],
            self.positions[offer.proposer],
        );
        if offer.share == 1.0 {
            to
        } else {
            from + (to - from) * offer.share
        }
    }

    /// The offer that actor i takes; the first of equals.
    fn choice(&self, rules: &Rules, i: usize) -> Option<Offer> {
        let movement = |offer: &Offer| (self.positions[i] - self.target(offer)).abs();
        choose(&self.contest, rules.choice, i, |offer| {
            if rules.choice == OfferChoice::LowestCompromise && offer.kind == OfferKind::Compromise
            {
                let (a, b) = (offer.own.abs(), offer.other.abs());
                let (x, y) = (self.positions[i], self.positions[offer.proposer]);
                (a * x + b * y) / (a + b)
            } else {
                movement(offer)
            }
        })
    }

    /// All move at once: every target is read before any position changes.
    fn shift(&mut self, taken: &[Option<Offer>]) {
        let moves = taken.iter().zip(&self.positions);
        let targets: Vec<f64> = moves
            .map(|(offer, &stay)| offer.as_ref().map_or(stay, |offer| self.target(offer)))
            .collect();
        self.positions = targets;
    }
}

/// The offer with the smallest key for actor i, kinds first unless the rule ignores them.
pub(crate) fn choose(
    contest: &Contest,
    choice: OfferChoice,
    i: usize,
    key: impl Fn(&Offer) -> f64,
) -> Option<Offer> {
    let n = contest.risk.len();
    let mut best: Option<(f64, Offer)> = None;
    for offer in (0..n).filter_map(|j| contest.offer(i, j)) {
        let value = key(&offer);
        let better = best.as_ref().is_none_or(|(least, held)| match choice {
            OfferChoice::LeastMovement => value < *least,
            OfferChoice::Tiered | OfferChoice::LowestCompromise => {
                offer.kind < held.kind || (offer.kind == held.kind && value < *least)
            }
        });
        if better {
            best = Some((value, offer));
        }
    }
    best.map(|(_, offer)| offer)
}
