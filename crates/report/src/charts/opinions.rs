//! Second opinions: one mark for each method that gives a number, none of them averaged.

use crate::charts::axis::Axis;
use crate::charts::drawing::{Ink, RADIUS};
use crate::charts::rows::{Row, interval, rows};
use crate::charts::{Chart, Words};

/// What a method says.
#[derive(Debug, Clone, PartialEq)]
pub struct Opinion {
    /// The method, and what its number is.
    pub label: String,
    /// The number, printed.
    pub figures: String,
    /// The number; nothing where the method has an answer and no number.
    pub value: Option<f64>,
    /// Its interval, where the method has one.
    pub interval: Option<(f64, f64)>,
}

/// A diamond a method, over its interval.
pub fn strip(words: Words, opinions: &[Opinion], axis: &Axis) -> Chart {
    let frame: Vec<Row> = opinions
        .iter()
        .map(|opinion| Row {
            label: opinion.label.clone(),
            figures: opinion.figures.clone(),
        })
        .collect();
    Chart::of(words, |width| {
        rows(width, &frame, axis, |sheet, index, y, scale| {
            let Some(opinion) = opinions.get(index) else {
                return;
            };
            if let Some(ends) = opinion.interval {
                interval(sheet, ends, y, scale);
            }
            if let Some(value) = opinion.value {
                sheet.diamond((scale.at(value), y), RADIUS + 1.5, Ink::Strong);
            }
        })
    })
}
