//! Mixed equilibria of two players, exactly.
//!
//! Payoffs are made positive and whole, which changes no equilibrium. P = {x ≥ 0, Bᵀx ≤ 1} and
//! Q = {y ≥ 0, Ay ≤ 1} then hold, up to scale, what makes the other player indifferent. Label i of
//! row i stands at x_i = 0 and where row i is a best reply, and likewise for columns; (x, y) is an
//! equilibrium iff every label is there (Lemke & Howson 1964; von Stengel 2002).
//!
//! [`extreme_equilibria`] finds all vertices of both polytopes by walking from basis to basis and
//! matches them by labels (Mangasarian 1964). Every equilibrium is a convex combination of the extreme
//! ones of one component. [`lemke_howson`] follows one path to one equilibrium and is much faster.

use std::collections::BTreeSet;
use std::fmt;

use num_bigint::BigInt;
use num_traits::{One, Signed, ToPrimitive, Zero};

use super::budget::{Budget, Found};
use super::number::Rational;
use super::strategic::StrategicGame;
use super::tableau::{Overflow, Tableau, Whole};

/// A profile of mixed strategies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mixed {
    /// Probabilities \[player\]\[strategy\].
    pub strategies: Vec<Vec<Rational>>,
    /// Expected payoffs by player.
    pub payoffs: Vec<Rational>,
}

/// Why a game is not solved here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotBimatrix {
    /// It has so many players, not two.
    Players(usize),
    /// It has so many strategies in all, more than 127.
    Strategies(usize),
    /// There is no strategy of this number to start from.
    Label(usize),
}

impl fmt::Display for NotBimatrix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Players(n) => write!(f, "{n} players; exact mixed equilibria need two"),
            Self::Strategies(n) => write!(f, "{n} strategies; at most 127 of both players"),
            Self::Label(label) => write!(f, "there is no strategy {label} to start from"),
        }
    }
}

impl std::error::Error for NotBimatrix {}

/// All extreme equilibria, sorted. A step of the budget is one basis.
///
/// # Errors
/// [`NotBimatrix`] for a game of other than two players or of too many strategies.
pub fn extreme_equilibria(
    game: &StrategicGame,
    budget: Budget,
) -> Result<Found<Mixed>, NotBimatrix> {
    let whole = Polytopes::of(game)?;
    let found = match whole.small() {
        Some(small) => extreme(&small, budget),
        None => Err(Overflow),
    };
    // Numbers of any length do not overflow.
    let Ok((pairs, complete, work)) = found.or_else(|Overflow| extreme(&whole, budget)) else {
        unreachable!("whole numbers of any length")
    };
    let mut found: Vec<Mixed> = pairs.into_iter().map(|(x, y)| mixed(game, x, y)).collect();
    found.sort_by(|a, b| b.strategies.cmp(&a.strategies));
    Ok(Found {
        found,
        complete,
        work,
    })
}

/// One equilibrium, by the path that drops `label`: a row's number, or that of a column after all
/// rows. A step of the budget is one pivot.
///
/// # Errors
/// [`NotBimatrix`] as above, or for a label past the last strategy.
pub fn lemke_howson(
    game: &StrategicGame,
    label: usize,
    budget: Budget,
) -> Result<Found<Mixed>, NotBimatrix> {
    let whole = Polytopes::of(game)?;
    if label >= whole.labels() {
        return Err(NotBimatrix::Label(label));
    }
    let found = match whole.small() {
        Some(small) => path(&small, label, budget),
        None => Err(Overflow),
    };
    let Ok((pair, work)) = found.or_else(|Overflow| path(&whole, label, budget)) else {
        unreachable!("whole numbers of any length")
    };
    Ok(Found {
        complete: pair.is_some(),
        found: pair.map(|(x, y)| mixed(game, x, y)).into_iter().collect(),
        work,
    })
}

/// Both players' values up to scale.
type Pair = (Vec<BigInt>, Vec<BigInt>);

/// Positive whole payoffs, each as the matrix of the other player's polytope.
struct Polytopes<W> {
    /// A, \[row\]\[column\].
    a: Vec<Vec<W>>,
    /// Bᵀ, \[column\]\[row\].
    bt: Vec<Vec<W>>,
}

impl Polytopes<BigInt> {
    fn of(game: &StrategicGame) -> Result<Self, NotBimatrix> {
        let sizes = game.sizes();
        let [m, n] = sizes[..] else {
            return Err(NotBimatrix::Players(sizes.len()));
        };
        // One bit per label, and one column more than labels.
        if m + n > 127 {
            return Err(NotBimatrix::Strategies(m + n));
        }
        let a = positive(m, n, |i, j| &game.payoffs(j * m + i)[0]);
        let bt = positive(n, m, |j, i| &game.payoffs(j * m + i)[1]);
        Ok(Self { a, bt })
    }

    /// The same in 128 bits, if that leaves room to multiply.
    fn small(&self) -> Option<Polytopes<i128>> {
        let fits = |m: &Vec<Vec<BigInt>>| -> Option<Vec<Vec<i128>>> {
            let row = |row: &Vec<BigInt>| row.iter().map(|x| x.to_i64().map(i128::from)).collect();
            m.iter().map(row).collect()
        };
        Some(Polytopes {
            a: fits(&self.a)?,
            bt: fits(&self.bt)?,
        })
    }
}

impl<W: Whole> Polytopes<W> {
    fn labels(&self) -> usize {
        self.a.len() + self.bt.len()
    }

    /// The tableaus of P and Q at x = 0 and y = 0. Rows have the labels 0 to m, columns m to m + n.
    fn tableaus(&self) -> (Tableau<W>, Tableau<W>) {
        let (m, labels) = (self.a.len(), self.labels());
        (
            Tableau::new(&self.bt, 0, m, labels),
            Tableau::new(&self.a, m, 0, labels),
        )
    }
}

/// A matrix times the common denominator, shifted so that the least entry is 1, without common factor.
fn positive<'a>(
    rows: usize,
    columns: usize,
    entry: impl Fn(usize, usize) -> &'a Rational,
) -> Vec<Vec<BigInt>> {
    let cells = || (0..rows).flat_map(|i| (0..columns).map(move |j| (i, j)));
    let mut common = BigInt::one();
    for (i, j) in cells() {
        let denominator = entry(i, j).denom();
        let gcd = gcd(&common, denominator);
        common = &common / gcd * denominator;
    }
    let whole = |i: usize, j: usize| entry(i, j).numer() * (&common / entry(i, j).denom());
    let low = cells().map(|(i, j)| whole(i, j)).min().unwrap_or_default();
    let factor = cells().fold(BigInt::zero(), |g, (i, j)| gcd(&g, &(whole(i, j) - &low)));
    let factor = if factor.is_zero() {
        BigInt::one()
    } else {
        factor
    };
    let row = |i: usize| {
        (0..columns)
            .map(|j| (whole(i, j) - &low) / &factor + 1)
            .collect()
    };
    (0..rows).map(row).collect()
}

fn gcd(a: &BigInt, b: &BigInt) -> BigInt {
    let (mut a, mut b) = (a.abs(), b.abs());
    while !b.is_zero() {
        let rest = &a % &b;
        a = b;
        b = rest;
    }
    a
}

/// A vertex: its labels and its values up to scale.
struct Vertex<W> {
    labels: u128,
    values: Vec<W>,
}

fn extreme<W: Whole>(
    polytopes: &Polytopes<W>,
    mut budget: Budget,
) -> Result<(Vec<Pair>, bool, u64), Overflow> {
    let (m, labels) = (polytopes.a.len(), polytopes.labels());
    let (p, q) = polytopes.tableaus();
    let (xs, all_x) = vertices(p, 0, m, &mut budget)?;
    let (ys, all_y) = vertices(q, m, labels, &mut budget)?;
    let all = (1u128 << labels) - 1;
    let mut pairs = Vec::new();
    for x in &xs {
        for y in &ys {
            // x = 0 and y = 0 have all labels between them and are no strategies.
            if x.labels | y.labels == all && x.values.iter().any(|v| !v.is_zero()) {
                pairs.push((big(&x.values), big(&y.values)));
            }
        }
    }
    Ok((pairs, all_x && all_y, budget.spent()))
}

fn big<W: Whole>(values: &[W]) -> Vec<BigInt> {
    values.iter().map(Whole::big).collect()
}

/// All vertices reachable within the budget, depth first over lexicographically feasible bases. One
/// tableau walks forth and back, since pivots in whole numbers undo each other exactly.
fn vertices<W: Whole>(
    mut tableau: Tableau<W>,
    from: usize,
    to: usize,
    budget: &mut Budget,
) -> Result<(Vec<Vertex<W>>, bool), Overflow> {
    let (mut seen, mut known) = (BTreeSet::new(), BTreeSet::new());
    let mut found = Vec::new();
    // The way back: the row that changed, the column that left it, and the next column to try.
    let mut trail: Vec<(usize, usize, usize)> = Vec::new();
    let mut column = 0;
    seen.insert(tableau.basic());
    loop {
        if column == 0 {
            if !budget.spend(1) {
                return Ok((found, false));
            }
            let labels = tableau.zeros();
            // Several bases of a degenerate vertex share its labels.
            if known.insert(labels) {
                found.push(Vertex {
                    labels,
                    values: tableau.values(from, to),
                });
            }
        }
        let basic = tableau.basic();
        let mut forth = None;
        while column < tableau.columns() && forth.is_none() {
            if basic >> column & 1 == 0
                && let Some(row) = tableau.leaving(column)?
                && seen.insert(basic & !(1 << tableau.basis[row]) | 1 << column)
            {
                forth = Some(row);
            } else {
                column += 1;
            }
        }
        match (forth, trail.last()) {
            (Some(row), _) => {
                trail.push((row, tableau.basis[row], column + 1));
                tableau.pivot(row, column)?;
                column = 0;
            }
            (None, Some(&(row, left, next))) => {
                trail.pop();
                tableau.pivot(row, left)?;
                column = next;
            }
            (None, None) => return Ok((found, true)),
        }
    }
}

fn path<W: Whole>(
    polytopes: &Polytopes<W>,
    label: usize,
    mut budget: Budget,
) -> Result<(Option<Pair>, u64), Overflow> {
    let (m, labels) = (polytopes.a.len(), polytopes.labels());
    let (p, q) = polytopes.tableaus();
    let mut tableaus = [p, q];
    // The dropped label enters where its variable is not basic.
    let (mut turn, mut entering) = (usize::from(label >= m), label);
    loop {
        if !budget.spend(1) {
            return Ok((None, budget.spent()));
        }
        let Some(row) = tableaus[turn].leaving(entering)? else {
            return Ok((None, budget.spent()));
        };
        let leaving = tableaus[turn].basis[row];
        tableaus[turn].pivot(row, entering)?;
        if leaving == label {
            let [p, q] = &tableaus;
            let pair = (big(&p.values(0, m)), big(&q.values(m, labels)));
            return Ok((Some(pair), budget.spent()));
        }
        (turn, entering) = (1 - turn, leaving);
    }
}

fn mixed(game: &StrategicGame, x: Vec<BigInt>, y: Vec<BigInt>) -> Mixed {
    let normal = |values: Vec<BigInt>| -> Vec<Rational> {
        let sum: BigInt = values.iter().sum();
        values
            .into_iter()
            .map(|value| Rational::new(value, sum.clone()))
            .collect()
    };
    let strategies = vec![normal(x), normal(y)];
    let payoffs = game.expected(&strategies);
    Mixed {
        strategies,
        payoffs,
    }
}
