#![doc = include_str!("../../../../docs/model/war.md")]

use crate::math::{exp, exp_m1};

/// Variances of the front below this (per month) are taken as this.
const LEAST_VARIANCE: f64 = 1e-12;
/// Discount rates below this (per month) are taken as this where a value divides by them.
const LEAST_RATE: f64 = 1e-6;
/// Speeds and rates beyond this are taken as this, so that their squares stay finite.
const MOST: f64 = 1e100;

/// The war as one side sees it: positions and drift count towards its own victory.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Front {
    /// Distance to its own victory, at least 0 (1 − y for side A).
    pub ahead: f64,
    /// Distance to its own defeat, at least 0 (1 + y for side A).
    pub behind: f64,
    /// Drift towards its own victory, per month.
    pub drift: f64,
    /// Volatility of the front, per square root of a month.
    pub volatility: f64,
}

/// What the war brings one side.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stakes {
    /// Utility when it imposes its best on the issues decided by force.
    pub win: f64,
    /// Utility when the other side does.
    pub lose: f64,
    /// Utility of the line as it stands.
    pub hold: f64,
    /// Cost of fighting, utility per month.
    pub cost: f64,
    /// Discount rate r, per month, without the risk of collapse.
    pub discount: f64,
    /// Rate per month at which this side collapses.
    pub own_collapse: f64,
    /// Rate per month at which the other side collapses.
    pub other_collapse: f64,
}

impl Stakes {
    /// Rate per month at which a fight is discounted: r, held at 1e-6 and more, and either collapse.
    #[inline(always)]
    pub fn rate(&self) -> f64 {
        self.discount.max(LEAST_RATE) + self.own_collapse + self.other_collapse
    }
}

/// The two ends of a war at a rate of discount; what of [`barrier_discounts`] no drift changes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Barriers {
    /// As in [`Front`].
    pub ahead: f64,
    /// As in [`Front`].
    pub behind: f64,
    /// 2R.
    pub twice_rate: f64,
    /// 2Rσ².
    pub spread: f64,
    /// 1/σ².
    pub precision: f64,
    /// Below this width of √(μ²+2Rσ²)/σ² both differences are linear and their ratio that of the
    /// distances.
    pub least: f64,
}

impl Barriers {
    /// The barriers of a front, whatever its drift, at `rate` ≥ 0 per month.
    #[inline(always)]
    pub fn new(front: Front, rate: f64) -> Self {
        let Front {
            ahead,
            behind,
            volatility,
            ..
        } = front;
        let variance = (volatility * volatility).clamp(LEAST_VARIANCE, MOST);
        let twice_rate = 2.0 * rate.clamp(0.0, MOST);
        Self {
            ahead,
            behind,
            twice_rate,
            spread: twice_rate * variance,
            precision: 1.0 / variance,
            least: 1e-9 / (ahead + behind).max(f64::MIN_POSITIVE),
        }
    }

    /// [`barrier_discounts`] at a drift.
    #[inline(always)]
    pub fn discounts(self, drift: f64) -> (f64, f64) {
        let [win, lose, ahead, behind] = self.exponents(drift);
        discounts(exp(win), exp(lose), exp_m1(ahead), exp_m1(behind))
    }

    /// The exponents that [`discounts`] is made of, none of them positive: a·(μ − root)/σ²,
    /// −b·(μ + root)/σ², −2ag and −2bg.
    #[inline(always)]
    pub fn exponents(self, drift: f64) -> [f64; 4] {
        let Self {
            ahead,
            behind,
            twice_rate,
            spread,
            precision,
            least,
        } = self;
        let speed = drift.abs().min(MOST);
        let root = (speed * speed + spread).sqrt();
        // (root − speed)/variance without the cancellation; 0 where both are 0.
        let against = twice_rate / (root + speed).max(f64::MIN_POSITIVE);
        let with = (root + speed) * precision;
        let (up, down) = if drift > 0.0 {
            (against, with)
        } else {
            (with, against)
        };
        let g = (root * precision).max(least);
        [
            -ahead * up,
            -behind * down,
            -2.0 * ahead * g,
            -2.0 * behind * g,
        ]
    }
}

/// [`barrier_discounts`] from e to the first two of [`Barriers::exponents`], and from e to the
/// other two less 1.
#[inline(always)]
pub fn discounts(win: f64, lose: f64, to_win: f64, to_lose: f64) -> (f64, f64) {
    // e^(−2(a+b)g) − 1 by the product; both terms of the sum have the sign of the larger.
    let whole = 1.0 / (to_win + to_lose + to_win * to_lose);
    let (win, lose) = (win * (to_lose * whole), lose * (to_win * whole));
    (win.min(1.0), lose.min(1.0))
}

/// (win, lose): E[e^(−RT); the side wins at its barrier] and E[e^(−RT); it loses at the other], at
/// rate R ≥ 0 per month. With R = 0 these are the probabilities of winning and losing.
///
/// Each lies in [0, 1] for every finite input: the exponents are never positive.
#[inline(always)]
pub fn barrier_discounts(front: Front, rate: f64) -> (f64, f64) {
    Barriers::new(front, rate).discounts(front.drift)
}

/// What fighting on is worth; what of [`value`] neither drift nor front changes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Worth {
    /// For ever between the ends, collapse of either side included.
    pub meanwhile: f64,
    /// What victory adds to that.
    pub victory: f64,
    /// What defeat adds to it, mostly less than nothing.
    pub defeat: f64,
}

impl Worth {
    /// Of a fight over `stakes`.
    #[inline(always)]
    pub fn new(stakes: Stakes) -> Self {
        let Stakes {
            win,
            lose,
            hold,
            cost,
            discount,
            own_collapse,
            other_collapse,
        } = stakes;
        let discount = discount.max(LEAST_RATE);
        let flow = other_collapse * win + own_collapse * lose + discount * hold - cost;
        let meanwhile = flow / stakes.rate();
        Self {
            meanwhile,
            victory: win - meanwhile,
            defeat: lose - meanwhile,
        }
    }

    /// [`value`] where these are the [`barrier_discounts`].
    #[inline(always)]
    pub fn value(self, (won, lost): (f64, f64)) -> f64 {
        self.meanwhile + (won * self.victory + lost * self.defeat)
    }
}

/// V: value of fighting on, in utility, at a known drift. A side's V is the mean of this over its
/// belief about the drift (Gauss–Hermite): V is not linear in the drift.
#[inline(always)]
pub fn value(front: Front, stakes: Stakes) -> f64 {
    Worth::new(stakes).value(barrier_discounts(front, stakes.rate()))
}

/// The utility of holding at `position` towards own victory (−1 to 1): linear from `lose` at the
/// lost end through `hold_today` at `today` to `win` at the won end.
#[inline(always)]
pub fn holding(position: f64, today: f64, lose: f64, hold_today: f64, win: f64) -> f64 {
    // Chosen before the one division, which leaves nothing to branch on.
    let lost = position < today;
    let outer = if lost { lose } else { win };
    let left = if lost { 1.0 + position } else { 1.0 - position };
    let whole = if lost { 1.0 + today } else { 1.0 - today };
    let share = left / whole.max(LEAST_VARIANCE);
    outer + (hold_today - outer) * share.clamp(0.0, 1.0)
}

/// Probability that the side wins at its barrier, undiscounted and without collapse.
#[inline]
pub fn win_probability(front: Front) -> f64 {
    barrier_discounts(front, 0.0).0
}

/// Expected months until the front reaches either end, without collapse.
pub fn expected_months(front: Front) -> f64 {
    let Front {
        ahead,
        behind,
        drift,
        volatility,
    } = front;
    let variance = (volatility * volatility).max(LEAST_VARIANCE);
    let both = ahead * behind / variance;
    // The general form subtracts near-equal numbers here; the first-order term is enough.
    if drift.abs() * (ahead + behind) < 1e-5 * variance {
        return both * (1.0 + drift * (ahead - behind) / (3.0 * variance));
    }
    let win = win_probability(front);
    (ahead * win - behind * (1.0 - win)) / drift
}

/// Cost of fighting, utility per month, of a side that would fight `months` more from today's line
/// (worth `hold`) to get everything (worth `win`), at `discount` per month.
///
/// Held at 0 where the line is already worth as much as everything. `months` of 0 or less is taken
/// as a ten-thousandth of a month.
#[inline]
pub fn cost_from_months(months: f64, discount: f64, win: f64, hold: f64) -> f64 {
    let rate = discount.max(LEAST_RATE);
    rate * (win - hold).max(0.0) / exp_m1(rate * months.max(1e-4))
}

/// Probability that a Brownian path reached a barrier within a step, given its distances to the
/// barrier at the two ends and the variance of the step (σ²·dt): exp(−2·before·after/variance),
/// 1 where an end lies beyond.
#[inline(always)]
pub fn bridge_hit(before: f64, after: f64, variance: f64) -> f64 {
    exp(-2.0 * before.max(0.0) * after.max(0.0) / variance.max(f64::MIN_POSITIVE))
}

/// Share of the gap between the observed and the believed drift by which the belief moves in one
/// step: s²/(s² + σ²/dt). The belief's variance falls by the same share.
#[inline(always)]
pub fn kalman_gain(belief_variance: f64, volatility: f64, months: f64) -> f64 {
    let noise = volatility * volatility / months.max(f64::MIN_POSITIVE);
    belief_variance / (belief_variance + noise).max(f64::MIN_POSITIVE)
}

/// The disagreement left after `months` of shared observation, when both sides began with the
/// same sd of belief about the drift: Δ₀τ₀/(τ₀ + t/σ²).
pub fn disagreement(initial: f64, belief_sd: f64, volatility: f64, months: f64) -> f64 {
    let observed = belief_sd * belief_sd * months;
    let variance = (volatility * volatility).max(LEAST_VARIANCE);
    initial * variance / (variance + observed)
}

// The standard library is an independent reference here.
#[cfg(test)]
#[allow(clippy::disallowed_methods)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::laws::testing::{close, fine_nodes};

    const CHECK: Front = Front {
        ahead: 1.0,
        behind: 1.0,
        drift: 0.1,
        volatility: 0.5,
    };
    const STAKES: Stakes = Stakes {
        win: 0.9,
        lose: 0.1,
        hold: 0.45,
        cost: 0.01,
        discount: 0.05,
        own_collapse: 0.02,
        other_collapse: 0.03,
    };

    #[test]
    fn discounted_barriers_and_value() {
        let (win, lose) = barrier_discounts(CHECK, 0.1);
        close(win, 0.49084, 1e-5);
        close(lose, 0.22055, 1e-5);
        close(value(CHECK, STAKES), 0.58359, 1e-5);
        let (win, lose) = barrier_discounts(CHECK, 0.05);
        close(win, 0.576_745, 1e-6);
        close(lose, 0.259_148, 1e-6);
    }

    #[test]
    fn undiscounted_barriers() {
        close(win_probability(CHECK), 0.68997, 1e-5);
        close(expected_months(CHECK), 3.79949, 1e-5);
        let far = Front {
            ahead: 1.0,
            behind: 2.0,
            drift: -0.05,
            volatility: 0.4,
        };
        close(win_probability(far), 0.45108, 1e-5);
        close(expected_months(far), 12.93507, 1e-5);
        let still = Front { drift: 0.0, ..far };
        close(win_probability(still), 2.0 / 3.0, 1e-9);
        close(expected_months(still), 2.0 / 0.16, 1e-9);
        // The series for a small drift meets the general form.
        let variance = 0.16;
        let at = |scale: f64| {
            expected_months(Front {
                drift: scale * 1e-5 * variance / 3.0,
                ..far
            })
        };
        close(at(0.999), at(1.001), 1e-6);
    }

    /// The discounted barrier is the bounded solution of ½σ²w″ + μw′ = Rw with w = 1 at the won and
    /// 0 at the lost end.
    #[test]
    fn barriers_solve_their_differential_equation() {
        let (sigma, step) = (0.3, 1e-3);
        for drift in [-0.2, -0.01, 0.0, 0.05, 0.4] {
            for rate in [0.0, 0.01, 0.3] {
                let win = |y: f64| {
                    let front = Front {
                        ahead: 1.0 - y,
                        behind: 1.0 + y,
                        drift,
                        volatility: sigma,
                    };
                    barrier_discounts(front, rate).0
                };
                close(win(1.0), 1.0, 1e-12);
                close(win(-1.0), 0.0, 1e-12);
                for y in [-0.9, -0.4, 0.0, 0.3, 0.8] {
                    let slope = (win(y + step) - win(y - step)) / (2.0 * step);
                    let bend = (win(y + step) - 2.0 * win(y) + win(y - step)) / (step * step);
                    let left = 0.5 * sigma * sigma * bend + drift * slope;
                    close(left, rate * win(y), 1e-4);
                }
            }
        }
    }

    #[test]
    fn holding_is_piecewise_linear() {
        let at = |y| holding(y, 0.2, 0.1, 0.5, 0.9);
        for (y, expected) in [(-1.0, 0.1), (-0.4, 0.3), (0.2, 0.5), (0.6, 0.7), (1.0, 0.9)] {
            close(at(y), expected, 1e-12);
        }
        // A war already at its end: the end counts.
        assert_eq!(holding(1.0, 1.0, 0.1, 0.5, 0.9), 0.9);
        assert_eq!(holding(-1.0, -1.0, 0.1, 0.5, 0.9), 0.5);
    }

    #[test]
    fn cost_pays_for_the_months() {
        // Indifference: N months of cost against everything instead of the line from then on.
        let (months, r, win, hold) = (24.0, 0.02, 0.9, 0.4);
        let c = cost_from_months(months, r, win, hold);
        let fought = (1.0 - (-r * months).exp()) / r;
        close(c * fought, (win - hold) * (-r * months).exp(), 1e-12);
        assert_eq!(cost_from_months(24.0, 0.02, 0.4, 0.4), 0.0);
    }

    /// What the front left as it is under an interim deal costs: at the medians of the default
    /// priors, with all at stake, a deal tempers the drift to .3 for so many days and the front
    /// is then that much farther back.
    #[test]
    fn what_an_interim_deal_would_hold_back() {
        let middle = |low: f64, high: f64| (low * high).sqrt();
        let (win, lose, today) = (1.0, 0.0, 0.5);
        let discount = middle(0.005, 0.03);
        let collapse = middle(0.0005, 0.02);
        let value = |drift: f64, position: f64| {
            let front = Front {
                ahead: 1.0 - position,
                behind: 1.0 + position,
                drift,
                volatility: middle(0.02, 0.12),
            };
            value(
                front,
                Stakes {
                    win,
                    lose,
                    hold: holding(position, 0.0, lose, today, win),
                    cost: cost_from_months(middle(12.0, 120.0), discount, win, today),
                    discount,
                    own_collapse: collapse,
                    other_collapse: collapse,
                },
            )
        };
        let lost = |drift: f64, days: f64| {
            let months = days * 12.0 / 365.25;
            value(drift, 0.0) - value(drift, -0.7 * drift * months)
        };
        // The 95 % point of the default drift, and of how long an interim deal lasts.
        close(lost(0.01645, 30.0), 0.006_830, 2e-6);
        close(lost(0.01645, 365.0), 0.081_674, 1e-5);
        close(lost(-0.01645, 30.0), -0.002_209, 2e-6);
        assert_eq!(lost(0.0, 365.0), 0.0);
    }

    #[test]
    fn a_year_of_attrition_teaches_little() {
        close(disagreement(0.02, 0.01, 0.08, 12.0), 0.016_842, 1e-6);
        // The same by the filter: both sides see the same front, only their means differ.
        let (mut gap, mut variance, dt) = (0.02, 1e-4, 12.0 / 52.0);
        for _ in 0..52 {
            let gain = kalman_gain(variance, 0.08, dt);
            gap -= gain * gap;
            variance *= 1.0 - gain;
        }
        close(gap, 0.016_842, 1e-6);
    }

    #[test]
    fn bridge_sees_what_euler_misses() {
        // Two half steps, the middle point integrated, give the same chance as one step.
        let (before, after, variance): (f64, f64, f64) = (0.3, 0.4, 0.1);
        let (mean, sd) = (0.5 * (before + after), (0.25 * variance).sqrt());
        let by_halves: f64 = fine_nodes()
            .iter()
            .map(|(x, w)| {
                let middle = mean + sd * x;
                let misses = (1.0 - bridge_hit(before, middle, 0.5 * variance))
                    * (1.0 - bridge_hit(middle, after, 0.5 * variance));
                w * (1.0 - misses)
            })
            .sum();
        close(by_halves, bridge_hit(before, after, variance), 1e-4);
        assert_eq!(bridge_hit(0.3, -0.1, 0.1), 1.0);
        assert_eq!(bridge_hit(0.0, 0.0, 0.0), 1.0);
    }

    proptest! {
        #[test]
        fn never_outside_its_range(
            ahead in 0.0..1e6f64,
            behind in 0.0..1e6f64,
            drift in any::<f64>(),
            volatility in any::<f64>(),
            rate in any::<f64>(),
        ) {
            prop_assume!(drift.is_finite() && volatility.is_finite() && rate.is_finite());
            let (win, lose) = barrier_discounts(Front { ahead, behind, drift, volatility }, rate);
            prop_assert!((0.0..=1.0).contains(&win), "win {win}");
            prop_assert!((0.0..=1.0).contains(&lose), "lose {lose}");
            if ahead + behind > 1e-6 {
                prop_assert!(win + lose <= 1.0 + 1e-9, "{win} + {lose}");
            }
        }

        #[test]
        fn value_lies_between_its_ends(
            y in -1.0..1.0f64,
            drift in -1.0..1.0f64,
            volatility in 0.0..1.0f64,
            discount in 0.0..0.1f64,
            own in 0.0..0.1f64,
            other in 0.0..0.1f64,
        ) {
            let front = Front { ahead: 1.0 - y, behind: 1.0 + y, drift, volatility };
            let stakes = Stakes {
                win: 0.9, lose: 0.1, hold: 0.5, cost: 0.0, discount,
                own_collapse: own, other_collapse: other,
            };
            let v = value(front, stakes);
            prop_assert!((0.1 - 1e-9..=0.9 + 1e-9).contains(&v), "{v}");
            // The other side sees the mirror image.
            let mirror = Front { ahead: front.behind, behind: front.ahead, drift: -drift, ..front };
            let (win, lose) = barrier_discounts(front, 0.05);
            prop_assert_eq!((lose, win), barrier_discounts(mirror, 0.05));
        }
    }
}
