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

mod keys;
mod value;

use std::rc::Rc;

use pourparler_agreement::space::Space;
use pourparler_scenario::Section;

use crate::block::Block;
use crate::cells::{Cell, Values};
use crate::lanes::{Column, LANES, by_lane};
use crate::laws::patron;
use crate::laws::war::{self, Stakes};
use crate::math::exp;
use crate::mechanism::{Build, Mechanism, Process};
use crate::mechanisms::information::{self, About};
use crate::mechanisms::{brownian, contact, no_front, packages, politics, shocks};
use crate::record::Recorder;
use crate::streams::Source;

use self::value::{Coefficients, StakeColumns, coefficients, line};
pub use self::value::{Ends, Seen};

/// The war mechanism.
pub struct War;

/// What the war is worth to a side in one θ.
#[derive(Debug, Clone, Copy)]
pub struct Side {
    /// Stakes with `hold` at today's line.
    pub stakes: Stakes,
    /// Belief sd at the current step.
    pub drift_sd: f64,
}

/// The front and the value of fighting on.
pub struct Columns {
    /// Front position, `[lane]`.
    pub front: Column,
    /// Probability that the war has not ended by force, `[lane]`.
    pub alive: Column,
    /// Believed drift towards A's victory, class 0, `[side][lane]`.
    drift: [Column; 2],
    /// What a class adds to it, `[class][side][lane]`.
    shift: Vec<[Column; 2]>,
    /// Stakes and belief sd, `[theta][side]`.
    pub sides: Vec<[Side; 2]>,
    /// Value of fighting on, `[class][side][lane]`.
    pub value: Vec<[Column; 2]>,
    /// Value at the first step with no message, `[side][lane]`.
    pub value_at_start: [Column; 2],
    /// Coefficients of V in the shift of the belief, `[side][k][lane]`.
    coefficients: [Rc<Coefficients>; 2],
    /// Drift used by class 0, side's own direction, `[side][lane]`.
    own_drift: [Column; 2],
    /// Belief sd at the current step, `[side][lane]`.
    belief_sd: [Column; 2],
    /// Distance to own victory and to own defeat, `[side][lane]`.
    ahead: [Column; 2],
    behind: [Column; 2],
    /// Utility of the line where it now runs, `[side][lane]`.
    pub hold: [Column; 2],
    /// Volatility, `[lane]`.
    pub volatility: Column,
    /// Discount rate, `[lane]`.
    pub discount: Column,
    today: Column,
    /// Stakes as columns, `[side]`.
    stake_columns: [StakeColumns; 2],
    /// One number per θ and stake, and the clock's: what tells the ground of two worlds apart.
    grounds: [Vec<f64>; 2],
    /// Drift towards A's victory per unit of support, decay included, `[lane]`.
    mood_weight: Column,
    /// Support that class 0 counts on, events ahead included, `[side][lane]`.
    mood_seen: [Column; 2],
}

impl Columns {
    /// A conflict without a front: the value of no agreement, `[side]`, is all there is of it and
    /// nothing changes it; until an event a side has that value.
    pub fn still(block: &Block, classes: usize, value: [Column; 2], discount: Column) -> Self {
        let (zero, one) = ([0.0; LANES], [1.0; LANES]);
        let stake = |theta: usize, side: usize| {
            let lane = block.lanes(theta).start;
            Side {
                stakes: Stakes {
                    win: value[side][lane],
                    lose: value[side][lane],
                    hold: value[side][lane],
                    cost: 0.0,
                    discount: discount[lane],
                    own_collapse: 0.0,
                    other_collapse: 0.0,
                },
                drift_sd: 1.0,
            }
        };
        Self {
            front: zero,
            alive: one,
            drift: [zero; 2],
            shift: vec![[zero; 2]; classes],
            sides: (0..block.thetas.len())
                .map(|theta| [0, 1].map(|side| stake(theta, side)))
                .collect(),
            value: vec![value; classes],
            value_at_start: value,
            coefficients: value.map(|column| Rc::new(Coefficients::constant(column))),
            own_drift: [zero; 2],
            belief_sd: [one; 2],
            ahead: [one; 2],
            behind: [one; 2],
            hold: value,
            volatility: one,
            discount,
            today: zero,
            stake_columns: value.map(|column| StakeColumns {
                win: column,
                lose: column,
                hold_today: column,
                cost: zero,
                own_collapse: zero,
                other_collapse: zero,
            }),
            grounds: Default::default(),
            mood_weight: zero,
            mood_seen: [zero; 2],
        }
    }

    /// V of a side in a class if it counted on `mood` (û and the events ahead) instead, by lane.
    pub fn values_if_mood(&self, side: usize, class: usize, mood: &Column, out: &mut Column) {
        self.values_counting_on(side, class, mood, &self.mood_seen[side], out);
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
        let (sign, weight) = (direction(side), &self.mood_weight);
        let told = &self.shift[class][side];
        let shift = |lane: usize| sign * (told[lane] + weight[lane] * (mood[lane] - seen[lane]));
        let drift = &self.own_drift[side];
        value::shifted(
            &self.coefficients[side],
            &self.seen(side),
            drift,
            shift,
            out,
        );
    }

    /// The war as a side sees it, as columns.
    pub fn seen(&self, side: usize) -> Seen<'_> {
        Seen {
            ahead: &self.ahead[side],
            behind: &self.behind[side],
            volatility: &self.volatility,
            discount: &self.discount,
            hold: &self.hold[side],
            sd: &self.belief_sd[side],
            stakes: &self.stake_columns[side],
        }
    }

    /// Believed drift towards A's victory of a side in a class, without politics.
    #[inline]
    pub fn believed_drift(&self, side: usize, class: usize, lane: usize) -> f64 {
        self.drift[side][lane] + self.shift[class][side][lane]
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

/// Moves a believed drift by its share of the gap to the drift that was seen: the front's `trend`
/// over `months`, less what is put down to the patron's support.
#[multiversion::multiversion(targets("x86_64+avx2"))]
fn observe(
    gain: &Column,
    (trend, months): (&Column, f64),
    (slope, support): (&Column, &Column),
    believed: &mut Column,
) {
    for lane in 0..LANES {
        let seen = trend[lane] / months - slope[lane] * support[lane];
        believed[lane] += gain[lane] * (seen - believed[lane]);
    }
}

/// Moves the front by `change` in so many `months`, and takes from the wars that are still on those
/// that end by force or, at the rate of `standing`, by a collapse.
#[multiversion::multiversion(targets("x86_64+avx2"))]
fn run(
    (change, sigma, months): (&Column, &Column, f64),
    standing: &Column,
    front: &mut Column,
    alive: &mut Column,
) {
    // Far from both ends the chance of a hit is nothing in a double.
    let near = by_lane(|lane| {
        let (before, after) = (front[lane], front[lane] + change[lane]);
        let left = 1.0 - before.abs().max(after.abs());
        f64::from((left <= 0.0) | (left * left < 20.0 * (sigma[lane] * sigma[lane] * months)))
    });
    for lane in (0..LANES).filter(|&lane| near[lane] > 0.0) {
        let (before, after) = (front[lane], front[lane] + change[lane]);
        let missed = |end: f64| {
            let (from, to) = (1.0 + end * before, 1.0 + end * after);
            1.0 - war::bridge_hit(from, to, sigma[lane] * sigma[lane] * months)
        };
        alive[lane] *= missed(-1.0) * missed(1.0);
    }
    for lane in 0..LANES {
        alive[lane] *= standing[lane];
        front[lane] = (front[lane] + change[lane]).clamp(-0.999, 0.999);
    }
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
    fn side(
        &self,
        side: usize,
        values: &Values,
        packages: &packages::Columns,
        theta: usize,
    ) -> Side {
        let draw = &packages.draws[theta];
        let party = self.space.sides[side];
        let worth = |package: u64| self.space.utility(draw, party, package);
        let win = worth(self.space.imposed(draw, side, true));
        let lose = worth(self.space.imposed(draw, side, false));
        let hold = worth(self.space.domain.status_quo());
        let discount = values[self.discount];
        Side {
            stakes: Stakes {
                win,
                lose,
                hold,
                cost: war::cost_from_months(
                    values[self.sides[side].would_fight],
                    discount,
                    win,
                    hold,
                ),
                discount,
                own_collapse: values[self.sides[side].collapse],
                other_collapse: values[self.sides[1 - side].collapse],
            },
            drift_sd: values[self.sides[side].drift_sd].max(1e-6),
        }
    }
}

impl Process for Compiled {
    fn start(&self, block: &mut Block) {
        let information: &information::Columns = block.get();
        let packages: &packages::Columns = block.get();
        let classes = information.classes();
        let sides = (0..block.thetas.len())
            .map(|t| [0, 1].map(|s| self.side(s, &block.thetas[t], packages, t)))
            .collect();
        let front = block.spread(self.front);
        let zero = [0.0; LANES];
        let sides: Vec<[Side; 2]> = sides;
        let stake_columns = [0, 1].map(|side| {
            let column = |f: fn(&Stakes) -> f64| -> Column {
                by_lane(|lane| f(&sides[block.theta(lane)][side].stakes))
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
        let grounds = [0, 1].map(|side| {
            let of_theta = |(theta, values): (usize, &Values)| {
                let s: &Stakes = &sides[theta][side].stakes;
                [
                    s.win,
                    s.lose,
                    s.hold,
                    s.cost,
                    s.own_collapse,
                    s.other_collapse,
                    values[self.discount],
                    values[self.volatility],
                    values[self.front],
                ]
            };
            block.thetas.iter().enumerate().flat_map(of_theta).collect()
        });
        let columns = Columns {
            grounds,
            stake_columns,
            today: front,
            front,
            alive: [1.0; LANES],
            drift: [0, 1].map(|side| {
                let optimism = self.sides[side].optimism;
                block.spread_with(|v| v[self.drift] + direction(side) * v[optimism])
            }),
            shift: vec![[[0.0; LANES]; 2]; classes],
            sides,
            value: vec![[[0.0; LANES]; 2]; classes],
            value_at_start: [zero; 2],
            coefficients: Default::default(),
            own_drift: [zero; 2],
            belief_sd: [zero; 2],
            ahead: [zero; 2],
            behind: [zero; 2],
            hold: [zero; 2],
            volatility: block.spread_with(|v| v[self.volatility].max(1e-4)),
            discount: block.spread(self.discount),
            mood_weight: zero,
            mood_seen: [zero; 2],
        };
        block.put(columns);
    }

    fn step(&self, block: &mut Block, step: usize, _record: &mut Recorder) {
        block.own(|columns: &mut Columns, block| {
            if step > 0 {
                self.advance(columns, block, step);
            }
            self.listen(columns, block, step);
            self.evaluate(columns, block, step);
            if step == 0 {
                columns.value_at_start = columns.value[0];
            }
        });
    }
}

impl Compiled {
    /// The front from the last step to this one, and what both sides learn from it.
    fn advance(&self, columns: &mut Columns, block: &Block, step: usize) {
        let politics: &politics::Columns = block.get();
        let shocks: &shocks::Columns = block.get();
        let thetas = 0..block.thetas.len();
        let mut gains = [[0.0; LANES]; 2];
        for (side, gain) in gains.iter_mut().enumerate() {
            for theta in thetas.clone() {
                let lanes = block.lanes(theta);
                let sigma = columns.volatility[lanes.start];
                let sd = &mut columns.sides[theta][side].drift_sd;
                let share = war::kalman_gain(*sd * *sd, sigma, self.dt);
                *sd *= (1.0 - share).sqrt();
                gain[lanes].fill(share);
            }
        }
        let standing = block.spread_thetas(|theta| {
            let [a, b] = &columns.sides[theta];
            exp(-(a.stakes.own_collapse + b.stakes.own_collapse) * self.dt)
        });
        let drift = block.spread(self.drift);
        let noise = brownian::increments(block, Source::War, 0, step - 1, self.refinement);
        let root = self.mirror * self.dt.sqrt();
        let (slope, mood) = (&politics.slope, &politics.mood);
        let sigma = &columns.volatility;
        // Both sides know what a shock does and do not take it for the trend.
        let trend = by_lane(|lane| {
            (drift[lane] + slope[lane] * mood[lane]) * self.dt + sigma[lane] * (root * noise[lane])
        });
        for (side, gain) in gains.iter().enumerate() {
            let heard = politics.believed(side, 0);
            let believed = &mut columns.drift[side];
            observe(gain, (&trend, self.dt), (slope, heard), believed);
            for shift in &mut columns.shift {
                for (shift, gain) in shift[side].iter_mut().zip(gain) {
                    *shift *= 1.0 - gain;
                }
            }
        }
        let mut change = trend;
        if !shocks.is_empty() {
            let now = step as f64 * self.dt;
            let pushed = shocks.drift(now - self.dt, now);
            for lane in 0..LANES {
                change[lane] += pushed[lane] * self.dt;
            }
        }
        run(
            (&change, sigma, self.dt),
            &standing,
            &mut columns.front,
            &mut columns.alive,
        );
    }

    /// Military prospects told by a contact in this step move a side towards the common view.
    fn listen(&self, columns: &mut Columns, block: &Block, step: usize) {
        let information: &information::Columns = block.get();
        let contacts: &contact::Columns = block.get();
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
                    let own = columns.believed_drift(side, class, lane);
                    let common = 0.5 * (columns.drift[0][lane] + columns.drift[1][lane]);
                    // A slant flatters the listener's own prospects, whichever side it is.
                    let lie = own_way
                        * information.shift(state, topic, lane)
                        * columns.sides[theta][side].drift_sd;
                    columns.shift[class][side][lane] += state.resolved * (common - own) + lie;
                }
            }
        }
    }

    /// V of both sides in every class.
    fn evaluate(&self, columns: &mut Columns, block: &Block, step: usize) {
        let politics: &politics::Columns = block.get();
        let now = step as f64 * self.dt;
        // The drift that one unit of support is worth, its decay included, and events ahead.
        let prospects: Vec<(f64, f64)> = block
            .thetas
            .iter()
            .enumerate()
            .map(|(theta, values)| match politics.guesses {
                Some(_) => {
                    let lane = block.lanes(theta).start;
                    let discount = columns.discount[lane];
                    let memory = politics.memory[theta];
                    let slope = -politics.slope[lane];
                    let weight = patron::expected_drift(0.0, slope, 1.0, 0.0, discount, memory);
                    (weight, politics.ahead(values, discount, now))
                }
                None => (0.0, 0.0),
            })
            .collect();
        let weight = block.spread_thetas(|theta| prospects[theta].0);
        let events = block.spread_thetas(|theta| prospects[theta].1);
        columns.mood_weight = weight;
        for side in 0..2 {
            let sign = direction(side);
            let heard = politics.believed(side, 0);
            let seen = by_lane(|lane| heard[lane] + events[lane]);
            columns.mood_seen[side] = seen;
            let drift = &columns.drift[side];
            columns.own_drift[side] =
                by_lane(|lane| sign * (drift[lane] + weight[lane] * seen[lane]));
            columns.belief_sd[side] =
                block.spread_thetas(|theta| columns.sides[theta][side].drift_sd);
            line(
                sign,
                (&columns.front, &columns.today),
                &columns.stake_columns[side],
                &mut columns.hold[side],
                (&mut columns.ahead[side], &mut columns.behind[side]),
            );
            let (seen, own_drift) = (columns.seen(side), &columns.own_drift[side]);
            // All that the coefficients depend on; other worlds often have the same.
            let inputs: &[&[f64]] = &[&columns.front, own_drift, seen.sd, &columns.grounds[side]];
            columns.coefficients[side] =
                block.remember(("war", side as u32, step as u32), inputs, || {
                    coefficients(&seen, own_drift)
                });
            let mut value = std::mem::take(&mut columns.value);
            for (class, value) in value.iter_mut().enumerate() {
                let value = &mut value[side];
                match class {
                    // Nobody has told it anything.
                    0 => value.clone_from(columns.coefficients[side].unshifted()),
                    _ => {
                        let believed = politics.believed(side, class);
                        columns.values_counting_on(side, class, believed, heard, value);
                    }
                }
            }
            columns.value = value;
        }
    }
}

/// 1 for side A and −1 for side B: what counts towards a side's own victory.
pub fn direction(side: usize) -> f64 {
    if side == 0 { 1.0 } else { -1.0 }
}
