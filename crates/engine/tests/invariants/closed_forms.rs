//! Closed forms of the formal model (sections 1.1, 1.2, 4, 6), through the whole engine.

use pourparler_engine::laws::screening;
use pourparler_engine::math::phi;
use pourparler_engine::quadrature::GaussHermite;
use pourparler_engine::{Effort, Run};

use crate::runs::{PIE, column, edited, mean, run_of};

/// Nothing is uncertain here, so every θ is one more independent sample of chance.
const SAMPLES: Effort = Effort {
    seed: 3,
    scrambles: 8,
    points: 32,
    paths: 128,
    halvings: 0,
};
/// Spread of the private types in the pie.
const SPREAD: f64 = 0.1;
/// What 128 points of a frontier of ten type spreads can be off by.
const GRID: f64 = 3e-4;

/// The pie at an expected surplus of κ spreads.
fn pie(kappa: f64) -> String {
    let floor = 0.5 * (1.0 - kappa * SPREAD);
    edited(PIE, &[("floor = 0.5\n", &format!("floor = {floor:?}\n"))])
}

/// The same, offered by somebody who knows neither side.
fn guessed(kappa: f64) -> String {
    edited(
        &pie(kappa),
        &[
            ("speaks_for = \"north\"\n", ""),
            ("proposer = \"north\"\n", "proposer = \"third_party\"\n"),
        ],
    )
}

/// Fails unless the mean of an output lies within three standard errors of the closed form.
fn close(run: &Run, output: &str, expected: f64) {
    close_in(run, "with", output, expected);
}

fn close_in(run: &Run, arm: &str, output: &str, expected: f64) {
    let values = column(run, arm, output);
    let mean = mean(run, arm, output);
    let squares: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
    let se = squares.sqrt() / values.len() as f64;
    assert!(
        (mean - expected).abs() < 3.0 * se + GRID,
        "{output}: {mean:.5} ± {se:.5} for {expected:.5}"
    );
}

/// G(κ) averaged over the proposer's own type.
#[test]
fn one_offer_by_a_side() {
    let table = [
        (-2.0, 0.0337),
        (-1.0, 0.1099),
        (0.0, 0.2522),
        (1.0, 0.4333),
        (2.0, 0.6009),
    ];
    for (kappa, expected) in table {
        let run = run_of(&pie(kappa), SAMPLES);
        close(&run, "settlement_first", expected);
        assert_eq!(
            column(&run, "with", "settlement"),
            column(&run, "with", "settlement_first")
        );
        assert_eq!(mean(&run, "without", "settlement"), 0.0);
    }
}

/// Mean of a function of κ less the proposer's own type.
fn over_own_type(kappa: f64, of: impl Fn(f64) -> f64) -> f64 {
    let step = 0.01;
    let types = (-800..800).map(|k| (f64::from(k) + 0.5) * step);
    types.map(|e| of(kappa - e) * phi(e) * step).sum()
}

/// Two texts one after the other: the contact's own and the one of the ceiling.
#[test]
fn a_second_offer_by_a_side() {
    for kappa in [-1.0, 0.0, 1.0] {
        let run = run_of(&pie(kappa), SAMPLES);
        let two = over_own_type(kappa, |surplus| screening::settlement_by(surplus, 2));
        close_in(&run, "authorised_offer", "settlement", two);
        let one = over_own_type(kappa, screening::settlement);
        close_in(&run, "authorised_offer", "settlement_first", one);
    }
}

/// A message that resolves a share of what is not known of the other side's resolve.
#[test]
fn an_offer_after_a_message() {
    let rule = GaussHermite::new(48);
    for (kappa, share) in [(-1.0, 0.5), (0.0, 0.25), (1.0, 0.75)] {
        let told = format!(
            "{}
[topics.will]
kind = \"resolve\"
of = \"south\"
listener = \"north\"
memory = 1
others = 0
[contact.topics.will]
credibility = \"verifiable\"
share = {share:?}
deception = 0
",
            pie(kappa)
        );
        let run = run_of(&told, SAMPLES);
        let informed = |surplus| screening::informed_settlement(surplus, share, &rule);
        close_in(&run, "with", "settlement", over_own_type(kappa, informed));
        let silent = over_own_type(kappa, screening::settlement);
        close_in(&run, "only_offer", "settlement", silent);
    }
}

/// It does not matter which side is called A, or who is named first.
#[test]
fn one_offer_by_the_other_side() {
    let south = edited(
        &pie(1.0),
        &[
            ("speaks_for = \"north\"", "speaks_for = \"south\""),
            ("proposer = \"north\"", "proposer = \"south\""),
        ],
    );
    close(&run_of(&south, SAMPLES), "settlement_first", 0.4333);
}

/// With the existing process alone, so many texts that one surely comes; the first one counts.
#[test]
fn the_first_of_many_offers_by_a_side() {
    let busy = edited(
        &pie(1.0),
        &[
            ("rate = 0\n", "rate = 12\n"),
            ("mandate = \"propose\"", "mandate = \"none\""),
        ],
    );
    let few = Effort {
        points: 16,
        ..SAMPLES
    };
    let run = run_of(&busy, few);
    close(&run, "settlement_first", 0.4333);
    // Each text is chosen for itself; the types not yet refused shrink towards the zone.
    let (all, zone) = (mean(&run, "with", "settlement"), mean(&run, "with", "zone"));
    assert!(all > 0.6 && all < zone, "{all} of {zone}");
}

/// Φ(κ/2)² and Φ(κ/√2): a third party guesses both reservations.
#[test]
fn one_offer_by_a_third_party() {
    let table = [
        (-2.0, 0.02517, 0.07865),
        (-1.0, 0.09520, 0.23975),
        (0.0, 0.25, 0.5),
        (1.0, 0.47812, 0.76025),
        (2.0, 0.70786, 0.92135),
    ];
    for (kappa, settled, zone) in table {
        let run = run_of(&guessed(kappa), SAMPLES);
        close(&run, "settlement_first", settled);
        close(&run, "zone", zone);
        close(&run, "zone_now", zone);
    }
}

/// P(zone) does not depend on who proposes, nor on whether a type is integrated out.
#[test]
fn the_zone_with_an_integrated_type() {
    for (kappa, zone) in [(-1.0, 0.23975), (1.0, 0.76025)] {
        close(&run_of(&pie(kappa), SAMPLES), "zone", zone);
    }
}

/// Independent ratifiers multiply.
#[test]
fn ratification_multiplies() {
    let ratified = format!(
        "{}\n[ratification.north]\nprobability = 0.8\n[ratification.senate]\nprobability = 0.5\n",
        pie(1.0)
    );
    let run = run_of(&ratified, SAMPLES);
    close(&run, "settlement", 0.4 * 0.4333);
    close(&run, "any_agreement", 0.4333);
    close(&run, "anatomy.ratification", 0.6 * 0.4333);
}

/// A red line in the pie: crossed at h₀ until the contact, at a changed rate from then on.
fn line(bias: f64, accidents: f64) -> String {
    edited(
        &format!(
            "{PIE}
[redlines.river]
by = \"north\"
against = \"south\"
h0 = 0.02
accidents = {accidents:?}
bias = {bias:?}
[topics.river]
kind = \"redline\"
of = \"river\"
listener = \"north\"
memory = 1
others = 0
[contact.topics.river]
credibility = \"verifiable\"
share = 0.5
deception = 0
"
        ),
        &[("\"propose\"", "\"convey\"")],
    )
}

/// √(1−ρ²)·exp(√2·bias·(1−√(1−ρ²))): one message at ρ² = .5 on the first day.
#[test]
fn a_message_about_a_red_line() {
    let few = Effort {
        scrambles: 2,
        points: 8,
        paths: 16,
        ..SAMPLES
    };
    let months = 28.0 / (365.25 / 12.0);
    for (bias, factor) in [(-1.0, 0.467), (0.0, 0.707), (1.0, 1.070), (2.0, 1.619)] {
        for accidents in [0.0, 0.4] {
            let run = run_of(&line(bias, accidents), few);
            let within = |h: f64| {
                -pourparler_engine::math::exp_m1(months * pourparler_engine::math::ln_1p(-h))
            };
            let crossing = mean(&run, "without", "crossing.river");
            assert!((crossing - within(0.02)).abs() < 1e-9, "{crossing}");
            let told = within(0.02 * ((1.0 - accidents) * factor + accidents));
            let crossing = mean(&run, "with", "crossing.river");
            assert!(
                (crossing - told).abs() < 2e-5,
                "bias {bias}: {crossing} for {told}"
            );
            let bits = mean(&run, "with", "bits.river");
            assert!((bits - 0.5).abs() < 1e-9, "{bits}");
        }
    }
}

/// V = 1, e = 0, q = .3, g = 1, slant 3, ρ² = .5: E err² = 1.175.
#[test]
fn a_deceptive_message_errs() {
    let lies = edited(
        &line(0.0, 0.0),
        &[(
            "deception = 0\n",
            "deception = 0.3\nbelieved = 1\nslant = 3\n",
        )],
    );
    let few = Effort {
        scrambles: 2,
        points: 8,
        paths: 16,
        ..SAMPLES
    };
    let ratio = mean(&run_of(&lies, few), "with", "err_ratio.river");
    assert!((ratio - 1.175f64.sqrt()).abs() < 1e-9, "{ratio}");
}
