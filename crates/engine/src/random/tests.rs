use super::*;
use proptest::prelude::*;

/// Upper 0.1 % point of χ² with `n` degrees of freedom (Wilson & Hilferty 1931).
fn chi_square_limit(n: f64) -> f64 {
    let t = 2.0 / (9.0 * n);
    let root = 1.0 - t + 3.09 * t.sqrt();
    n * root * root * root
}

/// χ² of observed counts against equal expectation.
fn chi_square(counts: &[u32]) -> f64 {
    let expected = f64::from(counts.iter().sum::<u32>()) / counts.len() as f64;
    counts
        .iter()
        .map(|&c| (f64::from(c) - expected) * (f64::from(c) - expected) / expected)
        .sum()
}

/// The three vectors published with Random123 (Salmon et al. 2011, file kat_vectors).
#[test]
fn published_vectors() {
    assert_eq!(
        philox([0; 4], [0; 2]),
        [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]
    );
    assert_eq!(
        philox([u32::MAX; 4], [u32::MAX; 2]),
        [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
    );
    assert_eq!(
        philox(
            [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344],
            [0xa409_3822, 0x299f_31d0]
        ),
        [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
    );
}

proptest! {
    #[test]
    fn agrees_with_another_implementation(counter: [u32; 4], key: [u32; 2]) {
        prop_assert_eq!(philox(counter, key), rand_philox::philox4x32_10(counter, key));
    }

    #[test]
    fn uniforms_are_open_and_symmetric(high: u32, low: u32) {
        let u = unit(high, low);
        prop_assert!(u > 0.0 && u < 1.0);
        prop_assert_eq!(unit(!high, !low), 1.0 - u);
    }

    #[test]
    fn columns_are_the_single_numbers(seed: u64, scramble in 0..64u32, first in 0..100_000u32,
        path in 0..64u32, ordinal: u32) {
        let generator = Generator::new(seed, scramble);
        let stream = Stream::new(3, 1);
        let mut u = [0.0; 128];
        let mut z = [0.0; 128];
        generator.uniforms(first, path, stream, ordinal, &mut u);
        generator.normals(first, path, stream, ordinal, &mut z);
        for (point, (u, z)) in (first..).zip(u.into_iter().zip(z)) {
            let address = generator.at(point, path);
            prop_assert_eq!(u, address.uniform(stream, ordinal));
            prop_assert_eq!(u, address.pair(stream, ordinal).0);
            prop_assert_eq!(z, address.normal(stream, ordinal));
        }
    }

    #[test]
    fn strata_are_filled_once(seed: u64, point: u32, ordinal: u32, strata in 1..200u32) {
        let generator = Generator::new(seed, 0);
        let mut filled = vec![0; strata as usize];
        let stream = Stream::new(1, 2);
        let mut column = vec![0.0; strata as usize];
        generator.stratified(point, stream, ordinal, &mut column);
        for (path, u) in (0..).zip(column) {
            prop_assert_eq!(u, generator.at(point, path).stratified(stream, ordinal, strata));
            prop_assert!(u > 0.0 && u < 1.0);
            filled[(u * f64::from(strata)) as usize] += 1;
        }
        prop_assert!(filled.into_iter().all(|n| n == 1));
    }
}

#[test]
fn ends_of_the_unit_interval() {
    assert_eq!(unit(0, 0), 0.5 * f64::EPSILON);
    assert_eq!(unit(u32::MAX, u32::MAX), 1.0 - 0.5 * f64::EPSILON);
}

#[test]
fn no_strata_means_one() {
    let address = Generator::new(1, 1).at(1, 1);
    let stream = Stream::new(0, 0);
    assert_eq!(address.stratified(stream, 0, 0), address.uniform(stream, 0));
    Generator::new(1, 1).stratified(0, stream, 0, &mut []);
}

#[test]
fn path_past_the_strata_stays_in_the_unit_interval() {
    for path in 16..400 {
        let u = Generator::new(9, 1)
            .at(0, path)
            .stratified(Stream::new(0, 1), 0, 16);
        assert!(u > 0.0 && u < 1.0, "path {path}: {u}");
    }
}

/// Every coordinate of the address gives another number, and none is confused with another.
#[test]
fn coordinates_are_distinct() {
    let mut seen = std::collections::BTreeSet::new();
    let small = [0, 1, 2];
    for seed in [0, 1, 1 << 32] {
        for scramble in small {
            for point in small {
                for path in small {
                    for mechanism in [0, 1] {
                        for purpose in [0, 1] {
                            for ordinal in small {
                                let stream = Stream::new(mechanism, purpose);
                                let address = Generator::new(seed, scramble).at(point, path);
                                seen.insert(address.words(stream, ordinal));
                            }
                        }
                    }
                }
            }
        }
    }
    assert_eq!(seen.len(), 3 * 3 * 3 * 3 * 4 * 3);
}

/// Neighbours along each coordinate are uncorrelated: 65,536 pairs, limit 4.5 standard errors.
#[test]
fn neighbouring_addresses_are_uncorrelated() {
    let generator = Generator::new(20_251_201, 5);
    let other = Generator::new(20_251_201, 6);
    let stream = Stream::new(4, 0);
    let n = 65_536;
    let mut sums = [0.0; 6];
    for i in 0..n {
        let (point, path, ordinal) = (i % 512, (i / 512) % 16, i / 8_192);
        let here = generator.at(point, path);
        let u = here.uniform(stream, ordinal) - 0.5;
        let neighbours = [
            other.at(point, path).uniform(stream, ordinal),
            generator.at(point + 512, path).uniform(stream, ordinal),
            generator.at(point, path + 16).uniform(stream, ordinal),
            here.uniform(Stream::new(4, 1), ordinal),
            here.uniform(stream, ordinal + 8),
            here.pair(stream, ordinal).1,
        ];
        for (sum, v) in sums.iter_mut().zip(neighbours) {
            *sum += 12.0 * u * (v - 0.5);
        }
    }
    for (i, sum) in sums.into_iter().enumerate() {
        let z = sum / f64::from(n).sqrt();
        assert!(z.abs() < 4.5, "coordinate {i}: {z} standard errors");
    }
}

#[test]
fn moments_of_the_normal_numbers() {
    let generator = Generator::new(7, 0);
    let n = 200_000u32;
    let mut moments = [0.0; 4];
    for i in 0..n {
        let z = generator.at(i, 0).normal(Stream::new(9, 9), 0);
        for (moment, power) in moments.iter_mut().zip([z, z * z, z * z * z, z * z * z * z]) {
            *moment += power / f64::from(n);
        }
    }
    // Variances of zᵏ: 1, 2, 15, 96.
    for (moment, (expected, variance)) in
        moments
            .into_iter()
            .zip([(0.0, 1.0), (1.0, 2.0), (0.0, 15.0), (3.0, 96.0)])
    {
        let z = (moment - expected) / (variance / f64::from(n)).sqrt();
        assert!(z.abs() < 4.5, "moment {moment}, expected {expected}");
    }
}

/// The orders of 16 strata: every path reaches every stratum equally often, and every pair of
/// paths every pair of strata.
#[test]
fn orders_of_the_strata_are_uniform() {
    const K: usize = 16;
    let generator = Generator::new(3, 3);
    let mut single = [[0; K]; K];
    let mut pairs = vec![[0; K * K]; K * K];
    let mut u = [0.0; K];
    for point in 0..40_000 {
        generator.stratified(point, Stream::new(2, 0), 1, &mut u);
        let image = u.map(|u| (u * K as f64) as usize);
        for i in 0..K {
            single[i][image[i]] += 1;
            for j in 0..K {
                pairs[i * K + j][image[i] * K + image[j]] += 1;
            }
        }
    }
    for (path, counts) in single.iter().enumerate() {
        let value = chi_square(counts);
        assert!(value < chi_square_limit(15.0), "path {path}: χ² {value}");
    }
    let values: Vec<f64> = (0..K * K)
        .filter(|pair| pair / K != pair % K)
        .map(|pair| {
            let counts: Vec<u32> = (0..K * K)
                .filter(|c| c / K != c % K)
                .map(|c| pairs[pair][c])
                .collect();
            chi_square(&counts)
        })
        .collect();
    // The mean of these 240 correlated statistics is 239, its standard deviation about 5 (by
    // simulation with shuffles of another generator).
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    assert!((mean - 239.0).abs() < 20.0, "mean χ² of the pairs {mean}");
    assert!(
        values.iter().all(|&value| value < 340.0),
        "worst χ² of the pairs"
    );
}

/// What stratification is for: the mean over 16 paths of a smooth function varies far less.
#[test]
fn strata_reduce_the_variance_of_a_mean_over_paths() {
    let generator = Generator::new(4, 0);
    let stream = Stream::new(5, 0);
    let mut u = [0.0; 16];
    let (mut stratified, mut plain) = (0.0, 0.0);
    for point in 0..2_000 {
        generator.stratified(point, stream, 0, &mut u);
        let mean = u.iter().map(|u| u * u).sum::<f64>() / 16.0;
        stratified += (mean - 1.0 / 3.0) * (mean - 1.0 / 3.0);
        let mean = (0..16)
            .map(|path| generator.at(point, path).uniform(stream, 0))
            .map(|u| u * u)
            .sum::<f64>()
            / 16.0;
        plain += (mean - 1.0 / 3.0) * (mean - 1.0 / 3.0);
    }
    // In theory about 16² for this function: 1/K² of the within-stratum variance.
    assert!(plain / stratified > 100.0, "ratio {}", plain / stratified);
}
