//! Quantiles by selection, groups, ranks, and variance explained.

use pourparler_engine::summary::{mean, variance};

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

/// θ grouped by the value of one input, from its lowest to its highest.
pub(crate) struct Groups {
    /// Indices of θ.
    pub groups: Vec<Vec<usize>>,
    /// Whether each group is a single value, as with a choice.
    pub discrete: bool,
}

/// Groups θ by `values`: one group per value if there are at most `most` of them, else `most`
/// groups of nearly equal size that never part equal values.
pub(crate) fn grouped(values: &[f64], most: usize) -> Groups {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]).then(a.cmp(&b)));
    let runs = order.chunk_by(|&a, &b| values[a] == values[b]);
    if runs.clone().take(most + 1).count() <= most {
        return Groups {
            groups: runs.map(<[usize]>::to_vec).collect(),
            discrete: true,
        };
    }
    let mut groups: Vec<Vec<usize>> = vec![Vec::new()];
    let mut placed = 0;
    for run in runs {
        let full = values.len() * groups.len() / most;
        if placed >= full {
            groups.push(Vec::new());
        }
        placed += run.len();
        if let Some(group) = groups.last_mut() {
            group.extend_from_slice(run);
        }
    }
    Groups {
        groups,
        discrete: false,
    }
}

/// Share of the variance of `y` that goes with `x` alone: the first-order Sobol' index from
/// given data, by the correlation ratio over groups of `x` with the correction for the number
/// of groups (ε² of Kelley 1935), not below 0. At most 32 groups of at least 16 values.
///
/// Chance left in `y` counts against every input.
pub(crate) fn first_order(x: &[f64], y: &[f64]) -> f64 {
    let n = y.len();
    let total = variance(y) * n.saturating_sub(1) as f64;
    let scale: f64 = y.iter().map(|v| v * v).sum();
    // A constant column with rounding noise has no variance to explain.
    if n < 32 || x.len() != n || total.is_nan() || total <= 1e-20 * scale {
        return 0.0;
    }
    let groups = grouped(x, (n / 16).min(32)).groups;
    if groups.len() < 2 {
        return 0.0;
    }
    let within: f64 = groups
        .iter()
        .map(|group| {
            let ys: Vec<f64> = group.iter().map(|&i| y[i]).collect();
            if ys.len() < 2 {
                0.0
            } else {
                variance(&ys) * (ys.len() - 1) as f64
            }
        })
        .sum();
    let unexplained = (within / (n - groups.len()) as f64) / (total / (n - 1) as f64);
    (1.0 - unexplained).clamp(0.0, 1.0)
}

/// Spearman's rank correlation, ties at their mean rank; 0 where either does not vary.
pub(crate) fn spearman(x: &[f64], y: &[f64]) -> f64 {
    let (x, y) = (ranks(x), ranks(y));
    let (mx, my) = (mean(&x), mean(&y));
    let (mut xy, mut xx, mut yy) = (0.0, 0.0, 0.0);
    for (a, b) in x.iter().zip(&y) {
        xy += (a - mx) * (b - my);
        xx += (a - mx) * (a - mx);
        yy += (b - my) * (b - my);
    }
    if xx > 0.0 && yy > 0.0 {
        xy / (xx * yy).sqrt()
    } else {
        0.0
    }
}

fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut below = 0;
    for run in order.chunk_by(|&a, &b| values[a] == values[b]) {
        let rank = below as f64 + (run.len() + 1) as f64 / 2.0;
        for &i in run {
            ranks[i] = rank;
        }
        below += run.len();
    }
    ranks
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
    fn groups_never_part_equal_values() {
        let x: Vec<f64> = (0..1000).map(|i| f64::from(i % 100)).collect();
        let grouped = grouped(&x, 16);
        assert!(!grouped.discrete);
        assert_eq!(grouped.groups.len(), 16);
        assert_eq!(grouped.groups.iter().map(Vec::len).sum::<usize>(), 1000);
        for pair in grouped.groups.windows(2) {
            let high = pair[0].iter().map(|&i| x[i]).fold(f64::MIN, f64::max);
            let low = pair[1].iter().map(|&i| x[i]).fold(f64::MAX, f64::min);
            assert!(high < low);
        }
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
        for (x, share) in [(&a, 9.0 / 14.0), (&b, 1.0 / 14.0), (&c, 4.0 / 14.0)] {
            assert!(
                (first_order(x, &y) - share).abs() < 0.005,
                "{}",
                first_order(x, &y)
            );
        }
        assert!(
            first_order(&draw(7), &y) < 0.005,
            "an input that does nothing"
        );
        assert_eq!(
            first_order(&a, &vec![0.1; n]),
            0.0,
            "an output that does not vary"
        );
    }

    #[test]
    fn ranks_of_ties_are_their_mean() {
        assert_eq!(ranks(&[3.0, 1.0, 3.0, 2.0]), [3.5, 1.0, 3.5, 2.0]);
        // Six pairs with one exchange: ρ = 1 − 6·2/(6·35).
        let rho = spearman(&[1., 2., 3., 4., 5., 6.], &[1., 2., 4., 3., 5., 6.]);
        assert!((rho - (1.0 - 12.0 / 210.0)).abs() < 1e-12);
        assert_eq!(spearman(&[1.0, 1.0], &[2.0, 3.0]), 0.0);
    }
}
