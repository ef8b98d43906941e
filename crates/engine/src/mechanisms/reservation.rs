//! Reservation values: what each side must get to sign.
//!
//! v_i = max(V_i, C_i, floor_i + η_i (V_i − V_i°)) + ε_i w_i, where V is the value of fighting
//! on, C the value of waiting for the next dated event, floor the worst package the leader could
//! survive signing, η how far that follows the fortunes of war since the first step (V°). The
//! private type ε is in [`crate::mechanisms::types`], what leverage of the contact's principal
//! takes off in [`crate::mechanisms::leverage`]; here is everything else.
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

use crate::arms::{Arm, classes, recording};
use crate::block::Block;
use crate::cells::{Cell, Values};
use crate::codes;
use crate::lanes::{Column, LANES, by_lane};
use crate::laws::patron;
use crate::math::{exp, ln};
use crate::mechanism::{Build, Mechanism, Process};
use crate::mechanisms::keys::{NUMBER, POSITIVE, SHARE, absent, prior};
use crate::mechanisms::packages::{Near, Slice};
use crate::mechanisms::{information, leverage, no_front, packages, politics, war};
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
    /// Contact whose leverage holds.
    leverage: Option<usize>,
}

/// Reservations of a block, private types left out.
pub struct Columns {
    /// `[class][side][lane]`, utility.
    pub base: Vec<[Column; 2]>,
    /// The same before any leverage, where there is some.
    unlevered: Vec<Option<[Column; 2]>>,
    /// Place of each class's waiting value.
    outlook: Vec<usize>,
    /// Spread of the private type, `[side][lane]`, utility.
    pub spread: [Column; 2],
    /// Information class and level of breach of each class.
    pub classes: Vec<(usize, usize)>,
    floor: [Column; 2],
    follows: [Column; 2],
    /// Waiting value by (information class, level of breach), `[side][lane]`.
    waiting: Vec<[Column; 2]>,
    /// Which clause sets it at the contact's date, `[class][side]`: floor, war, waiting.
    sets: Vec<[[Column; 3]; 2]>,
}

impl Columns {
    /// Whether waiting for a dated event sets a side's reservation.
    pub fn waits(&self, class: usize, side: usize, lane: usize) -> bool {
        let base = self.unlevered[class].as_ref().unwrap_or(&self.base[class]);
        self.waiting[self.outlook[class]][side][lane] == base[side][lane]
    }
}

struct Compiled {
    space: Space,
    floors: [Floor; 2],
    classes: Vec<Class>,
    /// Arms of each class that record which clause sets it.
    recording: Vec<Vec<usize>>,
    /// Pairs (information class, level of breach) and the pair of each class.
    outlooks: Vec<(usize, usize)>,
    outlook: Vec<usize>,
    refresh: usize,
    dt: f64,
    contact_step: usize,
    /// What a side has without an agreement: the war, or the value given for no agreement.
    otherwise: &'static str,
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
            recording: recording(build.arms, &arms),
            outlooks,
            outlook,
            refresh: 4 * build.clock.refinement,
            dt: build.clock.dt,
            contact_step: build.contacts[0].step,
            otherwise: match no_front::given(build.root) {
                true => "no_agreement",
                false => "war",
            },
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
        leverage: arm.leverage,
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

    /// C of both sides for every pair of an information class and a level of breach that is due.
    fn wait(
        &self,
        block: &Block,
        step: usize,
        due: impl Fn(usize) -> bool,
        out: &mut [[Column; 2]],
    ) {
        let now = step as f64 * self.dt;
        let politics: &politics::Columns = block.get();
        let packages: &packages::Columns = block.get();
        let Some(event) = politics.events.iter().find(|e| e.months > now) else {
            out.fill([[f64::NEG_INFINITY; LANES]; 2]);
            return;
        };
        let outlooks = || self.outlooks.iter().enumerate();
        let classes = outlooks().map(|(_, pair)| pair.0 + 1).max().unwrap_or(0);
        let classes: Vec<usize> = (0..classes).filter(|&class| due(class)).collect();
        if classes.is_empty() {
            return;
        }
        let war: &war::Columns = block.get();
        let months = event.months - now;
        let discount = |theta: usize| war.discount[block.lanes(theta).start];
        let passed = block.spread_thetas(|theta| patron::passed(months, discount(theta)));
        let lasting = [0, 1].map(|side| lasting(&war.seen(side)));
        let jump = self.jump(block, event, now);
        let mut after = [[[0.0; LANES]; 2]; 2];
        for class in classes {
            self.after(block, class, &jump, &mut after);
            for (k, &(_, breach)) in outlooks().filter(|(_, pair)| pair.0 == class) {
                let frontiers: Vec<f64> = packages.identities(breach).collect();
                let inputs: &[&[f64]] = &[after.as_flattened().as_flattened(), &frontiers];
                // The step keeps the list short in which worlds look for what others know.
                let key = ("waiting", breach as u32, step as u32);
                let expected = block.share(key, inputs, || self.better(block, breach, &after));
                for (side, out) in out[k].iter_mut().enumerate() {
                    waiting(&passed, &expected[side], &lasting[side], out);
                }
            }
        }
    }

    /// The better for each side of fighting on after the event and the bargain then, its mean
    /// over both ways the event can go.
    fn better(&self, block: &Block, breach: usize, after: &[[Column; 2]; 2]) -> [Column; 2] {
        let packages: &packages::Columns = block.get();
        let mut expected = [[0.0; LANES]; 2];
        for after in after {
            for (expected, after) in expected.iter_mut().zip(after) {
                for (x, v) in expected.iter_mut().zip(after) {
                    *x += 0.5 * v;
                }
            }
            for theta in 0..block.thetas.len() {
                let frontier = &packages.frontiers[theta][breach].coarse;
                let mut near = Near::default();
                for lane in block.lanes(theta) {
                    let v = [after[0][lane], after[1][lane]];
                    let Some(bargain) = nash(frontier, v, &mut near) else {
                        continue;
                    };
                    for side in 0..2 {
                        expected[side][lane] += 0.5 * (bargain[side] - v[side]);
                    }
                }
            }
        }
        expected
    }

    /// Support after the event, by lane: what is left of today's, and what is added if the event
    /// falls one sd below and above what is expected of it, which carries the mean and the sd of the
    /// jump.
    fn jump(&self, block: &Block, event: &politics::Event, now: f64) -> (Column, [Column; 2]) {
        let war: &war::Columns = block.get();
        let politics: &politics::Columns = block.get();
        if politics.guesses.is_none() {
            return ([0.0; LANES], [[0.0; LANES]; 2]);
        }
        let months = event.months - now;
        let kept = block.spread_thetas(|theta| exp(months * ln(politics.memory[theta].max(1e-9))));
        let added = [-1.0, 1.0].map(|sign| {
            block.spread_thetas(|theta| {
                let values = &block.thetas[theta];
                let discount = war.discount[block.lanes(theta).start];
                let later = politics.ahead(values, discount, event.months);
                later + (values[event.jump] + sign * values[event.spread])
            })
        });
        (kept, added)
    }

    /// V of both sides in a class after the event, `[below, above][side][lane]`.
    fn after(
        &self,
        block: &Block,
        class: usize,
        (kept, added): &(Column, [Column; 2]),
        out: &mut [[Column; 2]; 2],
    ) {
        let war: &war::Columns = block.get();
        let politics: &politics::Columns = block.get();
        for (added, out) in added.iter().zip(out) {
            for (side, out) in out.iter_mut().enumerate() {
                let believed = politics.believed(side, class);
                let mood = by_lane(|lane| kept[lane] * believed[lane] + added[lane]);
                war.values_if_mood(side, class, &mood, out);
            }
        }
    }
}

/// [`patron::lasting`] by lane.
#[multiversion::multiversion(targets("x86_64+avx2"))]
fn lasting(seen: &war::Seen) -> Column {
    by_lane(|lane| {
        let stakes = seen.stakes(lane);
        patron::lasting(stakes.hold, stakes.cost, stakes.discount)
    })
}

/// C by lane from what is expected after an event: until then the side fights on today's line.
#[multiversion::multiversion(targets("x86_64+avx2"))]
fn waiting(passed: &Column, expected: &Column, lasting: &Column, out: &mut Column) {
    for lane in 0..LANES {
        out[lane] = patron::waiting_of(passed[lane], expected[lane], lasting[lane]);
    }
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

/// Utilities at the Nash point above `d`, which gives both sides at least that; none where there
/// is no zone. For `near` see [`Near::rise`].
#[inline]
fn nash(frontier: &Slice, d: [f64; 2], near: &mut Near) -> Option<[f64; 2]> {
    let [u_a, u_b] = &frontier.u;
    // U_A falls and U_B rises along the frontier: the zone is one stretch of it, if there is one.
    if *u_a.first()? < d[0] || *u_b.last()? < d[1] {
        return None;
    }
    let from = near.rise(u_b, d[1]);
    let mut best = (0.0, None);
    for (&a, &b) in u_a[from..].iter().zip(&u_b[from..]) {
        if a < d[0] {
            break;
        }
        let product = (a - d[0]) * (b - d[1]);
        if product > best.0 {
            best = (product, Some([a, b]));
        }
    }
    best.1
}

impl Process for Compiled {
    fn outputs(&self) -> Vec<Output> {
        let mut outputs = Vec::new();
        for side in self.space.sides {
            let id = &self.space.parties[side].id;
            for clause in ["floor", self.otherwise, "waiting"] {
                outputs.push(Output {
                    name: format!("sets.{id}.{clause}"),
                    unit: Unit::Probability,
                    about: "this sets the side's reservation at the contact's date".into(),
                });
            }
        }
        outputs
    }

    fn start(&self, block: &mut Block) {
        let packages: &packages::Columns = block.get();
        let columns = Columns {
            base: vec![[[0.0; LANES]; 2]; self.classes.len()],
            unlevered: vec![None; self.classes.len()],
            outlook: self.outlook.clone(),
            spread: [0, 1].map(|s| block.spread_with(|v| v[self.floors[s].spread].max(1e-6))),
            classes: self
                .classes
                .iter()
                .map(|c| (c.information, c.breach))
                .collect(),
            floor: [0, 1].map(|s| {
                block.spread_thetas(|t| self.floor_level(s, &block.thetas[t], packages, t))
            }),
            follows: [0, 1].map(|s| block.spread(self.floors[s].follows)),
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
            let leverage: &leverage::Columns = block.get();
            let refresh = step.is_multiple_of(self.refresh) || politics.moved;
            let due = |class: usize| refresh || information.steps[class] == step;
            self.wait(block, step, due, &mut columns.waiting);
            for (k, class) in self.classes.iter().enumerate() {
                for side in 0..2 {
                    let value = &war.value[class.information][side];
                    let start = &war.value_at_start[side];
                    let waiting = &columns.waiting[self.outlook[k]][side];
                    let parts = Parts {
                        value,
                        start,
                        waiting,
                        floor: &columns.floor[side],
                        follows: &columns.follows[side],
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
                if let Some(contact) = class.leverage.filter(|&k| leverage.holds(k, step)) {
                    columns.unlevered[k] = Some(columns.base[k]);
                    for (side, base) in columns.base[k].iter_mut().enumerate() {
                        leverage.press(contact, side, base);
                    }
                }
            }
        });
    }

    fn record(&self, block: &mut Block, record: &mut Recorder) {
        let columns: &Columns = block.get();
        for (arms, sets) in self.recording.iter().zip(&columns.sets) {
            for (side, clauses) in sets.iter().enumerate() {
                for (clause, column) in clauses.iter().enumerate() {
                    record.set_all(arms, 3 * side + clause, column);
                }
            }
        }
    }
}
