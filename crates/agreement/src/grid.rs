//! The dyadic grid on which every utility lives.
//!
//! Contributions, premiums and thresholds are rounded to multiples of 2⁻⁴⁴ (5.7e-14). Sums of
//! such numbers below 2⁹ are exact in `f64`, so a sum is the same in every order: the merge, the
//! oracle and a package evaluated alone agree to the last bit, and equal packages tie exactly.

/// Spacing of the grid, 2⁻⁴⁴.
pub const UNIT: f64 = 1.0 / (1u64 << 44) as f64;

/// Slack granted to every comparison of a utility with a threshold, 2⁻³⁸ (3.6e-12): 64 grid
/// units, more than 30 rounded contributions can be off, far less than any stated number means.
pub const TOLERANCE: f64 = 64.0 * UNIT;

/// Largest magnitude a premium or a threshold may take; beyond it both are cut off, which no
/// comparison can notice because gross utilities lie in \[0, 1\].
pub const LIMIT: f64 = 64.0;

/// Adding this constant leaves 44 binary places of a number below 128 in magnitude.
const MAGIC: f64 = 384.0;

/// Nearest grid point to `x` (ties to even), with `x` cut off at ±[`LIMIT`]; NaN stays NaN.
#[inline]
#[must_use]
pub fn snap(x: f64) -> f64 {
    (x.clamp(-LIMIT, LIMIT) + MAGIC) - MAGIC
}

/// A threshold as the crate compares with it: on the grid and lowered by [`TOLERANCE`].
#[inline]
#[must_use]
pub fn threshold(t: f64) -> f64 {
    snap(t) - TOLERANCE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn snapping_moves_by_at_most_half_a_unit_and_sums_are_exact() {
        let mut sum = 0.0;
        let mut back = 0.0;
        let xs: Vec<f64> = (1..=30).map(|i| snap(1.0 / (7.0 * f64::from(i)))).collect();
        for (i, x) in xs.iter().enumerate() {
            assert!((x - 1.0 / (7.0 * (i as f64 + 1.0))).abs() <= UNIT / 2.0);
            assert_eq!((x / UNIT).fract(), 0.0);
            sum += x;
        }
        for x in xs.iter().rev() {
            back += x;
        }
        assert_eq!(sum.to_bits(), back.to_bits());
        assert_eq!(snap(-0.3), -snap(0.3));
        assert_eq!(snap(1e9), LIMIT);
    }
}
