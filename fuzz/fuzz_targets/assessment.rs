//! Any changes to a working scenario, or any text at all: refused with a diagnostic, or assessed
//! with figures that are figures and printed as text and JSON. The changes and what must hold are
//! those of the test `hostile` of the command line.
#![no_main]

#[path = "../../crates/cli/tests/hostile/edits.rs"]
mod edits;
#[path = "../../crates/cli/tests/hostile/holds.rs"]
mod holds;

use std::hint::black_box;

use libfuzzer_sys::fuzz_target;

use edits::{Edit, STARTS, edited};
use holds::{Answer, answered};

/// Which scenario to start from, where one past the last is nothing; changes to it; lines after it.
type Input<'a> = (u8, Vec<(u16, u8, u16)>, &'a str);

fuzz_target!(|input: Input| {
    let (start, edits, tail) = input;
    let mut text = STARTS
        .get(usize::from(start) % (STARTS.len() + 1))
        .map_or(String::new(), |start| (*start).to_owned());
    for (line, action, with) in edits {
        let edit = Edit {
            line: line.into(),
            action: action.into(),
            with: with.into(),
        };
        text = edited(&text, edit);
    }
    text.push('\n');
    text.push_str(tail);
    match answered(text.as_bytes()) {
        Answer::Refused(found) => drop(black_box(found)),
        Answer::Assessed {
            assessment,
            text,
            json,
        } => drop(black_box((assessment, text, json))),
    }
});
