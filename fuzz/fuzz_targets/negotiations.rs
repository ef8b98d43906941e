//! Any text as a negotiation file: refused with a place inside it, or read, written and read back, and
//! solved.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pourparler_second_opinion::negotiation::{
    Evaluations, Negotiation, Profile, Reservation, genius, geniusweb, solve,
};
use pourparler_second_opinion::reading::Reading;

fn told<T>(reading: &Reading<T>, text: &str) {
    assert!(reading.content.is_some() || !reading.diagnostics.is_empty());
    for diagnostic in &reading.diagnostics {
        assert!(
            text.get(diagnostic.span.start..diagnostic.span.end)
                .is_some()
        );
    }
}

fn use_it(negotiation: &Negotiation) {
    for evaluations in [Evaluations::AsWritten, Evaluations::ShareOfLargest] {
        let Ok(space) = negotiation.space(evaluations) else {
            continue;
        };
        assert!(space.disagreement.iter().all(|d| *d >= 0.0));
        if space.domain.packages() <= 4096 {
            let _ = solve(&space);
        }
    }
}

fuzz_target!(|text: &str| {
    let xml = genius::topics("fuzz.xml", text);
    told(&xml, text);
    if let Some((name, topics)) = xml.content {
        let reading = genius::profile("fuzz.xml", text, &topics);
        told(&reading, text);
        let profile = reading.content.unwrap_or_else(|| Profile {
            name: String::new(),
            weights: vec![1.0; topics.len()],
            evaluations: topics
                .iter()
                .map(|t| (0..t.options.len()).map(|k| k as f64).collect())
                .collect(),
            reservation: Reservation::None,
            discount: None,
        });
        let negotiation = Negotiation {
            name,
            topics,
            profiles: [profile.clone(), profile],
        };
        use_it(&negotiation);
        let again = genius::topics("again.xml", &genius::write_domain(&negotiation));
        let again = again.content.expect("what was written");
        assert_eq!(again.1.len(), negotiation.topics.len());
    }
    let json = geniusweb::read([("a.json", text), ("b.json", text)]);
    told(&json, text);
    if let Some(negotiation) = json.content {
        use_it(&negotiation);
        let texts = [0, 1].map(|side| geniusweb::write_profile(&negotiation, side));
        let again = geniusweb::read([("a", &texts[0]), ("b", &texts[1])]);
        assert_eq!(again.content.as_ref(), Some(&negotiation));
    }
});
