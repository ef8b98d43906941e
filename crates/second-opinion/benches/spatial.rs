//! Time of the expected utility model.
//!
//! `cargo bench -p pourparler-second-opinion --bench spatial`

mod cases;

use std::hint::black_box;

use cases::{issue, uncertain};
use criterion::{Criterion, criterion_group, criterion_main};
use pourparler_second_opinion::spatial::{Rules, ensemble, forecast, run};

fn spatial(c: &mut Criterion) {
    let hundred = issue(100);
    c.bench_function("100 actors, 10 rounds", |b| {
        b.iter(|| run(black_box(&hundred), &Rules::SCHOLZ_2011_CODE, 10));
    });
    let ten = issue(10);
    c.bench_function("10 actors, 10 rounds, 24 rules", |b| {
        b.iter(|| ensemble(black_box(&ten), 1.0, 10));
    });
    let uncertain = uncertain(10);
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
