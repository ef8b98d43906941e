//! From the syntax tree to its meaning: every name found, every unit checked, all mistakes of
//! an expression in one pass.

use super::codes::{ARGUMENTS, TIME, UNKNOWN_NAME, WRONG_KIND, shown};
use super::meaning::{Event, Measure, Place, Test, Time, Value};
use super::names::{Names, OutputName, Unit, nearest};
use super::syntax::{
    ArithmeticOp, Expr, ExprKind, Function, GivenValue, Logic, Name, Options, Span, Written,
};
use crate::diagnostic::Diagnostic;

use super::units::{Kind, combined, comparable, difference, fits};

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
struct Resolver<'a> {
    names: &'a Names,
    problems: Vec<Diagnostic>,
}

impl<'a> Resolver<'a> {
    fn note<T>(&mut self, problem: Diagnostic) -> Option<T> {
        self.problems.push(problem);
        None
    }

    fn wrong<T>(&mut self, span: Span, message: &str, help: impl Into<String>) -> Option<T> {
        self.note(Diagnostic::error(WRONG_KIND, span, message).help(help))
    }

    fn unknown<T>(
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

    fn test(&mut self, expr: &Expr) -> Option<Test> {
        match &expr.kind {
            ExprKind::Logic { op, left, right } => {
                let left = self.test(left);
                let right = self.test(right);
                let both = vec![left?, right?];
                Some(match op {
                    Logic::And => Test::And(both),
                    Logic::Or => Test::Or(both),
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

    fn value(&mut self, expr: &Expr) -> Option<(Value, Kind)> {
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

    fn output(&mut self, name: &str, span: Span) -> Option<&'a OutputName> {
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
                let event = self.event(first);
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
            F::Abs => {
                let (value, kind) = self.value(first)?;
                Some((Value::Abs(Box::new(value)), kind))
            }
            F::MaxOver => {
                let group = self.simple(first, "a group of arms");
                let value = self.value(second?);
                let arms = self.group(&group?)?;
                let (value, kind) = value?;
                Some((
                    Value::MaxOver {
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

    fn count(&mut self, function: Function, arguments: &[Expr], span: Span) -> Option<()> {
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

    /// What `effect` and `ratio` compare between arms.
    fn measure(&mut self, expr: &Expr) -> Option<(Measure, Kind)> {
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
            _ => Some((Measure::Event(self.event(expr)?), Kind::Probability)),
        }
    }

    fn no_options(&mut self, options: &Options, span: Span) -> Option<()> {
        if *options == Options::default() {
            return Some(());
        }
        let message = "`by=`, `at=`, `arm=` and `given` belong to the outer function";
        self.note(Diagnostic::error(ARGUMENTS, span, message))
    }

    fn event(&mut self, expr: &Expr) -> Option<Event> {
        match &expr.kind {
            ExprKind::Logic { op, left, right } => {
                let left = self.event(left);
                let right = self.event(right);
                let both = vec![left?, right?];
                Some(match op {
                    Logic::And => Event::And(both),
                    Logic::Or => Event::Or(both),
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
                })
            }
            ExprKind::Number { .. }
            | ExprKind::Negate(_)
            | ExprKind::Arithmetic { .. }
            | ExprKind::Call { .. } => self.not_an_event(expr.span),
        }
    }

    fn not_an_event<T>(&mut self, span: Span) -> Option<T> {
        self.wrong(
            span,
            "an event is wanted here",
            "an event is an output that happens or not, or an output compared with a number",
        )
    }

    /// The output a side of a comparison names, `Some(None)` if it names none.
    fn event_output(&mut self, expr: &Expr) -> Option<Option<&'a OutputName>> {
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

    fn is_label(&self, name: &str) -> bool {
        self.names
            .outputs
            .iter()
            .any(|output| output.labels.iter().any(|label| label == name))
    }

    /// The constant an output is compared with inside an event.
    fn event_value(&mut self, expr: &Expr, output: &'a OutputName) -> Option<f64> {
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

    fn selection(&mut self, name: &str, items: &[Name], span: Span) -> Option<Event> {
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

    fn topic(&mut self, function: Function, argument: &Expr) -> Option<&'a OutputName> {
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
    fn simple(&mut self, expr: &Expr, what: &str) -> Option<Name> {
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

    fn group(&mut self, name: &Name) -> Option<Vec<String>> {
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

    fn block(&mut self, name: &Name) -> Option<String> {
        if self.names.blocks.contains(&name.text) {
            return Some(name.text.clone());
        }
        let known = self.names.blocks.iter().map(String::as_str);
        self.unknown("mechanism", &name.text, name.span, known)
    }

    fn input(&mut self, name: &Name) -> Option<String> {
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

    fn place(&mut self, options: &Options, output: Option<&str>, span: Span) -> Option<Place> {
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

    fn given_value(&mut self, path: &str, value: &GivenValue, span: Span) -> Option<f64> {
        let labels = self
            .names
            .inputs
            .iter()
            .find(|input| input.path == path)
            .map(|i| &i.labels)?;
        match value {
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

    fn time(&mut self, options: &Options, output: Option<&str>, span: Span) -> Option<Time> {
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
