//! What `benches/peers.py` sets other programs beside: random games and a negotiation of three
//! parties as JSON, with what is found here and how long it took (medians, one thread).
//!
//! `cargo run --release -p pourparler-second-opinion --example peers`

#[path = "../benches/cases/mod.rs"]
mod cases;

use std::time::Instant;

use pourparler_agreement::grid::snap;
use pourparler_agreement::{Choice, Domain, Draw, Frontier, Veto, Workspace};
use pourparler_second_opinion::games::{Budget, StrategicGame, extreme_equilibria};
use pourparler_second_opinion::negotiation::{efficient, triple_solutions};
use serde_json::{Value, json};

/// Strategies of each player, and how many games.
const GAMES: [(usize, u64); 2] = [(5, 50), (10, 8)];

/// What the third party must have where it is a bound, and what each has without an agreement.
const LEAST: f64 = 0.55;
const DISAGREEMENT: f64 = 0.3;

fn main() {
    let games: Vec<Value> = GAMES
        .iter()
        .flat_map(|&(n, games)| (0..games).map(move |seed| solved(n, seed)))
        .collect();
    println!(
        "{}",
        json!({ "games": games, "negotiation": negotiation(6, 10) })
    );
}

/// A result, and the median time in seconds.
fn timed<T>(repetitions: usize, mut work: impl FnMut() -> T) -> (T, f64) {
    let mut result = work();
    let mut times: Vec<f64> = (0..repetitions)
        .map(|_| {
            let start = Instant::now();
            result = work();
            start.elapsed().as_secs_f64()
        })
        .collect();
    times.sort_by(f64::total_cmp);
    (result, times[repetitions / 2])
}

fn solved(n: usize, seed: u64) -> Value {
    let game = cases::game(n, seed);
    let budget = Budget::new(1_000_000);
    let (all, seconds) = timed(5, || {
        extreme_equilibria(&game, budget).expect("two players")
    });
    assert!(all.complete);
    let equilibria: Vec<Vec<String>> = all
        .found
        .iter()
        .map(|mixed| mixed.strategies.concat())
        .map(|profile| profile.iter().map(ToString::to_string).collect())
        .collect();
    json!({
        "n": n,
        "payoffs": [table(&game, n, 0), table(&game, n, 1)],
        "equilibria": equilibria,
        "seconds": seconds,
    })
}

fn table(game: &StrategicGame, n: usize, player: usize) -> Vec<Vec<String>> {
    let at = |row, column| row * game.stride(0) + column * game.stride(1);
    let payoff = |row, column| game.payoffs(at(row, column))[player].to_string();
    (0..n)
        .map(|row| (0..n).map(|column| payoff(row, column)).collect())
        .collect()
}

fn negotiation(issues: usize, options: usize) -> Value {
    let (domain, draw) = cases::negotiation(issues, options);
    let mut bound = draw.clone();
    bound.vetoes.push(Veto {
        party: 2,
        threshold: LEAST,
    });
    let mut workspace = Workspace::default();
    let mut frontier = Frontier::default();
    let (_, bounded) = timed(9, || {
        workspace.frontier(&domain, &bound, &[], &mut frontier)
    });
    let ((list, solutions), seconds) = timed(9, || {
        let list = efficient(&domain, &draw, [0, 1, 2]).expect("a list");
        let solutions = triple_solutions(&list, [DISAGREEMENT; 3]);
        (list, solutions)
    });
    let point = |triple: Option<pourparler_second_opinion::negotiation::Triple>| {
        triple.map(|triple| triple.utilities)
    };
    json!({
        "gains": gains(&domain, &draw, issues, options),
        "disagreement": DISAGREEMENT,
        "outcomes": domain.packages(),
        "efficient": list.len(),
        "nash": point(solutions.nash),
        "egalitarian": point(solutions.egalitarian),
        "utilitarian": point(solutions.utilitarian),
        "seconds": seconds,
        "least": LEAST,
        "frontier": frontier.points().len(),
        "seconds_bounded": bounded,
    })
}

/// What an option adds to a party's utility: \[party\]\[issue\]\[option\], on the grid on which sums
/// are exact, so that another program computes with the same numbers.
fn gains(domain: &Domain, draw: &Draw, issues: usize, options: usize) -> Vec<Vec<Vec<f64>>> {
    let gain = |party, issue, option| {
        let at = Choice { issue, option };
        snap(draw.weight(domain, party, issue) * draw.value(domain, party, at))
    };
    let of_issue = |party, issue| (0..options).map(|o| gain(party, issue, o)).collect();
    let of_party = |party| (0..issues).map(|issue| of_issue(party, issue)).collect();
    (0..3).map(of_party).collect()
}
