//! What narrows the set of packages never widens the zone.

use pourparler_engine::Run;

use crate::runs::{ENVOY, SMALL, column, edited, outputs, run_of, same_bits};

/// Variants that each add one constraint, with certain numbers, so that every θ is shared.
const CONSTRAINTS: &str = "
[variants.veto.parties.observer]
veto = 0.5
[variants.red_line.parties.north.issues.guarantee]
red_lines = { force = 1 }
[variants.exclusion]
exclusions = [{ between = [\"territory.cession\", \"guarantee.force\"] }]
[variants.consent.issues.territory]
consent = [\"observer\"]
[variants.refusal.issues.territory]
consent = [\"refuser\"]
";

const OBSERVERS: &str = "
[parties.observer.issues.guarantee]
wants = \"none\"
weight = 1
[parties.observer.issues.territory]
wants = \"line\"
weight = 1
[parties.refuser]
consent = 0
";

/// The world without dated events: the value of waiting for one is a bargain too, so that a
/// constraint can lower a reservation through it.
fn uneventful() -> String {
    let parts = ENVOY
        .split("\n\n")
        .filter(|part| !part.starts_with("[events."));
    parts.collect::<Vec<_>>().join("\n\n")
}

fn compare(run: &Run, variant: &str) -> f64 {
    let narrow = format!("without:{variant}");
    let mut fall: f64 = 0.0;
    for (wide, narrow) in [("without", narrow.as_str()), ("with", variant)] {
        for output in ["zone", "zone_now"] {
            let before = column(run, wide, output);
            let after = column(run, narrow, output);
            for (theta, (x, y)) in before.iter().zip(after).enumerate() {
                assert!(
                    y <= &(x + 1e-12),
                    "{output} in {narrow}, θ {theta}: {y} above {x}"
                );
                fall = fall.max(x - y);
            }
        }
    }
    fall
}

#[test]
fn a_constraint_never_widens_the_zone() {
    let text = format!("{}{OBSERVERS}{CONSTRAINTS}", uneventful());
    let sole = edited(
        &text,
        &[
            ("[process]\n", "[process]\nproposer = \"south\"\n"),
            ("[contact]\n", "[contact]\nspeaks_for = \"south\"\n"),
        ],
    );
    for text in [text, sole] {
        let run = run_of(&text, SMALL);
        for variant in ["veto", "red_line", "exclusion", "consent", "refusal"] {
            let fall = compare(&run, variant);
            assert!(
                fall > 0.0 || variant == "exclusion",
                "`{variant}` binds nowhere"
            );
        }
        // The worlds share all they can: the constraint moves no step and no red line there.
        for output in outputs(&run, "step.") {
            same_bits(
                output,
                column(&run, "without", output),
                column(&run, "without:veto", output),
            );
        }
    }
}

/// Solved enforcement and relaxed floors only open the zone; with floors given as utilities and no
/// event to wait for nothing else moves with them.
#[test]
fn a_lever_never_narrows_the_zone() {
    let text = edited(
        &uneventful(),
        &[(
            "worst_survivable = { territory = \"line\", guarantee = \"none\", trade = \"closed\" }\n\
             floor_spread = { normal = [-0.05, 0.05] }\n",
            "floor = \"0.3 .. 0.5\"\n",
        )],
    );
    let run = run_of(&text, SMALL);
    for (lever, base) in [
        ("enforcement_solved", "with"),
        ("floors_relaxed", "with"),
        ("all", "perfect_information"),
    ] {
        let narrow = column(&run, base, "zone");
        let wide = column(&run, lever, "zone");
        assert!(
            wide.iter().zip(narrow).all(|(w, n)| w >= &(n - 1e-12)),
            "{lever}"
        );
        assert!(
            wide.iter().zip(narrow).any(|(w, n)| w > n),
            "{lever} opens nothing"
        );
    }
}
