//! From one value per need to the numbers of a [`Draw`].

use super::need::Term;
use crate::domain::Domain;
use crate::draw::{Consent, Draw, EffectSize, Veto};

/// Largest breach probability used: at 1 the premium d ℓ / (1 − d) has no value, and at .999 it
/// is already 999 ℓ.
const MOST_BREACH: f64 = 0.999;

/// What one party makes of one issue.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Preference {
    /// Importance on the party's own scale, non-negative.
    pub weight: Term,
    /// Value of each option, 0..=1.
    pub values: Vec<Term>,
}

/// How a required consent is settled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Asked {
    /// The event that it consents; none where nothing in the file speaks of it.
    pub event: Option<usize>,
    /// The author gave the probability; else the party looks at its utility.
    pub stated: bool,
}

/// The multipliers of one guarantee.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Guarantee {
    pub breach: Term,
    pub loss: Term,
    pub reliability: Term,
}

/// How a [`Draw`] follows from one value per [`super::Need`].
#[derive(Clone, Debug, PartialEq)]
pub struct Recipe {
    /// \[party\]\[issue\], parties outermost.
    pub(super) preferences: Vec<Preference>,
    /// Per red line the event that it is meant.
    pub(super) red_lines: Vec<usize>,
    /// Party and the least it accepts.
    pub(super) vetoes: Vec<(usize, Term)>,
    /// Per consent rule.
    pub(super) consents: Vec<Asked>,
    /// Per effect of the domain.
    pub(super) guarantees: Vec<Guarantee>,
    /// Per side.
    pub(super) breach: [Term; 2],
    /// Per side.
    pub(super) loss: [Term; 2],
}

impl Recipe {
    /// Fills `draw`, which must have the shape of [`Draw::new`] of the same domain, from `x`, one
    /// value per need in the order of [`super::Space::needs`]. Every number is overwritten.
    ///
    /// Weights are normalised (a party that weighs nothing gets equal weights on values of 0).
    /// A guarantee's own reliability ρ is folded into its multiplier m as 1 + ρ(m − 1), so
    /// `draw.reliability` is left at 1 per party: a further factor for whoever changes it later.
    /// Values out of range are moved to its nearer end.
    pub fn fill(&self, domain: &Domain, x: &[f64], draw: &mut Draw) {
        self.fill_believing(domain, x, |_| 1.0, draw);
    }

    /// [`Recipe::fill`] where the guarantor of the domain's `k`-th effect is believed `trust(k)`
    /// times as much as the file says, at most fully.
    pub fn fill_believing(
        &self,
        domain: &Domain,
        x: &[f64],
        trust: impl Fn(usize) -> f64,
        draw: &mut Draw,
    ) {
        let issues = domain.issues().len();
        draw.weights.clear();
        draw.values.clear();
        for party in self.preferences.chunks(issues.max(1)) {
            let weight = |p: &Preference| p.weight.at(x).max(0.0);
            let total: f64 = party.iter().map(weight).sum();
            let equal = 1.0 / issues as f64;
            let shares = party.iter().map(|p| {
                if total > 0.0 {
                    weight(p) / total
                } else {
                    equal
                }
            });
            draw.weights.extend(shares);
            let values = party.iter().flat_map(|p| &p.values);
            draw.values.extend(values.map(|v| share(v.at(x))));
        }
        draw.red_lines.clear();
        draw.red_lines
            .extend(self.red_lines.iter().map(|&event| x[event] > 0.5));
        draw.vetoes.clear();
        let veto = |&(party, least): &(usize, Term)| Veto {
            party,
            threshold: share(least.at(x)),
        };
        draw.vetoes.extend(self.vetoes.iter().map(veto));
        draw.consents.clear();
        draw.consents
            .extend(self.consents.iter().map(|asked| match asked.event {
                Some(event) if x[event] <= 0.5 => Consent::Refused,
                Some(_) if asked.stated => Consent::Given,
                _ => Consent::ByUtility,
            }));
        draw.effects.clear();
        draw.effects
            .extend(self.guarantees.iter().enumerate().map(|(k, g)| {
                let trust = share(g.reliability.at(x) * trust(k));
                let size = |m: Term| 1.0 + trust * (share(m.at(x)) - 1.0);
                EffectSize {
                    breach: size(g.breach),
                    loss: size(g.loss),
                }
            }));
        draw.breach = self.breach.map(|d| share(d.at(x)).min(MOST_BREACH));
        draw.loss = self.loss.map(|l| share(l.at(x)));
        draw.reliability.fill(1.0);
    }
}

/// Cut to 0..=1.
fn share(x: f64) -> f64 {
    x.clamp(0.0, 1.0)
}
