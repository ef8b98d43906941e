//! Student's law with three degrees of freedom, whose tails fall with the fourth power: a belief
//! about a red line in which the far off is not out of the question. Its sd is √3 times its scale.
//! The mechanism is described with the [red line](super::red_line).

use crate::math::{atan, exp, ln};

const SQRT_3: f64 = 1.732_050_807_568_877_2;
/// sd of the law in units of its scale.
pub const SD: f64 = SQRT_3;
/// Smallest probability that is inverted.
const LEAST_PROBABILITY: f64 = 1e-30;

/// Density at `z`: 6√3/(π(3 + z²)²).
#[inline(always)]
pub fn density(z: f64) -> f64 {
    let square = 3.0 + z * z;
    6.0 * SQRT_3 / (std::f64::consts::PI * square * square)
}

/// Distribution function at `z`: ½ + (w/(1 + w²) + atan w)/π, w = z/√3.
#[inline(always)]
pub fn cdf(z: f64) -> f64 {
    let w = z / SQRT_3;
    // In the left tail the same without what cancels.
    let u = 1.0 / w.abs().max(1.0);
    let square = u * u;
    let series = 2.0 / 3.0 - square * (0.8 - square * (6.0 / 7.0 - square * (8.0 / 9.0)));
    let cut = if u < 0.01 {
        u * square * series
    } else {
        atan(u) - u / (1.0 + square)
    };
    let tail = cut / std::f64::consts::PI;
    let middle = 0.5 + (w / (1.0 + w * w) + atan(w)) / std::f64::consts::PI;
    if w < -1.0 { tail } else { middle }
}

/// The z with `cdf(z) = p`, for p up to ½; beyond, 0.
pub fn lower_quantile(p: f64) -> f64 {
    if p >= 0.5 {
        return 0.0;
    }
    let p = p.max(LEAST_PROBABILITY);
    // F ≈ 2/(3π|w|³) far out, and lies below it: one step of Newton passes the root, and from
    // there the steps go down to it, for F is convex on the left.
    let far = 1.5 * std::f64::consts::PI * p;
    let mut z = -SQRT_3 * exp(-ln(far) / 3.0);
    for _ in 0..12 {
        z = (z - (cdf(z) - p) / density(z)).min(0.0);
    }
    z
}

/// The z ≤ 0 with this density, 0 where the density is not reached.
#[inline(always)]
pub fn lower_at_density(density: f64) -> f64 {
    let square = (6.0 * SQRT_3 / (std::f64::consts::PI * density)).sqrt() - 3.0;
    -square.max(0.0).sqrt()
}

// The standard library is an independent reference here.
#[cfg(test)]
#[allow(clippy::disallowed_methods)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::laws::testing::close;

    /// Critical values of the published tables, three degrees of freedom.
    #[test]
    fn tabled_critical_values() {
        for (p, z) in [
            (0.25, -0.764_892),
            (0.1, -1.637_744),
            (0.05, -2.353_363),
            (0.025, -3.182_446),
            (0.01, -4.540_703),
            (0.005, -5.840_909),
            (0.001, -10.214_532),
        ] {
            close(cdf(z), p, 1e-7);
            close(lower_quantile(p), z, 1e-6);
        }
        close(cdf(0.0), 0.5, 1e-15);
        close(cdf(1.3) + cdf(-1.3), 1.0, 1e-15);
    }

    #[test]
    fn the_density_integrates_to_the_distribution() {
        let step = 1e-3;
        let mut sum = cdf(-40.0);
        for i in 0..41_000 {
            sum += density(-40.0 + (f64::from(i) + 0.5) * step) * step;
        }
        close(sum, cdf(1.0), 1e-7);
        close(lower_at_density(density(-2.5)), -2.5, 1e-12);
        assert_eq!(lower_at_density(1.0), 0.0);
    }

    proptest! {
        #[test]
        fn quantiles_invert(exponent in -20.0..-0.31f64) {
            let p = 10f64.powf(exponent);
            let back = cdf(lower_quantile(p));
            prop_assert!((back / p - 1.0).abs() < 1e-6, "{p}: {back}");
        }
    }
}
