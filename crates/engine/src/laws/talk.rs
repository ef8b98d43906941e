#![doc = include_str!("../../../../docs/model/information.md")]

use crate::math::{exp, exp_m1, ln};

/// Gain in bits from which a topic counts as informed (ρ² of .05).
pub const INFORMED_BITS: f64 = 0.037;
/// Preference gaps below this are taken as none: everything is told.
const NO_CONFLICT: f64 = 1e-9;

/// Number of cells N of the most informative direct talk: the largest N with 2N(N−1)b < 1, for a
/// preference gap b (in units of the prior's range).
pub fn cells(conflict: f64) -> f64 {
    let b = conflict.max(NO_CONFLICT);
    let n = ((0.5 + 0.5 * (1.0 + 2.0 / b).sqrt()).ceil() - 1.0).max(1.0);
    // The root may round down onto an integer that it has just passed.
    if 2.0 * n * (n + 1.0) * b < 1.0 {
        n + 1.0
    } else {
        n
    }
}

/// Residual variance of direct talk on a uniform prior of range 1 (prior variance 1/12).
pub fn direct_variance(conflict: f64) -> f64 {
    let b = conflict.max(0.0);
    if b < NO_CONFLICT {
        return 0.0;
    }
    let n = cells(b);
    1.0 / (12.0 * n * n) + b * b * (n * n - 1.0) / 3.0
}

/// Share of variance that direct talk can resolve at preference gap b.
pub fn direct_share(conflict: f64) -> f64 {
    (1.0 - 12.0 * direct_variance(conflict))
        .max(0.0)
        .min(mediated_share(conflict))
}

/// Share of variance that the best filtering intermediary can resolve at preference gap b; no
/// costless talk of any form resolves more. 0 from b = ½ on.
#[inline]
pub fn mediated_share(conflict: f64) -> f64 {
    let b = conflict.clamp(0.0, 0.5);
    1.0 - 4.0 * b * (1.0 - b)
}

/// What makes a message on a topic believable.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Credibility {
    /// Nothing declared: nothing is resolved.
    #[default]
    None,
    /// Costless talk across the preference gap.
    Aligned,
    /// Evidence that can be shown.
    Verifiable,
    /// Talk with a cost of being caught, which narrows the gap.
    Costly,
    /// A concession made under cover of confidentiality.
    Cover,
}

/// A message on one topic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Message {
    /// Why it is believed.
    pub credibility: Credibility,
    /// Preference gap b, in units of the prior's range.
    pub conflict: f64,
    /// The envoy's confidentiality ι: 0 a mouthpiece, 1 a filtering intermediary.
    pub confidentiality: f64,
    /// Share of the topic that can be shown (`Verifiable`).
    pub shown: f64,
    /// Cost of being caught over the stake (`Costly`), in units of b.
    pub caught: f64,
    /// Share carried intact, 0 to 1.
    pub fidelity: f64,
}

impl Message {
    /// The preference gap that the cost of being caught leaves.
    fn effective_conflict(&self) -> f64 {
        match self.credibility {
            Credibility::Costly => (self.conflict - self.caught).max(0.0),
            _ => self.conflict,
        }
    }

    /// ρ²: share of the listener's variance that the message resolves.
    pub fn resolved(&self) -> f64 {
        let b = self.effective_conflict();
        let mixed = |iota: f64| (1.0 - iota) * direct_share(b) + iota * mediated_share(b);
        let share = match self.credibility {
            Credibility::None => 0.0,
            Credibility::Aligned | Credibility::Costly => {
                mixed(self.confidentiality.clamp(0.0, 1.0))
            }
            Credibility::Verifiable => self.shown.clamp(0.0, 1.0),
            Credibility::Cover => mixed(1.0),
        };
        share * self.fidelity.clamp(0.0, 1.0)
    }

    /// The largest share that any number of such messages resolves on a state that does not drift.
    pub fn ceiling(&self) -> f64 {
        match self.credibility {
            Credibility::None => 0.0,
            Credibility::Verifiable => 1.0,
            _ => mediated_share(self.effective_conflict()),
        }
    }
}

/// A listener's belief on one topic, relative to its prior.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Belief {
    /// Variance V in units of the prior variance.
    pub variance: f64,
    /// Expected error e, true less believed mean, in prior sd.
    pub error: f64,
}

impl Belief {
    /// The belief after a message that resolves a share ρ² of the variance.
    #[inline(always)]
    pub fn after(self, resolved: f64) -> Belief {
        Belief {
            variance: self.variance * (1.0 - resolved),
            error: self.error * (1.0 - resolved),
        }
    }

    /// As [`Belief::after`], but costless talk repeated on a state that has not drifted stays under
    /// its ceiling: V ≥ (1 − `ceiling`)·`first`, `first` being V before the first such message.
    #[inline(always)]
    pub fn after_repeated(self, resolved: f64, ceiling: f64, first: f64) -> Belief {
        let floor = ((1.0 - ceiling) * first).min(self.variance);
        let variance = (self.variance * (1.0 - resolved)).max(floor);
        Belief {
            variance,
            error: self.error * share(variance, self.variance),
        }
    }

    /// The belief after an interval; see [`Drift::over`].
    #[inline(always)]
    pub fn drifted(self, memory: f64, precision: f64) -> Belief {
        Drift::over(memory, precision).apply(self)
    }

    /// E err²: expected squared error of the believed mean against the truth, in prior variances.
    #[inline(always)]
    pub fn squared_error(self) -> f64 {
        self.variance + self.error * self.error
    }
}

/// What an interval without messages does to a belief.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drift {
    /// V becomes (gain·V + growth)/(base + slope·V).
    gain: f64,
    growth: f64,
    base: f64,
    slope: f64,
    /// e becomes fading·e over the same denominator.
    fading: f64,
}

impl Drift {
    /// An interval in which the state drifts with factor φ (0 to 1) and other channels bring the
    /// precision τ ≥ 0; both for that interval, so φ = (monthly φ)^months and τ = (monthly
    /// τ)·months.
    ///
    /// This is V ← 1/(1/(φ²V + 1 − φ²) + τ), e ← φe·V_after/V_before taken in ever shorter steps,
    /// which has a closed form (dV/dt = 2a(1−V) − τV² with a = −ln φ): how an interval is cut does
    /// not matter.
    #[inline(always)]
    pub fn over(memory: f64, precision: f64) -> Drift {
        let decay = -ln(memory.clamp(f64::MIN_POSITIVE, 1.0));
        let root = (decay * (decay + 2.0 * precision)).sqrt();
        // cosh(root) and sinh(root)/root, both divided by e^root; the second tends to 1.
        let twice = 2.0 * root.max(1e-9);
        let cosh = 0.5 * (1.0 + exp(-twice));
        let sinh = -exp_m1(-twice) / twice;
        Drift {
            gain: cosh - decay * sinh,
            growth: 2.0 * decay * sinh,
            base: cosh + decay * sinh,
            slope: precision * sinh,
            fading: exp(-root),
        }
    }

    /// The belief at the end of the interval.
    #[inline(always)]
    pub fn apply(self, belief: Belief) -> Belief {
        let kept = 1.0 / (self.base + self.slope * belief.variance);
        Belief {
            variance: (self.gain * belief.variance + self.growth) * kept,
            error: self.fading * belief.error * kept,
        }
    }
}

/// after/before, and 1 where there was nothing before.
#[inline(always)]
fn share(after: f64, before: f64) -> f64 {
    if before > 0.0 { after / before } else { 1.0 }
}

/// What deception adds to E err²: q(ρ²·g·slant)², with probability q of a deceptive message, degree
/// of belief g and slant in prior sd.
#[inline(always)]
pub fn deception_error(probability: f64, resolved: f64, believed: f64, slant: f64) -> f64 {
    let shift = resolved * believed * slant;
    probability * shift * shift
}

/// Bits gained when a share ρ² of the variance is resolved: −½ log₂(1 − ρ²); infinite at 1.
#[inline]
pub fn bits(resolved: f64) -> f64 {
    // Taken from 0, so that nothing told is 0 and not −0.
    0.0 - 0.5 * ln((1.0 - resolved).max(0.0)) * std::f64::consts::LOG2_E
}

/// √E err² with the contact over that without it; 1 where neither errs, infinite where only the
/// contact brings an error.
#[inline]
pub fn error_ratio(squared_with: f64, squared_without: f64) -> f64 {
    if squared_with == squared_without {
        1.0
    } else {
        (squared_with / squared_without).sqrt()
    }
}

// The standard library is an independent reference here.
#[cfg(test)]
#[allow(clippy::disallowed_methods)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::laws::testing::{TABLE, close};

    #[test]
    fn talk_ceiling() {
        let table = [
            (0.30, 1.0, 0.083333, 0.0, 0.160),
            (0.25, 1.0, 0.083333, 0.0, 0.250),
            (0.20, 2.0, 0.060833, 0.270, 0.360),
            (0.10, 2.0, 0.030833, 0.630, 0.640),
            (0.05, 3.0, 0.015926, 0.8089, 0.810),
            (0.01, 7.0, 0.003301, 0.9604, 0.9604),
        ];
        for (b, n, variance, direct, mediated) in table {
            assert_eq!(cells(b), n, "cells at {b}");
            close(direct_variance(b), variance, 1e-6);
            close(direct_share(b), direct, TABLE);
            close(mediated_share(b), mediated, TABLE);
        }
        assert_eq!(mediated_share(0.5), 0.0);
        assert_eq!(mediated_share(0.8), 0.0);
        assert_eq!(direct_share(0.0), 1.0);
    }

    /// Where another cell would just fit the inequality is strict; the root may round either way.
    #[test]
    fn cells_at_their_boundaries() {
        for i in 2..22_360 {
            let n = f64::from(i);
            let boundary = 1.0 / (2.0 * n * (n - 1.0));
            for b in [boundary.next_down(), boundary, boundary.next_up()] {
                let fits = |n: f64| n == 1.0 || 2.0 * n * (n - 1.0) * b < 1.0;
                assert!(fits(cells(b)) && !fits(cells(b) + 1.0), "{n} cells at {b}");
            }
        }
    }

    /// The variance inside the N cells of lengths 1/N + 2b(2i − N − 1), summed directly.
    #[test]
    fn direct_talk_by_its_cells() {
        for b in [0.2, 0.1, 0.05, 0.013, 0.0021] {
            let n = cells(b);
            let edge = |i: f64| i / n - 2.0 * b * i * (n - i);
            let sum: f64 = (0..n as u32)
                .map(|i| (edge(f64::from(i) + 1.0) - edge(f64::from(i))).powi(3) / 12.0)
                .sum();
            close(direct_variance(b), sum, 1e-12);
        }
    }

    #[test]
    fn modes_of_credibility() {
        let message = |credibility| Message {
            credibility,
            conflict: 0.2,
            confidentiality: 0.5,
            shown: 0.7,
            caught: 0.1,
            fidelity: 1.0,
        };
        let table = [
            (Credibility::None, 0.0, 0.0),
            (Credibility::Aligned, 0.315, 0.36),
            (Credibility::Verifiable, 0.7, 1.0),
            (Credibility::Costly, 0.635, 0.64),
            (Credibility::Cover, 0.36, 0.36),
        ];
        for (credibility, resolved, ceiling) in table {
            close(message(credibility).resolved(), resolved, 1e-12);
            close(message(credibility).ceiling(), ceiling, 1e-12);
            let garbled = Message {
                fidelity: 0.5,
                ..message(credibility)
            };
            close(garbled.resolved(), 0.5 * resolved, 1e-12);
        }
    }

    #[test]
    fn contacts_stay_under_the_ceiling() {
        let message = Message {
            credibility: Credibility::Aligned,
            conflict: 0.2,
            confidentiality: 0.0,
            shown: 0.0,
            caught: 0.0,
            fidelity: 1.0,
        };
        let mut belief = Belief {
            variance: 1.0,
            error: 0.5,
        };
        for _ in 0..6 {
            belief = belief.after_repeated(message.resolved(), message.ceiling(), 1.0);
        }
        close(belief.variance, 0.64, 1e-12);
        close(belief.error, 0.5 * 0.64, 1e-12);
        // The ceiling counts from the variance before the first message, here .5.
        let later = Belief {
            variance: 0.4,
            error: 0.0,
        };
        close(
            later.after_repeated(0.36, 0.36, 0.5).variance,
            0.64 * 0.5,
            1e-12,
        );
        let once = Belief {
            variance: 1.0,
            error: 0.5,
        }
        .after(message.resolved());
        close(once.variance, 0.73, 1e-12);
        close(once.error, 0.365, 1e-12);
    }

    #[test]
    fn deception_makes_a_listener_worse_off() {
        let after = Belief {
            variance: 1.0,
            error: 0.0,
        }
        .after(0.5);
        let squared = after.squared_error() + deception_error(0.3, 0.5, 1.0, 3.0);
        close(squared, 1.175, 1e-12);
        assert!(error_ratio(squared, 1.0) > 1.0);
        assert_eq!(error_ratio(0.0, 0.0), 1.0);
    }

    #[test]
    fn bits_of_confidence() {
        for (resolved, expected) in [(0.1, 0.0760), (0.5, 0.5), (0.75, 1.0)] {
            close(bits(resolved), expected, 5e-5);
        }
        close(bits(0.05), INFORMED_BITS, 1e-4);
        assert_eq!(bits(1.0), f64::INFINITY);
    }

    #[test]
    fn drift_and_other_channels() {
        let belief = Belief {
            variance: 0.5,
            error: 0.4,
        };
        let later = belief.drifted(0.9, 0.0);
        close(later.variance, 0.81 * 0.5 + 0.19, 1e-12);
        close(later.error, 0.36, 1e-12);
        let told = belief.drifted(1.0, 2.0);
        close(told.variance, 0.25, 1e-8);
        close(told.error, 0.2, 1e-8);
        let forgotten = belief.drifted(0.0, 0.0);
        close(forgotten.variance, 1.0, 1e-12);
        close(forgotten.error, 0.0, 1e-12);
        // The recursion in short steps: half a year at monthly φ = .9, τ = .2.
        let steps = 100_000;
        let (phi, tau) = (0.9f64.powf(6.0 / f64::from(steps)), 1.2 / f64::from(steps));
        let by_steps = (0..steps).fold(belief, |b, _| {
            let drifted = phi * phi * b.variance + 1.0 - phi * phi;
            let variance = 1.0 / (1.0 / drifted + tau);
            Belief {
                variance,
                error: phi * b.error * variance / drifted,
            }
        });
        let at_once = belief.drifted(0.9f64.powi(6), 1.2);
        close(at_once.variance, by_steps.variance, 1e-5);
        close(at_once.error, by_steps.error, 1e-5);
    }

    proptest! {
        #[test]
        fn no_costless_talk_beats_the_mediator(
            conflict in 0.0..1.0f64,
            confidentiality in 0.0..1.0f64,
            caught in 0.0..1.0f64,
            fidelity in 0.0..1.0f64,
            mode in 0..4usize,
        ) {
            let credibility = [
                Credibility::None,
                Credibility::Aligned,
                Credibility::Costly,
                Credibility::Cover,
            ][mode];
            let message =
                Message { credibility, conflict, confidentiality, shown: 1.0, caught, fidelity };
            prop_assert!(message.resolved() <= message.ceiling() + 1e-12);
            prop_assert!((0.0..=1.0).contains(&message.resolved()));
        }

        #[test]
        fn the_cutting_of_an_interval_does_not_matter(
            variance in 0.0..1.0f64,
            error in -2.0..2.0f64,
            memory in 0.05..=1.0f64,
            precision in 0.0..5.0f64,
            cut in 0.0..=1.0f64,
        ) {
            let belief = Belief { variance, error };
            let at_once = belief.drifted(memory, precision);
            let first = belief.drifted(memory.powf(cut), precision * cut);
            let both = first.drifted(memory.powf(1.0 - cut), precision * (1.0 - cut));
            prop_assert!((at_once.variance - both.variance).abs() < 1e-8);
            prop_assert!((at_once.error - both.error).abs() < 1e-8);
            prop_assert!((0.0..=1.0 + 1e-12).contains(&at_once.variance));
        }

        #[test]
        fn the_cells_are_the_largest_number_that_fits(conflict in 1e-6..0.6f64) {
            let n = cells(conflict);
            prop_assert!(n == 1.0 || 2.0 * n * (n - 1.0) * conflict < 1.0);
            prop_assert!(2.0 * n * (n + 1.0) * conflict >= 1.0);
        }
    }
}
