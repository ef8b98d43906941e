//! Rows of a label, a strip to draw on, and figures: the frame of most charts.
//!
//! On a page the label stands to the left of its strip and the figures to the right; on a
//! telephone label and figures stand above it, so that nothing gets smaller.

use crate::charts::NARROW;
use crate::charts::axis::{Axis, Scale};
use crate::charts::drawing::{Anchor, Drawing, Ink, LEADING, RADIUS, measured, wrapped};

/// A row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What it is about.
    pub label: String,
    /// Its figures.
    pub figures: String,
}

/// Most lines of a label.
const LINES: usize = 3;
/// Room between rows.
const GAP: f64 = 9.0;
/// Height of a strip.
const STRIP: f64 = 18.0;

/// Draws rows over a common scale: `mark` draws on the strip of a row, given its index, the
/// height of its middle and the scale.
pub fn rows(
    width: f64,
    rows: &[Row],
    axis: &Axis,
    mut mark: impl FnMut(&mut Drawing, usize, f64, Scale),
) -> (Drawing, f64) {
    let mut sheet = Drawing::new(width);
    let narrow = width <= NARROW;
    let longest = rows.iter().map(|row| measured(&row.figures));
    let (label_width, figures_width) = if narrow {
        (width, width)
    } else {
        (200.0, longest.fold(0.0, f64::max).clamp(40.0, 256.0))
    };
    let scale = Scale {
        low: axis.low,
        high: axis.high,
        from: if narrow { 18.0 } else { label_width + 22.0 },
        to: if narrow {
            width - 18.0
        } else {
            width - figures_width - 20.0
        },
    };
    let set: Vec<(Vec<String>, Vec<String>)> = rows
        .iter()
        .map(|row| {
            (
                wrapped(&row.label, label_width, LINES),
                match row.figures.is_empty() {
                    true => Vec::new(),
                    false => wrapped(&row.figures, figures_width, LINES),
                },
            )
        })
        .collect();
    let heights: Vec<f64> = set
        .iter()
        .map(|(label, figures)| {
            let words = if narrow {
                label.len() + figures.len()
            } else {
                label.len().max(figures.len())
            };
            let words = LEADING * words as f64;
            GAP + if narrow {
                words + STRIP
            } else {
                words.max(STRIP)
            }
        })
        .collect();
    let top = 6.0;
    let bottom = top + heights.iter().sum::<f64>();
    // On a telephone words stand above their strip, and no line goes through them.
    let mut strips = Vec::new();
    let mut y = top;
    for height in heights.iter().filter(|_| narrow) {
        y += height;
        strips.push((y - GAP / 2.0 - STRIP, y - GAP / 2.0));
    }
    if !narrow {
        strips.push((top, bottom));
    }
    grid(&mut sheet, axis, scale, &strips);
    let mut y = top;
    for (index, ((label, figures), height)) in set.iter().zip(&heights).enumerate() {
        let words = LEADING * label.len() as f64;
        let middle = if narrow {
            sheet.lines((0.0, y + 13.0), label, Anchor::Start, Ink::Text);
            let below = y + 13.0 + words;
            sheet.lines((0.0, below), figures, Anchor::Start, Ink::Muted);
            y + height - GAP / 2.0 - STRIP / 2.0
        } else {
            let middle = y + (height - GAP) / 2.0;
            let first = |lines: &[String]| {
                middle + 4.5 - LEADING * (lines.len().saturating_sub(1)) as f64 / 2.0
            };
            sheet.lines((0.0, first(label)), label, Anchor::Start, Ink::Text);
            let at = (width - figures_width, first(figures));
            sheet.lines(at, figures, Anchor::Start, Ink::Text);
            middle
        };
        mark(&mut sheet, index, middle, scale);
        y += height;
    }
    let below = bottom + LEADING;
    let lowest = axis_unit(&mut sheet, axis, scale, below);
    (sheet, lowest + 8.0)
}

/// Lines at the ticks, and their labels below; a label without room is left out.
fn grid(sheet: &mut Drawing, axis: &Axis, scale: Scale, strips: &[(f64, f64)]) {
    let bottom = strips.last().map_or(0.0, |(_, to)| *to);
    let mut free = f64::NEG_INFINITY;
    for (value, label) in &axis.ticks {
        let x = scale.at(*value);
        for (from, to) in strips {
            sheet.line((x, *from), (x, *to), Ink::Grid, 1.0);
        }
        let half = measured(label) / 2.0;
        let x = x.clamp(half, (sheet.width - half).max(half));
        if x - half > free {
            sheet.text((x, bottom + LEADING), label, Anchor::Middle, Ink::Muted);
            free = x + half + 4.0;
        }
    }
}

/// What the ticks count, under their labels, which stand at `below`; returns the lowest line.
pub fn axis_unit(sheet: &mut Drawing, axis: &Axis, scale: Scale, below: f64) -> f64 {
    if axis.unit.is_empty() {
        return below;
    }
    let middle = (scale.from + scale.to) / 2.0;
    let at = (middle, below + LEADING);
    sheet.text(at, axis.unit, Anchor::Middle, Ink::Muted);
    at.1
}

/// An interval as a bar with ends.
pub fn interval(sheet: &mut Drawing, (low, high): (f64, f64), y: f64, scale: Scale) {
    let (from, to) = (scale.at(low), scale.at(high));
    sheet.rect((from, y - 3.0), ((to - from).max(1.0), 6.0), Ink::Band);
    for x in [from, to] {
        sheet.line((x, y - RADIUS), (x, y + RADIUS), Ink::Muted, 1.0);
    }
}
