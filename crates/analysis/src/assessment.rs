//! Everything a report says about a scenario, computed once: plain data for every face.

use pourparler_agreement::space::Space;
use pourparler_engine::result::{Arms, Questions, Run, at_name};
use pourparler_engine::{Effort, Plan, Unusable, Watch, run_resumed, run_watched};
use pourparler_scenario::source::Source;
use pourparler_scenario::{Diagnostic, Scenario, Vocabulary};

use crate::anatomy::{Anatomy, anatomy};
use crate::anchor::{Anchor, anchor};
use crate::assumptions::{Assumption, assumptions};
use crate::background::Background;
use crate::claimed_totals::claimed_totals;
use crate::claims::{DEFAULT_ARM, TestedClaim, questions, tested};
use crate::convergence::{ByPaths, Stage, by_paths, convergence};
use crate::counterfactual::{Level, Row, counterfactual};
use crate::drivers::mechanisms;
use crate::figures::{Figures, Paths};
use crate::news::{News, news};
use crate::precision::Precision;
use crate::ranking::Rankings;
use crate::reference_class::reference_class;
use crate::shapley::{Attribution, attribution};
use crate::verdict::{Judgement, judge};
use crate::{SECTIONS, names};
use pourparler_engine::summary::quantile;

/// The outcome that assumptions, anchor and convergence are about.
pub const HEADLINE: &str = "settlement";

/// Days of the look ahead, where the horizon is that long.
const SOON: f64 = 30.0;

/// A finished assessment.
#[derive(Debug, Clone)]
pub struct Assessment {
    /// The scenario as read.
    pub scenario: Scenario,
    /// What could be signed; names of parties, issues and outcomes.
    pub space: Space,
    /// What was asked to be computed; a stopped run has fewer scrambles.
    pub effort: Effort,
    /// The run all figures come from.
    pub run: Run,
    /// Days of the look ahead: 30, or the horizon where it is shorter.
    pub soon: f64,
    /// Levels and effects of every arm, in the order of the run.
    pub rows: Vec<Row>,
    /// Why no settlement came about, by arm; only arms that measure all of it.
    pub anatomy: Vec<(usize, Anatomy)>,
    /// The claims with their tests, in file order.
    pub claims: Vec<TestedClaim>,
    /// The verdict on each.
    pub judgements: Vec<Judgement>,
    /// What it says that the contact takes place at all.
    pub news: Option<News>,
    /// Which lever a gain is due to.
    pub attribution: Option<Attribution>,
    /// Inputs nobody elicited or that rest on judgement, most important first.
    pub assumptions: Vec<Assumption>,
    /// The world without the contact beside past cases, where the scenario names a class.
    pub anchor: Option<Anchor>,
    /// How the headline settled as scrambles were added.
    pub convergence: Vec<Stage>,
    /// Shares of settings on half of the chance paths and on all.
    pub by_paths: Vec<ByPaths>,
    /// How exact the figures were asked to be, where it was asked.
    pub precision: Option<Precision>,
    /// What the claims asked of the run.
    pub questions: Questions,
    /// What they ask that the run does not compute.
    pub background: Background,
    /// Warnings and notes on the scenario, located.
    pub remarks: Vec<Diagnostic>,
}

impl Assessment {
    /// An output in an arm, by their names.
    pub fn level(&self, arm: &str, output: &str) -> Option<&Level> {
        let output = self.run.output(output)?;
        let row = self.rows.get(self.run.arm(arm)?)?;
        row.levels.iter().find(|level| level.output == output)
    }

    /// The same by the end of the look ahead.
    pub fn level_soon(&self, arm: &str, output: &str) -> Option<&Level> {
        self.level(arm, &at_name(output, self.soon))
    }

    /// The spread over single runs, chance included, of a count of people in an arm.
    pub fn over_runs(&self, arm: &str, output: &str) -> Option<Spread> {
        let samples = self
            .run
            .arms
            .get(self.run.arm(arm)?)?
            .samples
            .get(self.run.output(output)?)?;
        let mut values: Vec<f64> = samples.as_ref()?.iter().map(|&x| f64::from(x)).collect();
        let mut at = |level| quantile(&mut values, level);
        Some(Spread {
            q05: at(0.05),
            median: at(0.5),
            q95: at(0.95),
        })
    }
}

/// Quantiles over single runs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// 5 % point.
    pub q05: f64,
    /// Median.
    pub median: f64,
    /// 95 % point.
    pub q95: f64,
}

/// The key tables of the whole program.
pub fn vocabulary() -> Vocabulary {
    pourparler_engine::vocabulary().with(SECTIONS)
}

/// How much the scenario's `[run]` asks to compute, from a seed.
pub fn effort(scenario: &Scenario, seed: u64) -> Effort {
    let plain = Effort {
        seed,
        ..Effort::default()
    };
    let Some(run) = scenario.root.child("run") else {
        return plain;
    };
    let size = |key, otherwise| {
        run.integer(key)
            .and_then(|x| usize::try_from(x).ok())
            .unwrap_or(otherwise)
    };
    let mut halvings = 0;
    let mut step = 7.0;
    while run.days("step").is_some_and(|wanted| wanted < step) && halvings < 6 {
        step /= 2.0;
        halvings += 1;
    }
    Effort {
        seed,
        scrambles: size("scrambles", plain.scrambles),
        points: size("points", plain.points),
        paths: size("paths", plain.paths),
        halvings,
    }
}

/// A scenario made ready to be run: its plan, and what is to be read from the run.
pub struct Prepared {
    scenario: Scenario,
    space: Space,
    plan: Plan,
    claims: Vec<TestedClaim>,
    questions: Questions,
    soon: f64,
    remarks: Vec<Diagnostic>,
    effort: Effort,
}

impl Prepared {
    /// Makes a scenario ready.
    ///
    /// # Errors
    ///
    /// Every contradiction that reading alone does not show, located in the scenario's text.
    pub fn new(scenario: Scenario, effort: Effort) -> Result<Self, Vec<Diagnostic>> {
        let source = Source::new(&scenario.name, &scenario.text);
        let located = |mut found: Vec<Diagnostic>| {
            found
                .iter_mut()
                .for_each(|diagnostic| diagnostic.locate(&source));
            found.sort_by_key(|diagnostic| (diagnostic.span.start, diagnostic.code));
            found.dedup();
            found
        };
        let space = Space::build(&scenario.root).map_err(located)?;
        // The first plan only tells which outputs and arms there are to ask for.
        let first = Plan::compile(&scenario, effort, &Questions::default()).map_err(located)?;
        let arms: Vec<String> = first.arm_ids().map(String::from).collect();
        let mechanisms = mechanisms();
        let names = names(&scenario, first.outputs(), &arms, &mechanisms);
        let claims = tested(&scenario, &names).map_err(located)?;
        let mut asked = questions(&claims);
        let soon = SOON.min(first.settings().horizon_days);
        for output in first
            .outputs()
            .iter()
            .filter(|output| is_step(&output.name))
        {
            let question = (output.name.clone(), soon);
            if !asked.times.contains(&question) {
                asked.times.push(question);
            }
        }
        if !asked.halves.iter().any(|name| name == HEADLINE) {
            asked.halves.push(HEADLINE.to_owned());
        }
        drop(first);
        let plan = Plan::compile(&scenario, effort, &asked).map_err(located)?;
        let remarks = located(space.remarks.clone());
        Ok(Prepared {
            scenario,
            space,
            plan,
            claims,
            questions: asked,
            soon,
            remarks,
            effort,
        })
    }

    /// [`Prepared::new`] for the arms without and with the contact alone, and without claims:
    /// what drives an outcome asks for no more, and takes a fraction of the time.
    ///
    /// # Errors
    ///
    /// As [`Prepared::new`].
    pub fn pair(scenario: Scenario, effort: Effort) -> Result<Self, Vec<Diagnostic>> {
        // A mistake anywhere in the file is told.
        let whole = Prepared::new(scenario, effort)?;
        let questions = Questions {
            arms: Arms::Pair,
            ..Questions::default()
        };
        Ok(Prepared {
            plan: Plan::compile(&whole.scenario, effort, &questions)?,
            claims: Vec::new(),
            questions,
            ..whole
        })
    }

    /// The scenario.
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The plan to run.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Reads everything from a run of the plan, on the current thread pool.
    pub fn concluded(self, run: Run) -> Assessment {
        let scenario = self.scenario;
        let background = Background {
            totals: claimed_totals(&self.claims, &scenario, &self.plan, &run),
            ..Background::of(&scenario)
        };
        let rankings = Rankings::of(&run);
        let figures = Figures {
            run: &run,
            rankings: &rankings,
            events: &self.questions.events,
            background: &background,
            paths: Paths::All,
        };
        let judgements = judge(&self.claims, &figures);
        let class = scenario
            .root
            .child("reference")
            .and_then(|table| table.text("class"));
        let rows = counterfactual(&run);
        let headline = run.arm(DEFAULT_ARM).zip(run.output(HEADLINE));
        Assessment {
            anatomy: rows
                .iter()
                .filter_map(|row| Some((row.arm, anatomy(&run, row)?)))
                .collect(),
            by_paths: by_paths(&self.claims, &judgements, &rows, &figures),
            rows,
            news: news(&run, &scenario.root),
            attribution: attribution(&run),
            assumptions: assumptions(&run, &rankings, HEADLINE),
            anchor: class
                .and_then(reference_class)
                .and_then(|class| anchor(&run, &rankings, class)),
            convergence: headline
                .map_or(Vec::new(), |(arm, output)| convergence(&run, arm, output)),
            claims: self.claims,
            background,
            judgements,
            precision: None,
            questions: self.questions,
            soon: self.soon,
            space: self.space,
            remarks: self.remarks,
            effort: self.effort,
            run,
            scenario,
        }
    }
}

/// Everything to say about a scenario that reading alone does not show: contradictions if it
/// cannot be assessed, else warnings and notes; located in its text.
pub fn inspect(scenario: &Scenario) -> Vec<Diagnostic> {
    match Prepared::new(scenario.clone(), effort(scenario, 1)) {
        Ok(prepared) => prepared.remarks,
        Err(found) => found,
    }
}

/// Assesses a scenario on the current thread pool.
///
/// # Errors
///
/// Every contradiction that reading alone does not show, located in the scenario's text.
pub fn assess(
    scenario: Scenario,
    effort: Effort,
    watch: &Watch,
) -> Result<Assessment, Vec<Diagnostic>> {
    let prepared = Prepared::new(scenario, effort)?;
    let run = run_watched(prepared.plan(), watch);
    Ok(prepared.concluded(run))
}

/// Why a run cannot be gone on with.
#[derive(Debug)]
pub enum NotResumed {
    /// The scenario cannot be assessed; located in its text.
    Scenario(Vec<Diagnostic>),
    /// What was saved is of another run, or damaged.
    Saved(Unusable),
}

/// [`assess`], going on from what an interrupted assessment of the same scenario, seed and size
/// saved; with what this one saves, if it was interrupted after some repetition.
///
/// # Errors
///
/// See [`NotResumed`].
pub fn assess_resumed(
    scenario: Scenario,
    effort: Effort,
    earlier: Option<&[u8]>,
    watch: &Watch,
) -> Result<(Assessment, Option<Vec<u8>>), NotResumed> {
    let prepared = Prepared::new(scenario, effort).map_err(NotResumed::Scenario)?;
    let hash = prepared.scenario.sha256.clone();
    let resumed = run_resumed(prepared.plan(), watch, &hash, earlier).map_err(NotResumed::Saved)?;
    Ok((prepared.concluded(resumed.run), resumed.saved))
}

/// Whether the output is a step short of settlement, with a course over time.
fn is_step(output: &str) -> bool {
    output.starts_with("step.") && !output.contains('@')
}
