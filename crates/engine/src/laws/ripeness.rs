#![doc = include_str!("../../../../docs/model/ripeness.md")]

use super::war::{Front, barrier_discounts};
use crate::math::normal_cdf;

/// Believed probability from which a side counts as hurting.
pub const HURTING: f64 = 0.6;
/// Stakes and belief sds below this are taken as this.
const LEAST: f64 = 1e-9;

/// vulnerability = Φ((c/stake − g)/s): how sure a side is that fighting costs it more than it
/// gains. `cost` in utility per month; `win` and `lose` the utilities of the two ends, whose half
/// distance is the stake; `gain` the believed own gain of the front per month and `gain_sd` the sd
/// of that belief.
#[inline(always)]
pub fn vulnerability(cost: f64, win: f64, lose: f64, gain: f64, gain_sd: f64) -> f64 {
    let stake = (0.5 * (win - lose)).max(LEAST);
    normal_cdf((cost / stake - gain) / gain_sd.max(LEAST))
}

/// Undiscounted probability that the side wins a war that ends at a barrier or when a side
/// collapses, at known drift: E[e^(−λT); wins] + (1 − E[e^(−λT)])·λ_other/λ, with
/// λ = λ_own + λ_other, since e^(−λT) is the chance that nobody has collapsed by T.
#[inline(always)]
pub fn win_with_collapse(front: Front, own_collapse: f64, other_collapse: f64) -> f64 {
    let either = own_collapse + other_collapse;
    win_of(
        barrier_discounts(front, either),
        own_collapse,
        other_collapse,
    )
}

/// [`win_with_collapse`] where these are the [`barrier_discounts`] at the rate of collapses.
#[inline(always)]
pub fn win_of((won, lost): (f64, f64), own_collapse: f64, other_collapse: f64) -> f64 {
    let either = own_collapse + other_collapse;
    won + (1.0 - won - lost).max(0.0) * other_collapse / either.max(f64::MIN_POSITIVE)
}

/// Margins of the four clauses (A is hurting, B is hurting, A sees a way out, B sees one); the moment is ripe when each is above 0.
///
/// `vulnerability`: of sides A and B, a probability. `way_out`: for sides A and B, the largest
/// surplus (utility) that the worse-off side keeps in any final package, with the other's
/// reservation as this side believes it.
#[inline(always)]
pub fn margins(vulnerability: [f64; 2], way_out: [f64; 2]) -> [f64; 4] {
    [
        vulnerability[0] - HURTING,
        vulnerability[1] - HURTING,
        way_out[0],
        way_out[1],
    ]
}

/// `ripe_margin`: the smallest of the four margins.
#[inline(always)]
pub fn ripe_margin(margins: [f64; 4]) -> f64 {
    margins[0].min(margins[1]).min(margins[2].min(margins[3]))
}

/// The clause that fails worst, as shares in the order of [`margins`]: 1 for the one, equal parts
/// where several fail alike (nobody sees a way out where nothing can be signed), 0 when the moment
/// is ripe.
pub fn failing_clause(margins: [f64; 4]) -> [f64; 4] {
    let worst = ripe_margin(margins);
    if worst > 0.0 {
        return [0.0; 4];
    }
    let alike = margins.iter().filter(|&&margin| margin == worst).count();
    margins.map(|margin| f64::from(margin == worst) / alike as f64)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::laws::testing::close;
    use crate::laws::war::win_probability;
    use crate::quadrature::GaussHermite;

    const FRONT: Front = Front {
        ahead: 0.9,
        behind: 1.1,
        drift: 0.02,
        volatility: 0.2,
    };

    #[test]
    fn vulnerability_is_the_chance_that_cost_exceeds_gain() {
        close(vulnerability(0.01, 0.9, 0.1, 0.025, 0.01), 0.5, 1e-12);
        // Cost .02 over a stake of .4 is .05; one sd above the gain.
        close(vulnerability(0.02, 0.9, 0.1, 0.04, 0.01), 0.841_345, 1e-6);
        assert_eq!(vulnerability(0.01, 0.5, 0.5, 0.0, 0.01), 1.0);
    }

    #[test]
    fn without_collapse_only_the_barriers_count() {
        close(
            win_with_collapse(FRONT, 0.0, 0.0),
            win_probability(FRONT),
            1e-12,
        );
        let check = Front {
            ahead: 1.0,
            behind: 1.0,
            drift: 0.1,
            volatility: 0.5,
        };
        close(win_with_collapse(check, 0.0, 0.0), 0.68997, 1e-5);
        close(win_with_collapse(FRONT, 1e6, 3e6), 0.75, 1e-3);
    }

    /// The same war on a lattice: random walk between the ends, killed at each site with the
    /// chances of the two collapses, solved by relaxation.
    #[test]
    fn with_collapse_against_a_lattice() {
        const SITES: usize = 200;
        let (own, other) = (0.01, 0.03);
        let step = (FRONT.ahead + FRONT.behind) / SITES as f64;
        let spread = FRONT.volatility * FRONT.volatility / (step * step);
        let (up, down) = (
            0.5 * (spread + FRONT.drift / step),
            0.5 * (spread - FRONT.drift / step),
        );
        // (up + down + own + other)·P(i) = up·P(i+1) + down·P(i−1) + other, by elimination.
        let total = up + down + own + other;
        let (mut slope, mut level) = (vec![0.0; SITES + 1], vec![0.0; SITES + 1]);
        for i in 1..SITES {
            let pivot = total - down * slope[i - 1];
            slope[i] = up / pivot;
            level[i] = (other + down * level[i - 1]) / pivot;
        }
        let mut p = vec![1.0; SITES + 1];
        for i in (0..SITES).rev() {
            p[i] = slope[i] * p[i + 1] + level[i];
        }
        let start = (FRONT.behind / step).round() as usize;
        close(win_with_collapse(FRONT, own, other), p[start], 1e-4);
    }

    #[test]
    fn dominance_averages_over_the_belief() {
        let at = |sd, n| {
            GaussHermite::new(n).expectation(|x| {
                let drift = FRONT.drift + sd * x;
                win_with_collapse(Front { drift, ..FRONT }, 0.005, 0.01)
            })
        };
        close(at(0.0, 5), win_with_collapse(FRONT, 0.005, 0.01), 1e-12);
        // Doubt pulls the believed odds towards even.
        assert!(at(0.05, 20) < at(0.0, 20) && at(0.05, 20) > 0.5);
        close(at(0.02, 5), at(0.02, 40), 1e-4);
    }

    #[test]
    fn ripe_needs_all_four() {
        let ripe = margins([0.7, 0.65], [0.1, 0.08]);
        close(ripe_margin(ripe), 0.05, 1e-12);
        assert_eq!(failing_clause(ripe), [0.0; 4]);
        let stuck = margins([0.7, 0.3], [0.1, -0.2]);
        close(ripe_margin(stuck), -0.3, 1e-12);
        assert_eq!(failing_clause(stuck), [0.0, 1.0, 0.0, 0.0]);
        let edge = margins([0.7, 0.7], [0.0, 0.1]);
        assert_eq!(failing_clause(edge), [0.0, 0.0, 1.0, 0.0]);
        let hopeless = margins([0.7, 0.7], [-1.0, -1.0]);
        assert_eq!(failing_clause(hopeless), [0.0, 0.0, 0.5, 0.5]);
    }

    proptest! {
        #[test]
        fn somebody_wins(
            y in -0.99..0.99f64,
            drift in -0.2..0.2f64,
            volatility in 0.02..0.5f64,
            own in 0.0..0.1f64,
            other in 0.0..0.1f64,
        ) {
            let front = Front { ahead: 1.0 - y, behind: 1.0 + y, drift, volatility };
            let mirror = Front { ahead: front.behind, behind: front.ahead, drift: -drift, ..front };
            let both = win_with_collapse(front, own, other)
                + win_with_collapse(mirror, other, own);
            prop_assert!((both - 1.0).abs() < 1e-6, "{both}");
        }
    }
}
