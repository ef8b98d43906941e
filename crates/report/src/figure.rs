//! The figures of a claim's test: which are probabilities, and how each is written.

use pourparler_engine::result::{Input, Output, Run, Unit};
use pourparler_scenario::claim::{ArithmeticOp, Measure, Test, Value};

use crate::language::{percent, points, points_error};

/// What a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A probability or a share.
    Probability,
    /// A difference of two.
    Points,
    /// Anything else.
    Plain,
}

/// What a number of a test is, in a run.
pub fn kind(value: &Value, run: &Run) -> Kind {
    kind_among(value, &run.outputs, &run.inputs)
}

/// What a number of a test is, given what a run measures and the quantities it uses.
pub fn kind_among(value: &Value, outputs: &[Output], inputs: &[Input]) -> Kind {
    let kind = |value: &Value| kind_among(value, outputs, inputs);
    match value {
        Value::Level {
            of: Measure::Event(_),
            ..
        }
        | Value::Rate(_) => Kind::Probability,
        Value::Level {
            of: Measure::Output(name),
            ..
        } => level(name, outputs),
        Value::Effect { of, .. } => match of {
            Measure::Event(_) => Kind::Points,
            Measure::Output(name) if level(name, outputs) == Kind::Plain => Kind::Plain,
            Measure::Output(_) => Kind::Points,
        },
        Value::Input(path) => {
            let input = inputs.iter().find(|input| input.path == *path);
            let share =
                path.starts_with("inputs.") || input.is_some_and(|i| i.unit == "probability");
            if share {
                Kind::Probability
            } else {
                Kind::Plain
            }
        }
        Value::Negate(of) | Value::Abs(of) | Value::Mean(of) => kind(of),
        Value::Quantile { of, .. } | Value::MaxOver { of, .. } => kind(of),
        Value::Arithmetic {
            op: ArithmeticOp::Subtract,
            left,
            right,
        } => match (kind(left), kind(right)) {
            (Kind::Plain, _) | (_, Kind::Plain) => Kind::Plain,
            _ => Kind::Points,
        },
        Value::Arithmetic {
            op: ArithmeticOp::Add,
            left,
            right,
        } if kind(left) == kind(right) => kind(left),
        Value::Number(_)
        | Value::Arithmetic { .. }
        | Value::Ratio { .. }
        | Value::Distance { .. }
        | Value::Rank { .. }
        | Value::Total { .. } => Kind::Plain,
    }
}

fn level(output: &str, outputs: &[Output]) -> Kind {
    let unit = outputs.iter().find(|o| o.name == output).map(|o| o.unit);
    match (output, unit) {
        ("gap", _) => Kind::Points,
        (_, Some(Unit::Probability)) => Kind::Probability,
        _ => Kind::Plain,
    }
}

/// A comparison's two sides, in the order in which they were computed.
pub fn comparisons<'a>(test: &'a Test, found: &mut Vec<(&'a Value, &'a Value)>) {
    match test {
        Test::Compare { left, right, .. } => found.push((left, right)),
        Test::And(tests) | Test::Or(tests) => {
            tests.iter().for_each(|test| comparisons(test, found));
        }
        Test::Not(test) => comparisons(test, found),
    }
}

/// A figure with its standard error.
pub fn written(kind: Kind, value: f64, se: f64) -> String {
    if !value.is_finite() {
        return "not a number".to_owned();
    }
    let error = |text: String| {
        if se > 0.0 {
            format!(" (error {text})")
        } else {
            String::new()
        }
    };
    match kind {
        Kind::Probability => format!(
            "{}{}",
            percent(value),
            error(format!("{} points", points_error(se)))
        ),
        Kind::Points => {
            format!("{} points{}", points(value), error(points_error(se)))
        }
        Kind::Plain => format!("{}{}", significant(value), error(significant(se))),
    }
}

/// Three significant digits.
pub fn significant(value: f64) -> String {
    let decimals = match value.abs() {
        v if v >= 100.0 => 0,
        v if v >= 10.0 => 1,
        v if v >= 1.0 => 2,
        v if v >= 0.1 || v == 0.0 => 3,
        v if v >= 0.01 => 4,
        _ => 5,
    };
    let text = format!("{value:.decimals$}");
    let text = if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        &text
    };
    // What rounds to nothing has no sign.
    if text == "-0" { "0" } else { text }.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_digits() {
        for (value, text) in [
            (0.0, "0"),
            (1047.6, "1048"),
            (24.87, "24.9"),
            (2.5, "2.5"),
            (0.0886, "0.0886"),
            (-0.819_4, "-0.819"),
            (-0.000_001, "0"),
            (-0.0, "0"),
            (0.000_012, "0.00001"),
        ] {
            assert_eq!(significant(value), text);
        }
        assert_eq!(written(Kind::Plain, f64::NAN, 0.0), "not a number");
        assert_eq!(written(Kind::Probability, 0.25, 0.0), "25%");
        assert_eq!(
            written(Kind::Points, 0.03, 0.001_96),
            "+3.0 points (error 0.20)"
        );
    }
}
