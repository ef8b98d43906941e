//! What follows a crossing: the ladder of rungs, and incidents that breed incidents.
//! The mechanism is described with the [red line](super::red_line).

use crate::math::exp;

/// Probability that a ladder with `rungs` steps is climbed to its top before it is left at the
/// bottom, from rung `start`, with rates `up` and `down` per month between neighbouring rungs
/// (a birth–death chain, absorbed at 0 and at `rungs`): Σ_{j<start}(d/u)ʲ / Σ_{j<rungs}(d/u)ʲ.
///
/// 1 from the top, 0 from the ground, and 0 on a ladder that nobody climbs (`up` = 0).
pub fn top_probability(start: u32, rungs: u32, up: f64, down: f64) -> f64 {
    if start >= rungs {
        return 1.0;
    }
    if start == 0 || up <= 0.0 {
        return 0.0;
    }
    // Powers of the smaller ratio only, or they overflow; a ladder that falls more often than it
    // climbs is summed from its top.
    let falling = down > up;
    let ratio = if falling { up / down } else { down / up };
    let (mut below, mut all, mut power) = (0.0, 0.0, 1.0);
    for j in 0..rungs {
        let counted = if falling {
            j >= rungs - start
        } else {
            j < start
        };
        below += if counted { power } else { 0.0 };
        all += power;
        power *= ratio;
    }
    below / all
}

/// Mean size of a cluster of incidents when each breeds `branching` others on average (a Hawkes
/// process): 1/(1 − n), infinite from n = 1 on.
#[inline]
pub fn mean_cluster(branching: f64) -> f64 {
    if branching < 1.0 {
        1.0 / (1.0 - branching)
    } else {
        f64::INFINITY
    }
}

/// Probability that a cluster has at least `size` incidents (Borel law,
/// P(k) = e^(−nk)(nk)^(k−1)/k!), branching 0 ≤ n < 1.
pub fn cluster_at_least(size: u32, branching: f64) -> f64 {
    let mut smaller = 0.0;
    for k in 1..size {
        let nk = branching * f64::from(k);
        // (nk)^(k−1)/k! as a product, so that neither part overflows.
        let mut term = exp(-nk) / f64::from(k);
        for j in 1..k {
            term *= nk / f64::from(j);
        }
        smaller += term;
    }
    (1.0 - smaller).max(0.0)
}

/// Probability that some incident of a cluster climbs to the top, where each does with probability
/// `top` by itself: 1 − G(1 − top), G the generating function of the cluster's size, which solves
/// G(s) = s·e^(n(G(s) − 1)). It is `top` itself where no incident breeds another.
pub fn top_of_cluster(top: f64, branching: f64) -> f64 {
    if branching <= 0.0 || top <= 0.0 {
        return top;
    }
    // From above the iteration falls to the least fixed point; its slope there is below n.
    let spared = 1.0 - top.min(1.0);
    let mut g = spared;
    for _ in 0..200 {
        g = spared * exp(branching * (g - 1.0));
    }
    1.0 - g
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::laws::testing::close;

    #[test]
    fn from_the_first_rung() {
        close(top_probability(1, 4, 0.2, 0.5), 0.039_409, 1e-6);
        // A hotline that raises the way down to .6.
        close(top_probability(1, 4, 0.2, 0.6), 0.025, 1e-12);
        close(top_probability(3, 4, 0.3, 0.3), 0.75, 1e-12);
        assert_eq!(top_probability(4, 4, 0.2, 0.5), 1.0);
        assert_eq!(top_probability(0, 4, 0.2, 0.5), 0.0);
        assert_eq!(top_probability(3, 4, 0.0, 0.0), 0.0);
        close(top_probability(1, 4, 0.2, 0.0), 1.0, 1e-15);
    }

    #[test]
    fn incidents_cluster() {
        close(mean_cluster(0.5), 2.0, 1e-15);
        close(cluster_at_least(3, 0.5), 0.209_53, 1e-5);
        assert_eq!(cluster_at_least(1, 0.5), 1.0);
        assert_eq!(cluster_at_least(2, 0.0), 0.0);
        // The mean is the sum of the tails.
        let mean: f64 = (1..200).map(|size| cluster_at_least(size, 0.5)).sum();
        close(mean, 2.0, 1e-9);
    }

    /// Σ P(size)·(1 − (1 − top)^size) over the sizes of a cluster.
    #[test]
    fn a_cluster_climbs_more_often() {
        for branching in [0.2, 0.5, 0.8] {
            for top in [0.01, 0.039_409, 0.3] {
                let mut sum = 0.0;
                let mut spared = 1.0;
                for size in 1..600u32 {
                    spared *= 1.0 - top;
                    let exactly =
                        cluster_at_least(size, branching) - cluster_at_least(size + 1, branching);
                    sum += exactly * (1.0 - spared);
                }
                close(top_of_cluster(top, branching), sum, 1e-6);
            }
        }
        assert_eq!(top_of_cluster(0.3, 0.0), 0.3);
        // Rare tops: about one chance per incident.
        close(top_of_cluster(1e-6, 0.5), 2e-6, 1e-10);
    }

    proptest! {
        /// Between the ends the chance of the top is the mean of its neighbours', weighted by the
        /// rates.
        #[test]
        fn harmonic_in_the_start(
            rungs in 2..40u32,
            share in 0.0..1.0f64,
            up in 0.001..5.0f64,
            down in 0.0..5.0f64,
        ) {
            let start = 1 + (share * f64::from(rungs - 2)) as u32;
            let at = |rung| top_probability(rung, rungs, up, down);
            let left = (up + down) * at(start);
            let right = up * at(start + 1) + down * at(start - 1);
            prop_assert!((left - right).abs() < 1e-12 * (up + down), "{left} against {right}");
        }
    }
}
