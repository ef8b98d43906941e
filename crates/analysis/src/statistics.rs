//! Quantiles by selection, variance explained, and rank correlation.

use pourparler_engine::summary::sum;

use crate::moments::{mean, sum_of_squares, variance};
use crate::ranking::Ranking;

/// Quantile with linear interpolation between order statistics (type 7 of Hyndman & Fan 1996),
/// of the values that are numbers; NaN if there are none. The same as
/// `pourparler_engine::summary::quantiles`, by selection instead of sorting: looking for what
/// flips a verdict asks for thousands of them.
pub(crate) fn quantile(values: &mut Vec<f64>, level: f64) -> f64 {
    values.retain(|value| !value.is_nan());
    let Some(last) = values.len().checked_sub(1) else {
        return f64::NAN;
    };
    let at = level.clamp(0.0, 1.0) * last as f64;
    let low = at.floor() as usize;
    let (_, &mut lower, above) = values.select_nth_unstable_by(low, f64::total_cmp);
    let upper = above
        .iter()
        .copied()
        .min_by(f64::total_cmp)
        .unwrap_or(lower);
    let share = at - low as f64;
    if share == 0.0 {
        lower
    } else {
        lower + share * (upper - lower)
    }
}

/// Quantiles of a column at rising levels, to the last bit those of
/// `pourparler_engine::summary::quantiles` with equal weights, by selection instead of sorting.
/// They differ in rounding from [`quantile`].
pub(crate) fn quantiles<const N: usize>(values: &[f64], levels: [f64; N]) -> [f64; N] {
    let mut sample = values.to_vec();
    sample.retain(|value| !value.is_nan());
    let n = sample.len();
    if n == 0 {
        return [f64::NAN; N];
    }
    // Each of n values covers one unit of weight, a quantile is the mean over a window about as
    // wide, and the reference rounds that width.
    let weight = 1.0 / n as f64;
    let squares = if n.is_power_of_two() {
        weight
    } else {
        sum(&vec![weight * weight; n])
    };
    let width = n as f64 / (1.0 / squares);
    let windows = levels.map(|level| {
        let low = (n as f64 - width).max(0.0) * level.clamp(0.0, 1.0);
        (low, low + width)
    });
    let covered = |(low, high): (f64, f64)| low as usize..n.min(high.ceil() as usize);
    let mut ranks: Vec<usize> = windows.into_iter().flat_map(covered).collect();
    ranks.extend([0, n - 1]);
    ranks.sort_unstable();
    ranks.dedup();
    place(&mut sample, 0, &ranks);
    windows.map(|(low, high)| {
        let (mut quantile, mut window) = (0.0, 0.0);
        for rank in covered((low, high)) {
            let share = high.min((rank + 1) as f64) - low.max(rank as f64);
            if share > 0.0 {
                quantile += share * sample[rank];
                window += share;
            }
        }
        if window > 0.0 {
            (quantile / window).clamp(sample[0], sample[n - 1])
        } else {
            sample[n - 1]
        }
    })
}

/// Puts the values of some ranks, which rise, where sorting would put them; `values` has the
/// ranks from `first` on.
fn place(values: &mut [f64], first: usize, ranks: &[usize]) {
    let (before, [middle, after @ ..]) = ranks.split_at(ranks.len() / 2) else {
        return;
    };
    let (below, _, above) = values.select_nth_unstable_by(middle - first, f64::total_cmp);
    place(below, first, before);
    place(above, middle + 1, after);
}

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

/// Kolmogorov–Smirnov distance between two samples of numbers, as
/// `pourparler_engine::summary::kolmogorov_smirnov`, going through both at once; NaN if one is
/// empty.
pub(crate) fn kolmogorov_smirnov(mut a: Vec<f64>, mut b: Vec<f64>) -> f64 {
    if a.is_empty() || b.is_empty() {
        return f64::NAN;
    }
    for sample in [&mut a, &mut b] {
        // The two zeros are one number.
        sample.iter_mut().for_each(|value| *value += 0.0);
        sample.sort_unstable_by(f64::total_cmp);
    }
    let up_to = |sample: &[f64], mut at: usize, x: f64| {
        while sample.get(at).is_some_and(|y| y.total_cmp(&x).is_le()) {
            at += 1;
        }
        at
    };
    let (mut below_a, mut below_b, mut most) = (0, 0, 0.0f64);
    // Where one sample is used up, the other only comes nearer.
    while let (Some(&x), Some(&y)) = (a.get(below_a), b.get(below_b)) {
        let next = if x.total_cmp(&y).is_le() { x } else { y };
        below_a = up_to(&a, below_a, next);
        below_b = up_to(&b, below_b, next);
        let share = |below: usize, sample: &[f64]| below as f64 / sample.len() as f64;
        most = most.max((share(below_a, &a) - share(below_b, &b)).abs());
    }
    most
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
    use proptest::prelude::*;

    #[test]
    fn quantiles_interpolate_as_type_seven() {
        // R: quantile(c(10, 2, 7, 4), c(.05, .5, .95, 0, 1)) = 2.3, 5.5, 9.55, 2, 10
        let mut x = vec![10.0, 2.0, f64::NAN, 7.0, 4.0];
        for (level, value) in [
            (0.05, 2.3),
            (0.5, 5.5),
            (0.95, 9.55),
            (0.0, 2.0),
            (1.0, 10.0),
        ] {
            assert!((quantile(&mut x, level) - value).abs() < 1e-12, "{level}");
            let sorted = pourparler_engine::summary::quantiles(&x, None, &[level]);
            assert!((sorted[0] - value).abs() < 1e-12, "{level}");
        }
        assert!(quantile(&mut Vec::new(), 0.5).is_nan());
    }

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

    proptest! {
        #[test]
        fn selection_gives_the_bits_of_sorting(
            values in proptest::collection::vec(
                prop_oneof![
                    8 => -1e3f64..1e3,
                    2 => (-2i32..2).prop_map(f64::from),
                    1 => prop_oneof![Just(-0.0), Just(f64::NAN), Just(f64::INFINITY)],
                ],
                0..400,
            ),
            level in 0.0f64..=1.0,
        ) {
            let levels = [0.0, 0.05, 0.5, 0.95, level, 1.0];
            let bits = |values: &[f64]| values.iter().map(|v| v.to_bits()).collect::<Vec<_>>();
            let sorted = pourparler_engine::summary::quantiles(&values, None, &levels);
            prop_assert_eq!(bits(&quantiles(&values, levels)), bits(&sorted));
        }

        #[test]
        fn distances_are_those_of_counting(
            a in proptest::collection::vec(-10i32..10, 0..40),
            b in proptest::collection::vec(prop_oneof![(-10i32..10).prop_map(f64::from), -10.0..10.0, Just(-0.0)], 0..40),
        ) {
            let a: Vec<f64> = a.into_iter().map(f64::from).collect();
            let counted = pourparler_engine::summary::kolmogorov_smirnov(&a, &b);
            prop_assert_eq!(kolmogorov_smirnov(a, b).to_bits(), counted.to_bits());
        }
    }
}
