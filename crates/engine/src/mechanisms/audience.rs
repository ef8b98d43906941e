//! Audiences: what the public comes to expect, and how far that is from the model.
//!
//! The host inflates the prospect by `spin` log odds, whatever share of the audience is
//! credulous (Kartik, Ottaviani & Squintani 2007); the effect fades with a half-life. The gap is
//! public belief less the arm's own probability of settlement.
//!
//! Equations: [`crate::laws::audience`]. Page: `docs/model/audience.md`.
//!
//! Does not model: several media. Groups that listen to one another, and public claims that feed
//! back, are in [`crate::mechanisms::publics`].

use pourparler_scenario::{Kind, Section};

use crate::arms::{Arm, classes, recording};
use crate::block::Block;
use crate::cells::Cell;
use crate::clock::DAYS_PER_MONTH;
use crate::laws::audience;
use crate::mechanism::{Build, Mechanism, Process};
use crate::mechanisms::keys::{NUMBER, SHARE, absent, prior};
use crate::mechanisms::{bargaining, leak, publics};
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
    half_life: Cell,
    /// What the public sees of a contact, and the arms in which it sees that.
    contacts: Vec<(Option<Seen>, Vec<usize>)>,
    clock_steps: usize,
    dt: f64,
}

/// A contact as the public sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Seen {
    /// When it takes place, months.
    from: f64,
    /// The contact, if it can leak.
    leaking: Option<usize>,
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
        let (belief, half_life) = (cell("belief", 0.1), cell("half_life", 30.0));
        let start = |arm: &Arm| {
            let contact = arm.contact.filter(|&k| !build.contacts[k].substitute)?;
            let source = &build.contacts[contact];
            Some(Seen {
                from: build.clock.start_of(source.step),
                leaking: leak::possible(source).then_some(contact),
            })
        };
        let (starts, of_arm) = classes(Vec::new(), build.arms.iter().map(start));
        let recording = recording(build.arms, &of_arm);
        Box::new(Compiled {
            belief,
            half_life,
            contacts: starts.into_iter().zip(recording).collect(),
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
        let spread = |means: &[f64]| block.spread_thetas(|theta| means[theta]);
        let times: Vec<f64> = (1..=self.clock_steps)
            .map(|step| step as f64 * self.dt)
            .collect();
        let mut gaps = vec![0.0; block.thetas.len()];
        for (contact, arms) in &self.contacts {
            let public = Public::new(self, block, *contact);
            let on_the_day = public.at(contact.map_or(0.0, |seen| seen.from));
            let later: Vec<Vec<f64>> = times.iter().map(|time| public.at(*time)).collect();
            record.set_all(arms, 0, &spread(&on_the_day));
            for (step, public) in later.iter().enumerate() {
                record.curve_of_thetas(arms, 0, step, public);
            }
            for &arm in arms {
                let settled = bargaining.talks.column(arm, |talk| talk.settled);
                let model: Vec<f64> = settled
                    .chunks_exact(block.paths)
                    .map(|paths| paths.iter().sum::<f64>() / block.paths as f64)
                    .collect();
                let gap = |public: &[f64], gaps: &mut [f64]| {
                    for (gap, (&p, &m)) in gaps.iter_mut().zip(public.iter().zip(&model)) {
                        *gap = audience::gap(p, m);
                    }
                };
                gap(&on_the_day, &mut gaps);
                record.set(arm, 1, &spread(&gaps));
                for (step, public) in later.iter().enumerate() {
                    gap(public, &mut gaps);
                    record.curve_of_thetas(&[arm], 1, step, &gaps);
                }
            }
        }
    }
}

/// What the public gives a settlement in each θ, where it sees a contact or none.
struct Public {
    /// Before the contact.
    belief: Vec<f64>,
    half_life: Vec<f64>,
    /// When the contact takes place, months; never without one.
    from: f64,
    /// What the host's spin adds, log odds.
    spin: Vec<f64>,
    /// Probability of a leak and what it and the spin add, where the contact can leak.
    leaks: Option<[Vec<f64>; 2]>,
}

impl Public {
    fn new(audience: &Compiled, block: &Block, contact: Option<Seen>) -> Self {
        let leaks: &leak::Columns = block.get();
        let publics: &publics::Columns = block.get();
        let of = |cell: Cell| block.thetas.iter().map(|values| values[cell]).collect();
        let spin: Vec<f64> = publics.distortion.clone();
        let leaking = contact.and_then(|seen| seen.leaking);
        let expected = leaking.map(|contact| {
            let thetas = spin.iter().enumerate();
            thetas.filter_map(move |(theta, spin)| {
                let (p, jump) = leaks.expected(contact, block, theta)?;
                Some((p, spin + jump))
            })
        });
        let leaks = expected.map(|pairs| {
            let (p, added): (Vec<f64>, Vec<f64>) = pairs.unzip();
            [p, added]
        });
        Self {
            belief: of(audience.belief),
            half_life: of(audience.half_life),
            from: contact.map_or(f64::INFINITY, |seen| seen.from),
            spin,
            leaks,
        }
    }

    /// After some months, the mean over whether the contact leaks.
    fn at(&self, months: f64) -> Vec<f64> {
        let mut out = self.belief.clone();
        if months < self.from {
            return out;
        }
        let days = (months - self.from) * DAYS_PER_MONTH;
        believe(days, &self.half_life, &self.spin, &mut out);
        if let Some([leak, added]) = &self.leaks {
            let mut leaked = self.belief.clone();
            believe(days, &self.half_life, added, &mut leaked);
            for ((out, leaked), p) in out.iter_mut().zip(leaked).zip(leak) {
                *out = (1.0 - p) * *out + p * leaked;
            }
        }
        out
    }
}

/// From the public's belief before the contact to that some days after it, in each θ.
#[multiversion::multiversion(targets("x86_64+avx2"))]
fn believe(days: f64, half_life: &[f64], added: &[f64], belief: &mut [f64]) {
    for ((p, &half_life), &added) in belief.iter_mut().zip(half_life).zip(added) {
        *p = audience::public_belief(*p, added, days, half_life);
    }
}
