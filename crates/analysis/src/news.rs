//! News value: what it says about an outcome that the contact takes place at all.
//!
//! Envoys are invited when there is something to sign. If the contact is k times as likely where
//! the bargaining zone is open on its day, then in a setting with P(zone) = z it is 1 + (k − 1)·z
//! times as likely as where the zone is shut, and
//!
//! P(outcome | the contact takes place) = Σ w·P(outcome with the contact) / Σ w,
//! w = 1 + (k − 1)·z,
//!
//! over the settings. The zone is that of the world without the contact, for the invitation
//! comes first. Effects stay causal: nothing else uses these weights. Source: model §9 (Bayes'
//! rule over the draws). Page: `docs/model/contact.md`.
//!
//! Does not model: an invitation that hangs on anything but the zone, or on chance within a
//! setting.

use pourparler_engine::result::{Run, Unit};
use pourparler_engine::summary::standard_error;
use pourparler_scenario::Table;

use crate::claims::DEFAULT_ARM;

/// The output that tells how open the zone is.
const ZONE: &str = "zone_now";

/// Every outcome given that the contact takes place.
#[derive(Debug, Clone, PartialEq)]
pub struct News {
    /// How much likelier the contact is where the zone is open: 5 %, median, 95 %.
    pub ratio: [f64; 3],
    /// The analyst gave the ratio (false: the default).
    pub elicited: bool,
    /// The outcomes, in the order of the run.
    pub outcomes: Vec<Outcome>,
}

/// An outcome given that the contact takes place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outcome {
    /// Index of the output in `Run::outputs`.
    pub output: usize,
    /// Its probability at the median ratio.
    pub mean: f64,
    /// Standard error over the scrambles.
    pub se: f64,
    /// Its probability at the 5 % and at the 95 % point of the ratio.
    pub over_ratio: [f64; 2],
}

impl News {
    /// An outcome by the name of its output.
    pub fn of(&self, run: &Run, output: &str) -> Option<&Outcome> {
        let output = run.output(output)?;
        self.outcomes
            .iter()
            .find(|outcome| outcome.output == output)
    }
}

/// Every probability in the arm with the contact, given that it takes place; nothing where the
/// run measures no zone.
pub fn news(run: &Run, root: &Table) -> Option<News> {
    let quantity = root.child("contact")?.quantity("invitation_ratio")?;
    let with = run.arm(DEFAULT_ARM)?;
    let zone = run.column(run.arms.get(with)?.baseline, run.output(ZONE)?)?;
    let ratio = [0.05, 0.5, 0.95].map(|p| quantity.law.quantile(p));
    let points = run.settings.points.max(1);
    let outcomes = run
        .outputs
        .iter()
        .enumerate()
        .filter_map(|(output, about)| {
            let column = run.column(with, output)?;
            if about.unit != Unit::Probability {
                return None;
            }
            let scrambles = column.chunks(points).zip(zone.chunks(points));
            let each: Vec<f64> = scrambles
                .map(|(column, zone)| reweighted(column, zone, ratio[1]))
                .collect();
            Some(Outcome {
                output,
                mean: reweighted(column, zone, ratio[1]),
                se: standard_error(&each),
                over_ratio: [ratio[0], ratio[2]].map(|k| reweighted(column, zone, k)),
            })
        });
    Some(News {
        ratio,
        elicited: quantity.elicited,
        outcomes: outcomes.collect(),
    })
}

/// Mean of a column, each setting weighted by 1 + (k − 1)·P(zone).
fn reweighted(column: &[f64], zone: &[f64], ratio: f64) -> f64 {
    let mut sums = (0.0, 0.0);
    for (x, z) in column.iter().zip(zone) {
        let weight = 1.0 + (ratio - 1.0) * z;
        sums.0 += weight * x;
        sums.1 += weight;
    }
    sums.0 / sums.1
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bayes' rule by hand: the zone is open in one setting of four, and settlement comes there
    /// with probability .4. Three times as likely an invitation makes the odds of an open zone
    /// 1 : 1, and the probability .2 instead of .1.
    #[test]
    fn bayes_rule_by_hand() {
        let (column, zone) = ([0.4, 0.0, 0.0, 0.0], [1.0, 0.0, 0.0, 0.0]);
        assert!((reweighted(&column, &zone, 1.0) - 0.1).abs() < 1e-15);
        assert!((reweighted(&column, &zone, 3.0) - 0.2).abs() < 1e-15);
        // An invitation that shuns an open zone speaks against it.
        assert!(reweighted(&column, &zone, 0.5) < 0.1);
        // What is the same everywhere carries no news.
        assert!((reweighted(&[0.3; 4], &zone, 3.0) - 0.3).abs() < 1e-15);
    }
}
