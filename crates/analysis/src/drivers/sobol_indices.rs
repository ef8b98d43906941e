//! Sobol' indices from a pick-freeze design.
//!
//! Idea. An output Y of independent inputs X has variance V. The first-order index of input i is
//! the share of V that goes with it alone, S_i = Var(E[Y | X_i])/V; its total index is the share
//! that would be left if all other inputs were known, T_i = E[Var(Y | X_~i)]/V: with its
//! interactions.
//!
//! Estimators (Jansen 1999, "Analysis of variance designs for model output", Comput. Phys. Commun.
//! 117, 35–43), from matrices A and B of N independent settings each and AB_i, which is A with
//! column i from B:
//!
//! S_i = 1 − Σ (f(B) − f(AB_i))²/(2 N V), T_i = Σ (f(A) − f(AB_i))²/(2 N V).
//!
//! Sums and variance are pooled over independent scrambles; the standard error of the ratio is
//! that of its linear part over scrambles.
//!
//! What it does not say: in which direction an input works, and, where inputs depend on each
//! other, whose share a shared part is.

use crate::drivers::NoVariance;
use crate::estimate::{Estimate, Student};
use pourparler_engine::summary::{mean, variance};

/// First-order and total indices, one per input.
#[derive(Debug, Clone, PartialEq)]
pub struct SobolIndices {
    /// Share of the variance that goes with the input alone.
    pub first: Vec<Estimate>,
    /// Share that goes with it alone or together with others.
    pub total: Vec<Estimate>,
}

/// Both indices of every input. `a`, `b` and each of `ab` are outputs at the settings of A, B and
/// AB_i, scramble by scramble with `points` settings each.
///
/// # Errors
///
/// An output that is constant, or not a number somewhere.
///
/// ```
/// use pourparler_analysis::drivers::sobol_indices;
/// use pourparler_engine::sobol::Sobol;
///
/// // y = 3 x₁ + x₂ with independent uniform inputs: shares 9/10 and 1/10, no interaction.
/// let y = |x: [f64; 2]| 3.0 * x[0] + x[1];
/// let (scrambles, points) = (8, 256);
/// let [mut a, mut b, mut first, mut second] = [const { Vec::new() }; 4];
/// for scramble in 0..scrambles {
///     let drawn = Sobol::new(1, scramble, 4).unwrap();
///     for k in 0..points {
///         let mut u = [0.0; 4];
///         drawn.point(k, &mut u);
///         a.push(y([u[0], u[1]]));
///         b.push(y([u[2], u[3]]));
///         first.push(y([u[2], u[1]]));
///         second.push(y([u[0], u[3]]));
///     }
/// }
/// let found = sobol_indices(&a, &b, &[&first, &second], points as usize).unwrap();
/// assert!((found.first[0].value - 0.9).abs() < 0.02);
/// assert!((found.total[1].value - 0.1).abs() < 0.01);
/// ```
pub fn sobol_indices(
    a: &[f64],
    b: &[f64],
    ab: &[&[f64]],
    points: usize,
) -> Result<SobolIndices, NoVariance> {
    let spread = Spread::of(a, Some(b), points)?;
    let first = |ab: &&[f64]| spread.half_squares(b, ab).complement();
    let total = |ab: &&[f64]| spread.half_squares(a, ab);
    Ok(SobolIndices {
        first: ab.iter().map(first).collect(),
        total: ab.iter().map(total).collect(),
    })
}

/// Total indices alone, which need no run of B.
///
/// # Errors
///
/// As [`sobol_indices`].
pub fn total_indices(a: &[f64], ab: &[&[f64]], points: usize) -> Result<Vec<Estimate>, NoVariance> {
    let spread = Spread::of(a, None, points)?;
    Ok(ab.iter().map(|ab| spread.half_squares(a, ab)).collect())
}

/// The total index of one set of inputs, on all settings and scramble by scramble, each against the
/// variance of all.
///
/// # Errors
///
/// As [`sobol_indices`].
pub(crate) fn total_by_scramble(
    a: &[f64],
    ab: &[f64],
    points: usize,
) -> Result<(f64, Vec<f64>), NoVariance> {
    let spread = Spread::of(a, None, points)?;
    let whole = mean(&spread.variances);
    let parts = spread.parts(a, ab);
    Ok((
        mean(&parts) / whole,
        parts.iter().map(|part| part / whole).collect(),
    ))
}

/// The variance to be shared out.
struct Spread {
    points: usize,
    /// By scramble.
    variances: Vec<f64>,
    student: Student,
}

impl Spread {
    fn of(a: &[f64], b: Option<&[f64]>, points: usize) -> Result<Self, NoVariance> {
        NoVariance::check(a)?;
        let points = points.max(1);
        let centre = match b {
            Some(b) => (mean(a) + mean(b)) / 2.0,
            None => mean(a),
        };
        // About the mean of all scrambles: each alone has too few settings for its own.
        let about = |part: &[f64]| {
            let squares = part.iter().map(|y| (y - centre) * (y - centre));
            squares.sum::<f64>() / part.len() as f64
        };
        let correction = a.len() as f64 / (a.len() as f64 - 1.0);
        let variances: Vec<f64> = match b {
            Some(b) => {
                let pairs = a.chunks(points).zip(b.chunks(points));
                pairs
                    .map(|(a, b)| correction * (about(a) + about(b)) / 2.0)
                    .collect()
            }
            None => a.chunks(points).map(|a| correction * about(a)).collect(),
        };
        Ok(Spread {
            points,
            student: Student::of(variances.len()),
            variances,
        })
    }

    /// Σ (x − y)²/(2 N), by scramble.
    fn parts(&self, x: &[f64], y: &[f64]) -> Vec<f64> {
        let pairs = x.chunks(self.points).zip(y.chunks(self.points));
        pairs
            .map(|(x, y)| {
                let squares = x.iter().zip(y).map(|(x, y)| (x - y) * (x - y));
                squares.sum::<f64>() / (2.0 * x.len() as f64)
            })
            .collect()
    }

    /// Σ (x − y)²/(2 N V).
    fn half_squares(&self, x: &[f64], y: &[f64]) -> Estimate {
        let parts = self.parts(x, y);
        let whole = mean(&self.variances);
        let ratio = mean(&parts) / whole;
        let residuals: Vec<f64> = parts
            .iter()
            .zip(&self.variances)
            .map(|(part, variance)| (part - ratio * variance) / whole)
            .collect();
        let se = (variance(&residuals) / residuals.len() as f64).sqrt();
        Estimate::new(ratio, se, self.student)
    }
}

impl Estimate {
    /// One less it.
    fn complement(self) -> Self {
        Estimate {
            value: 1.0 - self.value,
            se: self.se,
            low: 1.0 - self.high,
            high: 1.0 - self.low,
        }
    }
}

#[cfg(test)]
mod tests {
    use pourparler_engine::sobol::Sobol;

    use super::*;

    /// Indices of a function of `d` independent uniform inputs.
    fn indices(d: usize, points: u32, f: impl Fn(&[f64]) -> f64) -> SobolIndices {
        let (mut a, mut b, mut ab) = (Vec::new(), Vec::new(), vec![Vec::new(); d]);
        for scramble in 0..16 {
            let drawn = Sobol::new(7, scramble, 2 * d).expect("few dimensions");
            for k in 0..points {
                let mut u = vec![0.0; 2 * d];
                drawn.point(k, &mut u);
                let (x, y) = u.split_at(d);
                a.push(f(x));
                b.push(f(y));
                for (i, column) in ab.iter_mut().enumerate() {
                    let mut mixed = x.to_vec();
                    mixed[i] = y[i];
                    column.push(f(&mixed));
                }
            }
        }
        let ab: Vec<&[f64]> = ab.iter().map(Vec::as_slice).collect();
        sobol_indices(&a, &b, &ab, points as usize).expect("it varies")
    }

    fn near(found: &Estimate, value: f64) {
        let off = (found.value - value).abs();
        // Three standard errors, and what rounding leaves of an index that is exactly 0 or 1.
        assert!(off <= 3.0 * found.se + 1e-6, "{found:?} for {value}");
        assert!(found.se < 0.02, "{found:?}");
        assert!(found.low <= found.value && found.value <= found.high);
    }

    /// Intervals that meet another program's: its values and their half widths, which
    /// `benches/neighbours.py` prints. Its first-order estimator is the surer one for inputs that do
    /// next to nothing (Saltelli and others 2010), Jansen's for all others.
    fn within(found: &[Estimate], theirs: &[(f64, f64)]) {
        for (found, (value, half)) in found.iter().zip(theirs) {
            assert!(
                found.low <= value + half && value - half <= found.high,
                "{found:?} {value} {half}"
            );
        }
    }

    #[test]
    fn ishigami() {
        // Ishigami & Homma 1990 with a = 7, b = 0.1 (model §10).
        let found = indices(3, 1024, |u| {
            let [x, y, z] = [0, 1, 2].map(|i| std::f64::consts::PI * (2.0 * u[i] - 1.0));
            x.sin() + 7.0 * y.sin().powi(2) + 0.1 * z.powi(4) * x.sin()
        });
        let first = [0.313905, 0.442411, 0.0];
        let total = [0.557589, 0.442411, 0.243684];
        for i in 0..3 {
            near(&found.first[i], first[i]);
            near(&found.total[i], total[i]);
        }
        // SALib 1.6.0 on 1,024 points of its own, with its 95 % intervals.
        let first = [(0.31558, 0.06332), (0.4383, 0.05118), (0.00145, 0.05699)];
        let total = [(0.5575, 0.08295), (0.4426, 0.03734), (0.24513, 0.02461)];
        within(&found.first, &first);
        within(&found.total, &total);
    }

    #[test]
    fn a_rare_event_leaves_a_first_order_index_little_to_say() {
        // Y = 1{X₁ + X₂ > 3}, X independent standard normal: S₁ = .1442, where the normalised δ is
        // .7035 (model §10).
        let found = indices(2, 1 << 14, |u| {
            let [x, y] = [0, 1].map(|i| pourparler_engine::math::normal_quantile(u[i]));
            f64::from(u8::from(x + y > 3.0))
        });
        for first in &found.first {
            near(first, 0.1442);
        }
        // Var Φ(X − 3) over p (1 − p), by quadrature.
        let rule = pourparler_engine::quadrature::GaussHermite::new(64);
        let given = |x: f64| pourparler_engine::math::normal_cdf(x - 3.0);
        let (p, square) = (
            rule.expectation(given),
            rule.expectation(|x| given(x) * given(x)),
        );
        assert!((p - 0.016_947).abs() < 1e-6, "{p}");
        let exact = (square - p * p) / (p * (1.0 - p));
        assert!((exact - 0.1442).abs() < 5e-5, "{exact}");
    }

    #[test]
    fn sobol_g() {
        // Sobol' 1993; Saltelli & Sobol' 1995: with V_i = 1/(3 (1 + a_i)²), S_i = V_i/V and
        // T_i = V_i Π_{j≠i} (1 + V_j)/V, V = Π (1 + V_j) − 1.
        let a = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0];
        let found = indices(8, 1024, |u| {
            let terms = u
                .iter()
                .zip(a)
                .map(|(u, a)| ((4.0 * u - 2.0).abs() + a) / (1.0 + a));
            terms.product()
        });
        let parts = a.map(|a: f64| 1.0 / (3.0 * (1.0 + a) * (1.0 + a)));
        let product: f64 = parts.iter().map(|v| 1.0 + v).product();
        for (i, part) in parts.iter().enumerate() {
            near(&found.first[i], part / (product - 1.0));
            near(
                &found.total[i],
                part * product / (1.0 + part) / (product - 1.0),
            );
        }
        assert!((parts[0] / (product - 1.0) - 0.716).abs() < 0.001);
        // SALib 1.6.0 as above.
        let first = [
            (0.71511, 0.06238),
            (0.17587, 0.04017),
            (0.02192, 0.0139),
            (0.00724, 0.00894),
            (0.00019, 0.00089),
            (0.00026, 0.00101),
            (0.0005, 0.00099),
            (-0.00004, 0.00074),
        ];
        let total = [
            (0.78207, 0.06773),
            (0.24062, 0.02751),
            (0.0328, 0.00456),
            (0.01065, 0.00144),
            (0.00011, 0.00001),
            (0.00011, 0.00002),
            (0.00011, 0.00001),
            (0.0001, 0.00001),
        ];
        within(&found.first, &first);
        within(&found.total, &total);
    }

    #[test]
    fn an_output_that_does_not_vary_is_said_to() {
        let y = vec![0.5; 64];
        assert_eq!(
            sobol_indices(&y, &y, &[&y], 8),
            Err(NoVariance::Constant(0.5))
        );
        let mut odd = y.clone();
        odd[3] = f64::INFINITY;
        assert_eq!(
            total_indices(&odd, &[&y], 8),
            Err(NoVariance::NotFinite { settings: 1 })
        );
        assert_eq!(total_indices(&[], &[], 8), Err(NoVariance::TooFew));
    }
}
