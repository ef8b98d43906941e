use super::*;
use ::sobol::params::JoeKuoD6;
use ::sobol::{ParamDimension, SobolParams};
use proptest::prelude::*;

/// The scrambled sequence; the number of dimensions is known to be allowed.
fn scrambled(seed: u64, number: u32, dimensions: usize) -> Sobol {
    Sobol::new(seed, number, dimensions).expect("within the limit")
}

/// The table is the published one: made again from the file as the crate `sobol` ships it.
#[test]
fn table_is_that_of_joe_and_kuo() {
    let published = JoeKuoD6::extended();
    let mut bytes = vec![];
    for dimension in 2..=MAX_DIMENSIONS {
        let entry: &dyn ParamDimension<u32> = published.get_dim(dimension);
        assert_eq!(usize::from(entry.d()), dimension);
        let degree = entry.s();
        let inner = (0..degree - 1).fold(0, |a, bit| a | entry.coefficient(bit) << bit);
        let numbers = (0..degree).map(|i| entry.m(i));
        for word in [degree as u32, inner].into_iter().chain(numbers) {
            let word = u16::try_from(word).expect("16 bits");
            bytes.extend(word.to_le_bytes());
        }
    }
    assert!(
        bytes == JOE_KUO,
        "{} bytes, expected {}",
        JOE_KUO.len(),
        bytes.len()
    );
    assert_eq!(directions().count(), MAX_DIMENSIONS);
}

/// Without the scramble the points are those of the crate `sobol`, which visits them in the order
/// of the Gray code.
#[test]
fn points_are_those_of_another_implementation() {
    let directions: Vec<Directions> = directions().collect();
    let oracle = ::sobol::Sobol::<f64>::new(MAX_DIMENSIONS, &JoeKuoD6::extended());
    for (i, expected) in (0u32..2_000).zip(oracle) {
        for (dimension, (directions, expected)) in directions.iter().zip(expected).enumerate() {
            let digits = combine(directions, i ^ i >> 1).reverse_bits();
            let got = f64::from(digits) / 4_294_967_296.0;
            assert_eq!(got, expected, "point {i}, dimension {dimension}");
        }
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
    for (first, n) in [(0u32, 512usize), (512, 512), (384, 128), (65_536, 16_384)] {
        let step = if n > 1_000 { 37 } else { 1 };
        let mut u = vec![0.0; n];
        for dimension in (0..MAX_DIMENSIONS).step_by(step) {
            sequence.column(dimension, first, &mut u);
            let mut filled = vec![false; n];
            for u in &u {
                let interval = (u * n as f64) as usize;
                assert!(
                    !filled[interval],
                    "dimension {dimension}, interval {interval}"
                );
                filled[interval] = true;
            }
        }
    }
}

/// The first two dimensions are a (0, 2)-sequence: every rectangle of area 2⁻ᵏ holds one of 2ᵏ
/// points, whatever its shape.
#[test]
fn first_two_dimensions_fill_all_rectangles() {
    let sequence = scrambled(7, 1, 2);
    for k in [1u32, 4, 8, 10] {
        let n = 1u32 << k;
        for first in [0, n, 6 * n] {
            for a in 0..=k {
                let mut filled = vec![false; n as usize];
                for i in first..first + n {
                    let mut x = [0.0; 2];
                    sequence.point(i, &mut x);
                    let column = (x[0] * f64::from(1u32 << a)) as u32;
                    let row = (x[1] * f64::from(1u32 << (k - a))) as u32;
                    let cell = (column << (k - a) | row) as usize;
                    assert!(!filled[cell], "k = {k}, shape {a}, point {i}");
                    filled[cell] = true;
                }
            }
        }
    }
}

proptest! {
    #[test]
    fn columns_are_the_points(seed: u64, number: u32, first: u32, length in 0..300usize) {
        let dimensions = 40;
        let sequence = scrambled(seed, number, dimensions);
        let columns: Vec<Vec<f64>> = (0..dimensions)
            .map(|dimension| {
                let mut column = vec![0.0; length];
                sequence.column(dimension, first, &mut column);
                column
            })
            .collect();
        let mut point = [0.0; 40];
        for i in 0..length {
            sequence.point(first.wrapping_add(i as u32), &mut point);
            for (column, u) in columns.iter().zip(point) {
                prop_assert!(u > 0.0 && u < 1.0);
                prop_assert_eq!(column[i], u);
            }
        }
    }

    #[test]
    fn coordinates_do_not_depend_on_the_number_of_dimensions(seed: u64, index: u32) {
        let (mut few, mut many) = ([0.0; 10], [0.0; 100]);
        scrambled(seed, 0, 10).point(index, &mut few);
        scrambled(seed, 0, 100).point(index, &mut many);
        prop_assert_eq!(&few[..], &many[..10]);
    }

    /// Digits before the first one in which two numbers differ stay equal, that one stays different.
    #[test]
    fn scramble_is_nested(x: u32, bit in 0..32u32, noise: u32, words: [u32; 4]) {
        let y = x ^ 1 << bit ^ (noise & !1) << bit;
        let difference = scramble(x, words) ^ scramble(y, words);
        prop_assert_eq!(difference.trailing_zeros(), bit);
    }
}

#[test]
fn ends_of_the_unit_interval() {
    assert_eq!(unit(0), 0.5 / 4_294_967_296.0);
    assert_eq!(unit(u32::MAX), 1.0 - 0.5 / 4_294_967_296.0);
}

/// The product of two centred coordinates at one point of each of 20,000 scrambles: neither two
/// dimensions nor two scrambles in a row are related.
#[test]
fn dimensions_and_scrambles_are_independent() {
    let centred = |sequence: &Sobol, dimension: usize, index: u32| {
        let mut u = [0.0];
        sequence.column(dimension, index, &mut u);
        u[0] - 0.5
    };
    let scrambles = 20_000;
    let (mut dimensions, mut numbers) = (0.0, 0.0);
    for number in 0..scrambles {
        let here = scrambled(11, number, 3);
        let next = scrambled(11, number + 1, 3);
        let u = centred(&here, 1, number % 512);
        dimensions += 12.0 * u * centred(&here, 2, number % 512);
        numbers += 12.0 * u * centred(&next, 1, number % 512);
    }
    for sum in [dimensions, numbers] {
        let z = sum / f64::from(scrambles).sqrt();
        assert!(z.abs() < 4.5, "{z} standard errors");
    }
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

/// Mean error and mean square error of the mean of `f` over 256 points, over 800 scrambles.
fn errors(
    dimensions: usize,
    f: fn(&[f64]) -> f64,
    truth: f64,
    scramble: fn(u32, [u32; 4]) -> u32,
) -> (f64, f64) {
    let (points, scrambles) = (256, 800);
    let (mut mean, mut square) = (0.0, 0.0);
    for number in 0..scrambles {
        let sequence = scrambled(99, number, dimensions);
        let mut sum = 0.0;
        for i in 0..points {
            let x: Vec<f64> = sequence
                .dimensions
                .iter()
                .map(|(directions, words)| unit(scramble(combine(directions, i), *words)))
                .collect();
            sum += f(&x);
        }
        let error = sum / f64::from(points) - truth;
        mean += error / f64::from(scrambles);
        square += error * error / f64::from(scrambles);
    }
    (mean, square)
}

/// The hash is unbiased and its mean square error is that of the exact scramble, for smooth
/// functions and for a probability. (The ratio of two such estimates has a standard deviation of
/// about 0.07.)
#[test]
fn hash_does_as_well_as_the_exact_scramble() {
    type Case = (&'static str, usize, fn(&[f64]) -> f64, f64);
    let cases: [Case; 4] = [
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
    ];
    for (name, dimensions, f, truth) in cases {
        let (mean, hashed) = errors(dimensions, f, truth, scramble);
        let (_, exact) = errors(dimensions, f, truth, |x, words| {
            nested_uniform(x, 10, [words[0], words[1]])
        });
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
    let (_, square) = errors(6, |x| x.iter().map(|x| x + 0.5).product(), 1.0, scramble);
    let variance = [13.0 / 12.0; 6].iter().product::<f64>() - 1.0;
    let gain = variance / 256.0 / square;
    println!("gain {gain:.1}");
    assert!(gain > 10.0, "gain {gain}");
}
