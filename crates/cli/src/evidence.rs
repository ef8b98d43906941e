//! `evidence`: rates of past cases, counted from a user's own download.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use pourparler_report::evidence::Counted;
use pourparler_report::{json, text};
use pourparler_scenario::{Diagnostic, Severity, Source};
use pourparler_second_opinion::reading::Reading;
use pourparler_second_opinion::reference_class::{decode, icb, ucdp};

use crate::failure::Failure;
use crate::{Global, output};

/// What `evidence` takes.
#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    set: Set,
}

#[derive(Subcommand)]
enum Set {
    /// International Crisis Behavior: how crises end, with mediation and without
    Icb {
        /// The system-level file (icb1), CSV: one row per crisis
        system: PathBuf,
        /// The actor-level file (icb2), CSV: for the classes by great powers and nuclear weapons
        actors: Option<PathBuf>,
    },
    /// UCDP Conflict Termination: how armed conflicts end
    Ucdp {
        /// The conflict-level file, CSV: one row per conflict and year
        file: PathBuf,
    },
}

/// A file as typed and read.
struct Download {
    name: String,
    bytes: Vec<u8>,
}

impl Download {
    fn open(path: &Path) -> Result<Self, Failure> {
        /// One byte past what the importers read is enough for them to say so.
        const MOST: u64 = (64 << 20) + 1;
        let name = path.display().to_string();
        let mut bytes = Vec::new();
        File::open(path)
            .and_then(|file| file.take(MOST).read_to_end(&mut bytes))
            .map_err(|error| Failure::io(&name, &error))?;
        Ok(Self { name, bytes })
    }

    fn source(&self) -> Source {
        Source::new(&self.name, &decode(&self.bytes))
    }
}

/// Runs `evidence`.
///
/// # Errors
///
/// A file that cannot be read, or is not the one that is counted.
pub fn run(arguments: &Arguments, global: Global) -> Result<(), Failure> {
    let counted = match &arguments.set {
        Set::Icb { system, actors } => {
            let mut files = vec![Download::open(system)?];
            if let Some(actors) = actors {
                files.push(Download::open(actors)?);
            }
            let second = files.get(1).map(|f| (f.name.as_str(), f.bytes.as_slice()));
            let reading = icb::rates(&files[0].name, &files[0].bytes, second);
            let found = content(&files, reading, global)?;
            let (first, last) = found.years;
            Counted {
                data_set: "icb",
                files: format!(
                    "International Crisis Behavior: {} crises of {first} to {last}",
                    found.crises
                ),
                rates: found.rates,
            }
        }
        Set::Ucdp { file } => {
            let files = [Download::open(file)?];
            let reading = ucdp::rates(&files[0].name, &files[0].bytes);
            let found = content(&files, reading, global)?;
            Counted {
                data_set: "ucdp",
                files: format!(
                    "UCDP Conflict Termination, version {}: {} conflict-years",
                    if found.version.is_empty() {
                        "not given"
                    } else {
                        &found.version
                    },
                    found.years
                ),
                rates: found.rates,
            }
        }
    };
    if global.json {
        output::json(global, &json::evidence(&counted))
    } else {
        output::text(global, &text::evidence(&counted, output::look(global)))
    }
}

/// What was read; warnings are said on the way, mistakes of the first file that has any end it.
fn content<T>(files: &[Download], reading: Reading<T>, global: Global) -> Result<T, Failure> {
    let error = |found: &Diagnostic| found.severity == Severity::Error;
    let first_wrong = reading.diagnostics.iter().find(|found| error(found));
    let wrong = first_wrong.map(|found| found.file.clone());
    for file in files
        .iter()
        .filter(|file| wrong.as_ref() != Some(&file.name))
    {
        let of_file: Vec<Diagnostic> = reading
            .diagnostics
            .iter()
            .filter(|found| found.file == file.name)
            .cloned()
            .collect();
        if !of_file.is_empty() && !global.quiet {
            output::aside(global, &output::rendered(&of_file, &file.source(), global));
        }
    }
    match reading.content {
        Some(content) if wrong.is_none() => Ok(content),
        _ => {
            let wrong = wrong.unwrap_or_default();
            let file = files
                .iter()
                .find(|file| file.name == wrong)
                .unwrap_or(&files[0]);
            let diagnostics = reading.diagnostics.into_iter();
            Err(Failure::Scenario {
                source: Box::new(file.source()),
                diagnostics: diagnostics
                    .filter(|found| found.file == file.name)
                    .collect(),
            })
        }
    }
}
