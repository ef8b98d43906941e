//! Tests and numbers written out again, in one standard form that reads back as itself.

use std::fmt::{Display, Formatter, Result};

use super::meaning::{Event, Measure, Place, Test, Time, Value};
use super::syntax::ArithmeticOp;

impl Display for Test {
    fn fmt(&self, f: &mut Formatter) -> Result {
        match self {
            Test::Compare { left, op, right } => write!(f, "{left} {} {right}", op.symbol()),
            Test::And(tests) => joined(f, tests, " and ", |test| matches!(test, Test::Or(_))),
            Test::Or(tests) => joined(f, tests, " or ", |_| false),
            Test::Not(test) => negated(f, test, matches!(**test, Test::And(_) | Test::Or(_))),
        }
    }
}

impl Display for Event {
    fn fmt(&self, f: &mut Formatter) -> Result {
        match self {
            Event::Output(output) => f.write_str(output),
            Event::Compare {
                output,
                op,
                label: Some(label),
                ..
            } => {
                write!(f, "{output} {} {label}", op.symbol())
            }
            Event::Compare {
                output, op, value, ..
            } => {
                write!(f, "{output} {} {value}", op.symbol())
            }
            Event::And(events) => joined(f, events, " and ", |event| matches!(event, Event::Or(_))),
            Event::Or(events) => joined(f, events, " or ", |_| false),
            Event::Not(event) => negated(f, event, matches!(**event, Event::And(_) | Event::Or(_))),
        }
    }
}

/// Parts with a word between them, those that bind less tightly in parentheses.
fn joined<T: Display>(
    f: &mut Formatter,
    parts: &[T],
    word: &str,
    looser: impl Fn(&T) -> bool,
) -> Result {
    for (n, part) in parts.iter().enumerate() {
        let word = if n == 0 { "" } else { word };
        if looser(part) {
            write!(f, "{word}({part})")?
        } else {
            write!(f, "{word}{part}")?
        }
    }
    Ok(())
}

fn negated<T: Display>(f: &mut Formatter, part: &T, looser: bool) -> Result {
    if looser {
        write!(f, "not ({part})")
    } else {
        write!(f, "not {part}")
    }
}

/// How tightly a number binds: sums 0, products 1, everything else 2.
fn tightness(value: &Value) -> u8 {
    match value {
        Value::Arithmetic {
            op: ArithmeticOp::Add | ArithmeticOp::Subtract,
            ..
        } => 0,
        Value::Arithmetic { .. } => 1,
        _ => 2,
    }
}

/// An operand, in parentheses if it binds less tightly than `least`.
fn operand(f: &mut Formatter, value: &Value, least: u8) -> Result {
    if tightness(value) < least {
        write!(f, "({value})")
    } else {
        write!(f, "{value}")
    }
}

impl Display for Value {
    fn fmt(&self, f: &mut Formatter) -> Result {
        match self {
            Value::Number(value) => write!(f, "{value}"),
            Value::Input(path) => write!(f, "input({path})"),
            Value::Rate(name) => write!(f, "rate({name})"),
            Value::Level { of, place } => match of {
                Measure::Event(event) => write!(f, "P({event}{place})"),
                Measure::Output(output) => write!(f, "mean({output}{place})"),
            },
            Value::Effect { of, place } => write!(f, "effect({of}{place})"),
            Value::Ratio { of, place } => write!(f, "ratio({of}{place})"),
            Value::Negate(of) => {
                f.write_str("-")?;
                operand(f, of, 2)
            }
            Value::Abs(of) => write!(f, "abs({of})"),
            Value::Arithmetic { op, left, right } => {
                let sign = match op {
                    ArithmeticOp::Add => " + ",
                    ArithmeticOp::Subtract => " - ",
                    ArithmeticOp::Multiply => " * ",
                    ArithmeticOp::Divide => " / ",
                };
                let own = tightness(self);
                operand(f, left, own)?;
                f.write_str(sign)?;
                operand(f, right, own + 1)
            }
            Value::Mean(of) => write!(f, "mean({of})"),
            Value::Quantile { level, of } => {
                let name = match level {
                    l if *l < 0.25 => "q05",
                    l if *l > 0.75 => "q95",
                    _ => "median",
                };
                match &**of {
                    Value::Level {
                        of: Measure::Output(output),
                        place,
                    } => {
                        write!(f, "{name}({output}{place})")
                    }
                    of => write!(f, "{name}({of})"),
                }
            }
            Value::MaxOver { group, of, .. } => write!(f, "max_over({group}, {of})"),
            Value::Distance { output, place } => write!(f, "ks({output}{place})"),
            Value::Rank { input, output } => write!(f, "rank({input}, {output})"),
            Value::Total { block, output } => write!(f, "total({block}, {output})"),
        }
    }
}

impl Display for Measure {
    fn fmt(&self, f: &mut Formatter) -> Result {
        match self {
            Measure::Event(event) => event.fmt(f),
            Measure::Output(output) => f.write_str(output),
        }
    }
}

impl Display for Place {
    /// The named arguments, each after a comma.
    fn fmt(&self, f: &mut Formatter) -> Result {
        match self.time {
            Some(Time::By(days)) => write!(f, ", by={days}d")?,
            Some(Time::At(days)) => write!(f, ", at={days}d")?,
            None => {}
        }
        if let Some(arm) = &self.arm {
            write!(f, ", arm={arm}")?;
        }
        for (input, value) in &self.given {
            write!(f, ", given {input} = {value}")?;
        }
        Ok(())
    }
}
