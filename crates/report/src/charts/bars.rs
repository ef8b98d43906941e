//! Bars from 0, one or two a row.

use crate::charts::axis::Axis;
use crate::charts::drawing::Ink;
use crate::charts::rows::{Row, rows};
use crate::charts::{Chart, Words};

/// A row of bars.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// What it is.
    pub label: String,
    /// Its figures, printed.
    pub figures: String,
    /// The full bar.
    pub value: f64,
    /// The outlined bar above it, where there are two.
    pub before: Option<f64>,
}

/// Full bars, and outlined ones above them where a row has two.
pub fn bars(words: Words, bars: &[Bar], axis: &Axis) -> Chart {
    let frame: Vec<Row> = bars
        .iter()
        .map(|bar| Row {
            label: bar.label.clone(),
            figures: bar.figures.clone(),
        })
        .collect();
    Chart::of(words, |width| {
        rows(width, &frame, axis, |sheet, index, y, scale| {
            let Some(bar) = bars.get(index) else { return };
            let zero = scale.at(0.0);
            let to = scale.at(bar.value);
            let Some(before) = bar.before else {
                sheet.rect((zero, y - 5.0), (to - zero, 10.0), Ink::Strong);
                sheet.line((zero, y - 7.0), (zero, y + 7.0), Ink::Text, 1.0);
                return;
            };
            let end = scale.at(before);
            let corners = [
                (zero, y - 8.0),
                (end, y - 8.0),
                (end, y - 1.0),
                (zero, y - 1.0),
                (zero, y - 8.0),
            ];
            sheet.path(&corners, Ink::Weak, 1.5, false);
            sheet.rect((zero, y), (to - zero, 7.0), Ink::Strong);
            sheet.line((zero, y - 9.0), (zero, y + 8.0), Ink::Text, 1.0);
        })
    })
}
