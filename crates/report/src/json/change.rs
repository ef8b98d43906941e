//! What would have to change, as JSON.

use pourparler_agreement::opening::Opening;
use pourparler_analysis::change::{
    Answer, Change, GRADES, Pulled, Reached, Single, Sizes, Sought, Weakened, ZoneOpening,
};
use pourparler_scenario::Scenario;
use serde_json::{Value, json};

use super::agreements::single_changes;
use super::{figure, missing, number};
use crate::levers;
use crate::signable::labels;

/// Schema of what would have to change.
pub const CHANGE_SCHEMA: &str = "pourparler.change/1";

/// What would have to change for a target to be reached.
pub fn change(scenario: &Scenario, change: &Change, reproduce: &str) -> Value {
    let [effort, search] = &change.efforts;
    let sizes = |effort: &pourparler_engine::Effort| json!({ "scrambles": effort.scrambles, "points": effort.points, "paths": effort.paths });
    let listed = change.levers.iter().map(|lever| {
        json!({
            "id": lever.id,
            "kind": lever.kind.word(),
            "about": lever.about,
            "keys": lever.keys,
            "line": lever.line,
            "cost": number(lever.cost),
            "priced": lever.priced,
            "most": share(lever.most),
            "says": levers::said(scenario, lever, lever.most),
        })
    });
    let (status, sought) = match &change.answer {
        Answer::Met => ("met", Value::Null),
        Answer::NoLevers => ("no levers", Value::Null),
        Answer::NeverVaries => ("never varies", Value::Null),
        Answer::Sought(found) if found.cheapest.is_some() => {
            ("reached", sought(scenario, change, found))
        }
        Answer::Sought(found) => ("out of reach", sought(scenario, change, found)),
    };
    json!({
        "schema": CHANGE_SCHEMA,
        "title": scenario.root.text("title"),
        "marking": scenario.root.text("marking"),
        "target": change.asked,
        "test": change.target.test.to_string(),
        "measured": change.target.measured.to_string(),
        "base": reached(&change.base),
        "status": status,
        "levers": listed.collect::<Vec<Value>>(),
        "found": sought,
        "opening": change.opening.as_ref().map_or_else(
            || missing("the packages that both sides would sign cannot be worked out"),
            opening,
        ),
        "run": {
            "version": env!("CARGO_PKG_VERSION"),
            "seed": effort.seed,
            "scenario": scenario.name,
            "scenario_sha256": scenario.sha256,
            "size": sizes(effort),
            "search": sizes(search),
            "sets_run": change.tried,
            "reproduce": reproduce,
        },
    })
}

fn share(grade: u16) -> Value {
    number(f64::from(grade) / f64::from(GRADES))
}

fn reached(reached: &Reached) -> Value {
    let mut fields = figure("value", reached.value, reached.se);
    fields.insert("holds".to_owned(), json!(reached.holds()));
    Value::Object(fields)
}

fn sought(scenario: &Scenario, change: &Change, sought: &Sought) -> Value {
    let id = |k: usize| change.levers.get(k).map(|lever| lever.id.as_str());
    let single = |single: &Single| {
        json!({
            "lever": id(single.lever),
            "full": reached(&single.full),
            "moves": number(single.moves),
            "needs": single.needs.map(|(grade, cost)| json!({
                "strength": share(grade),
                "cost": number(cost),
                "says": change.levers.get(single.lever)
                    .map(|lever| levers::said(scenario, lever, grade)),
            })),
        })
    };
    let set = |set: &Pulled| -> Value {
        set.iter()
            .map(|(&k, &grade)| {
                json!({
                    "lever": id(k),
                    "strength": share(grade),
                    "says": change.levers.get(k).map(|lever| levers::said(scenario, lever, grade)),
                })
            })
            .collect()
    };
    let weakened = |weak: &Weakened| json!({ "set": set(&weak.set), "cost": number(weak.cost) });
    let sizes = |sizes: &Sizes| {
        json!({
            "levers": sizes.size,
            "all": sizes.all,
            "run": sizes.run,
            "bounded": sizes.bounded,
            "dear": sizes.dear,
            "left": sizes.left,
        })
    };
    let joint = sought.joint.as_ref().map_or_else(
        || missing("the measured number cannot be had in every coalition"),
        |joint| {
            let share = |(kinds, share): &(Vec<_>, f64)| {
                let words = |kind: &pourparler_analysis::change::Kind| kind.word();
                json!({ "kinds": kinds.iter().map(words).collect::<Vec<_>>(), "share": number(*share) })
            };
            json!({
                "gain": number(joint.gain),
                "sum_of_singles": number(joint.sum),
                "shares": joint.shares.iter().map(share).collect::<Vec<Value>>(),
                "coalitions": joint.coalitions,
            })
        },
    );
    json!({
        "cheapest": sought.cheapest.as_ref().map(|cheapest| json!({
            "set": set(&cheapest.set.set),
            "cost": number(cheapest.set.cost),
            "reached": reached(&cheapest.reached),
            "strengthened": cheapest.strengthened,
            "proven": cheapest.proven,
        })),
        "all": reached(&sought.all),
        "singles": sought.singles.iter().map(single).collect::<Vec<Value>>(),
        "pairs": sought.pairs.iter().map(weakened).collect::<Vec<Value>>(),
        "sizes": sought.sizes.iter().map(sizes).collect::<Vec<Value>>(),
        "contrary": sought.contrary,
        "joint": joint,
    })
}

fn opening(opening: &ZoneOpening) -> Value {
    let found = &opening.agreements;
    let one = |opening: &Option<Opening>| {
        opening.as_ref().map(|opening| {
            json!({
                "concessions": opening.sides.map(number),
                "package": labels(found, opening.package, &opening.shares),
            })
        })
    };
    json!({
        "open": found.open,
        "alike": one(&found.equal),
        "alone": opening.alone.each_ref().map(one),
        "priced": one(&opening.priced),
        "single_changes": single_changes(found),
    })
}
