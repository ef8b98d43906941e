//! Signposts: public events by the end of the look ahead that tell an open bargaining zone from a
//! shut one, and what the headline becomes when one is seen.
//!
//! With z(θ) = P(zone | θ), x(θ) = P(event by the date | θ) and q(θ) = P(settlement | θ), all with
//! the contact:
//!
//! P(event | open) = E[x z] / E[z], P(event | shut) = E[x (1 − z)] / E[1 − z],
//! P(settlement | event) = E[q x] / E[x].
//!
//! This is Bayes' rule over what the analyst does not know. Events are taken as independent of the
//! zone and of settlement once θ is given, so what an event does to either on its own path is not
//! in these figures.

use pourparler_engine::result::{Run, at_name};

use crate::claims::DEFAULT_ARM;
use pourparler_engine::summary::mean;

/// Most signposts.
const MOST: usize = 5;
/// An event less likely than this both ways is no signpost.
const RARE: f64 = 0.01;

/// A public event and what it tells.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Signpost {
    /// Index of the event in `Run::outputs`, over the horizon.
    pub output: usize,
    /// Its probability by the date where the zone is open at some time.
    pub open: f64,
    /// The same where it is not.
    pub shut: f64,
    /// P(settlement) once it is seen.
    pub seen: f64,
    /// P(settlement) once the date has passed without it.
    pub unseen: f64,
}

/// The steps that tell most, by the logarithm of their likelihood ratio; empty where the run has
/// no step, no zone or no settlement, or the zone is open in all settings or in none.
pub fn signposts(run: &Run, soon: f64) -> Vec<Signpost> {
    let column = |name: &str| run.column(run.arm(DEFAULT_ARM)?, run.output(name)?);
    let (Some(zone), Some(settlement)) = (column("zone"), column("settlement")) else {
        return Vec::new();
    };
    let shut: Vec<f64> = zone.iter().map(|z| 1.0 - z).collect();
    let steps = run.outputs.iter().enumerate();
    let steps = steps.filter(|(_, o)| o.name.starts_with("step.") && !o.name.contains('@'));
    let mut found: Vec<Signpost> = steps
        .filter_map(|(output, step)| {
            let event = column(&at_name(&step.name, soon))?;
            let missed: Vec<f64> = event.iter().map(|x| 1.0 - x).collect();
            let signpost = Signpost {
                output,
                open: weighted(event, zone)?,
                shut: weighted(event, &shut)?,
                seen: weighted(settlement, event)?,
                unseen: weighted(settlement, &missed)?,
            };
            (signpost.open.max(signpost.shut) >= RARE).then_some(signpost)
        })
        .collect();
    let tells = |s: &Signpost| (s.open.max(1e-6) / s.shut.max(1e-6)).ln().abs();
    found.sort_by(|a, b| tells(b).total_cmp(&tells(a)));
    found.truncate(MOST);
    found
}

/// Mean of a column by weights; nothing where they sum to nothing.
fn weighted(column: &[f64], weights: &[f64]) -> Option<f64> {
    let products: Vec<f64> = column.iter().zip(weights).map(|(x, w)| x * w).collect();
    let weight = mean(weights);
    (weight > 1e-9).then(|| mean(&products) / weight)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bayes' rule by hand: of four settings one is open; the event has probability .8 there and
    /// .2 in the others, so seeing it makes the odds of an open zone .8 : .6.
    #[test]
    fn bayes_rule_by_hand() {
        let zone = [1.0, 0.0, 0.0, 0.0];
        let shut = zone.map(|z| 1.0 - z);
        let event = [0.8, 0.2, 0.2, 0.2];
        let close = |found: Option<f64>, value: f64| (found.unwrap() - value).abs() < 1e-12;
        assert!(close(weighted(&event, &zone), 0.8));
        assert!(close(weighted(&event, &shut), 0.2));
        assert!(close(weighted(&zone, &event), 0.8 / 1.4));
        assert_eq!(weighted(&event, &[0.0; 4]), None);
    }
}
