//! The value of information: how much better one would decide by knowing an input.
//!
//! Idea. Options d have utilities u_d(θ) that depend on what is not known. Deciding now gives
//! max_d E u_d. Knowing input X_i first gives E max_d E[u_d | X_i]; the difference is the expected
//! value of (partial) perfect information, never negative (Raiffa & Schlaifer 1961). A study that
//! tells X_i with noise is worth E max_d E[u_d | signal] − max_d E u_d, the expected value of
//! sample information. Both are in the unit of the utility.
//!
//! Estimation from given data. For one input, its draws are cut into at most ten classes and the
//! best option of each is taken (Strong & Oakley 2013, "An efficient method for computing
//! single-parameter partial expected value of perfect information", Med. Decis. Mak. 33,
//! 755–766). For several, the utilities are regressed on them (Strong, Oakley & Brennan 2014,
//! "Estimating multiparameter partial expected value of perfect information from a probabilistic
//! sensitivity analysis sample", Med. Decis. Mak. 34, 311–326), here with linear and square terms
//! in normal scores. Picking the best of noisy means flatters; so the choice is made on all
//! scrambles but one and paid out on that one, for each in turn, against the option that is best over
//! all: the value of a rule that somebody could follow, with its standard error over scrambles. It
//! errs on the low side.
//!
//! The signal: the normal score z of the input is seen as √ρ² z + √(1−ρ²) ε with ε standard
//! normal, which resolves a share ρ² of its variance; a choice shows its label with probability
//! √ρ², else a label drawn at random.
//!
//! What it does not say: what the study costs, and whether it can be made in time.

use pourparler_engine::math::normal_quantile;
use pourparler_engine::random::philox;

use crate::drivers::Classes;
use crate::estimate::{Estimate, Student};
use crate::ranking::Ranking;
use pourparler_engine::summary::mean;

/// Most classes of an input: few, so that each has settings enough.
const CLASSES: usize = 10;

/// The value of knowing one input. `utilities` has one column per option, scramble by scramble
/// with `points` settings each.
///
/// ```
/// use pourparler_analysis::perfect_information;
///
/// // Two options, one worth x, the other nothing; x is as often 1 as −1. Without knowing x both
/// // are worth 0; who knows it gets 1 half of the time.
/// let x: Vec<f64> = (0..800).map(|i| f64::from(2 * (i % 2) - 1)).collect();
/// let found = perfect_information(&x, &[&x, &vec![0.0; 800]], 100);
/// assert!((found.value - 0.5).abs() < 1e-9);
/// ```
pub fn perfect_information(input: &[f64], utilities: &[&[f64]], points: usize) -> Estimate {
    let classes = Classes::at_most(CLASSES, input, Ranking::of(input).order(), points);
    by_classes(&classes, utilities)
}

/// The value of a study that resolves the share `resolves` of an input's variance.
pub fn sample_information(
    input: &[f64],
    utilities: &[&[f64]],
    points: usize,
    resolves: f64,
) -> Estimate {
    let signal = signal(input, resolves);
    perfect_information(&signal, utilities, points)
}

/// What a study of an input shows in each setting.
fn signal(input: &[f64], resolves: f64) -> Vec<f64> {
    let share = resolves.clamp(0.0, 1.0);
    let n = input.len();
    let uniform = |setting: usize, word: usize| {
        let bits = philox([setting as u32, 0, 0, 1], [0, 0])[word];
        (f64::from(bits) + 0.5) / 2f64.powi(32)
    };
    let ranking = Ranking::of(input);
    if ranking.is_discrete() {
        let seen = |(setting, &label): (usize, &f64)| {
            if uniform(setting, 0) < share.sqrt() {
                label
            } else {
                input[((uniform(setting, 1) * n as f64) as usize).min(n - 1)]
            }
        };
        return input.iter().enumerate().map(seen).collect();
    }
    let scores = scores(input, &ranking);
    let noise = |setting: usize| normal_quantile(uniform(setting, 0));
    let seen =
        |(setting, z): (usize, f64)| share.sqrt() * z + (1.0 - share).sqrt() * noise(setting);
    scores.into_iter().enumerate().map(seen).collect()
}

/// Normal scores of an input.
fn scores(input: &[f64], ranking: &Ranking) -> Vec<f64> {
    let n = input.len() as f64;
    let ranks = ranking.ranks(input).into_iter();
    ranks
        .map(|rank| normal_quantile((rank - 0.5) / n))
        .collect()
}

/// The value of knowing several inputs at once.
pub fn joint_information(inputs: &[&[f64]], utilities: &[&[f64]], points: usize) -> Estimate {
    let n = utilities.first().map_or(0, |column| column.len());
    let mut terms: Vec<Vec<f64>> = vec![vec![1.0; n]];
    for input in inputs {
        let ranking = Ranking::of(input);
        if ranking.is_discrete() {
            let labels: Vec<f64> = ranking.steps().map(|(_, mean)| mean).collect();
            for &label in labels.iter().skip(1) {
                let is = |&value: &f64| f64::from(u8::from((value - label).abs() < 1e-9));
                terms.push(input.iter().map(is).collect());
            }
        } else {
            let z = scores(input, &ranking);
            terms.push(z.iter().map(|z| z * z - 1.0).collect());
            terms.push(z);
        }
    }
    let points = points.max(1);
    let scrambles = n.div_ceil(points);
    let products: Vec<Products> = (0..scrambles)
        .map(|s| Products::of(&terms, utilities, s * points..((s + 1) * points).min(n)))
        .collect();
    let now = best(utilities.iter().map(|column| mean(column)));
    let values: Vec<f64> = (0..scrambles)
        .map(|left_out| {
            let others = products
                .iter()
                .enumerate()
                .filter(|(s, _)| *s != left_out || scrambles == 1);
            let whole = Products::sum(others.map(|(_, products)| products));
            let coefficients: Vec<Vec<f64>> = (0..utilities.len())
                .map(|option| whole.solved(option))
                .collect();
            let settings = left_out * points..((left_out + 1) * points).min(n);
            let count = settings.len() as f64;
            let gained: f64 = settings
                .map(|i| {
                    let fitted = coefficients.iter().map(|coefficients| -> f64 {
                        coefficients
                            .iter()
                            .zip(&terms)
                            .map(|(c, term)| c * term[i])
                            .sum()
                    });
                    utilities[best(fitted)][i] - utilities[now][i]
                })
                .sum();
            gained / count
        })
        .collect();
    Estimate::mean(&values, Student::of(scrambles))
}

/// Sums of squares and products of regression terms over some settings.
struct Products {
    /// `[term][term]`
    squares: Vec<Vec<f64>>,
    /// `[option][term]`
    moments: Vec<Vec<f64>>,
}

impl Products {
    fn of(terms: &[Vec<f64>], utilities: &[&[f64]], settings: std::ops::Range<usize>) -> Self {
        let dot = |a: &[f64], b: &[f64]| -> f64 {
            let pairs = a[settings.clone()].iter().zip(&b[settings.clone()]);
            pairs.map(|(a, b)| a * b).sum()
        };
        let with_terms = |column: &[f64]| terms.iter().map(|term| dot(column, term)).collect();
        Products {
            squares: terms.iter().map(|term| with_terms(term)).collect(),
            moments: utilities.iter().map(|column| with_terms(column)).collect(),
        }
    }

    fn sum<'a>(mut parts: impl Iterator<Item = &'a Products>) -> Products {
        let empty = Products {
            squares: Vec::new(),
            moments: Vec::new(),
        };
        let first = parts.next();
        let copy = |p: &Products| Products {
            squares: p.squares.clone(),
            moments: p.moments.clone(),
        };
        parts.fold(first.map_or(empty, copy), |mut sum, part| {
            let add = |sum: &mut Vec<Vec<f64>>, part: &Vec<Vec<f64>>| {
                for (sum, part) in sum.iter_mut().zip(part) {
                    sum.iter_mut().zip(part).for_each(|(sum, x)| *sum += x);
                }
            };
            add(&mut sum.squares, &part.squares);
            add(&mut sum.moments, &part.moments);
            sum
        })
    }

    /// Least-squares coefficients of an option's utility, by Cholesky's factors; a term that the
    /// others explain gets none.
    fn solved(&self, option: usize) -> Vec<f64> {
        let n = self.squares.len();
        let mut factor = vec![vec![0.0; n]; n];
        for row in 0..n {
            for column in 0..=row {
                let known: f64 = (0..column)
                    .map(|k| factor[row][k] * factor[column][k])
                    .sum();
                let rest = self.squares[row][column] - known;
                factor[row][column] = if row != column {
                    let pivot: f64 = factor[column][column];
                    if pivot > 0.0 { rest / pivot } else { 0.0 }
                } else if rest > 1e-10 * self.squares[row][row] {
                    rest.sqrt()
                } else {
                    0.0
                };
            }
        }
        let mut x = self.moments[option].clone();
        for row in 0..n {
            let known: f64 = (0..row).map(|k| factor[row][k] * x[k]).sum();
            let pivot = factor[row][row];
            x[row] = if pivot > 0.0 {
                (x[row] - known) / pivot
            } else {
                0.0
            };
        }
        for row in (0..n).rev() {
            let known: f64 = (row + 1..n).map(|k| factor[k][row] * x[k]).sum();
            let pivot = factor[row][row];
            x[row] = if pivot > 0.0 {
                (x[row] - known) / pivot
            } else {
                0.0
            };
        }
        x
    }
}

/// The place of the largest of some numbers, the first of equals.
fn best(values: impl Iterator<Item = f64>) -> usize {
    let of = |best: (usize, f64), next: (usize, f64)| if next.1 > best.1 { next } else { best };
    values.enumerate().reduce(of).map_or(0, |(place, _)| place)
}

fn by_classes(classes: &Classes, utilities: &[&[f64]]) -> Estimate {
    let sums: Vec<Vec<f64>> = utilities
        .iter()
        .map(|column| classes.sums(column))
        .collect();
    let (count, scrambles) = (classes.count, classes.scrambles());
    let now = best(utilities.iter().map(|column| mean(column)));
    let values: Vec<f64> = (0..scrambles)
        .map(|left_out| {
            let others = |by_scramble: &[f64], class: usize| -> f64 {
                let parts = by_scramble.chunks(count).enumerate();
                let kept = parts.filter(|(scramble, _)| *scramble != left_out || scrambles == 1);
                kept.map(|(_, part)| part[class]).sum()
            };
            let paid = |option: usize, class: usize| sums[option][left_out * count + class];
            let gained: f64 = (0..count)
                .map(|class| {
                    let then = best(sums.iter().map(|sums| others(sums, class)));
                    paid(then, class) - paid(now, class)
                })
                .sum();
            let settings: f64 = (0..count)
                .map(|c| classes.sizes[left_out * count + c])
                .sum();
            gained / settings
        })
        .collect();
    Estimate::mean(&values, Student::of(scrambles))
}

/// The value of knowing every input. Chance left in the utilities by a finite number of paths
/// counts as knowledge here, so it errs on the high side.
pub fn all_information(utilities: &[&[f64]], points: usize) -> Estimate {
    let n = utilities.first().map_or(0, |column| column.len());
    let now = best(utilities.iter().map(|column| mean(column)));
    let gained: Vec<f64> = (0..n)
        .map(|i| {
            let most = utilities.iter().map(|column| column[i]);
            most.fold(f64::NEG_INFINITY, f64::max) - utilities[now][i]
        })
        .collect();
    let by_scramble: Vec<f64> = gained.chunks(points.max(1)).map(mean).collect();
    Estimate::mean(&by_scramble, Student::of(by_scramble.len()))
}

#[cfg(test)]
mod tests {
    use pourparler_engine::math::{normal_cdf, phi};
    use pourparler_engine::sobol::Sobol;
    use proptest::prelude::*;

    use super::*;

    fn normals() -> [Vec<f64>; 2] {
        let mut x = [Vec::new(), Vec::new()];
        for scramble in 0..16 {
            let drawn = Sobol::new(5, scramble, 2).expect("two dimensions");
            for k in 0..512 {
                let mut u = [0.0; 2];
                drawn.point(k, &mut u);
                x.iter_mut()
                    .zip(u)
                    .for_each(|(x, u)| x.push(normal_quantile(u)));
            }
        }
        x
    }

    /// E max(0, m + s Z) − max(0, m): the unit normal loss integral (Raiffa & Schlaifer 1961).
    fn loss(m: f64, s: f64) -> f64 {
        s * phi(m / s) + m * normal_cdf(m / s) - m.max(0.0)
    }

    #[test]
    fn a_normal_payoff_against_nothing() {
        // u = m + a + 2 b with standard normal a, b: knowing a is worth loss(m, 1), knowing b
        // loss(m, 2), both loss(m, √5), a study of b that resolves half loss(m, √2).
        let [a, b] = normals();
        for m in [0.0, 0.5, -0.8] {
            let u: Vec<f64> = a.iter().zip(&b).map(|(a, b)| m + a + 2.0 * b).collect();
            let nothing = vec![0.0; u.len()];
            let utilities: [&[f64]; 2] = [&u, &nothing];
            for (found, value) in [
                (perfect_information(&a, &utilities, 512), loss(m, 1.0)),
                (perfect_information(&b, &utilities, 512), loss(m, 2.0)),
                (
                    sample_information(&b, &utilities, 512, 0.5),
                    loss(m, 2f64.sqrt()),
                ),
                (
                    joint_information(&[&a, &b], &utilities, 512),
                    loss(m, 5f64.sqrt()),
                ),
                (joint_information(&[&a], &utilities, 512), loss(m, 1.0)),
                (all_information(&utilities, 512), loss(m, 5f64.sqrt())),
            ] {
                assert!((found.value - value).abs() < 0.03, "{found:?} for {value}");
            }
        }
    }

    #[test]
    fn a_study_that_tells_nothing_is_worth_nothing() {
        let [a, b] = normals();
        let nothing = vec![0.0; a.len()];
        let utilities: [&[f64]; 2] = [&a, &nothing];
        let found = sample_information(&a, &utilities, 512, 0.0);
        assert!(found.value.abs() < 3.0 * found.se + 1e-3, "{found:?}");
        let found = perfect_information(&b, &utilities, 512);
        assert!(found.value.abs() < 0.01, "{found:?}");
    }

    #[test]
    fn nothing_is_gained_from_noise_where_options_are_level() {
        // At the break-even cost the mean of all scrambles is 0, so that of all but one has the
        // sign that the one has not; an input that does nothing must not profit from that.
        let [a, b] = normals();
        let level = a.iter().sum::<f64>() / a.len() as f64;
        let u: Vec<f64> = a.iter().map(|a| a.powi(3) + a - level).collect();
        let off = u.iter().sum::<f64>() / u.len() as f64;
        let u: Vec<f64> = u.iter().map(|u| u - off).collect();
        let nothing = vec![0.0; u.len()];
        let utilities: [&[f64]; 2] = [&u, &nothing];
        for found in [
            perfect_information(&b, &utilities, 512),
            joint_information(&[&b], &utilities, 512),
        ] {
            assert!(found.value <= 2.0 * found.se, "{found:?}");
        }
    }

    #[test]
    fn a_term_that_repeats_another_changes_nothing() {
        let [a, b] = normals();
        let u: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a + b).collect();
        let nothing = vec![0.0; a.len()];
        let utilities: [&[f64]; 2] = [&u, &nothing];
        let once = joint_information(&[&a], &utilities, 512);
        let twice = joint_information(&[&a, &a], &utilities, 512);
        assert!(
            (once.value - twice.value).abs() < 1e-6,
            "{once:?} {twice:?}"
        );
    }

    proptest! {
        #[test]
        fn more_is_never_gained_than_by_knowing_all(
            rows in proptest::collection::vec((-1.0f64..1.0, -2i32..2), 64..200),
        ) {
            let u: Vec<f64> = rows.iter().map(|r| r.0).collect();
            let x: Vec<f64> = rows.iter().map(|r| f64::from(r.1)).collect();
            let nothing = vec![0.0; u.len()];
            let utilities: [&[f64]; 2] = [&u, &nothing];
            let all = all_information(&utilities, u.len());
            let one = perfect_information(&x, &utilities, u.len());
            prop_assert!(one.value <= all.value + 1e-12);
            prop_assert!(all.value >= 0.0);
        }
    }
}
