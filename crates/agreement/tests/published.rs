//! Published results and figures derived for this project by independent means.

use pourparler_agreement::opening::{Ask, cheapest_concessions, equal_concession};
use pourparler_agreement::solution::{
    alternating_offers, egalitarian, kalai_smorodinsky, nash, utilitarian,
};
use pourparler_agreement::{
    Choice, Consent, ConsentRule, Domain, Draw, Effect, EffectSize, Frontier, Issue, Predicate,
    Structure, Workspace, package,
};
use statrs::distribution::{Continuous, ContinuousCDF, Normal};

fn close(have: f64, want: f64, within: f64) {
    assert!((have - want).abs() <= within, "{have} is not {want}");
}

fn two_sides(issues: Vec<Issue>) -> Domain {
    let structure = Structure {
        parties: 2,
        sides: [0, 1],
        issues,
        ..Structure::default()
    };
    Domain::new(structure).expect("a valid structure")
}

fn frontier(domain: &Domain, draw: &Draw, within: &[Predicate]) -> Frontier {
    let mut frontier = Frontier::default();
    Workspace::default()
        .frontier(domain, draw, within, &mut frontier)
        .expect("a frontier");
    frontier
}

/// Security, territory, sovereignty, sanctions; option 1 is what A wants, option 0 what B wants.
fn four_divisible() -> (Domain, Draw, [Predicate; 1]) {
    let domain = two_sides(vec![
        Issue {
            options: 2,
            divisible: true,
            status_quo: 0
        };
        4
    ]);
    let mut draw = Draw::new(&domain);
    draw.weights = vec![0.35, 0.40, 0.05, 0.20, 0.30, 0.35, 0.25, 0.10];
    draw.values = [[0.0, 1.0].repeat(4), [1.0, 0.0].repeat(4)].concat();
    let sanctions_kept = Predicate::any(&domain).with(Choice {
        issue: 3,
        option: 0,
    });
    (domain, draw, [sanctions_kept])
}

#[test]
fn four_divisible_issues_by_fractional_knapsack() {
    let (domain, draw, kept) = four_divisible();
    let free = frontier(&domain, &draw, &[]);
    let best = free.best_for_b(0.6).expect("A can have .6");
    close(best.b, 0.55625, 1e-9);
    close(best.a, 0.6, 1e-9);
    for ((issue, share), want) in free.shares(&best).into_iter().zip([1.0, 0.125, 0.0, 1.0]) {
        assert!((share - want).abs() < 1e-9, "issue {issue}: {share}");
    }
    assert!(free.is_open(0.6, 0.55));
    assert!(!free.is_open(0.6, 0.5563));
    let without = frontier(&domain, &draw, &kept);
    close(
        without.best_for_b(0.6).expect("A can have .6").b,
        0.48125,
        1e-9,
    );
    assert!(!without.is_open(0.6, 0.55));
    // f and its inverse meet.
    close(
        free.best_for_a(0.55625).expect("B can have it").a,
        0.6,
        1e-9,
    );
}

#[test]
fn four_divisible_issues_concessions_by_linear_programme() {
    let (domain, draw, kept) = four_divisible();
    let r = [0.6, 0.55];
    let alike = equal_concession(&domain, &draw, &kept, r)
        .expect("solved")
        .expect("found");
    close(alike.cost, 0.036667, 1e-5);
    let alone = |side: usize| {
        let mut side_costs = [f64::INFINITY; 2];
        side_costs[side] = 1.0;
        let ask = Ask {
            reservations: r,
            side_costs,
            veto_costs: vec![],
        };
        cheapest_concessions(&domain, &draw, &kept, &ask)
            .expect("solved")
            .expect("found")
            .cost
    };
    close(alone(0), 0.078571, 1e-5);
    close(alone(1), 0.06875, 1e-5);
    let open = cheapest_concessions(
        &domain,
        &draw,
        &[],
        &Ask {
            reservations: r,
            side_costs: [1.0; 2],
            veto_costs: vec![],
        },
    );
    assert_eq!(open.expect("solved").expect("open").cost, 0.0);
}

/// P(f(v_A) side of B ≥ v_B) with independent normal reservations, by Simpson's rule in v_A.
fn probability_of_zone(frontier: &Frontier, mean: [f64; 2], sd: f64) -> f64 {
    let unit = Normal::new(0.0, 1.0).expect("a normal law");
    let n = 20_000;
    let h = 16.0 / f64::from(n);
    (0..=n)
        .map(|i| {
            let z = -8.0 + h * f64::from(i);
            let simpson = if i == 0 || i == n {
                1.0
            } else {
                f64::from(2 + 2 * (i % 2))
            };
            let density = unit.pdf(z);
            let b = frontier.best_for_b(mean[0] + sd * z);
            let open = b.map_or(0.0, |p| unit.cdf((p.b - mean[1]) / sd));
            simpson * h / 3.0 * density * open
        })
        .sum()
}

#[test]
fn four_divisible_issues_probability_of_a_zone() {
    let (domain, draw, kept) = four_divisible();
    let free = probability_of_zone(&frontier(&domain, &draw, &[]), [0.6, 0.55], 0.05);
    close(free, 0.53733, 1e-4);
    let without = probability_of_zone(&frontier(&domain, &draw, &kept), [0.6, 0.55], 0.05);
    close(without, 0.15038, 1e-4);
}

#[test]
fn four_divisible_issues_bargaining_solutions() {
    let (domain, draw, _) = four_divisible();
    let free = frontier(&domain, &draw, &[]);
    let d = [0.45, 0.40];
    let cases = [
        (nash(&free, d), [0.61429, 0.54375]),
        (kalai_smorodinsky(&free, d), [0.61480, 0.54330]),
        (egalitarian(&free, d), [0.60333, 0.55333]),
    ];
    for (point, want) in cases {
        let point = point.expect("above d");
        close(point.a, want[0], 1e-5);
        close(point.b, want[1], 1e-5);
    }
    // Utilitarian: each issue to the side that weighs it more would leave B with .25; territory,
    // where B's weight is closest to A's, is shared until B has its .40.
    let sum = utilitarian(&free, d).expect("above d");
    close(sum.b, 0.40, 1e-9);
    close(sum.a, 0.95 - 0.40 * 0.15 / 0.35, 1e-9);
}

/// Values (to Bill, to Jack) of the nine objects; the first five are Bill's (Nash 1950).
const BARTER: [(f64, f64); 9] = [
    (2.0, 4.0),
    (2.0, 2.0),
    (2.0, 1.0),
    (2.0, 2.0),
    (4.0, 1.0),
    (10.0, 1.0),
    (4.0, 1.0),
    (6.0, 2.0),
    (2.0, 2.0),
];
/// Everything on one scale, so that gains of both compare: Bill's total.
const SCALE: f64 = 34.0;

/// Option 0: the owner keeps it; option 1: the other has it.
fn barter() -> (Domain, Draw) {
    let domain = two_sides(vec![
        Issue {
            options: 2,
            divisible: false,
            status_quo: 0
        };
        9
    ]);
    let mut draw = Draw::new(&domain);
    for (k, &(bill, jack)) in BARTER.iter().enumerate() {
        draw.weights[k] = bill / SCALE;
        draw.weights[9 + k] = jack / SCALE;
        let bills = k < 5;
        for option in 0..2 {
            let to_bill = bills == (option == 0);
            draw.values[2 * k + option] = f64::from(u8::from(to_bill));
            draw.values[18 + 2 * k + option] = f64::from(u8::from(!to_bill));
        }
    }
    (domain, draw)
}

#[test]
fn nash_1950_barter() {
    let (domain, draw) = barter();
    let today = domain.status_quo();
    let d = [0, 1].map(|side| package::net(&domain, &draw, side, today));
    let gains = |p: u64| [0, 1].map(|i| SCALE * (package::net(&domain, &draw, i, p) - d[i]));
    let free = frontier(&domain, &draw, &[]);
    let best = nash(&free, d).expect("above d");
    let [x, y] = gains(best.package);
    close(x, 12.0, 1e-9);
    close(y, 5.0, 1e-9);
    // Bill gives book, whip, ball, bat; Jack gives pen, toy, knife.
    assert_eq!(domain.decode(best.package), [1, 1, 1, 1, 0, 1, 1, 1, 0]);
    let mut products: Vec<f64> = free
        .points()
        .iter()
        .map(|p| gains(p.package))
        .filter(|g| g[0] >= -1e-9 && g[1] >= -1e-9)
        .map(|g| g[0] * g[1])
        .collect();
    products.sort_by(|p, q| q.total_cmp(p));
    close(products[0], 60.0, 1e-9);
    close(products[1], 56.0, 1e-9);
    let [x, y] = gains(egalitarian(&free, d).expect("above d").package);
    close(x, 8.0, 1e-9);
    close(y, 6.0, 1e-9);
    let improving = (0..domain.packages())
        .filter(|&p| gains(p).iter().all(|g| *g >= -1e-9))
        .count();
    assert_eq!((improving, domain.packages()), (293, 512));
}

#[test]
fn curved_frontier() {
    let n = 100_000;
    let points: Vec<(f64, f64)> = (0..=n)
        .map(|i| f64::from(i) / f64::from(n))
        .map(|u| (u, 1.0 - u * u))
        .collect();
    let curve = Frontier::from_points(&points);
    let best = nash(&curve, [0.0; 2]).expect("above d");
    close(best.a, 1.0 / 3f64.sqrt(), 1e-4);
    close(best.b, 2.0 / 3.0, 1e-4);
    let golden = kalai_smorodinsky(&curve, [0.0; 2]).expect("above d");
    close(golden.a, 0.618034, 1e-4);
    close(golden.b, 0.618034, 1e-4);
}

#[test]
fn kinked_frontier() {
    // u2 = min(1, 2(1 − u1)): one divisible issue from (1, 0) to (.5, 1).
    let domain = two_sides(vec![Issue {
        options: 2,
        divisible: true,
        status_quo: 0,
    }]);
    let mut draw = Draw::new(&domain);
    draw.values = vec![1.0, 0.5, 0.0, 1.0];
    let kink = frontier(&domain, &draw, &[]);
    let best = nash(&kink, [0.0; 2]).expect("above d");
    close(best.a, 0.5, 1e-9);
    close(best.b, 1.0, 1e-9);
    let ks = kalai_smorodinsky(&kink, [0.0; 2]).expect("above d");
    close(ks.a, 2.0 / 3.0, 1e-9);
    close(ks.b, 2.0 / 3.0, 1e-9);
}

/// One divisible pie of 1.
fn pie() -> Frontier {
    let domain = two_sides(vec![Issue {
        options: 2,
        divisible: true,
        status_quo: 0,
    }]);
    let mut draw = Draw::new(&domain);
    draw.values = vec![0.0, 1.0, 1.0, 0.0];
    frontier(&domain, &draw, &[])
}

#[test]
fn rubinstein_1982() {
    for (delta, want) in [([0.9, 0.9], 0.526316), ([0.9, 0.8], 0.714286)] {
        let (first, second) = alternating_offers(&pie(), [0.0; 2], delta).expect("a pie");
        close(first.a, want, 1e-6);
        let closed_form = |own: f64, other: f64| (1.0 - other) / (1.0 - own * other);
        close(first.a, closed_form(delta[0], delta[1]), 1e-9);
        close(second.b, closed_form(delta[1], delta[0]), 1e-9);
    }
    assert_eq!(alternating_offers(&pie(), [0.0; 2], [1.0, 0.5]), None);
    assert_eq!(alternating_offers(&pie(), [0.6, 0.6], [0.9, 0.9]), None);
}

#[test]
fn fearon_1995_zone_and_mutual_optimism() {
    let pie = pie();
    let (p, c_a, c_b) = (0.55, 0.1, 0.05);
    close(
        pie.surplus(p - c_a, 1.0 - p - c_b).expect("B can have it"),
        c_a + c_b,
        1e-9,
    );
    for i in 0..=20 {
        for j in 0..=20 {
            let (p_a, p_b) = (f64::from(i) / 20.0, f64::from(j) / 20.0);
            // Reservations are believed chances of winning less costs, never below nothing.
            let open = pie.is_open((p_a - c_a).max(0.0), (p_b - c_b).max(0.0));
            let room = 1.0 + c_a + c_b - p_a - p_b;
            if room.abs() > 1e-9 && p_a > c_a && p_b > c_b {
                assert_eq!(open, room > 0.0, "p_A = {p_a}, p_B = {p_b}");
            }
        }
    }
}

#[test]
fn premium_and_guarantee() {
    let issue = |options| Issue {
        options,
        divisible: false,
        status_quo: 0,
    };
    let at = Choice {
        issue: 1,
        option: 1,
    };
    let structure = Structure {
        parties: 3,
        sides: [0, 1],
        issues: vec![issue(2), issue(2)],
        effects: vec![Effect {
            at,
            party: 0,
            guarantor: Some(2),
        }],
        consents: vec![ConsentRule {
            party: 2,
            issue: 1,
            options: 0b10,
        }],
        ..Structure::default()
    };
    let domain = Domain::new(structure).expect("a valid structure");
    let mut draw = Draw::new(&domain);
    draw.breach = [0.2, 0.2];
    draw.loss = [0.3, 0.0];
    draw.effects = vec![EffectSize {
        breach: 0.5,
        loss: 1.0,
    }];
    draw.reliability[2] = 0.8;
    // Nothing is worth anything, so net utility is minus the premium.
    close(package::net(&domain, &draw, 0, 0), -0.075, 1e-12);
    assert_eq!(package::net(&domain, &draw, 1, 0), 0.0);
    // d falls to .2 × (1 − .8 × .5) = .12.
    close(
        package::net(&domain, &draw, 0, 2),
        -0.12 * 0.3 / 0.88,
        1e-12,
    );
    let with = frontier(&domain, &draw, &[]);
    assert_eq!(with.points()[0].package, 2);
    draw.consents[0] = Consent::Refused;
    let refused = frontier(&domain, &draw, &[]);
    close(refused.points()[0].a, -0.075, 1e-12);
}
