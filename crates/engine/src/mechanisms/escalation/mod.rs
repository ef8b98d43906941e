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

use pourparler_scenario::{Diagnostic, Section};

use self::courses::Courses;

use crate::block::Block;
use crate::cells::{Cell, Values};
use crate::codes;
use crate::lanes::{Column, LANES, by_lane};
use crate::laws::ladder;
use crate::laws::red_line::{self, RedLine, Tail};
use crate::laws::talk::{Belief, Drift};
use crate::math::{exp, ln, ln_1p};
use crate::mechanism::{Build, Mechanism, Process};
use crate::mechanisms::information::State;
use crate::mechanisms::spiral::{self, Counter, Told};
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

/// How beliefs on a line can run: by information class, message carried, deceptive, channel
/// alive; in a spiral also by whether the message about the other line is deceptive.
const TRACKS: usize = 8;

fn track(carried: bool, deceived: bool, alive: bool) -> usize {
    usize::from(carried) + 2 * usize::from(deceived) + 4 * usize::from(alive)
}

/// Rates of crossing of one line in one θ.
struct Rates {
    /// Row of each class and track, `[class * track_count + track]`.
    rows: Vec<usize>,
    /// Rate times dt, `[row][step]`; row 0 is what happens without a message.
    values: Vec<Vec<f64>>,
}

/// A line today.
struct Start {
    elicited: RedLine,
    belief: Belief,
    sd: f64,
    /// Of a step, without and with a living channel.
    drift: Option<[Drift; 2]>,
}

/// What a message does to a line.
#[derive(Clone, Default, PartialEq)]
struct Said {
    /// Step of the contact.
    contact: usize,
    after: Option<Belief>,
    factor: f64,
    /// The channel lives on.
    alive: bool,
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
    /// What the spiral multiplies the belief part of a line's hazard by, and how far the side's
    /// own answer moves its pressure (sd of today's belief), on a track; 1 and 0 without one.
    fn wound(
        &self,
        line: &Line,
        values: &Values,
        track: usize,
        state: impl Fn(Option<usize>) -> Option<State>,
        start: impl Fn(&Line) -> Start,
    ) -> (f64, f64) {
        let Some(counter) = &line.counter else {
            return (1.0, 0.0);
        };
        let told = |line: &Line, deceived: bool| {
            let start = start(line);
            let heard = state(line.topic).filter(|state| state.resolved > 0.0);
            let Some(state) = heard else {
                return Told {
                    sd: 1.0,
                    change: 0.0,
                };
            };
            let after = state.misled(deceived);
            let change = |belief| pressure_change(start.elicited, belief, start.sd);
            Told {
                sd: after.variance.max(1e-12).sqrt() / start.sd,
                change: change(after) - change(state.before),
            }
        };
        let other = &self.lines[counter.line];
        let (own, other) = (
            told(line, track & 2 == 2),
            told(other, track & TRACKS == TRACKS),
        );
        counter.wound(values, &own, &other)
    }

    /// Rates of a line in a θ on every track of every class; tracks on which nothing is said
    /// share the row of silence.
    fn rates(
        &self,
        line: &Line,
        values: &Values,
        information: &information::Columns,
        theta: usize,
        pressure: &mut [Vec<f64>],
    ) -> Rates {
        let mut rates = Rates {
            rows: vec![0; information.classes() * self.track_count],
            values: Vec::new(),
        };
        let start = self.start(line, values, information, theta);
        // What was said, by row; classes that hear the same share it.
        let mut said: Vec<Said> = vec![Said {
            contact: usize::MAX,
            ..Said::default()
        }];
        let mut changes = vec![0.0];
        for class in 1..information.classes() {
            let tracks = match line.counter {
                Some(_) => self.track_count,
                None => TRACKS,
            };
            for track in 0..tracks {
                let (carried, deceived, alive) = (track & 1 == 1, track & 2 == 2, track & 4 == 4);
                let state = |topic: Option<usize>| {
                    topic.map(|t| information.state(theta, class, t, carried))
                };
                let (about, consequence) = (state(line.topic), state(line.consequence));
                let told = about.is_some_and(|s| s.resolved > 0.0)
                    || consequence.is_some_and(|s| s.factor != 1.0);
                let lie = about.map_or(0.0, |s| s.lie(deceived));
                let (winds, answered) = self.wound(
                    line,
                    values,
                    track,
                    |topic| state(topic).copied(),
                    |line| self.start(line, values, information, theta),
                );
                if (!told && winds == 1.0) || (deceived && lie == 0.0) {
                    continue;
                }
                let message = Said {
                    contact: information.steps[class],
                    after: about.filter(|_| told).map(|s| s.misled(deceived)),
                    factor: winds
                        * consequence.map_or(1.0, |s| red_line::consequence_factor(s.factor)),
                    alive: alive && told && line.topic.is_some(),
                };
                let row = said.iter().position(|s| *s == message).unwrap_or_else(|| {
                    let belief = message.after.unwrap_or(start.belief);
                    changes.push(pressure_change(start.elicited, belief, start.sd) + answered);
                    said.push(message);
                    said.len() - 1
                });
                rates.rows[class * self.track_count + track] = row;
                pressure[class * self.track_count + track][theta] = changes[row];
            }
        }
        rates.values = said
            .iter()
            .map(|said| self.row(line, &start, said))
            .collect();
        rates
    }

    /// A line as it stands today in a θ.
    fn start(
        &self,
        line: &Line,
        values: &Values,
        information: &information::Columns,
        theta: usize,
    ) -> Start {
        let belief = match line.topic {
            Some(topic) => information.today[theta][topic],
            None => Belief {
                variance: 1.0,
                error: values[line.bias],
            },
        };
        Start {
            elicited: RedLine {
                today: values[line.h0],
                accidents: values[line.accidents],
                bias_today: values[line.bias],
            },
            belief,
            sd: belief.variance.max(1e-12).sqrt(),
            // Nobody talks about a line without a topic: what is believed of it stays as it is.
            drift: line.topic.map(|topic| {
                let t = &information.topics[topic];
                let memory = exp(self.dt * ln(values[t.memory].max(1e-9)));
                let others = values[t.others] * self.dt;
                [Drift::over(memory, others), Drift::over(1.0, others)]
            }),
        }
    }

    /// Rate·dt at every step.
    fn row(&self, line: &Line, start: &Start, said: &Said) -> Vec<f64> {
        let mut belief = start.belief;
        let mut course = vec![(0.0, 0.0, 1.0); self.clock_steps];
        let mut factor = 1.0;
        for (step, (sd, bias, consequence)) in course.iter_mut().enumerate() {
            if step == said.contact {
                belief = said.after.unwrap_or(belief);
                factor = said.factor;
            }
            *sd = belief.variance.max(1e-12).sqrt() / start.sd;
            *bias = belief.error / start.sd;
            *consequence = factor;
            if let Some([fading, kept]) = start.drift {
                // A channel that lives keeps what was said from going stale.
                let lives = said.alive && step >= said.contact;
                belief = if lives { kept } else { fading }.apply(belief);
            }
        }
        let mut row = vec![0.0; self.clock_steps];
        match line.tail {
            Tail::Laplace => crossing_rates(start.elicited, &course, self.dt, &mut row),
            tail => {
                for (rate, (sd, bias, factor)) in row.iter_mut().zip(course) {
                    let h = red_line::hazard(tail, start.elicited, sd, bias, factor);
                    *rate = rate_of(h) * self.dt;
                }
            }
        }
        row
    }

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

/// Change of the chosen pressure in sd of today's belief about the line: x* = μ + s ln(2h·s).
fn pressure_change(line: RedLine, belief: Belief, sd_today: f64) -> f64 {
    let stakes = (line.today * (1.0 - line.accidents)).clamp(1e-9, 0.499);
    let at = |sd: f64, bias: f64| sd * ln((2.0 * stakes * sd).clamp(1e-300, 1.0)) - bias;
    let sd = belief.variance.max(1e-12).sqrt() / sd_today;
    let sd2 = std::f64::consts::SQRT_2;
    // The scale of the Laplace law is its sd over √2.
    at(sd, sd2 * belief.error / sd_today) / sd2 - at(1.0, sd2 * line.bias_today) / sd2
}

/// e^(−x) by the (2, 2) Padé approximant; its error is below x⁵/720.
#[inline]
fn decay(x: f64) -> f64 {
    let even = 12.0 + x * x;
    (even - 6.0 * x) / (even + 6.0 * x)
}

/// The rate per month with which an event has this probability within a month.
#[inline(always)]
fn rate_of(hazard: f64) -> f64 {
    -ln_1p(-if hazard < 0.999_999 {
        hazard
    } else {
        0.999_999
    })
}

/// Rate·dt of crossing by (sd, bias, factor of the consequence), under the Laplace law.
#[multiversion::multiversion(targets("x86_64+avx2"))]
fn crossing_rates(line: RedLine, course: &[(f64, f64, f64)], dt: f64, out: &mut [f64]) {
    for (rate, &(sd, bias, factor)) in out.iter_mut().zip(course) {
        *rate = rate_of(red_line::hazard_laplace(line, sd, bias, factor)) * dt;
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
                format!("{} is crossed", line.id),
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
