//! Bargaining solutions on a frontier above a disagreement point d = (d_A, d_B).
//!
//! Each returns the agreement, or `None` if no agreement gives both sides at least d. On a list of
//! packages the solutions are the maximisers of their criteria (Mariotti 1998 for Nash, Nagahisa
//! and Tanaka 2002 for Kalai–Smorodinsky); on divisible issues every segment is solved in closed
//! form. Ties go to the second criterion, then to the lowest package id.

use crate::frontier::{Frontier, Point, Segment};
use crate::grid::{TOLERANCE, threshold};

/// Nash (1950): maximal product of gains, then maximal smaller gain.
#[must_use]
pub fn nash(frontier: &Frontier, d: [f64; 2]) -> Option<Point> {
    search(
        frontier,
        d,
        |x, y, [p, q]| Some(-(p * y + q * x) / (2.0 * p * q)),
        |x, y| (x * y, x.min(y)),
    )
}

/// Egalitarian (Kalai 1977) as leximin: maximal smaller gain, then maximal larger one.
#[must_use]
pub fn egalitarian(frontier: &Frontier, d: [f64; 2]) -> Option<Point> {
    proportional(frontier, d, [1.0, 1.0])
}

/// Kalai and Smorodinsky (1975): gains in proportion to each side's best gain.
#[must_use]
pub fn kalai_smorodinsky(frontier: &Frontier, d: [f64; 2]) -> Option<Point> {
    let best_a = frontier.best_for_a(d[1])?.a - d[0];
    let best_b = frontier.best_for_b(d[0])?.b - d[1];
    // A side that cannot gain at all has no proportion; the other then takes what it can.
    let scale = |best: f64| if best > TOLERANCE { 1.0 / best } else { 1.0 };
    proportional(frontier, d, [scale(best_a), scale(best_b)])
}

/// Utilitarian: maximal sum of gains, then maximal smaller gain.
#[must_use]
pub fn utilitarian(frontier: &Frontier, d: [f64; 2]) -> Option<Point> {
    search(frontier, d, |_, _, _| None, |x, y| (x + y, x.min(y)))
}

/// Leximin of the scaled gains.
fn proportional(frontier: &Frontier, d: [f64; 2], [r, s]: [f64; 2]) -> Option<Point> {
    search(
        frontier,
        d,
        |x, y, [p, q]| Some((s * y - r * x) / (r * p - s * q)),
        |x, y| ((r * x).min(s * y), (r * x).max(s * y)),
    )
}

/// Maximises `score` over all segments where both gains are at least 0. `stationary` gives the
/// share of a segment, from gains (x, y) at its start and their change, where the score may peak
/// inside; the ends are always tried.
fn search(
    frontier: &Frontier,
    d: [f64; 2],
    stationary: impl Fn(f64, f64, [f64; 2]) -> Option<f64>,
    score: impl Fn(f64, f64) -> (f64, f64),
) -> Option<Point> {
    let mut best: Option<((f64, f64), Point)> = None;
    for segment in frontier.segments() {
        let Some((from, to)) = above(&segment, d) else {
            continue;
        };
        let (x, y) = (segment.start.a - d[0], segment.start.b - d[1]);
        let inside = if segment.change == [0.0; 2] {
            None
        } else {
            stationary(x, y, segment.change).filter(|share| share.is_finite())
        };
        for share in [
            Some(from),
            inside.map(|share| share.clamp(from, to)),
            Some(to),
        ] {
            let Some(point) = share.map(|share| segment.at(share)) else {
                continue;
            };
            let value = score((point.a - d[0]).max(0.0), (point.b - d[1]).max(0.0));
            let better = best.is_none_or(|(old, at)| {
                value > old || (value == old && point.package < at.package)
            });
            if better {
                best = Some((value, point));
            }
        }
    }
    best.map(|(_, point)| point)
}

/// The part of a segment that gives both sides at least d.
fn above(segment: &Segment, d: [f64; 2]) -> Option<(f64, f64)> {
    let d = d.map(threshold);
    let [da, db] = segment.change;
    let (a, b) = (segment.start.a, segment.start.b);
    let from = if b >= d[1] { 0.0 } else { (d[1] - b) / db };
    let to = if da == 0.0 {
        if a >= d[0] { 1.0 } else { -1.0 }
    } else {
        ((d[0] - a) / da).min(1.0)
    };
    (from.is_finite() && from <= to && to >= 0.0).then_some((from, to))
}

/// Alternating offers (Rubinstein 1982) with discount factors δ per round, gains over d: what A
/// proposes when it moves first, and what B does. Each proposal leaves the other side δ times what
/// it would get by refusing and proposing next. `None` if no agreement gives both at least d, or if
/// a factor is not in 0..1.
#[must_use]
pub fn alternating_offers(
    frontier: &Frontier,
    d: [f64; 2],
    delta: [f64; 2],
) -> Option<(Point, Point)> {
    if !delta.iter().all(|x| (0.0..1.0).contains(x)) {
        return None;
    }
    // From B's best offer both sequences are monotone, so they settle; on the linear pie the
    // distance shrinks by δ_A δ_B a round.
    let mut from_b = frontier.best_for_b(d[0])?;
    let mut from_a = frontier.best_for_a(d[1] + delta[1] * (from_b.b - d[1]))?;
    for _ in 0..100_000 {
        let next_b = frontier.best_for_b(d[0] + delta[0] * (from_a.a - d[0]))?;
        let next_a = frontier.best_for_a(d[1] + delta[1] * (next_b.b - d[1]))?;
        let moved = (next_a.a - from_a.a).abs() + (next_b.b - from_b.b).abs();
        (from_a, from_b) = (next_a, next_b);
        if moved <= TOLERANCE {
            break;
        }
    }
    (from_b.a >= threshold(d[0]) && from_a.b >= threshold(d[1])).then_some((from_a, from_b))
}
