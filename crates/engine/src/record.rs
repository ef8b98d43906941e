//! What is kept of a block: conditional probabilities by lane, reduced to means over chance.

use std::rc::Rc;

use crate::lanes::{Column, LANES, by_lane};
use crate::result::{Comparison, Event, Output, Unit};

/// An output of another output: its value at a time, or a compound event.
#[derive(Debug, Clone)]
pub(crate) enum Derived {
    /// The curve of `output` at the end of `step`.
    At { output: usize, step: usize },
    /// A compound event over output columns.
    Event(CompiledEvent),
}

/// Outputs of a world and what is derived from them, fixed when the plan is compiled.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    /// Outputs of the mechanisms, then the derived ones.
    pub outputs: Vec<Output>,
    /// First output of each process.
    pub bases: Vec<usize>,
    /// Derived outputs with their index.
    pub derived: Vec<(usize, Derived)>,
    /// Arms of the world.
    pub arms: usize,
    /// Arms of which single paths are kept.
    pub sampled: Vec<bool>,
    /// Steps of the clock.
    pub steps: usize,
}

/// Columns of one block, written by the mechanisms.
pub struct Recorder<'a> {
    layout: &'a Layout,
    base: usize,
    columns: Vec<Option<Rc<Column>>>,
    curves: Vec<Option<Vec<f64>>>,
}

impl<'a> Recorder<'a> {
    pub(crate) fn new(layout: &'a Layout) -> Self {
        let cells = layout.arms * layout.outputs.len();
        Self {
            layout,
            base: 0,
            columns: vec![None; cells],
            curves: vec![None; cells],
        }
    }

    pub(crate) fn enter(&mut self, process: usize) {
        self.base = self.layout.bases[process];
    }

    fn slot(&self, arm: usize, output: usize) -> usize {
        arm * self.layout.outputs.len() + output
    }

    /// Keeps the lanes of the mechanism's `output`-th output in an arm.
    pub fn set(&mut self, arm: usize, output: usize, lanes: &Column) {
        let slot = self.slot(arm, self.base + output);
        self.columns[slot] = Some(Rc::new(*lanes));
    }

    /// [`Recorder::set`] for several arms that have the output in common.
    pub fn set_all(&mut self, arms: &[usize], output: usize, lanes: &Column) {
        let shared = Rc::new(*lanes);
        for &arm in arms {
            let slot = self.slot(arm, self.base + output);
            self.columns[slot] = Some(shared.clone());
        }
    }

    /// Keeps a point of a time curve: the output's value by the end of `step`.
    pub fn curve(&mut self, arm: usize, output: usize, step: usize, lanes: &Column) {
        self.point(arm, output, step, lanes.iter().sum::<f64>());
        self.at(arm, output, step, || *lanes);
    }

    /// [`Recorder::curve`] from the sum over lanes; the lanes are asked for only if needed.
    pub fn curve_of_sum(
        &mut self,
        arm: usize,
        output: usize,
        step: usize,
        sum: f64,
        lanes: impl Fn() -> Column,
    ) {
        self.point(arm, output, step, sum);
        self.at(arm, output, step, lanes);
    }

    /// [`Recorder::curve`] from one mean over paths per θ.
    pub fn curve_of_thetas(&mut self, arm: usize, output: usize, step: usize, means: &[f64]) {
        let paths = LANES / means.len();
        self.point(arm, output, step, means.iter().sum::<f64>() * paths as f64);
        self.at(arm, output, step, || by_lane(|lane| means[lane / paths]));
    }

    fn point(&mut self, arm: usize, output: usize, step: usize, sum: f64) {
        let slot = self.slot(arm, self.base + output);
        let steps = self.layout.steps;
        self.curves[slot].get_or_insert_with(|| vec![0.0; steps])[step] = sum;
    }

    /// Keeps the lanes as well where a claim asks for the output at this step's time.
    fn at(&mut self, arm: usize, output: usize, step: usize, lanes: impl Fn() -> Column) {
        let output = self.base + output;
        let layout = self.layout;
        for (target, derived) in &layout.derived {
            if matches!(derived, Derived::At { output: o, step: s } if *o == output && *s == step) {
                let slot = self.slot(arm, *target);
                self.columns[slot] = Some(Rc::new(lanes()));
            }
        }
    }

    /// Works out compound events and reduces lanes to means over the paths of each θ.
    pub(crate) fn reduce(mut self, paths: usize) -> BlockResult {
        let layout = self.layout;
        let width = layout.outputs.len();
        for arm in 0..layout.arms {
            for (target, derived) in &layout.derived {
                if let Derived::Event(event) = derived {
                    let columns = &self.columns[arm * width..(arm + 1) * width];
                    if let Some(lanes) = event.lanes(columns) {
                        self.columns[arm * width + target] = Some(Rc::new(lanes));
                    }
                }
            }
        }
        let thetas = LANES / paths;
        let mut result = BlockResult {
            thetas,
            known: Vec::new(),
            means: Vec::new(),
            variances: Vec::new(),
            samples: Vec::new(),
            curves: Vec::new(),
        };
        for (slot, curve) in self.curves.into_iter().enumerate() {
            if let Some(curve) = curve {
                result.curves.push((slot, curve));
            }
        }
        for (slot, column) in self.columns.iter().enumerate() {
            let Some(lanes) = column else { continue };
            let mut chance = 0.0;
            for path in lanes.chunks_exact(paths) {
                let mean = path.iter().sum::<f64>() / paths as f64;
                result.means.push(mean);
                if paths > 1 {
                    let ss: f64 = path.iter().map(|x| (x - mean) * (x - mean)).sum();
                    chance += ss / (paths - 1) as f64 / paths as f64;
                }
            }
            result.known.push(slot);
            result.variances.push(chance);
            let people = layout.outputs[slot % width].unit == Unit::People;
            if people && layout.sampled[slot / width] {
                let paths = lanes.iter().map(|&x| x as f32).collect();
                result.samples.push((slot, paths));
            }
        }
        // A run keeps one of these for each of a thousand blocks.
        result.known.shrink_to_fit();
        result.means.shrink_to_fit();
        result.variances.shrink_to_fit();
        result.curves.shrink_to_fit();
        result
    }
}

/// A block after reduction; a slot is `arm * outputs + output`, and lists go by rising slot.
pub(crate) struct BlockResult {
    thetas: usize,
    /// Slots that were written.
    known: Vec<usize>,
    /// Their means over paths, θ by θ.
    means: Vec<f64>,
    /// Their sums over θ of the variance over paths divided by the number of paths.
    variances: Vec<f64>,
    /// Single paths, for counts of people.
    samples: Vec<(usize, Vec<f32>)>,
    /// Sums over lanes by step.
    curves: Vec<(usize, Vec<f64>)>,
}

impl BlockResult {
    /// Means over paths per θ of the block.
    pub fn means(&self, slot: usize) -> Option<&[f64]> {
        let at = self.known.binary_search(&slot).ok()?;
        Some(&self.means[at * self.thetas..(at + 1) * self.thetas])
    }

    /// Sum over θ of the variance over paths divided by the number of paths.
    pub fn variance(&self, slot: usize) -> f64 {
        let at = self.known.binary_search(&slot).ok();
        at.map_or(0.0, |at| self.variances[at])
    }

    /// Single paths.
    pub fn samples(&self, slot: usize) -> Option<&[f32]> {
        find(&self.samples, slot).map(Vec::as_slice)
    }

    /// Sums over lanes by step.
    pub fn curve(&self, slot: usize) -> Option<&[f64]> {
        find(&self.curves, slot).map(Vec::as_slice)
    }
}

fn find<T>(list: &[(usize, T)], slot: usize) -> Option<&T> {
    let at = list.binary_search_by_key(&slot, |(slot, _)| *slot).ok()?;
    Some(&list[at].1)
}

/// A compound event with its outputs resolved.
#[derive(Debug, Clone)]
pub(crate) struct CompiledEvent {
    atoms: Vec<Atom>,
    formula: Formula,
}

#[derive(Debug, Clone, PartialEq)]
struct Atom {
    output: usize,
    test: Option<(Comparison, f64)>,
}

#[derive(Debug, Clone)]
enum Formula {
    Atom(usize),
    Not(Box<Formula>),
    And(Vec<Formula>),
    Or(Vec<Formula>),
}

/// Most distinct outcomes in one compound event; the truth table is walked in full.
pub const MAX_EVENT_ATOMS: usize = 12;

impl CompiledEvent {
    /// Resolves names; `Err` names the output that does not exist, or says the event is too
    /// large.
    pub fn new(event: &Event, outputs: &[Output]) -> Result<Self, String> {
        let mut atoms = Vec::new();
        let formula = Self::compile(event, outputs, &mut atoms)?;
        if atoms.len() > MAX_EVENT_ATOMS {
            return Err(format!(
                "one P(..) names {} different outcomes; at most {MAX_EVENT_ATOMS} are supported",
                atoms.len()
            ));
        }
        Ok(Self { atoms, formula })
    }

    fn compile(
        event: &Event,
        outputs: &[Output],
        atoms: &mut Vec<Atom>,
    ) -> Result<Formula, String> {
        let mut atom = |name: &str, test| {
            let output = outputs
                .iter()
                .position(|o| o.name == name)
                .ok_or_else(|| format!("there is no output `{name}`"))?;
            let atom = Atom { output, test };
            let known = atoms.iter().position(|a| *a == atom);
            Ok(Formula::Atom(known.unwrap_or_else(|| {
                atoms.push(atom);
                atoms.len() - 1
            })))
        };
        match event {
            Event::Happens(name) => atom(name, None),
            Event::Compare { output, op, value } => atom(output, Some((*op, *value))),
            Event::Not(inner) => Ok(Formula::Not(Box::new(Self::compile(
                inner, outputs, atoms,
            )?))),
            Event::And(all) | Event::Or(all) => {
                let parts = all
                    .iter()
                    .map(|e| Self::compile(e, outputs, atoms))
                    .collect::<Result<Vec<_>, _>>()?;
                Ok(if matches!(event, Event::And(_)) {
                    Formula::And(parts)
                } else {
                    Formula::Or(parts)
                })
            }
        }
    }

    /// Probability of the event on each lane, its outcomes independent given the lane.
    fn lanes(&self, columns: &[Option<Rc<Column>>]) -> Option<Column> {
        let sources: Vec<&Column> = self
            .atoms
            .iter()
            .map(|a| columns[a.output].as_deref())
            .collect::<Option<_>>()?;
        let mut out = [0.0; LANES];
        let mut chance = vec![0.0; self.atoms.len()];
        for (lane, p) in out.iter_mut().enumerate() {
            for ((chance, atom), source) in chance.iter_mut().zip(&self.atoms).zip(&sources) {
                let x = source[lane];
                *chance = match atom.test {
                    None => x,
                    Some((op, value)) => f64::from(compare(x, op, value)),
                };
            }
            let mut truth = vec![false; self.atoms.len()];
            *p = self.expand(&chance, &mut truth, 0);
        }
        Some(out)
    }

    fn expand(&self, chance: &[f64], truth: &mut [bool], at: usize) -> f64 {
        if at == chance.len() {
            return f64::from(holds(&self.formula, truth));
        }
        let p = chance[at];
        let mut total = 0.0;
        for (value, weight) in [(true, p), (false, 1.0 - p)] {
            if weight > 0.0 {
                truth[at] = value;
                total += weight * self.expand(chance, truth, at + 1);
            }
        }
        total
    }
}

fn holds(formula: &Formula, truth: &[bool]) -> bool {
    match formula {
        Formula::Atom(k) => truth[*k],
        Formula::Not(inner) => !holds(inner, truth),
        Formula::And(all) => all.iter().all(|f| holds(f, truth)),
        Formula::Or(all) => all.iter().any(|f| holds(f, truth)),
    }
}

fn compare(x: f64, op: Comparison, value: f64) -> bool {
    match op {
        Comparison::Less => x < value,
        Comparison::AtMost => x <= value,
        Comparison::Greater => x > value,
        Comparison::AtLeast => x >= value,
        Comparison::Equal => x == value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outputs() -> Vec<Output> {
        ["a", "b"]
            .map(|name| Output {
                name: name.into(),
                unit: Unit::Probability,
                about: String::new(),
            })
            .to_vec()
    }

    fn happens(name: &str) -> Event {
        Event::Happens(name.into())
    }

    #[test]
    fn an_outcome_named_twice_counts_once() {
        let columns = [Some(Rc::new([0.3; LANES])), Some(Rc::new([0.5; LANES]))];
        let p = |event: &Event| {
            CompiledEvent::new(event, &outputs())
                .unwrap()
                .lanes(&columns)
                .unwrap()[7]
        };
        assert!((p(&Event::And(vec![happens("a"), happens("a")])) - 0.3).abs() < 1e-15);
        assert!((p(&Event::And(vec![happens("a"), happens("b")])) - 0.15).abs() < 1e-15);
        let either = Event::Or(vec![happens("a"), Event::Not(Box::new(happens("a")))]);
        assert!((p(&either) - 1.0).abs() < 1e-15);
    }

    #[test]
    fn unknown_outcomes_are_named() {
        let missing = CompiledEvent::new(&happens("c"), &outputs()).unwrap_err();
        assert!(missing.contains("`c`"));
    }
}
