//! Time of the expected utility model.
//!
//! `cargo bench -p pourparler-second-opinion --bench spatial`

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use pourparler_scenario::Law;
use pourparler_second_opinion::spatial::{
    Actor, Issue, Rules, UncertainActor, ensemble, forecast, run,
};

/// Actors spread over a scale without any randomness.
fn issue(n: usize) -> Issue {
    let part = |i: usize, by: f64| (i as f64 * by).fract();
    let actor = |i: usize| Actor {
        name: format!("actor {i}"),
        capability: 0.1 + part(i, 0.618),
        position: 100.0 * part(i, 0.755),
        salience: 0.1 + 0.9 * part(i, 0.57),
    };
    Issue::new((0..n).map(actor).collect()).expect("an issue")
}

fn spatial(c: &mut Criterion) {
    let hundred = issue(100);
    c.bench_function("100 actors, 10 rounds", |b| {
        b.iter(|| run(black_box(&hundred), &Rules::SCHOLZ_2011_CODE, 10));
    });
    let ten = issue(10);
    c.bench_function("10 actors, 10 rounds, 24 rules", |b| {
        b.iter(|| ensemble(black_box(&ten), 1.0, 10));
    });
    let uncertain: Vec<UncertainActor> = ten
        .actors()
        .iter()
        .map(|actor| UncertainActor {
            name: actor.name.clone(),
            capability: Law::Uniform {
                low: 0.8 * actor.capability,
                high: 1.2 * actor.capability,
            },
            position: Law::normal(actor.position, 5.0, f64::NEG_INFINITY, f64::INFINITY),
            salience: Law::Uniform {
                low: 0.8 * actor.salience,
                high: actor.salience,
            },
        })
        .collect();
    c.bench_function("10 actors, 10 rounds, 10,000 draws", |b| {
        b.iter(|| {
            forecast(
                black_box(&uncertain),
                &Rules::SCHOLZ_2011_CODE,
                10,
                10_000,
                1,
            )
        });
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(std::time::Duration::from_millis(300))
        .measurement_time(std::time::Duration::from_secs(2));
    targets = spatial
}
criterion_main!(benches);
