//! What could be signed: the frontier, the solutions on it, and what each side must get.

use pourparler_engine::summary::quantiles;

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
    /// What each must get in each setting, in no order; empty where nothing is uncertain.
    pub draws: [Vec<f64>; 2],
}

/// The frontier as dots, reservations as lines, and along two edges how they are spread over the
/// settings.
pub fn frontier(words: Words, space: &Space) -> Chart {
    Chart::of(words, |width| drawn(width, space))
}

/// The first letter of a solution's name, in capitals.
fn letter(name: &str) -> String {
    name.chars().take(1).flat_map(char::to_uppercase).collect()
}

/// The solutions by where they lie on the sheet; those whose letters would meet share a mark.
fn gathered(solutions: &[(String, (f64, f64))], x: Scale, y: Scale) -> Vec<(String, (f64, f64))> {
    let mut groups: Vec<(String, (f64, f64))> = Vec::new();
    for (name, worth) in solutions {
        let at = (x.at(worth.0), y.at(worth.1));
        let near = |(letters, other): &&mut (String, (f64, f64))| {
            (other.0 - at.0).abs() < 12.0 + measured(letters)
                && (other.1 - at.1).abs() < LEADING - 2.0
        };
        match groups.iter_mut().find(near) {
            Some((letters, _)) => {
                letters.push_str(", ");
                letters.push_str(&letter(name));
            }
            None => groups.push((letter(name), at)),
        }
    }
    groups
}

/// Height of the strips along the edges.
const STRIP: f64 = 30.0;
/// Room between the frontier and a strip.
const GAP: f64 = 6.0;
/// Bars of a strip over its whole axis.
const BARS: usize = 40;
/// Ends of what a strip shows of its draws.
const ENDS: [f64; 2] = [0.01, 0.99];

/// How the draws of a reservation are spread.
struct Spread {
    /// 1, 5, 50, 95 and 99 % points.
    points: [f64; 5],
}

impl Spread {
    fn of(draws: &[f64]) -> Option<Self> {
        let [low, high] = ENDS;
        let points = quantiles(draws, [low, 0.05, 0.5, 0.95, high]);
        (!draws.is_empty() && points[4] > points[0]).then_some(Self { points })
    }

    /// How tall the bar of each stretch of the axis is, from 0 to 1.
    fn bars(&self, draws: &[f64], axis: &Axis) -> Vec<f64> {
        let [low, .., high] = self.points;
        let width = (axis.high - axis.low) / BARS as f64;
        let mut counts = vec![0.0; BARS];
        for draw in draws.iter().filter(|draw| (low..=high).contains(draw)) {
            let bar = ((draw - axis.low) / width) as usize;
            counts[bar.min(BARS - 1)] += 1.0;
        }
        let tallest = counts.iter().copied().fold(0.0, f64::max);
        counts.iter().map(|count| count / tallest).collect()
    }
}

fn axis(values: impl Iterator<Item = f64>) -> Axis {
    Axis::around(values, |value| format!("{value:.1}"))
}

/// Bars along an edge, with lines at the 5, 50 and 95 % points: above the frontier for the first
/// side, to its right for the second. `corner` is where the two edges meet.
fn strip(
    sheet: &mut Drawing,
    (edge, bars): (usize, &[f64]),
    spread: &Spread,
    (scale, corner): (Scale, [f64; 2]),
) {
    let [_, low, middle, high, _] = spread.points;
    // A place along the edge and a height over it, as a place on the sheet.
    let place = |along: f64, over: f64| match edge {
        0 => (along, corner[1] - GAP - over),
        _ => (corner[0] + GAP + over, along),
    };
    let step = (scale.to - scale.from) / bars.len() as f64;
    for (k, bar) in bars.iter().enumerate().filter(|(_, bar)| **bar > 0.0) {
        let from = scale.from + step * k as f64;
        let tall = (STRIP - 4.0) * bar;
        let corners = [
            place(from, 0.0),
            place(from + step, 0.0),
            place(from + step, tall),
            place(from, tall),
        ];
        sheet.area(&corners, Ink::Band);
    }
    for (value, wide) in [(low, 1.5), (middle, 3.0), (high, 1.5)] {
        let along = scale.at(value);
        sheet.line(place(along, 0.0), place(along, STRIP), Ink::Text, wide);
    }
}

fn drawn(width: f64, space: &Space) -> (Drawing, f64) {
    let mut sheet = Drawing::new(width);
    let narrow = width <= NARROW;
    let spreads = [0, 1].map(|side: usize| Spread::of(&space.draws[side]));
    let reservation = |side: usize| {
        let spread = spreads[side].as_ref();
        let drawn = spread.map_or([f64::NAN; 5], |spread| spread.points);
        let ends = drawn.into_iter().filter(|end| end.is_finite());
        ends.chain([space.reservations[side]])
    };
    let points = || space.points.iter().chain(std::iter::once(&space.today));
    let across = axis(points().map(|point| point.0).chain(reservation(0)));
    let upward = axis(points().map(|point| point.1).chain(reservation(1)));
    let strips = if spreads.iter().any(Option::is_some) {
        STRIP + GAP
    } else {
        0.0
    };
    let side = if narrow { width - 44.0 - strips } else { 330.0 };
    let top = 2.0 * LEADING + 4.0 + strips;
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
    for (edge, scale) in [x, y].into_iter().enumerate() {
        if let Some(spread) = &spreads[edge] {
            let axis = [&across, &upward][edge];
            let bars = spread.bars(&space.draws[edge], axis);
            strip(&mut sheet, (edge, &bars), spread, (scale, [x.to, y.to]));
        }
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
    for (letters, at) in gathered(&space.solutions, x, y) {
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
        match space.points.is_empty() {
            false => "● a package no other betters for both".to_owned(),
            true => "No settlement is left that nobody refuses".to_owned(),
        },
        "◆ what stands today".to_owned(),
        "┄ what each side must get".to_owned(),
    ];
    if strips > 0.0 {
        key.push("■ how that is spread over all settings".to_owned());
        key.push("│ its 5%, 50% and 95% points".to_owned());
    }
    let solutions = space.solutions.iter();
    key.extend(solutions.map(|(name, _)| format!("○ {}: {name}", letter(name))));
    let (left, from) = if narrow {
        (0.0, below + named + 4.0)
    } else {
        (x.to + strips + 24.0, top + 20.0)
    };
    let mut at = from;
    for line in &key {
        let lines = wrapped(line, width - left - measured(" "), 2);
        at += sheet.lines((left, at), &lines, Anchor::Start, Ink::Text) + 3.0;
    }
    (sheet, at.max(below + named) + 4.0)
}
