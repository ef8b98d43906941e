//! Named shocks: a massacre, a coup, a market crash, the collapse of a coalition.
//!
//! A shock comes at a rate of its own whatever the contact does: P(by t) = 1 − e^(−h·t). While it
//! lasts it multiplies hazards and the rate of offers and adds to the drift of the front; the
//! moment it comes it moves the patron's mood. Every arm of a world has the same shocks, drawn
//! on a stream of their own.
//!
//! Source: model §9. Page: `docs/model/shocks.md`.
//!
//! Does not model: a shock that comes twice, that the contact makes likelier, or whose end the
//! sides already count on while it lasts.

use std::rc::Rc;

use pourparler_scenario::{Kind, Law, Section, Table};

use crate::block::Block;
use crate::cells::{Cell, Values};
use crate::clock::DAYS_PER_MONTH;
use crate::lanes::{Column, LANES, by_lane};
use crate::laws::steps as law;
use crate::math::ln;
use crate::mechanism::{Build, Mechanism, Process};
use crate::mechanisms::keys::{NUMBER, POSITIVE, absent, prior, value};
use crate::random::Stream;
use crate::record::Recorder;
use crate::result::{Output, Unit};
use crate::streams::{Source, named_stream};

const FACTOR: Kind = Kind::Quantity {
    min: 0.0,
    max: 20.0,
};

const SECTIONS: &[Section] = &[
    Section {
        path: "shocks.*",
        title: "Shocks",
        doc: "An event on no known day that the contact does not bring about and that changes \
              what it meets with: a massacre, a coup, the fall of a government.",
        keys: &[
            absent(
                "name",
                Kind::Text,
                "Name for reports.",
                "\"the coalition falls\"",
            ),
            prior(
                "hazard",
                POSITIVE,
                "per month",
                "\"0.005 .. 0.1\"",
                "from once in two decades to once a year",
                "Rate at which it comes. For k of the last n months write \
                 { beta = [k + 1/2, n - k + 1/2] }: a Beta law is read as the share of months in \
                 which it came and turned into a rate.",
                "{ beta = [1.5, 23.5] }",
            ),
            prior(
                "lasts",
                POSITIVE,
                "days",
                "{ lognormal = [7, 180] }",
                "from a week to half a year",
                "How long its changes hold.",
                "\"2 .. 8 weeks\"",
            ),
        ],
    },
    Section {
        path: "shocks.*.changes",
        title: "What a shock changes while it lasts",
        doc: "Multipliers and additions; what is left out stays as it is.",
        keys: &[
            value(
                "hazards",
                FACTOR,
                "1",
                "Multiplier of every red line's hazard.",
                "\"1.5 .. 4\"",
            ),
            value(
                "offers",
                FACTOR,
                "1",
                "Multiplier of the rate of offers of the existing process.",
                "\"0.2 .. 0.8\"",
            ),
            value(
                "drift",
                NUMBER,
                "0",
                "Added to the drift of the front towards side a's victory, per month.",
                "\"-0.02 .. 0\"",
            ),
            value(
                "mood",
                NUMBER,
                "0",
                "Jump of the patron's support when it comes, in standard deviations; it fades as \
                 moods do.",
                "\"-1 .. -0.2\"",
            ),
        ],
    },
];

/// The mechanism of shocks.
pub struct Shocks;

/// A shock on the lanes of a block.
struct Spell {
    /// Start and end in months; never where it does not come.
    start: Column,
    end: Column,
    hazards: Column,
    offers: Column,
    drift: Column,
    mood: Column,
}

impl Spell {
    #[inline]
    fn on(&self, lane: usize, months: f64) -> bool {
        self.start[lane] <= months && months < self.end[lane]
    }
}

/// The shocks of a block, the same in every arm.
#[derive(Default)]
pub struct Columns(Vec<Spell>);

impl Columns {
    /// Whether the scenario names none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Multiplier of the process's rate of offers at a time (months).
    pub fn offers(&self, lane: usize, months: f64) -> f64 {
        let on = self.0.iter().filter(|spell| spell.on(lane, months));
        on.map(|spell| spell.offers[lane]).product()
    }

    /// The largest multiplier of offers that any set of shocks can reach on a lane.
    pub fn most_offers(&self, lane: usize) -> f64 {
        self.0
            .iter()
            .map(|spell| spell.offers[lane].max(1.0))
            .product()
    }

    /// Multiplies `out`, a column per step of `dt` months, by what the shocks do to every hazard;
    /// sets `changed` on the lanes on which some does anything.
    pub fn temper_hazards(&self, dt: f64, out: &mut [Column], changed: &mut [bool; LANES]) {
        for spell in &self.0 {
            for (lane, changed) in changed.iter_mut().enumerate() {
                *changed |= spell.hazards[lane] != 1.0 && spell.start[lane].is_finite();
            }
            for (step, out) in out.iter_mut().enumerate() {
                for (lane, x) in out.iter_mut().enumerate() {
                    let on = spell.on(lane, step as f64 * dt);
                    *x *= if on { spell.hazards[lane] } else { 1.0 };
                }
            }
        }
    }

    /// What the shocks add to the front's drift between two times (months), by lane, their mean
    /// over that time.
    pub fn drift(&self, from: f64, to: f64) -> Column {
        by_lane(|lane| {
            let share = |spell: &Spell| {
                let (start, end) = (spell.start[lane].max(from), spell.end[lane].min(to));
                (end - start).max(0.0) / (to - from)
            };
            self.0
                .iter()
                .map(|spell| spell.drift[lane] * share(spell))
                .sum()
        })
    }

    /// How far the shocks that come after `from` and up to `to` (months) move the patron's mood,
    /// by lane.
    pub fn jumps(&self, from: f64, to: f64) -> Column {
        by_lane(|lane| {
            let came = |spell: &&Spell| spell.start[lane] > from && spell.start[lane] <= to;
            self.0
                .iter()
                .filter(came)
                .map(|spell| spell.mood[lane])
                .sum()
        })
    }
}

struct Shock {
    id: String,
    hazard: Cell,
    /// The hazard was given as k of n months: a share, to be turned into a rate.
    share_of_months: bool,
    lasts: Cell,
    hazards: Cell,
    offers: Cell,
    drift: Cell,
    mood: Cell,
    stream: Stream,
}

impl Shock {
    fn rate(&self, values: &Values) -> f64 {
        match self.share_of_months {
            true => law::rate(values[self.hazard], 1.0),
            false => values[self.hazard],
        }
    }
}

struct Compiled {
    shocks: Vec<Shock>,
    /// Arms that record more than settlement.
    recording: Vec<usize>,
    clock_steps: usize,
    dt: f64,
}

impl Mechanism for Shocks {
    fn name(&self) -> &'static str {
        "shocks"
    }

    fn sections(&self) -> &'static [Section] {
        SECTIONS
    }

    fn build(&self, build: &mut Build) -> Box<dyn Process> {
        let root = build.root;
        let mut shocks = Vec::new();
        for (id, table) in root.tables("shocks") {
            let mut cell = |table: Option<&Table>, key: &str, otherwise: f64| match table
                .and_then(|t| t.quantity(key))
            {
                Some(quantity) => build.cells.quantity(quantity),
                None => build.cells.constant(otherwise),
            };
            let changes = table.child("changes");
            shocks.push(Shock {
                id: id.to_string(),
                hazard: cell(Some(table), "hazard", 0.0),
                share_of_months: table
                    .quantity("hazard")
                    .is_some_and(|q| matches!(q.law, Law::Beta { .. })),
                lasts: cell(Some(table), "lasts", 30.0),
                hazards: cell(changes, "hazards", 1.0),
                offers: cell(changes, "offers", 1.0),
                drift: cell(changes, "drift", 0.0),
                mood: cell(changes, "mood", 0.0),
                stream: named_stream(Source::Shocks, 0, id),
            });
        }
        let arms = build.arms.iter().enumerate();
        let full = arms.filter(|(_, arm)| !arm.settlement_only());
        Box::new(Compiled {
            shocks,
            recording: full.map(|(k, _)| k).collect(),
            clock_steps: build.clock.steps,
            dt: build.clock.dt,
        })
    }
}

impl Process for Compiled {
    fn outputs(&self) -> Vec<Output> {
        let output = |shock: &Shock| Output {
            name: format!("shock.{}", shock.id),
            unit: Unit::Probability,
            about: "it comes, whatever the contact does".into(),
        };
        self.shocks.iter().map(output).collect()
    }

    fn start(&self, block: &mut Block) {
        let spells = self.shocks.iter().map(|shock| {
            let u: Rc<Column> = block.stratified(shock.stream, 0);
            let rate = block.spread_with(|values| shock.rate(values).max(1e-300));
            let lasts = block.spread_with(|values| values[shock.lasts] / DAYS_PER_MONTH);
            let horizon = self.clock_steps as f64 * self.dt;
            let start = by_lane(|lane| {
                let months = -ln(1.0 - u[lane]) / rate[lane];
                if months < horizon {
                    months
                } else {
                    f64::INFINITY
                }
            });
            Spell {
                start,
                end: by_lane(|lane| start[lane] + lasts[lane]),
                hazards: block.spread(shock.hazards),
                offers: block.spread(shock.offers),
                drift: block.spread(shock.drift),
                mood: block.spread(shock.mood),
            }
        });
        let columns = Columns(spells.collect());
        block.put(columns);
    }

    fn record(&self, block: &mut Block, record: &mut Recorder) {
        for (k, shock) in self.shocks.iter().enumerate() {
            let by = |months: f64| -> Vec<f64> {
                let of = |values| law::probability(shock.rate(values), months);
                block.thetas.iter().map(of).collect()
            };
            let end = by(self.clock_steps as f64 * self.dt);
            record.set_all(&self.recording, k, &block.spread_thetas(|theta| end[theta]));
            for step in 0..self.clock_steps {
                let so_far = by((step + 1) as f64 * self.dt);
                record.curve_of_thetas(&self.recording, k, step, &so_far);
            }
        }
    }
}
