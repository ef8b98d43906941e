//! The numbers of one state of the world.

use crate::domain::{Choice, Domain};
use crate::error::AgreementError;

/// A third party's minimum: no package with U_party(x) < threshold can be signed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Veto {
    /// The party that holds the veto.
    pub party: usize,
    /// Its reservation in utility.
    pub threshold: f64,
}

/// How one consent rule turns out in this state of the world.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consent {
    /// The party agrees to whatever the rule covers.
    Given,
    /// The party agrees to nothing the rule covers.
    Refused,
    /// The party agrees iff the package is worth at least the status quo to it, gross.
    ByUtility,
}

/// Multipliers of one effect under a perfectly reliable guarantor; 1 changes nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EffectSize {
    /// Multiplier of the breach probability d.
    pub breach: f64,
    /// Multiplier of the breach loss ℓ.
    pub loss: f64,
}

/// The numbers of one state of the world, in the order of the domain's structure.
#[derive(Debug, Clone, PartialEq)]
pub struct Draw {
    /// Weights \[party\]\[issue\], non-negative and summing to 1 per party (the caller normalises).
    pub weights: Vec<f64>,
    /// Values \[party\]\[flat option\] in 0..=1, see [`Domain::position`].
    pub values: Vec<f64>,
    /// Per red line: is the option truly unacceptable?
    pub red_lines: Vec<bool>,
    /// Vetoes in force.
    pub vetoes: Vec<Veto>,
    /// Per consent rule: how it turns out.
    pub consents: Vec<Consent>,
    /// Breach probability d per side before effects, 0..1.
    pub breach: [f64; 2],
    /// Breach loss ℓ per side before effects, utility.
    pub loss: [f64; 2],
    /// Per effect: its multipliers.
    pub effects: Vec<EffectSize>,
    /// Reliability 0..=1 per party as a guarantor.
    pub reliability: Vec<f64>,
}

impl Draw {
    /// A draw of the right shape: equal weights, values 0, no red line meant, every consent given,
    /// no breach, effects of size 1, guarantors reliable.
    #[must_use]
    pub fn new(domain: &Domain) -> Self {
        let s = domain.structure();
        Self {
            weights: vec![1.0 / s.issues.len().max(1) as f64; s.parties * s.issues.len()],
            values: vec![0.0; s.parties * domain.total_options()],
            red_lines: vec![false; s.red_lines.len()],
            vetoes: Vec::new(),
            consents: vec![Consent::Given; s.consents.len()],
            breach: [0.0; 2],
            loss: [0.0; 2],
            effects: vec![
                EffectSize {
                    breach: 1.0,
                    loss: 1.0
                };
                s.effects.len()
            ],
            reliability: vec![1.0; s.parties],
        }
    }

    /// The weight a party gives to an issue.
    #[inline]
    #[must_use]
    pub fn weight(&self, domain: &Domain, party: usize, issue: usize) -> f64 {
        self.weights[party * domain.issues().len() + issue]
    }

    /// The value 0..=1 a party gives to an option.
    #[inline]
    #[must_use]
    pub fn value(&self, domain: &Domain, party: usize, at: Choice) -> f64 {
        self.values[party * domain.total_options() + domain.position(at)]
    }

    /// Shape and range.
    ///
    /// # Errors
    /// [`AgreementError::Shape`] or [`AgreementError::Range`] with the name of the field.
    pub fn check(&self, domain: &Domain) -> Result<(), AgreementError> {
        let s = domain.structure();
        let lengths = [
            ("weights", self.weights.len(), s.parties * s.issues.len()),
            (
                "values",
                self.values.len(),
                s.parties * domain.total_options(),
            ),
            ("red_lines", self.red_lines.len(), s.red_lines.len()),
            ("consents", self.consents.len(), s.consents.len()),
            ("effects", self.effects.len(), s.effects.len()),
            ("reliability", self.reliability.len(), s.parties),
        ];
        if let Some((field, ..)) = lengths.iter().find(|(_, have, want)| have != want) {
            return Err(AgreementError::Shape(field));
        }
        let share = |x: &f64| (0.0..=1.0).contains(x);
        let size = |x: f64| x >= 0.0 && x.is_finite();
        let ranges = [
            ("weights", self.weights.iter().all(share)),
            ("values", self.values.iter().all(share)),
            (
                "vetoes",
                self.vetoes
                    .iter()
                    .all(|v| v.threshold.is_finite() && v.party < s.parties),
            ),
            ("breach", self.breach.iter().all(|d| (0.0..1.0).contains(d))),
            ("loss", self.loss.iter().all(|&l| size(l))),
            (
                "effects",
                self.effects.iter().all(|e| size(e.breach) && size(e.loss)),
            ),
            ("reliability", self.reliability.iter().all(share)),
        ];
        match ranges.iter().find(|(_, good)| !good) {
            Some((field, _)) => Err(AgreementError::Range(field)),
            None => Ok(()),
        }
    }
}
