//! Time of all solution concepts for all decision makers, with 12, 15 and 20 options that can all be
//! taken and dropped, and three decision makers with random preferences. Each case is checked
//! against the implications between concepts before it is timed.
//!
//! `cargo bench -p pourparler-second-opinion --bench graph_model`

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use pourparler_second_opinion::graph_model::{
    Concept, Conflict, ConflictOption, DecisionMaker, Description, Direction, Preference, Stability,
};

/// A conflict whose options go round the decision makers.
fn conflict(options: usize, decision_makers: usize) -> Conflict {
    let mut seed = 7u64;
    let maker = |maker: usize| {
        let mut numbers: Vec<usize> = (1..=1 << options).collect();
        for at in (1..numbers.len()).rev() {
            // A step of Knuth's 64-bit linear congruential generator.
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            numbers.swap(at, (seed >> 33) as usize % (at + 1));
        }
        DecisionMaker {
            name: format!("party {maker}"),
            plural: false,
            options: (0..options)
                .filter(|k| k % decision_makers == maker)
                .collect(),
            preference: Preference::Ranking(numbers.into_iter().map(|one| vec![one]).collect()),
        }
    };
    let option = |k| ConflictOption {
        name: format!("option {k}"),
        direction: Direction::Both,
    };
    Conflict::new(Description {
        options: (0..options).map(option).collect(),
        decision_makers: (0..decision_makers).map(maker).collect(),
        ..Description::default()
    })
    .expect("a conflict")
}

/// A conflict of which the implications between concepts hold.
fn checked(options: usize) -> Conflict {
    let conflict = conflict(options, 3);
    let all = Stability::of(&conflict);
    for maker in 0..3 {
        let [nash, gmr, smr, seq, sseq, _] = Concept::ALL.map(|concept| all.stable(concept, maker));
        assert!(nash.is_subset(sseq) && sseq.is_subset(seq) && seq.is_subset(gmr));
        assert!(nash.is_subset(smr) && smr.is_subset(gmr) && nash != gmr);
    }
    conflict
}

fn stability(c: &mut Criterion) {
    for (options, seconds) in [(12, 1), (15, 2), (20, 30)] {
        let mut group = c.benchmark_group("all concepts");
        group
            .sample_size(10)
            .warm_up_time(Duration::from_millis(300))
            .measurement_time(Duration::from_secs(seconds));
        // Made only if it is asked for.
        let mut made = None;
        group.bench_function(format!("{options} options, 3 decision makers"), |b| {
            let conflict = made.get_or_insert_with(|| checked(options));
            b.iter(|| Stability::of(black_box(conflict)));
        });
        group.finish();
    }
}

criterion_group!(benches, stability);
criterion_main!(benches);
