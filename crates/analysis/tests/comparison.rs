//! Variants compared on a run made by hand.

mod common;

use common::{N, POINTS, run, x};
use pourparler_analysis::comparison;
use pourparler_engine::result::Unit;

const ARMS: [(&str, &str); 5] = [
    ("without", "without"),
    ("high", "without"),
    ("low", "without"),
    ("base", "base"),
    ("elsewhere", "base"),
];

#[test]
fn differences_are_taken_within_a_setting() {
    let run = run(
        &ARMS,
        &[("settlement", Unit::Probability), ("gap", Unit::Index)],
        &[
            ("without", "settlement", &|_| 0.1),
            ("high", "settlement", &|k| 0.1 + 0.5 * x(k)),
            ("low", "settlement", &|_| 0.1 + 0.125),
            ("base", "settlement", &|_| 0.4),
            ("elsewhere", "settlement", &|_| 0.4 + 0.125),
            ("high", "gap", &|_| 1.0),
        ],
    );
    let found = comparison(&run);
    // An index is no outcome.
    assert_eq!(found.outcomes.len(), 1);
    let pairs = &found.outcomes[0].pairs;
    let pair = |first: &str, second: &str| {
        let (first, second) = (run.arm(first), run.arm(second));
        pairs
            .iter()
            .find(|pair| (Some(pair.first), Some(pair.second)) == (first, second))
            .unwrap_or_else(|| panic!("no pair"))
    };
    // 0.5 x - 0.125 over the midpoints of 64 cells: mean 0.125, above 0 where x > 1/4.
    let compared = pair("high", "low");
    let d = compared.effects.difference;
    assert!((d.mean - 0.125).abs() < 1e-12, "{d:?}");
    assert!(d.se < 1e-12, "every scramble has the same points");
    assert!((compared.effects.share_positive - 0.75).abs() < 1e-12);
    assert!((compared.effects.share_negative - 0.25).abs() < 1e-12);
    assert!((d.median - 0.125).abs() < 1.0 / POINTS as f64);
    assert_eq!(N % POINTS, 0);
    // The same effect on another baseline: levels differ, effects do not.
    let elsewhere = pair("low", "elsewhere");
    assert!((elsewhere.levels.difference.mean + 0.3).abs() < 1e-12);
    assert!(elsewhere.effects.difference.mean.abs() < 1e-12);
    assert!(found.outcomes[0].differs());
}
