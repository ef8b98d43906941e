//! Leverage, substitutes, crowding out and leaks: neutral by default, each with its sign.

use pourparler_engine::{Effort, Run};

use crate::runs::{
    ENVOY, PIE, SMALL, column, edited, full_arms, mean, measured, outputs, run_of, same_bits,
};

const SOME: Effort = Effort {
    points: 64,
    ..SMALL
};

/// Nothing uncertain but chance: as in the closed forms.
const SAMPLES: Effort = Effort {
    seed: 3,
    scrambles: 8,
    points: 32,
    paths: 128,
    halvings: 0,
};

const CONTACT: &str = "binds = [\"guarantee\"]\n";

/// The envoy with further keys of the contact.
fn envoy(keys: &str) -> String {
    edited(ENVOY, &[(CONTACT, &format!("{CONTACT}{keys}\n"))])
}

fn same(a: &Run, b: &Run) {
    let mut compared = 0;
    for output in &a.outputs {
        for arm in full_arms(a) {
            let name = output.name.as_str();
            if let Some(x) = measured(a, &arm, name) {
                same_bits(&format!("{name} in {arm}"), column(b, &arm, name), x);
                compared += 1;
            }
        }
    }
    assert!(compared > 100);
}

/// The neutral values written out give what leaving them out gives, bit for bit.
#[test]
fn neutral_values_change_nothing() {
    let neutral = envoy(
        "substitute = 0\nsubstitute_share = 0.5\ncrowds_out = 0\ncrowds_out_for = 90\nleak = 0\n\
         leak_jump = 1",
    );
    same(&run_of(ENVOY, SMALL), &run_of(&neutral, SMALL));
    let idle = format!("{ENVOY}\n[contact.leverage.north]\ncredibility = 0.5\n");
    same(&run_of(ENVOY, SMALL), &run_of(&idle, SMALL));
}

/// (1−q)·v + q·v′: at q = .5 a loss of .2 takes a spread of the private types off what South must
/// get, and moves the closed form of one offer from κ = 0 to κ = 1.
#[test]
fn leverage_lowers_a_reservation_as_the_law_says() {
    let levered = format!(
        "{PIE}\n[contact.leverage.south]\ncredibility = 0.5\nimposes = 0.15\ngrants = 0.05\n"
    );
    let run = run_of(&levered, SAMPLES);
    for (output, expected) in [("settlement_first", 0.4333), ("settlement", 0.4333)] {
        let values = column(&run, "with", output);
        let mean = mean(&run, "with", output);
        let squares: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
        let se = squares.sqrt() / values.len() as f64;
        assert!(
            (mean - expected).abs() < 3.0 * se + 3e-4,
            "{output}: {mean:.5} ± {se:.5} for {expected:.5}"
        );
    }
    // Nobody levers where the contact does not take place, or does not speak.
    same_bits(
        "zone",
        column(&run, "without", "zone"),
        column(&run_of(PIE, SAMPLES), "without", "zone"),
    );
    let mute = run_of(&edited(&levered, &[("\"propose\"", "\"none\"")]), SMALL);
    same_bits(
        "zone",
        column(&mute, "with", "zone"),
        column(&mute, "without", "zone"),
    );
}

#[test]
fn leverage_never_narrows_the_zone() {
    let levered = format!(
        "{ENVOY}\n[contact.leverage.north]\nimposes = \"0.05 .. 0.2\"\ncredibility = 0.6\n"
    );
    let (plain, pressed) = (run_of(ENVOY, SOME), run_of(&levered, SOME));
    // The leverage key is certain but one: the other inputs keep their dimension's place only
    // within a file, so means are compared.
    let zone = |run: &Run| mean(run, "with", "zone") - mean(run, "without", "zone");
    assert!(zone(&pressed) > zone(&plain) + 0.01);
}

/// Everything the contact does in the substitute's ways: with certainty and in full, it is
/// credited with next to nothing where it only talks and offers.
#[test]
fn a_substitute_takes_the_credit_away() {
    let effect = |run: &Run, output: &str| mean(run, "with", output) - mean(run, "without", output);
    let alone = run_of(ENVOY, SOME);
    let sure = run_of(&envoy("substitute = 1"), SOME);
    let half = run_of(&envoy("substitute = 0.5"), SOME);
    for run in [&half, &sure] {
        same_bits(
            "settlement with the contact",
            column(run, "with", "settlement"),
            column(&alone, "with", "settlement"),
        );
    }
    let (all, some, none) = (
        effect(&alone, "settlement"),
        effect(&half, "settlement"),
        effect(&sure, "settlement"),
    );
    assert!(all > some && some > none, "{all} {some} {none}");
    assert!(none.abs() < 0.5 * all, "{all} {none}");
    assert!(effect(&sure, "bits.mood") < 0.2 * effect(&alone, "bits.mood"));
    // It opens no talks, moves no prisoners, tells no audience.
    for output in ["step.talks", "people.prisoners.south", "public_belief"] {
        same_bits(
            output,
            column(&sure, "without", output),
            column(&alone, "without", output),
        );
    }
}

/// The smaller the share it carries, the less it takes away.
#[test]
fn a_substitute_carries_its_share() {
    let bits = |share: &str| {
        let text = envoy(&format!("substitute = 1\nsubstitute_share = {share}"));
        mean(&run_of(&text, SOME), "without", "bits.mood")
    };
    let (none, half, full) = (bits("0"), bits("0.5"), bits("1"));
    assert_eq!(none, 0.0);
    assert!(full > half && half > 0.0, "{half} {full}");
}

/// A variant of what happens instead has a baseline of its own.
#[test]
fn a_variant_of_the_substitute_is_another_world() {
    let text = format!("{ENVOY}\n[variants.call.contact]\nsubstitute = 1\n");
    let run = run_of(&text, SMALL);
    assert!(run.arm("without:call").is_some());
}

#[test]
fn a_contact_that_crowds_out_costs_settlements() {
    let only_talk = [(
        "{ choice = { none = 0.1, convey = 0.2, explore = 0.3, propose = 0.3, commit = 0.1 } }",
        "\"none\"",
    )];
    let plain = edited(ENVOY, &only_talk);
    let crowded = edited(&envoy("crowds_out = 0.9\ncrowds_out_for = 150"), &only_talk);
    let (plain, crowded) = (run_of(&plain, SOME), run_of(&crowded, SOME));
    same_bits(
        "without",
        column(&plain, "without", "settlement"),
        column(&crowded, "without", "settlement"),
    );
    let (x, y) = (
        column(&plain, "with", "settlement"),
        column(&crowded, "with", "settlement"),
    );
    assert!(mean(&crowded, "with", "settlement") < mean(&plain, "with", "settlement"));
    assert_eq!(x.len(), y.len());
}

/// A leak costs the channel its next meeting and moves the audience by the jump.
#[test]
fn a_leak_spoils_the_channel_and_moves_the_audience() {
    let base = run_of(&envoy("leak = 0\nleak_jump = 1"), SOME);
    let leaky = run_of(&envoy("leak = 0.5\nleak_jump = 1"), SOME);
    assert!(outputs(&base, "leak").is_empty());
    // Half of what is carried; one in ten mandates carries nothing.
    let leak = mean(&leaky, "with", "leak");
    assert!((leak - 0.45).abs() < 0.01, "{leak}");
    let effect = |run: &Run, output: &str| mean(run, "with", output) - mean(run, "without", output);
    assert!(effect(&leaky, "step.channel") < 0.7 * effect(&base, "step.channel"));
    for (x, y) in
        column(&leaky, "with", "public_belief")
            .iter()
            .zip(column(&base, "with", "public_belief"))
    {
        assert!(x > y);
    }
    for output in ["step.channel", "public_belief", "crossing", "top_rung"] {
        same_bits(
            output,
            column(&leaky, "without", output),
            column(&base, "without", output),
        );
    }
    // A channel without credit is no hotline.
    assert!(mean(&leaky, "with", "top_rung") >= mean(&base, "with", "top_rung"));
}
