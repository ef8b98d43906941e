//! What a set of levers reaches: the contact with them pulled, run with the same random numbers.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

use pourparler_engine::result::{ArmRun, Run};
use pourparler_engine::{Effort, Plan, Watch, run_watched};
use pourparler_scenario::{Diagnostic, Scenario, Table, Variant};

use super::lever::Lever;
use super::target::{Reached, Target};

/// Sets run in one plan.
const TOGETHER: usize = 16;

/// Levers with their strengths, by their place in the list.
pub type Pulled = BTreeMap<usize, u16>;

/// Runs of one scenario under sets of levers, each set once.
pub struct Trials<'a> {
    scenario: &'a Scenario,
    levers: &'a [Lever],
    target: &'a Target,
    effort: Effort,
    watch: &'a Watch<'a>,
    known: BTreeMap<Pulled, Reached>,
    /// Sets to be run in all, as far as that is known.
    pub planned: usize,
    /// Steps of arms taken.
    pub arm_steps: u64,
}

/// Why the search ended early.
#[derive(Debug)]
pub enum Stopped {
    /// By Ctrl-C.
    Interrupted,
    /// A set of levers makes a scenario that cannot be run.
    Contradiction(Vec<Diagnostic>),
}

impl<'a> Trials<'a> {
    /// No runs yet, of this size.
    pub fn new(
        scenario: &'a Scenario,
        levers: &'a [Lever],
        target: &'a Target,
        effort: Effort,
        watch: &'a Watch<'a>,
    ) -> Self {
        Trials { scenario, levers, target, effort, watch, known: BTreeMap::new(), planned: 0, arm_steps: 0 }
    }

    /// How many different sets have been run.
    pub fn tried(&self) -> usize {
        self.known.len()
    }

    /// What each of these sets reaches, in their order.
    ///
    /// # Errors
    ///
    /// See [`Stopped`].
    pub fn reached(&mut self, sets: &[Pulled]) -> Result<Vec<Reached>, Stopped> {
        let mut new: Vec<&Pulled> = sets.iter().filter(|set| !self.known.contains_key(*set)).collect();
        new.sort();
        new.dedup();
        let new: Vec<Pulled> = new.into_iter().cloned().collect();
        for sets in new.chunks(if self.target.questions.bare { TOGETHER } else { 1 }) {
            let (reached, steps) = self.ran(sets)?;
            self.arm_steps += steps;
            self.known.extend(sets.iter().cloned().zip(reached));
            (self.watch.progress)(self.known.len(), self.planned.max(self.known.len()));
        }
        Ok(sets.iter().filter_map(|set| self.known.get(set).cloned()).collect())
    }

    /// What one set reaches.
    ///
    /// # Errors
    ///
    /// See [`Stopped`].
    pub fn one(&mut self, set: &Pulled) -> Result<Reached, Stopped> {
        let reached = self.reached(std::slice::from_ref(set))?;
        reached.into_iter().next().ok_or(Stopped::Interrupted)
    }

    /// Sets at full strength that miss the target although a part of them, at full strength,
    /// reaches it.
    pub fn contrary(&self) -> usize {
        let whole = |set: &Pulled| {
            let most = |&index: &usize| self.levers.get(index).map_or(0, |lever| lever.most);
            set.iter().all(|(index, grade)| *grade == most(index))
        };
        let known: Vec<(&Pulled, &Reached)> =
            self.known.iter().filter(|(set, _)| whole(set)).collect();
        let part = |small: &Pulled, large: &Pulled| {
            small.len() < large.len() && small.keys().all(|key| large.contains_key(key))
        };
        let misses = known.iter().filter(|(_, reached)| !reached.holds());
        misses
            .filter(|(large, _)| {
                known.iter().any(|(small, reached)| reached.holds() && part(small, large))
            })
            .count()
    }

    /// Runs some sets in one plan: the first as the scenario itself, the others as variants of it.
    /// What worlds have in common is worked out once, and no figure depends on their company.
    fn ran(&self, sets: &[Pulled]) -> Result<(Vec<Reached>, u64), Stopped> {
        let bare = self.target.questions.bare;
        let Some((first, others)) = sets.split_first() else { return Ok((Vec::new(), 0)) };
        let mut scenario = pulled(self.scenario, self.levers, first, bare);
        for (k, set) in others.iter().enumerate() {
            let mut root = self.scenario.root.clone();
            pull(self.levers, set, &mut root);
            scenario.variants.push(Variant {
                id: format!("set{k}"),
                name: String::new(),
                scenario_root: root,
                correlations: self.scenario.correlations.clone(),
                // Whatever it changes, it is a world of its own.
                touches: vec!["levers".to_owned()],
                span: self.scenario.root.span,
                line: self.scenario.root.line,
            });
        }
        let plan = Plan::compile(&scenario, self.effort, &self.target.questions)
            .map_err(Stopped::Contradiction)?;
        let silent = Watch { progress: &|_, _| {}, stop: self.watch.stop };
        let run = run_watched(&plan, &silent);
        if !run.complete || self.watch.stop.load(Ordering::Relaxed) {
            return Err(Stopped::Interrupted);
        }
        let steps = run.arm_steps;
        if !bare {
            return Ok((vec![self.target.of(&run)], steps));
        }
        let Run { arms, outputs, inputs, thetas, frontiers, settings, complete, arm_steps } = run;
        let mut one = Run {
            arms: Vec::new(),
            outputs,
            inputs,
            thetas,
            frontiers,
            settings,
            complete,
            arm_steps,
        };
        let given: Vec<ArmRun> = arms;
        let reached = (0..sets.len())
            .map(|k| {
                one.arms = own_arms(&given, k);
                self.target.of(&one)
            })
            .collect();
        Ok((reached, steps))
    }
}

/// The arms of a set, by the names a test has for them.
fn own_arms(arms: &[ArmRun], set: usize) -> Vec<ArmRun> {
    let (without, with) = match set.checked_sub(1) {
        None => ("without".to_owned(), "with".to_owned()),
        Some(k) => (format!("without:set{k}"), format!("set{k}")),
    };
    let mut own: Vec<ArmRun> = Vec::new();
    for arm in arms {
        // `given X = v` repeats an arm under the id of that arm, a bar and what is set.
        let (id, given) = arm.id.split_once('|').map_or((arm.id.as_str(), None), |(id, given)| (id, Some(given)));
        let name = if id == without { "without" } else if id == with { "with" } else { continue };
        let id = given.map_or(name.to_owned(), |given| format!("{name}|{given}"));
        own.push(ArmRun { id, ..arm.clone() });
    }
    let ids: Vec<String> = own.iter().map(|arm| arm.id.clone()).collect();
    for arm in &mut own {
        let baseline = arm.id.replacen("with|", "without|", 1);
        let baseline = if arm.id == "with" { "without".to_owned() } else { baseline };
        arm.baseline = ids.iter().position(|id| *id == baseline).unwrap_or(0);
    }
    own
}

/// The scenario with levers pulled, in its variants too unless nobody looks at them.
pub fn pulled(scenario: &Scenario, levers: &[Lever], set: &Pulled, bare: bool) -> Scenario {
    let mut changed = scenario.clone();
    if bare {
        changed.variants.clear();
    }
    pull(levers, set, &mut changed.root);
    for variant in &mut changed.variants {
        pull(levers, set, &mut variant.scenario_root);
    }
    changed
}

fn pull(levers: &[Lever], set: &Pulled, root: &mut Table) {
    for (&index, &grade) in set {
        if let Some(lever) = levers.get(index) {
            lever.pull(grade, root);
        }
    }
}
