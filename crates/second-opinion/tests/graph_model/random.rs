//! Random conflicts: up to four decision makers, one-way options, infeasible and merged states,
//! rankings with ties.

use pourparler_second_opinion::graph_model::{
    Conflict, ConflictOption, DecisionMaker, Description, Direction, Pattern, Preference,
};
use proptest::prelude::*;

/// A conflict with the given numbers of decision makers and options, at most one option per maker
/// fewer than options.
pub fn conflict(
    makers: impl Strategy<Value = usize>,
    options: std::ops::RangeInclusive<usize>,
    merging: bool,
) -> impl Strategy<Value = Conflict> {
    (makers, options)
        .prop_flat_map(move |(makers, options)| {
            let options = options.max(makers);
            let pattern = proptest::collection::vec(0..6u8, options).prop_map(|letters| {
                let (mut taken, mut dropped) = (0, 0);
                for (k, letter) in letters.into_iter().enumerate() {
                    taken |= u32::from(letter == 0) << k;
                    dropped |= u32::from(letter == 1) << k;
                }
                Pattern::new(taken, dropped)
            });
            (
                Just(makers),
                proptest::collection::vec(0..makers, options - makers),
                proptest::collection::vec(0..6u8, options),
                proptest::collection::vec(pattern.clone(), 0..3),
                proptest::collection::vec(pattern, 0..=usize::from(merging) * 2),
                proptest::collection::vec(proptest::collection::vec(0..12u8, 1 << options), makers),
                any::<bool>(),
            )
        })
        .prop_map(
            |(makers, owners, directions, infeasible, merged, worth, ties)| {
                build(
                    makers,
                    &owners,
                    &directions,
                    infeasible,
                    merged,
                    &worth,
                    ties,
                )
            },
        )
}

fn build(
    makers: usize,
    owners: &[usize],
    directions: &[u8],
    mut infeasible: Vec<Pattern>,
    merged: Vec<Pattern>,
    worth: &[Vec<u8>],
    ties: bool,
) -> Conflict {
    infeasible.retain(|pattern| pattern.named() != 0);
    let options = directions.iter().enumerate().map(|(k, direction)| {
        let direction = match direction {
            0 => Direction::OnlyTake,
            1 => Direction::OnlyDrop,
            _ => Direction::Both,
        };
        ConflictOption {
            name: format!("option {k}"),
            direction,
        }
    });
    // The first options go round, so that everyone has one.
    let owner = |k: usize| if k < makers { k } else { owners[k - makers] };
    let decision_makers = (0..makers).map(|maker| DecisionMaker {
        name: format!("party {maker}"),
        plural: false,
        options: (0..directions.len())
            .filter(|&k| owner(k) == maker)
            .collect(),
        preference: Preference::Statements(vec![]),
    });
    let mut description = Description {
        options: options.collect(),
        decision_makers: decision_makers.collect(),
        infeasible,
        merged: merged.into_iter().filter(|p| p.named() != 0).collect(),
    };
    let states = loop {
        match Conflict::new(description.clone()) {
            Ok(conflict) => break conflict.graph().states().len(),
            Err(_) => drop(description.infeasible.pop()),
        }
    };
    for (maker, worth) in description.decision_makers.iter_mut().zip(worth) {
        let mut numbers: Vec<usize> = (1..=states).collect();
        // A shuffle by worth; ties keep equal worth together.
        numbers.sort_by_key(|&number| (std::cmp::Reverse(worth[number - 1]), number * 37 % 64));
        let levels = if ties {
            let same = |a: &usize, b: &usize| worth[a - 1] == worth[b - 1];
            numbers.chunk_by(same).map(<[usize]>::to_vec).collect()
        } else {
            numbers.into_iter().map(|number| vec![number]).collect()
        };
        maker.preference = Preference::Ranking(levels);
    }
    Conflict::new(description).expect("a conflict")
}
