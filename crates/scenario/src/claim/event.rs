//! Events: what `P`, `effect` and `ratio` are taken of.

use super::codes::{ARGUMENTS, TOO_LARGE, UNKNOWN_NAME, shown};
use super::limits::MAX_EVENT_OUTCOMES;
use super::meaning::{Event, Measure, Value};
use super::names::{OutputName, Unit};
use super::resolve::Resolver;
use super::syntax::{Expr, ExprKind, Function, Logic, Name, Options, Span};
use super::units::{Kind, fits};
use crate::diagnostic::Diagnostic;

impl<'a> Resolver<'a> {
    /// What `effect` and `ratio` compare between arms.
    pub(super) fn measure(&mut self, expr: &Expr) -> Option<(Measure, Kind)> {
        let output = match &expr.kind {
            ExprKind::Name(name) => Some(self.output(name, expr.span)?),
            ExprKind::Call {
                function: function @ (Function::Bits | Function::ErrRatio),
                arguments,
                options,
            } => {
                self.count(*function, arguments, expr.span)?;
                self.no_options(options, expr.span)?;
                Some(self.topic(*function, arguments.first()?)?)
            }
            _ => None,
        };
        match output {
            Some(output) if output.unit != Unit::Probability => {
                Some((Measure::Output(output.name.clone()), output.unit.into()))
            }
            _ => Some((Measure::Event(self.whole_event(expr)?), Kind::Probability)),
        }
    }

    pub(super) fn no_options(&mut self, options: &Options, span: Span) -> Option<()> {
        if *options == Options::default() {
            return Some(());
        }
        let message = "`by=`, `at=`, `arm=` and `given` belong to the outer function";
        self.note(Diagnostic::error(ARGUMENTS, span, message))
    }

    /// An event that is not part of another.
    pub(super) fn whole_event(&mut self, expr: &Expr) -> Option<Event> {
        let event = self.event(expr)?;
        let mut outcomes: Vec<&Event> = Vec::new();
        event.visit(&mut |part| {
            let outcome = matches!(part, Event::Output(_) | Event::Compare { .. });
            if outcome && !outcomes.contains(&part) {
                outcomes.push(part);
            }
        });
        if outcomes.len() > MAX_EVENT_OUTCOMES {
            let message = format!(
                "an event has at most {MAX_EVENT_OUTCOMES} different outcomes, this one has {}",
                outcomes.len()
            );
            return self.note(Diagnostic::error(TOO_LARGE, expr.span, message));
        }
        Some(event)
    }

    fn event(&mut self, expr: &Expr) -> Option<Event> {
        match &expr.kind {
            ExprKind::Logic { op, left, right } => {
                let left = self.event(left);
                let right = self.event(right);
                let mut parts = Vec::new();
                for part in [left?, right?] {
                    // One list for `a and b and c`.
                    match (op, part) {
                        (Logic::And, Event::And(inner)) | (Logic::Or, Event::Or(inner)) => {
                            parts.extend(inner);
                        }
                        (_, part) => parts.push(part),
                    }
                }
                Some(match op {
                    Logic::And => Event::And(parts),
                    Logic::Or => Event::Or(parts),
                })
            }
            ExprKind::Not(inner) => Some(Event::Not(Box::new(self.event(inner)?))),
            ExprKind::Name(name) => {
                let output = self.output(name, expr.span)?;
                if output.unit == Unit::Probability {
                    return Some(Event::Output(output.name.clone()));
                }
                let help = match output.labels.first() {
                    Some(label) => format!("compare it, as in `{name} >= {label}`"),
                    None => format!("compare it, as in `{name} > 0`"),
                };
                self.wrong(expr.span, "this output is not an event", help)
            }
            ExprKind::Select { name, items } => self.selection(name, items, expr.span),
            ExprKind::Compare { op, left, right } => {
                let (output, other, op) = match self.event_output(left)? {
                    Some(output) => (output, right, *op),
                    None => match self.event_output(right)? {
                        Some(output) => (output, left, op.mirrored()),
                        None => return self.not_an_event(expr.span),
                    },
                };
                if output.unit == Unit::Probability {
                    return self.wrong(
                        expr.span,
                        "this output happens or not; inside an event it is not compared",
                        format!("write `P({})` outside and compare that", output.name),
                    );
                }
                let value = self.event_value(other, output)?;
                Some(Event::Compare {
                    output: output.name.clone(),
                    op,
                    value,
                    label: match &other.kind {
                        ExprKind::Name(label) => Some(label.clone()),
                        _ => None,
                    },
                })
            }
            ExprKind::Number { .. }
            | ExprKind::Negate(_)
            | ExprKind::Arithmetic { .. }
            | ExprKind::Call { .. } => self.not_an_event(expr.span),
        }
    }

    pub(super) fn not_an_event<T>(&mut self, span: Span) -> Option<T> {
        self.wrong(
            span,
            "an event is wanted here",
            "an event is an output that happens or not, or an output compared with a number",
        )
    }

    /// The output a side of a comparison names, `Some(None)` if it names none.
    pub(super) fn event_output(&mut self, expr: &Expr) -> Option<Option<&'a OutputName>> {
        match &expr.kind {
            ExprKind::Name(name) => match self.names.output(name) {
                Some(output) => Some(Some(output)),
                None if self.is_label(name) => Some(None),
                None => self.output(name, expr.span).map(Some),
            },
            ExprKind::Call {
                function: function @ (Function::Bits | Function::ErrRatio),
                arguments,
                options,
            } => {
                self.count(*function, arguments, expr.span)?;
                self.no_options(options, expr.span)?;
                Some(Some(self.topic(*function, arguments.first()?)?))
            }
            _ => Some(None),
        }
    }

    pub(super) fn is_label(&self, name: &str) -> bool {
        self.names
            .outputs
            .iter()
            .any(|output| output.labels.iter().any(|label| label == name))
    }

    /// The constant an output is compared with inside an event.
    pub(super) fn event_value(&mut self, expr: &Expr, output: &'a OutputName) -> Option<f64> {
        if let ExprKind::Name(name) = &expr.kind {
            return match output.labels.iter().position(|label| label == name) {
                Some(index) => Some(index as f64),
                None if output.labels.is_empty() => self.wrong(
                    expr.span,
                    "inside an event an output is compared with a number",
                    "write a number",
                ),
                None => {
                    let known = output.labels.iter().map(String::as_str);
                    self.unknown("label", name, expr.span, known)
                }
            };
        }
        let (value, kind) = self.value(expr)?;
        let (Value::Number(value), Kind::Constant(_, written)) = (value, kind) else {
            return self.wrong(
                expr.span,
                "inside an event an output is compared with a constant",
                "write a number",
            );
        };
        match fits(output.unit.into(), value, written, expr.span) {
            Ok(()) => Some(value),
            Err(problem) => self.note(problem),
        }
    }

    pub(super) fn selection(&mut self, name: &str, items: &[Name], span: Span) -> Option<Event> {
        if name != "zone_now" || self.names.output(name).is_none() {
            let message = format!("`{}` cannot be asked for some issues only", shown(name));
            return self.note(
                Diagnostic::error(UNKNOWN_NAME, span, message).help("`zone_now[issue, ..]` can"),
            );
        }
        let mut issues = Vec::new();
        for item in items {
            if !self.names.issues.contains(&item.text) {
                let known = self.names.issues.iter().map(String::as_str);
                self.unknown::<()>("issue", &item.text, item.span, known);
                continue;
            }
            issues.push(item.text.as_str());
        }
        issues.sort_unstable();
        issues.dedup();
        Some(Event::Output(format!("{name}[{}]", issues.join(","))))
    }
}
