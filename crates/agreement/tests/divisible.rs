//! Divisible issues mixed with lists of options: the chain against linear programmes.

use pourparler_agreement::opening::{Ask, cheapest_concessions};
use pourparler_agreement::solution::{egalitarian, kalai_smorodinsky, nash, utilitarian};
use pourparler_agreement::{
    AgreementError, Choice, Domain, Draw, Frontier, Issue, Predicate, RedLine, Structure, Veto,
    Workspace,
};
use proptest::prelude::*;

/// Up to three divisible issues and two lists of three options.
fn mixed() -> impl Strategy<Value = (Domain, Draw)> {
    (0..=3usize, 0..=2usize).prop_flat_map(|(divisible, lists)| {
        let n = (divisible + lists).max(1);
        let issues: Vec<Issue> = (0..n)
            .map(|k| {
                let divisible = k < divisible;
                Issue {
                    options: if divisible { 2 } else { 3 },
                    divisible,
                    status_quo: 0,
                }
            })
            .collect();
        let structure = Structure {
            parties: 3,
            sides: [0, 1],
            issues,
            ..Structure::default()
        };
        let domain = Domain::new(structure).expect("valid");
        let (weights, values) = (3 * n, 3 * domain.total_options());
        let drawn = (
            prop::collection::vec(0.05..1.0f64, weights),
            prop::collection::vec(0.0..=1.0f64, values),
        );
        drawn.prop_map(move |(weights, values)| {
            let mut draw = Draw::new(&domain);
            for (own, raw) in draw.weights.chunks_mut(n).zip(weights.chunks(n)) {
                let sum: f64 = raw.iter().sum();
                own.iter_mut().zip(raw).for_each(|(w, x)| *w = x / sum);
            }
            draw.values = values;
            (domain.clone(), draw)
        })
    })
}

fn frontier(domain: &Domain, draw: &Draw, within: &[Predicate]) -> Frontier {
    let mut frontier = Frontier::default();
    Workspace::default()
        .frontier(domain, draw, within, &mut frontier)
        .expect("a frontier");
    frontier
}

/// Utilities of a point from its package and shares alone.
fn recomputed(
    domain: &Domain,
    draw: &Draw,
    f: &Frontier,
    p: &pourparler_agreement::Point,
) -> [f64; 2] {
    let shares = f.shares(p);
    [0, 1].map(|party| {
        (0..domain.issues().len())
            .map(|issue| {
                let value = |option| draw.value(domain, party, Choice { issue, option });
                let mix = shares.iter().find(|(k, _)| *k == issue).map_or_else(
                    || value(domain.option(p.package, issue)),
                    |(_, share)| (1.0 - share) * value(0) + share * value(1),
                );
                draw.weight(domain, party, issue) * mix
            })
            .sum()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn both_queries_equal_the_programme((domain, draw) in mixed(), t in 0.0..1.0f64) {
        let f = frontier(&domain, &draw, &[]);
        for side in 0..2 {
            // A reservation of 2 is out of reach, so the concession to it is 2 less the maximum.
            let mut reservations = [t; 2];
            let mut side_costs = [f64::INFINITY; 2];
            reservations[side] = 2.0;
            side_costs[side] = 1.0;
            let ask = Ask { reservations, side_costs, veto_costs: vec![] };
            let programme = cheapest_concessions(&domain, &draw, &[], &ask)
                .map_err(|e| TestCaseError::fail(e.to_string()))?
                .map(|opening| 2.0 - opening.cost);
            let point = if side == 0 { f.best_for_a(t) } else { f.best_for_b(t) };
            prop_assert_eq!(programme.is_some(), point.is_some());
            if let (Some(best), Some(point)) = (programme, point) {
                let have = if side == 0 { point.a } else { point.b };
                prop_assert!((best - have).abs() < 1e-6, "{best} {have}");
                let [a, b] = recomputed(&domain, &draw, &f, &point);
                prop_assert!((a - point.a).abs() < 1e-9 && (b - point.b).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn solutions_beat_a_fine_grid((domain, draw) in mixed(), d in [0.0..0.5f64, 0.0..0.5f64]) {
        let f = frontier(&domain, &draw, &[]);
        let grid: Vec<[f64; 2]> = (0..=400)
            .filter_map(|i| f.best_for_a(d[1] + (1.0 - d[1]) * f64::from(i) / 400.0))
            .chain(f.best_for_b(d[0]))
            .filter(|p| p.a >= d[0] && p.b >= d[1] - 1e-9)
            .map(|p| [p.a - d[0], p.b - d[1]])
            .collect();
        let (Some(a), Some(b)) = (f.best_for_a(d[1]), f.best_for_b(d[0])) else { return Ok(()) };
        let (ideal_a, ideal_b) = (a.a - d[0], b.b - d[1]);
        type Score<'a> = &'a dyn Fn(f64, f64) -> f64;
        let least: Score = &|x, y| x.min(y);
        let share: Score = &|x, y| (x / ideal_a).min(y / ideal_b);
        let cases: [(_, Score); 4] = [
            (nash(&f, d), &|x, y| x * y),
            (egalitarian(&f, d), least),
            (utilitarian(&f, d), &|x, y| x + y),
            (if ideal_a.min(ideal_b) > 1e-6 { kalai_smorodinsky(&f, d) } else { egalitarian(&f, d) },
             if ideal_a.min(ideal_b) > 1e-6 { share } else { least }),
        ];
        for (point, score) in cases {
            let best = grid.iter().map(|g| score(g[0], g[1])).reduce(f64::max);
            prop_assert_eq!(point.is_some(), best.is_some());
            if let (Some(point), Some(best)) = (point, best) {
                prop_assert!(point.a >= d[0] - 1e-9 && point.b >= d[1] - 1e-9);
                prop_assert!(score(point.a - d[0], point.b - d[1]) >= best - 1e-9);
                // Nothing on the frontier beats it on both counts.
                let beyond = f.best_for_a(point.b + 1e-7);
                prop_assert!(beyond.is_none_or(|q| q.a <= point.a + 1e-7));
            }
        }
    }

    #[test]
    fn a_thinned_sample_holds_its_gap((domain, draw) in mixed(), most in 2..128usize) {
        let f = frontier(&domain, &draw, &[]);
        let thin = f.thinned(most);
        prop_assert!(thin.points.len() <= most.max(2));
        for i in 0..=200 {
            let Some(p) = f.best_for_a(f64::from(i) / 200.0) else { continue };
            let a = thin.points.iter().filter(|q| q.b >= p.b - 1e-9).map(|q| q.a).fold(-1.0, f64::max);
            let b = thin.points.iter().filter(|q| q.a >= p.a - 1e-9).map(|q| q.b).fold(-1.0, f64::max);
            let lost = (p.a - a).min(p.b - b);
            prop_assert!(lost <= thin.largest_gap + 1e-9, "{lost} {}", thin.largest_gap);
        }
    }
}

fn one_divisible(third: [f64; 2], red: bool) -> (Domain, Draw) {
    let refused = Choice {
        issue: 0,
        option: 1,
    };
    let domain = Domain::new(Structure {
        parties: 3,
        sides: [0, 1],
        issues: vec![Issue {
            options: 2,
            divisible: true,
            status_quo: 0,
        }],
        red_lines: vec![RedLine {
            party: 1,
            refused,
            unless: vec![],
        }],
        ..Structure::default()
    })
    .expect("valid");
    let mut draw = Draw::new(&domain);
    draw.values = vec![0.0, 1.0, 1.0, 0.0, third[0], third[1]];
    draw.red_lines[0] = red;
    (domain, draw)
}

#[test]
fn a_red_line_on_an_end_fixes_the_other() {
    let (domain, draw) = one_divisible([0.0; 2], true);
    let f = frontier(&domain, &draw, &[]);
    assert_eq!(f.best_for_a(0.0).map(|p| (p.a, p.b)), Some((0.0, 1.0)));
    assert_eq!(f.chain().steps().len(), 0);
}

#[test]
fn a_veto_that_depends_on_a_mix_is_an_error() {
    let (domain, mut draw) = one_divisible([0.2, 0.7], false);
    draw.vetoes.push(Veto {
        party: 2,
        threshold: 0.5,
    });
    let mut f = Frontier::default();
    let mut run = |draw: &Draw| Workspace::default().frontier(&domain, draw, &[], &mut f);
    assert_eq!(
        run(&draw),
        Err(AgreementError::DivisibleBound { party: 2, issue: 0 })
    );
    // Once the issue is fixed, the veto can be judged.
    draw.red_lines[0] = true;
    assert_eq!(run(&draw), Ok(()));
    assert!(f.is_empty());
}
