//! Padded, Owen-scrambled Sobol' points, through which the quantities that are not known (θ) are drawn.
//!
//! Dimensions come in groups of eight. Every group is the digital net of Sobol' (1967) in its first
//! eight dimensions, with the direction numbers of Joe & Kuo (2008, "Constructing Sobol sequences
//! with better two-dimensional projections", SIAM J. Sci. Comput. 30, 2635–2654; file
//! new-joe-kuo-6.21201), and visits the points of that net in an order of its own: the numbers of
//! the points are shuffled by a nested uniform scramble of their digits, which maps any aligned run
//! of 2ᵏ numbers to another (padding: Kollig & Keller 2002, "Efficient multidimensional sampling";
//! Burley 2020, "Practical hash-based Owen scrambling"). So each group stays a net, and what two
//! groups have in common is chance, drawn anew in every scramble. Without padding, at the few
//! hundred points of a run, pairs of high dimensions are correlated, every scramble repeats it, and
//! whatever slices the draws by one input finds effects of others there: the test
//! `dimensions_far_apart_are_unrelated` measures both ways. The price: in what two variables of
//! different groups do together (their product, say) the variance is above that of independent
//! draws, below twice it; within a group it is far smaller.
//!
//! The coordinates are then scrambled too, each on its own (Owen 1995): each base-2 digit is
//! flipped or not by a random bit that depends on the digits before it. The random bits of both
//! scrambles come from a hash (Laine & Karras 2011; Burley 2020) with four random words for every
//! scramble and dimension or group. A linear scramble would be cheaper, but its error for smooth
//! functions is tiny in most scrambles and large in a few, so a spread over 16 of them would
//! understate it.

use crate::random::{philox, seed_key};
use std::fmt;

/// The largest number of dimensions: a bound on the size of a run, the method has none.
pub const MAX_DIMENSIONS: usize = 1_111;

/// Dimensions of a group.
const GROUP: usize = 8;

/// For every dimension of a group from the second on: degree s of the primitive polynomial, its
/// inner coefficients a, and the first direction numbers m₁..m_s (Joe & Kuo 2008).
const JOE_KUO: [(usize, u32, [u32; 5]); GROUP - 1] = [
    (1, 0, [1, 0, 0, 0, 0]),
    (2, 1, [1, 3, 0, 0, 0]),
    (3, 1, [1, 3, 1, 0, 0]),
    (3, 2, [1, 1, 1, 0, 0]),
    (4, 1, [1, 1, 3, 3, 0]),
    (4, 4, [1, 3, 5, 13, 0]),
    (5, 2, [1, 1, 5, 5, 17]),
];

/// For every bit of a point's number the direction numbers of the dimensions, with their bits
/// reversed, so that the most significant digit of a point is its lowest bit: there carries run
/// from earlier to later digits.
static DIRECTIONS: [[u32; GROUP]; 32] = directions();

/// More dimensions were asked for than there may be.
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

/// The direction numbers by the recurrence of Bratley & Fox (1988).
const fn directions() -> [[u32; GROUP]; 32] {
    let mut rows = [[0; GROUP]; 32];
    let mut i = 0;
    while i < 32 {
        // The first dimension is the van der Corput sequence: digit i of the point is bit i of its number.
        rows[i][0] = 1 << i;
        i += 1;
    }
    let mut dimension = 1;
    while dimension < GROUP {
        let (degree, inner, first) = JOE_KUO[dimension - 1];
        let mut v = [0u32; 32];
        let mut i = 0;
        while i < 32 {
            if i < degree {
                v[i] = first[i] << (31 - i);
            } else {
                v[i] = v[i - degree] ^ v[i - degree] >> degree;
                let mut k = 1;
                while k < degree {
                    v[i] ^= (inner >> (degree - 1 - k) & 1) * v[i - k];
                    k += 1;
                }
            }
            rows[i][dimension] = v[i].reverse_bits();
            i += 1;
        }
        dimension += 1;
    }
    rows
}

/// The reversed digits of point number `index` of the net: the sum modulo 2 of the directions at
/// its bits.
#[inline(always)]
fn net(index: u32) -> [u32; GROUP] {
    let (mut digits, mut rest) = ([0; GROUP], index);
    while rest != 0 {
        let row = &DIRECTIONS[rest.trailing_zeros() as usize];
        for (digit, direction) in digits.iter_mut().zip(row) {
            *digit ^= direction;
        }
        rest &= rest - 1;
    }
    digits
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

/// The place of point number `index` in the order of a group.
#[inline(always)]
fn shuffle(index: u32, words: [u32; 4]) -> u32 {
    scramble(index.reverse_bits(), words).reverse_bits()
}

/// The middle of the interval of width 2⁻³² that the reversed digits name: open at both ends.
#[inline(always)]
fn unit(reversed: u32) -> f64 {
    // In the mantissa of [1, 2), because unsigned numbers do not convert in columns everywhere.
    let bits = u64::from(reversed.reverse_bits()) << 20 | 1 << 19;
    f64::from_bits(0x3ff0_0000_0000_0000 | bits) - 1.0
}

/// The random words of eight dimensions.
#[derive(Clone, Debug)]
struct Group {
    order: [u32; 4],
    digits: [[u32; 4]; GROUP],
}

/// One scramble of the sequence in a number of dimensions.
#[derive(Clone, Debug)]
pub struct Sobol {
    dimensions: usize,
    groups: Vec<Group>,
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
        let words = |purpose, number| philox([scramble, purpose, number, 0], seed_key(seed));
        let group = |number: usize| Group {
            order: words(2, number as u32),
            digits: std::array::from_fn(|i| words(1, (number * GROUP + i) as u32)),
        };
        Ok(Self {
            dimensions,
            groups: (0..dimensions.div_ceil(GROUP)).map(group).collect(),
        })
    }

    /// The number of dimensions.
    pub fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// Point number `index` in the open unit cube: `out[d]` is its coordinate in dimension d, for
    /// as many as both have. In every group of eight dimensions from the first, any aligned run of
    /// 2ᵏ points is a net.
    pub fn point(&self, index: u32, out: &mut [f64]) {
        let count = out.len().min(self.dimensions);
        for (group, out) in self.groups.iter().zip(out[..count].chunks_mut(GROUP)) {
            let digits = net(shuffle(index, group.order));
            for ((u, digits), words) in out.iter_mut().zip(digits).zip(&group.digits) {
                *u = unit(scramble(digits, *words));
            }
        }
    }
}

#[cfg(test)]
mod tests;
