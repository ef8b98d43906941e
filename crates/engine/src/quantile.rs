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

    /// The values with these probabilities below them, each in (0, 1), in their place. Each depends
    /// on its own probability alone, to the last bit.
    pub fn fill(&self, column: &mut [f64]) {
        match self {
            Self::Table(table) => column.iter_mut().for_each(|u| *u = table.quantile(*u)),
            Self::Closed(law) => closed(law, column),
        }
    }
}

/// A function of every number of a column. So large a closure would stay a function of its own,
/// which the wider vectors do not reach.
macro_rules! each {
    ($column:expr, |$u:ident| $value:expr) => {
        for x in $column {
            let $u = *x;
            *x = $value;
        }
    };
}

/// Values of a law in closed form, in place of the probabilities below them.
#[multiversion::multiversion(targets("x86_64+avx2"))]
fn closed(law: &Law, column: &mut [f64]) {
    match *law {
        Law::Certain(value) => column.fill(value),
        Law::Uniform { low, high } => {
            each!(column, |u| (low + u * (high - low)).clamp(low, high));
        }
        Law::Normal { mean, sd, cut } => {
            each!(column, |u| (mean + sd * cut_normal(&cut, u))
                .clamp(cut.low, cut.high));
        }
        Law::LogNormal { mu, sigma, cut } => {
            each!(column, |u| exp(mu + sigma * cut_normal(&cut, u))
                .clamp(cut.low, cut.high));
        }
        Law::LogitNormal { mu, sigma } => {
            each!(column, |u| logistic(mu + sigma * normal_quantile(u)));
        }
        Law::Exponential { mean, .. } => {
            let mass = law.mass();
            each!(column, |u| -mean * ln_1p(-u * mass));
        }
        // Tabulated, see [`Quantile::new`].
        Law::Beta { .. } | Law::Pert { .. } => each!(column, |u| law.quantile(u)),
    }
}

/// Standard normal quantile of a truncated law, seen from the nearer tail.
#[inline(always)]
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
            let mut column: Vec<f64> = (1..1000).map(|k| f64::from(k) / 1000.0).collect();
            quantile.fill(&mut column);
            for (k, filled) in (1..1000).zip(column) {
                let u = f64::from(k) / 1000.0;
                let mut alone = [u];
                quantile.fill(&mut alone);
                assert_eq!(alone[0].to_bits(), filled.to_bits(), "{law:?} at {u}");
                let exact = law.quantile(u);
                assert!(
                    (filled - exact).abs() <= 1e-6 * exact.abs().max(1.0),
                    "{law:?} at {u}: {filled} against {exact}"
                );
            }
        }
    }
}
