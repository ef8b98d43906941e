//! The Beta posterior of a rate of which k of n cases are known.

use statrs::distribution::{Beta as Law, ContinuousCDF};

/// A Beta(k + ½, n − k + ½) law: the posterior of a rate after k of n cases, under Jeffreys'
/// prior (Jeffreys 1946; Brown, Cai & DasGupta 2001 on its intervals).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Beta {
    a: f64,
    b: f64,
}

impl Beta {
    /// After k of n cases; `None` if k exceeds n.
    pub fn after(k: u32, n: u32) -> Option<Self> {
        let misses = n.checked_sub(k)?;
        Some(Beta {
            a: f64::from(k) + 0.5,
            b: f64::from(misses) + 0.5,
        })
    }

    /// Posterior mean, (k + ½)/(n + 1).
    pub fn mean(self) -> f64 {
        self.a / (self.a + self.b)
    }

    /// Posterior quantile.
    pub fn quantile(self, level: f64) -> f64 {
        match Law::new(self.a, self.b) {
            Ok(law) => law.inverse_cdf(level.clamp(0.0, 1.0)),
            // Both parameters are at least ½, so this does not happen.
            Err(_) => f64::NAN,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn upper_end_after_none_of_a_thousand() {
        let rate = Beta::after(0, 1000).unwrap();
        assert!((rate.quantile(0.975) - 0.002508).abs() < 1e-6);
        assert!((rate.mean() - 0.5 / 1001.0).abs() < 1e-15);
        assert_eq!(Beta::after(3, 2), None);
    }
}
