//! Probabilities by the end of each step.

use crate::charts::axis::{Axis, Scale};
use crate::charts::drawing::{Anchor, Drawing, Ink, LEADING, measured, wrapped};
use crate::charts::{Chart, NARROW, Words};

/// A curve.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// What it is, at its end.
    pub label: String,
    /// Day, value, and the lower and upper edge of its band.
    pub points: Vec<(f64, f64, f64, f64)>,
    /// Drawn broken, for the world without the contact.
    pub broken: bool,
}

/// Curves over days with their bands; labels at the right end.
pub fn curves(words: Words, curves: &[Curve], days: &Axis, axis: &Axis) -> Chart {
    Chart::of(words, |width| drawn(width, curves, days, axis))
}

fn drawn(width: f64, curves: &[Curve], days: &Axis, axis: &Axis) -> (Drawing, f64) {
    let mut sheet = Drawing::new(width);
    let narrow = width <= NARROW;
    let ticks = axis.ticks.iter().map(|(_, label)| measured(label));
    let left = ticks.fold(0.0, f64::max) + 8.0;
    let names = if narrow { 92.0 } else { 170.0 };
    let height = if narrow { 180.0 } else { 210.0 };
    let across = Scale {
        low: days.low,
        high: days.high,
        from: left,
        to: width - names - 8.0,
    };
    let up = Scale {
        low: axis.low,
        high: axis.high,
        from: height,
        to: 10.0,
    };
    for (value, label) in &axis.ticks {
        let y = up.at(*value);
        sheet.line((across.from, y), (across.to, y), Ink::Grid, 1.0);
        sheet.text((left - 6.0, y + 4.5), label, Anchor::End, Ink::Muted);
    }
    let mut free = f64::NEG_INFINITY;
    for (value, label) in &days.ticks {
        let x = across.at(*value);
        let half = measured(label) / 2.0;
        if x - half > free {
            sheet.text(
                (x, height + LEADING + 2.0),
                label,
                Anchor::Middle,
                Ink::Muted,
            );
            free = x + half + 6.0;
        }
    }
    for curve in curves {
        let upper = curve
            .points
            .iter()
            .map(|(day, _, _, high)| (across.at(*day), up.at(*high)));
        let lower = curve.points.iter().rev();
        let lower = lower.map(|(day, _, low, _)| (across.at(*day), up.at(*low)));
        let around: Vec<(f64, f64)> = upper.chain(lower).collect();
        sheet.area(&around, Ink::Band);
    }
    for curve in curves {
        let middle = curve
            .points
            .iter()
            .map(|(day, value, ..)| (across.at(*day), up.at(*value)));
        let ink = if curve.broken { Ink::Weak } else { Ink::Strong };
        sheet.path(&middle.collect::<Vec<_>>(), ink, 2.0, curve.broken);
    }
    // Labels from the lowest curve up, each above the one below it.
    let mut ends: Vec<(f64, &Curve)> = curves
        .iter()
        .filter_map(|curve| Some((up.at(curve.points.last()?.1), curve)))
        .collect();
    ends.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut ceiling = height + 10.0;
    let mut placed = Vec::new();
    for (y, curve) in ends {
        let lines = wrapped(&curve.label, names, 4);
        let tall = LEADING * lines.len() as f64;
        let first = (y + 4.5).min(ceiling - tall + LEADING - 4.0);
        ceiling = first - LEADING + 4.0;
        placed.push((first, lines, curve.broken));
    }
    // Too many for the room: moved down together, and the sheet with them.
    let lowest = placed
        .iter()
        .map(|(first, ..)| *first)
        .fold(f64::INFINITY, f64::min);
    let moved = (14.0 - lowest).max(0.0);
    let mut bottom = height + LEADING;
    for (first, lines, broken) in placed {
        let ink = if broken { Ink::Weak } else { Ink::Strong };
        let from = first + moved;
        sheet.lines((across.to + 8.0, from), &lines, Anchor::Start, ink);
        bottom = bottom.max(from + LEADING * lines.len() as f64);
    }
    (sheet, bottom + 10.0)
}
