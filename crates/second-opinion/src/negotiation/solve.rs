//! Solutions of an imported negotiation.

use pourparler_agreement::solution::{egalitarian, kalai_smorodinsky, nash, utilitarian};
use pourparler_agreement::{AgreementError, Frontier, Point, Workspace};

use super::domain::Space;

/// The frontier and the solutions above the disagreement point; `None` where no outcome gives both
/// sides at least that.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Solutions {
    /// The exact frontier, utilities normalised.
    pub frontier: Frontier,
    /// Largest product of gains (Nash 1950).
    pub nash: Option<Point>,
    /// Largest smaller gain (Kalai 1977).
    pub egalitarian: Option<Point>,
    /// Kalai and Smorodinsky (1975) as the largest smaller share of each side's best gain among
    /// outcomes acceptable to both (Nagahisa & Tanaka 2002).
    pub kalai_smorodinsky: Option<Point>,
    /// Kalai and Smorodinsky as the acceptable outcome nearest to the line of equal shares of the gain
    /// to each side's best outcome of all, which is how NegMAS reads it on a list.
    pub kalai_smorodinsky_by_ratio: Option<Point>,
    /// Largest sum of gains.
    pub utilitarian: Option<Point>,
}

/// Computes the frontier and the solutions.
///
/// # Errors
/// Those of [`Workspace::frontier`].
pub fn solve(space: &Space) -> Result<Solutions, AgreementError> {
    let mut frontier = Frontier::default();
    Workspace::default().frontier(&space.domain, &space.draw, &[], &mut frontier)?;
    let d = space.disagreement;
    Ok(Solutions {
        nash: nash(&frontier, d),
        egalitarian: egalitarian(&frontier, d),
        kalai_smorodinsky: kalai_smorodinsky(&frontier, d),
        kalai_smorodinsky_by_ratio: by_ratio(&frontier, d),
        utilitarian: utilitarian(&frontier, d),
        frontier,
    })
}

fn by_ratio(frontier: &Frontier, d: [f64; 2]) -> Option<Point> {
    let ideal = frontier
        .points()
        .iter()
        .fold([f64::MIN; 2], |[a, b], point| {
            [a.max(point.a), b.max(point.b)]
        });
    let share = |gain: f64, most: f64| if most > 0.0 { gain / most } else { 0.0 };
    let off = |point: &Point| {
        let a = share(point.a - d[0], ideal[0] - d[0]);
        (a - share(point.b - d[1], ideal[1] - d[1])).abs()
    };
    let above = |point: &&Point| point.a >= d[0] && point.b >= d[1];
    let acceptable = frontier.points().iter().filter(above);
    acceptable.min_by(|x, y| off(x).total_cmp(&off(y))).copied()
}
