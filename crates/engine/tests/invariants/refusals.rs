//! Texts refused before the contact.

use pourparler_engine::laws::screening::{acceptance, next_threshold};
use pourparler_engine::math::{normal_cdf, phi};
use pourparler_engine::{Effort, Run};
use proptest::prelude::*;

use crate::runs::{ENVOY, PIE, bits, column, edited, mean, run_of, standard_error};
use crate::zone::{alone, within_the_zone, worlds};

/// Nothing is uncertain in the pie, so every θ is one more independent sample of chance.
const SAMPLES: Effort = Effort {
    seed: 3,
    scrambles: 8,
    points: 32,
    paths: 128,
    halvings: 0,
};
/// What 128 points of a frontier of ten type spreads can be off by.
const GRID: f64 = 5e-4;

/// The pie at an expected surplus of κ spreads, after south has refused today's line: its half of
/// the pie lies κ/2 spreads above its reservation.
fn refused(kappa: f64) -> String {
    let floor = 0.5 - 0.05 * kappa;
    let pie = edited(PIE, &[("floor = 0.5\n", &format!("floor = {floor:?}\n"))]);
    format!("{pie}\n[refused.half]\npackage = {{ land = \"northern\" }}\nby = \"south\"\n")
}

fn guessed(text: &str) -> String {
    edited(
        text,
        &[
            ("speaks_for = \"north\"\n", ""),
            ("proposer = \"north\"\n", "proposer = \"third_party\"\n"),
        ],
    )
}

/// Fails unless the mean of an output lies within three standard errors of the closed form.
fn close(run: &Run, output: &str, expected: f64) {
    let found = mean(run, "with", output);
    let values = column(run, "with", output);
    let squares: f64 = values.iter().map(|x| (x - found) * (x - found)).sum();
    let se = squares.sqrt() / values.len() as f64;
    assert!(
        (found - expected).abs() < 3.0 * se.max(standard_error(run, values)) + GRID,
        "{output}: {found:.5} ± {se:.5} for {expected:.5}"
    );
}

/// Mean of a function of a standard normal number, by sums.
fn over_types(of: impl Fn(f64) -> f64) -> f64 {
    let step = 1e-3;
    let points = (-8000..8000).map(|k| (f64::from(k) + 0.5) * step);
    points.map(|e| of(e) * phi(e) * step).sum()
}

/// P(both types allow a deal | south's lies above the refusal).
fn zone(kappa: f64, low: f64) -> f64 {
    over_types(|north| acceptance(kappa - north, low))
}

#[test]
fn a_side_proposes_to_one_that_has_refused() {
    for kappa in [-1.0, 1.0, 2.0] {
        let low = kappa / 2.0;
        let run = run_of(&refused(kappa), SAMPLES);
        let settles = over_types(|north| {
            let surplus = kappa - north;
            match surplus > low {
                true => acceptance(next_threshold(surplus, low), low),
                false => 0.0,
            }
        });
        close(&run, "settlement_first", settles);
        close(&run, "zone", zone(kappa, low));
    }
}

#[test]
fn a_third_party_proposes_to_a_side_that_has_refused() {
    for kappa in [-1.0, 1.0, 2.0] {
        let low = kappa / 2.0;
        let run = run_of(&guessed(&refused(kappa)), SAMPLES);
        let of = |z: f64| normal_cdf(kappa - z) * acceptance(z, low);
        let best = (0..8000).map(|k| of(low + f64::from(k) * 1e-3));
        let best = best.fold(0.0, f64::max);
        close(&run, "settlement_first", best);
        close(&run, "zone", zone(kappa, low));
        // No constraint on one side raises what a single text of a third party can reach.
        let each = normal_cdf(kappa / 2.0);
        assert!(best < each * each);
    }
}

/// A generous text that was refused says more than a mean one.
#[test]
fn the_more_generous_the_refused_text_the_less_settles() {
    let plain = |text: &str| text.split("\n[refused").next().unwrap_or("").to_string();
    for text in [refused(1.0), guessed(&refused(1.0))] {
        let half = edited(&text, &[]);
        let all = edited(
            &text,
            &[("{ land = \"northern\" }", "{ land = \"southern\" }")],
        );
        let settles = [plain(&text), half, all].map(|text| {
            let run = run_of(&text, SAMPLES);
            (mean(&run, "with", "settlement"), mean(&run, "with", "zone"))
        });
        for pair in settles.windows(2) {
            assert!(pair[1].0 < pair[0].0 - 0.05, "{settles:?}");
            assert!(pair[1].1 < pair[0].1 - 0.05, "{settles:?}");
        }
        assert!(settles[2].1 < 1e-3, "all of the pie refused: {settles:?}");
    }
}

/// What no type would have accepted tells nothing, to the last bit.
#[test]
fn a_text_nobody_would_sign_tells_nothing() {
    let pie = edited(PIE, &[("type_sd = 0.1", "type_sd = 0.05")]);
    let nothing =
        format!("{pie}\n[refused.all]\npackage = {{ sea = \"northern\" }}\nby = \"south\"\n");
    for text in [|t: &str| t.to_string(), |t: &str| guessed(t)] {
        let runs = [&pie, &nothing].map(|pie| run_of(&text(pie), SAMPLES));
        assert_eq!(bits(&runs[0]), bits(&runs[1]));
    }
}

/// The envoy's world in which a side has refused a text.
fn with_refusals(text: &str, by: &str) -> String {
    format!(
        "{text}\n[refused.draft]\npackage = {{ guarantee = \"observers\", trade = \"open\" }}\n\
         by = \"{by}\"\n[refused.plan]\npackage = {{ territory = \"return\", guarantee = \"force\" \
         }}\nby = \"south\"\n"
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn settlement_stays_in_the_zone_after_refusals(
        text in worlds(),
        by in prop::sample::select(vec!["north", "south"]),
    ) {
        within_the_zone(&with_refusals(&text, by))?;
    }

    #[test]
    fn settlement_stays_in_the_zone_with_an_integrated_type_after_refusals(
        text in worlds(),
        by in prop::sample::select(vec!["north", "south"]),
        side in prop::sample::select(vec!["north", "south"]),
    ) {
        within_the_zone(&with_refusals(&alone(&text, side), by))?;
    }
}

/// Refusals move no draw of what types do not enter.
#[test]
fn refusals_move_types_alone() {
    let run = |text: &str| run_of(text, crate::runs::SMALL);
    let [before, after] = [ENVOY.to_string(), with_refusals(ENVOY, "north")].map(|t| run(&t));
    for (arm, output) in [
        ("without", "step.talks"),
        ("without", "people.prisoners.south"),
        ("with", "bits.will"),
    ] {
        assert_eq!(
            column(&before, arm, output),
            column(&after, arm, output),
            "{output}"
        );
    }
    assert!(mean(&after, "with", "zone") < mean(&before, "with", "zone"));
}
