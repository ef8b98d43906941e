#![doc = include_str!("../../../../docs/model/exchange.md")]

use crate::math::{exp, exp_m1, normal_cdf};

/// Surplus from which the best mechanism trades when both values are uniform on [0, 1].
pub const LEAST_TRADED_SURPLUS: f64 = 0.25;

/// Probability that a holder consents to an exchange it may suspect of being a ruse: it accepts
/// when q·n ≥ (1−q)·ℓ.
///
/// `trust`: q, believed probability that the offer is sincere; `ruse_loss`: ℓ; the net benefit n is
/// normal with `benefit_mean` and `benefit_sd`.
#[inline]
pub fn consent(trust: f64, ruse_loss: f64, benefit_mean: f64, benefit_sd: f64) -> f64 {
    let needed = (1.0 - trust) * ruse_loss / trust.max(f64::MIN_POSITIVE);
    normal_cdf((benefit_mean - needed) / benefit_sd.max(1e-9))
}

/// Probability that one proposal carried by the contact leads to an exchange: carried × authority ×
/// Π P(consent).
#[inline]
pub fn proposal(carried: f64, authority: f64, consents: &[f64]) -> f64 {
    consents.iter().product::<f64>() * carried * authority
}

/// Probability of trade when both values are uniform on [0, 1] and a trade needs a surplus of at
/// least `least` (0 to 1); [`LEAST_TRADED_SURPLUS`] is the best that any mechanism does which
/// nobody subsidises and everybody joins freely.
#[inline]
pub fn trade_probability(least: f64) -> f64 {
    0.5 * (1.0 - least) * (1.0 - least)
}

/// Expected gain from the trades of [`trade_probability`], in units of the values' range.
#[inline]
pub fn trade_gains(least: f64) -> f64 {
    1.0 / 6.0 - least * least * (0.5 - least / 3.0)
}

/// Probability that a flow is open `months` later, open now with probability `open`, when it opens
/// at rate `opens` and closes at rate `closes` per month.
#[inline(always)]
pub fn open_later(open: f64, opens: f64, closes: f64, months: f64) -> f64 {
    let both = opens + closes;
    let settled = opens / both.max(f64::MIN_POSITIVE);
    settled + (open - settled) * exp(-both * months)
}

/// Expected number of exchanges over `months` of a flow that is open now with probability `open`,
/// with `open_rate` and `frozen_rate` exchanges per month in its two states.
pub fn expected_exchanges(
    open: f64,
    (opens, closes): (f64, f64),
    (open_rate, frozen_rate): (f64, f64),
    months: f64,
) -> f64 {
    // Slower switching than this is no switching over any horizon of years.
    let both = (opens + closes).max(1e-9);
    let settled = opens / both;
    let memory = -exp_m1(-both * months) / both;
    let open_months = settled * months + (open - settled) * memory;
    frozen_rate * months + (open_rate - frozen_rate) * open_months
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::laws::testing::close;

    #[test]
    fn suspicion_of_a_ruse() {
        let suspicious = consent(0.5, 1.0, 0.3, 1.0);
        let trusting = consent(1.0, 1.0, 0.0, 1.0);
        close(proposal(1.0, 1.0, &[suspicious, trusting]), 0.12098, 1e-5);
        assert_eq!(consent(0.0, 1.0, 0.3, 1.0), 0.0);
        close(proposal(0.5, 0.4, &[]), 0.2, 1e-15);
    }

    #[test]
    fn best_mechanism_for_a_negotiable_ratio() {
        close(trade_probability(LEAST_TRADED_SURPLUS), 0.28125, 1e-12);
        close(trade_gains(LEAST_TRADED_SURPLUS), 9.0 / 64.0, 1e-12);
        // With no threshold every pair with a surplus trades.
        close(trade_probability(0.0), 0.5, 1e-15);
        close(trade_gains(0.0), 1.0 / 6.0, 1e-15);
    }

    #[test]
    fn a_flow_opens_and_freezes() {
        let (opens, closes) = (0.2, 0.6);
        close(open_later(1.0, opens, closes, 1e3), 0.25, 1e-12);
        close(open_later(1.0, opens, closes, 0.0), 1.0, 1e-12);
        let step = 1e-3;
        let direct: f64 = (0..6_000)
            .map(|i| {
                let p = open_later(1.0, opens, closes, (f64::from(i) + 0.5) * step);
                (p * 2.0 + (1.0 - p) * 0.1) * step
            })
            .sum();
        close(
            expected_exchanges(1.0, (opens, closes), (2.0, 0.1), 6.0),
            direct,
            1e-6,
        );
        close(
            expected_exchanges(1.0, (0.0, 0.0), (2.0, 0.1), 6.0),
            12.0,
            1e-6,
        );
    }

    proptest! {
        #[test]
        fn a_step_is_two_half_steps(
            open in 0.0..1.0f64,
            opens in 0.0..3.0f64,
            closes in 0.0..3.0f64,
            months in 0.0..6.0f64,
        ) {
            let half = open_later(open, opens, closes, 0.5 * months);
            let twice = open_later(half, opens, closes, 0.5 * months);
            prop_assert!((twice - open_later(open, opens, closes, months)).abs() < 1e-12);
        }

        #[test]
        fn more_trust_more_consent(
            trust in 0.01..0.98f64,
            loss in 0.0..5.0f64,
            mean in -2.0..2.0f64,
        ) {
            prop_assert!(consent(trust + 0.01, loss, mean, 1.0) >= consent(trust, loss, mean, 1.0));
        }
    }
}
