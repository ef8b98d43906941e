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
mod keys;
mod rates;

use pourparler_scenario::{Diagnostic, Section};

use self::courses::Courses;
use self::rates::{Rates, TRACKS, track};
use crate::block::Block;
use crate::cells::{Cell, Values};
use crate::codes;
use crate::lanes::{Column, LANES, by_lane};
use crate::laws::ladder;
use crate::laws::red_line::Tail;
use crate::math::exp;
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
    /// Group of each arm; none where only settlement is recorded.
    arms: Vec<Option<usize>>,
    clock_steps: usize,
    dt: f64,
}

/// Probabilities that one line is uncrossed on a lane on which a deal was made.
#[derive(Clone, Copy)]
struct Uncrossed {
    /// ... and not settled.
    open: f64,
    /// ... under a settlement that holds.
    held: f64,
    /// ... after a settlement that failed.
    failed: f64,
    /// All of them. Kept by itself, so that a line without a hazard stays at 1 to the last bit.
    total: f64,
}

/// Arms with the same beliefs and steps, among which only deals make a difference.
struct Group {
    /// Index into the rates of a θ, `[line][lane]`.
    tracks: Vec<[usize; LANES]>,
    /// Course of each lane if no deal is made; lanes with the same rates share it.
    course: [usize; LANES],
    courses: Courses,
    /// Expected crossings by the end of a step if no deal is made, summed over the lanes.
    crossed: Vec<f64>,
}

/// A lane of an arm on which a deal was made.
struct Dealt {
    lane: usize,
    /// Of each line.
    state: Vec<Uncrossed>,
    /// Rate of each line times dt as if no deal had been made, `[line * steps + step]`.
    rates: Vec<f64>,
}

/// Columns of a block.
#[derive(Default)]
struct Columns {
    /// Rates of crossing, `[line][theta]`.
    rates: Vec<Vec<Rates>>,
    groups: Vec<Group>,
    /// Lanes on which a deal was made, in that order, `[arm]`.
    dealt: Vec<Vec<Dealt>>,
    /// Change of pressure at the contact, `[line][class * track_count + track][theta]`.
    pressure: Vec<Vec<Vec<f64>>>,
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
        let spirals = lines.iter().any(|line| line.counter.is_some());
        Box::new(Compiled {
            groups,
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
    /// Index into the rates of a θ on each lane of a group.
    fn tracks(&self, line: &Line, block: &Block, group: (usize, usize)) -> [usize; LANES] {
        let information: &information::Columns = block.get();
        let contacts: &contact::Columns = block.get();
        let steps: &steps::Columns = block.get();
        let (class, steps_class) = group;
        let other = line
            .counter
            .as_ref()
            .map(|counter| &self.lines[counter.line]);
        std::array::from_fn(|lane| {
            let carried = information.carried(contacts, class, lane);
            let deceived = |line: &Line| {
                line.topic.is_some_and(|topic| {
                    let state = information.state(block.theta(lane), class, topic, carried);
                    information.shift(state, topic, lane) != 0.0
                })
            };
            let alive = steps.channel(steps_class, lane);
            let misled = TRACKS * usize::from(other.is_some_and(deceived));
            class * self.track_count + track(carried, deceived(line), alive) + misled
        })
    }

    /// The courses of a group's lanes.
    fn group(&self, columns: &Columns, block: &Block, group: (usize, usize)) -> Group {
        let tracks: Vec<[usize; LANES]> = self
            .lines
            .iter()
            .map(|line| self.tracks(line, block, group))
            .collect();
        let mut out = Group {
            tracks,
            course: [0; LANES],
            courses: Courses::for_lanes(self.lines.len(), self.clock_steps),
            crossed: vec![0.0; self.clock_steps],
        };
        // Courses of this θ on which no step changes hazards.
        let mut known: Vec<(Vec<usize>, usize)> = Vec::new();
        let mut factors = vec![1.0; self.clock_steps];
        let tempering = (block.get(), block.get());
        for lane in 0..LANES {
            let theta = block.theta(lane);
            if lane == block.lanes(theta).start {
                known.clear();
            }
            let of_line = |k: usize| &columns.rates[k][theta];
            let rows = (0..self.lines.len()).map(|k| of_line(k).rows[out.tracks[k][lane]]);
            factors.fill(1.0);
            let changed = self.temper(tempering, group.1, (lane, theta), &mut factors);
            let same = match changed {
                true => None,
                false => known
                    .iter()
                    .find(|(r, _)| rows.clone().eq(r.iter().copied())),
            };
            let course = match same {
                Some((_, course)) => *course,
                None => {
                    let rates = rows.clone().enumerate();
                    let rates = rates.map(|(k, row)| of_line(k).values[row].as_slice());
                    let course = out.courses.push(rates, &factors);
                    if !changed {
                        known.push((rows.collect(), course));
                    }
                    course
                }
            };
            out.course[lane] = course;
            out.courses.lanes[course] += 1.0;
        }
        let safe = out.courses.safe.chunks_exact(self.clock_steps);
        for (lanes, safe) in out.courses.lanes.iter().zip(safe) {
            for (crossed, safe) in out.crossed.iter_mut().zip(safe) {
                *crossed += lanes * (1.0 - safe);
            }
        }
        out
    }

    /// Multiplies `factors`, one per step of the clock, by what steps and shocks on a lane do to
    /// every hazard; false where none does anything.
    fn temper(
        &self,
        (steps, shocks): (&steps::Columns, &shocks::Columns),
        class: usize,
        (lane, theta): (usize, usize),
        factors: &mut [f64],
    ) -> bool {
        let stepped = steps.temper_hazards(class, lane, theta, self.dt, factors);
        shocks.temper_hazards(lane, self.dt, factors) || stepped
    }

    /// A lane on which a deal is made in `step`, with what it has come through.
    fn deal(
        &self,
        columns: &Columns,
        block: &Block,
        group: usize,
        lane: usize,
        step: usize,
    ) -> Dealt {
        let theta = block.theta(lane);
        let mut factors = vec![1.0; self.clock_steps];
        let tempering = (block.get(), block.get());
        let class = self.groups[group].1;
        self.temper(tempering, class, (lane, theta), &mut factors);
        let mut rates = Vec::with_capacity(self.lines.len() * self.clock_steps);
        let mut state = Vec::with_capacity(self.lines.len());
        for (of_line, tracks) in columns.rates.iter().zip(&columns.groups[group].tracks) {
            let of_line = &of_line[theta];
            let row = of_line.values[of_line.rows[tracks[lane]]].iter();
            let from = rates.len();
            rates.extend(row.zip(&factors).map(|(x, factor)| x * factor));
            let open = exp(-rates[from..from + step].iter().sum::<f64>());
            state.push(Uncrossed {
                open,
                held: 0.0,
                failed: 0.0,
                total: open,
            });
        }
        Dealt { lane, state, rates }
    }

    /// One step of a lane on which a deal was made.
    fn advance(
        &self,
        talks: &bargaining::Talks,
        arm: usize,
        dealt: &mut Dealt,
        step: usize,
        now: f64,
    ) {
        let (gate, talk) = (talks.gate(arm, dealt.lane), talks.at(arm, dealt.lane));
        let before = 1.0 - (talk.settled - talk.fresh);
        let share = if before > 0.0 {
            (talk.fresh / before).min(1.0)
        } else {
            0.0
        };
        let truce = if gate.truce_until > now {
            talk.tempers
        } else {
            1.0
        };
        for (k, line) in dealt.state.iter_mut().enumerate() {
            let x = dealt.rates[k * self.clock_steps + step] * truce;
            let settled = line.open * share;
            let failing = line.held * (talk.failure * self.dt).min(1.0);
            let (open, held) = (line.open - settled, line.held + settled - failing);
            let failed = line.failed + failing;
            let (fighting, signed) = (decay(x), decay(x * talk.after));
            line.open = open * fighting;
            line.held = held * signed;
            line.failed = failed * fighting;
            line.total -= (open - line.open) + (held - line.held) + (failed - line.failed);
        }
    }
}

/// Probability that no line is crossed on a lane with a deal.
fn safe(state: &[Uncrossed]) -> f64 {
    state.iter().map(|line| line.total).product()
}

/// e^(−x) by the (2, 2) Padé approximant; its error is below x⁵/720.
#[inline]
fn decay(x: f64) -> f64 {
    let even = 12.0 + x * x;
    (even - 6.0 * x) / (even + 6.0 * x)
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
        let information: &information::Columns = block.get();
        let classes = information.classes();
        let mut columns = Columns::default();
        let thetas = block.thetas.len();
        for line in &self.lines {
            let mut pressure = vec![vec![0.0; thetas]; classes * self.track_count];
            let of_theta =
                |(theta, values)| self.rates(line, values, information, theta, &mut pressure);
            columns
                .rates
                .push(block.thetas.iter().enumerate().map(of_theta).collect());
            columns.pressure.push(pressure);
        }
        for group in &self.groups {
            let group = self.group(&columns, block, *group);
            columns.groups.push(group);
        }
        columns.dealt.resize_with(self.arms.len(), Vec::new);
        block.put(columns);
    }

    fn step(&self, block: &mut Block, step: usize, record: &mut Recorder) {
        if self.lines.is_empty() {
            return;
        }
        block.own(|columns: &mut Columns, block| {
            let bargaining: &bargaining::Columns = block.get();
            let now = step as f64 * self.dt;
            let steps = self.clock_steps;
            for (arm, group) in self.arms.iter().enumerate() {
                let Some(index) = *group else { continue };
                // Lanes on which a deal is made now leave the group with what they had so far.
                let known = columns.dealt[arm].len();
                for &lane in &bargaining.talks.dealt(arm)[known..] {
                    let dealt = self.deal(columns, block, index, lane, step);
                    columns.dealt[arm].push(dealt);
                }
                let group = &columns.groups[index];
                let safe_on = |lane: usize| group.courses.safe[group.course[lane] * steps + step];
                let dealt = &mut columns.dealt[arm];
                let mut total = group.crossed[step];
                for dealt in dealt.iter_mut() {
                    self.advance(&bargaining.talks, arm, dealt, step, now);
                    total += safe_on(dealt.lane) - safe(&dealt.state);
                }
                record.curve_of_sum(&[arm], 0, step, total, || {
                    let mut crossed = by_lane(|lane| 1.0 - safe_on(lane));
                    for dealt in dealt.iter() {
                        crossed[dealt.lane] = 1.0 - safe(&dealt.state);
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
        for (arm, group) in self.arms.iter().enumerate() {
            let Some(group) = *group else { continue };
            let (data, steps_class) = (&columns.groups[group], self.groups[group].1);
            let lines = self.lines.len();
            let kept = |k: usize| by_lane(|lane| data.courses.kept[data.course[lane] * lines + k]);
            let mut uncrossed: Vec<Column> = (0..lines).map(kept).collect();
            for dealt in &columns.dealt[arm] {
                for (line, state) in uncrossed.iter_mut().zip(&dealt.state) {
                    line[dealt.lane] = state.total;
                }
            }
            let mut safe = [1.0; LANES];
            let mut below_top = [1.0; LANES];
            for (k, line) in uncrossed.iter().enumerate() {
                let crossed: Column = by_lane(|lane| (1.0 - line[lane]).max(0.0));
                record.set(arm, 3 + k, &crossed);
                for lane in 0..LANES {
                    safe[lane] *= 1.0 - crossed[lane];
                    let alive = usize::from(steps.channel(steps_class, lane));
                    below_top[lane] *= 1.0 - crossed[lane] * tops[k][block.theta(lane)][alive];
                }
            }
            record.set(arm, 0, &by_lane(|lane| 1.0 - safe[lane]));
            record.set(arm, 1, &by_lane(|lane| 1.0 - below_top[lane]));
            let pressure = by_lane(|lane| {
                let changes = data.tracks.iter().zip(&columns.pressure);
                let total = changes.map(|(tracks, by)| by[tracks[lane]][block.theta(lane)]);
                total.sum::<f64>() / self.lines.len().max(1) as f64
            });
            record.set(arm, 2, &pressure);
        }
    }
}
