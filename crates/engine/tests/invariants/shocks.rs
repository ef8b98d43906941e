//! Named shocks: the same in every arm, and each change with its sign.

use pourparler_engine::math::exp_m1;
use pourparler_engine::{Effort, Run};

use crate::runs::{ENVOY, SMALL, column, full_arms, mean, measured, run_of, same_bits};

const SOME: Effort = Effort {
    points: 64,
    ..SMALL
};

/// The envoy with a shock that is all but certain to come early and to stay.
fn shocked(changes: &str) -> String {
    format!("{ENVOY}\n[shocks.coup]\nhazard = 8\nlasts = 400\n[shocks.coup.changes]\n{changes}\n")
}

#[test]
fn it_comes_at_its_rate_in_every_arm() {
    let text = format!("{ENVOY}\n[shocks.coup]\nhazard = 0.1\n");
    let run = run_of(&text, SMALL);
    // 180 days are 5.9138 months.
    let expected = -exp_m1(-0.1 * 180.0 / (365.25 / 12.0));
    for arm in full_arms(&run) {
        for p in column(&run, &arm, "shock.coup") {
            assert!((p - expected).abs() < 1e-9, "{arm}: {p} and {expected}");
        }
    }
    // One month in twenty-five: the share of months as a rate.
    let text = format!("{ENVOY}\n[shocks.coup]\nhazard = {{ beta = [1.5, 24.5] }}\n");
    let run = run_of(&text, SOME);
    let p = mean(&run, "with", "shock.coup");
    assert!(p > 0.15 && p < 0.45, "{p}");
}

/// A shock that changes nothing changes nothing: every output of the scenario without it.
#[test]
fn without_changes_every_bit_stays() {
    let same = |a: &Run, b: &Run| {
        for output in &a.outputs {
            for arm in ["without", "with", "all"] {
                let name = output.name.as_str();
                if let Some(x) = measured(a, arm, name) {
                    same_bits(name, column(b, arm, name), x);
                }
            }
        }
    };
    let certain = format!("{ENVOY}\n[shocks.coup]\nhazard = 0.5\nlasts = 60\n");
    same(&run_of(ENVOY, SMALL), &run_of(&certain, SMALL));
}

#[test]
fn hazards_and_offers_follow_their_factors() {
    let calm = run_of(&shocked(""), SOME);
    let wild = run_of(&shocked("hazards = 3"), SOME);
    let (x, y) = (
        column(&calm, "without", "crossing"),
        column(&wild, "without", "crossing"),
    );
    assert!(x.iter().zip(y).all(|(x, y)| y > x));
    let busy = run_of(&shocked("offers = 4"), SOME);
    let silent = run_of(&shocked("offers = 0"), SOME);
    let settled = |run: &Run| mean(run, "without", "settlement");
    assert!(
        settled(&silent) < settled(&calm) && settled(&calm) < settled(&busy),
        "{} {} {}",
        settled(&silent),
        settled(&calm),
        settled(&busy)
    );
}

/// A front that is pushed one way makes the side it favours dearer.
#[test]
fn drift_and_mood_move_what_the_war_is_worth() {
    let calm = run_of(&shocked(""), SOME);
    let waits = |run: &Run, side: &str| mean(run, "without", &format!("sets.{side}.floor"));
    let pushed = run_of(&shocked("drift = 0.15"), SOME);
    // What South expects of the war falls below its floor more often.
    assert!(waits(&pushed, "south") > waits(&calm, "south"));
    let zone = |run: &Run| mean(run, "without", "zone");
    let supported = run_of(&shocked("mood = 4"), SOME);
    assert!((zone(&supported) - zone(&calm)).abs() > 1e-3);
}
