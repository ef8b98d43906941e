//! Several scenarios side by side, with the same random numbers.

use std::sync::atomic::Ordering;

use pourparler_engine::result::{ArmRun, Questions, Run};
use pourparler_engine::{Effort, Plan, Watch, run_watched};
use pourparler_scenario::{Diagnostic, Scenario, Table, Variant};

/// Worlds run in one plan.
pub const TOGETHER: usize = 16;

/// Why runs of a search ended early.
#[derive(Debug)]
pub enum Stopped {
    /// By Ctrl-C.
    Interrupted,
    /// Something makes a scenario that cannot be run.
    Contradiction(Vec<Diagnostic>),
}

/// Runs a scenario to its end.
///
/// # Errors
///
/// See [`Stopped`].
pub fn whole(
    scenario: &Scenario,
    effort: Effort,
    questions: &Questions,
    watch: &Watch,
) -> Result<Run, Stopped> {
    let plan = Plan::compile(scenario, effort, questions).map_err(Stopped::Contradiction)?;
    let silent = Watch {
        progress: &|_, _| {},
        stop: watch.stop,
    };
    let run = run_watched(&plan, &silent);
    if !run.complete || watch.stop.load(Ordering::Relaxed) {
        return Err(Stopped::Interrupted);
    }
    Ok(run)
}

/// Runs these tables in place of a scenario's, with and without the contact, in one plan: what
/// the worlds have in common is worked out once, and no figure depends on their company. One run
/// per table, each with the arms `without` and `with` and what [`Questions::interventions`] makes
/// of them; `arm_steps` is that of all together.
///
/// `questions` has to be bare and to name the dimensions of every table.
///
/// # Errors
///
/// See [`Stopped`].
pub fn worlds(
    scenario: &Scenario,
    roots: Vec<Table>,
    effort: Effort,
    questions: &Questions,
    watch: &Watch,
) -> Result<Vec<Run>, Stopped> {
    let count = roots.len();
    let mut roots = roots.into_iter();
    let Some(first) = roots.next() else {
        return Ok(Vec::new());
    };
    let mut all = Scenario {
        root: first,
        variants: Vec::new(),
        ..scenario.clone()
    };
    all.variants = roots
        .enumerate()
        .map(|(k, root)| Variant {
            id: format!("world{k}"),
            name: String::new(),
            correlations: scenario.correlations.clone(),
            // Whatever differs, it is a world of its own.
            touches: vec!["world".to_owned()],
            span: root.span,
            line: root.line,
            scenario_root: root,
        })
        .collect();
    let run = whole(&all, effort, questions, watch)?;
    let one = |k: usize| Run {
        arms: own_arms(&run.arms, k),
        ..without_arms(&run)
    };
    Ok((0..count).map(one).collect())
}

fn without_arms(run: &Run) -> Run {
    Run {
        arms: Vec::new(),
        outputs: run.outputs.clone(),
        inputs: run.inputs.clone(),
        thetas: run.thetas.clone(),
        frontiers: run.frontiers,
        settings: run.settings.clone(),
        complete: run.complete,
        arm_steps: run.arm_steps,
    }
}

/// The arms of a world, by the names a test has for them.
fn own_arms(arms: &[ArmRun], world: usize) -> Vec<ArmRun> {
    let (without, with) = match world.checked_sub(1) {
        None => ("without".to_owned(), "with".to_owned()),
        Some(k) => (format!("without:world{k}"), format!("world{k}")),
    };
    // `given X = v` repeats an arm under the id of that arm, a bar and what is set.
    let split = |arm: &ArmRun| match arm.id.split_once('|') {
        Some((id, given)) => (id.to_owned(), format!("|{given}")),
        None => (arm.id.clone(), String::new()),
    };
    let mut own: Vec<ArmRun> = Vec::new();
    for arm in arms {
        let (id, given) = split(arm);
        let name = match id {
            id if id == without => "without",
            id if id == with => "with",
            _ => continue,
        };
        own.push(ArmRun {
            id: format!("{name}{given}"),
            ..arm.clone()
        });
    }
    let baselines: Vec<usize> = own
        .iter()
        .map(|arm| {
            let baseline = format!("without{}", split(arm).1);
            own.iter()
                .position(|other| other.id == baseline)
                .unwrap_or(0)
        })
        .collect();
    own.iter_mut()
        .zip(baselines)
        .for_each(|(arm, baseline)| arm.baseline = baseline);
    own
}
