//! `solve`: files of other programs, solved by the method that reads them.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use pourparler_report::Look;
use pourparler_report::solved::{conflict, game, negotiation, stakeholders};
use pourparler_scenario::Diagnostic;
use pourparler_second_opinion::games::{efg, nfg};
use pourparler_second_opinion::graph_model::gmcr;
use pourparler_second_opinion::negotiation::{Evaluations, genius, geniusweb};
use pourparler_second_opinion::reading::Reading;
use pourparler_second_opinion::reference_class::decode;
use pourparler_second_opinion::spatial::{Rules, read};
use serde_json::Value;

use crate::download::{Download, content};
use crate::failure::Failure;
use crate::{Global, output};

/// What `solve` takes.
#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Equilibria of a game in one of Gambit's formats (.nfg, .efg)
    Game {
        /// The file
        file: PathBuf,
        /// Steps each search may take before it is cut
        #[arg(long, default_value_t = 1_000_000)]
        steps: u64,
    },
    /// Equilibria of a conflict of the graph model, in the JSON of its public program
    Conflict {
        /// The file
        file: PathBuf,
        /// Number of a state: why it holds or not for each decision maker
        #[arg(long)]
        state: Option<usize>,
    },
    /// Rounds of bargaining among stakeholders, from a CSV of the public form or KTAB's
    Stakeholders {
        /// The file
        file: PathBuf,
        /// Rounds
        #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=1000))]
        rounds: u16,
        /// Reading of the rules
        #[arg(long, value_enum, default_value_t)]
        rules: Preset,
    },
    /// Frontier and solutions of a negotiation: Genius's domain and two profiles (XML), or two
    /// profiles of GeniusWeb (JSON)
    Negotiation {
        /// The files: a domain and two profiles, or two profiles
        #[arg(num_args = 2..=3, required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// What an option's number means
        #[arg(long, value_enum, default_value_t)]
        numbers: Numbers,
    },
}

/// Presets of the rules of spatial bargaining.
#[derive(Clone, Copy, Default, ValueEnum)]
enum Preset {
    /// The equations as printed
    #[default]
    #[value(name = "scholz-2011-text")]
    Text,
    /// What reproduces the published table
    #[value(name = "scholz-2011-code")]
    Code,
}

/// Readings of an option's number.
#[derive(Clone, Copy, Default, ValueEnum)]
enum Numbers {
    /// As it is written (NegMAS, GeniusWeb)
    #[default]
    AsWritten,
    /// As a share of the largest (Genius)
    ShareOfLargest,
}

/// Runs `solve`.
///
/// # Errors
///
/// A file that cannot be read, or is not what it is taken for.
pub fn run(arguments: &Arguments, global: Global) -> Result<(), Failure> {
    match &arguments.what {
        What::Game { file, steps } => {
            let files = [Download::open(file)?];
            let text = decode(&files[0].bytes);
            let (name, text) = (files[0].name.as_str(), text.as_ref());
            let solved = if text.trim_start().starts_with("EFG") {
                let found = content(&files, one(efg::read(name, text)), global)?;
                game::tree(found, *steps)
            } else {
                let found = content(&files, one(nfg::read(name, text)), global)?;
                game::table(found, *steps)
            };
            shown(&solved, game::text, game::json, global)
        }
        What::Conflict { file, state } => {
            let files = [Download::open(file)?];
            let reading = match gmcr::read(&files[0].name, &files[0].bytes) {
                Ok(found) => Reading {
                    content: Some(found),
                    diagnostics: Vec::new(),
                },
                Err(diagnostics) => Reading {
                    content: None,
                    diagnostics,
                },
            };
            let found = content(&files, reading, global)?;
            let solved = conflict::solved(found, *state).map_err(|states| {
                Failure::usage(
                    "there is no state of that number",
                    format!("states are numbered from 1 to {states}"),
                )
            })?;
            shown(&solved, conflict::text, conflict::json, global)
        }
        What::Stakeholders {
            file,
            rounds,
            rules,
        } => {
            let files = [Download::open(file)?];
            let text = decode(&files[0].bytes);
            let (name, text) = (files[0].name.as_str(), text.as_ref());
            let rounds = usize::from(*rounds);
            let [code, printed] = Rules::PRESETS;
            let rules = match rules {
                Preset::Text => printed,
                Preset::Code => code,
            };
            // KTAB's headings stand in the second line.
            let headings = text.lines().nth(1).unwrap_or("").to_lowercase();
            let solved = if headings.starts_with("actor") {
                let found = content(&files, read::ktab(name, text), global)?;
                stakeholders::several(&found, rules, rounds)
            } else {
                let found = content(&files, read::stakeholders(name, text), global)?;
                stakeholders::single(found, rules, rounds)
            };
            shown(&solved, stakeholders::text, stakeholders::json, global)
        }
        What::Negotiation { files, numbers } => {
            let files: Vec<Download> = files
                .iter()
                .map(|path| Download::open(path))
                .collect::<Result<_, _>>()?;
            let texts: Vec<_> = files.iter().map(|file| decode(&file.bytes)).collect();
            let named: Vec<(&str, &str)> = files
                .iter()
                .zip(&texts)
                .map(|(file, text)| (file.name.as_str(), text.as_ref()))
                .collect();
            let reading = match named.as_slice() {
                [domain, a, b] => genius::read(*domain, [*a, *b]),
                [a, b] => geniusweb::read([*a, *b]),
                _ => {
                    return Err(Failure::usage(
                        "a negotiation is two or three files",
                        "name a domain and two profiles of Genius, or two profiles of GeniusWeb",
                    ));
                }
            };
            let mut found = content(&files, reading, global)?;
            // The profiles are the last two files; not every format has names for them.
            for (profile, file) in found.profiles.iter_mut().rev().zip(files.iter().rev()) {
                if profile.name.is_empty() {
                    profile.name.clone_from(&file.name);
                }
            }
            let numbers = match numbers {
                Numbers::AsWritten => Evaluations::AsWritten,
                Numbers::ShareOfLargest => Evaluations::ShareOfLargest,
            };
            let space = found.space(numbers).map_err(|why| {
                Failure::input(
                    why.to_string(),
                    "look at the weights and numbers of that side",
                )
            })?;
            let solved = negotiation::solved(found, space)
                .map_err(|why| Failure::input(why.to_string(), "use a smaller domain"))?;
            shown(&solved, negotiation::text, negotiation::json, global)
        }
    }
}

/// A reader that stops at its first mistake.
fn one<T>(read: Result<T, Box<Diagnostic>>) -> Reading<T> {
    match read {
        Ok(content) => Reading {
            content: Some(content),
            diagnostics: Vec::new(),
        },
        Err(mistake) => Reading {
            content: None,
            diagnostics: vec![*mistake],
        },
    }
}

fn shown<T>(
    solved: &T,
    text: fn(&T, Look) -> String,
    json: fn(&T) -> Value,
    global: Global,
) -> Result<(), Failure> {
    if global.json {
        output::json(global, &json(solved))
    } else {
        output::text(global, &text(solved, output::look(global)))
    }
}
