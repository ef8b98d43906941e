//! Random numbers that are addressed, not drawn in turn.
//!
//! Every number is a pure function of (seed; scramble, point, path, stream, ordinal): the analyst's
//! seed; the scramble and the point of the quasi-random design, which fix what is not known (θ);
//! the path of chance (ω); the stream, which is one use of one mechanism; and the ordinal, which
//! counts the events of that stream. So arms share every number, an extra draw in one mechanism
//! shifts no other, and threads, shards and order do not matter.
//!
//! The generator is Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers: as
//! easy as 1, 2, 3"). Its key is made from the seed and the scramble, its counter holds the rest.

use smallvec::SmallVec;

use crate::math;

/// Weyl increments of the key (golden ratio, √3 − 1).
const KEY_STEP: [u32; 2] = [0x9e37_79b9, 0xbb67_ae85];
/// Multipliers of a round.
const MULTIPLIER: [u32; 2] = [0xd251_1f53, 0xcd9e_8d57];

/// The block function Philox4x32-10: four random words for a counter under a key.
#[inline(always)]
pub fn philox(mut counter: [u32; 4], mut key: [u32; 2]) -> [u32; 4] {
    let mut round = 0;
    while round < 10 {
        let a = u64::from(MULTIPLIER[0]) * u64::from(counter[0]);
        let b = u64::from(MULTIPLIER[1]) * u64::from(counter[2]);
        counter = [
            (b >> 32) as u32 ^ counter[1] ^ key[0],
            b as u32,
            (a >> 32) as u32 ^ counter[3] ^ key[1],
            a as u32,
        ];
        key = [
            key[0].wrapping_add(KEY_STEP[0]),
            key[1].wrapping_add(KEY_STEP[1]),
        ];
        round += 1;
    }
    counter
}

/// The two words of a seed, as a key.
pub(crate) fn seed_key(seed: u64) -> [u32; 2] {
    [seed as u32, (seed >> 32) as u32]
}

/// (k + ½)/2⁵² for the upper 52 of 64 random bits: open at both ends, and with u also 1 − u.
#[inline(always)]
fn unit(high: u32, low: u32) -> f64 {
    let bits = (u64::from(high) << 32 | u64::from(low)) >> 12;
    // Made in the mantissa of [1, 2), because whole numbers of 64 bits do not convert in columns.
    (f64::from_bits(0x3ff0_0000_0000_0000 | bits) - 1.0) + 0.5 * f64::EPSILON
}

/// One use of random numbers by one mechanism.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stream(u32);

impl Stream {
    /// The stream of the `purpose`-th use by the `mechanism`-th mechanism.
    pub const fn new(mechanism: u16, purpose: u16) -> Self {
        Self((mechanism as u32) << 16 | purpose as u32)
    }

    /// The stream as one number.
    pub const fn number(self) -> u32 {
        self.0
    }
}

/// All random numbers of one scramble.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Generator {
    key: [u32; 2],
}

impl Generator {
    /// The generator of scramble number `scramble` under `seed`.
    pub fn new(seed: u64, scramble: u32) -> Self {
        let [a, b, ..] = philox([scramble, 0, 0, 0], seed_key(seed));
        Self { key: [a, b] }
    }

    /// The numbers of one point and one path.
    pub fn at(self, point: u32, path: u32) -> Address {
        Address {
            key: self.key,
            point,
            path,
        }
    }

    /// Uniform numbers of consecutive points at one path, stream and ordinal: `out[i]` is that of
    /// point `first + i`, the same as [`Address::uniform`].
    pub fn uniforms(self, first: u32, path: u32, stream: Stream, ordinal: u32, out: &mut [f64]) {
        for (i, u) in out.iter_mut().enumerate() {
            *u = self
                .at(first.wrapping_add(i as u32), path)
                .uniform(stream, ordinal);
        }
    }

    /// Standard normal numbers of consecutive points, as [`Self::uniforms`].
    pub fn normals(self, first: u32, path: u32, stream: Stream, ordinal: u32, out: &mut [f64]) {
        self.uniforms(first, path, stream, ordinal, out);
        for z in out {
            *z = math::normal_quantile(*z);
        }
    }

    /// Stratified uniform numbers of all paths of one point: `out[path]` is
    /// [`Address::stratified`] with `out.len()` strata. Time grows with the square of that length,
    /// noticeably from some hundreds on.
    pub fn stratified(self, point: u32, stream: Stream, ordinal: u32, out: &mut [f64]) {
        stratify(self, point, stream, ordinal, out);
    }
}

/// [`Generator::stratified`].
#[multiversion::multiversion(targets("x86_64+avx2"))]
fn stratify(generator: Generator, point: u32, stream: Stream, ordinal: u32, out: &mut [f64]) {
    let strata = out.len() as u32;
    let mut words: SmallVec<[u32; 16]> = SmallVec::from_elem(0, out.len());
    for (path, (u, word)) in out.iter_mut().zip(&mut words).enumerate() {
        let [high, low, third, _] = generator.at(point, path as u32).words(stream, ordinal);
        *u = unit(high, low);
        *word = third;
    }
    // Every pair once; of equals the earlier path ranks lower.
    let mut ranks: SmallVec<[u32; 16]> = SmallVec::from_elem(0, out.len());
    for path in 0..words.len() {
        let mut above = 0;
        let (own, later) = (words[path], path + 1..);
        for (word, rank) in words[later.clone()].iter().zip(&mut ranks[later]) {
            let after = u32::from(own <= *word);
            *rank += after;
            above += 1 - after;
        }
        ranks[path] += above;
    }
    for (u, rank) in out.iter_mut().zip(ranks) {
        *u = in_stratum(rank as usize, *u, strata);
    }
}

/// Where the random numbers of one chance path of one point are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address {
    key: [u32; 2],
    point: u32,
    path: u32,
}

impl Address {
    /// The four words at (`stream`, `ordinal`).
    #[inline(always)]
    fn words(self, stream: Stream, ordinal: u32) -> [u32; 4] {
        philox([stream.0, ordinal, self.point, self.path], self.key)
    }

    /// A uniform number in the open interval (0, 1), of 52 bits.
    #[inline(always)]
    pub fn uniform(self, stream: Stream, ordinal: u32) -> f64 {
        let [a, b, ..] = self.words(stream, ordinal);
        unit(a, b)
    }

    /// Two independent uniform numbers, of which the first is [`Self::uniform`].
    #[inline(always)]
    pub fn pair(self, stream: Stream, ordinal: u32) -> (f64, f64) {
        let [a, b, c, d] = self.words(stream, ordinal);
        (unit(a, b), unit(c, d))
    }

    /// A standard normal number, the normal quantile of [`Self::uniform`].
    #[inline(always)]
    pub fn normal(self, stream: Stream, ordinal: u32) -> f64 {
        math::normal_quantile(self.uniform(stream, ordinal))
    }

    /// A uniform number stratified over the paths of the point: the paths 0..`strata` put one
    /// number into each interval [k/`strata`, (k+1)/`strata`), in a random order of its own for
    /// every point, stream and ordinal. Each number by itself is uniform in (0, 1).
    ///
    /// Latin hypercube sampling (McKay, Beckman & Conover 1979). The stratum is the rank of the
    /// path's third word, so all orders are equally likely; this costs one block per stratum, and
    /// [`Generator::stratified`] gives all paths for the same. A path past `strata` is ranked
    /// among the first `strata` − 1 and itself.
    pub fn stratified(self, stream: Stream, ordinal: u32, strata: u32) -> f64 {
        let strata = strata.max(1);
        let others = if self.path < strata {
            strata
        } else {
            strata - 1
        };
        let [a, b, own, _] = self.words(stream, ordinal);
        let rank = (0..others)
            .filter(|&path| {
                let [_, _, word, _] = Self { path, ..self }.words(stream, ordinal);
                (word, path) < (own, self.path)
            })
            .count();
        in_stratum(rank, unit(a, b), strata)
    }
}

/// The number in stratum `rank` of `strata` at the share `u` of its width.
fn in_stratum(rank: usize, u: f64, strata: u32) -> f64 {
    // The sum may round up to the whole number of strata.
    ((rank as f64 + u) / f64::from(strata)).min(1.0 - 0.5 * f64::EPSILON)
}

#[cfg(test)]
mod tests;
