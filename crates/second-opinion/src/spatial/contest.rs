//! One round: votes, probabilities of winning, risk exponents and expected utilities.
//!
//! With d the distance of two positions over the initial range R and V_k(a) = c_k s_k d_ka^r_k
//!
//! ```text
//! P_ij    = Σ_k max(0, V_k(j) − V_k(i)) / denominator
//! U_s, U_f = 2 − 4 (.5 ∓ .5 d)^r        U_q = 2 − 4 (.5)^r
//! U_b, U_w = 2 − 4 (.5 ∓ .25 (d_iμ + d_ij))^r
//! E(U_ij) = s_j [P U_s + (1 − P) U_f] + (1 − s_j) U_s − Q U_q − (1 − Q)[T U_b + (1 − T) U_w]
//! Sec_i   = Σ_{j≠i} E(U_ji) at r = 1
//! R_i     = (2 Sec_i − max − min)/(max − min)      r_i = (1 − R_i/3)/(1 + R_i/3)
//! ```
//!
//! T = 1 iff d_iμ < d_ij. The first pass has r = 1 everywhere, the second the r_i so found.
//! The sum over all ordered pairs of actors of |V_k(a) − V_k(b)| is twice the sum of the numerators,
//! so a round costs n³ under both denominators.

use super::offer::Offer;
use super::rules::{ChallengerRisk, Rules, VoteCurve, WinDenominator};

/// The memory of a round, reused from round to round and from draw to draw. Tables are \[i·n + j\].
#[derive(Clone, Debug, Default)]
pub(crate) struct Contest {
    n: usize,
    /// d: distance from actor i to the position of actor j, as i sees it.
    pub distance: Vec<f64>,
    /// Distance of each actor to the winning position μ.
    pub to_median: Vec<f64>,
    /// r by actor, .5 to 2.
    pub risk: Vec<f64>,
    /// Sec by actor: what the others expect from challenging it; low is secure.
    pub security: Vec<f64>,
    /// ln d, ln(.5 − .5d) and ln(.5 + .5d), of which every power is made.
    logs: [Vec<f64>; 3],
    /// V.
    value: Vec<f64>,
    /// P.
    win: Vec<f64>,
    /// Expected utilities: of i's challenge to j, and of j's challenge to i as i sees it.
    own: Vec<f64>,
    other: Vec<f64>,
}

impl Contest {
    /// Makes room for n actors.
    pub fn resize(&mut self, n: usize) {
        self.n = n;
        let [log, log_success, log_failure] = &mut self.logs;
        for table in [
            &mut self.distance,
            log,
            log_success,
            log_failure,
            &mut self.value,
            &mut self.win,
            &mut self.own,
            &mut self.other,
        ] {
            table.clear();
            table.resize(n * n, 0.0);
        }
        for column in [&mut self.to_median, &mut self.risk, &mut self.security] {
            column.clear();
            column.resize(n, 1.0);
        }
    }

    /// Fills everything from `distance` and `to_median`. `power` is c·s by actor.
    pub fn evaluate(&mut self, rules: &Rules, power: &[f64], salience: &[f64]) {
        let n = self.n;
        for (k, power) in power.iter().enumerate() {
            for at in k * n..(k + 1) * n {
                self.value[at] = power * self.distance[at];
            }
        }
        self.vote(rules);
        for i in 0..n {
            let mut sum = 0.0;
            for j in 0..n {
                if self.apart(j, i) {
                    let d = self.distance[j * n + i];
                    sum += self.expected(
                        rules,
                        salience,
                        (j, i),
                        1.0,
                        [0.5 - 0.5 * d, 0.5 + 0.5 * d, 0.5],
                    );
                }
            }
            self.security[i] = sum;
        }
        self.set_risk();
        self.take_logs();
        if rules.votes == VoteCurve::Risk {
            for (k, power) in power.iter().enumerate() {
                for at in k * n..(k + 1) * n {
                    self.value[at] = power * raised(self.logs[0][at], self.risk[k]);
                }
            }
            self.vote(rules);
        }
        for i in 0..n {
            let own_half = raised(LN_HALF, self.risk[i]);
            for j in 0..n {
                if !self.apart(i, j) {
                    continue;
                }
                let at = i * n + j;
                let r = self.risk[i];
                let own = self.powers(at, r, own_half);
                self.own[at] = self.expected(rules, salience, (i, j), r, own);
                let back = j * n + i;
                let (r, powers) = match rules.challenger_risk {
                    // On one issue both see the same distance.
                    ChallengerRisk::Receiver if self.distance[at] == self.distance[back] => {
                        (r, own)
                    }
                    ChallengerRisk::Receiver => (r, self.powers(back, r, own_half)),
                    ChallengerRisk::Challenger => {
                        let r = self.risk[j];
                        (r, self.powers(back, r, raised(LN_HALF, r)))
                    }
                };
                self.other[at] = self.expected(rules, salience, (j, i), r, powers);
            }
        }
    }

    /// The offer that actor i gets from j, if any.
    pub fn offer(&self, i: usize, j: usize) -> Option<Offer> {
        let at = i * self.n + j;
        if !self.apart(i, j) {
            return None;
        }
        Offer::between(i, j, self.own[at], self.other[at])
    }

    /// Whether i sees any distance between itself and j. Where it sees none there is nothing to
    /// offer, and rounding noise would make offers of length zero.
    fn apart(&self, i: usize, j: usize) -> bool {
        self.distance[i * self.n + j] != 0.0
    }

    fn take_logs(&mut self) {
        let n = self.n;
        let [log, log_success, log_failure] = &mut self.logs;
        for i in 0..n {
            for j in 0..n {
                let (at, back) = (i * n + j, j * n + i);
                let d = self.distance[at];
                if j < i && d == self.distance[back] {
                    log[at] = log[back];
                    log_success[at] = log_success[back];
                    log_failure[at] = log_failure[back];
                } else {
                    log[at] = libm::log(d);
                    log_success[at] = libm::log((0.5 - 0.5 * d).max(0.0));
                    log_failure[at] = libm::log(0.5 + 0.5 * d);
                }
            }
        }
    }

    /// (.5 − .5d)^r, (.5 + .5d)^r and (.5)^r.
    fn powers(&self, at: usize, r: f64, half: f64) -> [f64; 3] {
        let [_, success, failure] = &self.logs;
        [raised(success[at], r), raised(failure[at], r), half]
    }

    /// Probabilities of winning, from the values of everyone.
    fn vote(&mut self, rules: &Rules) {
        let n = self.n;
        self.win.fill(0.0);
        for (i, row) in self.win.chunks_exact_mut(n).enumerate() {
            for value in self.value.chunks_exact(n) {
                let here = value[i];
                for (votes, there) in row.iter_mut().zip(value) {
                    // Not `max`, which also looks out for numbers that are none.
                    *votes += if *there > here { there - here } else { 0.0 };
                }
            }
        }
        match rules.denominator {
            WinDenominator::AllPairs => {
                let total = 2.0 * self.win.iter().sum::<f64>();
                if total > 0.0 {
                    self.win.iter_mut().for_each(|votes| *votes /= total);
                }
            }
            WinDenominator::Pair => {
                for i in 0..n {
                    for j in 0..i {
                        let (a, b) = (self.win[i * n + j], self.win[j * n + i]);
                        // Nobody prefers either: a coin.
                        let p = if a + b > 0.0 { a / (a + b) } else { 0.5 };
                        (self.win[i * n + j], self.win[j * n + i]) = (p, 1.0 - p);
                    }
                }
            }
        }
    }

    /// E(U_ij) with exponent r and the powers that belong to it: what i expects from challenging j.
    fn expected(
        &self,
        rules: &Rules,
        salience: &[f64],
        (i, j): (usize, usize),
        r: f64,
        powers: [f64; 3],
    ) -> f64 {
        let at = i * self.n + j;
        let (p, s) = (self.win[at], salience[j]);
        let [success, failure, stay] = powers.map(|power| 2.0 - 4.0 * power);
        let fought = s * (p * success + (1.0 - p) * failure) + (1.0 - s) * success;
        let q = rules.status_quo;
        if q >= 1.0 {
            return fought - stay;
        }
        let (d, median) = (self.distance[at], self.to_median[i]);
        let drift = 0.25 * (median + d);
        let then = if median < d { 0.5 - drift } else { 0.5 + drift };
        let then = 2.0 - 4.0 * raised(libm::log(then.max(0.0)), r);
        fought - q * stay - (1.0 - q) * then
    }

    fn set_risk(&mut self) {
        let (low, high) = self
            .security
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &s| {
                (low.min(s), high.max(s))
            });
        for (risk, security) in self.risk.iter_mut().zip(&self.security) {
            // All equally secure: nobody takes more risk than another.
            let acceptance = if high > low {
                (2.0 * security - high - low) / (high - low)
            } else {
                0.0
            };
            *risk = (1.0 - acceptance / 3.0) / (1.0 + acceptance / 3.0);
        }
    }
}

const LN_HALF: f64 = -std::f64::consts::LN_2;

/// x^r from ln x, for r > 0; 0 from ln 0.
fn raised(log: f64, r: f64) -> f64 {
    libm::exp(r * log)
}
