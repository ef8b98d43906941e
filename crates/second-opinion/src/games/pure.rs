//! Pure equilibria, by looking at every profile.

use super::budget::{Budget, Found};
use super::strategic::StrategicGame;

/// Every profile, as one strategy per player, from which nobody gains by changing alone (Nash 1951).
/// A step of the budget is one profile.
#[must_use]
pub fn pure_equilibria(game: &StrategicGame, mut budget: Budget) -> Found<Vec<usize>> {
    let players = game.sizes().len();
    let best: Vec<Vec<usize>> = (0..players)
        .map(|player| best_replies(game, player))
        .collect();
    let mut found = Vec::new();
    let mut complete = true;
    for profile in 0..game.profiles() {
        if !budget.spend(1) {
            complete = false;
            break;
        }
        let own = game.payoffs(profile);
        let stays = |player: usize| {
            let rest = without(game, profile, player);
            game.payoffs(best[player][rest])[player] <= own[player]
        };
        if (0..players).all(stays) {
            found.push(
                (0..players)
                    .map(|player| game.strategy(profile, player))
                    .collect(),
            );
        }
    }
    Found {
        found,
        complete,
        work: budget.spent(),
    }
}

/// The profile with the player's first strategy instead of its own.
fn without(game: &StrategicGame, profile: usize, player: usize) -> usize {
    profile - game.strategy(profile, player) * game.stride(player)
}

/// Per profile with the player's first strategy, the one with its best reply.
fn best_replies(game: &StrategicGame, player: usize) -> Vec<usize> {
    let mut best: Vec<usize> = (0..game.profiles()).collect();
    for profile in 0..game.profiles() {
        let rest = without(game, profile, player);
        if game.payoffs(best[rest])[player] < game.payoffs(profile)[player] {
            best[rest] = profile;
        }
    }
    best
}
