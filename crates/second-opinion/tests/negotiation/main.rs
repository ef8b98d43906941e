//! Negotiation domains of other programs: reference answers, round trips, mistakes.

#[path = "../common/mod.rs"]
mod common;

mod three;

use common::shared_text;
use pourparler_agreement::{Choice, Point};
use pourparler_scenario::Diagnostic;
use pourparler_second_opinion::negotiation::{
    Evaluations, Negotiation, Profile, Reservation, Solutions, SpaceError, Topic, codes, genius,
    geniusweb, solve,
};
use proptest::prelude::*;
use serde_json::Value;

fn pair(point: Option<Point>) -> Option<[f64; 2]> {
    point.map(|point| [point.a, point.b])
}

fn close(found: Option<[f64; 2]>, expected: &Value, what: &str) {
    let expected: Option<[f64; 2]> = serde_json::from_value(expected.clone()).unwrap();
    match (found, expected) {
        (None, None) => {}
        (Some(found), Some(expected)) => {
            let off = (found[0] - expected[0])
                .abs()
                .max((found[1] - expected[1]).abs());
            // The reference answers are rounded to six places, or nine.
            assert!(off < 1e-6, "{what}: {found:?} {expected:?}");
        }
        _ => panic!("{what}: {found:?} {expected:?}"),
    }
}

fn frontier(solutions: &Solutions) -> Vec<[f64; 2]> {
    let points = solutions.frontier.points().iter();
    let mut points: Vec<[f64; 2]> = points.map(|point| [point.a, point.b]).collect();
    points.sort_by(|x, y| y[0].total_cmp(&x[0]));
    points
}

fn check_frontier(solutions: &Solutions, expected: &Value, what: &str) {
    let expected: Vec<Value> = serde_json::from_value(expected.clone()).unwrap();
    let found = frontier(solutions);
    assert_eq!(found.len(), expected.len(), "{what}");
    for (found, expected) in found.iter().zip(&expected) {
        close(Some(*found), expected, what);
    }
}

#[test]
fn additive_domains() {
    let Some(text) = shared_text("opinions/negotiation/additive_domains.json") else {
        return;
    };
    let domains: Vec<Value> = serde_json::from_str(&text).unwrap();
    assert_eq!(domains.len(), 3);
    for answer in &domains {
        let weights: [Vec<f64>; 2] = serde_json::from_value(answer["weights"].clone()).unwrap();
        let values: [Vec<Vec<f64>>; 2] = serde_json::from_value(answer["values"].clone()).unwrap();
        let reserved: [f64; 2] = serde_json::from_value(answer["reserved"].clone()).unwrap();
        let dims: Vec<usize> = serde_json::from_value(answer["dims"].clone()).unwrap();
        let names = |n: usize| (0..n).map(|k| k.to_string()).collect::<Vec<_>>();
        let topics = dims.iter().zip(names(dims.len())).map(|(&n, name)| Topic {
            name,
            options: names(n),
        });
        let profile = |side: usize| Profile {
            name: String::new(),
            weights: weights[side].clone(),
            evaluations: values[side].clone(),
            reservation: Reservation::Utility(reserved[side]),
            discount: None,
        };
        let negotiation = Negotiation {
            name: String::new(),
            topics: topics.collect(),
            profiles: [profile(0), profile(1)],
        };
        let space = negotiation.space(Evaluations::AsWritten).unwrap();
        // Values run from 0 to 1 on every issue and weights sum to 1, so nothing is stretched.
        assert!(
            space
                .scale
                .iter()
                .all(|(low, high)| low.abs() + (high - 1.0).abs() < 1e-6)
        );
        let solutions = solve(&space).unwrap();
        check_frontier(&solutions, &answer["frontier"], "frontier");
        close(pair(solutions.nash), &answer["nash_bruteforce"], "nash");
        close(
            pair(solutions.egalitarian),
            &answer["egalitarian_bruteforce"],
            "egalitarian",
        );
        close(
            pair(solutions.kalai_smorodinsky_by_ratio),
            &answer["ks_negmas"],
            "ks",
        );
    }
}

const GENIUS: [(&str, &str, [&str; 2]); 4] = [
    (
        "y2010/ItexvsCypress",
        "ItexvsCypress_domain.xml",
        ["ItexvsCypress_Cypress.xml", "ItexvsCypress_Itex.xml"],
    ),
    (
        "y2010/EnglandZimbabwe",
        "EnglandZimbabwe_domain.xml",
        ["England.xml", "Zimbabwe.xml"],
    ),
    (
        "y2011/NiceOrDie",
        "NiceOrDie.xml",
        ["NiceOrDie1.xml", "NiceOrDie2.xml"],
    ),
    (
        "y2012/OutfitA",
        "Outfit-A-domain.xml",
        ["Outfit-A-prof1.xml", "Outfit-A-prof2.xml"],
    ),
];

fn competition(folder: &str, domain: &str, profiles: [&str; 2]) -> Option<Negotiation> {
    let text = |file: &str| shared_text(&format!("opinions/negotiation/genius/{folder}/{file}"));
    let (a, b) = (text(profiles[0])?, text(profiles[1])?);
    let reading = genius::read(
        (domain, &text(domain)?),
        [(profiles[0], &a), (profiles[1], &b)],
    );
    Some(
        reading
            .content
            .unwrap_or_else(|| panic!("{:?}", reading.diagnostics)),
    )
}

#[test]
fn competition_domains() {
    let Some(text) = shared_text("opinions/negotiation/genius_expected.json") else {
        return;
    };
    let answers: Value = serde_json::from_str(&text).unwrap();
    for (folder, domain, profiles) in GENIUS {
        let Some(negotiation) = competition(folder, domain, profiles) else {
            return;
        };
        let answer = &answers[folder];
        let space = negotiation.space(Evaluations::AsWritten).unwrap();
        assert_eq!(Some(space.domain.packages()), answer["outcomes"].as_u64());
        assert_eq!(space.conventions().len(), 3);
        let d: [f64; 2] = serde_json::from_value(answer["disagreement_point"].clone()).unwrap();
        assert_eq!(space.disagreement, d, "{folder}");
        let solutions = solve(&space).unwrap();
        check_frontier(&solutions, &answer["frontier"], folder);
        close(pair(solutions.nash), &answer["nash_bruteforce"], folder);
        close(
            pair(solutions.egalitarian),
            &answer["maxmin_bruteforce"],
            folder,
        );
        close(
            pair(solutions.kalai_smorodinsky_by_ratio),
            &answer["ks_negmas"],
            folder,
        );
        // On a list the two readings of Kalai and Smorodinsky differ here and only here.
        let readings_differ = solutions.kalai_smorodinsky != solutions.kalai_smorodinsky_by_ratio;
        assert_eq!(readings_differ, folder == "y2010/ItexvsCypress");
        if readings_differ {
            close(
                pair(solutions.kalai_smorodinsky),
                &answer["maxmin_bruteforce"],
                folder,
            );
        }
        let best = solutions.utilitarian.unwrap();
        let most = answer["welfare_bruteforce_sum"].as_f64().unwrap();
        assert!((best.a + best.b - most).abs() < 1e-6);
        // The outcome behind the Nash point, by name.
        let nash = space.domain.decode(solutions.nash.unwrap().package);
        for (topic, option) in negotiation.topics.iter().zip(nash) {
            assert_eq!(
                answer["nash_outcome"][&topic.name], topic.options[option],
                "{folder}"
            );
        }
    }
}

#[test]
fn files_are_written_and_read_back() {
    for (folder, domain, profiles) in GENIUS {
        let Some(negotiation) = competition(folder, domain, profiles) else {
            return;
        };
        assert_eq!(round_trip_genius(&negotiation), negotiation);
    }
}

fn round_trip_genius(negotiation: &Negotiation) -> Negotiation {
    let domain = genius::write_domain(negotiation);
    let (a, b) = (
        genius::write_profile(negotiation, 0),
        genius::write_profile(negotiation, 1),
    );
    let reading = genius::read(("d", &domain), [("a", &a), ("b", &b)]);
    reading
        .content
        .unwrap_or_else(|| panic!("{:?}\n{domain}\n{a}", reading.diagnostics))
}

fn any_negotiation() -> impl Strategy<Value = Negotiation> {
    let names = prop::collection::btree_set("[a-zé<&\"' $]{1,6}", 1..5);
    let topics = prop::collection::vec(names, 1..4);
    (
        topics,
        prop::collection::vec(-9.0..9.0f64, 40),
        any::<bool>(),
    )
        .prop_map(|(topics, list, bid)| {
            let topics: Vec<Topic> = topics
                .into_iter()
                .enumerate()
                .map(|(k, options)| Topic {
                    name: format!("issue {k} & <more>"),
                    options: options.into_iter().collect(),
                })
                .collect();
            let profile = |from: usize| {
                let mut numbers = list.iter().cycle().skip(from);
                let mut next = || *numbers.next().unwrap();
                Profile {
                    name: String::new(),
                    weights: topics.iter().map(|_| next().abs()).collect(),
                    evaluations: topics
                        .iter()
                        .map(|t| t.options.iter().map(|_| next()).collect())
                        .collect(),
                    reservation: if bid {
                        Reservation::Outcome(vec![0; topics.len()])
                    } else {
                        Reservation::Utility(next())
                    },
                    discount: None,
                }
            };
            Negotiation {
                name: "any \"name\"".into(),
                profiles: [profile(0), profile(17)],
                topics,
            }
        })
}

proptest! {
    #[test]
    fn both_formats_keep_what_they_have(negotiation in any_negotiation()) {
        if matches!(negotiation.profiles[0].reservation, Reservation::Utility(_)) {
            prop_assert_eq!(&round_trip_genius(&negotiation), &negotiation);
        } else {
            let (a, b) = (geniusweb::write_profile(&negotiation, 0), geniusweb::write_profile(&negotiation, 1));
            let reading = geniusweb::read([("a", &a), ("b", &b)]);
            prop_assert!(reading.diagnostics.is_empty(), "{:?}", reading.diagnostics);
            prop_assert_eq!(reading.content.unwrap(), negotiation.clone());
            let domain = geniusweb::topics("d", &geniusweb::write_domain(&negotiation)).content.unwrap();
            prop_assert_eq!(domain, (negotiation.name, negotiation.topics));
        }
    }

    /// The frontier is that of looking at every outcome, and the space goes back to a negotiation
    /// with the same utilities.
    #[test]
    fn the_space_has_the_utilities_of_the_files(negotiation in any_negotiation()) {
        let space = match negotiation.space(Evaluations::AsWritten) {
            Ok(space) => space,
            Err(error) => {
                prop_assert!(matches!(error, SpaceError::Indifferent(_)));
                return Ok(());
            }
        };
        let raw = |side: usize, package: u64| -> f64 {
            let profile = &negotiation.profiles[side];
            let picks = space.domain.decode(package);
            picks.iter().enumerate().map(|(k, &o)| profile.weights[k] * profile.evaluations[k][o]).sum()
        };
        let back = Negotiation::from_space(
            "x", negotiation.topics.clone(), ["a", "b"], &space.domain, &space.draw, space.disagreement,
        ).unwrap();
        let again = back.space(Evaluations::AsWritten).unwrap();
        let mut best = [f64::MIN; 2];
        for package in 0..space.domain.packages() {
            for (side, best) in best.iter_mut().enumerate() {
                let (low, high) = space.scale[side];
                let u: f64 = (0..negotiation.topics.len()).map(|k| {
                    let at = Choice { issue: k, option: space.domain.option(package, k) };
                    space.draw.weight(&space.domain, side, k) * space.draw.value(&space.domain, side, at)
                }).sum();
                prop_assert!((u * (high - low) + low - raw(side, package)).abs() < 1e-9);
                prop_assert!((-1e-12..=1.0 + 1e-12).contains(&u));
                *best = best.max(u);
            }
        }
        prop_assert!(best.iter().all(|u| (u - 1.0).abs() < 1e-9));
        let (one, two) = (frontier(&solve(&space).unwrap()), frontier(&solve(&again).unwrap()));
        prop_assert_eq!(one.len(), two.len());
        for (x, y) in one.iter().zip(&two) {
            prop_assert!((x[0] - y[0]).abs() + (x[1] - y[1]).abs() < 1e-9);
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[a-z<>=\"/{}:,\\[\\] 0-9]{0,200}", at in 0usize..900) {
        let sample = genius::write_profile(&small(), 0);
        let json = geniusweb::write_profile(&small(), 0);
        for start in ["", &sample, &json] {
            let cut = at.min(start.len());
            let broken = format!("{}{text}{}", &start[..cut], &start[cut..]);
            for broken in [&broken, &start[..cut].to_owned()] {
                let said = |content: bool, diagnostics: &[Diagnostic]| content || !diagnostics.is_empty();
                let reading = genius::topics("x", broken);
                prop_assert!(said(reading.content.is_some(), &reading.diagnostics));
                let reading = genius::profile("x", broken, &small().topics);
                prop_assert!(said(reading.content.is_some(), &reading.diagnostics));
                let reading = geniusweb::read([("x", broken), ("y", broken)]);
                prop_assert!(said(reading.content.is_some(), &reading.diagnostics));
            }
        }
    }
}

/// Two issues of two options.
fn small() -> Negotiation {
    let topic = |name: &str| Topic {
        name: name.into(),
        options: vec!["yes".into(), "no".into()],
    };
    let profile = |weights: [f64; 2], evaluations: [[f64; 2]; 2]| Profile {
        name: "p".into(),
        weights: weights.to_vec(),
        evaluations: evaluations.map(|list| list.to_vec()).to_vec(),
        reservation: Reservation::Outcome(vec![1, 1]),
        discount: None,
    };
    Negotiation {
        name: "small".into(),
        topics: vec![topic("land"), topic("money")],
        profiles: [
            profile([0.75, 0.25], [[4.0, 1.0], [2.0, 0.0]]),
            profile([0.5, 0.5], [[0.0, 2.0], [1.0, 3.0]]),
        ],
    }
}

#[test]
fn the_two_meanings_of_an_evaluation() {
    // As written: 3 + .5 against .75; as shares of the largest, 4 and 2: .75 + .25 against .1875.
    let written = small().space(Evaluations::AsWritten).unwrap();
    let shares = small().space(Evaluations::ShareOfLargest).unwrap();
    assert_eq!(written.scale[0], (0.75, 3.5));
    assert_eq!(shares.scale[0], (0.1875, 1.0));
    // Its reservation is its own worst outcome, and the other's is its best.
    assert_eq!(written.disagreement, [0.0, 1.0]);
    let error = Negotiation {
        profiles: [small().profiles[1].clone(), {
            let mut profile = small().profiles[0].clone();
            profile.evaluations[1] = vec![0.0, 0.0];
            profile
        }],
        ..small()
    }
    .space(Evaluations::ShareOfLargest);
    assert_eq!(error, Err(SpaceError::NoLargest(1, 1)));
}

fn said(diagnostics: &[Diagnostic]) -> Vec<(&str, usize, &str)> {
    diagnostics
        .iter()
        .map(|d| (d.code, d.line, d.message.as_str()))
        .collect()
}

#[test]
fn mistakes_in_genius_files() {
    let negotiation = small();
    let domain = genius::write_domain(&negotiation);
    let profile = genius::write_profile(&negotiation, 0);
    let broken = domain
        .replacen("discrete", "real", 1)
        .replacen("\"no\"", "\"yes\"", 2);
    assert_eq!(
        said(&genius::topics("d.xml", &broken).diagnostics),
        [
            (codes::KIND, 4, "an issue of kind `real`"),
            (codes::UNKNOWN, 10, "option `yes` is there twice")
        ]
    );
    let broken = profile
        .replacen("\"yes\"", "\"yess\"", 1)
        .replacen("evaluation=\"2\"", "evaluation=\"x\"", 1)
        .replacen("weight index=\"2\"", "weight index=\"7\"", 1);
    let reading = genius::profile("a.xml", &broken, &negotiation.topics);
    assert_eq!(
        said(&reading.diagnostics),
        [
            (codes::UNKNOWN, 4, "option `yess` is not in the domain"),
            (codes::NUMBER, 8, "`x` is not a number"),
            (
                codes::UNKNOWN,
                12,
                "a weight for issue 7, which is not there"
            ),
        ]
    );
    assert_eq!(
        reading.diagnostics[0].help.as_deref(),
        Some("did you mean `yes`?")
    );
    let bomb = "<!DOCTYPE x [<!ENTITY a \"b\">]><x>&a;</x>";
    assert_eq!(
        genius::topics("b.xml", bomb).diagnostics[0].code,
        codes::SYNTAX
    );
    let lost = profile.replace("<weight index=\"2\" value=\"0.25\"/>\n", "");
    let reading = genius::profile("a.xml", &lost, &negotiation.topics);
    assert_eq!(
        reading.diagnostics[0].message,
        "issue `money` has no weight"
    );
}

#[test]
fn mistakes_in_geniusweb_files() {
    let profile = geniusweb::write_profile(&small(), 0);
    // The older name of listed utilities is read too.
    let older = profile.replace("DiscreteValueSetUtilities", "discreteutils");
    let reading = geniusweb::read([("a.json", &profile), ("b.json", &older)]);
    let read = reading.content.unwrap();
    assert_eq!(read.profiles[0], read.profiles[1]);
    let broken = profile
        .replacen("\"money\": 0.25", "\"mony\": 0.25", 1)
        .replacen("4.0", "\"4\"", 1);
    let reading = geniusweb::profile("a.json", &broken, &small().topics);
    let found: Vec<&str> = reading
        .diagnostics
        .iter()
        .map(|d| d.message.as_str())
        .collect();
    assert!(
        found.contains(&"issueWeights.mony: issue `mony` is not in the domain"),
        "{found:?}"
    );
    assert!(
        found.contains(&"issueWeights.money: no number"),
        "{found:?}"
    );
    assert!(
        found.contains(&"issueUtilities.land.yes: not a number"),
        "{found:?}"
    );
    let cut = geniusweb::topics("a.json", &profile[..profile.len() / 2]);
    assert_eq!(cut.diagnostics[0].code, codes::SYNTAX);
    assert!(cut.diagnostics[0].line > 1);
}

#[test]
fn what_the_formats_cannot_say() {
    let space = small().space(Evaluations::AsWritten).unwrap();
    let mut draw = space.draw.clone();
    draw.breach = [0.1, 0.0];
    let back = Negotiation::from_space(
        "x",
        small().topics,
        ["a", "b"],
        &space.domain,
        &draw,
        [0.0; 2],
    );
    assert_eq!(back, Err(SpaceError::NotInFormat("breach")));
}
