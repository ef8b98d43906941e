//! Any text as a table of stakeholders: refused with a place inside it, or played under any rules
//! with positions that are numbers.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pourparler_second_opinion::spatial::read::{ktab, stakeholders};
use pourparler_second_opinion::spatial::{Rules, run, run_jointly};

fuzz_target!(|input: (u8, bool, &str)| {
    let (rules, header, text) = input;
    let rules = Rules::all(0.9)[usize::from(rules) % 24];
    let text = if header {
        format!("Actor,Capability,Position,Salience\n{text}")
    } else {
        text.to_owned()
    };
    let reading = stakeholders("fuzz.csv", &text);
    assert!(reading.content.is_some() || !reading.diagnostics.is_empty());
    for diagnostic in &reading.diagnostics {
        assert!(
            text.get(diagnostic.span.start..diagnostic.span.end)
                .is_some()
        );
    }
    if let Some(issue) = reading.content {
        let run = run(&issue, &rules, 2);
        assert!(run.end().positions.iter().all(|x| x.is_finite()));
        assert!(run.end().median.is_finite() && run.end().mean.is_finite());
        assert!(run.sentences(&issue, 1).iter().all(|line| !line.is_empty()));
    }
    let reading = ktab("fuzz.csv", &text);
    assert!(reading.content.is_some() || !reading.diagnostics.is_empty());
    if let Some(issues) = reading.content {
        let run = run_jointly(&issues, &rules, 2);
        assert!(
            run.rounds
                .iter()
                .flat_map(|r| &r.means)
                .all(|x| x.is_finite())
        );
    }
});
