//! PRIM: the patient rule induction method.
//!
//! Idea. A box is a range of some inputs. From all settings, the box is made smaller by a few
//! settings at a time, always at the end of the input where the mean outcome in the box rises most
//! per setting given up (peeling); the trajectory of boxes trades coverage, the share of the
//! outcome that lies in the box, against density, the mean outcome in it. A box is then enlarged
//! where that raises its density (pasting). Friedman & Fisher 1999, "Bump hunting in
//! high-dimensional data", Stat. Comput. 9, 123–143; for scenarios Bryant & Lempert 2010,
//! "Thinking inside the box", Technol. Forecast. Soc. Change 77, 34–49.
//!
//! coverage = Σ_box y/Σ y, density = Σ_box y/n_box, mass = n_box/n; y is 0 or 1, or a probability.
//!
//! Quantiles are those of the R package sdtoolkit (Bryant 2009): the middle of two neighbouring
//! values that differ, so that no end of an input is peeled in part.
//!
//! What it does not say: that the inputs cause the outcome beyond the model; and a box found among
//! many inputs looks better on the settings it was found on than on others.

use rayon::prelude::*;

use crate::ranking::ascending;

/// Least share of an input's order that is in the box, before the others are taken out of it.
const DENSE: f64 = 0.9;

/// Shares that steer the search.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PrimOptions {
    /// Share of the box given up in a step.
    pub peel: f64,
    /// Share of the box added in a step of pasting.
    pub paste: f64,
    /// Least share of all settings in a box.
    pub mass: f64,
}

impl Default for PrimOptions {
    fn default() -> Self {
        PrimOptions {
            peel: 0.05,
            paste: 0.05,
            mass: 0.05,
        }
    }
}

/// An input of the search.
#[derive(Debug, Clone, Copy)]
pub struct Column<'a> {
    /// Its value in each setting; for a choice a label's index.
    pub values: &'a [f64],
    /// Number of labels where it is a choice whose labels have no order, else 0.
    pub labels: usize,
}

/// A restriction of one input.
#[derive(Debug, Clone, PartialEq)]
pub enum Limit {
    /// Values from the first to the second, both included; infinite where free.
    Range(f64, f64),
    /// Labels that are left, by their indices.
    Labels(Vec<usize>),
}

impl Limit {
    /// Whether a value lies in it.
    pub fn holds(&self, value: f64) -> bool {
        match self {
            Limit::Range(low, high) => (*low..=*high).contains(&value),
            Limit::Labels(labels) => labels.iter().any(|&label| label as f64 == value),
        }
    }
}

/// A box with what is in it.
#[derive(Debug, Clone, PartialEq)]
pub struct PrimBox {
    /// Restricted inputs with their limits, in the order of the inputs.
    pub limits: Vec<(usize, Limit)>,
    /// Settings in it.
    pub settings: usize,
    /// Share of the outcome that lies in it.
    pub coverage: f64,
    /// Mean outcome in it.
    pub density: f64,
    /// Share of the settings that lie in it.
    pub mass: f64,
}

impl PrimBox {
    /// The box of some limits.
    pub fn of(inputs: &[Column], outcome: &[f64], limits: Vec<(usize, Limit)>) -> Self {
        let inside = members(inputs, outcome.len(), &limits);
        let sum: f64 = inside.iter().map(|&i| outcome[i as usize]).sum();
        let whole: f64 = outcome.iter().sum();
        PrimBox {
            limits,
            settings: inside.len(),
            coverage: sum / whole,
            density: sum / inside.len() as f64,
            mass: inside.len() as f64 / outcome.len() as f64,
        }
    }
}

/// The settings in a box.
pub(crate) fn members(inputs: &[Column], n: usize, limits: &[(usize, Limit)]) -> Vec<u32> {
    let inside = |i: &u32| {
        let at = |input: usize| inputs[input].values[*i as usize];
        limits.iter().all(|(input, limit)| limit.holds(at(*input)))
    };
    (0..n as u32).filter(inside).collect()
}

/// The boxes from all settings to the smallest, by peeling alone. Empty where there is no outcome
/// to look for, or nothing but it.
///
/// ```
/// use pourparler_analysis::discover::{Column, Limit, PrimOptions, prim};
///
/// // The outcome happens where x is above 0.6.
/// let x: Vec<f64> = (0..200).map(|i| f64::from(i) / 200.0).collect();
/// let y: Vec<f64> = x.iter().map(|x| f64::from(u8::from(*x > 0.6))).collect();
/// let boxes = prim(&[Column { values: &x, labels: 0 }], &y, PrimOptions::default());
/// let first = boxes.iter().find(|b| b.density == 1.0).unwrap();
/// assert!(first.coverage > 0.9);
/// assert!(matches!(first.limits[..], [(0, Limit::Range(low, _))] if (low - 0.6).abs() < 0.01));
/// ```
pub fn prim(inputs: &[Column], outcome: &[f64], options: PrimOptions) -> Vec<PrimBox> {
    let problem = (inputs, outcome);
    peeled(problem, orders(inputs), options, 0.0, Vec::new())
}

/// The settings from the lowest value of each input to the highest.
pub(crate) fn orders(inputs: &[Column]) -> Vec<Vec<u32>> {
    inputs
        .par_iter()
        .map(|input| ascending(input.values))
        .collect()
}

/// [`prim`] of inputs and an outcome over the settings in `orders`, which are in the order of each
/// input; ends with the first box that covers less than `coverage`, as none after it covers more.
/// The trajectory is known to begin with the boxes `known`, if any.
pub(crate) fn peeled(
    (inputs, outcome): (&[Column], &[f64]),
    orders: Vec<Vec<u32>>,
    options: PrimOptions,
    coverage: f64,
    known: Vec<PrimBox>,
) -> Vec<PrimBox> {
    let Some(first) = orders.first() else {
        return Vec::new();
    };
    let n = first.len();
    let varies = first
        .windows(2)
        .any(|pair| outcome[pair[0] as usize] != outcome[pair[1] as usize]);
    let mut gone = vec![true; outcome.len()];
    first.iter().for_each(|&i| gone[i as usize] = false);
    let mut search = Search {
        inputs,
        outcome,
        limits: vec![None; inputs.len()],
        orders,
        settings: n,
        sum: 0.0,
        gone,
    };
    search.count();
    let whole = search.sum;
    if !varies || whole <= 0.0 {
        return Vec::new();
    }
    let mut boxes = known;
    match boxes.last() {
        None => boxes.push(search.found(n, whole)),
        Some(last) => {
            for (input, limit) in &last.limits {
                search.restrict(*input, limit);
            }
            search.count();
        }
    }
    while let Some(peel) = search.best(options.peel) {
        let left = search.settings - peel.settings;
        let rises = peel.gain > 0.0;
        if !rises || (left as f64) < options.mass * n as f64 || left == 0 {
            break;
        }
        search.restrict(peel.input, &peel.limit);
        search.count();
        let found = search.found(n, whole);
        let enough = found.coverage >= coverage;
        boxes.push(found);
        if !enough {
            break;
        }
    }
    boxes
}

/// The beginning of a trajectory that it has without one of its inputs too: what is peeled does not
/// depend on an input before that is the best to peel.
pub(crate) fn without(trajectory: Vec<PrimBox>, input: usize) -> Vec<PrimBox> {
    let free = |found: &PrimBox| found.limits.iter().all(|(limited, _)| *limited != input);
    let mut begins: Vec<PrimBox> = trajectory.into_iter().take_while(free).collect();
    let limits = begins.iter_mut().flat_map(|found| &mut found.limits);
    limits.for_each(|(limited, _)| *limited -= usize::from(*limited > input));
    begins
}

struct Search<'a> {
    inputs: &'a [Column<'a>],
    outcome: &'a [f64],
    limits: Vec<Option<Limit>>,
    /// The settings in the box, in the order of each input, and some of those gone: they are
    /// taken out together, once they are many.
    orders: Vec<Vec<u32>>,
    /// Settings in the box.
    settings: usize,
    sum: f64,
    gone: Vec<bool>,
}

/// What a step gives up.
struct Peel {
    input: usize,
    limit: Limit,
    /// Settings given up.
    settings: usize,
    /// Rise of the mean per setting given up.
    gain: f64,
    /// Inputs left free afterwards.
    free: usize,
}

impl Search<'_> {
    fn found(&self, n: usize, whole: f64) -> PrimBox {
        let settings = self.settings;
        let limits = self.limits.iter().enumerate();
        PrimBox {
            limits: limits
                .filter_map(|(input, limit)| Some((input, limit.clone()?)))
                .collect(),
            settings,
            coverage: self.sum / whole,
            density: self.sum / settings as f64,
            mass: settings as f64 / n as f64,
        }
    }

    /// The step that raises the mean most; of equal ones that which restricts fewer inputs, then
    /// the first.
    fn best(&self, alpha: f64) -> Option<Peel> {
        let mut best: Option<Peel> = None;
        let restricted = self.limits.iter().flatten().count();
        for input in 0..self.inputs.len() {
            for (limit, settings, sum) in self.peels(input, alpha) {
                let (n, m) = (self.settings as f64, settings as f64);
                if settings == 0 || m >= n {
                    continue;
                }
                let gain = ((self.sum - sum) / (n - m) - self.sum / n) / m;
                let more = usize::from(self.limits[input].is_none());
                let free = self.inputs.len() - restricted - more;
                let better = best
                    .as_ref()
                    .is_none_or(|best| gain > best.gain || gain == best.gain && free > best.free);
                if better {
                    best = Some(Peel {
                        input,
                        limit,
                        settings,
                        gain,
                        free,
                    });
                }
            }
        }
        best
    }

    /// What can be given up of an input: limit, settings, sum of the outcome.
    fn peels(&self, input: usize, alpha: f64) -> Vec<(Limit, usize, f64)> {
        let column = &self.inputs[input];
        if column.labels > 0 {
            let order = self.orders[input].iter().copied();
            let order: Vec<u32> = order.filter(|&setting| self.inside(setting)).collect();
            let value = |place: usize| column.values[order[place] as usize];
            let there: Vec<std::ops::Range<usize>> = runs(order.len(), value);
            return there
                .iter()
                .map(|run| {
                    let others = there.iter().filter(|other| *other != run);
                    let labels = others.map(|other| value(other.start) as usize).collect();
                    let (settings, sum) = self.counted(&order[run.clone()]);
                    (Limit::Labels(labels), settings, sum)
                })
                .collect();
        }
        let (from, to) = match self.limits[input] {
            Some(Limit::Range(from, to)) => (from, to),
            _ => (f64::NEG_INFINITY, f64::INFINITY),
        };
        let above = self.above(input, alpha).map(|(cut, gone)| {
            let (settings, sum) = self.counted(gone);
            (Limit::Range(from, cut), settings, sum)
        });
        let below = self.below(input, alpha).map(|(cut, gone)| {
            let (settings, sum) = self.counted(gone);
            (Limit::Range(cut, to), settings, sum)
        });
        above.into_iter().chain(below).collect()
    }

    /// Where the upper end of an input is cut, and the stretch of its order beyond; nothing where
    /// all that is left has one value.
    fn above(&self, input: usize, alpha: f64) -> Option<(f64, &[u32])> {
        let (order, values) = (&self.orders[input], self.inputs[input].values);
        let last = self.settings.checked_sub(1)?;
        let spared = last - (last as f64 * (1.0 - alpha)).ceil() as usize;
        let mut places = (0..order.len())
            .rev()
            .filter(|&place| self.inside(order[place]));
        let place = places.nth(spared)?;
        let limit = values[order[place] as usize];
        let lower = |setting: &u32| values[*setting as usize] < limit;
        let from = match order[..place].last() {
            Some(before) if !lower(before) => order[..place].partition_point(lower),
            _ => place,
        };
        let next = order[..from]
            .iter()
            .rfind(|&&setting| self.inside(setting))?;
        let cut = middle(values[*next as usize], limit)?;
        // A middle that rounding moved onto the limit spares all that have its value.
        Some((
            cut,
            if limit > cut {
                &order[from..]
            } else {
                &order[place + 1..]
            },
        ))
    }

    /// The same of the lower end.
    fn below(&self, input: usize, alpha: f64) -> Option<(f64, &[u32])> {
        let (order, values) = (&self.orders[input], self.inputs[input].values);
        let last = self.settings.checked_sub(1)?;
        let spared = (last as f64 * alpha).floor() as usize;
        let mut places = (0..order.len()).filter(|&place| self.inside(order[place]));
        let place = places.nth(spared)?;
        let limit = values[order[place] as usize];
        let not_higher = |setting: &u32| values[*setting as usize] <= limit;
        let to = match order.get(place + 1) {
            Some(after) if not_higher(after) => {
                place + 1 + order[place + 1..].partition_point(not_higher)
            }
            _ => place + 1,
        };
        let next = order[to..].iter().find(|&&setting| self.inside(setting))?;
        let cut = middle(values[*next as usize], limit)?;
        Some((
            cut,
            if limit < cut {
                &order[..to]
            } else {
                &order[..place]
            },
        ))
    }

    fn inside(&self, setting: u32) -> bool {
        !self.gone[setting as usize]
    }

    /// How many of some settings are in the box, and the sum of their outcome in the order given.
    fn counted(&self, settings: &[u32]) -> (usize, f64) {
        let mut counted = (0, 0.0);
        // Nothing is added for those gone: which they are looks random to a processor.
        for &setting in settings {
            let there = self.inside(setting);
            counted.0 += usize::from(there);
            counted.1 += if there {
                self.outcome[setting as usize]
            } else {
                0.0
            };
        }
        counted
    }

    /// Takes out the settings beyond a limit.
    fn restrict(&mut self, input: usize, limit: &Limit) {
        let column = &self.inputs[input];
        for &setting in &self.orders[input] {
            if !limit.holds(column.values[setting as usize]) {
                self.gone[setting as usize] = true;
            }
        }
        self.limits[input] = Some(limit.clone());
    }

    /// Counts what is left, in the order of the settings, so that a box has the same sum however it
    /// was come by.
    fn count(&mut self) {
        let (mut settings, mut sum) = (0, 0.0);
        for (y, gone) in self.outcome.iter().zip(&self.gone) {
            settings += usize::from(!gone);
            sum += if *gone { 0.0 } else { *y };
        }
        (self.settings, self.sum) = (settings, sum);
        let stored = self.orders[0].len() as f64;
        if (self.settings as f64) < DENSE * stored {
            let gone = &self.gone;
            for order in &mut self.orders {
                keep(order, |setting| !gone[setting as usize]);
            }
        }
    }
}

/// [`Vec::retain`] without a branch for each setting: which are kept looks random to a processor.
fn keep(order: &mut Vec<u32>, kept: impl Fn(u32) -> bool) {
    let mut end = 0;
    for place in 0..order.len() {
        let setting = order[place];
        order[end] = setting;
        end += usize::from(kept(setting));
    }
    order.truncate(end);
}

/// The settings of some orders of the same settings that are to be kept, likewise.
pub(crate) fn kept(orders: &[Vec<u32>], kept: impl Fn(u32) -> bool) -> Vec<Vec<u32>> {
    let first = orders.first().map_or(&[][..], Vec::as_slice);
    let count = first.iter().filter(|&&setting| kept(setting)).count();
    let of = |order: &Vec<u32>| {
        // One place more, where what is not kept goes.
        let mut out = vec![0; count + 1];
        let mut end = 0;
        for &setting in order {
            out[end] = setting;
            end += usize::from(kept(setting));
        }
        out.truncate(count);
        out
    };
    orders.iter().map(of).collect()
}

/// The middle of two values that differ.
fn middle(a: f64, b: f64) -> Option<f64> {
    ((a - b).abs() > 0.0).then(|| (a + b) / 2.0)
}

/// Places of equal values in a sorted row.
fn runs(n: usize, value: impl Fn(usize) -> f64) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for end in 1..=n {
        if end == n || value(end) != value(start) {
            found.push(start..end);
            start = end;
        }
    }
    found
}

/// Enlarges a box where that raises its density: at each end of a restricted range by the share
/// `paste` of its settings, best first, until nothing does (pasting).
pub fn paste(inputs: &[Column], outcome: &[f64], found: PrimBox, share: f64) -> PrimBox {
    let mut best = found;
    loop {
        let mut better: Option<PrimBox> = None;
        for (place, (input, limit)) in best.limits.iter().enumerate() {
            let Limit::Range(from, to) = *limit else {
                continue;
            };
            let mut others = best.limits.clone();
            others.remove(place);
            let outside = members(inputs, outcome.len(), &others);
            let mut values: Vec<f64> = outside
                .iter()
                .map(|&i| inputs[*input].values[i as usize])
                .collect();
            values.sort_by(f64::total_cmp);
            let wanted = ((share * best.settings as f64).ceil() as usize).max(1);
            let above = values.partition_point(|value| *value <= to);
            let below = values.partition_point(|value| *value < from);
            // The limit moves to the value after so many more settings; past the last it is gone.
            let up = values.get(above + wanted - 1).copied();
            let down = below.checked_sub(wanted).map(|place| values[place]);
            let wider = [
                (above < values.len()).then_some((from, up.unwrap_or(f64::INFINITY))),
                (below > 0).then_some((down.unwrap_or(f64::NEG_INFINITY), to)),
            ];
            for (from, to) in wider.into_iter().flatten() {
                let mut limits = others.clone();
                if from > f64::NEG_INFINITY || to < f64::INFINITY {
                    limits.insert(place, (*input, Limit::Range(from, to)));
                }
                let next = PrimBox::of(inputs, outcome, limits);
                let bar = better
                    .as_ref()
                    .map_or(best.density, |better| better.density);
                if next.density > bar {
                    better = Some(next);
                }
            }
        }
        match better {
            Some(next) => best = next,
            None => return best,
        }
    }
}

#[cfg(test)]
mod tests;
