//! Variance explained, rank correlation, and an even spread of points.

use pourparler_engine::summary::{mean, sum_of_squares, variance};

use crate::ranking::Ranking;

/// A column, and how much of its variance there is to explain.
pub(crate) struct Explained<'a> {
    values: &'a [f64],
    /// Sum of squares about the mean; `None` where there is nothing to explain.
    total: Option<f64>,
}

impl<'a> Explained<'a> {
    /// A column whose variance is to be explained.
    pub fn new(values: &'a [f64]) -> Self {
        Explained {
            values,
            total: sum_of_squares(values).filter(|_| values.len() >= 32),
        }
    }

    /// Share of the variance that goes with an input alone: the first-order Sobol' index from
    /// given data, by the correlation ratio over groups of the input with the correction for the
    /// number of groups (ε² of Kelley 1935), not below 0. At most 32 groups of at least 16
    /// values.
    ///
    /// Chance left in the column counts against every input.
    pub fn by(&self, input: &Ranking) -> f64 {
        let n = self.values.len();
        let Some(total) = self.total.filter(|_| input.len() == n) else {
            return 0.0;
        };
        let ordered: Vec<f64> = input
            .order()
            .iter()
            .map(|&i| self.values[i as usize])
            .collect();
        let groups = input.bins(&ordered);
        let count = groups.len();
        if count < 2 {
            return 0.0;
        }
        let within: f64 = groups
            .map(|group| {
                if group.len() < 2 {
                    0.0
                } else {
                    variance(group) * (group.len() - 1) as f64
                }
            })
            .sum();
        let unexplained = (within / (n - count) as f64) / (total / (n - 1) as f64);
        (1.0 - unexplained).clamp(0.0, 1.0)
    }
}

/// Spearman's rank correlation of two rows of ranks; 0 where either does not vary or they are
/// not as long.
pub(crate) fn spearman(x: &[f64], y: &[f64]) -> f64 {
    let (mx, my) = (mean(x), mean(y));
    let (mut xy, mut xx, mut yy) = (0.0, 0.0, 0.0);
    for (a, b) in x.iter().zip(y) {
        xy += (a - mx) * (b - my);
        xx += (a - mx) * (a - mx);
        yy += (b - my) * (b - my);
    }
    if x.len() == y.len() && xx > 0.0 && yy > 0.0 {
        xy / (xx * yy).sqrt()
    } else {
        0.0
    }
}

/// The k-th number of the van der Corput sequence in a prime base, in (0, 1): an even spread
/// of points for what the engine does not draw.
pub(crate) fn radical_inverse(mut k: usize, base: usize) -> f64 {
    let (mut value, mut digit) = (0.0, 1.0 / base as f64);
    k += 1;
    while k > 0 {
        value += (k % base) as f64 * digit;
        k /= base;
        digit /= base as f64;
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variance_explained_of_a_linear_sum() {
        // y = 3 a + b + 2 c with uniform, independent a, b, c: shares 9/14, 1/14, 4/14.
        let n = 8192;
        let draw = |base| {
            (0..n)
                .map(move |k| radical_inverse(k, base))
                .collect::<Vec<_>>()
        };
        let (a, b, c) = (draw(2), draw(3), draw(5));
        let y: Vec<f64> = (0..n).map(|i| 3.0 * a[i] + b[i] + 2.0 * c[i]).collect();
        let by = |x: &[f64], y: &[f64]| Explained::new(y).by(&Ranking::of(x));
        for (x, share) in [(&a, 9.0 / 14.0), (&b, 1.0 / 14.0), (&c, 4.0 / 14.0)] {
            assert!((by(x, &y) - share).abs() < 0.005, "{}", by(x, &y));
        }
        assert!(by(&draw(7), &y) < 0.005, "an input that does nothing");
        assert_eq!(by(&a, &vec![0.1; n]), 0.0, "an output that does not vary");
        assert_eq!(by(&a[..n / 2], &y), 0.0, "an input of another run");
    }

    #[test]
    fn rank_correlation_of_one_exchange() {
        // Six pairs with one exchange: ρ = 1 − 6·2/(6·35).
        let rho = spearman(&[1., 2., 3., 4., 5., 6.], &[1., 2., 4., 3., 5., 6.]);
        assert!((rho - (1.0 - 12.0 / 210.0)).abs() < 1e-12);
        assert_eq!(spearman(&[1.5, 1.5], &[1.0, 2.0]), 0.0);
        assert_eq!(spearman(&[1.0, 2.0, 3.0], &[1.0, 2.0]), 0.0);
    }
}
