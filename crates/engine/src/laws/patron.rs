#![doc = include_str!("../../../../docs/model/politics.md")]

use crate::math::{exp, exp_m1, ln};

/// Discount rates below this (per month) are taken as this.
const LEAST_RATE: f64 = 1e-6;
/// Monthly memory below this is taken as this: nothing of the mood outlives the month.
const LEAST_MEMORY: f64 = 1e-300;

/// The patron's mood u after a step: φ·u + √(1−φ²)·ξ, φ for that step (monthly φ^months) and ξ
/// standard normal; its variance stays 1.
#[inline(always)]
pub fn mood(u: f64, memory: f64, normal: f64) -> f64 {
    memory * u + (1.0 - memory * memory).max(0.0).sqrt() * normal
}

/// An expected jump of u, `months` ahead, as it counts today: E(jump)·e^(−r·months).
#[inline(always)]
pub fn discounted_jump(jump: f64, discount: f64, months: f64) -> f64 {
    jump * exp(-discount.max(LEAST_RATE) * months)
}

/// The drift that a forward-looking side puts into its war value:
/// m − β[û + Σ E(jump)e^(−rτ)]·r/(r − ln φ), the discounted mean of the drift to come when the mood
/// decays with monthly factor φ.
///
/// `drift`: m, towards side A's victory, per month; `effect`: β, fall of that drift per unit of u;
/// `estimate`: û; `jumps`: the sum of [`discounted_jump`] over the dated events ahead.
#[inline(always)]
pub fn expected_drift(
    drift: f64,
    effect: f64,
    estimate: f64,
    jumps: f64,
    discount: f64,
    memory: f64,
) -> f64 {
    let rate = discount.max(LEAST_RATE);
    let decay = -ln(memory.clamp(LEAST_MEMORY, 1.0));
    drift - effect * (estimate + jumps) * (rate / (rate + decay))
}

/// C: value of waiting for the next dated event, `months` ahead, in utility:
/// e^(−rτ)·E max(V⁺, x⁺) + (1 − e^(−rτ))·(hold − c/r).
///
/// `after`: E max(V⁺, x⁺), the better of the war value and of the utility at the Nash point after
/// the event, in expectation over the event; `hold`: utility of the line as it stands; `cost`:
/// utility per month.
#[inline(always)]
pub fn waiting(months: f64, after: f64, hold: f64, cost: f64, discount: f64) -> f64 {
    waiting_of(
        passed(months, discount),
        after,
        lasting(hold, cost, discount),
    )
}

/// [`waiting`] where these are [`passed`] and [`lasting`].
#[inline(always)]
pub fn waiting_of(passed: f64, after: f64, lasting: f64) -> f64 {
    (1.0 - passed) * after + passed * lasting
}

/// 1 − e^(−rτ), the weight of the months until an event.
#[inline(always)]
pub fn passed(months: f64, discount: f64) -> f64 {
    -exp_m1(-discount.max(LEAST_RATE) * months)
}

/// hold − c/r, what fighting for ever on a line is worth.
#[inline(always)]
pub fn lasting(hold: f64, cost: f64, discount: f64) -> f64 {
    hold - cost / discount.max(LEAST_RATE)
}

/// The mood expected on the mean over the year to come, from today's and from the expected jumps
/// of the dated events ahead, (months, jump) each; both fade with the monthly `memory`.
pub fn year_ahead(today: f64, jumps: impl Iterator<Item = (f64, f64)>, memory: f64) -> f64 {
    const YEAR: f64 = 12.0;
    let decay = -ln(memory.clamp(LEAST_MEMORY, 1.0 - 1e-12));
    let share = |months: f64| -exp_m1(-decay * (YEAR - months).max(0.0)) / (decay * YEAR);
    let jumps: f64 = jumps.map(|(months, jump)| jump * share(months)).sum();
    today * share(0.0) + jumps
}

/// By what factor the patron's word is believed more or less in a mood: e^(κ·u), κ the
/// elasticity; 1 to the last bit at κ = 0.
pub fn trust(elasticity: f64, mood: f64) -> f64 {
    // Beyond this a word is fully believed, however little it counted.
    exp((elasticity * mood).min(700.0))
}

/// A listener's estimate of u after a message that resolves a share ρ² of its error variance V:
/// û + ρ²(u − û) + √(ρ²(1−ρ²)V)·ξ + ρ²·slant, ξ standard normal.
///
/// Without slant the estimate is a martingale for a calibrated listener: its mean does not move,
/// and the error left has variance V(1−ρ²). `slant` (prior sd) is what the listener fails to
/// discount.
#[inline(always)]
pub fn heard(
    estimate: f64,
    truth: f64,
    variance: f64,
    resolved: f64,
    normal: f64,
    slant: f64,
) -> f64 {
    let noise = (resolved * (1.0 - resolved) * variance).max(0.0).sqrt();
    estimate + resolved * (truth - estimate) + noise * normal + resolved * slant
}

// The standard library is an independent reference here.
#[cfg(test)]
#[allow(clippy::disallowed_methods)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::laws::testing::{close, fine_nodes};

    #[test]
    fn the_mood_keeps_its_variance() {
        let second: f64 = fine_nodes()
            .iter()
            .map(|(x, w)| w * mood(0.7, 0.9, *x).powi(2))
            .sum();
        close(second, (0.9f64 * 0.7).powi(2) + 0.19, 1e-9);
        assert_eq!(mood(0.7, 1.0, 2.0), 0.7);
    }

    /// A mood that fades, and one that jumps on the way, month by month over a year.
    #[test]
    fn the_year_ahead() {
        let (today, jump, when, memory): (f64, f64, f64, f64) = (0.5, -0.8, 4.5, 0.9);
        let step = 1e-4;
        let direct: f64 = (0..120_000)
            .map(|i| {
                let t = (f64::from(i) + 0.5) * step;
                let after = if t > when {
                    jump * memory.powf(t - when)
                } else {
                    0.0
                };
                (today * memory.powf(t) + after) * step / 12.0
            })
            .sum();
        close(
            year_ahead(today, [(when, jump), (13.0, 5.0)].into_iter(), memory),
            direct,
            1e-6,
        );
        assert!((year_ahead(today, std::iter::empty(), 1.0) - today).abs() < 1e-9);
        assert!(year_ahead(today, std::iter::empty(), 0.0) < 1e-3);
        assert_eq!(trust(0.0, -3.0).to_bits(), 1.0f64.to_bits());
        assert!(trust(0.4, -1.0) < 1.0 && trust(0.4, 1.0) > 1.0);
    }

    /// The discounted mean of a drift that decays month by month, and of a jump on the way.
    #[test]
    fn the_drift_to_come() {
        let (m, beta, estimate, jump, r, memory): (f64, f64, f64, f64, f64, f64) =
            (0.01, 0.02, 0.5, -0.8, 0.03, 0.9);
        let when = 11.0;
        let jumps = discounted_jump(jump, r, when);
        let step = 1e-3;
        let direct: f64 = (0..600_000)
            .map(|i| {
                let t = (f64::from(i) + 0.5) * step;
                let before = estimate * memory.powf(t);
                let after = if t > when {
                    jump * memory.powf(t - when)
                } else {
                    0.0
                };
                r * (-r * t).exp() * (m - beta * (before + after)) * step
            })
            .sum();
        close(
            expected_drift(m, beta, estimate, jumps, r, memory),
            direct,
            1e-6,
        );
        close(
            expected_drift(m, beta, estimate, 0.0, r, 1.0),
            m - beta * estimate,
            1e-15,
        );
        assert!(expected_drift(m, beta, estimate, jumps, r, 0.0).is_finite());
    }

    #[test]
    fn waiting_for_a_dated_event() {
        // e^(−.12) = .886920: .886920·.6 + .113080·(.45 − .01/.02).
        close(waiting(6.0, 0.6, 0.45, 0.01, 0.02), 0.526_498, 1e-6);
        close(waiting(0.0, 0.6, 0.45, 0.01, 0.02), 0.6, 1e-15);
        // Without discount waiting costs its months.
        close(waiting(6.0, 0.6, 0.45, 0.01, 0.0), 0.54, 1e-5);
    }

    #[test]
    fn a_calibrated_listener_is_not_moved_on_average() {
        let nodes = fine_nodes();
        let (estimate, variance, resolved): (f64, f64, f64) = (0.3, 0.8, 0.4);
        let over_truth_and_noise = |f: &dyn Fn(f64, f64) -> f64| -> f64 {
            let inner = |truth: f64| -> f64 {
                let told = |x: f64| heard(estimate, truth, variance, resolved, x, 0.0);
                nodes
                    .iter()
                    .step_by(5)
                    .map(|(x, w)| 5.0 * w * f(truth, told(*x)))
                    .sum()
            };
            let truths = nodes.iter().step_by(5);
            truths
                .map(|(x, w)| 5.0 * w * inner(estimate + variance.sqrt() * x))
                .sum()
        };
        close(over_truth_and_noise(&|_, told| told), estimate, 1e-9);
        let left = over_truth_and_noise(&|truth, told| (truth - told).powi(2));
        close(left, variance * (1.0 - resolved), 1e-9);
        let spread = over_truth_and_noise(&|_, told| (told - estimate).powi(2));
        close(spread, variance * resolved, 1e-9);
        let slanted = heard(estimate, estimate, variance, resolved, 0.0, 1.5);
        close(slanted - estimate, resolved * 1.5, 1e-12);
    }

    proptest! {
        #[test]
        fn waiting_lies_between_now_and_then(
            months in 0.0..120.0f64,
            after in 0.0..1.0f64,
            hold in 0.0..1.0f64,
            discount in 0.0..0.2f64,
        ) {
            let c = waiting(months, after, hold, 0.0, discount);
            prop_assert!(c <= after.max(hold) + 1e-12 && c >= after.min(hold) - 1e-12);
        }
    }
}
