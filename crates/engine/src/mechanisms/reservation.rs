//! Reservation values: what each side must get to sign.
//!
//! v_i = max(V_i, C_i, floor_i + η_i (V_i − V_i°)) + ε_i w_i, where V is the value of fighting
//! on, C the value of waiting for the next dated event, floor the worst package the leader could
//! survive signing, η how far that follows the fortunes of war since the first step (V°). The
//! private type ε is in [`crate::mechanisms::types`]; here is everything else.
//!
//! C is refreshed once a month and whenever a message or an event moves a belief; the bargain
//! after the event is the Nash point of a frontier thinned to 24 points.
//!
//! Source: model §4; Putnam 1988 (domestic floor), Fearon 1995 (war value). Page:
//! `docs/model/bargaining.md`.
//!
//! Does not model: strategic delay other than waiting for dated events.

use pourparler_agreement::space::Space;
use pourparler_scenario::{Diagnostic, Kind, Section};

use crate::arms::{Arm, classes};
use crate::block::Block;
use crate::cells::{Cell, Values};
use crate::codes;
use crate::lanes::{Column, LANES};
use crate::laws::patron;
use crate::math::{exp, ln};
use crate::mechanism::{Build, Mechanism, Process};
use crate::mechanisms::keys::{NUMBER, POSITIVE, SHARE, absent, prior};
use crate::mechanisms::packages::Slice;
use crate::mechanisms::{information, packages, politics, war};
use crate::record::Recorder;
use crate::result::{Output, Unit};

const SECTIONS: &[Section] = &[Section {
    path: "parties.*",
    title: "A side's reservation",
    doc: "What a side must get to sign; for the two sides.",
    keys: &[
        prior(
            "floor",
            SHARE,
            "utility",
            "\"0.3 .. 0.7\"",
            "somewhere between giving up most and giving up little",
            "Utility of the worst agreement the leader could survive signing.",
            "\"0.4 .. 0.6\"",
        ),
        absent(
            "worst_survivable",
            Kind::Package,
            "The worst listed package the leader could survive signing; its utility, plus \
             `floor_spread`, is then the floor. Issues left out stay as they are today.",
            "{ border = \"as_it_stands\", monitors = \"observers\" }",
        ),
        prior(
            "floor_spread",
            NUMBER,
            "utility",
            "{ normal = [0, 0.05] }",
            "a notch up or down",
            "How unsure `worst_survivable` is.",
            "{ normal = [0, 0.1] }",
        ),
        prior(
            "floor_follows_war",
            SHARE,
            "",
            "{ uniform = [0, 0.5] }",
            "the model's default range",
            "How far the floor follows the fortunes of war: 0 not at all, 1 fully.",
            "0.2",
        ),
        prior(
            "type_sd",
            POSITIVE,
            "utility",
            "\"0.03 .. 0.12\"",
            "what outsiders cannot see moves a reservation by a notch or two",
            "Spread of the side's private resolve, which others do not know.",
            "0.05",
        ),
        prior(
            "believed_bias",
            NUMBER,
            "sd of private resolve",
            "{ normal = [0, 0.5] }",
            "no side is assumed to over- or underrate the other",
            "How much more resolved than it is others take it to be.",
            "0",
        ),
    ],
}];

/// The reservation mechanism.
pub struct Reservation;

/// What arms can differ by in reservations.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Class {
    information: usize,
    breach: usize,
    floors: f64,
}

/// Reservations of a block, private types left out.
#[derive(Default)]
pub struct Columns {
    /// `[class][side][lane]`, utility.
    pub base: Vec<[Column; 2]>,
    /// Place of each class's waiting value.
    outlook: Vec<usize>,
    /// Spread of the private type, `[side][lane]`, utility.
    pub spread: [Vec<f64>; 2],
    /// Class of each arm.
    pub arms: Vec<usize>,
    /// Information class and level of breach of each class.
    pub classes: Vec<(usize, usize)>,
    floor: [Vec<f64>; 2],
    follows: [Vec<f64>; 2],
    /// Waiting value by (information class, level of breach), `[side][lane]`.
    waiting: Vec<[Column; 2]>,
    /// Which clause sets it at the contact's date, `[class][side]`: floor, war, waiting.
    sets: Vec<[[Column; 3]; 2]>,
}

impl Columns {
    /// Whether waiting for a dated event sets a side's reservation.
    pub fn waits(&self, class: usize, side: usize, lane: usize) -> bool {
        self.waiting[self.outlook[class]][side][lane] == self.base[class][side][lane]
    }
}

struct Compiled {
    space: Space,
    floors: [Floor; 2],
    classes: Vec<Class>,
    arms: Vec<usize>,
    full: Vec<bool>,
    /// Pairs (information class, level of breach) and the pair of each class.
    outlooks: Vec<(usize, usize)>,
    outlook: Vec<usize>,
    refresh: usize,
    dt: f64,
    contact_step: usize,
}

struct Floor {
    package: Option<u64>,
    level: Cell,
    follows: Cell,
    spread: Cell,
}

impl Mechanism for Reservation {
    fn name(&self) -> &'static str {
        "reservation"
    }

    fn sections(&self) -> &'static [Section] {
        SECTIONS
    }

    fn build(&self, build: &mut Build) -> Box<dyn Process> {
        let space = build.space.clone();
        let floors = space.sides.map(|s| floor(build, &space, s));
        let (distinct, arms) = classify(build.arms);
        let pair = |class: &Class| (class.information, class.breach);
        let (outlooks, outlook) = classes(Vec::new(), distinct.iter().map(pair));
        Box::new(Compiled {
            space,
            floors,
            classes: distinct,
            arms,
            full: build.arms.iter().map(|a| !a.settlement_only()).collect(),
            outlooks,
            outlook,
            refresh: 4 * build.clock.refinement,
            dt: build.clock.dt,
            contact_step: build.contacts[0].step,
        })
    }
}

/// Classes of arms that share every reservation, and the class of each arm.
fn classify(arms: &[Arm]) -> (Vec<Class>, Vec<usize>) {
    let information = information::classes_of(arms);
    let breach = packages::levels_of(arms);
    let of_arm = |(k, arm): (usize, &Arm)| Class {
        information: information[k],
        breach: breach[k],
        floors: arm.floors,
    };
    classes(Vec::new(), arms.iter().enumerate().map(of_arm))
}

/// Class of each arm.
pub fn classes_of(arms: &[Arm]) -> Vec<usize> {
    classify(arms).1
}

fn floor(build: &mut Build, space: &Space, party: usize) -> Floor {
    let table = build.root.table("parties", &space.parties[party].id);
    let mut cell = |key: &str| match table.and_then(|t| t.quantity(key)) {
        Some(quantity) => build.cells.quantity(quantity),
        None => build.cells.constant(0.0),
    };
    let named = table.and_then(|t| t.package("worst_survivable"));
    let package = named.and_then(|p| space.package(p));
    let level = if package.is_some() {
        cell("floor_spread")
    } else {
        cell("floor")
    };
    let floor = Floor {
        package,
        level,
        follows: cell("floor_follows_war"),
        spread: cell("type_sd"),
    };
    if let (Some(table), Some(_), None) = (table, named, package) {
        let span = table
            .field("worst_survivable")
            .map_or(table.span, |f| f.span);
        build.diagnostics.push(
            Diagnostic::error(codes::FLOOR, span, "a floor is one package, not several")
                .help("name one option per issue"),
        );
    }
    floor
}

impl Compiled {
    fn floor_level(
        &self,
        side: usize,
        values: &Values,
        packages: &packages::Columns,
        theta: usize,
    ) -> f64 {
        let floor = &self.floors[side];
        let draw = &packages.draws[theta];
        let base = floor
            .package
            // Net of the breach it expects, as texts are judged: the named package is acceptable.
            .map_or(0.0, |package| self.space.net(draw, side, package));
        base + values[floor.level]
    }

    /// C of both sides for an information class and a level of breach.
    fn waiting(
        &self,
        block: &Block,
        (class, breach): (usize, usize),
        now: f64,
        out: &mut [Column; 2],
    ) {
        let war: &war::Columns = block.get();
        let politics: &politics::Columns = block.get();
        let packages: &packages::Columns = block.get();
        let Some(event) = politics.events.iter().find(|e| e.months > now) else {
            *out = [[f64::NEG_INFINITY; LANES]; 2];
            return;
        };
        let months = event.months - now;
        for theta in 0..block.thetas.len() {
            let values = &block.thetas[theta];
            let lanes = block.lanes(theta);
            let discount = war.discount[lanes.start];
            let (later, kept) = match politics.guesses {
                Some(_) => (
                    politics.ahead(values, discount, event.months),
                    exp(months * ln(politics.memory[theta].max(1e-9))),
                ),
                None => (0.0, 0.0),
            };
            // Two points carry the mean and the sd of the jump.
            let jumps = [-1.0, 1.0].map(|sign| values[event.jump] + sign * values[event.spread]);
            let frontier = &packages.frontiers[theta][breach].coarse;
            for lane in lanes {
                let mood = [0, 1].map(|side| match politics.guesses {
                    Some(_) => kept * politics.believed(side, class, lane) + later,
                    None => 0.0,
                });
                let mut expected = [0.0; 2];
                for jump in jumps {
                    let after = [0, 1].map(|side| {
                        let mood = if politics.guesses.is_some() {
                            mood[side] + jump
                        } else {
                            0.0
                        };
                        war.value_if_mood(side, class, lane, theta, mood)
                    });
                    let bargain = nash(frontier, after);
                    for side in 0..2 {
                        expected[side] += 0.5 * after[side].max(bargain[side]);
                    }
                }
                for side in 0..2 {
                    let stakes = war.stakes(side, lane, theta);
                    out[side][lane] =
                        patron::waiting(months, expected[side], stakes.hold, stakes.cost, discount);
                }
            }
        }
    }
}

/// A column kept on the heap, as the array it is.
fn lanes(column: &[f64]) -> &Column {
    column.try_into().unwrap_or(&[0.0; LANES])
}

/// What a side's reservation is made of.
struct Parts<'a> {
    value: &'a Column,
    start: &'a Column,
    waiting: &'a Column,
    floor: &'a Column,
    follows: &'a Column,
    shift: f64,
}

/// max(V, C, floor + η(V − V°)), without the private type.
#[multiversion::multiversion(targets("x86_64+avx2"))]
fn bases(parts: &Parts, out: &mut Column) {
    for (lane, out) in out.iter_mut().enumerate() {
        let v = parts.value[lane];
        let fortunes = parts.follows[lane] * (v - parts.start[lane]);
        let minimum = parts.floor[lane] + parts.shift + fortunes;
        let fight = if v > minimum { v } else { minimum };
        let wait = parts.waiting[lane];
        *out = if fight > wait { fight } else { wait };
    }
}

/// Utilities at the Nash point above `d`; `d` itself where there is no zone.
fn nash(frontier: &Slice, d: [f64; 2]) -> [f64; 2] {
    let mut best = (0.0, d);
    for (&a, &b) in frontier.u[0].iter().zip(&frontier.u[1]) {
        let gains = [a - d[0], b - d[1]];
        let product = gains[0] * gains[1];
        if gains[0] >= 0.0 && gains[1] >= 0.0 && product > best.0 {
            best = (product, [a, b]);
        }
    }
    best.1
}

impl Process for Compiled {
    fn outputs(&self) -> Vec<Output> {
        let mut outputs = Vec::new();
        for side in self.space.sides {
            let id = &self.space.parties[side].id;
            for clause in ["floor", "war", "waiting"] {
                outputs.push(Output {
                    name: format!("sets.{id}.{clause}"),
                    unit: Unit::Probability,
                    about: format!("{clause} sets the reservation of {id} at the contact's date"),
                });
            }
        }
        outputs
    }

    fn start(&self, block: &mut Block) {
        let packages: &packages::Columns = block.get();
        let lanes = |f: &dyn Fn(usize, &Values) -> f64| -> Vec<f64> {
            let mut out = vec![0.0; LANES];
            for (theta, values) in block.thetas.iter().enumerate() {
                out[block.lanes(theta)].fill(f(theta, values));
            }
            out
        };
        let columns = Columns {
            base: vec![[[0.0; LANES]; 2]; self.classes.len()],
            outlook: self.outlook.clone(),
            spread: [0, 1].map(|s| lanes(&|_, v| v[self.floors[s].spread].max(1e-6))),
            arms: self.arms.clone(),
            classes: self
                .classes
                .iter()
                .map(|c| (c.information, c.breach))
                .collect(),
            floor: [0, 1].map(|s| lanes(&|t, v| self.floor_level(s, v, packages, t))),
            follows: [0, 1].map(|s| lanes(&|_, v| v[self.floors[s].follows])),
            waiting: vec![[[f64::NEG_INFINITY; LANES]; 2]; self.outlooks.len()],
            sets: vec![[[[0.0; LANES]; 3]; 2]; self.classes.len()],
        };
        block.put(columns);
    }

    fn step(&self, block: &mut Block, step: usize, _record: &mut Recorder) {
        block.own(|columns: &mut Columns, block| {
            let war: &war::Columns = block.get();
            let politics: &politics::Columns = block.get();
            let information: &information::Columns = block.get();
            let refresh = step.is_multiple_of(self.refresh) || politics.moved;
            let now = step as f64 * self.dt;
            for (pair, out) in self.outlooks.iter().zip(&mut columns.waiting) {
                if refresh || information.steps[pair.0] == step {
                    self.waiting(block, *pair, now, out);
                }
            }
            for (k, class) in self.classes.iter().enumerate() {
                for side in 0..2 {
                    let value = &war.value[class.information][side];
                    let start = &war.value_at_start[side];
                    let waiting = &columns.waiting[self.outlook[k]][side];
                    let parts = Parts {
                        value,
                        start: lanes(start),
                        waiting,
                        floor: lanes(&columns.floor[side]),
                        follows: lanes(&columns.follows[side]),
                        shift: class.floors,
                    };
                    bases(&parts, &mut columns.base[k][side]);
                    if step == self.contact_step {
                        for lane in 0..LANES {
                            let base = columns.base[k][side][lane];
                            let by = [
                                value[lane] < base && waiting[lane] < base,
                                value[lane] == base,
                                waiting[lane] == base && value[lane] < base,
                            ];
                            for (set, by) in columns.sets[k][side].iter_mut().zip(by) {
                                set[lane] = f64::from(by);
                            }
                        }
                    }
                }
            }
        });
    }

    fn record(&self, block: &mut Block, record: &mut Recorder) {
        let columns: &Columns = block.get();
        for (arm, &class) in self.arms.iter().enumerate() {
            if self.full[arm] {
                for side in 0..2 {
                    for clause in 0..3 {
                        record.set(arm, 3 * side + clause, &columns.sets[class][side][clause]);
                    }
                }
            }
        }
    }
}
