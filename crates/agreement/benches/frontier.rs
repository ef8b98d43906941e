//! Time of one exact frontier. Each case is checked against the enumeration before it is timed.
//!
//! `cargo bench -p pourparler-agreement --bench frontier`

mod domains;

use criterion::{Criterion, criterion_group, criterion_main};
use domains::{Bench, cases};
use pourparler_agreement::{Frontier, Workspace};
use std::hint::black_box;

fn frontiers(c: &mut Criterion) {
    for Bench {
        name,
        domain,
        draws,
    } in cases()
    {
        let mut workspace = Workspace::default();
        let (mut merged, mut enumerated) = (Frontier::default(), Frontier::default());
        for draw in &draws {
            workspace
                .frontier(&domain, draw, &[], &mut merged)
                .expect("a frontier");
            workspace
                .brute_force(&domain, draw, &[], 1 << 21, &mut enumerated)
                .expect("an enumeration");
            assert!(!merged.is_empty(), "{name}: nothing to measure");
            assert_eq!(merged, enumerated, "{name}");
        }
        println!(
            "{name}: {} packages, {} points",
            domain.packages(),
            merged.points().len()
        );
        let mut next = draws.iter().cycle();
        c.bench_function(name, |b| {
            b.iter(|| {
                let draw = next.next().expect("a cycle");
                workspace.frontier(&domain, black_box(draw), &[], &mut merged)
            });
        });
        let mut next = draws.iter().cycle();
        c.bench_function(&format!("{name}, enumerated"), |b| {
            b.iter(|| {
                let draw = next.next().expect("a cycle");
                workspace.brute_force(&domain, black_box(draw), &[], 1 << 21, &mut enumerated)
            });
        });
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(std::time::Duration::from_millis(300))
        .measurement_time(std::time::Duration::from_secs(1));
    targets = frontiers
}
criterion_main!(benches);
