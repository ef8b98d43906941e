//! One mark and its interval a row.

use crate::charts::axis::Axis;
use crate::charts::drawing::{Ink, RADIUS};
use crate::charts::rows::{Row, interval, rows};
use crate::charts::{Chart, Words};

/// A figure with its interval.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate {
    /// What it is.
    pub label: String,
    /// Its figures, printed.
    pub figures: String,
    /// The figure.
    pub value: f64,
    /// Its interval.
    pub interval: (f64, f64),
}

/// A dot over its interval.
pub fn intervals(words: Words, estimates: &[Estimate], axis: &Axis) -> Chart {
    let frame: Vec<Row> = estimates
        .iter()
        .map(|estimate| Row {
            label: estimate.label.clone(),
            figures: estimate.figures.clone(),
        })
        .collect();
    Chart::of(words, |width| {
        rows(width, &frame, axis, |sheet, index, y, scale| {
            let Some(estimate) = estimates.get(index) else {
                return;
            };
            interval(sheet, estimate.interval, y, scale);
            sheet.dot((scale.at(estimate.value), y), RADIUS, Ink::Strong);
        })
    })
}
