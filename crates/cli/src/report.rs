//! The report of an assessment as a file: what it takes, and writing it.

use std::path::{Path, PathBuf};

use clap::{ArgGroup, Args, ValueEnum};
use pourparler_analysis::agreements::agreements;
use pourparler_analysis::{Assessment, reasons};
use pourparler_report::html;
use pourparler_report::language::Language;
use pourparler_report::redaction::{Redaction, redacted};
use pourparler_scenario::Scenario;
use pourparler_second_opinion::case;

use crate::failure::Failure;
use crate::input::Origin;

/// Whether the memo was built in.
const MEMO: bool = cfg!(feature = "memo");

/// How an assessment is handed on.
#[derive(Args, Default)]
#[command(group(ArgGroup::new("handed_on").multiple(true)))]
pub struct Wanted {
    /// Also write the whole assessment as one HTML file; a file of that name is replaced
    #[arg(long, value_name = "FILE", group = "handed_on")]
    report: Option<PathBuf>,
    /// Also write a Word memo of two pages; a file of that name is replaced
    #[arg(long, value_name = "FILE", group = "handed_on")]
    memo: Option<PathBuf>,
    /// Words for probabilities
    #[arg(long, value_enum, value_name = "WORDS", default_value_t)]
    language: Words,
    /// Leave out of the report: notes, sources, names
    #[arg(
        long,
        value_enum,
        value_delimiter = ',',
        value_name = "WHAT",
        requires = "handed_on"
    )]
    redact: Vec<What>,
    /// Title of the report [default: the scenario's]
    #[arg(long, requires = "handed_on")]
    title: Option<String>,
    /// Author named in the report
    #[arg(long, requires = "handed_on")]
    author: Option<String>,
}

/// Words for probabilities as `--language` names them.
#[derive(Clone, Copy, Default, ValueEnum)]
enum Words {
    /// Intelligence Community Directive 203
    #[default]
    Icd203,
    /// The British probability yardstick
    Phia,
    /// Figures alone
    Numbers,
}

/// What `--redact` leaves out.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// Notes and comments: the scenario file is not embedded
    Notes,
    /// Sources, and who was asked
    Sources,
    /// Names, and everything the author wrote
    Names,
}

impl Wanted {
    /// The words in which probabilities are said.
    pub fn language(&self) -> Language {
        match self.language {
            Words::Icd203 => Language::Icd203,
            Words::Phia => Language::Phia,
            Words::Numbers => Language::Numbers,
        }
    }

    /// Looks, before a run that takes longer, for what would keep a report from being written.
    ///
    /// # Errors
    ///
    /// Mistakes in the tables of the second opinions, or the scenario named as the report.
    pub fn check(&self, origin: &Origin, scenario: &Scenario) -> Result<(), Failure> {
        let files: Vec<&PathBuf> = self.report.iter().chain(&self.memo).collect();
        if files.is_empty() {
            return Ok(());
        }
        if self.memo.is_some() && !MEMO {
            return Err(Failure::usage(
                "this program was built without the Word memo",
                "build it with: cargo build --release --features memo",
            ));
        }
        if files.iter().any(|path| same(path, Path::new(&origin.name))) {
            return Err(Failure::usage(
                "the report would replace its own scenario",
                "name another file, such as report.html",
            ));
        }
        let diagnostics = case::inspect(scenario);
        if diagnostics.is_empty() {
            return Ok(());
        }
        Err(Failure::Scenario {
            source: Box::new(origin.source()),
            diagnostics,
        })
    }

    /// Writes the report, where one is asked for; `reproduce` is the command that gives the run
    /// again.
    ///
    /// # Errors
    ///
    /// A file that cannot be written.
    pub fn write(&self, assessment: &Assessment, reproduce: &str) -> Result<(), Failure> {
        if self.report.is_none() && self.memo.is_none() {
            return Ok(());
        }
        let left_out = |what| self.redact.contains(&what);
        let redaction = Redaction {
            notes: left_out(What::Notes),
            sources: left_out(What::Sources),
            names: left_out(What::Names),
        };
        let options = html::Options {
            language: self.language(),
            title: self.title.clone(),
            author: self.author.clone(),
            redaction,
        };
        let copy = redacted(assessment, redaction);
        let assessment = copy.as_ref().unwrap_or(assessment);
        // Both speak in the author's names all over.
        let named = !redaction.names;
        let spoken = || {
            let opinions = case::opinions(&assessment.scenario, &assessment.space).ok();
            (opinions, agreements(&assessment.scenario).ok())
        };
        let spoken = || named.then(spoken).unwrap_or_default();
        // The memo shows none of them.
        let shown = self.report.is_some();
        let why = || shown.then(|| reasons(assessment, named)).flatten();
        let ((opinions, agreements), reasons) = rayon::join(spoken, why);
        let report = html::Report {
            assessment,
            agreements: agreements.as_ref(),
            reasons: reasons.as_ref(),
            opinions: opinions.as_ref(),
            // It names the file.
            reproduce: if named { reproduce } else { "withheld" },
            options: &options,
        };
        if let Some(path) = &self.report {
            written(path, html::report(&report).as_bytes())?;
        }
        #[cfg(feature = "memo")]
        if let Some(path) = &self.memo {
            let memo = pourparler_report::memo::memo(&report);
            let memo = memo.map_err(|error| Failure::input(error.to_string(), "report it"))?;
            written(path, &memo)?;
        }
        Ok(())
    }
}

fn written(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    std::fs::write(path, bytes).map_err(|error| Failure::io(&path.display().to_string(), &error))
}

/// Whether both name one file that exists.
fn same(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}
