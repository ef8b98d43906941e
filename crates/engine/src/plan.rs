//! From a scenario to a plan: worlds, arms, dimensions. Everything that can fail fails here.

mod drafts;

use std::collections::BTreeSet;
use std::sync::OnceLock;

use pourparler_agreement::space::Space;
use pourparler_scenario::{
    Correlation, Date, Diagnostic, Scenario, Section, Severity, Source, Table, Vocabulary,
};

use self::drafts::{Draft, drafts};
use crate::arms::Arm;
use crate::cells::{Cells, Sampler};
use crate::clock::{Clock, DAYS_PER_MONTH};
use crate::codes;
use crate::copula::{CopulaError, GaussianCopula, RankCorrelation};
use crate::lanes::LANES;
use crate::mechanism::{Build, ContactSource, Mechanism, Process};
use crate::mechanisms::{self, leverage, publics, substitute};
use crate::record::{CompiledEvent, Derived, Layout};
use crate::result::{Arms, Output, Questions, Settings, Unit, at_name};

/// Most uncertain quantities of a plan, all variants together.
pub const MAX_DIMENSIONS: usize = crate::sobol::MAX_DIMENSIONS;

/// Most time steps of a run: 38 years of weeks. Memory and time grow with them.
pub const MAX_STEPS: usize = 2_000;

/// How much to compute, and from which seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// Seed of everything random.
    pub seed: u64,
    /// Independent scrambles, at least 2.
    pub scrambles: usize,
    /// Sobol points per scramble, a power of two.
    pub points: usize,
    /// Chance paths per point, a power of two up to 128.
    pub paths: usize,
    /// Times the weekly step is halved.
    pub halvings: u32,
}

impl Default for Effort {
    fn default() -> Self {
        Self {
            seed: 1,
            scrambles: 16,
            points: 128,
            paths: 16,
            halvings: 0,
        }
    }
}

impl Effort {
    /// The nearest effort that can be run: powers of two, full blocks.
    pub fn rounded(self) -> Self {
        let paths = self.paths.clamp(1, LANES).next_power_of_two();
        Self {
            scrambles: self.scrambles.clamp(2, 4096),
            points: self
                .points
                .clamp(LANES / paths, 1 << 16)
                .next_power_of_two(),
            paths,
            halvings: self.halvings.min(6),
            ..self
        }
    }
}

/// The key tables of scenario, agreement and every mechanism.
pub fn vocabulary() -> Vocabulary {
    vocabulary_of(mechanisms::ALL)
}

/// [`vocabulary`] of a given list of mechanisms.
pub fn vocabulary_of(list: &[&dyn Mechanism]) -> Vocabulary {
    list.iter().fold(
        Vocabulary::base().with(pourparler_agreement::space::SECTIONS),
        |vocabulary, mechanism| vocabulary.with(mechanism.sections()),
    )
}

/// A scenario ready to run.
pub struct Plan {
    pub(crate) worlds: Vec<World>,
    pub(crate) settings: Settings,
    pub(crate) outputs: Vec<Output>,
    pub(crate) dimensions: Vec<String>,
    pub(crate) copula: Option<GaussianCopula>,
}

/// Arms that share everything the contact cannot change.
pub(crate) struct World {
    pub cells: Cells,
    sampler: OnceLock<Sampler>,
    pub processes: Vec<Box<dyn Process>>,
    /// Names of the mechanisms, in the same order.
    pub names: Vec<&'static str>,
    pub layout: Layout,
    pub arms: Vec<Arm>,
    /// Index of the world's first arm among all arms.
    pub first_arm: usize,
    /// Baseline of each arm within the world.
    pub baseline: usize,
    /// Index of each of the world's outputs in the plan's.
    pub outputs: Vec<usize>,
}

impl Plan {
    /// Compiles a scenario, its variants and what its claims ask.
    ///
    /// # Errors
    /// Every contradiction the mechanisms find, with places in the file.
    pub fn compile(
        scenario: &Scenario,
        effort: Effort,
        questions: &Questions,
    ) -> Result<Self, Vec<Diagnostic>> {
        Self::compile_with(mechanisms::ALL, scenario, effort, questions)
    }

    /// [`Plan::compile`] over a given list of mechanisms.
    ///
    /// # Errors
    /// As [`Plan::compile`].
    pub fn compile_with(
        list: &[&dyn Mechanism],
        scenario: &Scenario,
        effort: Effort,
        questions: &Questions,
    ) -> Result<Self, Vec<Diagnostic>> {
        let effort = effort.rounded();
        let horizon_days = scenario.root.days("horizon").unwrap_or(180.0);
        let clock = Clock::new(horizon_days, effort.halvings);
        let mut diagnostics = Vec::new();
        if clock.steps > MAX_STEPS {
            return Err(vec![too_many_steps(scenario, clock)]);
        }
        let drafts = drafts(scenario, questions, &mut diagnostics);
        let mut worlds: Vec<World> = Vec::new();
        let mut outputs: Vec<Output> = Vec::new();
        let mut first_arm = 0;
        for draft in drafts {
            let base = worlds.is_empty();
            let built = build_world(
                list,
                scenario,
                &draft,
                clock,
                questions,
                base,
                &mut diagnostics,
            );
            let Some(mut world) = built else { continue };
            world.first_arm = first_arm;
            first_arm += world.arms.len();
            world.outputs = world
                .layout
                .outputs
                .iter()
                .map(|output| {
                    outputs
                        .iter()
                        .position(|o| o.name == output.name)
                        .unwrap_or_else(|| {
                            outputs.push(output.clone());
                            outputs.len() - 1
                        })
                })
                .collect();
            worlds.push(world);
        }
        let dimensions: BTreeSet<String> = worlds
            .iter()
            .flat_map(|world| world.cells.dimensions())
            .chain(questions.dimensions.iter().cloned())
            .collect();
        let dimensions: Vec<String> = dimensions.into_iter().collect();
        if dimensions.len() > MAX_DIMENSIONS {
            diagnostics.push(Diagnostic::error(
                codes::DIMENSIONS,
                scenario.root.span,
                format!(
                    "{} uncertain quantities, and at most {MAX_DIMENSIONS} can be drawn",
                    dimensions.len()
                ),
            ));
        }
        let copula = compile_copula(scenario, &dimensions, questions.arms, &mut diagnostics);
        if diagnostics.iter().any(|d| d.severity == Severity::Error) {
            let source = Source::new(&scenario.name, &scenario.text);
            diagnostics.iter_mut().for_each(|d| d.locate(&source));
            return Err(diagnostics);
        }
        Ok(Self {
            worlds,
            outputs,
            dimensions,
            copula,
            settings: Settings {
                seed: effort.seed,
                scrambles: effort.scrambles,
                points: effort.points,
                paths: effort.paths,
                halvings: effort.halvings,
                steps: clock.steps,
                dt: clock.dt,
                horizon_days,
            },
        })
    }

    /// What turns points into the cells of a world. Laws are tabulated when the first run asks
    /// for it: checking a scenario draws nothing.
    pub(crate) fn sampler(&self, world: usize) -> &Sampler {
        let base = self.worlds.first().filter(|_| world > 0);
        let World { cells, sampler, .. } = &self.worlds[world];
        sampler.get_or_init(|| cells.bind(&self.dimensions, base.map(|base| &base.cells)))
    }

    /// Names of the outputs every arm of the plan can be asked for.
    pub fn outputs(&self) -> &[Output] {
        &self.outputs
    }

    /// Ids of the arms.
    pub fn arm_ids(&self) -> impl Iterator<Item = &str> {
        self.worlds
            .iter()
            .flat_map(|w| w.arms.iter().map(|a| a.id.as_str()))
    }

    /// Sizes and clock.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Key paths of the uncertain quantities, sorted.
    pub fn dimensions(&self) -> &[String] {
        &self.dimensions
    }
}

fn too_many_steps(scenario: &Scenario, clock: Clock) -> Diagnostic {
    let root = &scenario.root;
    let mut diagnostic = Diagnostic::error(
        codes::STEPS,
        root.field("horizon").map_or(root.span, |field| field.span),
        format!(
            "{} time steps, and at most {MAX_STEPS} can be taken",
            clock.steps
        ),
    )
    .help("shorten `horizon`, or lengthen `step` in [run]");
    diagnostic.locate(&Source::new(&scenario.name, &scenario.text));
    diagnostic
}

/// Which of so many outputs compound events are made of.
fn compounded(outputs: usize, derived: &[(usize, Derived)]) -> Vec<bool> {
    let mut used = vec![false; outputs];
    for (_, derived) in derived {
        if let Derived::Event(event) = derived {
            event.outputs().for_each(|output| used[output] = true);
        }
    }
    used
}

/// Months from the scenario's day to a date.
pub(crate) fn months_until(from: Date, to: Date) -> f64 {
    from.until(to)
        .map_or(0.0, |span| f64::from(span.get_days()))
        / DAYS_PER_MONTH
}

fn contact_step(
    root: &Table,
    contact: &Table,
    clock: Clock,
    diagnostics: &mut Vec<Diagnostic>,
) -> usize {
    let (Some(as_of), Some(date)) = (root.date("as_of"), contact.date("date")) else {
        return 0;
    };
    let months = months_until(as_of, date);
    let span = contact.field("date").map_or(contact.span, |f| f.span);
    match clock.step_of(months) {
        Some(step) => step,
        None => {
            let (what, help) = if months < 0.0 {
                (
                    format!("the contact takes place on {date}, before `as_of` ({as_of})"),
                    "an earlier meeting belongs in `contact.earlier`",
                )
            } else {
                (
                    format!("the contact takes place on {date}, after the horizon has ended"),
                    "move the date or lengthen `horizon`",
                )
            };
            diagnostics.push(Diagnostic::error(codes::CONTACT_DATE, span, what).help(help));
            0
        }
    }
}

fn build_world(
    list: &[&dyn Mechanism],
    scenario: &Scenario,
    draft: &Draft,
    clock: Clock,
    questions: &Questions,
    base: bool,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<World> {
    let space = match Space::build(draft.root) {
        Ok(space) => space,
        Err(mut mistakes) => {
            diagnostics.append(&mut mistakes);
            return None;
        }
    };
    let mut contacts: Vec<ContactSource> = draft
        .contacts
        .iter()
        .map(|(id, table)| ContactSource {
            id: id.clone(),
            table,
            step: contact_step(draft.root, table, clock, diagnostics),
            substitute: false,
        })
        .collect();
    if contacts.is_empty() {
        return None;
    }
    let mut arms = draft.arms.clone();
    substitute::add(&mut contacts, &mut arms, clock);
    leverage::mark(&contacts, &mut arms);
    publics::mark(draft.root, &contacts, &mut arms);
    let mut cells = Cells::with_interventions(&draft.set);
    let mut processes = Vec::with_capacity(list.len());
    let mut outputs = Vec::new();
    let mut bases = Vec::with_capacity(list.len());
    for mechanism in list {
        let process = mechanism.build(&mut Build {
            root: draft.root,
            space: &space,
            contacts: &contacts,
            arms: &arms,
            clock,
            questions,
            cells: &mut cells,
            diagnostics,
        });
        bases.push(outputs.len());
        outputs.extend(process.outputs());
        processes.push(process);
    }
    let derived = derive(scenario, &mut outputs, clock, questions, base, diagnostics);
    Some(World {
        sampler: OnceLock::new(),
        cells,
        processes,
        names: list.iter().map(|m| m.name()).collect(),
        layout: Layout {
            compounded: compounded(outputs.len(), &derived),
            halved: outputs
                .iter()
                .map(|output| questions.halves.contains(&output.name))
                .collect(),
            outputs,
            bases,
            derived,
            arms: arms.len(),
            sampled: arms.iter().map(Arm::keeps_paths).collect(),
            steps: clock.steps,
        },
        arms,
        first_arm: 0,
        baseline: 0,
        outputs: Vec::new(),
    })
}

fn derive(
    scenario: &Scenario,
    outputs: &mut Vec<Output>,
    clock: Clock,
    questions: &Questions,
    base: bool,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(usize, Derived)> {
    let mut derived = Vec::new();
    for (name, days) in &questions.times {
        let Some(output) = outputs.iter().position(|o| o.name == *name) else {
            continue;
        };
        let steps = (days / DAYS_PER_MONTH / clock.dt - 1e-9).ceil().max(1.0) as usize;
        outputs.push(Output {
            name: at_name(name, *days),
            about: format!("{} by day {days}", outputs[output].about),
            unit: outputs[output].unit,
        });
        let step = steps.min(clock.steps) - 1;
        derived.push((outputs.len() - 1, Derived::At { output, step }));
    }
    let plain = outputs.clone();
    for (n, event) in questions.events.iter().enumerate() {
        match CompiledEvent::new(event, &plain) {
            Ok(compiled) => {
                outputs.push(Output {
                    name: format!("event:{n}"),
                    unit: Unit::Probability,
                    about: "compound event of a claim".into(),
                });
                derived.push((outputs.len() - 1, Derived::Event(compiled)));
            }
            // A world made by a variant or a `given` may lack an output; the base may not.
            Err(message) if base => {
                diagnostics.push(Diagnostic::error(codes::EVENT, scenario.root.span, message));
            }
            Err(_) => {}
        }
    }
    derived
}

fn compile_copula(
    scenario: &Scenario,
    dimensions: &[String],
    arms: Arms,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<GaussianCopula> {
    let mut pairs = Vec::new();
    let mut kept: Vec<&Correlation> = Vec::new();
    for correlation in &scenario.correlations {
        let index = |path: &String| dimensions.binary_search(path).ok();
        let [a, b] = &correlation.between;
        match (index(a), index(b)) {
            (Some(first), Some(second)) => {
                pairs.push(RankCorrelation {
                    first,
                    second,
                    rho: correlation.rank,
                });
                kept.push(correlation);
            }
            // It is about a quantity that only a variant draws.
            _ if arms != Arms::All => {}
            _ => diagnostics.push(
                Diagnostic::error(
                    codes::CORRELATION,
                    correlation.span,
                    format!("`{a}` and `{b}` are not two uncertain quantities of this scenario"),
                )
                .help("only quantities given as distributions can be correlated"),
            ),
        }
    }
    if pairs.is_empty() {
        return None;
    }
    match GaussianCopula::new(&pairs) {
        Ok(copula) => Some(copula),
        Err(error) => {
            let (CopulaError::OutOfRange { pair }
            | CopulaError::Itself { pair }
            | CopulaError::Repeated { pair, .. }
            | CopulaError::NotPositiveDefinite { pair }) = error;
            let [a, b] = &kept[pair].between;
            diagnostics.push(
                Diagnostic::error(
                    codes::CORRELATIONS,
                    kept[pair].span,
                    format!("`{a}` and `{b}`: {error}"),
                )
                .help("bring this correlation nearer 0, or take it out"),
            );
            None
        }
    }
}

/// The sections of every mechanism, for documentation.
pub fn mechanism_sections() -> Vec<(&'static str, &'static [Section])> {
    mechanisms::ALL
        .iter()
        .map(|m| (m.name(), m.sections()))
        .collect()
}
