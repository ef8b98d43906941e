#![doc = include_str!("../../../../docs/model/steps.md")]

use crate::math::{exp_m1, ln_1p};

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

/// Probability that a step short of settlement has happened `months` after the contact: a base
/// rate per month throughout, and on top of it a probability `added` spread evenly in rate over
/// the `window` (months).
pub fn by_then(base_rate: f64, added: f64, window: f64, months: f64) -> f64 {
    let open = months.max(0.0).min(window);
    probability(
        1.0,
        base_rate * months.max(0.0) + rate(added, window) * open,
    )
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
        let window = 14.0 * 12.0 / 365.25;
        let without = by_then(0.1, 0.0, window, 6.0);
        close(without, 0.451_188, 1e-6);
        // Base and addition are independent ways for the step to happen.
        close(
            by_then(0.1, 0.3, window, 6.0),
            1.0 - (1.0 - without) * 0.7,
            1e-12,
        );
        close(
            by_then(0.0, 0.3, window, 0.5 * window),
            1.0 - 0.7f64.sqrt(),
            1e-12,
        );
        assert_eq!(by_then(0.1, 0.3, window, 0.0), 0.0);
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
