//! JSON: versioned, keys in scenario order, nothing rounded. What cannot be had is null with a
//! `reason`, never a number that is not one.

mod agreements;
mod arms;
mod change;
mod changes;
mod claims;
mod comparison;
mod diff;
mod discovery;
mod evidence;
mod opinions;
mod precision;
mod quantity;
mod sensitivity;
mod trace;
mod worth_knowing;

use pourparler_analysis::{
    Anatomy, Anchor, Assessment, Attribution, ByPaths, Count, HEADLINE, News, PATHS_ENOUGH,
    Position, Share, Stage, is_assumed,
};
use pourparler_engine::result::Input;
use serde_json::{Map, Value, json};

pub use agreements::agreements;
pub use change::change;
pub use changes::changes;
pub use comparison::comparison;
pub use diff::diff;
pub use discovery::discovery;
pub use evidence::evidence;
pub use opinions::opinions;
pub use quantity::quantity;
pub use sensitivity::drivers;
pub use worth_knowing::worth_knowing;

/// Schema of an assessment.
pub const ASSESSMENT_SCHEMA: &str = "pourparler.assessment/1";

/// The whole assessment; `reproduce` is the command that gives it again.
pub fn assessment(assessment: &Assessment, reproduce: &str) -> Value {
    let root = &assessment.scenario.root;
    json!({
        "schema": ASSESSMENT_SCHEMA,
        "title": root.text("title"),
        "marking": root.text("marking"),
        "as_of": root.date("as_of").map(|date| date.to_string()),
        "horizon_days": number(assessment.run.settings.horizon_days),
        "arm_list": arms::list(assessment),
        "arms": arms::levels(assessment),
        "effects": arms::effects(assessment),
        "news": assessment.news.as_ref().map_or_else(
            || missing("the run measures no bargaining zone"),
            |found| news(assessment, found),
        ),
        "curves": arms::curves(assessment),
        "reference_class": assessment.anchor.as_ref().map_or_else(
            || missing("the scenario names no reference class"),
            |anchor| reference_class(assessment, anchor),
        ),
        "anatomy": anatomy(assessment),
        "levers": assessment.attribution.as_ref().map_or_else(
            || missing("the run lacks an arm of the attribution"),
            levers,
        ),
        "claims": claims::claims(assessment),
        "assumptions": assumptions(assessment),
        "convergence": convergence(assessment),
        "remarks": assessment.remarks,
        "trace": trace::trace(assessment),
        "run": run(assessment, reproduce),
    })
}

/// A number, or null where it is none: JSON has no NaN.
pub(crate) fn number(value: f64) -> Value {
    serde_json::Number::from_f64(value).map_or(Value::Null, Value::Number)
}

/// A figure with its standard error.
fn figure(name: &str, value: f64, se: f64) -> Map<String, Value> {
    let mut fields = Map::new();
    fields.insert(name.to_owned(), number(value));
    fields.insert("se".to_owned(), number(se));
    if !se.is_finite() {
        fields.insert("reason".to_owned(), json!(unspread(value)));
    }
    fields
}

/// Why a figure has no standard error, or is no number itself.
fn unspread(value: f64) -> &'static str {
    if value.is_finite() {
        "one repetition has no spread"
    } else {
        "what is known for certain is worth infinitely many bits"
    }
}

/// Why something cannot be had.
pub(crate) fn missing(reason: &str) -> Value {
    json!({ "value": null, "reason": reason })
}

/// `news.outcomes.<outcome>`: with the contact, given that it takes place.
fn news(assessment: &Assessment, found: &News) -> Value {
    let outcomes = found.outcomes.iter().filter_map(|outcome| {
        let output = assessment.run.outputs.get(outcome.output)?;
        let [low, high] = outcome.over_ratio;
        let mut values = figure("mean", outcome.mean, outcome.se);
        values.insert("at_q05".to_owned(), number(low));
        values.insert("at_q95".to_owned(), number(high));
        (!output.name.starts_with("event:")).then(|| (output.name.clone(), Value::Object(values)))
    });
    let [q05, q50, q95] = found.ratio.map(number);
    json!({
        "given": "the contact takes place",
        "invitation_ratio": { "q05": q05, "q50": q50, "q95": q95, "elicited": found.elicited },
        "outcomes": Value::Object(outcomes.collect()),
    })
}

fn anatomy(assessment: &Assessment) -> Value {
    let of = |(index, anatomy): &(usize, Anatomy)| {
        let id = assessment.run.arms.get(*index)?.id.clone();
        let mut parts = Map::new();
        parts.insert("settlement".to_owned(), arms::summary(&anatomy.settlement));
        for (name, summary) in &anatomy.obstacles {
            let name = name.strip_prefix("anatomy.").unwrap_or(name);
            parts.insert(name.to_owned(), arms::summary(summary));
        }
        parts.insert("left_over".to_owned(), number(anatomy.left_over));
        Some((id, Value::Object(parts)))
    };
    Value::Object(assessment.anatomy.iter().filter_map(of).collect())
}

fn reference_class(assessment: &Assessment, anchor: &Anchor) -> Value {
    let class = anchor.class;
    let k = match class.count {
        Count::PerCase(k) => json!(k),
        Count::Within(counts) => {
            json!(
                counts
                    .iter()
                    .map(|(days, k)| json!({ "days": days, "k": k }))
                    .collect::<Vec<_>>()
            )
        }
    };
    let because = anchor.because.iter().filter_map(|(index, share)| {
        let input = assessment.run.inputs.get(*index)?;
        Some(json!({ "input": input.path, "share_of_variance": number(*share) }))
    });
    json!({
        "class": class.id,
        "title": class.title,
        "source": class.source,
        "k": k,
        "n": class.n,
        "rounded": class.rounded,
        "has_clock": class.has_clock(),
        "mean": number(anchor.rate.mean),
        "q025": number(anchor.rate.low),
        "q975": number(anchor.rate.high),
        "without": arms::summary(&anchor.without),
        "position": match anchor.position {
            Position::Below => "below",
            Position::Inside => "inside",
            Position::Above => "above",
        },
        "because": because.collect::<Vec<Value>>(),
    })
}

fn levers(attribution: &Attribution) -> Value {
    let parts = attribution.parts.iter().map(|(lever, part, se)| {
        let part = figure("part", *part, *se);
        ((*lever).to_owned(), Value::Object(part))
    });
    let mut fields = Map::new();
    fields.insert("outcome".to_owned(), json!(HEADLINE));
    fields.extend(figure("gain", attribution.gain, attribution.gain_se));
    fields.insert("parts".to_owned(), Value::Object(parts.collect()));
    Value::Object(fields)
}

fn assumptions(assessment: &Assessment) -> Value {
    let listed = assessment.assumptions.iter().filter_map(|assumption| {
        let input = assessment.run.inputs.get(assumption.input)?;
        let mut listed = trace::input(input);
        if let Value::Object(fields) = &mut listed {
            fields.insert("share_of_level".to_owned(), number(assumption.level));
            fields.insert("share_of_effect".to_owned(), number(assumption.effect));
            fields.insert("rank_correlation".to_owned(), number(assumption.direction));
        }
        Some(listed)
    });
    listed.collect()
}

fn convergence(assessment: &Assessment) -> Value {
    let stage = |stage: &Stage| {
        let mut fields = Map::new();
        fields.insert("scrambles".to_owned(), json!(stage.scrambles));
        fields.extend(figure("mean", stage.mean, stage.se));
        Value::Object(fields)
    };
    json!({
        "arm": "with",
        "outcome": HEADLINE,
        "chance_share": assessment
            .level("with", HEADLINE)
            .map_or(Value::Null, |level| number(level.chance_share)),
        "stages": assessment.convergence.iter().map(stage).collect::<Vec<Value>>(),
        "paths": by_paths(assessment),
    })
}

/// Shares of settings on half of the chance paths and on all.
fn by_paths(assessment: &Assessment) -> Value {
    let run = &assessment.run;
    if assessment.by_paths.is_empty() {
        return missing("one run of each setting cannot be halved");
    }
    let one = |by_paths: &ByPaths| {
        let mut fields = match &by_paths.of {
            Share::Robustness { claim, test } => {
                json!({ "share": "robustness", "claim": claim, "test": test })
            }
            Share::Positive { arm, output } => json!({
                "share": "share_positive",
                "arm": run.arms[*arm].id,
                "outcome": run.outputs[*output].name,
            }),
        };
        if let Value::Object(fields) = &mut fields {
            fields.insert("half".to_owned(), number(by_paths.half));
            fields.insert("all".to_owned(), number(by_paths.all));
            fields.insert("moved".to_owned(), json!(by_paths.moved()));
        }
        fields
    };
    json!({
        "half": run.settings.paths / 2,
        "all": run.settings.paths,
        "limit": PATHS_ENOUGH,
        "moved": assessment.by_paths.iter().filter(|by_paths| by_paths.moved()).count(),
        "shares": assessment.by_paths.iter().map(one).collect::<Vec<Value>>(),
    })
}

fn run(assessment: &Assessment, reproduce: &str) -> Value {
    let settings = &assessment.run.settings;
    let assumed = |input: &&Input| input.dimension.is_some() && is_assumed(input);
    json!({
        "version": env!("CARGO_PKG_VERSION"),
        "seed": settings.seed,
        "scenario": assessment.scenario.name,
        "scenario_sha256": assessment.scenario.sha256,
        "scrambles": settings.scrambles,
        "scrambles_asked": assessment.effort.scrambles,
        "points": settings.points,
        "paths": settings.paths,
        "runs_per_arm": settings.scrambles * settings.points * settings.paths,
        "steps": settings.steps,
        "frontier": {
            "points": assessment.run.frontiers.points,
            "largest_gap": number(assessment.run.frontiers.largest_gap),
            "refused_settings": assessment.run.frontiers.refused,
        },
        "uncertain_inputs": assessment.run.thetas.len(),
        "assumed_inputs": assessment.run.inputs.iter().filter(assumed).count(),
        "complete": assessment.run.complete,
        "precision": precision::precision(assessment.precision.as_ref()),
        "reproduce": reproduce,
    })
}
