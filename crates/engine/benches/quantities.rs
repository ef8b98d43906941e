//! Time of the quantity layer by itself: eleven uncertain numbers as people write them, drawn a
//! million times, and what fifteen lines of arithmetic make of them.
//!
//! `cargo bench -p pourparler-engine --bench quantities`

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use pourparler_engine::quantile::Quantile;
use pourparler_engine::sobol::Sobol;
use pourparler_engine::summary;
use pourparler_scenario::Value;
use pourparler_scenario::lone;
use rayon::prelude::*;

/// What a cease-fire line of 1,000 km would take to watch.
const TEXTS: [&str; 11] = [
    "600 .. 1200",
    "{ pert = [2, 5, 12] }",
    "{ normal = [8, 1.5] }",
    "{ uniform = [3, 5] }",
    "10% .. 40%",
    "{ beta = [3, 7] }",
    "{ lognormal = [50, 500] }",
    "0.05 .. 0.3",
    "about 90",
    "3 of 24",
    "{ normal = [0.2, 0.05] }",
];

/// Scrambles and points: 1,048,576 draws.
const SCRAMBLES: u32 = 16;
const POINTS: u32 = 1 << 16;

/// Draws that are worked on together.
const COLUMN: usize = 256;

fn laws() -> Vec<Quantile> {
    let law = |text: &&str| match lone::read(text, None).expect("a quantity").value {
        Value::Quantity(quantity) => Quantile::new(&quantity.law),
        _ => unreachable!("a quantity"),
    };
    TEXTS.iter().map(law).collect()
}

/// People and cost of the watch.
fn model(x: &[f64; 11]) -> f64 {
    let [
        line,
        posts,
        crew,
        shifts,
        leave,
        lost,
        kit,
        spoilt,
        days,
        alarms,
        error,
    ] = *x;
    let places = line / posts;
    let on_duty = places * crew;
    let present = on_duty * shifts / (1.0 - leave);
    let people = present * (1.0 + lost);
    let gear = people * kit * (1.0 + spoilt);
    let watched = places * days;
    let calls = watched * alarms;
    let true_calls = calls * (1.0 - error.clamp(0.0, 1.0));
    let wasted = calls - true_calls;
    let pay = people * 12.0;
    let travel = wasted * 0.4 + true_calls * 1.1;
    let cost = gear + pay + travel;
    cost / 1e6
}

/// Mean, and the 5, 50 and 95 % points.
fn assessed() -> (f64, [f64; 3]) {
    let laws = laws();
    let mut draws = vec![0.0; (SCRAMBLES * POINTS) as usize];
    let jobs = draws.par_chunks_exact_mut(COLUMN).enumerate();
    let sobol: Vec<Sobol> = (0..SCRAMBLES)
        .map(|scramble| Sobol::new(1, scramble, laws.len()).expect("few dimensions"))
        .collect();
    jobs.for_each(|(job, out)| {
        let first = job * COLUMN;
        let sobol = &sobol[first / POINTS as usize];
        let mut columns = [[0.0; COLUMN]; 11];
        for k in 0..COLUMN {
            let mut point = [0.0; 11];
            sobol.point(((first + k) % POINTS as usize) as u32, &mut point);
            for (column, u) in columns.iter_mut().zip(point) {
                column[k] = u;
            }
        }
        for (column, law) in columns.iter_mut().zip(&laws) {
            law.fill(column);
        }
        for (k, out) in out.iter_mut().enumerate() {
            *out = model(&columns.each_ref().map(|column| column[k]));
        }
    });
    let quantiles = summary::quantiles(&draws, [0.05, 0.5, 0.95]);
    (summary::mean(&draws), quantiles)
}

fn quantities(c: &mut Criterion) {
    println!("{:?}", assessed());
    let mut group = c.benchmark_group("quantities");
    group.throughput(Throughput::Elements(u64::from(SCRAMBLES * POINTS)));
    group.bench_function("eleven laws, a million draws", |b| {
        b.iter(|| black_box(assessed()));
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(std::time::Duration::from_millis(300))
        .measurement_time(std::time::Duration::from_secs(3));
    targets = quantities
}
criterion_main!(benches);
