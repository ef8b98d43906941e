//! Pure equilibria, by looking at every profile.

use super::budget::{Budget, Found};
use super::strategic::StrategicGame;

/// Every profile, as one strategy per player, from which nobody gains by changing alone (Nash 1951).
/// A step of the budget is one profile.
#[must_use]
pub fn pure_equilibria(game: &StrategicGame, mut budget: Budget) -> Found<Vec<usize>> {
    let sizes = game.sizes();
    let strides: Vec<usize> = (0..sizes.len()).map(|player| game.stride(player)).collect();
    let mut found = Vec::new();
    for profile in 0..game.profiles() {
        if !budget.spend(1) {
            return Found {
                found,
                complete: false,
                work: budget.spent(),
            };
        }
        let own = game.payoffs(profile);
        let stays = (0..sizes.len()).all(|player| {
            let first = profile - game.strategy(profile, player) * strides[player];
            (0..sizes[player])
                .all(|s| game.payoffs(first + s * strides[player])[player] <= own[player])
        });
        if stays {
            found.push(
                (0..sizes.len())
                    .map(|player| game.strategy(profile, player))
                    .collect(),
            );
        }
    }
    Found {
        found,
        complete: true,
        work: budget.spent(),
    }
}
