//! Time of a whole run of the worked case, and where it goes.
//!
//! `cargo bench -p pourparler-engine --bench engine`. Throughput is in arm-steps: one path of one
//! arm over one step.

mod worked_case;

use std::hint::black_box;
use std::time::Instant;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use pourparler_engine::{Effort, Plan, run};
use rayon::ThreadPoolBuilder;

/// That of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A sixteenth of the default effort.
const EFFORT: Effort = Effort {
    seed: 1,
    scrambles: 2,
    points: 64,
    paths: 16,
    halvings: 0,
};

/// Prints nanoseconds per arm-step of each mechanism, largest first.
fn profile(plan: &Plan) {
    let start = Instant::now();
    let clock = || start.elapsed().as_nanos() as u64;
    let (mut spent, steps) = run::profile(plan, 16, &clock);
    spent.sort_by_key(|(_, ns)| std::cmp::Reverse(*ns));
    let per_step = |ns: u64| ns as f64 / steps as f64;
    for (name, ns) in &spent {
        println!("{name:<12} {:6.2} ns per arm-step", per_step(*ns));
    }
    println!(
        "{:<12} {:6.2} ns per arm-step",
        "all",
        per_step(spent.iter().map(|(_, ns)| ns).sum())
    );
}

fn whole_run(c: &mut Criterion) {
    let plan = worked_case::plan(EFFORT);
    println!(
        "{} arms, {} uncertain quantities",
        plan.arm_ids().count(),
        plan.dimensions().len()
    );
    profile(&plan);
    let mut group = c.benchmark_group("run");
    group.throughput(Throughput::Elements(run::run(&plan).arm_steps));
    group.bench_function("all threads", |b| b.iter(|| black_box(run::run(&plan))));
    let single = ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .expect("a pool of one");
    group.bench_function("one thread", |b| {
        b.iter(|| single.install(|| black_box(run::run(&plan))));
    });
    group.finish();
    c.bench_function("read and compile", |b| b.iter(|| worked_case::plan(EFFORT)));
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(std::time::Duration::from_millis(300))
        .measurement_time(std::time::Duration::from_secs(3));
    targets = whole_run
}
criterion_main!(benches);
