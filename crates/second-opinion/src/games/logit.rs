//! One equilibrium of a game of any number of players, by the logit path.
//!
//! In a quantal response equilibrium of precision λ every strategy is played with probability
//! proportional to exp(λ U_ij) (McKelvey & Palfrey 1995). At λ = 0 everyone mixes evenly; the branch
//! that starts there leads to a Nash equilibrium as λ grows (Turocy 2005). With u = ln p the path is
//!
//! ```text
//! Σ_j exp(u_ij) = 1        u_ij − u_i0 = λ (U_ij − U_i0)
//! ```
//!
//! followed by pseudo-arclength: a step along the tangent, then Newton's method in the plane across
//! it. The answer is approximate, and its regret, the most anyone gains by another strategy, says how
//! much. It is one equilibrium among others; that the path leads to it is no forecast.

use super::budget::Budget;
use super::number::approximate;
use super::strategic::StrategicGame;

/// Where the path has led.
#[derive(Clone, Debug, PartialEq)]
pub struct LogitEquilibrium {
    /// Probabilities \[player\]\[strategy\].
    pub strategies: Vec<Vec<f64>>,
    /// Expected payoffs.
    pub payoffs: Vec<f64>,
    /// λ reached, in one over each player's range of payoffs.
    pub precision: f64,
    /// The most any player gains by another strategy, as a share of its range of payoffs.
    pub regret: f64,
    /// Whether the regret asked for was reached within the budget.
    pub complete: bool,
    /// Steps taken.
    pub work: u64,
}

/// Longest step along the path.
const LONGEST: f64 = 1e6;
/// Shortest step; below it the path is lost.
const SHORTEST: f64 = 1e-12;
/// How closely the path is followed.
struct Care {
    /// Least cosine of the angle between tangents one step apart.
    straight: f64,
    /// Most that a probability differs from what the tangent foresaw.
    near: f64,
}

/// Attempt by attempt. Where the path runs nearly along λ, tangents tell its stretches apart badly: a
/// long step from one on which λ falls can land on the one that it came by, or on a loop beside it,
/// and lead back to λ = 0 or round and round.
const ATTEMPTS: [Care; 3] = [
    Care {
        straight: 0.9,
        near: 0.02,
    },
    Care {
        straight: 0.99,
        near: 0.005,
    },
    Care {
        straight: 0.999,
        near: 0.001,
    },
];

/// Follows the path until nobody gains more than `regret` (a share of its range of payoffs) by
/// changing. Trying a point takes as many steps of the budget as the game has profiles, times the
/// square of the number of players.
#[must_use]
pub fn logit_equilibrium(
    game: &StrategicGame,
    regret: f64,
    mut budget: Budget,
) -> LogitEquilibrium {
    let path = Path::new(game);
    let mut z = path.start();
    let mut complete = path.regret(&z) <= regret;
    for (tried, care) in ATTEMPTS.iter().enumerate() {
        if complete {
            break;
        }
        let mut part = budget.share(ATTEMPTS.len() - tried);
        z = path.follow(regret, care, &mut part);
        budget.spend(part.spent());
        complete = path.regret(&z) <= regret;
    }
    let p = path.probabilities(&z);
    let payoffs = (0..path.sizes.len())
        .map(|i| {
            let scaled = path.utilities(&p, i);
            let own = &p[path.first[i]..path.first[i] + path.sizes[i]];
            let mean: f64 = own.iter().zip(&scaled).map(|(p, u)| p * u).sum();
            path.low[i] + path.range[i] * mean
        })
        .collect();
    LogitEquilibrium {
        strategies: (0..path.sizes.len())
            .map(|i| p[path.first[i]..path.first[i] + path.sizes[i]].to_vec())
            .collect(),
        payoffs,
        precision: z[path.total()],
        regret: path.regret(&z),
        complete,
        work: budget.spent(),
    }
}

struct Path<'a> {
    game: &'a StrategicGame,
    sizes: Vec<usize>,
    /// Position of each player's first strategy among all.
    first: Vec<usize>,
    low: Vec<f64>,
    range: Vec<f64>,
    /// Payoffs scaled to 0 to 1 per player, \[profile · players + player\].
    scaled: Vec<f64>,
}

impl<'a> Path<'a> {
    fn new(game: &'a StrategicGame) -> Self {
        let sizes = game.sizes();
        let players = sizes.len();
        let mut first = vec![0; players];
        for i in 1..players {
            first[i] = first[i - 1] + sizes[i - 1];
        }
        let raw: Vec<f64> = (0..game.profiles())
            .flat_map(|profile| game.payoffs(profile).iter().map(approximate))
            .collect();
        let of = |i: usize| raw.iter().skip(i).step_by(players).copied();
        let low: Vec<f64> = (0..players)
            .map(|i| of(i).fold(f64::MAX, f64::min))
            .collect();
        let range: Vec<f64> = (0..players)
            .map(|i| of(i).fold(f64::MIN, f64::max) - low[i])
            // A player that does not care has no range.
            .map(|range| if range > 0.0 { range } else { 1.0 })
            .collect();
        let scaled = raw
            .iter()
            .enumerate()
            .map(|(at, x)| (x - low[at % players]) / range[at % players])
            .collect();
        Self {
            game,
            sizes,
            first,
            low,
            range,
            scaled,
        }
    }

    /// λ = 0: everyone mixes evenly.
    fn start(&self) -> Vec<f64> {
        let even = self
            .sizes
            .iter()
            .flat_map(|&n| vec![-libm::log(n as f64); n]);
        even.chain([0.0]).collect()
    }

    /// The last point reached: where the regret is small enough, the budget is spent, or the path lost.
    fn follow(&self, regret: f64, care: &Care, budget: &mut Budget) -> Vec<f64> {
        let n = self.total();
        let cost = (self.game.profiles() * self.sizes.len() * self.sizes.len()) as u64;
        let mut z = self.start();
        let mut tangent = vec![0.0; n + 1];
        tangent[n] = 1.0;
        if let Some(t) = self.tangent(&z, &tangent) {
            tangent = t;
        }
        let mut length = 0.1;
        while length >= SHORTEST && self.regret(&z) > regret && budget.spend(cost) {
            let guess = z.iter().zip(&tangent).map(|(z, t)| z + length * t);
            match self.step(guess.collect(), &tangent, care) {
                Some(next) => {
                    (z, tangent) = next;
                    length = (length * 1.5).min(LONGEST);
                }
                None => length /= 2.0,
            }
        }
        z
    }

    /// The point of the path across the tangent from a guess, with the tangent there; `None` if it is
    /// not found, or is likely to lie on another stretch.
    fn step(&self, guess: Vec<f64>, tangent: &[f64], care: &Care) -> Option<(Vec<f64>, Vec<f64>)> {
        let foreseen = self.probabilities(&guess);
        let next = self.correct(guess, tangent)?;
        let t = self.tangent(&next, tangent)?;
        let along: f64 = t.iter().zip(tangent).map(|(a, b)| a * b).sum();
        let found = self.probabilities(&next);
        let apart = found.iter().zip(&foreseen).map(|(p, q)| (p - q).abs());
        let same = along > care.straight && apart.fold(0.0, f64::max) < care.near;
        (same && next[self.total()] >= 0.0).then_some((next, t))
    }

    fn total(&self) -> usize {
        self.sizes.iter().sum()
    }

    fn probabilities(&self, z: &[f64]) -> Vec<f64> {
        z[..self.total()].iter().map(|&u| libm::exp(u)).collect()
    }

    /// U_ij for all strategies j of player i.
    fn utilities(&self, p: &[f64], i: usize) -> Vec<f64> {
        let players = self.sizes.len();
        let mut sums = vec![0.0; self.sizes[i]];
        for profile in 0..self.game.profiles() {
            let mut weight = 1.0;
            for k in (0..players).filter(|&k| k != i) {
                weight *= p[self.first[k] + self.game.strategy(profile, k)];
            }
            sums[self.game.strategy(profile, i)] += weight * self.scaled[profile * players + i];
        }
        sums
    }

    /// ∂U_ij/∂p_kl, \[j · sizes\[k\] + l\].
    fn slopes(&self, p: &[f64], i: usize, k: usize) -> Vec<f64> {
        let players = self.sizes.len();
        let mut sums = vec![0.0; self.sizes[i] * self.sizes[k]];
        for profile in 0..self.game.profiles() {
            let mut weight = 1.0;
            for other in (0..players).filter(|&other| other != i && other != k) {
                weight *= p[self.first[other] + self.game.strategy(profile, other)];
            }
            let (j, l) = (
                self.game.strategy(profile, i),
                self.game.strategy(profile, k),
            );
            sums[j * self.sizes[k] + l] += weight * self.scaled[profile * players + i];
        }
        sums
    }

    fn regret(&self, z: &[f64]) -> f64 {
        let p = self.probabilities(z);
        let mut most: f64 = 0.0;
        for i in 0..self.sizes.len() {
            let u = self.utilities(&p, i);
            let own = &p[self.first[i]..self.first[i] + self.sizes[i]];
            let mean: f64 = own.iter().zip(&u).map(|(p, u)| p * u).sum();
            most = most.max(u.iter().copied().fold(f64::MIN, f64::max) - mean);
        }
        most
    }

    /// The equations at z, and their Jacobian \[row · (n + 1) + column\], n rows.
    fn equations(&self, z: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let n = self.total();
        let lambda = z[n];
        let p = self.probabilities(z);
        let (mut f, mut jacobian) = (vec![0.0; n], vec![0.0; n * (n + 1)]);
        for i in 0..self.sizes.len() {
            let (a, size) = (self.first[i], self.sizes[i]);
            f[a] = p[a..a + size].iter().sum::<f64>() - 1.0;
            for j in 0..size {
                jacobian[a * (n + 1) + a + j] = p[a + j];
            }
            let u = self.utilities(&p, i);
            for j in 1..size {
                let row = a + j;
                f[row] = z[row] - z[a] - lambda * (u[j] - u[0]);
                jacobian[row * (n + 1) + row] = 1.0;
                jacobian[row * (n + 1) + a] = -1.0;
                jacobian[row * (n + 1) + n] = -(u[j] - u[0]);
            }
            for k in (0..self.sizes.len()).filter(|&k| k != i) {
                let slopes = self.slopes(&p, i, k);
                for j in 1..size {
                    for l in 0..self.sizes[k] {
                        let slope = slopes[j * self.sizes[k] + l] - slopes[l];
                        jacobian[(a + j) * (n + 1) + self.first[k] + l] =
                            -lambda * slope * p[self.first[k] + l];
                    }
                }
            }
        }
        (f, jacobian)
    }

    /// The unit tangent that points on from `before`.
    fn tangent(&self, z: &[f64], before: &[f64]) -> Option<Vec<f64>> {
        let n = self.total();
        let (_, mut matrix) = self.equations(z);
        matrix.extend_from_slice(before);
        let mut right = vec![0.0; n + 1];
        right[n] = 1.0;
        let mut t = solve(matrix, right)?;
        let norm = t.iter().map(|x| x * x).sum::<f64>().sqrt();
        t.iter_mut().for_each(|x| *x /= norm);
        Some(t)
    }

    /// Newton's method from `z` in the plane across the tangent.
    fn correct(&self, mut z: Vec<f64>, tangent: &[f64]) -> Option<Vec<f64>> {
        let mut last = f64::INFINITY;
        for _ in 0..12 {
            let (mut f, mut matrix) = self.equations(&z);
            let size = f.iter().fold(0.0f64, |most, x| most.max(x.abs()));
            // λ grows without bound, and rounding with it.
            if size <= 1e-11 * (1.0 + z.iter().fold(0.0f64, |most, x| most.max(x.abs()))) {
                return Some(z);
            }
            if size.is_nan() || size >= last {
                return None;
            }
            last = size;
            matrix.extend_from_slice(tangent);
            f.push(0.0);
            let step = solve(matrix, f)?;
            z.iter_mut().zip(&step).for_each(|(z, s)| *z -= s);
        }
        None
    }
}

/// Solves a square system by elimination with row pivoting; `None` if it is singular.
fn solve(mut matrix: Vec<f64>, mut right: Vec<f64>) -> Option<Vec<f64>> {
    let n = right.len();
    for column in 0..n {
        let pivot = (column..n).max_by(|&a, &b| {
            let size = |row: usize| matrix[row * n + column].abs();
            size(a).total_cmp(&size(b))
        })?;
        let value = matrix[pivot * n + column];
        if value == 0.0 || !value.is_finite() {
            return None;
        }
        if pivot != column {
            for k in 0..n {
                matrix.swap(pivot * n + k, column * n + k);
            }
            right.swap(pivot, column);
        }
        for row in column + 1..n {
            let factor = matrix[row * n + column] / value;
            if factor != 0.0 {
                for k in column..n {
                    matrix[row * n + k] -= factor * matrix[column * n + k];
                }
                right[row] -= factor * right[column];
            }
        }
    }
    for row in (0..n).rev() {
        let known: f64 = (row + 1..n).map(|k| matrix[row * n + k] * right[k]).sum();
        right[row] = (right[row] - known) / matrix[row * n + row];
    }
    right.iter().all(|x| x.is_finite()).then_some(right)
}
