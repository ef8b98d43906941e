//! `man`: manual pages, from the definition of the command line.

use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, Command, CommandFactory};
use clap_mangen::Man;
use pourparler_scenario::words::{shown, suggestion};
use serde_json::json;

use crate::failure::Failure;
use crate::init::write_new;
use crate::{Cli, Global, output};

/// What `man` takes.
#[derive(Args)]
pub struct Arguments {
    /// The page of this command, such as `assess` or `example run`; left out: the program's
    #[arg(conflicts_with = "out")]
    command: Vec<String>,
    /// Write every page into this folder
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

/// Runs `man`.
///
/// # Errors
///
/// No such command, or pages that cannot be written.
pub fn run(arguments: &Arguments, global: Global) -> Result<(), Failure> {
    let mut program = Cli::command();
    // Names of pages and usage lines: pourparler-example-run.
    program.build();
    if let Some(folder) = &arguments.out {
        return write(&program, folder, global);
    }
    let mut command = &program;
    for name in &arguments.command {
        command = command
            .find_subcommand(name)
            .ok_or_else(|| unknown(command, name))?;
    }
    let text = page(command).map_err(|error| Failure::io("the page", &error))?;
    if global.json {
        return output::json(
            global,
            &json!({
                "schema": "pourparler.manual/1",
                "name": name(command),
                "roff": text,
            }),
        );
    }
    output::text(global, &text)
}

fn unknown(command: &Command, name: &str) -> Failure {
    let known: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
    let message = format!("there is no command `{}`", shown(name));
    match suggestion(name, &known, "the commands are") {
        Some(help) => Failure::usage(message, help),
        None => Failure::usage(message, "leave it out"),
    }
}

fn name(command: &Command) -> &str {
    command.get_display_name().unwrap_or(command.get_name())
}

fn page(command: &Command) -> io::Result<String> {
    let mut bytes = Vec::new();
    Man::new(command.clone())
        .title(name(command).to_uppercase())
        .source(concat!("pourparler ", env!("CARGO_PKG_VERSION")))
        .render(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn write(program: &Command, folder: &Path, global: Global) -> Result<(), Failure> {
    std::fs::create_dir_all(folder)
        .map_err(|error| Failure::io(&folder.display().to_string(), &error))?;
    let mut written = Vec::new();
    let mut commands = vec![program];
    while let Some(command) = commands.pop() {
        commands.extend(command.get_subcommands().filter(|c| c.get_name() != "help"));
        let path = folder.join(format!("{}.1", name(command)));
        let text = page(command).map_err(|error| Failure::io("the page", &error))?;
        write_new(&path, &text)?;
        written.push(path.display().to_string());
    }
    written.sort();
    if global.json {
        return output::json(
            global,
            &json!({ "schema": "pourparler.written/1", "files": written }),
        );
    }
    let lines: Vec<String> = written.into_iter().map(|name| name + "\n").collect();
    output::text(global, &lines.concat())
}
