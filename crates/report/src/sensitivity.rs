//! Figures of drivers, rules and the value of information: one way to write them for every face.

use pourparler_analysis::drivers::{Measure, Target};
use pourparler_analysis::{Assessment, Estimate};
use pourparler_engine::result::{Input, Unit};

use crate::figure::significant;
use crate::language::{input_share, percent, points};
use crate::layout::{NAME, safe};
use crate::names;

/// What the numbers of a target are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Probabilities.
    Probability,
    /// Differences of probabilities.
    Points,
    /// Counts of people, or differences of them.
    People,
    /// Anything else.
    Plain,
}

/// The scale of a target.
pub fn scale(assessment: &Assessment, target: Target) -> Scale {
    let Some(output) = assessment.run.outputs.get(target.output) else {
        return Scale::Plain;
    };
    match (output.unit, target.measure) {
        _ if output.name.starts_with("gap") => Scale::Points,
        (Unit::Probability, Measure::Level) => Scale::Probability,
        (Unit::Probability, Measure::Effect) => Scale::Points,
        (Unit::People, _) => Scale::People,
        _ => Scale::Plain,
    }
}

/// A value on a scale, with its unit where it needs one.
pub fn value(scale: Scale, x: f64) -> String {
    match scale {
        Scale::Probability => percent(x),
        Scale::Points => format!("{} points", points(x)),
        Scale::People => format!("{} people", people(x)),
        Scale::Plain => significant(x),
    }
}

/// A range between two values: `11% to 34%`, `-0.10 to +2.3 points`.
pub fn between(scale: Scale, from: f64, to: f64) -> String {
    match scale {
        Scale::Points => format!("{} to {} points", points(from), points(to)),
        Scale::People => format!("{} to {} people", people(from), people(to)),
        _ => format!("{} to {}", value(scale, from), value(scale, to)),
    }
}

/// A count of people, or a difference of two; what rounds to nobody has no sign.
fn people(x: f64) -> String {
    format!("{:.0}", x.round() + 0.0)
}

/// A range whose ends read the same is told once.
pub fn between_brief(scale: Scale, from: f64, to: f64) -> String {
    let at = value(scale, from);
    match at == value(scale, to) {
        true => format!("{at} at both ends"),
        false => between(scale, from, to),
    }
}

/// What a target is called.
pub fn target(assessment: &Assessment, target: Target) -> String {
    let output = assessment.run.outputs.get(target.output);
    let id = output.map_or("", |output| output.name.as_str());
    let name = names::output(assessment, id);
    // Topics and other names that do not say by themselves what is measured.
    let name = match id.split(['.', '@']).next() {
        Some(kind @ ("bits" | "err_ratio" | "step" | "crossing" | "people")) if id != kind => {
            format!("{name} [{}]", safe(id, NAME))
        }
        _ => name,
    };
    match target.measure {
        Measure::Level => name,
        Measure::Effect => format!("effect on {name}"),
    }
}

/// The label of a choice at a drawn value.
pub fn label(input: &Input, x: f64) -> Option<&str> {
    let place = x.round().max(0.0) as usize;
    input.labels.get(place).map(String::as_str)
}

/// A drawn value of an input.
pub fn drawn(input: &Input, x: f64) -> String {
    match label(input, x) {
        Some(label) => safe(label, NAME),
        None if input.unit == "probability" => input_share(x),
        None => significant(x),
    }
}

/// An input at another value: `Russia refuses everything`, `the trend of the front goes from 0.1 to
/// 0.2 per month`.
pub fn shifted(assessment: &Assessment, input: &Input, from: f64, to: f64) -> String {
    match label(input, to) {
        Some(label) => names::is_one_of(assessment, input, &[label]),
        None => format!(
            "{} goes from {} to {}{}",
            names::input(assessment, input),
            drawn(input, from),
            drawn(input, to),
            unit(input)
        ),
    }
}

/// The unit as it stands after a number, with a space before it; a percent sign needs none.
pub fn unit(input: &Input) -> String {
    match input.unit {
        "" | "probability" => String::new(),
        _ if !input.labels.is_empty() => String::new(),
        unit => format!(" {unit}"),
    }
}

/// Where an input stands, or which key is to be given: `line 28`, `default of war.drift`.
pub fn place(input: &Input) -> String {
    match (input.line, input.elicited) {
        (Some(line), true) => format!("line {line}"),
        _ => format!("default of {}", safe(names::key(&input.path), 2 * NAME)),
    }
}

/// Whether an estimate has an interval.
pub fn has_interval(estimate: &Estimate) -> bool {
    estimate.se.is_finite()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges() {
        for (scale, from, to, text) in [
            (Scale::People, -0.2, 1143.4, "0 to 1143 people"),
            (Scale::People, 12.4, 12.0, "12 people at both ends"),
            (
                Scale::Probability,
                0.004,
                0.001,
                "less than 1% at both ends",
            ),
            (Scale::Probability, 0.11, 0.34, "11% to 34%"),
            (Scale::Points, -0.001, 0.023, "-0.10 to +2.3 points"),
            (Scale::Plain, 1.000_02, 1.0, "1 at both ends"),
        ] {
            assert_eq!(between_brief(scale, from, to), text);
        }
    }
}
