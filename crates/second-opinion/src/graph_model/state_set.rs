//! Sets of states as bits, one per state.

use super::State;

/// A set of states of one conflict. States are option masks, so a set over n options has 2ⁿ bits.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StateSet {
    words: Vec<u64>,
}

impl StateSet {
    /// The empty set over `states` masks.
    #[must_use]
    pub fn new(states: usize) -> Self {
        Self {
            words: vec![0; states.div_ceil(64)],
        }
    }

    /// Puts a state in; says whether it was not there before. The state has to be below the size
    /// the set was made with.
    pub fn insert(&mut self, state: State) -> bool {
        let (word, bit) = (state as usize / 64, 1 << (state % 64));
        let new = self.words[word] & bit == 0;
        self.words[word] |= bit;
        new
    }

    /// Takes a state out.
    pub fn remove(&mut self, state: State) {
        self.words[state as usize / 64] &= !(1 << (state % 64));
    }

    /// Whether the state is in the set.
    #[must_use]
    pub fn contains(&self, state: State) -> bool {
        let word = self.words.get(state as usize / 64).copied().unwrap_or(0);
        word >> (state % 64) & 1 == 1
    }

    /// How many states are in the set.
    #[must_use]
    pub fn len(&self) -> usize {
        self.words
            .iter()
            .map(|word| word.count_ones() as usize)
            .sum()
    }

    /// Whether no state is in the set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|&word| word == 0)
    }

    /// The states, in increasing order.
    pub fn iter(&self) -> impl Iterator<Item = State> + '_ {
        self.words.iter().enumerate().flat_map(|(at, &word)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                (rest != 0).then(|| {
                    let bit = rest.trailing_zeros();
                    rest &= rest - 1;
                    at as State * 64 + bit
                })
            })
        })
    }

    /// Keeps only what is also in `other`, a set over the same conflict.
    pub fn intersect(&mut self, other: &Self) {
        for (word, with) in self.words.iter_mut().zip(&other.words) {
            *word &= with;
        }
    }

    /// Whether some state is in both sets.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        let mut pairs = self.words.iter().zip(&other.words);
        pairs.any(|(word, with)| word & with != 0)
    }

    /// Whether every state of this set is in `other`.
    #[must_use]
    pub fn is_subset(&self, other: &Self) -> bool {
        let mut pairs = self.words.iter().zip(&other.words);
        pairs.all(|(word, with)| word & !with == 0)
    }
}
