//! What would open the bargaining zone at the medians: the agreement solver's exact answer.
//!
//! min Σ cost_i t_i subject to U_i(x) ≥ r_i − t_i over packages x (see
//! [`pourparler_agreement::opening`]), at the costs of the levers `floor-A` and `floor-B`.

use pourparler_agreement::opening::{Ask, Opening, cheapest_concessions};

use super::lever::{Kind, Lever};
use crate::agreements::Agreements;

/// What would open the zone.
#[derive(Debug, Clone)]
pub struct ZoneOpening {
    /// What could be signed, and single changes that open it.
    pub agreements: Agreements,
    /// The cheapest concessions of the two sides at the costs of their floors; vetoes stand.
    pub priced: Option<Opening>,
    /// The least concession of one side alone, by side.
    pub alone: [Option<Opening>; 2],
}

/// Works it out; a solver that fails leaves its answer out.
pub fn zone_opening(agreements: Agreements, levers: &[Lever]) -> ZoneOpening {
    let space = &agreements.space;
    let cost = |side: usize| {
        let id = space
            .parties
            .get(space.sides[side])
            .map(|party| party.id.as_str());
        let own = |lever: &&Lever| {
            lever.kind == Kind::Floor && lever.about.first().map(String::as_str) == id
        };
        levers
            .iter()
            .find(own)
            .map_or(f64::INFINITY, |lever| lever.cost)
    };
    let open = |side_costs: [f64; 2]| {
        let ask = Ask {
            reservations: agreements
                .reservations
                .map(|reservation| reservation.value()),
            side_costs,
            veto_costs: vec![f64::INFINITY; agreements.draw.vetoes.len()],
        };
        let finals = space.finals();
        cheapest_concessions(&space.domain, &agreements.draw, &finals, &ask)
            .ok()
            .flatten()
    };
    ZoneOpening {
        priced: open([cost(0), cost(1)]),
        alone: [open([1.0, f64::INFINITY]), open([f64::INFINITY, 1.0])],
        agreements,
    }
}
