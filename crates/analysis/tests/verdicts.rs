//! Verdicts on claims, against a run whose figures are known on paper.

mod common;

use common::{N, POINTS, run, x};
use pourparler_analysis::drivers::{Measure, Target, drivers};
use pourparler_analysis::{
    Background, Basis, ByPaths, Class, Figures, Flip, Judgement, Paths, Rankings, Rate, Share,
    TestedClaim, Truth, Verdict, by_paths, counterfactual, judge, questions,
};
use pourparler_engine::result::{Intervention, Questions, Run, Unit};
use pourparler_scenario::claim::{self, GroupName, InputName, Names, OutputName};
use pourparler_scenario::{Claim, Span};

fn names() -> Names {
    let output = |name: &str, unit| OutputName {
        name: name.into(),
        unit,
        labels: if name == "mandate" {
            ["low", "high"].map(String::from).into()
        } else {
            vec![]
        },
        timed: name == "settlement",
    };
    let input = |path: &str| InputName {
        path: path.into(),
        labels: vec![],
        probability: true,
    };
    use claim::Unit::{Index, People, Probability, Ratio};
    Names {
        outputs: [
            ("settlement", Probability),
            ("informed", Probability),
            ("zone_now", Probability),
            ("people.prisoners", People),
            ("margin", Index),
            ("mandate", Index),
            ("err_ratio.t", Ratio),
        ]
        .map(|(name, unit)| output(name, unit))
        .into(),
        arms: ["without", "with", "bold", "lame"].map(String::from).into(),
        groups: vec![GroupName {
            name: "g".into(),
            arms: vec!["bold".into(), "lame".into()],
        }],
        blocks: vec!["war".into()],
        inputs: [
            "parties.a.x",
            "parties.a.y",
            "parties.b.consent",
            "inputs.seen.value",
        ]
        .map(input)
        .into(),
        rates: ["v.coded", "v.open", "v.wrong"].map(String::from).into(),
        issues: vec!["a".into(), "b".into()],
        horizon: 180.0,
    }
}

/// P(settlement): without 2 %, with x/5 (mean 10 %), bold 12 %, lame 3 %.
fn figures_run() -> Run {
    run(
        &[
            ("without", "without"),
            ("with", "without"),
            ("bold", "without"),
            ("lame", "without"),
            ("without|parties.b.consent=0", "without|parties.b.consent=0"),
            ("with|parties.b.consent=0", "without|parties.b.consent=0"),
        ],
        &[
            ("settlement", Unit::Probability),
            ("informed", Unit::Probability),
            ("people.prisoners", Unit::People),
            ("margin", Unit::Index),
            ("mandate", Unit::Index),
            ("err_ratio.t", Unit::Ratio),
            ("settlement@90d", Unit::Probability),
            ("event:0", Unit::Probability),
            ("zone_now[a,b]", Unit::Probability),
        ],
        &[
            ("without", "settlement", &|_| 0.02),
            ("with", "settlement", &|i| x(i) / 5.0),
            ("bold", "settlement", &|_| 0.12),
            ("lame", "settlement", &|_| 0.03),
            ("without|parties.b.consent=0", "settlement", &|_| 0.01),
            ("with|parties.b.consent=0", "settlement", &|_| 0.015),
            ("without", "informed", &|_| 0.0),
            ("with", "informed", &|_| 0.5),
            ("with", "people.prisoners", &|_| 100.0),
            ("without", "margin", &|i| x(i)),
            ("with", "margin", &|i| x(i) + 0.25),
            ("with", "mandate", &|_| 0.0),
            ("with", "err_ratio.t", &|i| 0.5 + x(i)),
            ("without", "settlement@90d", &|_| 0.01),
            ("with", "settlement@90d", &|_| 0.04),
            ("with", "event:0", &|_| 0.9),
            ("with", "zone_now[a,b]", &|_| 0.3),
        ],
    )
}

fn tested(supported: &str, refuted: &str, check: &str, kind: &str) -> TestedClaim {
    let test = |text: &str| {
        (!text.is_empty()).then(|| {
            claim::resolve(&claim::parse(text).unwrap(), &names())
                .unwrap_or_else(|p| panic!("{p:?}"))
        })
    };
    TestedClaim {
        supported_if: test(supported),
        refuted_if: test(refuted),
        check: test(check),
        claim: Claim {
            id: "C".into(),
            text: String::new(),
            quote: None,
            place: None,
            kind: kind.into(),
            supported_if: None,
            refuted_if: None,
            check: None,
            resolution: None,
            note: None,
            span: Span::default(),
            line: 1,
        },
    }
}

fn judged(supported: &str, refuted: &str) -> Judgement {
    judged_as(tested(supported, refuted, "", "prediction"))
}

fn judged_as(claim: TestedClaim) -> Judgement {
    let run = figures_run();
    let claims = [claim];
    let background = Background {
        rates: vec![
            Rate {
                name: "v.coded".into(),
                k: Some(9),
                n: 10,
            },
            Rate {
                name: "v.open".into(),
                k: None,
                n: 5,
            },
            Rate {
                name: "v.wrong".into(),
                k: Some(6),
                n: 5,
            },
        ],
        quantities: vec![(
            "inputs.seen.value".into(),
            pourparler_scenario::Law::Certain(0.1),
        )],
        lines: vec![("parties.a.x".into(), 7), ("contact.mandate".into(), 4)],
        ..Background::default()
    };
    let events = questions(&claims).events;
    let figures = Figures {
        run: &run,
        rankings: &Rankings::of(&run),
        events: &events,
        background: &background,
        paths: Paths::All,
    };
    judge(&claims, &figures).remove(0)
}

/// Truth, left value and robustness of a supporting test of one comparison.
fn read(test: &str) -> (Truth, f64, f64) {
    let judgement = judged(test, "");
    let outcome = judgement.supported_if.unwrap();
    let left = outcome.sides[0].left.map_or(f64::NAN, |(value, _)| value);
    (outcome.truth, left, outcome.robustness.unwrap_or(f64::NAN))
}

fn assert_reads(test: &str, truth: Truth, left: f64, robustness: f64) {
    let (t, l, r) = read(test);
    assert_eq!(t, truth, "{test}");
    assert!((l - left).abs() < 1e-9, "{test}: {l}");
    assert!((r - robustness).abs() < 1e-9, "{test}: robustness {r}");
}

#[test]
fn figures_are_means_over_all_draws_and_robustness_is_counted_setting_by_setting() {
    use Truth::{Fails, Holds};
    // x/5 >= 5 % in the three quarters of the settings with x >= 1/4.
    assert_reads("P(settlement) >= 5%", Holds, 0.1, 0.75);
    assert_reads("P(settlement) > 15%", Fails, 0.1, 0.25);
    assert_reads("effect(settlement) >= 5pt", Holds, 0.08, 42.0 / 64.0);
    assert_reads("effect(settlement, arm=bold) >= 5pt", Holds, 0.1, 1.0);
    assert_reads("ratio(settlement) >= 4", Holds, 5.0, 0.59375);
    // A ratio of means, not a mean of ratios; per setting 2.5/x.
    assert_reads("P(informed)/P(settlement) >= 3", Holds, 5.0, 0.828125);
    assert_reads(
        "abs(effect(settlement, arm=lame) - 2pt) < 2pt",
        Holds,
        0.01,
        1.0,
    );
    assert_reads("max_over(g, effect(settlement)) >= 9pt", Holds, 0.1, 1.0);
    assert_reads("effect(settlement, by=90d) >= 2pt", Holds, 0.03, 1.0);
    assert_reads(
        "P(settlement, given consent.b = no) < 2%",
        Holds,
        0.015,
        1.0,
    );
    assert_reads(
        "effect(settlement, given consent.b = no) < 1pt",
        Holds,
        0.005,
        1.0,
    );
    assert_reads("P(zone_now[b, a]) > 20%", Holds, 0.3, 1.0);
    assert_reads("P(settlement or informed) > 80%", Holds, 0.9, 1.0);
}

#[test]
fn what_exists_only_across_settings_is_counted_over_scrambles() {
    let basis = |test: &str| judged(test, "").supported_if.unwrap().basis;
    // Every scramble has the same x, so the median is 1 in each.
    assert_reads("median(err_ratio(t)) >= 1", Truth::Holds, 1.0, 1.0);
    assert_eq!(basis("median(err_ratio(t)) >= 1"), Basis::Scrambles);
    assert_reads("q05(err_ratio(t)) > .6", Truth::Fails, 0.5 + x(3), 0.0);
    // The arm's distribution is the baseline's moved by a quarter of its range.
    assert_reads("ks(margin) >= .15", Truth::Holds, 0.25, 1.0);
    assert_eq!(
        basis("ks(margin) >= .15 and P(settlement) > 1%"),
        Basis::Both
    );
    assert_eq!(basis("P(settlement) > 1%"), Basis::Settings);
    // Mixed: holds where x >= 1/4, the median holds in every scramble.
    assert_reads(
        "median(err_ratio(t)) >= 1 and P(settlement) >= 5%",
        Truth::Holds,
        1.0,
        0.75,
    );
}

#[test]
fn counts_of_people_have_the_quantiles_of_the_count_and_not_of_its_mean() {
    // 0 on three paths of four, 400 on the fourth: mean 100, median 0, 95 % point 400.
    assert_reads("mean(people.prisoners) >= 100", Truth::Holds, 100.0, 1.0);
    assert_reads("median(people.prisoners) < 1", Truth::Holds, 0.0, 1.0);
    assert_reads("q95(people.prisoners) >= 400", Truth::Holds, 400.0, 1.0);
}

#[test]
fn rates_and_inputs_of_claims_need_no_run() {
    let (truth, mean, robustness) = read("rate(v.coded) >= 80%");
    assert_eq!(truth, Truth::Holds);
    assert!((mean - 9.5 / 11.0).abs() < 1e-12);
    // P(Beta(9.5, 1.5) > .8) = 0.796, from the incomplete beta function.
    let exact = 1.0 - statrs::function::beta::beta_reg(9.5, 1.5, 0.8);
    assert!(
        (robustness - exact).abs() < 0.01,
        "{robustness} against {exact}"
    );
    assert_reads("input(seen) <= 20%", Truth::Holds, 0.1, 1.0);
    for (test, why) in [
        ("rate(v.open) >= 80%", "not coded"),
        ("rate(v.wrong) >= 80%", "more cases"),
    ] {
        let Verdict::NotAvailable(missing) = judged(test, "").verdict else {
            panic!("{test}")
        };
        assert!(missing.0.contains(why), "{}", missing.0);
    }
}

#[test]
fn the_eight_verdicts() {
    let verdict = |supported: &str, refuted: &str| judged(supported, refuted).verdict;
    assert_eq!(
        verdict("P(settlement) >= 3%", "P(settlement) < 1%"),
        Verdict::Supported
    );
    assert_eq!(
        verdict("P(settlement) >= 5%", "P(settlement) < 1%"),
        Verdict::LeaningSupported
    );
    assert_eq!(
        verdict("P(settlement) > 30%", "P(settlement) < 19%"),
        Verdict::Refuted
    );
    assert_eq!(
        verdict("P(settlement) > 30%", "P(settlement) < 12%"),
        Verdict::LeaningRefuted
    );
    assert_eq!(
        verdict("P(settlement) > 30%", "P(settlement) < 1%"),
        Verdict::NotSettled
    );
    assert_eq!(
        verdict("P(settlement) > 5%", "P(settlement) > 1%"),
        Verdict::Contradiction
    );
    assert_eq!(verdict("P(settlement) > 30%", ""), Verdict::NotSettled);
    assert!(matches!(verdict("", ""), Verdict::NotAvailable(_)));
    let untestable = judged_as(tested("", "", "input(seen) <= 20%", "not testable"));
    assert_eq!(untestable.verdict, Verdict::NotTestable);
    assert_eq!(untestable.check.unwrap().truth, Truth::Holds);
}

/// Settlement is x/5; y and consent have nothing to do with it.
#[test]
fn ranks_are_places_among_the_drivers_of_the_level() {
    let first = judged(
        "rank(parties.a.x, settlement) = 1",
        "rank(parties.a.x, settlement) > 1",
    );
    assert_eq!(first.verdict, Verdict::Supported);
    let first = first.supported_if.unwrap();
    assert_eq!(
        (first.robustness, first.basis),
        (Some(1.0), Basis::Scrambles)
    );
    let others = judged(
        "rank(parties.a.y, settlement) > 1 and rank(parties.b.consent, settlement) > 1",
        "rank(parties.a.y, settlement) = rank(parties.b.consent, settlement)",
    );
    assert_eq!(others.verdict, Verdict::Supported);
    // The same order as that of `drivers`.
    let run = figures_run();
    let output = run.output("settlement").unwrap();
    let target = Target {
        output,
        measure: Measure::Level,
    };
    let drivers = drivers(&run, &Rankings::of(&run), &[target]);
    let found = drivers.driven[0].drivers.as_ref().unwrap();
    for (k, driver) in found.inputs.iter().enumerate() {
        let path = &run.inputs[driver.input].path;
        let test = format!("rank({path}, settlement) = {}", k + 1);
        let held = judged(&test, "").supported_if.unwrap();
        assert_eq!(held.truth, Truth::Holds, "{test}");
    }
    let missing = |test: &str| match judged(test, "").verdict {
        Verdict::NotAvailable(missing) => missing.0,
        other => panic!("{other:?}"),
    };
    let constant = missing("rank(parties.a.x, informed) <= 3");
    assert!(constant.contains("same in every setting"), "{constant}");
    let unused = missing("rank(inputs.seen.value, settlement) <= 3");
    assert!(unused.contains("does not vary"), "{unused}");
}

#[test]
fn a_missing_figure_matters_only_where_the_test_turns_on_it() {
    let needs = |supported: &str, refuted: &str| match judged(supported, refuted).verdict {
        Verdict::NotAvailable(missing) => missing.0,
        other => panic!("{other:?}"),
    };
    let drivers = needs(
        "P(settlement) > 1% and total(war, settlement) <= .3",
        "P(settlement) > 50%",
    );
    assert!(drivers.contains("a run of its own"), "{drivers}");
    // The other half of the `and` already fails, of the `or` already holds.
    let decided = judged(
        "P(settlement) > 50% and total(war, settlement) <= .3",
        "P(settlement) > 5%",
    );
    assert_eq!(decided.verdict, Verdict::LeaningRefuted);
    let decided = judged("total(war, settlement) < .05 or P(settlement) > 1%", "");
    assert_eq!(decided.verdict, Verdict::Supported);
    assert!((decided.supported_if.unwrap().robustness.unwrap() - 61.0 / 64.0).abs() < 1e-12);
    assert!(
        needs(
            "P(settlement, arm=bold) > 1% and P(informed, arm=bold) > 1%",
            ""
        )
        .contains("bold")
    );
    assert!(
        needs(
            "ratio(informed) > 1 and P(informed)/0 > 1 and effect(informed)/0 * 0 > 0",
            ""
        )
        .contains("0 by 0")
    );
}

#[test]
fn what_would_flip_it_is_the_nearest_group_of_the_input_that_matters() {
    // P(settlement | x) = x/5 crosses 5 % at x = 1/4. Of 20 groups of x the fifth from below,
    // x in (0.2, 0.25), is the nearest in which the test fails.
    let Flip::By(flip) = judged("P(settlement) >= 5%", "").flip.unwrap() else {
        panic!()
    };
    assert_eq!((flip.input, flip.becomes), (0, Class::NotSettled));
    assert!(flip.to < 0.25 && flip.to > 0.2, "{}", flip.to);
    let sd = (N as f64 / (N as f64 - 1.0) * (1.0 - 1.0 / (POINTS * POINTS) as f64) / 12.0).sqrt();
    assert!((flip.sds - (0.5 - flip.to) / sd).abs() < 1e-9);
    assert!((flip.from - 0.5).abs() < 1e-12);
    // Above: refuted from x = 3/4 on.
    let Flip::By(flip) = judged("P(settlement) <= 12%", "P(settlement) > 15%")
        .flip
        .unwrap()
    else {
        panic!()
    };
    assert!(
        flip.to > 0.6 && flip.to < 0.66 && flip.becomes == Class::NotSettled,
        "{flip:?}"
    );
    // Nothing in the range of any input makes it 30 %.
    assert_eq!(
        judged("P(settlement) <= 30%", "").flip,
        Some(Flip::NoSingleInput)
    );
    // Medians and distances are evaluated within the group as well.
    let Flip::By(flip) = judged("median(err_ratio(t)) >= .9", "").flip.unwrap() else {
        panic!()
    };
    assert!(
        flip.input == 0 && flip.to < 0.4 && flip.to > 0.3,
        "{flip:?}"
    );
}

#[test]
fn a_verdict_that_is_one_input_says_so() {
    let restated = judged("P(settlement) >= 5%", "").restates.unwrap();
    assert_eq!(
        (restated.path.as_str(), restated.line),
        ("parties.a.x", Some(7))
    );
    assert!(restated.share > 0.98);
    let restated = judged("median(err_ratio(t)) >= .9", "").restates.unwrap();
    assert_eq!(restated.path, "parties.a.x");
    let restated = judged("input(x.a) >= 5%", "").restates.unwrap();
    assert_eq!(
        (restated.path.as_str(), restated.share),
        ("parties.a.x", 1.0)
    );
    let mandate = judged("P(mandate <= low) >= 80%", "");
    assert!(
        matches!(mandate.verdict, Verdict::Supported),
        "event:0 is .9 in every setting"
    );
    let restated = mandate.restates.unwrap();
    assert_eq!(
        (restated.path.as_str(), restated.line),
        ("contact.mandate", Some(4))
    );
    assert_eq!(
        judged("P(settlement, arm=bold) >= 5%", "").restates,
        None,
        "a constant"
    );
}

#[test]
fn questions_are_asked_once_and_in_every_arm_they_need() {
    let claims = [
        tested(
            "P(settlement or informed) > 5%",
            "P(settlement or informed) < 1%",
            "",
            "premise",
        ),
        tested(
            "effect(settlement, by=90d) > 1pt",
            "P(zone_now[b, a] and not zone_now[a]) > 5%",
            "",
            "premise",
        ),
        tested(
            "P(settlement, given consent.b = no) < 1%",
            "",
            "",
            "premise",
        ),
        tested(
            "max_over(g, P(settlement, given consent.b = no)) < 1%",
            "",
            "",
            "premise",
        ),
    ];
    let Questions {
        arms: _,
        events,
        interventions,
        zones,
        times,
        halves,
        ..
    } = questions(&claims);
    assert_eq!(events.len(), 2);
    assert_eq!(zones, [vec!["a".to_string(), "b".into()], vec!["a".into()]]);
    assert_eq!(times, [("settlement".to_string(), 90.0)]);
    assert_eq!(
        halves,
        ["event:0", "settlement@90d", "event:1", "settlement"]
    );
    let arms: Vec<String> = interventions.iter().map(Intervention::arm_id).collect();
    let arm = |id: &str| format!("{id}|parties.b.consent=0");
    assert_eq!(arms, [arm("with"), arm("bold"), arm("lame")]);
}

#[test]
fn a_group_that_is_odd_by_luck_does_not_flip_a_verdict() {
    // Noise of its own in every setting puts the mean just above the threshold, so the outermost
    // group of an input that does nothing is easily below it.
    let claim = tested("P(settlement) >= 5%", "", "", "prediction");
    let background = Background::default();
    let noisy = |hidden: f64| {
        let column = move |i: usize| {
            // Chance on every setting, and with `hidden` the effect of y.
            let noise = ((i * 2_654_435_761) % 1_000_003) as f64 / 1_000_003.0;
            0.051 + 0.1 * (noise - 0.5) + hidden * (common::y(i) - 0.5)
        };
        let run = run(
            &[("with", "with")],
            &[("settlement", Unit::Probability)],
            &[("with", "settlement", &column)],
        );
        let figures = Figures {
            run: &run,
            rankings: &Rankings::of(&run),
            events: &[],
            background: &background,
            paths: Paths::All,
        };
        judge(std::slice::from_ref(&claim), &figures)
            .remove(0)
            .flip
            .unwrap()
    };
    assert_eq!(noisy(0.0), Flip::NoSingleInput);
    let Flip::By(found) = noisy(0.05) else {
        panic!()
    };
    assert_eq!(found.input, 1, "y, below its mean");
    assert!(found.to < 0.5);
}

/// On half of the paths settlement with the contact lies 2 points higher.
#[test]
fn shares_are_counted_again_on_half_of_the_paths() {
    let mut run = figures_run();
    let settlement = run.output("settlement").unwrap();
    for (id, add) in [("without", 0.0), ("with", 0.02), ("bold", 0.0)] {
        let arm = run.arm(id).unwrap();
        let column = run.column(arm, settlement).unwrap();
        let half: Vec<f64> = column.iter().map(|p| p + add).collect();
        run.arms[arm].halves[settlement] = Some(half.into());
    }
    let claims = [
        tested(
            "P(settlement) >= 5%",
            "P(settlement) < 1%",
            "",
            "prediction",
        ),
        tested("P(informed) > 10%", "", "", "prediction"),
    ];
    let background = Background::default();
    let figures = Figures {
        run: &run,
        rankings: &Rankings::of(&run),
        events: &[],
        background: &background,
        paths: Paths::All,
    };
    let judgements = judge(&claims, &figures);
    let found = by_paths(&claims, &judgements, &counterfactual(&run), &figures);
    let robust = |test| Share::Robustness {
        claim: "C".into(),
        test,
    };
    let gain = |arm: &str| Share::Positive {
        arm: run.arm(arm).unwrap(),
        output: settlement,
    };
    let share = |of, half, all| ByPaths { of, half, all };
    // x/5 reaches 5 % in 48 of 64 settings and x/5 + 2 % in 54; below 1 % lie 3 and none. The
    // baseline of 2 % is passed in 58 settings, on half of the paths in all. `informed` was not
    // kept on half of the paths.
    let expected = [
        share(robust("supported_if"), 54.0 / 64.0, 48.0 / 64.0),
        share(robust("refuted_if"), 0.0, 3.0 / 64.0),
        share(gain("with"), 1.0, 58.0 / 64.0),
        share(gain("bold"), 1.0, 1.0),
    ];
    assert_eq!(found, expected);
    let moved: Vec<bool> = found.iter().map(ByPaths::moved).collect();
    assert_eq!(moved, [true, true, true, false]);
    let mut single = run.clone();
    single.settings.paths = 1;
    let figures = Figures {
        run: &single,
        ..figures
    };
    assert!(by_paths(&claims, &judgements, &[], &figures).is_empty());
}
