//! One published method on files of its own format, as JSON.

use pourparler_agreement::Point;
use pourparler_second_opinion::games::{Found, Mixed, Rational, number as exact};
use pourparler_second_opinion::negotiation::Evaluations;
use pourparler_second_opinion::spatial::Spread;
use serde_json::{Value, json};

use super::opinions::of_graph;
use super::{missing, number};
use crate::methods::{Conflict, Domain, Game, Played, Spatial};

/// Schemas of the four methods.
pub const SPATIAL_SCHEMA: &str = "pourparler.spatial/1";
/// See [`SPATIAL_SCHEMA`].
pub const CONFLICT_SCHEMA: &str = "pourparler.graph-model/1";
/// See [`SPATIAL_SCHEMA`].
pub const GAME_SCHEMA: &str = "pourparler.game/1";
/// See [`SPATIAL_SCHEMA`].
pub const NEGOTIATION_SCHEMA: &str = "pourparler.negotiation/1";

/// Spatial bargaining: positions, medians and means by round, offers taken, and all readings.
pub fn spatial(found: &Spatial) -> Value {
    let jointly = found.jointly.as_ref().map(|run| {
        let rounds = run.rounds.iter();
        rounds
            .map(|round| json!({ "medians": round.medians, "means": round.means }))
            .collect::<Vec<Value>>()
    });
    json!({
        "schema": SPATIAL_SCHEMA,
        "file": found.file,
        "rules": found.preset,
        "issues": found.issues.iter().map(played).collect::<Vec<Value>>(),
        "jointly": jointly,
    })
}

fn played(played: &Played) -> Value {
    let spread =
        |spread: &Spread| json!({ "low": number(spread.low), "high": number(spread.high) });
    let actors = played.issue.actors().iter().map(|actor| {
        json!({
            "name": actor.name,
            "capability": number(actor.capability),
            "position": number(actor.position),
            "salience": number(actor.salience),
        })
    });
    let rounds = played.run.rounds.iter().enumerate().map(|(k, round)| {
        json!({
            "positions": round.after.positions,
            "median": number(round.after.median),
            "mean": number(round.after.mean),
            "risk": round.risk,
            "offers": played.run.sentences(&played.issue, k + 1),
        })
    });
    json!({
        "name": played.name,
        "actors": actors.collect::<Vec<Value>>(),
        "baseline": {
            "median": number(played.ensemble.baseline.median),
            "mean": number(played.ensemble.baseline.mean),
        },
        "rounds": rounds.collect::<Vec<Value>>(),
        "readings": {
            "count": played.ensemble.runs.len(),
            "median": spread(&played.ensemble.median),
            "mean": spread(&played.ensemble.mean),
        },
    })
}

/// The graph model of a conflict file.
pub fn conflict(found: &Conflict) -> Value {
    json!({
        "schema": CONFLICT_SCHEMA,
        "file": found.file,
        "graph": of_graph(&found.graph),
    })
}

/// A finite game: payoffs and probabilities are exact, as text such as `"2/3"`.
pub fn game(found: &Game) -> Value {
    let (solved, table) = (&found.solved, &found.solved.table);
    let payoffs = |all: &[Rational]| all.iter().map(exact::show).collect::<Vec<String>>();
    let mixed = |one: &Mixed| {
        let sides = one.strategies.iter();
        json!({
            "strategies": sides.map(|side| payoffs(side)).collect::<Vec<_>>(),
            "payoffs": payoffs(&one.payoffs),
        })
    };
    let logit = solved.logit.as_ref().map(|one| {
        json!({
            "strategies": one.strategies,
            "payoffs": one.payoffs,
            "regret": number(one.regret),
            "complete": one.complete,
        })
    });
    let perfect = solved.subgame_perfect.as_ref().map(|found| match found {
        Err(why) => missing(&why.to_string()),
        Ok(all) => list(
            all,
            |one| json!({ "actions": one.actions, "payoffs": payoffs(&one.payoffs) }),
        ),
    });
    let bayesian = solved.bayesian.as_ref().map(|found| match found {
        Err(why) => missing(&why.to_string()),
        Ok(all) => list(all, |one| {
            let shares =
                |of: &[Vec<Rational>]| of.iter().map(|all| payoffs(all)).collect::<Vec<_>>();
            json!({
                "plans": mixed(&one.mixed),
                "behaviour": shares(&one.behaviour),
                "beliefs": shares(&one.beliefs),
            })
        }),
    });
    json!({
        "schema": GAME_SCHEMA,
        "file": found.file,
        "title": table.title,
        "players": table.players(),
        "strategies": solved.strategies,
        "pure": list(&solved.pure, |profile| json!(profile)),
        "extreme": solved.mixed.as_ref().map(|all| list(all, mixed)),
        "logit": logit,
        "subgame_perfect": perfect,
        "perfect_bayesian": bayesian,
    })
}

fn list<T>(found: &Found<T>, of: impl Fn(&T) -> Value) -> Value {
    json!({
        "complete": found.complete,
        "equilibria": found.found.iter().map(of).collect::<Vec<Value>>(),
    })
}

/// A negotiation domain: conventions, frontier and solutions, utilities from 0 to 1.
pub fn negotiation(found: &Domain) -> Value {
    let outcome = |package: u64| {
        let topics = found.negotiation.topics.iter().enumerate();
        let options = topics.map(|(k, topic)| {
            let option = found.space.domain.option(package, k);
            (topic.name.clone(), json!(topic.options[option]))
        });
        Value::Object(options.collect())
    };
    let point_of = |point: &Point| {
        json!({
            "utilities": [number(point.a), number(point.b)],
            "outcome": outcome(point.package),
        })
    };
    let solution = |point: &Option<Point>| {
        point.as_ref().map_or_else(
            || missing("no outcome gives both sides at least what no agreement is worth"),
            &point_of,
        )
    };
    let solutions = &found.solutions;
    json!({
        "schema": NEGOTIATION_SCHEMA,
        "files": found.files,
        "name": found.negotiation.name,
        "sides": found.negotiation.profiles.each_ref().map(|profile| &profile.name),
        "conventions": {
            "evaluations": match found.space.evaluations {
                Evaluations::AsWritten => "as written",
                Evaluations::ShareOfLargest => "share of the issue's largest",
            },
            "scale": found.space.scale.map(|(low, high)| [number(low), number(high)]),
            "disagreement": found.space.disagreement,
        },
        "frontier": solutions.frontier.points().iter().map(point_of).collect::<Vec<Value>>(),
        "nash": solution(&solutions.nash),
        "egalitarian": solution(&solutions.egalitarian),
        "kalai_smorodinsky": solution(&solutions.kalai_smorodinsky),
        "kalai_smorodinsky_by_ratio": solution(&solutions.kalai_smorodinsky_by_ratio),
        "utilitarian": solution(&solutions.utilitarian),
    })
}
