//! CART: a tree of splits, as a cross-check of a box.
//!
//! Idea. The settings are split in two at one value of one input so that the outcome is as even as
//! it can be within both parts, and each part again (Breiman, Friedman, Olshen & Stone 1984,
//! *Classification and Regression Trees*; regression trees, least squares). A leaf is a rule with
//! a mean outcome. Where the tree splits on the inputs of a PRIM box at about its limits, the box
//! is no accident of peeling.
//!
//! A split gains n_l n_r/(n_l + n_r) (ȳ_l − ȳ_r)² of the sum of squares. Labels without an order
//! are split one against the others. No pruning: the depth is small and fixed.
//!
//! What it does not say: splits are made one at a time, so an outcome that needs two inputs at
//! once (and neither alone) has no first split that shows it.

use crate::discover::prim::{self, Column, Limit, PrimBox, members, orders};

/// How far a tree grows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CartOptions {
    /// Most splits on the way to a leaf.
    pub depth: usize,
    /// Least share of all settings in a leaf.
    pub mass: f64,
}

impl Default for CartOptions {
    fn default() -> Self {
        CartOptions {
            depth: 3,
            mass: 0.05,
        }
    }
}

/// The leaves of a tree, densest first; one leaf without limits where nothing can be split.
///
/// ```
/// use pourparler_analysis::discover::{CartOptions, Column, cart};
///
/// let x: Vec<f64> = (0..200).map(|i| f64::from(i) / 200.0).collect();
/// let y: Vec<f64> = x.iter().map(|x| f64::from(u8::from(*x > 0.6))).collect();
/// let leaves = cart(&[Column { values: &x, labels: 0 }], &y, CartOptions::default());
/// assert_eq!((leaves[0].density, leaves[0].coverage), (1.0, 1.0));
/// ```
pub fn cart(inputs: &[Column], outcome: &[f64], options: CartOptions) -> Vec<PrimBox> {
    leaves((inputs, outcome), orders(inputs), options)
}

/// [`cart()`] where the settings are in `orders` already, one for each input.
pub(crate) fn leaves(
    (inputs, outcome): (&[Column], &[f64]),
    orders: Vec<Vec<u32>>,
    options: CartOptions,
) -> Vec<PrimBox> {
    let least = ((options.mass * outcome.len() as f64).ceil() as usize).max(1);
    let mut leaves = Vec::new();
    let mut tree = Tree {
        inputs,
        outcome,
        least,
        leaves: &mut leaves,
    };
    tree.grow(orders, Vec::new(), options.depth);
    let mut leaves: Vec<PrimBox> = leaves
        .into_iter()
        .map(|limits| PrimBox::of(inputs, outcome, limits))
        .collect();
    leaves.sort_by(|a, b| b.density.total_cmp(&a.density));
    leaves
}

struct Tree<'a> {
    inputs: &'a [Column<'a>],
    outcome: &'a [f64],
    least: usize,
    leaves: &'a mut Vec<Vec<(usize, Limit)>>,
}

/// Two parts of the values of an input.
struct Split {
    input: usize,
    parts: [Limit; 2],
    gain: f64,
}

impl Tree<'_> {
    fn grow(&mut self, orders: Vec<Vec<u32>>, limits: Vec<(usize, Limit)>, depth: usize) {
        let split = if depth > 0 { self.best(&orders) } else { None };
        let Some(split) = split else {
            self.leaves.push(limits);
            return;
        };
        for part in split.parts {
            let values = self.inputs[split.input].values;
            let inside: Vec<bool> = values.iter().map(|value| part.holds(*value)).collect();
            let orders = prim::kept(&orders, |setting| inside[setting as usize]);
            self.grow(
                orders,
                narrowed(&limits, split.input, part.clone()),
                depth - 1,
            );
        }
    }

    fn best(&self, orders: &[Vec<u32>]) -> Option<Split> {
        let mut best: Option<Split> = None;
        for (input, order) in orders.iter().enumerate() {
            let column = &self.inputs[input];
            let n = order.len();
            let whole: f64 = order.iter().map(|&i| self.outcome[i as usize]).sum();
            let gain = |count: usize, sum: f64| {
                let (a, b) = (count as f64, (n - count) as f64);
                if count < self.least || n - count < self.least {
                    return 0.0;
                }
                let difference = sum / a - (whole - sum) / b;
                a * b / (a + b) * difference * difference
            };
            let mut keep = |gain: f64, parts: &dyn Fn() -> [Limit; 2]| {
                if gain > best.as_ref().map_or(1e-12, |best| best.gain) {
                    let parts = parts();
                    best = Some(Split { input, parts, gain });
                }
            };
            let value = |place: usize| column.values[order[place] as usize];
            let (mut start, mut sum, mut own) = (0, 0.0, 0.0);
            for (place, &setting) in order.iter().enumerate() {
                own += self.outcome[setting as usize];
                let ends = place + 1 == n || value(place + 1) != value(place);
                if !ends {
                    continue;
                }
                sum += own;
                if column.labels > 0 {
                    let label = value(place) as usize;
                    let others = || (0..column.labels).filter(|&other| other != label).collect();
                    let parts = || [Limit::Labels(vec![label]), Limit::Labels(others())];
                    keep(gain(place + 1 - start, own), &parts);
                } else if place + 1 < n {
                    let parts = || {
                        let cut = (value(place) + value(place + 1)) / 2.0;
                        // A middle that rounding moved onto the upper value would not part them.
                        let cut = if cut < value(place + 1) {
                            cut
                        } else {
                            value(place)
                        };
                        let above = cut.next_up();
                        [
                            Limit::Range(f64::NEG_INFINITY, cut),
                            Limit::Range(above, f64::INFINITY),
                        ]
                    };
                    keep(gain(place + 1, sum), &parts);
                }
                (start, own) = (place + 1, 0.0);
            }
        }
        best
    }
}

/// Limits with one more on an input, in the order of the inputs.
fn narrowed(limits: &[(usize, Limit)], input: usize, more: Limit) -> Vec<(usize, Limit)> {
    let mut limits = limits.to_vec();
    match limits.iter_mut().find(|(known, _)| *known == input) {
        None => limits.push((input, more)),
        Some((_, known)) => {
            *known = match (&*known, more) {
                (Limit::Range(a, b), Limit::Range(c, d)) => Limit::Range(a.max(c), b.min(d)),
                (Limit::Labels(a), Limit::Labels(b)) => {
                    Limit::Labels(a.iter().copied().filter(|x| b.contains(x)).collect())
                }
                (_, more) => more,
            };
        }
    }
    limits.sort_by_key(|(input, _)| *input);
    limits
}

/// Share of the settings of a box that lie in a leaf as well.
pub(crate) fn overlap(inputs: &[Column], n: usize, a: &PrimBox, b: &PrimBox) -> f64 {
    let inside = members(inputs, n, &a.limits);
    let both = inside.iter().filter(|&&i| {
        let at = |input: usize| inputs[input].values[i as usize];
        b.limits
            .iter()
            .all(|(input, limit)| limit.holds(at(*input)))
    });
    both.count() as f64 / inside.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn two_steps_are_found_one_after_the_other() {
        // The outcome needs x above .5 and then a label that is not 1.
        let x: Vec<f64> = (0..300).map(|i| f64::from(i / 3) / 100.0).collect();
        let label: Vec<f64> = (0..300).map(|i| f64::from(i % 3)).collect();
        let y: Vec<f64> = (0..300)
            .map(|i| f64::from(u8::from(x[i] > 0.5 && label[i] != 1.0)))
            .collect();
        let inputs = [
            Column {
                values: &x,
                labels: 0,
            },
            Column {
                values: &label,
                labels: 3,
            },
        ];
        let leaves = cart(&inputs, &y, CartOptions::default());
        let best = &leaves[0];
        assert_eq!((best.density, best.coverage), (1.0, 1.0), "{best:?}");
        assert!(matches!(best.limits[0], (0, Limit::Range(low, _)) if (low - 0.505).abs() < 0.01));
        assert_eq!(best.limits[1], (1, Limit::Labels(vec![0, 2])));
        assert_eq!(leaves.iter().map(|leaf| leaf.settings).sum::<usize>(), 300);
    }

    proptest! {
        /// The first split against every split tried in turn.
        #[test]
        fn the_first_split_is_the_best_one(
            rows in proptest::collection::vec((-4i32..4, 0.0f64..1.0, 0.0f64..1.0), 20..80),
        ) {
            let x: Vec<f64> = rows.iter().map(|r| f64::from(r.0)).collect();
            let z: Vec<f64> = rows.iter().map(|r| r.1).collect();
            let y: Vec<f64> = rows.iter().map(|r| r.2).collect();
            let inputs = [Column { values: &x, labels: 0 }, Column { values: &z, labels: 0 }];
            let options = CartOptions { depth: 1, mass: 0.1 };
            let leaves = cart(&inputs, &y, options);
            let squares = |part: &[f64]| {
                let mean = part.iter().sum::<f64>() / part.len() as f64;
                part.iter().map(|y| (y - mean) * (y - mean)).sum::<f64>()
            };
            let least = (0.1 * y.len() as f64).ceil() as usize;
            let mut best = squares(&y);
            for values in [&x, &z] {
                for &cut in values.iter() {
                    let side = |low: bool| -> Vec<f64> {
                        let kept = values.iter().zip(&y).filter(|(v, _)| (**v <= cut) == low);
                        kept.map(|(_, y)| *y).collect()
                    };
                    let (low, high) = (side(true), side(false));
                    if low.len() >= least && high.len() >= least {
                        best = best.min(squares(&low) + squares(&high));
                    }
                }
            }
            let inside = |leaf: &PrimBox| -> Vec<f64> {
                members(&inputs, y.len(), &leaf.limits).iter().map(|&i| y[i as usize]).collect()
            };
            let found: f64 = leaves.iter().map(|leaf| squares(&inside(leaf))).sum();
            prop_assert!((found - best).abs() < 1e-9, "{} for {}", found, best);
            prop_assert_eq!(leaves.iter().map(|leaf| leaf.settings).sum::<usize>(), y.len());
        }
    }
}
