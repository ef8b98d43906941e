//! Levers no stronger than the target asks for: bisection of strengths.
//!
//! A lever pulled harder is taken not to lead away from the target; what bisection ends at was run
//! and reaches it, whether or not that is so.

use super::Weakened;
use super::lever::{GRADES, Lever};
use super::trial::{Pulled, Trials, cost};
use crate::worlds::Stopped;

/// Strengths asked of one lever at once.
const ASKED: usize = 7;

/// The least strength of a lever that reaches the target alone, given that its largest does, and
/// its cost.
///
/// # Errors
///
/// See [`Stopped`].
pub fn alone(trials: &mut Trials, levers: &[Lever], lever: usize) -> Result<(u16, f64), Stopped> {
    let grades = levers[lever].grades();
    let with = |grade: u16| Pulled::from([(lever, grade)]);
    let grade = least(trials, &grades, with)?;
    Ok((grade, levers[lever].costs(grade)))
}

/// A set that reaches the target at full strength, weakened: first all levers by the same share,
/// then each by itself, the dearest first.
///
/// # Errors
///
/// See [`Stopped`].
pub fn weakened(trials: &mut Trials, levers: &[Lever], set: &Pulled) -> Result<Weakened, Stopped> {
    let at = |share: u16| -> Pulled {
        let scaled = |k: usize, most: u16| {
            let grade = (u32::from(most) * u32::from(share)).div_ceil(u32::from(GRADES));
            levers[k].at_least(u16::try_from(grade).unwrap_or(most))
        };
        set.iter().map(|(&k, &most)| (k, scaled(k, most))).collect()
    };
    let shares: Vec<u16> = (1..=GRADES).collect();
    let mut weak = at(least(trials, &shares, at)?);
    let mut dearest: Vec<usize> = weak.keys().copied().collect();
    dearest.sort_by(|&a, &b| levers[b].cost.total_cmp(&levers[a].cost).then(a.cmp(&b)));
    for lever in dearest {
        let most = weak.get(&lever).copied().unwrap_or(0);
        let grades: Vec<u16> = levers[lever]
            .grades()
            .into_iter()
            .filter(|grade| *grade <= most)
            .collect();
        let with = |grade: u16| {
            let mut set = weak.clone();
            set.insert(lever, grade);
            set
        };
        let grade = least(trials, &grades, with)?;
        weak.insert(lever, grade);
    }
    Ok(Weakened {
        cost: cost(levers, &weak),
        set: weak,
    })
}

/// The least of some strengths, ascending, at which a set reaches the target, given that it does
/// at the last.
fn least(trials: &mut Trials, grades: &[u16], set: impl Fn(u16) -> Pulled) -> Result<u16, Stopped> {
    let (mut low, mut high) = (0, grades.len().saturating_sub(1));
    while low < high {
        // Several at once cost little more than one.
        let step = (high - low).div_ceil(ASKED + 1).max(1);
        let asked: Vec<usize> = (low..high)
            .step_by(step)
            .skip(usize::from(step > 1))
            .collect();
        let sets: Vec<Pulled> = asked.iter().map(|&k| set(grades[k])).collect();
        let reached = trials.reached(&sets)?;
        let first = reached.iter().position(|reached| reached.holds());
        let after = |k: usize| asked[k] + 1;
        match first {
            Some(k) => {
                high = asked[k];
                low = k.checked_sub(1).map_or(low, after);
            }
            None => low = asked.last().map_or(high, |&last| last + 1),
        }
    }
    Ok(grades.get(high).copied().unwrap_or(0))
}
