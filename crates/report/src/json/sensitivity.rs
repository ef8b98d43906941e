//! What drives outcomes as JSON; with it all that a tornado chart needs.

use pourparler_analysis::drivers::{Driven, Driver, Drivers, Found, Kind, Measure, NoVariance};
use pourparler_analysis::{Assessment, Estimate};
use serde_json::{Map, Value, json};

use super::{missing, number, run, trace};
use crate::sensitivity::label;

/// Schema of drivers.
pub const DRIVERS_SCHEMA: &str = "pourparler.drivers/1";

/// Inputs listed of each target where there are many.
const MANY: usize = 12;

/// What drives each target; `reproduce` is the command that gives it again. Of one or two targets
/// every input is listed, of more the first twelve and those of `asked` (indices in
/// `Run::inputs`).
pub fn drivers(
    assessment: &Assessment,
    drivers: &Drivers,
    asked: &[usize],
    reproduce: &str,
) -> Value {
    let root = &assessment.scenario.root;
    let most = if drivers.driven.len() > 2 {
        MANY
    } else {
        usize::MAX
    };
    let groups = drivers.groups.iter().map(|group| {
        let inputs = group.inputs.iter();
        let paths =
            inputs.filter_map(|&input| Some(assessment.run.inputs.get(input)?.path.as_str()));
        json!({
            "by": kind(group.kind),
            "id": group.id,
            "inputs": paths.collect::<Vec<&str>>(),
        })
    });
    json!({
        "schema": DRIVERS_SCHEMA,
        "title": root.text("title"),
        "marking": root.text("marking"),
        "as_of": root.date("as_of").map(|date| date.to_string()),
        "horizon_days": number(assessment.run.settings.horizon_days),
        "arm": pourparler_analysis::DEFAULT_ARM,
        "targets": drivers
            .driven
            .iter()
            .map(|driven| one(assessment, drivers, driven, (most, asked)))
            .collect::<Vec<Value>>(),
        "groups": groups.collect::<Vec<Value>>(),
        "design": drivers.totals.as_ref().map_or_else(
            || missing("total indices were not computed: too few settings, or a stopped run"),
            |totals| json!({
                "scrambles": totals.scrambles(),
                "points": totals.points(),
                "inputs": totals.inputs.len(),
                "other_inputs": totals.rest,
            }),
        ),
        "run": run(assessment, reproduce),
    })
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Mechanism => "mechanism",
        Kind::Party => "party",
        Kind::Section => "section",
    }
}

fn one(
    assessment: &Assessment,
    drivers: &Drivers,
    driven: &Driven,
    (most, asked): (usize, &[usize]),
) -> Value {
    let output = assessment.run.outputs.get(driven.target.output);
    let mut fields = Map::new();
    fields.insert("outcome".to_owned(), json!(output.map(|o| o.name.as_str())));
    fields.insert(
        "measure".to_owned(),
        json!(match driven.target.measure {
            Measure::Level => "level",
            Measure::Effect => "effect",
        }),
    );
    fields.insert(
        "unit".to_owned(),
        json!(output.map(|o| trace::unit(o.unit))),
    );
    match &driven.drivers {
        Err(why) => {
            fields.insert("mean".to_owned(), number(driven.mean));
            let reason = match why {
                NoVariance::Constant(_) => "no variance: the same in every setting".to_owned(),
                NoVariance::NotFinite { settings } => {
                    format!("no finite number in {settings} settings")
                }
                NoVariance::TooFew => "fewer than 32 settings".to_owned(),
            };
            fields.insert("drivers".to_owned(), Value::Null);
            fields.insert("reason".to_owned(), json!(reason));
        }
        Ok(found) => {
            fields.insert("mean".to_owned(), number(driven.mean));
            fields.insert("chance_share".to_owned(), number(found.chance_share));
            fields.insert("floor".to_owned(), number(found.floor));
            fields.insert("told".to_owned(), json!(found.told().count()));
            let listed = found.inputs.iter().enumerate();
            let listed = listed
                .filter(|(rank, driver)| *rank < most || asked.contains(&driver.input))
                .map(|(_, driver)| driver_of(assessment, driver));
            fields.insert("drivers".to_owned(), listed.collect());
            fields.insert("groups".to_owned(), groups(drivers, found));
            fields.insert(
                "other_inputs_total".to_owned(),
                found
                    .rest
                    .as_ref()
                    .map_or_else(|| missing("no total indices, or none left out"), estimate),
            );
        }
    }
    Value::Object(fields)
}

fn groups(drivers: &Drivers, found: &Found) -> Value {
    let pairs = drivers.groups.iter().zip(&found.groups);
    let listed = pairs.map(|(group, total)| {
        json!({ "by": kind(group.kind), "id": group.id, "total": estimate(total) })
    });
    listed.collect()
}

fn driver_of(assessment: &Assessment, driver: &Driver) -> Value {
    let input = assessment.run.inputs.get(driver.input);
    let swing = driver.swing.as_ref().map_or_else(
        || missing("the input takes one value only"),
        |swing| {
            let end = |x: f64, outcome: &Estimate| {
                json!({
                    "input": number(x),
                    "label": input.and_then(|input| label(input, x)),
                    "outcome": estimate(outcome),
                })
            };
            json!({
                "low": end(swing.from, &swing.low),
                "high": end(swing.to, &swing.high),
                "change": estimate(&swing.change),
            })
        },
    );
    json!({
        "input": input.map(|input| input.path.as_str()),
        "line": input.and_then(|input| input.line),
        "unit": input.map(|input| input.unit),
        "delta": estimate(&driver.delta),
        "told": driver.told,
        "first": estimate(&driver.first),
        "total": driver.total.as_ref().map_or_else(
            || missing("not among the inputs with a total of their own"),
            estimate,
        ),
        "swing": swing,
    })
}

/// An estimate with its standard error and 95 % interval.
pub(super) fn estimate(estimate: &Estimate) -> Value {
    let mut fields = Map::new();
    fields.insert("value".to_owned(), number(estimate.value));
    fields.insert("se".to_owned(), number(estimate.se));
    fields.insert("low".to_owned(), number(estimate.low));
    fields.insert("high".to_owned(), number(estimate.high));
    if !estimate.se.is_finite() || !estimate.value.is_finite() {
        let reason = if estimate.value.is_finite() {
            "no standard error: not among the first inputs, or a single repetition"
        } else {
            "not a number"
        };
        fields.insert("reason".to_owned(), json!(reason));
    }
    Value::Object(fields)
}
