//! Single changes that open a closed zone.

use crate::domain::{Choice, Domain};
use crate::draw::{Consent, Draw};
use crate::error::AgreementError;
use crate::frontier::Frontier;
use crate::opening::{Ask, cheapest_concessions};
use crate::predicate::Predicate;
use crate::solution::egalitarian;
use crate::workspace::Workspace;

/// One change that opens the zone, all else as it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SingleChange<T> {
    /// What changes.
    pub at: T,
    /// By how much, in utility: what the option must gain in worth to the side, or the veto
    /// holder's minimum must fall. 0 where something is given up altogether.
    pub amount: f64,
    /// Smaller of the two sides' gains over reservation at the best such package afterwards.
    pub surplus: f64,
    /// That package, on the discrete issues.
    pub package: u64,
}

/// All single changes that open the zone, by kind, the cheapest first: least `amount`, then
/// largest `surplus`, then the structure's order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SingleChanges {
    /// An option made worth more to side 0 (A) or 1 (B), within what its weight allows.
    pub options: Vec<SingleChange<(Choice, usize)>>,
    /// A red line (index in the structure) no longer in force.
    pub red_lines: Vec<SingleChange<usize>>,
    /// A veto (index in the draw) lowered.
    pub vetoes: Vec<SingleChange<usize>>,
    /// A consent rule (index in the structure) granted.
    pub consents: Vec<SingleChange<usize>>,
}

/// Every single change that opens the zone at reservations (v_A, v_B) within the predicates;
/// nothing if it is open already.
///
/// # Errors
/// As [`Workspace::frontier`] and [`cheapest_concessions`].
pub fn single_changes(
    workspace: &mut Workspace,
    domain: &Domain,
    draw: &Draw,
    within: &[Predicate],
    reservations: [f64; 2],
) -> Result<SingleChanges, AgreementError> {
    let mut changes = SingleChanges::default();
    let mut frontier = Frontier::default();
    workspace.frontier(domain, draw, within, &mut frontier)?;
    if frontier.is_open(reservations[0], reservations[1]) {
        return Ok(changes);
    }
    let mut trial = draw.clone();
    for line in (0..draw.red_lines.len()).filter(|&i| draw.red_lines[i]) {
        trial.red_lines[line] = false;
        workspace.frontier(domain, &trial, within, &mut frontier)?;
        changes
            .red_lines
            .extend(opened(&frontier, reservations, line, 0.0));
        trial.red_lines[line] = true;
    }
    for rule in 0..draw.consents.len() {
        let was = std::mem::replace(&mut trial.consents[rule], Consent::Given);
        if was != Consent::Given {
            workspace.frontier(domain, &trial, within, &mut frontier)?;
            changes
                .consents
                .extend(opened(&frontier, reservations, rule, 0.0));
        }
        trial.consents[rule] = was;
    }
    for veto in 0..draw.vetoes.len() {
        let mut veto_costs = vec![f64::INFINITY; draw.vetoes.len()];
        veto_costs[veto] = 1.0;
        let ask = Ask {
            reservations,
            side_costs: [f64::INFINITY; 2],
            veto_costs,
        };
        let Some(opening) = cheapest_concessions(domain, draw, within, &ask)? else {
            continue;
        };
        trial.vetoes[veto].threshold -= opening.cost;
        workspace.frontier(domain, &trial, within, &mut frontier)?;
        changes
            .vetoes
            .extend(opened(&frontier, reservations, veto, opening.cost));
        trial.vetoes[veto] = draw.vetoes[veto];
    }
    better_options(workspace, domain, draw, within, reservations, &mut changes)?;
    sort(&mut changes.options);
    sort(&mut changes.red_lines);
    sort(&mut changes.vetoes);
    sort(&mut changes.consents);
    Ok(changes)
}

/// Options that would open the zone if they were worth more to one side.
fn better_options(
    workspace: &mut Workspace,
    domain: &Domain,
    draw: &Draw,
    within: &[Predicate],
    reservations: [f64; 2],
    changes: &mut SingleChanges,
) -> Result<(), AgreementError> {
    let everything = [Predicate::any(domain)];
    let within = if within.is_empty() {
        &everything
    } else {
        within
    };
    let mut frontier = Frontier::default();
    for (issue, i) in domain.issues().iter().enumerate() {
        for option in 0..i.options {
            let at = Choice { issue, option };
            let narrowed: Vec<Predicate> = within.iter().map(|p| p.clone().with(at)).collect();
            workspace.frontier(domain, draw, &narrowed, &mut frontier)?;
            for side in 0..2 {
                let [v_a, v_b] = reservations;
                let best = match side {
                    0 => frontier.best_for_a(v_b).map(|p| (v_a - p.a, p)),
                    _ => frontier.best_for_b(v_a).map(|p| (v_b - p.b, p)),
                };
                let party = domain.structure().sides[side];
                let room =
                    draw.weight(domain, party, issue) * (1.0 - draw.value(domain, party, at));
                let Some((amount, point)) = best.filter(|(amount, _)| *amount <= room) else {
                    continue;
                };
                let change = SingleChange {
                    at: (at, side),
                    amount,
                    surplus: 0.0,
                    package: point.package,
                };
                changes.options.push(change);
            }
        }
    }
    Ok(())
}

fn opened<T>(frontier: &Frontier, v: [f64; 2], at: T, amount: f64) -> Option<SingleChange<T>> {
    let point = egalitarian(frontier, v)?;
    let surplus = (point.a - v[0]).min(point.b - v[1]).max(0.0);
    Some(SingleChange {
        at,
        amount,
        surplus,
        package: point.package,
    })
}

fn sort<T>(changes: &mut [SingleChange<T>]) {
    changes.sort_by(|x, y| {
        x.amount
            .total_cmp(&y.amount)
            .then(y.surplus.total_cmp(&x.surplus))
    });
}
