//! What would open a closed zone: the cheapest set of concessions, and single changes of one
//! option, one red line, one veto or one consent.
//!
//! A mixed-integer programme picks the package; the concessions it takes are then read off the
//! grid, not off the solver's tolerance.

mod programme;
mod single;

pub use single::{SingleChange, SingleChanges, single_changes};

use crate::domain::Domain;
use crate::draw::Draw;
use crate::error::AgreementError;
use crate::grid::TOLERANCE;
use crate::package::{self, Objection};
use crate::predicate::Predicate;
use crate::terms::Terms;

/// Most packages looked at one by one where the solver fails.
const MOST_ENUMERATED: u64 = 1 << 20;

/// Whose minimum may move, and what a unit of utility given up costs.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask {
    /// Reservations v_A, v_B in net utility.
    pub reservations: [f64; 2],
    /// Cost per unit of concession of sides A and B, at least 0; infinite: it concedes nothing.
    pub side_costs: [f64; 2],
    /// The same per veto of the draw.
    pub veto_costs: Vec<f64>,
}

/// A package that could be signed after the concessions.
#[derive(Debug, Clone, PartialEq)]
pub struct Opening {
    /// The package on the discrete issues.
    pub package: u64,
    /// Per divisible issue the share of its option 1.
    pub shares: Vec<(usize, f64)>,
    /// Concessions of sides A and B in utility, at least 0.
    pub sides: [f64; 2],
    /// Concessions per veto of the draw.
    pub vetoes: Vec<f64>,
    /// Σ cost × concession.
    pub cost: f64,
}

/// The cheapest set of concessions that lets some package within the predicates be signed; `None`
/// if no concession does, and concessions of 0 if the zone is open.
///
/// # Errors
/// A draw or ask of the wrong shape or range, or a failure of the solver.
pub fn cheapest_concessions(
    domain: &Domain,
    draw: &Draw,
    within: &[Predicate],
    ask: &Ask,
) -> Result<Option<Opening>, AgreementError> {
    open(domain, draw, within, ask, false)
}

/// The least concession that, made by both sides alike, opens the zone; vetoes stand.
/// `cost` is that concession.
///
/// # Errors
/// As [`cheapest_concessions`].
pub fn equal_concession(
    domain: &Domain,
    draw: &Draw,
    within: &[Predicate],
    reservations: [f64; 2],
) -> Result<Option<Opening>, AgreementError> {
    let veto_costs = vec![f64::INFINITY; draw.vetoes.len()];
    let ask = Ask {
        reservations,
        side_costs: [0.5; 2],
        veto_costs,
    };
    open(domain, draw, within, &ask, true)
}

fn open(
    domain: &Domain,
    draw: &Draw,
    within: &[Predicate],
    ask: &Ask,
    alike: bool,
) -> Result<Option<Opening>, AgreementError> {
    if ask.veto_costs.len() != draw.vetoes.len() {
        return Err(AgreementError::Shape("veto_costs"));
    }
    let price = |c: &f64| *c >= 0.0;
    if !ask.side_costs.iter().chain(&ask.veto_costs).all(price)
        || !ask.reservations.iter().all(|r| r.is_finite())
    {
        return Err(AgreementError::Range("ask"));
    }
    let mut terms = Terms::default();
    terms.prepare(domain, draw, within)?;
    if terms.allowed.contains(&0) {
        return Ok(None);
    }
    let bill = |package, shares| bill(domain, draw, &terms, ask, alike, package, shares);
    let failure = match programme::solve(domain, draw, &terms, within, ask, alike) {
        Ok(None) => return Ok(None),
        Ok(Some((package, shares))) => {
            let opening = bill(package, shares);
            if opening.cost.is_finite() {
                return Ok(Some(opening));
            }
            AgreementError::Programme("a firm party is short by the solver's tolerance".into())
        }
        Err(error) => error,
    };
    // microlp gives up on about one degenerate programme in some thousands.
    if domain.packages() > MOST_ENUMERATED || domain.issues().iter().any(|issue| issue.divisible) {
        return Err(failure);
    }
    let mut best: Option<Opening> = None;
    for package in 0..domain.packages() {
        let inside = within.is_empty() || within.iter().any(|p| p.matches(domain, package));
        let objections = package::objections(domain, draw, package);
        if !inside || !objections.iter().all(|o| matches!(o, Objection::Veto(_))) {
            continue;
        }
        let opening = bill(package, Vec::new());
        if opening.cost < best.as_ref().map_or(f64::INFINITY, |best| best.cost) {
            best = Some(opening);
        }
    }
    Ok(best)
}

/// What signing one package takes; infinite cost if someone firm would have to concede.
fn bill(
    domain: &Domain,
    draw: &Draw,
    terms: &Terms,
    ask: &Ask,
    alike: bool,
    package: u64,
    shares: Vec<(usize, f64)>,
) -> Opening {
    // A package's own digits of divisible issues are 0; the mix adds the way to the other end.
    let mixed = |gains: &[f64]| -> f64 {
        let way = |k: usize| gains[domain.first(k) + 1] - gains[domain.first(k)];
        shares.iter().map(|&(k, share)| share * way(k)).sum()
    };
    let short = |floor: f64, worth: f64| {
        let gap = floor - worth;
        if gap > TOLERANCE { gap } else { 0.0 }
    };
    let mut sides = [0, 1].map(|side| {
        let worth = package::net(domain, draw, side, package) + mixed(&terms.gain[side]);
        short(ask.reservations[side], worth)
    });
    if alike {
        sides = [sides[0].max(sides[1]); 2];
    }
    let gains = terms.bound_gain.chunks(domain.total_options().max(1));
    let vetoes: Vec<f64> = (draw.vetoes.iter().zip(gains))
        .map(|(veto, gains)| {
            let worth = package::gross(domain, draw, veto.party, package) + mixed(gains);
            short(veto.threshold, worth)
        })
        .collect();
    let paid = sides
        .iter()
        .zip(&ask.side_costs)
        .chain(vetoes.iter().zip(&ask.veto_costs));
    let cost = paid
        .filter(|(t, _)| **t > 0.0)
        .map(|(t, cost)| t * cost)
        .sum();
    Opening {
        package,
        shares,
        sides,
        vetoes,
        cost,
    }
}
