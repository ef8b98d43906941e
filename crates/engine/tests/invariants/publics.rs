//! Audiences that listen to one another, and what public claims feed back on.

use pourparler_engine::math::{logistic, logit};
use pourparler_engine::{Effort, Run};

use crate::runs::{ENVOY, SMALL, column, edited, full_arms, mean, measured, run_of, same_bits};

const SOME: Effort = Effort {
    points: 64,
    ..SMALL
};

/// Two groups, one of which hears the host.
const TWO: &str = "
[publics.viewers]
listens = { viewers = 2, readers = 2 }
[publics.readers]
hears = 0
listens = { viewers = 0.25, readers = 0.75 }
";

/// The envoy with a story that lifts hopes.
fn told(keys: &str) -> String {
    format!("{ENVOY}\n[audience]\nbelief = 0.2\nspin = 0.9\n{keys}\n")
}

/// The same without dated events.
fn undated(text: &str) -> String {
    let parts = text
        .split("\n\n")
        .filter(|part| !part.starts_with("[events."));
    parts.collect::<Vec<_>>().join("\n\n")
}

/// DeGroot weights 1/3 and 2/3: .9 log odds reach the public as .3.
#[test]
fn a_consensus_believes_a_third() {
    let run = run_of(&(told("") + TWO), SMALL);
    let expected = logistic(logit(0.2) + 0.3);
    for p in column(&run, "with", "public_belief") {
        assert!((p - expected).abs() < 1e-9, "{p} and {expected}");
    }
    assert!(
        column(&run, "without", "public_belief")
            .iter()
            .all(|p| (p - 0.2).abs() < 1e-12)
    );
}

/// One group that hears everything is what there is without groups; elasticities of 0 do nothing.
#[test]
fn neutral_publics_change_nothing() {
    let plain = run_of(&told(""), SMALL);
    let zero = "moves_support = 0\nmoves_guarantors = 0\nmoves_breach = 0\n";
    let neutral = run_of(
        &(told(zero) + "\n[publics.all]\nname = \"everybody\"\n"),
        SMALL,
    );
    for output in &plain.outputs {
        for arm in full_arms(&plain) {
            let name = output.name.as_str();
            if let Some(x) = measured(&plain, &arm, name) {
                same_bits(&format!("{name} in {arm}"), column(&neutral, &arm, name), x);
            }
        }
    }
}

#[test]
fn claims_feed_back_with_their_sign() {
    let plain = run_of(&told(""), SOME);
    let without = |run: &Run| {
        for output in ["settlement", "zone", "crossing"] {
            same_bits(
                output,
                column(run, "without", output),
                column(&plain, "without", output),
            );
        }
    };
    // North and South both count on a patron who is carried along.
    let support = run_of(&told("moves_support = 1"), SOME);
    without(&support);
    let (x, y) = (
        column(&support, "with", "dominance.south"),
        column(&plain, "with", "dominance.south"),
    );
    assert!(x.iter().zip(y).all(|(x, y)| x > y));
    assert!(mean(&support, "with", "dominance.north") < mean(&plain, "with", "dominance.north"));
    // A deal that is likelier to be broken is worth less.
    let breach = run_of(&told("moves_breach = 1"), SOME);
    without(&breach);
    let (broken, whole) = (mean(&breach, "with", "zone"), mean(&plain, "with", "zone"));
    assert!(broken < whole - 1e-3, "{broken} and {whole}");
    // So is one whose guarantor is believed less; with nothing to wait for, since a poorer bargain
    // after an election is less worth waiting for and that opens the zone.
    let zone = |keys: &str| mean(&run_of(&undated(&told(keys)), SOME), "with", "zone");
    let (trusted, whole) = (zone("moves_guarantors = -1"), zone(""));
    assert!(trusted < whole - 1e-3, "{trusted} and {whole}");
    // A sober host undoes it: less said than is so.
    let sober = edited(&told("moves_breach = 1"), &[("spin = 0.9", "spin = -0.9")]);
    assert!(mean(&run_of(&sober, SOME), "with", "zone") > broken);
}

/// What is put before the contact is judged as without it.
#[test]
fn nothing_feeds_back_before_the_contact() {
    let late = edited(
        &told("moves_breach = 2"),
        &[("date = 2026-02-20", "date = 2026-07-12")],
    );
    let plain = edited(&told(""), &[("date = 2026-02-20", "date = 2026-07-12")]);
    let (late, plain) = (run_of(&late, SOME), run_of(&plain, SOME));
    let curve = |run: &Run| {
        let (arm, output) = (run.arm("with"), run.output("settlement"));
        run.arms[arm.expect("there")].curves[output.expect("there")]
            .clone()
            .expect("measured")
    };
    let (late, plain) = (curve(&late), curve(&plain));
    assert_eq!(late[..24], plain[..24]);
}
