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
mod spells;

use std::rc::Rc;

use pourparler_scenario::{Diagnostic, Law, Quantity, Section, Table};

pub use self::spells::Columns;
use self::spells::{NEVER, come, not_yet, spell, within};
use crate::arms::{Arm, classes, recording};
use crate::block::Block;
use crate::cells::{Cell, Values};
use crate::clock::DAYS_PER_MONTH;
use crate::codes;
use crate::lanes::{Column, LANES};
use crate::laws::steps as law;
use crate::mechanism::{Build, Mechanism, Process};
use crate::mechanisms::contact::{self, MANDATES};
use crate::mechanisms::{leak, packages};
use crate::random::Stream;
use crate::record::Recorder;
use crate::result::{Output, Unit};
use crate::streams::{Source, named_stream};

/// The steps mechanism.
pub struct Steps;

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
                window: (table.days("window").unwrap_or(14.0) / DAYS_PER_MONTH).max(1e-6),
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
    /// Rate per month at which a step comes by itself.
    fn rate(&self, step: &Step, values: &Values) -> f64 {
        match (step.allowed(values), step.share_of_months) {
            (false, _) => 0.0,
            (true, false) => values[step.hazard],
            (true, true) => law::rate(values[step.hazard], 1.0),
        }
    }

    /// What the contact adds to a step in each θ.
    fn adds(&self, class: usize, step: &Step, block: &Block) -> Vec<f64> {
        let adds = |values: &Values| match self.classes[class] {
            Some(_) if step.allowed(values) => values[step.adds],
            _ => 0.0,
        };
        block.thetas.iter().map(adds).collect()
    }

    /// Share of the contact's window for a step that is over at a time.
    fn passed(&self, class: usize, step: &Step, time: f64) -> f64 {
        ((time - self.from(class)) / step.window).clamp(0.0, 1.0)
    }

    /// When a class's contact takes place, months.
    fn from(&self, class: usize) -> f64 {
        self.classes[class].map_or(0.0, |contact| self.starts[contact])
    }

    /// Lanes on which the contact's mandate and topics suffice for a step.
    fn active(&self, class: usize, k: usize, (contacts, leaks): Around) -> [bool; LANES] {
        let Some(contact) = self.classes[class].filter(|&contact| self.carries[contact][k]) else {
            return [false; LANES];
        };
        let (step, level) = (&self.steps[k], &contacts.level[contact]);
        let channel = step.id == "channel";
        std::array::from_fn(|lane| {
            level[lane] >= step.needs && !(channel && leaks.leaked(contact, lane))
        })
    }

    /// Probability that a step has come by the horizon, by lane.
    fn happened(
        &self,
        block: &Block,
        columns: &Columns,
        (class, k): (usize, usize),
        adds: &[f64],
        active: &[bool; LANES],
        condition: Option<&[Column; 2]>,
    ) -> Column {
        let passed = self.passed(class, &self.steps[k], self.horizon);
        let mut out = [0.0; LANES];
        for (theta, &adds) in adds.iter().enumerate() {
            let rate = columns.rates[k][theta];
            let lanes = block.lanes(theta);
            let by = |active: f64, on: f64| law::by_then(rate, on, active * adds, passed);
            match condition {
                None => {
                    let both = [0.0, 1.0].map(|active| by(active, self.horizon));
                    for (p, &active) in out[lanes.clone()].iter_mut().zip(&active[lanes]) {
                        *p = both[usize::from(active)];
                    }
                }
                Some([start, end]) => {
                    for lane in lanes {
                        let (start, end) = (start[lane], end[lane]);
                        let on = (end.min(self.horizon) - start.min(self.horizon)).max(0.0);
                        out[lane] = by(f64::from(active[lane]), on);
                    }
                }
            }
        }
        out
    }
}

impl Step {
    fn allowed(&self, values: &Values) -> bool {
        self.consents.iter().all(|&cell| values[cell] > 0.5)
    }
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
        let of = |cell: fn(&Step) -> Cell| -> Vec<Vec<f64>> {
            self.steps
                .iter()
                .filter(|s| s.drawn.is_some())
                .map(|s| block.thetas.iter().map(|v| v[cell(s)]).collect())
                .collect()
        };
        let multiplies = |(_, factor): &(usize, Vec<f64>)| factor.iter().any(|&f| f != 1.0);
        let stream = |purpose: u16, step: &Step| named_stream(Source::Steps, purpose, &step.id);
        let mut columns = Columns {
            offers: of(|s| s.offers)
                .into_iter()
                .enumerate()
                .filter(multiplies)
                .collect(),
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
                    patience: block.exponentials(stream(BASE, step), 0),
                    added: block.stratified(stream(ADDED, step), 0),
                    when: stream(ADDED, step),
                })
            })
            .collect();
        for step in &self.steps {
            let rates = block.thetas.iter().map(|v| self.rate(step, v));
            columns.rates.push(rates.collect());
        }
        for class in 0..self.classes.len() {
            let mut spells = vec![[[f64::INFINITY; LANES]; 2]; drawn];
            let mut happened = Vec::with_capacity(self.steps.len());
            let mut all_adds = Vec::with_capacity(self.steps.len());
            let mut all_active = Vec::with_capacity(self.steps.len());
            for (k, step) in self.steps.iter().enumerate() {
                let adds = self.adds(class, step, block);
                let active = self.active(class, k, around);
                let condition = step
                    .condition
                    .map(|c| self.steps[c].drawn.map_or(NEVER, |d| spells[d]));
                let both = (class, k);
                let of = self.happened(block, &columns, both, &adds, &active, condition.as_ref());
                happened.push(of);
                if let (Some(d), Some(numbers)) = (step.drawn, &draws[k]) {
                    let mut by_contact = [f64::INFINITY; LANES];
                    for (lane, by_contact) in by_contact.iter_mut().enumerate() {
                        if active[lane] && numbers.added[lane] < adds[block.theta(lane)] {
                            let share = block.address(lane).uniform(numbers.when, 1);
                            *by_contact = self.from(class) + share * step.window;
                        }
                    }
                    let rate = block.spread_thetas(|theta| columns.rates[k][theta].max(1e-300));
                    let [start, end] = &mut spells[d];
                    come(&numbers.patience, &rate, condition.as_ref(), start);
                    let lasts = block.spread_with(|values| values[step.lasts] / DAYS_PER_MONTH);
                    spell(&by_contact, self.horizon, &lasts, start, end);
                }
                let share = |lanes: &[bool]| {
                    lanes.iter().filter(|&&active| active).count() as f64 / block.paths as f64
                };
                all_active.push(active.chunks_exact(block.paths).map(share).collect());
                all_adds.push(adds);
            }
            columns.spells.push(spells);
            columns.happened.push(happened);
            columns.adds.push(all_adds);
            columns.active.push(all_active);
        }
        block.put(columns);
    }

    fn record(&self, block: &mut Block, record: &mut Recorder) {
        let columns: &Columns = block.get();
        let around: Around = (block.get(), block.get());
        let thetas = block.thetas.len();
        let times: Vec<f64> = (1..=(self.horizon / self.dt).round() as usize)
            .map(|step| step as f64 * self.dt)
            .collect();
        let mut none = vec![0.0; times.len() * thetas];
        let mut means = vec![0.0; thetas];
        for (k, step) in self.steps.iter().enumerate() {
            // That it has not come by itself, the same in every class.
            for (none, time) in none.chunks_exact_mut(thetas).zip(&times) {
                not_yet(&columns.rates[k], *time, none);
            }
            let condition = step.condition.and_then(|c| self.steps[c].drawn);
            for (class, arms) in self.recording.iter().enumerate() {
                if arms.is_empty() {
                    continue;
                }
                record.set_all(arms, k, &columns.happened[class][k]);
                let (active, adds) = (&columns.active[class][k], &columns.adds[class][k]);
                let courses =
                    condition.map(|d| self.courses(block, columns, (class, k), around, &times, d));
                for (at, (none, time)) in none.chunks_exact(thetas).zip(&times).enumerate() {
                    match &courses {
                        Some(courses) => {
                            for (mean, course) in means.iter_mut().zip(courses) {
                                *mean = course[at];
                            }
                        }
                        None => {
                            let passed = self.passed(class, step, *time);
                            let thetas = active.iter().zip(adds).zip(none);
                            for (mean, ((active, adds), none)) in means.iter_mut().zip(thetas) {
                                *mean = 1.0 - none * (1.0 - active * adds * passed);
                            }
                        }
                    }
                    record.curve_of_thetas(arms, k, at, &means);
                }
            }
        }
    }
}

impl Compiled {
    /// Means over paths of the probability that a step with a condition has come by some times,
    /// `[theta][time]`.
    fn courses(
        &self,
        block: &Block,
        columns: &Columns,
        (class, k): (usize, usize),
        around: Around,
        times: &[f64],
        condition: usize,
    ) -> Vec<Vec<f64>> {
        let passed: Vec<f64> = times
            .iter()
            .map(|time| self.passed(class, &self.steps[k], *time))
            .collect();
        let active = self.active(class, k, around);
        let [start, end] = &columns.spells[class][condition];
        let share = 1.0 / block.paths as f64;
        let of_theta = |theta: usize| {
            let mut course = vec![0.0; times.len()];
            let (rate, adds) = (columns.rates[k][theta], columns.adds[class][k][theta]);
            for lane in block.lanes(theta) {
                let added = f64::from(active[lane]) * adds;
                let spell = [start[lane], end[lane]];
                within((rate, added), spell, share, times, &passed, &mut course);
            }
            course
        };
        (0..block.thetas.len()).map(of_theta).collect()
    }
}

/// Class of each arm.
pub fn classes_of(arms: &[Arm]) -> Vec<usize> {
    classify(arms).1
}
