//! Any bytes: a conflict file is read or refused with places inside it; what is read is analysed,
//! keeps the implications between solution concepts, and is written so that it reads back the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pourparler_second_opinion::graph_model::gmcr::{read, write};
use pourparler_second_opinion::graph_model::{Concept, Stability, reason, verdict};

/// Enough to meet every kind of move; larger conflicts only take longer.
const STATES: usize = 256;

fuzz_target!(|bytes: &[u8]| {
    let file = match read("fuzz.gmcr", bytes) {
        Ok(file) => file,
        Err(diagnostics) => {
            assert!(!diagnostics.is_empty());
            for diagnostic in diagnostics {
                let span = diagnostic.span;
                assert!(span.start <= span.end && span.end <= bytes.len());
            }
            return;
        }
    };
    let conflict = &file.conflict;
    if conflict.graph().states().len() > STATES {
        return;
    }
    let stability = Stability::of(conflict);
    for maker in 0..conflict.graph().decision_makers() {
        let [nash, gmr, smr, seq, sseq, _] =
            Concept::ALL.map(|concept| stability.stable(concept, maker));
        assert!(nash.is_subset(sseq) && sseq.is_subset(seq) && seq.is_subset(gmr));
        assert!(nash.is_subset(smr) && smr.is_subset(gmr));
        for concept in Concept::ALL {
            let state = conflict.graph().states()[0];
            let why = verdict(conflict, concept, maker, state).expect("a feasible state");
            assert_eq!(
                why.stable(),
                stability.stable(concept, maker).contains(state)
            );
            assert!(reason(conflict, concept, &[maker], state, &why).ends_with('.'));
        }
    }
    let text = write(&file).expect("no merged states, no long statements");
    let again = read("fuzz.gmcr", text.as_bytes()).expect("what was written");
    assert_eq!(write(&again).expect("the same"), text);
});
