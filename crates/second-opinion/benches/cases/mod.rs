//! What is measured, made without chance or from a fixed seed.

#![allow(dead_code)] // no bench uses all of it

use pourparler_agreement::{Choice, Domain, Draw, Structure};
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

/// A negotiation of three parties with random weights: two opposed sides whose inner options are
/// compromises of unequal worth, and a third with random values.
pub fn negotiation(issues: usize, options: usize) -> (Domain, Draw) {
    let mut random = Philox::from_u64_seed(1);
    let mut uniform = || random.bounded(1 << 30) as f64 / f64::from(1 << 30);
    let issue = pourparler_agreement::Issue {
        options,
        divisible: false,
        status_quo: 0,
    };
    let domain = Domain::new(Structure {
        parties: 3,
        sides: [0, 1],
        issues: vec![issue; issues],
        ..Structure::default()
    })
    .expect("a domain");
    let mut draw = Draw::new(&domain);
    let total = domain.total_options();
    for k in 0..issues {
        for option in 0..options {
            let at = domain.position(Choice { issue: k, option });
            let a = option as f64 / (options - 1) as f64;
            let inner = 0.3 * uniform() * a * (1.0 - a);
            draw.values[at] = a + inner;
            draw.values[total + at] = 1.0 - a + inner;
            draw.values[2 * total + at] = uniform();
        }
    }
    for weights in draw.weights.chunks_mut(issues) {
        weights.fill_with(|| 0.2 + uniform());
        let sum: f64 = weights.iter().sum();
        weights.iter_mut().for_each(|weight| *weight /= sum);
    }
    (domain, draw)
}
