//! Gauss–Hermite quadrature: expectations over a standard normal variable.

/// Nodes and weights with E f(Z) ≈ Σ wᵢ f(xᵢ) for Z ~ N(0, 1), exact for polynomials of degree
/// 2n − 1 and less.
///
/// For N(m, s²) evaluate f(m + s xᵢ). Five to nine nodes serve for smooth functions of a belief;
/// a function with a kink or a steep step wants many more.
#[derive(Clone, Debug, PartialEq)]
pub struct GaussHermite {
    nodes: Vec<f64>,
    weights: Vec<f64>,
}

impl GaussHermite {
    /// The largest number of nodes; the outermost weights of more would not be normal doubles.
    pub const MAX_NODES: usize = 180;

    /// The rule with `n` nodes, held within 1 and [`Self::MAX_NODES`].
    pub fn new(n: usize) -> Self {
        let n = n.clamp(1, Self::MAX_NODES);
        let upper = upper_roots(n);
        let lower = upper.iter().map(|x| -x);
        let middle = (n % 2 == 1).then_some(0.0);
        let nodes: Vec<f64> = lower
            .chain(middle)
            .chain(upper.iter().rev().copied())
            .collect();
        let weights = nodes
            .iter()
            .map(|&x| 1.0 / Hermite::at(n, x).square_sum)
            .collect();
        Self { nodes, weights }
    }

    /// The nodes xᵢ, ascending and symmetric about 0.
    pub fn nodes(&self) -> &[f64] {
        &self.nodes
    }

    /// The weights wᵢ, which sum to 1.
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// E f(Z).
    pub fn expectation(&self, f: impl Fn(f64) -> f64) -> f64 {
        self.nodes
            .iter()
            .zip(&self.weights)
            .map(|(&x, w)| w * f(x))
            .sum()
    }
}

/// Hermite polynomials Heₖ/√k!, orthonormal under the standard normal law.
struct Hermite {
    /// The one of degree n.
    value: f64,
    /// Its derivative.
    slope: f64,
    /// Sum of the squares of those of degree 0 to n − 1; at a root of the n-th its inverse is the
    /// weight (Christoffel number).
    square_sum: f64,
}

impl Hermite {
    /// By the three-term recurrence √(k+1) hₖ₊₁ = x hₖ − √k hₖ₋₁.
    fn at(n: usize, x: f64) -> Self {
        let (mut before, mut value, mut square_sum) = (0.0, 1.0, 0.0);
        for k in 0..n {
            square_sum += value * value;
            let next = (x * value - (k as f64).sqrt() * before) / ((k + 1) as f64).sqrt();
            (before, value) = (value, next);
        }
        Self {
            value,
            slope: (n as f64).sqrt() * before,
            square_sum,
        }
    }
}

/// The positive roots of Heₙ, descending: Newton's method with the roots already found divided out
/// (Maehly 1954), which from above the next root comes down to it without overshooting.
fn upper_roots(n: usize) -> Vec<f64> {
    // All roots lie below 2√n (Szegő 1939, §6.32).
    let above = 2.0 * (n as f64).sqrt();
    // Far more steps than are needed; the bound only excludes an endless loop.
    const MOST_STEPS: usize = 1_000;
    let mut roots: Vec<f64> = Vec::with_capacity(n / 2);
    for _ in 0..n / 2 {
        let mut x = above;
        for _ in 0..MOST_STEPS {
            let h = Hermite::at(n, x);
            let divided: f64 = roots.iter().map(|root| 1.0 / (x - root)).sum();
            let step = h.value / (h.slope - h.value * divided);
            x -= step;
            if step <= 1e-7 * x {
                break;
            }
        }
        // The polynomial itself gives the last digits.
        for _ in 0..3 {
            let h = Hermite::at(n, x);
            x -= h.value / h.slope;
        }
        roots.push(x);
    }
    roots
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::{exp, normal_cdf};

    /// (2k − 1)!! = E Z²ᵏ.
    fn even_moment(k: usize) -> f64 {
        (1..=k).map(|i| (2 * i - 1) as f64).product()
    }

    #[test]
    fn known_rules() {
        let rule = GaussHermite::new(1);
        assert_eq!((rule.nodes(), rule.weights()), (&[0.0][..], &[1.0][..]));
        let rule = GaussHermite::new(3);
        let expected = [
            (-3f64.sqrt(), 1.0 / 6.0),
            (0.0, 2.0 / 3.0),
            (3f64.sqrt(), 1.0 / 6.0),
        ];
        for (i, (x, w)) in expected.into_iter().enumerate() {
            assert!((rule.nodes()[i] - x).abs() < 1e-15);
            assert!((rule.weights()[i] - w).abs() < 1e-15);
        }
        // He₅ = x (x⁴ − 10x² + 15), weight at 0 is 8/15.
        let rule = GaussHermite::new(5);
        for (node, square) in [(3, 5.0 - 10f64.sqrt()), (4, 5.0 + 10f64.sqrt())] {
            assert!((rule.nodes()[node] - square.sqrt()).abs() < 1e-15);
        }
        assert!((rule.weights()[2] - 8.0 / 15.0).abs() < 1e-15);
    }

    #[test]
    fn polynomials_of_degree_up_to_2n_less_1_are_exact() {
        for n in [1, 2, 3, 5, 7, 9, 20, 21, 40] {
            let rule = GaussHermite::new(n);
            for k in 0..n.min(20) {
                let exact = even_moment(k);
                let moment = rule.expectation(|x| (0..2 * k).fold(1.0, |p, _| p * x));
                assert!(
                    (moment / exact - 1.0).abs() < 1e-12,
                    "n = {n}, k = {k}: {moment}"
                );
                let odd = rule.expectation(|x| (0..2 * k + 1).fold(1.0, |p, _| p * x));
                assert!(odd.abs() < 1e-12 * exact, "n = {n}, odd {k}: {odd}");
            }
            let next = rule.expectation(|x| (0..2 * n).fold(1.0, |p, _| p * x));
            assert!(next < even_moment(n), "degree 2n is not exact: n = {n}");
        }
    }

    #[test]
    fn rules_of_every_size_are_well_formed() {
        for n in 0..=GaussHermite::MAX_NODES + 1 {
            let rule = GaussHermite::new(n);
            assert_eq!(rule.nodes().len(), n.clamp(1, GaussHermite::MAX_NODES));
            assert!(rule.nodes().is_sorted_by(|a, b| a < b), "n = {n}");
            assert!(
                rule.weights().iter().all(|w| w.is_normal() && *w > 0.0),
                "n = {n}"
            );
            assert!(
                (rule.weights().iter().sum::<f64>() - 1.0).abs() < 1e-13,
                "n = {n}"
            );
            for (a, b) in rule.nodes().iter().zip(rule.nodes().iter().rev()) {
                assert_eq!(*a, -b);
            }
        }
    }

    /// E e^{aZ} = e^{a²/2} and E Φ(aZ + b) = Φ(b/√(1+a²)).
    #[test]
    fn smooth_functions_converge() {
        let rule = GaussHermite::new(20);
        assert!((rule.expectation(|x| exp(0.8 * x)) - exp(0.32)).abs() < 1e-14);
        let exact = normal_cdf(0.3 / 1.25f64.sqrt());
        for (n, bound) in [(5, 5e-6), (9, 1e-9), (20, 1e-14)] {
            let error = GaussHermite::new(n).expectation(|x| normal_cdf(0.5 * x + 0.3)) - exact;
            println!("n = {n}: {error:e}");
            assert!(error.abs() < bound, "n = {n}: {error}");
        }
    }
}
