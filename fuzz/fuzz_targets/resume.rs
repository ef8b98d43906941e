//! The file that `--resume` reads. Any bytes; and changes to the file of a stopped run, behind a
//! checksum that agrees. Refused, or the same bytes again, a run with the shape of one that was
//! never stopped, and a text and JSON of it.
#![no_main]

use std::hint::black_box;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering};

use libfuzzer_sys::fuzz_target;
use pourparler_analysis::Prepared;
use pourparler_engine::result::{ArmRun, Run};
use pourparler_engine::{Effort, Resumed, Unusable, Watch, run_resumed};
use pourparler_report::opinions::vocabulary;
use pourparler_report::{Look, json, text};
use pourparler_scenario::{Scenario, read_bytes};

/// Three repetitions of one block each; the file holds the first.
const EFFORT: Effort = Effort {
    seed: 1,
    scrambles: 3,
    points: 8,
    paths: 16,
    halvings: 0,
};

/// Largest change of a file, words.
const WORDS: usize = 64;

struct Stopped {
    scenario: Scenario,
    prepared: Prepared,
    /// The run that was never stopped.
    whole: Run,
    /// What it saved where it was.
    saved: Vec<u8>,
    /// Where a number stands that is a length or a place in a list.
    lengths: Vec<usize>,
}

static STOPPED: LazyLock<Stopped> = LazyLock::new(|| {
    let start = include_bytes!("../../scenarios/templates/blank.toml");
    let reading = read_bytes("resume.toml", start, &vocabulary());
    let scenario = reading.scenario.expect("a template can be read");
    let prepared = prepared(&scenario);
    let run = |earlier, blocks| gone_on(&prepared, earlier, blocks).expect("its own file");
    let saved = run(None, 1).saved.expect("one repetition of three");
    let whole = run(None, usize::MAX).run;
    assert!(run(Some(&saved), 0).saved.as_ref() == Some(&saved));
    // Behind the texts at its beginning the file is made of words.
    let words = (16..saved.len() - 16).filter(|at| (saved.len() - at) % 8 == 0);
    let lengths = words.filter(|&at| {
        let number = saved[at..at + 8].try_into().map(u64::from_le_bytes);
        matches!(number, Ok(1..=4096 | u64::MAX))
    });
    Stopped {
        lengths: lengths.collect(),
        whole,
        saved,
        prepared,
        scenario,
    }
});

fn prepared(scenario: &Scenario) -> Prepared {
    Prepared::new(scenario.clone(), EFFORT).expect("a template can be assessed")
}

/// Goes on from a file until so many blocks are done.
fn gone_on(prepared: &Prepared, file: Option<&[u8]>, blocks: usize) -> Result<Resumed, Unusable> {
    let stop = AtomicBool::new(blocks == 0);
    let progress = |done: usize, _: usize| {
        if done >= blocks {
            stop.store(true, Ordering::Relaxed);
        }
    };
    let watch = Watch {
        progress: &progress,
        stop: &stop,
    };
    run_resumed(prepared.plan(), &watch, "hash", file)
}

/// Number of values in every column, list of samples and curve of an arm.
fn shape(arm: &ArmRun) -> Vec<Option<usize>> {
    let columns = arm.columns.iter().chain(&arm.halves);
    let columns = columns.map(|column| column.as_ref().map(|column| column.len()));
    let samples = arm.samples.iter();
    let samples = samples.map(|samples| samples.as_ref().map(Vec::len));
    let curves = arm.curves.iter();
    let curves = curves.map(|curve| Some(curve.as_ref()?.iter().map(Vec::len).sum()));
    columns.chain(samples).chain(curves).collect()
}

/// What to do, where, and with which number.
type Change = (u8, u16, u64);

fn change(file: &mut Vec<u8>, lengths: &[usize], (action, place, number): Change) {
    let length = lengths[usize::from(place) % lengths.len()];
    let anywhere = number as usize % file.len();
    let words = usize::from(place) % WORDS * 8;
    let write = |file: &mut Vec<u8>, at: usize, number: u64| {
        let end = file.len().min(at + 8);
        file[at.min(end)..end].copy_from_slice(&number.to_le_bytes()[..end - at.min(end)]);
    };
    match action % 6 {
        0 => write(file, length, number % 512),
        1 => write(file, length, number),
        2 => write(file, anywhere, number.rotate_left(32)),
        3 => file.truncate(anywhere),
        4 => {
            let end = file.len().min(anywhere + words);
            file.drain(anywhere..end);
        }
        _ => {
            let end = file.len().min(anywhere + words);
            let again = file[anywhere..end].to_vec();
            file.splice(anywhere..anywhere, again);
        }
    }
    if file.is_empty() {
        file.push(0);
    }
}

/// The checksum of a file (FNV-1a).
fn sum(bytes: &[u8]) -> u64 {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, step)
}

fuzz_target!(|input: (Vec<Change>, &[u8])| {
    let Stopped {
        scenario,
        prepared: known,
        whole,
        saved,
        lengths,
    } = &*STOPPED;
    let (changes, bytes) = input;
    assert!(matches!(
        gone_on(known, Some(bytes), 0).err(),
        Some(Unusable::Damaged)
    ));
    let mut file = saved[..saved.len() - 8].to_vec();
    for edit in changes.into_iter().take(4) {
        change(&mut file, lengths, edit);
    }
    let agreed = sum(&file);
    file.extend(agreed.to_le_bytes());
    let Ok(stopped) = gone_on(known, Some(&file), 0) else {
        return;
    };
    assert!(stopped.saved.is_none_or(|saved| saved == file));
    let resumed = gone_on(known, Some(&file), usize::MAX).expect("the same file");
    assert!(resumed.saved.is_none() && resumed.run.complete);
    for (arm, known) in resumed.run.arms.iter().zip(&whole.arms) {
        assert_eq!(shape(arm), shape(known));
    }
    let assessment = prepared(scenario).concluded(resumed.run);
    black_box(json::assessment(
        &assessment,
        "pourparler assess resume.toml",
    ));
    black_box(text::assessment(
        &assessment,
        "pourparler assess resume.toml",
        Look::DEFAULT,
    ));
});
