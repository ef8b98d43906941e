//! Subgame perfection in games of perfect information, by backward induction (Kuhn 1953; Selten 1965).

use num_traits::Zero;

use super::budget::{Budget, Found};
use super::extensive::{ExtensiveGame, Move, TreeError};
use super::number::Rational;

/// A subgame-perfect equilibrium.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Continuation {
    /// Action per information set; `None` for chance.
    pub actions: Vec<Option<usize>>,
    /// Expected payoffs.
    pub payoffs: Vec<Rational>,
}

/// All subgame-perfect equilibria in pure strategies, in the order of the actions. A step of the
/// budget is one combination of continuations; a search that is cut still returns at least one
/// equilibrium.
///
/// # Errors
/// [`TreeError::ImperfectInformation`] for an information set with several nodes.
pub fn subgame_perfect(
    game: &ExtensiveGame,
    mut budget: Budget,
) -> Result<Found<Continuation>, TreeError> {
    let several = |set: &usize| {
        matches!(game.sets[*set].mover, Move::Player(_)) && game.sets[*set].nodes.len() > 1
    };
    if let Some(set) = (0..game.sets.len()).find(several) {
        return Err(TreeError::ImperfectInformation(set));
    }
    let paid = game.paid();
    let mut complete = true;
    let mut from: Vec<Vec<Partial>> = vec![Vec::new(); game.nodes.len()];
    // Children come after their parent.
    for (at, node) in game.nodes.iter().enumerate().rev() {
        let Some(set) = node.set else {
            from[at] = vec![Partial {
                actions: Vec::new(),
                payoffs: paid[at].clone(),
            }];
            continue;
        };
        let after: Vec<Vec<Partial>> = node
            .children
            .iter()
            .map(|&child| std::mem::take(&mut from[child]))
            .collect();
        let mut picks = vec![0; after.len()];
        let mut found = Vec::new();
        loop {
            if !budget.spend(1) && !found.is_empty() {
                complete = false;
                break;
            }
            let picked: Vec<&Partial> = after
                .iter()
                .zip(&picks)
                .map(|(list, &k)| &list[k])
                .collect();
            combine(game, set, &picked, &mut found);
            if !advance(&mut picks, &after) {
                break;
            }
        }
        from[at] = found;
    }
    let found = from.swap_remove(0).into_iter().map(|partial| {
        let mut actions = vec![None; game.sets.len()];
        for (set, action) in partial.actions {
            actions[set] = Some(action);
        }
        Continuation {
            actions,
            payoffs: partial.payoffs,
        }
    });
    Ok(Found {
        found: found.collect(),
        complete,
        work: budget.spent(),
    })
}

/// What everyone does from a node on: (information set, action) for the sets below it only.
#[derive(Clone)]
struct Partial {
    actions: Vec<(usize, usize)>,
    payoffs: Vec<Rational>,
}

/// The next combination, the last child fastest.
fn advance(picks: &mut [usize], after: &[Vec<Partial>]) -> bool {
    for (pick, list) in picks.iter_mut().zip(after).rev() {
        *pick += 1;
        if *pick < list.len() {
            return true;
        }
        *pick = 0;
    }
    false
}

fn combine(game: &ExtensiveGame, set: usize, picked: &[&Partial], found: &mut Vec<Partial>) {
    let actions: Vec<(usize, usize)> = picked
        .iter()
        .flat_map(|partial| partial.actions.iter().copied())
        .collect();
    match game.sets[set].mover {
        Move::Chance => {
            let mut payoffs = vec![Rational::zero(); game.players.len()];
            for (p, partial) in game.sets[set].probabilities.iter().zip(picked) {
                for (sum, payoff) in payoffs.iter_mut().zip(&partial.payoffs) {
                    *sum += p * payoff;
                }
            }
            found.push(Partial { actions, payoffs });
        }
        Move::Player(player) => {
            let best = picked.iter().map(|partial| &partial.payoffs[player]).max();
            for (action, partial) in picked.iter().enumerate() {
                if Some(&partial.payoffs[player]) == best {
                    let mut actions = actions.clone();
                    actions.push((set, action));
                    found.push(Partial {
                        actions,
                        payoffs: partial.payoffs.clone(),
                    });
                }
            }
        }
    }
}
