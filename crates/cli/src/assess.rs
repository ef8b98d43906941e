//! `assess`: the main job.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Args, ValueEnum};
use pourparler_analysis::{Assessment, MOST_POINTS, Verdict, assess, assess_within, effort};
use pourparler_engine::Effort;
use pourparler_report::{json, text};
use pourparler_scenario::Scenario;

use crate::failure::Failure;
use crate::input::{self, Origin};
use crate::{Global, output, progress};

/// Fewest repetitions that can be asked for: one alone has no spread.
const LEAST_SCRAMBLES: usize = 2;

/// What `assess` takes.
#[derive(Args, Default)]
pub struct Arguments {
    /// Scenario file; `-` for standard input; left out: the only one of this folder
    file: Option<PathBuf>,
    #[command(flatten)]
    options: Options,
}

/// What a run takes, wherever its scenario comes from.
#[derive(Args, Default)]
pub struct Options {
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
    /// Double the settings until settlement, the contact's effect on it and what claims compare
    /// are this exact: 1%, 0.5pt; 1.96 standard errors, at most 65536 settings a repetition
    #[arg(long, value_name = "POINTS", value_parser = precision)]
    precision: Option<Precision>,
    /// End with exit code 3 if a claim has one of these verdicts
    #[arg(long, value_enum, value_delimiter = ',', value_name = "VERDICT")]
    fail_on: Vec<Named>,
}

/// A precision: `1%` and `1pt` are a share of 0.01.
#[derive(Clone)]
struct Precision {
    typed: String,
    share: f64,
}

fn precision(text: &str) -> Result<Precision, String> {
    let text = text.trim();
    let points = text.strip_suffix('%').or_else(|| text.strip_suffix("pt"));
    let (number, scale) = points.map_or((text, 1.0), |points| (points, 100.0));
    match number.parse::<f64>() {
        Ok(number) if number > 0.0 && number / scale <= 0.5 => Ok(Precision {
            typed: text.to_owned(),
            share: number / scale,
        }),
        _ => Err("write percentage points above 0 and up to 50, such as 1% or 0.5pt".to_owned()),
    }
}

/// Verdicts as `--fail-on` names them.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Named {
    Supported,
    LeaningSupported,
    Refuted,
    LeaningRefuted,
    NotSettled,
    Contradiction,
    NotTestable,
    NotAvailable,
}

impl Named {
    fn of(verdict: &Verdict) -> Self {
        match verdict {
            Verdict::Supported => Named::Supported,
            Verdict::LeaningSupported => Named::LeaningSupported,
            Verdict::Refuted => Named::Refuted,
            Verdict::LeaningRefuted => Named::LeaningRefuted,
            Verdict::NotSettled => Named::NotSettled,
            Verdict::Contradiction => Named::Contradiction,
            Verdict::NotTestable => Named::NotTestable,
            Verdict::NotAvailable(_) => Named::NotAvailable,
        }
    }
}

/// Runs `assess`.
///
/// # Errors
///
/// A scenario that cannot be assessed, or a verdict named by `--fail-on`.
pub fn run(arguments: &Arguments, global: Global) -> Result<(), Failure> {
    let path = input::file(arguments.file.as_ref())?;
    let origin = Origin::open(&path)?;
    let name = path
        .file_name()
        .map_or_else(|| "-".into(), |name| name.to_string_lossy());
    let command = format!("pourparler assess {}", quoted(&name));
    assessed(&origin, &command, &arguments.options, global)
}

/// Assesses a scenario and prints the result; `command` is what the line that reproduces it
/// begins with.
///
/// # Errors
///
/// As [`run`].
pub fn assessed(
    origin: &Origin,
    command: &str,
    options: &Options,
    global: Global,
) -> Result<(), Failure> {
    let mut scenario = origin.scenario()?;
    // Reports leave this machine: no folder, no user.
    scenario.name = file_name(&origin.name);
    let effort = options.effort(&scenario);
    let since = Instant::now();
    let assessment = options
        .pooled(|| {
            progress::watched(global, |watch| match &options.precision {
                Some(asked) => assess_within(&scenario, effort, asked.share, MOST_POINTS, watch),
                None => assess(scenario, effort, watch),
            })
        })?
        .map_err(|diagnostics| Failure::Scenario {
            source: Box::new(origin.source()),
            diagnostics,
        })?;
    progress::finished(global, assessment.run.arm_steps, since);
    if assessment.run.is_empty() {
        return Err(Failure::Interrupted {
            message: "interrupted before a repetition was finished; there is nothing to show"
                .to_owned(),
            printed: false,
        });
    }
    let reproduce = format!("{command}{}", options.flags(&assessment));
    if global.json {
        output::json(&json::assessment(&assessment, &reproduce))?;
    } else {
        output::text(&text::assessment(
            &assessment,
            &reproduce,
            output::look(global),
        ))?;
    }
    if !assessment.run.complete {
        return Err(Failure::Interrupted {
            message: text::interrupted(&assessment),
            printed: true,
        });
    }
    options.judged(&assessment)
}

impl Options {
    fn effort(&self, scenario: &Scenario) -> Effort {
        let asked = effort(scenario, self.seed.unwrap_or(1));
        Effort {
            scrambles: self.scrambles.map_or(asked.scrambles, usize::from),
            points: self.points.map_or(asked.points, |points| points as usize),
            paths: self.paths.map_or(asked.paths, usize::from),
            ..asked
        }
        .rounded()
    }

    /// Runs `work` on as many threads as asked.
    fn pooled<T: Send>(&self, work: impl FnOnce() -> T + Send) -> Result<T, Failure> {
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

    /// The options that decide the result: those typed, and how far a stopped run came.
    fn flags(&self, assessment: &Assessment) -> String {
        let effort = assessment.effort;
        let mut flags = format!(" --seed {}", effort.seed);
        // One repetition alone cannot be asked for; the line then runs the whole.
        let run = &assessment.run;
        let kept =
            Some(run.settings.scrambles).filter(|kept| !run.complete && *kept >= LEAST_SCRAMBLES);
        let scrambles = kept.unwrap_or(effort.scrambles);
        // A precision not reached because of Ctrl-C is not asked for again.
        let precision = self.precision.as_ref().filter(|_| run.complete);
        let stopped = self.precision.is_some() && precision.is_none();
        // A precision begins with the points asked for and ends with more.
        let begun = assessment.precision.as_ref().filter(|_| !stopped);
        let points = begun.and_then(|begun| begun.points.first()).copied();
        let points = points.unwrap_or(effort.points);
        let sizes = [
            (
                "scrambles",
                self.scrambles.is_some() || kept.is_some(),
                scrambles,
            ),
            ("points", self.points.is_some() || stopped, points),
            ("paths", self.paths.is_some(), effort.paths),
        ];
        for (name, given, size) in sizes {
            if given {
                flags.push_str(&format!(" --{name} {size}"));
            }
        }
        if let Some(precision) = precision {
            flags.push_str(&format!(" --precision {}", precision.typed));
        }
        flags
    }

    fn judged(&self, assessment: &Assessment) -> Result<(), Failure> {
        let caught = assessment
            .judgements
            .iter()
            .filter(|judgement| self.fail_on.contains(&Named::of(&judgement.verdict)))
            .map(|judgement| format!("{} is {}", judgement.id, text::verdict(&judgement.verdict)));
        let caught: Vec<String> = caught.collect();
        if caught.is_empty() {
            Ok(())
        } else {
            Err(Failure::Claims(caught))
        }
    }
}

fn file_name(path: &str) -> String {
    let name = Path::new(path).file_name();
    name.map_or_else(
        || "-".to_owned(),
        |name| name.to_string_lossy().into_owned(),
    )
}

/// The name as a shell takes it.
fn quoted(name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '/');
    if name.chars().all(plain) {
        name.to_owned()
    } else {
        format!("'{}'", name.replace('\'', "'\\''"))
    }
}
