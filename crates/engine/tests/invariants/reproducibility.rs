//! The same file and seed give the same bytes on any number of threads and in any shards.

use std::sync::atomic::{AtomicBool, Ordering};

use pourparler_engine::result::{Intervention, Questions};
use pourparler_engine::{Effort, Plan, Watch, run, run_watched};
use rayon::ThreadPoolBuilder;

use crate::runs::{ENVOY, SMALL, bits, column, plan, run_of, same_bits, scenario};

const FOUR: Effort = Effort {
    scrambles: 4,
    points: 16,
    ..SMALL
};

#[test]
fn one_two_and_seven_threads_agree_to_the_bit() {
    let plan = plan(ENVOY, FOUR);
    let on = |threads: usize| {
        let pool = ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .expect("a pool");
        bits(&pool.install(|| run(&plan)))
    };
    let one = on(1);
    assert!(one.len() > 10_000);
    assert!(one == on(2), "two threads differ from one");
    assert!(one == on(7), "seven threads differ from one");
}

#[test]
fn compiling_again_changes_nothing() {
    assert!(bits(&run_of(ENVOY, SMALL)) == bits(&run_of(ENVOY, SMALL)));
}

#[test]
fn another_seed_changes_the_draws() {
    let other = Effort { seed: 8, ..SMALL };
    assert!(bits(&run_of(ENVOY, SMALL)) != bits(&run_of(ENVOY, other)));
}

/// A run of the first scrambles, or of the first points of each, is a part of the whole run.
#[test]
fn shards_are_parts_of_the_whole() {
    let whole = run_of(ENVOY, FOUR);
    for part in [
        Effort {
            scrambles: 2,
            ..FOUR
        },
        Effort { points: 8, ..FOUR },
    ] {
        let shard = run_of(ENVOY, part);
        for (arm, in_whole) in shard.arms.iter().zip(&whole.arms) {
            for (k, output) in shard.outputs.iter().enumerate() {
                let (Some(few), Some(many)) = (&arm.columns[k], &in_whole.columns[k]) else {
                    assert!(arm.columns[k].is_none() && in_whole.columns[k].is_none());
                    continue;
                };
                let kept: Vec<f64> = many
                    .chunks(FOUR.points)
                    .take(part.scrambles)
                    .flat_map(|scramble| &scramble[..part.points])
                    .copied()
                    .collect();
                same_bits(&format!("{} in {}", output.name, arm.id), few, &kept);
            }
        }
    }
}

/// Worlds share what they work out from the same numbers, and more of them than run side by side
/// share it in groups: none of it shows.
#[test]
fn a_world_is_the_same_beside_any_others() {
    let set = |path: &str, value: f64| Intervention {
        arm: "with".into(),
        set: vec![(path.into(), value)],
    };
    let worlds = [
        set("parties.north.consent", 1.0),
        set("parties.north.consent", 0.0),
        set("war.drift", 0.02),
        set("war.volatility", 0.05),
        set("war.volatility", 0.2),
        set("process.rate", 0.0),
        set("process.rate", 2.0),
        set("politics.memory", 0.5),
        set("redlines.river.h0", 0.1),
        set("parties.south.optimism", 0.01),
    ];
    let run_in = |interventions: &[Intervention]| {
        let questions = Questions {
            interventions: interventions.to_vec(),
            ..Questions::default()
        };
        let plan = Plan::compile(&scenario(ENVOY), SMALL, &questions);
        run(&plan.unwrap_or_else(|mistakes| panic!("{mistakes:#?}")))
    };
    let all = run_in(&worlds);
    let base = run_of(ENVOY, SMALL);
    let mut others = 0;
    for world in &worlds {
        let alone = run_in(std::slice::from_ref(world));
        for arm in &alone.arms {
            let beside = all.arm(&arm.id).map(|arm| &all.arms[arm]);
            let beside = beside.expect("every arm of one world is in all");
            for (k, output) in alone.outputs.iter().enumerate() {
                match (&arm.columns[k], &beside.columns[k]) {
                    (Some(a), Some(b)) => {
                        same_bits(&format!("{} in {}", output.name, arm.id), a, b)
                    }
                    (a, b) => assert!(a.is_none() && b.is_none(), "{}", output.name),
                }
            }
        }
        let settled = column(&all, &world.arm_id(), "settlement");
        others += usize::from(settled != column(&base, "with", "settlement"));
    }
    assert!(others > 5, "only {others} of the worlds are others");
}

/// A stopped run is the run of the scrambles it finished.
#[test]
fn a_stopped_run_keeps_its_first_scrambles() {
    let plan = plan(ENVOY, FOUR);
    for threads in [1, 3] {
        let stop = AtomicBool::new(false);
        let watch = Watch {
            // Two blocks make a scramble, so two scrambles are whole by then.
            progress: &|done, _| {
                stop.fetch_or(done >= 5, Ordering::Relaxed);
            },
            stop: &stop,
        };
        let pool = ThreadPoolBuilder::new().num_threads(threads).build();
        let stopped = pool.expect("a pool").install(|| run_watched(&plan, &watch));
        let kept = stopped.settings.scrambles;
        assert!(!stopped.complete && (2..4).contains(&kept), "{kept} kept");
        let whole = run_of(
            ENVOY,
            Effort {
                scrambles: kept,
                ..FOUR
            },
        );
        assert!(bits(&stopped) == bits(&whole), "{threads} threads");
    }
    let never = Watch {
        progress: &|_, _| {},
        stop: &AtomicBool::new(true),
    };
    let nothing = run_watched(&plan, &never);
    assert!(nothing.is_empty() && !nothing.complete);
}
