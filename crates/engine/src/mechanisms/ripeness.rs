//! Ripeness: do both sides feel hurt, and does each see a way out (Zartman 1985, 2000)?
//!
//! Taken at the contact's date, after its messages, as each side perceives it. Page:
//! `docs/model/ripeness.md`. Equations: [`crate::laws::ripeness`].
//!
//! Does not model: ripening by a mediator's persuasion other than through the beliefs above.

use std::rc::Rc;

use pourparler_agreement::space::Space;
use pourparler_scenario::Section;

use crate::arms::recording;
use crate::block::Block;
use crate::cells::Cell;
use crate::lanes::{Column, LANES, by_lane};
use crate::laws::ripeness;
use crate::mechanism::{Build, Mechanism, Process};
use crate::mechanisms::packages::Slice;
use crate::mechanisms::types::{self, Listener};
use crate::mechanisms::{no_front, packages, politics, reservation, war};
use crate::quadrature::GaussHermite;
use crate::record::Recorder;
use crate::result::{Output, Unit};

/// The ripeness mechanism.
pub struct Ripeness;

/// Outputs in front of the sides' own.
const FIXED: usize = 2;
/// Names of the clauses, in the order of [`ripeness::margins`].
const CLAUSES: [&str; 4] = ["hurting_a", "hurting_b", "way_out_a", "way_out_b"];

struct Compiled {
    space: Space,
    /// Arms of each reservation class that record ripeness.
    arms: Vec<Vec<usize>>,
    contact_step: usize,
    rule: GaussHermite,
    /// Vulnerability and dominance by side, where there is no front to work them out from.
    given: Option<[[Cell; 2]; 2]>,
}

impl Mechanism for Ripeness {
    fn name(&self) -> &'static str {
        "ripeness"
    }

    fn sections(&self) -> &'static [Section] {
        &[]
    }

    fn build(&self, build: &mut Build) -> Box<dyn Process> {
        Box::new(Compiled {
            given: no_front::felt(build),
            space: build.space.clone(),
            arms: recording(build.arms, &reservation::classes_of(build.arms)),
            contact_step: build.contacts[0].step,
            rule: GaussHermite::new(5),
        })
    }
}

/// What a side feels about the war, `[lane]`.
struct Felt {
    vulnerability: Column,
    dominance: Column,
}

/// [`ripeness::vulnerability`] and dominance, the mean of [`ripeness::win_with_collapse`] over the
/// side's own belief on the drift, by lane, at its believed gains of the front per month.
#[multiversion::multiversion(targets("x86_64+avx2"))]
fn feel(rule: &GaussHermite, seen: &war::Seen, gain: &Column) -> Felt {
    let stakes = seen.stakes;
    let vulnerability = by_lane(|lane| {
        ripeness::vulnerability(
            stakes.cost[lane],
            stakes.win[lane],
            stakes.lose[lane],
            gain[lane],
            seen.sd[lane],
        )
    });
    let mut dominance = [0.0; LANES];
    let (own, other) = (&stakes.own_collapse, &stakes.other_collapse);
    let ends = war::Ends::new(seen, |lane| own[lane] + other[lane]);
    let mut work = [[0.0; LANES]; 4];
    for (&x, &weight) in rule.nodes().iter().zip(rule.weights()) {
        ends.discounts(seen, |lane| gain[lane] + seen.sd[lane] * x, &mut work);
        let [won, lost, ..] = &work;
        for lane in 0..LANES {
            let barriers = (won[lane], lost[lane]);
            dominance[lane] += weight * ripeness::win_of(barriers, own[lane], other[lane]);
        }
    }
    Felt {
        vulnerability,
        dominance,
    }
}

impl Compiled {
    /// Vulnerability and dominance; they depend on what is believed of the war alone.
    fn felt(&self, block: &Block, information: usize) -> [Rc<Felt>; 2] {
        if let Some(given) = &self.given {
            return given.map(|[vulnerability, dominance]| {
                Rc::new(Felt {
                    vulnerability: block.spread(vulnerability),
                    dominance: block.spread(dominance),
                })
            });
        }
        let war: &war::Columns = block.get();
        let politics: &politics::Columns = block.get();
        [0, 1].map(|side| {
            let support = politics.believed(side, information);
            let gain = by_lane(|lane| {
                let drift = war.believed_drift(side, information, lane);
                war::direction(side) * (drift + politics.slope[lane] * support[lane])
            });
            let inputs: &[&[f64]] = &[&[war.identity()], &gain];
            block.share(("felt", side as u32, 0), inputs, || {
                feel(&self.rule, &war.seen(side), &gain)
            })
        })
    }

    /// What is recorded of a class, from what its sides feel.
    fn class(&self, columns: &mut Columns, around: &Around, class: usize, felt: &[Rc<Felt>; 2]) {
        let breach = around.reservation.classes[class].1;
        for (theta, frontiers) in around.packages.frontiers.iter().enumerate() {
            let finals = &frontiers[breach].finals;
            for lane in around.block.lanes(theta) {
                let vulnerability = [felt[0].vulnerability[lane], felt[1].vulnerability[lane]];
                let way_out = around.way_out(finals, class, lane);
                let margins = ripeness::margins(vulnerability, way_out);
                let margin = ripeness::ripe_margin(margins);
                let mut set = |output: usize, x: f64| columns.0[output][class][lane] = x;
                set(0, f64::from(margin > 0.0));
                set(1, margin);
                for (k, share) in ripeness::failing_clause(margins).into_iter().enumerate() {
                    set(FIXED + 4 + k, share);
                }
            }
        }
        for (side, felt) in felt.iter().enumerate() {
            columns.0[FIXED + 2 * side][class] = felt.vulnerability;
            columns.0[FIXED + 2 * side + 1][class] = felt.dominance;
        }
    }
}

/// What ripeness reads of the other mechanisms.
struct Around<'a> {
    block: &'a Block,
    packages: &'a packages::Columns,
    reservation: &'a reservation::Columns,
    types: &'a types::Columns,
}

impl Around<'_> {
    /// Largest common surplus in a final package as each side sees it: its own reservation as it
    /// is, the other's as it is believed.
    #[inline]
    fn way_out(&self, finals: &Slice, class: usize, lane: usize) -> [f64; 2] {
        let Self {
            reservation, types, ..
        } = *self;
        let information = reservation.classes[class].0;
        let mut own = [0.0; 2];
        let mut seen = [0.0; 2];
        for side in 0..2 {
            let (base, spread) = (
                reservation.base[class][side][lane],
                reservation.spread[side][lane],
            );
            let taken = types.expected(information, side, Listener::OtherSide, true, lane);
            own[side] = base + spread * types.types[side][lane];
            seen[side] = base + spread * taken;
        }
        [
            largest_common_surplus(&finals.u, [own[0], seen[1]]),
            largest_common_surplus(&finals.u, [seen[0], own[1]]),
        ]
    }
}

/// The most that the worse-off side can keep above its reservation; −1 where nothing can be
/// signed. A's surplus falls along the frontier and B's rises: the best lies where they cross.
fn largest_common_surplus(u: &[Vec<f64>; 2], v: [f64; 2]) -> f64 {
    let surplus = |k: usize| (u[0][k] - v[0]).min(u[1][k] - v[1]);
    let (mut low, mut at) = (0, u[0].len());
    while low < at {
        let middle = (low + at) / 2;
        if u[0][middle] - v[0] > u[1][middle] - v[1] {
            low = middle + 1
        } else {
            at = middle
        }
    }
    let mut most: f64 = -1.0;
    for k in at.saturating_sub(1)..(at + 1).min(u[0].len()) {
        most = most.max(surplus(k));
    }
    most
}

/// Recorded at the contact's step, `[output][class][lane]`.
#[derive(Default)]
struct Columns(Vec<Vec<Column>>);

impl Process for Compiled {
    fn outputs(&self) -> Vec<Output> {
        let output = |name: String, unit, about: &str| Output {
            name,
            unit,
            about: about.into(),
        };
        let mut outputs = vec![
            output(
                "ripe".into(),
                Unit::Probability,
                "both sides feel hurt and each sees a way out",
            ),
            output(
                "ripe_margin".into(),
                Unit::Index,
                "smallest margin of the four clauses of ripeness",
            ),
        ];
        let (hurt, wins) = match self.given {
            Some(_) => (
                "how sure the side is that going on costs it more than it gains",
                "probability the side itself gives to getting its way without an agreement",
            ),
            None => (
                "how sure the side is that fighting costs it more than it gains",
                "probability the side itself gives to winning",
            ),
        };
        for side in self.space.sides {
            let id = &self.space.parties[side].id;
            outputs.push(output(format!("vulnerability.{id}"), Unit::Index, hurt));
            outputs.push(output(format!("dominance.{id}"), Unit::Index, wins));
        }
        for clause in CLAUSES {
            outputs.push(output(
                format!("unripe.{clause}"),
                Unit::Probability,
                "this clause is the one that fails worst",
            ));
        }
        outputs
    }

    fn start(&self, block: &mut Block) {
        let outputs = FIXED + 4 + CLAUSES.len();
        block.put(Columns(vec![vec![[0.0; LANES]; self.arms.len()]; outputs]));
    }

    fn step(&self, block: &mut Block, step: usize, _record: &mut Recorder) {
        if step != self.contact_step {
            return;
        }
        block.own(|columns: &mut Columns, block| {
            let around = Around {
                block,
                packages: block.get(),
                reservation: block.get(),
                types: block.get(),
            };
            let mut felt: Vec<Option<[Rc<Felt>; 2]>> = Vec::new();
            for (class, arms) in self.arms.iter().enumerate() {
                if arms.is_empty() {
                    continue;
                }
                let information = around.reservation.classes[class].0;
                if felt.len() <= information {
                    felt.resize_with(information + 1, || None);
                }
                let felt = felt[information].get_or_insert_with(|| self.felt(block, information));
                self.class(columns, &around, class, felt);
            }
        });
    }

    fn record(&self, block: &mut Block, record: &mut Recorder) {
        let columns: &Columns = block.get();
        for (class, arms) in self.arms.iter().enumerate() {
            for (output, column) in columns.0.iter().enumerate() {
                record.set_all(arms, output, &column[class]);
            }
        }
    }
}
