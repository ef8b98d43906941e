//! What the levers do together, beside the sum of what each does alone.
//!
//! Levers are super-additive: none of them opens a zone that three obstacles keep shut. The joint
//! gain is shared out over kinds of lever by the Shapley value (Shapley 1953), exactly: the
//! strongest kinds are players of their own, the others one player together.

use super::lever::{Kind, Lever};
use super::trial::{Pulled, Trials};
use crate::shapley::shapley;
use crate::worlds::Stopped;

/// Most players: all their coalitions are run.
const PLAYERS: usize = 6;

/// The gain of all levers at full strength, shared out.
#[derive(Debug, Clone, PartialEq)]
pub struct Joint {
    /// By how much all levers together move the measured number.
    pub gain: f64,
    /// The sum of what each lever alone moves it by.
    pub sum: f64,
    /// Kinds of lever with their shares of the joint gain, largest first; the shares sum to it.
    /// A player of several kinds is the weaker ones together.
    pub shares: Vec<(Vec<Kind>, f64)>,
    /// Coalitions run for the shares.
    pub coalitions: usize,
}

/// What all levers do together; `alone` is what each moves the number by, `None` where the number
/// cannot be had.
///
/// # Errors
///
/// See [`Stopped`].
pub fn joint(
    trials: &mut Trials,
    levers: &[Lever],
    base: f64,
    alone: &[f64],
) -> Result<Option<Joint>, Stopped> {
    let mut kinds: Vec<Kind> = levers.iter().map(|lever| lever.kind).collect();
    kinds.sort();
    kinds.dedup();
    let of = |kinds: &[Kind]| -> Pulled {
        let chosen = levers
            .iter()
            .enumerate()
            .filter(|(_, lever)| kinds.contains(&lever.kind));
        chosen.map(|(index, lever)| (index, lever.most)).collect()
    };
    let mut players: Vec<Vec<Kind>> = kinds.iter().map(|kind| vec![*kind]).collect();
    if players.len() > PLAYERS {
        let sets: Vec<Pulled> = players.iter().map(|kinds| of(kinds)).collect();
        let reached = trials.reached(&sets)?;
        let mut ranked: Vec<(f64, Vec<Kind>)> = reached
            .iter()
            .map(|reached| (reached.value - base).abs())
            .zip(players)
            .collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        players = ranked.into_iter().map(|(_, kinds)| kinds).collect();
        let mut weaker: Vec<Kind> = players.split_off(PLAYERS - 1).concat();
        weaker.sort();
        players.push(weaker);
    }
    let coalitions: Vec<Pulled> = (0..1usize << players.len())
        .map(|bits| {
            let on = players
                .iter()
                .enumerate()
                .filter(|(k, _)| bits >> k & 1 == 1);
            of(&on
                .flat_map(|(_, kinds)| kinds.iter().copied())
                .collect::<Vec<Kind>>())
        })
        .collect();
    let worth: Vec<f64> = trials
        .reached(&coalitions)?
        .iter()
        .map(|r| r.value)
        .collect();
    if worth.iter().any(|worth| !worth.is_finite()) {
        return Ok(None);
    }
    let (Some(last), Some(first), Some(parts)) =
        (worth.last(), worth.first(), shapley(players.len(), &worth))
    else {
        return Ok(None);
    };
    let mut shares: Vec<(Vec<Kind>, f64)> = players.into_iter().zip(parts).collect();
    shares.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then(a.0.cmp(&b.0)));
    Ok(Some(Joint {
        gain: last - first,
        sum: alone.iter().sum(),
        coalitions: worth.len(),
        shares,
    }))
}
