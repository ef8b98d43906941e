//! Perfect Bayesian equilibria of small signalling games (Fudenberg & Tirole 1991).
//!
//! Chance moves, then one player once, then the other once, who sees the message and perhaps more but
//! not all of what chance did. Every information set of the first mover is reached, so a Nash
//! equilibrium is rational there. At a set of the second mover that is reached, beliefs follow by
//! Bayes' rule; at one that is not, the equilibrium stands only if *some* belief makes every action
//! taken there a best one. That is a linear question, asked here as the value of a zero-sum game:
//! the belief is one player's mixed strategy, (action taken, other action) the other's choice, and
//! the loss by the action taken the payoff.
//!
//! What is returned are those extreme Nash equilibria that stand; mixtures of them within a component
//! may stand too. No refinement of beliefs beyond consistency is asked for.

use num_traits::{One, Signed, Zero};

use super::bimatrix::{Mixed, extreme_equilibria, lemke_howson};
use super::budget::{Budget, Found};
use super::extensive::{ExtensiveGame, Move, Plan, TreeError};
use super::number::Rational;
use super::strategic::StrategicGame;

/// An equilibrium with what the second mover believes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// Over the reduced strategies of [`ExtensiveGame::plans`].
    pub mixed: Mixed,
    /// Probability per action, by information set; empty for chance.
    pub behaviour: Vec<Vec<Rational>>,
    /// Probability per node of each information set of the second mover, in the order of its nodes;
    /// empty for the others. Where the set is not reached, one belief that supports the equilibrium.
    pub beliefs: Vec<Vec<Rational>>,
}

/// The extreme equilibria that some beliefs support. A step of the budget is a node visited, a
/// basis or a pivot.
///
/// # Errors
/// [`TreeError::NotSignalling`] with what is missing, or a table that is too large.
pub fn perfect_bayesian(
    game: &ExtensiveGame,
    budget: Budget,
) -> Result<Found<Assessment>, TreeError> {
    let second = second_mover(game)?;
    let mut tables = budget;
    let table = game.strategic(&mut tables)?;
    let plans = [game.plans(0)?, game.plans(1)?];
    let paid = game.paid();
    let nash = extreme_equilibria(&table, budget)
        .map_err(|_| TreeError::NotSignalling("it has too many strategies"))?;
    let mut complete = nash.complete;
    let mut work = tables.spent() + nash.work;
    let mut found = Vec::new();
    for mixed in nash.found {
        let behaviour = behaviour(game, &plans, &mixed);
        let reach = reach(game, &behaviour);
        let mut beliefs = vec![Vec::new(); game.sets.len()];
        let mut stands = true;
        for set in game.sets_of(second) {
            let nodes = &game.sets[set].nodes;
            let total: Rational = nodes.iter().map(|&node| &reach[node]).sum();
            if total.is_zero() {
                let values = values(game, &paid, second, set);
                match support(&values, &behaviour[set], budget) {
                    Support::Belief(belief, steps) => {
                        work += steps;
                        beliefs[set] = belief;
                    }
                    Support::None(steps) => {
                        work += steps;
                        stands = false;
                        break;
                    }
                    Support::Unknown => {
                        complete = false;
                        stands = false;
                        break;
                    }
                }
            } else {
                beliefs[set] = nodes.iter().map(|&node| &reach[node] / &total).collect();
            }
        }
        if stands {
            found.push(Assessment {
                mixed,
                behaviour,
                beliefs,
            });
        }
    }
    Ok(Found {
        found,
        complete,
        work,
    })
}

/// Checks the shape and says who answers.
fn second_mover(game: &ExtensiveGame) -> Result<usize, TreeError> {
    if game.players.len() != 2 {
        return Err(TreeError::NotSignalling("it has other than two players"));
    }
    let (mut first, mut second) = (None, None);
    let mut moves: Vec<Vec<usize>> = vec![Vec::new(); game.nodes.len()];
    for (at, node) in game.nodes.iter().enumerate() {
        let Some(set) = node.set else { continue };
        let mut after = moves[at].clone();
        match game.sets[set].mover {
            Move::Chance => {
                if game.sets[set].probabilities.iter().any(Zero::is_zero) {
                    return Err(TreeError::NotSignalling(
                        "chance has an action of probability 0",
                    ));
                }
            }
            Move::Player(player) => {
                let role = match after.len() {
                    0 => &mut first,
                    1 => &mut second,
                    _ => return Err(TreeError::NotSignalling("a path has more than two moves")),
                };
                if role.is_some_and(|known| known != player) {
                    return Err(TreeError::NotSignalling(
                        "the players do not move in one order",
                    ));
                }
                *role = Some(player);
                after.push(player);
            }
        }
        for &child in &node.children {
            moves[child].clone_from(&after);
        }
    }
    match (first, second) {
        (Some(first), Some(second)) if first != second => Ok(second),
        _ => Err(TreeError::NotSignalling(
            "one player does not move, or moves twice",
        )),
    }
}

/// Probabilities of actions by information set. Nobody moves twice, so these are sums over plans.
fn behaviour(game: &ExtensiveGame, plans: &[Vec<Plan>; 2], mixed: &Mixed) -> Vec<Vec<Rational>> {
    let mut behaviour: Vec<Vec<Rational>> = vec![Vec::new(); game.sets.len()];
    for (player, plans) in plans.iter().enumerate() {
        for (k, set) in game.sets_of(player).into_iter().enumerate() {
            let mut odds = vec![Rational::zero(); game.sets[set].actions.len()];
            for (plan, p) in plans.iter().zip(&mixed.strategies[player]) {
                if let Some(action) = plan[k] {
                    odds[action] += p;
                }
            }
            behaviour[set] = odds;
        }
    }
    behaviour
}

/// Probability of reaching each node.
fn reach(game: &ExtensiveGame, behaviour: &[Vec<Rational>]) -> Vec<Rational> {
    let mut reach = vec![Rational::zero(); game.nodes.len()];
    reach[0] = Rational::one();
    for (at, node) in game.nodes.iter().enumerate() {
        let Some(set) = node.set else { continue };
        let odds = match game.sets[set].mover {
            Move::Chance => &game.sets[set].probabilities,
            Move::Player(_) => &behaviour[set],
        };
        for (&child, p) in node.children.iter().zip(odds) {
            reach[child] = &reach[at] * p;
        }
    }
    reach
}

/// The second mover's expected payoff \[node of the set\]\[action\]; only chance moves after it.
fn values(
    game: &ExtensiveGame,
    paid: &[Vec<Rational>],
    player: usize,
    set: usize,
) -> Vec<Vec<Rational>> {
    let value = |start: usize| -> Rational {
        let mut sum = Rational::zero();
        let mut stack = vec![(start, Rational::one())];
        while let Some((at, weight)) = stack.pop() {
            match game.nodes[at].set {
                None => sum += &weight * &paid[at][player],
                Some(set) => {
                    let odds = game.sets[set].probabilities.iter();
                    stack.extend(
                        game.nodes[at]
                            .children
                            .iter()
                            .copied()
                            .zip(odds.map(|p| &weight * p)),
                    );
                }
            }
        }
        sum
    };
    let nodes = game.sets[set].nodes.iter();
    nodes
        .map(|&node| {
            game.nodes[node]
                .children
                .iter()
                .map(|&child| value(child))
                .collect()
        })
        .collect()
}

enum Support {
    Belief(Vec<Rational>, u64),
    None(u64),
    Unknown,
}

/// A belief under which every action taken is a best one.
fn support(values: &[Vec<Rational>], odds: &[Rational], budget: Budget) -> Support {
    let taken = (0..odds.len()).filter(|&a| odds[a].is_positive());
    let pairs: Vec<(usize, usize)> = taken
        .flat_map(|a| {
            (0..odds.len())
                .filter(move |&b| b != a)
                .map(move |b| (a, b))
        })
        .collect();
    if pairs.is_empty() {
        let share = Rational::new(1.into(), values.len().into());
        return Support::Belief(vec![share; values.len()], 0);
    }
    let gain: Vec<Vec<Rational>> = values
        .iter()
        .map(|row| pairs.iter().map(|&(a, b)| &row[a] - &row[b]).collect())
        .collect();
    let loss: Vec<Vec<Rational>> = gain
        .iter()
        .map(|row| row.iter().map(|x| -x).collect())
        .collect();
    let solved = StrategicGame::bimatrix(&gain, &loss)
        .ok()
        .and_then(|game| lemke_howson(&game, 0, budget).ok());
    match solved.map(|solved| (solved.found.into_iter().next(), solved.work)) {
        Some((Some(mixed), steps)) if mixed.payoffs[0].is_negative() => Support::None(steps),
        Some((Some(mut mixed), steps)) => Support::Belief(mixed.strategies.swap_remove(0), steps),
        _ => Support::Unknown,
    }
}
