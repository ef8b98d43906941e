//! What must hold of every issue.

use pourparler_scenario::Law;
use pourparler_second_opinion::spatial::{
    Actor, Issue, IssueError, Issues, Offer, OfferChoice, Rules, UncertainActor, forecast, run,
    run_jointly,
};
use proptest::prelude::*;

use super::emission::{CAPABILITY, NAMES, POSITION, SALIENCE, issue};

fn any_issue() -> impl Strategy<Value = Issue> {
    let number = (0.01..1.0f64, 0u32..8, 0.0..1.0f64);
    prop::collection::vec(number, 2..9).prop_map(|list| {
        let actors = list.iter().enumerate();
        let actors = actors.map(|(i, &(capability, position, salience))| Actor {
            name: format!("actor {i}"),
            capability,
            position: f64::from(position),
            salience: salience.max(0.01),
        });
        Issue::new(actors.collect()).unwrap()
    })
}

fn any_rules() -> impl Strategy<Value = Rules> {
    (0usize..24, prop_oneof![Just(1.0), 0.0..1.0f64]).prop_map(|(at, q)| Rules::all(q)[at])
}

proptest! {
    #[test]
    fn nobody_leaves_the_range_and_risk_stays_in_its_bounds(issue in any_issue(), rules in any_rules()) {
        let positions = issue.positions();
        let low = positions.iter().copied().fold(f64::MAX, f64::min);
        let high = positions.iter().copied().fold(f64::MIN, f64::max);
        let run = run(&issue, &rules, 6);
        for round in &run.rounds {
            for (i, x) in round.after.positions.iter().enumerate() {
                prop_assert!((low - 1e-9..=high + 1e-9).contains(x));
                prop_assert!((0.5 - 1e-12..=2.0 + 1e-12).contains(&round.risk[i]));
            }
            prop_assert!((low - 1e-9..=high + 1e-9).contains(&round.after.median));
            for offer in &round.offers {
                prop_assert!(offer.other > 0.0 && (0.0..=1.0).contains(&offer.share));
                prop_assert!(offer.own.abs() <= 8.0 && offer.other <= 8.0);
            }
        }
    }

    /// The weighted median is the position that no other beats in votes.
    #[test]
    fn the_median_is_a_condorcet_winner(issue in any_issue()) {
        let median = issue.baseline().median;
        for rival in issue.positions() {
            let votes: f64 = issue.actors().iter().map(|a| {
                a.capability * a.salience * ((a.position - median).abs() - (a.position - rival).abs())
            }).sum();
            prop_assert!(votes <= 1e-9, "{rival} beats {median} by {votes}");
        }
    }

    /// The unit of capability and the scale of the issue do not matter.
    #[test]
    fn scales_do_not_matter(issue in any_issue(), rules in any_rules()) {
        let scaled = Issue::new(issue.actors().iter().map(|a| Actor {
            capability: 4.0 * a.capability,
            position: 8.0 * a.position - 16.0,
            ..a.clone()
        }).collect()).unwrap();
        let (one, two) = (run(&issue, &rules, 1), run(&scaled, &rules, 1));
        for (a, b) in one.end().positions.iter().zip(&two.end().positions) {
            // The factors are powers of two, so that rounding decides nothing anew.
            prop_assert!((8.0 * a - 16.0 - b).abs() < 1e-9, "{a} {b}");
        }
    }

    /// One issue played jointly is that issue played alone.
    #[test]
    fn one_issue_jointly(issue in any_issue(), at in 0usize..24) {
        let rules = Rules::all(1.0)[at];
        prop_assume!(rules.choice != OfferChoice::LowestCompromise);
        let actors: Vec<(String, f64)> =
            issue.actors().iter().map(|a| (a.name.clone(), a.capability)).collect();
        let stands = issue.actors().iter().map(|a| (a.position, a.salience)).collect();
        let issues = Issues::new(vec!["one".into()], &actors, &[stands]).unwrap();
        prop_assert_eq!(&issues.each()[0], &issue);
        let (alone, jointly) = (run(&issue, &rules, 1), run_jointly(&issues, &rules, 1));
        let (before, alone, jointly) = (&alone.start, &alone.rounds[0], &jointly.rounds[0]);
        prop_assume!(alone.narrowest() > 1e-12);
        let length = |offer: &Offer| {
            offer.share * (before.positions[offer.receiver] - before.positions[offer.proposer]).abs()
        };
        for (i, (a, b)) in alone.after.positions.iter().zip(&jointly.positions[0]).enumerate() {
            // Two offers of the same length can change places by rounding.
            let faced: Vec<f64> =
                alone.offers.iter().filter(|offer| offer.receiver == i).map(length).collect();
            let ties = |l: &f64| faced.iter().filter(|m| (*m - l).abs() < 1e-9).count() > 1;
            prop_assert!((a - b).abs() < 1e-9 || faced.iter().any(ties), "{a} {b}");
        }
    }

    #[test]
    fn anything_at_all_is_an_issue_or_refused(
        list in prop::collection::vec((any::<f64>(), any::<f64>(), any::<f64>()), 0..6),
        rules in any_rules()
    ) {
        let actors = list.iter().map(|&(capability, position, salience)| Actor {
            name: String::new(), capability, position, salience,
        });
        if let Ok(issue) = Issue::new(actors.collect()) {
            let run = run(&issue, &rules, 3);
            prop_assert!(run.end().positions.iter().all(|x| x.is_finite()));
            prop_assert!(run.end().median.is_finite() && run.end().mean.is_finite());
        }
    }
}

#[test]
fn two_issues_of_which_each_actor_cares_for_one() {
    let actors: Vec<(String, f64)> = ["a", "b", "c"].map(|name| (name.into(), 1.0)).into();
    let stands = [
        vec![(0.0, 0.5), (10.0, 0.5), (4.0, 0.0)],
        vec![(0.0, 0.0), (5.0, 0.5), (10.0, 0.5)],
    ];
    let issues = Issues::new(vec!["one".into(), "two".into()], &actors, &stands).unwrap();
    let run = run_jointly(&issues, &Rules::SCHOLZ_2011_TEXT, 4);
    assert_eq!(run.baseline_means, [5.0, 7.5]);
    let last = run.rounds.last().unwrap();
    assert!(
        last.positions
            .iter()
            .flatten()
            .all(|x| (0.0..=10.0).contains(x))
    );
    let short = Issues::new(vec!["one".into()], &actors, &stands);
    assert_eq!(short, Err(IssueError::Count(0)));
}

fn uncertain() -> Vec<UncertainActor> {
    let near = |x: f64, width: f64| Law::Uniform {
        low: x - width,
        high: x + width,
    };
    (0..10)
        .map(|i| UncertainActor {
            name: NAMES[i].into(),
            capability: Law::Certain(CAPABILITY[i]),
            position: near(POSITION[i], 0.5),
            salience: near(SALIENCE[i], 0.1),
        })
        .collect()
}

#[test]
fn the_same_seed_gives_the_same_forecast_on_any_number_of_threads() {
    let play = |threads: usize, seed| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        let pool = pool.build().unwrap();
        pool.install(|| forecast(&uncertain(), &Rules::SCHOLZ_2011_CODE, 8, 300, seed).unwrap())
    };
    let one = play(1, 7);
    assert_eq!(one, play(2, 7));
    assert_ne!(one.medians, play(1, 8).medians);
    assert_eq!(one.draws, 300);
    assert!(one.median.q05 < one.median.q95 && one.baseline_median.q05 < one.baseline_median.q95);
    // The mean of uniform inputs around the published ones; the salience is independent of them.
    assert!((one.baseline_mean.mean - issue().baseline().mean).abs() < 0.05);
}

#[test]
fn certain_inputs_give_the_run_itself() {
    let certain: Vec<UncertainActor> = (0..10)
        .map(|i| UncertainActor {
            name: NAMES[i].into(),
            capability: Law::Certain(CAPABILITY[i]),
            position: Law::Certain(POSITION[i]),
            salience: Law::Certain(SALIENCE[i]),
        })
        .collect();
    let forecast = forecast(&certain, &Rules::SCHOLZ_2011_CODE, 8, 5, 1).unwrap();
    let run = run(&issue(), &Rules::SCHOLZ_2011_CODE, 8);
    assert_eq!(forecast.medians, [run.end().median; 5]);
    assert_eq!(forecast.median.q05, forecast.median.q95);
}
