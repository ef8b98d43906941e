//! What a mediator can do at best (Hörner, Morelli & Squintani 2015).
//!
//! Two sides share a pie of 1. Each is strong (H, probability q) or weak (L) and knows only itself.
//! War shrinks the pie to θ; equals get half of it each in expectation, and a strong side beats a
//! weak one with probability p, pθ > ½. With
//!
//! ```text
//! λ = q/(1 − q)        γ = (pθ − ½)/(½ − θ/2)
//! ```
//!
//! the equal split is accepted by all iff λ ≥ γ, and there is no war. Below that the best institution
//! trades war for honesty. [`direct`] is the best that the sides reach by talking to each other,
//! [`mediator`] the best with someone to whom both speak in confidence and who proposes; an
//! arbitrator whose word is binding does no better than that one. An envoy who may neither hear in
//! confidence nor propose is worth none of the difference.
//!
//! What it does not model: more than two types, a sequence of proposals, a mediator with interests or
//! information of its own, a breach of what was agreed.
//!
//! [`programme`] states the same as linear programmes, which must give the same numbers.

pub mod programme;

use std::fmt;

/// A dispute of two sides of unknown strength.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dispute {
    theta: f64,
    p: f64,
    q: f64,
}

/// Numbers that make no such dispute.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum DisputeError {
    /// θ does not lie between 0 and 1.
    Remainder(f64),
    /// p does not lie between ½ and 1.
    Odds(f64),
    /// q does not lie between 0 and 1.
    Strong(f64),
    /// pθ ≤ ½: even the strong prefer half to fighting the weak, and nothing is in dispute.
    NoTemptation(f64),
}

impl fmt::Display for DisputeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Remainder(x) => write!(f, "what war leaves is {x}; it lies between 0 and 1"),
            Self::Odds(x) => write!(
                f,
                "the strong beat the weak with probability {x}; it lies between 1/2 and 1"
            ),
            Self::Strong(x) => write!(f, "a side is strong with probability {x}; between 0 and 1"),
            Self::NoTemptation(x) => write!(
                f,
                "a strong side gets {x} by fighting a weak one; at most half leaves nothing to settle"
            ),
        }
    }
}

impl std::error::Error for DisputeError {}

/// A best institution: who settles, and what the strong get from the weak.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Institution {
    /// Probability of peace between two weak sides.
    pub both_weak: f64,
    /// Probability of peace between a strong and a weak side.
    pub mixed: f64,
    /// Probability of peace between two strong sides.
    pub both_strong: f64,
    /// Probability of peace before anyone's strength is known.
    pub peace: f64,
}

impl Dispute {
    /// θ: what war leaves of the pie; p: probability that the strong beat the weak; q: probability
    /// that a side is strong.
    ///
    /// # Errors
    /// Any number outside its range, or pθ ≤ ½.
    pub fn new(theta: f64, p: f64, q: f64) -> Result<Self, DisputeError> {
        let inside = |x: f64, low: f64| x > low && x < 1.0;
        if !inside(theta, 0.0) {
            Err(DisputeError::Remainder(theta))
        } else if !inside(p, 0.5) && p != 1.0 {
            Err(DisputeError::Odds(p))
        } else if !inside(q, 0.0) {
            Err(DisputeError::Strong(q))
        } else if p * theta <= 0.5 {
            Err(DisputeError::NoTemptation(p * theta))
        } else {
            Ok(Self { theta, p, q })
        }
    }

    /// λ = q/(1 − q): the odds that a side is strong.
    #[must_use]
    pub fn odds(&self) -> f64 {
        self.q / (1.0 - self.q)
    }

    /// γ: what a strong side gains by fighting a weak one over half, per what it loses by fighting
    /// an equal.
    #[must_use]
    pub fn temptation(&self) -> f64 {
        (self.p * self.theta - 0.5) / (0.5 - self.theta / 2.0)
    }

    /// Two weak sides always settle.
    fn institution(&self, mixed: f64, both_strong: f64) -> Institution {
        let q = self.q;
        Institution {
            both_weak: 1.0,
            mixed,
            both_strong,
            peace: (1.0 - q) * (1.0 - q) + 2.0 * q * (1.0 - q) * mixed + q * q * both_strong,
        }
    }
}

/// The best the sides do by talking to each other.
#[must_use]
pub fn direct(dispute: &Dispute) -> Institution {
    let (l, g) = (dispute.odds(), dispute.temptation());
    let (mixed, both_strong) = if l >= g {
        (1.0, 1.0)
    } else if g < 1.0 && l <= g / (1.0 + g) {
        (1.0 / ((1.0 + g) * (1.0 - l)), 0.0)
    } else if g < 1.0 && l < 1.0 / (1.0 + g) {
        (1.0, 1.0 - g / (l * (1.0 + g)))
    } else if l <= g / 2.0 {
        (1.0 / (1.0 + g - 2.0 * l), 0.0)
    } else {
        (1.0, (2.0 * l - g) / (l * (2.0 + g)))
    };
    dispute.institution(mixed, both_strong)
}

/// The best with a confidential mediator who proposes, and equally with an arbitrator.
#[must_use]
pub fn mediator(dispute: &Dispute) -> Institution {
    let (l, g) = (dispute.odds(), dispute.temptation());
    let (mixed, both_strong) = if l >= g {
        (1.0, 1.0)
    } else if l <= g / 2.0 {
        let theta = dispute.theta;
        let strong = dispute.p * theta;
        let left = 1.0 - strong - (1.0 - dispute.p) * theta;
        ((1.0 - theta) / 2.0 / (strong - theta / 2.0 - l * left), 0.0)
    } else {
        (1.0, (2.0 * l - g) / (l * (1.0 + g - l)))
    };
    dispute.institution(mixed, both_strong)
}

/// What the confidence and the right to propose add to the probability of peace.
#[must_use]
pub fn value_of_mediation(dispute: &Dispute) -> f64 {
    mediator(dispute).peace - direct(dispute).peace
}
