//! One number as people write it: `0.3`, `30%`, `3 weeks`, `2 per year`.

use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::key::Key;
use crate::source::Span;
use crate::words::{nearest, shown};

/// Days of a month: a twelfth of 365.25.
pub const DAYS_PER_MONTH: f64 = 365.25 / 12.0;

/// No quantity of a scenario is larger; keeps every quantile finite.
const LARGEST: f64 = 1e15;

/// What a key allows a number to be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    pub min: f64,
    pub max: f64,
    pub unit: &'static str,
    pub labels: &'static [(&'static str, &'static str)],
}

impl Bounds {
    pub fn new(key: &Key, min: f64, max: f64) -> Self {
        Self {
            min: min.max(-LARGEST),
            max: max.min(LARGEST),
            unit: key.unit,
            labels: &[],
        }
    }

    /// Whether it is a probability or a share of one.
    pub fn is_unit_interval(&self) -> bool {
        self.min == 0.0 && self.max == 1.0
    }

    fn takes_percent(&self) -> bool {
        self.min >= -1.0 && self.max <= 1.0
    }

    /// The range in words, for messages.
    pub fn words(&self) -> String {
        let unit = if self.unit.is_empty() || self.unit == "probability" {
            String::new()
        } else {
            format!(" ({})", self.unit)
        };
        match (self.min > -LARGEST, self.max < LARGEST) {
            (true, true) => format!("between {} and {}{unit}", self.min, self.max),
            (true, false) => format!("at least {}{unit}", self.min),
            (false, true) => format!("at most {}{unit}", self.max),
            (false, false) => "finite".to_owned(),
        }
    }

    /// The value itself if the key allows it.
    pub fn check(&self, value: f64, span: Span) -> Result<f64, Diagnostic> {
        if !value.is_finite() {
            return Err(
                Diagnostic::error(codes::NOT_FINITE, span, "this is not a finite number")
                    .help(format!("a number {}", self.words())),
            );
        }
        if value < self.min || value > self.max {
            let help = if self.is_unit_interval() && (2.0..=100.0).contains(&value) {
                format!("for {value} percent write \"{value}%\"")
            } else {
                format!("write a number that is {}", self.words())
            };
            return Err(Diagnostic::error(
                codes::OUT_OF_RANGE,
                span,
                format!("{value} is outside the range of this key"),
            )
            .label(format!("must be {}", self.words()))
            .help(help));
        }
        Ok(value)
    }
}

/// A number and its unit word, as written.
struct Written<'a> {
    value: f64,
    unit: &'a str,
}

fn split(text: &str) -> Option<Written<'_>> {
    let text = text.trim();
    let bytes = text.as_bytes();
    let mut end = 0;
    while let Some(&byte) = bytes.get(end) {
        let next = bytes.get(end + 1).copied().unwrap_or(b' ');
        let exponent = (byte == b'e' || byte == b'E')
            && end > 0
            && (next.is_ascii_digit() || next == b'-' || next == b'+');
        let sign = byte == b'-' || byte == b'+';
        let sign_allowed = end == 0 || matches!(bytes.get(end - 1), Some(b'e' | b'E'));
        if byte.is_ascii_digit()
            || byte == b'.'
            || byte == b'_'
            || exponent
            || (sign && sign_allowed)
        {
            end += 1;
        } else {
            break;
        }
    }
    let (digits, unit) = text.split_at_checked(end)?;
    let value = digits.replace('_', "").parse().ok()?;
    Some(Written {
        value,
        unit: unit.trim(),
    })
}

/// Days of a duration word.
fn days(word: &str) -> Option<f64> {
    Some(match word {
        "hour" | "hours" => 1.0 / 24.0,
        "day" | "days" => 1.0,
        "week" | "weeks" => 7.0,
        "month" | "months" => DAYS_PER_MONTH,
        "year" | "years" => 365.25,
        _ => return None,
    })
}

/// Whether the text carries a unit or percent sign of its own.
pub(crate) fn unit_of(text: &str) -> Option<&str> {
    split(text)
        .map(|written| written.unit)
        .filter(|unit| !unit.is_empty())
}

/// Reads a number in the key's unit, range not yet checked. `unit` is the unit of the
/// other end of an interval, used where the text has none.
pub(crate) fn number(
    text: &str,
    unit: Option<&str>,
    bounds: &Bounds,
    span: Span,
) -> Result<f64, Diagnostic> {
    let Some(written) = split(text) else {
        let lower = text.trim().to_ascii_lowercase();
        if matches!(
            lower.trim_start_matches(['+', '-']),
            "nan" | "inf" | "infinity"
        ) {
            return bounds.check(f64::NAN, span);
        }
        let labels = bounds.labels.iter().map(|(word, _)| *word);
        let help = match nearest(text, labels) {
            Some(word) => format!("did you mean \"{word}\"?"),
            None => forms(bounds),
        };
        return Err(Diagnostic::error(
            codes::NOT_A_QUANTITY,
            span,
            format!("`{}` is not a number", shown(text.trim())),
        )
        .help(help));
    };
    let own = if written.unit.is_empty() {
        unit.unwrap_or("")
    } else {
        written.unit
    };
    Ok(written.value * factor(own, bounds, span)?)
}

/// What one of this unit is in the key's unit.
fn factor(unit: &str, bounds: &Bounds, span: Span) -> Result<f64, Diagnostic> {
    let (percent, word) = match unit.strip_prefix('%') {
        Some(rest) => (true, rest.trim()),
        None => (false, unit),
    };
    if percent && !bounds.takes_percent() {
        return Err(Diagnostic::error(
            codes::NOT_A_SHARE,
            span,
            "a percent sign, but this key is not a share",
        )
        .label(format!("must be {}", bounds.words()))
        .help("write the plain number"));
    }
    let share = if percent { 0.01 } else { 1.0 };
    if word.is_empty() || word == bounds.unit {
        return Ok(share);
    }
    let converted = match bounds.unit {
        "days" if !percent => days(word),
        "months" if !percent => days(word).map(|d| d / DAYS_PER_MONTH),
        "per month" => word
            .strip_prefix("per ")
            .or_else(|| word.strip_prefix("a "))
            .or_else(|| word.strip_prefix('/'))
            .and_then(|period| days(period.trim()))
            .map(|d| DAYS_PER_MONTH / d),
        _ => None,
    };
    converted.map(|factor| share * factor).ok_or_else(|| {
        let help = match bounds.unit {
            "days" | "months" => "units of time: hours, days, weeks, months, years".to_owned(),
            "per month" => "rates: per day, per week, per month, per year".to_owned(),
            "" | "probability" => "write the number alone".to_owned(),
            unit => format!("write the number alone, in {unit}"),
        };
        Diagnostic::error(
            codes::BAD_UNIT,
            span,
            format!("the unit `{}` does not fit this key", shown(word)),
        )
        .help(help)
    })
}

/// The forms a quantity can take, in one line.
pub(crate) fn forms(bounds: &Bounds) -> String {
    let (number, interval) = match bounds.unit {
        "days" | "months" => ("\"3 weeks\"", "\"2 .. 6 weeks\""),
        _ if bounds.is_unit_interval() => ("\"30%\"", "\"10% .. 40%\""),
        _ => ("0.3", "\"0.1 .. 0.4\""),
    };
    let words = bounds
        .labels
        .iter()
        .map(|(word, _)| format!("\"{word}\", "))
        .collect::<String>();
    format!(
        "write {words}a number such as {number}, a 90% interval such as {interval}, or a law \
         such as {{ uniform = [a, b] }}"
    )
}
