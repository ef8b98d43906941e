//! Claims with their tests understood, and what they ask of a run.

use pourparler_engine::result::{self as engine, Intervention, Questions};
use pourparler_scenario::claim::{
    self, Comparison, Event, Measure, Names, Place, Test, Time, Value,
};
use pourparler_scenario::{Claim, Diagnostic, Expression, Scenario, placed};

/// Arm in which a figure is read unless the claim says otherwise.
pub const DEFAULT_ARM: &str = "with";

/// A claim whose tests have been understood.
#[derive(Debug, Clone)]
pub struct TestedClaim {
    /// The claim as written.
    pub claim: Claim,
    /// The test that bears it out.
    pub supported_if: Option<Test>,
    /// The test that speaks against it.
    pub refuted_if: Option<Test>,
    /// The test of an input, for a claim public evidence cannot test.
    pub check: Option<Test>,
}

/// Understands the tests of every claim.
///
/// # Errors
///
/// Every mistake in any of them, with its place in the scenario file.
pub fn tested(scenario: &Scenario, names: &Names) -> Result<Vec<TestedClaim>, Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let mut read = |expression: &Option<Expression>| -> Option<Test> {
        let expression = expression.as_ref()?;
        let found = claim::parse(&expression.text)
            .map_err(|problem| vec![problem])
            .and_then(|expr| claim::resolve(&expr, names));
        found
            .map_err(|found| problems.extend(found.into_iter().map(|p| placed(p, expression))))
            .ok()
    };
    let claims: Vec<TestedClaim> = scenario
        .claims
        .iter()
        .map(|claim| TestedClaim {
            supported_if: read(&claim.supported_if),
            refuted_if: read(&claim.refuted_if),
            check: read(&claim.check),
            claim: claim.clone(),
        })
        .collect();
    for group in &names.groups {
        for arm in &group.arms {
            if !names.arms.contains(arm) {
                let span = scenario
                    .root
                    .table("groups", &group.name)
                    .map_or(scenario.root.span, |t| t.span);
                let message = format!(
                    "the group `{}` names the arm `{arm}`, which there is not",
                    group.name
                );
                let help = format!("the arms are {}", names.arms.join(", "));
                problems.push(Diagnostic::error("PP0606", span, message).help(help));
            }
        }
    }
    if problems.is_empty() {
        Ok(claims)
    } else {
        Err(problems)
    }
}

/// What the claims ask of a run beyond the standard outputs, each question once.
pub fn questions(claims: &[TestedClaim]) -> Questions {
    let mut questions = Questions::default();
    for claim in claims {
        for test in [&claim.supported_if, &claim.refuted_if, &claim.check]
            .into_iter()
            .flatten()
        {
            ask(test, &mut questions);
        }
    }
    questions
}

fn ask(test: &Test, questions: &mut Questions) {
    // `max_over` repeats what stands in it in every arm of its group.
    let mut groups: Vec<(&Value, &[String])> = Vec::new();
    test.visit(&mut |value| {
        if let Value::MaxOver { arms, of, .. } = value {
            of.visit(&mut |inner| groups.push((inner, arms)));
        }
    });
    test.visit(&mut |value| {
        let (Value::Level { place, .. }
        | Value::Effect { place, .. }
        | Value::Ratio { place, .. }
        | Value::Distance { place, .. }) = value
        else {
            return;
        };
        match value {
            Value::Level { of, .. } | Value::Effect { of, .. } | Value::Ratio { of, .. } => {
                ask_measure(of, place, questions);
            }
            Value::Distance { output, .. } => {
                ask_measure(&Measure::Output(output.clone()), place, questions);
            }
            _ => {}
        }
        let group = groups.iter().find(|(inner, _)| std::ptr::eq(*inner, value));
        match group {
            Some((_, arms)) if place.arm.is_none() => {
                arms.iter().for_each(|arm| ask_arm(place, arm, questions));
            }
            _ => ask_arm(place, DEFAULT_ARM, questions),
        }
    });
}

fn ask_measure(of: &Measure, place: &Place, questions: &mut Questions) {
    if let Measure::Event(event) = of {
        event.visit(&mut |part| {
            if let Event::Output(name) = part {
                add(&mut questions.zones, zone(name));
            }
        });
        if !matches!(event, Event::Output(_)) {
            add(&mut questions.events, Some(lowered(event)));
        }
    }
    if let Some(Time::By(days) | Time::At(days)) = place.time {
        let output = match of {
            Measure::Event(Event::Output(output)) | Measure::Output(output) => Some(output.clone()),
            Measure::Event(_) => None,
        };
        add(&mut questions.times, output.map(|output| (output, days)));
    }
    let name = output_name(of, place, &questions.events);
    add(&mut questions.halves, name);
}

/// The output of a run that holds a measure, if the run is asked for it.
pub(crate) fn output_name(of: &Measure, place: &Place, events: &[engine::Event]) -> Option<String> {
    let name = match of {
        Measure::Output(name) | Measure::Event(Event::Output(name)) => name.clone(),
        Measure::Event(event) => {
            let asked = lowered(event);
            let position = events.iter().position(|known| *known == asked);
            format!("event:{}", position?)
        }
    };
    Some(match place.time {
        Some(Time::By(days) | Time::At(days)) => engine::at_name(&name, days),
        None => name,
    })
}

fn ask_arm(place: &Place, arm: &str, questions: &mut Questions) {
    add(&mut questions.interventions, intervention(place, arm));
}

fn add<T: PartialEq>(list: &mut Vec<T>, question: Option<T>) {
    if let Some(question) = question.filter(|question| !list.contains(question)) {
        list.push(question);
    }
}

/// The arm a place under `given` is read in, where it is under one.
pub(crate) fn intervention(place: &Place, arm: &str) -> Option<Intervention> {
    (!place.given.is_empty()).then(|| Intervention {
        arm: place.arm.as_deref().unwrap_or(arm).to_string(),
        set: place.given.clone(),
    })
}

/// The issues of `zone_now[a,b]`.
fn zone(name: &str) -> Option<Vec<String>> {
    let issues = name.strip_prefix("zone_now[")?.strip_suffix(']')?;
    Some(issues.split(',').map(String::from).collect())
}

/// An event as the engine is asked for it.
pub(crate) fn lowered(event: &Event) -> engine::Event {
    match event {
        Event::Output(output) => engine::Event::Happens(output.clone()),
        Event::Compare {
            output, op, value, ..
        } => {
            let compare = |op| engine::Event::Compare {
                output: output.clone(),
                op,
                value: *value,
            };
            match op {
                Comparison::Less => compare(engine::Comparison::Less),
                Comparison::AtMost => compare(engine::Comparison::AtMost),
                Comparison::More => compare(engine::Comparison::Greater),
                Comparison::AtLeast => compare(engine::Comparison::AtLeast),
                Comparison::Equal => compare(engine::Comparison::Equal),
                Comparison::Different => {
                    engine::Event::Not(Box::new(compare(engine::Comparison::Equal)))
                }
            }
        }
        Event::Not(event) => engine::Event::Not(Box::new(lowered(event))),
        Event::And(events) => engine::Event::And(events.iter().map(lowered).collect()),
        Event::Or(events) => engine::Event::Or(events.iter().map(lowered).collect()),
    }
}
