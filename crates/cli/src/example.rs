//! `example`: the bundled scenarios.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use pourparler_report::layout::Page;
use pourparler_scenario::words::shown;
use serde_json::{Value, json};

use crate::assess::{self, Options};
use crate::failure::Failure;
use crate::init::write_new;
use crate::input::Origin;
use crate::{Global, output};

/// What `example` takes.
#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// List the examples
    List,
    /// Print an example's scenario
    Show {
        /// Name, as listed
        name: String,
    },
    /// Assess an example
    Run {
        /// Name, as listed
        name: String,
        #[command(flatten)]
        options: Box<Options>,
    },
    /// Write an example's files into a new folder
    Extract {
        /// Name, as listed
        name: String,
        /// Folder; left out: one of the example's name
        folder: Option<PathBuf>,
    },
}

/// A bundled scenario.
struct Example {
    name: &'static str,
    about: &'static str,
    scenario: &'static str,
    notes: &'static str,
}

/// The files of a bundled scenario, by the name of its folder.
macro_rules! example {
    ($name:literal, $about:literal) => {
        Example {
            name: $name,
            about: $about,
            scenario: include_str!(concat!("../../../scenarios/", $name, "/scenario.toml")),
            notes: include_str!(concat!("../../../scenarios/", $name, "/notes.md")),
        }
    };
}

const EXAMPLES: &[Example] = &[
    example!(
        "moscow-sixth-visit",
        "The US special envoy's visit to Moscow of December 2025, as it looked the day before, \
         with the sixteen claims of a commentary on it"
    ),
    example!(
        "oslo-1993",
        "The first meeting of two Israeli academics with the PLO in Norway, January 1993, as it \
         looked on the day: a deniable channel beside official talks that stand still"
    ),
    example!(
        "jackson-goodman-1983",
        "Jesse Jackson's journey to Damascus for a captured airman, December 1983, as it looked \
         the day before: a humanitarian request by an unofficial envoy"
    ),
    example!(
        "scali-fomin-1962",
        "A journalist's lunch with the Soviet resident during the crisis over Cuba, October 1962, \
         as it looked at noon: a crisis without fighting"
    ),
    example!(
        "tour",
        "An invented dispute over a river, in which every key that the others leave out is used"
    ),
];

/// Runs `example`.
///
/// # Errors
///
/// No example of that name, files that cannot be written, or as `assess`.
pub fn run(arguments: &Arguments, global: Global) -> Result<(), Failure> {
    match &arguments.action {
        Action::List => list(global),
        Action::Show { name } => show(named(name)?, global),
        Action::Run { name, options } => {
            let example = named(name)?;
            let origin = Origin {
                name: format!("{}.toml", example.name),
                bytes: example.scenario.as_bytes().to_vec(),
            };
            let command = format!("pourparler example run {}", example.name);
            assess::assessed(&origin, &command, options, global)
        }
        Action::Extract { name, folder } => {
            let example = named(name)?;
            let folder = folder
                .clone()
                .unwrap_or_else(|| PathBuf::from(example.name));
            extract(example, &folder, global)
        }
    }
}

fn named(name: &str) -> Result<&'static Example, Failure> {
    EXAMPLES
        .iter()
        .find(|example| example.name == name)
        .ok_or_else(|| {
            let names: Vec<&str> = EXAMPLES.iter().map(|example| example.name).collect();
            Failure::usage(
                format!("there is no example `{}`", shown(name)),
                format!("the examples are {}", names.join(", ")),
            )
        })
}

fn list(global: Global) -> Result<(), Failure> {
    if global.json {
        let listed = EXAMPLES
            .iter()
            .map(|e| json!({ "name": e.name, "about": e.about }));
        let listed: Vec<Value> = listed.collect();
        return output::json(
            global,
            &json!({ "schema": "pourparler.examples/1", "examples": listed }),
        );
    }
    let mut page = Page::new(output::look(global));
    for example in EXAMPLES {
        page.prose(&format!("{}: {}", example.name, example.about));
    }
    output::text(global, &page.finish())
}

fn show(example: &Example, global: Global) -> Result<(), Failure> {
    if global.json {
        return output::json(
            global,
            &json!({
                "schema": "pourparler.example/1",
                "name": example.name,
                "scenario": example.scenario,
                "notes": example.notes,
            }),
        );
    }
    output::text(global, example.scenario)
}

fn extract(example: &Example, folder: &Path, global: Global) -> Result<(), Failure> {
    std::fs::create_dir_all(folder)
        .map_err(|error| Failure::io(&folder.display().to_string(), &error))?;
    let files = [
        ("scenario.toml", example.scenario),
        ("notes.md", example.notes),
    ];
    let mut written = Vec::new();
    for (name, text) in files {
        let path = folder.join(name);
        write_new(&path, text)?;
        written.push(path.display().to_string());
    }
    if global.json {
        return output::json(
            global,
            &json!({ "schema": "pourparler.written/1", "files": written }),
        );
    }
    output::text(
        global,
        &written
            .iter()
            .map(|name| format!("{name}\n"))
            .collect::<String>(),
    )
}
