//! Finding and reading scenario files.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use pourparler_report::opinions::vocabulary;
use pourparler_scenario::source::Source;
use pourparler_scenario::{Diagnostic, Reading, Scenario, limits, read_bytes};

use crate::failure::Failure;

/// Where a scenario comes from.
pub struct Origin {
    /// Its name in messages: the path as typed.
    pub name: String,
    /// What it says.
    pub bytes: Vec<u8>,
}

impl Origin {
    /// A file, or standard input for `-`.
    ///
    /// # Errors
    ///
    /// A file that cannot be read.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        let name = path.display().to_string();
        // One byte past the limit is enough for the reader to say that it is past it.
        let most = limits::FILE_BYTES as u64 + 1;
        let mut bytes = Vec::new();
        let done = if path == Path::new("-") {
            std::io::stdin().lock().take(most).read_to_end(&mut bytes)
        } else {
            File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes))
        };
        match done {
            Ok(_) => Ok(Self { name, bytes }),
            Err(error) => Err(Failure::io(&name, &error)),
        }
    }

    /// Its text, if it is one and not too large to be read.
    pub fn text(&self) -> Option<&str> {
        let text = std::str::from_utf8(&self.bytes).ok()?;
        (text.len() <= limits::FILE_BYTES).then_some(text)
    }

    /// Reads it, mistakes and all.
    pub fn reading(&self) -> Reading {
        read_bytes(&self.name, &self.bytes, &vocabulary())
    }

    /// Its text with the starts of its lines, for showing diagnostics.
    pub fn source(&self) -> Source {
        Source::new(&self.name, &String::from_utf8_lossy(&self.bytes))
    }

    /// Reads it as a scenario without errors.
    ///
    /// # Errors
    ///
    /// Every mistake in it.
    pub fn scenario(&self) -> Result<Scenario, Failure> {
        let reading = self.reading();
        let diagnostics = reading.diagnostics;
        reading.scenario.ok_or_else(|| self.failure(diagnostics))
    }

    /// That it has these mistakes.
    pub fn failure(&self, diagnostics: Vec<Diagnostic>) -> Failure {
        Failure::Scenario {
            source: Box::new(self.source()),
            diagnostics,
        }
    }
}

/// The file given, or the only scenario of the current folder.
///
/// # Errors
///
/// No scenario there, or several.
pub fn file(given: Option<&PathBuf>) -> Result<PathBuf, Failure> {
    if let Some(path) = given {
        return Ok(path.clone());
    }
    let folder = std::fs::read_dir(".").map_err(|error| Failure::io("this folder", &error))?;
    let mut found: Vec<PathBuf> = folder
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".toml"))
        .map(PathBuf::from)
        .filter(|path| is_scenario(path))
        .collect();
    found.sort();
    match found.as_slice() {
        [only] => Ok(only.clone()),
        [] => Err(Failure::usage(
            "there is no scenario in this folder",
            "name a file, or start one with `pourparler init`",
        )),
        several => {
            let names: Vec<String> = several
                .iter()
                .map(|path| path.display().to_string())
                .collect();
            Err(Failure::usage(
                format!("there are {} scenarios in this folder", several.len()),
                format!("name one of {}", names.join(", ")),
            ))
        }
    }
}

/// Whether a TOML file looks like a scenario and not like somebody's settings.
fn is_scenario(path: &Path) -> bool {
    Origin::open(path).is_ok_and(|origin| {
        String::from_utf8_lossy(&origin.bytes).lines().any(|line| {
            line.strip_prefix("as_of")
                .is_some_and(|rest| rest.trim_start().starts_with('='))
        })
    })
}
