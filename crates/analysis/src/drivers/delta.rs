//! Moment-independent importance: how far knowing an input moves the whole law of an output.
//!
//! Idea. δ_i = ½ E ∫ |f(y | X_i) − f(y)| dy (Borgonovo 2007, "A new uncertainty importance
//! measure", Reliab. Eng. Syst. Saf. 92, 771–784): the expected share of probability that moves
//! when the input becomes known, 0 to 1. For an event it is δ_i = E|P(Y | X_i) − P(Y)|, at most
//! 2p(1−p); divided by that it ranks the inputs of rare events, of which variance sees little.
//!
//! Estimation from given data (Plischke, Borgonovo & Smith 2013, "Global sensitivity measures from
//! given data", Eur. J. Oper. Res. 226, 536–550): the input is cut into classes, in each the
//! output's law is compared with the law over all. Because δ does not change with an increasing
//! transformation of the output, its ranks are taken: their law over all is uniform, and a long
//! tail needs no bandwidth of its own. A value that holds at least 1 % of the settings is an atom
//! and compared as such; between atoms the density of ranks in a class is a Gaussian kernel
//! estimate with the bandwidth of Silverman (1986) and reflection at the ends. An event given by
//! its probability in each setting needs none of this: its classes have mean probabilities.
//!
//! Both estimators are biased upwards by noise in the classes. The delete-one-scramble jackknife
//! takes out what is of order 1/n and gives the standard error; inputs that do nothing keep about
//! half of the bias, so [`crate::drivers::drivers`] compares every input with made-up ones.
//!
//! What it does not say: in which direction an input works; what inputs do together.

use pourparler_engine::math::exp;

use crate::drivers::NoVariance;
use crate::drivers::classes::{Classes, pooled};
use crate::estimate::{Estimate, Student};
use crate::ranking::Ranking;

/// Cells of the ranks between atoms.
const CELLS: usize = 64;

/// Least share of the settings for a value to be an atom.
const ATOM: f64 = 0.01;

/// δ of an output that is a number, from given data: values of the input and of the output,
/// scramble by scramble with `points` settings each (without scrambles: tenths of the data).
///
/// # Errors
///
/// An output that is constant, or not a number somewhere.
///
/// ```
/// use pourparler_analysis::drivers::delta;
///
/// // A coin that is the input: knowing it moves half of the probability.
/// let x: Vec<f64> = (0..1000).map(|i| f64::from(i % 2)).collect();
/// let found = delta(&x, &x, 100).unwrap();
/// assert!((found.value - 0.5).abs() < 1e-9);
/// ```
pub fn delta(input: &[f64], output: &[f64], points: usize) -> Result<Estimate, NoVariance> {
    Ok(Ranks::of(output)?.jackknifed(&Classes::of(input, Ranking::of(input).order(), points)))
}

/// δ of an event given by its probability in each setting, divided by 2p(1−p).
///
/// # Errors
///
/// A probability that is constant, or not a number somewhere.
///
/// ```
/// use pourparler_analysis::drivers::event_delta;
///
/// // Certain where the input is high, else out of the question: all there is to know.
/// let x: Vec<f64> = (0..1000).map(|i| f64::from(i % 10)).collect();
/// let p: Vec<f64> = x.iter().map(|x| f64::from(u8::from(*x >= 9.0))).collect();
/// let found = event_delta(&x, &p, 100).unwrap();
/// assert!((found.value - 1.0).abs() < 1e-9);
/// ```
pub fn event_delta(
    input: &[f64],
    probability: &[f64],
    points: usize,
) -> Result<Estimate, NoVariance> {
    NoVariance::check(probability)?;
    let classes = Classes::of(input, Ranking::of(input).order(), points);
    let student = Student::of(classes.scrambles());
    Ok(event(&classes, &classes.sums(probability), 0.0, student))
}

/// [`event_delta`] from sums by scramble and class of the probability less its mean, `centre`.
pub(crate) fn event(classes: &Classes, sums: &[f64], centre: f64, student: Student) -> Estimate {
    let count = classes.count.max(1);
    let sizes = classes.totals();
    let of_class = pooled(sums, classes.count);
    let of = |sizes: &[f64], sums: &[f64]| {
        let n: f64 = sizes.iter().sum();
        let off = sums.iter().sum::<f64>() / n;
        let parts = sizes.iter().zip(sums);
        let moved: f64 = parts.map(|(size, sum)| (sum - size * off).abs()).sum();
        let most = 2.0 * (centre + off) * (1.0 - centre - off);
        if most > 0.0 { moved / n / most } else { 0.0 }
    };
    let all = of(&sizes, &of_class);
    let scrambles = classes.sizes.chunks(count).zip(sums.chunks(count));
    let less = |all: &[f64], own: &[f64]| -> Vec<f64> {
        all.iter().zip(own).map(|(all, own)| all - own).collect()
    };
    let without: Vec<f64> = scrambles
        .map(|(own_sizes, own_sums)| of(&less(&sizes, own_sizes), &less(&of_class, own_sums)))
        .collect();
    Estimate::unbiased(all, &without, student).within(0.0, 1.0)
}

/// An output by its ranks: atoms, and cells of the ranks between them.
pub(crate) struct Ranks {
    /// Cell of each setting: atoms first, then [`CELLS`] of equal shares.
    cells: Vec<u16>,
    atoms: usize,
}

impl Ranks {
    /// Ranks an output.
    pub fn of(output: &[f64]) -> Result<Self, NoVariance> {
        NoVariance::check(output)?;
        let order = Ranking::of(output);
        let order = order.order();
        let least = ATOM * output.len() as f64;
        let value = |i: u32| output[i as usize] + 0.0;
        let ties = || order.chunk_by(|&a, &b| value(a) == value(b));
        let is_atom = |run: &[u32]| run.len() > 1 && run.len() as f64 >= least;
        let atoms = ties().filter(|run| is_atom(run)).count();
        let between: usize = ties().filter(|run| !is_atom(run)).map(<[u32]>::len).sum();
        let mut cells = vec![0; output.len()];
        let (mut atom, mut below) = (0, 0);
        for run in ties() {
            let cell = if is_atom(run) {
                atom += 1;
                atom - 1
            } else {
                // Ties share the cell of their middle rank.
                let middle = 2 * below + run.len();
                below += run.len();
                atoms + (CELLS * middle / (2 * between)).min(CELLS - 1)
            };
            run.iter().for_each(|&i| cells[i as usize] = cell as u16);
        }
        Ok(Ranks { cells, atoms })
    }

    fn width(&self) -> usize {
        self.atoms + CELLS
    }

    /// `[class * width + cell]`: settings, over all scrambles or all but one.
    fn table(&self, classes: &Classes, left_out: Option<usize>) -> Vec<f64> {
        let mut table = vec![0.0; classes.count * self.width()];
        let parts = classes.of.chunks(classes.points);
        let parts = parts.zip(self.cells.chunks(classes.points)).enumerate();
        for (_, (of, cells)) in parts.filter(|(scramble, _)| left_out != Some(*scramble)) {
            for (&class, &cell) in of.iter().zip(cells) {
                table[usize::from(class) * self.width() + usize::from(cell)] += 1.0;
            }
        }
        table
    }

    /// δ with classes of an input, without its standard error.
    pub fn plain(&self, classes: &Classes) -> f64 {
        self.of_table(&self.table(classes, None))
    }

    /// δ with classes of an input.
    pub fn jackknifed(&self, classes: &Classes) -> Estimate {
        let scrambles = classes.scrambles();
        let without: Vec<f64> = (0..scrambles)
            .map(|s| self.of_table(&self.table(classes, Some(s))))
            .collect();
        Estimate::unbiased(self.plain(classes), &without, Student::of(scrambles)).within(0.0, 1.0)
    }

    fn of_table(&self, table: &[f64]) -> f64 {
        let width = self.width();
        let mut over_all = vec![0.0; width];
        for row in table.chunks(width) {
            over_all.iter_mut().zip(row).for_each(|(sum, x)| *sum += x);
        }
        let n: f64 = over_all.iter().sum();
        over_all.iter_mut().for_each(|x| *x /= n);
        let (atoms, between) = over_all.split_at(self.atoms);
        let level = between.iter().sum::<f64>() / CELLS as f64;
        let mut moved = 0.0;
        for row in table.chunks(width) {
            let size: f64 = row.iter().sum();
            if size == 0.0 {
                continue;
            }
            let (own_atoms, own) = row.split_at(self.atoms);
            let atoms = own_atoms.iter().zip(atoms);
            let jumps: f64 = atoms.map(|(x, all)| (x / size - all).abs()).sum();
            // Between atoms the ranks of all settings are uniform.
            let rest: f64 = smoothed(own).iter().map(|x| (x / size - level).abs()).sum();
            moved += size / n * (jumps + rest) / 2.0;
        }
        moved
    }
}

/// A histogram of ranks smoothed by a Gaussian kernel, reflected at both ends.
fn smoothed(counts: &[f64]) -> [f64; CELLS] {
    let mut out = [0.0; CELLS];
    let n: f64 = counts.iter().sum();
    if n == 0.0 {
        return out;
    }
    let place = |k: usize| (k as f64 + 0.5) / CELLS as f64;
    let moment = |power: i32| {
        let terms = counts.iter().enumerate();
        terms.map(|(k, x)| x * place(k).powi(power)).sum::<f64>() / n
    };
    let mean = moment(1);
    let sd = (moment(2) - mean * mean).max(0.0).sqrt();
    // Silverman's rule, and never less than half a cell: below that a cell is its own kernel.
    let bandwidth = (0.9 * sd * exp(-0.2 * pourparler_engine::math::ln(n)) * CELLS as f64).max(0.5);
    let reach = ((4.0 * bandwidth).ceil() as usize).min(CELLS);
    let mut kernel = [0.0; CELLS + 1];
    for (k, weight) in kernel.iter_mut().enumerate().take(reach + 1) {
        let z = k as f64 / bandwidth;
        *weight = exp(-0.5 * z * z);
    }
    let whole = 2.0 * kernel.iter().sum::<f64>() - kernel[0];
    kernel.iter_mut().for_each(|weight| *weight /= whole);
    // The counts with their mirror images on both sides.
    let mut mirrored = [0.0; 3 * CELLS];
    for (k, &x) in counts.iter().enumerate() {
        mirrored[CELLS + k] = x;
        mirrored[CELLS - 1 - k] = x;
        mirrored[3 * CELLS - 1 - k] = x;
    }
    for (k, out) in out.iter_mut().enumerate() {
        *out = kernel[0] * mirrored[CELLS + k];
    }
    for (d, &weight) in kernel.iter().enumerate().take(reach + 1).skip(1) {
        let below = &mirrored[CELLS - d..2 * CELLS - d];
        let above = &mirrored[CELLS + d..2 * CELLS + d];
        for ((out, x), y) in out.iter_mut().zip(below).zip(above) {
            *out += weight * (x + y);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use pourparler_engine::math::{normal_cdf, normal_quantile};
    use pourparler_engine::sobol::Sobol;
    use proptest::prelude::*;

    use super::*;

    /// Independent standard normal inputs, `scrambles` times `points`.
    fn normals(scrambles: u32, points: u32) -> [Vec<f64>; 2] {
        let mut x = [Vec::new(), Vec::new()];
        for scramble in 0..scrambles {
            let drawn = Sobol::new(3, scramble, 2).expect("two dimensions");
            for k in 0..points {
                let mut u = [0.0; 2];
                drawn.point(k, &mut u);
                x.iter_mut()
                    .zip(u)
                    .for_each(|(x, u)| x.push(normal_quantile(u)));
            }
        }
        x
    }

    #[test]
    fn a_sum_of_two_normals() {
        // Borgonovo's case (model §10): Y = X₁ + X₂, δ = .30599.
        let [a, b] = normals(16, 4096);
        let y: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a + b).collect();
        for x in [&a, &b] {
            let found = delta(x, &y, 4096).expect("it varies");
            assert!((found.value - 0.30599).abs() < 0.01, "{found:?}");
        }
        // An increasing transformation of the output changes nothing.
        let steep: Vec<f64> = y.iter().map(|y| (3.0 * y).exp()).collect();
        assert_eq!(delta(&a, &steep, 4096), delta(&a, &y, 4096));
    }

    #[test]
    fn a_rare_event_of_two_normals() {
        // Y = 1{X₁ + X₂ > 3}: p = .016947, δ = .023440, normalised .7035 (model §10). The
        // conditional probability given both inputs is 0 or 1; the smoother one given X₁ and an
        // X₂ not looked at has the same δ.
        let [a, b] = normals(16, 4096);
        let event: Vec<f64> = a
            .iter()
            .zip(&b)
            .map(|(a, b)| f64::from(u8::from(a + b > 3.0)))
            .collect();
        let p = event.iter().sum::<f64>() / event.len() as f64;
        assert!((p - 0.016947).abs() < 2e-4, "{p}");
        let found = event_delta(&a, &event, 4096).expect("it varies");
        assert!((found.value - 0.7035).abs() < 0.02, "{found:?}");
        assert!((found.value * 2.0 * p * (1.0 - p) - 0.02344).abs() < 5e-4);
        let smooth: Vec<f64> = a.iter().map(|a| normal_cdf(a - 3.0)).collect();
        let same = event_delta(&a, &smooth, 4096).expect("it varies");
        assert!((same.value - 0.7035).abs() < 0.02, "{same:?}");
        // As a number, with two atoms, it is the same measure.
        let plain = delta(&a, &event, 4096).expect("it varies");
        let ratio = plain.value / (2.0 * p * (1.0 - p));
        assert!((ratio - found.value).abs() < 0.01, "{ratio}");
    }

    #[test]
    fn an_input_that_does_nothing_has_next_to_none() {
        let [a, b] = normals(16, 1024);
        assert!(delta(&a, &b, 1024).expect("it varies").value < 0.03);
    }

    #[test]
    fn nothing_is_said_of_a_constant() {
        let x: Vec<f64> = (0..100).map(f64::from).collect();
        assert_eq!(delta(&x, &[2.0; 100], 10), Err(NoVariance::Constant(2.0)));
        assert_eq!(event_delta(&x[..9], &x[..9], 3), Err(NoVariance::TooFew));
    }

    proptest! {
        #[test]
        fn it_lies_between_nothing_and_everything(
            pairs in proptest::collection::vec((-3i32..3, prop_oneof![
                (-2i32..2).prop_map(f64::from), -5.0f64..5.0
            ]), 32..200),
            points in 1usize..64,
        ) {
            let x: Vec<f64> = pairs.iter().map(|(x, _)| f64::from(*x)).collect();
            let y: Vec<f64> = pairs.iter().map(|(_, y)| *y).collect();
            if let Ok(found) = delta(&x, &y, points) {
                prop_assert!((0.0..=1.0).contains(&found.value));
            }
            let p: Vec<f64> = y.iter().map(|y| (y + 5.0) / 10.0).collect();
            if let Ok(found) = event_delta(&x, &p, points) {
                prop_assert!((0.0..=1.0).contains(&found.value));
            }
        }
    }
}
