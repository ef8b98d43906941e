//! Instructions of one exact frontier of a negotiation of ordinary size, under valgrind.
//!
//! `cargo bench -p pourparler-agreement --bench frontier_instructions`; needs valgrind, and
//! `cargo install gungraun-runner` at the version of the `gungraun` dependency.

#![allow(missing_docs)] // the macros make items without any

mod domains;

use domains::{Bench, cases};
use gungraun::{library_benchmark, library_benchmark_group, main};
use pourparler_agreement::{Frontier, Workspace};
use std::hint::black_box;

/// A case with its workspace already used once, as in the middle of a run.
fn warmed(case: usize) -> (Bench, Workspace, Frontier) {
    let bench = cases().swap_remove(case);
    let (mut workspace, mut frontier) = (Workspace::default(), Frontier::default());
    workspace
        .frontier(&bench.domain, &bench.draws[0], &[], &mut frontier)
        .expect("a frontier");
    (bench, workspace, frontier)
}

#[library_benchmark]
#[bench::one_veto(args = (0), setup = warmed)]
#[bench::no_veto(args = (1), setup = warmed)]
#[bench::two_vetoes(args = (2), setup = warmed)]
#[bench::everything(args = (3), setup = warmed)]
fn six_issues(case: (Bench, Workspace, Frontier)) -> usize {
    let (bench, mut workspace, mut frontier) = case;
    let run = workspace.frontier(
        &bench.domain,
        black_box(&bench.draws[0]),
        &[],
        &mut frontier,
    );
    run.expect("a frontier");
    black_box(frontier.points().len())
}

library_benchmark_group!(name = frontiers, benchmarks = six_issues);
main!(library_benchmark_groups = frontiers);
