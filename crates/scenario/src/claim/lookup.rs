//! Names, places and times: what the words of an expression stand for in the scenario.

use super::codes::{ARGUMENTS, TIME, UNKNOWN_NAME, shown};
use super::meaning::{Place, Time};
use super::names::{OutputName, Unit, nearest};
use super::resolve::Resolver;
use super::syntax::{Expr, ExprKind, Function, GivenValue, Name, Options, Span};
use crate::diagnostic::Diagnostic;

impl<'a> Resolver<'a> {
    pub(super) fn unknown<T>(
        &mut self,
        what: &str,
        name: &str,
        span: Span,
        known: impl Iterator<Item = &'a str> + Clone,
    ) -> Option<T> {
        let message = format!("there is no {what} `{}`", shown(name));
        let problem = Diagnostic::error(UNKNOWN_NAME, span, message);
        let help = match nearest(name, known.clone()) {
            Some(near) => Some(format!("did you mean `{near}`?")),
            None if name.contains('-') => Some("for a minus, put spaces around it".to_string()),
            None => {
                let all: Vec<&str> = known.take(13).collect();
                match all.as_slice() {
                    [] => Some(format!("the scenario has no {what}")),
                    [head @ .., _] if all.len() == 13 => {
                        Some(format!("known: {}, …", head.join(", ")))
                    }
                    all => Some(format!("known: {}", all.join(", "))),
                }
            }
        };
        self.note(Diagnostic { help, ..problem })
    }

    pub(super) fn output(&mut self, name: &str, span: Span) -> Option<&'a OutputName> {
        match self.names.output(name) {
            Some(output) => Some(output),
            None => self.unknown(
                "output",
                name,
                span,
                self.names.outputs.iter().map(|output| output.name.as_str()),
            ),
        }
    }

    pub(super) fn topic(&mut self, function: Function, argument: &Expr) -> Option<&'a OutputName> {
        let name = self.simple(argument, "a topic")?;
        let prefix = function.name();
        let wanted = format!("{prefix}.{}", name.text);
        match self.names.output(&wanted) {
            Some(output) => Some(output),
            None => {
                let names = self.names;
                let known = names.outputs.iter().filter_map(move |output| {
                    output
                        .name
                        .strip_prefix(prefix)
                        .and_then(|rest| rest.strip_prefix('.'))
                });
                self.unknown("topic", &name.text, name.span, known)
            }
        }
    }

    /// An argument that is to be a name.
    pub(super) fn simple(&mut self, expr: &Expr, what: &str) -> Option<Name> {
        match &expr.kind {
            ExprKind::Name(text) => Some(Name {
                text: text.clone(),
                span: expr.span,
            }),
            _ => self.note(
                Diagnostic::error(ARGUMENTS, expr.span, format!("{what} is wanted here"))
                    .help("write its name"),
            ),
        }
    }

    pub(super) fn group(&mut self, name: &Name) -> Option<Vec<String>> {
        match self
            .names
            .groups
            .iter()
            .find(|group| group.name == name.text)
        {
            Some(group) if group.arms.is_empty() => self.wrong(
                name.span,
                "this group has no arms",
                "list some in `[groups]`",
            ),
            Some(group) => Some(group.arms.clone()),
            None if name.text == "arms" => Some(self.names.arms.clone()),
            None => {
                let known = self.names.groups.iter().map(|group| group.name.as_str());
                self.unknown("group of arms", &name.text, name.span, known)
            }
        }
    }

    pub(super) fn block(&mut self, name: &Name) -> Option<String> {
        if self.names.blocks.contains(&name.text) {
            return Some(name.text.clone());
        }
        let known = self.names.blocks.iter().map(String::as_str);
        self.unknown("mechanism", &name.text, name.span, known)
    }

    pub(super) fn input(&mut self, name: &Name) -> Option<String> {
        let found = self.names.inputs_called(&name.text);
        match found.as_slice() {
            [input] => Some(input.path.clone()),
            [] => {
                let known = self.names.inputs.iter().map(|input| input.path.as_str());
                self.unknown("input", &name.text, name.span, known)
            }
            several => {
                let paths: Vec<&str> = several.iter().map(|input| input.path.as_str()).collect();
                let message = format!("`{}` can mean several inputs", shown(&name.text));
                self.note(
                    Diagnostic::error(UNKNOWN_NAME, name.span, message)
                        .help(format!("write one of {}", paths.join(", "))),
                )
            }
        }
    }

    pub(super) fn place(
        &mut self,
        options: &Options,
        output: Option<&str>,
        span: Span,
    ) -> Option<Place> {
        let before = self.problems.len();
        let arm = options.arm.as_ref().map(|name| {
            if !self.names.arms.contains(&name.text) {
                let known = self.names.arms.iter().map(String::as_str);
                self.unknown::<()>("arm", &name.text, name.span, known);
            }
            name.text.clone()
        });
        let mut given: Vec<(String, f64)> = Vec::new();
        for one in &options.given {
            let Some(path) = self.input(&one.input) else {
                continue;
            };
            if given.iter().any(|(known, _)| *known == path) {
                let message = format!("`{}` is set twice", shown(&one.input.text));
                self.note::<()>(Diagnostic::error(ARGUMENTS, one.span, message));
                continue;
            }
            if let Some(value) = self.given_value(&path, &one.value, one.span) {
                given.push((path, value));
            }
        }
        given.sort_by(|a, b| a.0.cmp(&b.0));
        let time = self.time(options, output, span);
        (self.problems.len() == before).then_some(Place { arm, given, time })
    }

    pub(super) fn given_value(
        &mut self,
        path: &str,
        value: &GivenValue,
        span: Span,
    ) -> Option<f64> {
        let input = self.names.inputs.iter().find(|input| input.path == path)?;
        let labels = &input.labels;
        match value {
            GivenValue::Label(name) if input.probability && name.text == "no" => Some(0.0),
            GivenValue::Label(name) if input.probability && name.text == "yes" => Some(1.0),
            GivenValue::Number(value) if input.probability && !(0.0..=1.0).contains(value) => self
                .wrong(
                    span,
                    "this input is a probability",
                    "write a number from 0 to 1",
                ),
            GivenValue::Number(value) if labels.is_empty() => Some(*value),
            GivenValue::Number(_) => self.wrong(
                span,
                "this input is a choice",
                format!("write one of {}", labels.join(", ")),
            ),
            GivenValue::Label(_) if labels.is_empty() => {
                self.wrong(span, "this input is a number", "write a number")
            }
            GivenValue::Label(name) => match labels.iter().position(|label| *label == name.text) {
                Some(index) => Some(index as f64),
                None => {
                    let known = labels.iter().map(String::as_str);
                    self.unknown("label", &name.text, name.span, known)
                }
            },
        }
    }

    pub(super) fn time(
        &mut self,
        options: &Options,
        output: Option<&str>,
        span: Span,
    ) -> Option<Time> {
        let (time, days, at) = match (&options.by, &options.at) {
            (None, None) => return None,
            (Some(_), Some((_, at))) => {
                let message = "`by=` and `at=` are given together";
                return self.note(Diagnostic::error(TIME, *at, message).help("keep one of them"));
            }
            (Some((days, at)), None) => (Time::By(*days), *days, at),
            (None, Some((days, at))) => (Time::At(*days), *days, at),
        };
        let horizon = self.names.horizon;
        if !(days > 0.0 && days <= horizon) {
            let message =
                format!("the time must lie after day 0 and up to the horizon, day {horizon}");
            return self.note(Diagnostic::error(TIME, *at, message));
        }
        let Some(name) = output else {
            let message = "a time can be asked of one output only";
            return self.note(
                Diagnostic::error(TIME, span, message)
                    .help("compare the outputs one by one, or leave the time out"),
            );
        };
        let Some(output) = self.names.output(name).filter(|output| output.timed) else {
            let message = format!("the course of `{}` over time is not kept", shown(name));
            let timed: Vec<&str> = self
                .names
                .outputs
                .iter()
                .filter(|o| o.timed)
                .map(|o| o.name.as_str())
                .collect();
            return self.note(
                Diagnostic::error(TIME, *at, message)
                    .help(format!("it is kept for {}", timed.join(", "))),
            );
        };
        match time {
            Time::At(_) if output.unit == Unit::Probability => {
                let message = "an event happens by a day, a level stands at a day";
                self.note(Diagnostic::error(TIME, *at, message).help(format!("write by={days}d")))
            }
            Time::By(_) if output.unit != Unit::Probability => {
                let message = "a level stands at a day, an event happens by a day";
                self.note(Diagnostic::error(TIME, *at, message).help(format!("write at={days}d")))
            }
            time => Some(time),
        }
    }
}
