//! Games in strategic form: everyone chooses at once.

use std::fmt;

use num_traits::Zero;

use super::number::Rational;

/// Most profiles a table may have.
pub const MAX_PROFILES: usize = 1 << 18;
/// Most players a file may list.
pub(crate) const MAX_PLAYERS: usize = 20;

/// A game as a table of payoffs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StrategicGame {
    /// What the game is called.
    pub title: String,
    /// Anything its author wrote about it.
    pub comment: String,
    players: Vec<String>,
    strategies: Vec<Vec<String>>,
    /// \[profile · players + player\].
    payoffs: Vec<Rational>,
}

/// Why a table is not a game.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableError {
    /// No players, or a player without strategies.
    Empty,
    /// More profiles than [`MAX_PROFILES`].
    TooManyProfiles,
    /// So many payoffs are needed, and so many are there.
    Payoffs(usize, usize),
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "a game has players, and every player a strategy"),
            Self::TooManyProfiles => write!(f, "more than {MAX_PROFILES} profiles of strategies"),
            Self::Payoffs(wanted, given) => write!(f, "{wanted} payoffs are needed, {given} given"),
        }
    }
}

impl std::error::Error for TableError {}

impl StrategicGame {
    /// From names and payoffs. Payoffs come profile by profile, one per player; the first player's
    /// strategy changes fastest, as in Gambit's files.
    ///
    /// # Errors
    /// The first [`TableError`] found.
    pub fn new(
        title: String,
        players: Vec<String>,
        strategies: Vec<Vec<String>>,
        payoffs: Vec<Rational>,
    ) -> Result<Self, TableError> {
        if players.is_empty() || players.len() != strategies.len() {
            return Err(TableError::Empty);
        }
        let sizes: Vec<usize> = strategies.iter().map(Vec::len).collect();
        let wanted = profiles(&sizes)? * players.len();
        if wanted != payoffs.len() {
            return Err(TableError::Payoffs(wanted, payoffs.len()));
        }
        Ok(Self {
            title,
            comment: String::new(),
            players,
            strategies,
            payoffs,
        })
    }

    /// A game of two players from payoff tables \[row\]\[column\], strategies named 1, 2, ….
    ///
    /// # Errors
    /// As [`StrategicGame::new`]; tables of different shapes are [`TableError::Payoffs`].
    pub fn bimatrix(a: &[Vec<Rational>], b: &[Vec<Rational>]) -> Result<Self, TableError> {
        let (rows, columns) = (a.len(), a.first().map_or(0, Vec::len));
        let cells = |m: &[Vec<Rational>]| m.iter().map(Vec::len).sum::<usize>();
        let even = |m: &[Vec<Rational>]| m.len() == rows && m.iter().all(|r| r.len() == columns);
        if !even(a) || !even(b) {
            return Err(TableError::Payoffs(2 * rows * columns, cells(a) + cells(b)));
        }
        let names = |n: usize| (1..=n).map(|k| k.to_string()).collect();
        let mut payoffs = Vec::with_capacity(2 * rows * columns);
        for j in 0..columns {
            for i in 0..rows {
                payoffs.extend([a[i][j].clone(), b[i][j].clone()]);
            }
        }
        let players = vec!["1".to_owned(), "2".to_owned()];
        Self::new(
            String::new(),
            players,
            vec![names(rows), names(columns)],
            payoffs,
        )
    }

    /// Players by name.
    #[must_use]
    pub fn players(&self) -> &[String] {
        &self.players
    }

    /// Strategies by name, per player.
    #[must_use]
    pub fn strategies(&self) -> &[Vec<String>] {
        &self.strategies
    }

    /// Number of strategies per player.
    #[must_use]
    pub fn sizes(&self) -> Vec<usize> {
        self.strategies.iter().map(Vec::len).collect()
    }

    /// Number of profiles.
    #[must_use]
    pub fn profiles(&self) -> usize {
        self.payoffs.len() / self.players.len()
    }

    /// Payoffs at a profile by its number, one per player.
    #[must_use]
    pub fn payoffs(&self, profile: usize) -> &[Rational] {
        let n = self.players.len();
        &self.payoffs[profile * n..(profile + 1) * n]
    }

    /// How far apart in number two profiles are that differ by one step of this player's strategy.
    #[must_use]
    pub fn stride(&self, player: usize) -> usize {
        self.strategies[..player].iter().map(Vec::len).product()
    }

    /// The strategy of a player at a profile.
    #[must_use]
    pub fn strategy(&self, profile: usize, player: usize) -> usize {
        profile / self.stride(player) % self.strategies[player].len()
    }

    /// Expected payoffs when all players mix independently; `mixed[player][strategy]`.
    #[must_use]
    pub fn expected(&self, mixed: &[Vec<Rational>]) -> Vec<Rational> {
        let n = self.players.len();
        let mut sums = vec![Rational::zero(); n];
        for profile in 0..self.profiles() {
            let mut weight = Rational::from_integer(1.into());
            for (player, mixed) in mixed.iter().enumerate() {
                let p = &mixed[self.strategy(profile, player)];
                if p.is_zero() {
                    weight = Rational::zero();
                    break;
                }
                weight *= p;
            }
            if !weight.is_zero() {
                for (sum, payoff) in sums.iter_mut().zip(self.payoffs(profile)) {
                    *sum += &weight * payoff;
                }
            }
        }
        sums
    }
}

/// Number of profiles of players with so many strategies.
pub(crate) fn profiles(sizes: &[usize]) -> Result<usize, TableError> {
    let mut product = 1usize;
    for &size in sizes {
        if size == 0 {
            return Err(TableError::Empty);
        }
        product = product
            .checked_mul(size)
            .filter(|&n| n <= MAX_PROFILES)
            .ok_or(TableError::TooManyProfiles)?;
    }
    Ok(product)
}
