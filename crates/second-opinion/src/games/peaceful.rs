//! When some way of talking always ends in peace (Fey & Ramsay 2009, 2011).
//!
//! Two sides, the types of each independent of the other's, share a pie of 1 or fight. If every pair
//! of types is to settle, all types of a side value a settlement alike, so none can be told from
//! another by what it accepts: each type gets the same expected share, and the most demanding type
//! sets it. Such a mechanism exists iff
//!
//! ```text
//! Σ_i max_t E[ w_i(t, t_j) ] ≤ 1
//! ```
//!
//! with w_i the war payoff of side i. Where it fails, no mediator, forum or sequence of messages,
//! however clever, rules war out. Where it holds, one fixed split does, and none is needed.
//!
//! What it does not model: types that are correlated between the sides, utility that is not linear
//! in the share, outside inducements that make the pie larger.

/// The two sides' demands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Demands {
    /// Largest expected war payoff over the types of each side: the least it must be given.
    pub least: [f64; 2],
}

impl Demands {
    /// What is left when both are satisfied; negative if they cannot be.
    #[must_use]
    pub fn slack(&self) -> f64 {
        1.0 - self.least[0] - self.least[1]
    }

    /// Whether some mechanism always ends in peace.
    #[must_use]
    pub fn can_always_settle(&self) -> bool {
        self.slack() >= 0.0
    }
}

/// The demands from priors over each side's types and war payoffs `war[side][own type][other's
/// type]`. Types of probability 0 demand nothing. `None` if a shape or number is wrong: priors must
/// sum to 1, payoffs be finite.
#[must_use]
pub fn demands(priors: [&[f64]; 2], war: [&[Vec<f64>]; 2]) -> Option<Demands> {
    let mut least = [f64::NEG_INFINITY; 2];
    for side in 0..2 {
        let (own, other) = (priors[side], priors[1 - side]);
        let sum: f64 = own.iter().sum();
        let fits = (sum - 1.0).abs() <= 1e-9
            && own.iter().all(|p| (0.0..=1.0).contains(p))
            && war[side].len() == own.len()
            && war[side].iter().all(|row| row.len() == other.len());
        if !fits {
            return None;
        }
        for (row, _) in war[side].iter().zip(own).filter(|(_, p)| **p > 0.0) {
            let expected: f64 = row.iter().zip(other).map(|(w, p)| w * p).sum();
            if !expected.is_finite() {
                return None;
            }
            least[side] = least[side].max(expected);
        }
    }
    Some(Demands { least })
}
