//! Calling side A side B changes nothing but the names.

use crate::runs::{ENVOY, SMALL, column, edited, measured, run_of, same_bits};

/// The same world seen from the other end of the front.
fn mirrored(text: &str) -> String {
    edited(
        text,
        &[
            ("side = \"a\"", "side = \"?\""),
            ("side = \"b\"", "side = \"a\""),
            ("side = \"?\"", "side = \"b\""),
            ("front = 0.05", "front = -0.05"),
            ("drift = 0.002", "drift = -0.002"),
        ],
    )
}

/// The output of the mirrored run that has to equal this one.
fn twin(output: &str) -> String {
    match output {
        "unripe.hurting_a" => "unripe.hurting_b".into(),
        "unripe.hurting_b" => "unripe.hurting_a".into(),
        "unripe.way_out_a" => "unripe.way_out_b".into(),
        "unripe.way_out_b" => "unripe.way_out_a".into(),
        same => same.into(),
    }
}

fn mirrors(text: &str) {
    let run = run_of(text, SMALL);
    let mirror = run_of(&mirrored(text), SMALL);
    let mut compared = 0;
    for arm in &run.arms {
        for output in &run.outputs {
            let name = output.name.as_str();
            match (
                measured(&run, &arm.id, name),
                measured(&mirror, &arm.id, &twin(name)),
            ) {
                (Some(x), Some(y)) => same_bits(&format!("{name} in {}", arm.id), x, y),
                (x, y) => assert_eq!(x.is_none(), y.is_none(), "{name} in {}", arm.id),
            }
            compared += 1;
        }
    }
    assert!(compared > 500);
    assert!(column(&run, "with", "settlement").iter().any(|&s| s > 0.0));
}

#[test]
fn with_a_third_party_proposing() {
    mirrors(ENVOY);
}

#[test]
fn with_one_side_proposing() {
    let alone = edited(
        ENVOY,
        &[
            ("[process]\n", "[process]\nproposer = \"north\"\n"),
            ("[contact]\n", "[contact]\nspeaks_for = \"north\"\n"),
        ],
    );
    mirrors(&alone);
}

#[test]
fn with_everybody_proposing() {
    let all = edited(
        ENVOY,
        &[(
            "[process]\n",
            "[process]\nproposer = { choice = { north = 0.3, south = 0.45, third_party = 0.25 } }\n",
        )],
    );
    mirrors(&all);
}
