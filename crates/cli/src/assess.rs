//! `assess`: the main job.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use pourparler_analysis::{Assessment, MOST_POINTS, Verdict, assess, assess_within};
use pourparler_report::{Look, draws, json, text};

use crate::computation::{Sizes, whole};
use crate::failure::Failure;
use crate::input::{self, Origin};
use crate::{Global, output, report, resume};

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
    #[command(flatten)]
    sizes: Sizes,
    /// Double the settings until settlement, the contact's effect on it and what claims compare
    /// are this exact: 1%, 0.5pt; 1.96 standard errors, at most 65536 settings a repetition
    #[arg(long, value_name = "POINTS", value_parser = precision)]
    precision: Option<Precision>,
    /// Write every draw to this file, CSV or Parquet by its ending: one row per arm and setting
    #[arg(long, value_name = "FILE")]
    draws: Option<PathBuf>,
    /// Where an interrupted run keeps its finished repetitions, to go on from there; taken away
    /// when the run is whole
    #[arg(long, value_name = "FILE", conflicts_with = "precision")]
    resume: Option<PathBuf>,
    /// End with exit code 3 if a claim has one of these verdicts
    #[arg(long, value_enum, value_delimiter = ',', value_name = "VERDICT")]
    fail_on: Vec<Named>,
    #[command(flatten)]
    report: report::Wanted,
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
    let command = format!("pourparler assess {}", quoted(&file_name(&origin.name)));
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
    if let Some(path) = &options.draws {
        // Before a long run, not after it.
        table(path)?;
    }
    let mut scenario = origin.scenario()?;
    scenario.name = file_name(&origin.name);
    options.report.check(origin, &scenario)?;
    let effort = options.sizes.effort(&scenario);
    let assessment = match &options.resume {
        Some(file) => resume::assessed(file, scenario, effort, origin, &options.sizes, global)?,
        None => options
            .sizes
            .compute(origin, global, |watch| match &options.precision {
                Some(asked) => assess_within(&scenario, effort, asked.share, MOST_POINTS, watch),
                None => assess(scenario, effort, watch),
            })?,
    };
    let reproduce = format!("{command}{}", options.flags(&assessment));
    if global.json {
        output::json(global, &json::assessment(&assessment, &reproduce))?;
    } else {
        let look = Look {
            language: options.report.language(),
            ..output::look(global)
        };
        output::text(global, &text::assessment(&assessment, &reproduce, look))?;
    }
    if let Some(path) = &options.draws {
        drawn(&assessment, path)?;
    }
    options.report.write(&assessment, &reproduce)?;
    whole(&assessment)?;
    let judged = options.judged(&assessment);
    // The program ends here, and the system takes its memory back sooner whole than in pieces.
    std::mem::forget(assessment);
    judged
}

/// The formats of the draws.
enum Table {
    Csv,
    #[cfg(feature = "parquet")]
    Parquet,
}

/// The format that the ending of a file name asks for.
fn table(path: &Path) -> Result<Table, Failure> {
    let ends_in = |ending| {
        let extension = path.extension();
        extension.is_some_and(|extension| extension.eq_ignore_ascii_case(ending))
    };
    if ends_in("csv") {
        return Ok(Table::Csv);
    }
    if ends_in("parquet") {
        #[cfg(feature = "parquet")]
        return Ok(Table::Parquet);
        #[cfg(not(feature = "parquet"))]
        return Err(Failure::usage(
            "this program was built without Parquet and writes draws as CSV only",
            "build it with: cargo build --release --features parquet",
        ));
    }
    Err(Failure::usage(
        "draws are written as CSV or Parquet only",
        "name a file that ends in .csv or .parquet",
    ))
}

/// Writes the draws of the run to a file.
fn drawn(assessment: &Assessment, path: &Path) -> Result<(), Failure> {
    let table = table(path)?;
    let written = File::create(path).and_then(|file| {
        let mut out = BufWriter::new(file);
        match table {
            Table::Csv => draws::write(&assessment.run, &mut out),
            #[cfg(feature = "parquet")]
            Table::Parquet => draws::parquet::write(&assessment.run, out),
        }
    });
    written.map_err(|error| Failure::io(&path.display().to_string(), &error))
}

impl Options {
    /// The options that give the result again.
    fn flags(&self, assessment: &Assessment) -> String {
        let effort = assessment.effort;
        // A precision that Ctrl-C cut short is not asked for again; one that was followed to its
        // end begins with the settings asked for and ends with more.
        let stopped = !assessment.run.complete;
        let (precision, points) = match (&self.precision, &assessment.precision) {
            (Some(_), _) if stopped => (None, Some(effort.points)),
            (Some(asked), Some(done)) => (Some(asked), done.points.first().copied()),
            _ => (None, Some(effort.points)),
        };
        let points =
            points.filter(|_| self.sizes.has_points() || self.precision.is_some() && stopped);
        let mut flags = self.sizes.flags(assessment, points);
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

/// The last part of a path: reports leave this machine with no folder and no user.
pub fn file_name(path: &str) -> String {
    let name = Path::new(path).file_name();
    name.map_or_else(
        || "-".to_owned(),
        |name| name.to_string_lossy().into_owned(),
    )
}

/// The name as a shell takes it.
pub fn quoted(name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '/');
    if name.chars().all(plain) {
        name.to_owned()
    } else {
        format!("'{}'", name.replace('\'', "'\\''"))
    }
}
