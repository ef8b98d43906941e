//! The programme against enumeration, and single changes against their definition.

mod common;

use common::{Case, Size, case, gross, net};
use pourparler_agreement::grid::TOLERANCE;
use pourparler_agreement::opening::{Ask, cheapest_concessions, equal_concession, single_changes};
use pourparler_agreement::{Frontier, Workspace};
use proptest::prelude::*;

/// The least cost over all packages that could be signed but for the vetoes.
fn by_enumeration(case: &Case, ask: &Ask, alike: bool) -> Option<f64> {
    let mut bare = case.clone();
    bare.draw.vetoes.clear();
    (0..case.domain.packages())
        .map(|package| case.domain.decode(package))
        .filter(|x| common::signable(&bare, x))
        .filter_map(|x| {
            let short = |floor: f64, worth: f64| {
                if floor - worth > TOLERANCE {
                    floor - worth
                } else {
                    0.0
                }
            };
            let sides = [0, 1].map(|i| short(ask.reservations[i], net(case, i, &x)));
            let vetoes: Vec<f64> = (case.draw.vetoes.iter())
                .map(|v| short(v.threshold, gross(case, v.party, &x)))
                .collect();
            let paid = sides
                .iter()
                .zip(&ask.side_costs)
                .chain(vetoes.iter().zip(&ask.veto_costs));
            let bill: f64 = paid
                .map(|(&t, &c)| if t == 0.0 { 0.0 } else { t * c })
                .sum();
            let bill = if alike && bill.is_finite() {
                sides[0].max(sides[1])
            } else {
                bill
            };
            bill.is_finite().then_some(bill)
        })
        .min_by(f64::total_cmp)
}

fn cost() -> impl Strategy<Value = f64> {
    prop_oneof![3 => 0.1..2.0f64, 1 => Just(f64::INFINITY)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn concessions_equal_enumeration(
        case in case(Size { issues: 4, options: 4 }),
        reservations in [0.0..1.2f64, 0.0..1.2f64],
        side_costs in [cost(), cost()],
        veto_costs in prop::collection::vec(cost(), 2),
    ) {
        let Case { domain, draw, within } = &case;
        let veto_costs = veto_costs[..draw.vetoes.len()].to_vec();
        let ask = Ask { reservations, side_costs, veto_costs };
        let solved = cheapest_concessions(domain, draw, within, &ask)
            .map_err(|e| TestCaseError::fail(e.to_string()))?;
        let listed = by_enumeration(&case, &ask, false);
        prop_assert_eq!(solved.is_some(), listed.is_some());
        if let (Some(solved), Some(listed)) = (solved, listed) {
            prop_assert!((solved.cost - listed).abs() < 1e-6, "{} {listed}", solved.cost);
        }
        let firm = vec![f64::INFINITY; draw.vetoes.len()];
        let ask = Ask { reservations, side_costs: [0.5; 2], veto_costs: firm };
        let solved = equal_concession(domain, draw, within, reservations)
            .map_err(|e| TestCaseError::fail(e.to_string()))?;
        let listed = by_enumeration(&case, &ask, true);
        prop_assert_eq!(solved.is_some(), listed.is_some());
        if let (Some(solved), Some(listed)) = (solved, listed) {
            prop_assert!((solved.cost - listed).abs() < 1e-6, "{} {listed}", solved.cost);
        }
    }

    #[test]
    fn a_single_change_opens_and_less_does_not(
        case in case(Size { issues: 4, options: 3 }),
        v in [0.0..0.9f64, 0.0..0.9f64],
    ) {
        let Case { domain, draw, within } = &case;
        let mut workspace = Workspace::default();
        let mut frontier = Frontier::default();
        let fail = |e: pourparler_agreement::AgreementError| TestCaseError::fail(e.to_string());
        let changes = single_changes(&mut workspace, domain, draw, within, v).map_err(fail)?;
        for change in &changes.vetoes {
            for (share, open) in [(1.0, true), (0.99, false)] {
                let mut trial = draw.clone();
                trial.vetoes[change.at].threshold -= share * change.amount + if open { 1e-9 } else { 0.0 };
                workspace.frontier(domain, &trial, within, &mut frontier).map_err(fail)?;
                prop_assert_eq!(frontier.is_open(v[0], v[1]), open);
            }
        }
        for change in &changes.options {
            let (at, side) = change.at;
            let party = domain.structure().sides[side];
            for (share, open) in [(1.0, true), (0.99, false)] {
                let mut trial = draw.clone();
                let place = party * domain.total_options() + domain.position(at);
                let weight = draw.weight(domain, party, at.issue);
                let rise = share * change.amount / weight + if open { 1e-9 } else { 0.0 };
                trial.values[place] = (trial.values[place] + rise).min(1.0);
                // Values are capped at 1 and consents by utility look at the same values.
                if trial.consents.contains(&pourparler_agreement::Consent::ByUtility)
                    || trial.vetoes.iter().any(|veto| veto.party == party)
                    || change.amount < 1e-6
                {
                    continue;
                }
                workspace.frontier(domain, &trial, within, &mut frontier).map_err(fail)?;
                prop_assert_eq!(frontier.is_open(v[0], v[1] - if open { 1e-9 } else { 0.0 }), open, "{:?}", change);
            }
        }
        for change in &changes.red_lines {
            let mut trial = draw.clone();
            trial.red_lines[change.at] = false;
            workspace.frontier(domain, &trial, within, &mut frontier).map_err(fail)?;
            prop_assert!(frontier.is_open(v[0], v[1]));
        }
    }
}
