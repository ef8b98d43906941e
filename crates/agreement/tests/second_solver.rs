//! The linear programmes of a zone and of what opens it, by another solver and method.
//!
//! With divisible issues alone, what could be signed is a linear programme: shares between 0 and
//! 1, utilities linear in them. Here it is written out from its definition and solved by interior
//! points (Clarabel: Goulart and Chen 2024), while the crate goes along a chain of ratios and by
//! the simplex method.

use clarabel::algebra::CscMatrix;
use clarabel::solver::{
    DefaultSettingsBuilder, DefaultSolver, IPSolver, NonnegativeConeT, SolverStatus,
};
use pourparler_agreement::opening::{Ask, cheapest_concessions, equal_concession};
use pourparler_agreement::{
    Choice, Domain, Draw, Frontier, Issue, Predicate, Structure, Workspace,
};
use proptest::prelude::*;

/// min cost·x subject to rows·x ≤ most; `None` where no x is allowed.
fn least(cost: &[f64], rows: &[(Vec<f64>, f64)]) -> Option<f64> {
    let (n, m) = (cost.len(), rows.len());
    let (mut at, mut to, mut values) = (Vec::new(), Vec::new(), Vec::new());
    for (row, (coefficients, _)) in rows.iter().enumerate() {
        for (column, &value) in coefficients.iter().enumerate() {
            at.push(row);
            to.push(column);
            values.push(value);
        }
    }
    let most: Vec<f64> = rows.iter().map(|(_, most)| *most).collect();
    let settings = DefaultSettingsBuilder::default()
        .verbose(false)
        .build()
        .expect("settings");
    let mut solver = DefaultSolver::new(
        &CscMatrix::zeros((n, n)),
        cost,
        &CscMatrix::new_from_triplets(m, n, at, to, values),
        &most,
        &[NonnegativeConeT(m)],
        settings,
    )
    .expect("a programme of the right shape");
    solver.solve();
    match solver.solution.status {
        SolverStatus::Solved | SolverStatus::AlmostSolved => Some(solver.solution.obj_val),
        SolverStatus::PrimalInfeasible | SolverStatus::AlmostPrimalInfeasible => None,
        status => panic!("{status:?}"),
    }
}

/// Two sides over divisible issues: weights and the value of each end of every issue.
#[derive(Debug, Clone)]
struct Shares {
    /// `[side][issue]`, summing to 1.
    weights: [Vec<f64>; 2],
    /// `[side][issue]`: at option 0 and at option 1.
    ends: [Vec<[f64; 2]>; 2],
    /// Share of option 1 that an issue is held to, where it is.
    held: Option<(usize, f64)>,
}

impl Shares {
    fn issues(&self) -> usize {
        self.weights[0].len()
    }

    /// Utility as a constant and a slope per issue.
    fn utility(&self, side: usize) -> (f64, Vec<f64>) {
        let pairs = || self.weights[side].iter().zip(&self.ends[side]);
        let constant = pairs().map(|(w, [zero, _])| w * zero).sum();
        (
            constant,
            pairs().map(|(w, [zero, one])| w * (one - zero)).collect(),
        )
    }

    /// Rows that hold the shares, `more` further columns behind them at least 0.
    fn rows(&self, more: usize) -> Vec<(Vec<f64>, f64)> {
        let n = self.issues();
        let mut rows = Vec::new();
        for k in 0..n {
            let (low, high) = match self.held {
                Some((issue, share)) if issue == k => (share, share),
                _ => (0.0, 1.0),
            };
            let unit = |sign: f64| (0..n + more).map(move |j| if j == k { sign } else { 0.0 });
            rows.push((unit(1.0).collect(), high));
            rows.push((unit(-1.0).collect(), -low));
        }
        for t in n..n + more {
            rows.push((
                (0..n + more)
                    .map(|j| if j == t { -1.0 } else { 0.0 })
                    .collect(),
                0.0,
            ));
        }
        rows
    }

    /// U_side + t ≥ least, t the column `conceded` if there is one.
    fn at_least(
        &self,
        side: usize,
        least: f64,
        conceded: Option<usize>,
        more: usize,
    ) -> (Vec<f64>, f64) {
        let (constant, slope) = self.utility(side);
        let mut row: Vec<f64> = slope.iter().map(|s| -s).collect();
        row.resize(self.issues() + more, 0.0);
        if let Some(t) = conceded {
            row[t] = -1.0;
        }
        (row, constant - least)
    }

    /// max U_B subject to U_A ≥ least.
    fn best_for_b(&self, a: f64) -> Option<f64> {
        let (constant, slope) = self.utility(1);
        let mut rows = self.rows(0);
        rows.push(self.at_least(0, a, None, 0));
        let cost: Vec<f64> = slope.iter().map(|s| -s).collect();
        least(&cost, &rows).map(|least| constant - least)
    }

    /// The least Σ cost × concession that opens the zone; an infinite cost concedes nothing.
    fn concessions(&self, reservations: [f64; 2], costs: [f64; 2]) -> Option<f64> {
        let n = self.issues();
        let mut rows = self.rows(2);
        for side in 0..2 {
            let conceded = costs[side].is_finite().then_some(n + side);
            rows.push(self.at_least(side, reservations[side], conceded, 2));
        }
        let mut cost = vec![0.0; n];
        cost.extend(costs.map(|c| if c.is_finite() { c } else { 1.0 }));
        least(&cost, &rows)
    }

    /// The least equal concession of both.
    fn alike(&self, reservations: [f64; 2]) -> Option<f64> {
        let n = self.issues();
        let mut rows = self.rows(1);
        for (side, least) in reservations.into_iter().enumerate() {
            rows.push(self.at_least(side, least, Some(n), 1));
        }
        let mut cost = vec![0.0; n];
        cost.push(1.0);
        least(&cost, &rows)
    }

    /// The same for the crate.
    fn drawn(&self) -> (Domain, Draw, Vec<Predicate>) {
        let domain = Domain::new(Structure {
            parties: 2,
            sides: [0, 1],
            issues: vec![
                Issue {
                    options: 2,
                    divisible: true,
                    status_quo: 0
                };
                self.issues()
            ],
            ..Structure::default()
        })
        .expect("sound");
        let mut draw = Draw::new(&domain);
        draw.weights = self.weights.concat();
        draw.values = self.ends.iter().flatten().flatten().copied().collect();
        let held = self.held.map(|(issue, share)| {
            let option = usize::from(share > 0.5);
            Predicate::any(&domain).with(Choice { issue, option })
        });
        (domain, draw, held.into_iter().collect())
    }
}

fn close(what: &str, found: Option<f64>, other: Option<f64>) {
    match (found, other) {
        (Some(found), Some(other)) => {
            assert!((found - other).abs() < 1e-6, "{what}: {found} and {other}");
        }
        (found, other) => assert_eq!(found, other, "{what}"),
    }
}

fn four() -> Shares {
    Shares {
        weights: [vec![0.35, 0.40, 0.05, 0.20], vec![0.30, 0.35, 0.25, 0.10]],
        ends: [vec![[0.0, 1.0]; 4], vec![[1.0, 0.0]; 4]],
        held: None,
    }
}

/// The numbers of the model, by this solver.
#[test]
fn four_divisible_issues_by_interior_points() {
    let free = four();
    let kept = Shares {
        held: Some((3, 0.0)),
        ..four()
    };
    let r = [0.6, 0.55];
    close("sanctions free", free.best_for_b(0.6), Some(0.55625));
    close("sanctions kept", kept.best_for_b(0.6), Some(0.48125));
    close("equal", kept.alike(r), Some(0.11 / 3.0));
    close(
        "A alone",
        kept.concessions(r, [1.0, f64::INFINITY]),
        Some(0.55 / 7.0),
    );
    close(
        "B alone",
        kept.concessions(r, [f64::INFINITY, 1.0]),
        Some(0.06875),
    );
    close("open", free.concessions(r, [1.0, 1.0]), Some(0.0));
}

prop_compose! {
    fn shares()(n in 1usize..6)(
        weights in prop::collection::vec((0.05f64..1.0, 0.05f64..1.0), n),
        ends in prop::collection::vec((0.0f64..1.0, 0.0f64..1.0, 0.0f64..1.0, 0.0f64..1.0), n),
        held in prop::option::of((0..n, prop::bool::ANY)),
    ) -> Shares {
        let normalised = |of: fn(&(f64, f64)) -> f64| {
            let total: f64 = weights.iter().map(of).sum();
            weights.iter().map(|w| of(w) / total).collect::<Vec<f64>>()
        };
        Shares {
            weights: [normalised(|w| w.0), normalised(|w| w.1)],
            ends: [
                ends.iter().map(|e| [e.0, e.1]).collect(),
                ends.iter().map(|e| [e.2, e.3]).collect(),
            ],
            held: held.map(|(issue, one)| (issue, f64::from(u8::from(one)))),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_frontier_is_that_of_the_programme(shares in shares(), least in 0.0f64..1.0) {
        let (domain, draw, within) = shares.drawn();
        let mut frontier = Frontier::default();
        Workspace::default()
            .frontier(&domain, &draw, &within, &mut frontier)
            .expect("solved");
        close("best for B", frontier.best_for_b(least).map(|p| p.b), shares.best_for_b(least));
    }

    #[test]
    fn concessions_are_those_of_the_programme(
        shares in shares(),
        reservations in [0.0f64..1.2, 0.0f64..1.2],
        costs in [
            prop_oneof![3 => 0.1f64..2.0, 1 => Just(f64::INFINITY)],
            prop_oneof![3 => 0.1f64..2.0, 1 => Just(f64::INFINITY)],
        ],
    ) {
        let (domain, draw, within) = shares.drawn();
        let ask = Ask { reservations, side_costs: costs, veto_costs: vec![] };
        let found = cheapest_concessions(&domain, &draw, &within, &ask).expect("solved");
        close("cheapest", found.map(|o| o.cost), shares.concessions(reservations, costs));
        let found = equal_concession(&domain, &draw, &within, reservations).expect("solved");
        close("equal", found.map(|o| o.cost), shares.alike(reservations));
    }
}
