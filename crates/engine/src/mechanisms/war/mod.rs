//! The war: the front, what each side believes about it, and what fighting on is worth.
//!
//! The front y runs from −1 (side B has won) to 1 (side A has won) as a Brownian path with the
//! true drift; each side holds a normal belief on the drift that front movements update. The
//! value of fighting on, V, is taken over that belief by seven-point Gauss–Hermite quadrature.
//!
//! Equations: [`crate::laws::war`]. Page: `docs/model/war.md`.
//!
//! Does not model: several fronts, arms flows as strategy, or a feedback of an interim deal on
//! where the front stands.

mod ground;
mod keys;
mod value;

use std::rc::Rc;

use pourparler_agreement::space::Space;
use pourparler_scenario::Section;

use crate::block::Block;
use crate::cells::{Cell, Values};
use crate::lanes::{Column, LANES, by_lane};
use crate::laws::war::{self, Stakes};
use crate::mechanism::{Build, Mechanism, Process};
use crate::mechanisms::information::{self, About};
use crate::mechanisms::{contact, no_front, packages, politics};
use crate::record::Recorder;

use self::ground::Ground;
use self::value::StakeColumns;
pub use self::value::{Ends, Seen};

/// The war mechanism.
pub struct War;

/// The front and the value of fighting on.
pub struct Columns {
    /// The front as it stands, and what both sides make of it unless they are told something.
    pub ground: Rc<Ground>,
    /// What messages add to the believed drift towards A's victory, `[class][side][lane]`.
    shift: Vec<[Column; 2]>,
    /// Stakes with `hold` at today's line, `[theta][side]`.
    pub stakes: Vec<[Stakes; 2]>,
    /// Value of fighting on, `[class][side][lane]`.
    pub value: Vec<[Column; 2]>,
    /// Value at the first step with no message, `[side][lane]`.
    pub value_at_start: [Column; 2],
    /// Discount rate, `[lane]`.
    pub discount: Column,
    terrain: Terrain,
}

/// What does not change while the war goes on.
struct Terrain {
    /// Volatility of the front, `[lane]`.
    volatility: Column,
    /// Where the front runs today, `[lane]`.
    today: Column,
    /// Stakes as columns, `[side]`.
    stakes: [StakeColumns; 2],
}

impl Columns {
    /// A conflict without a front: the value of no agreement, `[side]`, is all there is of it and
    /// nothing changes it; until an event a side has that value.
    pub fn still(block: &Block, classes: usize, value: [Column; 2], discount: Column) -> Self {
        let (zero, one) = ([0.0; LANES], [1.0; LANES]);
        let stake = |theta: usize, side: usize| {
            let lane = block.lanes(theta).start;
            Stakes {
                win: value[side][lane],
                lose: value[side][lane],
                hold: value[side][lane],
                cost: 0.0,
                discount: discount[lane],
                own_collapse: 0.0,
                other_collapse: 0.0,
            }
        };
        Self {
            ground: Rc::new(Ground::still(value)),
            shift: vec![[zero; 2]; classes],
            stakes: (0..block.thetas.len())
                .map(|theta| [0, 1].map(|side| stake(theta, side)))
                .collect(),
            value: vec![value; classes],
            value_at_start: value,
            discount,
            terrain: Terrain {
                volatility: one,
                today: zero,
                stakes: value.map(|column| StakeColumns {
                    win: column,
                    lose: column,
                    hold_today: column,
                    cost: zero,
                    own_collapse: zero,
                    other_collapse: zero,
                }),
            },
        }
    }

    /// V of a side in a class if it counted on `mood` (û and the events ahead) instead, by lane.
    pub fn values_if_mood(&self, side: usize, class: usize, mood: &Column, out: &mut Column) {
        self.values_counting_on(side, class, mood, &self.ground.views[side].support, out);
    }

    /// V of a side in a class that counts on `mood` where class 0 counts on `seen`, by lane.
    fn values_counting_on(
        &self,
        side: usize,
        class: usize,
        mood: &Column,
        seen: &Column,
        out: &mut Column,
    ) {
        let (sign, weight) = (direction(side), &self.ground.mood_weight);
        let told = &self.shift[class][side];
        let shift = |lane: usize| sign * (told[lane] + weight[lane] * (mood[lane] - seen[lane]));
        value::shifted(
            &self.ground.coefficients[side],
            &self.seen(side),
            &self.ground.views[side].drift,
            shift,
            out,
        );
    }

    /// The address of the ground, which no other has while some world stands on it: tells the grounds
    /// of worlds that run side by side apart. A still ground, of a conflict without a front, is kept by
    /// nobody: do not ask it.
    pub fn identity(&self) -> f64 {
        Rc::as_ptr(&self.ground) as usize as f64
    }

    /// The war as a side sees it, as columns.
    pub fn seen(&self, side: usize) -> Seen<'_> {
        self.ground.seen(side, &self.terrain, &self.discount)
    }

    /// Believed drift towards A's victory of a side in a class, without politics.
    #[inline]
    pub fn believed_drift(&self, side: usize, class: usize, lane: usize) -> f64 {
        self.ground.at.drift[side][lane] + self.shift[class][side][lane]
    }
}

struct Compiled {
    space: Space,
    front: Cell,
    drift: Cell,
    volatility: Cell,
    discount: Cell,
    sides: [SideCells; 2],
    /// The front's noise changes sign when the sides swap, so that the world is its mirror.
    mirror: f64,
    dt: f64,
    refinement: usize,
}

struct SideCells {
    optimism: Cell,
    drift_sd: Cell,
    collapse: Cell,
    would_fight: Cell,
}

impl Mechanism for War {
    fn name(&self) -> &'static str {
        "war"
    }

    fn sections(&self) -> &'static [Section] {
        keys::SECTIONS
    }

    fn build(&self, build: &mut Build) -> Box<dyn Process> {
        if no_front::given(build.root) {
            return Box::new(no_front::Nothing);
        }
        let mut cell = |table: Option<&pourparler_scenario::Table>, key: &str| match table
            .and_then(|t| t.quantity(key))
        {
            Some(quantity) => build.cells.quantity(quantity),
            None => build.cells.constant(0.0),
        };
        let war = build.root.child("war");
        let front = cell(war, "front");
        let drift = cell(war, "drift");
        let volatility = cell(war, "volatility");
        let discount = cell(war, "discount");
        let ids = build
            .space
            .sides
            .map(|s| build.space.parties[s].id.as_str());
        let sides = ids.map(|id| {
            let table = build.root.table("parties", id);
            SideCells {
                optimism: cell(table, "optimism"),
                drift_sd: cell(table, "drift_sd"),
                collapse: cell(table, "collapse"),
                would_fight: cell(table, "would_fight"),
            }
        });
        Box::new(Compiled {
            space: build.space.clone(),
            front,
            drift,
            volatility,
            discount,
            sides,
            mirror: if ids[0] <= ids[1] { 1.0 } else { -1.0 },
            dt: build.clock.dt,
            refinement: build.clock.refinement,
        })
    }
}

impl Compiled {
    fn stakes(
        &self,
        side: usize,
        values: &Values,
        packages: &packages::Columns,
        theta: usize,
    ) -> Stakes {
        let draw = &packages.draws[theta];
        let party = self.space.sides[side];
        let worth = |package: u64| self.space.utility(draw, party, package);
        let win = worth(self.space.imposed(draw, side, true));
        let lose = worth(self.space.imposed(draw, side, false));
        let hold = worth(self.space.domain.status_quo());
        let discount = values[self.discount];
        Stakes {
            win,
            lose,
            hold,
            cost: war::cost_from_months(values[self.sides[side].would_fight], discount, win, hold),
            discount,
            own_collapse: values[self.sides[side].collapse],
            other_collapse: values[self.sides[1 - side].collapse],
        }
    }
}

impl Process for Compiled {
    fn start(&self, block: &mut Block) {
        let information: &information::Columns = block.get();
        let packages: &packages::Columns = block.get();
        let classes = information.classes();
        let stakes: Vec<[Stakes; 2]> = (0..block.thetas.len())
            .map(|t| [0, 1].map(|side| self.stakes(side, &block.thetas[t], packages, t)))
            .collect();
        let stake_columns = [0, 1].map(|side| {
            let column = |f: fn(&Stakes) -> f64| -> Column {
                by_lane(|lane| f(&stakes[block.theta(lane)][side]))
            };
            StakeColumns {
                win: column(|s| s.win),
                lose: column(|s| s.lose),
                hold_today: column(|s| s.hold),
                cost: column(|s| s.cost),
                own_collapse: column(|s| s.own_collapse),
                other_collapse: column(|s| s.other_collapse),
            }
        });
        let columns = Columns {
            ground: self.start_ground(block, &stakes),
            shift: vec![[[0.0; LANES]; 2]; classes],
            stakes,
            value: vec![[[0.0; LANES]; 2]; classes],
            value_at_start: [[0.0; LANES]; 2],
            discount: block.spread(self.discount),
            terrain: Terrain {
                volatility: block.spread_with(|v| v[self.volatility].max(1e-4)),
                today: block.spread(self.front),
                stakes: stake_columns,
            },
        };
        block.put(columns);
    }

    fn step(&self, block: &mut Block, step: usize, _record: &mut Recorder) {
        block.own(|columns: &mut Columns, block| {
            columns.ground = self.next_ground(columns, block, step);
            // What was told fades into what is seen.
            let gain = &columns.ground.at.gain;
            for shift in &mut columns.shift[1..] {
                for (side, shift) in shift.iter_mut().enumerate() {
                    for (theta, lanes) in shift.chunks_exact_mut(block.paths).enumerate() {
                        let kept = 1.0 - gain[theta][side];
                        lanes.iter_mut().for_each(|shift| *shift *= kept);
                    }
                }
            }
            self.listen(columns, block, step);
            evaluate(columns, block.get());
            if step == 0 {
                columns.value_at_start = columns.value[0];
            }
        });
    }
}

impl Compiled {
    /// Military prospects told by a contact in this step move a side towards the common view.
    fn listen(&self, columns: &mut Columns, block: &Block, step: usize) {
        let information: &information::Columns = block.get();
        let contacts: &contact::Columns = block.get();
        let at = &columns.ground.at;
        for class in 1..information.classes() {
            if information.steps[class] != step {
                continue;
            }
            for (side, own_way) in [1.0, -1.0].into_iter().enumerate() {
                let listener = self.space.sides[side];
                let Some(topic) = information.topic(About::Prospects, |l| l == listener) else {
                    continue;
                };
                for lane in 0..LANES {
                    let carried = information.carried(contacts, class, lane);
                    let theta = block.theta(lane);
                    let state = information.state(theta, class, topic, carried);
                    let shift = &mut columns.shift[class][side][lane];
                    let own = at.drift[side][lane] + *shift;
                    let common = 0.5 * (at.drift[0][lane] + at.drift[1][lane]);
                    // A slant flatters the listener's own prospects, whichever side it is.
                    let lie =
                        own_way * information.shift(state, topic, lane) * at.drift_sd[theta][side];
                    *shift += state.resolved * (common - own) + lie;
                }
            }
        }
    }
}

/// V of both sides in every class.
fn evaluate(columns: &mut Columns, politics: &politics::Columns) {
    let mut value = std::mem::take(&mut columns.value);
    for (class, value) in value.iter_mut().enumerate() {
        for (side, value) in value.iter_mut().enumerate() {
            match class {
                // Nobody has told it anything.
                0 => value.clone_from(columns.ground.coefficients[side].unshifted()),
                _ => {
                    let (believed, heard) =
                        (politics.believed(side, class), politics.believed(side, 0));
                    columns.values_counting_on(side, class, believed, heard, value);
                }
            }
        }
    }
    columns.value = value;
}

/// 1 for side A and −1 for side B: what counts towards a side's own victory.
pub fn direction(side: usize) -> f64 {
    if side == 0 { 1.0 } else { -1.0 }
}
