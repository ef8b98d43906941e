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
    /// Outputs that a compound event is made of.
    pub compounded: Vec<bool>,
    /// Outputs of which the means over the first half of the paths are kept too.
    pub halved: Vec<bool>,
    /// Arms of which single paths are kept.
    pub sampled: Vec<bool>,
    /// Steps of the clock.
    pub steps: usize,
}

/// What the mechanisms leave of one block, reduced to means over chance as it comes in.
pub struct Recorder<'a> {
    layout: &'a Layout,
    base: usize,
    paths: usize,
    result: BlockResult,
    /// Lanes of the outputs that compound events are made of, by slot.
    lanes: Vec<Option<Rc<Column>>>,
}

impl<'a> Recorder<'a> {
    pub(crate) fn new(layout: &'a Layout, paths: usize) -> Self {
        let slots = layout.arms * layout.outputs.len();
        let compounded = layout.compounded.contains(&true);
        Self {
            layout,
            base: 0,
            paths,
            result: BlockResult {
                thetas: LANES / paths,
                refused: vec![false; LANES / paths],
                places: vec![NOWHERE; slots],
                half_places: vec![NOWHERE; slots],
                curve_places: vec![NOWHERE; slots],
                ..BlockResult::default()
            },
            lanes: vec![None; if compounded { slots } else { 0 }],
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
        self.set_all(&[arm], output, lanes);
    }

    /// [`Recorder::set`] for several arms that have the output in common.
    pub fn set_all(&mut self, arms: &[usize], output: usize, lanes: &Column) {
        self.keep(arms, self.base + output, lanes);
    }

    fn keep(&mut self, arms: &[usize], output: usize, lanes: &Column) {
        if arms.is_empty() {
            return;
        }
        let place = self.result.push(lanes, self.paths);
        let half = match self.layout.halved[output] {
            true => self.result.push_half(lanes, self.paths),
            false => NOWHERE,
        };
        let shared = self.layout.compounded[output].then(|| Rc::new(*lanes));
        let people = self.layout.outputs[output].unit == Unit::People;
        for &arm in arms {
            let slot = self.slot(arm, output);
            self.result.places[slot] = place;
            self.result.half_places[slot] = half;
            if let Some(lanes) = &shared {
                self.lanes[slot] = Some(lanes.clone());
            }
            if people && self.layout.sampled[arm] {
                let paths = lanes.iter().map(|&x| x as f32).collect();
                self.result.samples.push((slot, paths));
            }
        }
    }

    /// Keeps a point of a time curve that several arms have in common, the output's value by the
    /// end of `step`, from the sum over lanes; the lanes are asked for only if needed.
    pub fn curve_of_sum(
        &mut self,
        arms: &[usize],
        output: usize,
        step: usize,
        sum: f64,
        lanes: impl Fn() -> Column,
    ) {
        let Some(&first) = arms.first() else { return };
        let output = self.base + output;
        let slot = self.slot(first, output);
        if self.result.curve_places[slot] == NOWHERE {
            let place = self.result.push_curve(self.layout.steps);
            for &arm in arms {
                let slot = self.slot(arm, output);
                self.result.curve_places[slot] = place;
            }
        }
        let place = self.result.curve_places[slot];
        self.result.curves[place as usize * self.layout.steps + step] = sum;
        self.at(arms, output, step, lanes);
    }

    /// [`Recorder::curve_of_sum`] from one mean over paths per θ.
    pub fn curve_of_thetas(&mut self, arms: &[usize], output: usize, step: usize, means: &[f64]) {
        let paths = self.paths;
        let sum = means.iter().sum::<f64>() * paths as f64;
        self.curve_of_sum(arms, output, step, sum, || {
            by_lane(|lane| means[lane / paths])
        });
    }

    /// Keeps the lanes as well where a claim asks for the output at this step's time.
    fn at(&mut self, arms: &[usize], output: usize, step: usize, lanes: impl Fn() -> Column) {
        let layout = self.layout;
        for (target, derived) in &layout.derived {
            if matches!(derived, Derived::At { output: o, step: s } if *o == output && *s == step) {
                self.keep(arms, *target, &lanes());
            }
        }
    }

    /// Notes how a θ's frontiers came about: the most that a side loses by thinning, and whether
    /// one was too large to be worked out.
    pub fn frontiers(&mut self, theta: usize, largest_gap: f64, refused: bool) {
        self.result.largest_gap = self.result.largest_gap.max(largest_gap);
        self.result.refused[theta] |= refused;
    }

    /// Works out compound events, once for arms in which all that they are made of is the same.
    pub(crate) fn finish(mut self) -> BlockResult {
        let layout = self.layout;
        let width = layout.outputs.len();
        for (target, derived) in &layout.derived {
            let Derived::Event(event) = derived else {
                continue;
            };
            let mut groups: Vec<(Vec<Rc<Column>>, Vec<usize>)> = Vec::new();
            for arm in 0..layout.arms {
                let columns = &self.lanes[arm * width..(arm + 1) * width];
                let sources = event.outputs().map(|output| columns[output].clone());
                let Some(sources) = sources.collect::<Option<Vec<_>>>() else {
                    continue;
                };
                let same = |(known, _): &&mut (Vec<Rc<Column>>, _)| {
                    known.iter().zip(&sources).all(|(a, b)| Rc::ptr_eq(a, b))
                };
                match groups.iter_mut().find(same) {
                    Some((_, arms)) => arms.push(arm),
                    None => groups.push((sources, vec![arm])),
                }
            }
            for (sources, arms) in groups {
                self.keep(&arms, *target, &event.lanes(&sources));
            }
        }
        self.result
    }
}

/// Place of a slot that was not written.
const NOWHERE: u32 = u32::MAX;

/// A block after reduction; a slot is `arm * outputs + output`. Arms that have an output in
/// common share its place. Places depend on the plan alone: every block of a world has the same.
#[derive(Default)]
pub(crate) struct BlockResult {
    thetas: usize,
    /// Place of each slot among the columns.
    places: Vec<u32>,
    /// Means over paths, `[place * thetas + theta]`.
    means: Vec<f64>,
    /// Sums over θ of the variance over paths divided by the number of paths, `[place]`.
    variances: Vec<f64>,
    /// Place of each slot among the columns over the first half of the paths.
    half_places: Vec<u32>,
    /// Means over the first half of the paths, `[place * thetas + theta]`.
    halves: Vec<f64>,
    /// Single paths by slot, for counts of people.
    samples: Vec<(usize, Vec<f32>)>,
    /// Place of each slot among the curves.
    curve_places: Vec<u32>,
    /// Sums over lanes, `[place * steps + step]`.
    curves: Vec<f64>,
    /// The most that a side loses by the thinning of a frontier.
    pub largest_gap: f64,
    /// Whether a frontier was too large to be worked out, `[theta]`.
    pub refused: Vec<bool>,
}

impl BlockResult {
    fn push(&mut self, lanes: &Column, paths: usize) -> u32 {
        let from = self.means.len();
        self.means.resize(from + self.thetas, 0.0);
        self.variances
            .push(moments(lanes, paths, &mut self.means[from..]));
        self.variances.len() as u32 - 1
    }

    /// A mean over half of one path is none.
    fn push_half(&mut self, lanes: &Column, paths: usize) -> u32 {
        if paths < 2 {
            return NOWHERE;
        }
        let from = self.halves.len();
        let first = |path: &[f64]| sum_of(&path[..paths / 2], |x| x) / (paths / 2) as f64;
        self.halves.extend(lanes.chunks_exact(paths).map(first));
        (from / self.thetas) as u32
    }

    fn push_curve(&mut self, steps: usize) -> u32 {
        let from = self.curves.len();
        self.curves.resize(from + steps, 0.0);
        (from / steps.max(1)) as u32
    }

    /// Number of columns.
    pub fn columns(&self) -> usize {
        self.variances.len()
    }

    /// Column of a slot, if it was written.
    pub fn place(&self, slot: usize) -> Option<usize> {
        Some(self.places[slot])
            .filter(|&place| place != NOWHERE)
            .map(|place| place as usize)
    }

    /// Column of a slot over the first half of the paths, if it was written.
    pub fn half_place(&self, slot: usize) -> Option<usize> {
        Some(self.half_places[slot])
            .filter(|&place| place != NOWHERE)
            .map(|place| place as usize)
    }

    /// Number of columns over the first half of the paths.
    pub fn half_columns(&self) -> usize {
        self.halves.len() / self.thetas
    }

    /// Means over the first half of the paths per θ of the block.
    pub fn half_means(&self, place: usize) -> &[f64] {
        &self.halves[place * self.thetas..(place + 1) * self.thetas]
    }

    /// Means over paths per θ of the block.
    pub fn means(&self, place: usize) -> &[f64] {
        &self.means[place * self.thetas..(place + 1) * self.thetas]
    }

    /// Sum over θ of the variance over paths divided by the number of paths.
    pub fn variance(&self, place: usize) -> f64 {
        self.variances[place]
    }

    /// Single paths, by slot.
    pub fn samples(&self) -> &[(usize, Vec<f32>)] {
        &self.samples
    }

    /// Sums over lanes by step.
    pub fn curve(&self, slot: usize, steps: usize) -> Option<&[f64]> {
        let place = self.curve_places[slot];
        let from = (place != NOWHERE).then(|| place as usize * steps)?;
        Some(&self.curves[from..from + steps])
    }
}

/// Means over the paths of each θ; returns the sum over θ of the variance over paths divided by
/// the number of paths.
#[multiversion::multiversion(targets("x86_64+avx2"))]
fn moments(lanes: &Column, paths: usize, means: &mut [f64]) -> f64 {
    let mut chance = 0.0;
    for (path, mean) in lanes.chunks_exact(paths).zip(means) {
        *mean = sum_of(path, |x| x) / paths as f64;
        if paths > 1 {
            let around = *mean;
            let squares = sum_of(path, |x| (x - around) * (x - around));
            chance += squares / (paths - 1) as f64 / paths as f64;
        }
    }
    chance
}

/// Σ f(x) in four running sums, which a vector unit adds at once.
#[inline(always)]
fn sum_of(values: &[f64], f: impl Fn(f64) -> f64) -> f64 {
    let mut sums = [0.0; 4];
    let quads = values.chunks_exact(4);
    let rest: f64 = quads.remainder().iter().map(|&x| f(x)).sum();
    for quad in quads {
        for (sum, &x) in sums.iter_mut().zip(quad) {
            *sum += f(x);
        }
    }
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest
}

/// A compound event with its outputs resolved.
#[derive(Debug, Clone)]
pub(crate) struct CompiledEvent {
    atoms: Vec<Atom>,
    formula: Formula,
    /// Every outcome stands once in the formula.
    named_once: bool,
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
        let named_once = mentions(&formula) == atoms.len();
        Ok(Self {
            atoms,
            formula,
            named_once,
        })
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

    /// The outputs it is made of.
    pub fn outputs(&self) -> impl Iterator<Item = usize> + '_ {
        self.atoms.iter().map(|atom| atom.output)
    }

    /// Probability of the event on each lane, from the columns of [`CompiledEvent::outputs`];
    /// outcomes are independent given the lane.
    fn lanes(&self, sources: &[Rc<Column>]) -> Column {
        let atoms = self.atoms.iter().zip(sources);
        let chances: Vec<Column> = atoms
            .map(|(atom, source)| match atom.test {
                None => **source,
                Some((op, value)) => by_lane(|lane| f64::from(compare(source[lane], op, value))),
            })
            .collect();
        if self.named_once {
            return probability(&self.formula, &chances);
        }
        let mut truth = vec![false; chances.len()];
        let mut chance = vec![0.0; chances.len()];
        let mut out = [0.0; LANES];
        for (lane, p) in out.iter_mut().enumerate() {
            for (chance, column) in chance.iter_mut().zip(&chances) {
                *chance = column[lane];
            }
            *p = self.expand(&chance, &mut truth, 0);
        }
        out
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

/// How often a formula names an outcome.
fn mentions(formula: &Formula) -> usize {
    match formula {
        Formula::Atom(_) => 1,
        Formula::Not(inner) => mentions(inner),
        Formula::And(parts) | Formula::Or(parts) => parts.iter().map(mentions).sum(),
    }
}

/// Probability of a formula in which every outcome stands once, by the rules of independence.
fn probability(formula: &Formula, chances: &[Column]) -> Column {
    let product = |parts: &[Formula], of: fn(f64) -> f64| {
        let mut out = [1.0; LANES];
        for part in parts {
            for (out, p) in out.iter_mut().zip(probability(part, chances)) {
                *out *= of(p);
            }
        }
        out
    };
    match formula {
        Formula::Atom(k) => chances[*k],
        Formula::Not(inner) => probability(inner, chances).map(|p| 1.0 - p),
        Formula::And(parts) => product(parts, |p| p),
        Formula::Or(parts) => product(parts, |p| 1.0 - p).map(|none| 1.0 - none),
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

    fn event(event: &Event) -> CompiledEvent {
        CompiledEvent::new(event, &outputs()).unwrap()
    }

    #[test]
    fn an_outcome_named_twice_counts_once() {
        let p = |of: &Event, chances: &[f64]| {
            let columns: Vec<_> = chances.iter().map(|p| Rc::new([*p; LANES])).collect();
            event(of).lanes(&columns)[7]
        };
        let twice = Event::And(vec![happens("a"), happens("a")]);
        assert!((p(&twice, &[0.3]) - 0.3).abs() < 1e-15);
        let both = Event::And(vec![happens("a"), happens("b")]);
        assert!((p(&both, &[0.3, 0.5]) - 0.15).abs() < 1e-15);
        let either = Event::Or(vec![happens("a"), Event::Not(Box::new(happens("a")))]);
        assert!((p(&either, &[0.3]) - 1.0).abs() < 1e-15);
    }

    #[test]
    fn rules_of_independence_and_truth_table_agree() {
        let formula = Event::Or(vec![
            Event::And(vec![happens("a"), Event::Not(Box::new(happens("b")))]),
            Event::Compare {
                output: "a".into(),
                op: Comparison::Greater,
                value: 0.9,
            },
        ]);
        let compiled = event(&formula);
        assert!(compiled.named_once && compiled.atoms.len() == 3);
        let sources: Vec<Rc<Column>> = [0.3, 0.5, 0.95].map(|p| Rc::new([p; LANES])).to_vec();
        let table = CompiledEvent {
            named_once: false,
            ..compiled.clone()
        };
        for (a, b) in compiled.lanes(&sources).iter().zip(table.lanes(&sources)) {
            assert!((a - b).abs() < 1e-15, "{a} {b}");
        }
    }

    #[test]
    fn unknown_outcomes_are_named() {
        let missing = CompiledEvent::new(&happens("c"), &outputs()).unwrap_err();
        assert!(missing.contains("`c`"));
    }
}
