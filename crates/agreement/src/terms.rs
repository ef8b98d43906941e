//! One draw on one domain, as grid numbers: what every algorithm of the crate works from.

use crate::domain::{Choice, Domain};
use crate::draw::{Consent, Draw};
use crate::error::AgreementError;
use crate::grid::{LIMIT, snap, threshold};
use crate::predicate::Predicate;

/// A minimum on one party's gross utility.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Bound {
    pub party: usize,
    /// Compared as it stands: the tolerance is already taken off.
    pub floor: f64,
    /// Binds only on packages that pick an option in [`Terms::triggers`]; else always.
    pub conditional: bool,
}

/// Contributions, permitted options and bounds of one draw. Flat per-option arrays follow
/// [`Domain::position`].
#[derive(Debug, Clone, Default)]
pub(crate) struct Terms {
    /// Gross contribution w v of each option to sides A and B.
    pub gain: [Vec<f64>; 2],
    /// Options nobody refuses outright, one mask per issue.
    pub allowed: Vec<u64>,
    /// Red lines in force that an option elsewhere would lift.
    pub lines: Vec<usize>,
    /// Mask of the issues that are enumerated before the merge.
    pub outer: u64,
    pub bounds: Vec<Bound>,
    /// Gross contribution of each option to each bound's party, \[bound\]\[flat option\].
    pub bound_gain: Vec<f64>,
    /// Options on which a conditional bound starts to bind, \[bound\]\[issue\].
    pub triggers: Vec<u64>,
}

impl Terms {
    /// Fills the terms. `within` is a union of predicates; an empty slice restricts nothing.
    pub fn prepare(
        &mut self,
        domain: &Domain,
        draw: &Draw,
        within: &[Predicate],
    ) -> Result<(), AgreementError> {
        draw.check(domain)?;
        let s = domain.structure();
        if within.iter().any(|p| p.allowed.len() != s.issues.len()) {
            return Err(AgreementError::Shape("predicate"));
        }
        for side in 0..2 {
            self.gain[side].clear();
            contributions(domain, draw, s.sides[side], &mut self.gain[side]);
        }
        self.allowed.clear();
        for k in 0..s.issues.len() {
            let union = within.iter().fold(0, |mask, p| mask | p.allowed[k]);
            if s.issues[k].divisible && within.iter().any(|p| p.allowed[k] != union) {
                return Err(AgreementError::DivisibleUnion(k));
            }
            let all = domain.all_options(k);
            self.allowed
                .push(if within.is_empty() { all } else { union & all });
        }
        self.outer = domain.effect_issues();
        self.lines.clear();
        for (i, (line, &meant)) in s.red_lines.iter().zip(&draw.red_lines).enumerate() {
            if !meant {
            } else if line.unless.is_empty() {
                self.allowed[line.refused.issue] &= !(1 << line.refused.option);
            } else {
                self.outer |= line.tied_issues();
                self.lines.push(i);
            }
        }
        self.bind(domain, draw);
        self.settle_divisible(domain)
    }

    /// Vetoes and consents: bounds, or options that fall away.
    fn bind(&mut self, domain: &Domain, draw: &Draw) {
        let s = domain.structure();
        self.bounds.clear();
        self.bound_gain.clear();
        self.triggers.clear();
        for veto in &draw.vetoes {
            self.bounds.push(Bound {
                party: veto.party,
                floor: threshold(veto.threshold),
                conditional: false,
            });
            contributions(domain, draw, veto.party, &mut self.bound_gain);
            self.triggers
                .resize(self.triggers.len() + s.issues.len(), 0);
        }
        for (rule, &consent) in s.consents.iter().zip(&draw.consents) {
            match consent {
                Consent::Given => {}
                Consent::Refused => self.allowed[rule.issue] &= !rule.options,
                Consent::ByUtility => {
                    let known = self
                        .bounds
                        .iter()
                        .position(|b| b.conditional && b.party == rule.party);
                    let bound = known.unwrap_or_else(|| {
                        let start = self.bound_gain.len();
                        contributions(domain, draw, rule.party, &mut self.bound_gain);
                        let today: f64 = (s.issues.iter().enumerate())
                            .map(|(issue, i)| Choice {
                                issue,
                                option: i.status_quo,
                            })
                            .map(|at| self.bound_gain[start + domain.position(at)])
                            .sum();
                        self.bounds.push(Bound {
                            party: rule.party,
                            floor: threshold(today),
                            conditional: true,
                        });
                        self.triggers
                            .resize(self.triggers.len() + s.issues.len(), 0);
                        self.bounds.len() - 1
                    });
                    self.triggers[bound * s.issues.len() + rule.issue] |= rule.options;
                }
            }
        }
    }

    /// Refuses a bound that a mix of two ends could still meet or break, or that any share away
    /// from today would trigger; a divisible issue fixed at a triggering end triggers its bound.
    fn settle_divisible(&mut self, domain: &Domain) -> Result<(), AgreementError> {
        for (k, _) in domain
            .issues()
            .iter()
            .enumerate()
            .filter(|(_, issue)| issue.divisible)
        {
            for (j, bound) in self.bounds.iter_mut().enumerate() {
                let at = j * domain.total_options() + domain.first(k);
                let triggers = self.triggers[j * domain.issues().len() + k] & self.allowed[k];
                let differs = self.bound_gain[at] != self.bound_gain[at + 1];
                if self.allowed[k] == 3 && (differs || triggers != 0) {
                    return Err(AgreementError::DivisibleBound {
                        party: bound.party,
                        issue: k,
                    });
                }
                bound.conditional &= triggers == 0;
            }
        }
        Ok(())
    }

    /// What the divisible issues give to a bound's party; settled, since a bound is indifferent
    /// to those that are not fixed.
    pub fn divisible_gain(&self, domain: &Domain, bound: usize) -> f64 {
        let start = bound * domain.total_options();
        let divisible = domain
            .issues()
            .iter()
            .enumerate()
            .filter(|(_, issue)| issue.divisible);
        divisible
            .map(|(k, _)| {
                let end = usize::from(self.allowed[k] == 2);
                self.bound_gain[start + domain.first(k) + end]
            })
            .sum()
    }
}

/// Appends the gross contribution w v of every option to one party's utility.
fn contributions(domain: &Domain, draw: &Draw, party: usize, into: &mut Vec<f64>) {
    let n = domain.total_options();
    let values = &draw.values[party * n..(party + 1) * n];
    for k in 0..domain.issues().len() {
        let weight = draw.weight(domain, party, k);
        let options = domain.first(k)..domain.first(k) + domain.issues()[k].options;
        into.extend(values[options].iter().map(|v| snap(weight * v)));
    }
}

/// What a side expects to lose by breach, d ℓ / (1 − d) with d and ℓ after the effects of the
/// chosen options (an effect m under reliability ρ counts as 1 + ρ(m − 1)); on the grid.
pub(crate) fn premium(
    domain: &Domain,
    draw: &Draw,
    side: usize,
    option: impl Fn(usize) -> usize,
) -> f64 {
    let s = domain.structure();
    let (mut d, mut l) = (draw.breach[side], draw.loss[side]);
    for (effect, size) in s.effects.iter().zip(&draw.effects) {
        if effect.party == s.sides[side] && option(effect.at.issue) == effect.at.option {
            let trust = effect.guarantor.map_or(1.0, |g| draw.reliability[g]);
            d *= 1.0 + trust * (size.breach - 1.0);
            l *= 1.0 + trust * (size.loss - 1.0);
        }
    }
    if d * l <= 0.0 {
        0.0
    } else if d >= 1.0 {
        LIMIT
    } else {
        snap(d * l / (1.0 - d))
    }
}
