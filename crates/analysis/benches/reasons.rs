//! Time of what says why: drivers, rules, the value of information.
//!
//! `cargo bench -p pourparler-analysis --bench reasons`. The sizes of the plain estimators are
//! those that `benches/neighbours.py` gives to SALib and the EMA Workbench.

use std::hint::black_box;
use std::sync::atomic::AtomicBool;

use criterion::{Criterion, criterion_group, criterion_main};
use pourparler_analysis::discover::{Column, PrimOptions, prim};
use pourparler_analysis::drivers::{
    Design, assess_drivers, delta, drivers, sobol_indices, targets,
};
use pourparler_analysis::{Prepared, Rankings, vocabulary};
use pourparler_engine::sobol::Sobol;
use pourparler_engine::{Effort, Watch, run};
use pourparler_scenario::{Scenario, read};
use rayon::{ThreadPool, ThreadPoolBuilder};

const FILE: &str = include_str!("../../../scenarios/moscow-sixth-visit/scenario.toml");

fn scenario() -> Scenario {
    // What stands last is read by the second opinions alone.
    let (text, _) = FILE.split_once("\n[opinions").unwrap_or((FILE, ""));
    read::read("scenario.toml", text, &vocabulary())
        .scenario
        .expect("a scenario without mistakes")
}

fn pool(threads: usize) -> ThreadPool {
    ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .expect("a pool")
}

/// The settings of 20 inputs, uniform: `[input][setting]`.
fn inputs(settings: u32) -> Vec<Vec<f64>> {
    let drawn = Sobol::new(1, 0, 20).expect("20 dimensions");
    let mut columns = vec![Vec::new(); 20];
    for k in 0..settings {
        let mut u = [0.0; 20];
        drawn.point(k, &mut u);
        columns.iter_mut().zip(u).for_each(|(x, u)| x.push(u));
    }
    columns
}

/// The sum of the inputs, the k-th weighted 1/k.
fn output(columns: &[Vec<f64>]) -> Vec<f64> {
    let at = |i: usize| (1..).zip(columns).map(|(k, x)| x[i] / f64::from(k)).sum();
    (0..columns[0].len()).map(at).collect()
}

fn estimators(c: &mut Criterion) {
    let one = pool(1);
    let mut group = c.benchmark_group("one thread");
    group.sample_size(10);
    // 22,528 rows: A, B and 20 mixtures of 1,024 settings.
    let (a, b) = (inputs(1024), inputs(2048));
    let b: Vec<Vec<f64>> = b.iter().map(|x| x[1024..].to_vec()).collect();
    let mixed = |i: usize| {
        let mut x = a.clone();
        x[i].clone_from(&b[i]);
        output(&x)
    };
    let ab: Vec<Vec<f64>> = (0..20).map(mixed).collect();
    let ab: Vec<&[f64]> = ab.iter().map(Vec::as_slice).collect();
    let (of_a, of_b) = (output(&a), output(&b));
    group.bench_function("Sobol indices, 22528 rows of 20 inputs", |bench| {
        bench.iter(|| black_box(sobol_indices(&of_a, &of_b, &ab, 64)));
    });
    let x = inputs(10_000);
    let y = output(&x);
    group.bench_function(
        "delta, 10000 settings of 20 inputs, 10 resamples",
        |bench| {
            bench.iter(|| one.install(|| x.iter().map(|x| delta(x, &y, 1000)).collect::<Vec<_>>()));
        },
    );
    let columns: Vec<Column> = x
        .iter()
        .map(|values| Column { values, labels: 0 })
        .collect();
    let case = |i: usize| f64::from(u8::from(x[0][i] > 0.6 && x[1][i] < 0.5));
    let cases: Vec<f64> = (0..10_000).map(case).collect();
    group.bench_function("PRIM, 10000 settings of 20 inputs", |bench| {
        bench.iter(|| one.install(|| black_box(prim(&columns, &cases, PrimOptions::default()))));
    });
    group.finish();
}

fn worked_example(c: &mut Criterion) {
    let prepared = || Prepared::pair(scenario(), Effort::default()).expect("no contradiction");
    let stop = AtomicBool::new(false);
    let watch = Watch {
        progress: &|_, _| {},
        stop: &stop,
    };
    let two = pool(2);
    let run = two.install(|| run::run(prepared().plan()));
    let rankings = Rankings::of(&run);
    let all = targets(&run);
    println!("{} targets, {} settings", all.len(), run.len());
    let mut group = c.benchmark_group("worked example, two threads");
    group.sample_size(10);
    group.bench_function("drivers from the draws of a run", |b| {
        b.iter(|| two.install(|| black_box(drivers(&run, &rankings, &all))));
    });
    group.bench_function("drivers, runs included", |b| {
        b.iter(|| {
            let design = Design::default();
            two.install(|| assess_drivers(prepared(), &targets, &design, &watch))
                .is_ok()
        });
    });
    group.finish();
}

criterion_group!(benches, estimators, worked_example);
criterion_main!(benches);
