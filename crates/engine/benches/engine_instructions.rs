//! Instructions of one block of 128 paths of the worked case in every arm, under valgrind.
//!
//! `cargo bench -p pourparler-engine --bench engine_instructions`; needs valgrind, and
//! `cargo install gungraun-runner` at the version of the `gungraun` dependency.

#![allow(missing_docs)] // the macros make items without any

use gungraun::{library_benchmark, library_benchmark_group, main};
use pourparler_engine::result::Questions;
use pourparler_engine::{Effort, Plan, run, vocabulary};
use pourparler_scenario::read;
use std::hint::black_box;

const SCENARIO: &str = include_str!("../../../scenarios/moscow-sixth-visit/scenario.toml");

/// The plan, with one block already run, as in the middle of a run.
fn warmed() -> Plan {
    let reading = read::read("scenario.toml", SCENARIO, &vocabulary());
    let scenario = reading.scenario.expect("the worked case can be read");
    let plan = Plan::compile(&scenario, Effort::default(), &Questions::default());
    let plan = plan.expect("and compiled");
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
