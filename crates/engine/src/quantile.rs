//! Quantile functions of the scenario's laws, by functions whose bits are the same everywhere.

use pourparler_scenario::Law;
use pourparler_scenario::Tabulated;
use pourparler_scenario::law::Cut;

use crate::math::{exp, ln_1p, logistic, normal_quantile};

/// A law ready to be drawn from many times.
#[derive(Debug, Clone)]
pub enum Quantile {
    /// Normal and its relatives, uniform and exponential laws: closed forms.
    Closed(Law),
    /// Beta and PERT laws: by a table.
    Table(Tabulated),
}

impl Quantile {
    /// Prepares a law.
    pub fn new(law: &Law) -> Self {
        match law {
            Law::Beta { .. } | Law::Pert { .. } => Self::Table(law.tabulated()),
            _ => Self::Closed(*law),
        }
    }

    /// The value with probability `u` below it, `u` in (0, 1).
    #[inline]
    pub fn at(&self, u: f64) -> f64 {
        match self {
            Self::Table(table) => table.quantile(u),
            Self::Closed(law) => match law {
                Law::Certain(value) => *value,
                Law::Uniform { low, high } => (low + u * (high - low)).clamp(*low, *high),
                Law::Normal { mean, sd, cut } => {
                    (mean + sd * cut_normal(cut, u)).clamp(cut.low, cut.high)
                }
                Law::LogNormal { mu, sigma, cut } => {
                    exp(mu + sigma * cut_normal(cut, u)).clamp(cut.low, cut.high)
                }
                Law::LogitNormal { mu, sigma } => logistic(mu + sigma * normal_quantile(u)),
                Law::Exponential { mean, .. } => -mean * ln_1p(-u * law.mass()),
                other => other.quantile(u),
            },
        }
    }
}

/// Standard normal quantile of a truncated law, seen from the nearer tail.
#[inline]
fn cut_normal(cut: &Cut, u: f64) -> f64 {
    if cut.from > 0.5 {
        let (from, to) = (1.0 - cut.from, 1.0 - cut.to);
        return -normal_quantile((from - u * (from - to)).max(1e-300));
    }
    normal_quantile((cut.from + u * (cut.to - cut.from)).clamp(1e-300, 1.0 - f64::EPSILON / 2.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_as_the_scenario_s_own() {
        let laws = [
            Law::Certain(2.0),
            Law::Uniform {
                low: -1.0,
                high: 3.0,
            },
            Law::normal(0.2, 0.5, 0.0, 1.0),
            Law::normal(0.2, 0.5, 0.6, f64::INFINITY),
            Law::log_normal_between(1.0, 9.0, 0.0, 20.0),
            Law::logit_normal_between(0.1, 0.4),
            Law::exponential_to(3.0, 10.0),
            Law::Beta {
                alpha: 3.5,
                beta: 8.5,
            },
            Law::Pert {
                low: 2.0,
                mode: 5.0,
                high: 12.0,
            },
        ];
        for law in &laws {
            let quantile = Quantile::new(law);
            for k in 1..1000 {
                let u = f64::from(k) / 1000.0;
                let (x, y) = (quantile.at(u), law.quantile(u));
                assert!(
                    (x - y).abs() <= 1e-6 * y.abs().max(1.0),
                    "{law:?} at {u}: {x} against {y}"
                );
            }
        }
    }
}
