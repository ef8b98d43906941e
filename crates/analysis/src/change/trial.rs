//! What a set of levers reaches: the contact with them pulled, run with the same random numbers.

use std::collections::BTreeMap;

use pourparler_engine::{Effort, Watch};
use pourparler_scenario::{Scenario, Table};
use rayon::prelude::*;

use super::lever::Lever;
use super::target::{Reached, Target};
use crate::worlds::{Stopped, TOGETHER, whole, worlds};

/// Levers with their strengths, by their place in the list.
pub type Pulled = BTreeMap<usize, u16>;

/// What a set costs, in the user's unit.
pub fn cost(levers: &[Lever], set: &Pulled) -> f64 {
    let of = |(&index, &grade): (&usize, &u16)| Some(levers.get(index)?.costs(grade));
    set.iter().filter_map(of).sum()
}

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

impl<'a> Trials<'a> {
    /// No runs yet, of this size.
    pub fn new(
        scenario: &'a Scenario,
        levers: &'a [Lever],
        target: &'a Target,
        effort: Effort,
        watch: &'a Watch<'a>,
    ) -> Self {
        Trials {
            scenario,
            levers,
            target,
            effort,
            watch,
            known: BTreeMap::new(),
            planned: 0,
            arm_steps: 0,
        }
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
        let mut new: Vec<&Pulled> = sets
            .iter()
            .filter(|set| !self.known.contains_key(*set))
            .collect();
        new.sort();
        new.dedup();
        let new: Vec<Pulled> = new.into_iter().cloned().collect();
        // Such small runs leave threads idle: several plans at once, the same on any number.
        let all: Result<Vec<_>, Stopped> = new
            .par_chunks(TOGETHER)
            .map(|sets| self.ran(sets))
            .collect();
        for (sets, (reached, steps)) in new.chunks(TOGETHER).zip(all?) {
            self.arm_steps += steps;
            self.known.extend(sets.iter().cloned().zip(reached));
        }
        (self.watch.progress)(self.known.len(), self.planned.max(self.known.len()));
        Ok(sets
            .iter()
            .filter_map(|set| self.known.get(set).cloned())
            .collect())
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
                known
                    .iter()
                    .any(|(small, reached)| reached.holds() && part(small, large))
            })
            .count()
    }

    /// What some sets reach, run in one plan where nobody looks at the variants.
    fn ran(&self, sets: &[Pulled]) -> Result<(Vec<Reached>, u64), Stopped> {
        let questions = &self.target.questions;
        if !questions.bare {
            let mut steps = 0;
            let mut reached = Vec::new();
            for set in sets {
                let scenario = pulled(self.scenario, self.levers, set);
                let run = whole(&scenario, self.effort, questions, self.watch)?;
                steps += run.arm_steps;
                reached.push(self.target.of(&run));
            }
            return Ok((reached, steps));
        }
        let roots = sets.iter().map(|set| {
            let mut root = self.scenario.root.clone();
            pull(self.levers, set, &mut root);
            root
        });
        let runs = worlds(
            self.scenario,
            roots.collect(),
            self.effort,
            questions,
            self.watch,
        )?;
        let steps = runs.first().map_or(0, |run| run.arm_steps);
        Ok((runs.iter().map(|run| self.target.of(run)).collect(), steps))
    }
}

/// The scenario with levers pulled, in its variants too.
fn pulled(scenario: &Scenario, levers: &[Lever], set: &Pulled) -> Scenario {
    let mut changed = scenario.clone();
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
