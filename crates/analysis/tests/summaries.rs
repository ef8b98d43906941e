//! Effects, attribution, anatomy, assumptions, convergence and anchor, on a run whose figures
//! are known on paper.

mod common;

use common::{N, POINTS, SCRAMBLES, input, run, x, y};
use pourparler_analysis::{
    OBSTACLES, Position, Rankings, anatomy, anchor, assumptions, attribution, convergence,
    counterfactual, reference_class,
};
use pourparler_engine::result::{Input, LEVERS, Unit, coalition_arm};

#[test]
fn effects_are_differences_within_a_setting_against_the_own_baseline() {
    // The variant has a baseline of its own, in which the event is likelier.
    let run = run(
        &[
            ("without", "without"),
            ("with", "without"),
            ("w2", "w2"),
            ("variant", "w2"),
        ],
        &[("settlement", Unit::Probability)],
        &[
            ("without", "settlement", &|i| x(i) / 2.0),
            ("with", "settlement", &|i| {
                if x(i) > 0.75 {
                    x(i) / 2.0
                } else {
                    x(i) / 2.0 + 0.1
                }
            }),
            ("w2", "settlement", &|_| 0.5),
            ("variant", "settlement", &|i| {
                0.5 - 0.1 * (i / POINTS) as f64
            }),
        ],
    );
    let rows = counterfactual(&run);
    assert!(rows[0].levels[0].effect.is_none());
    let with = &rows[1].levels[0];
    assert!((with.level.mean - 0.325).abs() < 1e-12);
    let effect = with.effect.as_ref().unwrap();
    assert!((effect.difference.mean - 0.075).abs() < 1e-12);
    assert_eq!(
        (effect.share_positive, effect.share_negative),
        (0.75, 0.0),
        "0 is not positive"
    );
    assert!(effect.difference.se < 1e-12, "all scrambles are alike");
    assert!(effect.difference.q05 < 1e-12 && (effect.difference.median - 0.1).abs() < 1e-12);
    // Scrambles at 0, −.1, ... −.7: variance .06 over 8.
    let variant = rows[3].levels[0].effect.as_ref().unwrap();
    assert!((variant.difference.mean + 0.35).abs() < 1e-12);
    assert!((variant.difference.se - (0.06f64 / 8.0).sqrt()).abs() < 1e-12);
    assert_eq!(
        (variant.share_positive, variant.share_negative),
        (0.0, 0.875)
    );
}

#[test]
fn arms_with_the_same_column_keep_their_own_baseline() {
    let run = run(
        &[
            ("without", "without"),
            ("with", "without"),
            ("w2", "w2"),
            ("variant", "w2"),
            ("idle", "without"),
        ],
        &[("settlement", Unit::Probability)],
        &[
            ("without", "settlement", &|_| 0.25),
            ("with", "settlement", &x),
            ("w2", "settlement", &|_| 0.75),
            ("variant", "settlement", &x),
            ("idle", "settlement", &|_| 0.25),
        ],
    );
    let rows = counterfactual(&run);
    let (with, variant) = (&rows[1].levels[0], &rows[3].levels[0]);
    assert_eq!(with.level, variant.level);
    let positive = [1, 3, 4].map(|arm| {
        let effect = rows[arm].levels[0].effect.as_ref().unwrap();
        effect.share_positive
    });
    assert_eq!(positive, [0.75, 0.25, 0.0]);
    assert!(rows[0].levels[0].effect.is_none() && rows[2].levels[0].effect.is_none());
}

#[test]
fn the_chance_share_is_read_from_the_run() {
    let mut run = run(
        &[("without", "without")],
        &[("settlement", Unit::Probability)],
        &[("without", "settlement", &x)],
    );
    let variance = N as f64 / (N - 1) as f64 * (1.0 - 1.0 / (POINTS * POINTS) as f64) / 12.0;
    run.arms[0].chance_variance[0] = variance / 4.0;
    assert!((counterfactual(&run)[0].levels[0].chance_share - 0.25).abs() < 1e-12);
}

#[test]
fn the_attribution_sums_to_the_gain() {
    // Settlement needs contact, offer and floors together; information adds 1 % on top.
    let worth = |bits: u8| {
        f64::from(u8::from(bits & 0b10101 == 0b10101)) * 0.3 + f64::from(bits >> 1 & 1) * 0.01
    };
    let ids: Vec<String> = (0..32u8).map(coalition_arm).collect();
    let arms: Vec<(&str, &str)> = ids.iter().map(|id| (id.as_str(), "without")).collect();
    let values: Vec<Box<dyn Fn(usize) -> f64>> = (0..32u8)
        .map(|bits| Box::new(move |_| worth(bits)) as Box<dyn Fn(usize) -> f64>)
        .collect();
    let cells: Vec<common::Cell> = ids
        .iter()
        .zip(&values)
        .map(|(id, value)| (id.as_str(), "settlement", &**value))
        .collect();
    let run = run(&arms, &[("settlement", Unit::Probability)], &cells);
    let found = attribution(&run).unwrap();
    assert!((found.gain - 0.31).abs() < 1e-12);
    let sum: f64 = found.parts.iter().map(|(_, part, _)| part).sum();
    assert!((sum - found.gain).abs() < 1e-9);
    for ((name, part, se), expected) in found.parts.iter().zip([0.1, 0.01, 0.1, 0.0, 0.1]) {
        assert!((part - expected).abs() < 1e-12 && *se < 1e-12, "{name}");
    }
    assert_eq!(found.parts.iter().map(|p| p.0).collect::<Vec<_>>(), LEVERS);
}

#[test]
fn failures_and_settlement_are_certain_together() {
    let outputs: Vec<(&str, Unit)> = std::iter::once("settlement")
        .chain(OBSTACLES)
        .map(|name| (name, Unit::Probability))
        .collect();
    let shares = [0.05, 0.6, 0.2, 0.05, 0.06, 0.04];
    let values: Vec<Box<dyn Fn(usize) -> f64>> = shares
        .iter()
        .map(|&s| Box::new(move |_| s) as Box<dyn Fn(usize) -> f64>)
        .collect();
    let cells: Vec<common::Cell> = outputs
        .iter()
        .zip(&values)
        .map(|((name, _), v)| ("with", *name, &**v))
        .collect();
    let full = run(&[("with", "with")], &outputs, &cells);
    let found = anatomy(&full, &counterfactual(&full)[0]).unwrap();
    assert!(found.left_over.abs() < 1e-12);
    let means: Vec<f64> = found.obstacles.iter().map(|(_, s)| s.mean).collect();
    assert!(
        means
            .iter()
            .zip(&shares[1..])
            .all(|(a, b)| (a - b).abs() < 1e-12)
    );
    let part = run(&[("with", "with")], &outputs, &cells[..3]);
    assert!(anatomy(&part, &counterfactual(&part)[0]).is_none());
}

#[test]
fn assumptions_come_with_the_most_important_first() {
    let mut run = run(
        &[("without", "without"), ("with", "without")],
        &[("settlement", Unit::Probability)],
        // The level follows y, the effect follows x (downwards).
        &[
            ("without", "settlement", &|i| 0.5 * y(i) + 0.2 * x(i)),
            ("with", "settlement", &|i| 0.5 * y(i)),
        ],
    );
    run.inputs[2] = Input {
        source: Some("census".into()),
        ..input("parties.b.consent", Some(2), 9)
    };
    let found = assumptions(&run, &Rankings::of(&run), "settlement");
    let paths: Vec<&str> = found
        .iter()
        .map(|a| run.inputs[a.input].path.as_str())
        .collect();
    assert_eq!(
        paths.len(),
        2,
        "a sourced input is no assumption, a certain one does not vary: {paths:?}"
    );
    let by_path = |path: &str| {
        found
            .iter()
            .find(|a| run.inputs[a.input].path == path)
            .unwrap()
    };
    let (x, y) = (by_path("parties.a.x"), by_path("parties.a.y"));
    assert!(
        y.level > 0.98 && y.effect < 0.1 && y.direction > 0.99,
        "{y:?}"
    );
    assert!(x.effect > 0.98 && x.level < 0.1, "{x:?}");
    run.inputs[2].elicited = false;
    assert_eq!(
        assumptions(&run, &Rankings::of(&run), "settlement").len(),
        3,
        "a default prior is one, whatever its source"
    );
    assert!(assumptions(&run, &Rankings::of(&run), "nothing").is_empty());
}

#[test]
fn convergence_adds_scramble_by_scramble() {
    let run = run(
        &[("with", "with")],
        &[("settlement", Unit::Probability)],
        &[("with", "settlement", &|i| 0.1 * (i / POINTS) as f64)],
    );
    let stages = convergence(&run, 0, 0);
    let means: Vec<f64> = stages.iter().map(|s| s.mean).collect();
    assert_eq!(stages.len(), SCRAMBLES);
    for (mean, expected) in means.iter().zip([0.0, 0.05, 0.1, 0.15]) {
        assert!((mean - expected).abs() < 1e-12);
    }
    assert!(stages[0].se.is_nan());
    assert!(
        (stages[1].se - 0.05).abs() < 1e-12,
        "0 and .1: sd .0707, over √2"
    );
    assert!(convergence(&run, 0, 9).is_empty());
}

#[test]
fn the_anchor_names_what_puts_the_world_outside_its_class() {
    let class = reference_class("interstate_war_settled").unwrap();
    let at = |level: &dyn Fn(usize) -> f64| {
        let run = run(
            &[("without", "without")],
            &[("settlement", Unit::Probability)],
            &[("without", "settlement", level)],
        );
        anchor(&run, &Rankings::of(&run), class).unwrap()
    };
    let inside = at(&|i| 0.1 * x(i));
    assert_eq!(inside.position, Position::Inside);
    assert!(inside.because.is_empty());
    let above = at(&|i| x(i));
    assert_eq!(above.position, Position::Above);
    assert_eq!(above.because[0].0, 0, "x");
    assert!(above.because[0].1 > 0.98);
    assert_eq!(at(&|_| 0.001).position, Position::Below);
    // 180 days of a year at constant hazard.
    let year = class.over(365.25).high;
    assert!((above.rate.high - (1.0 - (1.0 - year).powf(180.0 / 365.25))).abs() < 1e-12);
}
