//! Every mistake the engine knows is found at its place in the file.

use pourparler_engine::Plan;
use pourparler_engine::codes;
use pourparler_engine::result::{Event, Intervention, Questions};
use pourparler_scenario::{Diagnostic, Scenario};

use crate::runs::{ENVOY, PIE, SMALL, edited, scenario};

/// Compiles a wrong text; the mistake has to stand, in a text that names it, at `place`.
fn found_at(code: &str, text: &str, place: &str) {
    asked(code, text, place, &Questions::default());
}

fn asked(code: &str, text: &str, place: &str, questions: &Questions) {
    let Err(mistakes) = compiled(&scenario(text), questions) else {
        panic!("nothing found for {code}");
    };
    placed(&mistakes, code, text, place);
}

fn compiled(scenario: &Scenario, questions: &Questions) -> Result<(), Vec<Diagnostic>> {
    Plan::compile(scenario, SMALL, questions).map(|_| ())
}

/// The text from its title on.
fn titled(text: &str) -> &str {
    &text[text.find("title =").expect("a title")..]
}

fn placed(mistakes: &[Diagnostic], code: &str, text: &str, place: &str) {
    let found: Vec<_> = mistakes.iter().filter(|d| d.code == code).collect();
    let [mistake] = found[..] else {
        panic!("{code} not found once in {mistakes:#?}")
    };
    assert_eq!(mistakes.len(), 1, "{mistakes:#?}");
    assert_eq!(
        text.matches(place).count(),
        1,
        "`{place}` stands there more than once"
    );
    let at = text.find(place).expect("the place is in the text");
    let line = text[..at].matches('\n').count() + 1;
    let column = at - text[..at].rfind('\n').map_or(0, |n| n + 1) + 1;
    assert_eq!(
        (mistake.line, mistake.column),
        (line, column),
        "{mistake:#?}"
    );
    assert!(mistake.help.is_some() || code == codes::DIMENSIONS || code == codes::EVENT);
}

#[test]
fn no_contact() {
    let parts: Vec<&str> = PIE
        .split("\n\n")
        .filter(|part| !part.starts_with("[contact]"))
        .collect();
    let text = parts.join("\n\n");
    found_at(codes::NO_CONTACT, titled(&text), "title =");
}

#[test]
fn a_contact_outside_the_time_looked_at() {
    for date in ["2025-12-31", "2026-01-29", "2027-01-01"] {
        let text = edited(PIE, &[("date = 2026-01-01", &format!("date = {date}"))]);
        found_at(codes::CONTACT_DATE, &text, date);
    }
    for date in ["2026-01-01", "2026-01-28"] {
        let text = edited(PIE, &[("date = 2026-01-01", &format!("date = {date}"))]);
        assert!(compiled(&scenario(&text), &Questions::default()).is_ok());
    }
}

#[test]
fn an_earlier_contact_that_is_not_earlier() {
    let text = edited(
        ENVOY,
        &[("[2025-09-01, 2025-11-20]", "[2025-09-01, 2026-02-01]")],
    );
    found_at(codes::EARLIER, &text, "[2025-09-01, 2026-02-01]");
}

#[test]
fn an_event_that_is_past() {
    let text = edited(ENVOY, &[("date = 2026-05-05", "date = 2026-01-14")]);
    found_at(codes::PAST_EVENT, &text, "2026-01-14");
}

#[test]
fn a_topic_of_nothing() {
    let text = edited(
        ENVOY,
        &[("of = \"south\"\nlistener", "of = \"nobody\"\nlistener")],
    );
    found_at(codes::TOPIC_OF, &text, "\"nobody\"");
    let text = edited(
        ENVOY,
        &[
            (
                "kind = \"resolve\"\nof = \"north\"\n",
                "kind = \"resolve\"\n",
            ),
            ("[topics.wall]", "[topics.wall] # here"),
        ],
    );
    found_at(codes::TOPIC_OF, &text, "wall] # here");
    let text = edited(
        ENVOY,
        &[(
            "kind = \"redline\"\nof = \"river\"",
            "kind = \"redline\"\nof = \"lake\"",
        )],
    );
    found_at(codes::TOPIC_OF, &text, "\"lake\"");
}

#[test]
fn a_patron_that_favours_nobody() {
    let text = edited(ENVOY, &[("favours = \"south\"", "favours = \"neighbour\"")]);
    let place = text.find("favours").expect("there") + "favours = ".len();
    assert!(text[place..].starts_with("\"neighbour\""));
    let text = text.replace("consent = [\"neighbour\"]", "consent = ['neighbour']");
    found_at(codes::FAVOURS, &text, "\"neighbour\"");
}

#[test]
fn more_texts_than_can_be_judged() {
    let text = |rate: &str, horizon: &str| {
        let horizon = format!("horizon = \"{horizon}\"");
        edited(
            PIE,
            &[
                ("rate = 0", &format!("rate = {rate}")),
                ("horizon = \"28 days\"", &horizon),
            ],
        )
    };
    let busy = text("29.5", "2 years");
    found_at(codes::TEXTS, &busy, "29.5");
    for (rate, horizon) in [
        ("29.5", "1 year"),
        ("{ value = \"0.05 .. 0.5\" }", "20 years"),
    ] {
        let text = text(rate, horizon);
        assert!(compiled(&scenario(&text), &Questions::default()).is_ok());
    }
    // What a `given` of a claim sets is held to the same.
    let given = Questions {
        interventions: vec![Intervention {
            arm: "with".into(),
            set: vec![("process.rate".into(), 1e6)],
        }],
        ..Questions::default()
    };
    let text = text("{ value = \"0.05 .. 0.5\" }", "1 year");
    asked(codes::TEXTS, &text, "{ value = \"0.05 .. 0.5\" }", &given);
}

#[test]
fn a_refusal_that_tells_nothing() {
    let refused = |package: &str, by: &str| {
        format!("{ENVOY}\n[refused.plan]\npackage = {package}\nby = {by}\n")
    };
    let several = "{ trade = [\"quotas\", 'open'] }";
    found_at(codes::REFUSED, &refused(several, "\"north\""), several);
    found_at(
        codes::REFUSED,
        &refused("{ trade = \"open\" }", "'neighbour'"),
        "'neighbour'",
    );
}

#[test]
fn a_floor_of_several_packages() {
    let several = "{ territory = [\"line\", \"return\"] }";
    let text = edited(
        ENVOY,
        &[(
            "{ territory = \"line\", guarantee = \"none\", trade = \"closed\" }",
            several,
        )],
    );
    found_at(codes::FLOOR, &text, several);
}

#[test]
fn steps_in_a_circle() {
    let text = edited(
        ENVOY,
        &[(
            "consent = [\"north\"]\nadds = 0.1",
            "consent = [\"north\"]\nwhile = \"summit\"",
        )],
    );
    found_at(codes::STEP_CIRCLE, &text, "\"summit\"");
}

#[test]
fn a_rung_above_the_ladder() {
    let text = edited(ENVOY, &[("rung = 2", "rung = 5")]);
    found_at(codes::RUNG, &text, "5\n\n[steps.talks]");
}

#[test]
fn a_correlation_of_something_certain() {
    // The patron is no side, so that nothing ever reads a floor of it.
    let text = format!(
        "{ENVOY}\n[[correlations]]\nbetween = [\"war.volatility\", \"parties.patron.floor\"]\n\
         rank = 0.5\n"
    );
    found_at(codes::CORRELATION, &text, "[[correlations]]");
}

#[test]
fn correlations_that_contradict_each_other() {
    let pair = |a: &str, b: &str, rank: f64| {
        format!("\n[[correlations]] # {rank}\nbetween = [\"{a}\", \"{b}\"]\nrank = {rank}\n")
    };
    let (a, b, c) = ("parties.north.floor", "war.volatility", "war.discount");
    let text = format!(
        "{ENVOY}{}{}{}",
        pair(a, b, 0.9),
        pair(b, c, 0.91),
        pair(a, c, 0.92)
    );
    let mut scenario = scenario(&text);
    // The reader finds contradictions itself; what another caller puts together is checked here.
    scenario.correlations[2].rank = -0.92;
    let mistakes = compiled(&scenario, &Questions::default()).expect_err("contradictory");
    placed(
        &mistakes,
        codes::CORRELATIONS,
        &text,
        "[[correlations]] # 0.91",
    );
}

#[test]
fn more_than_can_be_drawn() {
    let category = |under: &str, k: usize| {
        format!("[{under}exchange.c{k}]\n[{under}exchange.c{k}.holders.north]\nof = \"south\"\n")
    };
    // The reader counts the file and each variant for itself; together they need more.
    let mut text = format!("{PIE}\n");
    text.extend((0..110).map(|k| category("", k)));
    text.extend((110..230).map(|k| category(&format!("variants.v{}.", k / 20), k)));
    found_at(codes::DIMENSIONS, titled(&text), "title =");
}

#[test]
fn more_steps_than_can_be_taken() {
    let text = PIE.replace("horizon = \"28 days\"", "horizon = \"100 years\"");
    found_at(codes::STEPS, titled(&text), "\"100 years\"");
    let most = PIE.replace("horizon = \"28 days\"", "horizon = \"38 years\"");
    assert!(compiled(&scenario(&most), &Questions::default()).is_ok());
}

#[test]
fn an_event_of_too_much_or_of_nothing() {
    let text = titled(ENVOY);
    let names = [
        "settlement",
        "zone",
        "crossing",
        "top_rung",
        "any_agreement",
        "informed",
        "ripe",
    ];
    let more = [
        "deal_failure",
        "zone_now",
        "settlement_first",
        "step.talks",
        "step.lull",
    ];
    let all = names.iter().chain(&more).chain(&["step.channel"]);
    let events = |names: Vec<&str>| Questions {
        events: vec![Event::And(
            names.iter().map(|n| Event::Happens((*n).into())).collect(),
        )],
        ..Questions::default()
    };
    let thirteen: Vec<&str> = all.copied().collect();
    assert_eq!(thirteen.len(), 13);
    asked(codes::EVENT, text, "title =", &events(thirteen.clone()));
    asked(
        codes::EVENT,
        text,
        "title =",
        &events(vec!["peace_at_last"]),
    );
    let twelve = events(thirteen[..12].to_vec());
    assert!(compiled(&scenario(text), &twelve).is_ok());
}

#[test]
fn a_front_where_there_is_none() {
    let standoff = include_str!("../fixtures/standoff.toml");
    let text = edited(standoff, &[("no_agreement = \"0.2 .. 0.4\"\n", "")]);
    found_at(codes::FRONT, &text, "south]\nside");
    let text = format!("{standoff}\n[war]\nfront = 0.111\n");
    found_at(codes::FRONT, &text, "0.111");
    let text = edited(
        standoff,
        &[(
            "vulnerability = 0.7\n",
            "vulnerability = 0.7\ncollapse = 0.0123\n",
        )],
    );
    found_at(codes::FRONT, &text, "0.0123");
    let text = format!("{standoff}\n[topics.front]\nkind = \"prospects\"\nlistener = \"north\"\n");
    found_at(codes::FRONT, &text, "\"prospects\"");
    let text = format!("{standoff}\n[politics]\npatron = \"envoy\"\nfavours = \"north\"\n");
    found_at(codes::FRONT, &text, "politics]");
}

#[test]
fn a_spiral_that_runs_away() {
    let text = edited(
        ENVOY,
        &[
            (
                "h0 = \"1% .. 4%\"\n",
                "h0 = \"1% .. 4%\"\nspiral = 5.01\npressure = 0.1\n",
            ),
            (
                "law = \"normal\"\n",
                "law = \"normal\"\nspiral = 5\npressure = 0.1\n",
            ),
        ],
    );
    found_at(codes::SPIRAL, &text, "5.01");
    let settles = text.replace("pressure = 0.1", "pressure = 2");
    assert!(compiled(&scenario(&settles), &Questions::default()).is_ok());
}

#[test]
fn every_code_has_a_test_here() {
    let here = include_str!("diagnostics.rs");
    for code in codes::CODES {
        let constant = match code.code {
            codes::NO_CONTACT => "NO_CONTACT",
            codes::CONTACT_DATE => "CONTACT_DATE",
            codes::EARLIER => "EARLIER",
            codes::PAST_EVENT => "PAST_EVENT",
            codes::TOPIC_OF => "TOPIC_OF",
            codes::FAVOURS => "FAVOURS",
            codes::FLOOR => "FLOOR",
            codes::STEP_CIRCLE => "STEP_CIRCLE",
            codes::RUNG => "RUNG",
            codes::CORRELATION => "CORRELATION",
            codes::CORRELATIONS => "CORRELATIONS",
            codes::DIMENSIONS => "DIMENSIONS",
            codes::EVENT => "EVENT",
            codes::STEPS => "STEPS",
            codes::FRONT => "FRONT",
            codes::TEXTS => "TEXTS",
            codes::REFUSED => "REFUSED",
            codes::SPIRAL => "SPIRAL",
            other => panic!("{other} has no test"),
        };
        assert!(
            here.contains(&format!("codes::{constant},")),
            "{constant} has no test"
        );
    }
}
