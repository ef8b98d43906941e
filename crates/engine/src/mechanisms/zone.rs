//! The zone of possible agreement: whether some settlement gives both sides their reservation.
//!
//! Recorded at every step and at the contact's date. Where the responder's type is integrated
//! out, the zone is a threshold on that type, and its probability the share of types below it.
//! War that ends by force closes the zone from then on.
//!
//! Source: model §2. Page: `docs/model/agreement.md`.

use pourparler_scenario::Section;

use crate::arms::recording;
use crate::block::Block;
use crate::lanes::{self, Column, LANES, by_lane};
use crate::mechanism::{Build, Mechanism, Process};
use crate::mechanisms::packages::{Frontiers, Near, Slice};
use crate::mechanisms::{packages, reservation, types, war};
use crate::record::Recorder;
use crate::result::{Output, Unit};

/// The zone mechanism.
pub struct Zone;

/// The zone by reservation class.
#[derive(Default)]
pub struct Columns {
    /// Largest threshold so far, `[class][lane]`; see [`types::Columns::below`].
    best: Vec<Column>,
    /// Where the last search for a zone ended, `[class][lane]`.
    near: Vec<[Near; LANES]>,
    /// Probability that the zone has been open while the war went on, `[class][lane]`.
    pub ever: Vec<Column>,
    at_contact: Vec<Column>,
    on_issues: Vec<Vec<Column>>,
}

struct Compiled {
    /// Arms of each reservation class that record the zone.
    arms: Vec<Vec<usize>>,
    contact_step: usize,
    questions: Vec<Vec<String>>,
}

impl Mechanism for Zone {
    fn name(&self) -> &'static str {
        "zone"
    }

    fn sections(&self) -> &'static [Section] {
        &[]
    }

    fn build(&self, build: &mut Build) -> Box<dyn Process> {
        Box::new(Compiled {
            arms: recording(build.arms, &reservation::classes_of(build.arms)),
            contact_step: build.contacts[0].step,
            questions: build.questions.zones.clone(),
        })
    }
}

/// Threshold of a zone that drawn types leave open, and of one that they close.
pub const OPEN: f64 = 1.0;
const CLOSED: f64 = -1.0;

/// The largest type of the responder that leaves a zone, or [`OPEN`] or not for drawn types; for
/// `near` see [`Slice::is_open`].
#[inline(always)]
pub fn threshold(
    slice: &Slice,
    types: &types::Columns,
    base: [f64; 2],
    spread: [f64; 2],
    lane: usize,
    near: &mut Near,
) -> f64 {
    match types.integrated_for {
        Some(proposer) => {
            let responder = 1 - proposer;
            let own = base[proposer] + types.types[proposer][lane] * spread[proposer];
            slice
                .best_for(responder, own)
                .map_or(f64::NEG_INFINITY, |u| {
                    (u - base[responder]) / spread[responder]
                })
        }
        None => {
            let least = [
                base[0] + types.types[0][lane] * spread[0],
                base[1] + types.types[1][lane] * spread[1],
            ];
            if slice.is_open(least, near) {
                OPEN
            } else {
                CLOSED
            }
        }
    }
}

/// Where a zone of drawn types that has not been open yet may be: not where even its best
/// settlement leaves a side short.
#[multiversion::multiversion(targets("x86_64+avx2"))]
fn within_reach(
    ([base_a, base_b], [spread_a, spread_b]): (&[Column; 2], &[Column; 2]),
    [type_a, type_b]: &[Column; 2],
    [most_a, most_b]: &[Column; 2],
    best: &Column,
) -> [bool; LANES] {
    std::array::from_fn(|lane| {
        let least_a = base_a[lane] + type_a[lane] * spread_a[lane];
        let least_b = base_b[lane] + type_b[lane] * spread_b[lane];
        (most_a[lane] >= least_a) & (most_b[lane] >= least_b) & (best[lane] < OPEN)
    })
}

impl Process for Compiled {
    fn outputs(&self) -> Vec<Output> {
        let output = |name: String, about: &str| Output {
            name,
            unit: Unit::Probability,
            about: about.into(),
        };
        let mut outputs = vec![
            output(
                "zone".into(),
                "a settlement gives both sides their reservation at some step",
            ),
            output(
                "zone_now".into(),
                "a settlement gives both sides their reservation at the contact's date",
            ),
        ];
        for issues in &self.questions {
            outputs.push(output(
                format!("zone_now[{}]", issues.join(",")),
                "the same, with every other issue as it stands today",
            ));
        }
        outputs
    }

    fn start(&self, block: &mut Block) {
        let classes = self.arms.len();
        block.put(Columns {
            best: vec![[f64::NEG_INFINITY; LANES]; classes],
            near: vec![[Near::default(); LANES]; classes],
            ever: vec![[0.0; LANES]; classes],
            at_contact: vec![[0.0; LANES]; classes],
            on_issues: vec![vec![[0.0; LANES]; classes]; self.questions.len()],
        });
    }

    fn step(&self, block: &mut Block, step: usize, _record: &mut Recorder) {
        block.own(|columns: &mut Columns, block| {
            let packages: &packages::Columns = block.get();
            let reservation: &reservation::Columns = block.get();
            let types: &types::Columns = block.get();
            let war: &war::Columns = block.get();
            let mut lanes = [0; LANES];
            for (class, &(information, breach)) in reservation.classes.iter().enumerate() {
                if self.arms[class].is_empty() {
                    continue;
                }
                let [base_a, base_b] = &reservation.base[class];
                let [spread_a, spread_b] = &reservation.spread;
                let (best, ever) = (&mut columns.best[class], &mut columns.ever[class]);
                let looked_at = match types.integrated_for {
                    Some(_) => [true; LANES],
                    None => {
                        let reservation = (&reservation.base[class], &reservation.spread);
                        within_reach(reservation, &types.types, &packages.most[breach], best)
                    }
                };
                let count = lanes::choose(&looked_at, &mut lanes);
                for &lane in &lanes[..count] {
                    let finals = &packages.frontiers[block.theta(lane)][breach].finals;
                    let base = [base_a[lane], base_b[lane]];
                    let spread = [spread_a[lane], spread_b[lane]];
                    let near = &mut columns.near[class][lane];
                    let now = threshold(finals, types, base, spread, lane, near);
                    if now > best[lane] {
                        let gained = types.below(information, now, lane)
                            - types.below(information, best[lane], lane);
                        ever[lane] += war.ground.at.alive[lane] * gained;
                        best[lane] = now;
                    }
                }
                if step == self.contact_step {
                    let open = |slice: fn(&Frontiers, usize) -> &Slice, k: usize| {
                        by_lane(|lane| {
                            let frontiers = &packages.frontiers[block.theta(lane)][breach];
                            let base = [base_a[lane], base_b[lane]];
                            let spread = [spread_a[lane], spread_b[lane]];
                            let slice = slice(frontiers, k);
                            let near = &mut Near::default();
                            let now = threshold(slice, types, base, spread, lane, near);
                            types.below(information, now, lane) * war.ground.at.alive[lane]
                        })
                    };
                    columns.at_contact[class] = open(|frontiers, _| &frontiers.finals, 0);
                    for (k, column) in columns.on_issues.iter_mut().enumerate() {
                        column[class] = open(|frontiers, k| &frontiers.on_issues[k], k);
                    }
                }
            }
        });
    }

    fn record(&self, block: &mut Block, record: &mut Recorder) {
        let columns: &Columns = block.get();
        for (class, arms) in self.arms.iter().enumerate() {
            record.set_all(arms, 0, &columns.ever[class]);
            record.set_all(arms, 1, &columns.at_contact[class]);
            for (k, column) in columns.on_issues.iter().enumerate() {
                record.set_all(arms, 2 + k, &column[class]);
            }
        }
    }
}
