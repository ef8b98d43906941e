//! `pourparler`: reads a scenario of a diplomatic contact and says what it can achieve.
//!
//! Data goes to standard output, everything else to standard error. Exit codes: 0 done, 1 bad
//! input, 2 wrong usage, 3 a claim has a verdict named by `--fail-on`, 130 stopped by Ctrl-C.

/// A run makes and drops many short columns; the system's allocator takes a tenth of its time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

mod about;
mod agreements;
mod ask;
mod assess;
mod change;
mod check;
mod compare;
mod completions;
mod computation;
mod describe;
mod diff;
mod discover;
mod download;
mod drivers;
mod evidence;
mod example;
mod explain;
mod failure;
mod fmt;
mod init;
mod input;
mod interrupt;
mod man;
mod opinions;
mod output;
mod progress;
mod report;
mod resume;
mod schema;
mod solve;
mod target;
mod watch;
mod worth_knowing;

use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Args, Parser, Subcommand};

use crate::failure::Failure;

/// What a diplomatic contact can and cannot achieve, with the uncertainty left in.
///
/// Without a command, assesses the one scenario of the current folder.
#[derive(Parser)]
#[command(name = "pourparler", version, after_help = EXIT_CODES, max_term_width = 80)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    global: Global,
}

const EXIT_CODES: &str = "Exit codes: 0 done, 1 bad input, 2 wrong usage, \
                          3 a claim has a verdict named by --fail-on, 130 stopped by Ctrl-C.";

/// What holds for every command.
#[derive(Args, Clone, Copy)]
pub struct Global {
    /// Print JSON, errors included
    #[arg(long, global = true)]
    json: bool,
    /// Print nothing but ASCII characters
    #[arg(long, global = true)]
    ascii: bool,
    /// Say nothing on standard error but errors
    #[arg(long, short, global = true)]
    quiet: bool,
}

#[derive(Subcommand)]
enum Command {
    /// Say what the contact changes, which claims hold, and what drives it
    Assess(assess::Arguments),
    /// Assess a scenario each time it is saved, and print what changed
    Watch(watch::Arguments),
    /// Compare the variants of a scenario with the contact and with one another
    Compare(compare::Arguments),
    /// Say which inputs drive each outcome, and the contact's effect on it
    Drivers(drivers::Arguments),
    /// Look for a readable rule: in which settings an outcome, an effect or a verdict is found
    Discover(discover::Arguments),
    /// Say what is worth knowing before deciding, and which inputs flip which verdicts
    WorthKnowing(worth_knowing::Arguments),
    /// Share the difference between two scenario files out over the changed lines
    Diff(diff::Arguments),
    /// Say what would have to change for a target to be reached, the cheapest first
    Change(change::Arguments),
    /// Show what could be signed: the bargaining zone, solutions, what would open it
    Agreements(agreements::Arguments),
    /// Put independent published methods beside the engine, and say where they differ
    Opinions(opinions::Arguments),
    /// Solve a file of another program: a game, a conflict, stakeholders, a negotiation
    Solve(solve::Arguments),
    /// Count rates of past cases from your own download of a data set
    Evidence(evidence::Arguments),
    /// Report every mistake of scenario files in one pass
    Check(check::Arguments),
    /// Lay out scenario files: blanks and line breaks, nothing else
    Fmt(fmt::Arguments),
    /// Draw a quantity as a scenario writes it: its points and its shape
    Describe(describe::Arguments),
    /// Explain a code (PP0104), a key (floor) or a table ([war])
    Explain(explain::Arguments),
    /// Write a commented scenario to start from
    Init(init::Arguments),
    /// List, show, run or unpack the bundled examples
    Example(example::Arguments),
    /// Print the JSON Schema of the scenario file, or its reference page
    Schema(schema::Arguments),
    /// Print a script that completes commands and options in a shell
    Completions(completions::Arguments),
    /// Print a manual page, or write all of them into a folder
    Man(man::Arguments),
    /// Say version, licence and what happens to your data
    About,
}

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return wrong_usage(&error),
    };
    let global = cli.global;
    let done = match cli.command {
        Some(Command::Assess(arguments)) => assess::run(&arguments, global),
        Some(Command::Watch(arguments)) => watch::run(&arguments, global),
        Some(Command::Compare(arguments)) => compare::run(&arguments, global),
        Some(Command::Drivers(arguments)) => drivers::run(&arguments, global),
        Some(Command::Discover(arguments)) => discover::run(&arguments, global),
        Some(Command::WorthKnowing(arguments)) => worth_knowing::run(&arguments, global),
        Some(Command::Diff(arguments)) => diff::run(&arguments, global),
        Some(Command::Change(arguments)) => change::run(&arguments, global),
        Some(Command::Agreements(arguments)) => agreements::run(&arguments, global),
        Some(Command::Opinions(arguments)) => opinions::run(&arguments, global),
        Some(Command::Solve(arguments)) => solve::run(&arguments, global),
        Some(Command::Evidence(arguments)) => evidence::run(&arguments, global),
        Some(Command::Check(arguments)) => check::run(&arguments, global),
        Some(Command::Fmt(arguments)) => fmt::run(&arguments, global),
        Some(Command::Describe(arguments)) => describe::run(&arguments, global),
        Some(Command::Explain(arguments)) => explain::run(&arguments, global),
        Some(Command::Init(arguments)) => init::run(&arguments, global),
        Some(Command::Example(arguments)) => example::run(&arguments, global),
        Some(Command::Schema(arguments)) => schema::run(&arguments, global),
        Some(Command::Completions(arguments)) => completions::run(&arguments, global),
        Some(Command::Man(arguments)) => man::run(&arguments, global),
        Some(Command::About) => about::run(global),
        None => assess::run(&assess::Arguments::default(), global),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(global),
    }
}

/// Help, version, and what the command line has wrong.
fn wrong_usage(error: &clap::Error) -> ExitCode {
    let asked = matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    );
    let typed = |flag: &str| std::env::args_os().any(|argument| argument == flag);
    let global = Global {
        json: typed("--json"),
        ascii: typed("--ascii"),
        quiet: false,
    };
    if global.json && !asked {
        let rendered = error.render().to_string();
        let message = rendered
            .lines()
            .next()
            .unwrap_or("")
            .trim_start_matches("error: ");
        return Failure::Usage {
            message: message.to_owned(),
            help: None,
        }
        .report(global);
    }
    let text = error.render().ansi().to_string();
    if asked {
        // Whoever closed the pipe does not want to hear about it.
        let _ = output::text(global, &text);
        return ExitCode::SUCCESS;
    }
    output::aside(global, &text);
    ExitCode::from(failure::USAGE)
}
