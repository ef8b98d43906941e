//! Running a scenario: how much to compute, on how many threads, and what a stopped run leaves.

use std::time::Instant;

use clap::Args;
use pourparler_analysis::{Assessment, MOST_POINTS, effort};
use pourparler_engine::{Effort, Watch};
use pourparler_report::text;
use pourparler_scenario::{Diagnostic, Scenario};

use crate::failure::Failure;
use crate::input::Origin;
use crate::{Global, interrupt, progress};

/// Fewest repetitions that can be asked for: one alone has no spread.
const LEAST_SCRAMBLES: usize = 2;

/// How much to compute.
#[derive(Args, Default)]
pub struct Sizes {
    /// Seed of everything random [default: 1]
    #[arg(long)]
    seed: Option<u64>,
    /// Threads to use; the result does not depend on it [default: all]
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Independent repetitions, instead of the scenario's `run.scrambles`
    #[arg(long, value_parser = clap::value_parser!(u16).range(LEAST_SCRAMBLES as i64..=256))]
    scrambles: Option<u16>,
    /// Settings of the uncertain inputs per repetition, instead of `run.points`
    #[arg(long, value_parser = clap::value_parser!(u32).range(8..=MOST_POINTS as i64))]
    points: Option<u32>,
    /// Runs of chance per setting, instead of `run.paths`
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=128))]
    paths: Option<u16>,
}

impl Sizes {
    /// What a scenario asks for, with what was typed instead.
    pub fn effort(&self, scenario: &Scenario) -> Effort {
        let asked = effort(scenario, self.seed.unwrap_or(1));
        Effort {
            scrambles: self.scrambles.map_or(asked.scrambles, usize::from),
            points: self.points.map_or(asked.points, |points| points as usize),
            paths: self.paths.map_or(asked.paths, usize::from),
            ..asked
        }
        .rounded()
    }

    /// [`Sizes::effort`], with no more repetitions than these unless they were typed.
    pub fn effort_within(&self, scenario: &Scenario, scrambles: usize) -> Effort {
        let asked = self.effort(scenario);
        if self.scrambles.is_some() {
            return asked;
        }
        Effort {
            scrambles: asked.scrambles.min(scrambles),
            ..asked
        }
    }

    /// Runs `work` on a scenario of this origin, showing how far it is; Ctrl-C stops it.
    ///
    /// # Errors
    ///
    /// A scenario that cannot be assessed, or a run stopped before anything was finished.
    pub fn compute(
        &self,
        origin: &Origin,
        global: Global,
        work: impl FnOnce(&Watch) -> Result<Assessment, Vec<Diagnostic>> + Send,
    ) -> Result<Assessment, Failure> {
        let since = Instant::now();
        let assessment = self
            .pooled(|| progress::watched(global, interrupt::flag(), work))?
            .map_err(|diagnostics| origin.failure(diagnostics))?;
        progress::finished(global, assessment.run.arm_steps, since);
        if assessment.run.is_empty() {
            return Err(Failure::Interrupted {
                message: "interrupted before a repetition was finished; there is nothing to show"
                    .to_owned(),
                printed: false,
            });
        }
        Ok(assessment)
    }

    /// Runs `work` on as many threads as asked.
    ///
    /// # Errors
    ///
    /// Threads that cannot be started.
    pub fn pooled<T: Send>(&self, work: impl FnOnce() -> T + Send) -> Result<T, Failure> {
        let threads = self.threads.map_or(0, usize::from);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        match pool {
            Ok(pool) => Ok(pool.install(work)),
            Err(error) => Err(Failure::input(
                format!("the threads cannot be started: {error}"),
                "ask for fewer with --threads",
            )),
        }
    }

    /// Whether the settings of a repetition were typed.
    pub fn has_points(&self) -> bool {
        self.points.is_some()
    }

    /// The options typed, with the seed, for a command that is run again whole.
    pub fn typed(&self, effort: Effort) -> String {
        let sizes = [
            ("scrambles", self.scrambles.map(|_| effort.scrambles)),
            ("points", self.points.map(|_| effort.points)),
            ("paths", self.paths.map(|_| effort.paths)),
        ];
        let typed = sizes
            .iter()
            .filter_map(|(name, size)| Some(format!(" --{name} {}", (*size)?)));
        format!(" --seed {}{}", effort.seed, typed.collect::<String>())
    }

    /// The options that give a run again: those typed, how far a stopped one came, and these
    /// settings of a repetition if there are any to name.
    pub fn flags(&self, assessment: &Assessment, points: Option<usize>) -> String {
        let effort = assessment.effort;
        let mut flags = format!(" --seed {}", effort.seed);
        // One repetition alone cannot be asked for; the line then runs the whole.
        let run = &assessment.run;
        let kept =
            Some(run.settings.scrambles).filter(|kept| !run.complete && *kept >= LEAST_SCRAMBLES);
        let typed = self.scrambles.map(|_| effort.scrambles);
        let sizes = [
            ("scrambles", kept.or(typed)),
            ("points", points),
            ("paths", self.paths.map(|_| effort.paths)),
        ];
        for (name, size) in sizes {
            if let Some(size) = size {
                flags.push_str(&format!(" --{name} {size}"));
            }
        }
        flags
    }
}

/// Fails if the run was stopped; what it finished has been printed.
///
/// # Errors
///
/// It was stopped.
pub fn whole(assessment: &Assessment) -> Result<(), Failure> {
    if assessment.run.complete {
        return Ok(());
    }
    Err(Failure::Interrupted {
        message: text::interrupted(assessment),
        printed: true,
    })
}
