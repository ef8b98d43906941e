//! The ground of a war: where the front runs, and what both sides make of it unless they are told
//! something.
//!
//! No contact changes it, so that worlds of a plan which differ by other things share it: the next
//! step is worked out from the last one once, whichever world comes to it first.

use std::rc::Rc;

use super::value::{Coefficients, Seen, coefficients, line};
use super::{Columns, Compiled, Terrain, direction};
use crate::block::Block;
use crate::cells::Values;
use crate::lanes::{Column, LANES, by_lane};
use crate::laws::patron;
use crate::laws::war::{self, Stakes};
use crate::math::exp;
use crate::mechanisms::{brownian, politics, shocks};
use crate::streams::Source;

/// Where the war stands, and what those who are told nothing have seen of it.
#[derive(Clone)]
pub struct Position {
    /// Front position, `[lane]`.
    pub front: Column,
    /// Probability that the war has not ended by force, `[lane]`.
    pub alive: Column,
    /// Believed drift towards A's victory, `[side][lane]`.
    pub drift: [Column; 2],
    /// Belief sd, `[theta][side]`.
    pub drift_sd: Vec<[f64; 2]>,
    /// Share of the gap to what was seen in the last step by which beliefs moved, `[theta][side]`.
    pub gain: Vec<[f64; 2]>,
}

/// A position, and what fighting on is worth there to those who are told nothing.
pub struct Ground {
    /// Where the war stands.
    pub at: Position,
    /// Drift towards A's victory per unit of support, decay included, `[lane]`.
    pub(super) mood_weight: Column,
    /// How each side sees it.
    pub(super) views: [View; 2],
    /// Coefficients of V in the shift of the belief, `[side]`.
    pub(super) coefficients: [Box<Coefficients>; 2],
}

/// How a side sees the ground, by lane.
#[derive(Clone)]
pub struct View {
    /// Believed drift in its own direction, with what its support will bring.
    pub drift: Column,
    /// Belief sd.
    sd: Column,
    /// Distance to its own victory.
    ahead: Column,
    /// Distance to its own defeat.
    behind: Column,
    /// Utility of the line where it now runs.
    hold: Column,
    /// Support that is counted on, events ahead included.
    pub support: Column,
}

impl Ground {
    /// Nothing moves, and fighting on is worth `value`, `[side]`.
    pub fn still(value: [Column; 2]) -> Self {
        let (zero, one) = ([0.0; LANES], [1.0; LANES]);
        Self {
            at: Position {
                front: zero,
                alive: one,
                drift: [zero; 2],
                drift_sd: Vec::new(),
                gain: Vec::new(),
            },
            mood_weight: zero,
            views: value.map(View::still),
            coefficients: value.map(|value| Box::new(Coefficients::constant(value))),
        }
    }

    /// The war as a side sees it, as columns.
    pub(super) fn seen<'a>(
        &'a self,
        side: usize,
        terrain: &'a Terrain,
        discount: &'a Column,
    ) -> Seen<'a> {
        self.views[side].seen(side, terrain, discount)
    }
}

impl View {
    fn still(hold: Column) -> Self {
        let (zero, one) = ([0.0; LANES], [1.0; LANES]);
        Self {
            drift: zero,
            sd: one,
            ahead: one,
            behind: one,
            hold,
            support: zero,
        }
    }

    fn seen<'a>(&'a self, side: usize, terrain: &'a Terrain, discount: &'a Column) -> Seen<'a> {
        Seen {
            ahead: &self.ahead,
            behind: &self.behind,
            volatility: &terrain.volatility,
            discount,
            hold: &self.hold,
            sd: &self.sd,
            stakes: &terrain.stakes[side],
        }
    }
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

impl Compiled {
    /// The ground before the first step.
    pub(super) fn start_ground(&self, block: &Block, stakes: &[[Stakes; 2]]) -> Rc<Ground> {
        // All that the war depends on besides chance, politics and shocks.
        let numbers = |(values, stakes): (&Values, &[Stakes; 2])| {
            let mut all = vec![
                values[self.front],
                values[self.drift],
                values[self.volatility],
            ];
            for (cells, stakes) in self.sides.iter().zip(stakes) {
                all.extend([
                    values[cells.optimism],
                    values[cells.drift_sd],
                    stakes.win,
                    stakes.lose,
                    stakes.hold,
                    stakes.cost,
                    stakes.discount,
                    stakes.own_collapse,
                ]);
            }
            all
        };
        let mut inputs = vec![self.mirror];
        inputs.extend(block.thetas.iter().zip(stakes).flat_map(numbers));
        block.remember(("war", 0, 0), &[&inputs], || {
            let sides = |values: &Values| [0, 1].map(|side| values[self.sides[side].drift_sd]);
            let drift_sd = block.thetas.iter().map(sides);
            let mut ground = Ground::still([[0.0; LANES]; 2]);
            ground.at = Position {
                front: block.spread(self.front),
                drift: [0, 1].map(|side| {
                    let optimism = self.sides[side].optimism;
                    block.spread_with(|v| v[self.drift] + direction(side) * v[optimism])
                }),
                drift_sd: drift_sd.map(|sides| sides.map(|sd| sd.max(1e-6))).collect(),
                gain: vec![[0.0; 2]; block.thetas.len()],
                ..ground.at
            };
            ground
        })
    }

    /// The ground at a step, from that of the step before.
    pub(super) fn next_ground(&self, columns: &Columns, block: &Block, step: usize) -> Rc<Ground> {
        let politics: &politics::Columns = block.get();
        let shocks: &shocks::Columns = block.get();
        let now = step as f64 * self.dt;
        let before = &columns.ground;
        let pushed = (step > 0 && !shocks.is_empty()).then(|| shocks.drift(now - self.dt, now));
        // The drift that one unit of support is worth, its decay included, and events ahead.
        let prospects: Vec<[f64; 3]> = (0..block.thetas.len())
            .map(|theta| match politics.guesses {
                Some(_) => {
                    let lane = block.lanes(theta).start;
                    let discount = columns.discount[lane];
                    let (memory, slope) = (politics.memory[theta], politics.slope[lane]);
                    let weight = patron::expected_drift(0.0, -slope, 1.0, 0.0, discount, memory);
                    let ahead = politics.ahead(&block.thetas[theta], discount, now);
                    [weight, ahead, slope]
                }
                None => [0.0; 3],
            })
            .collect();
        // The ground before stands for all that it came from.
        let known = [columns.identity()];
        let (mood, seen) = (
            &politics.mood,
            [0, 1].map(|side| politics.believed(side, 0)),
        );
        let pushed_by = pushed.as_ref().map_or(&[][..], |pushed| pushed);
        let inputs: &[&[f64]] = &[
            &known,
            prospects.as_flattened(),
            mood,
            seen[0],
            seen[1],
            pushed_by,
        ];
        block.share(("war", 1, step as u32), inputs, || {
            let at = match step {
                0 => before.at.clone(),
                _ => self.advance(columns, block, step, pushed.as_ref()),
            };
            self.look_ahead(at, columns, block, &prospects)
        })
    }

    /// The front from the last step to this one, and what both sides learn from it.
    fn advance(
        &self,
        columns: &Columns,
        block: &Block,
        step: usize,
        pushed: Option<&Column>,
    ) -> Position {
        let politics: &politics::Columns = block.get();
        let mut at = columns.ground.at.clone();
        let sigma = &columns.terrain.volatility;
        for (theta, (sides, gains)) in at.drift_sd.iter_mut().zip(&mut at.gain).enumerate() {
            let sigma = sigma[block.lanes(theta).start];
            for (sd, gain) in sides.iter_mut().zip(gains) {
                *gain = war::kalman_gain(*sd * *sd, sigma, self.dt);
                *sd *= (1.0 - *gain).sqrt();
            }
        }
        let standing = block.spread_thetas(|theta| {
            let [a, b] = &columns.stakes[theta];
            exp(-(a.own_collapse + b.own_collapse) * self.dt)
        });
        let drift = block.spread(self.drift);
        let root = self.mirror * self.dt.sqrt();
        let noise = brownian::increments(block, Source::War, 0, step - 1, self.refinement);
        let (slope, mood) = (&politics.slope, &politics.mood);
        // Both sides know what a shock does and do not take it for the trend.
        let mut change = by_lane(|lane| {
            (drift[lane] + slope[lane] * mood[lane]) * self.dt + sigma[lane] * (root * noise[lane])
        });
        for (side, believed) in at.drift.iter_mut().enumerate() {
            let heard = politics.believed(side, 0);
            let gain = block.spread_thetas(|theta| at.gain[theta][side]);
            observe(&gain, (&change, self.dt), (slope, heard), believed);
        }
        if let Some(pushed) = pushed {
            for (change, pushed) in change.iter_mut().zip(pushed) {
                *change += pushed * self.dt;
            }
        }
        run(
            (&change, sigma, self.dt),
            &standing,
            &mut at.front,
            &mut at.alive,
        );
        at
    }

    /// What fighting on from a position is worth, `prospects` being what a unit of support is, the
    /// events ahead and the slope, `[theta]`.
    fn look_ahead(
        &self,
        at: Position,
        columns: &Columns,
        block: &Block,
        prospects: &[[f64; 3]],
    ) -> Ground {
        let politics: &politics::Columns = block.get();
        let mood_weight = block.spread_thetas(|theta| prospects[theta][0]);
        let events = block.spread_thetas(|theta| prospects[theta][1]);
        let views = [0, 1].map(|side| {
            let sign = direction(side);
            let (heard, drift) = (politics.believed(side, 0), &at.drift[side]);
            let mut view = View {
                support: by_lane(|lane| heard[lane] + events[lane]),
                sd: block.spread_thetas(|theta| at.drift_sd[theta][side]),
                ..View::still([0.0; LANES])
            };
            for lane in 0..LANES {
                let brought = mood_weight[lane] * view.support[lane];
                view.drift[lane] = sign * (drift[lane] + brought);
            }
            line(
                sign,
                (&at.front, &columns.terrain.today),
                &columns.terrain.stakes[side],
                &mut view.hold,
                (&mut view.ahead, &mut view.behind),
            );
            view
        });
        let coefficients = [0, 1].map(|side: usize| {
            let seen = views[side].seen(side, &columns.terrain, &columns.discount);
            Box::new(coefficients(&seen, &views[side].drift))
        });
        Ground {
            at,
            mood_weight,
            views,
            coefficients,
        }
    }
}
