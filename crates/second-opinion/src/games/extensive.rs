//! Game trees with information sets.

use std::fmt;

use num_traits::Zero;

use super::budget::Budget;
use super::number::Rational;
use super::strategic::{MAX_PROFILES, StrategicGame, TableError};

/// Deepest tree, in moves.
pub const MAX_DEPTH: usize = 1000;

/// Most information sets of a player that plans are listed for.
const MAX_SETS: usize = 1000;

/// A game tree. Node 0 is the root, and children come after their parent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtensiveGame {
    /// What the game is called.
    pub title: String,
    /// Anything its author wrote about it.
    pub comment: String,
    /// Players by name.
    pub players: Vec<String>,
    /// All nodes, parents before children, in the order of the file.
    pub nodes: Vec<Node>,
    /// Information sets, all players' and chance's; see [`Move`].
    pub sets: Vec<InformationSet>,
    /// Payoffs that nodes refer to.
    pub outcomes: Vec<Outcome>,
}

/// A node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// What it is called, often nothing.
    pub name: String,
    /// Information set of whoever moves, as an index; `None` where the game ends.
    pub set: Option<usize>,
    /// What is paid on reaching it, as an index.
    pub outcome: Option<usize>,
    /// One node per action.
    pub children: Vec<usize>,
}

/// Who moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Move {
    /// Nature, with the probabilities of the information set.
    Chance,
    /// The player of this index.
    Player(usize),
}

/// Nodes that the mover cannot tell apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InformationSet {
    /// Who moves.
    pub mover: Move,
    /// Its number in the file, unique among those of its mover.
    pub number: usize,
    /// What it is called, often nothing.
    pub name: String,
    /// Actions by name.
    pub actions: Vec<String>,
    /// Probability per action for chance; empty for a player.
    pub probabilities: Vec<Rational>,
    /// Its nodes.
    pub nodes: Vec<usize>,
}

/// What is paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Its number in the file.
    pub number: usize,
    /// What it is called.
    pub name: String,
    /// Payoff per player.
    pub payoffs: Vec<Rational>,
}

/// Why a tree has no table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TreeError {
    /// A player forgets what it did or knew; its index. Mixed strategies are then no plans of action.
    ImperfectRecall(usize),
    /// The table would be too large.
    Table(TableError),
    /// The budget was spent.
    Budget,
    /// A mover cannot tell nodes apart; the information set's index.
    ImperfectInformation(usize),
    /// Not a signalling game; what is missing.
    NotSignalling(&'static str),
}

impl fmt::Display for TreeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ImperfectRecall(player) => {
                write!(f, "player {} forgets what it did or knew", player + 1)
            }
            Self::Table(error) => write!(f, "{error}"),
            Self::Budget => write!(f, "the budget was spent before the table was complete"),
            Self::ImperfectInformation(set) => write!(
                f,
                "the mover at information set {} cannot tell its nodes apart; backward induction needs \
                 a game of perfect information",
                set + 1
            ),
            Self::NotSignalling(why) => write!(f, "this is not a signalling game: {why}"),
        }
    }
}

impl std::error::Error for TreeError {}

/// A player's reduced strategy: an action per own information set, `None` where its own earlier
/// actions keep it from getting there.
pub type Plan = Vec<Option<usize>>;

impl ExtensiveGame {
    /// Information sets of a player, in the order of their numbers, as indices of `sets`.
    #[must_use]
    pub fn sets_of(&self, player: usize) -> Vec<usize> {
        let mut own: Vec<usize> = (0..self.sets.len())
            .filter(|&set| self.sets[set].mover == Move::Player(player))
            .collect();
        own.sort_by_key(|&set| self.sets[set].number);
        own
    }

    /// Per information set, the mover's own last (set, action) before it; `None` inside if it had
    /// not moved. Fails for a mover that forgets.
    fn own_moves(&self) -> Result<Vec<Option<(usize, usize)>>, TreeError> {
        let players = self.players.len();
        let mut before: Vec<Option<Option<(usize, usize)>>> = vec![None; self.sets.len()];
        let mut last = vec![vec![None; players]; self.nodes.len()];
        for (at, node) in self.nodes.iter().enumerate() {
            let Some(set) = node.set else { continue };
            if let Move::Player(player) = self.sets[set].mover {
                let own = last[at][player];
                if before[set].is_some_and(|known| known != own) {
                    return Err(TreeError::ImperfectRecall(player));
                }
                before[set] = Some(own);
            }
            for (action, &child) in node.children.iter().enumerate() {
                last[child] = last[at].clone();
                if let Move::Player(player) = self.sets[set].mover {
                    last[child][player] = Some((set, action));
                }
            }
        }
        Ok(before.into_iter().map(Option::flatten).collect())
    }

    /// Reduced strategies of a player, in Gambit's order: earlier information sets change slowest.
    ///
    /// # Errors
    /// Imperfect recall, or more strategies than a table can have.
    pub fn plans(&self, player: usize) -> Result<Vec<Plan>, TreeError> {
        let own = self.sets_of(player);
        let too_many = TreeError::Table(TableError::TooManyProfiles);
        if own.len() > MAX_SETS {
            return Err(too_many);
        }
        let before = self.own_moves()?;
        let mut place = vec![usize::MAX; self.sets.len()];
        for (k, &set) in own.iter().enumerate() {
            place[set] = k;
        }
        // Sets in an order in which the own move before each comes first.
        let (mut order, mut placed) = (Vec::new(), vec![false; own.len()]);
        while order.len() < own.len() {
            let ready = |k: &usize| {
                !placed[*k] && before[own[*k]].is_none_or(|(set, _)| placed[place[set]])
            };
            let next: Vec<usize> = (0..own.len()).filter(ready).collect();
            if next.is_empty() {
                // A set that follows itself.
                return Err(TreeError::ImperfectRecall(player));
            }
            next.iter().for_each(|&k| placed[k] = true);
            order.extend(next);
        }
        let mut plans: Vec<Plan> = vec![vec![None; own.len()]];
        for k in order {
            let mut next = Vec::new();
            for plan in plans {
                let reached =
                    before[own[k]].is_none_or(|(set, action)| plan[place[set]] == Some(action));
                if !reached {
                    next.push(plan);
                    continue;
                }
                for action in 0..self.sets[own[k]].actions.len() {
                    let mut plan = plan.clone();
                    plan[k] = Some(action);
                    next.push(plan);
                }
                if next.len() * own.len() > MAX_PROFILES {
                    return Err(too_many);
                }
            }
            plans = next;
        }
        plans.sort();
        Ok(plans)
    }

    /// The reduced strategic form, strategies named by their actions' numbers, `*` where none is
    /// needed. A step of the budget is one node visited.
    ///
    /// # Errors
    /// [`TreeError`].
    pub fn strategic(&self, budget: &mut Budget) -> Result<StrategicGame, TreeError> {
        let players = self.players.len();
        let plans: Result<Vec<Vec<Plan>>, TreeError> =
            (0..players).map(|i| self.plans(i)).collect();
        let plans = plans?;
        let sizes: Vec<usize> = plans.iter().map(Vec::len).collect();
        let count = super::strategic::profiles(&sizes).map_err(TreeError::Table)?;
        // Place of each set in its mover's plans.
        let mut place = vec![0; self.sets.len()];
        for player in 0..players {
            for (k, set) in self.sets_of(player).into_iter().enumerate() {
                place[set] = k;
            }
        }
        let mut payoffs = Vec::with_capacity(count * players);
        let mut profile = vec![0; players];
        for _ in 0..count {
            let mut sums = vec![Rational::zero(); players];
            let mut stack = vec![(0, Rational::from_integer(1.into()))];
            while let Some((at, weight)) = stack.pop() {
                if !budget.spend(1) {
                    return Err(TreeError::Budget);
                }
                let node = &self.nodes[at];
                if let Some(outcome) = node.outcome {
                    for (sum, payoff) in sums.iter_mut().zip(&self.outcomes[outcome].payoffs) {
                        *sum += &weight * payoff;
                    }
                }
                let Some(set) = node.set else { continue };
                match self.sets[set].mover {
                    Move::Chance => {
                        let odds = self.sets[set].probabilities.iter().zip(&node.children);
                        for (p, &child) in odds.filter(|(p, _)| !p.is_zero()) {
                            stack.push((child, &weight * p));
                        }
                    }
                    Move::Player(player) => {
                        let action = plans[player][profile[player]][place[set]];
                        if let Some(&child) = action.and_then(|action| node.children.get(action)) {
                            stack.push((child, weight));
                        }
                    }
                }
            }
            payoffs.extend(sums);
            for (k, size) in profile.iter_mut().zip(&sizes) {
                *k += 1;
                if *k < *size {
                    break;
                }
                *k = 0;
            }
        }
        let name = |plan: &Plan| -> String {
            let digit = |action: &Option<usize>| match action {
                Some(action) => (action + 1).to_string(),
                None => "*".to_owned(),
            };
            plan.iter().map(digit).collect()
        };
        let strategies = plans
            .iter()
            .map(|plans| plans.iter().map(name).collect())
            .collect();
        StrategicGame::new(
            self.title.clone(),
            self.players.clone(),
            strategies,
            payoffs,
        )
        .map_err(TreeError::Table)
    }

    /// Sum of the outcomes on the way to each node, per player.
    pub(crate) fn paid(&self) -> Vec<Vec<Rational>> {
        let mut paid = vec![vec![Rational::zero(); self.players.len()]; self.nodes.len()];
        for (at, node) in self.nodes.iter().enumerate() {
            if let Some(outcome) = node.outcome {
                for (sum, payoff) in paid[at].iter_mut().zip(&self.outcomes[outcome].payoffs) {
                    *sum += payoff;
                }
            }
            for &child in &node.children {
                paid[child] = paid[at].clone();
            }
        }
        paid
    }
}
