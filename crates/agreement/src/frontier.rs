//! The efficient frontier f(t) = max { U_A(x) : U_B(x) ≥ t }.

use crate::chain::Chain;
use crate::grid::threshold;

/// One efficient agreement.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Net utility of side A.
    pub a: f64,
    /// Net utility of side B.
    pub b: f64,
    /// The package on the discrete issues (digits of divisible issues are 0).
    pub package: u64,
    /// Position along the chain of the divisible issues, 0 without any; see [`Frontier::shares`].
    pub along: f64,
}

/// An exact frontier: discrete points, each with the chain of the divisible issues behind it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Frontier {
    pub(crate) points: Vec<Point>,
    pub(crate) chain: Chain,
}

/// A segment of the frontier's union of chains; `change` is (0, 0) for a lone point.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Segment {
    pub start: Point,
    pub change: [f64; 2],
}

impl Segment {
    pub fn at(&self, share: f64) -> Point {
        Point {
            a: self.start.a + share * self.change[0],
            b: self.start.b + share * self.change[1],
            package: self.start.package,
            along: self.start.along + if self.change == [0.0; 2] { 0.0 } else { share },
        }
    }
}

/// A frontier cut down to a number of points.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Thinned {
    /// The kept points, U_B rising and U_A falling.
    pub points: Vec<Point>,
    /// The most either side can lose because a point between two kept ones is gone, utility.
    pub largest_gap: f64,
}

impl Frontier {
    /// A frontier of given (U_A, U_B) points without divisible issues; the package id of a point
    /// is its place in the input. Dominated points and points that are not numbers are left out.
    #[must_use]
    pub fn from_points(points: &[(f64, f64)]) -> Self {
        let mut all: Vec<Point> = (0..)
            .zip(points)
            .filter(|(_, (a, b))| a.is_finite() && b.is_finite())
            .map(|(package, &(a, b))| Point {
                a,
                b,
                package,
                along: 0.0,
            })
            .collect();
        all.sort_by(|x, y| {
            y.a.total_cmp(&x.a)
                .then(y.b.total_cmp(&x.b))
                .then(x.package.cmp(&y.package))
        });
        keep_efficient(&mut all);
        Self {
            points: all,
            chain: Chain::default(),
        }
    }

    /// Adds the start of the chain to every point.
    pub(crate) fn shift(&mut self) {
        for p in &mut self.points {
            p.a += self.chain.base[0];
            p.b += self.chain.base[1];
        }
    }

    /// The discrete points, U_B strictly rising and U_A strictly falling. With divisible issues
    /// in dispute each is only the start (A's best end) of a chain, see [`Frontier::chain`].
    #[must_use]
    pub fn points(&self) -> &[Point] {
        &self.points
    }

    /// The chain of the divisible issues.
    #[must_use]
    pub fn chain(&self) -> &Chain {
        &self.chain
    }

    /// No package can be signed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.points.is_empty()
    }

    /// Per divisible issue the share of its option 1 at a point of this frontier.
    #[must_use]
    pub fn shares(&self, point: &Point) -> Vec<(usize, f64)> {
        self.chain.shares(point.along)
    }

    /// The agreement best for A among those with U_B ≥ `t`: its `a` is f(t). Binary search
    /// without divisible issues, one pass over the points with them.
    #[must_use]
    pub fn best_for_a(&self, t: f64) -> Option<Point> {
        let t = threshold(t);
        if self.chain.steps.is_empty() {
            return self
                .points
                .get(self.points.partition_point(|p| p.b < t))
                .copied();
        }
        self.best_on_chains(1, t)
    }

    /// The agreement best for B among those with U_A ≥ `t`.
    #[must_use]
    pub fn best_for_b(&self, t: f64) -> Option<Point> {
        let t = threshold(t);
        if self.chain.steps.is_empty() {
            let end = self.points.partition_point(|p| p.a >= t);
            return end.checked_sub(1).and_then(|i| self.points.get(i)).copied();
        }
        self.best_on_chains(0, t)
    }

    /// Best for the other side among agreements that give `side` at least `t`.
    fn best_on_chains(&self, side: usize, t: f64) -> Option<Point> {
        let value = |p: &Point| if side == 0 { p.b } else { p.a };
        let mut best: Option<Point> = None;
        for p in &self.points {
            let reached = if side == 1 {
                self.chain.reach(1, (t - p.b).max(0.0))
            } else if p.a < t {
                None
            } else {
                // All that A can still give; the whole chain if that is not all.
                let whole = self.chain.steps.len() as f64;
                Some(self.chain.reach(0, p.a - t).unwrap_or(whole))
            };
            let Some(along) = reached else { continue };
            let point = self.along(p, along);
            let better = best.is_none_or(|old| {
                value(&point) > value(&old)
                    || (value(&point) == value(&old) && point.package < old.package)
            });
            if better {
                best = Some(point);
            }
        }
        best
    }

    fn along(&self, start: &Point, along: f64) -> Point {
        let change = self.chain.change(along);
        Point {
            a: start.a + change[0],
            b: start.b + change[1],
            along,
            ..*start
        }
    }

    /// The zone of possible agreement: some agreement gives A at least `v_a` and B at least `v_b`.
    #[must_use]
    pub fn is_open(&self, v_a: f64, v_b: f64) -> bool {
        self.best_for_a(v_b).is_some_and(|p| p.a >= threshold(v_a))
    }

    /// f(v_B) − v_A: what is left for A once B has its reservation, negative in a closed zone;
    /// `None` if no agreement gives B that much. On a pie of 1 this is Fearon's (1995) width.
    #[must_use]
    pub fn surplus(&self, v_a: f64, v_b: f64) -> Option<f64> {
        self.best_for_a(v_b).map(|p| p.a - v_a)
    }

    /// All segments of all chains; the frontier is their upper envelope. For a search for a
    /// maximum of something increasing in both utilities the envelope itself is not needed.
    pub(crate) fn segments(&self) -> impl Iterator<Item = Segment> + '_ {
        self.points.iter().flat_map(move |p| {
            let lone = self.chain.steps.is_empty();
            let whole = self
                .chain
                .steps
                .iter()
                .enumerate()
                .map(move |(i, step)| Segment {
                    start: self.along(p, i as f64),
                    change: step.change,
                });
            whole.chain(lone.then_some(Segment {
                start: *p,
                change: [0.0; 2],
            }))
        })
    }

    /// At most `most` points (at least the two ends are kept) with the least `largest_gap` a
    /// bisection finds. With divisible issues in dispute the exact frontier is sampled first, at
    /// every vertex and on an even grid of 4 × `most` values of U_B.
    #[must_use]
    pub fn thinned(&self, most: usize) -> Thinned {
        if self.chain.steps.is_empty() {
            return thin(&self.points, most, 0.0);
        }
        let mut sample: Vec<Point> = self.points.clone();
        sample.extend(self.segments().map(|segment| segment.at(1.0)));
        let (low, high) = sample
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), p| {
                (l.min(p.b), h.max(p.b))
            });
        let n = 4 * most.max(2);
        sample.extend(
            (0..=n).filter_map(|i| self.best_for_a(low + (high - low) * i as f64 / n as f64)),
        );
        sample.sort_by(|x, y| {
            y.a.total_cmp(&x.a)
                .then(y.b.total_cmp(&x.b))
                .then(x.package.cmp(&y.package))
        });
        keep_efficient(&mut sample);
        let unsampled = sample
            .windows(2)
            .map(|w| (w[0].a - w[1].a).min(w[1].b - w[0].b))
            .fold(0.0, f64::max);
        thin(&sample, most, unsampled)
    }
}

/// Keeps of a list in the frontier's order what is not dominated.
pub(crate) fn keep_efficient(points: &mut Vec<Point>) {
    let mut best = f64::NEG_INFINITY;
    points.retain(|p| {
        let keep = p.b > best;
        best = best.max(p.b);
        keep
    });
}

/// Smallest gap that `most` points can hold to, by bisection over the greedy cover.
fn thin(points: &[Point], most: usize, unsampled: f64) -> Thinned {
    let most = most.max(2);
    if points.len() <= most {
        return Thinned {
            points: points.to_vec(),
            largest_gap: unsampled,
        };
    }
    let (mut low, mut high) = (0.0, 2.0 * crate::grid::LIMIT);
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if cover(points, middle).len() <= most {
            high = middle;
        } else {
            low = middle;
        }
    }
    let kept = cover(points, high);
    let largest_gap = kept
        .windows(2)
        .map(|w| gap(points, w[0], w[1]))
        .fold(0.0, f64::max);
    Thinned {
        points: kept.iter().map(|&i| points[i]).collect(),
        largest_gap: largest_gap + unsampled,
    }
}

/// What is lost between kept points i < j: A may have to take j for i + 1, B i for j − 1.
fn gap(points: &[Point], i: usize, j: usize) -> f64 {
    if j == i + 1 {
        return 0.0;
    }
    (points[i + 1].a - points[j].a).max(points[j - 1].b - points[i].b)
}

/// Fewest points, first and last among them, such that no gap exceeds `limit` (the gap grows with
/// the distance, so going as far as possible each time is optimal).
fn cover(points: &[Point], limit: f64) -> Vec<usize> {
    let last = points.len() - 1;
    let mut kept = vec![0];
    let mut i = 0;
    while i < last {
        let mut j = i + 1;
        while j < last && gap(points, i, j + 1) <= limit {
            j += 1;
        }
        kept.push(j);
        i = j;
    }
    kept
}
