//! What is measured, made without chance or from a fixed seed.

#![allow(dead_code)] // no bench uses all of it

use pourparler_scenario::Law;
use pourparler_second_opinion::games::{Rational, StrategicGame};
use pourparler_second_opinion::spatial::{Actor, Issue, UncertainActor};
use rand_philox::Philox;

/// Actors spread over a scale.
pub fn issue(n: usize) -> Issue {
    let part = |i: usize, by: f64| (i as f64 * by).fract();
    let actor = |i: usize| Actor {
        name: format!("actor {i}"),
        capability: 0.1 + part(i, 0.618),
        position: 100.0 * part(i, 0.755),
        salience: 0.1 + 0.9 * part(i, 0.57),
    };
    Issue::new((0..n).map(actor).collect()).expect("an issue")
}

/// The same with a law around every number.
pub fn uncertain(n: usize) -> Vec<UncertainActor> {
    let actor = |actor: &Actor| UncertainActor {
        name: actor.name.clone(),
        capability: Law::Uniform {
            low: 0.8 * actor.capability,
            high: 1.2 * actor.capability,
        },
        position: Law::normal(actor.position, 5.0, f64::NEG_INFINITY, f64::INFINITY),
        salience: Law::Uniform {
            low: 0.8 * actor.salience,
            high: actor.salience,
        },
    };
    issue(n).actors().iter().map(actor).collect()
}

/// A square game with payoffs from 0 to 99.
pub fn game(n: usize, seed: u64) -> StrategicGame {
    let mut random = Philox::from_u64_seed(seed);
    let mut table = || -> Vec<Vec<Rational>> {
        let mut row = || {
            let payoff = |_| Rational::from_integer(random.bounded(100).into());
            (0..n).map(payoff).collect()
        };
        (0..n).map(|_| row()).collect()
    };
    StrategicGame::bimatrix(&table(), &table()).expect("a game")
}
