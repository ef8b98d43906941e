//! Opinions in a network: who listens to whom. The mechanism is described with the
//! [audience](super::audience).
//!
//! `listens[i][j]` is the weight that group i gives to group j; every row sums to 1.

/// Rounds after which a network that has not settled is taken as it stands.
const ROUNDS: usize = 20_000;

/// The opinions on which groups settle that start from `own` and hold on to it with what they do
/// not take from others: x = (I − ΛT)⁻¹(I − Λ)x₀ (Friedkin & Johnsen 1990), Λ the diagonal of
/// `open` (0 stubborn, 1 wholly open), T the weights. Where every group is wholly open this is the
/// limit of T^n x₀ (DeGroot 1974). Found by repeated averaging, each round half of the way, so
/// that groups which only echo each other settle too.
pub fn settled(listens: &[Vec<f64>], open: &[f64], own: &[f64]) -> Vec<f64> {
    let mut x = own.to_vec();
    for _ in 0..ROUNDS {
        let mut moved: f64 = 0.0;
        let next: Vec<f64> = (0..x.len())
            .map(|i| {
                let heard: f64 = listens[i].iter().zip(&x).map(|(w, x)| w * x).sum();
                let next = 0.5 * (x[i] + open[i] * heard + (1.0 - open[i]) * own[i]);
                moved = moved.max((next - x[i]).abs());
                next
            })
            .collect();
        x = next;
        if moved < 1e-15 {
            break;
        }
    }
    x
}

/// Weight of each group's first opinion in the consensus of wholly open groups: the limit for a
/// first opinion held by it alone. Zero for a group nobody listens to.
pub fn influence(listens: &[Vec<f64>]) -> Vec<f64> {
    let groups = listens.len();
    (0..groups)
        .map(|k| {
            let alone: Vec<f64> = (0..groups).map(|j| f64::from(j == k)).collect();
            let x = settled(listens, &vec![1.0; groups], &alone);
            x.iter().sum::<f64>() / groups as f64
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::laws::testing::close;

    fn two() -> Vec<Vec<f64>> {
        vec![vec![0.5, 0.5], vec![0.25, 0.75]]
    }

    #[test]
    fn degroot_consensus() {
        let weights = influence(&two());
        close(weights[0], 1.0 / 3.0, 1e-12);
        close(weights[1], 2.0 / 3.0, 1e-12);
        let x = settled(&two(), &[1.0; 2], &[0.9, 0.0]);
        close(x[0], 0.3, 1e-12);
        close(x[1], 0.3, 1e-12);
        // Two that only echo each other meet in the middle.
        let echo = vec![vec![0.0, 1.0], vec![1.0, 0.0]];
        close(settled(&echo, &[1.0; 2], &[1.0, 0.0])[0], 0.5, 1e-12);
    }

    /// (I − ΛT)⁻¹(I − Λ)x₀ by Cramer's rule.
    #[test]
    fn friedkin_johnsen_by_hand() {
        let (t, open, own) = (two(), [0.8, 0.4], [1.0, 0.2]);
        let a = |i: usize, j: usize| f64::from(i == j) - open[i] * t[i][j];
        let b = [0, 1].map(|i| (1.0 - open[i]) * own[i]);
        let determinant = a(0, 0) * a(1, 1) - a(0, 1) * a(1, 0);
        let x = settled(&t, &open, &own);
        close(x[0], (b[0] * a(1, 1) - a(0, 1) * b[1]) / determinant, 1e-12);
        close(x[1], (a(0, 0) * b[1] - b[0] * a(1, 0)) / determinant, 1e-12);
        // Stubborn groups keep what they think.
        assert_eq!(settled(&t, &[0.0; 2], &own), own);
    }

    proptest! {
        /// Nobody ends outside what was thought at first, and unanimity stays.
        #[test]
        fn opinions_stay_between(
            weights in proptest::collection::vec(0.01..1.0f64, 9),
            open in proptest::collection::vec(0.0..1.0f64, 3),
            own in proptest::collection::vec(-2.0..2.0f64, 3),
        ) {
            let rows: Vec<Vec<f64>> = weights
                .chunks(3)
                .map(|row| row.iter().map(|w| w / row.iter().sum::<f64>()).collect())
                .collect();
            let low = own.iter().copied().fold(f64::INFINITY, f64::min);
            let high = own.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            for x in settled(&rows, &open, &own) {
                prop_assert!(x >= low - 1e-9 && x <= high + 1e-9);
            }
            for x in settled(&rows, &open, &[0.7; 3]) {
                prop_assert!((x - 0.7).abs() < 1e-9);
            }
        }
    }
}
