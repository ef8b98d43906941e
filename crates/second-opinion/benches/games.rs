//! Time of exact equilibria of square games with payoffs from 0 to 99.
//!
//! `cargo bench -p pourparler-second-opinion --bench games`

mod cases;

use std::hint::black_box;

use cases::game;
use criterion::{Criterion, criterion_group, criterion_main};
use pourparler_second_opinion::games::{
    Budget, StrategicGame, extreme_equilibria, lemke_howson, logit_equilibrium,
};

const BUDGET: Budget = Budget::new(1_000_000);

fn games(c: &mut Criterion) {
    for n in [5, 10] {
        let games: Vec<StrategicGame> = (0..8).map(|seed| game(n, seed)).collect();
        for game in &games {
            let all = extreme_equilibria(game, BUDGET).expect("two players");
            let one = lemke_howson(game, 0, BUDGET).expect("two players");
            assert!(all.complete && all.found.contains(&one.found[0]));
        }
        let mut next = games.iter().cycle();
        c.bench_function(&format!("all extreme equilibria, {n} by {n}"), |b| {
            b.iter(|| extreme_equilibria(black_box(next.next().expect("a cycle")), BUDGET));
        });
        let mut next = games.iter().cycle();
        c.bench_function(&format!("Lemke-Howson, {n} by {n}"), |b| {
            b.iter(|| lemke_howson(black_box(next.next().expect("a cycle")), 0, BUDGET));
        });
        let mut next = games.iter().cycle();
        c.bench_function(&format!("logit path to 1e-6, {n} by {n}"), |b| {
            b.iter(|| logit_equilibrium(black_box(next.next().expect("a cycle")), 1e-6, BUDGET));
        });
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(std::time::Duration::from_millis(300))
        .measurement_time(std::time::Duration::from_secs(1));
    targets = games
}
criterion_main!(benches);
