//! Mean and variance, to the last bit those of `pourparler_engine::summary`.
//!
//! A sum by halves ends in leaves of at most 32 values, added one after another, each addition
//! waiting for the one before. Here four leaves run side by side. The order within a leaf and
//! that in which leaves are added are the same, so the bits are.

/// Most values of a leaf.
const LEAF: usize = 32;

/// Σ `term`(value) by halves.
fn sum_of(values: &[f64], term: &impl Fn(f64) -> f64) -> f64 {
    let n = values.len();
    if n <= LEAF {
        return values.iter().map(|&value| term(value)).sum();
    }
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

/// Arithmetic mean; NaN for no values.
pub(crate) fn mean(values: &[f64]) -> f64 {
    sum_of(values, &|value| value) / values.len() as f64
}

/// Sample variance with divisor n − 1; NaN for fewer than two values.
pub(crate) fn variance(values: &[f64]) -> f64 {
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
pub(crate) fn sum_of_squares(values: &[f64]) -> Option<f64> {
    let total = variance(values) * values.len().saturating_sub(1) as f64;
    let scale = sum_of(values, &|value| value * value);
    (total.is_finite() && total > 1e-20 * scale).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;
    use pourparler_engine::summary;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_bits_are_those_of_the_plain_form(
            values in proptest::collection::vec(-1e3f64..1e3, 0..300),
            size in prop_oneof![Just(96usize), Just(128), Just(512), Just(3072), 0usize..3000],
        ) {
            for values in [values.clone(), values.into_iter().cycle().take(size).collect()] {
                prop_assert_eq!(mean(&values).to_bits(), summary::mean(&values).to_bits());
                prop_assert_eq!(variance(&values).to_bits(), summary::variance(&values).to_bits());
            }
        }
    }
}
