//! What must hold of every frontier.

mod common;

use common::{Case, Size, case};
use pourparler_agreement::solution::{egalitarian, kalai_smorodinsky, nash, utilitarian};
use pourparler_agreement::{
    AgreementError, Consent, Domain, Draw, Frontier, Predicate, Veto, Workspace,
};
use proptest::prelude::*;

fn frontier(domain: &Domain, draw: &Draw, within: &[Predicate]) -> Frontier {
    let mut frontier = Frontier::default();
    Workspace::default()
        .frontier(domain, draw, within, &mut frontier)
        .expect("a frontier");
    frontier
}

fn size() -> impl Strategy<Value = Case> {
    case(Size {
        issues: 5,
        options: 4,
    })
}

fn not_above(tight: &Frontier, loose: &Frontier) -> bool {
    tight
        .points()
        .iter()
        .all(|p| loose.best_for_a(p.b).is_some_and(|q| q.a >= p.a))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn a_constraint_never_raises_the_frontier(
        case in size(), party in 0..4usize, threshold in 0.0..0.6f64,
    ) {
        let Case { domain, mut draw, within } = case;
        let loose = frontier(&domain, &draw, &within);
        draw.vetoes.push(Veto { party, threshold });
        let vetoed = frontier(&domain, &draw, &within);
        prop_assert!(not_above(&vetoed, &loose));
        draw.red_lines.fill(true);
        let lined = frontier(&domain, &draw, &within);
        prop_assert!(not_above(&lined, &vetoed));
        draw.consents.fill(Consent::Refused);
        prop_assert!(not_above(&frontier(&domain, &draw, &within), &lined));
    }

    #[test]
    fn less_breach_never_lowers_the_frontier(case in size(), share in 0.0..1.0f64) {
        let Case { domain, mut draw, within } = case;
        let before = frontier(&domain, &draw, &within);
        draw.breach = draw.breach.map(|d| share * d);
        prop_assert!(not_above(&before, &frontier(&domain, &draw, &within)));
    }

    #[test]
    fn exchanging_the_sides_mirrors_the_frontier(case in size()) {
        let Case { domain, mut draw, within } = case;
        let here = frontier(&domain, &draw, &within);
        let mut structure = domain.structure().clone();
        structure.sides.reverse();
        draw.breach.reverse();
        draw.loss.reverse();
        let there = frontier(&Domain::new(structure).expect("valid"), &draw, &within);
        let mirrored: Vec<_> = there.points().iter().rev().map(|p| (p.b, p.a, p.package)).collect();
        let direct: Vec<_> = here.points().iter().map(|p| (p.a, p.b, p.package)).collect();
        prop_assert_eq!(mirrored, direct);
    }

    #[test]
    fn a_reused_workspace_changes_nothing(first in size(), second in size()) {
        let mut workspace = Workspace::default();
        let mut reused = Frontier::default();
        for case in [&first, &second, &first] {
            workspace
                .frontier(&case.domain, &case.draw, &case.within, &mut reused)
                .map_err(|e| TestCaseError::fail(e.to_string()))?;
            prop_assert_eq!(&reused, &frontier(&case.domain, &case.draw, &case.within));
        }
    }

    #[test]
    fn queries_and_solutions_are_maxima_over_the_points(
        case in size(), d in [0.0..0.5f64, 0.0..0.5f64],
    ) {
        let f = frontier(&case.domain, &case.draw, &case.within);
        let points = f.points();
        let above: Vec<_> = points.iter().filter(|p| p.a >= d[0] && p.b >= d[1]).collect();
        prop_assert_eq!(f.is_open(d[0], d[1]), !above.is_empty());
        let best_a = points.iter().filter(|p| p.b >= d[1]).map(|p| p.a).reduce(f64::max);
        prop_assert_eq!(f.best_for_a(d[1]).map(|p| p.a), best_a);
        let best_b = points.iter().filter(|p| p.a >= d[0]).map(|p| p.b).reduce(f64::max);
        prop_assert_eq!(f.best_for_b(d[0]).map(|p| p.b), best_b);
        prop_assert_eq!(f.surplus(d[0], d[1]), best_a.map(|a| a - d[0]));
        let most = |score: &dyn Fn(f64, f64) -> f64| {
            above.iter().map(|p| score(p.a - d[0], p.b - d[1])).reduce(f64::max)
        };
        let (ideal_a, ideal_b) = (best_a.unwrap_or(0.0) - d[0], best_b.unwrap_or(0.0) - d[1]);
        let product = |x: f64, y: f64| x * y;
        let sum = |x: f64, y: f64| x + y;
        let share = |x: f64, y: f64| (x / ideal_a).min(y / ideal_b);
        let found = [
            (nash(&f, d), most(&product), nash(&f, d).map(|p| product(p.a - d[0], p.b - d[1]))),
            (egalitarian(&f, d), most(&f64::min),
             egalitarian(&f, d).map(|p| (p.a - d[0]).min(p.b - d[1]))),
            (utilitarian(&f, d), most(&sum),
             utilitarian(&f, d).map(|p| sum(p.a - d[0], p.b - d[1]))),
        ];
        for (point, want, have) in found {
            prop_assert_eq!(point.is_some(), !above.is_empty());
            prop_assert_eq!(want, have);
        }
        if ideal_a > 1e-6 && ideal_b > 1e-6 {
            let ks = kalai_smorodinsky(&f, d).map(|p| share(p.a - d[0], p.b - d[1]));
            let want = most(&share);
            prop_assert!((ks.unwrap_or(-1.0) - want.unwrap_or(-1.0)).abs() < 1e-12);
        }
    }

    #[test]
    fn a_thinned_frontier_holds_its_gap(case in size(), most in 2..8usize) {
        let f = frontier(&case.domain, &case.draw, &case.within);
        let thin = f.thinned(most);
        prop_assert!(thin.points.len() <= most);
        prop_assert_eq!(thin.points.first(), f.points().first());
        prop_assert_eq!(thin.points.last(), f.points().last());
        if f.points().len() <= most {
            prop_assert_eq!(thin.largest_gap, 0.0);
        }
        let mut worst = 0.0f64;
        for p in f.points() {
            let a = thin.points.iter().filter(|q| q.b >= p.b).map(|q| q.a).fold(f64::MIN, f64::max);
            let b = thin.points.iter().filter(|q| q.a >= p.a).map(|q| q.b).fold(f64::MIN, f64::max);
            worst = worst.max(p.a - a).max(p.b - b);
        }
        prop_assert_eq!(worst, thin.largest_gap);
    }
}

#[test]
fn a_draw_of_the_wrong_shape_or_range_is_an_error() {
    let issue = pourparler_agreement::Issue {
        options: 2,
        divisible: false,
        status_quo: 0,
    };
    let structure = pourparler_agreement::Structure {
        parties: 2,
        sides: [0, 1],
        issues: vec![issue; 2],
        ..Default::default()
    };
    let domain = Domain::new(structure).expect("valid");
    let mut frontier = Frontier::default();
    let mut workspace = Workspace::default();
    let mut run = |change: &dyn Fn(&mut Draw)| {
        let mut draw = Draw::new(&domain);
        change(&mut draw);
        workspace.frontier(&domain, &draw, &[], &mut frontier)
    };
    assert_eq!(run(&|_| {}), Ok(()));
    assert_eq!(
        run(&|d| d.weights.truncate(1)),
        Err(AgreementError::Shape("weights"))
    );
    assert_eq!(
        run(&|d| d.values[0] = f64::NAN),
        Err(AgreementError::Range("values"))
    );
    assert_eq!(
        run(&|d| d.breach[0] = 1.0),
        Err(AgreementError::Range("breach"))
    );
    assert_eq!(
        run(&|d| d.vetoes.push(Veto {
            party: 2,
            threshold: 0.0
        })),
        Err(AgreementError::Range("vetoes"))
    );
}
