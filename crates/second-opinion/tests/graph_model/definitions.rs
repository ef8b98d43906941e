//! The definitions once more, written out naively: lists of numbers, no masks, no sweeps.
//!
//! Reached states are collected by walking every legal sequence up to the point where a state and
//! its last mover repeat.

use std::collections::{BTreeMap, BTreeSet};

use pourparler_second_opinion::graph_model::{Concept, Conflict, Direction, Pattern};

type Letters = Vec<bool>;

pub struct Naive {
    /// The states as lists of options taken; a merged state is several lists.
    states: Vec<Vec<Letters>>,
    number: BTreeMap<Letters, usize>,
    /// By decision maker and state: where it can move.
    moves: Vec<Vec<BTreeSet<usize>>>,
    /// By decision maker and state: higher is better.
    worth: Vec<Vec<i64>>,
    owner: Vec<usize>,
    directions: Vec<Direction>,
}

impl Naive {
    pub fn new(conflict: &Conflict) -> Self {
        let description = conflict.description();
        let options = description.options.len();
        let owner: Vec<usize> = (0..options)
            .map(|k| {
                let mut makers = description.decision_makers.iter();
                makers.position(|maker| maker.options.contains(&k)).unwrap()
            })
            .collect();
        let matches = |pattern: &Pattern, s: &Letters| {
            (0..options).all(|k| {
                let (taken, dropped) = (pattern.taken() >> k & 1, pattern.dropped() >> k & 1);
                (taken == 0 || s[k]) && (dropped == 0 || !s[k])
            })
        };
        let all: Vec<Letters> = (0..1usize << options)
            .map(|mask| (0..options).map(|k| mask >> k & 1 == 1).collect())
            .filter(|s| !description.infeasible.iter().any(|p| matches(p, s)))
            .collect();
        // Joining until nothing changes.
        let mut states: Vec<Vec<Letters>> = all.into_iter().map(|s| vec![s]).collect();
        for pattern in &description.merged {
            let of = |group: &Vec<Letters>| group.iter().any(|s| matches(pattern, s));
            let (joined, apart): (Vec<_>, Vec<_>) = states.into_iter().partition(of);
            states = apart;
            if !joined.is_empty() {
                states.push(joined.concat());
            }
        }
        let value = |s: &Letters| (0..options).map(|k| usize::from(s[k]) << k).sum::<usize>();
        for group in &mut states {
            group.sort_by_key(value);
        }
        states.sort_by_key(|group| value(&group[0]));
        let number: BTreeMap<Letters, usize> = states
            .iter()
            .enumerate()
            .flat_map(|(at, group)| group.iter().map(move |s| (s.clone(), at)))
            .collect();
        let makers = description.decision_makers.len();
        let worth = (0..makers)
            .map(|maker| {
                let ranks = &conflict.ranks()[maker];
                let rank = |group: &Vec<Letters>| i64::from(ranks[value(&group[0])]);
                states.iter().map(rank).collect()
            })
            .collect();
        let mut naive = Self {
            states,
            number,
            moves: vec![],
            worth,
            owner,
            directions: description.options.iter().map(|o| o.direction).collect(),
        };
        naive.moves = (0..makers).map(|maker| naive.all_moves(maker)).collect();
        naive
    }

    fn all_moves(&self, maker: usize) -> Vec<BTreeSet<usize>> {
        let some = |from: usize, to: usize| {
            let mut lists = self.states[from].iter();
            lists.any(|s| self.states[to].iter().any(|t| self.legal(maker, s, t)))
        };
        let all = 0..self.states.len();
        let of = |from: usize| {
            let moves = all.clone().filter(|&to| to != from && some(from, to));
            moves.collect()
        };
        all.clone().map(of).collect()
    }

    pub fn states(&self) -> usize {
        self.states.len()
    }

    pub fn moves(&self, maker: usize, state: usize) -> &BTreeSet<usize> {
        &self.moves[maker][state]
    }

    pub fn better(&self, maker: usize, from: usize, to: usize) -> bool {
        self.worth[maker][to] > self.worth[maker][from]
    }

    pub fn improvements(&self, maker: usize, from: usize) -> Vec<usize> {
        let moves = self.moves[maker][from].iter().copied();
        moves.filter(|&to| self.better(maker, from, to)).collect()
    }

    /// End states of sequences by these decision makers, nobody twice in a row.
    pub fn sequences(&self, movers: &[usize], from: usize, improving: bool) -> BTreeSet<usize> {
        let mut seen = BTreeSet::new();
        self.walk(movers, from, None, improving, &mut seen);
        seen.into_iter().map(|(state, _)| state).collect()
    }

    fn walk(
        &self,
        movers: &[usize],
        at: usize,
        last: Option<usize>,
        improving: bool,
        seen: &mut BTreeSet<(usize, usize)>,
    ) {
        for &mover in movers.iter().filter(|&&mover| Some(mover) != last) {
            for &to in &self.moves[mover][at] {
                if (!improving || self.better(mover, at, to)) && seen.insert((to, mover)) {
                    self.walk(movers, to, Some(mover), improving, seen);
                }
            }
        }
    }

    pub fn stable(&self, concept: Concept, maker: usize, s: usize) -> bool {
        let others: Vec<usize> = (0..self.moves.len()).filter(|&j| j != maker).collect();
        let no_better = |t: usize| self.worth[maker][t] <= self.worth[maker][s];
        self.improvements(maker, s).into_iter().all(|s1| {
            let answered = |improving: bool, inescapable: bool| {
                self.sequences(&others, s1, improving)
                    .into_iter()
                    .any(|s2| {
                        let mut flights = self.moves[maker][s2].iter();
                        no_better(s2) && (!inescapable || flights.all(|&s3| no_better(s3)))
                    })
            };
            match concept {
                Concept::Nash => false,
                Concept::Gmr => answered(false, false),
                Concept::Smr => answered(false, true),
                Concept::Seq => answered(true, false),
                Concept::Sseq => answered(true, true),
                Concept::Sim => self
                    .together(maker, s, s1, &others)
                    .into_iter()
                    .any(no_better),
            }
        })
    }

    /// Where the move s → s1 ends if at least one opponent makes an improvement from s with it.
    fn together(&self, maker: usize, s: usize, s1: usize, others: &[usize]) -> Vec<usize> {
        let mut ends = Vec::new();
        for from in &self.states[s] {
            let lists = |mover: usize, to: usize| {
                let lists = self.states[to].iter();
                lists.filter(move |list| self.legal(mover, from, list))
            };
            for own in lists(maker, s1) {
                let mut combined = vec![(own.clone(), 0)];
                for &other in others {
                    let mut more = Vec::new();
                    for to in self.improvements(other, s) {
                        for theirs in lists(other, to) {
                            for (with, count) in &combined {
                                let pick = |k: usize| {
                                    if self.owner[k] == other {
                                        theirs[k]
                                    } else {
                                        with[k]
                                    }
                                };
                                more.push(((0..with.len()).map(pick).collect(), count + 1));
                            }
                        }
                    }
                    combined.extend(more);
                }
                let moved = combined.into_iter().filter(|(_, count)| *count > 0);
                ends.extend(moved.filter_map(|(end, _)| self.number.get(&end).copied()));
            }
        }
        ends
    }

    /// Whether a list can become another by this mover.
    fn legal(&self, mover: usize, from: &Letters, to: &Letters) -> bool {
        (0..from.len()).all(|k| {
            from[k] == to[k]
                || self.owner[k] == mover
                    && match self.directions[k] {
                        Direction::Both => true,
                        Direction::OnlyTake => to[k],
                        Direction::OnlyDrop => from[k],
                    }
        })
    }
}
