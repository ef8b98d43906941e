//! What is to be reached: any test that a claim may make.

use pourparler_engine::result::{Output, Questions, Run};
use pourparler_engine::{Effort, Plan};
use pourparler_scenario::claim::{Test, Value};
use pourparler_scenario::source::Source;
use pourparler_scenario::{Claim, Diagnostic, Expression, Scenario, Span};

use crate::background::Background;
use crate::claims::{TestedClaim, questions, tested};
use crate::condition::{Condition, Truth};
use crate::drivers::mechanisms;
use crate::figures::{Figures, Paths};
use crate::names::names;
use crate::ranking::Rankings;
use crate::verdict::with_error;

/// Name under which messages show the text of a target.
pub const TARGET: &str = "--target";

/// A target understood.
#[derive(Debug, Clone)]
pub struct Target {
    /// The test.
    pub test: Test,
    /// The number that says how far one is: the left side of its first comparison.
    pub measured: Value,
    /// What it asks of a run.
    pub questions: Questions,
    /// What a run of it measures.
    pub outputs: Vec<Output>,
    background: Background,
}

/// What a run says of a target.
#[derive(Debug, Clone, PartialEq)]
pub struct Reached {
    /// Whether the test holds.
    pub truth: Truth,
    /// The number that says how far one is, with its standard error over scrambles; not a number
    /// where it cannot be had.
    pub value: f64,
    /// See `value`.
    pub se: f64,
}

impl Reached {
    /// Whether the test holds.
    pub fn holds(&self) -> bool {
        self.truth == Truth::Holds
    }
}

impl Target {
    /// Understands a test written in the claim language.
    ///
    /// # Errors
    ///
    /// Every mistake in it, located in the text itself; see [`TARGET`]. Mistakes of the scenario
    /// come first and are located in the scenario.
    pub fn read(text: &str, scenario: &Scenario, effort: Effort) -> Result<Self, Wrong> {
        let mut bare = scenario.clone();
        bare.claims.clear();
        let plan = Plan::compile(&bare, effort, &Questions::default()).map_err(Wrong::Scenario)?;
        let arms: Vec<String> = plan.arm_ids().map(String::from).collect();
        let mechanisms = mechanisms();
        let names = names(scenario, plan.outputs(), &arms, &mechanisms);
        bare.claims.push(as_claim(text));
        let source = Source::new(TARGET, text);
        let located = |mut found: Vec<Diagnostic>| {
            found
                .iter_mut()
                .for_each(|diagnostic| diagnostic.locate(&source));
            Wrong::Target(found)
        };
        let claims = tested(&bare, &names).map_err(located)?;
        let mut questions = questions(&claims);
        let Some(test) = claims
            .into_iter()
            .find_map(|claim: TestedClaim| claim.supported_if)
        else {
            return Err(Wrong::Target(Vec::new()));
        };
        questions.halves.clear();
        questions.bare = is_bare(&test);
        questions.dimensions = plan.dimensions().to_vec();
        Ok(Target {
            measured: first(&test).clone(),
            test,
            questions,
            outputs: plan.outputs().to_vec(),
            background: Background::of(scenario),
        })
    }

    /// What a run says of it.
    pub fn of(&self, run: &Run) -> Reached {
        let rankings = Rankings::default();
        let figures = Figures {
            run,
            rankings: &rankings,
            events: &self.questions.events,
            background: &self.background,
            paths: Paths::All,
        };
        let all = figures.all();
        let truth = Condition::of(&self.test, &figures).holds(&all);
        let (value, se) = figures
            .reading(&self.measured)
            .map_or((f64::NAN, f64::NAN), |reading| {
                with_error(&reading, &all, figures.points())
            });
        Reached { truth, value, se }
    }
}

/// Why a target cannot be looked for.
#[derive(Debug)]
pub enum Wrong {
    /// The scenario cannot be run; located in its text.
    Scenario(Vec<Diagnostic>),
    /// The target is no test of this scenario; located in its own text, see [`TARGET`].
    Target(Vec<Diagnostic>),
}

/// The test as a claim makes it; offsets in the text are those of the target.
fn as_claim(text: &str) -> Claim {
    let span = Span::new(0, text.len());
    Claim {
        id: TARGET.to_owned(),
        text: String::new(),
        quote: None,
        place: None,
        kind: "prediction".to_owned(),
        supported_if: Some(Expression {
            text: text.to_owned(),
            span,
            offset: Some(0),
            line: 1,
        }),
        refuted_if: None,
        check: None,
        resolution: None,
        note: None,
        span,
        line: 1,
    }
}

fn first(test: &Test) -> &Value {
    match test {
        Test::Compare { left, .. } => left,
        Test::Not(test) => first(test),
        Test::And(tests) | Test::Or(tests) => tests.first().map_or(&Value::Number(0.0), first),
    }
}

/// Whether the test looks at the contact and its variants alone, and at no part of the contact and
/// no ceiling.
fn is_bare(test: &Test) -> bool {
    let mut bare = true;
    test.visit(&mut |value| match value {
        Value::Level { place, .. }
        | Value::Effect { place, .. }
        | Value::Ratio { place, .. }
        | Value::Distance { place, .. } => {
            let known = |arm: &str| matches!(arm, "with" | "without");
            bare &= place.arm.as_deref().is_none_or(known);
        }
        Value::MaxOver { .. } => bare = false,
        _ => {}
    });
    bare
}
