//! What becomes of a settlement: it fails at the rate of breach and tempers what may be crossed.

use pourparler_engine::math::{exp_m1, ln_1p};

use crate::runs::{PIE, SMALL, column, edited, run_of};

/// A pie of which everybody signs a share on the first day, for a year; north breaks its word to
/// south with probability .24 a year.
fn signed(more: &str) -> String {
    let text = edited(
        PIE,
        &[
            ("horizon = \"28 days\"", "horizon = \"360 days\""),
            ("floor = 0.5\n", "floor = 0.1\n"),
            ("type_sd = 0.1\n", "type_sd = 0.01\n"),
            (
                "side = \"b\"\nbreach = 0\n",
                "side = \"b\"\nbreach = 0.24\n",
            ),
            ("mandate = \"propose\"", "mandate = \"commit\""),
        ],
    );
    format!("{text}{more}")
}

/// Months in the horizon.
const MONTHS: f64 = 360.0 / (365.25 / 12.0);

#[test]
fn a_settlement_fails_at_a_twelfth_of_its_breach_a_month() {
    let run = run_of(&signed(""), SMALL);
    let settled = column(&run, "with", "settlement");
    let failed = column(&run, "with", "deal_failure");
    let expected = -exp_m1(-0.02 * MONTHS);
    for (settled, failed) in settled.iter().zip(failed) {
        assert!(*settled > 0.9);
        // It is signed within the first step, and fails in steps.
        assert!(
            (failed / settled / expected - 1.0).abs() < 0.03,
            "{failed} of {settled}"
        );
    }
    assert!(
        column(&run, "without", "deal_failure")
            .iter()
            .all(|&p| p == 0.0)
    );
}

/// Accidents alone, so that the contact moves no belief: what is settled goes on at a fifth of
/// the hazard until it fails, the rest at all of it.
#[test]
fn a_settlement_multiplies_what_is_crossed_by_a_fifth() {
    let line = "
[redlines.river]
by = \"north\"
against = \"south\"
h0 = 0.02
accidents = 1
bias = 0
";
    let run = run_of(
        &edited(&signed(line), &[("breach = 0.24", "breach = 0")]),
        SMALL,
    );
    let rate = -ln_1p(-0.02);
    let crossed = |rate: f64| -exp_m1(-rate * MONTHS);
    let without = column(&run, "without", "crossing.river");
    let with = column(&run, "with", "crossing.river");
    let settled = column(&run, "with", "settlement");
    for theta in 0..run.len() {
        // A probability by month or a rate: the two differ by a hundredth at this size.
        assert!(
            (without[theta] / crossed(rate) - 1.0).abs() < 0.011,
            "{}",
            without[theta]
        );
        let s = settled[theta];
        let expected = s * crossed(0.2 * rate) + (1.0 - s) * without[theta];
        assert!(
            (with[theta] / expected - 1.0).abs() < 0.02,
            "{} for {expected}",
            with[theta]
        );
    }
}
