#![doc = include_str!("../../../../docs/model/audience.md")]

use crate::math::{exp, logistic, logit};

/// Shares of the credulous below this are taken as this: with nobody to mislead the host gains
/// nothing, and the inflation has no bound.
const LEAST_CREDULOUS: f64 = 1e-6;
/// Beliefs are held this far from 0 and 1, where the log-odds are infinite.
const MARGIN: f64 = 1e-12;

/// What the host adds to the truth, in log-odds: b/α, for a wished distortion b (log-odds) and a
/// credulous share α of the audience.
#[inline]
pub fn inflation(spin: f64, credulous: f64) -> f64 {
    spin / credulous.max(LEAST_CREDULOUS)
}

/// Mean distortion of the audience in log-odds: the credulous believe the message, the others
/// subtract the inflation. It is b whatever α.
#[inline]
pub fn mean_distortion(spin: f64, credulous: f64) -> f64 {
    credulous.max(LEAST_CREDULOUS) * inflation(spin, credulous)
}

/// Public belief `days` after the message: the earlier belief moved by the mean distortion in
/// log-odds, which halves every `half_life` days.
#[inline(always)]
pub fn public_belief(before: f64, distortion: f64, days: f64, half_life: f64) -> f64 {
    // Where nothing is added the belief stays as it is, to the last bit.
    if distortion == 0.0 {
        return before;
    }
    let left = exp(-std::f64::consts::LN_2 * days.max(0.0) / half_life.max(1e-9));
    logistic(logit(before.clamp(MARGIN, 1.0 - MARGIN)) + distortion * left)
}

/// The largest probability with which a Bayesian audience of prior π can be brought to a posterior
/// of at least `threshold`: min(1, π/t).
#[inline]
pub fn persuasion_bound(prior: f64, threshold: f64) -> f64 {
    (prior / threshold.max(f64::MIN_POSITIVE)).min(1.0)
}

/// gap: public belief less the model's probability.
#[inline(always)]
pub fn gap(public_belief: f64, model: f64) -> f64 {
    public_belief - model
}

/// Whether a gap may be called false hope: the public believes more than the model and more than
/// the upper end of the reference class's 95 % interval.
#[inline]
pub fn false_hope(public_belief: f64, model: f64, reference_upper: f64) -> bool {
    public_belief > model && public_belief > reference_upper
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::laws::testing::close;

    #[test]
    fn inflated_talk() {
        close(inflation(0.8, 0.4), 2.0, 1e-12);
        for credulous in [0.1, 0.4, 1.0] {
            close(mean_distortion(0.8, credulous), 0.8, 1e-12);
        }
    }

    #[test]
    fn belief_moves_and_fades() {
        close(public_belief(0.5, 0.8, 0.0, 30.0), 0.689_974, 1e-6);
        close(public_belief(0.5, 0.8, 30.0, 30.0), logistic(0.4), 1e-12);
        close(public_belief(0.2, 0.8, 1e6, 30.0), 0.2, 1e-12);
        assert_eq!(public_belief(0.1, 0.0, 0.0, 30.0), 0.1);
    }

    #[test]
    fn bayesian_audiences_have_a_bound() {
        close(persuasion_bound(0.02, 0.2), 0.10, 1e-12);
        assert_eq!(persuasion_bound(0.3, 0.2), 1.0);
        assert_eq!(persuasion_bound(0.3, 0.0), 1.0);
    }

    #[test]
    fn false_hope_needs_both() {
        close(gap(0.2, 0.05), 0.15, 1e-12);
        assert!(false_hope(0.2, 0.05, 0.1));
        assert!(!false_hope(0.2, 0.05, 0.25));
        assert!(!false_hope(0.2, 0.3, 0.1));
    }

    proptest! {
        #[test]
        fn always_a_probability(
            before in 0.0..=1.0f64,
            distortion in -20.0..20.0f64,
            days in 0.0..1e4f64,
            half_life in 0.0..1e4f64,
        ) {
            let belief = public_belief(before, distortion, days, half_life);
            prop_assert!((0.0..=1.0).contains(&belief));
        }
    }
}
