//! The value of fighting on as a function of the belief on the drift, by lane.
//!
//! Arms whose beliefs differ by a little share the seven evaluations: with
//! c_k = E[He_k(Z) V(m + sZ)]/k!, E V(m + δ + sZ) = Σ c_k (δ/s)^k, exact to degree 6.

use crate::lanes::{Column, LANES, by_lane};
use crate::laws::war::{self, Barriers, Front, Stakes, Worth};
use crate::math::{decay, decay_m1};
use crate::quadrature::GaussHermite;

/// Nodes of the quadrature over a side's belief on the drift.
const NODES: usize = 7;
/// Beyond this shift, in sd of the belief, the value is worked out afresh.
const MOST_SHIFT: f64 = 1.0;

/// What the front is worth to a side: the line where it runs, and how far both ends are.
#[multiversion::multiversion(targets("x86_64+avx2"))]
pub fn line(
    sign: f64,
    (front, today): (&Column, &Column),
    stakes: &StakeColumns,
    hold: &mut Column,
    (ahead, behind): (&mut Column, &mut Column),
) {
    for lane in 0..LANES {
        let position = sign * front[lane];
        hold[lane] = war::holding(
            position,
            sign * today[lane],
            stakes.lose[lane],
            stakes.hold_today[lane],
            stakes.win[lane],
        );
        ahead[lane] = (1.0 - position).max(0.0);
        behind[lane] = (1.0 + position).max(0.0);
    }
}

/// The quadrature, and what makes of its values the coefficients.
struct Rule {
    nodes: [f64; NODES],
    weights: [f64; NODES],
    /// Weight times the probabilists' Hermite polynomial He_k/k!, `[k]`, at the nodes from 0 up. Those
    /// of even degree are even and those of odd degree odd, as the rule itself is symmetric.
    hermite: [[f64; NODES / 2 + 1]; NODES],
}

fn rule() -> &'static Rule {
    static RULE: std::sync::OnceLock<Rule> = std::sync::OnceLock::new();
    RULE.get_or_init(|| {
        let quadrature = GaussHermite::new(NODES);
        let nodes: [f64; NODES] = std::array::from_fn(|j| quadrature.nodes()[j]);
        let weights: [f64; NODES] = std::array::from_fn(|j| quadrature.weights()[j]);
        let mut hermite = [[0.0; NODES / 2 + 1]; NODES];
        for j in NODES / 2..NODES {
            let (mut before, mut here) = (0.0, 1.0);
            for (k, row) in hermite.iter_mut().enumerate() {
                row[j - NODES / 2] = weights[j] * here;
                // He_{k+1} = x He_k − k He_{k−1}, each over its factorial.
                let next = (nodes[j] * here - before) / (k + 1) as f64;
                (before, here) = (here, next);
            }
        }
        Rule {
            nodes,
            weights,
            hermite,
        }
    })
}

/// Stakes of a side as columns; units as in [`Stakes`].
#[allow(missing_docs, reason = "the fields of the law, as columns")]
#[derive(Clone)]
pub struct StakeColumns {
    pub win: Column,
    pub lose: Column,
    pub hold_today: Column,
    pub cost: Column,
    pub own_collapse: Column,
    pub other_collapse: Column,
}

/// The war as one side sees it besides its drift, by lane; units as in [`Front`] and [`Stakes`].
#[allow(missing_docs, reason = "the fields of the laws, as columns")]
#[derive(Clone, Copy)]
pub struct Seen<'a> {
    pub ahead: &'a Column,
    pub behind: &'a Column,
    pub volatility: &'a Column,
    pub discount: &'a Column,
    /// Utility of the line where it now runs.
    pub hold: &'a Column,
    /// Sd of the belief on the drift.
    pub sd: &'a Column,
    pub stakes: &'a StakeColumns,
}

impl Seen<'_> {
    /// The front at a drift in the side's own direction.
    #[inline(always)]
    pub fn front(&self, lane: usize, drift: f64) -> Front {
        Front {
            ahead: self.ahead[lane],
            behind: self.behind[lane],
            drift,
            volatility: self.volatility[lane],
        }
    }

    /// The stakes with the worth of the line where it now runs.
    #[inline(always)]
    pub fn stakes(&self, lane: usize) -> Stakes {
        let stakes = self.stakes;
        Stakes {
            win: stakes.win[lane],
            lose: stakes.lose[lane],
            hold: self.hold[lane],
            cost: stakes.cost[lane],
            discount: self.discount[lane],
            own_collapse: stakes.own_collapse[lane],
            other_collapse: stakes.other_collapse[lane],
        }
    }
}

/// Coefficients c_k of V in the shift of a belief, `[k][lane]`.
pub struct Coefficients([Column; NODES]);

impl Coefficients {
    /// V where no belief is shifted.
    pub fn unshifted(&self) -> &Column {
        &self.0[0]
    }

    /// Of a value that no belief changes.
    pub fn constant(value: Column) -> Self {
        let mut constant = Self::default();
        constant.0[0] = value;
        constant
    }
}

impl Default for Coefficients {
    fn default() -> Self {
        Self([[0.0; LANES]; NODES])
    }
}

/// [`Barriers`] by lane, less the distances, which [`Seen`] has: what no drift changes, worked out
/// once.
pub struct Ends {
    twice_rate: Column,
    spread: Column,
    precision: Column,
    least: Column,
}

impl Ends {
    /// The barriers of a front at a rate of discount by lane.
    #[inline(always)]
    pub fn new(seen: &Seen, rate: impl Fn(usize) -> f64) -> Self {
        let barriers = |lane: usize| Barriers::new(seen.front(lane, 0.0), rate(lane));
        Self {
            twice_rate: by_lane(|lane| barriers(lane).twice_rate),
            spread: by_lane(|lane| barriers(lane).spread),
            precision: by_lane(|lane| barriers(lane).precision),
            least: by_lane(|lane| barriers(lane).least),
        }
    }

    /// [`war::discounts`] at a drift by lane, left in the first two columns of `work`. Of one lane
    /// every step waits for the one before it: a function at a time, many lanes are under way at
    /// once.
    #[inline(always)]
    pub fn discounts(&self, seen: &Seen, drift: impl Fn(usize) -> f64, work: &mut [Column; 4]) {
        for lane in 0..LANES {
            let barriers = Barriers {
                ahead: seen.ahead[lane],
                behind: seen.behind[lane],
                twice_rate: self.twice_rate[lane],
                spread: self.spread[lane],
                precision: self.precision[lane],
                least: self.least[lane],
            };
            for (power, exponent) in work.iter_mut().zip(barriers.exponents(drift(lane))) {
                power[lane] = exponent;
            }
        }
        let [win, lose, ahead, behind] = work;
        for power in [&mut *win, &mut *lose] {
            power.iter_mut().for_each(|x| *x = decay(*x));
        }
        for power in [&mut *ahead, &mut *behind] {
            power.iter_mut().for_each(|x| *x = decay_m1(*x));
        }
        for lane in 0..LANES {
            (win[lane], lose[lane]) =
                war::discounts(win[lane], lose[lane], ahead[lane], behind[lane]);
        }
    }
}

/// The coefficients for beliefs N(drift, sd²).
#[multiversion::multiversion(targets("x86_64+avx2"))]
pub fn coefficients(seen: &Seen, drift: &Column) -> Coefficients {
    let rule = rule();
    let ends = Ends::new(seen, |lane| seen.stakes(lane).rate());
    let worth = |lane: usize| Worth::new(seen.stakes(lane));
    let meanwhile = by_lane(|lane| worth(lane).meanwhile);
    let victory = by_lane(|lane| worth(lane).victory);
    let defeat = by_lane(|lane| worth(lane).defeat);
    let mut work = [[0.0; LANES]; 4];
    let mut values = [[0.0; LANES]; NODES];
    for (value, x) in values.iter_mut().zip(rule.nodes) {
        ends.discounts(seen, |lane| drift[lane] + seen.sd[lane] * x, &mut work);
        let [won, lost, ..] = &work;
        for (lane, value) in value.iter_mut().enumerate() {
            let worth = Worth {
                meanwhile: meanwhile[lane],
                victory: victory[lane],
                defeat: defeat[lane],
            };
            *value = worth.value((won[lane], lost[lane]));
        }
    }
    project(&mut values, &rule.hermite)
}

/// Sums over the nodes of V times Hermite polynomials, by pairs of nodes that mirror each other.
#[inline(always)]
fn project(values: &mut [Column; NODES], hermite: &[[f64; NODES / 2 + 1]; NODES]) -> Coefficients {
    const MIDDLE: usize = NODES / 2;
    // Differences of a pair take the place of its lower node, sums that of its upper one.
    let (lower, upper) = values.split_at_mut(MIDDLE);
    for (lower, upper) in lower.iter_mut().rev().zip(&mut upper[1..]) {
        for (lower, upper) in lower.iter_mut().zip(upper) {
            (*lower, *upper) = (*upper - *lower, *upper + *lower);
        }
    }
    let [d3, d2, d1, middle, s1, s2, s3] = &*values;
    let mut out = Coefficients::default();
    for (k, (out, [h0, h1, h2, h3])) in out.0.iter_mut().zip(hermite).enumerate() {
        for (l, out) in out.iter_mut().enumerate() {
            *out = match k % 2 {
                0 => h0 * middle[l] + h1 * s1[l] + (h2 * s2[l] + h3 * s3[l]),
                _ => h1 * d1[l] + h2 * d2[l] + h3 * d3[l],
            };
        }
    }
    out
}

/// V at a shift of the belief per lane, Σ c_k (shift/sd)^k; true where a lane lies too far.
#[multiversion::multiversion(targets("x86_64+avx2"))]
fn series(
    coefficients: &Coefficients,
    shift: impl Fn(usize) -> f64,
    sd: &Column,
    out: &mut Column,
) -> bool {
    let [c0, c1, c2, c3, c4, c5, c6] = &coefficients.0;
    let mut far = false;
    for lane in 0..LANES {
        let d = shift(lane) / sd[lane];
        far |= d.abs() > MOST_SHIFT;
        let sum = ((c6[lane] * d + c5[lane]) * d + c4[lane]) * d + c3[lane];
        out[lane] = ((sum * d + c2[lane]) * d + c1[lane]) * d + c0[lane];
    }
    far
}

/// V by lane at beliefs whose mean lies `shift` from the `drift` of the coefficients.
pub fn shifted(
    coefficients: &Coefficients,
    seen: &Seen,
    drift: &Column,
    shift: impl Fn(usize) -> f64,
    out: &mut Column,
) {
    if series(coefficients, &shift, seen.sd, out) {
        for lane in 0..LANES {
            if (shift(lane) / seen.sd[lane]).abs() > MOST_SHIFT {
                out[lane] = afresh(seen, lane, drift[lane] + shift(lane));
            }
        }
    }
}

/// V on a lane at a shift too far for the series.
fn afresh(seen: &Seen, lane: usize, drift: f64) -> f64 {
    let rule = rule();
    let value = |x: f64| {
        war::value(
            seen.front(lane, drift + seen.sd[lane] * x),
            seen.stakes(lane),
        )
    };
    let nodes = rule.nodes.iter().zip(&rule.weights);
    nodes.map(|(&x, weight)| weight * value(x)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lanes::column;

    /// E V(m + δ + sZ) by 64 nodes, against the series about δ = 0.
    fn error(volatility: f64, sd: f64, drift: f64, shift: f64) -> f64 {
        let stakes = StakeColumns {
            win: column(0.9),
            lose: column(0.1),
            hold_today: column(0.45),
            cost: column(0.01),
            own_collapse: column(0.02),
            other_collapse: column(0.03),
        };
        let (volatility, sd) = (column(volatility), column(sd));
        let seen = Seen {
            ahead: &column(0.6),
            behind: &column(1.4),
            volatility: &volatility,
            discount: &column(0.05),
            hold: &column(0.45),
            sd: &sd,
            stakes: &stakes,
        };
        let drift = column(drift);
        let mut found = [0.0; LANES];
        let coefficients = coefficients(&seen, &drift);
        shifted(&coefficients, &seen, &drift, |_| shift * sd[0], &mut found);
        let exact = GaussHermite::new(64).expectation(|x| {
            let drift = drift[0] + sd[0] * (shift + x);
            war::value(seen.front(0, drift), seen.stakes(0))
        });
        found[0] - exact
    }

    #[test]
    fn the_series_is_the_mean_over_the_belief() {
        for volatility in [0.02, 0.05, 0.1, 0.2] {
            for sd in [0.003, 0.01] {
                for drift in [-0.03, -0.01, 0.0, 0.01, 0.03] {
                    for shift in [-1.0, 0.0, 0.5, 1.0] {
                        let off = error(volatility, sd, drift, shift);
                        assert!(off.abs() < 1e-4, "{volatility} {sd} {drift} {shift}: {off}");
                    }
                }
            }
        }
    }
}
