//! What each side must get to sign, today: in one state of the world, and in every setting of a run.
//!
//! The larger of the floor and the value of fighting on (or, where there is no front, the value
//! given for no agreement), without private type, without waiting for dated events and without a
//! patron's politics: those belong to the steps of a run.

use std::collections::BTreeMap;

use pourparler_agreement::Draw;
use pourparler_agreement::space::{Need, Space};
use pourparler_engine::laws::war::{Front, Stakes, cost_from_months, value};
use pourparler_engine::mechanisms::no_front;
use pourparler_engine::quadrature::GaussHermite;
use pourparler_engine::result::Run;
use pourparler_scenario::{Quantity, Scenario, Table};
use rayon::prelude::*;

/// Nodes over a side's belief about the drift.
const NODES: usize = 5;

/// What a side must get to sign, utility.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reservation {
    /// The worst agreement the leader could survive signing.
    pub floor: f64,
    /// The value of having no agreement: of fighting on where there is a front, else as given.
    pub otherwise: f64,
}

impl Reservation {
    /// The larger of the two.
    pub fn value(&self) -> f64 {
        self.floor.max(self.otherwise)
    }
}

/// Of a side with every quantity at its median; `draw` is there too.
pub(crate) fn at_medians(root: &Table, space: &Space, draw: &Draw, side: usize) -> Reservation {
    let median = |quantity: &Quantity| quantity.law.median();
    reservation(
        (root, space),
        draw,
        side,
        &GaussHermite::new(NODES),
        &median,
    )
}

/// Of sides A and B in every setting of a run of `scenario`, in the order of the settings; empty
/// where nothing is uncertain.
pub fn in_settings(scenario: &Scenario, space: &Space, run: &Run) -> [Vec<Reservation>; 2] {
    let columns: BTreeMap<&str, &[f64]> = run
        .inputs
        .iter()
        .filter_map(|input| {
            let column = run.thetas.get(input.dimension?)?;
            Some((input.path.as_str(), column.as_slice()))
        })
        .collect();
    let drawn = |path: &str, setting: usize| Some(*columns.get(path)?.get(setting)?);
    let rule = GaussHermite::new(NODES);
    let settings = run.thetas.first().map_or(0, Vec::len);
    let both: Vec<[Reservation; 2]> = (0..settings)
        .into_par_iter()
        .map(|setting| {
            let at = |need: &Need| drawn(need.path(), setting).unwrap_or_else(|| need.median());
            let numbers: Vec<f64> = space.needs.iter().map(at).collect();
            let mut draw = Draw::new(&space.domain);
            space.recipe.fill(&space.domain, &numbers, &mut draw);
            [0, 1].map(|side| {
                reservation((&scenario.root, space), &draw, side, &rule, &|quantity| {
                    drawn(&quantity.path, setting).unwrap_or_else(|| quantity.law.median())
                })
            })
        })
        .collect();
    [0, 1].map(|side| both.iter().map(|both| both[side]).collect())
}

/// Of a side where every quantity is what `at` says; 0 where the vocabulary has no such key.
/// `beliefs` goes over what the side believes of the drift.
fn reservation(
    (root, space): (&Table, &Space),
    draw: &Draw,
    side: usize,
    beliefs: &GaussHermite,
    at: &dyn Fn(&Quantity) -> f64,
) -> Reservation {
    let number = |table: Option<&Table>, key: &str| {
        table.and_then(|table| table.quantity(key)).map_or(0.0, at)
    };
    let table = |side: usize| {
        let party = space
            .sides
            .get(side)
            .and_then(|&party| space.parties.get(party))?;
        root.table("parties", &party.id)
    };
    let (own, other) = (table(side), table(1 - side));
    let party = space.sides[side];
    let worth = |package| space.utility(draw, party, package);
    let survivable = own
        .and_then(|t| t.package("worst_survivable"))
        .and_then(|p| space.package(p));
    let floor = match survivable {
        Some(package) => space.net(draw, side, package) + number(own, "floor_spread"),
        None => number(own, "floor"),
    };
    if no_front::given(root) {
        return Reservation {
            floor,
            otherwise: number(own, "no_agreement"),
        };
    }

    let war = root.child("war");
    let sign = if side == 0 { 1.0 } else { -1.0 };
    let win = worth(space.imposed(draw, side, true));
    let hold = worth(space.domain.status_quo());
    let discount = number(war, "discount");
    let position = sign * number(war, "front");
    let stakes = Stakes {
        win,
        lose: worth(space.imposed(draw, side, false)),
        hold,
        cost: cost_from_months(number(own, "would_fight"), discount, win, hold),
        discount,
        own_collapse: number(own, "collapse"),
        other_collapse: number(other, "collapse"),
    };
    let drift = sign * number(war, "drift") + number(own, "optimism");
    let spread = number(own, "drift_sd");
    let volatility = number(war, "volatility");
    let otherwise = beliefs.expectation(|z| {
        let front = Front {
            ahead: 1.0 - position,
            behind: 1.0 + position,
            drift: drift + spread * z,
            volatility,
        };
        value(front, stakes)
    });
    Reservation { floor, otherwise }
}
