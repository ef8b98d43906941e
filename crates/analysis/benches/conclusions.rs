//! Time of everything that follows a run of the worked case, and of its parts.
//!
//! `cargo bench -p pourparler-analysis --bench conclusions`. The run has the default number of
//! settings and few chance paths, on which only the quantiles of counts of people depend.

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use pourparler_analysis::{HEADLINE, Prepared, Rankings, assumptions, counterfactual, vocabulary};
use pourparler_engine::{Effort, run};
use pourparler_scenario::{Scenario, read};
use rayon::{ThreadPool, ThreadPoolBuilder};

const FILE: &str = include_str!("../../../scenarios/moscow-sixth-visit/scenario.toml");

fn effort() -> Effort {
    Effort {
        paths: 4,
        ..Effort::default()
    }
}

fn scenario() -> Scenario {
    // What stands last is read by the second opinions alone.
    let (text, _) = FILE.split_once("\n[opinions").unwrap_or((FILE, ""));
    read::read("scenario.toml", text, &vocabulary())
        .scenario
        .expect("a scenario without mistakes")
}

fn prepared() -> Prepared {
    Prepared::new(scenario(), effort()).expect("a scenario without contradictions")
}

fn pool(threads: usize) -> ThreadPool {
    ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .expect("a pool")
}

fn conclusions(c: &mut Criterion) {
    let run = run::run(prepared().plan());
    println!(
        "{} arms, {} outputs, {} settings, {} uncertain inputs",
        run.arms.len(),
        run.outputs.len(),
        run.len(),
        run.thetas.len()
    );
    let one = pool(1);
    let mut group = c.benchmark_group("one thread");
    group.sample_size(10);
    group.bench_function("levels and effects", |b| {
        b.iter(|| one.install(|| black_box(counterfactual(&run))));
    });
    group.bench_function("rankings", |b| {
        b.iter(|| one.install(|| black_box(Rankings::of(&run))));
    });
    let rankings = Rankings::of(&run);
    group.bench_function("assumptions", |b| {
        b.iter(|| one.install(|| black_box(assumptions(&run, &rankings, HEADLINE))));
    });
    group.finish();

    // The run goes in and comes out again, so that it is copied for no measurement.
    let mut kept = Some(run);
    let mut group = c.benchmark_group("all that follows a run");
    group.sample_size(10);
    for threads in [1, 2] {
        let pool = pool(threads);
        group.bench_function(format!("{threads} threads"), |b| {
            b.iter_custom(|times| {
                let mut spent = Duration::ZERO;
                for _ in 0..times {
                    let (prepared, run) = (prepared(), kept.take().expect("the run"));
                    let start = Instant::now();
                    let assessment = pool.install(|| prepared.concluded(run));
                    spent += start.elapsed();
                    kept = Some(black_box(assessment).run);
                }
                spent
            });
        });
    }
    group.finish();
}

criterion_group!(benches, conclusions);
criterion_main!(benches);
