//! Instructions of one block of 128 paths of the worked case in every arm, under valgrind.
//!
//! `cargo bench -p pourparler-engine --bench engine_instructions`; needs valgrind, and
//! `cargo install gungraun-runner` at the version of the `gungraun` dependency.

#![allow(missing_docs)] // the macros make items without any

mod worked_case;

use gungraun::{library_benchmark, library_benchmark_group, main};
use pourparler_engine::{Effort, Plan, run};
use std::hint::black_box;

/// The plan, with one block already run, as in the middle of a run.
fn warmed() -> Plan {
    let plan = worked_case::plan(Effort::default());
    run::profile(&plan, 1, &|| 0);
    plan
}

#[library_benchmark]
#[bench::worked_case(setup = warmed)]
fn block(plan: Plan) -> u64 {
    let (_, arm_steps) = run::profile(black_box(&plan), 1, &|| 0);
    black_box(arm_steps)
}

library_benchmark_group!(name = blocks, benchmarks = block);
main!(library_benchmark_groups = blocks);
