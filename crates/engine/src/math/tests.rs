#![allow(clippy::disallowed_methods)]

mod reference;

use super::*;

/// The largest relative error over a table; equal infinities and zeros count as exact.
fn worst(f: fn(f64) -> f64, table: &[(f64, f64)]) -> f64 {
    table
        .iter()
        .map(|&(x, expected)| {
            let got = f(x);
            let error = if got == expected {
                0.0
            } else {
                ((got - expected) / expected).abs()
            };
            assert!(!error.is_nan(), "f({x:e}) = {got:e}, expected {expected:e}");
            error
        })
        .fold(0.0, f64::max)
}

/// The largest deviation from the standard library, in relative terms, on a fine grid.
fn deviation(ours: fn(f64) -> f64, std: fn(f64) -> f64, from: f64, to: f64) -> f64 {
    let steps = 200_000;
    (0..=steps)
        .map(|i| {
            let x = from + (to - from) * f64::from(i) / f64::from(steps);
            let expected = std(x);
            if expected == 0.0 {
                ours(x).abs()
            } else {
                (ours(x) / expected - 1.0).abs()
            }
        })
        .fold(0.0, f64::max)
}

#[test]
fn reference_values() {
    let normal = |table: &[(f64, f64)]| -> Vec<(f64, f64)> {
        table
            .iter()
            .copied()
            .filter(|&(_, y)| y >= f64::MIN_POSITIVE)
            .collect()
    };
    type Case = (&'static str, fn(f64) -> f64, Vec<(f64, f64)>, f64);
    let cases: [Case; 8] = [
        ("exp", exp, normal(reference::EXP), 2.3e-16),
        ("exp_m1", exp_m1, reference::EXP_M1.to_vec(), 4e-16),
        ("ln", ln, reference::LN.to_vec(), 2.3e-16),
        ("ln_1p", ln_1p, reference::LN_1P.to_vec(), 3e-16),
        ("logistic", logistic, reference::LOGISTIC.to_vec(), 4e-16),
        ("phi", phi, normal(reference::PHI), 4e-16),
        (
            "lower_mills_ratio",
            lower_mills_ratio,
            reference::LOWER_MILLS_RATIO.to_vec(),
            8e-16,
        ),
        (
            "normal_quantile",
            normal_quantile,
            reference::NORMAL_QUANTILE.to_vec(),
            6e-16,
        ),
    ];
    for (name, f, table, bound) in cases {
        let error = worst(f, &table);
        println!("{name}: {error:.2e}");
        assert!(
            error <= bound,
            "{name}: relative error {error:e} above {bound:e}"
        );
    }
    let error = worst(lower_mills_ratio, reference::UPPER_MILLS_RATIO);
    println!("upper mills: {error:.2e}");
    assert!(error <= 8e-16, "upper mills {error:e}");
}

#[test]
fn normal_distribution_function_in_both_tails() {
    for &(z, expected) in reference::NORMAL_CDF {
        let error = (normal_cdf(z) - expected).abs();
        println!("{z}: {:.2e} {:.2e}", error, error / expected);
        if z > 0.0 {
            assert!(error <= 1.2e-16, "Φ({z}) off by {error:e}");
        } else if expected >= f64::MIN_POSITIVE {
            assert!(
                error <= 8e-16 * expected,
                "Φ({z}) off by {:e} of itself",
                error / expected
            );
        } else {
            assert!(error <= 2e-323, "Φ({z}) off by {error:e}");
        }
    }
}

#[test]
fn results_below_the_normal_numbers_round_to_the_grid() {
    for &(x, expected) in reference::EXP
        .iter()
        .filter(|&&(_, y)| y < f64::MIN_POSITIVE)
    {
        assert!(
            (exp(x) - expected).abs() <= 5e-324,
            "exp({x}) = {:e}",
            exp(x)
        );
    }
}

#[test]
fn agreement_with_the_standard_library() {
    let cases: [(&str, f64, f64); 12] = [
        ("decay", deviation(decay, f64::exp, -708.0, 0.0), 1.2e-12),
        (
            "decay_m1",
            deviation(decay_m1, f64::exp_m1, -60.0, 0.0),
            8e-12,
        ),
        ("exp near 0", deviation(exp, f64::exp, -1.0, 1.0), 4.5e-16),
        ("exp wide", deviation(exp, f64::exp, -708.0, 709.0), 4.5e-16),
        (
            "exp_m1 near 0",
            deviation(exp_m1, f64::exp_m1, -1.2, 1.2),
            7e-16,
        ),
        (
            "exp_m1 wide",
            deviation(exp_m1, f64::exp_m1, -60.0, 709.0),
            7e-16,
        ),
        ("ln near 1", deviation(ln, f64::ln, 0.5, 2.0), 4.5e-16),
        ("ln wide", deviation(ln, f64::ln, 1e-300, 1e6), 4.5e-16),
        (
            "ln of tiny numbers",
            deviation(ln, f64::ln, 5e-324, 3e-308),
            4.5e-16,
        ),
        (
            "ln_1p near 0",
            deviation(ln_1p, f64::ln_1p, -0.6, 0.6),
            6e-16,
        ),
        ("ln_1p wide", deviation(ln_1p, f64::ln_1p, 0.0, 1e5), 6e-16),
        (
            "ln_1p near -1",
            deviation(ln_1p, f64::ln_1p, -0.9999, -0.5),
            6e-16,
        ),
    ];
    for (name, error, bound) in cases {
        println!("{name}: {error:.2e}");
        assert!(error <= bound, "{name}: {error:e} above {bound:e}");
    }
}

/// A column's quantiles are those of its numbers one by one, wherever the tails lie in it.
#[test]
fn quantiles_of_a_column() {
    let mut column: Vec<f64> = (0..=1000).map(|k| f64::from(k * k) / 1e6).collect();
    column.extend([0.075, 0.925, 5e-324, 1.0 - f64::EPSILON / 2.0, f64::NAN]);
    let expected: Vec<u64> = column
        .iter()
        .map(|&p| normal_quantile(p).to_bits())
        .collect();
    normal_quantiles(&mut column);
    let found: Vec<u64> = column.iter().map(|z| z.to_bits()).collect();
    assert_eq!(found, expected);
}

#[test]
fn ends_of_the_domains() {
    let infinity = f64::INFINITY;
    let cases = [
        (exp(infinity), infinity),
        (exp(-infinity), 0.0),
        (exp(709.8), infinity),
        (exp(-746.0), 0.0),
        (decay(0.0), 1.0),
        (decay_m1(0.0), 0.0),
        (decay_m1(-infinity), -1.0),
        (exp_m1(infinity), infinity),
        (exp_m1(-infinity), -1.0),
        (exp_m1(0.0), 0.0),
        (ln(infinity), infinity),
        (ln(0.0), -infinity),
        (ln(1.0), 0.0),
        (ln_1p(-1.0), -infinity),
        (ln_1p(infinity), infinity),
        (ln_1p(0.0), 0.0),
        (logistic(infinity), 1.0),
        (logistic(-infinity), 0.0),
        (logit(0.0), -infinity),
        (logit(1.0), infinity),
        (logit(0.5), 0.0),
        (phi(infinity), 0.0),
        (normal_cdf(infinity), 1.0),
        (normal_cdf(-infinity), 0.0),
        (normal_cdf(0.0), 0.5),
        (lower_mills_ratio(infinity), infinity),
        (lower_mills_ratio(-infinity), 0.0),
        (normal_quantile(0.0), -infinity),
        (normal_quantile(1.0), infinity),
        (normal_quantile(0.5), 0.0),
    ];
    for (i, (got, expected)) in cases.into_iter().enumerate() {
        assert_eq!(got, expected, "case {i}");
    }
    let functions: [fn(f64) -> f64; 10] = [
        exp,
        exp_m1,
        ln,
        ln_1p,
        logistic,
        logit,
        phi,
        normal_cdf,
        lower_mills_ratio,
        normal_quantile,
    ];
    for (i, f) in functions.into_iter().enumerate() {
        assert!(f(f64::NAN).is_nan(), "function {i} swallows a NaN");
    }
    for x in [-1e-300, -1.0, -infinity] {
        assert!(ln(x).is_nan() && ln_1p(x - 1.1).is_nan(), "ln({x})");
        assert!(
            normal_quantile(x).is_nan() && normal_quantile(1.0 - x + 1e-9).is_nan(),
            "{x}"
        );
    }
}

#[test]
fn inverses_return_the_argument() {
    for i in 1..20_000 {
        let p = f64::from(i) / 20_000.0;
        let back = normal_cdf(normal_quantile(p));
        // The quantile's own rounding moves p by φ(z)·z·ε.
        assert!((back - p).abs() <= 4e-16, "Φ(Φ⁻¹({p})) = {back}");
        assert!(
            (logistic(logit(p)) - p).abs() <= 4e-16,
            "logistic(logit({p}))"
        );
    }
    for i in 1..=1_000 {
        let p = exp(-0.7 * f64::from(i));
        let back = normal_cdf(normal_quantile(p));
        // d ln Φ/dz is about |z|, so the relative error grows with z².
        let z = normal_quantile(p);
        assert!(
            (back / p - 1.0).abs() <= 1e-15 * (1.0 + z * z),
            "p = {p:e}, back {back:e}"
        );
    }
}

/// Symmetry that the relabelling of the parties relies on, to the last bit.
#[test]
fn quantile_is_antisymmetric() {
    for i in 1..4_096u32 {
        let p = f64::from(i) / 4_096.0;
        assert_eq!(normal_quantile(1.0 - p), -normal_quantile(p), "p = {p}");
    }
}

/// No jump where two ranges meet, and never a step backwards by more than the rounding.
#[test]
fn quantile_joins_its_ranges() {
    for edge in [0.075, 0.925] {
        let mut previous = normal_quantile(edge - 1e-10);
        for i in -1_000..=1_000 {
            let p = edge + f64::from(i) * 1e-13;
            let z = normal_quantile(p);
            assert!(z >= previous - 1e-15, "falls at {p}");
            assert!(z - previous < 2e-9, "jumps at {p}");
            previous = z;
        }
    }
}

/// Table of the screening law: z* + Φ(z*)/φ(z*) = κ.
#[test]
fn screening_law_first_order_condition() {
    for (kappa, z, p) in [
        (-2.0, -2.3698, 0.00890),
        (-1.0, -1.5129, 0.06515),
        (0.0, -0.7518, 0.22609),
        (1.0, -0.1317, 0.44760),
        (2.0, 0.3317, 0.62994),
    ] {
        let z: f64 = z;
        assert!(
            (z + lower_mills_ratio(z) - kappa).abs() < 3e-4,
            "κ = {kappa}"
        );
        assert!((normal_cdf(z) - p).abs() < 1e-4, "κ = {kappa}");
    }
}

#[test]
fn arctangent_against_the_standard_library() {
    assert!(deviation(atan, f64::atan, -40.0, 40.0) < 1e-15);
    assert!(deviation(atan, f64::atan, -1.1, 1.1) < 1e-15);
    assert_eq!(atan(0.0), 0.0);
    assert!((atan(1e300) - std::f64::consts::FRAC_PI_2).abs() < 1e-15);
    assert!((atan(f64::NEG_INFINITY) + std::f64::consts::FRAC_PI_2).abs() < 1e-15);
}
