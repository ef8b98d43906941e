//! The settings in the order of an input's value, and in groups along it.
//!
//! What would flip a verdict, what a verdict restates and how much an assumption matters all ask
//! how something moves along an input. So every input is sorted once, for all of them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use pourparler_engine::result::{Input, Run};
use rayon::prelude::*;

use crate::drivers::{NoVariance, Places};
use pourparler_engine::summary::{mean, variance};

/// Groups along an input that is not a choice, for what would flip a verdict.
const STEPS: usize = 20;

/// Most groups for the variance that goes with an input, and the least values in one.
const BINS: usize = 32;
const LEAST: usize = 16;

/// The ranking of every uncertain input of a run.
#[derive(Default)]
pub struct Rankings {
    inputs: Vec<Ranking>,
    /// The order of drivers, for claims that ask for it.
    places: Mutex<BTreeMap<Driven, Ordered>>,
}

/// What inputs are ordered by: arm, output, and whether half of the paths are looked at.
pub(crate) type Driven = (usize, usize, bool);

/// An order of drivers, or why there is none.
pub(crate) type Ordered = Result<Arc<Places>, NoVariance>;

impl Rankings {
    /// Ranks the settings of a run along each of its uncertain inputs.
    pub fn of(run: &Run) -> Self {
        Rankings {
            inputs: run
                .thetas
                .par_iter()
                .map(|values| Ranking::of(values))
                .collect(),
            places: Mutex::default(),
        }
    }

    /// The order of drivers, computed where this is the first to ask for it.
    pub(crate) fn places(
        &self,
        driven: Driven,
        compute: impl FnOnce() -> Result<Places, NoVariance>,
    ) -> Ordered {
        let known = || self.places.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(places) = known().get(&driven) {
            return places.clone();
        }
        // Not under the lock: what computes in parallel takes up other claims meanwhile. Two that
        // come at once find the same.
        let places = compute().map(Arc::new);
        known().insert(driven, places.clone());
        places
    }

    /// The ranking along an input, if it is uncertain.
    pub(crate) fn along(&self, input: &Input) -> Option<&Ranking> {
        self.inputs.get(input.dimension?)
    }
}

/// The settings in the order of one input's value.
pub(crate) struct Ranking {
    /// Indices of θ from the lowest value to the highest, equal values in the order of θ.
    order: Vec<u32>,
    steps: Groups,
    /// Mean of the input in each of the steps.
    means: Vec<f64>,
    bins: Groups,
    /// Mean of the input.
    pub mean: f64,
    /// Its standard deviation.
    pub sd: f64,
}

impl Ranking {
    /// Ranks the settings by `values`.
    pub fn of(values: &[f64]) -> Self {
        let order = ascending(values);
        let sorted: Vec<f64> = order.iter().map(|&i| values[i as usize]).collect();
        let steps = Groups::of(&sorted, STEPS);
        let bins = (values.len() / LEAST).clamp(1, BINS);
        Ranking {
            means: steps.parts(&sorted).map(mean).collect(),
            bins: Groups::of(&sorted, bins),
            steps,
            order,
            mean: mean(values),
            sd: variance(values).sqrt(),
        }
    }

    /// Number of settings.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// The settings from the lowest value to the highest.
    pub fn order(&self) -> &[u32] {
        &self.order
    }

    /// Whether the input takes so few values that each has a step of its own, as with a choice.
    pub fn is_discrete(&self) -> bool {
        self.steps.discrete
    }

    /// Groups of settings from the lowest value to the highest, each with its mean: one per
    /// value if there are at most 20 of them, else 20 of nearly equal size.
    pub fn steps(&self) -> impl DoubleEndedIterator<Item = (&[u32], f64)> {
        self.steps
            .parts(&self.order)
            .zip(self.means.iter().copied())
    }

    /// `ordered`, which holds something for every setting in this order, in groups fit for its
    /// variance: at most 32 of at least 16.
    pub fn bins<'a, T>(&'a self, ordered: &'a [T]) -> impl ExactSizeIterator<Item = &'a [T]> {
        self.bins.parts(ordered)
    }

    /// The rank of each setting from 1, ties at their mean rank; `values` are those ranked.
    pub fn ranks(&self, values: &[f64]) -> Vec<f64> {
        let mut ranks = vec![0.0; self.len()];
        let mut below = 0;
        let value = |i: u32| values[i as usize];
        for ties in self.order.chunk_by(|&a, &b| value(a) == value(b)) {
            let rank = below as f64 + (ties.len() + 1) as f64 / 2.0;
            for &i in ties {
                ranks[i as usize] = rank;
            }
            below += ties.len();
        }
        ranks
    }
}

/// A row of sorted values cut into groups that never part equal values.
pub(crate) struct Groups {
    /// Where each group ends.
    ends: Vec<usize>,
    /// Whether each group is a single value.
    pub discrete: bool,
}

impl Groups {
    /// One group per value if there are at most `most` of them, else at most `most` groups of
    /// nearly equal size.
    pub fn of(sorted: &[f64], most: usize) -> Self {
        let n = sorted.len();
        let begins = |at: &usize| sorted[at - 1] != sorted[*at];
        let mut ends: Vec<usize> = (1..n).filter(begins).take(most).collect();
        let discrete = ends.len() < most;
        if !discrete {
            let full = |groups: usize| n * groups / most;
            ends.clear();
            let mut from = 0;
            // A group takes in values until it is full, and then what equals its last.
            while let Some(end) = (full(ends.len() + 1).max(from + 1)..n).find(begins) {
                ends.push(end);
                from = end;
            }
        }
        if n > 0 {
            ends.push(n);
        }
        Groups { ends, discrete }
    }

    /// The groups of a row as long as the sorted values.
    pub fn parts<'a, T>(
        &'a self,
        row: &'a [T],
    ) -> impl ExactSizeIterator<Item = &'a [T]> + DoubleEndedIterator {
        self.ends.iter().enumerate().map(move |(k, &end)| {
            let start = if k == 0 { 0 } else { self.ends[k - 1] };
            &row[start..end]
        })
    }
}

/// Indices of the values from the lowest to the highest in the total order of IEEE 754, equal
/// ones in their own order.
///
/// The index is packed into the low bits of the value's place in that order, which makes plain
/// numbers to sort; values that agree in all higher bits are put right afterwards.
pub(crate) fn ascending(values: &[f64]) -> Vec<u32> {
    let low = values.len().next_power_of_two() as u64 - 1;
    let key = |x: f64| {
        let bits = x.to_bits();
        // Negative numbers fall as their bits rise, and come before the others.
        bits ^ (((bits as i64 >> 63) as u64) | 1 << 63)
    };
    let mut packed: Vec<u64> = values
        .iter()
        .zip(0u64..)
        .map(|(&x, i)| key(x) & !low | i)
        .collect();
    packed.sort_unstable();
    let mut order: Vec<u32> = packed.iter().map(|&p| (p & low) as u32).collect();
    let mut start = 0;
    for alike in packed.chunk_by(|a, b| a & !low == b & !low) {
        let end = start + alike.len();
        if alike.len() > 1 {
            order[start..end].sort_by_key(|&i| (key(values[i as usize]), i));
        }
        start = end;
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn groups_never_part_equal_values() {
        let x: Vec<f64> = (0..1000).map(|i| f64::from(i / 10)).collect();
        let groups = Groups::of(&x, 16);
        assert!(!groups.discrete);
        assert_eq!(groups.parts(&x).len(), 16);
        assert_eq!(groups.parts(&x).map(<[f64]>::len).sum::<usize>(), 1000);
        let parts: Vec<&[f64]> = groups.parts(&x).collect();
        for pair in parts.windows(2) {
            assert!(pair[0].last() < pair[1].first());
        }
    }

    #[test]
    fn few_values_have_a_group_each() {
        let x: Vec<f64> = (0..30).map(|i| f64::from(i % 3)).collect();
        let ranking = Ranking::of(&x);
        assert!(ranking.is_discrete());
        let steps: Vec<(&[u32], f64)> = ranking.steps().collect();
        assert_eq!(steps.len(), 3);
        for (label, (group, mean)) in steps.iter().enumerate() {
            assert_eq!(*mean, label as f64);
            assert!(group.iter().all(|i| *i as usize % 3 == label));
        }
        assert!(Ranking::of(&[]).steps().next().is_none());
    }

    #[test]
    fn ranks_of_ties_are_their_mean() {
        let x = [3.0, 1.0, 3.0, 2.0];
        assert_eq!(Ranking::of(&x).ranks(&x), [3.5, 1.0, 3.5, 2.0]);
    }

    /// Numbers of every kind, many of them equal or nearly so.
    fn values() -> impl Strategy<Value = Vec<f64>> {
        let near = (0u32..50).prop_map(|ulps| f64::from_bits(1.0f64.to_bits() + u64::from(ulps)));
        let odd = prop_oneof![
            Just(0.0),
            Just(-0.0),
            Just(f64::NAN),
            Just(f64::INFINITY),
            Just(f64::NEG_INFINITY)
        ];
        let few = (-3i32..3).prop_map(f64::from);
        proptest::collection::vec(prop_oneof![near, odd, few, -1e3f64..1e3], 0..300)
    }

    proptest! {
        #[test]
        fn the_order_is_that_of_a_stable_sort(values in values()) {
            let mut order: Vec<u32> = (0..values.len() as u32).collect();
            order.sort_by(|&a, &b| values[a as usize].total_cmp(&values[b as usize]));
            prop_assert_eq!(ascending(&values), order);
        }

        /// Written out value by value: a new group begins where the ones before are full.
        #[test]
        fn groups_fill_up_one_after_another(values in values(), most in 1usize..40) {
            let mut sorted = values;
            sorted.sort_by(f64::total_cmp);
            let runs: Vec<&[f64]> = sorted.chunk_by(|a, b| a == b).collect();
            let mut groups: Vec<usize> = vec![0];
            let mut placed = 0;
            for run in &runs {
                if placed > 0 && (runs.len() <= most || placed >= sorted.len() * groups.len() / most) {
                    groups.push(0);
                }
                placed += run.len();
                *groups.last_mut().unwrap() += run.len();
            }
            groups.retain(|size| *size > 0);
            let found = Groups::of(&sorted, most);
            prop_assert_eq!(found.discrete, runs.len() <= most);
            prop_assert_eq!(found.parts(&sorted).map(<[f64]>::len).collect::<Vec<_>>(), groups);
        }
    }
}
