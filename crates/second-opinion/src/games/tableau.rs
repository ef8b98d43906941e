//! Tableaus of best-reply polytopes in whole numbers.
//!
//! {x ≥ 0, M x ≤ 1} with M > 0, kept as M x + s = 1 under a basis. All entries are whole numbers over
//! one common determinant (Edmonds 1967; Avis 2000), so there is no rounding; ties in the ratio test
//! are broken by the slack columns (lexicographic rule), so there is no cycling. A column is a label
//! of the game: label ℓ is missing from a vertex iff the variable of column ℓ is positive.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_traits::{Signed, Zero};

/// A number grew past what the representation holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Overflow;

/// Whole numbers: 128 bits where they suffice, of any length otherwise.
pub(crate) trait Whole: Clone + Ord + Zero + Signed + From<i64> {
    /// (a d − b c)/e, which is known to be whole.
    fn cross(a: &Self, d: &Self, b: &Self, c: &Self, e: &Self) -> Result<Self, Overflow>;
    /// a d compared with b c.
    fn compare(a: &Self, d: &Self, b: &Self, c: &Self) -> Result<Ordering, Overflow>;
    /// As a number of any length.
    fn big(&self) -> BigInt;
}

impl Whole for i128 {
    fn cross(a: &Self, d: &Self, b: &Self, c: &Self, e: &Self) -> Result<Self, Overflow> {
        let ad = a.checked_mul(*d).ok_or(Overflow)?;
        if *b == 0 || *c == 0 {
            return Ok(ad / e);
        }
        let bc = b.checked_mul(*c).ok_or(Overflow)?;
        Ok(ad.checked_sub(bc).ok_or(Overflow)? / e)
    }

    fn compare(a: &Self, d: &Self, b: &Self, c: &Self) -> Result<Ordering, Overflow> {
        let ad = a.checked_mul(*d).ok_or(Overflow)?;
        Ok(ad.cmp(&b.checked_mul(*c).ok_or(Overflow)?))
    }

    fn big(&self) -> BigInt {
        BigInt::from(*self)
    }
}

impl Whole for BigInt {
    fn cross(a: &Self, d: &Self, b: &Self, c: &Self, e: &Self) -> Result<Self, Overflow> {
        Ok((a * d - b * c) / e)
    }

    fn compare(a: &Self, d: &Self, b: &Self, c: &Self) -> Result<Ordering, Overflow> {
        Ok((a * d).cmp(&(b * c)))
    }

    fn big(&self) -> BigInt {
        self.clone()
    }
}

/// M x + s = 1 under one basis.
#[derive(Clone, Debug)]
pub(crate) struct Tableau<W> {
    /// Entries \[row · width + column\], over `det`; the last column is the right-hand side.
    cells: Vec<W>,
    width: usize,
    /// The column that is basic in each row.
    pub basis: Vec<usize>,
    /// Columns of the slacks, in the order of the rows.
    slack: usize,
    det: W,
}

impl<W: Whole> Tableau<W> {
    /// The tableau of the slack basis, x = 0. `matrix[row][variable]` is positive; variables have
    /// the columns from `first`, slacks the columns from `slack`, and together they fill 0 to
    /// `labels`.
    pub fn new(matrix: &[Vec<W>], first: usize, slack: usize, labels: usize) -> Self {
        let width = labels + 1;
        let mut cells = vec![W::zero(); matrix.len() * width];
        for (i, row) in matrix.iter().enumerate() {
            let cells = &mut cells[i * width..(i + 1) * width];
            cells[first..first + row.len()].clone_from_slice(row);
            cells[slack + i] = W::from(1);
            cells[labels] = W::from(1);
        }
        Self {
            cells,
            width,
            basis: (0..matrix.len()).map(|i| slack + i).collect(),
            slack,
            det: W::from(1),
        }
    }

    /// The row that leaves when `column` enters. The polytope is bounded, so there is one.
    pub fn leaving(&self, column: usize) -> Result<Option<usize>, Overflow> {
        let mut best: Option<usize> = None;
        for row in 0..self.basis.len() {
            if !self.cell(row, column).is_positive() {
                continue;
            }
            best = Some(match best {
                Some(held) if self.ratio(held, row, column)? != Ordering::Greater => held,
                _ => row,
            });
        }
        Ok(best)
    }

    /// Compares the lexicographic ratios of two rows.
    fn ratio(&self, one: usize, two: usize, column: usize) -> Result<Ordering, Overflow> {
        let (p, q) = (self.cell(one, column), self.cell(two, column));
        let slacks = self.slack..self.slack + self.basis.len();
        for at in std::iter::once(self.width - 1).chain(slacks) {
            let order = W::compare(self.cell(one, at), q, self.cell(two, at), p)?;
            if order != Ordering::Equal {
                return Ok(order);
            }
        }
        Ok(Ordering::Equal)
    }

    /// Lets `column` enter and the basic column of `row` leave.
    pub fn pivot(&mut self, row: usize, column: usize) -> Result<(), Overflow> {
        let width = self.width;
        let line = self.cells[row * width..(row + 1) * width].to_vec();
        let p = line[column].clone();
        for i in 0..self.basis.len() {
            if i == row {
                continue;
            }
            let cells = &mut self.cells[i * width..(i + 1) * width];
            let factor = cells[column].clone();
            for (cell, over) in cells.iter_mut().zip(&line) {
                if !cell.is_zero() || !over.is_zero() {
                    *cell = W::cross(cell, &p, &factor, over, &self.det)?;
                }
            }
        }
        self.det = p;
        self.basis[row] = column;
        Ok(())
    }

    /// Number of columns that can enter.
    pub fn columns(&self) -> usize {
        self.width - 1
    }

    /// Labels whose variable is 0 here, as bits.
    pub fn zeros(&self) -> u128 {
        let mut zeros = (1u128 << (self.width - 1)) - 1;
        for (row, &column) in self.basis.iter().enumerate() {
            if !self.cell(row, self.width - 1).is_zero() {
                zeros &= !(1 << column);
            }
        }
        zeros
    }

    /// Basic columns, as bits.
    pub fn basic(&self) -> u128 {
        self.basis
            .iter()
            .fold(0, |bits, &column| bits | 1 << column)
    }

    /// Values of the variables with columns `from..to`, over the common determinant.
    pub fn values(&self, from: usize, to: usize) -> Vec<W> {
        let mut values = vec![W::zero(); to - from];
        for (row, &column) in self.basis.iter().enumerate() {
            if (from..to).contains(&column) {
                values[column - from] = self.cell(row, self.width - 1).clone();
            }
        }
        values
    }

    fn cell(&self, row: usize, column: usize) -> &W {
        &self.cells[row * self.width + column]
    }
}
