//! Laws against closed forms and against their own definition.

use pourparler_scenario::Law;
use proptest::prelude::*;

const INF: f64 = f64::INFINITY;

fn near(a: f64, b: f64, tolerance: f64) {
    assert!((a - b).abs() <= tolerance, "{a} is not {b}");
}

#[test]
fn intervals_have_their_points() {
    for law in [
        Law::logit_normal_between(0.1, 0.4),
        Law::normal_between(0.1, 0.4, -INF, INF),
        Law::log_normal_between(0.1, 0.4, 0.0, INF),
    ] {
        let (q05, q95) = law.range();
        near(q05, 0.1, 1e-10);
        near(q95, 0.4, 1e-10);
    }
    near(Law::beta_from_zero(0.3).quantile(0.95), 0.3, 1e-12);
    near(Law::beta_to_one(0.3).quantile(0.05), 0.3, 1e-12);
    near(Law::exponential_to(6.0, INF).quantile(0.95), 6.0, 1e-12);
}

#[test]
fn means_and_spreads_have_their_closed_forms() {
    // exp(mu + sigma²/2), with mu = ln(.2) and sigma = ln(4)/(2·1.6449).
    let sigma = 4f64.ln() / (2.0 * 1.644_853_627);
    let mean = 0.2 * (0.5 * sigma * sigma).exp();
    let law = Law::log_normal_between(0.1, 0.4, 0.0, INF);
    near(law.mean(), mean, 1e-9);
    near(law.sd(), mean * ((sigma * sigma).exp() - 1.0).sqrt(), 1e-9);
    near(law.median(), 0.2, 1e-12);
    // Standard normal cut at 0: mean sqrt(2/π), variance 1 − 2/π.
    let half = Law::normal(0.0, 1.0, 0.0, INF);
    let pi = std::f64::consts::PI;
    near(half.mean(), (2.0 / pi).sqrt(), 2e-4);
    near(half.sd(), (1.0 - 2.0 / pi).sqrt(), 2e-4);
    near(half.mass(), 0.5, 1e-12);
    let pert = Law::Pert {
        low: 2.0,
        mode: 5.0,
        high: 12.0,
    };
    near(pert.mean(), 34.0 / 6.0, 1e-12);

    // Shapes 2 and 4: I_x(2, 4) = P(at least 2 of 5), at one half 26/32.
    let early = Law::Pert {
        low: 10.0,
        mode: 12.5,
        high: 20.0,
    };
    near(early.quantile(26.0 / 32.0), 15.0, 1e-11);
    near(
        Law::Uniform {
            low: 0.0,
            high: 1.0,
        }
        .sd(),
        (1.0f64 / 12.0).sqrt(),
        1e-12,
    );
    near(
        Law::Beta {
            alpha: 3.0,
            beta: 7.0,
        }
        .mean(),
        0.3,
        1e-12,
    );
    near(
        Law::Beta {
            alpha: 3.0,
            beta: 7.0,
        }
        .sd(),
        (0.21f64 / 11.0).sqrt(),
        1e-12,
    );
    near(
        Law::exponential_to(3f64.ln() * 2.0 + 1.0, INF).mass(),
        1.0,
        1e-12,
    );
}

#[test]
fn beta_quantiles_have_tabled_values() {
    // I_x(3, 7) = P(at least 3 of 9): x = 0.5 gives 466/512.
    let law = Law::Beta {
        alpha: 3.0,
        beta: 7.0,
    };
    near(law.quantile(466.0 / 512.0), 0.5, 1e-12);
    // Arcsine law: quantile sin²(πu/2).
    let arcsine = Law::Beta {
        alpha: 0.5,
        beta: 0.5,
    };
    near(
        arcsine.quantile(0.25),
        (std::f64::consts::PI / 8.0).sin().powi(2),
        1e-12,
    );
    near(
        Law::Beta {
            alpha: 1.0,
            beta: 1.0,
        }
        .quantile(0.7),
        0.7,
        1e-15,
    );
}

#[test]
fn upper_end_after_none_of_a_thousand() {
    let law = Law::counted(0, 1000).unwrap();
    near(law.quantile(0.975), 0.002_508, 1e-6);
    near(law.mean(), 0.5 / 1001.0, 1e-15);
    assert_eq!(Law::counted(3, 2), None);
}

#[test]
fn tables_of_small_shapes_are_exact_too() {
    for (alpha, beta) in [
        (0.05, 0.05),
        (0.5, 24.5),
        (0.5, 0.5),
        (2.2, 3.8),
        (900.0, 0.06),
    ] {
        let law = Law::Beta { alpha, beta };
        let table = law.tabulated();
        for k in 1..2_000 {
            let u = f64::from(k) / 2_000.0;
            near(table.quantile(u), law.quantile(u), 1e-6);
        }
        near(table.quantile(1e-12), law.quantile(1e-12), 0.0);
    }
    let pert = Law::Pert {
        low: -3.0,
        mode: 0.0,
        high: 9.0,
    };
    near(pert.tabulated().quantile(0.3), pert.quantile(0.3), 1e-6);
    let plain = Law::normal(0.0, 1.0, -9.0, 9.0);
    near(plain.tabulated().quantile(0.3), plain.quantile(0.3), 0.0);
}

#[test]
fn a_far_upper_tail_keeps_its_digits() {
    let law = Law::normal(0.0, 1.0, 7.0, INF);
    let (low, middle) = (law.quantile(1e-9), law.quantile(0.5));
    assert!((7.0..7.001).contains(&low), "{low}");
    near(middle, 7.096_1, 1e-3);
}

fn laws() -> impl Strategy<Value = (Law, f64, f64)> {
    let shape = 0.01..500.0f64;
    prop_oneof![
        (-2.0..2.0f64, 0.001..3.0f64).prop_map(|(m, s)| (Law::normal(m, s, 0.0, 1.0), 0.0, 1.0)),
        (0.001..0.4f64, 0.5..50.0f64).prop_map(|(a, b)| (
            Law::log_normal_between(a, b, 0.0, 60.0),
            0.0,
            60.0
        )),
        (0.001..0.4f64, 0.5..0.999f64).prop_map(|(a, b)| (
            Law::logit_normal_between(a, b),
            0.0,
            1.0
        )),
        (shape.clone(), shape).prop_map(|(alpha, beta)| (Law::Beta { alpha, beta }, 0.0, 1.0)),
        (0.01..5.0f64).prop_map(|q| (Law::exponential_to(q, 5.0), 0.0, 5.0)),
        (0.0..1.0f64).prop_map(|mode| (
            Law::Pert {
                low: -1.0,
                mode,
                high: 2.0
            },
            -1.0,
            2.0
        )),
    ]
}

proptest! {
    #[test]
    fn quantiles_rise_and_stay_in_range((law, low, high) in laws(), a in 0.0..1.0f64, b in 0.0..1.0f64) {
        let (a, b) = if a <= b { (a, b) } else { (b, a) };
        let (x, y) = (law.quantile(a), law.quantile(b));
        prop_assert!(x <= y, "{law:?} {x} {y}");
        prop_assert!(low <= x && y <= high, "{law:?} {x} {y}");
        prop_assert_eq!(x.to_bits(), law.quantile(a).to_bits());
    }

    #[test]
    fn beta_quantiles_invert_the_distribution(
        alpha in 0.02..800.0f64, beta in 0.02..800.0f64, u in 1e-9..1.0f64
    ) {
        let x = Law::Beta { alpha, beta }.quantile(u);
        // Where all probability sits at an end, rounding of x is all there is.
        if x > 1e-300 && x < 1.0 - 1e-9 {
            let back = statrs::function::beta::beta_reg(alpha, beta, x);
            prop_assert!((back - u).abs() < 1e-10, "{alpha} {beta} {u}: {x} {back}");
        }
    }

    #[test]
    fn tables_are_exact_to_a_millionth(
        alpha in 0.05..1000.0f64, beta in 0.05..1000.0f64, u in 0.0..1.0f64
    ) {
        let law = Law::Beta { alpha, beta };
        let (exact, quick) = (law.quantile(u), law.tabulated().quantile(u));
        prop_assert!((exact - quick).abs() <= 1e-6, "{alpha} {beta} {u}: {exact} {quick}");
    }

    #[test]
    fn means_lie_between_the_ends((law, low, high) in laws()) {
        let (mean, sd) = (law.mean(), law.sd());
        prop_assert!(low <= mean && mean <= high);
        prop_assert!(sd >= 0.0 && sd <= 0.5 * (high - low) + 1e-9, "{law:?} {sd}");
    }
}
