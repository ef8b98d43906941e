//! From the syntax tree to its meaning: every name found, every unit checked, all mistakes of
//! an expression in one pass.

use super::codes::{ARGUMENTS, TIME, WRONG_KIND, shown};
use super::meaning::{Event, Measure, Place, Test, Value};
use super::names::{Names, Unit};
use super::syntax::{ArithmeticOp, Expr, ExprKind, Function, Logic, Options, Span, Written};
use crate::diagnostic::Diagnostic;

use super::units::{Kind, combined, comparable, difference};

/// The mistakes in an expression that is to be a test, given what the scenario offers.
pub fn check(expr: &Expr, names: &Names) -> Vec<Diagnostic> {
    resolve(expr, names).err().unwrap_or_default()
}

/// The meaning of an expression that is to be a test.
///
/// # Errors
///
/// Every unknown name, misplaced kind and wrong unit, in the order of the text.
pub fn resolve(expr: &Expr, names: &Names) -> Result<Test, Vec<Diagnostic>> {
    let mut resolver = Resolver {
        names,
        problems: Vec::new(),
    };
    let test = resolver.test(expr);
    match test {
        Some(test) if resolver.problems.is_empty() => Ok(test),
        _ => {
            resolver.problems.sort_by_key(|problem| problem.span.start);
            Err(resolver.problems)
        }
    }
}

/// `None` from any method means a problem was noted.
pub(super) struct Resolver<'a> {
    pub(super) names: &'a Names,
    pub(super) problems: Vec<Diagnostic>,
}

impl<'a> Resolver<'a> {
    pub(super) fn note<T>(&mut self, problem: Diagnostic) -> Option<T> {
        self.problems.push(problem);
        None
    }

    pub(super) fn wrong<T>(
        &mut self,
        span: Span,
        message: &str,
        help: impl Into<String>,
    ) -> Option<T> {
        self.note(Diagnostic::error(WRONG_KIND, span, message).help(help))
    }

    fn test(&mut self, expr: &Expr) -> Option<Test> {
        match &expr.kind {
            ExprKind::Logic { op, left, right } => {
                let left = self.test(left);
                let right = self.test(right);
                let mut parts = Vec::new();
                for part in [left?, right?] {
                    // One list for `a and b and c`.
                    match (op, part) {
                        (Logic::And, Test::And(inner)) | (Logic::Or, Test::Or(inner)) => {
                            parts.extend(inner);
                        }
                        (_, part) => parts.push(part),
                    }
                }
                Some(match op {
                    Logic::And => Test::And(parts),
                    Logic::Or => Test::Or(parts),
                })
            }
            ExprKind::Not(inner) => Some(Test::Not(Box::new(self.test(inner)?))),
            ExprKind::Compare { op, left, right } => {
                let l = self.value(left);
                let r = self.value(right);
                let ((l, left_kind), (r, right_kind)) = (l?, r?);
                match comparable((left_kind, left.span), (right_kind, right.span)) {
                    Ok(()) => Some(Test::Compare {
                        left: l,
                        op: *op,
                        right: r,
                    }),
                    Err(problem) => self.note(problem),
                }
            }
            ExprKind::Name(name) if self.is_event(name) => self.wrong(
                expr.span,
                "a test compares numbers, and this is an event",
                format!("write for instance `P({}) >= 50%`", shown(name)),
            ),
            _ => self.wrong(
                expr.span,
                "a test compares two numbers",
                "write for instance `P(settlement) >= 50%`",
            ),
        }
    }

    fn is_event(&self, name: &str) -> bool {
        self.names
            .output(name)
            .is_some_and(|output| output.unit == Unit::Probability)
    }

    pub(super) fn value(&mut self, expr: &Expr) -> Option<(Value, Kind)> {
        match &expr.kind {
            ExprKind::Number { value, written } => {
                Some((Value::Number(*value), Kind::Constant(*value, *written)))
            }
            ExprKind::Negate(inner) => {
                let (value, kind) = self.value(inner)?;
                Some(match (value, kind) {
                    (Value::Number(x), Kind::Constant(_, written)) => {
                        (Value::Number(-x), Kind::Constant(-x, written))
                    }
                    (value, Kind::Probability) => (Value::Negate(Box::new(value)), Kind::Any),
                    (value, kind) => (Value::Negate(Box::new(value)), kind),
                })
            }
            ExprKind::Arithmetic { op, left, right } => {
                let left = self.value(left);
                let right = self.value(right);
                Some(arithmetic(*op, left?, right?))
            }
            ExprKind::Call {
                function,
                arguments,
                options,
            } => self.call(*function, arguments, options, expr.span),
            ExprKind::Name(name) => self.bare_output(name, expr.span),
            ExprKind::Select { name, .. } => self.wrong(
                expr.span,
                "an event has no value of its own",
                format!("write `P({}[..])`", shown(name)),
            ),
            ExprKind::Not(_) | ExprKind::Logic { .. } | ExprKind::Compare { .. } => self.wrong(
                expr.span,
                "a number is wanted here, and this is a condition",
                "write `P(..)` around it",
            ),
        }
    }

    /// An output without a function around it: only those that are one figure per arm.
    fn bare_output(&mut self, name: &str, span: Span) -> Option<(Value, Kind)> {
        let output = self.output(name, span)?;
        let help = match output.unit {
            Unit::Bits | Unit::Ratio => {
                let of = Measure::Output(output.name.clone());
                return Some((
                    Value::Level {
                        of,
                        place: Place::default(),
                    },
                    output.unit.into(),
                ));
            }
            Unit::Probability => format!("write `P({0})` or `effect({0})`", output.name),
            _ => format!("write `mean({0})` or `median({0})`", output.name),
        };
        self.wrong(span, "say which figure of this output is meant", help)
    }

    fn call(
        &mut self,
        function: Function,
        arguments: &[Expr],
        options: &Options,
        span: Span,
    ) -> Option<(Value, Kind)> {
        use Function as F;
        self.count(function, arguments, span)?;
        let placed = matches!(
            function,
            F::Probability | F::Effect | F::Ratio | F::Mean | F::Median | F::Q05 | F::Q95
        ) || matches!(function, F::Bits | F::ErrRatio | F::Ks);
        if !placed && *options != Options::default() {
            let message = format!(
                "`{}` takes no `by=`, `at=`, `arm=` or `given`",
                function.name()
            );
            return self.note(
                Diagnostic::error(ARGUMENTS, span, message)
                    .help("write them inside, where the figure is read"),
            );
        }
        let (first, second) = (arguments.first()?, arguments.get(1));
        match function {
            F::Probability => {
                let event = self.whole_event(first);
                let place = self.place(options, event.as_ref().and_then(single), span);
                let of = Measure::Event(event?);
                Some((Value::Level { of, place: place? }, Kind::Probability))
            }
            F::Effect | F::Ratio => {
                let measured = self.measure(first);
                let single = measured.as_ref().and_then(|(of, _)| match of {
                    Measure::Event(event) => single(event),
                    Measure::Output(output) => Some(output.as_str()),
                });
                let place = self.place(options, single, span);
                let ((of, kind), place) = (measured?, place?);
                Some(if function == F::Effect {
                    (Value::Effect { of, place }, difference(kind))
                } else {
                    (Value::Ratio { of, place }, Kind::Ratio)
                })
            }
            F::Mean | F::Median | F::Q05 | F::Q95 => self.summary(function, first, options, span),
            F::Bits | F::ErrRatio => {
                let output = self.topic(function, first)?;
                let place = self.place(options, Some(&output.name), span)?;
                let of = Measure::Output(output.name.clone());
                Some((Value::Level { of, place }, output.unit.into()))
            }
            F::Abs => Some(match self.value(first)? {
                (Value::Number(x), Kind::Constant(_, written)) => {
                    (Value::Number(x.abs()), Kind::Constant(x.abs(), written))
                }
                (value, kind) => (Value::Abs(Box::new(value)), kind),
            }),
            F::MaxOver => {
                let group = self.simple(first, "a group of arms");
                let value = self.value(second?);
                let group = group?;
                let arms = self.group(&group)?;
                let (value, kind) = value?;
                Some((
                    Value::MaxOver {
                        group: group.text,
                        arms,
                        of: Box::new(value),
                    },
                    kind,
                ))
            }
            F::Ks => {
                let name = self.simple(first, "an output")?;
                let output = self.output(&name.text, name.span)?.name.clone();
                if let Some((_, at)) = options.by.as_ref().or(options.at.as_ref()) {
                    let message = "`ks` compares distributions over the whole horizon";
                    return self
                        .note(Diagnostic::error(TIME, *at, message).help("leave the time out"));
                }
                let place = self.place(options, None, span)?;
                Some((Value::Distance { output, place }, Kind::Probability))
            }
            F::Rank => {
                let input = self.simple(first, "an input");
                let output = self.simple(second?, "an output");
                let input = input.and_then(|name| self.input(&name));
                let output = output.and_then(|name| self.output(&name.text, name.span));
                let (input, output) = (input?, output?.name.clone());
                Some((Value::Rank { input, output }, Kind::Count))
            }
            F::Total => {
                let block = self.simple(first, "a mechanism or group of inputs");
                let output = self.simple(second?, "an output");
                let block = block.and_then(|name| self.block(&name));
                let output = output.and_then(|name| self.output(&name.text, name.span));
                let (block, output) = (block?, output?.name.clone());
                Some((Value::Total { block, output }, Kind::Ratio))
            }
            F::Rate => {
                let name = self.simple(first, "a rate as table.column")?;
                if !self.names.rates.contains(&name.text) {
                    let known = self.names.rates.iter().map(String::as_str);
                    return self.unknown("rate", &name.text, name.span, known);
                }
                Some((Value::Rate(name.text), Kind::Probability))
            }
            F::Input => {
                let name = self.simple(first, "an input")?;
                Some((Value::Input(self.input(&name)?), Kind::Any))
            }
        }
    }

    pub(super) fn count(
        &mut self,
        function: Function,
        arguments: &[Expr],
        span: Span,
    ) -> Option<()> {
        use Function as F;
        let (wanted, form) = match function {
            F::MaxOver => (2, "max_over(group, number)"),
            F::Rank => (2, "rank(input, output)"),
            F::Total => (2, "total(mechanism, output)"),
            F::Probability => (1, "P(event)"),
            F::Rate => (1, "rate(table.column)"),
            F::Input => (1, "input(name)"),
            F::Bits => (1, "bits(topic)"),
            F::ErrRatio => (1, "err_ratio(topic)"),
            F::Ks => (1, "ks(output)"),
            F::Abs => (1, "abs(number)"),
            F::Effect => (1, "effect(event or output)"),
            F::Ratio => (1, "ratio(event or output)"),
            F::Mean | F::Median | F::Q05 | F::Q95 => (1, "median(output or number)"),
        };
        if arguments.len() == wanted {
            return Some(());
        }
        let plural = if wanted == 1 { "" } else { "s" };
        let message = format!(
            "`{}` takes {wanted} argument{plural}, and this has {}",
            function.name(),
            arguments.len()
        );
        self.note(Diagnostic::error(ARGUMENTS, span, message).help(format!("write `{form}`")))
    }

    /// `mean`, `median`, `q05`, `q95` of an output or of a number.
    fn summary(
        &mut self,
        function: Function,
        argument: &Expr,
        options: &Options,
        span: Span,
    ) -> Option<(Value, Kind)> {
        let (value, kind) = match &argument.kind {
            ExprKind::Name(name) => {
                let output = self.output(name, argument.span);
                let place = self.place(options, output.map(|o| o.name.as_str()), span);
                let (output, place) = (output?, place?);
                let of = if output.unit == Unit::Probability {
                    Measure::Event(Event::Output(output.name.clone()))
                } else {
                    Measure::Output(output.name.clone())
                };
                (Value::Level { of, place }, output.unit.into())
            }
            _ if *options != Options::default() => {
                let message = "`by=`, `at=`, `arm=` and `given` belong to the figure inside";
                return self.note(
                    Diagnostic::error(ARGUMENTS, span, message)
                        .help("write for instance `median(err_ratio(resolve, arm=deception30))`"),
                );
            }
            _ => self.value(argument)?,
        };
        if let Kind::Constant(..) = kind {
            return self.wrong(
                argument.span,
                "a constant does not vary over the settings",
                "take an output",
            );
        }
        let level = match function {
            Function::Q05 => 0.05,
            Function::Q95 => 0.95,
            Function::Mean => {
                // Probabilities, means and their differences are means over the draws already.
                let linear = matches!(value, Value::Level { .. } | Value::Effect { .. });
                return Some((
                    if linear {
                        value
                    } else {
                        Value::Mean(Box::new(value))
                    },
                    kind,
                ));
            }
            _ => 0.5,
        };
        Some((
            Value::Quantile {
                level,
                of: Box::new(value),
            },
            kind,
        ))
    }
}

/// The only output an event names, if it is that output alone.
fn single(event: &Event) -> Option<&str> {
    match event {
        Event::Output(output) => Some(output),
        _ => None,
    }
}

fn arithmetic(op: ArithmeticOp, left: (Value, Kind), right: (Value, Kind)) -> (Value, Kind) {
    if let (Value::Number(a), Value::Number(b)) = (&left.0, &right.0) {
        let value = match op {
            ArithmeticOp::Add => a + b,
            ArithmeticOp::Subtract => a - b,
            ArithmeticOp::Multiply => a * b,
            ArithmeticOp::Divide => a / b,
        };
        let written = match (left.1, right.1) {
            (Kind::Constant(_, Written::Plain), Kind::Constant(_, other)) => other,
            (Kind::Constant(_, one), _) => one,
            _ => Written::Plain,
        };
        if value.is_finite() {
            return (Value::Number(value), Kind::Constant(value, written));
        }
    }
    let kind = combined(op, left.1, right.1);
    (
        Value::Arithmetic {
            op,
            left: Box::new(left.0),
            right: Box::new(right.0),
        },
        kind,
    )
}
