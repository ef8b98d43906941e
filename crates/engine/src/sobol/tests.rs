use super::*;
use ::sobol::params::JoeKuoD6;
use proptest::prelude::*;

/// The scrambled sequence; the number of dimensions is known to be allowed.
fn scrambled(seed: u64, number: u32, dimensions: usize) -> Sobol {
    Sobol::new(seed, number, dimensions).expect("within the limit")
}

/// One coordinate of one point.
fn coordinate(sequence: &Sobol, dimension: usize, index: u32) -> f64 {
    let mut point = vec![0.0; dimension + 1];
    sequence.point(index, &mut point);
    point[dimension]
}

/// The unpadded, unscrambled sequence of another implementation, from 2³² digits to reversed ones.
fn oracle(dimensions: usize) -> impl Iterator<Item = Vec<u32>> {
    ::sobol::Sobol::<f64>::new(dimensions, &JoeKuoD6::extended()).map(|point| {
        let reversed = |u: &f64| ((u * 4_294_967_296.0) as u32).reverse_bits();
        point.iter().map(reversed).collect()
    })
}

/// Without shuffle and scramble the points of a group are those of the crate `sobol`, which visits
/// them in the order of the Gray code.
#[test]
fn points_are_those_of_another_implementation() {
    for (i, expected) in (0u32..10_000).zip(oracle(GROUP)) {
        assert_eq!(net(i ^ i >> 1), expected[..], "point {i}");
    }
    // The bits above those that the first points show.
    let beyond = (1 << 20) - 1;
    for (i, expected) in (beyond..).zip(oracle(GROUP).skip(beyond as usize)).take(2) {
        assert_eq!(net(i ^ i >> 1), expected[..], "point {i}");
    }
}

#[test]
fn too_many_dimensions_are_an_error_with_a_count() {
    assert!(Sobol::new(1, 0, MAX_DIMENSIONS).is_ok());
    let error = Sobol::new(1, 0, MAX_DIMENSIONS + 1).expect_err("above the limit");
    assert_eq!(error.asked, 1_112);
    assert_eq!(
        error.to_string(),
        "1112 uncertain quantities, at most 1111 can be drawn"
    );
}

/// Any aligned block of 2ᵏ points puts one point into each interval of width 2⁻ᵏ, in every
/// dimension.
#[test]
fn every_coordinate_of_every_block_is_stratified() {
    let sequence = scrambled(42, 3, MAX_DIMENSIONS);
    let mut point = vec![0.0; MAX_DIMENSIONS];
    for (first, n) in [
        (0, 512u32),
        (512, 512),
        (384, 128),
        (65_536, 4_096),
        (u32::MAX - 63, 64),
    ] {
        let mut filled = vec![false; MAX_DIMENSIONS * n as usize];
        for i in 0..n {
            sequence.point(first + i, &mut point);
            for (dimension, u) in point.iter().enumerate() {
                let interval = (u * f64::from(n)) as usize;
                let cell = &mut filled[dimension * n as usize + interval];
                assert!(!*cell, "dimension {dimension}, interval {interval}");
                *cell = true;
            }
        }
    }
}

/// Two dimensions of a group are a (t, 2)-sequence with t the sum of the degrees less one each
/// (Sobol' 1967), so 0 for the first two: every rectangle of area 2ᵗ⁻ᵏ holds 2ᵗ of an aligned block
/// of 2ᵏ points, whatever its shape.
#[test]
fn pairs_within_a_group_fill_all_rectangles() {
    let excess = |dimension: usize| match dimension % GROUP {
        0 => 0,
        other => JOE_KUO[other - 1].0 as u32 - 1,
    };
    let dimensions = 5 * GROUP;
    let sequence = scrambled(7, 1, dimensions);
    let k = 9;
    let n = 1u32 << k;
    for first in [0, n, 6 * n] {
        let points: Vec<Vec<f64>> = (first..first + n)
            .map(|i| {
                let mut point = vec![0.0; dimensions];
                sequence.point(i, &mut point);
                point
            })
            .collect();
        for x in 0..dimensions {
            for y in x + 1..(x / GROUP + 1) * GROUP {
                let t = excess(x) + excess(y);
                for a in 0..=k - t {
                    let b = k - t - a;
                    let mut held = vec![0; 1 << (a + b)];
                    for point in &points {
                        let column = (point[x] * f64::from(1u32 << a)) as usize;
                        let row = (point[y] * f64::from(1u32 << b)) as usize;
                        held[column << b | row] += 1;
                    }
                    assert!(
                        held.iter().all(|held| *held == 1 << t),
                        "dimensions {x} and {y}, shape {a}, block from {first}"
                    );
                }
            }
        }
    }
}

proptest! {
    #[test]
    fn coordinates_do_not_depend_on_the_number_of_dimensions(
        seed: u64, number: u32, index: u32, dimensions in 0..100usize, length in 0..100usize
    ) {
        let mut all = [0.0; 100];
        scrambled(seed, number, 100).point(index, &mut all);
        prop_assert!(all.iter().all(|u| *u > 0.0 && *u < 1.0));
        let mut some = vec![0.0; length];
        scrambled(seed, number, dimensions).point(index, &mut some);
        let drawn = dimensions.min(length);
        prop_assert_eq!(&some[..drawn], &all[..drawn]);
        prop_assert!(some[drawn..].iter().all(|u| *u == 0.0));
    }

    /// Digits before the first one in which two numbers differ stay equal, that one stays different.
    #[test]
    fn scramble_is_nested(x: u32, bit in 0..32u32, noise: u32, words: [u32; 4]) {
        let y = x ^ 1 << bit ^ (noise & !1) << bit;
        let difference = scramble(x, words) ^ scramble(y, words);
        prop_assert_eq!(difference.trailing_zeros(), bit);
    }

    /// An aligned run of 2ᵏ numbers is shuffled to another.
    #[test]
    fn shuffle_keeps_aligned_runs(run: u32, k in 0..10u32, words: [u32; 4]) {
        let first = run >> k << k;
        let to = shuffle(first, words) >> k << k;
        let mut places: Vec<u32> = (first..=first | ((1 << k) - 1)).map(|i| shuffle(i, words)).collect();
        places.sort_unstable();
        prop_assert!(places.into_iter().eq(to..=to | ((1 << k) - 1)));
    }
}

#[test]
fn ends_of_the_unit_interval() {
    assert_eq!(unit(0), 0.5 / 4_294_967_296.0);
    assert_eq!(unit(u32::MAX), 1.0 - 0.5 / 4_294_967_296.0);
}

/// The product of two centred coordinates at one point of each of 20,000 scrambles: neither two
/// dimensions of a group, nor the same one of two groups, nor two scrambles in a row are related.
#[test]
fn dimensions_and_scrambles_are_independent() {
    let scrambles = 20_000;
    let mut sums = [0.0; 3];
    for number in 0..scrambles {
        let here = scrambled(11, number, GROUP + 2);
        let next = scrambled(11, number + 1, GROUP + 2);
        let centred = |sequence, dimension| coordinate(sequence, dimension, number % 512) - 0.5;
        let u = centred(&here, 1);
        sums[0] += 12.0 * u * centred(&here, 2);
        sums[1] += 12.0 * u * centred(&here, GROUP + 1);
        sums[2] += 12.0 * u * centred(&next, 1);
    }
    for sum in sums {
        let z = sum / f64::from(scrambles).sqrt();
        assert!(z.abs() < 4.5, "{z} standard errors");
    }
}

/// What pairs of columns of uniform numbers have in common.
struct Relations {
    /// The largest correlation in absolute value.
    correlation: f64,
    /// The largest distance from ½, in standard errors of independent draws, of the mean of one
    /// column over the slice in which another is below 1/16.
    slice: f64,
    /// Mean squares of the correlations of the pairs within a group and across groups, in parts of
    /// those of independent draws.
    within: f64,
    across: f64,
}

fn relations(columns: &[Vec<f64>]) -> Relations {
    let (mut correlation, mut slice) = (0.0f64, 0.0f64);
    let mut squares = [(0.0, 0.0); 2];
    for (i, x) in columns.iter().enumerate() {
        let low: Vec<usize> = (0..x.len()).filter(|k| x[*k] < 1.0 / 16.0).collect();
        for (j, y) in columns.iter().enumerate().filter(|(j, _)| *j != i) {
            let mean = low.iter().map(|k| y[*k]).sum::<f64>() / low.len() as f64;
            slice = slice.max((mean - 0.5).abs() * (12.0 * low.len() as f64).sqrt());
            let product: f64 = x.iter().zip(y).map(|(x, y)| (x - 0.5) * (y - 0.5)).sum();
            let here = 12.0 * product / x.len() as f64;
            correlation = correlation.max(here.abs());
            let (sum, count) = &mut squares[usize::from(i / GROUP != j / GROUP)];
            *sum += here * here * x.len() as f64;
            *count += 1.0;
        }
    }
    let [within, across] = squares.map(|(sum, count)| sum / count);
    Relations {
        correlation,
        slice,
        within,
        across,
    }
}

/// 4 scrambles of 512 points in 256 dimensions, so 32,640 pairs: padded, no pair is related by more
/// than the largest of so many chance numbers; without padding some are, far beyond that.
/// Across groups a pair of points with consecutive numbers has both first digits complementary, in
/// every order that keeps aligned runs of two, so the mean square of the correlations is above that of
/// independent draws, but below twice that (the gain of the first digits).
#[test]
fn dimensions_far_apart_are_unrelated() {
    let dimensions = 256;
    let (mut padded, mut plain) = (vec![vec![]; dimensions], vec![vec![]; dimensions]);
    for number in 0..4 {
        let sequence = scrambled(1, number, dimensions);
        let words = sequence.groups.iter().flat_map(|group| group.digits);
        let words: Vec<[u32; 4]> = words.collect();
        let mut point = vec![0.0; dimensions];
        for (i, digits) in (0..512).zip(oracle(dimensions)) {
            sequence.point(i, &mut point);
            for (d, (digits, words)) in digits.into_iter().zip(&words).enumerate() {
                padded[d].push(point[d]);
                plain[d].push(unit(scramble(digits, *words)));
            }
        }
    }
    let [padded, plain] = [padded, plain].map(|columns| relations(&columns));
    for (name, seen) in [("padded", &padded), ("unpadded", &plain)] {
        println!(
            "{name}: correlation up to {:.3}, slice up to {:.1} standard errors, mean squares {:.4} \
             within and {:.2} across groups",
            seen.correlation, seen.slice, seen.within, seen.across
        );
    }
    assert!(padded.correlation < 0.16, "{}", padded.correlation);
    assert!(padded.slice < 5.5, "{}", padded.slice);
    assert!(padded.within < 0.1, "{}", padded.within);
    assert!(padded.across < 2.0, "{}", padded.across);
    assert!(plain.correlation > 0.3, "{}", plain.correlation);
    assert!(plain.slice > 9.0, "{}", plain.slice);
}

/// The exact nested uniform scramble, to measure the hash against: the bit that flips a digit is
/// drawn anew for every value of the digits before it.
fn nested_uniform(x: u32, digits: u32, key: [u32; 2]) -> u32 {
    let flipped = (0..digits).fold(0, |sum, digit| {
        let before = x & ((1 << digit) - 1);
        let [flip, ..] = philox([before, digit, 0, 0], key);
        sum | (x >> digit & 1 ^ flip & 1) << digit
    });
    let [tail, ..] = philox([x, digits, 1, 0], key);
    flipped | tail << digits
}

/// A shuffle of the numbers of points and a scramble of their digits.
type Randomization = (fn(u32, [u32; 4]) -> u32, fn(u32, [u32; 4]) -> u32);

const HASHED: Randomization = (shuffle, scramble);

/// For point numbers below 256.
const EXACT: Randomization = (
    |index, words| {
        let reversed = index.reverse_bits() >> 24;
        (nested_uniform(reversed, 8, [words[0], words[1]]) << 24).reverse_bits()
    },
    |digits, words| nested_uniform(digits, 10, [words[0], words[1]]),
);

/// Mean error and mean square error of the mean of `f` over 256 points, over 800 scrambles.
fn errors(
    dimensions: usize,
    f: fn(&[f64]) -> f64,
    truth: f64,
    (shuffle, scramble): Randomization,
) -> (f64, f64) {
    let (points, scrambles) = (256, 800);
    let (mut mean, mut square) = (0.0, 0.0);
    for number in 0..scrambles {
        let sequence = scrambled(99, number, dimensions);
        let mut sum = 0.0;
        for i in 0..points {
            let mut x = vec![];
            for group in &sequence.groups {
                let digits = net(shuffle(i, group.order)).into_iter().zip(group.digits);
                x.extend(digits.map(|(digits, words)| unit(scramble(digits, words))));
            }
            sum += f(&x[..dimensions]);
        }
        let error = sum / f64::from(points) - truth;
        mean += error / f64::from(scrambles);
        square += error * error / f64::from(scrambles);
    }
    (mean, square)
}

/// The hash is unbiased and its mean square error is that of the exact scramble, for smooth
/// functions and for a probability, within a group and across groups. (The ratio of two such
/// estimates has a standard deviation of about 0.07.)
#[test]
fn hash_does_as_well_as_the_exact_scramble() {
    type Case = (&'static str, usize, fn(&[f64]) -> f64, f64);
    let cases: [Case; 6] = [
        ("square", 1, |x| x[0] * x[0], 1.0 / 3.0),
        ("product", 2, |x| x[0] * x[1], 0.25),
        (
            "half space",
            5,
            |x| f64::from(x.iter().sum::<f64>() > 2.5),
            0.5,
        ),
        (
            "wide product",
            6,
            |x| x.iter().map(|x| x + 0.5).product(),
            1.0,
        ),
        (
            "product across groups",
            GROUP + 1,
            |x| (x[0] - 0.5) * (x[GROUP] - 0.5),
            0.0,
        ),
        (
            "half space across groups",
            2 * GROUP,
            |x| f64::from(x.iter().sum::<f64>() > GROUP as f64),
            0.5,
        ),
    ];
    for (name, dimensions, f, truth) in cases {
        let (mean, hashed) = errors(dimensions, f, truth, HASHED);
        let (_, exact) = errors(dimensions, f, truth, EXACT);
        let z = mean / (hashed / 800.0).sqrt();
        println!(
            "{name}: {:.3} of the exact mean square error, bias {z:.1}",
            hashed / exact
        );
        assert!(z.abs() < 4.5, "{name}: bias of {z} standard errors");
        assert!(
            (hashed / exact - 1.0).abs() < 0.3,
            "{name}: ratio {}",
            hashed / exact
        );
    }
}

/// Against independent draws the mean square error of a smooth function of six variables falls
/// by the factor that the theory lets expect at 256 points (far above 10).
#[test]
fn smooth_means_converge_faster_than_independent_draws() {
    let (_, square) = errors(6, |x| x.iter().map(|x| x + 0.5).product(), 1.0, HASHED);
    let variance = [13.0 / 12.0; 6].iter().product::<f64>() - 1.0;
    let gain = variance / 256.0 / square;
    println!("gain {gain:.1}");
    assert!(gain > 10.0, "gain {gain}");
}

/// A sum over twenty groups keeps the stratification of every dimension.
#[test]
fn sums_over_many_groups_converge_faster_than_independent_draws() {
    let dimensions = 20 * GROUP;
    let (_, square) = errors(dimensions, |x| x.iter().sum(), 10.0 * GROUP as f64, HASHED);
    let gain = dimensions as f64 / 12.0 / 256.0 / square;
    println!("gain {gain:.0}");
    assert!(gain > 1_000.0, "gain {gain}");
}
