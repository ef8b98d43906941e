//! Uncertain preferences: the probability that a state is an equilibrium.
//!
//! Idea: of each decision maker it is known with which probability it has which preference,
//! independently of the others. Under Nash, GMR and SMR a decision maker's stability depends on its
//! own preference alone, so P(equilibrium) = Π_i P(stable for i). Under SEQ, SSEQ and SIM the
//! combinations are gone through from the most probable on; what is left when the budget ends is the
//! width between a lower and an upper bound.
//!
//! Not modelled: preferences that go together across decision makers.

use std::cmp::Ordering;
use std::collections::{BTreeSet, BinaryHeap};

use super::inverse::depends_on_others;
use super::preference::ranks;
use super::refused::Refused;
use super::stability::{groups, stable_sets};
use super::{Concept, Conflict, Preference};

/// A preference a decision maker may have.
#[derive(Debug, Clone, PartialEq)]
pub struct Belief {
    /// How probable, above 0 and at most 1.
    pub probability: f64,
    /// The preference.
    pub preference: Preference,
}

/// Bounds of a probability; equal where every combination was looked at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// The probability is at least this.
    pub lower: f64,
    /// The probability is at most this.
    pub upper: f64,
}

/// One combination of preferences, by index into each decision maker's beliefs.
#[derive(PartialEq)]
struct Combination {
    probability: f64,
    picks: Vec<usize>,
}

impl Eq for Combination {}

impl Ord for Combination {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_probability = self.probability.total_cmp(&other.probability);
        by_probability.then_with(|| other.picks.cmp(&self.picks))
    }
}

impl PartialOrd for Combination {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The probability of every feasible state, in the order of their numbers, that it is an
/// equilibrium. `beliefs[i]` is what decision maker i may prefer; `budget` bounds the combinations
/// looked at.
///
/// # Errors
///
/// Beliefs for another number of decision makers, probabilities that do not sum to 1, or a preference
/// that does not fit the conflict.
pub fn equilibrium_probability(
    conflict: &Conflict,
    concept: Concept,
    beliefs: &[Vec<Belief>],
    budget: usize,
) -> Result<Vec<Bounds>, Refused> {
    let graph = conflict.graph();
    let makers = graph.decision_makers();
    if beliefs.len() != makers {
        let message = format!("beliefs are given for each of {makers} decision makers");
        return Err(Refused::Input(message));
    }
    // By decision maker: probability and ranks, the most probable first.
    let mut all: Vec<Vec<(f64, Vec<u32>)>> = Vec::with_capacity(makers);
    for (maker, beliefs) in beliefs.iter().enumerate() {
        let sum: f64 = beliefs.iter().map(|belief| belief.probability).sum();
        let positive = beliefs.iter().all(|belief| belief.probability > 0.0);
        if !positive || (sum - 1.0).abs() > 1e-9 {
            let name = conflict.name(maker);
            return Err(Refused::Input(format!(
                "the probabilities of what {name} prefers are above 0 and sum to {sum}, not 1"
            )));
        }
        let mut of = Vec::with_capacity(beliefs.len());
        for belief in beliefs {
            super::conflict::fits(conflict, maker, &belief.preference)
                .map_err(|mistake| Refused::Input(mistake.to_string()))?;
            of.push((belief.probability, ranks(graph, &belief.preference)));
        }
        of.sort_by(|a, b| b.0.total_cmp(&a.0));
        all.push(of);
    }
    let states = graph.states();
    if !depends_on_others(concept) {
        return Ok(independent(conflict, concept, &all));
    }
    let mut lower = vec![0.0; states.len()];
    let mut explored = 0.0;
    let start = vec![0; makers];
    let probability = |picks: &[usize]| -> f64 {
        let each = picks.iter().zip(&all);
        each.map(|(&pick, of)| of[pick].0).product()
    };
    let mut seen = BTreeSet::from([start.clone()]);
    let mut heap = BinaryHeap::from([Combination {
        probability: probability(&start),
        picks: start,
    }]);
    let mut complete = false;
    for _ in 0..budget {
        let Some(Combination {
            probability: p,
            picks,
        }) = heap.pop()
        else {
            complete = true;
            break;
        };
        let each = picks.iter().zip(&all);
        let ranks: Vec<Vec<u32>> = each.map(|(&pick, of)| of[pick].1.clone()).collect();
        let sets = stable_sets(graph, &ranks, &groups(graph, &ranks), concept);
        for (lower, &state) in lower.iter_mut().zip(states) {
            if sets.iter().all(|set| set.contains(state)) {
                *lower += p;
            }
        }
        explored += p;
        for maker in 0..makers {
            let mut next = picks.clone();
            next[maker] += 1;
            if next[maker] < all[maker].len() && seen.insert(next.clone()) {
                heap.push(Combination {
                    probability: probability(&next),
                    picks: next,
                });
            }
        }
    }
    let rest = if complete || heap.is_empty() {
        0.0
    } else {
        (1.0 - explored).max(0.0)
    };
    let bounds = lower.into_iter().map(|lower| Bounds {
        lower,
        upper: (lower + rest).min(1.0),
    });
    Ok(bounds.collect())
}

/// The product over decision makers of the probability that the state is stable for each.
fn independent(conflict: &Conflict, concept: Concept, all: &[Vec<(f64, Vec<u32>)>]) -> Vec<Bounds> {
    let graph = conflict.graph();
    let mut product = vec![1.0; graph.states().len()];
    for (maker, of) in all.iter().enumerate() {
        let mut own = vec![0.0; product.len()];
        for (probability, ranks) in of {
            let mut with = conflict.ranks().to_vec();
            with[maker].clone_from(ranks);
            let sets = stable_sets(graph, &with, &groups(graph, &with), concept);
            for (sum, &state) in own.iter_mut().zip(graph.states()) {
                if sets[maker].contains(state) {
                    *sum += probability;
                }
            }
        }
        product
            .iter_mut()
            .zip(own)
            .for_each(|(all, one)| *all *= one);
    }
    let bounds = product.into_iter().map(|p: f64| Bounds {
        lower: p.min(1.0),
        upper: p.min(1.0),
    });
    bounds.collect()
}
