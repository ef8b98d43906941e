//! The shape of a law: how much of it lies where.

use crate::law::Law;

/// Left out at either end, so that a long tail does not flatten the rest.
const TAIL: f64 = 0.005;

/// Probability by equal steps of the value, tails of 0.5 % left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Histogram {
    /// Where the first bin begins: the 0.5 % point.
    pub low: f64,
    /// Where the last bin ends: the 99.5 % point.
    pub high: f64,
    /// Probability of each bin.
    pub masses: Vec<f64>,
}

impl Histogram {
    /// The bin a value falls into; the nearest one for a value in a tail.
    pub fn bin(&self, value: f64) -> usize {
        let share = (value - self.low) / (self.high - self.low);
        let last = self.masses.len().saturating_sub(1);
        ((share * self.masses.len() as f64) as usize).min(last)
    }
}

impl Law {
    /// Probability at or below `x`, from the quantile function by bisection; exact to 2⁻⁵².
    pub fn below(&self, x: f64) -> f64 {
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..52 {
            let middle = 0.5 * (low + high);
            if self.quantile(middle) <= x {
                low = middle;
            } else {
                high = middle;
            }
        }
        0.5 * (low + high)
    }

    /// Its shape in so many bins; `None` for a certain value or no bins.
    pub fn histogram(&self, bins: usize) -> Option<Histogram> {
        let (low, high) = (self.quantile(TAIL), self.quantile(1.0 - TAIL));
        if bins == 0 || high.partial_cmp(&low) != Some(std::cmp::Ordering::Greater) {
            return None;
        }
        let edge = |k: usize| low + (high - low) * k as f64 / bins as f64;
        let below: Vec<f64> = (0..=bins).map(|k| self.below(edge(k))).collect();
        let masses = below.windows(2).map(|pair| pair[1] - pair[0]);
        Some(Histogram {
            low,
            high,
            masses: masses.collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_uniform_law_is_flat() {
        let law = Law::Uniform {
            low: 2.0,
            high: 6.0,
        };
        let shape = law.histogram(10).unwrap();
        assert!((shape.low - 2.02).abs() < 1e-12 && (shape.high - 5.98).abs() < 1e-12);
        for mass in &shape.masses {
            assert!((mass - 0.099).abs() < 1e-12, "{mass}");
        }
        assert_eq!(shape.bin(4.2), 5);
        assert_eq!((shape.bin(-9.0), shape.bin(9.0)), (0, 9));
    }

    #[test]
    fn the_normal_distribution_function() {
        let law = Law::normal(0.0, 1.0, f64::NEG_INFINITY, f64::INFINITY);
        // Abramowitz & Stegun (1964), table 26.1.
        for (x, p) in [
            (0.0, 0.5),
            (1.0, 0.841_344_746_068_543),
            (-2.0, 0.022_750_131_948_179),
        ] {
            assert!((law.below(x) - p).abs() < 1e-12, "{x}");
        }
    }

    #[test]
    fn a_certain_value_has_no_shape() {
        assert_eq!(Law::Certain(3.0).histogram(10), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn what_is_shown_is_all_but_the_tails(alpha in 0.3f64..20.0, beta in 0.3f64..20.0, bins in 1usize..80) {
            let shape = Law::Beta { alpha, beta }.histogram(bins).unwrap();
            let sum: f64 = shape.masses.iter().sum();
            prop_assert!((sum - 0.99).abs() < 1e-9);
            prop_assert!(shape.masses.iter().all(|mass| *mass >= 0.0));
        }
    }
}
