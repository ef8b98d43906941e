//! Several issues at once.
//!
//! Each actor judges the distance of two positions by what it cares about, as KTAB's spatial model
//! of politics does (King Abdullah Petroleum Studies and Research Center 2015):
//!
//! ```text
//! d_ij = √( Σ_k (s_ik (x_jk − x_ik)/R_k)² / Σ_k s_ik² )      s_i = min(1, Σ_k s_ik)
//! ```
//!
//! with R_k the range of the initial positions on issue k. An offer moves its receiver along the
//! straight line to the proposer, on all issues by the same share. μ is the actor's position that
//! minimises Σ_k c_k s_k d_k·. With one issue this is the model of one issue.

use super::contest::Contest;
use super::issue::{Actor, Issue, IssueError, weighted_mean, weighted_median};
use super::offer::Offer;
use super::rules::Rules;
use super::run::choose;

/// Several issues with the same actors.
#[derive(Clone, Debug, PartialEq)]
pub struct Issues {
    /// What each issue is called.
    pub names: Vec<String>,
    /// One per name; all with the same actors and capabilities in the same order.
    issues: Vec<Issue>,
}

impl Issues {
    /// From the actors' names and capabilities, and (position, salience) per \[issue\]\[actor\].
    ///
    /// # Errors
    /// The first [`IssueError`] of any issue; `Count` if an issue has another number of actors.
    pub fn new(
        names: Vec<String>,
        actors: &[(String, f64)],
        stands: &[Vec<(f64, f64)>],
    ) -> Result<Self, IssueError> {
        if names.is_empty() || names.len() != stands.len() {
            return Err(IssueError::Count(0));
        }
        let issue = |stands: &Vec<(f64, f64)>| {
            if stands.len() != actors.len() {
                return Err(IssueError::Count(stands.len()));
            }
            let actor = |((name, capability), &(position, salience)): (&(String, f64), _)| Actor {
                name: name.clone(),
                capability: *capability,
                position,
                salience,
            };
            Issue::new(actors.iter().zip(stands).map(actor).collect())
        };
        Ok(Self {
            issues: stands.iter().map(issue).collect::<Result<_, _>>()?,
            names,
        })
    }

    /// Each issue on its own.
    #[must_use]
    pub fn each(&self) -> &[Issue] {
        &self.issues
    }
}

/// One round of several issues.
#[derive(Clone, Debug, PartialEq)]
pub struct JointRound {
    /// The offer each actor took.
    pub taken: Vec<Option<Offer>>,
    /// Positions afterwards, \[issue\]\[actor\].
    pub positions: Vec<Vec<f64>>,
    /// Weighted median per issue, weights c s_k.
    pub medians: Vec<f64>,
    /// Weighted mean per issue.
    pub means: Vec<f64>,
}

/// Rounds of several issues.
#[derive(Clone, Debug, PartialEq)]
pub struct JointRun {
    /// Baseline per issue: weighted median of the initial positions.
    pub baseline_medians: Vec<f64>,
    /// Baseline per issue: weighted mean.
    pub baseline_means: Vec<f64>,
    /// The rounds asked for.
    pub rounds: Vec<JointRound>,
}

/// Plays all issues together. [`super::OfferChoice::LowestCompromise`] has no meaning on more than
/// one issue and is taken as `Tiered`.
#[must_use]
pub fn run_jointly(issues: &Issues, rules: &Rules, rounds: usize) -> JointRun {
    let each = issues.each();
    let n = each[0].actors().len();
    let salience: Vec<Vec<f64>> = each.iter().map(column(|actor| actor.salience)).collect();
    let ranges: Vec<f64> = each.iter().map(Issue::range).collect();
    let total: Vec<f64> = (0..n)
        .map(|i| salience.iter().map(|s| s[i]).sum::<f64>().min(1.0))
        .collect();
    let power: Vec<f64> = (0..n)
        .map(|i| each[0].actors()[i].capability * total[i])
        .collect();
    let own_power: Vec<Vec<f64>> = each.iter().map(Issue::power).collect();
    let mut positions: Vec<Vec<f64>> = each.iter().map(Issue::positions).collect();

    let mut contest = Contest::default();
    contest.resize(n);
    let rounds = (0..rounds)
        .map(|_| {
            measure(&mut contest, &positions, &salience, &ranges);
            settle_median(&mut contest, &power);
            contest.evaluate(rules, &power, &total);
            let taken: Vec<Option<Offer>> = (0..n)
                .map(|i| {
                    let movement =
                        |offer: &Offer| offer.share * contest.distance[i * n + offer.proposer];
                    choose(&contest, rules.choice, i, movement)
                })
                .collect();
            for x in &mut positions {
                let before = x.clone();
                for offer in taken.iter().flatten() {
                    let (from, to) = (before[offer.receiver], before[offer.proposer]);
                    x[offer.receiver] = if offer.share == 1.0 {
                        to
                    } else {
                        from + (to - from) * offer.share
                    };
                }
            }
            let summary = |f: fn(&[f64], &[f64]) -> f64| {
                let per_issue = own_power.iter().zip(&positions);
                per_issue.map(|(power, x)| f(power, x)).collect()
            };
            JointRound {
                taken,
                medians: summary(weighted_median),
                means: summary(weighted_mean),
                positions: positions.clone(),
            }
        })
        .collect();
    JointRun {
        baseline_medians: each.iter().map(|issue| issue.baseline().median).collect(),
        baseline_means: each.iter().map(|issue| issue.baseline().mean).collect(),
        rounds,
    }
}

fn column(of: fn(&Actor) -> f64) -> impl Fn(&Issue) -> Vec<f64> {
    move |issue| issue.actors().iter().map(of).collect()
}

/// Fills the distances between all positions, as each actor sees them.
fn measure(contest: &mut Contest, x: &[Vec<f64>], salience: &[Vec<f64>], ranges: &[f64]) {
    let n = x[0].len();
    for i in 0..n {
        let scale: f64 = salience.iter().map(|s| s[i] * s[i]).sum();
        for j in 0..n {
            let mut sum = 0.0;
            for ((x, s), &range) in x.iter().zip(salience).zip(ranges) {
                if range > 0.0 {
                    let d = s[i] * ((x[i] - x[j]).abs() / range);
                    sum += d * d;
                }
            }
            contest.distance[i * n + j] = if sum == 0.0 {
                0.0
            } else {
                (sum / scale).sqrt()
            };
        }
    }
}

/// Distances to the position with the least sum of weighted distances; the first of equals.
fn settle_median(contest: &mut Contest, power: &[f64]) {
    let n = power.len();
    let cost = |a: usize| -> f64 { (0..n).map(|k| power[k] * contest.distance[k * n + a]).sum() };
    let mut best = (f64::INFINITY, 0);
    for a in 0..n {
        let cost = cost(a);
        if cost < best.0 {
            best = (cost, a);
        }
    }
    for i in 0..n {
        contest.to_median[i] = contest.distance[i * n + best.1];
    }
}
