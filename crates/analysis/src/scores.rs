//! Scores of forecasts against what happened: proper ones, which nobody improves by saying another
//! probability than the one believed.
//!
//! Source: Brier 1950 and Murphy 1973 (the score and its parts), Good 1952 (logarithmic score),
//! Matheson and Winkler 1976 and Gneiting and Raftery 2007 (continuous ranked probability).

use pourparler_engine::math::{ln, normal_cdf, phi};

/// Forecasts of the same probability, and how often what they were about happened.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bin {
    /// The probability given.
    pub forecast: f64,
    /// Forecasts.
    pub n: u32,
    /// Of those, the ones that came true; at most `n`.
    pub hits: u32,
}

/// The Brier score in its parts (Murphy 1973).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Brier {
    /// Mean squared distance of the probabilities given from how often they came true; 0 is best.
    pub reliability: f64,
    /// Variance of how often they came true between the bins; the more the better.
    pub resolution: f64,
    /// Variance of what happened, which no forecaster can help.
    pub uncertainty: f64,
}

impl Brier {
    /// The parts over some bins; `None` without a forecast.
    #[must_use]
    pub fn of(bins: &[Bin]) -> Option<Self> {
        let count = |of: fn(&Bin) -> u32| bins.iter().map(|bin| f64::from(of(bin))).sum::<f64>();
        let n = count(|bin| bin.n);
        if n <= 0.0 {
            return None;
        }
        let base = count(|bin| bin.hits) / n;
        let mean = |of: &dyn Fn(&Bin, f64) -> f64| {
            let filled = bins.iter().filter(|bin| bin.n > 0);
            let weighted = filled.map(|bin| {
                let weight = f64::from(bin.n);
                weight * of(bin, f64::from(bin.hits) / weight)
            });
            weighted.sum::<f64>() / n
        };
        Some(Self {
            reliability: mean(&|bin, rate| (bin.forecast - rate).powi(2)),
            resolution: mean(&|_, rate| (rate - base).powi(2)),
            uncertainty: base * (1.0 - base),
        })
    }

    /// Mean squared distance of the probabilities from what happened, from 0 (best) to 1.
    #[must_use]
    pub fn score(&self) -> f64 {
        self.reliability - self.resolution + self.uncertainty
    }
}

/// Bits by which what happened surprises somebody who gave it this probability; infinite at 0.
#[must_use]
pub fn surprise(probability: f64) -> f64 {
    0.0 - ln(probability.clamp(0.0, 1.0)) * std::f64::consts::LOG2_E
}

/// Continuous ranked probability score of a normal law (sd above 0) against the value `seen`, in
/// the unit of the value; 0 is best.
#[must_use]
pub fn crps_normal(mean: f64, sd: f64, seen: f64) -> f64 {
    let z = (seen - mean) / sd;
    let spread = std::f64::consts::FRAC_2_SQRT_PI * 0.5;
    sd * (z * (2.0 * normal_cdf(z) - 1.0) + 2.0 * phi(z) - spread)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bin(forecast: f64, n: u32, hits: u32) -> Bin {
        Bin { forecast, n, hits }
    }

    #[test]
    fn a_brier_score_in_its_parts() {
        let bins = [bin(0.1, 60, 6), bin(0.4, 30, 15), bin(0.8, 10, 7)];
        let brier = Brier::of(&bins).expect("there are forecasts");
        assert!((brier.reliability - 0.004).abs() < 1e-12);
        assert!((brier.resolution - 0.0516).abs() < 1e-12);
        assert!((brier.uncertainty - 0.2016).abs() < 1e-12);
        assert!((brier.score() - 0.154).abs() < 1e-12);
        // The score itself, forecast by forecast.
        let squares = bins.iter().map(|bin| {
            let missed = f64::from(bin.n - bin.hits) * bin.forecast.powi(2);
            missed + f64::from(bin.hits) * (1.0 - bin.forecast).powi(2)
        });
        assert!((squares.sum::<f64>() / 100.0 - brier.score()).abs() < 1e-12);
        // A bin without forecasts counts for nothing.
        let more = [bins.as_slice(), &[bin(0.5, 0, 0)]].concat();
        assert_eq!(Brier::of(&more), Some(brier));
        assert_eq!(Brier::of(&[bin(0.5, 0, 0)]), None);
    }

    #[test]
    fn surprise_in_bits() {
        assert!((surprise(0.05) - 4.3219).abs() < 1e-4);
        assert_eq!((surprise(1.0), surprise(0.0)), (0.0, f64::INFINITY));
        assert!((surprise(0.25) - 2.0).abs() < 1e-12);
    }

    #[test]
    fn ranked_probability_of_a_normal_law() {
        assert!((crps_normal(0.0, 1.0, 0.0) - 0.233_695).abs() < 1e-6);
        // ∫ (F(x) − 1{x ≥ y})² dx by the midpoint rule.
        for (mean, sd, seen) in [(0.0, 1.0, 0.0), (0.3, 2.0, -1.0), (-1.0, 0.5, 0.7)] {
            let (from, to, steps) = (-30.0, 30.0, 600_000);
            let width = (to - from) / f64::from(steps);
            let integral: f64 = (0..steps)
                .map(|k| {
                    let x = from + width * (f64::from(k) + 0.5);
                    let step = f64::from(u8::from(x >= seen));
                    (normal_cdf((x - mean) / sd) - step).powi(2) * width
                })
                .sum();
            let found = crps_normal(mean, sd, seen);
            assert!((found - integral).abs() < 1e-4, "{found} {integral}");
        }
    }
}
