//! Files of other programs, and what is said about them.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use pourparler_scenario::{Diagnostic, Severity, Source};
use pourparler_second_opinion::reading::Reading;
use pourparler_second_opinion::reference_class::decode;

use crate::failure::Failure;
use crate::{Global, output};

/// A file as typed and read.
pub struct Foreign {
    pub name: String,
    pub bytes: Vec<u8>,
}

impl Foreign {
    /// Opens a file; one too large for any importer is cut, and they say so.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        /// One byte past what the importers read is enough for them to say so.
        const MOST: u64 = (64 << 20) + 1;
        let name = path.display().to_string();
        let mut bytes = Vec::new();
        File::open(path)
            .and_then(|file| file.take(MOST).read_to_end(&mut bytes))
            .map_err(|error| Failure::io(&name, &error))?;
        Ok(Self { name, bytes })
    }

    /// Its text; whatever is no UTF-8 is read as the older Latin code.
    pub fn text(&self) -> String {
        decode(&self.bytes).into_owned()
    }

    /// The same, for showing where something is wrong.
    pub fn source(&self) -> Source {
        Source::new(&self.name, &self.text())
    }
}

/// What was read; warnings are said on the way, mistakes of the first file that has any end it.
pub fn content<T>(files: &[Foreign], reading: Reading<T>, global: Global) -> Result<T, Failure> {
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
