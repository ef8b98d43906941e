//! Steps short of settlement: a leaders' call, talks, a limited truce, a public claim.
//!
//! A step comes at its base rate h while its condition is on, and with an added probability p
//! within a window after a contact whose mandate and topics suffice:
//! P(by t) = 1 − exp(−h·L(t))·(1 − p·F(t)) ([`crate::laws::steps::by_then`]), L(t) the time the condition was on, F(t) the share
//! of the window that has passed. Recorded is this conditional probability; the step is drawn
//! only where something depends on it: `while`, changes while it lasts, and the two built-in
//! ids, `talks` (multiplies the rate of offers) and `channel` (the next meeting takes place).
//!
//! Source: model §7b. Page: `docs/model/steps.md`.
//!
//! Does not model: a step that comes twice, or one that makes another less likely.

mod keys;

use pourparler_scenario::{Diagnostic, Law, Quantity, Section, Table};

use crate::codes;
use std::rc::Rc;

use crate::arms::{Arm, classes, recording};
use crate::block::Block;
use crate::cells::{Cell, Values};
use crate::clock::DAYS_PER_MONTH;
use crate::lanes::{Column, LANES, by_lane};
use crate::laws::steps as law;
use crate::math::ln;
use crate::mechanism::{Build, Mechanism, Process};
use crate::mechanisms::contact::{self, MANDATES};
use crate::mechanisms::{leak, packages};
use crate::random::Stream;
use crate::record::Recorder;
use crate::result::{Output, Unit};
use crate::streams::{Source, named_stream};

/// The steps mechanism.
pub struct Steps;

/// Spells of the steps that something depends on.
#[derive(Default)]
pub struct Columns {
    /// Start and end of each drawn step in months, `[class][drawn step][lane]`.
    spells: Vec<Vec<[Column; 2]>>,
    /// Multiplier of offers by drawn step, `[drawn step][theta]`.
    offers: Vec<Vec<f64>>,
    hazards: Vec<Vec<f64>>,
    channel: Option<usize>,
    /// Lanes on which a leak has cost the channel its credibility, `[class]`; none without leaks.
    spoiled: Vec<Option<[bool; LANES]>>,
    /// Conditional probability by the horizon, `[class][step][lane]`.
    happened: Vec<Vec<Column>>,
    /// Per θ, without and with the contact's part, `[class][step][theta]`.
    rates: Vec<Vec<Vec<Rates>>>,
    /// Share of the lanes of a θ in which the contact's part is active.
    active: Vec<Vec<Vec<f64>>>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Rates {
    hazard: f64,
    adds: f64,
    from: f64,
    window: f64,
}

impl Columns {
    /// Number of classes of arms.
    pub fn classes(&self) -> usize {
        self.spells.len()
    }

    /// Multiplier of the process's rate of offers at a time (months).
    pub fn offers(&self, class: usize, lane: usize, theta: usize, time: f64) -> f64 {
        let spells = self.offers.iter().zip(&self.spells[class]);
        spells
            .filter(|(_, spell)| spell[0][lane] <= time && time < spell[1][lane])
            .map(|(factor, _)| factor[theta])
            .product()
    }

    /// Multiplies `out`, a column per step of `dt` months, by what the steps that come do to every
    /// hazard; true for the lanes on which some does anything.
    pub fn temper_hazards(
        &self,
        class: usize,
        block: &Block,
        dt: f64,
        out: &mut [Column],
    ) -> [bool; LANES] {
        let mut changed = [false; LANES];
        for (factors, [start, end]) in self.hazards.iter().zip(&self.spells[class]) {
            if factors.iter().all(|&factor| factor == 1.0) {
                continue;
            }
            let factor = block.spread_thetas(|theta| factors[theta]);
            for (lane, changed) in changed.iter_mut().enumerate() {
                *changed |= factor[lane] != 1.0 && start[lane].is_finite();
            }
            for (step, out) in out.iter_mut().enumerate() {
                temper(step as f64 * dt, start, end, &factor, out);
            }
        }
        changed
    }

    /// The largest multiplier of offers that any set of steps can reach in a θ.
    pub fn most_offers(&self, theta: usize) -> f64 {
        self.offers.iter().map(|f| f[theta].max(1.0)).product()
    }

    /// Whether the next meeting of the channel takes place on a lane, and still means something.
    pub fn channel(&self, class: usize, lane: usize) -> bool {
        self.channel
            .is_some_and(|k| self.spells[class][k][0][lane].is_finite())
            && !self.spoiled[class].is_some_and(|spoiled| spoiled[lane])
    }
}

struct Step {
    id: String,
    hazard: Cell,
    /// The hazard was given as k of n months: a share, to be turned into a rate.
    share_of_months: bool,
    adds: Cell,
    window: f64,
    needs: f64,
    topic: Option<String>,
    consents: Vec<Cell>,
    condition: Option<usize>,
    lasts: Cell,
    offers: Cell,
    hazards: Cell,
    /// Its place among the drawn steps.
    drawn: Option<usize>,
}

/// What decides whether the contact's part of a step is active.
type Around<'a> = (&'a contact::Columns, &'a leak::Columns);

/// Numbers that decide when a step comes.
struct Numbers {
    /// By itself: a unit exponential, spent at the base rate, `[lane]`.
    patience: Rc<Column>,
    /// By the contact, `[lane]`.
    added: Rc<Column>,
    /// Where in the contact's window.
    when: Stream,
}

struct Compiled {
    /// In an order in which a condition comes before what waits for it.
    steps: Vec<Step>,
    /// Contact of each class; class 0 has none.
    classes: Vec<Option<usize>>,
    /// Arms of each class that record steps.
    recording: Vec<Vec<usize>>,
    /// Which topics each contact carries, by step.
    carries: Vec<Vec<bool>>,
    starts: Vec<f64>,
    channel: Option<usize>,
    horizon: f64,
    dt: f64,
}

const BASE: u16 = 0;
const ADDED: u16 = 1;

/// Class of each arm, and the contact of each class.
fn classify(arms: &[Arm]) -> (Vec<Option<usize>>, Vec<usize>) {
    let contact = |arm: &Arm| arm.contact.filter(|_| arm.parts.steps);
    classes(vec![None], arms.iter().map(contact))
}

/// What `talks` does to the rate of offers where the scenario leaves it open (model §7b).
fn talks_prior(table: &Table) -> Quantity {
    Quantity {
        path: format!("{}.changes.offers", table.path),
        law: Law::log_normal_between(1.5, 6.0, 0.0, 20.0),
        elicited: false,
        word: None,
        source: None,
        note: Some("formal talks bring texts more often, by an unknown factor".into()),
        asked: None,
        line: table.line,
        span: table.span,
        unit: "",
        moved: None,
    }
}

/// The largest multiplier of offers that all steps together reach, each at the 95 % point of its
/// own.
pub fn high_offers(build: &mut Build) -> f64 {
    let mut high = 1.0;
    for (id, table) in build.root.tables("steps") {
        let given = table.child("changes").filter(|t| t.has("offers"));
        let cell = match given.and_then(|t| t.quantity("offers")) {
            Some(quantity) => build.cells.quantity(quantity),
            None if id == "talks" => build.cells.quantity(&talks_prior(table)),
            None => continue,
        };
        high *= build.cells.high(cell).max(1.0);
    }
    high
}

impl Mechanism for Steps {
    fn name(&self) -> &'static str {
        "steps"
    }

    fn sections(&self) -> &'static [Section] {
        keys::SECTIONS
    }

    fn build(&self, build: &mut Build) -> Box<dyn Process> {
        let root = build.root;
        let tables = ordered(build);
        let ids: Vec<String> = tables.iter().map(|(id, _)| id.to_string()).collect();
        let mut steps: Vec<Step> = Vec::new();
        for (id, table) in &tables {
            let mut cell = |table: Option<&Table>, key: &str, otherwise: f64| match table
                .and_then(|t| t.quantity(key))
            {
                Some(quantity) => build.cells.quantity(quantity),
                None => build.cells.constant(otherwise),
            };
            let changes = table.child("changes");
            let given = changes.is_some_and(|t| t.has("offers"));
            let offers = if *id == "talks" && !given {
                None
            } else {
                Some(cell(changes, "offers", 1.0))
            };
            let step = Step {
                id: id.to_string(),
                hazard: cell(Some(table), "hazard", 0.0),
                share_of_months: table
                    .quantity("hazard")
                    .is_some_and(|q| matches!(q.law, Law::Beta { .. })),
                adds: cell(Some(table), "adds", 0.0),
                window: table.days("window").unwrap_or(14.0) / DAYS_PER_MONTH,
                needs: MANDATES
                    .iter()
                    .position(|m| Some(*m) == table.text("needs"))
                    .unwrap_or(2) as f64,
                topic: table.reference("topic").map(str::to_string),
                lasts: cell(Some(table), "lasts", 30.0),
                hazards: cell(changes, "hazards", 1.0),
                offers: match offers {
                    Some(cell) => cell,
                    None => build.cells.quantity(&talks_prior(table)),
                },
                consents: table
                    .reference("by")
                    .into_iter()
                    .chain(table.references("consent").iter().map(String::as_str))
                    .map(|party| packages::consent(build, party))
                    .collect(),
                condition: table
                    .reference("while")
                    .and_then(|w| ids.iter().position(|other| other == w)),
                drawn: None,
            };
            steps.push(step);
        }
        let needed: Vec<bool> = steps
            .iter()
            .enumerate()
            .map(|(k, step)| {
                step.id == "talks"
                    || step.id == "channel"
                    || tables[k]
                        .1
                        .child("changes")
                        .is_some_and(|c| c.has("offers") || c.has("hazards"))
                    || steps.iter().any(|other| other.condition == Some(k))
            })
            .collect();
        let mut drawn = 0;
        for (step, needed) in steps.iter_mut().zip(needed) {
            if needed {
                step.drawn = Some(drawn);
                drawn += 1;
            }
        }
        let carries = build
            .contacts
            .iter()
            .map(|contact| {
                steps
                    .iter()
                    .map(|step| {
                        step.topic
                            .as_ref()
                            .is_none_or(|t| contact.table.table("topics", t).is_some())
                    })
                    .collect()
            })
            .collect();
        let today = root.date("as_of");
        let starts =
            build
                .contacts
                .iter()
                .map(|contact| match (today, contact.table.date("date")) {
                    (Some(from), Some(to)) => crate::plan::months_until(from, to),
                    _ => 0.0,
                });
        let (classes, arms) = classify(build.arms);
        Box::new(Compiled {
            channel: steps
                .iter()
                .find(|s| s.id == "channel")
                .and_then(|s| s.drawn),
            starts: starts.collect(),
            carries,
            steps,
            classes,
            recording: recording(build.arms, &arms),
            horizon: build.clock.horizon(),
            dt: build.clock.dt,
        })
    }
}

/// Lanes on which what a contact carried has leaked, if any.
fn spoiled(leaks: &leak::Columns, contact: usize) -> Option<[bool; LANES]> {
    let lanes: [bool; LANES] = std::array::from_fn(|lane| leaks.leaked(contact, lane));
    lanes.contains(&true).then_some(lanes)
}

/// The tables, conditions first; a circle of conditions is an error.
fn ordered<'a>(build: &mut Build<'a>) -> Vec<(&'a str, &'a Table)> {
    let root: &'a Table = build.root;
    let mut waiting: Vec<(&'a str, &'a Table)> = root.tables("steps").collect();
    let mut done: Vec<(&'a str, &'a Table)> = Vec::new();
    while !waiting.is_empty() {
        let ready = waiting.iter().position(|(_, table)| {
            table
                .reference("while")
                .is_none_or(|w| done.iter().any(|(id, _)| *id == w))
        });
        match ready {
            Some(k) => done.push(waiting.remove(k)),
            None => {
                let (id, table) = waiting[0];
                let span = table.field("while").map_or(table.span, |f| f.span);
                build.diagnostics.push(
                    Diagnostic::error(
                        codes::STEP_CIRCLE,
                        span,
                        format!("step `{id}` waits for itself through its `while`"),
                    )
                    .help("break the circle: one step of it must come without a condition"),
                );
                break;
            }
        }
    }
    done
}

impl Compiled {
    fn rates(&self, class: usize, step: &Step, values: &Values) -> Rates {
        let allowed = step.consents.iter().all(|&cell| values[cell] > 0.5);
        let contact = self.classes[class];
        Rates {
            hazard: match (allowed, step.share_of_months) {
                (false, _) => 0.0,
                (true, false) => values[step.hazard],
                (true, true) => law::rate(values[step.hazard], 1.0),
            },
            adds: if allowed && contact.is_some() {
                values[step.adds]
            } else {
                0.0
            },
            from: contact.map_or(0.0, |k| self.starts[k]),
            window: step.window.max(1e-6),
        }
    }

    /// Whether the contact's mandate and topics suffice for a step on a lane.
    #[inline]
    fn active(&self, class: usize, step: usize, around: Around, lane: usize) -> bool {
        let (contacts, leaks) = around;
        self.classes[class].is_some_and(|contact| {
            contacts.level[contact][lane] >= self.steps[step].needs
                && self.carries[contact][step]
                && !(self.steps[step].id == "channel" && leaks.leaked(contact, lane))
        })
    }

    /// When a step comes on a lane, months: by itself after so much time in its condition, or by
    /// the contact.
    fn first(&self, needed: f64, condition: Option<[f64; 2]>, by_contact: Option<f64>) -> f64 {
        let by_itself = match condition {
            None => needed,
            Some([start, end]) if start + needed < end => start + needed,
            Some(_) => f64::INFINITY,
        };
        let time = by_itself.min(by_contact.unwrap_or(f64::INFINITY));
        if time < self.horizon {
            time
        } else {
            f64::INFINITY
        }
    }
}

/// Unit exponentials by lane, spread evenly over the paths of each θ.
fn patience(block: &Block, stream: Stream) -> Rc<Column> {
    block.remember(("patience", stream.number(), 0), Vec::new(), || {
        let u = block.stratified(stream, 0);
        by_lane(|lane| -ln(1.0 - u[lane]))
    })
}

/// Probability that a step has come by `time`, its condition having been on for `on` months and
/// the contact's part being active with probability `active`.
#[inline(always)]
fn by(rates: &Rates, active: f64, on: f64, time: f64) -> f64 {
    let passed = ((time - rates.from) / rates.window).clamp(0.0, 1.0);
    law::by_then(rates.hazard, on, active * rates.adds, passed)
}

impl Process for Compiled {
    fn outputs(&self) -> Vec<Output> {
        let output = |step: &Step| Output {
            name: format!("step.{}", step.id),
            unit: Unit::Probability,
            about: "it happens".into(),
        };
        self.steps.iter().map(output).collect()
    }

    fn start(&self, block: &mut Block) {
        let around: Around = (block.get(), block.get());
        let drawn = self.steps.iter().filter(|s| s.drawn.is_some()).count();
        let thetas = block.thetas.len();
        let of = |cell: fn(&Step) -> Cell| -> Vec<Vec<f64>> {
            self.steps
                .iter()
                .filter(|s| s.drawn.is_some())
                .map(|s| block.thetas.iter().map(|v| v[cell(s)]).collect())
                .collect()
        };
        let stream = |purpose: u16, step: &Step| named_stream(Source::Steps, purpose, &step.id);
        let mut columns = Columns {
            offers: of(|s| s.offers),
            hazards: of(|s| s.hazards),
            channel: self.channel,
            spoiled: self
                .classes
                .iter()
                .map(|&contact| spoiled(around.1, contact?))
                .collect(),
            ..Columns::default()
        };
        let draws: Vec<Option<Numbers>> = self
            .steps
            .iter()
            .map(|step| {
                step.drawn.map(|_| Numbers {
                    patience: patience(block, stream(BASE, step)),
                    added: block.stratified(stream(ADDED, step), 0),
                    when: stream(ADDED, step),
                })
            })
            .collect();
        for class in 0..self.classes.len() {
            let mut spells = vec![[[f64::INFINITY; LANES]; 2]; drawn];
            let mut happened = Vec::with_capacity(self.steps.len());
            let mut all_rates = Vec::with_capacity(self.steps.len());
            let mut all_active = Vec::with_capacity(self.steps.len());
            for (k, step) in self.steps.iter().enumerate() {
                let rates: Vec<Rates> = block
                    .thetas
                    .iter()
                    .map(|v| self.rates(class, step, v))
                    .collect();
                let mut share = vec![0.0; thetas];
                let mut probability = [0.0; LANES];
                let full: Vec<[f64; 2]> = rates
                    .iter()
                    .map(|r| [0.0, 1.0].map(|a| by(r, a, self.horizon, self.horizon)))
                    .collect();
                for (lane, p) in probability.iter_mut().enumerate() {
                    let theta = block.theta(lane);
                    let active = self.active(class, k, around, lane);
                    share[theta] += f64::from(active) / block.paths as f64;
                    let condition = step.condition.map(|c| {
                        let spell = self.steps[c].drawn.map(|d| &spells[d]);
                        spell.map_or([f64::INFINITY; 2], |s| [s[0][lane], s[1][lane]])
                    });
                    *p = match condition {
                        None => full[theta][usize::from(active)],
                        Some([start, end]) => {
                            let on = (end.min(self.horizon) - start.min(self.horizon)).max(0.0);
                            by(&rates[theta], f64::from(active), on, self.horizon)
                        }
                    };
                    if let (Some(d), Some(numbers)) = (step.drawn, &draws[k]) {
                        let rates = &rates[theta];
                        let brought = active && numbers.added[lane] < rates.adds;
                        let by_contact = brought.then(|| {
                            let share = block.address(lane).uniform(numbers.when, 1);
                            rates.from + share * rates.window
                        });
                        let by_itself = numbers.patience[lane] / rates.hazard.max(1e-300);
                        let time = self.first(by_itself, condition, by_contact);
                        let lasts = block.thetas[theta][step.lasts] / DAYS_PER_MONTH;
                        spells[d][0][lane] = time;
                        spells[d][1][lane] = time + lasts;
                    }
                }
                happened.push(probability);
                all_rates.push(rates);
                all_active.push(share);
            }
            columns.spells.push(spells);
            columns.happened.push(happened);
            columns.rates.push(all_rates);
            columns.active.push(all_active);
        }
        block.put(columns);
    }

    fn record(&self, block: &mut Block, record: &mut Recorder) {
        let columns: &Columns = block.get();
        let around: Around = (block.get(), block.get());
        let steps = (self.horizon / self.dt).round() as usize;
        for (class, arms) in self.recording.iter().enumerate() {
            for (k, step) in self.steps.iter().enumerate() {
                record.set_all(arms, k, &columns.happened[class][k]);
                // Means over paths, `[theta][clock step]`.
                let mut courses = vec![vec![0.0; steps]; block.thetas.len()];
                for (theta, course) in courses.iter_mut().enumerate() {
                    let rates = &columns.rates[class][k][theta];
                    let Some(d) = step.condition.and_then(|c| self.steps[c].drawn) else {
                        alone(rates, columns.active[class][k][theta], self.dt, course);
                        continue;
                    };
                    let spell = &columns.spells[class][d];
                    for lane in block.lanes(theta) {
                        let active = self.active(class, k, around, lane);
                        let share = 1.0 / block.paths as f64;
                        within(
                            rates,
                            active,
                            [spell[0][lane], spell[1][lane]],
                            share,
                            self.dt,
                            course,
                        );
                    }
                }
                let mut means = vec![0.0; block.thetas.len()];
                for clock_step in 0..steps {
                    for (mean, course) in means.iter_mut().zip(&courses) {
                        *mean = course[clock_step];
                    }
                    record.curve_of_thetas(arms, k, clock_step, &means);
                }
            }
        }
    }
}

/// Probability that a step without a condition has come, by the end of each step of the clock;
/// the contact's part is active on a `share` of the paths.
#[multiversion::multiversion(targets("x86_64+avx2"))]
fn alone(rates: &Rates, share: f64, dt: f64, course: &mut [f64]) {
    for (k, p) in course.iter_mut().enumerate() {
        let time = (k + 1) as f64 * dt;
        *p = by(rates, share, time, time);
    }
}

/// Adds a `share` of the probability that a step has come whose condition is on from a time to
/// another.
#[multiversion::multiversion(targets("x86_64+avx2"))]
fn within(
    rates: &Rates,
    active: bool,
    [start, end]: [f64; 2],
    share: f64,
    dt: f64,
    course: &mut [f64],
) {
    for (k, p) in course.iter_mut().enumerate() {
        let time = (k + 1) as f64 * dt;
        let on = (end.min(time) - start.min(time)).max(0.0);
        *p += share * by(rates, f64::from(active), on, time);
    }
}

/// Multiplies the lanes on which a spell is on by their factor.
#[multiversion::multiversion(targets("x86_64+avx2"))]
fn temper(time: f64, start: &Column, end: &Column, factor: &Column, out: &mut Column) {
    for lane in 0..LANES {
        let on = start[lane] <= time && time < end[lane];
        out[lane] *= if on { factor[lane] } else { 1.0 };
    }
}

/// Class of each arm.
pub fn classes_of(arms: &[Arm]) -> Vec<usize> {
    classify(arms).1
}
