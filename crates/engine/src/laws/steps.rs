#![doc = include_str!("../../../../docs/model/steps.md")]

use crate::math::{exp, exp_m1, ln_1p};

/// Probability of an event of rate `rate` per month within `months`: 1 − e^(−rate·months).
#[inline(always)]
pub fn probability(rate: f64, months: f64) -> f64 {
    -exp_m1(-rate * months)
}

/// The constant rate per month that gives `probability` within `months`. Certainty is taken as one
/// in 10¹² short of it, so that the rate stays finite.
#[inline(always)]
pub fn rate(probability: f64, months: f64) -> f64 {
    let p = probability.clamp(0.0, 1.0 - 1e-12);
    -ln_1p(-p) / months.max(1e-9)
}

/// A monthly probability as the probability within a step of `months`: 1 − (1−p)^months, so that
/// the steps of any length multiply to the same month.
#[inline(always)]
pub fn within(monthly_probability: f64, months: f64) -> f64 {
    probability(rate(monthly_probability, 1.0), months)
}

/// Probability that a step short of settlement has happened: by itself at `base_rate` per month
/// over the `on` months in which its condition held, or brought about by the contact with
/// probability `added`, of whose window the share `passed` (0 to 1) is over:
/// 1 − e^(−rate·on)·(1 − added·passed).
#[inline(always)]
pub fn by_then(base_rate: f64, on: f64, added: f64, passed: f64) -> f64 {
    1.0 - exp(-base_rate * on) * (1.0 - added * passed)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::laws::testing::close;

    #[test]
    fn rates_and_probabilities() {
        // 1 − e^(−0.6) from tables of the exponential.
        close(probability(0.1, 6.0), 0.451_188, 1e-6);
        close(rate(0.5, 2.0), 0.346_574, 1e-6);
        close(within(0.19, 0.5), 0.1, 1e-12);
        close(within(1.0, 1.0), 1.0, 1e-9);
        assert_eq!(within(0.0, 1.0), 0.0);
    }

    #[test]
    fn the_contact_adds_within_its_window() {
        let without = by_then(0.1, 6.0, 0.0, 1.0);
        close(without, 0.451_188, 1e-6);
        // Base and addition are independent ways for the step to happen.
        close(
            by_then(0.1, 6.0, 0.3, 1.0),
            1.0 - (1.0 - without) * 0.7,
            1e-12,
        );
        close(by_then(0.0, 6.0, 0.3, 0.5), 0.15, 1e-12);
        assert_eq!(by_then(0.1, 0.0, 0.3, 0.0), 0.0);
    }

    proptest! {
        #[test]
        fn steps_of_any_length_multiply(p in 0.0..1.0f64, parts in 1..60u32) {
            let dt = 1.0 / f64::from(parts);
            let none = (0..parts).fold(1.0, |none, _| none * (1.0 - within(p, dt)));
            prop_assert!((1.0 - none - p).abs() < 1e-10);
        }

        #[test]
        fn a_rate_gives_its_probability_back(p in 0.0..0.999f64, months in 0.01..60.0f64) {
            prop_assert!((probability(rate(p, months), months) - p).abs() < 1e-12);
        }
    }
}
