//! Owen-scrambled Sobol' points, through which the quantities that are not known (θ) are drawn.
//!
//! The digital net is that of Sobol' (1967) with the direction numbers of Joe & Kuo (2008,
//! "Constructing Sobol sequences with better two-dimensional projections", SIAM J. Sci. Comput.
//! 30, 2635–2654; file new-joe-kuo-6.21201, licence in sobol/joe_kuo.LICENSE), the first 1,111 dimensions. The
//! scramble is nested uniform (Owen 1995): each base-2 digit is flipped or not by a random
//! bit that depends on the digits before it. The random bits come from a hash (Laine & Karras
//! 2011; Burley 2020, "Practical hash-based Owen scrambling") with four random words for every
//! scramble and dimension. A linear scramble would be cheaper, but its error for smooth functions
//! is tiny in most scrambles and large in a few, so a spread over 16 of them would understate it.
//!
//! Points are numbered in natural order; any aligned block of 2ᵏ of them is itself a net.

use crate::random::{philox, seed_key};
use std::fmt;

/// The largest number of dimensions.
pub const MAX_DIMENSIONS: usize = 1_111;

/// For every dimension from the second on: degree s of the primitive polynomial, its inner
/// coefficients a, and the first direction numbers m₁..m_s, all as 16-bit little-endian words.
const JOE_KUO: &[u8] = include_bytes!("sobol/joe_kuo.bin");

/// Points whose part below this count is looked up rather than combined anew.
const BLOCK: usize = 128;

/// More dimensions were asked for than there are direction numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooManyDimensions {
    /// The number asked for; the most is [`MAX_DIMENSIONS`].
    pub asked: usize,
}

impl fmt::Display for TooManyDimensions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} uncertain quantities, at most {MAX_DIMENSIONS} can be drawn",
            self.asked
        )
    }
}

impl std::error::Error for TooManyDimensions {}

/// Direction numbers of one dimension with their bits reversed, so that the most significant
/// digit of a point is its lowest bit: there carries run from earlier to later digits.
type Directions = [u32; 32];

/// The direction numbers of the dimensions in order.
fn directions() -> impl Iterator<Item = Directions> {
    let mut words = JOE_KUO
        .chunks_exact(2)
        .map(|bytes| u16::from_le_bytes([bytes[0], bytes[1]]));
    let rest = std::iter::from_fn(move || {
        let degree = usize::from(words.next()?);
        let inner = u32::from(words.next()?);
        let mut v = [0u32; 32];
        for (i, m) in words.by_ref().take(degree).enumerate() {
            v[i] = u32::from(m) << (31 - i);
        }
        for i in degree..32 {
            v[i] = v[i - degree] ^ v[i - degree] >> degree;
            for k in 1..degree {
                v[i] ^= (inner >> (degree - 1 - k) & 1) * v[i - k];
            }
        }
        Some(v.map(u32::reverse_bits))
    });
    // The first dimension is the van der Corput sequence: digit i of the point is bit i of its number.
    std::iter::once(std::array::from_fn(|i| 1 << i)).chain(rest)
}

/// The sum modulo 2 of the directions at the bits of `index`.
fn combine(directions: &Directions, index: u32) -> u32 {
    let (mut sum, mut rest) = (0, index);
    while rest != 0 {
        sum ^= directions[rest.trailing_zeros() as usize];
        rest &= rest - 1;
    }
    sum
}

/// A hash in which a bit depends on itself and lower bits only, which is a nested uniform scramble
/// of the reversed digits (constants by N. Vegdahl 2021, "Building a better LK hash").
#[inline(always)]
fn scramble(mut x: u32, words: [u32; 4]) -> u32 {
    x ^= x.wrapping_mul(0x3d20_adea);
    x = x.wrapping_add(words[0]).wrapping_mul(words[1] | 1);
    x ^= x.wrapping_mul(0x0552_6c56);
    x = x.wrapping_add(words[2]).wrapping_mul(words[3] | 1);
    x ^= x.wrapping_mul(0x53a2_2864);
    x
}

/// The middle of the interval of width 2⁻³² that the reversed digits name: open at both ends.
#[inline(always)]
fn unit(reversed: u32) -> f64 {
    // In the mantissa of [1, 2), because unsigned numbers do not convert in columns everywhere.
    let bits = u64::from(reversed.reverse_bits()) << 20 | 1 << 19;
    f64::from_bits(0x3ff0_0000_0000_0000 | bits) - 1.0
}

/// One scramble of the sequence in a number of dimensions.
#[derive(Clone, Debug)]
pub struct Sobol {
    dimensions: Vec<(Directions, [u32; 4])>,
}

impl Sobol {
    /// Scramble number `scramble` under `seed`. A dimension's numbers depend on its own number
    /// only, not on how many dimensions there are.
    ///
    /// # Errors
    /// If `dimensions` exceeds [`MAX_DIMENSIONS`].
    pub fn new(seed: u64, scramble: u32, dimensions: usize) -> Result<Self, TooManyDimensions> {
        if dimensions > MAX_DIMENSIONS {
            return Err(TooManyDimensions { asked: dimensions });
        }
        let words = (0..).map(|dimension| philox([scramble, 1, dimension, 0], seed_key(seed)));
        Ok(Self {
            dimensions: directions().zip(words).take(dimensions).collect(),
        })
    }

    /// The number of dimensions.
    pub fn dimensions(&self) -> usize {
        self.dimensions.len()
    }

    /// Point number `index` in the open unit cube: `out[d]` is its coordinate in dimension d, for
    /// as many as both have.
    pub fn point(&self, index: u32, out: &mut [f64]) {
        for ((directions, words), u) in self.dimensions.iter().zip(out) {
            *u = unit(scramble(combine(directions, index), *words));
        }
    }

    /// One coordinate of consecutive points: `out[i]` is that of point `first + i` (modulo 2³²).
    /// Fastest when `first` and the length are multiples of 128.
    ///
    /// # Panics
    /// If `dimension` is not below [`Self::dimensions`].
    pub fn column(&self, dimension: usize, first: u32, out: &mut [f64]) {
        let (directions, words) = &self.dimensions[dimension];
        let mut low = [0; BLOCK];
        for (bit, direction) in directions.iter().enumerate().take(BLOCK.ilog2() as usize) {
            let (done, next) = low.split_at_mut(1 << bit);
            for (next, done) in next.iter_mut().zip(done) {
                *next = *done ^ direction;
            }
        }
        let mut index = first;
        let mut rest = out;
        while !rest.is_empty() {
            let offset = index as usize % BLOCK;
            let (block, after) = rest.split_at_mut(rest.len().min(BLOCK - offset));
            let high = combine(directions, index - offset as u32);
            for (u, low) in block.iter_mut().zip(&low[offset..]) {
                *u = unit(scramble(high ^ low, *words));
            }
            index = index.wrapping_add(block.len() as u32);
            rest = after;
        }
    }
}

#[cfg(test)]
mod tests;
