//! `--resume`: the finished repetitions of an interrupted run, kept in a file.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use pourparler_analysis::{Assessment, NotResumed, assess_resumed};
use pourparler_engine::{Effort, Unusable};
use pourparler_scenario::Scenario;

use crate::computation::Sizes;
use crate::failure::Failure;
use crate::input::Origin;
use crate::{Global, output};

/// Assesses a scenario, going on from what the file holds if it is there. A run that is stopped
/// leaves its finished repetitions in the file; one that is whole takes the file away.
///
/// # Errors
///
/// A scenario that cannot be assessed, a file of another run, a file that cannot be read or
/// written, or a run stopped before anything was finished.
pub fn assessed(
    file: &Path,
    scenario: Scenario,
    effort: Effort,
    origin: &Origin,
    sizes: &Sizes,
    global: Global,
) -> Result<Assessment, Failure> {
    let name = file.display().to_string();
    let earlier = match fs::read(file) {
        Ok(bytes) => Some(bytes),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(Failure::io(&name, &error)),
    };
    let mut saved = None;
    let mut unusable = None;
    let computed = sizes.compute(origin, global, |watch| {
        match assess_resumed(scenario, effort, earlier.as_deref(), watch) {
            Ok((assessment, kept)) => {
                saved = kept;
                Ok(assessment)
            }
            Err(NotResumed::Scenario(found)) => Err(found),
            Err(NotResumed::Saved(why)) => {
                unusable = Some(why);
                Err(Vec::new())
            }
        }
    });
    if let Some(why) = unusable {
        return Err(refused(&name, &why));
    }
    let assessment = computed?;
    match saved {
        Some(bytes) => {
            // A file that is there in part would be worth nothing.
            let part = file.with_extension("part");
            fs::write(&part, bytes)
                .and_then(|()| fs::rename(&part, file))
                .map_err(|error| Failure::io(&name, &error))?;
            output::remark(
                global,
                &format!("the finished repetitions are in {name}; the same command goes on"),
            );
        }
        None if earlier.is_some() => {
            fs::remove_file(file).map_err(|error| Failure::io(&name, &error))?;
        }
        None => {}
    }
    Ok(assessment)
}

fn refused(name: &str, why: &Unusable) -> Failure {
    match why {
        Unusable::Damaged => Failure::input(
            format!("{name} holds no finished repetitions, or is damaged"),
            "name another file, or delete this one to begin again",
        ),
        Unusable::Other(what) => Failure::input(
            format!("{name} is of another run: {what} differs"),
            "name another file, or run with the scenario, seed and sizes of that run",
        ),
    }
}
