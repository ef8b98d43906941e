//! What could be signed, in one state of the world: every quantity at its median, every event
//! as is at least as likely as not.
//!
//! Reservations are here the larger of the floor and the value of fighting on (or, where there is
//! no front, the value given for no agreement), without private
//! type, without waiting for dated events and without a patron's politics: those belong to a
//! run, and so does the share of settings in which the bargaining zone is open.

use pourparler_agreement::opening::{
    Ask, Opening, SingleChanges, cheapest_concessions, equal_concession, single_changes,
};
use pourparler_agreement::solution::{egalitarian, kalai_smorodinsky, nash, utilitarian};
use pourparler_agreement::space::Space;
use pourparler_agreement::{AgreementError, Draw, Frontier, Point, Workspace};
use pourparler_engine::laws::war::{Front, Stakes, cost_from_months, value};
use pourparler_engine::mechanisms::no_front;
use pourparler_engine::quadrature::GaussHermite;
use pourparler_scenario::source::Source;
use pourparler_scenario::{Diagnostic, Scenario, Table};

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

/// What could be signed at the medians.
#[derive(Debug, Clone)]
pub struct Agreements {
    /// Names, outcomes, structure.
    pub space: Space,
    /// The numbers.
    pub draw: Draw,
    /// Whether there is a front, so that no agreement means fighting on.
    pub front: bool,
    /// Of sides A and B.
    pub reservations: [Reservation; 2],
    /// Net utility of today's line to both.
    pub today: [f64; 2],
    /// The efficient settlements.
    pub frontier: Frontier,
    /// What is left for A once B has its reservation; negative where the zone is shut, nothing
    /// where no settlement gives B that much.
    pub surplus: Option<f64>,
    /// Whether a settlement gives both their reservation.
    pub open: bool,
    /// Bargaining solutions above the reservations, by name; nothing where the zone is shut.
    pub solutions: Vec<(&'static str, Option<Point>)>,
    /// The least concession of both sides alike that opens the zone.
    pub equal: Option<Opening>,
    /// The cheapest concessions at one price per unit of utility; vetoes move at that price too.
    pub cheapest: Option<Opening>,
    /// Single changes that open it; none where it is open.
    pub changes: SingleChanges,
}

/// What could be signed at the medians of a scenario.
///
/// # Errors
///
/// Contradictions in the scenario, located; or a negotiation too large to work out.
pub fn agreements(scenario: &Scenario) -> Result<Agreements, Vec<Diagnostic>> {
    let source = Source::new(&scenario.name, &scenario.text);
    let located = |mut found: Vec<Diagnostic>| {
        found
            .iter_mut()
            .for_each(|diagnostic| diagnostic.locate(&source));
        found
    };
    let space = Space::build(&scenario.root).map_err(located)?;
    let span = scenario.root.span;
    worked_out(scenario, space).map_err(|error| {
        located(vec![
            Diagnostic::error(
                pourparler_agreement::space::codes::TOO_LARGE,
                span,
                error.to_string(),
            )
            .help("take out issues, options, vetoes or exclusions"),
        ])
    })
}

fn worked_out(scenario: &Scenario, space: Space) -> Result<Agreements, AgreementError> {
    let draw = space.at_medians();
    let reservations = [0, 1].map(|side| reservation(&scenario.root, &space, &draw, side));
    let v = reservations.map(|reservation| reservation.value());
    // No deal stands today, so there is none to be broken: gross.
    let today =
        [0, 1].map(|side| space.utility(&draw, space.sides[side], space.domain.status_quo()));
    let finals = space.finals();
    let mut workspace = Workspace::default();
    let mut frontier = Frontier::default();
    workspace.frontier(&space.domain, &draw, &finals, &mut frontier)?;
    let open = frontier.is_open(v[0], v[1]);
    let ask = Ask {
        reservations: v,
        side_costs: [1.0; 2],
        veto_costs: vec![1.0; draw.vetoes.len()],
    };
    let changes = single_changes(&mut workspace, &space.domain, &draw, &finals, v)?;
    Ok(Agreements {
        surplus: frontier.surplus(v[0], v[1]),
        solutions: vec![
            ("Nash", nash(&frontier, v)),
            ("Kalai-Smorodinsky", kalai_smorodinsky(&frontier, v)),
            ("egalitarian", egalitarian(&frontier, v)),
            ("utilitarian", utilitarian(&frontier, v)),
        ],
        equal: equal_concession(&space.domain, &draw, &finals, v)?,
        cheapest: cheapest_concessions(&space.domain, &draw, &finals, &ask)?,
        changes,
        open,
        front: !no_front::given(&scenario.root),
        frontier,
        today,
        reservations,
        draw,
        space,
    })
}

/// The median of a quantity; 0 where the vocabulary has no such key.
fn median(table: Option<&Table>, key: &str) -> f64 {
    table
        .and_then(|table| table.quantity(key))
        .map_or(0.0, |quantity| quantity.law.median())
}

fn reservation(root: &Table, space: &Space, draw: &Draw, side: usize) -> Reservation {
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
        Some(package) => space.net(draw, side, package) + median(own, "floor_spread"),
        None => median(own, "floor"),
    };
    if no_front::given(root) {
        return Reservation {
            floor,
            otherwise: median(own, "no_agreement"),
        };
    }

    let war = root.child("war");
    let sign = if side == 0 { 1.0 } else { -1.0 };
    let win = worth(space.imposed(draw, side, true));
    let hold = worth(space.domain.status_quo());
    let discount = median(war, "discount");
    let position = sign * median(war, "front");
    let stakes = Stakes {
        win,
        lose: worth(space.imposed(draw, side, false)),
        hold,
        cost: cost_from_months(median(own, "would_fight"), discount, win, hold),
        discount,
        own_collapse: median(own, "collapse"),
        other_collapse: median(other, "collapse"),
    };
    let drift = sign * median(war, "drift") + median(own, "optimism");
    let spread = median(own, "drift_sd");
    let otherwise = GaussHermite::new(NODES).expectation(|z| {
        let front = Front {
            ahead: 1.0 - position,
            behind: 1.0 + position,
            drift: drift + spread * z,
            volatility: median(war, "volatility"),
        };
        value(front, stakes)
    });
    Reservation { floor, otherwise }
}
