//! What the draws of a run already tell of an input: its first-order index and its swing.
//!
//! First-order index: the correlation ratio over classes of the input, with the correction for
//! their number (ε² of Kelley 1935): S = 1 − (within/(n − k))/(total/(n − 1)). Swing: the mean of
//! the output in the lowest and in the highest tenth of the input's draws, whose middles are about
//! its 5th and 95th percentiles; for a choice, at the labels where it is lowest and highest.
//! Standard errors are those of the delete-one-scramble jackknife.
//!
//! What it does not say: a swing compares two ends, so an input that works in the middle of its
//! range, or only together with another, shows little; the indices show it.

use std::ops::Range;

use crate::drivers::classes::{Classes, pooled};
use crate::estimate::{Estimate, Student};

/// The output at both ends of an input.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Swing {
    /// The input at the low end: mean of its lowest tenth of draws, or a label's index.
    pub from: f64,
    /// The input at the high end.
    pub to: f64,
    /// The output at the low end of the input.
    pub low: Estimate,
    /// The output at its high end.
    pub high: Estimate,
    /// The second less the first.
    pub change: Estimate,
}

/// A column's sums by scramble and class, and its sum of squares by scramble.
pub(crate) struct Sums<'a> {
    classes: &'a Classes,
    pub by_class: Vec<f64>,
    /// `[scramble]`, shared by all inputs.
    squares: &'a [f64],
}

/// Σ y² by scramble.
pub(crate) fn squares(column: &[f64], points: usize) -> Vec<f64> {
    let parts = column.chunks(points.max(1));
    parts.map(|part| part.iter().map(|y| y * y).sum()).collect()
}

impl<'a> Sums<'a> {
    /// Sums of `column`, which has its mean taken out so that no digits are lost.
    pub fn of(classes: &'a Classes, centred: &[f64], squares: &'a [f64]) -> Self {
        Sums {
            classes,
            by_class: classes.sums(centred),
            squares,
        }
    }

    /// The first-order index.
    pub fn first(&self, student: Student) -> Estimate {
        let sizes = self.classes.totals();
        let sums = pooled(&self.by_class, self.classes.count);
        let squares: f64 = self.squares.iter().sum();
        let of = |sizes: &mut dyn Iterator<Item = (f64, f64)>, squares: f64| {
            let (mut n, mut whole, mut between, mut classes) = (0.0, 0.0, 0.0, 0.0);
            for (size, sum) in sizes.filter(|(size, _)| *size > 0.0) {
                n += size;
                whole += sum;
                between += sum * sum / size;
                classes += 1.0;
            }
            let total = squares - whole * whole / n;
            if classes < 2.0 || n <= classes || total <= 0.0 {
                return 0.0;
            }
            1.0 - ((squares - between) / (n - classes)) / (total / (n - 1.0))
        };
        let all = || sizes.iter().copied().zip(sums.iter().copied());
        let without: Vec<f64> = self
            .scrambles()
            .zip(self.squares)
            .map(|((own_sizes, own_sums), own_squares)| {
                let own = own_sizes.iter().zip(own_sums);
                let rest = all().zip(own);
                let mut rest = rest.map(|((size, sum), (a, b))| (size - a, sum - b));
                of(&mut rest, squares - own_squares)
            })
            .collect();
        Estimate::jackknife(of(&mut all(), squares), &without, student).within(0.0, 1.0)
    }

    /// Sizes and sums of the classes, scramble by scramble.
    fn scrambles(&self) -> impl Iterator<Item = (&[f64], &[f64])> {
        let count = self.classes.count.max(1);
        let sizes = self.classes.sizes.chunks(count);
        sizes.zip(self.by_class.chunks(count))
    }

    /// The swing; `centre` is the mean that was taken out. Nothing for an input of one class.
    pub fn swing(&self, centre: f64, student: Student) -> Option<Swing> {
        let count = self.classes.count;
        if count < 2 {
            return None;
        }
        let sizes = self.classes.totals();
        let (low, high) = if self.classes.discrete {
            let sums = pooled(&self.by_class, count);
            let level = |class: usize| sums[class] / sizes[class];
            let by_level = |a: &usize, b: &usize| level(*a).total_cmp(&level(*b));
            let lowest = (0..count).min_by(by_level)?;
            let highest = (0..count).max_by(by_level)?;
            let (first, last) = (lowest.min(highest), lowest.max(highest));
            (first..first + 1, last..last + 1)
        } else {
            let (below, from) = self.classes.ends();
            (0..below, from..count)
        };
        let input = |range: &Range<usize>| {
            let sizes = &sizes[range.clone()];
            let means = &self.classes.means[range.clone()];
            let sum: f64 = sizes
                .iter()
                .zip(means)
                .map(|(size, mean)| size * mean)
                .sum();
            sum / sizes.iter().sum::<f64>()
        };
        let low_end = self.end(&low, centre);
        let high_end = self.end(&high, centre);
        let estimate =
            |(all, without): &(f64, Vec<f64>)| Estimate::jackknife(*all, without, student);
        let change = high_end.1.iter().zip(&low_end.1);
        let change = (
            high_end.0 - low_end.0,
            change.map(|(high, low)| high - low).collect(),
        );
        Some(Swing {
            from: input(&low),
            to: input(&high),
            low: estimate(&low_end),
            high: estimate(&high_end),
            change: estimate(&change),
        })
    }

    /// Mean of the output in a range of classes, over all scrambles and without each.
    fn end(&self, range: &Range<usize>, centre: f64) -> (f64, Vec<f64>) {
        let within = |row: &[f64]| row[range.clone()].iter().sum::<f64>();
        let parts: Vec<(f64, f64)> = self
            .scrambles()
            .map(|(sizes, sums)| (within(sizes), within(sums)))
            .collect();
        let (size, sum) = parts
            .iter()
            .fold((0.0, 0.0), |(n, s), (size, sum)| (n + size, s + sum));
        let without = parts
            .iter()
            .map(|(n, s)| centre + (sum - s) / (size - n))
            .collect();
        (centre + sum / size, without)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ranking::Ranking;
    use crate::statistics::{Explained, radical_inverse};
    use pourparler_engine::summary::mean;

    #[test]
    fn shares_and_swings_of_a_linear_sum() {
        // y = 3 a + b on the unit square: shares 9/10 and 1/10; the lowest and the highest tenth
        // of a have means .05 and .95, so y goes from .65 to 3.35.
        let n = 4096;
        let draw = |base| (0..n).map(|k| radical_inverse(k, base)).collect::<Vec<_>>();
        let (a, b) = (draw(2), draw(3));
        let y: Vec<f64> = (0..n).map(|i| 3.0 * a[i] + b[i]).collect();
        let centre = mean(&y);
        let centred: Vec<f64> = y.iter().map(|y| y - centre).collect();
        let squares = squares(&centred, 256);
        for (x, share) in [(&a, 0.9), (&b, 0.1)] {
            let ranking = Ranking::of(x);
            let classes = Classes::of(x, ranking.order(), 256);
            let sums = Sums::of(&classes, &centred, &squares);
            let first = sums.first(Student::of(16));
            // The correction is for independent draws; these lie more evenly.
            assert!((first.value - share).abs() < 0.01, "{first:?}");
            assert!(first.se < 0.01, "{first:?}");
            // The same estimator as that of the assumptions, on other classes.
            assert!((first.value - Explained::new(&y).by(&ranking)).abs() < 0.005);
        }
        let classes = Classes::of(&a, Ranking::of(&a).order(), 256);
        let swing = Sums::of(&classes, &centred, &squares)
            .swing(centre, Student::of(16))
            .expect("two ends");
        for (found, value) in [
            (swing.from, 0.05),
            (swing.to, 0.95),
            (swing.low.value, 0.65),
            (swing.high.value, 3.35),
            (swing.change.value, 2.7),
        ] {
            assert!((found - value).abs() < 0.01, "{found} for {value}");
        }
    }

    #[test]
    fn a_choice_swings_between_its_lowest_and_its_highest_label() {
        // Labels 0, 1, 2 with outputs 1, 5, 2: from label 0 to label 1.
        let x: Vec<f64> = (0..300).map(|i| f64::from(i % 3)).collect();
        let y: Vec<f64> = x.iter().map(|&x| [1.0, 5.0, 2.0][x as usize]).collect();
        let centre = mean(&y);
        let centred: Vec<f64> = y.iter().map(|y| y - centre).collect();
        let squares = squares(&centred, 30);
        let classes = Classes::of(&x, Ranking::of(&x).order(), 30);
        let sums = Sums::of(&classes, &centred, &squares);
        let swing = sums.swing(centre, Student::of(10)).expect("two labels");
        assert_eq!((swing.from, swing.to), (0.0, 1.0));
        assert!((swing.low.value - 1.0).abs() < 1e-12);
        assert!((swing.high.value - 5.0).abs() < 1e-12);
    }
}
