//! Any bytes: the reader gives a scenario or says why not, what it says can be
//! printed, and the layout of a file is one. The same bytes as a quantity.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pourparler_scenario::format::formatted;
use pourparler_scenario::render::{Look, render};
use pourparler_scenario::{Source, Vocabulary, lone, read_bytes};

fuzz_target!(|bytes: &[u8]| {
    let reading = read_bytes("fuzz.toml", bytes, &Vocabulary::base());
    assert!(reading.scenario.is_some() || !reading.diagnostics.is_empty());
    let text = String::from_utf8_lossy(bytes);
    let source = Source::new("fuzz.toml", &text);
    for diagnostic in &reading.diagnostics {
        assert!(diagnostic.span.end <= text.len() && diagnostic.span.start <= diagnostic.span.end);
    }
    let _ = render(&reading.diagnostics, &source, Look::PLAIN);
    if let Ok(once) = formatted("fuzz.toml", &text) {
        assert_eq!(formatted("fuzz.toml", &once).as_ref(), Ok(&once));
    }
    let _ = lone::read(&text, None);
});
