//! The worst that others can do to a decision maker, for every state at once.
//!
//! Idea: GMR, SMR, SEQ and SSEQ all ask whether the others can answer an improvement s → s₁ with an
//! end state s₂ whose value v(s₂) is at most the rank of s; v is i's rank of s₂, or the best rank i
//! can escape to from there. So one number per s₁ is enough, the smallest v over the states the
//! others reach from s₁, R_{N−i}(s₁) or R⁺_{N−i}(s₁).
//!
//! Moves are transitive here: two moves in a row of one decision maker are one move, or none, so
//! reaching in sequences where nobody moves twice in a row is reaching in a directed graph. States
//! are labelled in increasing order of v, backwards along the moves. The states from which
//! decision maker j can come to t lie in groups that agree with t on the options of all others (and
//! on j's one-way options, up to direction), sorted by j's rank; those below t are a prefix. A
//! group's prefix is labelled once and never walked again, so a sweep takes time in proportion to
//! states × others (× 2 to the number of one-way options).
//!
//! s₁ itself counts as reached. It never answers anything, because v(s₁) is above the rank of s.

use super::graph::submasks;
use super::{Graph, State};

/// Nothing reached yet.
const NONE: u32 = u32::MAX;

/// The feasible states in groups that one decision maker can move within freely, each group in
/// increasing order of its rank.
#[derive(Debug)]
pub(super) struct Groups {
    /// States by (group, rank).
    order: Vec<State>,
    /// Where a group starts, by its key: the states' mask without the two-way options of the
    /// decision maker. The next entry is where it ends.
    start: Vec<u32>,
    /// The decision maker's options that can be taken and dropped.
    two_way: u32,
    /// Its options that can only be taken, and only be dropped.
    only_take: u32,
    only_drop: u32,
}

impl Groups {
    pub(super) fn new(graph: &Graph, maker: usize, ranks: &[u32]) -> Self {
        let owned = graph.owned[maker];
        let two_way = owned & !(graph.only_take | graph.only_drop);
        let mut start = vec![0u32; graph.masks() + 1];
        for &state in graph.states() {
            start[(state & !two_way) as usize + 1] += 1;
        }
        for at in 1..start.len() {
            start[at] += start[at - 1];
        }
        let mut next = start.clone();
        let mut order = vec![0; graph.states().len()];
        for state in by_value(graph.states(), ranks) {
            let at = &mut next[(state & !two_way) as usize];
            order[*at as usize] = state;
            *at += 1;
        }
        Self {
            order,
            start,
            two_way,
            only_take: owned & graph.only_take,
            only_drop: owned & graph.only_drop,
        }
    }

    /// A state's group.
    pub(super) const fn key(&self, state: State) -> u32 {
        state & !self.two_way
    }

    /// The states of a group, by increasing rank.
    pub(super) fn group(&self, key: u32) -> &[State] {
        &self.order[self.start[key as usize] as usize..self.start[key as usize + 1] as usize]
    }

    /// Groups the decision maker can reach from this state: its own, and others by one-way options.
    pub(super) fn ahead(&self, state: State) -> impl Iterator<Item = u32> + use<> {
        let change = (!state & self.only_take) | (state & self.only_drop);
        let key = self.key(state);
        std::iter::once(key).chain(submasks(change).map(move |mask| key ^ mask))
    }

    /// Groups from which it can reach this state.
    fn behind(&self, state: State) -> impl Iterator<Item = u32> + use<> {
        let change = (state & self.only_take) | (!state & self.only_drop);
        let key = self.key(state);
        std::iter::once(key).chain(submasks(change).map(move |mask| key ^ mask))
    }

    /// The states of this group that are better than `rank`, worst first.
    pub(super) fn better(&self, key: u32, ranks: &[u32], rank: u32) -> &[State] {
        let group = self.group(key);
        let from = group.partition_point(|&state| ranks[state as usize] <= rank);
        &group[from..]
    }
}

/// The states in increasing order of a small value, equal values in increasing order of states.
pub(super) fn by_value(states: &[State], value: &[u32]) -> Vec<State> {
    let top = states.iter().map(|&s| value[s as usize]).max().unwrap_or(0);
    let mut start = vec![0u32; top as usize + 2];
    for &state in states {
        start[value[state as usize] as usize + 1] += 1;
    }
    for at in 1..start.len() {
        start[at] += start[at - 1];
    }
    let mut order = vec![0; states.len()];
    for &state in states {
        let at = &mut start[value[state as usize] as usize];
        order[*at as usize] = state;
        *at += 1;
    }
    order
}

/// The best rank the decision maker has at a state or can move to from it: v of an answer that
/// must not be escaped.
pub(super) fn escape(graph: &Graph, groups: &Groups, ranks: &[u32]) -> Vec<u32> {
    let mut best = vec![0; graph.masks()];
    let top = |key: u32| groups.group(key).last().map_or(0, |&s| ranks[s as usize]);
    for &state in graph.states() {
        best[state as usize] = groups.ahead(state).map(top).max().unwrap_or(0);
    }
    best
}

/// The smallest value at an end state the others reach from each state, or at the state itself.
/// With `credible`, every one of their moves has to improve for its mover.
pub(super) fn least(
    graph: &Graph,
    others: &[(&Groups, &[u32])],
    value: &[u32],
    credible: bool,
) -> Vec<u32> {
    let mut label = vec![NONE; graph.masks()];
    let mut walked: Vec<Vec<u32>> = others
        .iter()
        .map(|(groups, _)| groups.start.clone())
        .collect();
    let mut stack = Vec::new();
    for seed in by_value(graph.states(), value) {
        if label[seed as usize] != NONE {
            continue;
        }
        let least = value[seed as usize];
        label[seed as usize] = least;
        stack.push(seed);
        while let Some(state) = stack.pop() {
            for ((groups, ranks), walked) in others.iter().zip(&mut walked) {
                let below = if credible {
                    ranks[state as usize]
                } else {
                    NONE
                };
                for key in groups.behind(state) {
                    let end = groups.start[key as usize + 1];
                    let next = &mut walked[key as usize];
                    while *next < end {
                        let from = groups.order[*next as usize];
                        if ranks[from as usize] >= below {
                            break;
                        }
                        *next += 1;
                        if label[from as usize] == NONE {
                            label[from as usize] = least;
                            stack.push(from);
                        }
                    }
                }
            }
        }
    }
    label
}

/// The same where states are merged, and moves are not transitive: over pairs (state, last mover), so
/// that nobody moves twice in a row. A state itself counts only if a sequence leads back to it.
pub(super) fn least_by_movers(
    graph: &Graph,
    others: &[usize],
    ranks: &[Vec<u32>],
    value: &[u32],
    credible: bool,
) -> Vec<u32> {
    let fits = |mover: usize, from: State, to: State| {
        !credible || ranks[mover][to as usize] > ranks[mover][from as usize]
    };
    // By mover and state: from where it can move there.
    let behind: Vec<Vec<Vec<State>>> = others
        .iter()
        .map(|&mover| {
            let mut behind = vec![Vec::new(); graph.masks()];
            for &from in graph.states() {
                for to in graph.moves(mover, from).filter(|&to| fits(mover, from, to)) {
                    behind[to as usize].push(from);
                }
            }
            behind
        })
        .collect();
    let mut label = vec![vec![NONE; graph.masks()]; others.len()];
    let mut stack: Vec<(State, usize)> = Vec::new();
    for seed in by_value(graph.states(), value) {
        let least = value[seed as usize];
        for (last, label) in label.iter_mut().enumerate() {
            if label[seed as usize] == NONE {
                label[seed as usize] = least;
                stack.push((seed, last));
            }
        }
        while let Some((state, last)) = stack.pop() {
            for &from in &behind[last][state as usize] {
                for (before, label) in label.iter_mut().enumerate() {
                    if before != last && label[from as usize] == NONE {
                        label[from as usize] = least;
                        stack.push((from, before));
                    }
                }
            }
        }
    }
    let mut all = vec![NONE; graph.masks()];
    for (&mover, label) in others.iter().zip(&label) {
        for &from in graph.states() {
            let reached = graph.moves(mover, from).filter(|&to| fits(mover, from, to));
            let least = reached.map(|to| label[to as usize]).min().unwrap_or(NONE);
            all[from as usize] = all[from as usize].min(least);
        }
    }
    all
}

/// For each state the largest value among the improvements of the decision maker, 0 if it has none.
pub(super) fn most_among_improvements(
    graph: &Graph,
    groups: &Groups,
    ranks: &[u32],
    value: &[u32],
) -> Vec<u32> {
    let mut most = vec![0; graph.masks()];
    // Largest value from this place of a group to its end.
    let mut tail = vec![0u32; groups.order.len()];
    for at in (0..tail.len()).rev() {
        let state = groups.order[at];
        let end = groups.start[groups.key(state) as usize + 1] as usize;
        let after = if at + 1 < end { tail[at + 1] } else { 0 };
        tail[at] = after.max(value[state as usize]);
    }
    for &state in graph.states() {
        let rank = ranks[state as usize];
        most[state as usize] = groups
            .ahead(state)
            .filter_map(|key| {
                let better = groups.better(key, ranks, rank).len() as u32;
                let end = groups.start[key as usize + 1];
                (better > 0).then(|| tail[(end - better) as usize])
            })
            .max()
            .unwrap_or(0);
    }
    most
}
