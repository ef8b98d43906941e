//! Seeded changes to working scenarios.

use crate::edits::{Edit, STARTS, edited};
use crate::holds::{Answer, answered};

/// Scenarios tried.
const CASES: u64 = 600;

/// SplitMix64 (Steele, Lea and Flood 2014): the same cases in every run.
pub struct Draws(u64);

impl Draws {
    /// The draws of a case.
    pub fn of(case: u64) -> Self {
        Self(case)
    }

    /// A whole number of 31 random bits.
    pub fn next(&mut self) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 33) as usize
    }
}

#[test]
fn spoiled_scenarios_are_refused_or_assessed() {
    let mut assessed = 0;
    for case in 0..CASES {
        let mut draws = Draws::of(case);
        let mut text = STARTS[draws.next() % STARTS.len()].to_owned();
        for _ in 0..1 + draws.next() % 3 {
            let edit = Edit {
                line: draws.next(),
                action: draws.next(),
                with: draws.next(),
            };
            text = edited(&text, edit);
        }
        // The last one printed is the one that fails.
        println!("case {case}");
        assessed += usize::from(matches!(answered(text.as_bytes()), Answer::Assessed { .. }));
    }
    // If nearly all were refused, or none, the changes would test the reader alone, or nothing.
    let most = CASES as usize * 9 / 10;
    assert!(
        (40..most).contains(&assessed),
        "{assessed} of {CASES} assessed"
    );
}
