//! Robust choice on a run made by hand.

mod common;

use common::{N, run, x};
use pourparler_analysis::robust;
use pourparler_engine::result::Unit;

const ARMS: [(&str, &str); 4] = [
    ("without", "without"),
    ("bold", "without"),
    ("steady", "without"),
    ("idle", "without"),
];

#[test]
fn regret_enough_and_region_by_hand() {
    let run = run(
        &ARMS,
        &[("settlement", Unit::Probability)],
        &[
            ("without", "settlement", &|_| 0.1),
            // Best above x = 3/4, by at most 0.2 · (1 − 1/128 − 3/4).
            ("bold", "settlement", &|k| 0.1 + 0.2 * (x(k) - 0.5)),
            ("steady", "settlement", &|_| 0.1 + 0.05),
            ("idle", "settlement", &|_| 0.1),
        ],
    );
    let arms = [1, 2, 3];
    let found = robust(&run, &arms, 0).unwrap();
    let choice = |arm: usize| {
        found
            .choices
            .iter()
            .find(|choice| choice.arm == arm)
            .unwrap()
    };
    assert_eq!(
        found.choices[0].arm, 2,
        "the steady one has the least greatest regret"
    );
    let top = 1.0 - 1.0 / 128.0;
    assert!((choice(2).regret - (0.2 * (top - 0.5) - 0.05)).abs() < 1e-12);
    assert!((choice(1).regret - (0.05 + 0.2 * (0.5 - 1.0 / 128.0))).abs() < 1e-12);
    assert!((choice(3).regret - 0.2 * (top - 0.5)).abs() < 1e-12);
    // A point is added where x ≥ .55: 29 of 64 cells, and always by the steady one.
    assert!((choice(1).enough - 29.0 / 64.0).abs() < 1e-12);
    assert_eq!((choice(2).enough, choice(3).enough), (1.0, 0.0));
    assert!((choice(1).wins - 0.25).abs() < 1e-12);
    assert!((choice(2).wins - 0.75).abs() < 1e-12);
    assert_eq!(choice(3).wins, 0.0);
    assert!(choice(3).region.is_none());
    let region = choice(1).region.as_ref().unwrap();
    assert_eq!(region.conditions.len(), 1, "{region:?}");
    let condition = region.conditions[0];
    assert_eq!((condition.input, condition.above), (0, true));
    // Tenths are tried: 0.7 covers all it wins, 0.8 has nothing else; Youden prefers 0.7.
    assert!((condition.threshold - 0.7).abs() < 0.02, "{condition:?}");
    assert!(
        region.coverage > 0.99 && region.density > 0.75,
        "{region:?}"
    );
    assert_eq!(found.alike, 0.0);
    assert_eq!(run.len(), N);
}

#[test]
fn one_arm_is_no_choice() {
    let run = run(&ARMS, &[("settlement", Unit::Probability)], &[]);
    assert!(robust(&run, &[1], 0).is_none());
    assert!(robust(&run, &[1, 2], 0).is_none(), "nothing is measured");
}
