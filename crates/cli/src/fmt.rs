//! `fmt`: scenario files laid out.

use std::path::{Path, PathBuf};

use clap::Args;
use pourparler_scenario::format::formatted;
use serde_json::{Value, json};
use similar::TextDiff;

use crate::failure::Failure;
use crate::input::Origin;
use crate::{Global, output};

/// What `fmt` takes.
#[derive(Args)]
pub struct Arguments {
    /// Scenario files, rewritten where they are; `-` prints standard input laid out
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Write nothing; print what would change and end with exit code 1 if anything does
    #[arg(long)]
    check: bool,
}

/// A file and its layout.
struct Laid {
    name: String,
    before: String,
    after: String,
}

impl Laid {
    fn changed(&self) -> bool {
        self.before != self.after
    }

    /// What the layout changes, as a unified diff.
    fn diff(&self) -> String {
        let laid_out = format!("{} laid out", self.name);
        TextDiff::from_lines(&self.before, &self.after)
            .unified_diff()
            .header(&self.name, &laid_out)
            .to_string()
    }
}

/// Runs `fmt`.
///
/// # Errors
///
/// A file that cannot be read or written or is no TOML; with `--check`, one that would change.
pub fn run(arguments: &Arguments, global: Global) -> Result<(), Failure> {
    // All are read before any is written.
    let laid: Result<Vec<Laid>, Failure> = arguments.files.iter().map(|path| lay(path)).collect();
    let laid = laid?;
    if !arguments.check {
        for (path, file) in arguments.files.iter().zip(&laid) {
            if path != Path::new("-") && file.changed() {
                std::fs::write(path, &file.after)
                    .map_err(|error| Failure::io(&file.name, &error))?;
            }
        }
    }
    said(&laid, arguments, global)?;
    if arguments.check && laid.iter().any(Laid::changed) {
        return Err(Failure::Said);
    }
    Ok(())
}

fn lay(path: &Path) -> Result<Laid, Failure> {
    let origin = Origin::open(path)?;
    // Bytes that are no text, and files too large, are the reader's to complain about.
    let refused = || match origin.reading().diagnostics {
        found if found.is_empty() => Failure::input("the file is no text", "save it as UTF-8"),
        diagnostics => Failure::Scenario {
            source: Box::new(origin.source()),
            diagnostics,
        },
    };
    let before = origin.text().ok_or_else(refused)?.to_owned();
    let after = formatted(&origin.name, &before).map_err(|diagnostics| Failure::Scenario {
        source: Box::new(origin.source()),
        diagnostics,
    })?;
    Ok(Laid {
        name: origin.name,
        before,
        after,
    })
}

fn said(laid: &[Laid], arguments: &Arguments, global: Global) -> Result<(), Failure> {
    if global.json {
        let files = laid.iter().map(|file| {
            json!({
                "file": file.name,
                "changed": file.changed(),
                "diff": file.changed().then(|| file.diff()),
            })
        });
        return output::json(
            global,
            &json!({
                "schema": "pourparler.format/1",
                "written": !arguments.check,
                "files": files.collect::<Vec<Value>>(),
            }),
        );
    }
    let mut text = String::new();
    for (path, file) in arguments.files.iter().zip(laid) {
        match (arguments.check, path == Path::new("-")) {
            (true, _) => text.push_str(&file.diff()),
            (false, true) => text.push_str(&file.after),
            (false, false) if file.changed() => {
                text.push_str(&file.name);
                text.push('\n');
            }
            (false, false) => {}
        }
    }
    output::text(global, &text)?;
    let changed = laid.iter().filter(|file| file.changed()).count();
    if arguments.check && changed > 0 && !global.quiet {
        let files = if laid.len() == 1 { "file" } else { "files" };
        output::remark(
            global,
            &format!(
                "{changed} of {} {files} would change; `pourparler fmt` does it.",
                laid.len()
            ),
        );
    }
    Ok(())
}
