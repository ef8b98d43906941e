//! `init`: a commented scenario to start from.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::json;

use crate::failure::Failure;
use crate::{Global, output};

/// What `init` takes.
#[derive(Args)]
pub struct Arguments {
    /// Which scenario to start from
    #[arg(value_enum, default_value = "blank")]
    template: Template,
    /// File to write; an existing one is left as it is
    #[arg(default_value = "scenario.toml")]
    path: PathBuf,
}

#[derive(Clone, Copy, ValueEnum)]
enum Template {
    /// Two sides, two issues, one contact
    Blank,
    /// An envoy of an outside power visits one side
    EnvoyVisit,
    /// A mediator carries lists of prisoners between two sides at war
    PrisonerExchange,
    /// A mediator proposes a ceasefire with monitors
    CeasefireTalks,
    /// Shots across a border, and a neighbour's minister who comes
    BorderIncident,
}

impl Template {
    fn text(self) -> &'static str {
        macro_rules! template {
            ($name:literal) => {
                include_str!(concat!("../../../scenarios/templates/", $name, ".toml"))
            };
        }
        match self {
            Template::Blank => template!("blank"),
            Template::EnvoyVisit => template!("envoy-visit"),
            Template::PrisonerExchange => template!("prisoner-exchange"),
            Template::CeasefireTalks => template!("ceasefire-talks"),
            Template::BorderIncident => template!("border-incident"),
        }
    }
}

/// Runs `init`.
///
/// # Errors
///
/// A file that exists already or cannot be written.
pub fn run(arguments: &Arguments, global: Global) -> Result<(), Failure> {
    write_new(&arguments.path, arguments.template.text())?;
    let name = arguments.path.display().to_string();
    if global.json {
        return output::json(
            global,
            &json!({ "schema": "pourparler.written/1", "files": [name] }),
        );
    }
    output::text(global, &format!("{name}\n"))?;
    if !global.quiet {
        output::remark(
            global,
            &format!(
                "Change it, then run `pourparler check {name}` and `pourparler assess {name}`."
            ),
        );
    }
    Ok(())
}

/// Writes a file that does not exist yet.
///
/// # Errors
///
/// It exists, or cannot be written.
pub fn write_new(path: &Path, text: &str) -> Result<(), Failure> {
    let name = path.display().to_string();
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    match file.and_then(|mut file| file.write_all(text.as_bytes())) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(Failure::input(
            format!("{name} exists already and was left as it is"),
            "give another path",
        )),
        Err(error) => Err(Failure::io(&name, &error)),
    }
}
