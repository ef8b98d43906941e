//! What a scenario and its plan offer to claims.

use pourparler_engine::result::{Output, Unit};
use pourparler_scenario::Scenario;
use pourparler_scenario::claim;

/// The steps of a mandate, which stand for 0 to 4 in the output `mandate` (model §4).
pub const MANDATES: [&str; 5] = ["none", "convey", "explore", "propose", "commit"];

/// Everything the claims of `scenario` can name, given the outputs and arms of its plan and
/// the names of the engine's mechanisms.
pub fn names(
    scenario: &Scenario,
    outputs: &[Output],
    arms: &[String],
    mechanisms: &[String],
) -> claim::Names {
    let root = &scenario.root;
    let mut inputs: Vec<claim::InputName> = root
        .quantities()
        .into_iter()
        .map(|quantity| claim::InputName {
            path: quantity.path.clone(),
            labels: Vec::new(),
            probability: quantity.unit == "probability" || quantity.path.ends_with(".consent"),
        })
        .collect();
    inputs.extend(root.choices().into_iter().map(|choice| claim::InputName {
        path: choice.path.clone(),
        labels: choice.labels.clone(),
        probability: false,
    }));
    claim::Names {
        outputs: outputs.iter().map(output_name).collect(),
        arms: arms.to_vec(),
        groups: root
            .tables("groups")
            .map(|(id, table)| claim::GroupName {
                name: id.to_string(),
                arms: table.texts("arms").to_vec(),
            })
            .collect(),
        blocks: mechanisms.to_vec(),
        inputs,
        rates: crate::background::rates(scenario)
            .map(|rate| rate.name)
            .collect(),
        issues: root
            .tables("issues")
            .map(|(id, _)| id.to_string())
            .collect(),
        horizon: root.days("horizon").unwrap_or(180.0),
    }
}

fn output_name(output: &Output) -> claim::OutputName {
    let name = output.name.as_str();
    let levels: &[&str] = if name == "mandate" { &MANDATES } else { &[] };
    claim::OutputName {
        name: name.to_string(),
        unit: match output.unit {
            // What the public believes is a level that moves, not an event.
            _ if name == "public_belief" => claim::Unit::Index,
            // A difference of two probabilities, and written with `pt`.
            _ if name == "gap" => claim::Unit::Points,
            Unit::Probability => claim::Unit::Probability,
            Unit::Index => claim::Unit::Index,
            Unit::People => claim::Unit::People,
            Unit::Bits => claim::Unit::Bits,
            Unit::Ratio => claim::Unit::Ratio,
        },
        labels: levels.iter().map(|label| (*label).to_string()).collect(),
        timed: has_course(name),
    }
}

/// Whether the engine follows an output over time.
fn has_course(name: &str) -> bool {
    matches!(
        name,
        "settlement" | "settlement_first" | "crossing" | "gap" | "public_belief"
    ) || name.starts_with("step.")
        || name.starts_with("exchange.")
}
