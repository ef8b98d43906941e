//! Quantities as people say them, turned into laws.
//!
//! The forms and the laws they stand for are listed once, in [`FORMS`], which the
//! reference page prints.

use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::law::{Law, Z95};
use crate::number::{Bounds, forms, number, unit_of};
use crate::quantity::Provenance;
use crate::source::Span;
use crate::tree::{self, Node, Tree};
use crate::words::{shown, suggestion};

/// Every way to write a quantity, and what it means.
pub const FORMS: &[(&str, &str)] = &[
    (
        "`0.3`, `\"30%\"`, `\"3 weeks\"`, `\"2 per year\"`",
        "one number, certain. Percent signs where the key runs within -1 to 1; words of time \
         where its unit is days or months (a month is 365.25/12 days); `per day`, `per week`, \
         `per month`, `per year` where it is a monthly rate.",
    ),
    (
        "`\"10% .. 40%\"`, `\"10% to 40%\"`",
        "a 90 % interval: 5 % of the probability lies below, 5 % above. On keys from 0 to 1 a \
         logit-normal law; an end at 0 or 1 itself gives the power law (a Beta with one shape \
         equal to 1) that is densest there, and 0 .. 1 the uniform law. On other keys that \
         cannot be negative a log-normal law, or from 0 an exponential one. On keys that can \
         be negative a normal law. What lies outside the range of the key is cut off.",
    ),
    (
        "`\"about 3 weeks\"`",
        "a 90 % interval from the number divided by 1.5 to the number times 1.5 (log-normal); \
         on keys from 0 to 1 the same for the odds (logit-normal); on keys that can be negative \
         the number plus and minus half of itself (normal).",
    ),
    (
        "`\"3 of 24\"`",
        "it happened 3 times in 24: a Beta(3 + 1/2, 21 + 1/2) law, on keys from 0 to 1.",
    ),
    (
        "`{ normal = [mean, sd] }`",
        "normal, cut to the range of the key.",
    ),
    (
        "`{ lognormal = [q05, q95] }`",
        "log-normal with these 5 % and 95 % points, cut to the range of the key.",
    ),
    ("`{ uniform = [a, b] }`", "every value alike."),
    ("`{ beta = [a, b] }`", "Beta on 0 to 1."),
    (
        "`{ pert = [min, mode, max] }`",
        "PERT: a smooth hump with these ends and this most likely value.",
    ),
    (
        "`{ value = .., source = \"..\", note = \"..\", asked = \"..\" }`",
        "any of the forms above under `value`, with where it comes from. The three also stand \
         beside `normal`, `beta` and the others.",
    ),
];

const LAWS: [&str; 6] = ["value", "normal", "lognormal", "uniform", "beta", "pert"];
const CITES: [&str; 3] = ["source", "note", "asked"];

/// Less than this share of a law inside the key's range is an error.
const LEAST_MASS: f64 = 0.05;

/// A quantity as read: its law, its own provenance, and the word it was given as.
#[derive(Debug)]
pub(crate) struct Measured {
    pub law: Law,
    pub word: Option<&'static str>,
    pub provenance: Provenance,
    /// Place of the `source`, to complain about it.
    pub source_span: Span,
}

impl Measured {
    fn of(law: Law, span: Span) -> Self {
        Self {
            law,
            word: None,
            provenance: Provenance::default(),
            source_span: span,
        }
    }
}

/// Reads any form of a quantity.
pub(crate) fn measure(node: &Node, bounds: &Bounds) -> Result<Measured, Diagnostic> {
    let span = node.span;
    match &node.value {
        Tree::Integer(Some(value)) => {
            let value = bounds.check(*value as f64, span)?;
            Ok(Measured::of(Law::Certain(value), span))
        }
        Tree::Integer(None) => Err(too_large(span)),
        Tree::Float(value) => {
            let value = bounds.check(*value, span)?;
            Ok(Measured::of(Law::Certain(value), span))
        }
        Tree::Text(text) => {
            let label = bounds.labels.iter().find(|(word, _)| *word == text.trim());
            let Some((word, meaning)) = label else {
                return Ok(Measured::of(said(text, bounds, span)?, span));
            };
            let meant = Bounds {
                labels: &[],
                ..*bounds
            };
            Ok(Measured {
                word: Some(word),
                ..measure(&tree::value(meaning, span), &meant)?
            })
        }
        Tree::Table(entries) => tabled(entries, bounds, span),
        other => Err(Diagnostic::error(
            codes::WRONG_KIND,
            span,
            format!("a quantity is wanted, this is {}", other.kind()),
        )
        .help(forms(bounds))),
    }
}

fn too_large(span: Span) -> Diagnostic {
    Diagnostic::error(
        codes::OUT_OF_RANGE,
        span,
        "this whole number is too large to be read",
    )
    .help("no number of a scenario needs more than fifteen digits")
}

/// A quantity in words.
fn said(text: &str, bounds: &Bounds, span: Span) -> Result<Law, Diagnostic> {
    let text = text.trim();
    if let Some(rest) = text.strip_prefix("about ").or(text.strip_prefix('~')) {
        return about(number(rest, None, bounds, span)?, bounds, span);
    }
    if let Some((low, high)) = text.split_once("..").or_else(|| text.split_once(" to ")) {
        let unit = unit_of(high);
        let low = number(low, unit, bounds, span)?;
        let high = number(high, unit_of(high), bounds, span)?;
        return interval(low, high, bounds, span);
    }
    if let Some((k, n)) = text.split_once(" of ")
        && let (Ok(k), Ok(n)) = (k.trim().parse::<u32>(), n.trim().parse::<u32>())
    {
        return counted(k, n, bounds, span);
    }
    let value = number(text, None, bounds, span)?;
    Ok(Law::Certain(bounds.check(value, span)?))
}

fn about(value: f64, bounds: &Bounds, span: Span) -> Result<Law, Diagnostic> {
    let value = bounds.check(value, span)?;
    if value == 0.0 || (bounds.is_unit_interval() && value == 1.0) {
        return Err(Diagnostic::error(
            codes::BAD_INTERVAL,
            span,
            format!("\"about {value}\" does not say how far from {value}"),
        )
        .help("write an interval"));
    }
    Ok(if bounds.is_unit_interval() {
        Law::LogitNormal {
            mu: (value / (1.0 - value)).ln(),
            sigma: 1.5f64.ln() / Z95,
        }
    } else if bounds.min >= 0.0 {
        Law::log_normal_between(value / 1.5, value * 1.5, bounds.min, bounds.max)
    } else {
        let half = 0.5 * value.abs();
        Law::normal_between(value - half, value + half, bounds.min, bounds.max)
    })
}

fn interval(low: f64, high: f64, bounds: &Bounds, span: Span) -> Result<Law, Diagnostic> {
    let low = bounds.check(low, span)?;
    let high = bounds.check(high, span)?;
    ordered(low, high, span)?;
    let law = if bounds.is_unit_interval() {
        match (low == 0.0, high == 1.0) {
            (true, true) => Law::Uniform { low, high },
            (true, false) => Law::beta_from_zero(high),
            (false, true) => Law::beta_to_one(low),
            (false, false) => Law::logit_normal_between(low, high),
        }
    } else if bounds.min < 0.0 {
        Law::normal_between(low, high, bounds.min, bounds.max)
    } else if low == 0.0 {
        Law::exponential_to(high, bounds.max)
    } else {
        Law::log_normal_between(low, high, bounds.min, bounds.max)
    };
    Ok(law)
}

fn counted(k: u32, n: u32, bounds: &Bounds, span: Span) -> Result<Law, Diagnostic> {
    if !bounds.is_unit_interval() {
        return Err(Diagnostic::error(
            codes::BAD_LAW,
            span,
            "\"k of n\" is for probabilities, which this key is not",
        )
        .help(forms(bounds)));
    }
    Law::counted(k, n).filter(|_| n > 0).ok_or_else(|| {
        Diagnostic::error(codes::BAD_LAW, span, format!("{k} of {n} is not a count"))
            .help("write how often it happened, then of how many times")
    })
}

fn ordered(low: f64, high: f64, span: Span) -> Result<(), Diagnostic> {
    if low < high {
        return Ok(());
    }
    let error = |message: &str| Diagnostic::error(codes::BAD_INTERVAL, span, message);
    Err(if low == high {
        error("both ends are the same").help("write the one number, or a wider interval")
    } else {
        error("the larger end stands first").help("write the smaller end first")
    })
}

/// A quantity as a table.
fn tabled(entries: &[(String, Node)], bounds: &Bounds, span: Span) -> Result<Measured, Diagnostic> {
    let mut measured: Option<Measured> = None;
    let mut provenance = Provenance::default();
    let mut source_span = span;
    for (name, node) in entries {
        match (name.as_str(), &node.value) {
            ("source", Tree::Text(text)) => {
                provenance.source = Some(text.clone());
                source_span = node.span;
            }
            ("note", Tree::Text(text)) => provenance.note = Some(text.clone()),
            ("asked", Tree::Text(text)) => provenance.asked = Some(text.clone()),
            ("source" | "note" | "asked", other) => {
                return Err(Diagnostic::error(
                    codes::WRONG_KIND,
                    node.span,
                    format!("`{name}` is a text, this is {}", other.kind()),
                )
                .help("put it in quotation marks"));
            }
            (law, _) if LAWS.contains(&law) => {
                if measured.is_some() {
                    return Err(Diagnostic::error(
                        codes::BAD_LAW,
                        node.key_span,
                        "two laws for one quantity",
                    )
                    .help("keep one of them"));
                }
                measured = Some(if law == "value" {
                    valued(node, bounds)?
                } else {
                    Measured::of(lawful(law, node, bounds)?, span)
                });
            }
            (other, _) => {
                let known: Vec<&str> = LAWS.iter().chain(&CITES).copied().collect();
                let error = Diagnostic::error(
                    codes::UNKNOWN_KEY,
                    node.key_span,
                    format!("a quantity has no key `{}`", shown(other)),
                );
                return Err(match suggestion(other, &known, "a quantity takes") {
                    Some(help) => error.help(help),
                    None => error,
                });
            }
        }
    }
    let Some(measured) = measured else {
        return Err(Diagnostic::error(
            codes::BAD_LAW,
            span,
            "this table does not say what the quantity is",
        )
        .help("add `value = ..`, or a law such as `uniform = [a, b]`"));
    };
    Ok(Measured {
        provenance,
        source_span,
        ..measured
    })
}

/// What stands under `value`: any form but another table of the same sort.
fn valued(node: &Node, bounds: &Bounds) -> Result<Measured, Diagnostic> {
    if let Some(inner) = node.table()
        && inner.iter().any(|(name, _)| name == "value")
    {
        return Err(
            Diagnostic::error(codes::BAD_LAW, node.span, "a `value` inside a `value`")
                .help("write the number or the interval here"),
        );
    }
    measure(node, bounds)
}

/// One of the named laws with its list of numbers.
fn lawful(law: &str, node: &Node, bounds: &Bounds) -> Result<Law, Diagnostic> {
    let span = node.span;
    let wanted = match law {
        "pert" => "[min, mode, max]",
        "normal" => "[mean, sd]",
        "lognormal" => "[q05, q95], the 5 % and 95 % points",
        "beta" => "[a, b], both above 0",
        _ => "[a, b]",
    };
    let count = if law == "pert" { 3 } else { 2 };
    let wrong = |message: String| {
        Diagnostic::error(codes::BAD_LAW, span, message).help(format!("write {law} = {wanted}"))
    };
    let Tree::Array(items) = &node.value else {
        return Err(wrong(format!(
            "`{law}` takes a list, this is {}",
            node.value.kind()
        )));
    };
    if items.len() != count {
        return Err(wrong(format!(
            "`{law}` takes {count} numbers, this has {}",
            items.len()
        )));
    }
    // Shapes of a Beta are counts, not values of the key.
    let scale = if law == "beta" {
        Bounds {
            min: 0.0,
            max: 1e6,
            unit: "",
            labels: &[],
        }
    } else {
        *bounds
    };
    let mut numbers = [0.0; 3];
    for (slot, item) in numbers.iter_mut().zip(items) {
        *slot = plain(item, &scale)?;
        if !slot.is_finite() || slot.abs() > 1e15 {
            return scale.check(*slot, item.span).map(Law::Certain);
        }
    }
    let [first, second, third] = numbers;
    let made = match law {
        "normal" => {
            if second <= 0.0 {
                return Err(wrong(format!("a standard deviation of {second}")));
            }
            Law::normal(first, second, bounds.min, bounds.max)
        }
        "lognormal" => {
            ordered(first, second, span)?;
            if first <= 0.0 {
                return Err(wrong(format!(
                    "{first} as the 5 % point of a log-normal law"
                )));
            }
            Law::log_normal_between(first, second, bounds.min, bounds.max)
        }
        "beta" => {
            if first <= 0.0 || second <= 0.0 || first > 1e6 || second > 1e6 {
                return Err(wrong(format!(
                    "a Beta law with shapes {first} and {second}"
                )));
            }
            bounds.check(0.0, span)?;
            bounds.check(1.0, span)?;
            Law::Beta {
                alpha: first,
                beta: second,
            }
        }
        "pert" => {
            bounds.check(first, span)?;
            bounds.check(third, span)?;
            ordered(first, third, span)?;
            if second < first || second > third {
                return Err(wrong(format!(
                    "the most likely value {second} lies outside"
                )));
            }
            Law::Pert {
                low: first,
                mode: second,
                high: third,
            }
        }
        _ => {
            bounds.check(first, span)?;
            bounds.check(second, span)?;
            ordered(first, second, span)?;
            Law::Uniform {
                low: first,
                high: second,
            }
        }
    };
    if made.mass() < LEAST_MASS || made.mass().is_nan() {
        return Err(Diagnostic::error(
            codes::LAW_OUTSIDE,
            span,
            "almost nothing of this law lies in the range of the key",
        )
        .label(format!("must be {}", bounds.words()))
        .help("check mean, spread and unit"));
    }
    Ok(made)
}

/// One number inside a law, with or without its unit.
fn plain(node: &Node, bounds: &Bounds) -> Result<f64, Diagnostic> {
    match &node.value {
        Tree::Integer(Some(value)) => Ok(*value as f64),
        Tree::Integer(None) => Err(too_large(node.span)),
        Tree::Float(value) => Ok(*value),
        Tree::Text(text) => number(text, None, bounds, node.span),
        other => Err(Diagnostic::error(
            codes::WRONG_KIND,
            node.span,
            format!("a number is wanted, this is {}", other.kind()),
        )
        .help("write a number")),
    }
}
