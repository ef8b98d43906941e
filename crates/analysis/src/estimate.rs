//! A figure with its standard error and interval over independent scrambles.

use pourparler_engine::summary::standard_error;
use statrs::distribution::{ContinuousCDF, StudentsT};

/// A figure, how exact it is, and its 95 % interval: Student's t over independent scrambles.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The figure.
    pub value: f64,
    /// Standard error over scrambles; NaN where there is only one.
    pub se: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Estimate {
    /// A figure with a standard error over so many scrambles.
    pub(crate) fn new(value: f64, se: f64, student: Student) -> Self {
        Estimate {
            value,
            se,
            low: value - student.0 * se,
            high: value + student.0 * se,
        }
    }

    /// The figure kept within its bounds, its interval too.
    pub(crate) fn within(self, low: f64, high: f64) -> Self {
        Estimate {
            value: self.value.clamp(low, high),
            se: self.se,
            low: self.low.clamp(low, high),
            high: self.high.clamp(low, high),
        }
    }

    /// Delete-one-scramble jackknife (Quenouille 1956; Tukey 1958): `all` is the figure from all
    /// scrambles, `without` that from all but one, for each.
    pub(crate) fn jackknife(all: f64, without: &[f64], student: Student) -> Self {
        let n = without.len() as f64;
        Self::new(all, (n - 1.0) * standard_error(without), student)
    }

    /// [`Estimate::jackknife`] with the bias of order 1/n taken out.
    pub(crate) fn unbiased(all: f64, without: &[f64], student: Student) -> Self {
        let n = without.len() as f64;
        let mean = without.iter().sum::<f64>() / n;
        let value = if n > 1.0 {
            n * all - (n - 1.0) * mean
        } else {
            all
        };
        Self::jackknife(value, without, student)
    }

    /// The mean of one figure per scramble.
    pub(crate) fn mean(by_scramble: &[f64], student: Student) -> Self {
        let mean = by_scramble.iter().sum::<f64>() / by_scramble.len() as f64;
        Self::new(mean, standard_error(by_scramble), student)
    }
}

/// Half of a 95 % interval in standard errors, by Student's t with one degree of freedom less
/// than there are scrambles.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Student(f64);

impl Student {
    /// For so many scrambles.
    pub fn of(scrambles: usize) -> Self {
        Self::at(scrambles, 0.975)
    }

    fn at(scrambles: usize, level: f64) -> Self {
        let freedom = scrambles.saturating_sub(1).max(1) as f64;
        let law = StudentsT::new(0.0, 1.0, freedom);
        Student(law.map_or(f64::NAN, |law| law.inverse_cdf(level)))
    }

    /// How many standard errors a figure has to be above nothing for one of `many` to be told from
    /// nothing, at 5 % over all of them (Bonferroni).
    pub fn told(scrambles: usize, many: usize) -> f64 {
        Self::at(scrambles, 1.0 - 0.05 / many.max(1) as f64).0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_jackknife_of_a_mean_is_its_standard_error() {
        // 1, 2, 4, 9: mean 4, variance 38/3, standard error √(38/12).
        let x = [1.0, 2.0, 4.0, 9.0];
        let without = x.map(|left| (16.0 - left) / 3.0);
        let found = Estimate::jackknife(4.0, &without, Student::of(4));
        assert!((found.se - (38.0f64 / 12.0).sqrt()).abs() < 1e-12);
        // t with 3 degrees of freedom at 97.5 %: 3.182446.
        assert!((found.high - 4.0 - 3.182_446 * found.se).abs() < 1e-5);
        let same = Estimate::mean(&x, Student::of(4));
        assert!((same.se - found.se).abs() < 1e-12);
    }

    #[test]
    fn the_jackknife_takes_out_the_bias_of_a_variance() {
        // The variance with divisor n becomes that with divisor n − 1.
        let x = [1.0, 2.0, 4.0, 9.0];
        let biased = |x: &[f64]| {
            let mean = x.iter().sum::<f64>() / x.len() as f64;
            x.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / x.len() as f64
        };
        let without: Vec<f64> = (0..4)
            .map(|left| {
                let kept: Vec<f64> = (0..4).filter(|&i| i != left).map(|i| x[i]).collect();
                biased(&kept)
            })
            .collect();
        let found = Estimate::unbiased(biased(&x), &without, Student::of(4));
        assert!((found.value - 38.0 / 3.0).abs() < 1e-12, "{found:?}");
    }

    #[test]
    fn one_scramble_has_no_spread() {
        assert!(Estimate::mean(&[1.0], Student::of(1)).se.is_nan());
    }
}
