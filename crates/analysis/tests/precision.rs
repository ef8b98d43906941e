//! What ends a run that was asked to be exact, and what it then keeps.

use std::sync::atomic::{AtomicBool, Ordering};

use pourparler_analysis::{Assessment, Precision, Shortfall, assess, assess_within, vocabulary};
use pourparler_engine::{Effort, Watch};
use pourparler_scenario::{Scenario, read};

const SMALL: Effort = Effort {
    seed: 1,
    scrambles: 4,
    points: 32,
    paths: 4,
    halvings: 0,
};

fn scenario() -> Scenario {
    let text = include_str!("../../../scenarios/templates/envoy-visit.toml");
    read("test.toml", text, &vocabulary()).scenario.unwrap()
}

/// Stops after so many blocks of all runs together.
fn stopped_after(blocks: usize, asked: f64, most: usize) -> Assessment {
    let stop = AtomicBool::new(blocks == 0);
    let count = std::sync::atomic::AtomicUsize::new(0);
    let watch = Watch {
        progress: &|_, _| {
            let done = count.fetch_add(1, Ordering::Relaxed) + 1;
            stop.fetch_or(done >= blocks, Ordering::Relaxed);
        },
        stop: &stop,
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    pool.unwrap()
        .install(|| assess_within(&scenario(), SMALL, asked, most, &watch))
        .unwrap()
}

fn precision(assessment: &Assessment) -> &Precision {
    assessment.precision.as_ref().unwrap()
}

#[test]
fn the_most_points_end_it() {
    let found = stopped_after(usize::MAX, 1e-9, 64);
    assert_eq!(precision(&found).points, [32, 64]);
    assert_eq!(precision(&found).short, Some(Shortfall::Points));
    assert!(found.run.complete);
    assert_eq!(found.run.settings.points, 64);
    let last = precision(&found).last.as_ref().unwrap();
    assert!(last.half_width > last.allowed, "{last:?}");
}

#[test]
fn what_is_exact_at_once_is_run_once() {
    let found = stopped_after(usize::MAX, 0.5, 1 << 16);
    assert_eq!(precision(&found).points, [32]);
    assert_eq!(precision(&found).short, None);
}

/// One block is a repetition of 32 points; 4 make the first run, 8 more the second.
#[test]
fn a_stopped_run_keeps_the_larger_of_the_last_two() {
    for (blocks, points, scrambles) in [(2, 32, 2), (6, 32, 4), (8, 32, 4), (10, 64, 3)] {
        let found = stopped_after(blocks, 1e-9, 64);
        let settings = &found.run.settings;
        assert_eq!(
            (settings.points, settings.scrambles),
            (points, scrambles),
            "{blocks}"
        );
        assert!(!found.run.complete);
        assert_eq!(precision(&found).short, Some(Shortfall::Interrupted));
        let effort = Effort {
            points,
            scrambles,
            ..SMALL
        };
        let never = AtomicBool::new(false);
        let watch = Watch {
            progress: &|_, _| {},
            stop: &never,
        };
        let plain = assess(scenario(), effort, &watch).unwrap();
        assert_eq!(found.rows, plain.rows, "{blocks}");
    }
}

#[test]
fn a_run_stopped_before_it_began_has_no_figure() {
    let found = stopped_after(0, 0.01, 64);
    assert!(found.run.is_empty());
    assert_eq!(precision(&found).last, None);
}
