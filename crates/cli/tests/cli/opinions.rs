//! `opinions`: every method with its own answer, given or derived, and mistakes with their place.

use crate::folder::Folder;
use crate::{
    BLANK, ENVOY, EXAMPLE, EXAMPLES, nulls_have_reasons, pourparler, pourparler_in, small,
};

#[test]
fn the_examples_are_what_the_repository_shows() {
    for name in EXAMPLES {
        let folder = format!("../../scenarios/{name}");
        let ran = pourparler(&["opinions", &format!("{folder}/scenario.toml")]);
        assert_eq!(ran.code, 0, "{name}: {}", ran.err);
        let shown = std::fs::read_to_string(format!("{folder}/opinions.txt")).unwrap();
        assert!(
            ran.out == shown,
            "{name} is out of date: pourparler opinions scenario.toml > opinions.txt\n{}",
            similar::TextDiff::from_lines(&shown, &ran.out).unified_diff()
        );
    }
}

/// Every method answers on the headline in every example, but for past cases where no class is named.
#[test]
fn the_headline_has_a_line_of_each_method() {
    for name in EXAMPLES {
        let file = format!("../../scenarios/{name}/scenario.toml");
        let found = pourparler(&small(&["opinions", &file, "--json"])).json();
        nulls_have_reasons(&found);
        let lines = found["headline"].as_array().unwrap();
        let methods = lines.iter().map(|line| line["method"].as_str().unwrap());
        let mut expected = vec![
            "engine",
            "graph model",
            "spatial bargaining",
            "theory of mediation",
        ];
        if found["past_cases"]["class"].is_object() {
            expected.push("past cases");
        }
        assert_eq!(methods.collect::<Vec<_>>(), expected, "{name}");
        for line in lines {
            assert!(line["settlement"].is_string(), "{name} {line}");
            assert!(line["firmness"].is_string(), "{name} {line}");
        }
        assert_eq!(found["graph"]["origin"], "given", "{name}");
    }
}

#[test]
fn given_is_told_from_derived() {
    let given = pourparler(&small(&["opinions", EXAMPLE, "--json"])).json();
    assert_eq!(given["schema"], "pourparler.opinions/1");
    nulls_have_reasons(&given);
    assert_eq!(given["graph"]["origin"], "given");
    let land = &given["spatial"]["issues"][1];
    assert_eq!(land["issue"], "territory");
    for stand in land["stands"].as_array().unwrap() {
        assert_eq!(stand["capability"]["origin"], "given");
        assert_eq!(stand["position"]["origin"], "derived");
    }
    let derived = pourparler(&small(&["opinions", ENVOY, "--json"])).json();
    assert_eq!(derived["graph"]["origin"], "derived");
    assert_eq!(derived["mediation"]["remainder"]["origin"], "derived");
    assert!(
        !pourparler(&small(&["opinions", ENVOY]))
            .out
            .contains("given.")
    );
}

/// What the notes of the examples say hangs on one place in one order of priorities.
#[test]
fn the_orders_that_the_notes_call_contestable_decide() {
    let folder = Folder::new("opinions-orders");
    let concepts = |name: &str, from: &str, to: &str| {
        let text =
            std::fs::read_to_string(format!("../../scenarios/{name}/scenario.toml")).unwrap();
        assert_eq!(text.matches(from).count(), 1, "{name}: {from}");
        folder.write("changed.toml", &text.replace(from, to));
        let ran = pourparler_in(
            folder.path(),
            &small(&["opinions", "changed.toml", "--json"]),
        );
        let graph = ran.json()["graph"].take();
        let of = |state: &serde_json::Value| {
            let all = graph["equilibria"].as_array().unwrap();
            let found = all.iter().find(|found| found["state"] == *state);
            found.map_or(0, |found| found["concepts"].as_array().unwrap().len())
        };
        (of(&graph["today"]), of(&graph["wanted"]["state"]))
    };
    let attack = "\"not ussr_answer\", \"ussr_remove or us_attack\"";
    let first = "\"ussr_remove or us_attack\", \"not ussr_answer\"";
    assert_eq!(concepts("scali-fomin-1962", attack, attack).0, 4);
    assert_eq!(concepts("scali-fomin-1962", attack, first).0, 0);
    let [force, fire, gesture] = [
        "\"not sy_release or not us_strikes\"",
        "\"not us_strikes\", \"sy_fire iff not (us_offshore and us_shelve)\"",
        "\"sy_release if jk_comes\"",
    ];
    let after = format!("{force}, {fire}, {gesture}");
    let before = format!("{gesture}, {force}, {fire}");
    assert_eq!(concepts("jackson-goodman-1983", &after, &after).0, 6);
    assert_eq!(concepts("jackson-goodman-1983", &after, &before).0, 0);
    let name = "\"not il_plo\", \"plo_calm\"";
    assert_eq!(concepts("oslo-1993", name, name).1, 0);
    assert!(concepts("oslo-1993", name, "\"plo_calm\", \"not il_plo\"").1 >= 4);
    let land = "\"not ru_freeze or ua_withdraw\", \"ua_withdraw\", \"not eu_force\", \"us_lift\"";
    let last = "\"ua_withdraw\", \"not eu_force\", \"us_lift\", \"not ru_freeze or ua_withdraw\"";
    assert_eq!(concepts("moscow-sixth-visit", land, land).1, 0);
    assert!(concepts("moscow-sixth-visit", land, last).1 >= 4);
}

/// What stands in one method's answer is in line with what the others say of it.
#[test]
fn answers_hold_together() {
    for file in [EXAMPLE, ENVOY] {
        let found = pourparler(&small(&["opinions", file, "--json"])).json();
        let number = |value: &serde_json::Value| value.as_f64().unwrap();
        let mut contested = 0;
        for issue in found["spatial"]["issues"].as_array().unwrap() {
            if issue["forecast"].is_object() {
                assert!(issue["forecast"]["reason"].is_string(), "{issue}");
                continue;
            }
            contested += 1;
            let (low, high) = (&issue["readings"]["low"], &issue["readings"]["high"]);
            let forecast = number(&issue["forecast"]);
            assert!((number(low)..=number(high)).contains(&forecast), "{issue}");
            assert!(issue["baseline_mean"].is_number() && issue["baseline_median"].is_number());
            assert!((0.0..=1.0).contains(&number(&issue["jointly"])), "{issue}");
        }
        assert!(contested > 0, "{file}");
        let today = &found["graph"]["today"];
        let shown = found["graph"]["equilibria"].as_array().unwrap();
        for concept in ["Nash", "GMR", "SMR", "SEQ", "SSEQ", "SIM"] {
            let has = |value: &serde_json::Value, concept: &str| {
                value.as_array().unwrap().iter().any(|c| c == concept)
            };
            let by_maker = found["graph"]["today_by_decision_maker"]
                .as_array()
                .unwrap();
            let all = by_maker.iter().all(|m| has(&m["stable_under"], concept));
            let listed = shown
                .iter()
                .any(|e| e["state"] == *today && has(&e["concepts"], concept));
            assert_eq!(all, listed, "{file} {concept}");
        }
        for told in found["acceptance"]["accepted"].as_array().unwrap() {
            let whole = number(&told["survives"]) + number(&told["unsignable"]);
            let left: Vec<f64> = told["left_by"]
                .as_array()
                .unwrap()
                .iter()
                .map(number)
                .collect();
            assert!(whole + left[0].max(left[1]) <= 1.0 + 1e-12, "{told}");
            assert!(whole + left[0] + left[1] >= 1.0 - 1e-12, "{told}");
        }
        let share = |name: &str| number(&found["mediation"]["over_draws"][name]);
        assert!(share("nothing_to_mediate") + share("outside_the_theory") <= 1.0 + 1e-9);
        for pair in found["compared"].as_array().unwrap() {
            assert_eq!(
                pair["agree"] == true,
                pair["assumption"].is_null(),
                "{pair}"
            );
        }
    }
}

/// South takes the toll where it is worth more than today's 0.3 and no red line is meant: 0.7 · 0.8.
const BRIDGE: &str = r#"
title = "A bridge"
as_of = 2026-01-15
horizon = "180 days"
[parties.north]
side = "a"
breach = 0
[parties.south]
side = "b"
breach = 0
[issues.bridge]
options = ["closed", "tolled", "open"]
status_quo = "closed"
[parties.north.issues]
bridge = { values = { closed = 0, tolled = 0.5, open = 1 } }
[parties.south.issues.bridge]
values = { closed = 0.3, tolled = { uniform = [0, 1] }, open = 0 }
red_lines = { tolled = 0.2 }
[outcomes.toll]
kind = "final"
when = { bridge = "tolled" }
[outcomes.free]
kind = "final"
when = { bridge = "open" }
[contact]
by = "south"
to = ["north"]
date = 2026-02-01
"#;

#[test]
fn the_game_of_acceptance_by_hand() {
    let folder = Folder::new("opinions-acceptance");
    folder.write("bridge.toml", BRIDGE);
    let ran = pourparler_in(
        folder.path(),
        &small(&["opinions", "bridge.toml", "--json"]),
    );
    let found = ran.json()["acceptance"].take();
    let near = |value: &serde_json::Value, expected: f64| {
        let value = value.as_f64().unwrap();
        // Four standard errors of 1,000 draws.
        assert!((value - expected).abs() < 0.063, "{value} for {expected}");
    };
    let [toll, free] = &found["accepted"].as_array().unwrap()[..] else {
        panic!("{found}");
    };
    near(&toll["survives"], 0.56);
    near(&toll["left_by"][1], 0.24);
    near(&toll["unsignable"], 0.2);
    assert_eq!(toll["left_by"][0], 0.0);
    assert_eq!(free["survives"], 0.0);
    assert_eq!(free["left_by"], serde_json::json!([0.0, 1.0]));
    near(&found["nothing_alone"], 0.44);
    // The game at the medians, read back: today, and the toll; what one accepts alone leaves today.
    folder.write("bridge.nfg", found["nfg"].as_str().unwrap());
    let solved = pourparler_in(folder.path(), &["solve", "game", "bridge.nfg", "--json"]).json();
    let pure = solved["strategic"]["pure"]["profiles"].as_array().unwrap();
    for (profile, expected) in [
        ([0, 0], true),
        ([1, 1], true),
        ([2, 2], false),
        ([1, 0], false),
    ] {
        assert_eq!(
            pure.contains(&serde_json::json!(profile)),
            expected,
            "{profile:?}"
        );
    }
}

#[test]
fn every_claim_has_a_line() {
    let found = pourparler(&small(&["opinions", EXAMPLE, "--json"])).json();
    let lines = found["claims"].as_array().unwrap();
    assert_eq!(lines.len(), 16);
    let of = |id: &str| {
        let line = lines.iter().find(|line| line["id"] == id).unwrap();
        let says = line["says"].as_array().unwrap().iter();
        says.map(|s| s["method"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert!(of("C01").is_empty());
    assert_eq!(of("C03"), ["past cases", "graph model"]);
    assert_eq!(of("C11"), ["theory of mediation"]);
    assert!(of("C10").contains(&"spatial bargaining".to_owned()));
    let text = pourparler(&small(&["opinions", EXAMPLE])).out;
    assert!(text.contains("No method here speaks to"), "{text}");
}

#[test]
fn the_line_that_reproduces_does_on_any_number_of_threads() {
    let first = pourparler(&small(&["opinions", ENVOY, "--threads", "1"]));
    let command = first.out.lines().last().unwrap();
    let words: Vec<&str> = command.split(' ').collect();
    assert_eq!(words[..3], ["pourparler", "opinions", "envoy-visit.toml"]);
    let folder = Folder::new("opinions");
    folder.write("envoy-visit.toml", &std::fs::read_to_string(ENVOY).unwrap());
    let again = pourparler_in(folder.path(), &words[1..]);
    assert_eq!(again.out, first.out);
}

/// Tables of second opinions with a mistake of every sort.
const BROKEN: &str = r#"
[opinions.graph]
infeasible = ["frieze and strike", "freeze strike"]
[opinions.graph.options.freeze]
owner = "north"
[opinions.graph.options.strike]
owner = "south"
today = true
[opinions.graph.preferences.north]
statements = ["freeze & not strike", "(freeze"]
[opinions.spatial.parties.patron.issues.monitors]
position = 0.5
[opinions.mediation]
odds = 0.3
"#;

#[test]
fn mistakes_are_told_in_one_pass_with_their_place() {
    let folder = Folder::new("opinions-broken");
    let text = std::fs::read_to_string(BLANK).unwrap();
    let parties = text.contains("[parties.patron]");
    let patron = if parties { "" } else { "[parties.patron]\n" };
    folder.write("broken.toml", &format!("{text}\n{patron}{BROKEN}"));
    let ran = pourparler_in(
        folder.path(),
        &small(&["opinions", "broken.toml", "--ascii"]),
    );
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    insta::assert_snapshot!("opinions-broken", ran.err);
    let codes = |arguments: &[&str]| {
        let json = pourparler_in(folder.path(), arguments).json();
        let found = json
            .pointer("/diagnostics")
            .or(json.pointer("/files/0/diagnostics"));
        let found = found.unwrap().as_array().unwrap().iter();
        let codes = found.map(|d| d["code"].as_str().unwrap().to_owned());
        codes
            .filter(|code| code.starts_with("PP15"))
            .collect::<Vec<_>>()
    };
    let said = codes(&["opinions", "broken.toml", "--json"]);
    assert_eq!(said, codes(&["check", "broken.toml", "--json"]));
    for code in ["PP1501", "PP1502", "PP1503", "PP1504", "PP1505"] {
        assert!(said.iter().any(|found| found == code), "{code}: {said:?}");
        assert_eq!(pourparler(&["explain", code]).code, 0, "{code}");
    }
}

/// States that cannot be where the model needs them.
#[test]
fn todays_and_the_wanted_state_must_be_feasible() {
    let folder = Folder::new("opinions-infeasible");
    let text = std::fs::read_to_string(BLANK).unwrap();
    for (line, message) in [
        ("infeasible = [\"strike\"]", "today's state is infeasible"),
        (
            "infeasible = [\"freeze and not strike\"]\nwanted = [\"freeze\"]",
            "the wanted state is infeasible",
        ),
        (
            "infeasible = [\"freeze or not freeze\"]",
            "no state is feasible",
        ),
    ] {
        let tables = format!(
            "[opinions.graph]\n{line}\n[opinions.graph.options.freeze]\nowner = \"north\"\n\
             [opinions.graph.options.strike]\nowner = \"south\"\ntoday = true\n\
             [opinions.graph.preferences.north]\nstatements = [\"freeze\"]\n\
             [opinions.graph.preferences.south]\nstatements = [\"strike\"]\n"
        );
        folder.write("a.toml", &format!("{text}\n{tables}"));
        let ran = pourparler_in(folder.path(), &small(&["opinions", "a.toml"]));
        assert_eq!(ran.code, 1, "{line}: {}", ran.err);
        assert!(ran.err.contains(message), "{line}: {}", ran.err);
    }
}
