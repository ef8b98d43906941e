//! Time of negotiations of about a million outcomes: the frontier of two sides with the third party as
//! a bound, all that is efficient for three, and the solutions among that. The bound is checked
//! against the list of three before it is timed.
//!
//! `cargo bench -p pourparler-second-opinion --bench negotiation`

mod cases;

use std::hint::black_box;

use cases::negotiation;
use criterion::{Criterion, criterion_group, criterion_main};
use pourparler_agreement::{Frontier, Veto, Workspace};
use pourparler_second_opinion::negotiation::{efficient, triple_solutions};

const LEAST: f64 = 0.55;

fn three_parties(c: &mut Criterion) {
    for (issues, options) in [(10, 4), (6, 10)] {
        three(c, issues, options);
    }
}

fn three(c: &mut Criterion, issues: usize, options: usize) {
    let (domain, draw) = negotiation(issues, options);
    let of = |what: &str| format!("{what}, {issues} issues of {options}");
    let mut bound = draw.clone();
    bound.vetoes.push(Veto {
        party: 2,
        threshold: LEAST,
    });
    let mut workspace = Workspace::default();
    let mut frontier = Frontier::default();
    workspace
        .frontier(&domain, &bound, &[], &mut frontier)
        .expect("a frontier");
    let list = efficient(&domain, &draw, [0, 1, 2]).expect("a list");
    // The best for A among those that give C enough is the same in both.
    let mut enough = list.iter().filter(|triple| triple.utilities[2] >= LEAST);
    let best = enough.next().expect("an outcome").utilities[0];
    assert_eq!(best, frontier.points()[0].a);
    println!(
        "{} outcomes, {} points on the bounded frontier, {} efficient for three",
        domain.packages(),
        frontier.points().len(),
        list.len()
    );
    c.bench_function(&of("frontier of two, the third a bound"), |b| {
        b.iter(|| workspace.frontier(&domain, black_box(&bound), &[], &mut frontier));
    });
    c.bench_function(&of("all efficient for three"), |b| {
        b.iter(|| efficient(&domain, black_box(&draw), [0, 1, 2]));
    });
    c.bench_function(&of("solutions for three"), |b| {
        b.iter(|| triple_solutions(black_box(&list), [0.3; 3]));
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(std::time::Duration::from_millis(300))
        .measurement_time(std::time::Duration::from_secs(1));
    targets = three_parties
}
criterion_main!(benches);
