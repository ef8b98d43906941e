//! A contact that carries nothing changes nothing.

use crate::runs::{ENVOY, PIE, SMALL, edited, measured, run_of, same_bits};

/// The envoy of the fixture with an empty bag: no mandate, no topics, no proposals, no steps.
fn empty() -> String {
    let bare = edited(
        ENVOY,
        &[
            (
                "{ choice = { none = 0.1, convey = 0.2, explore = 0.3, propose = 0.3, commit = 0.1 } }",
                "\"none\"",
            ),
            ("adds = 0.1\n", ""),
            ("adds = 0.3\n", ""),
            ("adds = \"2% .. 10%\"\n", ""),
            ("adds = 0.05\n", ""),
        ],
    );
    let kept = bare.split("\n\n").filter(|part| {
        !part.starts_with("[contact.topics") && !part.starts_with("[contact.exchange")
    });
    kept.collect::<Vec<_>>().join("\n\n") + "\n[audience]\nspin = 0\n"
}

fn same_as_without(text: &str, arms: &[&str]) {
    let run = run_of(text, SMALL);
    let mut compared = 0;
    for arm in arms {
        for output in &run.outputs {
            let name = output.name.as_str();
            let (Some(without), Some(with)) =
                (measured(&run, "without", name), measured(&run, arm, name))
            else {
                continue;
            };
            same_bits(&format!("{name} in {arm}"), with, without);
            compared += 1;
        }
    }
    assert!(compared > 20, "only {compared} columns compared");
}

#[test]
fn an_empty_contact_is_no_contact() {
    let arms = [
        "with",
        "only_information",
        "only_offer",
        "only_exchange",
        "deception30",
    ];
    same_as_without(&empty(), &arms);
}

#[test]
fn an_envoy_without_a_text_leaves_the_pie_alone() {
    same_as_without(&edited(PIE, &[("\"propose\"", "\"none\"")]), &["with"]);
}

/// Without its bag the envoy still counts where the audience is told a story.
#[test]
fn a_story_told_to_the_audience_is_not_empty() {
    let run = run_of(&edited(&empty(), &[("spin = 0", "spin = 0.5")]), SMALL);
    let with = measured(&run, "with", "public_belief").expect("measured");
    let without = measured(&run, "without", "public_belief").expect("measured");
    assert!(with.iter().zip(without).all(|(x, y)| x > y));
}
