//! Exact partition messages about a red line under uniform beliefs (Crawford & Sobel 1982, applied
//! to a line). The mechanism is described with the [red line](super::red_line); it uses Gaussian
//! beliefs, and this law says what that stands in for.

/// Ends of the `cells` cells of direct talk on [0, 1] at a preference gap `b`:
/// a_i = i/N − 2b·i(N − i), from 0 to 1. The gap must leave them in order, 2N(N−1)b < 1.
pub fn cells(cells: u32, gap: f64) -> Vec<f64> {
    let n = f64::from(cells.max(1));
    let end = |i: u32| f64::from(i) / n - 2.0 * gap * f64::from(i) * (n - f64::from(i));
    (0..=cells.max(1)).map(end).collect()
}

/// Probability of crossing when the line R is uniform on [0, 1], a cell [lo, hi] of `ends` is
/// announced, and the pressing side gains x if R ≥ x and loses Λ (`loss`) if R < x: it presses
/// x = (hi − Λ)/2, within the cell, and P = Σ ½(hi − 2lo − Λ)₊.
pub fn crossing(ends: &[f64], loss: f64) -> f64 {
    ends.windows(2)
        .map(|cell| 0.5 * (cell[1] - 2.0 * cell[0] - loss).max(0.0))
        .sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::laws::testing::close;

    /// b = .2 leaves two cells, 0, .1 and 1; before the message one.
    #[test]
    fn a_message_of_two_cells() {
        let ends = cells(2, 0.2);
        for (end, expected) in ends.iter().zip([0.0, 0.1, 1.0]) {
            close(*end, expected, 1e-12);
        }
        let table = [(0.1, 0.45, 0.35), (0.2, 0.40, 0.30), (0.4, 0.30, 0.20)];
        for (loss, before, after) in table {
            close(crossing(&[0.0, 1.0], loss), before, 1e-12);
            close(crossing(&ends, loss), after, 1e-12);
        }
    }

    proptest! {
        /// The choice in each cell by search, and the chance of crossing it implies.
        #[test]
        fn the_choice_is_the_best_one(gap in 0.0..0.24f64, loss in 0.0..0.9f64) {
            let ends = cells(2, gap);
            let mut p = 0.0;
            for cell in ends.windows(2) {
                let (lo, hi) = (cell[0], cell[1]);
                // E[gain] given the cell, pressing x within it.
                let gain = |x: f64| (x * (hi - x) - loss * (x - lo)) / (hi - lo);
                let at = |i: u32| lo + (hi - lo) * f64::from(i) / 4000.0;
                let best = (0..=4000).map(at).fold(lo, |b, x| if gain(x) > gain(b) { x } else { b });
                p += best - lo;
            }
            prop_assert!((p - crossing(&ends, loss)).abs() < 1e-3);
        }
    }
}
