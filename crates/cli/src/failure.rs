//! How a command fails, how that is said, and with which exit code.

use std::io;
use std::process::ExitCode;

use pourparler_report::diagnostics;
use pourparler_scenario::Diagnostic;
use pourparler_scenario::source::Source;

use crate::{Global, output};

/// Exit code for bad input.
pub const INPUT: u8 = 1;
/// Exit code for wrong usage.
pub const USAGE: u8 = 2;
/// Exit code for a claim with a verdict named by `--fail-on`.
pub const CLAIM: u8 = 3;

/// Exit code for a run stopped by Ctrl-C, as shells count it.
pub const INTERRUPTED: u8 = 130;

/// Why a command did not do what was asked.
#[derive(Debug)]
pub enum Failure {
    /// A scenario has mistakes.
    Scenario {
        /// The text they are in.
        source: Box<Source>,
        /// The mistakes, located.
        diagnostics: Vec<Diagnostic>,
    },
    /// A file cannot be read or written, or something else about the input.
    Input {
        /// What is wrong, a sentence without full stop.
        message: String,
        /// What to do instead.
        help: Option<String>,
    },
    /// The command line asks for something there is not.
    Usage {
        /// What is wrong.
        message: String,
        /// What to do instead.
        help: Option<String>,
    },
    /// Claims have a verdict named by `--fail-on`; the assessment has been printed.
    Claims(Vec<String>),
    /// A run was stopped by Ctrl-C.
    Interrupted {
        /// What is left of it, a sentence without full stop.
        message: String,
        /// Whether what it finished has been printed.
        printed: bool,
    },
    /// Ctrl-C ended what would go on for ever.
    Ended,
    /// The document already printed says what is wrong.
    Said,
    /// Nobody reads the output any more.
    ClosedPipe,
}

impl Failure {
    /// Something about the input, with what to do instead.
    pub fn input(message: impl Into<String>, help: impl Into<String>) -> Self {
        Failure::Input {
            message: message.into(),
            help: Some(help.into()),
        }
    }

    /// A wrong command line, with what to do instead.
    pub fn usage(message: impl Into<String>, help: impl Into<String>) -> Self {
        Failure::Usage {
            message: message.into(),
            help: Some(help.into()),
        }
    }

    /// A failure to read or write `what`.
    pub fn io(what: &str, error: &io::Error) -> Self {
        Failure::Input {
            message: format!("{what}: {error}"),
            help: None,
        }
    }

    /// Says it where it belongs and returns the exit code.
    pub fn report(self, global: Global) -> ExitCode {
        let (code, kind) = match &self {
            Failure::ClosedPipe => return ExitCode::SUCCESS,
            Failure::Ended => return ExitCode::from(INTERRUPTED),
            Failure::Said => return ExitCode::from(INPUT),
            Failure::Scenario { .. } => (INPUT, "scenario"),
            Failure::Input { .. } => (INPUT, "input"),
            Failure::Usage { .. } => (USAGE, "usage"),
            Failure::Claims(_) => (CLAIM, "claims"),
            Failure::Interrupted { .. } => (INTERRUPTED, "interrupted"),
        };
        let (message, help) = match &self {
            Failure::Input { message, help } | Failure::Usage { message, help } => {
                (message.clone(), help.clone())
            }
            Failure::Scenario { diagnostics, .. } => (diagnostics::count(diagnostics), None),
            Failure::Claims(claims) => (format!("--fail-on: {}", claims.join(", ")), None),
            Failure::Interrupted { message, .. } => (message.clone(), None),
            Failure::Said | Failure::Ended | Failure::ClosedPipe => (String::new(), None),
        };
        // The assessment stands on standard output already; two documents would not parse.
        let printed = matches!(
            self,
            Failure::Claims(_) | Failure::Interrupted { printed: true, .. }
        );
        if global.json && !printed {
            let found = match &self {
                Failure::Scenario { diagnostics, .. } => diagnostics.as_slice(),
                _ => &[],
            };
            let document = diagnostics::error_json(kind, code, &message, help.as_deref(), found);
            // A closed pipe changes nothing about the failure.
            let _ = output::json(global, &document);
            return ExitCode::from(code);
        }
        if let Failure::Scenario {
            source,
            diagnostics,
        } = &self
        {
            output::aside(global, &output::rendered(diagnostics, source, global));
        }
        output::aside(
            global,
            &diagnostics::error_text(&message, help.as_deref(), output::look(global)),
        );
        ExitCode::from(code)
    }
}
