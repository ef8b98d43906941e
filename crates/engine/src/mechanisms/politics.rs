//! Patron politics: how much a third power supports one side, and what the other side believes.
//!
//! The mood u of the patron is an AR(1) with unit variance; support for a side moves the front
//! its way. The supported side knows u, the other acts on its estimate û, which is what an envoy
//! can change (the barometer). Elections and votes are dated jumps, also beyond the horizon.
//!
//! Equations: [`crate::laws::patron`]. Page: `docs/model/politics.md`.
//!
//! Does not model: the patron as a strategic actor, or arms deliveries.

use pourparler_scenario::key::Default;
use pourparler_scenario::{Diagnostic, Key, Kind, Section};

use crate::block::Block;
use crate::cells::{Cell, Values};
use crate::codes;
use crate::lanes::{Column, LANES, by_lane};
use crate::laws::patron;
use crate::math::{exp, ln};
use crate::mechanism::{Build, Mechanism, Process};
use crate::mechanisms::information::{self, About};
use crate::mechanisms::keys::{NUMBER, POSITIVE, absent, prior};
use crate::mechanisms::{brownian, contact, publics, shocks};
use crate::plan::months_until;
use crate::random::Stream;
use crate::record::Recorder;
use crate::streams::{Source, named_stream, stream};

const SECTIONS: &[Section] = &[
    Section {
        path: "politics",
        title: "Patron politics",
        doc: "A power outside the war whose support for one side rises and falls.",
        keys: &[
            Key {
                name: "patron",
                kind: Kind::Ref("parties.*"),
                unit: "",
                default: Default::Required,
                doc: "The power whose politics matter.",
                example: "\"usa\"",
            },
            Key {
                name: "favours",
                kind: Kind::Ref("parties.*"),
                unit: "",
                default: Default::Required,
                doc: "The side it supports.",
                example: "\"sudland\"",
            },
            prior(
                "effect",
                POSITIVE,
                "per month",
                "\"0.001 .. 0.01\"",
                "support moves the front by little to as much as the trend itself",
                "How far one standard deviation of support moves the front in a month.",
                "0.003",
            ),
            prior(
                "memory",
                Kind::Quantity {
                    min: 0.0,
                    max: 0.999,
                },
                "per month",
                "\"0.85 .. 0.98\"",
                "moods in capitals last months",
                "How much of today's support is left after a month.",
                "0.95",
            ),
            Key {
                name: "guarantee_elasticity",
                kind: Kind::Quantity { min: 0.0, max: 5.0 },
                unit: "per sd of support",
                default: Default::Value("0"),
                doc: "How far the patron's word as a guarantor goes with its mood: one standard \
                      deviation of support less divides the `reliability` of its guarantees by e \
                      to this. The mood is that expected over the coming year by the side that \
                      is protected.",
                example: "\"0 .. 0.5\"",
            },
        ],
    },
    Section {
        path: "events.*",
        title: "Dated events",
        doc: "An election or a vote that moves the patron's support on a known day.",
        keys: &[
            absent(
                "name",
                Kind::Text,
                "Name for reports.",
                "\"mid-term elections\"",
            ),
            Key {
                name: "date",
                kind: Kind::Date,
                unit: "",
                default: Default::Required,
                doc: "Its day, after `as_of`; it may lie beyond the horizon.",
                example: "2026-11-03",
            },
            prior(
                "jump",
                NUMBER,
                "sd of support",
                "{ normal = [0, 0.3] }",
                "the direction is open",
                "Expected change of support, in standard deviations; positive is more support.",
                "0.2",
            ),
            prior(
                "jump_sd",
                POSITIVE,
                "sd of support",
                "\"0.2 .. 0.8\"",
                "elections surprise",
                "How open the outcome is: sd of the change.",
                "0.5",
            ),
        ],
    },
];

/// The politics mechanism.
pub struct Politics;

/// A dated event.
#[derive(Debug, Clone)]
pub struct Event {
    /// Months from today.
    pub months: f64,
    step: Option<usize>,
    /// Expected jump.
    pub jump: Cell,
    /// sd of the jump.
    pub spread: Cell,
    stream: Stream,
}

/// Support and what is believed of it.
pub struct Columns {
    /// True support u, `[lane]`; 0 where there is no patron.
    pub mood: Column,
    /// û of the side that does not know it, `[class][lane]`.
    pub estimate: Vec<Column>,
    variance: Vec<Column>,
    /// The drift towards A's victory per unit of u, `[lane]`: −β where side B is supported.
    pub slope: Column,
    /// The events ahead, in order of date.
    pub events: Vec<Event>,
    /// Side (0 or 1) that has to guess u; none without a patron.
    pub guesses: Option<usize>,
    /// φ_u per month, `[theta]`.
    pub memory: Vec<f64>,
    /// φ_u for one step, `[lane]`.
    step_memory: Column,
    /// Whether the last step changed û by a message or an event.
    pub moved: bool,
    /// What public claims have added to the support that everybody sees, `[class][lane]`; empty
    /// where nothing feeds back.
    claims: Vec<Column>,
    /// u and û with it, `[class][u, û]`.
    counted: Vec<[Column; 2]>,
}

impl Columns {
    /// Expected jumps of the events after `now` (months), each discounted to now.
    pub fn ahead(&self, values: &Values, discount: f64, now: f64) -> f64 {
        self.events
            .iter()
            .filter(|event| event.months > now)
            .map(|event| patron::discounted_jump(values[event.jump], discount, event.months - now))
            .sum()
    }

    /// What a side takes u for, by lane.
    #[inline]
    pub fn believed(&self, side: usize, class: usize) -> &Column {
        let guesses = self.guesses == Some(side);
        if let Some(counted) = self.counted.get(class) {
            &counted[usize::from(guesses)]
        } else if guesses {
            &self.estimate[class]
        } else {
            &self.mood
        }
    }

    /// What both sides count on once public claims have moved the support they see.
    fn count(&mut self) {
        let added = |x: &Column, claim: &Column| by_lane(|lane| x[lane] + claim[lane]);
        for (counted, (estimate, claim)) in self
            .counted
            .iter_mut()
            .zip(self.estimate.iter().zip(&self.claims))
        {
            *counted = [added(&self.mood, claim), added(estimate, claim)];
        }
    }
}

/// What other channels bring in one step.
struct Heard<'a> {
    /// Precision relative to the prior, `[lane]`.
    precision: Column,
    noise: &'a Column,
}

/// The mood after a step.
#[multiversion::multiversion(targets("x86_64+avx2"))]
fn drift_mood(mood: &mut Column, memory: &Column, noise: &Column) {
    for lane in 0..LANES {
        mood[lane] = patron::mood(mood[lane], memory[lane], noise[lane]);
    }
}

/// An estimate and its error variance after a step in which nothing is heard.
#[multiversion::multiversion(targets("x86_64+avx2"))]
fn fade(memory: &Column, estimate: &mut Column, variance: &mut Column) {
    for lane in 0..LANES {
        let memory = memory[lane];
        variance[lane] = memory * memory * variance[lane] + 1.0 - memory * memory;
        estimate[lane] *= memory;
    }
}

/// ... and after what other channels say of the mood.
#[multiversion::multiversion(targets("x86_64+avx2"))]
fn hear(heard: &Heard, mood: &Column, estimate: &mut Column, variance: &mut Column) {
    for lane in 0..LANES {
        let v = variance[lane];
        let kept = 1.0 / (1.0 + heard.precision[lane] * v);
        let noise = heard.noise[lane];
        estimate[lane] = patron::heard(estimate[lane], mood[lane], v, 1.0 - kept, noise, 0.0);
        variance[lane] = v * kept;
    }
}

struct Patron {
    effect: Cell,
    memory: Cell,
    sign: f64,
    guesses: usize,
    listener: usize,
}

struct Compiled {
    patron: Option<Patron>,
    events: Vec<Event>,
    dt: f64,
    refinement: usize,
}

const START_KNOWN: Stream = stream(Source::Politics, 0);
const START_UNKNOWN: Stream = stream(Source::Politics, 1);
const OTHERS: Stream = stream(Source::Politics, 2);
const MOOD: u16 = 3;

impl Mechanism for Politics {
    fn name(&self) -> &'static str {
        "politics"
    }

    fn sections(&self) -> &'static [Section] {
        SECTIONS
    }

    fn build(&self, build: &mut Build) -> Box<dyn Process> {
        let root = build.root;
        let patron = root.child("politics").and_then(|table| {
            let favours = table.reference("favours")?;
            let sides = build.space.sides;
            let party = build.space.parties.iter().position(|p| p.id == favours);
            let Some(side) = sides.iter().position(|&s| Some(s) == party) else {
                let span = table.field("favours").map_or(table.span, |f| f.span);
                build.diagnostics.push(
                    Diagnostic::error(
                        codes::FAVOURS,
                        span,
                        format!("`{favours}` is not one of the two sides"),
                    )
                    .help("write the side that the patron supports"),
                );
                return None;
            };
            Some(Patron {
                effect: build.cells.quantity(table.quantity("effect")?),
                memory: build.cells.quantity(table.quantity("memory")?),
                sign: if side == 0 { 1.0 } else { -1.0 },
                guesses: 1 - side,
                listener: sides[1 - side],
            })
        });
        let mut events = Vec::new();
        if let Some(today) = root.date("as_of") {
            for (id, table) in root.tables("events") {
                let (Some(date), Some(jump), Some(spread)) = (
                    table.date("date"),
                    table.quantity("jump"),
                    table.quantity("jump_sd"),
                ) else {
                    continue;
                };
                let months = months_until(today, date);
                if months <= 0.0 {
                    let span = table.field("date").map_or(table.span, |f| f.span);
                    build.diagnostics.push(
                        Diagnostic::error(
                            codes::PAST_EVENT,
                            span,
                            format!("the event on {date} is already past"),
                        )
                        .help("give the day of an event after `as_of`, or leave it out"),
                    );
                }
                events.push(Event {
                    months,
                    step: build.clock.step_of(months),
                    jump: build.cells.quantity(jump),
                    spread: build.cells.quantity(spread),
                    stream: named_stream(Source::Politics, 4, id),
                });
            }
            events.sort_by(|a, b| a.months.total_cmp(&b.months));
        }
        Box::new(Compiled {
            patron,
            events,
            dt: build.clock.dt,
            refinement: build.clock.refinement,
        })
    }
}

impl Compiled {
    fn step_memory(&self, values: &Values, patron: &Patron) -> f64 {
        exp(self.dt * ln(values[patron.memory].max(1e-9)))
    }
}

impl Process for Compiled {
    fn start(&self, block: &mut Block) {
        let information: &information::Columns = block.get();
        let classes = information.classes();
        let mut columns = Columns {
            mood: [0.0; LANES],
            estimate: Vec::new(),
            variance: Vec::new(),
            slope: [0.0; LANES],
            events: self.events.clone(),
            guesses: None,
            memory: vec![0.0; block.thetas.len()],
            step_memory: [0.0; LANES],
            moved: false,
            claims: Vec::new(),
            counted: Vec::new(),
        };
        if let Some(patron) = &self.patron {
            columns.guesses = Some(patron.guesses);
            let topic = information.topic(About::Politics, |l| l == patron.listener);
            let known = block.stratified_normals(START_KNOWN, 0);
            let unknown = block.stratified_normals(START_UNKNOWN, 0);
            let mut estimate = [0.0; LANES];
            let mut variance = [1.0; LANES];
            for lane in 0..LANES {
                let theta = block.theta(lane);
                let values = &block.thetas[theta];
                let (v, e) = topic.map_or((1.0, 0.0), |t| {
                    let belief = information.today[theta][t];
                    (belief.variance.min(1.0), belief.error)
                });
                let centre = (1.0 - v).sqrt() * known[lane];
                columns.mood[lane] = centre + v.sqrt() * unknown[lane];
                estimate[lane] = centre - e;
                variance[lane] = v;
                columns.slope[lane] = patron.sign * values[patron.effect];
                columns.memory[theta] = values[patron.memory];
                columns.step_memory[lane] = self.step_memory(values, patron);
            }
            columns.estimate = vec![estimate; classes];
            columns.variance = vec![variance; classes];
            let publics: &publics::Columns = block.get();
            if publics.claimed.is_some() {
                columns.claims = vec![[0.0; LANES]; classes];
                columns.counted = vec![[[0.0; LANES]; 2]; classes];
            }
        }
        block.put(columns);
    }

    fn step(&self, block: &mut Block, step: usize, _record: &mut Recorder) {
        let Some(patron) = &self.patron else { return };
        let noise = brownian::increments(block, Source::Politics, MOOD, step, self.refinement);
        block.own(|columns: &mut Columns, block| {
            columns.moved = false;
            if step > 0 {
                self.drift(columns, block, patron, step, &noise);
            }
            self.listen(columns, block, patron, step);
            self.claim(columns, block, step);
        });
    }
}

impl Compiled {
    /// From the end of the last step to the start of this one.
    fn drift(
        &self,
        columns: &mut Columns,
        block: &Block,
        patron: &Patron,
        step: usize,
        noise: &Column,
    ) {
        let information: &information::Columns = block.get();
        let topic = information.topic(About::Politics, |l| l == patron.listener);
        let others = topic.map(|t| {
            (
                information.topics[t].others,
                block.normals(OTHERS, step as u32),
            )
        });
        drift_mood(&mut columns.mood, &columns.step_memory, noise);
        let heard = others.as_ref().map(|(precision, noise)| Heard {
            precision: block.spread_with(|values| values[*precision] * self.dt),
            noise,
        });
        for (estimate, variance) in columns.estimate.iter_mut().zip(&mut columns.variance) {
            fade(&columns.step_memory, estimate, variance);
            if let Some(heard) = &heard {
                hear(heard, &columns.mood, estimate, variance);
            }
        }
        for event in self.events.iter().filter(|e| e.step == Some(step - 1)) {
            columns.moved = true;
            let normal = block.stratified_normals(event.stream, 0);
            for lane in 0..LANES {
                let values = &block.thetas[block.theta(lane)];
                let jump = values[event.jump] + values[event.spread] * normal[lane];
                columns.mood[lane] += jump;
                for estimate in &mut columns.estimate {
                    estimate[lane] += jump;
                }
            }
        }
        let shocks: &shocks::Columns = block.get();
        if !shocks.is_empty() {
            // Everybody sees a shock.
            let now = step as f64 * self.dt;
            let jumps = shocks.jumps(now - self.dt, now);
            columns.moved |= jumps.iter().any(|jump| *jump != 0.0);
            for column in columns.estimate.iter_mut().chain([&mut columns.mood]) {
                for (x, jump) in column.iter_mut().zip(&jumps) {
                    *x += jump;
                }
            }
        }
    }

    /// What is claimed in public of a contact that takes place in this step; claims made before
    /// fade as moods do.
    fn claim(&self, columns: &mut Columns, block: &Block, step: usize) {
        let publics: &publics::Columns = block.get();
        let Some(claimed) = &publics.claimed else {
            return;
        };
        let information: &information::Columns = block.get();
        for (class, claims) in columns.claims.iter_mut().enumerate() {
            let now = information.claims(class, step);
            for (lane, claim) in claims.iter_mut().enumerate() {
                *claim *= columns.step_memory[lane];
                if now {
                    *claim += claimed[block.theta(lane)].support;
                }
            }
        }
        columns.count();
    }

    /// The message of a contact that takes place in this step.
    fn listen(&self, columns: &mut Columns, block: &Block, patron: &Patron, step: usize) {
        let information: &information::Columns = block.get();
        let contacts: &contact::Columns = block.get();
        let Some(topic) = information.topic(About::Politics, |l| l == patron.listener) else {
            return;
        };
        for class in 1..information.classes() {
            if information.steps[class] != step {
                continue;
            }
            // What only the world without the contact hears is no news to the others.
            columns.moved |= !information.stands_in[class];
            for lane in 0..LANES {
                let carried = information.carried(contacts, class, lane);
                let state = information.state(block.theta(lane), class, topic, carried);
                let v = columns.variance[class][lane];
                let estimate = &mut columns.estimate[class][lane];
                let noise = information.noise[topic][lane];
                let truth = columns.mood[lane];
                *estimate = patron::heard(*estimate, truth, v, state.resolved, noise, 0.0)
                    + information.shift(state, topic, lane);
                columns.variance[class][lane] = v * (1.0 - state.resolved);
            }
        }
    }
}
