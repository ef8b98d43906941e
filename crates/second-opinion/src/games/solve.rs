//! All that is found of one game: what its kind allows, each within a budget.

use super::{
    Assessment, Budget, Continuation, ExtensiveGame, Found, LogitEquilibrium, Mixed, StrategicGame,
    TreeError, extreme_equilibria, logit_equilibrium, perfect_bayesian, pure_equilibria,
    subgame_perfect,
};

/// Regret at which the logit path has arrived, as a share of a player's range of payoffs.
const REGRET: f64 = 1e-6;

/// A game of either kind.
#[derive(Clone, Debug)]
pub enum Game {
    /// A table of payoffs.
    Strategic(StrategicGame),
    /// A tree.
    Extensive(ExtensiveGame),
}

/// What is found of a game.
#[derive(Clone, Debug)]
pub struct Solved {
    /// The game as a table; of a tree that of its reduced strategies.
    pub table: StrategicGame,
    /// Names of the strategies in words, \[player\]\[strategy\]; of a tree the actions of each.
    pub strategies: Vec<Vec<String>>,
    /// All pure equilibria, a strategy per player.
    pub pure: Found<Vec<usize>>,
    /// All extreme equilibria, mixed ones among them; of two players.
    pub mixed: Option<Found<Mixed>>,
    /// One equilibrium at the end of the logit path; of more players.
    pub logit: Option<LogitEquilibrium>,
    /// Subgame-perfect equilibria of a tree, or why there are none of them.
    pub subgame_perfect: Option<Result<Found<Continuation>, TreeError>>,
    /// Perfect Bayesian equilibria of a tree, or why there are none of them.
    pub bayesian: Option<Result<Found<Assessment>, TreeError>>,
}

impl Solved {
    /// Solves a game, each search within the budget.
    ///
    /// # Errors
    /// A tree of which no table can be made.
    pub fn of(game: &Game, budget: Budget) -> Result<Self, TreeError> {
        let (table, tree) = match game {
            Game::Strategic(table) => (table.clone(), None),
            Game::Extensive(tree) => (tree.strategic(&mut budget.clone())?, Some(tree)),
        };
        let strategies = match tree {
            None => table.strategies().to_vec(),
            Some(tree) => in_words(tree)?,
        };
        let two = table.sizes().len() == 2;
        let many = (!two).then(|| logit_equilibrium(&table, REGRET, budget));
        Ok(Self {
            pure: pure_equilibria(&table, budget),
            mixed: extreme_equilibria(&table, budget).ok(),
            logit: many,
            subgame_perfect: tree.map(|tree| subgame_perfect(tree, budget)),
            bayesian: tree.map(|tree| perfect_bayesian(tree, budget)),
            strategies,
            table,
        })
    }
}

/// The actions of each reduced strategy, by information set; a dash where none is reached.
fn in_words(tree: &ExtensiveGame) -> Result<Vec<Vec<String>>, TreeError> {
    let action = |set: usize, choice: Option<usize>| {
        let names = &tree.sets[set].actions;
        choice
            .and_then(|k| names.get(k))
            .map_or("-", String::as_str)
    };
    let of_player = |player: usize| {
        let sets = tree.sets_of(player);
        let plans = tree.plans(player)?;
        let words = plans.iter().map(|plan| {
            let actions = sets.iter().zip(plan);
            let actions = actions.map(|(set, choice)| action(*set, *choice));
            actions.collect::<Vec<_>>().join(", ")
        });
        Ok(words.collect())
    };
    (0..tree.players.len()).map(of_player).collect()
}
