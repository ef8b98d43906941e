//! Pareto lists merged issue by issue.
//!
//! The list starts with the seeds. Each further issue adds every permitted option to every label;
//! the runs so made are sorted already and are merged, then dominated labels go. A veto is a
//! bound, not an objective: its slack no longer distinguishes labels once no completion can break
//! it, and a label goes once no completion can meet it.

use crate::domain::{Choice, Domain};
use crate::draw::Draw;
use crate::error::AgreementError;
use crate::label::{Label, merge_runs, order};
use crate::predicate::Predicate;
use crate::prune::{Pruner, Spread};
use crate::seed::each_seed;
use crate::terms::Terms;

/// Most bounds a label can carry.
pub(crate) const MAX_BOUNDS: usize = 8;

/// How one draw is merged: order of issues, reach of the bounds, bits of burden.
#[derive(Debug, Clone, Default)]
pub(crate) struct Plan {
    /// Discrete issues outside the seeds, in the order they are merged.
    order: Vec<usize>,
    /// Stage of each issue: 0 for seeds, 1.. for [`Plan::order`]; divisible issues never come.
    stage: Vec<usize>,
    /// Least and most the issues after a stage can add to a bound, \[stage\]\[bound\].
    rest: Vec<(f64, f64)>,
    /// Stage after which a bound can no longer be triggered; 0 for an unconditional one.
    last_trigger: Vec<usize>,
    /// Bit of a conditional bound.
    bound_bit: Vec<u64>,
    /// Bits an option sets, and bits that forbid it, per flat option.
    adds: Vec<u64>,
    forbids: Vec<u64>,
    /// Bits of the predicates, all set once every one of them is missed.
    missed: u64,
    /// Per flat option the bit it sets for its exclusions.
    source: Vec<u64>,
    /// Bits cleared at a stage, before its options set theirs.
    clears: Vec<u64>,
    /// Stage at which each bit becomes free.
    expiry: Vec<usize>,
}

impl Plan {
    /// Lays out one draw.
    pub fn lay_out(
        &mut self,
        domain: &Domain,
        terms: &Terms,
        within: &[Predicate],
    ) -> Result<(), AgreementError> {
        let (issues, options) = (domain.issues().len(), domain.total_options());
        let bounds = terms.bounds.len();
        if bounds > MAX_BOUNDS {
            return Err(AgreementError::TooManyBounds(bounds));
        }
        let span = |j: usize, k: usize| {
            let gains = &terms.bound_gain[j * options + domain.first(k)..];
            let mut range = (f64::INFINITY, f64::NEG_INFINITY);
            let mut mask = terms.allowed[k];
            while mask != 0 {
                let gain = gains[mask.trailing_zeros() as usize];
                range = (range.0.min(gain), range.1.max(gain));
                mask &= mask - 1;
            }
            range
        };
        let fixed = |k: usize| domain.issues()[k].divisible;
        self.order.clear();
        self.order
            .extend((0..issues).filter(|&k| !fixed(k) && terms.outer >> k & 1 == 0));
        if bounds > 0 {
            // What moves the bounds most goes first, so that they stop mattering early.
            let mut reach = [0.0; crate::domain::MAX_ISSUES];
            for &k in &self.order {
                reach[k] = (0..bounds)
                    .map(|j| span(j, k))
                    .map(|(low, high)| high - low)
                    .sum();
            }
            self.order
                .sort_by(|&x, &y| reach[y].total_cmp(&reach[x]).then(x.cmp(&y)));
        }
        self.stage.clear();
        self.stage.resize(issues, 0);
        for (i, &k) in self.order.iter().enumerate() {
            self.stage[k] = i + 1;
        }
        self.rest.clear();
        self.rest
            .resize((self.order.len() + 1) * bounds, (0.0, 0.0));
        for j in 0..bounds {
            let settled = terms.divisible_gain(domain, j);
            self.rest[self.order.len() * bounds + j] = (settled, settled);
            for (i, &k) in self.order.iter().enumerate().rev() {
                let (low, high) = span(j, k);
                let after = self.rest[(i + 1) * bounds + j];
                self.rest[i * bounds + j] = (after.0 + low, after.1 + high);
            }
        }
        self.place_bits(domain, terms, within)
    }

    fn place_bits(
        &mut self,
        domain: &Domain,
        terms: &Terms,
        within: &[Predicate],
    ) -> Result<(), AgreementError> {
        let n = domain.issues().len();
        self.adds.clear();
        self.adds.resize(domain.total_options(), 0);
        self.forbids.clear();
        self.forbids.resize(domain.total_options(), 0);
        self.clears.clear();
        self.clears.resize(self.order.len() + 1, 0);
        self.expiry.clear();
        self.bound_bit.clear();
        self.last_trigger.clear();
        self.missed = 0;
        for (j, bound) in terms.bounds.iter().enumerate() {
            if !bound.conditional {
                self.bound_bit.push(0);
                self.last_trigger.push(0);
                continue;
            }
            let bit = self.bit(0, usize::MAX)?;
            let mut last = 0;
            for k in 0..n {
                let trigger = terms.triggers[j * n + k] & terms.allowed[k];
                if trigger != 0 {
                    last = last.max(self.stage[k]);
                    self.add(domain, k, trigger, bit);
                }
            }
            self.bound_bit.push(bit);
            self.last_trigger.push(last);
        }
        if within.len() > 1 {
            for predicate in within {
                let bit = self.bit(0, usize::MAX)?;
                self.missed |= bit;
                for k in (0..n).filter(|&k| !domain.issues()[k].divisible) {
                    self.add(
                        domain,
                        k,
                        domain.all_options(k) & !predicate.allowed[k],
                        bit,
                    );
                }
            }
        }
        self.place_exclusions(domain, terms)
    }

    /// One bit per option that excludes a later one, from its stage to the last it excludes.
    fn place_exclusions(&mut self, domain: &Domain, terms: &Terms) -> Result<(), AgreementError> {
        let exclusions = &domain.structure().exclusions;
        if exclusions.is_empty() {
            return Ok(());
        }
        let permitted = |c: &Choice| terms.allowed[c.issue] >> c.option & 1 == 1;
        let ordered = || {
            let both = exclusions.iter().flat_map(|&(x, y)| [(x, y), (y, x)]);
            both.filter(|(x, y)| permitted(x) && permitted(y))
        };
        self.source.clear();
        self.source.resize(domain.total_options(), 0);
        for from in 0..self.order.len() {
            for (x, y) in ordered() {
                if self.stage[x.issue] != from || self.stage[y.issue] <= from {
                    continue;
                }
                let at = domain.position(x);
                if self.source[at] == 0 {
                    let targets = ordered().filter(|(other, _)| *other == x);
                    let until = targets
                        .map(|(_, y)| self.stage[y.issue])
                        .max()
                        .unwrap_or(from);
                    let bit = self.bit(from, until)?;
                    self.clears[until] |= bit;
                    self.source[at] = bit;
                    self.adds[at] |= bit;
                }
                self.forbids[domain.position(y)] |= self.source[at];
            }
        }
        Ok(())
    }

    fn add(&mut self, domain: &Domain, issue: usize, mut options: u64, bit: u64) {
        while options != 0 {
            let option = options.trailing_zeros() as usize;
            self.adds[domain.position(Choice { issue, option })] |= bit;
            options &= options - 1;
        }
    }

    /// A bit that is free from stage `from` on, taken until stage `until` is over.
    fn bit(&mut self, from: usize, until: usize) -> Result<u64, AgreementError> {
        let free = self
            .expiry
            .iter()
            .position(|&expiry| expiry <= from && from > 0);
        let at = free.unwrap_or(self.expiry.len());
        if at >= 64 {
            return Err(AgreementError::TooManyOpen);
        }
        if at == self.expiry.len() {
            self.expiry.push(until);
        } else {
            self.expiry[at] = until;
        }
        Ok(1 << at)
    }
}

/// The lists of a merge with `V` bounds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lists<const V: usize> {
    pub list: Vec<Label<V>>,
    next: Vec<Label<V>>,
    ends: Vec<usize>,
}

/// What one option of one stage does to a label.
struct Move<const V: usize> {
    stage: usize,
    gain: [f64; 2],
    digits: u64,
    bound_gain: [f64; V],
    forbids: u64,
    adds: u64,
}

impl<const V: usize> Lists<V> {
    /// Leaves in `list` the efficient packages, best for A first.
    pub fn merge(
        &mut self,
        domain: &Domain,
        draw: &Draw,
        terms: &Terms,
        plan: &Plan,
        pruner: &mut Pruner,
    ) -> Result<(), AgreementError> {
        let options = domain.total_options();
        let bounds = terms.bounds.len();
        let mut spread = Spread::none();
        self.list.clear();
        if terms.allowed.contains(&0) {
            return Ok(());
        }
        each_seed(domain, draw, terms, |seed| {
            let origin = Label {
                a: 0.0,
                b: 0.0,
                id: 0,
                burden: 0,
                slack: [f64::INFINITY; V],
            };
            let mut step = Move {
                stage: 0,
                gain: seed.net,
                digits: seed.id,
                bound_gain: [0.0; V],
                forbids: 0,
                adds: 0,
            };
            let mut start = origin;
            start.slack[..bounds].fill(0.0);
            for k in (0..domain.issues().len()).filter(|&k| terms.outer >> k & 1 == 1) {
                let at = domain.position(Choice {
                    issue: k,
                    option: seed.options[k],
                });
                step.adds |= plan.adds[at];
                for j in 0..bounds {
                    step.bound_gain[j] += terms.bound_gain[j * options + at];
                }
            }
            if let Some(label) = plan.advance(terms, &start, &step) {
                spread.include(&label);
                self.list.push(label);
            }
        });
        self.list.sort_unstable_by(order);
        pruner.prune(&mut self.list, &spread)?;
        for (i, &k) in plan.order.iter().enumerate() {
            self.ends.clear();
            self.next.clear();
            let mut spread = Spread::none();
            let mut mask = terms.allowed[k];
            while mask != 0 {
                let option = mask.trailing_zeros() as usize;
                mask &= mask - 1;
                let at = domain.position(Choice { issue: k, option });
                let mut step = Move {
                    stage: i + 1,
                    gain: [terms.gain[0][at], terms.gain[1][at]],
                    digits: option as u64 * domain.radix(k),
                    bound_gain: [0.0; V],
                    forbids: plan.forbids[at],
                    adds: plan.adds[at],
                };
                for j in 0..bounds {
                    step.bound_gain[j] = terms.bound_gain[j * options + at];
                }
                for label in &self.list {
                    if let Some(label) = plan.advance(terms, label, &step) {
                        spread.include(&label);
                        self.next.push(label);
                    }
                }
                self.ends.push(self.next.len());
            }
            merge_runs(&mut self.next, &mut self.ends, &mut self.list);
            std::mem::swap(&mut self.list, &mut self.next);
            pruner.prune(&mut self.list, &spread)?;
        }
        Ok(())
    }
}

impl Plan {
    /// The label after a move, or `None` if the move is forbidden or leads nowhere.
    #[inline]
    fn advance<const V: usize>(
        &self,
        terms: &Terms,
        label: &Label<V>,
        step: &Move<V>,
    ) -> Option<Label<V>> {
        if label.burden & step.forbids != 0 {
            return None;
        }
        let mut burden = label.burden & !self.clears[step.stage] | step.adds;
        if self.missed != 0 {
            if burden & self.missed == self.missed {
                return None;
            }
            if step.stage == self.order.len() {
                burden &= !self.missed;
            }
        }
        let mut slack = label.slack;
        for (j, bound) in terms.bounds.iter().enumerate().take(V) {
            slack[j] += step.bound_gain[j];
            let (least, most) = self.rest[step.stage * terms.bounds.len() + j];
            let bit = self.bound_bit[j];
            let binds = bit == 0 || burden & bit != 0;
            if slack[j] + least >= bound.floor || (!binds && step.stage >= self.last_trigger[j]) {
                slack[j] = f64::INFINITY;
                burden &= !bit;
            } else if slack[j] + most < bound.floor {
                if binds {
                    return None;
                }
                slack[j] = f64::NEG_INFINITY;
            }
        }
        Some(Label {
            a: label.a + step.gain[0],
            b: label.b + step.gain[1],
            id: label.id + step.digits,
            burden,
            slack,
        })
    }
}
