//! `method`: one published method on a file of its own format, without a scenario.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use pourparler_report::methods::{Conflict, Domain, Game, Played, Spatial};
use pourparler_report::{json, text};
use pourparler_scenario::Diagnostic;
use pourparler_second_opinion::case::graph::Graph;
use pourparler_second_opinion::games::{self, Budget, Solved, efg, nfg};
use pourparler_second_opinion::graph_model::{State, gmcr};
use pourparler_second_opinion::negotiation::{self, Evaluations, genius, geniusweb};
use pourparler_second_opinion::reading::Reading;
use pourparler_second_opinion::spatial::{self, Issue, Rules, read};

use crate::failure::Failure;
use crate::foreign::{Foreign, content};
use crate::{Global, output};

/// Steps of a search for equilibria: seconds, for the largest games that are read.
const STEPS: u64 = 20_000_000;

/// What `method` takes.
#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    method: Method,
}

#[derive(Subcommand)]
enum Method {
    /// Spatial bargaining on a table of stakeholders
    Spatial {
        /// CSV with the columns Actor, Capability, Position, Salience, or KTAB's table
        file: PathBuf,
        /// Reading of the rules
        #[arg(long, value_enum, default_value_t = Preset::Text)]
        rules: Preset,
        /// Rounds played
        #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=100))]
        rounds: u16,
        /// Position of the status quo, from 0, the lowest, to 1, the highest
        #[arg(long, default_value_t = 1.0)]
        status_quo: f64,
    },
    /// The graph model for conflict resolution on a conflict file (.gmcr)
    GraphModel {
        /// Conflict file: JSON as the public program writes it
        file: PathBuf,
        /// Number of today's state, from 1
        #[arg(long, default_value_t = 1)]
        today: usize,
        /// Number of the state a mediator wants
        #[arg(long)]
        wanted: Option<usize>,
    },
    /// Equilibria of a game in Gambit's formats (.nfg, .efg)
    Game {
        /// The game; a tree if it begins with EFG, else a table
        file: PathBuf,
    },
    /// Frontier and solutions of a negotiation domain (Genius XML, GeniusWeb JSON)
    Negotiation {
        /// Genius: the domain and both profiles; GeniusWeb: both profiles
        #[arg(num_args = 2..=3, required = true)]
        files: Vec<PathBuf>,
        /// What the numbers of options are; Genius shares, GeniusWeb as written
        #[arg(long, value_enum)]
        numbers: Option<Numbers>,
    },
}

/// Readings of the spatial rules.
#[derive(Clone, Copy, ValueEnum)]
enum Preset {
    /// As the code behind the published table has them
    #[value(name = "scholz-2011-code")]
    Code,
    /// As the equations are printed
    #[value(name = "scholz-2011-text")]
    Text,
}

/// What the numbers of options are.
#[derive(Clone, Copy, ValueEnum)]
enum Numbers {
    /// As written
    AsWritten,
    /// Shares of the largest number of the issue
    ShareOfLargest,
}

/// Runs `method`.
///
/// # Errors
///
/// A file that cannot be read, or that the method has no answer to.
pub fn run(arguments: &Arguments, global: Global) -> Result<(), Failure> {
    let look = output::look(global);
    match &arguments.method {
        Method::Spatial {
            file,
            rules,
            rounds,
            status_quo,
        } => {
            let found = stakeholders(file, *rules, usize::from(*rounds), *status_quo, global)?;
            match global.json {
                true => output::json(global, &json::spatial(&found)),
                false => output::text(global, &text::spatial(&found, look)),
            }
        }
        Method::GraphModel {
            file,
            today,
            wanted,
        } => {
            let found = conflict(file, *today, *wanted)?;
            match global.json {
                true => output::json(global, &json::conflict(&found)),
                false => output::text(global, &text::conflict(&found, look)),
            }
        }
        Method::Game { file } => {
            let found = game(file)?;
            match global.json {
                true => output::json(global, &json::game(&found)),
                false => output::text(global, &text::game(&found, look)),
            }
        }
        Method::Negotiation { files, numbers } => {
            let found = domain(files, *numbers, global)?;
            match global.json {
                true => output::json(global, &json::negotiation(&found)),
                false => output::text(global, &text::negotiation(&found, look)),
            }
        }
    }
}

fn stakeholders(
    file: &Path,
    rules: Preset,
    rounds: usize,
    status_quo: f64,
    global: Global,
) -> Result<Spatial, Failure> {
    if !(0.0..=1.0).contains(&status_quo) {
        return Err(Failure::usage(
            "--status-quo lies from 0 to 1",
            "0 is the lowest position, 1 the highest",
        ));
    }
    let files = [Foreign::open(file)?];
    let (name, text) = (&files[0].name, files[0].text());
    let preset = match rules {
        Preset::Code => "scholz-2011-code",
        Preset::Text => "scholz-2011-text",
    };
    let rules = Rules {
        status_quo,
        ..Rules::preset(preset).unwrap_or(Rules::SCHOLZ_2011_TEXT)
    };
    let play = |name: String, issue: &Issue| Played {
        name,
        run: spatial::run(issue, &rules, rounds),
        ensemble: spatial::ensemble(issue, status_quo, rounds),
        issue: issue.clone(),
    };
    let heading = text.lines().next().unwrap_or_default().to_lowercase();
    let (issues, jointly) = if heading.contains("capability") || heading.contains("actor") {
        let issue = content(&files, read::stakeholders(name, &text), global)?;
        (vec![play(String::new(), &issue)], None)
    } else {
        let issues = content(&files, read::ktab(name, &text), global)?;
        let named = issues.names.iter().zip(issues.each());
        let played: Vec<Played> = named
            .map(|(name, issue)| play(name.clone(), issue))
            .collect();
        let several = played.len() > 1;
        (
            played,
            several.then(|| spatial::run_jointly(&issues, &rules, rounds)),
        )
    };
    Ok(Spatial {
        file: name.clone(),
        preset: preset.to_owned(),
        issues,
        jointly,
    })
}

fn conflict(file: &Path, today: usize, wanted: Option<usize>) -> Result<Conflict, Failure> {
    let file = Foreign::open(file)?;
    let read = gmcr::read(&file.name, &file.bytes);
    let content = read.map_err(|diagnostics| mistaken(&file, diagnostics))?;
    let graph = content.conflict.graph();
    let most = graph.states().len();
    let state = |number: usize| -> Result<State, Failure> {
        graph.state(number).ok_or_else(|| {
            Failure::usage(
                format!("there is no state {number}"),
                format!("states are numbered from 1 to {most}"),
            )
        })
    };
    let (today, wanted) = (state(today)?, wanted.map(state).transpose()?);
    let graph = Graph::of(content.conflict.clone(), today, wanted)
        .map_err(|why| Failure::input(why, "name another state"))?;
    Ok(Conflict {
        file: file.name,
        content,
        graph,
    })
}

fn game(file: &Path) -> Result<Game, Failure> {
    let file = Foreign::open(file)?;
    let text = file.text();
    let read = match text.trim_start().starts_with("EFG") {
        true => efg::read(&file.name, &text).map(games::Game::Extensive),
        false => nfg::read(&file.name, &text).map(games::Game::Strategic),
    };
    let read = read.map_err(|diagnostic| mistaken(&file, vec![*diagnostic]))?;
    let solved = Solved::of(&read, Budget::new(STEPS))
        .map_err(|why| Failure::input(why.to_string(), "a smaller game can be solved"))?;
    Ok(Game {
        file: file.name,
        solved,
    })
}

fn domain(files: &[PathBuf], numbers: Option<Numbers>, global: Global) -> Result<Domain, Failure> {
    let files: Vec<Foreign> = files
        .iter()
        .map(|file| Foreign::open(file))
        .collect::<Result<_, _>>()?;
    let texts: Vec<String> = files.iter().map(Foreign::text).collect();
    let named: Vec<(&str, &str)> = files
        .iter()
        .zip(&texts)
        .map(|(file, text)| (file.name.as_str(), text.as_str()))
        .collect();
    let xml = texts[0].trim_start().starts_with('<');
    let read: Reading<negotiation::Negotiation> = match named.as_slice() {
        [domain, a, b] if xml => genius::read(*domain, [*a, *b]),
        [.., a, b] if !xml => geniusweb::read([*a, *b]),
        _ => {
            return Err(Failure::usage(
                "Genius has a domain and two profiles, three files",
                "name the domain first, then both profiles",
            ));
        }
    };
    let negotiation = content(&files, read, global)?;
    let evaluations = match numbers {
        Some(Numbers::AsWritten) => Evaluations::AsWritten,
        Some(Numbers::ShareOfLargest) => Evaluations::ShareOfLargest,
        None if xml => Evaluations::ShareOfLargest,
        None => Evaluations::AsWritten,
    };
    let unsolved =
        |why: String| Failure::input(why, "look at the weights and numbers of both sides");
    let space = negotiation
        .space(evaluations)
        .map_err(|why| unsolved(why.to_string()))?;
    let solutions = negotiation::solve(&space).map_err(|why| unsolved(why.to_string()))?;
    Ok(Domain {
        files: files.into_iter().map(|file| file.name).collect(),
        negotiation,
        space,
        solutions,
    })
}

fn mistaken(file: &Foreign, diagnostics: Vec<Diagnostic>) -> Failure {
    Failure::Scenario {
        source: Box::new(file.source()),
        diagnostics,
    }
}
