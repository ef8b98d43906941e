//! Red lines, how near each is to being crossed, and the ladder above them.
//!
//! Each directed red line has today's monthly hazard h₀, a share of accidents no belief can
//! change, and today's bias. A message narrows the belief and removes bias, which can raise or
//! lower the hazard; between contacts the belief drifts back. Interim deals and steps multiply
//! the hazard while they hold, a settlement from then on until it fails. Where pressure answers
//! pressure, what either side of a pair of lines is told moves both.
//!
//! Equations: [`crate::laws::red_line`], [`crate::laws::spiral`], [`crate::laws::ladder`]. Page:
//! `docs/model/escalation.md`.
//!
//! Does not model: two red lines whose crossings make each other likelier, or a spiral that goes
//! on winding after the contact.

mod courses;
mod dealt;
mod keys;
mod rates;

use pourparler_scenario::{Diagnostic, Section};

use self::courses::Courses;
use self::dealt::{Course, Dealt, Paths};
use self::rates::{Rates, TRACKS, track};
use crate::block::Block;
use crate::cells::{Cell, Values};
use crate::codes;
use crate::lanes::{Column, LANES, by_lane, column};
use crate::laws::ladder;
use crate::laws::red_line::Tail;
use crate::mechanism::{Build, Mechanism, Process};
use crate::mechanisms::spiral::{self, Counter};
use crate::mechanisms::{bargaining, contact, information, shocks, steps};
use crate::record::Recorder;
use crate::result::{Output, Unit};

/// The escalation mechanism.
pub struct Escalation;

struct Line {
    id: String,
    h0: Cell,
    accidents: Cell,
    bias: Cell,
    tail: Tail,
    rung: u32,
    /// Topic about the line, and about the consequence of crossing it.
    topic: Option<usize>,
    consequence: Option<usize>,
    /// The line the other party presses against in return, where pressure answers pressure.
    counter: Option<Counter>,
}

struct Compiled {
    lines: Vec<Line>,
    rungs: u32,
    up: Cell,
    down: Cell,
    hotline: Cell,
    branching: Cell,
    /// Ways in which beliefs on a line can run.
    track_count: usize,
    /// Information and steps class of each group.
    groups: Vec<(usize, usize)>,
    /// Information classes of the groups to which something is said.
    told: Vec<usize>,
    /// Group of each arm; none where only settlement is recorded.
    arms: Vec<Option<usize>>,
    clock_steps: usize,
    dt: f64,
}

/// Arms with the same beliefs and steps, among which only deals make a difference.
struct Group {
    /// Place of each lane among the rates, `[line][lane]`.
    places: Vec<[usize; LANES]>,
    /// How its lanes run if no deal is made.
    courses: Courses,
}

/// What steps and shocks do to every rate.
struct Temper {
    /// What multiplies it, `[step]`.
    factors: Vec<Column>,
    /// Lanes on which something does.
    changed: [bool; LANES],
}

/// Columns of a block.
#[derive(Default)]
struct Columns {
    /// Rates of crossing, `[line]`.
    rates: Vec<Rates>,
    /// What steps and shocks do to every rate, `[steps class]`.
    tempers: Vec<Temper>,
    groups: Vec<Group>,
    /// Lanes on which a deal was made, `[arm]`.
    dealt: Vec<Dealt>,
}

impl Mechanism for Escalation {
    fn name(&self) -> &'static str {
        "escalation"
    }

    fn sections(&self) -> &'static [Section] {
        keys::SECTIONS
    }

    fn build(&self, build: &mut Build) -> Box<dyn Process> {
        let root = build.root;
        let mut lines: Vec<Line> = root
            .tables("redlines")
            .map(|(id, table)| {
                let mut cell = |key: &str| match table.quantity(key) {
                    Some(quantity) => build.cells.quantity(quantity),
                    None => build.cells.constant(0.0),
                };
                let kind = |wanted: &str| {
                    root.tables("topics").position(|(_, topic)| {
                        topic.text("kind") == Some(wanted) && topic.text("of") == Some(id)
                    })
                };
                Line {
                    id: id.to_string(),
                    h0: cell("h0"),
                    accidents: cell("accidents"),
                    bias: cell("bias"),
                    tail: match table.text("law") {
                        Some("normal") => Tail::Normal,
                        Some("student3") => Tail::Student,
                        _ => Tail::Laplace,
                    },
                    rung: table.integer("rung").unwrap_or(1).clamp(1, 20) as u32,
                    topic: kind("redline"),
                    consequence: kind("consequence"),
                    counter: None,
                }
            })
            .collect();
        let table = root.child("ladder");
        let mut cell = |key: &str, otherwise: f64| match table.and_then(|t| t.quantity(key)) {
            Some(quantity) => build.cells.quantity(quantity),
            None => build.cells.constant(otherwise),
        };
        let (up, down, hotline) = (cell("up", 0.2), cell("down", 0.5), cell("hotline", 1.0));
        let branching = cell("branching", 0.0);
        for (line, counter) in lines.iter_mut().zip(spiral::counters(build)) {
            line.counter = counter;
        }
        let rungs = table.map_or(4, |t| t.texts("rungs").len().max(1)) as u32;
        for (line, (_, table)) in lines.iter().zip(root.tables("redlines")) {
            if line.rung > rungs {
                let span = table.field("rung").map_or(table.span, |f| f.span);
                build.diagnostics.push(
                    Diagnostic::error(
                        codes::RUNG,
                        span,
                        format!("rung {} is above the top of a ladder of {rungs}", line.rung),
                    )
                    .help("name more rungs in `ladder.rungs` or lower `rung`"),
                );
            }
        }
        let information = information::classes_of(build.arms);
        let steps = steps::classes_of(build.arms);
        let mut groups = Vec::new();
        let arms = build.arms.iter().enumerate().map(|(k, arm)| {
            let group = (information[k], steps[k]);
            (!arm.settlement_only()).then(|| {
                groups.iter().position(|g| *g == group).unwrap_or_else(|| {
                    groups.push(group);
                    groups.len() - 1
                })
            })
        });
        let arms = arms.collect();
        let mut told: Vec<usize> = groups.iter().map(|group| group.0).collect();
        told.sort();
        told.dedup();
        told.retain(|&class| class > 0);
        let spirals = lines.iter().any(|line| line.counter.is_some());
        Box::new(Compiled {
            groups,
            told,
            arms,
            track_count: if spirals { 2 * TRACKS } else { TRACKS },
            lines,
            rungs,
            up,
            down,
            hotline,
            branching,
            clock_steps: build.clock.steps,
            dt: build.clock.dt,
        })
    }
}

impl Compiled {
    /// Place of each lane of a group among the rates of each line.
    fn places(
        &self,
        rates: &[Rates],
        block: &Block,
        (class, steps_class): (usize, usize),
    ) -> Vec<[usize; LANES]> {
        let information: &information::Columns = block.get();
        let contacts: &contact::Columns = block.get();
        let steps: &steps::Columns = block.get();
        // Nothing is said to the first class.
        if class == 0 {
            let silent =
                |rates: &Rates| std::array::from_fn(|lane| rates.places[block.theta(lane)][0]);
            return rates.iter().map(silent).collect();
        }
        let carried: [bool; LANES] =
            std::array::from_fn(|lane| information.carried(contacts, class, lane));
        let alive: [bool; LANES] = std::array::from_fn(|lane| steps.channel(steps_class, lane));
        let of_line = |(line, rates): (&Line, &Rates)| {
            let counter = line.counter.as_ref();
            let other = counter.and_then(|counter| self.lines[counter.line].topic);
            std::array::from_fn(|lane| {
                let theta = block.theta(lane);
                let deceived = |topic: Option<usize>| {
                    topic.is_some_and(|topic| {
                        let state = information.state(theta, class, topic, carried[lane]);
                        information.shift(state, topic, lane) != 0.0
                    })
                };
                let misled = TRACKS * usize::from(deceived(other));
                let track = track(carried[lane], deceived(line.topic), alive[lane]) + misled;
                rates.places[theta][class * self.track_count + track]
            })
        };
        self.lines.iter().zip(rates).map(of_line).collect()
    }

    /// What the steps of a class and all shocks do to every rate.
    fn temper(&self, block: &Block, class: usize) -> Temper {
        let (steps, shocks): (&steps::Columns, &shocks::Columns) = (block.get(), block.get());
        let mut factors = vec![column(1.0); self.clock_steps];
        let mut changed = steps.temper_hazards(class, block, self.dt, &mut factors);
        shocks.temper_hazards(self.dt, &mut factors, &mut changed);
        Temper { factors, changed }
    }

    /// The courses of a group's lanes.
    fn group(&self, columns: &Columns, block: &Block, group: (usize, usize)) -> Group {
        let places = self.places(&columns.rates, block, group);
        let Temper { factors, changed } = &columns.tempers[group.1];
        let mut courses = Courses::new(&columns.rates, &places, factors, block.paths);
        // Lanes of a θ with the same rates count as one of that weight.
        let mut weights = column(1.0);
        for theta in 0..block.thetas.len() {
            let mut known: Vec<usize> = Vec::new();
            for lane in block.lanes(theta).filter(|&lane| !changed[lane]) {
                let same = |&&other: &&usize| places.iter().all(|of| of[other] == of[lane]);
                match known.iter().find(same) {
                    Some(&first) => {
                        weights[first] += 1.0;
                        weights[lane] = 0.0;
                    }
                    None => known.push(lane),
                }
            }
        }
        courses.count(&weights);
        Group { places, courses }
    }
}

impl Process for Compiled {
    fn outputs(&self) -> Vec<Output> {
        let output = |name: String, about: String, unit| Output { name, about, unit };
        let mut outputs = vec![
            output(
                "crossing".into(),
                "some red line is crossed".into(),
                Unit::Probability,
            ),
            output(
                "top_rung".into(),
                "a crossing climbs to the top of the ladder".into(),
                Unit::Probability,
            ),
            output(
                "pressure".into(),
                "change of pressure at the contact's date, in sd of the belief about the line"
                    .into(),
                Unit::Index,
            ),
        ];
        for line in &self.lines {
            outputs.push(output(
                format!("crossing.{}", line.id),
                "the line is crossed".into(),
                Unit::Probability,
            ));
        }
        outputs
    }

    fn start(&self, block: &mut Block) {
        let steps: &steps::Columns = block.get();
        let classes = 0..steps.classes();
        let mut columns = Columns {
            rates: self
                .lines
                .iter()
                .map(|line| self.rates(line, block))
                .collect(),
            tempers: classes.map(|class| self.temper(block, class)).collect(),
            ..Columns::default()
        };
        for group in &self.groups {
            let group = self.group(&columns, block, *group);
            columns.groups.push(group);
        }
        columns.dealt.resize_with(self.arms.len(), Dealt::default);
        block.put(columns);
    }

    fn step(&self, block: &mut Block, step: usize, record: &mut Recorder) {
        if self.lines.is_empty() {
            return;
        }
        block.own(|columns: &mut Columns, block| {
            let bargaining: &bargaining::Columns = block.get();
            let now = step as f64 * self.dt;
            for (arm, group) in self.arms.iter().enumerate() {
                let Some(index) = *group else { continue };
                let Group { places, courses } = &columns.groups[index];
                let factors = &columns.tempers[self.groups[index].1].factors;
                let paths = Paths {
                    rates: &columns.rates,
                    places,
                    factors,
                };
                let dealt = &mut columns.dealt[arm];
                // Lanes on which a deal is made now leave the group with what they had so far.
                for &lane in &bargaining.talks.dealt(arm)[dealt.lanes.len()..] {
                    dealt.push(lane, &paths, step);
                }
                dealt.advance(&paths, step, self.dt, |lane| {
                    let (gate, talk) = (
                        bargaining.talks.gate(arm, lane),
                        bargaining.talks.at(arm, lane),
                    );
                    Course::of(gate, talk, now)
                });
                let safe_on = &courses.safe[step];
                let mut total = courses.crossed[step];
                for (lane, safe) in dealt.safe() {
                    total += safe_on[lane] - safe;
                }
                record.curve_of_sum(&[arm], 0, step, total, || {
                    let mut crossed = safe_on.map(|safe| 1.0 - safe);
                    for (lane, safe) in dealt.safe() {
                        crossed[lane] = 1.0 - safe;
                    }
                    crossed
                });
            }
        });
    }

    fn record(&self, block: &mut Block, record: &mut Recorder) {
        let columns: &Columns = block.get();
        let steps: &steps::Columns = block.get();
        // Chance of climbing to the top from each line's rung, without and with a live channel.
        let tops: Vec<Vec<[f64; 2]>> = self
            .lines
            .iter()
            .map(|line| {
                let top = |values: &Values, hotline: f64| {
                    let down = values[self.down] * hotline;
                    let top = ladder::top_probability(line.rung, self.rungs, values[self.up], down);
                    ladder::top_of_cluster(top, values[self.branching])
                };
                block
                    .thetas
                    .iter()
                    .map(|v| [top(v, 1.0), top(v, v[self.hotline])])
                    .collect()
            })
            .collect();
        for (index, (group, (_, class))) in columns.groups.iter().zip(&self.groups).enumerate() {
            let arms = self.arms.iter().enumerate();
            let arms = arms.filter(|(_, group)| **group == Some(index));
            let arms: Vec<usize> = arms.map(|(arm, _)| arm).collect();
            let alive: [usize; LANES] =
                std::array::from_fn(|lane| usize::from(steps.channel(*class, lane)));
            let top = |top: &Vec<[f64; 2]>| by_lane(|lane| top[block.theta(lane)][alive[lane]]);
            let tops: Vec<Column> = tops.iter().map(top).collect();
            for &arm in &arms {
                let mut safe = [1.0; LANES];
                let mut below_top = [1.0; LANES];
                for (k, (kept, top)) in group.courses.kept.iter().zip(&tops).enumerate() {
                    let mut crossed = kept.map(|kept| (1.0 - kept).max(0.0));
                    for (lane, kept) in columns.dealt[arm].kept(k) {
                        crossed[lane] = (1.0 - kept).max(0.0);
                    }
                    record.set(arm, 3 + k, &crossed);
                    survive_all(&crossed, top, &mut safe, &mut below_top);
                }
                record.set(arm, 0, &safe.map(|safe| 1.0 - safe));
                record.set(arm, 1, &below_top.map(|below| 1.0 - below));
            }
            let pressure = by_lane(|lane| {
                let lines = group.places.iter().zip(&columns.rates);
                let total = lines.map(|(places, rates)| rates.changes[places[lane]]);
                total.sum::<f64>() / self.lines.len().max(1) as f64
            });
            record.set_all(&arms, 2, &pressure);
        }
    }
}

/// Multiplies the probabilities that no line is crossed, and that none leads to the top, by those
/// of one line.
#[multiversion::multiversion(targets("x86_64+avx2"))]
fn survive_all(crossed: &Column, top: &Column, safe: &mut Column, below_top: &mut Column) {
    for lane in 0..LANES {
        safe[lane] *= 1.0 - crossed[lane];
        below_top[lane] *= 1.0 - crossed[lane] * top[lane];
    }
}
