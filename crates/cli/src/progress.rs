//! What a long run says on standard error: rate and remaining time, only on a terminal.

use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use pourparler_engine::Watch;

use crate::{Global, output};

/// Runs `work` with something that shows how far it is, until `stop` is set.
pub fn watched<T>(global: Global, stop: &AtomicBool, work: impl FnOnce(&Watch) -> T) -> T {
    let bar = ProgressBar::no_length();
    if global.quiet {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    let (template, signs) = if global.ascii {
        ("[{bar:30}] {percent:>3}%  {per_sec}  {eta} left", "#>-")
    } else {
        ("{bar:30} {percent:>3}%  {per_sec}  {eta} left", "━╸─")
    };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style.progress_chars(signs));
    }
    bar.enable_steady_tick(Duration::from_millis(250));
    let done = work(&Watch {
        progress: &|done, all| {
            bar.set_length(all as u64);
            bar.set_position(done as u64);
        },
        stop,
    });
    bar.finish_and_clear();
    done
}

/// Says how long a run took and at what rate.
pub fn finished(global: Global, arm_steps: u64, since: Instant) {
    if global.quiet {
        return;
    }
    let seconds = since.elapsed().as_secs_f64();
    let millions = arm_steps as f64 / 1e6;
    output::remark(
        global,
        &format!(
            "{millions:.1} million steps of an arm in {seconds:.1} s, {:.2} million a second",
            millions / seconds.max(1e-9)
        ),
    );
}
