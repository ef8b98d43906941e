//! The least change of priorities: as few statements as possible change places.
//!
//! Idea: a decision maker keeps its statements and weighs them in another order. The distance of two
//! orders is the number of statements that have to be taken out and put back (Ulam's distance, k less
//! the longest common subsequence). Orders are walked outwards from the one that holds, one statement
//! moved at a time, so they come in order of cost. Under Nash, GMR and SMR each decision maker is
//! searched alone; under SEQ, SSEQ and SIM the orders of all are combined in order of the sum.
//!
//! Bound: a state in which the same statements are true as in the wanted one, and more, is better in
//! every order. If the wanted state is not stable with just those above it, no order helps.
//!
//! Not modelled: new statements, and statements that turn into their opposite.

use std::collections::{BTreeMap, BTreeSet};

use super::super::refused::{Refused, at_most};
use super::super::relations::{MAX_RELATIONAL_STATES, Relations};
use super::super::{Concept, Conflict, Preference, State, Statement};
use super::conditions::{Alternative, clauses};
use super::{Search, depends_on_others};

/// How a decision maker's priorities have to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reordering {
    /// The statements, by their index so far, the most important first.
    pub order: Vec<usize>,
    /// How many change places.
    pub moved: usize,
    /// Pairs (a, b) of statements, by their index so far, of which a stands before b in every order
    /// that makes the state stable for this decision maker; `None` where not all orders were looked
    /// at, or orders of others matter.
    pub common: Option<Vec<(usize, usize)>>,
}

/// The least reordering of statements, by decision maker, that makes the wanted state an equilibrium.
/// `budget` is the number of orders (or combinations of orders) looked at. A decision maker with a
/// ranking instead of statements keeps it.
///
/// # Errors
///
/// A state that is not feasible, or too many states.
pub fn reorder(
    conflict: &Conflict,
    concept: Concept,
    wanted: State,
    budget: usize,
) -> Result<Search<Vec<Reordering>>, Refused> {
    let graph = conflict.graph();
    at_most(graph.states().len(), MAX_RELATIONAL_STATES)?;
    let wanted = graph.representative(wanted);
    if !graph.feasible().contains(wanted) {
        return Err(Refused::Input(
            "the wanted state is not feasible".to_owned(),
        ));
    }
    if depends_on_others(concept) {
        return Ok(together(conflict, concept, wanted, budget));
    }
    let mut all = Vec::with_capacity(graph.decision_makers());
    let mut at_least = 0;
    let mut cut = false;
    for maker in 0..graph.decision_makers() {
        match alone(conflict, concept, maker, wanted, budget) {
            Search::Found(reordering) => {
                at_least += reordering.moved;
                all.push(reordering);
            }
            Search::Impossible(why) => return Ok(Search::Impossible(why)),
            Search::Incomplete { at_least: more } => {
                at_least += more;
                cut = true;
            }
        }
    }
    Ok(if cut {
        Search::Incomplete { at_least }
    } else {
        Search::Found(all)
    })
}

/// The statements of a decision maker; none if it has a ranking.
fn statements(conflict: &Conflict, maker: usize) -> &[Statement] {
    match &conflict.description().decision_makers[maker].preference {
        Preference::Statements(statements) => statements,
        Preference::Ranking(_) => &[],
    }
}

/// The orders of k statements by the number moved, starting with none.
struct Orders {
    seen: BTreeSet<Vec<u8>>,
    level: Vec<Vec<u8>>,
}

impl Orders {
    fn new(k: usize) -> Self {
        let order: Vec<u8> = (0..k as u8).collect();
        Self {
            seen: BTreeSet::from([order.clone()]),
            level: vec![order],
        }
    }

    /// Goes on to the orders with one statement more moved; `false` if more than `limit` orders were
    /// seen, and the level is not whole.
    fn advance(&mut self, limit: usize) -> bool {
        let mut next = Vec::new();
        for order in &self.level {
            for from in 0..order.len() {
                for to in 0..order.len() {
                    let mut moved = order.clone();
                    let statement = moved.remove(from);
                    moved.insert(to, statement);
                    if self.seen.len() >= limit {
                        if !self.seen.contains(&moved) {
                            return false;
                        }
                    } else if self.seen.insert(moved.clone()) {
                        next.push(moved);
                    }
                }
            }
        }
        self.level = next;
        true
    }
}

/// Whether the conditions hold if these states are better than the wanted one.
fn holds(
    clauses: &[(State, BTreeSet<Alternative>)],
    better: &dyn Fn(State) -> bool,
) -> Result<(), State> {
    for (departure, alternatives) in clauses {
        let met = |all: &Alternative| !all.iter().any(|&state| better(state));
        if !alternatives.iter().any(met) {
            return Err(*departure);
        }
    }
    Ok(())
}

fn alone(
    conflict: &Conflict,
    concept: Concept,
    maker: usize,
    wanted: State,
    budget: usize,
) -> Search<Reordering> {
    let clauses = clauses(conflict, concept, maker, wanted);
    let statements = statements(conflict, maker);
    let k = statements.len();
    if k == 0 {
        let ranks = &conflict.ranks()[maker];
        let better = |state: State| ranks[state as usize] > ranks[wanted as usize];
        return match holds(&clauses, &better) {
            Ok(()) => Search::Found(Reordering {
                order: vec![],
                moved: 0,
                common: None,
            }),
            Err(departure) => Search::Impossible(reason(conflict, maker, wanted, departure)),
        };
    }
    // By state: what is true there and not in the wanted state, and the other way round.
    let truth = |state: State| {
        let bits = statements.iter().enumerate();
        bits.fold(0u64, |all, (at, one)| {
            all | u64::from(one.holds(state)) << at
        })
    };
    let base = truth(wanted);
    let states = clauses.iter().flat_map(|(departure, alternatives)| {
        let of = alternatives.iter().flatten().copied();
        of.chain(std::iter::once(*departure))
    });
    let gains: BTreeMap<State, (u64, u64)> = states
        .map(|state| (state, (truth(state) & !base, base & !truth(state))))
        .collect();
    let always = |state: State| gains[&state].0 != 0 && gains[&state].1 == 0;
    if let Err(departure) = holds(&clauses, &always) {
        return Search::Impossible(reason(conflict, maker, wanted, departure));
    }
    let stable = |order: &[u8]| {
        let better = |state: State| {
            let (gain, loss) = gains[&state];
            let mut bits = order.iter().map(|&at| 1u64 << at);
            bits.find(|bit| (gain | loss) & bit != 0)
                .is_some_and(|bit| gain & bit != 0)
        };
        holds(&clauses, &better).is_ok()
    };
    let mut orders = Orders::new(k);
    let mut found: Option<(Vec<u8>, usize)> = None;
    let mut before: Vec<u64> = vec![u64::MAX; k];
    let mut moved = 0;
    loop {
        for order in &orders.level {
            if stable(order) {
                found.get_or_insert_with(|| (order.clone(), moved));
                let mut earlier = 0u64;
                for &statement in order {
                    before[statement as usize] &= earlier;
                    earlier |= 1 << statement;
                }
            }
        }
        if !orders.advance(budget) {
            // Not all orders were seen.
            return match found {
                Some((order, moved)) => Search::Found(Reordering {
                    order: order.into_iter().map(usize::from).collect(),
                    moved,
                    common: None,
                }),
                None => Search::Incomplete {
                    at_least: moved + 1,
                },
            };
        }
        moved += 1;
        if orders.level.is_empty() {
            break;
        }
    }
    let Some((order, moved)) = found else {
        let name = conflict.name(maker);
        let all = orders.seen.len();
        return Search::Impossible(format!(
            "the state is stable for {name} in none of the {all} orders of its statements"
        ));
    };
    let pairs = (0..k).flat_map(|b| (0..k).map(move |a| (a, b)));
    Search::Found(Reordering {
        order: order.into_iter().map(usize::from).collect(),
        moved,
        common: Some(pairs.filter(|&(a, b)| before[b] >> a & 1 == 1).collect()),
    })
}

fn reason(conflict: &Conflict, maker: usize, wanted: State, departure: State) -> String {
    let number = |state| conflict.graph().number(state).unwrap_or(0);
    format!(
        "in every order of its statements {} leaves state {} for state {}, and no answer deters it",
        conflict.name(maker),
        number(wanted),
        number(departure)
    )
}

/// Most ranks kept in a search over all decision makers.
const MAX_KEPT_RANKS: usize = 1 << 24;

/// One order of a decision maker's statements, and the ranks it gives.
struct Candidate {
    order: Vec<u8>,
    ranks: Vec<u32>,
}

/// Orders of all decision makers at once, in order of the sum of statements moved.
fn together(
    conflict: &Conflict,
    concept: Concept,
    wanted: State,
    budget: usize,
) -> Search<Vec<Reordering>> {
    let graph = conflict.graph();
    let makers = graph.decision_makers();
    let stable = |ranks: &[Vec<u32>]| {
        let relations = Relations::complete(graph, ranks);
        (0..makers).all(|maker| {
            let others = relations.others(&[maker]);
            relations
                .verdict(concept, &[maker], &others, wanted)
                .stable()
        })
    };
    let mut orders: Vec<Orders> = (0..makers)
        .map(|maker| Orders::new(statements(conflict, maker).len()))
        .collect();
    // By decision maker and number moved: orders that give new ranks.
    let mut candidates: Vec<Vec<Vec<Candidate>>> = (0..makers).map(|_| Vec::new()).collect();
    let mut known: Vec<BTreeSet<Vec<u32>>> = vec![BTreeSet::new(); makers];
    let mut tried = 0;
    let longest: usize = (0..makers)
        .map(|maker| statements(conflict, maker).len())
        .sum();
    // Every order seen is kept with its ranks.
    let kept = budget.min(MAX_KEPT_RANKS / graph.masks());
    for cost in 0..=longest {
        for maker in 0..makers {
            if cost > 0 && !orders[maker].advance(kept) {
                return Search::Incomplete { at_least: cost };
            }
            let of = statements(conflict, maker);
            let mut fresh = Vec::new();
            for order in &orders[maker].level {
                let ranks = if of.is_empty() {
                    conflict.ranks()[maker].clone()
                } else {
                    let order = order.iter().map(|&at| of[at as usize].clone());
                    let preference = Preference::Statements(order.collect());
                    super::super::preference::ranks(graph, &preference)
                };
                if known[maker].insert(ranks.clone()) {
                    fresh.push(Candidate {
                        order: order.clone(),
                        ranks,
                    });
                }
            }
            candidates[maker].push(fresh);
        }
        let mut ranks = vec![Vec::new(); makers];
        let mut picked = vec![(0, 0); makers];
        match combine(
            &candidates,
            cost,
            0,
            &mut ranks,
            &mut picked,
            &mut |ranks| {
                tried += 1;
                (tried <= budget).then(|| stable(ranks))
            },
        ) {
            Some(true) => {
                let each = picked.iter().zip(&candidates).map(|(&(moved, at), of)| {
                    let order = of[moved][at].order.iter().map(|&k| usize::from(k));
                    Reordering {
                        order: order.collect(),
                        moved,
                        common: None,
                    }
                });
                return Search::Found(each.collect());
            }
            None => return Search::Incomplete { at_least: cost },
            Some(false) => {}
        }
    }
    Search::Impossible(format!(
        "{tried} combinations of orders of statements were tried, and in none is the state an \
         equilibrium"
    ))
}

/// Tries every choice of one candidate per decision maker with this sum; `None` if it was cut.
fn combine(
    candidates: &[Vec<Vec<Candidate>>],
    left: usize,
    maker: usize,
    ranks: &mut [Vec<u32>],
    picked: &mut [(usize, usize)],
    test: &mut dyn FnMut(&[Vec<u32>]) -> Option<bool>,
) -> Option<bool> {
    if maker == candidates.len() {
        return if left == 0 { test(ranks) } else { Some(false) };
    }
    for moved in 0..=left {
        for (at, candidate) in candidates[maker]
            .get(moved)
            .into_iter()
            .flatten()
            .enumerate()
        {
            ranks[maker].clone_from(&candidate.ranks);
            picked[maker] = (moved, at);
            if combine(candidates, left - moved, maker + 1, ranks, picked, test)? {
                return Some(true);
            }
        }
    }
    Some(false)
}
