//! Correlated quantities by a Gaussian copula.
//!
//! The analyst states rank correlations (Spearman), which no choice of the marginal laws can
//! change. A Gaussian copula with correlation r has the rank correlation (6/π) arcsin(r/2)
//! (Pearson 1907), so r = 2 sin(πρ/6). The uniform numbers of the correlated dimensions are turned
//! into normal ones, combined by the Cholesky factor and turned back; their laws stay uniform.

use crate::math::{normal_cdf, normal_quantile};
use std::fmt;

/// The smallest variance that must be left of a quantity given the ones before it.
const LEAST_PIVOT: f64 = 1e-9;

/// One stated rank correlation between two dimensions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RankCorrelation {
    /// One dimension.
    pub first: usize,
    /// The other dimension.
    pub second: usize,
    /// Spearman's ρ, −1 < ρ < 1.
    pub rho: f64,
}

/// Why stated correlations cannot be used; `pair` counts from 0 in the order stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CopulaError {
    /// ρ is not strictly between −1 and 1.
    OutOfRange {
        /// Number of the pair.
        pair: usize,
    },
    /// A quantity is correlated with itself.
    Itself {
        /// Number of the pair.
        pair: usize,
    },
    /// Two quantities have been given a correlation before.
    Repeated {
        /// Number of the pair that repeats.
        pair: usize,
        /// Number of the pair that it repeats.
        earlier: usize,
    },
    /// No joint law has these correlations: the matrix is not positive definite.
    NotPositiveDefinite {
        /// Number of the pair whose change alone mends most of the contradiction.
        pair: usize,
    },
}

impl fmt::Display for CopulaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OutOfRange { .. } => {
                write!(f, "a rank correlation must lie strictly between -1 and 1")
            }
            Self::Itself { .. } => write!(f, "a quantity cannot be correlated with itself"),
            Self::Repeated { .. } => write!(f, "these quantities already have a correlation"),
            Self::NotPositiveDefinite { .. } => {
                write!(f, "no quantities can have all these correlations at once")
            }
        }
    }
}

impl std::error::Error for CopulaError {}

/// The correlated dimensions and how to combine them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GaussianCopula {
    /// The dimensions that occur in a pair, ascending.
    dimensions: Vec<usize>,
    /// Row i of the lower Cholesky factor, i + 1 numbers.
    rows: Vec<Vec<f64>>,
}

impl GaussianCopula {
    /// The copula of the stated pairs; pairs that are not stated are uncorrelated.
    ///
    /// # Errors
    /// See [`CopulaError`].
    pub fn new(pairs: &[RankCorrelation]) -> Result<Self, CopulaError> {
        for (pair, stated) in pairs.iter().enumerate() {
            // Written so that a NaN is out of range too.
            if !(stated.rho > -1.0 && stated.rho < 1.0) {
                return Err(CopulaError::OutOfRange { pair });
            }
            if stated.first == stated.second {
                return Err(CopulaError::Itself { pair });
            }
            let same = |other: &RankCorrelation| ends(other) == ends(stated);
            if let Some(earlier) = pairs.iter().take(pair).position(same) {
                return Err(CopulaError::Repeated { pair, earlier });
            }
        }
        let mut dimensions: Vec<usize> = pairs
            .iter()
            .flat_map(|pair| [pair.first, pair.second])
            .collect();
        dimensions.sort_unstable();
        dimensions.dedup();
        let number = |a: usize, b: usize| pairs.iter().position(|pair| ends(pair) == (a, b));

        let mut rows: Vec<Vec<f64>> = Vec::with_capacity(dimensions.len());
        for (i, &dimension) in dimensions.iter().enumerate() {
            let earlier = dimensions.iter().take(i);
            let stated: Vec<Option<usize>> =
                earlier.map(|&other| number(other, dimension)).collect();
            let target: Vec<f64> = stated
                .iter()
                .map(|pair| {
                    pair.and_then(|pair| pairs.get(pair))
                        .map_or(0.0, normal_correlation)
                })
                .collect();
            let mut row = forward_substitution(&rows, &target);
            let left = 1.0 - row.iter().map(|x| x * x).sum::<f64>();
            if left < LEAST_PIVOT {
                let pair = most_responsible(&rows, &row, &stated);
                return Err(CopulaError::NotPositiveDefinite { pair });
            }
            row.push(left.sqrt());
            rows.push(row);
        }
        Ok(Self { dimensions, rows })
    }

    /// The dimensions that are correlated, ascending.
    pub fn dimensions(&self) -> &[usize] {
        &self.dimensions
    }

    /// Turns independent uniform numbers, one per dimension, into correlated ones in place;
    /// dimensions that are in no pair stay as they are.
    ///
    /// # Panics
    /// If `uniforms` lacks one of [`Self::dimensions`].
    pub fn apply(&self, uniforms: &mut [f64]) {
        let normals: Vec<f64> = self
            .dimensions
            .iter()
            .map(|&dimension| normal_quantile(uniforms[dimension]))
            .collect();
        // The first dimension is its own; skipping it also spares it the rounding.
        for (&dimension, row) in self.dimensions.iter().zip(&self.rows).skip(1) {
            let z = row.iter().zip(&normals).map(|(weight, z)| weight * z).sum();
            uniforms[dimension] = normal_cdf(z).clamp(f64::MIN_POSITIVE, 1.0 - f64::EPSILON / 2.0);
        }
    }
}

/// The two dimensions of a pair, the lower first.
fn ends(pair: &RankCorrelation) -> (usize, usize) {
    (pair.first.min(pair.second), pair.first.max(pair.second))
}

/// r = 2 sin(πρ/6), by the series of the sine, which for |ρ| ≤ 1 is exact to the last digits.
fn normal_correlation(pair: &RankCorrelation) -> f64 {
    let x = std::f64::consts::PI * pair.rho / 6.0;
    let square = x * x;
    // 1/(2k (2k + 1)) for k = 8 down to 1.
    let tail = [272.0, 210.0, 156.0, 110.0, 72.0, 42.0, 20.0, 6.0]
        .into_iter()
        .fold(1.0, |sum, product| 1.0 - square / product * sum);
    2.0 * x * tail
}

/// y with L y = `target`, L lower triangular.
fn forward_substitution(rows: &[Vec<f64>], target: &[f64]) -> Vec<f64> {
    let mut y: Vec<f64> = Vec::with_capacity(target.len() + 1);
    for (row, b) in rows.iter().zip(target) {
        let known: f64 = row.iter().zip(&y).map(|(l, y)| l * y).sum();
        let pivot = row.last().copied().unwrap_or(1.0);
        y.push((b - known) / pivot);
    }
    y
}

/// The stated pair whose change alone can mend most where the factor breaks down: the variance
/// taken there is bᵀA⁻¹b, and over bⱼ it falls by at most (A⁻¹b)ⱼ²/(A⁻¹)ⱼⱼ. Here A = LLᵀ and
/// `row` = L⁻¹b.
fn most_responsible(rows: &[Vec<f64>], row: &[f64], stated: &[Option<usize>]) -> usize {
    let gain = |j: usize| {
        let unit: Vec<f64> = (0..rows.len()).map(|i| f64::from(i == j)).collect();
        let column = forward_substitution(rows, &unit);
        let slope: f64 = column.iter().zip(row).map(|(x, y)| x * y).sum();
        slope * slope / column.iter().map(|x| x * x).sum::<f64>()
    };
    stated
        .iter()
        .enumerate()
        .filter_map(|(j, pair)| pair.map(|pair| (pair, gain(j))))
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map_or(0, |(pair, _)| pair)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::disallowed_methods)]

    use super::*;
    use crate::sobol::Sobol;
    use proptest::prelude::*;

    fn pair(first: usize, second: usize, rho: f64) -> RankCorrelation {
        RankCorrelation { first, second, rho }
    }

    /// Spearman's ρ of two columns without ties.
    fn spearman(a: &[f64], b: &[f64]) -> f64 {
        let ranks = |x: &[f64]| {
            let mut order: Vec<usize> = (0..x.len()).collect();
            order.sort_by(|&i, &j| x[i].total_cmp(&x[j]));
            let mut ranks = vec![0.0; x.len()];
            for (rank, i) in order.into_iter().enumerate() {
                ranks[i] = rank as f64;
            }
            ranks
        };
        let n = a.len() as f64;
        let square: f64 = ranks(a)
            .iter()
            .zip(ranks(b))
            .map(|(a, b)| (a - b) * (a - b))
            .sum();
        1.0 - 6.0 * square / (n * (n * n - 1.0))
    }

    /// `n` scrambled points in `dimensions` dimensions after the copula, as columns.
    fn columns(copula: &GaussianCopula, dimensions: usize, n: u32) -> Vec<Vec<f64>> {
        let sequence = Sobol::new(5, 0, dimensions).expect("few dimensions");
        let mut columns = vec![vec![]; dimensions];
        let mut point = vec![0.0; dimensions];
        for i in 0..n {
            sequence.point(i, &mut point);
            copula.apply(&mut point);
            for (column, u) in columns.iter_mut().zip(&point) {
                column.push(*u);
            }
        }
        columns
    }

    #[test]
    fn sine_series_is_the_sine() {
        for i in -1_000..=1_000 {
            let rho = f64::from(i) / 1_000.0;
            let exact = 2.0 * (std::f64::consts::PI * rho / 6.0).sin();
            assert!(
                (normal_correlation(&pair(0, 1, rho)) - exact).abs() < 3e-16,
                "ρ = {rho}"
            );
        }
    }

    #[test]
    fn rank_correlations_are_the_stated_ones_and_marginals_stay_uniform() {
        let stated = [
            pair(4, 1, 0.7),
            pair(1, 3, -0.4),
            pair(3, 4, -0.2),
            pair(5, 3, 0.5),
        ];
        let copula = GaussianCopula::new(&stated).expect("positive definite");
        assert_eq!(copula.dimensions(), [1, 3, 4, 5]);
        let n = 8_192;
        let columns = columns(&copula, 6, n);
        for i in 0..6 {
            for j in 0..i {
                let expected = stated
                    .iter()
                    .find(|pair| ends(pair) == (j, i))
                    .map_or(0.0, |pair| pair.rho);
                let got = spearman(&columns[i], &columns[j]);
                assert!(
                    (got - expected).abs() < 0.01,
                    "({j}, {i}): {got} for {expected}"
                );
            }
            let mut sorted = columns[i].clone();
            sorted.sort_by(f64::total_cmp);
            for (rank, u) in sorted.iter().enumerate() {
                assert!(*u > 0.0 && *u < 1.0);
                let distance = (u - (rank as f64 + 0.5) / f64::from(n)).abs();
                assert!(
                    distance < 0.01,
                    "dimension {i} is not uniform at {u}: {distance}"
                );
            }
        }
    }

    #[test]
    fn dimensions_in_no_pair_and_the_first_one_keep_their_bits() {
        let copula = GaussianCopula::new(&[pair(1, 2, 0.5)]).expect("positive definite");
        let before = [0.1, 0.2, 0.3, 0.4];
        let mut after = before;
        copula.apply(&mut after);
        assert_eq!((after[0], after[1], after[3]), (0.1, 0.2, 0.4));
        assert!(
            after[2] < 0.3,
            "pulled towards the low value of its partner"
        );
        let none = GaussianCopula::new(&[]).expect("nothing to contradict");
        none.apply(&mut after);
        assert_eq!(none, GaussianCopula::default());
    }

    #[test]
    fn contradictions_name_a_pair() {
        // b follows a, c follows b, so c cannot run against a.
        let stated = [
            pair(0, 1, 0.9),
            pair(7, 8, 0.99),
            pair(1, 2, 0.9),
            pair(0, 2, -0.5),
        ];
        let Err(CopulaError::NotPositiveDefinite { pair: number }) = GaussianCopula::new(&stated)
        else {
            panic!("accepted");
        };
        assert!(
            [0, 2, 3].contains(&number),
            "pair {number} is not part of the contradiction"
        );
        let mended = (-99..100).any(|percent| {
            let mut changed = stated;
            changed[number].rho = f64::from(percent) / 100.0;
            GaussianCopula::new(&changed).is_ok()
        });
        assert!(mended, "no value of pair {number} alone would do");
        assert!(
            GaussianCopula::new(&stated[..3]).is_err(),
            ".9 and .9 leave no room for 0"
        );
        let consistent = [stated[0], stated[2], pair(0, 2, 0.8)];
        assert!(GaussianCopula::new(&consistent).is_ok());
    }

    #[test]
    fn malformed_pairs_are_errors() {
        for rho in [1.0, -1.0, 2.0, f64::NAN, f64::INFINITY] {
            let stated = [pair(0, 1, 0.1), pair(2, 3, rho)];
            assert_eq!(
                GaussianCopula::new(&stated),
                Err(CopulaError::OutOfRange { pair: 1 })
            );
        }
        assert_eq!(
            GaussianCopula::new(&[pair(2, 2, 0.1)]),
            Err(CopulaError::Itself { pair: 0 })
        );
        assert_eq!(
            GaussianCopula::new(&[pair(0, 1, 0.1), pair(1, 2, 0.1), pair(1, 0, 0.2)]),
            Err(CopulaError::Repeated {
                pair: 2,
                earlier: 0
            })
        );
    }

    proptest! {
        /// Diagonally dominant matrices are positive definite: none may be refused, and the factor
        /// gives the correlations back.
        #[test]
        fn factor_multiplies_back(rhos in proptest::collection::vec(-0.19f64..0.19, 15)) {
            let mut stated = vec![];
            for i in 0..6 {
                for j in 0..i {
                    stated.push(pair(i, j, rhos[stated.len()]));
                }
            }
            let copula = GaussianCopula::new(&stated).expect("dominant diagonal");
            for stated in &stated {
                let (a, b) = (&copula.rows[stated.first], &copula.rows[stated.second]);
                let product: f64 = a.iter().zip(b).map(|(a, b)| a * b).sum();
                prop_assert!((product - normal_correlation(stated)).abs() < 1e-14);
            }
        }
    }
}
