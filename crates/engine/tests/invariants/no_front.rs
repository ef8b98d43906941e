//! A conflict without a front: values of no agreement in place of a war.

use pourparler_engine::Effort;
use pourparler_engine::laws::patron;

use crate::runs::{ENVOY, SMALL, column, edited, mean, outputs, plan, run_of};

const STANDOFF: &str = include_str!("../fixtures/standoff.toml");

const SOME: Effort = Effort {
    points: 64,
    ..SMALL
};

/// No default of a war is drawn, and so none can stand among the assumptions.
#[test]
fn no_war_is_pretended() {
    let plan = plan(STANDOFF, SMALL);
    let of_a_war = ["war.", "optimism", "drift_sd", "collapse", "would_fight"];
    for path in plan.dimensions() {
        assert!(of_a_war.iter().all(|word| !path.contains(word)), "{path}");
    }
    let run = run_of(STANDOFF, SMALL);
    for input in &run.inputs {
        assert!(
            of_a_war.iter().all(|word| !input.path.contains(word)),
            "{}",
            input.path
        );
    }
    for output in outputs(&run, "sets.") {
        assert!(!output.contains("war"), "{output}");
    }
}

/// What sets the reservation is the larger of the value given and the floor.
#[test]
fn the_value_given_sets_the_reservation() {
    let run = run_of(STANDOFF, SOME);
    let drawn = |path: &str| {
        let input = run.inputs.iter().find(|i| i.path == path).expect("used");
        &run.thetas[input.dimension.expect("drawn")]
    };
    let (value, floor) = (
        drawn("parties.north.no_agreement"),
        drawn("parties.north.floor"),
    );
    let sets = column(&run, "with", "sets.north.no_agreement");
    let floors = column(&run, "with", "sets.north.floor");
    for theta in 0..run.len() {
        let by_value = f64::from(value[theta] > floor[theta]);
        assert_eq!((sets[theta], floors[theta]), (by_value, 1.0 - by_value));
    }
}

/// The better a side stands without an agreement, the smaller the zone.
#[test]
fn a_better_alternative_closes_the_zone() {
    let zone = |low: &str| {
        let text = edited(STANDOFF, &[("\"0.3 .. 0.5\"", low)]);
        mean(&run_of(&text, SOME), "without", "zone")
    };
    let (bad, good) = (zone("\"0.1 .. 0.3\""), zone("\"0.5 .. 0.7\""));
    assert!(bad > good + 0.05, "{bad} and {good}");
}

#[test]
fn ripeness_takes_what_is_given() {
    let run = run_of(STANDOFF, SMALL);
    let vulnerability = column(&run, "with", "vulnerability.south");
    let dominance = column(&run, "with", "dominance.north");
    assert!(vulnerability.iter().all(|x| (x - 0.7).abs() < 1e-12));
    assert!(dominance.iter().all(|x| (x - 0.4).abs() < 1e-12));
    let at_ease = edited(STANDOFF, &[("vulnerability = 0.7", "vulnerability = 0.5")]);
    assert_eq!(mean(&run_of(&at_ease, SMALL), "with", "ripe"), 0.0);
    assert!(mean(&run_of(STANDOFF, SOME), "with", "ripe") > 0.0);
}

/// Waiting for an event: until then a side has its value of no agreement, so that a settlement
/// then is worth waiting for and no settlement costs nothing.
#[test]
fn waiting_costs_only_its_months() {
    let event = format!("{STANDOFF}\n[events.vote]\ndate = 2026-04-01\n");
    let run = run_of(&event, SOME);
    let waits = mean(&run, "with", "sets.south.waiting");
    assert!(waits > 0.1, "{waits}");
    assert!(
        plan(&event, SMALL)
            .dimensions()
            .contains(&"process.discount".to_string())
    );
    // The law with the value of no agreement in the place of the line that is held.
    let (value, bargain): (f64, f64) = (0.3, 0.4);
    let c = patron::waiting(3.0, bargain, value, 0.0, 0.02);
    assert!((c - 0.394_176).abs() < 1e-6, "{c}");
}

/// A file that gives no value of no agreement never meets this mechanism.
#[test]
fn with_a_front_nothing_of_it_is_used() {
    let plan = plan(ENVOY, SMALL);
    for path in plan.dimensions() {
        let new = [
            "no_agreement",
            "process.discount",
            "vulnerability",
            "dominance",
        ];
        assert!(new.iter().all(|word| !path.contains(word)), "{path}");
    }
}
