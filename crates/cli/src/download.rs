//! Files of other programs and data sets, and what is said of them.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use pourparler_scenario::{Diagnostic, Severity, Source};
use pourparler_second_opinion::reading::Reading;
use pourparler_second_opinion::reference_class::decode;

use crate::failure::Failure;
use crate::{Global, output};

/// A file as typed and read.
pub struct Download {
    /// Its name in messages: the path as typed.
    pub name: String,
    /// What it says.
    pub bytes: Vec<u8>,
}

impl Download {
    /// Reads it.
    ///
    /// # Errors
    ///
    /// A file that cannot be read.
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

    /// Its text with the starts of its lines, for showing diagnostics.
    fn source(&self) -> Source {
        Source::new(&self.name, &decode(&self.bytes))
    }
}

/// What was read; warnings are said on the way, mistakes of the first file that has any end it.
///
/// # Errors
///
/// Every mistake of that file.
pub fn content<T>(files: &[Download], reading: Reading<T>, global: Global) -> Result<T, Failure> {
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
