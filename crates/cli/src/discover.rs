//! `discover`: in which settings an outcome, an effect or a verdict is found.

use std::path::PathBuf;

use clap::Args;
use pourparler_analysis::discover::{
    By, DiscoveryOptions, Nothing, Sought, discover, in_claim, in_target,
};
use pourparler_analysis::drivers::{Measure, NoVariance, Target};
use pourparler_analysis::{Assessment, HEADLINE, Prepared, Rankings};
use pourparler_engine::run_watched;
use pourparler_report::{json, sensitivity, text};
use pourparler_scenario::words::shown;

use crate::assess::{file_name, quoted};
use crate::computation::{Sizes, whole};
use crate::failure::Failure;
use crate::input::{self, Origin};
use crate::target::{self, Amount, amount, share};
use crate::{Global, output};

/// What `discover` takes.
#[derive(Args)]
pub struct Arguments {
    /// Scenario file; `-` for standard input; left out: the only one of this folder
    file: Option<PathBuf>,
    /// The outcome to look for, as claims write it [default: settlement]
    #[arg(long, value_name = "NAME", conflicts_with = "claim")]
    outcome: Option<String>,
    /// Look for what the contact adds to it
    #[arg(long, conflicts_with = "claim")]
    effect: bool,
    /// Look for settings in which it is at least this: 3%, 5pt, 200
    #[arg(long, value_name = "VALUE", value_parser = amount, conflicts_with = "claim",
          allow_hyphen_values = true)]
    at_least: Option<Amount>,
    /// Look for settings in which this claim's supporting test holds by itself
    #[arg(long, value_name = "ID")]
    claim: Option<String>,
    /// Its refuting test instead
    #[arg(long, requires = "claim")]
    refuted: bool,
    /// Least share of what is sought that the rule has to have [default: 50%]
    #[arg(long, value_name = "SHARE", value_parser = share)]
    coverage: Option<Amount>,
    /// Most inputs in the rule [default: 4]
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..=20))]
    conditions: Option<u16>,
    #[command(flatten)]
    sizes: Sizes,
}

/// Runs `discover`.
///
/// # Errors
///
/// A scenario that cannot be assessed, an outcome or claim there is not, or nothing to look for.
pub fn run(arguments: &Arguments, global: Global) -> Result<(), Failure> {
    let origin = Origin::open(&input::file(arguments.file.as_ref())?)?;
    let mut scenario = origin.scenario()?;
    scenario.name = file_name(&origin.name);
    let sizes = &arguments.sizes;
    let effort = sizes.effort(&scenario);
    if let Some(claim) = &arguments.claim {
        target::claim(&scenario, claim)?;
    }
    // A claim asks for all arms, an outcome for the pair.
    let prepared = match arguments.claim {
        Some(_) => Prepared::new(scenario, effort),
        None => Prepared::pair(scenario, effort),
    };
    let prepared = prepared.map_err(|found| origin.failure(found))?;
    let wanted = Target {
        output: target::outcome(&prepared, arguments.outcome.as_deref().unwrap_or(HEADLINE))?,
        measure: match arguments.effect {
            true => Measure::Effect,
            false => Measure::Level,
        },
    };
    let assessment = sizes.compute(&origin, global, |watch| {
        let run = run_watched(prepared.plan(), watch);
        Ok(prepared.concluded(run))
    })?;
    let (sought, words) = match &arguments.claim {
        Some(id) => (
            arguments.in_claim(&assessment, id),
            claimed(id, arguments.refuted),
        ),
        None => {
            let at_least = arguments.at_least.as_ref().map(|amount| amount.value);
            let sought = in_target(&assessment.run, wanted, at_least);
            let words = sensitivity::target(&assessment, wanted);
            let words = match &sought {
                Ok(sought) => bounded(&assessment, wanted, &words, sought.by),
                Err(_) => words,
            };
            (sought, words)
        }
    };
    let scale = sensitivity::scale(&assessment, wanted);
    let sought = sought.map_err(|why| nothing(&words, scale, &why))?;
    let plain = DiscoveryOptions::default();
    let options = DiscoveryOptions {
        coverage: arguments
            .coverage
            .as_ref()
            .map_or(plain.coverage, |c| c.value),
        conditions: arguments.conditions.map_or(plain.conditions, usize::from),
        ..plain
    };
    let run = &assessment.run;
    let found = sizes.pooled(|| discover(run, &Rankings::of(run), sought, options))?;
    let points = sizes.has_points().then_some(effort.points);
    let reproduce = format!(
        "pourparler discover {}{}{}",
        quoted(&assessment.scenario.name),
        arguments.flags(),
        sizes.flags(&assessment, points)
    );
    if global.json {
        let document = json::discovery(&assessment, &found, &words, &reproduce);
        output::json(global, &document)?;
    } else {
        let look = output::look(global);
        let page = text::discovery(&assessment, &found, &words, &reproduce, look);
        output::text(global, &page)?;
    }
    whole(&assessment)
}

/// What a claim's test is called.
fn claimed(id: &str, refuted: bool) -> String {
    let test = if refuted { "refuting" } else { "supporting" };
    format!("settings in which the {test} test of {} holds", shown(id))
}

/// What is sought where a number has to be large enough.
fn bounded(assessment: &Assessment, target: Target, name: &str, by: By) -> String {
    let scale = sensitivity::scale(assessment, target);
    match by {
        By::AtLeast(limit) => format!("{name} of at least {}", sensitivity::value(scale, limit)),
        By::Above(limit) => format!("{name} above {}", sensitivity::value(scale, limit)),
        By::Probability | By::Test => name.to_owned(),
    }
}

/// That there is nothing to look for, and why.
fn nothing(words: &str, scale: sensitivity::Scale, why: &Nothing) -> Failure {
    let (reason, help) = match why {
        Nothing::NoVariance(NoVariance::Constant(x)) => (
            format!("it is {} in every setting", sensitivity::value(scale, *x)),
            "look for an outcome that varies; `drivers` lists those that do not",
        ),
        Nothing::NoVariance(NoVariance::NotFinite { settings }) => (
            format!("it is no finite number in {settings} settings"),
            "look for an outcome that is a number everywhere",
        ),
        Nothing::NoVariance(NoVariance::TooFew) => (
            "it was measured in fewer than 32 settings".to_owned(),
            "run more: --scrambles and --points",
        ),
        Nothing::Never { most: Some(most) } => (
            format!(
                "no setting has so much; the most is {}",
                sensitivity::value(scale, *most)
            ),
            "ask for less with --at-least",
        ),
        Nothing::Never { most: None } => (
            "the test holds in no setting by itself".to_owned(),
            "look for the other test of the claim (--refuted), or for an outcome",
        ),
        Nothing::Always => (
            "it is so in every setting".to_owned(),
            "ask for more with --at-least, or for something that varies",
        ),
        Nothing::NoTest => (
            "the claim has no such test".to_owned(),
            "look for its other test, or write one",
        ),
        Nothing::Missing(missing) => (
            missing.0.clone(),
            "look for the claim's other test, or for an outcome",
        ),
    };
    Failure::input(
        format!("there is nothing to look for: {words}: {reason}"),
        help,
    )
}

impl Arguments {
    fn in_claim(&self, assessment: &Assessment, id: &str) -> Result<Sought, Nothing> {
        let rankings = Rankings::of(&assessment.run);
        let figures = assessment.figures(&rankings);
        let mut claims = assessment.claims.iter();
        let claim = claims.find(|claim| claim.claim.id == id);
        in_claim(claim.ok_or(Nothing::NoTest)?, self.refuted, &figures)
    }

    fn flags(&self) -> String {
        let mut flags = String::new();
        let mut typed = |name: &str, value: Option<&str>| {
            if let Some(value) = value {
                flags.push_str(&format!(" --{name} {}", quoted(value)));
            }
        };
        typed("outcome", self.outcome.as_deref());
        typed("at-least", self.at_least.as_ref().map(|a| a.typed.as_str()));
        typed("claim", self.claim.as_deref());
        typed("coverage", self.coverage.as_ref().map(|a| a.typed.as_str()));
        let conditions = self.conditions.map(|conditions| conditions.to_string());
        typed("conditions", conditions.as_deref());
        for (name, on) in [("effect", self.effect), ("refuted", self.refuted)] {
            if on {
                flags.push_str(&format!(" --{name}"));
            }
        }
        flags
    }
}
