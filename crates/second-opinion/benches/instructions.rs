//! Instructions of the hot paths, under valgrind: rounds and exact equilibria.
//!
//! `cargo bench -p pourparler-second-opinion --bench instructions`; needs valgrind, and
//! `cargo install gungraun-runner` at the version of the `gungraun` dependency.

#![allow(missing_docs)] // the macros make items without any

mod cases;

use std::hint::black_box;

use cases::{game, issue};
use gungraun::{library_benchmark, library_benchmark_group, main};
use pourparler_second_opinion::games::{Budget, StrategicGame, extreme_equilibria};
use pourparler_second_opinion::spatial::{Issue, Rules, run};

#[library_benchmark]
#[bench::ten_actors(args = (10), setup = issue)]
#[bench::hundred_actors(args = (100), setup = issue)]
fn ten_rounds(issue: Issue) -> f64 {
    run(black_box(&issue), &Rules::SCHOLZ_2011_CODE, 10)
        .end()
        .median
}

fn random_game(n: usize) -> StrategicGame {
    game(n, 0)
}

#[library_benchmark]
#[bench::five_by_five(args = (5), setup = random_game)]
#[bench::ten_by_ten(args = (10), setup = random_game)]
fn all_extreme_equilibria(game: StrategicGame) -> usize {
    let found = extreme_equilibria(black_box(&game), Budget::new(1_000_000));
    found.map_or(0, |found| found.found.len())
}

library_benchmark_group!(
    name = opinions,
    benchmarks = [ten_rounds, all_extreme_equilibria]
);
main!(library_benchmark_groups = opinions);
