//! `evidence`: rates of past cases, counted from a user's own download.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use pourparler_report::evidence::Counted;
use pourparler_report::{json, text};
use pourparler_second_opinion::reference_class::{icb, ucdp};

use crate::download::{Download, content};
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
