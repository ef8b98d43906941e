//! Audiences: what the public comes to expect, and how far that is from the model.
//!
//! The host inflates the prospect by `spin` log odds, whatever share of the audience is
//! credulous (Kartik, Ottaviani & Squintani 2007); the effect fades with a half-life. The gap is
//! public belief less the arm's own probability of settlement.
//!
//! Equations: [`crate::laws::audience`]. Page: `docs/model/audience.md`.
//!
//! Does not model: networks, and public claims that feed back on politics.

use pourparler_scenario::{Kind, Section};

use crate::block::Block;
use crate::cells::Cell;
use crate::clock::DAYS_PER_MONTH;
use crate::lanes::by_lane;
use crate::laws::audience;
use crate::mechanism::{Build, Mechanism, Process};
use crate::mechanisms::bargaining;
use crate::mechanisms::keys::{NUMBER, SHARE, absent, prior};
use crate::record::Recorder;
use crate::result::{Output, Unit};

const SECTIONS: &[Section] = &[Section {
    path: "audience",
    title: "Audiences",
    doc: "What the public expects of a settlement, and how the contact is presented to it.",
    keys: &[
        prior(
            "belief",
            SHARE,
            "probability",
            "\"3% .. 30%\"",
            "no market or poll was given",
            "Probability of a settlement within the horizon by a market or a poll.",
            "\"8% .. 15%\"",
        ),
        absent(
            "date",
            Kind::Date,
            "Day of that market or poll.",
            "2025-12-01",
        ),
        absent(
            "rule",
            Kind::Text,
            "What the market or poll counts.",
            "\"a signed peace\"",
        ),
        prior(
            "spin",
            NUMBER,
            "log odds",
            "{ normal = [0, 0.4] }",
            "no shift across earlier contacts was measured",
            "By how much the host wants the audience's belief above the truth.",
            "\"0.1 .. 0.8\"",
        ),
        prior(
            "half_life",
            Kind::Quantity {
                min: 1.0,
                max: 3650.0,
            },
            "days",
            "\"7 .. 60\"",
            "news of a visit fades in weeks",
            "How long the effect on the audience lasts.",
            "\"2 .. 8 weeks\"",
        ),
    ],
}];

/// The audience mechanism.
pub struct Audience;

struct Compiled {
    belief: Cell,
    spin: Cell,
    half_life: Cell,
    /// Start of each arm's contact in months, where it has one.
    contacts: Vec<Option<f64>>,
    full: Vec<bool>,
    clock_steps: usize,
    dt: f64,
}

impl Mechanism for Audience {
    fn name(&self) -> &'static str {
        "audience"
    }

    fn sections(&self) -> &'static [Section] {
        SECTIONS
    }

    fn build(&self, build: &mut Build) -> Box<dyn Process> {
        let table = build.root.child("audience");
        let mut cell = |key: &str, otherwise: f64| match table.and_then(|t| t.quantity(key)) {
            Some(quantity) => build.cells.quantity(quantity),
            None => build.cells.constant(otherwise),
        };
        let (belief, spin, half_life) = (
            cell("belief", 0.1),
            cell("spin", 0.0),
            cell("half_life", 30.0),
        );
        let contacts = build.arms.iter().map(|arm| {
            arm.contact
                .map(|k| build.clock.start_of(build.contacts[k].step))
        });
        Box::new(Compiled {
            belief,
            spin,
            half_life,
            contacts: contacts.collect(),
            full: build.arms.iter().map(|a| !a.settlement_only()).collect(),
            clock_steps: build.clock.steps,
            dt: build.clock.dt,
        })
    }
}

impl Process for Compiled {
    fn outputs(&self) -> Vec<Output> {
        vec![
            Output {
                name: "public_belief".into(),
                unit: Unit::Probability,
                about: "what the public gives a settlement, on the day of the contact".into(),
            },
            Output {
                name: "gap".into(),
                unit: Unit::Index,
                about: "public belief less the model's probability, on the day of the contact"
                    .into(),
            },
        ]
    }

    fn record(&self, block: &mut Block, record: &mut Recorder) {
        let bargaining: &bargaining::Columns = block.get();
        for arm in (0..self.full.len()).filter(|&arm| self.full[arm]) {
            let settled = bargaining.talks.column(arm, |talk| talk.settled);
            let model: Vec<f64> = (0..block.thetas.len())
                .map(|t| settled[block.lanes(t)].iter().sum::<f64>() / block.paths as f64)
                .collect();
            let at = |months: f64| -> Vec<f64> {
                block
                    .thetas
                    .iter()
                    .map(|values| match self.contacts[arm] {
                        Some(from) if months >= from => audience::public_belief(
                            values[self.belief],
                            values[self.spin],
                            (months - from) * DAYS_PER_MONTH,
                            values[self.half_life],
                        ),
                        _ => values[self.belief],
                    })
                    .collect()
            };
            let gaps = |public: &[f64]| -> Vec<f64> {
                public
                    .iter()
                    .zip(&model)
                    .map(|(&p, &m)| audience::gap(p, m))
                    .collect()
            };
            let spread = |means: &[f64]| by_lane(|lane| means[block.theta(lane)]);
            let public = at(self.contacts[arm].unwrap_or(0.0));
            record.set(arm, 0, &spread(&public));
            record.set(arm, 1, &spread(&gaps(&public)));
            for step in 0..self.clock_steps {
                let public = at((step + 1) as f64 * self.dt);
                record.curve_of_thetas(&[arm], 0, step, &public);
                record.curve_of_thetas(&[arm], 1, step, &gaps(&public));
            }
        }
    }
}
