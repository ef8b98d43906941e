//! The claim language: what is understood, what it means, and what is said about mistakes.

use pourparler_scenario::claim::{
    ArithmeticOp, Comparison, Event, Function, GroupName, InputName, MAX_DEPTH, MAX_EVENT_OUTCOMES,
    MAX_LENGTH, Measure, Names, OutputName, Place, Test, Time, Unit, Value, check, parse, resolve,
};

fn output(name: &str, unit: Unit, timed: bool) -> OutputName {
    OutputName {
        name: name.into(),
        unit,
        labels: Vec::new(),
        timed,
    }
}

fn names() -> Names {
    use Unit::*;
    let mut outputs: Vec<OutputName> = [
        ("settlement", Probability, true),
        ("informed", Probability, false),
        ("any_agreement", Probability, false),
        ("zone_now", Probability, false),
        ("crossing", Probability, true),
        ("exchange.held_by_ukraine", Probability, false),
        ("step.us_relief", Probability, true),
        ("step.ru_concession", Probability, true),
        ("step.says_close", Probability, true),
        ("step.talks", Probability, true),
        ("err_ratio.politics", Ratio, false),
        ("err_ratio.resolve", Ratio, false),
        ("bits.politics", Bits, false),
        ("people.prisoners.ukraine", People, false),
        ("gap", Points, true),
        ("ripe_margin", Index, false),
        ("vulnerability.russia", Index, false),
        ("vulnerability.ukraine", Index, false),
        ("dominance.russia", Index, false),
        ("dominance.ukraine", Index, false),
    ]
    .map(|(name, unit, timed)| output(name, unit, timed))
    .into();
    outputs.push(OutputName {
        name: "mandate".into(),
        unit: Index,
        labels: ["none", "convey", "explore", "propose", "commit"]
            .map(String::from)
            .into(),
        timed: false,
    });
    let input = |path: &str, labels: &[&str]| InputName {
        path: path.into(),
        labels: labels.iter().map(|l| (*l).to_string()).collect(),
        probability: false,
    };
    Names {
        outputs,
        arms: [
            "without",
            "with",
            "only_information",
            "deception30",
            "premise-as-written",
            "formal",
        ]
        .map(String::from)
        .into(),
        groups: vec![GroupName {
            name: "envoys".into(),
            arms: vec!["premise-as-written".into(), "formal".into()],
        }],
        blocks: vec!["information".into(), "war".into()],
        inputs: vec![
            InputName {
                probability: true,
                ..input("parties.ukraine.consent", &[])
            },
            input("contact.leverage.sanctions", &["no", "some", "all"]),
            input("parties.russia.floor", &[]),
            input("inputs.observability.value", &[]),
            input("ratification.rada.probability", &[]),
            input("steps.rada.probability", &[]),
        ],
        rates: vec!["earlier_visits.host_claim".into()],
        issues: vec!["territory".into(), "security".into()],
        horizon: 180.0,
    }
}

fn meaning(text: &str) -> Test {
    let expr = parse(text).unwrap_or_else(|problem| panic!("{text}: {problem:?}"));
    resolve(&expr, &names()).unwrap_or_else(|problems| panic!("{text}: {problems:?}"))
}

/// Code and help of the first mistake.
fn mistake(text: &str) -> (&'static str, String) {
    let problem = match parse(text) {
        Err(problem) => problem,
        Ok(expr) => {
            let mut problems = check(&expr, &names());
            assert!(!problems.is_empty(), "{text} was accepted");
            problems.remove(0)
        }
    };
    (problem.code, problem.help.unwrap_or_default())
}

/// The tests of the worked example's sixteen claims, supporting and refuting.
const EXAMPLES: &[&str] = &[
    "P(mandate <= explore) >= 80%",
    "P(mandate >= propose) >= 50%",
    "err_ratio(politics) <= .95 and effect(settlement) < 2pt",
    "effect(settlement) >= 5pt or err_ratio(politics) > .99",
    "P(informed)/P(settlement) >= 3 and q05(P(informed)/P(settlement)) > 1",
    "P(informed)/P(settlement) < 1.5",
    "abs(effect(settlement, arm=only_information)) < 1pt and total(information, settlement) < .05",
    "effect(settlement, arm=only_information) >= 3pt",
    "median(err_ratio(resolve)) <= .9",
    "median(err_ratio(resolve, arm=deception30)) >= 1",
    "ratio(crossing) >= .75 and ratio(crossing) < .99",
    "ratio(crossing) >= 1 or ratio(crossing) < .75",
    "input(observability) <= 20%",
    "median(people.prisoners.ukraine) <= 300 and P(people.prisoners.ukraine > 1000) < 10%",
    "effect(people.prisoners.ukraine) >= 200",
    "P(settlement or exchange.held_by_ukraine, given consent.ukraine = no) <= 1% and rank(consent.ukraine, settlement) <= 3",
    "P(settlement or exchange.held_by_ukraine, given consent.ukraine = no) > 1%",
    "P(zone_now[territory, security]) < 5%",
    "P(zone_now[territory, security]) > 20%",
    "max_over(envoys, effect(settlement)) < 3pt",
    "max_over(envoys, effect(settlement)) >= 10pt",
    "P(step.us_relief and not step.ru_concession) < 5%",
    "rate(earlier_visits.host_claim) >= 80%",
    "rate(earlier_visits.host_claim) < 50%",
    "mean(gap, at=60d) > 5pt or P(step.says_close and not settlement) > 50%",
    "P(step.says_close) < 5% and mean(gap, at=60d) <= 0",
    "effect(step.talks, by=90d) >= 5pt and ks(ripe_margin) < .05",
    "effect(step.talks, by=90d) <= 0 or ks(ripe_margin) >= .15",
    "P(vulnerability.russia<.6 and vulnerability.ukraine<.6 and dominance.russia<.6 and dominance.ukraine<.6) > 80%",
    "P(vulnerability.russia<.6 and vulnerability.ukraine<.6 and dominance.russia<.6 and dominance.ukraine<.6) < 50%",
];

#[test]
fn every_test_of_the_worked_example_is_understood() {
    for text in EXAMPLES {
        meaning(text);
    }
}

#[test]
fn every_example_of_the_reference_page_is_understood() {
    let page = include_str!("../../../docs/reference/claims.md");
    let blocks = page
        .split("```claim\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next());
    let examples: Vec<&str> = blocks.flat_map(str::lines).collect();
    assert_eq!(examples.len(), 12);
    for text in examples {
        meaning(text);
    }
    for (function, _) in Function::ALL {
        assert!(page.contains(function), "`{function}` is not on the page");
    }
}

#[test]
fn labels_percentages_and_points_become_numbers() {
    let of = Measure::Event(Event::Compare {
        output: "mandate".into(),
        op: Comparison::AtMost,
        value: 2.0,
        label: Some("explore".into()),
    });
    assert_eq!(
        meaning("P(mandate <= explore) >= 80%"),
        Test::Compare {
            left: Value::Level {
                of: of.clone(),
                place: Place::default()
            },
            op: Comparison::AtLeast,
            right: Value::Number(0.8),
        }
    );
    assert_eq!(
        meaning("P(explore >= mandate) >= 80 %"),
        meaning("P(mandate <= explore) >= .8")
    );
    let Test::Compare { right, .. } = meaning("effect(settlement) >= -2*2.5pt") else {
        panic!()
    };
    assert_eq!(right, Value::Number(-0.05));
}

#[test]
fn places_carry_arm_time_and_intervention() {
    let Test::Compare {
        left: Value::Effect { place, .. },
        ..
    } = meaning("effect(step.talks, by=90d, arm=premise-as-written) > 1pt")
    else {
        panic!()
    };
    assert_eq!(place.arm.as_deref(), Some("premise-as-written"));
    assert_eq!(place.time, Some(Time::By(90.0)));
    let Test::Compare {
        left: Value::Level { place, .. },
        ..
    } = meaning("P(settlement, given floor.russia = 45%, given consent.ukraine = yes) > 1%")
    else {
        panic!()
    };
    assert_eq!(
        place.given,
        [
            ("parties.russia.floor".to_string(), 0.45),
            ("parties.ukraine.consent".into(), 1.0)
        ]
    );
}

#[test]
fn selections_are_sorted_so_that_one_question_has_one_name() {
    let zone = |text: &str| match meaning(text) {
        Test::Compare {
            left:
                Value::Level {
                    of: Measure::Event(Event::Output(name)),
                    ..
                },
            ..
        } => name,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        zone("P(zone_now[territory, security]) < 5%"),
        "zone_now[security,territory]"
    );
    assert_eq!(
        zone("P(zone_now[security, territory, security]) < 5%"),
        "zone_now[security,territory]"
    );
}

#[test]
fn the_standard_form_reads_back_as_itself() {
    for text in EXAMPLES {
        let test = meaning(text);
        assert_eq!(meaning(&test.to_string()), test, "{test}");
    }
    assert_eq!(
        meaning("effect(informed and not crossing,arm=formal)>=2pt").to_string(),
        "effect(informed and not crossing, arm=formal) >= 0.02"
    );
    let parentheses = "P(mandate <= explore and (informed or not (crossing or settlement))) < \
                       (P(informed) - 2 * P(settlement)) / (P(informed) / P(crossing))";
    assert_eq!(meaning(parentheses).to_string(), parentheses);
}

#[test]
fn precedence_is_that_of_arithmetic_and_of_speech() {
    // or < and < not < comparison < sum < product < sign
    let Test::Or(tests) = meaning(
        "not ratio(crossing) > 1 and ratio(settlement) > 1 or ratio(crossing) - 1 * 2 < -1",
    ) else {
        panic!()
    };
    assert!(matches!(&tests[0], Test::And(both) if matches!(both[0], Test::Not(_))));
    let Test::Compare {
        left: Value::Arithmetic { op, right, .. },
        right: minus,
        ..
    } = &tests[1]
    else {
        panic!("{:?}", tests[1])
    };
    assert_eq!(
        (*op, &**right),
        (ArithmeticOp::Subtract, &Value::Number(2.0))
    );
    assert_eq!(*minus, Value::Number(-1.0));
}

#[test]
fn a_mean_of_something_linear_is_that_thing() {
    assert_eq!(
        meaning("mean(err_ratio(resolve)) < 1"),
        meaning("err_ratio.resolve < 1")
    );
    assert_eq!(
        meaning("mean(settlement) < 1%"),
        meaning("P(settlement) < 1%")
    );
    let Test::Compare { left, .. } = meaning("mean(P(informed)/P(settlement)) > 3") else {
        panic!()
    };
    assert!(matches!(left, Value::Mean(_)));
}

#[test]
fn mistakes_are_named_with_what_to_write_instead() {
    let cases: &[(&str, &str, &str)] = &[
        ("P(settlement) >= 5 §", "PP0601", ""),
        ("P(settlement) >= 5pp", "PP0601", "pt"),
        ("P(settlement) >= 5 percent", "PP0601", "`%`"),
        (
            "P(people.prisoners.ukraine > 1,000) < 10%",
            "PP0601",
            "1000",
        ),
        ("P(settlement) > 5% && P(informed) > 5%", "PP0601", "`and`"),
        ("P(settlement >= 5%", "PP0602", "character 2"),
        ("P(settlement) >=", "PP0602", ""),
        ("", "PP0602", ""),
        ("P(settlement) > 5%) ", "PP0602", "`(`"),
        (
            "P(settlement) > 5% P(informed) > 5%",
            "PP0602",
            "`and` or `or`",
        ),
        ("effect(step.talks, by=90) > 1pt", "PP0602", "by=90d"),
        (
            "P(settlement, given consent.ukraine < 1) > 1%",
            "PP0602",
            "given consent.ukraine = no",
        ),
        ("1% < P(settlement) < 5%", "PP0603", "a < b and b < c"),
        ("efect(settlement) < 2pt", "PP0605", "`effect`"),
        ("p(settlement) < 2%", "PP0605", "`P`"),
        ("P(setlement) < 2%", "PP0606", "`settlement`"),
        ("P(talks) < 2%", "PP0606", "`step.talks`"),
        (
            "P(settlement, arm=only_info) < 2%",
            "PP0606",
            "only_information",
        ),
        (
            "P(settlement, given consent.ukrain = no) < 2%",
            "PP0606",
            "",
        ),
        (
            "P(settlement, given sanctions.leverage = maybe) < 2%",
            "PP0606",
            "no, some, all",
        ),
        ("P(mandate <= exploer) < 2%", "PP0606", ""),
        ("bits(polotics) > .1", "PP0606", "`politics`"),
        (
            "max_over(envoy, effect(settlement)) < 3pt",
            "PP0606",
            "`envoys`",
        ),
        ("P(zone_now[teritory]) < 5%", "PP0606", "`territory`"),
        ("P(settlement[territory]) < 5%", "PP0606", "zone_now"),
        (
            "rate(visits.host_claim) > 5%",
            "PP0606",
            "earlier_visits.host_claim",
        ),
        (
            "total(politics, settlement) < .05",
            "PP0606",
            "information, war",
        ),
        (
            "input(probability.rada) < 5%",
            "PP0606",
            "ratification.rada.probability",
        ),
        ("settlement", "PP0607", "P(settlement)"),
        ("settlement > 5%", "PP0607", "`P(settlement)`"),
        ("people.prisoners.ukraine > 5", "PP0607", "median("),
        ("P(mandate) > 5%", "PP0607", "mandate >= none"),
        ("P(settlement > 5%) > 5%", "PP0607", "P(settlement)"),
        ("P(5) > 5%", "PP0607", "happens or not"),
        ("(P(settlement) > 5%) + 1 > 0", "PP0607", "P(..)"),
        ("median(3) > 2", "PP0607", "output"),
        ("1 < 2", "PP0607", ""),
        (
            "P(settlement, given sanctions.leverage = 0) > 1%",
            "PP0607",
            "no, some, all",
        ),
        (
            "P(settlement, given consent.ukraine = 20) > 1%",
            "PP0607",
            "from 0 to 1",
        ),
        (
            "P(settlement, given floor.russia = no) > 1%",
            "PP0607",
            "number",
        ),
        ("P() > 5%", "PP0608", "P(event)"),
        (
            "abs(effect(settlement), arm=with) < 1pt",
            "PP0608",
            "inside",
        ),
        (
            "median(err_ratio(resolve), arm=with) < 1",
            "PP0608",
            "median(err_ratio(resolve, arm=deception30))",
        ),
        ("effect(settlement, by=9d, by=8d) < 1pt", "PP0608", ""),
        ("P(settlement) > 80", "PP0609", "80%"),
        ("P(settlement) > 5pt", "PP0609", "5%"),
        ("effect(settlement) > 5%", "PP0609", "5pt"),
        ("effect(settlement) > 5", "PP0609", "5pt"),
        ("ratio(settlement) > 5pt", "PP0609", "0.05"),
        (
            "effect(people.prisoners.ukraine) >= 5pt",
            "PP0609",
            "without a unit",
        ),
        ("P(settlement, by=181d) > 5%", "PP0610", ""),
        ("P(informed, by=90d) > 5%", "PP0610", "settlement"),
        (
            "P(settlement or crossing, by=90d) > 5%",
            "PP0610",
            "one by one",
        ),
        ("P(settlement, at=90d) > 5%", "PP0610", "by=90d"),
        ("mean(gap, by=90d) > 5pt", "PP0610", "at=90d"),
        (
            "ks(ripe_margin, by=90d) > .1",
            "PP0610",
            "leave the time out",
        ),
    ];
    for (text, code, help) in cases {
        let (found, said) = mistake(text);
        assert_eq!(found, *code, "{text}: {said}");
        assert!(said.contains(help), "{text}: help was `{said}`");
    }
}

#[test]
fn all_unknown_names_of_one_expression_are_reported_in_order() {
    let expr =
        parse("P(setlement) > 5% and effect(informd, arm=wiht) < 1pt or bits(x) > 1").unwrap();
    let problems = check(&expr, &names());
    let codes: Vec<_> = problems.iter().map(|p| p.code).collect();
    assert_eq!(codes, ["PP0606"; 4]);
    let starts: Vec<usize> = problems.iter().map(|p| p.span.start).collect();
    assert_eq!(starts, [2, 29, 42, 62]);
}

#[test]
fn limits_are_errors_and_not_crashes() {
    let deep = format!(
        "{}P(settlement) > 5%{}",
        "(".repeat(MAX_DEPTH + 1),
        ")".repeat(MAX_DEPTH + 1)
    );
    assert_eq!(mistake(&deep).0, "PP0604");
    let just = format!(
        "{}P(settlement) > 5%{}",
        "(".repeat(MAX_DEPTH - 1),
        ")".repeat(MAX_DEPTH - 1)
    );
    meaning(&just);
    assert_eq!(mistake(&"not ".repeat(200)).0, "PP0604");
    assert_eq!(mistake(&" ".repeat(MAX_LENGTH + 1)).0, "PP0604");
    assert_eq!(mistake(&"1+".repeat(400)).0, "PP0604");
    let many = (1..=MAX_EVENT_OUTCOMES + 1).map(|n| format!("ripe_margin > {n}"));
    let many = many.collect::<Vec<_>>().join(" or ");
    assert_eq!(mistake(&format!("P({many}) > 5%")).0, "PP0604");
    meaning(&format!(
        "P({}) > 5%",
        many.rsplit_once(" or ").map_or("", |(few, _)| few)
    ));
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    fn piece() -> impl Strategy<Value = String> {
        let words = [
            "P(",
            "effect(",
            "ratio(",
            "median(",
            "q05(",
            "err_ratio(",
            "bits(",
            "max_over(",
            "ks(",
            "settlement",
            "mandate",
            "explore",
            "gap",
            "people.prisoners.ukraine",
            "zone_now[",
            "territory",
            "]",
            ")",
            "(",
            ",",
            " and ",
            " or ",
            "not ",
            "given ",
            "arm=",
            "by=",
            "at=",
            "90d",
            "5%",
            "2pt",
            "3",
            ".5",
            "-",
            "+",
            "/",
            "<",
            ">=",
            "=",
            "!=",
            "envoys",
            "with",
            "consent.ukraine",
            "no",
            "input(",
            "rate(",
            "rank(",
            "total(",
            "abs(",
            "1e999",
            "0",
        ];
        prop_oneof![
            6 => proptest::sample::select(words.to_vec()).prop_map(String::from),
            1 => any::<char>().prop_map(String::from),
        ]
    }

    /// Numbers of every form, nested up to three deep.
    fn number() -> impl Strategy<Value = String> {
        let event = proptest::sample::select(vec![
            "settlement",
            "not informed and crossing",
            "mandate <= explore or gap > -2pt",
            "people.prisoners.ukraine > 1000",
            "zone_now[territory]",
        ]);
        let place = proptest::sample::select(vec![
            "",
            ", arm=deception30",
            ", given consent.ukraine = no",
            ", arm=formal, given floor.russia = .4, given consent.ukraine = yes",
        ]);
        let figure = proptest::sample::select(vec!["P", "effect", "ratio"]);
        let leaf = prop_oneof![
            (figure, event, place.clone()).prop_map(|(f, e, p)| format!("{f}({e}{p})")),
            place.prop_map(|p| format!("median(people.prisoners.ukraine{p})")),
            Just("err_ratio.resolve".to_string()),
            Just("ks(ripe_margin)".to_string()),
            Just("rate(earlier_visits.host_claim)".to_string()),
            Just("mean(gap, at=60d)".to_string()),
            Just("input(observability)".to_string()),
        ];
        leaf.prop_recursive(3, 12, 2, |inner| {
            let sign = proptest::sample::select(vec!["+", "-", "*", "/"]);
            prop_oneof![
                (inner.clone(), sign, inner.clone()).prop_map(|(a, s, b)| format!("{a} {s} {b}")),
                (inner.clone(), 0.0f64..9.0).prop_map(|(a, x)| format!("{x} * ({a}) - -{x}")),
                inner.clone().prop_map(|a| format!("-abs({a})")),
                inner.clone().prop_map(|a| format!("q05({a})")),
                inner.prop_map(|a| format!("max_over(envoys, mean({a}))")),
            ]
        })
    }

    proptest! {
        #[test]
        fn whatever_is_understood_reads_back_from_its_standard_form(
            a in number(), b in number(), not in any::<bool>(), op in "<|<=|>|>=|=|!="
        ) {
            let not = if not { "not " } else { "" };
            let text = format!("{not}{a} {op} {b} or P(settlement) > 5%");
            let expr = parse(&text).map_err(|p| TestCaseError::fail(p.message))?;
            // Some pairs have units that cannot be compared.
            if let Ok(test) = resolve(&expr, &names()) {
                let form = test.to_string();
                let again = parse(&form).map_err(|p| TestCaseError::fail(p.message))?;
                prop_assert_eq!(resolve(&again, &names()), Ok(test), "{}", form);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn no_text_makes_it_panic_and_every_span_lies_inside(
            pieces in proptest::collection::vec(piece(), 0..40)
        ) {
            let text: String = pieces.concat();
            let names = names();
            let problems = match parse(&text) {
                Ok(expr) => check(&expr, &names),
                Err(problem) => vec![problem],
            };
            for problem in problems {
                prop_assert!(problem.span.start <= problem.span.end);
                prop_assert!(text.get(problem.span.start..problem.span.end).is_some());
                prop_assert!(!problem.message.is_empty());
            }
        }

        #[test]
        fn spaces_around_signs_change_nothing(index in 0..EXAMPLES.len()) {
            let text = EXAMPLES[index];
            let mut spaced = String::new();
            for c in text.chars() {
                match c {
                    '(' | ')' | ',' | '[' | ']' | '/' => spaced.extend([' ', c, ' ']),
                    c => spaced.push(c),
                }
            }
            prop_assert_eq!(meaning(text), meaning(&spaced));
        }

        #[test]
        fn a_changed_letter_is_noticed(index in 0..EXAMPLES.len(), at in 0..200usize) {
            // A claim never silently means something else because of a typing mistake in a name.
            let text = EXAMPLES[index];
            let letters: Vec<usize> = text
                .char_indices()
                .filter(|(_, c)| c.is_ascii_lowercase())
                .map(|(at, _)| at)
                .collect();
            let at = letters[at % letters.len()];
            let changed = format!("{}Z{}", &text[..at], &text[at + 1..]);
            let noticed = match parse(&changed) {
                Ok(expr) => !check(&expr, &names()).is_empty(),
                Err(_) => true,
            };
            prop_assert!(noticed, "{}", changed);
        }
    }
}
