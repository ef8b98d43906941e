//! What holds of every answer to a scenario, whatever it says.

use std::sync::atomic::AtomicBool;

use pourparler_analysis::{Assessment, assess};
use pourparler_engine::result::{ArmRun, Output, Unit};
use pourparler_engine::{Effort, Watch};
use pourparler_report::opinions::{SideBySide, vocabulary};
use pourparler_report::{Look, json, text};
use pourparler_scenario::format::formatted;
use pourparler_scenario::render::{self, render};
use pourparler_scenario::{Diagnostic, Severity, Source, read_bytes};
use pourparler_second_opinion::case;
use serde_json::Value;

/// The smallest run: two scrambles of one block.
const EFFORT: Effort = Effort {
    seed: 1,
    scrambles: 2,
    points: 8,
    paths: 16,
    halvings: 0,
};

/// The answer to a scenario.
pub enum Answer {
    /// Diagnostics, at least one of them an error.
    Refused(Vec<Diagnostic>),
    /// An assessment, as text of 80 columns and as JSON.
    Assessed {
        /// The assessment.
        assessment: Box<Assessment>,
        /// Its text.
        text: String,
        /// Its JSON.
        json: Value,
    },
}

/// Laying a file out changes nothing that is said about it, and twice is once.
fn layout(scenario: &[u8], found: &[Diagnostic]) {
    let Ok(text) = std::str::from_utf8(scenario) else {
        return;
    };
    let Ok(once) = formatted("hostile.toml", text) else {
        return;
    };
    assert_eq!(formatted("hostile.toml", &once).as_ref(), Ok(&once));
    let codes = |found: &[Diagnostic]| {
        let mut codes: Vec<&str> = found.iter().map(|found| found.code).collect();
        codes.sort_unstable();
        codes.join(" ")
    };
    let again = read_bytes("hostile.toml", once.as_bytes(), &vocabulary());
    assert_eq!(codes(found), codes(&again.diagnostics), "{once}");
}

/// Reads and assesses a scenario and checks what must hold of the answer.
pub fn answered(scenario: &[u8]) -> Answer {
    let reading = read_bytes("hostile.toml", scenario, &vocabulary());
    layout(scenario, &reading.diagnostics);
    let Some(read) = reading.scenario else {
        return refused(scenario, reading.diagnostics);
    };
    let watch = Watch {
        progress: &|_, _| {},
        stop: &AtomicBool::new(false),
    };
    let assessment = match assess(read, EFFORT, &watch) {
        Ok(assessment) => assessment,
        Err(diagnostics) => return refused(scenario, diagnostics),
    };
    for arm in &assessment.run.arms {
        for (index, output) in assessment.run.outputs.iter().enumerate() {
            figures(arm, index, output);
        }
    }
    let json = json::assessment(&assessment, "pourparler assess hostile.toml");
    reasoned(&json, "");
    serde_json::from_str::<Value>(&json.to_string()).expect("JSON");
    let text = text::assessment(&assessment, "pourparler assess hostile.toml", Look::DEFAULT);
    let others = opinions(&assessment);
    let text_of_others = others.as_ref().map_or("", |(text, _)| text);
    let bare = |c: char| c == '\n' || c == '\u{1b}' || !c.is_control();
    assert!(text.chars().all(bare), "{text:?}");
    assert!(text_of_others.chars().all(bare), "{text_of_others:?}");
    Answer::Assessed {
        assessment: Box::new(assessment),
        text,
        json,
    }
}

/// The second opinions on it, unless their own tables have mistakes.
fn opinions(assessment: &Assessment) -> Option<(String, Value)> {
    let found = case::opinions(&assessment.scenario, &assessment.space).ok()?;
    let side = SideBySide {
        assessment,
        opinions: &found,
    };
    let json = json::opinions(&side, "pourparler opinions hostile.toml");
    reasoned(&json, "");
    let text = text::opinions(&side, "pourparler opinions hostile.toml", Look::DEFAULT);
    Some((text, json))
}

fn refused(scenario: &[u8], diagnostics: Vec<Diagnostic>) -> Answer {
    let error = |d: &Diagnostic| d.severity == Severity::Error;
    assert!(diagnostics.iter().any(error), "refused without an error");
    let source = Source::new("hostile.toml", &String::from_utf8_lossy(scenario));
    render(&diagnostics, &source, render::Look::PLAIN);
    Answer::Refused(diagnostics)
}

/// Finite, and a probability where it is one. What is fully known is infinitely many bits.
fn figures(arm: &ArmRun, index: usize, output: &Output) {
    let column = arm.columns[index].iter().flat_map(|c| c.iter());
    let curve = arm.curves[index].iter().flatten().flatten();
    for &value in column.chain(curve) {
        let sound = match output.unit {
            Unit::Probability => (-1e-9..=1.0 + 1e-9).contains(&value),
            Unit::Bits => value >= 0.0,
            Unit::People | Unit::Ratio | Unit::Index => value.is_finite(),
        };
        assert!(sound, "{} of {}: {value}", output.name, arm.id);
    }
    let samples = arm.samples[index].iter().flatten();
    for &value in samples {
        assert!(value.is_finite(), "{} of {}: {value}", output.name, arm.id);
    }
}

/// A figure that cannot be had says why.
fn reasoned(json: &Value, path: &str) {
    const FIGURES: [&str; 9] = [
        "mean",
        "se",
        "q05",
        "q50",
        "q95",
        "points",
        "part",
        "gain",
        "left_over",
    ];
    match json {
        Value::Object(fields) => {
            for (name, value) in fields {
                let figure = FIGURES.contains(&name.as_str()) && value.is_null();
                let reason = fields.get("reason").and_then(Value::as_str);
                assert!(
                    !figure || reason.is_some(),
                    "{path}.{name} is null without a reason"
                );
                reasoned(value, &format!("{path}.{name}"));
            }
        }
        Value::Array(items) => items.iter().for_each(|item| reasoned(item, path)),
        _ => {}
    }
}
