//! A run that was interrupted and gone on with is the run that never was.

use std::sync::atomic::{AtomicBool, Ordering};

use pourparler_engine::result::Questions;
use pourparler_engine::{Effort, Plan, Run, Unusable, Watch, run_resumed};
use proptest::prelude::*;

use crate::runs::{ENVOY, SMALL, scenario};

const EFFORT: Effort = Effort {
    scrambles: 4,
    ..SMALL
};

fn plan(effort: Effort) -> Plan {
    let questions = Questions {
        halves: vec!["settlement".into()],
        ..Questions::default()
    };
    Plan::compile(&scenario(ENVOY), effort, &questions).unwrap()
}

/// Runs until so many blocks are done.
fn stopped(plan: &Plan, blocks: usize, earlier: Option<&[u8]>) -> (Run, Option<Vec<u8>>) {
    let stop = AtomicBool::new(false);
    let progress = |done: usize, _: usize| {
        if done >= blocks {
            stop.store(true, Ordering::Relaxed);
        }
    };
    let watch = Watch {
        progress: &progress,
        stop: &stop,
    };
    let resumed = run_resumed(plan, &watch, "hash", earlier).unwrap();
    (resumed.run, resumed.saved)
}

/// Every figure of a run, to the last bit.
fn bits(run: &Run) -> Vec<u64> {
    let mut all = Vec::new();
    for arm in &run.arms {
        for columns in [&arm.columns, &arm.halves] {
            let figures = columns.iter().flatten().flat_map(|column| column.iter());
            all.extend(figures.map(|x| x.to_bits()));
        }
        all.extend(arm.chance_variance.iter().map(|x| x.to_bits()));
        let samples = arm.samples.iter().flatten().flatten();
        all.extend(samples.map(|x| u64::from(x.to_bits())));
        let curves = arm.curves.iter().flatten().flatten().flatten();
        all.extend(curves.map(|x| x.to_bits()));
    }
    all.extend(run.thetas.iter().flatten().map(|x| x.to_bits()));
    all.push(run.frontiers.largest_gap.to_bits());
    all.push(run.frontiers.refused as u64);
    all
}

#[test]
fn interrupted_twice_and_resumed_is_the_same_to_the_last_bit() {
    let plan = plan(EFFORT);
    let blocks = usize::MAX;
    let (whole, nothing) = stopped(&plan, blocks, None);
    assert!(whole.complete && nothing.is_none());
    let per_scramble = whole.settings.points * whole.settings.paths / 128;
    let (first, saved) = stopped(&plan, per_scramble, None);
    assert!(
        !first.complete && first.settings.scrambles == 1,
        "{:?}",
        first.settings
    );
    let (second, saved) = stopped(&plan, 3 * per_scramble, saved.as_deref());
    assert_eq!(second.settings.scrambles, 3);
    let (last, nothing) = stopped(&plan, blocks, saved.as_deref());
    assert!(last.complete && nothing.is_none());
    assert_eq!(bits(&last), bits(&whole));
}

fn refused(plan: &Plan, scenario: &str, bytes: &[u8]) -> Option<Unusable> {
    let watch = Watch {
        progress: &|_, _| {},
        stop: &AtomicBool::new(true),
    };
    run_resumed(plan, &watch, scenario, Some(bytes)).err()
}

#[test]
fn what_differs_is_named() {
    let small = plan(EFFORT);
    let (_, saved) = stopped(&small, EFFORT.points * EFFORT.paths / 128, None);
    let saved = saved.unwrap();
    assert_eq!(refused(&small, "hash", &saved), None);
    let other = |what| Some(Unusable::Other(what));
    assert_eq!(refused(&small, "another", &saved), other("the scenario"));
    let of = |effort: Effort| refused(&plan(effort), "hash", &saved);
    assert_eq!(of(Effort { seed: 9, ..EFFORT }), other("the seed"));
    assert_eq!(
        of(Effort {
            scrambles: 5,
            ..EFFORT
        }),
        other("the number of repetitions")
    );
    assert_eq!(
        of(Effort {
            points: 2 * EFFORT.points,
            ..EFFORT
        }),
        other("the settings of a repetition")
    );
    assert_eq!(
        of(Effort {
            paths: 2 * EFFORT.paths,
            ..EFFORT
        }),
        other("the runs of chance")
    );
    assert_eq!(
        of(Effort {
            halvings: 1,
            ..EFFORT
        }),
        other("the time step")
    );
    let asked = Questions {
        times: vec![("settlement".into(), 30.0)],
        halves: vec!["settlement".into()],
        ..Questions::default()
    };
    let asked = Plan::compile(&scenario(ENVOY), EFFORT, &asked).unwrap();
    assert_eq!(
        refused(&asked, "hash", &saved),
        other("what is asked of the run")
    );
}

/// The checksum of a file (FNV-1a).
fn fnv(bytes: &[u8]) -> u64 {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, step)
}

/// A file with a changed body, behind a checksum that agrees.
fn forged(saved: &[u8], change: impl FnOnce(&mut [u8])) -> Vec<u8> {
    let mut forged = saved.to_vec();
    let body = forged.len() - 8;
    change(&mut forged[..body]);
    let sum = fnv(&forged[..body]);
    forged[body..].copy_from_slice(&sum.to_le_bytes());
    forged
}

#[test]
fn lists_of_another_shape_are_refused_behind_a_checksum_that_agrees() {
    let plan = plan(EFFORT);
    let (_, saved) = stopped(&plan, EFFORT.points * EFFORT.paths / 128, None);
    let saved = saved.unwrap();
    let number = |at: usize| u64::from_le_bytes(saved[at..at + 8].try_into().unwrap());
    // Lengths, and places in a list; figures are larger as bits. Behind the texts at its beginning
    // the file is made of words.
    let words = (16..saved.len() - 16).filter(|at| (saved.len() - at) % 8 == 0);
    let lengths: Vec<usize> = words
        .filter(|&at| matches!(number(at), 1..=4096 | u64::MAX))
        .collect();
    assert!(lengths.len() > 200, "{}", lengths.len());
    // One of every few, and a few values for each: all of them take minutes.
    for (at, wrong) in lengths
        .into_iter()
        .step_by(7)
        .zip([0, 1, 2, 7, 1 << 40, u64::MAX].into_iter().cycle())
    {
        if number(at) == wrong {
            continue;
        }
        let file = forged(&saved, |body| {
            body[at..at + 8].copy_from_slice(&wrong.to_le_bytes())
        });
        assert!(refused(&plan, "hash", &file).is_some(), "{at}: {wrong}");
    }
}

#[test]
fn figures_that_are_not_the_plans_are_refused() {
    let plan = plan(EFFORT);
    let (run, saved) = stopped(&plan, EFFORT.points * EFFORT.paths / 128, None);
    let saved = saved.unwrap();
    // The first draw of an input, where it stands in the file.
    let draw = run.thetas[0][0].to_bits().to_le_bytes();
    let at = saved.windows(8).position(|eight| eight == draw).unwrap();
    let file = forged(&saved, |body| body[at] ^= 1);
    assert_eq!(
        refused(&plan, "hash", &file),
        Some(Unusable::Other("what its first settings gave"))
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Bytes of no such file are refused, whatever they are.
    #[test]
    fn hostile_bytes_are_refused(
        noise in proptest::collection::vec(any::<u8>(), 0..400),
        at in any::<prop::sample::Index>(),
        flip in 1u8..,
        cut in any::<prop::sample::Index>(),
    ) {
        let plan = plan(EFFORT);
        let (_, saved) = stopped(&plan, EFFORT.points * EFFORT.paths / 128, None);
        let saved = saved.unwrap();
        prop_assert_eq!(refused(&plan, "hash", &noise), Some(Unusable::Damaged));
        let mut flipped = saved.clone();
        flipped[at.index(saved.len())] ^= flip;
        prop_assert_eq!(refused(&plan, "hash", &flipped), Some(Unusable::Damaged));
        // The same behind a checksum that agrees: refused, or a run of other numbers.
        let body = flipped.len() - 8;
        let sum = fnv(&flipped[..body]);
        flipped[body..].copy_from_slice(&sum.to_le_bytes());
        let watch = Watch { progress: &|_, _| {}, stop: &AtomicBool::new(true) };
        if let Ok(resumed) = run_resumed(&plan, &watch, "hash", Some(&flipped)) {
            prop_assert!(resumed.run.settings.scrambles <= EFFORT.scrambles);
        }
        let cut = &saved[..cut.index(saved.len())];
        prop_assert_eq!(refused(&plan, "hash", cut), Some(Unusable::Damaged));
    }
}
