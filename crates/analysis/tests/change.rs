//! What would have to change: published openings, sets found against all sets, shares that add up.

use std::sync::atomic::AtomicBool;

use pourparler_agreement::space::Space;
use pourparler_analysis::change::{
    Answer, Change, Lever, Pulled, Question, Refused, Target, Trials, change, levers,
};
use pourparler_analysis::vocabulary;
use pourparler_engine::{Effort, Watch};
use pourparler_scenario::Scenario;
use proptest::prelude::*;

const SMALL: Effort = Effort {
    seed: 1,
    scrambles: 2,
    points: 16,
    paths: 4,
    halvings: 0,
};

const ENVOY: &str = include_str!("../../../scenarios/templates/envoy-visit.toml");

fn read(text: &str) -> Scenario {
    let reading = pourparler_scenario::read("s.toml", text, &vocabulary());
    let found = reading.diagnostics;
    reading.scenario.unwrap_or_else(|| panic!("{found:?}"))
}

fn asked(scenario: &Scenario, target: &str) -> Result<Change, Refused> {
    let question = Question {
        scenario,
        target,
        costs: &[],
        effort: SMALL,
    };
    let watch = Watch {
        progress: &|_, _| {},
        stop: &AtomicBool::new(false),
    };
    change(&question, &watch)
}

/// Two sides without a front, reservations as given, nobody breaks anything.
fn sides(reservations: [f64; 2]) -> String {
    let side = |id: &str, letter: &str, least: f64| {
        format!(
            "[parties.{id}]\nname = \"{id}\"\nside = \"{letter}\"\nno_agreement = {least}\n\
             floor = 0\nbreach = 0\nbreach_loss = 0\ntype_sd = 0.001\n"
        )
    };
    format!(
        "title = \"t\"\nas_of = 2025-12-01\nhorizon = \"180 days\"\n{}{}\
         [contact]\nby = \"bill\"\nto = [\"jack\"]\ndate = 2025-12-02\n",
        side("bill", "a", reservations[0]),
        side("jack", "b", reservations[1])
    )
}

/// Four issues that both want for themselves; sanctions stay where they are.
fn four_issues() -> String {
    let names = ["security", "territory", "sovereignty", "sanctions"];
    let weights = [(0.35, 0.30), (0.40, 0.35), (0.05, 0.25), (0.20, 0.10)];
    let mut text = sides([0.6, 0.55]);
    for (name, (a, b)) in names.iter().zip(weights) {
        let divisible = *name != "sanctions";
        let refuses = if divisible {
            ""
        } else {
            "red_lines.bills = 1\n"
        };
        text.push_str(&format!(
            "[issues.{name}]\noptions = [\"jacks\", \"bills\"]\nstatus_quo = \"jacks\"\n\
             divisible = {divisible}\n\
             [parties.bill.issues.{name}]\nweight = {a}\nvalues = {{ jacks = 0, bills = 1 }}\n\
             [parties.jack.issues.{name}]\nweight = {b}\nvalues = {{ jacks = 1, bills = 0 }}\n\
             {refuses}"
        ));
    }
    text
}

#[test]
fn four_issues_open_at_the_published_concessions() {
    let scenario = read(&four_issues());
    let found = asked(&scenario, "P(settlement) > 99%").unwrap();
    let opening = found.opening.expect("it can be worked out");
    assert!(!opening.agreements.open);
    // Model §2: .036667 each, A alone .078571, B alone .06875; B alone is cheapest at equal costs.
    let close = |x: f64, y: f64| assert!((x - y).abs() < 1e-5, "{x} {y}");
    let equal = opening.agreements.equal.as_ref().expect("both alike");
    close(equal.sides[0], 0.036_667);
    close(equal.sides[1], 0.036_667);
    let [a, b] = opening.alone;
    close(a.expect("A alone").sides[0], 0.078_571);
    close(b.expect("B alone").sides[1], 0.068_75);
    close(opening.priced.expect("priced").cost, 0.068_75);
}

/// Nash's (1950) barter: what each thing is worth to Bill and to Jack; the first five are Bill's.
const BARTER: [(&str, f64, f64); 9] = [
    ("book", 2.0, 4.0),
    ("whip", 2.0, 2.0),
    ("ball", 2.0, 1.0),
    ("bat", 2.0, 2.0),
    ("box", 4.0, 1.0),
    ("pen", 10.0, 1.0),
    ("toy", 4.0, 1.0),
    ("knife", 6.0, 2.0),
    ("hat", 2.0, 2.0),
];

#[test]
fn the_barter_opens_where_enumeration_says() {
    let (all_bill, all_jack) = (34.0, 16.0);
    // More than the best bargain (12, 5) gives either.
    let least = [(12.0 + 14.0) / all_bill, (6.0 + 7.0) / all_jack];
    let mut text = sides(least);
    for (k, (name, bill, jack)) in BARTER.iter().enumerate() {
        let today = if k < 5 { "bills" } else { "jacks" };
        text.push_str(&format!(
            "[issues.{name}]\noptions = [\"jacks\", \"bills\"]\nstatus_quo = \"{today}\"\n\
             [parties.bill.issues.{name}]\nweight = {}\nvalues = {{ jacks = 0, bills = 1 }}\n\
             [parties.jack.issues.{name}]\nweight = {}\nvalues = {{ jacks = 1, bills = 0 }}\n",
            bill / all_bill,
            jack / all_jack
        ));
    }
    let short = |package: usize| {
        let mut worth = [0.0, 0.0];
        for (k, (_, bill, jack)) in BARTER.iter().enumerate() {
            if package >> k & 1 == 1 {
                worth[0] += bill / all_bill;
            } else {
                worth[1] += jack / all_jack;
            }
        }
        [0, 1].map(|side| f64::max(least[side] - worth[side], 0.0))
    };
    // Today's line is no agreement.
    let packages = || {
        (0..512usize)
            .filter(|package| *package != 0b11111)
            .map(short)
    };
    let least_of = |cost: fn([f64; 2]) -> f64| packages().map(cost).fold(f64::INFINITY, f64::min);
    let found = asked(&read(&text), "P(settlement) > 99%").unwrap();
    let opening = found.opening.expect("it can be worked out");
    let close = |x: f64, y: f64| assert!((x - y).abs() < 1e-6, "{x} {y}");
    let equal = opening.agreements.equal.expect("both alike");
    close(equal.cost, least_of(|t| t[0].max(t[1])));
    close(
        opening.priced.expect("priced").cost,
        least_of(|t| t[0] + t[1]),
    );
    let [a, b] = opening.alone;
    let alone = |t: [f64; 2], own: usize| {
        if t[1 - own] > 1e-9 {
            f64::INFINITY
        } else {
            t[own]
        }
    };
    close(
        a.expect("Bill alone").cost,
        packages()
            .map(|t| alone(t, 0))
            .fold(f64::INFINITY, f64::min),
    );
    close(
        b.expect("Jack alone").cost,
        packages()
            .map(|t| alone(t, 1))
            .fold(f64::INFINITY, f64::min),
    );
}

/// The levers of a scenario, and a target understood.
fn prepared(scenario: &Scenario, target: &str) -> (Vec<Lever>, Target) {
    let space = Space::build(&scenario.root).unwrap();
    let levers = levers(scenario, &space, None).unwrap();
    (levers, Target::read(target, scenario, SMALL).unwrap())
}

#[test]
fn every_pair_that_reaches_is_found() {
    let scenario = read(ENVOY);
    let base = asked(&scenario, "P(settlement) < 0%").unwrap().base.value;
    let target = format!("P(settlement) > {}", base + 0.05);
    let found = asked(&scenario, &target).unwrap();
    let Answer::Sought(sought) = found.answer else {
        panic!("{:?}", found.answer)
    };
    assert_eq!(sought.sizes[0].left, 0, "{:?}", sought.sizes);
    let of = |sizes: &pourparler_analysis::change::Sizes| {
        sizes.run + sizes.bounded + sizes.dear + sizes.left
    };
    assert!(
        sought.sizes.iter().all(|sizes| of(sizes) == sizes.all),
        "{:?}",
        sought.sizes
    );
    let watch = Watch {
        progress: &|_, _| {},
        stop: &AtomicBool::new(false),
    };
    let (_, target) = prepared(&scenario, &target);
    let levers = &found.levers;
    let mut trials = Trials::new(&scenario, levers, &target, found.efforts[1], &watch);
    let single = |k: usize| Pulled::from([(k, levers[k].most)]);
    let alone: Vec<bool> = trials
        .reached(&(0..levers.len()).map(single).collect::<Vec<_>>())
        .unwrap()
        .iter()
        .map(|reached| reached.holds())
        .collect();
    for single in &sought.singles {
        assert_eq!(single.needs.is_some(), alone[single.lever]);
    }
    let mut pairs = Vec::new();
    for a in 0..levers.len() {
        for b in a + 1..levers.len() {
            if !alone[a] && !alone[b] {
                pairs.push(Pulled::from([(a, levers[a].most), (b, levers[b].most)]));
            }
        }
    }
    let reached = trials.reached(&pairs).unwrap();
    let all: Vec<Vec<usize>> = pairs
        .iter()
        .zip(&reached)
        .filter(|(_, reached)| reached.holds())
        .map(|(pair, _)| pair.keys().copied().collect())
        .collect();
    let mut said: Vec<Vec<usize>> = sought
        .pairs
        .iter()
        .map(|pair| pair.set.keys().copied().collect())
        .collect();
    said.sort();
    assert_eq!(said, all);
    assert!(!said.is_empty() || sought.singles.iter().any(|s| s.needs.is_some()));
}

#[test]
fn shares_add_up_to_the_joint_effect() {
    let scenario = read(ENVOY);
    let found = asked(&scenario, "P(settlement) > 99.9%").unwrap();
    let Answer::Sought(sought) = found.answer else {
        panic!("{:?}", found.answer)
    };
    let joint = sought.joint.expect("a probability can always be had");
    let sum: f64 = joint.shares.iter().map(|(_, share)| share).sum();
    assert!((sum - joint.gain).abs() < 1e-9, "{sum} {}", joint.gain);
    let alone: f64 = sought.singles.iter().map(|single| single.moves).sum();
    assert!((alone - joint.sum).abs() < 1e-9);
    assert!(joint.gain > joint.sum, "{} {}", joint.gain, joint.sum);
}

#[test]
fn nothing_to_look_for_is_said() {
    let scenario = read(ENVOY);
    let of = |target: &str| asked(&scenario, target);
    assert!(matches!(
        of("P(settlement) >= 0%").unwrap().answer,
        Answer::Met
    ));
    assert!(matches!(of("P(setlement) > 1%"), Err(Refused::Target(found)) if found.len() == 1));
    assert!(matches!(of("input(nothing) > 1%"), Err(Refused::Target(_))));
    let question = Question {
        scenario: &scenario,
        target: "P(settlement) > 50%",
        costs: &[("floor-nobody".to_owned(), 1.0)],
        effort: SMALL,
    };
    let watch = Watch {
        progress: &|_, _| {},
        stop: &AtomicBool::new(false),
    };
    assert!(matches!(change(&question, &watch), Err(Refused::Cost(..))));
    let priced = format!("{ENVOY}\n[levers.floor-nobody]\ncost = 2\n");
    assert!(matches!(
        asked(&read(&priced), "P(settlement) > 50%"),
        Err(Refused::Scenario(_))
    ));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// What a set reaches does not depend on the sets run beside it.
    #[test]
    fn a_set_reaches_the_same_in_any_company(
        first in 0usize..8, second in 0usize..8, grades in [1u16..=64, 1u16..=64],
    ) {
        let scenario = read(ENVOY);
        let (levers, target) = prepared(&scenario, "effect(settlement) > 50pt");
        let watch = Watch { progress: &|_, _| {}, stop: &AtomicBool::new(false) };
        let set = Pulled::from([(first, levers[first].at_least(grades[0]))]);
        let mut both = set.clone();
        both.insert(second, levers[second].at_least(grades[1]));
        let mut alone = Trials::new(&scenario, &levers, &target, SMALL, &watch);
        let by_itself = alone.one(&both).unwrap();
        let mut beside = Trials::new(&scenario, &levers, &target, SMALL, &watch);
        let reached = beside.reached(&[Pulled::new(), set, both.clone()]).unwrap();
        let last = reached.last().unwrap();
        prop_assert_eq!(by_itself.value.to_bits(), last.value.to_bits());
    }
}
