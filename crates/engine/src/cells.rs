//! Cells: every number a mechanism reads, and where it comes from.
//!
//! A mechanism asks for a cell once, when the plan is compiled; during the run it reads
//! `cells[theta][cell]` and never learns whether the number was typed, drawn or set by a
//! claim's `given`.

use std::collections::{BTreeMap, BTreeSet};

use pourparler_scenario::quantity::Move;
use pourparler_scenario::{Law, Quantity};
use rayon::prelude::*;
use smallvec::SmallVec;

use crate::quantile::Quantile;
use crate::result::Input;

/// Index of a number in a θ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell(usize);

#[derive(Debug, Clone)]
enum Origin {
    Constant(f64),
    /// Drawn through the quantile function of a law; the dimension carries the key path.
    Drawn {
        path: String,
        law: Law,
        moved: Option<Move>,
    },
    /// 1 with the probability in another cell, else 0; drawn once per θ.
    Event {
        path: String,
        probability: Cell,
    },
}

/// The cells of one world, in the order they were asked for.
#[derive(Debug, Clone, Default)]
pub struct Cells {
    origins: Vec<Origin>,
    /// Cells of each key path with their laws: contacts may differ in a quantity.
    quantities: BTreeMap<String, Vec<(Law, Option<Move>, Cell)>>,
    events: BTreeMap<String, Cell>,
    inputs: Vec<(Cell, Input)>,
    set: BTreeMap<String, f64>,
}

impl Cells {
    /// Cells in which the inputs of `set` take the given values, whatever the file says.
    pub fn with_interventions(set: &[(String, f64)]) -> Self {
        Self {
            set: set.iter().cloned().collect(),
            ..Self::default()
        }
    }

    /// The value an intervention gives to this key path.
    pub fn intervention(&self, path: &str) -> Option<f64> {
        self.set.get(path).copied()
    }

    fn push(&mut self, origin: Origin) -> Cell {
        self.origins.push(origin);
        Cell(self.origins.len() - 1)
    }

    /// A number that is part of the model and not of the scenario.
    pub fn constant(&mut self, value: f64) -> Cell {
        self.push(Origin::Constant(value))
    }

    /// A quantity of the scenario; the same path and law always give the same cell.
    ///
    /// A variant of the contact may give the path another law: its cell then shares the
    /// dimension with the first one, which is the input that is reported.
    pub fn quantity(&mut self, quantity: &Quantity) -> Cell {
        let known = self
            .quantities
            .get(&quantity.path)
            .map_or(&[][..], Vec::as_slice);
        let alike =
            |law: &Law, moved: &Option<Move>| *law == quantity.law && *moved == quantity.moved;
        if let Some((.., cell)) = known.iter().find(|(law, moved, _)| alike(law, moved)) {
            return *cell;
        }
        let first = known.is_empty();
        let set = self.set.get(&quantity.path).copied();
        let origin = match (set, quantity.law.certain()) {
            (Some(value), _) => Origin::Constant(value),
            (None, Some(value)) => Origin::Constant(quantity.moved.map_or(value, |m| m.of(value))),
            (None, None) => Origin::Drawn {
                path: quantity.path.clone(),
                law: quantity.law,
                moved: quantity.moved,
            },
        };
        let cell = self.push(origin);
        self.quantities
            .entry(quantity.path.clone())
            .or_default()
            .push((quantity.law, quantity.moved, cell));
        if first {
            let input = Input {
                path: quantity.path.clone(),
                dimension: None,
                elicited: quantity.elicited,
                source: quantity.source.clone(),
                line: quantity.elicited.then_some(quantity.line),
                median: quantity.law.median(),
                interval: (quantity.law.quantile(0.05), quantity.law.quantile(0.95)),
                unit: quantity.unit,
                labels: Vec::new(),
            };
            self.inputs.push((cell, input));
        }
        cell
    }

    /// An event that is 1 with the probability of a quantity, drawn once per θ under `path`.
    ///
    /// An intervention on the quantity's own path sets the event: `given consent = no`.
    pub fn event(&mut self, path: &str, probability: &Quantity) -> Cell {
        if let Some(cell) = self.events.get(path) {
            return *cell;
        }
        let given = self.quantity(probability);
        let certain = match self.origins[given.0] {
            Origin::Constant(p) if p <= 0.0 => Some(0.0),
            Origin::Constant(p) if p >= 1.0 => Some(1.0),
            _ => None,
        };
        let cell = match certain {
            Some(value) => self.constant(value),
            None => self.push(Origin::Event {
                path: path.to_string(),
                probability: given,
            }),
        };
        self.events.insert(path.to_string(), cell);
        if certain.is_none() {
            let mean = probability.law.mean();
            let input = Input {
                path: path.to_string(),
                dimension: None,
                elicited: probability.elicited,
                source: probability.source.clone(),
                line: probability.elicited.then_some(probability.line),
                median: if mean >= 0.5 { 1.0 } else { 0.0 },
                interval: (0.0, 1.0),
                unit: "",
                labels: vec!["no".into(), "yes".into()],
            };
            self.inputs.push((cell, input));
        }
        cell
    }

    /// The number in a cell, or the 95 % point of its law.
    pub fn high(&self, cell: Cell) -> f64 {
        match &self.origins[cell.0] {
            Origin::Constant(value) => *value,
            Origin::Drawn { law, moved, .. } => {
                let high = law.quantile(0.95);
                moved.map_or(high, |moved| moved.of(high))
            }
            Origin::Event { .. } => 1.0,
        }
    }

    /// Key paths that need a random dimension.
    pub fn dimensions(&self) -> BTreeSet<String> {
        self.origins
            .iter()
            .filter_map(|origin| match origin {
                Origin::Drawn { path, .. } | Origin::Event { path, .. } => Some(path.clone()),
                Origin::Constant(_) => None,
            })
            .collect()
    }

    fn is_drawn(&self, cell: Cell) -> bool {
        !matches!(self.origins[cell.0], Origin::Constant(_))
    }

    /// The inputs, those drawn numbered in order, and how many are drawn.
    pub fn uncertain_inputs(&self) -> (Vec<Input>, usize) {
        let mut rows = 0;
        let inputs = self.inputs.iter().map(|(cell, input)| {
            let mut input = input.clone();
            if self.is_drawn(*cell) {
                input.dimension = Some(rows);
                rows += 1;
            }
            input
        });
        let inputs = inputs.collect();
        (inputs, rows)
    }

    /// Values of the drawn inputs in a θ, in the order of [`Cells::uncertain_inputs`].
    pub fn uncertain_values(&self, values: &Values) -> Vec<f64> {
        let drawn = self.inputs.iter().filter(|(cell, _)| self.is_drawn(*cell));
        drawn.map(|(cell, _)| values[*cell]).collect()
    }

    /// Binds the paths to the dimensions of a plan, given in sorted order. A quantity that has
    /// the same law in the world `base` is taken from there.
    pub fn bind(&self, dimensions: &[String], base: Option<&Cells>) -> Sampler {
        let index = |path: &String| dimensions.binary_search(path).unwrap_or(usize::MAX);
        let shared = |path: &String, law: &Law, moved: &Option<Move>| {
            let base = base?;
            let known = base.quantities.get(path)?;
            let same =
                |(other, move_, _): &&(Law, Option<Move>, Cell)| other == law && move_ == moved;
            let (.., cell) = known.iter().find(same)?;
            matches!(base.origins[cell.0], Origin::Drawn { .. }).then_some(cell.0)
        };
        let steps = self.origins.par_iter().map(|origin| match origin {
            Origin::Constant(value) => Draw::Constant(*value),
            Origin::Drawn { path, law, moved } => match shared(path, law, moved) {
                Some(cell) => Draw::Shared(cell),
                None => Draw::Law(index(path), Quantile::new(law), *moved),
            },
            Origin::Event { path, probability } => Draw::Event(index(path), probability.0),
        });
        Sampler(steps.collect())
    }
}

#[derive(Debug, Clone)]
enum Draw {
    Constant(f64),
    /// A cell of the world `base`.
    Shared(usize),
    Law(usize, Quantile, Option<Move>),
    Event(usize, usize),
}

/// Turns points of the unit cube into the cells of a θ each.
#[derive(Debug, Clone, Default)]
pub struct Sampler(Vec<Draw>);

/// Numbers of one cell at the points of a block.
type Row = SmallVec<[f64; 16]>;

impl Sampler {
    /// Cells of the θ at each of `points`, one coordinate per dimension of the plan, each in (0, 1);
    /// `base` are those of the world the sampler was bound beside, empty for that world itself.
    pub fn draw(&self, points: &[Vec<f64>], base: &[Values]) -> Vec<Values> {
        self.drawn(points, base, |_, _, _| None)
    }

    /// [`Sampler::draw`] of the world `base` itself at points near some whose cells are known:
    /// where a coordinate is the same, so is what was drawn.
    pub fn redraw(&self, points: &[Vec<f64>], at: &[Vec<f64>], known: &[Values]) -> Vec<Values> {
        self.drawn(points, &[], |theta, cell, dimension| {
            let same = points[theta][dimension] == at[theta][dimension];
            same.then(|| known[theta].0[cell])
        })
    }

    /// The cells at each point; `known` has a drawn cell of a θ where it need not be worked out.
    fn drawn(
        &self,
        points: &[Vec<f64>],
        base: &[Values],
        known: impl Fn(usize, usize, usize) -> Option<f64>,
    ) -> Vec<Values> {
        let room = || Values(Vec::with_capacity(self.0.len()));
        let mut thetas: Vec<Values> = points.iter().map(|_| room()).collect();
        let mut anew = Row::new();
        for (cell, draw) in self.0.iter().enumerate() {
            if let Draw::Law(dimension, law, _) = draw {
                let unknown = (0..points.len()).filter(|&t| known(t, cell, *dimension).is_none());
                anew.clear();
                anew.extend(unknown.map(|theta| points[theta][*dimension]));
                law.fill(&mut anew);
            }
            let mut anew = anew.iter();
            for (theta, values) in thetas.iter_mut().enumerate() {
                let value = match draw {
                    Draw::Constant(value) => *value,
                    Draw::Shared(cell) => base[theta].0[*cell],
                    Draw::Law(dimension, _, moved) => match known(theta, cell, *dimension) {
                        Some(value) => value,
                        None => {
                            let drawn = anew.next().map_or(f64::NAN, |x| *x);
                            moved.map_or(drawn, |moved| moved.of(drawn))
                        }
                    },
                    // Its probability may be another.
                    Draw::Event(dimension, probability) => {
                        f64::from(points[theta][*dimension] < values.0[*probability])
                    }
                };
                values.0.push(value);
            }
        }
        thetas
    }
}

/// The cells of one θ.
#[derive(Debug, Clone, Default)]
pub struct Values(Vec<f64>);

impl std::ops::Index<Cell> for Values {
    type Output = f64;
    #[inline]
    fn index(&self, cell: Cell) -> &f64 {
        &self.0[cell.0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantity(path: &str, law: Law) -> Quantity {
        Quantity {
            path: path.into(),
            law,
            elicited: true,
            word: None,
            source: None,
            note: None,
            asked: None,
            line: 1,
            span: pourparler_scenario::Span::new(0, 0),
            unit: "",
            moved: None,
        }
    }

    #[test]
    fn an_overridden_quantity_keeps_the_other_dimensions() {
        let a = quantity("a", Law::normal(0.0, 1.0, -9.0, 9.0));
        let b = quantity("b", Law::normal(0.0, 1.0, -9.0, 9.0));
        let mut free = Cells::default();
        free.quantity(&a);
        let b_free = free.quantity(&b);
        let mut set = Cells::with_interventions(&[("a".into(), 3.0)]);
        let a_set = set.quantity(&a);
        let b_set = set.quantity(&b);
        let all: Vec<String> = free
            .dimensions()
            .union(&set.dimensions())
            .cloned()
            .collect();
        let point = [0.3, 0.8];
        let x = free.bind(&all, None).draw(&[point.to_vec()], &[]);
        let y = set.bind(&all, Some(&free)).draw(&[point.to_vec()], &x);
        assert_eq!(y[0][a_set], 3.0);
        assert_eq!(x[0][b_free], y[0][b_set]);
    }

    #[test]
    fn a_cell_is_drawn_again_where_the_point_is_another() {
        let a = quantity("a", Law::normal(0.0, 1.0, -9.0, 9.0));
        let p = quantity(
            "p",
            Law::Uniform {
                low: 0.0,
                high: 1.0,
            },
        );
        let mut cells = Cells::default();
        cells.quantity(&a);
        cells.event("p#drawn", &p);
        let all: Vec<String> = cells.dimensions().into_iter().collect();
        let sampler = cells.bind(&all, None);
        let at = vec![vec![0.3, 0.6, 0.5]; 3];
        let known = sampler.draw(&at, &[]);
        // One coordinate after the other, among them that of the event's probability.
        let mut points = at.clone();
        for (k, moved) in [0.7, 0.2, 0.9].into_iter().enumerate() {
            points[k][k] = moved;
        }
        let whole = sampler.draw(&points, &[]);
        let anew = sampler.redraw(&points, &at, &known);
        for ((whole, anew), known) in whole.iter().zip(&anew).zip(&known) {
            assert_eq!(anew.0, whole.0);
            assert_ne!(whole.0, known.0);
        }
    }

    #[test]
    fn contacts_may_differ_in_a_quantity() {
        let wide = quantity("a", Law::normal(0.0, 1.0, -9.0, 9.0));
        let narrow = quantity("a", Law::normal(0.0, 0.1, -9.0, 9.0));
        let certain = quantity("a", Law::Certain(0.5));
        let mut cells = Cells::default();
        let all = [&certain, &wide, &narrow, &wide].map(|q| cells.quantity(q));
        assert_eq!(all[1], all[3]);
        let sampler = cells.bind(&["a".to_string()], None);
        let values = &sampler.draw(&[vec![0.9]], &[])[0];
        assert_eq!(values[all[0]], 0.5);
        assert!((values[all[1]] - 10.0 * values[all[2]]).abs() < 1e-12);
        // What is reported is the first: certain, whatever a variant says.
        let (inputs, rows) = cells.uncertain_inputs();
        assert_eq!((inputs.len(), rows, inputs[0].dimension), (1, 0, None));
        assert!(cells.uncertain_values(values).is_empty());
    }

    #[test]
    fn events_happen_with_their_probability() {
        let p = quantity("p", Law::Certain(0.25));
        let mut cells = Cells::default();
        let event = cells.event("p#drawn", &p);
        let sampler = cells.bind(&["p#drawn".to_string()], None);
        let drawn = sampler.draw(&[vec![0.2], vec![0.3]], &[]);
        assert_eq!([drawn[0][event], drawn[1][event]], [1.0, 0.0]);
    }
}
