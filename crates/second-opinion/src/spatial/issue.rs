//! Actors on one contested issue, and the two baselines.

use std::fmt;

/// Most actors of an issue; a round costs n³.
pub const MAX_ACTORS: usize = 500;

/// A stakeholder.
#[derive(Clone, Debug, PartialEq)]
pub struct Actor {
    /// What it is called.
    pub name: String,
    /// c ≥ 0: what it can bring to bear, on any common scale.
    pub capability: f64,
    /// x: where it stands, on the scale of the issue.
    pub position: f64,
    /// s: how much it cares, 0 to 1.
    pub salience: f64,
}

/// Why actors do not make an issue.
#[derive(Clone, Debug, PartialEq)]
pub enum IssueError {
    /// Fewer than two actors, or more than [`MAX_ACTORS`].
    Count(usize),
    /// A capability that is negative or no number; the actor's index.
    Capability(usize),
    /// A position that is no number; the actor's index.
    Position(usize),
    /// A salience outside 0 to 1; the actor's index.
    Salience(usize),
    /// Capability × salience is 0 for everyone, so nobody casts a vote.
    NoPower,
}

impl fmt::Display for IssueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(n) => write!(f, "{n} actors; 2 to {MAX_ACTORS} are allowed"),
            Self::Capability(i) => write!(
                f,
                "the capability of actor {} must be a number from 0",
                i + 1
            ),
            Self::Position(i) => write!(f, "the position of actor {} must be a number", i + 1),
            Self::Salience(i) => write!(f, "the salience of actor {} must lie in 0 to 1", i + 1),
            Self::NoPower => write!(f, "capability × salience is 0 for every actor"),
        }
    }
}

impl std::error::Error for IssueError {}

/// One contested issue with its actors, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Issue {
    actors: Vec<Actor>,
}

impl Issue {
    /// Checks the actors.
    ///
    /// # Errors
    /// The first [`IssueError`] found.
    pub fn new(actors: Vec<Actor>) -> Result<Self, IssueError> {
        if !(2..=MAX_ACTORS).contains(&actors.len()) {
            return Err(IssueError::Count(actors.len()));
        }
        for (i, actor) in actors.iter().enumerate() {
            // Squares and sums of these must stay finite.
            if !(0.0..=1e100).contains(&actor.capability) {
                return Err(IssueError::Capability(i));
            }
            if !(-1e100..=1e100).contains(&actor.position) {
                return Err(IssueError::Position(i));
            }
            if !(0.0..=1.0).contains(&actor.salience) {
                return Err(IssueError::Salience(i));
            }
        }
        if actors.iter().all(|a| a.capability * a.salience == 0.0) {
            return Err(IssueError::NoPower);
        }
        Ok(Self { actors })
    }

    /// The actors, in the order given.
    #[must_use]
    pub fn actors(&self) -> &[Actor] {
        &self.actors
    }

    /// Positions by actor.
    #[must_use]
    pub fn positions(&self) -> Vec<f64> {
        self.actors.iter().map(|actor| actor.position).collect()
    }

    /// c·s by actor.
    pub(crate) fn power(&self) -> Vec<f64> {
        let power = |actor: &Actor| actor.capability * actor.salience;
        self.actors.iter().map(power).collect()
    }

    /// R: largest less smallest initial position. Distances are in its units throughout.
    #[must_use]
    pub fn range(&self) -> f64 {
        let positions = self.actors.iter().map(|actor| actor.position);
        let (low, high) = positions.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| {
            (low.min(x), high.max(x))
        });
        high - low
    }

    /// The baselines: mean and median of the positions, without any bargaining.
    #[must_use]
    pub fn baseline(&self) -> Baseline {
        let (power, positions) = (self.power(), self.positions());
        Baseline {
            mean: weighted_mean(&power, &positions),
            median: weighted_median(&power, &positions),
        }
    }
}

/// Positions that need no model of bargaining.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Baseline {
    /// Σ c s x / Σ c s.
    pub mean: f64,
    /// Weighted median: the position no other beats when each actor casts c s times the difference
    /// of distances (Black 1958 for the median voter).
    pub median: f64,
}

/// Σ w x / Σ w.
pub(crate) fn weighted_mean(weights: &[f64], x: &[f64]) -> f64 {
    let total: f64 = weights.iter().sum();
    let sum: f64 = weights.iter().zip(x).map(|(w, x)| w * x).sum();
    sum / total
}

/// The lowest x with at least half of the weight at or below it. It minimises Σ w |x − x_k|, so no
/// other position gets more votes against it; at an exact half so does every point up to the next.
pub(crate) fn weighted_median(weights: &[f64], x: &[f64]) -> f64 {
    let mut order: Vec<usize> = (0..x.len()).collect();
    order.sort_by(|&i, &j| x[i].total_cmp(&x[j]));
    let half = weights.iter().sum::<f64>() / 2.0;
    let mut below = 0.0;
    for &i in &order {
        below += weights[i];
        if below >= half && weights[i] > 0.0 {
            return x[i];
        }
    }
    order.last().map_or(f64::NAN, |&i| x[i])
}
