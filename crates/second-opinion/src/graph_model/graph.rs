//! Who can move a conflict from where to where.
//!
//! Idea: a state is the set of options taken, as a mask; a move of decision maker i changes some of
//! the options i owns, so it is an exclusive or with a mask. No list of moves and no matrix is kept
//! (states, owners and directions after Fang, Hipel and Kilgour 1993).
//!
//! A move leads from any feasible state to any other that differs in the mover's options only and
//! respects one-way options; what lies between need not be feasible. Merged states are one state
//! with the moves of all of them.

use super::{State, StateSet};

/// The states of a conflict and the moves between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graph {
    /// Mask of the options each decision maker owns.
    pub(super) owned: Vec<u32>,
    /// Options that can only be taken, never dropped again.
    pub(super) only_take: u32,
    /// Options that can only be dropped, never taken again.
    pub(super) only_drop: u32,
    /// Feasible states; of merged states the lowest.
    pub(super) feasible: StateSet,
    /// The same as a list: the state with number k is at k − 1.
    pub(super) numbered: Vec<State>,
    /// Groups of feasible states that count as one, each in increasing order; usually none.
    pub(super) merged: Vec<Vec<State>>,
    /// Where states are merged: the moves, by decision maker and state.
    listed: Vec<Vec<Vec<State>>>,
    options: usize,
}

impl Graph {
    /// Puts a graph together; `merged` holds disjoint groups of feasible states.
    pub(super) fn new(
        options: usize,
        owned: Vec<u32>,
        [only_take, only_drop]: [u32; 2],
        mut feasible: StateSet,
        merged: Vec<Vec<State>>,
    ) -> Self {
        for state in merged.iter().flat_map(|group| group.iter().skip(1)) {
            feasible.remove(*state);
        }
        let mut graph = Self {
            owned,
            only_take,
            only_drop,
            numbered: feasible.iter().collect(),
            feasible,
            merged,
            listed: Vec::new(),
            options,
        };
        if graph.has_merged() {
            let makers = 0..graph.owned.len();
            graph.listed = makers.map(|maker| graph.merged_moves(maker)).collect();
        }
        graph
    }

    /// Number of options.
    #[must_use]
    pub const fn options(&self) -> usize {
        self.options
    }

    /// Number of decision makers.
    #[must_use]
    pub const fn decision_makers(&self) -> usize {
        self.owned.len()
    }

    /// Number of masks, 2ⁿ; arrays over states have this length.
    pub(super) const fn masks(&self) -> usize {
        1 << self.options
    }

    /// The feasible states in increasing order; the first has number 1.
    #[must_use]
    pub fn states(&self) -> &[State] {
        &self.numbered
    }

    /// The feasible states as a set.
    #[must_use]
    pub const fn feasible(&self) -> &StateSet {
        &self.feasible
    }

    /// The number of a feasible state, from 1.
    #[must_use]
    pub fn number(&self, state: State) -> Option<usize> {
        let state = self.representative(state);
        self.numbered.binary_search(&state).ok().map(|at| at + 1)
    }

    /// The state with a number from 1.
    #[must_use]
    pub fn state(&self, number: usize) -> Option<State> {
        self.numbered.get(number.checked_sub(1)?).copied()
    }

    /// The state that stands for this one where states are merged, else the state itself.
    #[must_use]
    pub fn representative(&self, state: State) -> State {
        let mut groups = self.merged.iter();
        let group = groups.find(|group| group.binary_search(&state).is_ok());
        group.map_or(state, |group| group[0])
    }

    /// Whether some states are merged.
    pub(super) const fn has_merged(&self) -> bool {
        !self.merged.is_empty()
    }

    /// Options the decision maker can change in this state.
    pub(super) fn changeable(&self, maker: usize, state: State) -> u32 {
        self.owned[maker] & !((state & self.only_take) | (!state & self.only_drop))
    }

    /// R_i(s): the states a decision maker can move to, in increasing order of the options changed;
    /// where states are merged, in increasing order.
    pub fn moves(&self, maker: usize, state: State) -> impl Iterator<Item = State> + '_ {
        let (direct, listed) = match self.listed.get(maker) {
            None => (self.changeable(maker, state), &[][..]),
            Some(listed) => (0, &listed[state as usize][..]),
        };
        submasks(direct)
            .map(move |mask| state ^ mask)
            .filter(|&to| self.feasible.contains(to))
            .chain(listed.iter().copied())
    }

    /// The moves of a decision maker where states are merged: those of every member of a group.
    fn merged_moves(&self, maker: usize) -> Vec<Vec<State>> {
        let mut stands_for: Vec<State> = (0..self.masks() as State).collect();
        for group in &self.merged {
            group
                .iter()
                .for_each(|&state| stands_for[state as usize] = group[0]);
        }
        let mut moves = vec![Vec::new(); self.masks()];
        for from in 0..self.masks() as State {
            let at = stands_for[from as usize];
            if self.feasible.contains(at) {
                let direct = submasks(self.changeable(maker, from)).map(|mask| from ^ mask);
                let direct = direct.map(|to| stands_for[to as usize]);
                let other = direct.filter(|&to| to != at && self.feasible.contains(to));
                moves[at as usize].extend(other);
            }
        }
        for found in &mut moves {
            found.sort_unstable();
            found.dedup();
        }
        moves
    }
}

/// The masks within `all` except 0, in increasing order.
pub(super) fn submasks(all: u32) -> impl Iterator<Item = u32> {
    let mut mask = 0u32;
    std::iter::from_fn(move || {
        mask = mask.wrapping_sub(all) & all;
        (mask != 0).then_some(mask)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(merged: Vec<Vec<State>>) -> Graph {
        // Options 0 and 1 belong to the first, 2 to the second; option 1 is never dropped again.
        let mut feasible = StateSet::new(8);
        for state in 0..8 {
            if state != 3 {
                feasible.insert(state);
            }
        }
        Graph::new(3, vec![3, 4], [2, 0], feasible, merged)
    }

    #[test]
    fn moves_respect_owners_directions_and_feasibility() {
        let graph = graph(vec![]);
        let moves = |maker, state| graph.moves(maker, state).collect::<Vec<_>>();
        assert_eq!(moves(0, 0), [1, 2]);
        assert_eq!(moves(0, 2), [] as [State; 0]);
        assert_eq!(moves(0, 4), [5, 6, 7]);
        assert_eq!(moves(1, 6), [2]);
        assert_eq!(graph.number(4), Some(4));
        assert_eq!(
            (graph.state(4), graph.state(8), graph.state(0)),
            (Some(4), None, None)
        );
    }

    #[test]
    fn merged_states_have_the_moves_of_all() {
        let graph = graph(vec![vec![1, 4]]);
        assert_eq!(graph.states(), [0, 1, 2, 5, 6, 7]);
        assert_eq!(graph.moves(0, 1).collect::<Vec<_>>(), [0, 2, 5, 6, 7]);
        assert_eq!(graph.moves(0, 5).collect::<Vec<_>>(), [1, 6, 7]);
        assert_eq!(graph.number(4), Some(2));
    }

    #[test]
    fn submasks_leave_out_the_empty_one() {
        assert_eq!(submasks(0b101).collect::<Vec<_>>(), [1, 4, 5]);
        assert_eq!(submasks(0).count(), 0);
        assert_eq!(submasks(u32::MAX).take(2).collect::<Vec<_>>(), [1, 2]);
    }
}
