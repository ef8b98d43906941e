//! How the headline settled as repetitions were added.

use crate::charts::axis::{Axis, Scale};
use crate::charts::drawing::{Anchor, Drawing, Ink, LEADING, measured};
use crate::charts::{Chart, Words};

/// A mean and its standard error after so many repetitions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mark {
    /// Repetitions.
    pub after: usize,
    /// Mean.
    pub mean: f64,
    /// Standard error; not a number after the first.
    pub se: f64,
}

/// Dots with bars of 1.96 standard errors.
pub fn convergence(words: Words, marks: &[Mark], axis: &Axis) -> Chart {
    Chart::of(words, |width| drawn(width, marks, axis))
}

fn drawn(width: f64, marks: &[Mark], axis: &Axis) -> (Drawing, f64) {
    let mut sheet = Drawing::new(width);
    let ticks = axis.ticks.iter().map(|(_, label)| measured(label));
    let left = ticks.fold(0.0, f64::max) + 8.0;
    let height = 110.0;
    let last = marks.last().map_or(1, |mark| mark.after);
    let across = Scale {
        low: 1.0,
        high: last as f64,
        from: left + 12.0,
        to: width - 16.0,
    };
    let up = Scale {
        low: axis.low,
        high: axis.high,
        from: height,
        to: 10.0,
    };
    for (value, label) in &axis.ticks {
        let y = up.at(*value);
        sheet.line((left, y), (width, y), Ink::Grid, 1.0);
        sheet.text((left - 6.0, y + 4.5), label, Anchor::End, Ink::Muted);
    }
    let widest = measured(&last.to_string()) + 6.0;
    let apart = (across.at(2.0) - across.at(1.0)).max(1.0);
    // Every so many are labelled, counted from the last.
    let every = (widest / apart).ceil().max(1.0) as usize;
    for mark in marks {
        let (x, y) = (across.at(mark.after as f64), up.at(mark.mean));
        if mark.se.is_finite() {
            let (low, high) = (mark.mean - 1.96 * mark.se, mark.mean + 1.96 * mark.se);
            sheet.line((x, up.at(low)), (x, up.at(high)), Ink::Muted, 1.5);
        }
        sheet.dot((x, y), 3.5, Ink::Strong);
        let label = mark.after.to_string();
        if (last - mark.after).is_multiple_of(every) {
            sheet.text(
                (x, height + LEADING + 2.0),
                &label,
                Anchor::Middle,
                Ink::Muted,
            );
        }
    }
    let middle = (
        (across.from + across.to) / 2.0,
        height + 2.0 * LEADING + 2.0,
    );
    sheet.text(middle, "repetitions", Anchor::Middle, Ink::Muted);
    (sheet, height + 2.0 * LEADING + 10.0)
}
