//! The anatomy of failure is complete: every path ends in exactly one of its parts.

use crate::runs::{ENVOY, PIE, SMALL, column, edited, full_arms, run_of};

const PARTS: [&str; 6] = [
    "anatomy.no_zone",
    "anatomy.no_offer",
    "anatomy.waiting",
    "anatomy.refused",
    "anatomy.ratification",
    "settlement",
];

fn adds_up(text: &str) {
    let run = run_of(text, SMALL);
    for arm in full_arms(&run) {
        let parts = PARTS.map(|part| column(&run, &arm, part));
        for theta in 0..run.len() {
            let shares = parts.map(|part| part[theta]);
            let sum: f64 = shares.iter().sum();
            assert!(
                shares.iter().all(|&s| (-1e-12..=1.0 + 1e-12).contains(&s)),
                "{arm}: {shares:?}"
            );
            assert!(
                (sum - 1.0).abs() < 1e-9,
                "{arm}, θ {theta}: {shares:?} sum to {sum}"
            );
        }
    }
}

#[test]
fn with_drawn_types() {
    adds_up(ENVOY);
}

#[test]
fn with_an_integrated_type() {
    let alone = edited(
        ENVOY,
        &[
            ("[process]\n", "[process]\nproposer = \"north\"\n"),
            ("[contact]\n", "[contact]\nspeaks_for = \"north\"\n"),
        ],
    );
    adds_up(&alone);
}

#[test]
fn of_a_pie() {
    adds_up(PIE);
    adds_up(&edited(PIE, &[("rate = 0\n", "rate = 2\n")]));
}

/// A war that is about to end by force: what is lost to its end is part of the anatomy too.
#[test]
fn of_a_war_that_ends() {
    let collapsing = |side: &str| format!("side = \"{side}\"\ncollapse = 0.5\n");
    let short = edited(
        ENVOY,
        &[
            ("side = \"a\"\n", &collapsing("a")),
            ("side = \"b\"\n", &collapsing("b")),
            ("front = 0.05", "front = 0.8"),
        ],
    );
    adds_up(&short);
}
