//! An input cut into classes, and what an output is in each, scramble by scramble.

use crate::ranking::Groups;

/// Most classes of an input that is no choice, and the fewest settings in one. A tenth of the
/// classes is a tenth of the settings.
const MOST: usize = 30;
const LEAST: usize = 16;

/// An input cut into classes from its lowest value to its highest.
pub(crate) struct Classes {
    /// Class of each setting.
    pub of: Vec<u8>,
    /// Number of classes.
    pub count: usize,
    /// `[scramble * count + class]`: settings.
    pub sizes: Vec<f64>,
    /// Mean of the input in each class.
    pub means: Vec<f64>,
    /// Whether each class is one value, as with a choice.
    pub discrete: bool,
    /// Settings of a scramble.
    pub points: usize,
}

impl Classes {
    /// Cuts an input, given its values and the settings in their order.
    pub fn of(values: &[f64], order: &[u32], points: usize) -> Self {
        Self::at_most(MOST, values, order, points)
    }

    /// [`Classes::of`] with at most so many classes.
    pub fn at_most(most: usize, values: &[f64], order: &[u32], points: usize) -> Self {
        let points = points.max(1);
        let sorted: Vec<f64> = order.iter().map(|&i| values[i as usize]).collect();
        let most = (values.len() / LEAST).clamp(1, most);
        let groups = Groups::of(&sorted, most);
        let mut of = vec![0u8; values.len()];
        let mut means = Vec::new();
        for (class, (members, values)) in groups.parts(order).zip(groups.parts(&sorted)).enumerate()
        {
            members.iter().for_each(|&i| of[i as usize] = class as u8);
            means.push(values.iter().sum::<f64>() / values.len() as f64);
        }
        let count = means.len();
        let mut sizes = vec![0.0; values.len().div_ceil(points) * count];
        for (classes, sizes) in of.chunks(points).zip(sizes.chunks_mut(count.max(1))) {
            classes.iter().for_each(|&c| sizes[usize::from(c)] += 1.0);
        }
        Classes {
            of,
            count,
            sizes,
            means,
            discrete: groups.discrete,
            points,
        }
    }

    /// Number of scrambles.
    pub fn scrambles(&self) -> usize {
        self.of.len().div_ceil(self.points)
    }

    /// Settings in each class, over all scrambles.
    pub fn totals(&self) -> Vec<f64> {
        pooled(&self.sizes, self.count)
    }

    /// `[scramble * count + class]`: sum of a column.
    pub fn sums(&self, column: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.sizes.len()];
        let parts = self.of.chunks(self.points).zip(column.chunks(self.points));
        for ((classes, values), sums) in parts.zip(sums.chunks_mut(self.count.max(1))) {
            for (&class, value) in classes.iter().zip(values) {
                sums[usize::from(class)] += value;
            }
        }
        sums
    }

    /// Classes at the low and at the high end that hold about a tenth of the settings each, by
    /// their numbers: those below the first, and from the second on.
    pub fn ends(&self) -> (usize, usize) {
        let end = (self.count / 10).max(1);
        (end, self.count.saturating_sub(end))
    }
}

/// Figures by scramble and class added over all scrambles.
pub(crate) fn pooled(by_scramble: &[f64], count: usize) -> Vec<f64> {
    let mut all = vec![0.0; count];
    for part in by_scramble.chunks(count.max(1)) {
        all.iter_mut().zip(part).for_each(|(sum, x)| *sum += x);
    }
    all
}
