//! Leaks: a confidential message that reaches the audiences.
//!
//! With a probability of its own what the contact carried becomes public on its day. The
//! audiences' belief jumps, and the channel has lost its credibility for the next contacts: the
//! contact no longer brings about the next meeting (`steps.channel`), and a meeting that takes
//! place all the same neither keeps what was said from going stale nor works as a hotline.
//!
//! Source: model §5. Page: `docs/model/leak.md`.
//!
//! Does not model: who leaks and why, or a leak that comes weeks later.

use pourparler_scenario::Section;

use crate::block::Block;
use crate::cells::Cell;
use crate::lanes::{Column, by_lane};
use crate::mechanism::{Build, ContactSource, Mechanism, Process};
use crate::mechanisms::contact;
use crate::mechanisms::keys::{NUMBER, SHARE, prior, value};
use crate::random::Stream;
use crate::record::Recorder;
use crate::result::{Output, Unit};
use crate::streams::{Source, stream};

const SECTIONS: &[Section] = &[Section {
    path: "contact",
    title: "Leaks",
    doc: "What was said in confidence, become public.",
    keys: &[
        value(
            "leak",
            SHARE,
            "0",
            "Probability that what the contact carries in confidence becomes public.",
            "\"5% .. 30%\"",
        ),
        prior(
            "leak_jump",
            NUMBER,
            "log odds",
            "{ normal = [0, 0.5] }",
            "a leak looks like progress or like betrayal",
            "How far a leak moves what the public gives a settlement.",
            "\"-0.8 .. 0\"",
        ),
    ],
}];

const LEAKED: Stream = stream(Source::Leak, 0);

/// The leak mechanism.
pub struct Leak;

/// Leaks of a contact.
struct Leaking {
    /// Probability by lane: 0 where nothing is carried.
    probability: Column,
    /// 1 where it leaks.
    leaked: Column,
    /// Jump of the public's belief, log odds, by lane.
    jump: Column,
}

/// Leaks by contact.
#[derive(Default)]
pub struct Columns(Vec<Option<Leaking>>);

impl Columns {
    /// Whether what a contact carried has leaked on a lane.
    pub fn leaked(&self, contact: usize, lane: usize) -> bool {
        self.0[contact]
            .as_ref()
            .is_some_and(|leaking| leaking.leaked[lane] > 0.0)
    }

    /// Probability of a leak of a contact and the jump it makes (log odds), in one θ; none where
    /// the contact cannot leak.
    pub fn expected(&self, contact: usize, block: &Block, theta: usize) -> Option<(f64, f64)> {
        let leaking = self.0[contact].as_ref()?;
        let lanes = block.lanes(theta);
        let mean = leaking.probability[lanes.clone()].iter().sum::<f64>() / block.paths as f64;
        Some((mean, leaking.jump[lanes.start]))
    }
}

/// Whether a contact can leak.
pub fn possible(contact: &ContactSource) -> bool {
    let leak = contact.table.quantity("leak");
    !contact.substitute && leak.is_some_and(|quantity| quantity.law.certain() != Some(0.0))
}

struct Compiled {
    /// Probability and jump of each contact that can leak.
    contacts: Vec<Option<[Cell; 2]>>,
    /// Contact of each arm.
    arms: Vec<Option<usize>>,
}

impl Mechanism for Leak {
    fn name(&self) -> &'static str {
        "leak"
    }

    fn sections(&self) -> &'static [Section] {
        SECTIONS
    }

    fn build(&self, build: &mut Build) -> Box<dyn Process> {
        let mut cells = |contact: &ContactSource| {
            ["leak", "leak_jump"].map(|key| match contact.table.quantity(key) {
                Some(quantity) => build.cells.quantity(quantity),
                None => build.cells.constant(0.0),
            })
        };
        let contacts = build.contacts.iter();
        let contacts = contacts.map(|contact| possible(contact).then(|| cells(contact)));
        Box::new(Compiled {
            contacts: contacts.collect(),
            arms: build
                .arms
                .iter()
                .map(|arm| arm.contact.filter(|_| !arm.settlement_only()))
                .collect(),
        })
    }
}

impl Compiled {
    fn any(&self) -> bool {
        self.contacts.iter().any(Option::is_some)
    }
}

impl Process for Compiled {
    fn outputs(&self) -> Vec<Output> {
        let output = || Output {
            name: "leak".into(),
            unit: Unit::Probability,
            about: "what the contact carries in private becomes public".into(),
        };
        self.any().then(output).into_iter().collect()
    }

    fn start(&self, block: &mut Block) {
        let mandates: &contact::Columns = block.get();
        let leaking = |contact: usize, [probability, jump]: [Cell; 2]| {
            let u = block.stratified(LEAKED, 0);
            let given = block.spread(probability);
            let carried = |lane| f64::from(mandates.carried(contact, lane));
            let probability = by_lane(|lane| given[lane] * carried(lane));
            Leaking {
                leaked: by_lane(|lane| f64::from(u[lane] < probability[lane])),
                probability,
                jump: block.spread(jump),
            }
        };
        let contacts = self.contacts.iter().enumerate();
        let columns = contacts.map(|(k, cells)| cells.map(|cells| leaking(k, cells)));
        let columns = Columns(columns.collect());
        block.put(columns);
    }

    fn record(&self, block: &mut Block, record: &mut Recorder) {
        if !self.any() {
            return;
        }
        let columns: &Columns = block.get();
        for (arm, contact) in self.arms.iter().enumerate() {
            let Some(contact) = contact else { continue };
            let leaking = columns.0[*contact].as_ref();
            let probability = leaking.map_or([0.0; crate::lanes::LANES], |l| l.probability);
            record.set(arm, 0, &probability);
        }
    }
}
