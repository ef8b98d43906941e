//! Three parties: the list against every outcome, one after the other.

use pourparler_agreement::{
    Choice, Consent, ConsentRule, Domain, Draw, Frontier, Issue, Structure, Veto, Workspace,
    package,
};
use pourparler_second_opinion::negotiation::{
    ThreePartyError, Triple, efficient, triple_solutions,
};
use proptest::prelude::*;

fn domain(options: &[usize]) -> Domain {
    let issue = |&options: &usize| Issue {
        options,
        divisible: false,
        status_quo: 0,
    };
    Domain::new(Structure {
        parties: 4,
        sides: [0, 1],
        issues: options.iter().map(issue).collect(),
        ..Structure::default()
    })
    .unwrap()
}

/// Values in sixths, so that ties and equal outcomes are common.
fn any() -> impl Strategy<Value = (Domain, Draw)> {
    (
        prop::collection::vec(1usize..5, 1..5),
        prop::collection::vec(0u8..7, 4 * 4 * 5),
        prop::collection::vec(1u8..4, 4 * 4),
    )
        .prop_map(|(options, values, weights)| {
            let domain = domain(&options);
            let mut draw = Draw::new(&domain);
            for (value, sixths) in draw.values.iter_mut().zip(values) {
                *value = f64::from(sixths) / 6.0;
            }
            let n = options.len();
            for (party, of) in draw.weights.chunks_mut(n).enumerate() {
                let raw = &weights[party * n..(party + 1) * n];
                let sum: u8 = raw.iter().sum();
                for (weight, raw) in of.iter_mut().zip(raw) {
                    *weight = f64::from(*raw) / f64::from(sum);
                }
            }
            (domain, draw)
        })
}

fn all(domain: &Domain, draw: &Draw, parties: [usize; 3]) -> Vec<Triple> {
    let worth = |package| parties.map(|party| package::gross(domain, draw, party, package));
    (0..domain.packages())
        .map(|package| Triple {
            utilities: worth(package),
            package,
        })
        .collect()
}

fn at_least(x: &Triple, y: &Triple) -> bool {
    x.utilities.iter().zip(&y.utilities).all(|(x, y)| x >= y)
}

proptest! {
    /// Exactly those that nothing dominates, equal ones once, by the lowest package.
    #[test]
    fn efficient_outcomes_are_those_of_the_definition((domain, draw) in any()) {
        let parties = [0, 3, 1];
        let list = all(&domain, &draw, parties);
        let mut expected: Vec<Triple> = list
            .iter()
            .filter(|x| !list.iter().any(|y| {
                let better = y.utilities != x.utilities || y.package < x.package;
                at_least(y, x) && better
            }))
            .copied()
            .collect();
        expected.sort_by(|x, y| y.utilities.partial_cmp(&x.utilities).unwrap());
        prop_assert_eq!(efficient(&domain, &draw, parties).unwrap(), expected);
    }

    /// Each solution has the largest value of its criterion over all outcomes, acceptable to all three.
    #[test]
    fn solutions_are_the_best_of_all_outcomes((domain, draw) in any(), d in prop::array::uniform3(0u8..5)) {
        let parties = [0, 1, 2];
        let d = d.map(|sixths| f64::from(sixths) / 12.0);
        let found = triple_solutions(&efficient(&domain, &draw, parties).unwrap(), d);
        let gains: Vec<[f64; 3]> = all(&domain, &draw, parties)
            .iter()
            .map(|x| [0, 1, 2].map(|i| x.utilities[i] - d[i]))
            .filter(|gains| gains.iter().all(|&gain| gain >= -1e-12))
            .collect();
        let best = [0, 1, 2].map(|i| gains.iter().map(|g| g[i]).fold(0.0, f64::max));
        let share = |g: &[f64; 3]| [0, 1, 2].map(|i| if best[i] > 0.0 { g[i] / best[i] } else { 1.0 });
        let least = |g: &[f64; 3]| g.iter().copied().fold(f64::MAX, f64::min);
        type Criterion<'a> = &'a dyn Fn(&[f64; 3]) -> f64;
        let criteria: [(Option<Triple>, Criterion); 4] = [
            (found.nash, &|g| g.iter().map(|x| x.max(0.0)).product()),
            (found.egalitarian, &least),
            (found.kalai_smorodinsky, &|g| least(&share(g))),
            (found.utilitarian, &|g| g.iter().sum()),
        ];
        for (point, criterion) in criteria {
            prop_assert_eq!(point.is_none(), gains.is_empty());
            if let Some(point) = point {
                let here = criterion(&[0, 1, 2].map(|i| point.utilities[i] - d[i]));
                let most = gains.iter().map(criterion).fold(f64::MIN, f64::max);
                prop_assert!((here - most).abs() < 1e-9, "{} {}", here, most);
            }
        }
    }

    /// A third party that does not care leaves the frontier of two.
    #[test]
    fn an_indifferent_third_party_leaves_the_frontier_of_two((domain, mut draw) in any()) {
        let total = domain.total_options();
        draw.values[2 * total..3 * total].fill(0.5);
        let mut frontier = Frontier::default();
        Workspace::default().frontier(&domain, &draw, &[], &mut frontier).unwrap();
        let list = efficient(&domain, &draw, [0, 1, 2]).unwrap();
        let two: Vec<(f64, f64, u64)> = frontier.points().iter().map(|p| (p.a, p.b, p.package)).collect();
        let three = list.iter().map(|x| (x.utilities[0], x.utilities[1], x.package));
        prop_assert_eq!(three.collect::<Vec<_>>(), two);
    }
}

#[test]
fn what_is_not_additive_is_refused() {
    let plain = domain(&[2, 2]);
    let draw = Draw::new(&plain);
    let refused = |domain: &Domain, draw: &Draw| efficient(domain, draw, [0, 1, 2]).unwrap_err();
    for parties in [[0, 1, 1], [0, 1, 4]] {
        assert_eq!(
            efficient(&plain, &draw, parties),
            Err(ThreePartyError::Parties)
        );
    }
    let with = |change: &dyn Fn(&mut Structure)| {
        let mut structure = plain.structure().clone();
        change(&mut structure);
        let domain = Domain::new(structure).unwrap();
        let draw = Draw::new(&domain);
        refused(&domain, &draw)
    };
    let at = |issue| Choice { issue, option: 1 };
    assert_eq!(
        with(&|s| s.issues[0].divisible = true),
        ThreePartyError::NotAdditive("divisible issues")
    );
    assert_eq!(
        with(&|s| s.exclusions.push((at(0), at(1)))),
        ThreePartyError::NotAdditive("exclusions")
    );
    let rule = ConsentRule {
        party: 2,
        issue: 0,
        options: 2,
    };
    assert_eq!(
        with(&|s| s.consents.push(rule.clone())),
        ThreePartyError::NotAdditive("consents")
    );
    let mut vetoed = draw.clone();
    vetoed.vetoes.push(Veto {
        party: 2,
        threshold: 0.1,
    });
    assert_eq!(
        refused(&plain, &vetoed),
        ThreePartyError::NotAdditive("vetoes")
    );
    let mut breach = draw.clone();
    (breach.breach, breach.loss) = ([0.1, 0.0], [0.1, 0.0]);
    assert_eq!(
        refused(&plain, &breach),
        ThreePartyError::NotAdditive("losses by breach")
    );
    let mut short = draw.clone();
    short.values.pop();
    assert_eq!(refused(&plain, &short), ThreePartyError::Draw);
    let mut given = draw;
    given.consents.push(Consent::Given);
    assert_eq!(refused(&plain, &given), ThreePartyError::Draw);
}
