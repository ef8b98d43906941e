//! What could be signed, in one state of the world: every quantity at its median, every event
//! as is at least as likely as not.
//!
//! Reservations are here those of `reservation.rs`; private types, waiting and politics belong to
//! a run, and so does the share of settings in which the bargaining zone is open.

use pourparler_agreement::opening::{
    Ask, Opening, SingleChanges, cheapest_concessions, equal_concession, single_changes,
};
use pourparler_agreement::solution::{egalitarian, kalai_smorodinsky, nash, utilitarian};
use pourparler_agreement::space::Space;
use pourparler_agreement::{AgreementError, Draw, Frontier, Point, Workspace};
use pourparler_engine::mechanisms::no_front;
use pourparler_scenario::source::Source;
use pourparler_scenario::{Diagnostic, Scenario};

use crate::reservation::at_medians;
pub use crate::reservation::{Reservation, in_settings};

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
    let reservations = [0, 1].map(|side| at_medians(&scenario.root, &space, &draw, side));
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
