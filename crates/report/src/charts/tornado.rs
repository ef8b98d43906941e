//! What drives a figure: where it goes when one input goes from low to high.

use crate::charts::axis::Axis;
use crate::charts::drawing::{Ink, RADIUS};
use crate::charts::rows::{Row, rows};
use crate::charts::{Chart, Words};

/// An input, in the units of the outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Swing {
    /// The input.
    pub label: String,
    /// Both ends with the input's values, printed; the total-effect index where it is known.
    pub figures: String,
    /// The outcome where the input is low.
    pub low: f64,
    /// The outcome where it is high.
    pub high: f64,
}

/// A bar from the outcome at the low end of the input (ring) to that at its high end (dot),
/// around the outcome overall.
pub fn tornado(words: Words, swings: &[Swing], overall: f64, axis: &Axis) -> Chart {
    let frame: Vec<Row> = swings
        .iter()
        .map(|swing| Row {
            label: swing.label.clone(),
            figures: swing.figures.clone(),
        })
        .collect();
    Chart::of(words, |width| {
        rows(width, &frame, axis, |sheet, index, y, scale| {
            let Some(swing) = swings.get(index) else {
                return;
            };
            let (low, high, middle) =
                (scale.at(swing.low), scale.at(swing.high), scale.at(overall));
            sheet.rect((low, y - 4.0), (high - low, 8.0), Ink::Band);
            sheet.line((middle, y - 9.0), (middle, y + 9.0), Ink::Text, 1.5);
            sheet.dot((high, y), RADIUS, Ink::Strong);
            sheet.ring((low, y), RADIUS, Ink::Weak);
        })
    })
}
