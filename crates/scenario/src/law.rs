//! Probability laws of the quantities: a closed list, each with its quantile function.
//!
//! A quantity is sampled by its quantile function at a point of (0, 1), so that arms
//! and files share every number. Every law lies within the range of its key: the
//! normal and the log-normal are truncated to it, the others fit by construction.

use std::f64::consts::LN_10;

use statrs::distribution::{Continuous, ContinuousCDF, Normal};
use statrs::function::beta::{beta_reg, ln_beta};

/// 95 % point of the standard normal law; "5 % to 95 %" is this many sd either side.
pub const Z95: f64 = 1.644_853_626_951_472_2;

/// A probability law in the unit of its key.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Law {
    /// One value.
    Certain(f64),
    /// Every value from `low` to `high` alike.
    Uniform {
        /// Smallest.
        low: f64,
        /// Largest.
        high: f64,
    },
    /// Normal, truncated to the key's range.
    Normal {
        /// Mean before truncation.
        mean: f64,
        /// Standard deviation before truncation.
        sd: f64,
        /// The range kept.
        cut: Cut,
    },
    /// Log-normal, truncated to the key's range: ln X ~ N(mu, sigma²).
    LogNormal {
        /// Mean of the logarithm before truncation.
        mu: f64,
        /// Standard deviation of the logarithm before truncation.
        sigma: f64,
        /// The range kept.
        cut: Cut,
    },
    /// On (0, 1): ln(X/(1−X)) ~ N(mu, sigma²).
    LogitNormal {
        /// Mean of the log odds.
        mu: f64,
        /// Standard deviation of the log odds.
        sigma: f64,
    },
    /// Exponential from 0, truncated at `high`.
    Exponential {
        /// Mean before truncation.
        mean: f64,
        /// Largest value; may be infinite.
        high: f64,
    },
    /// Beta on [0, 1].
    Beta {
        /// First shape: prior successes.
        alpha: f64,
        /// Second shape: prior failures.
        beta: f64,
    },
    /// PERT: a Beta from `low` to `high` with shapes 1 + 4(mode−low)/(high−low) and
    /// 1 + 4(high−mode)/(high−low) (Malcolm, Roseboom, Clark & Fazar 1959).
    Pert {
        /// Smallest.
        low: f64,
        /// Most likely.
        mode: f64,
        /// Largest.
        high: f64,
    },
}

/// A truncation: the range kept, and where it begins and ends in probability.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cut {
    /// Smallest value kept; may be −∞.
    pub low: f64,
    /// Largest value kept; may be ∞.
    pub high: f64,
    /// Probability below `low` before truncation.
    pub from: f64,
    /// Probability up to `high` before truncation.
    pub to: f64,
}

impl Cut {
    fn new(low: f64, high: f64, z_low: f64, z_high: f64) -> Self {
        let normal = Normal::standard();
        Self {
            low,
            high,
            from: normal.cdf(z_low),
            to: normal.cdf(z_high),
        }
    }

    /// Share of the law that lies inside.
    pub fn mass(&self) -> f64 {
        self.to - self.from
    }

    /// Standard normal quantile of the truncated law, at `u` in (0, 1).
    fn z(&self, u: f64) -> f64 {
        // Seen from the nearer tail, or all of the upper tail rounds to 1.
        if self.from > 0.5 {
            let (from, to) = (1.0 - self.from, 1.0 - self.to);
            return -z(from - u * (from - to));
        }
        z(self.from + u * (self.to - self.from))
    }
}

/// Standard normal quantile, kept finite at 0 and 1.
pub(crate) fn z(u: f64) -> f64 {
    Normal::standard().inverse_cdf(u.clamp(1e-300, 1.0 - f64::EPSILON / 2.0))
}

pub(crate) fn logistic(x: f64) -> f64 {
    if x >= 0.0 {
        1.0 / (1.0 + (-x).exp())
    } else {
        let e = x.exp();
        e / (1.0 + e)
    }
}

fn logit(p: f64) -> f64 {
    (p / (1.0 - p)).ln()
}

impl Law {
    /// Normal with this mean and standard deviation (> 0), truncated to [low, high].
    pub fn normal(mean: f64, sd: f64, low: f64, high: f64) -> Self {
        Law::Normal {
            mean,
            sd,
            cut: Cut::new(low, high, (low - mean) / sd, (high - mean) / sd),
        }
    }

    /// Normal with these 5 % and 95 % points, before truncation to [low, high].
    pub fn normal_between(q05: f64, q95: f64, low: f64, high: f64) -> Self {
        let sd = (q95 - q05) / (2.0 * Z95);
        Self::normal(0.5 * (q05 + q95), sd, low, high)
    }

    /// Log-normal with these 5 % and 95 % points (0 < q05 < q95), before truncation
    /// to [low, high].
    pub fn log_normal_between(q05: f64, q95: f64, low: f64, high: f64) -> Self {
        let mu = 0.5 * (q05.ln() + q95.ln());
        let sigma = (q95.ln() - q05.ln()) / (2.0 * Z95);
        let z = |bound: f64| {
            if bound <= 0.0 {
                f64::NEG_INFINITY
            } else {
                (bound.ln() - mu) / sigma
            }
        };
        Law::LogNormal {
            mu,
            sigma,
            cut: Cut::new(low, high, z(low), z(high)),
        }
    }

    /// Logit-normal with these 5 % and 95 % points, 0 < q05 < q95 < 1.
    pub fn logit_normal_between(q05: f64, q95: f64) -> Self {
        Law::LogitNormal {
            mu: 0.5 * (logit(q05) + logit(q95)),
            sigma: (logit(q95) - logit(q05)) / (2.0 * Z95),
        }
    }

    /// Exponential with this 95 % point, before truncation at `high`.
    pub fn exponential_to(q95: f64, high: f64) -> Self {
        Law::Exponential {
            mean: q95 / (2.0 * LN_10 - 5f64.ln()),
            high,
        }
    }

    /// On [0, 1] with the density highest at 0 and this 95 % point: Beta(1, b).
    pub fn beta_from_zero(q95: f64) -> Self {
        Law::Beta {
            alpha: 1.0,
            beta: 0.05f64.ln() / (-q95).ln_1p(),
        }
    }

    /// On [0, 1] with the density highest at 1 and this 5 % point: Beta(a, 1).
    pub fn beta_to_one(q05: f64) -> Self {
        Law::Beta {
            alpha: 0.05f64.ln() / q05.ln(),
            beta: 1.0,
        }
    }

    /// The rate of something that k of n cases showed: Beta(k + ½, n − k + ½), its posterior under
    /// Jeffreys' prior (Jeffreys 1946; Brown, Cai & DasGupta 2001 on its intervals). `None` if k
    /// exceeds n.
    pub fn counted(k: u32, n: u32) -> Option<Self> {
        Some(Law::Beta {
            alpha: f64::from(k) + 0.5,
            beta: f64::from(n.checked_sub(k)?) + 0.5,
        })
    }

    /// The value, if there is only one.
    pub fn certain(&self) -> Option<f64> {
        match *self {
            Law::Certain(value) => Some(value),
            _ => None,
        }
    }

    /// Share of the untruncated law that lies in the key's range; 1 where nothing
    /// is cut.
    pub fn mass(&self) -> f64 {
        match self {
            Law::Normal { cut, .. } | Law::LogNormal { cut, .. } => cut.mass(),
            Law::Exponential { mean, high } => -(-high / mean).exp_m1(),
            _ => 1.0,
        }
    }

    /// The value with probability `u` below it, `u` in (0, 1); non-decreasing in `u`.
    pub fn quantile(&self, u: f64) -> f64 {
        match *self {
            Law::Certain(value) => value,
            Law::Uniform { low, high } => (low + u * (high - low)).clamp(low, high),
            Law::Normal { mean, sd, cut } => (mean + sd * cut.z(u)).clamp(cut.low, cut.high),
            Law::LogNormal { mu, sigma, cut } => {
                (mu + sigma * cut.z(u)).exp().clamp(cut.low, cut.high)
            }
            Law::LogitNormal { mu, sigma } => logistic(mu + sigma * z(u)),
            Law::Exponential { mean, .. } => -mean * (-u * self.mass()).ln_1p(),
            Law::Beta { alpha, beta } => beta_quantile(alpha, beta, u),
            Law::Pert { low, mode, high } => {
                let (alpha, beta) = pert_shapes(low, mode, high);
                low + (high - low) * beta_quantile(alpha, beta, u)
            }
        }
    }

    /// Median.
    pub fn median(&self) -> f64 {
        self.quantile(0.5)
    }

    /// 5 % and 95 % points.
    pub fn range(&self) -> (f64, f64) {
        (self.quantile(0.05), self.quantile(0.95))
    }

    /// Mean, after truncation.
    pub fn mean(&self) -> f64 {
        match *self {
            Law::Certain(value) => value,
            Law::Uniform { low, high } => 0.5 * (low + high),
            Law::Beta { alpha, beta } => alpha / (alpha + beta),
            Law::Pert { low, mode, high } => (low + 4.0 * mode + high) / 6.0,
            _ => self.expectation(|x| x),
        }
    }

    /// Standard deviation, after truncation.
    pub fn sd(&self) -> f64 {
        match *self {
            Law::Certain(_) => 0.0,
            Law::Uniform { low, high } => (high - low) / 12f64.sqrt(),
            Law::Beta { alpha, beta } => beta_sd(alpha, beta),
            Law::Pert { low, mode, high } => {
                let (alpha, beta) = pert_shapes(low, mode, high);
                (high - low) * beta_sd(alpha, beta)
            }
            _ => {
                let mean = self.mean();
                self.expectation(|x| (x - mean) * (x - mean)).sqrt()
            }
        }
    }

    /// E f(X) by the trapezoid rule over the standard normal variable z with X =
    /// quantile(Φ(z)), 801 nodes on ±8: exact to rounding for the smooth laws.
    fn expectation(&self, f: impl Fn(f64) -> f64) -> f64 {
        let normal = Normal::standard();
        let (mut sum, mut weights) = (0.0, 0.0);
        for node in -400..=400 {
            let z = f64::from(node) / 50.0;
            let weight = normal.pdf(z);
            sum += weight * f(self.quantile(normal.cdf(z)));
            weights += weight;
        }
        sum / weights
    }
}

pub(crate) fn pert_shapes(low: f64, mode: f64, high: f64) -> (f64, f64) {
    let width = high - low;
    (
        1.0 + 4.0 * (mode - low) / width,
        1.0 + 4.0 * (high - mode) / width,
    )
}

fn beta_sd(alpha: f64, beta: f64) -> f64 {
    let total = alpha + beta;
    (alpha * beta / (total + 1.0)).sqrt() / total
}

/// Quantile of the Beta law: closed form where a shape is 1, else found in the tail
/// that holds it.
fn beta_quantile(alpha: f64, beta: f64, u: f64) -> f64 {
    let u = u.clamp(0.0, 1.0);
    if alpha == 1.0 {
        return -((-u).ln_1p() / beta).exp_m1();
    }
    if beta == 1.0 {
        return u.powf(1.0 / alpha);
    }
    logistic(beta_logit_quantile(alpha, beta, u))
}

/// Log odds of the Beta quantile at `u` in (0, 1); ±∞ at the ends.
fn beta_logit_quantile(alpha: f64, beta: f64, u: f64) -> f64 {
    beta_logit_quantile_near(alpha, beta, u, f64::NAN)
}

/// [`beta_logit_quantile`] given a guess that may lie anywhere, or none (NaN).
pub(crate) fn beta_logit_quantile_near(alpha: f64, beta: f64, u: f64, guess: f64) -> f64 {
    let mean = alpha / (alpha + beta);
    if u > beta_reg(alpha, beta, mean) {
        -lower_tail(beta, alpha, 1.0 - u, -guess)
    } else {
        lower_tail(alpha, beta, u, guess)
    }
}

/// Solves ln F(t) = ln u for the log odds t, below the mean: Newton's method, which is
/// quick because ln F is nearly straight there, inside a bracket it cannot leave.
fn lower_tail(alpha: f64, beta: f64, u: f64, guess: f64) -> f64 {
    if u <= 0.0 {
        return f64::NEG_INFINITY;
    }
    let (mut low, mut high) = (-745.0, (alpha / beta).ln());
    let mut t = if low < guess && guess < high {
        guess
    } else {
        high
    };
    for _ in 0..200 {
        let x = logistic(t);
        let below = beta_reg(alpha, beta, x);
        let miss = (below / u).ln();
        if miss > 0.0 {
            high = t;
        } else {
            low = t;
        }
        let newton = t - miss * below / beta_density_logit(alpha, beta, x);
        let next = if low < newton && newton < high {
            newton
        } else {
            0.5 * (low + high)
        };
        if (next - t).abs() <= 2e-15 * t.abs().max(1.0) {
            return next;
        }
        t = next;
    }
    t
}

/// Density of the log odds of a Beta variable at x: x^α (1−x)^β / B(α, β).
pub(crate) fn beta_density_logit(alpha: f64, beta: f64, x: f64) -> f64 {
    (alpha * x.ln() + beta * (-x).ln_1p() - ln_beta(alpha, beta)).exp()
}
