//! `watch`: a scenario assessed each time it is saved.
//!
//! The file is read five times a second. That finds every way in which editors save, on every
//! file system, and costs less than one block of a run.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use clap::Args;
use pourparler_analysis::assess;
use pourparler_engine::Effort;
use pourparler_report::headlines::Headlines;
use pourparler_report::{diagnostics, json, text};
use pourparler_scenario::Diagnostic;

use crate::assess::file_name;
use crate::computation::Sizes;
use crate::failure::{Failure, INPUT};
use crate::input::{self, Origin};
use crate::{Global, interrupt, output, progress};

/// What `watch` takes.
#[derive(Args)]
pub struct Arguments {
    /// Scenario file; left out: the only one of this folder
    file: Option<PathBuf>,
    #[command(flatten)]
    sizes: Sizes,
}

/// How often the file is read.
const PAUSE: Duration = Duration::from_millis(200);

/// A quick look takes so many repetitions and a share of the settings.
const QUICK_SCRAMBLES: usize = 4;
/// See [`QUICK_SCRAMBLES`].
const QUICK_SHARE: usize = 8;

/// What the runs before showed; a quick look is compared with a quick look, since both have
/// the same noise.
#[derive(Default)]
struct Shown {
    reduced: Option<Headlines>,
    full: Option<Headlines>,
}

/// Runs `watch`, until Ctrl-C.
///
/// # Errors
///
/// A file that cannot be read at first, output that cannot be written, Ctrl-C.
pub fn run(arguments: &Arguments, global: Global) -> Result<(), Failure> {
    let path = input::file(arguments.file.as_ref())?;
    if path == Path::new("-") {
        return Err(Failure::usage(
            "standard input cannot be watched",
            "name a file",
        ));
    }
    let interrupted = interrupt::flag();
    let mut origin = Origin::open(&path)?;
    let mut shown = Shown::default();
    loop {
        let (stop, ended) = (AtomicBool::new(false), AtomicBool::new(false));
        let saved = std::thread::scope(|scope| {
            let sentinel = scope.spawn(|| {
                let saved = next_save(&path, &origin, &ended);
                stop.store(true, Ordering::Relaxed);
                saved
            });
            let done = round(&origin, &arguments.sizes, &mut shown, &stop, global);
            ended.store(done.is_err(), Ordering::Relaxed);
            let saved = sentinel.join().unwrap_or_default();
            done.map(|()| saved)
        })?;
        match saved {
            Some(saved) => origin = saved,
            None if interrupted.load(Ordering::Relaxed) => return Err(Failure::Ended),
            None => return Ok(()),
        }
    }
}

/// Waits until the file says something else and has said it twice, for an editor may be writing;
/// nothing if Ctrl-C or `ended` comes first.
fn next_save(path: &Path, now: &Origin, ended: &AtomicBool) -> Option<Origin> {
    let mut seen: Option<Origin> = None;
    while !ended.load(Ordering::Relaxed) && !interrupt::flag().load(Ordering::Relaxed) {
        std::thread::sleep(PAUSE);
        // Some editors take the file away for a moment.
        let Ok(found) = Origin::open(path) else {
            continue;
        };
        if found.bytes == now.bytes {
            seen = None;
        } else if seen.as_ref().is_some_and(|seen| seen.bytes == found.bytes) {
            return Some(found);
        } else {
            seen = Some(found);
        }
    }
    None
}

/// Assesses what was saved, quickly first and then in full, unless `stop` is set.
fn round(
    origin: &Origin,
    sizes: &Sizes,
    shown: &mut Shown,
    stop: &AtomicBool,
    global: Global,
) -> Result<(), Failure> {
    let mut scenario = match origin.scenario() {
        Ok(scenario) => scenario,
        Err(Failure::Scenario { diagnostics, .. }) => return wrong(origin, &diagnostics, global),
        Err(failure) => return Err(failure),
    };
    scenario.name = file_name(&origin.name);
    let full = sizes.effort(&scenario);
    let reduced = Effort {
        scrambles: full.scrambles.min(QUICK_SCRAMBLES),
        points: full.points / QUICK_SHARE,
        ..full
    }
    .rounded();
    for (name, effort, before) in [
        ("reduced", reduced, &mut shown.reduced),
        ("full", full, &mut shown.full),
    ] {
        if name == "reduced" && effort == full {
            continue;
        }
        let scenario = scenario.clone();
        let run = sizes
            .pooled(|| progress::watched(global, stop, |watch| assess(scenario, effort, watch)))?;
        let assessment = match run {
            Ok(assessment) => assessment,
            Err(diagnostics) => return wrong(origin, &diagnostics, global),
        };
        if !assessment.run.complete {
            return Ok(());
        }
        let after = Headlines::of(&assessment);
        if global.json {
            let changes = json::changes(&assessment, name, before.as_ref(), &after);
            output::json_line(global, &changes)?;
        } else {
            let settings = &assessment.run.settings;
            let heading = format!(
                "{}, {name} run ({} x {} settings)",
                assessment.scenario.name, settings.scrambles, settings.points
            );
            let look = output::look(global);
            output::text(
                global,
                &text::changes(&heading, before.as_ref(), &after, look),
            )?;
        }
        *before = Some(after);
    }
    Ok(())
}

/// Says what is wrong with what was saved; the next save is waited for.
fn wrong(origin: &Origin, found: &[Diagnostic], global: Global) -> Result<(), Failure> {
    if global.json {
        let message = diagnostics::count(found);
        let document = diagnostics::error_json("scenario", INPUT, &message, None, found);
        return output::json_line(global, &document);
    }
    output::aside(global, &output::rendered(found, &origin.source(), global));
    output::remark(
        global,
        &format!("{}; waiting for the next save", diagnostics::count(found)),
    );
    Ok(())
}
