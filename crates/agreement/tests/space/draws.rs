//! Numbers: default values, weights, red lines, guarantees, consents, outcomes.

use pourparler_agreement::space::{Need, OutcomeKind, Space};
use pourparler_agreement::{Choice, Consent, Draw, Frontier, Veto, Workspace};
use proptest::prelude::*;

use crate::{BASE, changed, space};

fn close(x: f64, y: f64) {
    assert!((x - y).abs() < 1e-9, "{x} is not {y}");
}

/// Values of a party on an issue.
fn values(space: &Space, draw: &Draw, party: &str, issue: &str) -> Vec<f64> {
    let (party, issue) = (space.party(party).unwrap(), space.issue(issue).unwrap());
    (0..space.issues[issue].options.len())
        .map(|option| draw.value(&space.domain, party, Choice { issue, option }))
        .collect()
}

fn weights(space: &Space, draw: &Draw, party: &str) -> Vec<f64> {
    let party = space.party(party).unwrap();
    (0..space.issues.len())
        .map(|issue| draw.weight(&space.domain, party, issue))
        .collect()
}

/// The draw with the needs of these paths set, all others at their medians.
fn draw_with(space: &Space, set: &[(&str, f64)]) -> Draw {
    let mut x: Vec<f64> = space.needs.iter().map(Need::median).collect();
    for (path, value) in set {
        let at = space.needs.iter().position(|need| need.path() == *path);
        x[at.unwrap_or_else(|| panic!("no need `{path}`"))] = *value;
    }
    let mut draw = Draw::new(&space.domain);
    space.recipe.fill(&space.domain, &x, &mut draw);
    draw
}

fn package(space: &Space, labels: [&str; 3]) -> u64 {
    let ids = ["land", "cover", "money"];
    let options: Vec<usize> = ids
        .iter()
        .zip(labels)
        .map(|(id, label)| space.option(id, label).unwrap().option)
        .collect();
    space.domain.encode(&options).unwrap()
}

#[test]
fn names_and_structure_follow_the_file() {
    let space = space(BASE);
    let ids: Vec<&str> = space.parties.iter().map(|p| p.id.as_str()).collect();
    assert_eq!(ids, ["norland", "sudland", "patron", "neighbour"]);
    assert_eq!(space.sides, [0, 1]);
    assert_eq!(space.issues[0].name, "Land");
    assert_eq!(space.issues[1].name, "cover");
    assert_eq!(space.domain.packages(), 36);
    assert_eq!(
        space.labels(space.domain.status_quo()),
        ["river", "none", "kept"]
    );
    assert_eq!(space.outcome("truce"), Some(1));
    assert!(space.remarks.is_empty(), "{:#?}", space.remarks);
}

#[test]
fn values_fall_by_equal_steps_unless_given_or_unordered() {
    let space = space(BASE);
    let draw = space.at_medians();
    let third = 1.0 / 3.0;
    for (value, wanted) in
        values(&space, &draw, "norland", "land")
            .into_iter()
            .zip([0.0, third, 2.0 * third, 1.0])
    {
        close(value, wanted);
    }
    // From the middle: the farther end is worth 0, the nearer one something.
    assert_eq!(
        values(&space, &draw, "neighbour", "land"),
        [0.5, 1.0, 0.5, 0.0]
    );
    assert_eq!(values(&space, &draw, "sudland", "cover"), [0.0, 0.0, 1.0]);
    let stated = values(&space, &draw, "sudland", "land");
    assert!(
        stated[1] > 0.6 && stated[1] < 0.7,
        "the stated river beats 2/3: {}",
        stated[1]
    );
    close(stated[0], 1.0);
    close(stated[2], third);
    assert_eq!(values(&space, &draw, "patron", "land"), [0.0; 4]);
}

#[test]
fn weights_are_shares_of_their_sum() {
    let space = space(BASE);
    let draw = space.at_medians();
    assert_eq!(weights(&space, &draw, "norland"), [0.75, 0.0, 0.25]);
    assert_eq!(weights(&space, &draw, "sudland"), [0.75, 0.25, 0.0]);
    // Who weighs nothing gets equal weights on values of 0.
    let idle: f64 = weights(&space, &draw, "patron").iter().sum();
    close(idle, 1.0);
    let drawn = draw_with(&space, &[("parties.norland.issues.land.weight", 18.0)]);
    assert_eq!(weights(&space, &drawn, "norland"), [0.9, 0.0, 0.1]);
}

#[test]
fn the_premium_of_the_model_and_what_a_guarantee_takes_off() {
    let space = space(BASE);
    let draw = space.at_medians();
    let bare = package(&space, ["river", "none", "kept"]);
    // d ℓ / (1 − d): .2 × .3 / .8 and .1 × .4 / .9.
    close((space.premium(&draw, 0, bare) * 1e4).round(), 750.0);
    close((space.premium(&draw, 1, bare) * 1e6).round(), 44_444.0);
    // Believed at .8: d × (1 − .8 × .5) = .06, ℓ × (1 − .8 × .75) = .16.
    let covered = package(&space, ["river", "troops", "kept"]);
    assert!((space.premium(&draw, 1, covered) - 0.06 * 0.16 / 0.94).abs() < 1e-12);
    close(
        space.premium(&draw, 0, covered),
        space.premium(&draw, 0, bare),
    );
    let net = space.utility(&draw, space.sides[1], covered) - space.premium(&draw, 1, covered);
    close(space.net(&draw, 1, covered), net);
    let doubted = draw_with(
        &space,
        &[("issues.cover.guarantees.troops.reliability", 0.0)],
    );
    close(
        space.premium(&doubted, 1, covered),
        space.premium(&doubted, 1, bare),
    );
    let sure = draw_with(&space, &[("parties.norland.breach", 1.0)]);
    close(space.premium(&sure, 0, bare), 64.0);
}

#[test]
fn a_guarantor_believed_less_is_worth_less() {
    let space = space(BASE);
    let covered = package(&space, ["river", "troops", "kept"]);
    let x: Vec<f64> = space.needs.iter().map(Need::median).collect();
    let net = |trust: f64| {
        let mut draw = Draw::new(&space.domain);
        let recipe = &space.recipe;
        recipe.fill_believing(&space.domain, &x, |_| trust, &mut draw);
        // .8 of reliability times the trust, at most 1: d = .1 and ℓ = .4 with multipliers of .5
        // and .25.
        let believed = (0.8 * trust).min(1.0);
        let (d, l) = (0.1 * (1.0 - 0.5 * believed), 0.4 * (1.0 - 0.75 * believed));
        close(space.premium(&draw, 1, covered), d * l / (1.0 - d));
        space.net(&draw, 1, covered)
    };
    assert!(net(0.5) < net(1.0) && net(1.0) < net(1.2));
    assert_eq!(net(1.25), net(9.0), "fully believed");
    assert_eq!(space.at_medians(), {
        let mut draw = Draw::new(&space.domain);
        let recipe = &space.recipe;
        recipe.fill_believing(&space.domain, &x, |_| 1.0, &mut draw);
        draw
    });
}

#[test]
fn words_for_red_lines_have_the_means_of_the_model() {
    let words = [
        ("said", 0.3),
        ("repeated", 0.5),
        ("law", 0.7),
        ("cost", 0.85),
    ];
    for (word, mean) in words {
        let space = space(&changed(&[(
            "south = \"law\"",
            &format!("south = \"{word}\""),
        )]));
        let path = "parties.norland.issues.land.red_lines.south#drawn";
        let need = space.needs.iter().find(|need| need.path() == path).unwrap();
        let law = need.quantity().law;
        assert!((law.mean() - mean).abs() < 1e-9, "{word}: {}", law.mean());
        assert!(
            (law.median() - mean).abs() < 0.01,
            "{word}: {}",
            law.median()
        );
        let (least, most) = (law.quantile(1e-9), law.quantile(1.0 - 1e-9));
        assert!(
            (least - (mean - 0.2)).abs() < 1e-3 && most <= mean + 0.2 + 1e-9,
            "{word}"
        );
    }
}

#[test]
fn red_lines_are_events_and_unless_lifts_them() {
    let space = space(BASE);
    let lines = &space.domain.structure().red_lines;
    assert_eq!(lines.len(), 3);
    let draw = space.at_medians();
    assert_eq!(draw.red_lines, [true, true, false], "law .7, cost .85, .4");
    let river = lines
        .iter()
        .position(|line| !line.unless.is_empty())
        .unwrap();
    assert_eq!(lines[river].refused, space.option("land", "river").unwrap());
    assert_eq!(
        lines[river].unless,
        [
            space.option("cover", "promise").unwrap(),
            space.option("cover", "troops").unwrap()
        ]
    );
    let drawn = draw_with(
        &space,
        &[
            ("parties.norland.issues.land.red_lines.south#drawn", 0.0),
            ("parties.sudland.issues.land.red_lines.river#drawn", 1.0),
        ],
    );
    assert_eq!(drawn.red_lines, [false, true, true]);
}

#[test]
fn a_stated_consent_is_one_event_and_others_look_at_their_utility() {
    let space = space(BASE);
    let rules = &space.domain.structure().consents;
    let (patron, neighbour) = (
        space.party("patron").unwrap(),
        space.party("neighbour").unwrap(),
    );
    let of: Vec<(usize, u64)> = rules.iter().map(|r| (r.party, r.options)).collect();
    assert_eq!(of, [(patron, 0b100), (patron, 0b110), (neighbour, 0b110)]);
    let events = space
        .needs
        .iter()
        .filter(|n| n.path() == "parties.patron.consent#drawn");
    assert_eq!(events.count(), 1);
    let draw = space.at_medians();
    assert_eq!(
        draw.consents,
        [Consent::Given, Consent::Given, Consent::ByUtility]
    );
    let refused = draw_with(&space, &[("parties.patron.consent#drawn", 0.0)]);
    assert_eq!(
        refused.consents,
        [Consent::Refused, Consent::Refused, Consent::ByUtility]
    );
    // A consent that was not given in the file can still be taken away.
    let refused = draw_with(&space, &[("parties.neighbour.consent#drawn", 0.0)]);
    assert_eq!(
        refused.consents,
        [Consent::Given, Consent::Given, Consent::Refused]
    );
    assert_eq!(
        draw.vetoes,
        [Veto {
            party: neighbour,
            threshold: 0.25
        }]
    );
}

#[test]
fn outcomes_sort_packages() {
    let space = space(BASE);
    let peace = package(&space, ["north", "none", "paid"]);
    let truce = package(&space, ["river", "promise", "kept"]);
    let neither = package(&space, ["north", "promise", "kept"]);
    assert!(space.is_final(peace) && !space.is_final(truce) && !space.is_final(neither));
    assert_eq!(space.outcomes_of(peace).collect::<Vec<_>>(), [0]);
    assert_eq!(space.outcomes_of(truce).collect::<Vec<_>>(), [1]);
    assert_eq!(space.outcomes_of(neither).count(), 0);
    let [peace, truce] = &space.outcomes[..] else {
        panic!("two outcomes")
    };
    assert_eq!(
        (peace.kind, truce.kind),
        (OutcomeKind::Final, OutcomeKind::Interim)
    );
    assert_eq!(peace.name, "Peace");
    let median = |need: Option<usize>| space.needs[need.unwrap()].median();
    close(median(peace.after), 0.2);
    close(median(truce.tempers), 0.3);
    assert!((median(truce.lasts) - 30.0).abs() < 0.01);
    let (early, late) = space.needs[truce.lasts.unwrap()].quantity().law.range();
    assert!(
        (early - 2.0).abs() < 0.5 && (late - 365.0).abs() < 1.0,
        "{early} .. {late}"
    );
    assert!(peace.lasts.is_none() && peace.tempers.is_none() && truce.after.is_none());
    assert_eq!((space.finals().len(), space.signable().len()), (1, 2));
}

#[test]
fn settlements_on_some_issues_leave_the_others_as_they_are() {
    let space = space(BASE);
    let money = [space.issue("money").unwrap()];
    let land = [space.issue("land").unwrap()];
    let on = |issues: &[usize], package| {
        space
            .finals_on(issues)
            .iter()
            .any(|p| p.matches(&space.domain, package))
    };
    let shared = package(&space, ["river", "none", "shared"]);
    assert!(on(&money, shared));
    assert!(!on(&money, package(&space, ["north", "none", "shared"])));
    assert!(!on(&land, package(&space, ["north", "none", "shared"])));
    let mut frontier = Frontier::default();
    let draw = space.at_medians();
    let within = space.finals_on(&land);
    Workspace::default()
        .frontier(&space.domain, &draw, &within, &mut frontier)
        .unwrap();
    assert!(frontier.is_empty(), "land alone makes no peace");
}

#[test]
fn without_outcomes_anything_but_today_is_a_settlement() {
    let cut = BASE.find("[outcomes.peace]").unwrap();
    let space = space(&BASE[..cut]);
    assert_eq!(space.outcomes.len(), 1);
    for id in 0..space.domain.packages() {
        assert_eq!(
            space.is_final(id),
            id != space.domain.status_quo(),
            "package {id}"
        );
    }
    let after = &space.needs[space.outcomes[0].after.unwrap()];
    assert_eq!(after.path(), "outcomes.agreement.after");
    close(after.median(), 0.2);
    assert_eq!(space.remarks.len(), 1);
    assert_eq!(
        space.remarks[0].code,
        pourparler_agreement::space::codes::NO_OUTCOMES
    );
}

#[test]
fn war_imposes_what_the_winner_likes_best() {
    let space = space(BASE);
    let draw = space.at_medians();
    let today = ["none", "kept"];
    let with = |land| package(&space, [land, today[0], today[1]]);
    assert_eq!(space.imposed(&draw, 0, true), with("all"));
    assert_eq!(space.imposed(&draw, 0, false), with("south"));
    assert_eq!(space.imposed(&draw, 1, true), with("south"));
    assert_eq!(space.imposed(&draw, 1, false), with("all"));
    close(space.utility(&draw, 0, space.imposed(&draw, 0, true)), 0.75);
}

#[test]
fn packages_named_in_the_file() {
    let named = |issues: &[(&str, &[&str])]| pourparler_scenario::Package {
        issues: issues
            .iter()
            .map(|(id, options)| {
                (
                    (*id).to_owned(),
                    options.iter().map(|o| (*o).to_owned()).collect(),
                )
            })
            .collect(),
    };
    let space = space(BASE);
    let paid = named(&[("money", &["paid"]), ("land", &["north"])]);
    assert_eq!(
        space.package(&paid),
        Some(package(&space, ["north", "none", "paid"]))
    );
    let either = named(&[("money", &["paid", "shared"])]);
    assert_eq!(space.package(&either), None);
    let set = space.predicate(&either).unwrap();
    let all = 0..space.domain.packages();
    assert_eq!(all.filter(|&id| set.matches(&space.domain, id)).count(), 24);
    assert_eq!(space.predicate(&named(&[("weather", &["rain"])])), None);
}

#[test]
fn a_divisible_issue_reaches_the_exact_frontier() {
    let text = r#"
title = "A sum of money"
as_of = 2025-12-01
[parties.bill]
side = "a"
breach = 0
[parties.jack]
side = "b"
breach = 0
[issues.sum]
options = ["bill", "jack"]
divisible = true
status_quo = "bill"
[parties.bill.issues.sum]
wants = "bill"
[parties.jack.issues.sum]
wants = "jack"
"#;
    let space = space(text);
    let mut frontier = Frontier::default();
    let draw = space.at_medians();
    let finals = space.finals();
    Workspace::default()
        .frontier(&space.domain, &draw, &finals, &mut frontier)
        .unwrap();
    let half = frontier.best_for_a(0.25).unwrap();
    assert!((half.a - 0.75).abs() < 1e-9);
}

proptest! {
    #[test]
    fn any_values_of_the_needs_make_a_draw_in_range(
        u in prop::collection::vec(0.000_001f64..0.999_999, 64),
    ) {
        let space = space(BASE);
        let x: Vec<f64> = space
            .needs
            .iter()
            .zip(u.iter().cycle())
            .map(|(need, &u)| match need {
                Need::Quantity(quantity) => quantity.law.quantile(u),
                Need::Event { probability, .. } => f64::from(u8::from(u < probability.law.mean())),
            })
            .collect();
        let mut draw = Draw::new(&space.domain);
        space.recipe.fill(&space.domain, &x, &mut draw);
        prop_assert_eq!(draw.check(&space.domain), Ok(()));
        for party in 0..space.parties.len() {
            let sum: f64 = draw.weights.chunks(space.issues.len()).nth(party).unwrap().iter().sum();
            prop_assert!((sum - 1.0).abs() < 1e-12);
            for package in 0..space.domain.packages() {
                let utility = space.utility(&draw, party, package);
                prop_assert!((0.0..=1.0 + 1e-9).contains(&utility));
            }
        }
        let mut frontier = Frontier::default();
        let signable = space.signable();
        let computed =
            Workspace::default().frontier(&space.domain, &draw, &signable, &mut frontier);
        prop_assert_eq!(computed, Ok(()));
        for point in frontier.points() {
            prop_assert!(space.outcomes_of(point.package).next().is_some());
            prop_assert!((space.net(&draw, 0, point.package) - point.a).abs() < 1e-12);
            prop_assert!((space.net(&draw, 1, point.package) - point.b).abs() < 1e-12);
        }
    }

    #[test]
    fn even_values_out_of_range_make_a_draw_in_range(
        x in prop::collection::vec(-1e6f64..1e6, 64),
    ) {
        let space = space(BASE);
        let x: Vec<f64> = x.iter().copied().cycle().take(space.needs.len()).collect();
        let mut draw = Draw::new(&space.domain);
        space.recipe.fill(&space.domain, &x, &mut draw);
        prop_assert_eq!(draw.check(&space.domain), Ok(()));
    }
}
