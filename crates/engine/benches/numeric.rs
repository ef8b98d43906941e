//! Nanoseconds per element of the numeric foundation, over columns of 128.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use pourparler_engine::math;
use pourparler_engine::random::{Generator, Stream};
use pourparler_engine::sobol::Sobol;
use std::hint::black_box;

/// Length of a column, as in the engine's blocks.
const COLUMN: usize = 128;

/// The column a + (b − a)(i + ½)/128.
fn grid(a: f64, b: f64) -> [f64; COLUMN] {
    std::array::from_fn(|i| a + (b - a) * (i as f64 + 0.5) / COLUMN as f64)
}

fn functions(c: &mut Criterion) {
    let mut group = c.benchmark_group("column");
    group.throughput(Throughput::Elements(COLUMN as u64));
    macro_rules! column {
        ($name:literal, $f:expr, $a:expr, $b:expr) => {
            let x = grid($a, $b);
            let mut y = [0.0; COLUMN];
            group.bench_function($name, |bench| {
                bench.iter(|| {
                    for (y, x) in y.iter_mut().zip(black_box(&x)) {
                        *y = $f(*x);
                    }
                    black_box(&y);
                });
            });
        };
    }
    column!("exp", math::exp, -20.0, 20.0);
    column!("exp_m1", math::exp_m1, -2.0, 2.0);
    column!("ln", math::ln, 0.0, 10.0);
    column!("ln_1p", math::ln_1p, -0.9, 2.0);
    column!("logistic", math::logistic, -5.0, 5.0);
    column!("density", math::phi, -5.0, 5.0);
    column!("normal_cdf", math::normal_cdf, -5.0, 5.0);
    column!("lower_mills_ratio", math::lower_mills_ratio, -5.0, 5.0);
    column!("normal_quantile", math::normal_quantile, 0.0, 1.0);
    group.finish();
}

fn numbers(c: &mut Criterion) {
    let mut group = c.benchmark_group("numbers");
    let generator = Generator::new(1, 0);
    let stream = Stream::new(1, 0);
    let mut column = [0.0; COLUMN];
    group.throughput(Throughput::Elements(COLUMN as u64));
    group.bench_function("uniforms", |bench| {
        bench.iter(|| generator.uniforms(black_box(0), 3, stream, 4, &mut column));
    });
    group.bench_function("normals", |bench| {
        bench.iter(|| generator.normals(black_box(0), 3, stream, 4, &mut column));
    });
    group.throughput(Throughput::Elements(1));
    group.bench_function("uniform", |bench| {
        bench.iter(|| generator.at(black_box(5), 3).uniform(stream, 4));
    });
    group.bench_function("normal", |bench| {
        bench.iter(|| generator.at(black_box(5), 3).normal(stream, 4));
    });
    group.bench_function("stratified one of 16", |bench| {
        bench.iter(|| generator.at(black_box(5), 3).stratified(stream, 4, 16));
    });
    let mut paths = [0.0; 16];
    group.throughput(Throughput::Elements(16));
    group.bench_function("stratified all 16", |bench| {
        bench.iter(|| generator.stratified(black_box(5), stream, 4, &mut paths));
    });
    let mut point = [0.0; 200];
    group.throughput(Throughput::Elements(200));
    group.bench_function("sobol point", |bench| {
        let sequence = Sobol::new(1, 0, 200).expect("fewer than the limit");
        bench.iter(|| sequence.point(black_box(345), &mut point));
    });
    group.throughput(Throughput::Elements(1_111));
    group.bench_function("sobol set-up", |bench| {
        bench.iter(|| Sobol::new(black_box(1), 0, 1_111));
    });
    group.finish();
}

criterion_group!(benches, functions, numbers);
criterion_main!(benches);
