//! Which lever the gain is due to.
//!
//! The gain in settlement from `without` to `all` is shared out over the levers by the Shapley
//! value (Shapley 1953): each lever's marginal gain, averaged over the orders in which the
//! levers can be added. The levers are strongly super-additive, so no single order would do.

use pourparler_engine::result::{LEVERS, Run, coalition_arm};

use pourparler_engine::summary::standard_error;

use pourparler_engine::summary::mean;

/// The gain of all levers together, shared out.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribution {
    /// Each lever with its part and the part's standard error over scrambles, in the order of
    /// [`LEVERS`]. The parts sum to the gain.
    pub parts: Vec<(&'static str, f64, f64)>,
    /// P(settlement) with all levers minus without any.
    pub gain: f64,
    /// Standard error of the gain.
    pub gain_se: f64,
}

/// The attribution of settlement over the levers; `None` if the run lacks an arm for it.
pub fn attribution(run: &Run) -> Option<Attribution> {
    let settlement = run.output("settlement")?;
    let columns: Option<Vec<&[f64]>> = (0..1u8 << LEVERS.len())
        .map(|bits| run.column(run.arm(&coalition_arm(bits))?, settlement))
        .collect();
    let columns = columns?;
    let points = run.settings.points.max(1);
    let scrambles = run.len() / points;
    let by_scramble = |s: usize, column: &[f64]| {
        column
            .get(s * points..(s + 1) * points)
            .map_or(f64::NAN, mean)
    };
    let worth: Vec<f64> = columns.iter().map(|column| mean(column)).collect();
    let parts = shapley(LEVERS.len(), &worth)?;
    let scrambled: Option<Vec<Vec<f64>>> = (0..scrambles)
        .map(|s| {
            let worth: Vec<f64> = columns
                .iter()
                .map(|column| by_scramble(s, column))
                .collect();
            shapley(LEVERS.len(), &worth)
        })
        .collect();
    let scrambled = scrambled?;
    let error = |k: usize| {
        let parts: Vec<f64> = scrambled
            .iter()
            .filter_map(|parts| parts.get(k))
            .copied()
            .collect();
        standard_error(&parts)
    };
    let gains: Vec<f64> = scrambled.iter().map(|parts| parts.iter().sum()).collect();
    Some(Attribution {
        gain: worth.last()? - worth.first()?,
        gain_se: standard_error(&gains),
        parts: LEVERS
            .iter()
            .zip(&parts)
            .enumerate()
            .map(|(k, (n, p))| (*n, *p, error(k)))
            .collect(),
    })
}

/// The Shapley value of each of `players`, given what every coalition is worth: `worth[bits]`
/// for the coalition of the players whose bit is set. `None` unless there are 2^players worths
/// (and at most 20 players).
pub fn shapley(players: usize, worth: &[f64]) -> Option<Vec<f64>> {
    if players > 20 || worth.len() != 1 << players {
        return None;
    }
    // weight[s] = s! (n − s − 1)! / n!, the share of orders in which a given coalition of s
    // players stands just before a given player.
    let mut weight = vec![0.0; players];
    let mut choose = 1.0;
    for (s, weight) in weight.iter_mut().enumerate() {
        *weight = 1.0 / (players as f64 * choose);
        choose = choose * (players - 1 - s) as f64 / (s + 1) as f64;
    }
    let value = |player: usize| {
        let own = 1usize << player;
        let marginals = worth.iter().enumerate().filter(|(bits, _)| bits & own == 0);
        marginals
            .map(|(bits, without)| {
                let with = worth.get(bits | own).copied().unwrap_or(f64::NAN);
                weight
                    .get(bits.count_ones() as usize)
                    .copied()
                    .unwrap_or(0.0)
                    * (with - without)
            })
            .sum()
    };
    Some((0..players).map(value).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_glove_game() {
        // One left glove (player 0), two right gloves: a pair is worth 1. Values 2/3, 1/6, 1/6.
        let worth: Vec<f64> = (0..8)
            .map(|bits| f64::from(u8::from(bits & 1 == 1 && bits & 6 != 0)))
            .collect();
        let value = shapley(3, &worth).unwrap();
        for (v, w) in value.iter().zip([2.0 / 3.0, 1.0 / 6.0, 1.0 / 6.0]) {
            assert!((v - w).abs() < 1e-12);
        }
    }

    #[test]
    fn a_parliament_of_four() {
        // Votes 4, 3, 2, 1 with quota 6: Shapley–Shubik 5/12, 3/12, 3/12, 1/12.
        let votes = [4, 3, 2, 1];
        let wins = |bits: usize| {
            (0..4)
                .filter(|k| bits >> k & 1 == 1)
                .map(|k| votes[k])
                .sum::<i32>()
                >= 6
        };
        let worth: Vec<f64> = (0..16)
            .map(|bits| f64::from(u8::from(wins(bits))))
            .collect();
        let value = shapley(4, &worth).unwrap();
        for (v, w) in value.iter().zip([5.0, 3.0, 3.0, 1.0]) {
            assert!((v - w / 12.0).abs() < 1e-12, "{value:?}");
        }
    }

    #[test]
    fn wrong_sizes_are_refused() {
        assert_eq!(shapley(3, &[0.0; 7]), None);
        assert_eq!(shapley(60, &[0.0; 7]), None);
        assert_eq!(shapley(0, &[1.0]), Some(vec![]));
    }

    proptest! {
        #[test]
        fn parts_sum_to_the_gain_and_idle_levers_get_nothing(
            mut worth in proptest::collection::vec(0.0f64..1.0, 32),
            idle in 0usize..5,
        ) {
            for bits in 0..32 {
                worth[bits | 1 << idle] = worth[bits & !(1 << idle)];
            }
            let value = shapley(5, &worth).unwrap();
            prop_assert!((value.iter().sum::<f64>() - (worth[31] - worth[0])).abs() < 1e-9);
            prop_assert!(value[idle].abs() < 1e-15);
        }

        #[test]
        fn equal_levers_get_equal_parts(worth in proptest::collection::vec(0.0f64..1.0, 6)) {
            // Worth depends on the size of the coalition only.
            let all: Vec<f64> = (0..32usize).map(|bits| worth[bits.count_ones() as usize]).collect();
            let value = shapley(5, &all).unwrap();
            for v in &value {
                prop_assert!((v - (worth[5] - worth[0]) / 5.0).abs() < 1e-12);
            }
        }
    }
}
