//! What could be signed: the frontier, the solutions on it, and what each side must get.

use crate::charts::axis::{Axis, Scale};
use crate::charts::drawing::{Anchor, Drawing, Ink, LEADING, RADIUS, measured, wrapped};
use crate::charts::{Chart, NARROW, Words};

/// The space of what two sides get.
#[derive(Debug, Clone, PartialEq)]
pub struct Space {
    /// Names of the two sides.
    pub sides: [String; 2],
    /// Efficient packages: worth to both.
    pub points: Vec<(f64, f64)>,
    /// Solutions on it by name; each is marked with its first letter.
    pub solutions: Vec<(String, (f64, f64))>,
    /// What stands today, to both.
    pub today: (f64, f64),
    /// What each side must get, at the medians.
    pub reservations: [f64; 2],
    /// 90 % interval of what each must get, where it is known.
    pub intervals: [Option<(f64, f64)>; 2],
}

/// The frontier as dots, reservations as lines with their interval as a band.
pub fn frontier(words: Words, space: &Space) -> Chart {
    Chart::of(words, |width| drawn(width, space))
}

/// The first letter of a solution's name, in capitals.
fn letter(name: &str) -> String {
    name.chars().take(1).flat_map(char::to_uppercase).collect()
}

/// The solutions by where they lie; those nearly at one place share a mark.
fn gathered(solutions: &[(String, (f64, f64))]) -> Vec<(String, (f64, f64))> {
    const NEAR: f64 = 0.03;
    let mut groups: Vec<(String, (f64, f64))> = Vec::new();
    for (name, at) in solutions {
        let near = |(_, other): &&mut (String, (f64, f64))| {
            (other.0 - at.0).abs() < NEAR && (other.1 - at.1).abs() < NEAR
        };
        match groups.iter_mut().find(near) {
            Some((letters, _)) => {
                letters.push_str(", ");
                letters.push_str(&letter(name));
            }
            None => groups.push((letter(name), *at)),
        }
    }
    groups
}

fn axis(values: impl Iterator<Item = f64>) -> Axis {
    Axis::around(values, |value| format!("{value:.1}"))
}

fn drawn(width: f64, space: &Space) -> (Drawing, f64) {
    let mut sheet = Drawing::new(width);
    let narrow = width <= NARROW;
    let reservation = |side: usize| {
        let (low, high) =
            space.intervals[side].unwrap_or((space.reservations[side], space.reservations[side]));
        [space.reservations[side], low, high]
    };
    let points = || space.points.iter().chain(std::iter::once(&space.today));
    let across = axis(points().map(|point| point.0).chain(reservation(0)));
    let upward = axis(points().map(|point| point.1).chain(reservation(1)));
    let side = if narrow { width - 44.0 } else { 330.0 };
    let top = 2.0 * LEADING + 4.0;
    let x = Scale {
        low: across.low,
        high: across.high,
        from: 34.0,
        to: 34.0 + side - 10.0,
    };
    let y = Scale {
        low: upward.low,
        high: upward.high,
        from: top + side,
        to: top,
    };
    let name = wrapped(&format!("worth to {} ↑", space.sides[1]), width, 2);
    sheet.lines((0.0, 13.0), &name, Anchor::Start, Ink::Muted);
    for (value, label) in &across.ticks {
        let at = x.at(*value);
        sheet.line((at, y.to), (at, y.from), Ink::Grid, 1.0);
        sheet.text((at, y.from + LEADING), label, Anchor::Middle, Ink::Muted);
    }
    for (value, label) in &upward.ticks {
        let at = y.at(*value);
        sheet.line((x.from, at), (x.to, at), Ink::Grid, 1.0);
        sheet.text((x.from - 5.0, at + 4.5), label, Anchor::End, Ink::Muted);
    }
    // Bands along the edges, so that nothing lies under them.
    if let Some((low, high)) = space.intervals[0] {
        sheet.rect(
            (x.at(low), y.from - 9.0),
            (x.at(high) - x.at(low), 9.0),
            Ink::Band,
        );
    }
    if let Some((low, high)) = space.intervals[1] {
        sheet.rect(
            (x.from, y.at(high)),
            (9.0, y.at(low) - y.at(high)),
            Ink::Band,
        );
    }
    let must = [x.at(space.reservations[0]), y.at(space.reservations[1])];
    sheet.path(&[(must[0], y.from), (must[0], y.to)], Ink::Text, 1.5, true);
    sheet.path(&[(x.from, must[1]), (x.to, must[1])], Ink::Text, 1.5, true);
    for (a, b) in &space.points {
        sheet.dot((x.at(*a), y.at(*b)), 3.0, Ink::Strong);
    }
    sheet.diamond(
        (x.at(space.today.0), y.at(space.today.1)),
        RADIUS + 1.5,
        Ink::Weak,
    );
    for (letters, (a, b)) in gathered(&space.solutions) {
        let at = (x.at(a), y.at(b));
        sheet.ring_open(at, RADIUS + 2.0, Ink::Text);
        // To the side on which there is room.
        let (step, anchor) = if at.0 + 12.0 + measured(&letters) < x.to {
            (10.0, Anchor::Start)
        } else {
            (-10.0, Anchor::End)
        };
        sheet.text((at.0 + step, at.1 - 8.0), &letters, anchor, Ink::Text);
    }
    let below = y.from + 2.0 * LEADING + 2.0;
    let name = wrapped(&format!("worth to {} →", space.sides[0]), width, 2);
    let named = sheet.lines((x.from, below), &name, Anchor::Start, Ink::Muted);
    let mut key: Vec<String> = vec![
        "● a package no other betters for both".to_owned(),
        "◆ what stands today".to_owned(),
        "┄ what each side must get".to_owned(),
    ];
    if space.intervals.iter().any(Option::is_some) {
        key.push("▬ its 90% interval, by its floor".to_owned());
    }
    let solutions = space.solutions.iter();
    key.extend(solutions.map(|(name, _)| format!("○ {}: {name}", letter(name))));
    let (left, from) = if narrow {
        (0.0, below + named + 4.0)
    } else {
        (x.to + 24.0, top + 20.0)
    };
    let mut at = from;
    for line in &key {
        let lines = wrapped(line, width - left - measured(" "), 2);
        at += sheet.lines((left, at), &lines, Anchor::Start, Ink::Text) + 3.0;
    }
    (sheet, at.max(below + named) + 4.0)
}
