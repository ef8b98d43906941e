//! The world without the contact beside what past cases say.

use pourparler_engine::result::Run;
use rayon::prelude::*;

use crate::counterfactual::{Summary, summary};
use crate::ranking::Rankings;
use crate::reference_class::{Rate95, ReferenceClass};
use crate::statistics::Explained;

/// Where the model stands against a reference class.
#[derive(Debug, Clone, PartialEq)]
pub struct Anchor {
    /// The class.
    pub class: &'static ReferenceClass,
    /// Its rate over the run's horizon, or per case where it has no clock.
    pub rate: Rate95,
    /// P(settlement) without the contact.
    pub without: Summary,
    /// Where the latter lies.
    pub position: Position,
    /// Where it lies outside: the inputs that move it most, as indices of `Run::inputs` with
    /// their first-order share of its variance; at most three, each at least 2 %.
    pub because: Vec<(usize, f64)>,
}

/// Position against the class's 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position {
    /// Below it.
    Below,
    /// In it.
    Inside,
    /// Above it.
    Above,
}

/// Sets the settlement probability without the contact beside a class over the same horizon;
/// `None` where the run does not measure it.
pub fn anchor(run: &Run, rankings: &Rankings, class: &'static ReferenceClass) -> Option<Anchor> {
    let column = run.column(run.arm("without")?, run.output("settlement")?)?;
    let without = summary(run, column);
    let rate = class.over(run.settings.horizon_days);
    let position = match without.mean {
        p if p < rate.low => Position::Below,
        p if p > rate.high => Position::Above,
        _ => Position::Inside,
    };
    let mut because: Vec<(usize, f64)> = Vec::new();
    if position != Position::Inside {
        let column = Explained::new(column);
        because = run
            .inputs
            .par_iter()
            .enumerate()
            .filter_map(|(index, input)| Some((index, column.by(rankings.along(input)?))))
            .filter(|(_, share)| *share >= 0.02)
            .collect();
        because.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        because.truncate(3);
    }
    Some(Anchor {
        class,
        rate,
        without,
        position,
        because,
    })
}
