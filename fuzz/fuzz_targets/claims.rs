//! Any text: a claim's test is understood, or what is wrong with it lies inside it; and what is
//! understood reads back from its standard form as the same test.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pourparler_scenario::claim::{GroupName, InputName, Names, OutputName, Unit, parse, resolve};

fn names() -> Names {
    let output = |name: &str, unit, labels: &[&str]| OutputName {
        name: name.into(),
        unit,
        labels: labels.iter().map(|label| (*label).to_string()).collect(),
        timed: true,
    };
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_string()).collect();
    Names {
        outputs: vec![
            output("settlement", Unit::Probability, &[]),
            output("zone_now", Unit::Probability, &[]),
            output("mandate", Unit::Index, &["none", "explore"]),
            output("people.a", Unit::People, &[]),
            output("gap", Unit::Points, &[]),
            output("bits.t", Unit::Bits, &[]),
            output("err_ratio.t", Unit::Ratio, &[]),
        ],
        arms: words(&["without", "with"]),
        groups: vec![GroupName {
            name: "g".into(),
            arms: words(&["with"]),
        }],
        blocks: words(&["war"]),
        inputs: vec![InputName {
            path: "parties.a.x".into(),
            labels: vec![],
            probability: true,
        }],
        rates: words(&["v.r"]),
        issues: words(&["i", "j"]),
        horizon: 180.0,
    }
}

fuzz_target!(|text: &str| {
    let names = names();
    let problems = match parse(text) {
        Err(problem) => vec![problem],
        Ok(expr) => match resolve(&expr, &names) {
            Err(problems) => problems,
            Ok(test) => {
                let form = test.to_string();
                // The form has parentheses the text did without, so it can pass a limit.
                if let Ok(again) = parse(&form) {
                    assert_eq!(resolve(&again, &names), Ok(test), "{form}");
                }
                return;
            }
        },
    };
    assert!(!problems.is_empty());
    for problem in problems {
        assert!(text.get(problem.span.start..problem.span.end).is_some());
    }
});
