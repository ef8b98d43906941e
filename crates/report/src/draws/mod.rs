//! The draws of a run as a table: one row per arm and setting, every input and every outcome.
//!
//! Schema: docs/reference/draws.md.

use std::io::{self, Write};

use pourparler_engine::result::{ArmRole, ArmRun, Input, Run};

use crate::sensitivity::label;

#[cfg(feature = "parquet")]
pub mod parquet;

/// Writes the draws as CSV (RFC 4180, `\n` line ends).
///
/// Columns: `arm`, `scramble`, `point`, one per uncertain input by its key path, one per outcome
/// by its name. Coalitions of levers, of which settlement alone is computed, are left out.
///
/// # Errors
///
/// What writing fails with.
pub fn write(run: &Run, out: &mut dyn Write) -> io::Result<()> {
    let inputs = inputs(run);
    let names = inputs.iter().map(|(input, _)| input.path.as_str());
    let heads = ["arm", "scramble", "point"].into_iter().chain(names);
    let heads = heads.chain(run.outputs.iter().map(|output| output.name.as_str()));
    let heads: Vec<String> = heads.map(field).collect();
    writeln!(out, "{}", heads.join(","))?;
    let points = run.settings.points.max(1);
    for (arm, of) in arms(run) {
        let columns: Vec<Option<&[f64]>> = (0..run.outputs.len())
            .map(|output| run.column(arm, output))
            .collect();
        for setting in 0..run.len() {
            let mut line = row(of, setting, points);
            for (input, values) in &inputs {
                let value = values[setting];
                line.push(',');
                match label(input, value) {
                    Some(label) => line.push_str(&field(label)),
                    None => line.push_str(&number(value)),
                }
            }
            for column in &columns {
                line.push(',');
                if let Some(column) = column {
                    line.push_str(&number(column[setting]));
                }
            }
            line.push('\n');
            out.write_all(line.as_bytes())?;
        }
    }
    out.flush()
}

/// Every uncertain input with its drawn values.
fn inputs(run: &Run) -> Vec<(&Input, &[f64])> {
    let drawn = run.inputs.iter().filter_map(|input| {
        let row = input.dimension?;
        Some((input, run.thetas.get(row)?.as_slice()))
    });
    drawn.collect()
}

/// The arms that are written, with their index in the run.
fn arms(run: &Run) -> impl Iterator<Item = (usize, &ArmRun)> {
    let arms = run.arms.iter().enumerate();
    arms.filter(|(_, arm)| arm.role != ArmRole::Coalition)
}

fn row(arm: &ArmRun, setting: usize, points: usize) -> String {
    format!(
        "{},{},{}",
        field(&arm.id),
        setting / points,
        setting % points
    )
}

/// A number to its last digit; empty where it is none.
fn number(value: f64) -> String {
    if value.is_finite() {
        format!("{value}")
    } else if value.is_infinite() {
        if value > 0.0 { "inf" } else { "-inf" }.to_owned()
    } else {
        String::new()
    }
}

/// A text as a field: quoted where it has to be.
fn field(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_quoted_where_they_have_to_be() {
        for (text, as_field) in [
            ("with", "with"),
            ("zone_now[a,b]", "\"zone_now[a,b]\""),
            ("a \"b\"", "\"a \"\"b\"\"\""),
            ("line\nbreak", "\"line\nbreak\""),
        ] {
            assert_eq!(field(text), as_field);
        }
    }

    #[test]
    fn numbers_are_read_back_to_the_bit() {
        for value in [0.1, 1.0 / 3.0, 1e-300, -0.0, 12345678.9] {
            let read: f64 = number(value).parse().unwrap();
            assert_eq!(read.to_bits(), value.to_bits());
        }
        assert_eq!(number(f64::NAN), "");
        assert_eq!(number(f64::NEG_INFINITY), "-inf");
    }
}
