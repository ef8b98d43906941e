//! Summaries of samples: sums, moments, quantiles, standard errors, distances.
//!
//! Every sum runs over the sample in its own order by halves, so a result depends on the sample
//! alone and not on how many threads made it, and rounding grows with the logarithm of its size.

/// Below this length a plain loop is as accurate and faster.
const LEAF: usize = 32;

/// Σ `term`(value) by halves.
fn sum_of(values: &[f64], term: &impl Fn(f64) -> f64) -> f64 {
    let n = values.len();
    if n <= LEAF {
        return values.iter().map(|&value| term(value)).sum();
    }
    // Four leaves side by side: within one, each addition waits for the one before. The order in
    // which numbers are added is that of the halves below, so the bits are.
    if n.is_multiple_of(4) && n > 2 * LEAF && n <= 4 * LEAF {
        let leaf = n / 4;
        let leaves: [&[f64]; 4] = std::array::from_fn(|k| &values[k * leaf..(k + 1) * leaf]);
        let mut sums = leaves.map(|values| term(values[0]));
        for place in 1..leaf {
            for (sum, values) in sums.iter_mut().zip(leaves) {
                *sum += term(values[place]);
            }
        }
        return (sums[0] + sums[1]) + (sums[2] + sums[3]);
    }
    let (first, second) = values.split_at(n / 2);
    sum_of(first, term) + sum_of(second, term)
}

/// Sum of the values; 0 for none.
pub fn sum(values: &[f64]) -> f64 {
    sum_of(values, &|value| value)
}

/// Arithmetic mean; NaN for no values.
pub fn mean(values: &[f64]) -> f64 {
    sum(values) / values.len() as f64
}

/// Sample variance with divisor n − 1, by two passes; NaN for fewer than two values.
pub fn variance(values: &[f64]) -> f64 {
    let centre = mean(values);
    let squares = sum_of(values, &|value| (value - centre) * (value - centre));
    if values.len() < 2 {
        f64::NAN
    } else {
        squares / (values.len() - 1) as f64
    }
}

/// Sum of squares about the mean; `None` where there is none but rounding, or where a value is no
/// finite number.
pub fn sum_of_squares(values: &[f64]) -> Option<f64> {
    let total = variance(values) * values.len().saturating_sub(1) as f64;
    let scale = sum_of(values, &|value| value * value);
    (total.is_finite() && total > 1e-20 * scale).then_some(total)
}

/// Standard error of the mean over independent scrambles of a quasi-random design, from the mean
/// of each: sd/√R. NaN for fewer than two scrambles.
pub fn standard_error(scramble_means: &[f64]) -> f64 {
    (variance(scramble_means) / scramble_means.len() as f64).sqrt()
}

/// Quantile of the values that are numbers at a level held within 0 and 1: the interpolating
/// definition 7 of Hyndman & Fan (1996), by selection. NaN if there is no number.
///
/// The values are left in another order, without those that are no numbers.
pub fn quantile(values: &mut Vec<f64>, level: f64) -> f64 {
    values.retain(|value| !value.is_nan());
    let (count, mut found) = (values.len(), [f64::NAN]);
    select(values, 0, count, &[level], &mut found);
    found[0]
}

/// [`quantile`] at several levels, in ascending order.
pub fn quantiles<const N: usize>(values: &[f64], levels: [f64; N]) -> [f64; N] {
    debug_assert!(levels.is_sorted());
    let numbers = values.iter().copied().filter(|value| !value.is_nan());
    let mut sample: Vec<f64> = numbers.collect();
    let mut found = [f64::NAN; N];
    let count = sample.len();
    select(&mut sample, 0, count, &levels, &mut found);
    found
}

/// Quantiles of `count` numbers at ascending levels that all lie in the stretch `part`, which begins
/// at place `from` of the sorted numbers: the middle level parts the stretches of the others.
fn select(part: &mut [f64], from: usize, count: usize, levels: &[f64], found: &mut [f64]) {
    let (Some(last), Some(&middle)) = (count.checked_sub(1), levels.get(levels.len() / 2)) else {
        return;
    };
    let place = |level: f64| last as f64 * level.clamp(0.0, 1.0);
    let low = place(middle) as usize;
    let (_, &mut lower, above) = part.select_nth_unstable_by(low - from, f64::total_cmp);
    let upper = above.iter().copied().min_by(f64::total_cmp);
    let first = levels.partition_point(|&level| (place(level) as usize) < low);
    let next = levels.partition_point(|&level| place(level) as usize <= low);
    for (&level, found) in levels[first..next].iter().zip(&mut found[first..next]) {
        let share = place(level) - low as f64;
        *found = match upper {
            Some(upper) if share > 0.0 => lower + share * (upper - lower),
            _ => lower,
        };
    }
    let (below, above) = part.split_at_mut(low - from + 1);
    select(below, from, count, &levels[..first], &mut found[..first]);
    select(above, low + 1, count, &levels[next..], &mut found[next..]);
}

/// Kolmogorov–Smirnov distance between two samples of numbers, the largest difference of their
/// empirical distribution functions: 0 to 1, NaN if one is empty.
pub fn kolmogorov_smirnov(mut a: Vec<f64>, mut b: Vec<f64>) -> f64 {
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
        assert!(mean(&[]).is_nan() && variance(&[1.0]).is_nan() && variance(&[]).is_nan());
        assert!(standard_error(&[1.0]).is_nan());
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
        let found = quantiles(&[8.0, 3.0, 1.0, 4.0], [0.0, 0.1, 0.25, 0.5, 0.9, 1.0]);
        for (found, expected) in found.into_iter().zip([1.0, 1.6, 2.5, 3.5, 6.8, 8.0]) {
            assert!((found - expected).abs() < 1e-14, "{found} for {expected}");
        }
        // R: quantile(c(10, 2, 7, 4), c(.05, .5, .95)) = 2.3, 5.5, 9.55.
        let found = quantiles(&[10.0, 2.0, f64::NAN, 7.0, 4.0], [0.05, 0.5, 0.95]);
        for (found, expected) in found.into_iter().zip([2.3, 5.5, 9.55]) {
            assert!((found - expected).abs() < 1e-14, "{found} for {expected}");
        }
        assert_eq!(quantiles(&[3.0], [0.3]), [3.0]);
        assert_eq!(quantiles(&[1.0, f64::INFINITY], [0.0]), [1.0]);
        assert!(quantiles(&[], [0.5])[0].is_nan());
        assert!(quantiles(&[f64::NAN], [0.5])[0].is_nan());
    }

    #[test]
    fn distances_between_samples() {
        let distance = |a: &[f64], b: &[f64]| kolmogorov_smirnov(a.to_vec(), b.to_vec());
        assert_eq!(distance(&[1.0, 2.0], &[3.0, 4.0]), 1.0);
        assert_eq!(distance(&[1.0, 2.0, 3.0], &[3.0, 1.0, 2.0]), 0.0);
        assert_eq!(distance(&[1.0, 1.0, 2.0, 3.0], &[1.0, 2.0]), 0.25);
        assert!(distance(&[], &[1.0]).is_nan());
    }

    /// Numbers, ties and both zeros among them.
    fn sample() -> impl Strategy<Value = Vec<f64>> {
        let value = prop_oneof![
            8 => -1e3f64..1e3,
            2 => (-2i32..2).prop_map(f64::from),
            1 => Just(-0.0),
        ];
        proptest::collection::vec(value, 1..80)
    }

    /// [`sum_of`] by its definition.
    fn halves(values: &[f64], term: &impl Fn(f64) -> f64) -> f64 {
        if values.len() <= LEAF {
            return values.iter().map(|&value| term(value)).sum();
        }
        let (first, second) = values.split_at(values.len() / 2);
        halves(first, term) + halves(second, term)
    }

    proptest! {
        #[test]
        fn leaves_side_by_side_give_the_bits_of_halves(
            values in sample(),
            size in prop_oneof![Just(96usize), Just(128), Just(512), Just(3072), 0usize..3000],
        ) {
            let values: Vec<f64> = values.into_iter().cycle().take(size).collect();
            let square = |value: f64| value * value;
            prop_assert_eq!(sum(&values).to_bits(), halves(&values, &|v| v).to_bits());
            let squares = sum_of(&values, &square);
            prop_assert_eq!(squares.to_bits(), halves(&values, &square).to_bits());
        }

        /// Definition 7 written out: interpolation between the order statistics around (n−1)p.
        #[test]
        fn selection_gives_definition_7(values in sample(), level in 0.0f64..=1.0) {
            let mut sorted = values.clone();
            sorted.sort_by(f64::total_cmp);
            let h = (sorted.len() - 1) as f64 * level;
            let (low, high) = (sorted[h.floor() as usize], sorted[h.ceil() as usize]);
            let expected = low + (h - h.floor()) * (high - low);
            let [found] = quantiles(&values, [level]);
            prop_assert!((found - expected).abs() < 1e-9, "{} for {}", found, expected);
            prop_assert!((sorted[0]..=sorted[sorted.len() - 1]).contains(&found));
        }

        #[test]
        fn several_levels_are_each_alone(values in sample(), mut levels in proptest::array::uniform4(0.0f64..=1.0)) {
            levels.sort_by(f64::total_cmp);
            let alone = levels.map(|level| quantile(&mut values.clone(), level));
            prop_assert_eq!(quantiles(&values, levels), alone);
        }

        #[test]
        fn order_does_not_matter(values in sample(), level in 0.1f64..=0.9) {
            let found = quantiles(&values, [0.1, level, 0.9]);
            let mut other = values;
            other.reverse();
            other.push(f64::NAN);
            prop_assert_eq!(quantiles(&other, [0.1, level, 0.9]), found);
        }

        #[test]
        fn distances_are_those_of_counting(a in sample(), b in sample()) {
            let below = |sample: &[f64], x: f64| {
                sample.iter().filter(|y| **y <= x).count() as f64 / sample.len() as f64
            };
            let at = |x: f64| (below(&a, x) - below(&b, x)).abs();
            let counted = a.iter().chain(&b).map(|&x| at(x)).fold(0.0, f64::max);
            let distance = kolmogorov_smirnov(a.clone(), b.clone());
            prop_assert_eq!(distance.to_bits(), counted.to_bits());
            prop_assert_eq!(distance, kolmogorov_smirnov(b.clone(), a.clone()));
            prop_assert_eq!(kolmogorov_smirnov(a.clone(), a.clone()), 0.0);
        }
    }
}
