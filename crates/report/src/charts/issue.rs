//! The bargaining space of one issue: what each option is worth to both sides, and who refuses it.

use crate::charts::axis::Axis;
use crate::charts::drawing::{Ink, RADIUS};
use crate::charts::rows::{Row, rows};
use crate::charts::{Chart, Words};

/// An option.
#[derive(Debug, Clone, PartialEq)]
pub struct Position {
    /// Its name.
    pub label: String,
    /// What is said of it: whether it is today's, who wants and who refuses it.
    pub remark: String,
    /// What it is worth to the two sides, 0 to 1.
    pub worth: [f64; 2],
    /// Whether each side refuses it.
    pub refused: [bool; 2],
    /// Whether it is part of something both would sign.
    pub in_zone: bool,
}

/// A dot for the first side, a ring for the second, crossed out where it refuses the option; the
/// strip is shaded where the option is part of something both would sign.
pub fn issue(words: Words, positions: &[Position], axis: &Axis) -> Chart {
    let frame: Vec<Row> = positions
        .iter()
        .map(|position| Row {
            label: position.label.clone(),
            figures: position.remark.clone(),
        })
        .collect();
    Chart::of(words, |width| {
        rows(width, &frame, axis, |sheet, index, y, scale| {
            let Some(position) = positions.get(index) else {
                return;
            };
            if position.in_zone {
                let (from, to) = (scale.from, scale.to);
                sheet.rect((from, y - 9.0), (to - from, 18.0), Ink::Band);
            }
            let [a, b] = position.worth.map(|worth| scale.at(worth));
            sheet.dot((a, y), RADIUS, Ink::Strong);
            sheet.ring_open((b, y), RADIUS + 2.0, Ink::Weak);
            for (x, refused) in [a, b].into_iter().zip(position.refused) {
                if refused {
                    sheet.cross((x, y), RADIUS + 4.0, Ink::Text);
                }
            }
        })
    })
}
