//! `completions`: a script that completes commands and options in a shell.

use clap::{Args, CommandFactory};
use clap_complete::{Shell, generate};
use serde_json::json;

use crate::failure::Failure;
use crate::{Cli, Global, output};

/// What `completions` takes.
#[derive(Args)]
pub struct Arguments {
    /// For which shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Runs `completions`.
///
/// # Errors
///
/// Output that cannot be written.
pub fn run(arguments: &Arguments, global: Global) -> Result<(), Failure> {
    let mut script = Vec::new();
    generate(
        arguments.shell,
        &mut Cli::command(),
        "pourparler",
        &mut script,
    );
    let script = String::from_utf8_lossy(&script);
    if global.json {
        return output::json(
            global,
            &json!({
                "schema": "pourparler.completions/1",
                "shell": arguments.shell.to_string(),
                "script": script,
            }),
        );
    }
    output::text(global, &script)
}
