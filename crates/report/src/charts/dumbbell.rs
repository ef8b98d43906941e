//! With and without: both worlds of every outcome on one scale.

use crate::charts::axis::Axis;
use crate::charts::drawing::{Ink, RADIUS};
use crate::charts::rows::{Row, interval, rows};
use crate::charts::{Chart, Words};

/// An outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// What it is.
    pub label: String,
    /// Its figures, printed.
    pub figures: String,
    /// Without the contact.
    pub without: f64,
    /// With it.
    pub with: f64,
    /// 5 and 95 % points with it.
    pub interval: (f64, f64),
}

/// A ring without the contact, a dot with it, over its 90 % interval.
pub fn dumbbell(words: Words, pairs: &[Pair], axis: &Axis) -> Chart {
    let frame: Vec<Row> = pairs
        .iter()
        .map(|pair| Row {
            label: pair.label.clone(),
            figures: pair.figures.clone(),
        })
        .collect();
    Chart::of(words, |width| {
        rows(width, &frame, axis, |sheet, index, y, scale| {
            let Some(pair) = pairs.get(index) else { return };
            interval(sheet, pair.interval, y, scale);
            let (without, with) = (scale.at(pair.without), scale.at(pair.with));
            sheet.line((without, y), (with, y), Ink::Strong, 2.0);
            sheet.dot((with, y), RADIUS, Ink::Strong);
            // The ring last and larger: it is seen around a dot at the same place.
            sheet.ring_open((without, y), RADIUS + 2.0, Ink::Weak);
        })
    })
}
