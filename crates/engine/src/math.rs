//! Elementary and normal-distribution functions that give the same bits on every machine.
//!
//! The system's mathematical library may choose other instructions on another processor, so the
//! same scenario could give other bytes there. Everything here is made of `+ - * /`, square root
//! and bit operations, which IEEE 754 fixes to the last bit. There is no branch and no table
//! look-up, so a plain loop over a column `[f64; 128]` is vectorised by the compiler.
//!
//! Domains follow the standard library: a NaN goes through, an argument outside the domain gives
//! a NaN, overflow gives an infinity. Arguments and results are pure numbers.
//!
//! The rational approximations were fitted for this project in 220-digit arithmetic (weighted
//! least squares, iteratively reweighted); the error of each fit stands beside its coefficients.
//! The errors stated for the functions are the largest found against 50-digit values and are
//! asserted in the tests.

use std::f64::consts::LOG2_E;

/// The upper part of ln 2 in 33 bits, so that its product with an exponent is exact.
const LN_2_HIGH: f64 = 6.931_471_803_691_238e-1;
/// ln 2 less [`LN_2_HIGH`].
const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;
/// 1.5 · 2⁵²: adding it rounds to an integer and leaves that integer in the low bits.
const ROUND: f64 = 6_755_399_441_055_744.0;
/// 1/√(2π), the density of the standard normal law at 0; of the two neighbouring doubles the one
/// that makes Φ(0) exactly ½.
const DENSITY_AT_ZERO: f64 = 0.398_942_280_401_432_65;

/// (eʳ − 1 − r)/r² for |r| ≤ ½ ln 2; relative error of eʳ 1.3e-17.
const EXP: [f64; 10] = [
    0.500_000_000_000_000_1,
    0.166_666_666_666_666_69,
    0.041_666_666_666_624_13,
    0.008_333_333_333_330_062,
    0.001_388_888_891_721_371_7,
    0.000_198_412_698_630_536_18,
    2.480_152_129_595_437_6e-5,
    2.755_726_845_999_706_4e-6,
    2.762_008_844_540_974_6e-7,
    2.510_038_549_551_032e-8,
];

/// As [`EXP`] in fewer terms; relative error of eʳ 1.2e-12.
const DECAY: [f64; 7] = [
    0.500_000_000_042_771_1,
    0.166_666_667_845_782_5,
    0.041_666_664_401_534_7,
    0.008_333_281_777_505_556,
    0.001_388_919_754_427_676_5,
    0.000_199_089_552_504_750_88,
    2.470_813_821_790_737_5e-5,
];

/// (ln((1+s)/(1−s)) − 2s)/s³ in s² ≤ (√2−1)²/(√2+1)²; error of the logarithm 9e-18 · s.
const LN: [f64; 7] = [
    0.666_666_666_666_667,
    0.399_999_999_998_993_8,
    0.285_714_286_260_310_65,
    0.222_222_111_257_232_62,
    0.181_828_897_861_579_9,
    0.153_316_996_346_422_76,
    0.146_167_211_662_876,
];

/// Numerator of the Mills ratio (1−Φ(a))/φ(a) for all a ≥ 0; relative error of the fit 9.3e-18.
const MILLS_NUMERATOR: [f64; 11] = [
    1.253_314_137_315_500_3,
    2.150_288_322_589_144_5,
    1.822_607_800_602_333,
    0.989_073_023_243_253_2,
    0.377_481_614_179_119,
    0.105_478_274_109_194_96,
    0.021_840_779_314_689_085,
    0.003_316_067_399_726_338,
    0.000_355_063_217_004_628_5,
    2.442_483_405_140_996e-5,
    8.327_822_867_513_78e-7,
];

/// Denominator to [`MILLS_NUMERATOR`].
const MILLS_DENOMINATOR: [f64; 12] = [
    1.0,
    2.513_566_414_671_437,
    2.959_766_459_318_350_6,
    2.159_896_369_157_536_4,
    1.088_163_433_099_148_8,
    0.398_620_594_139_535,
    0.108_745_491_858_473_89,
    0.022_194_176_966_840_91,
    0.003_340_492_233_780_427,
    0.000_355_895_999_291_366_46,
    2.442_483_405_140_998_4e-5,
    8.327_822_867_513_779e-7,
];

/// Half-width of the central range of the quantile, and the region of [`TAIL_NUMERATOR`]
/// (Wichura 1988, algorithm AS 241, with two ranges instead of three).
const CENTRAL: f64 = 0.425;

/// Φ⁻¹(½ + q)/q in 0.425² − q² ≥ 0, numerator; relative error of the fit 7.4e-17.
const CENTRAL_NUMERATOR: [f64; 8] = [
    3.387_132_872_796_366_5,
    133.140_307_145_138_62,
    1_971.546_484_442_028_5,
    13_731.178_579_060_957,
    45_919.396_601_217_41,
    67_260.550_718_332_18,
    33_427.110_999_438_88,
    2_508.745_019_327_466_3,
];

/// Denominator to [`CENTRAL_NUMERATOR`].
const CENTRAL_DENOMINATOR: [f64; 8] = [
    1.0,
    42.312_928_961_634_73,
    687.172_672_282_896_7,
    5_394.009_700_964_513,
    21_212.711_873_513_013,
    39_305.113_624_458_914,
    28_726.381_672_278_454,
    5_225.862_574_522_799,
];

/// −Φ⁻¹(p) in √(−ln p) − 1.6 for 5e-324 ≤ p ≤ 0.075, numerator; relative error of the fit 3.3e-17.
const TAIL_NUMERATOR: [f64; 11] = [
    1.423_437_110_749_683_7,
    4.829_457_423_777_275,
    6.451_406_991_403_161,
    4.563_788_835_997_145,
    1.909_863_528_990_788_4,
    0.493_643_275_032_565_05,
    0.078_723_723_299_521_22,
    0.007_416_880_552_189_255,
    0.000_376_951_708_462_943_63,
    8.809_871_777_682_746e-6,
    6.733_576_462_482_915e-8,
];

/// Denominator to [`TAIL_NUMERATOR`].
const TAIL_DENOMINATOR: [f64; 11] = [
    1.0,
    2.193_078_086_051_392_5,
    1.987_616_600_719_545_7,
    0.971_936_594_408_166,
    0.280_193_841_634_219_07,
    0.048_470_747_152_250_915,
    0.004_850_167_702_697_534,
    0.000_256_864_693_733_501_2,
    6.153_450_524_929_697e-6,
    4.761_329_409_986_01e-8,
    5.713_683_476_835_494e-16,
];

/// Σ cᵢ xⁱ by Horner's rule for the even powers and for the odd ones: half as many steps wait for
/// one another.
#[inline(always)]
fn polynomial<const N: usize>(coefficients: &[f64; N], x: f64) -> f64 {
    let square = x * x;
    let mut i = (N - 1) & !1;
    let mut even = coefficients[i];
    while i > 0 {
        i -= 2;
        even = even * square + coefficients[i];
    }
    let mut i = (N - 2) | 1;
    let mut odd = coefficients[i];
    while i > 1 {
        i -= 2;
        odd = odd * square + coefficients[i];
    }
    even + x * odd
}

/// `yes` or `no` by bits: of an `if` between two long expressions the compiler makes a branch.
#[inline(always)]
fn choose(condition: bool, yes: f64, no: f64) -> f64 {
    let mask = u64::from(condition).wrapping_neg();
    f64::from_bits(yes.to_bits() & mask | no.to_bits() & !mask)
}

/// 2ⁿ for an integer −1023 ≤ n ≤ 1024 (0 and infinity at the ends).
#[inline(always)]
fn power_of_two(n: f64) -> f64 {
    f64::from_bits((n + ROUND).to_bits().wrapping_add(1023) << 52)
}

/// n and eʳ − 1 with x + low = n ln 2 + r, |r| ≤ ½ ln 2; `low` is at most about 1e-5.
#[inline(always)]
fn reduce<const N: usize>(terms: &[f64; N], x: f64, low: f64) -> (f64, f64) {
    let n = (x * LOG2_E + ROUND) - ROUND;
    let r = ((x - n * LN_2_HIGH) - n * LN_2_LOW) + low;
    (n, r + r * r * polynomial(terms, r))
}

/// e^(x + low).
#[inline(always)]
fn exp_sum(x: f64, low: f64) -> f64 {
    let x = if x > 710.0 { 710.0 } else { x };
    let x = if x < -746.0 { -746.0 } else { x };
    let (n, m) = reduce(&EXP, x, low);
    // Two factors, because 2ⁿ alone leaves the range before the result does.
    let half = (n * 0.5 + ROUND) - ROUND;
    (1.0 + m) * power_of_two(half) * power_of_two(n - half)
}

/// eˣ; relative error at most 2.3e-16 for normal results.
#[inline(always)]
pub fn exp(x: f64) -> f64 {
    exp_sum(x, 0.0)
}

/// eˣ for x ≤ 0 in fewer steps than [`exp`], for discounts; relative error at most
/// 1.2e-12 from −708 on, and e⁻⁷⁰⁸ for everything below. Exact at 0.
#[inline(always)]
pub fn decay(x: f64) -> f64 {
    let x = if x < -708.0 { -708.0 } else { x };
    let (n, m) = reduce(&DECAY, x, 0.0);
    (1.0 + m) * power_of_two(n)
}

/// eˣ − 1 for x ≤ 0, as [`decay`]; relative error at most 8e-12, near 0 too.
#[inline(always)]
pub fn decay_m1(x: f64) -> f64 {
    let x = if x < -50.0 { -50.0 } else { x };
    let (n, m) = reduce(&DECAY, x, 0.0);
    let power = power_of_two(n);
    power * m + (power - 1.0)
}

/// eˣ − 1, accurate near 0; relative error at most 4e-16.
#[inline(always)]
pub fn exp_m1(x: f64) -> f64 {
    let x = if x > 710.0 { 710.0 } else { x };
    let x = if x < -50.0 { -50.0 } else { x };
    let (n, m) = reduce(&EXP, x, 0.0);
    let half = power_of_two(n - 1.0);
    2.0 * (half * m + (half - 0.5))
}

/// ln(x + c·x), c below 1e-15: the common part of [`ln`] and [`ln_1p`].
#[inline(always)]
fn ln_sum(x: f64, c: f64) -> f64 {
    /// √½ in bits: the mantissa is taken in [√½, √2).
    const SQRT_HALF: u64 = 0x3fe6_a09e_667f_3bcd;
    const ONE: u64 = 0x3ff0_0000_0000_0000;
    const MANTISSA: u64 = 0x000f_ffff_ffff_ffff;
    /// 2⁵² in bits: an integer below 2⁵² put into its mantissa is that integer plus 2⁵².
    const INTEGER: u64 = 0x4330_0000_0000_0000;
    let subnormal = x < f64::MIN_POSITIVE;
    let scaled = if subnormal {
        x * 18_014_398_509_481_984.0
    } else {
        x
    };
    let bias = if subnormal { 1023.0 + 54.0 } else { 1023.0 };
    let bits = scaled.to_bits().wrapping_add(ONE - SQRT_HALF);
    let n = (f64::from_bits((bits >> 52) | INTEGER) - f64::from_bits(INTEGER)) - bias;
    let f = f64::from_bits((bits & MANTISSA) + SQRT_HALF) - 1.0;
    let s = f / (2.0 + f);
    let s2 = s * s;
    let half_square = 0.5 * f * f;
    let rest = s * (half_square + s2 * polynomial(&LN, s2)) + (n * LN_2_LOW + c);
    let y = n * LN_2_HIGH - ((half_square - rest) - f);
    let y = if x < f64::INFINITY { y } else { x };
    let y = if x > 0.0 { y } else { f64::NAN };
    if x == 0.0 { f64::NEG_INFINITY } else { y }
}

/// Natural logarithm; error at most 1 unit in the last place.
#[inline(always)]
pub fn ln(x: f64) -> f64 {
    ln_sum(x, 0.0)
}

/// ln(1 + x), accurate near 0; relative error at most 3e-16.
#[inline(always)]
pub fn ln_1p(x: f64) -> f64 {
    let u = 1.0 + x;
    // What the sum lost (Knuth's two-sum), brought back to first order.
    let shown = u - 1.0;
    let lost = (1.0 - (u - shown)) + (x - shown);
    let c = if u > 0.0 && u < f64::INFINITY {
        lost / u
    } else {
        0.0
    };
    ln_sum(u, c)
}

/// Arctangent; error at most 3e-16 absolute. The argument is brought below tan(π/12) by
/// atan x = π/2 − atan 1/x and atan x = π/6 + atan((√3·x − 1)/(√3 + x)), and summed there.
#[inline(always)]
pub fn atan(x: f64) -> f64 {
    const SQRT_3: f64 = 1.732_050_807_568_877_2;
    // tan(π/12).
    const NEAR: f64 = 0.267_949_192_431_122_7;
    let a = x.abs();
    let outer = a > 1.0;
    let inner = choose(outer, 1.0 / a.max(1.0), a);
    let turned = inner > NEAR;
    let y = choose(turned, (SQRT_3 * inner - 1.0) / (SQRT_3 + inner), inner);
    let square = y * y;
    // Σ (−1)ᵏ y²ᵏ/(2k+1): the first term left out is below 1e-17 of the sum.
    let mut sum = 0.0;
    let mut k = 13;
    while k > 0 {
        k -= 1;
        sum = 1.0 / (2 * k + 1) as f64 - square * sum;
    }
    let near = y * sum;
    let angle = choose(turned, std::f64::consts::FRAC_PI_6 + near, near);
    let angle = choose(outer, std::f64::consts::FRAC_PI_2 - angle, angle);
    choose(x < 0.0, -angle, angle)
}

/// Logistic function 1/(1 + e⁻ˣ); relative error at most 4e-16 for normal results.
#[inline(always)]
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + exp(-x))
}

/// Log-odds ln(p/(1−p)) of a probability; error at most 3e-16 absolute plus 3e-16 relative.
#[inline(always)]
pub fn logit(p: f64) -> f64 {
    ln(p / (1.0 - p))
}

/// φ(a) for 0 ≤ a ≤ 40.
#[inline(always)]
fn density(a: f64) -> f64 {
    // a² in two parts, or the rounding of a large a² would show in the result.
    let high = f64::from_bits(a.to_bits() & 0xffff_ffff_f800_0000);
    let low = -0.5 * (a - high) * (a + high);
    DENSITY_AT_ZERO * exp_sum(-0.5 * high * high, low)
}

/// |z|, at most 40, beyond which density and tail are below the smallest number.
#[inline(always)]
fn magnitude(z: f64) -> f64 {
    let a = z.abs();
    if a > 40.0 { 40.0 } else { a }
}

/// Mills ratio (1−Φ(a))/φ(a) for a ≥ 0; 0 from 2e234 on.
#[inline(always)]
fn mills(a: f64) -> f64 {
    // Beyond 1e8 it is 1/a to the last bit, and the powers of a would overflow.
    let near = if a > 1e8 { 1e8 } else { a };
    let beyond = a * 1e-8;
    let beyond = if beyond < 1.0 { 1.0 } else { beyond };
    polynomial(&MILLS_NUMERATOR, near) / (polynomial(&MILLS_DENOMINATOR, near) * beyond)
}

/// Density φ(z) of the standard normal law; relative error at most 4e-16 for normal results.
#[inline(always)]
pub fn phi(z: f64) -> f64 {
    density(magnitude(z))
}

/// Distribution function Φ(z) of the standard normal law; relative error at most 8e-16 for
/// z ≤ 0 (to −37.5, where results stop being normal numbers), absolute error at most 1.2e-16
/// for z > 0.
#[inline(always)]
pub fn normal_cdf(z: f64) -> f64 {
    let a = magnitude(z);
    let tail = density(a) * mills(a);
    if z > 0.0 { 1.0 - tail } else { tail }
}

/// Φ(z)/φ(z), the Mills ratio of −z; relative error at most 8e-16, infinite from z = 37.7 on.
///
/// The first-order condition of a take-it-or-leave-it offer is z + Φ(z)/φ(z) = D/s.
#[inline(always)]
pub fn lower_mills_ratio(z: f64) -> f64 {
    let upper = mills(z.abs());
    if z > 0.0 { 1.0 / phi(z) - upper } else { upper }
}

/// Quantile Φ⁻¹(p) of the standard normal law, 0 < p < 1; relative error at most 6e-16 (and exact
/// symmetry: Φ⁻¹(1−p) = −Φ⁻¹(p) where 1−p is exact). Infinite at 0 and 1.
///
/// Two ranges after Wichura (1988), both evaluated so that no branch is left.
#[inline(always)]
pub fn normal_quantile(p: f64) -> f64 {
    let (near, far) = (central_quantile(p), tail_quantile(p));
    let central = is_central(p);
    let z = choose(central, near.0, far.0) / choose(central, near.1, far.1);
    let z = if p == 0.0 { f64::NEG_INFINITY } else { z };
    if p == 1.0 { f64::INFINITY } else { z }
}

/// [`normal_quantile`] of every number of a column, in place and to the same bits: most are central,
/// and for them the other range is not worked out.
#[inline(always)]
pub fn normal_quantiles(p: &mut [f64]) {
    for p in p.chunks_mut(ROOM) {
        quantiles_of_chunk(p);
    }
}

/// Numbers of which those in the tails are set aside at once.
const ROOM: usize = 128;

#[inline(always)]
fn quantiles_of_chunk(p: &mut [f64]) {
    let (mut places, mut tails, mut count) = ([0; ROOM], [0.5; ROOM], 0);
    for (place, p) in p.iter().enumerate() {
        (places[count], tails[count]) = (place, *p);
        count += usize::from(!is_central(*p));
    }
    for p in p.iter_mut() {
        let (numerator, denominator) = central_quantile(*p);
        *p = numerator / denominator;
    }
    for z in &mut tails[..count] {
        *z = normal_quantile(*z);
    }
    for (&place, &z) in places[..count].iter().zip(&tails) {
        p[place] = z;
    }
}

/// Whether a probability lies in the central range of the quantile.
#[inline(always)]
fn is_central(p: f64) -> bool {
    (p - 0.5).abs() <= CENTRAL
}

/// Numerator and denominator of the quantile in the central range.
#[inline(always)]
fn central_quantile(p: f64) -> (f64, f64) {
    let q = p - 0.5;
    let near = CENTRAL * CENTRAL - q * q;
    (
        q * polynomial(&CENTRAL_NUMERATOR, near),
        polynomial(&CENTRAL_DENOMINATOR, near),
    )
}

/// Numerator and denominator of the quantile in both tails.
#[inline(always)]
fn tail_quantile(p: f64) -> (f64, f64) {
    let q = p - 0.5;
    let smaller = if q < 0.0 { p } else { 1.0 - p };
    let far = (-ln(smaller)).sqrt() - 1.6;
    let sign = if q < 0.0 { -1.0 } else { 1.0 };
    (
        sign * polynomial(&TAIL_NUMERATOR, far),
        polynomial(&TAIL_DENOMINATOR, far),
    )
}

#[cfg(test)]
mod tests;
