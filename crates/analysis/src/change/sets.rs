//! Which sets of levers reach a target: every set of a size, without trying each.
//!
//! A lever at full strength never takes the target farther away (checked on every set that is
//! run): then a set reaches the target only if every larger one does. So the sets of size k are
//! looked at in blocks. A block is a list of levers with a count to be taken from it; all sets of
//! a state lie within the union of its blocks, and where that union fails, none of them reaches.
//! Otherwise the largest block is halved and its count shared out in every way. This is group
//! testing (Dorfman 1943) on the sets of one size.
//!
//! Sets that cost as much as the cheapest one known are left out unseen.

use super::lever::Lever;
use super::trial::{Pulled, Trials};
use crate::worlds::Stopped;

/// Levers of which so many are taken.
#[derive(Debug, Clone)]
struct Block {
    levers: Vec<usize>,
    take: usize,
}

/// What became of the sets of one size.
#[derive(Debug, Clone, PartialEq)]
pub struct Sizes {
    /// Levers in each set.
    pub size: usize,
    /// How many sets of that size there are.
    pub all: u64,
    /// Of these, run by themselves.
    pub run: u64,
    /// Of these, inside a larger set that fails.
    pub bounded: u64,
    /// Of these, as dear as a set known to reach the target.
    pub dear: u64,
    /// Of these, neither, because the search had run as many sets as it may.
    pub left: u64,
}

/// The sets of `size` levers that reach the target at full strength and cost less than `below`.
///
/// # Errors
///
/// See [`Stopped`].
pub fn reaching(
    trials: &mut Trials,
    levers: &[Lever],
    candidates: &[usize],
    size: usize,
    below: f64,
    most: usize,
) -> Result<(Vec<Pulled>, Sizes), Stopped> {
    let mut sizes = Sizes {
        size,
        all: choose(candidates.len(), size),
        run: 0,
        bounded: 0,
        dear: 0,
        left: 0,
    };
    let mut found = Vec::new();
    let mut states = vec![vec![Block {
        levers: candidates.to_vec(),
        take: size,
    }]];
    if candidates.len() < size {
        return Ok((found, sizes));
    }
    while !states.is_empty() {
        let (dear, kept): (Vec<_>, Vec<_>) = std::mem::take(&mut states)
            .into_iter()
            .partition(|state| least_cost(state, levers) >= below);
        sizes.dear += dear.iter().map(|state| sets(state)).sum::<u64>();
        let mut kept = kept;
        kept.sort_by(|a, b| least_cost(a, levers).total_cmp(&least_cost(b, levers)));
        let room = most.saturating_sub(trials.tried()).min(kept.len());
        sizes.left += kept.drain(room..).map(|state| sets(&state)).sum::<u64>();
        let unions: Vec<Pulled> = kept.iter().map(|state| union(state, levers)).collect();
        let reached = trials.reached(&unions)?;
        for ((state, union), reached) in kept.into_iter().zip(unions).zip(reached) {
            let one = sets(&state) == 1;
            match (one, reached.holds()) {
                (true, holds) => {
                    sizes.run += 1;
                    if holds {
                        found.push(union);
                    }
                }
                (false, false) => sizes.bounded += sets(&state),
                (false, true) => states.extend(halved(&state)),
            }
        }
    }
    found.sort();
    Ok((found, sizes))
}

/// Everything in the blocks, at full strength.
fn union(state: &[Block], levers: &[Lever]) -> Pulled {
    let all = state.iter().flat_map(|block| &block.levers);
    all.filter_map(|&index| Some((index, levers.get(index)?.most)))
        .collect()
}

/// The largest block that is not taken whole, halved in every way.
fn halved(state: &[Block]) -> Vec<Vec<Block>> {
    let open = |block: &&(usize, &Block)| block.1.take < block.1.levers.len();
    let blocks: Vec<(usize, &Block)> = state.iter().enumerate().collect();
    let Some((at, block)) = blocks
        .iter()
        .filter(open)
        .max_by_key(|(_, b)| b.levers.len())
    else {
        return Vec::new();
    };
    let (first, second) = block.levers.split_at(block.levers.len() / 2);
    let shares = (0..=block.take).filter(|&k| k <= first.len() && block.take - k <= second.len());
    shares
        .map(|k| {
            let mut state = state.to_vec();
            state.remove(*at);
            let parts = [(first, k), (second, block.take - k)];
            let parts = parts.into_iter().filter(|(_, take)| *take > 0);
            state.extend(parts.map(|(levers, take)| Block {
                levers: levers.to_vec(),
                take,
            }));
            state
        })
        .collect()
}

/// Number of sets in a state.
fn sets(state: &[Block]) -> u64 {
    state
        .iter()
        .map(|block| choose(block.levers.len(), block.take))
        .product()
}

/// Cost of the cheapest set in a state.
fn least_cost(state: &[Block], levers: &[Lever]) -> f64 {
    let of = |block: &Block| {
        let mut costs: Vec<f64> = block
            .levers
            .iter()
            .filter_map(|&index| levers.get(index))
            .map(|lever| lever.costs(lever.most))
            .collect();
        costs.sort_by(f64::total_cmp);
        costs.iter().take(block.take).sum::<f64>()
    };
    state.iter().map(of).sum()
}

/// Number of ways to take k of n, at most `u64::MAX`.
pub fn choose(n: usize, k: usize) -> u64 {
    if k > n {
        return 0;
    }
    (0..k.min(n - k)).fold(1, |ways: u64, i| {
        ways.saturating_mul((n - i) as u64) / (i as u64 + 1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_set_is_in_one_state_and_no_other() {
        let state = vec![Block {
            levers: (0..7).collect(),
            take: 3,
        }];
        assert_eq!(sets(&state), 35);
        let mut states = vec![state];
        let mut whole: Vec<Vec<usize>> = Vec::new();
        while let Some(state) = states.pop() {
            if sets(&state) == 1 {
                let mut set: Vec<usize> = state.iter().flat_map(|b| b.levers.clone()).collect();
                set.sort();
                whole.push(set);
            } else {
                let parts = halved(&state);
                assert_eq!(
                    parts.iter().map(|part| sets(part)).sum::<u64>(),
                    sets(&state)
                );
                states.extend(parts);
            }
        }
        whole.sort();
        let before = whole.len();
        whole.dedup();
        assert_eq!((before, whole.len()), (35, 35));
        assert!(whole.iter().all(|set| set.len() == 3));
    }

    #[test]
    fn ways_to_choose() {
        assert_eq!((choose(28, 2), choose(5, 0), choose(3, 4)), (378, 1, 0));
    }
}
