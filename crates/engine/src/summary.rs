//! Summaries of samples: sums, moments, quantiles, standard errors, distances.
//!
//! Every sum runs over the sample in its own order by halves, so a result depends on the sample
//! alone and not on how many threads made it, and rounding grows with the logarithm of its size.

/// Below this length a plain loop is as accurate and faster.
const LEAF: usize = 32;

/// Σ `term`(i) for i from `first` to `last` − 1, by halves.
fn pairwise(first: usize, last: usize, term: &impl Fn(usize) -> f64) -> f64 {
    if last - first <= LEAF {
        return (first..last).map(term).sum();
    }
    let middle = first + (last - first) / 2;
    pairwise(first, middle, term) + pairwise(middle, last, term)
}

/// Sum of the values; 0 for none.
pub fn sum(values: &[f64]) -> f64 {
    pairwise(0, values.len(), &|i| values[i])
}

/// Arithmetic mean; NaN for no values.
pub fn mean(values: &[f64]) -> f64 {
    sum(values) / values.len() as f64
}

/// Mean of the values with the given weights, as many as both have; NaN if the weights sum to 0.
pub fn weighted_mean(values: &[f64], weights: &[f64]) -> f64 {
    let n = values.len().min(weights.len());
    pairwise(0, n, &|i| weights[i] * values[i]) / pairwise(0, n, &|i| weights[i])
}

/// Sample variance with divisor n − 1, by two passes; NaN for fewer than two values.
pub fn variance(values: &[f64]) -> f64 {
    let centre = mean(values);
    let squares = pairwise(0, values.len(), &|i| {
        (values[i] - centre) * (values[i] - centre)
    });
    if values.len() < 2 {
        f64::NAN
    } else {
        squares / (values.len() - 1) as f64
    }
}

/// Standard error of the mean over independent scrambles of a quasi-random design, from the mean
/// of each: sd/√R. NaN for fewer than two scrambles.
pub fn standard_error(scramble_means: &[f64]) -> f64 {
    (variance(scramble_means) / scramble_means.len() as f64).sqrt()
}

/// Quantiles of a sample at the given levels, each held within 0 and 1.
///
/// With equal weights this is the interpolating definition 7 of Hyndman & Fan (1996); with weights
/// its extension by Akinshin (2023, "Weighted quantile estimators"): the sample counts as
/// n* = (Σw)²/Σw² values (Kish 1965), and the quantile is the mean of the weighted empirical
/// quantile function over the levels from (h−1)/n* to h/n*, h = 1 + (n*−1)p. So a value of weight
/// 0 has no influence, and a factor common to all weights none either.
///
/// `weights` of `None` means equal. Values without a positive weight and values that are not
/// numbers are left out; NaN if none is left.
pub fn quantiles(values: &[f64], weights: Option<&[f64]>, levels: &[f64]) -> Vec<f64> {
    let Some(weights) = weights else {
        return plain_quantiles(values, levels);
    };
    let pairs = values.iter().copied().zip(weights.iter().copied());
    let mut sample: Vec<(f64, f64)> = pairs
        .filter(|(value, weight)| !value.is_nan() && *weight > 0.0)
        .collect();
    // Ties by weight too, so that the order of the sample cannot matter to the last bit.
    sample.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let total = pairwise(0, sample.len(), &|i| sample[i].1);
    let squares = pairwise(0, sample.len(), &|i| {
        let share = sample[i].1 / total;
        share * share
    });
    levels
        .iter()
        .map(|&level| quantile(&sample, total, 1.0 / squares, level))
        .collect()
}

/// Quantiles of a sample of equal weights, by selection where a level needs two values only.
fn plain_quantiles(values: &[f64], levels: &[f64]) -> Vec<f64> {
    let mut sample: Vec<f64> = values.iter().copied().filter(|v| !v.is_nan()).collect();
    let Some(last) = sample.len().checked_sub(1) else {
        return vec![f64::NAN; levels.len()];
    };
    let mut at = |level: &f64| {
        let place = last as f64 * level.clamp(0.0, 1.0);
        let low = place as usize;
        let (_, &mut value, above) = sample.select_nth_unstable_by(low, f64::total_cmp);
        match above.iter().copied().min_by(f64::total_cmp) {
            Some(next) => value + (place - low as f64) * (next - value),
            None => value,
        }
    };
    levels.iter().map(&mut at).collect()
}

/// One quantile of a sorted sample of (value, positive weight) that counts as `size` values.
fn quantile(sample: &[(f64, f64)], total: f64, size: f64, level: f64) -> f64 {
    let (Some(&(least, _)), Some(&(most, _))) = (sample.first(), sample.last()) else {
        return f64::NAN;
    };
    // Weight below the window, and its width, in units of the weights.
    let width = total / size;
    let low = (total - width).max(0.0) * level.clamp(0.0, 1.0);
    let (mut below, mut window) = (0.0, 0.0);
    let mut quantile = 0.0;
    for &(value, weight) in sample {
        let above = below + weight;
        let share = above.min(low + width) - f64::max(below, low);
        if share > 0.0 {
            quantile += share * value;
            window += share;
        }
        below = above;
    }
    // Dividing by what was found, not by the width, keeps the rounding out of the level.
    if window > 0.0 {
        (quantile / window).clamp(least, most)
    } else {
        most
    }
}

/// Kolmogorov–Smirnov distance between two samples, the largest difference of their empirical
/// distribution functions: 0 to 1, NaN if one is empty.
pub fn kolmogorov_smirnov(a: &[f64], b: &[f64]) -> f64 {
    if a.is_empty() || b.is_empty() {
        return f64::NAN;
    }
    let sorted = |values: &[f64]| {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        sorted
    };
    let (a, b) = (sorted(a), sorted(b));
    a.iter()
        .chain(&b)
        .map(|&x| {
            let below =
                |sample: &[f64]| sample.partition_point(|y| *y <= x) as f64 / sample.len() as f64;
            (below(&a) - below(&b)).abs()
        })
        .fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sums_keep_their_digits() {
        // 10⁷ times 0.1: a plain loop is off by 1.6e-4.
        let values = vec![0.1; 10_000_000];
        assert!((sum(&values) - 1e6).abs() < 1e-9, "{}", sum(&values));
        assert_eq!(sum(&[]), 0.0);
    }

    #[test]
    fn moments_of_small_samples() {
        let values = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0];
        assert_eq!(mean(&values), 5.0);
        assert_eq!(variance(&values), 32.0 / 7.0);
        assert_eq!(standard_error(&values), (4.0f64 / 7.0).sqrt());
        assert_eq!(weighted_mean(&[1.0, 2.0, 4.0], &[1.0, 0.0, 3.0]), 3.25);
        assert!(mean(&[]).is_nan() && variance(&[1.0]).is_nan() && variance(&[]).is_nan());
        assert!(standard_error(&[1.0]).is_nan() && weighted_mean(&[], &[]).is_nan());
    }

    /// A large common part does not spoil the variance, as it would in one pass.
    #[test]
    fn variance_survives_a_large_mean() {
        let values = [1e9 + 4.0, 1e9 + 7.0, 1e9 + 13.0, 1e9 + 16.0];
        assert_eq!(variance(&values), 30.0);
    }

    #[test]
    fn quantiles_of_small_samples() {
        // R: quantile(c(1, 3, 4, 8), c(0, .1, .25, .5, .9, 1)).
        let found = quantiles(
            &[8.0, 3.0, 1.0, 4.0],
            None,
            &[0.0, 0.1, 0.25, 0.5, 0.9, 1.0],
        );
        for (found, expected) in found.into_iter().zip([1.0, 1.6, 2.5, 3.5, 6.8, 8.0]) {
            assert!((found - expected).abs() < 1e-14, "{found} for {expected}");
        }
        assert_eq!(quantiles(&[3.0], None, &[0.3]), [3.0]);
        assert!(quantiles(&[], None, &[0.5])[0].is_nan());
        assert!(quantiles(&[f64::NAN], None, &[0.5])[0].is_nan());
        assert!(quantiles(&[1.0], Some(&[0.0]), &[0.5])[0].is_nan());
    }

    /// Worked by hand: weights 1, 1, 2 count as 16/6 values, the window of the median has width
    /// 1.5 of 4 and begins at 1.25, so it covers .75 of the second value and .75 of the third.
    #[test]
    fn weighted_median_by_hand() {
        let median = quantiles(&[10.0, 20.0, 40.0], Some(&[1.0, 1.0, 2.0]), &[0.5])[0];
        assert!((median - 30.0).abs() < 1e-13, "{median}");
    }

    #[test]
    fn distances_between_samples() {
        assert_eq!(kolmogorov_smirnov(&[1.0, 2.0], &[3.0, 4.0]), 1.0);
        assert_eq!(kolmogorov_smirnov(&[1.0, 2.0, 3.0], &[3.0, 1.0, 2.0]), 0.0);
        assert_eq!(kolmogorov_smirnov(&[1.0, 1.0, 2.0, 3.0], &[1.0, 2.0]), 0.25);
        assert!(kolmogorov_smirnov(&[], &[1.0]).is_nan());
    }

    fn sample() -> impl Strategy<Value = Vec<(f64, f64)>> {
        proptest::collection::vec((-1e3f64..1e3, 0.01f64..10.0), 1..80)
    }

    proptest! {
        /// Definition 7 written out: interpolation between the order statistics around (n−1)p.
        #[test]
        fn equal_weights_give_definition_7(sample in sample(), level in 0.0f64..=1.0) {
            let values: Vec<f64> = sample.iter().map(|(value, _)| *value).collect();
            let mut sorted = values.clone();
            sorted.sort_by(f64::total_cmp);
            let h = (sorted.len() - 1) as f64 * level;
            let (low, high) = (sorted[h.floor() as usize], sorted[h.ceil() as usize]);
            let expected = low + (h - h.floor()) * (high - low);
            let found = quantiles(&values, None, &[level])[0];
            prop_assert!((found - expected).abs() < 1e-9, "{} for {}", found, expected);
            let weights = vec![7.0; values.len()];
            let weighted = quantiles(&values, Some(&weights), &[level])[0];
            prop_assert!((weighted - expected).abs() < 1e-9, "{} for {}", weighted, expected);
        }

        #[test]
        fn quantiles_rise_and_stay_in_the_sample(sample in sample()) {
            let (values, weights): (Vec<f64>, Vec<f64>) = sample.into_iter().unzip();
            let levels: Vec<f64> = (0..=20).map(|i| f64::from(i) / 20.0).collect();
            let found = quantiles(&values, Some(&weights), &levels);
            let least = values.iter().copied().fold(f64::INFINITY, f64::min);
            let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            prop_assert!(found.iter().all(|q| (least..=most).contains(q)));
            prop_assert!(found.windows(2).all(|q| q[1] >= q[0] - 1e-9));
        }

        #[test]
        fn order_and_weightless_values_do_not_matter(sample in sample(), level in 0.0f64..=1.0) {
            let (values, weights): (Vec<f64>, Vec<f64>) = sample.iter().copied().unzip();
            let found = quantiles(&values, Some(&weights), &[level]);
            let mut other = sample;
            other.reverse();
            other.push((5e3, 0.0));
            let (values, weights): (Vec<f64>, Vec<f64>) = other.into_iter().unzip();
            prop_assert_eq!(quantiles(&values, Some(&weights), &[level]), found);
        }

        #[test]
        fn distance_is_symmetric_and_bounded(a in sample(), b in sample()) {
            let a: Vec<f64> = a.into_iter().map(|(value, _)| value).collect();
            let b: Vec<f64> = b.into_iter().map(|(value, _)| value).collect();
            let distance = kolmogorov_smirnov(&a, &b);
            prop_assert!((0.0..=1.0).contains(&distance));
            prop_assert_eq!(distance, kolmogorov_smirnov(&b, &a));
            prop_assert_eq!(kolmogorov_smirnov(&a, &a), 0.0);
        }
    }
}
