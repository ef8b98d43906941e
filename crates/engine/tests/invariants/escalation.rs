//! What a contact does to the red lines.

use pourparler_engine::Effort;

use crate::runs::{ENVOY, SMALL, column, edited, mean, outputs, run_of, same_bits};

const MANDATE: &str =
    "{ choice = { none = 0.1, convey = 0.2, explore = 0.3, propose = 0.3, commit = 0.1 } }";

/// The envoy only talks, nothing is settled that could change hazards, and nobody is misled.
fn honest() -> String {
    let steady = edited(
        ENVOY,
        &[
            (MANDATE, "\"convey\""),
            ("rate = \"0.2 .. 0.6\"", "rate = 0"),
            ("changes = { hazards = \"0.5 .. 0.9\" }\n", ""),
            ("against = \"south\"\n", "against = \"south\"\nbias = 0\n"),
            ("against = \"north\"\n", "against = \"north\"\nbias = 0\n"),
            (
                "[contact.topics.river]\n",
                "[contact.topics.river]\ndeception = 0\n",
            ),
        ],
    );
    steady.replace(
        "[contact.topics.price]\ncredibility = \"verifiable\"\nfactor = \"1.2 .. 3\"\n",
        "",
    )
}

#[test]
fn an_honest_message_to_an_unbiased_listener_never_raises_a_hazard() {
    let run = run_of(
        &honest(),
        Effort {
            points: 64,
            ..SMALL
        },
    );
    for arm in ["with", "only_information", "perfect_information"] {
        let mut lower = 0;
        for output in outputs(&run, "crossing") {
            let with = column(&run, arm, output);
            let without = column(&run, "without", output);
            for (x, y) in with.iter().zip(without) {
                assert!(x <= &(y + 1e-15), "{output} in {arm}: {x} above {y}");
                lower += usize::from(x < y);
            }
        }
        assert!(lower > 0, "{arm} lowers nothing");
    }
}

/// The same message makes an over-cautious side bolder.
#[test]
fn correcting_over_caution_raises_the_risk() {
    let cautious = edited(
        &honest(),
        &[
            // What is known of the line stays known, so that only the message changes it.
            (
                "of = \"river\"\nlistener = \"north\"\n[topics.price]",
                "of = \"river\"\nlistener = \"north\"\nmemory = 1\nothers = 0\n[topics.price]",
            ),
            (
                "against = \"south\"\nbias = 0\n",
                "against = \"south\"\nbias = 2.5\n",
            ),
            (
                "deception = 0\ncredibility = \"costly\"",
                "deception = 0\ncredibility = \"verifiable\"",
            ),
        ],
    );
    let run = run_of(&cautious, SMALL);
    let with = column(&run, "with", "crossing.river");
    let without = column(&run, "without", "crossing.river");
    let higher = with.iter().zip(without).filter(|(x, y)| x > y).count();
    assert_eq!(higher, run.len());
}

/// A believed warning that crossing is costly lowers the hazard, a reassurance raises it.
#[test]
fn the_consequence_counts_both_ways() {
    let told = |factor: &str| {
        let text = format!(
            "{}\n[contact.topics.price]\ncredibility = \"verifiable\"\nfactor = {factor}\n",
            honest()
        );
        run_of(&text, SMALL)
    };
    let (warning, reassurance) = (told("3"), told("0.4"));
    let column = |run, arm| column(run, arm, "crossing.river").to_vec();
    for theta in 0..warning.len() {
        let without = column(&warning, "without")[theta];
        assert!(column(&warning, "with")[theta] < without);
        assert!(
            column(&reassurance, "with")[theta] > column(&warning, "with")[theta],
            "θ {theta}"
        );
    }
}

const SOME: Effort = Effort {
    points: 64,
    ..SMALL
};

/// North is told, credibly and without deception, of the river; South hears nothing of the skies.
fn told(skies: &str) -> String {
    edited(
        &honest(),
        &[
            (
                "deception = 0\ncredibility = \"costly\"",
                "deception = 0\ncredibility = \"verifiable\"",
            ),
            ("law = \"normal\"\n", skies),
        ],
    )
}

/// Clarity lets North press harder on the river; where South answers pressure, its own line
/// comes nearer to being crossed. Where it does not, nothing happens to it.
#[test]
fn pressure_answers_pressure() {
    let calm = run_of(&told("law = \"normal\"\n"), SOME);
    let zero = run_of(&told("law = \"normal\"\nspiral = 0\npressure = 2\n"), SOME);
    let spiral = run_of(&told("law = \"normal\"\nspiral = 0.3\n"), SOME);
    for output in ["crossing", "crossing.skies", "crossing.river", "pressure"] {
        for arm in ["without", "with"] {
            same_bits(
                output,
                column(&zero, arm, output),
                column(&calm, arm, output),
            );
        }
    }
    let (x, y) = (
        column(&calm, "with", "crossing.skies"),
        column(&calm, "without", "crossing.skies"),
    );
    same_bits("skies without a spiral", x, y);
    let without = column(&spiral, "without", "crossing.skies");
    let with = column(&spiral, "with", "crossing.skies");
    let higher = with.iter().zip(without).filter(|(x, y)| x > y).count();
    assert!(higher > without.len() / 2, "{higher} of {}", without.len());
    assert!(mean(&spiral, "with", "pressure") > mean(&calm, "with", "pressure"));
}

/// The heavier the tail, the less a message about the line takes off its hazard.
#[test]
fn heavy_tails_leave_more_of_the_hazard() {
    let left = |law: &str| {
        let text = edited(
            &told("law = \"normal\"\n"),
            &[(
                "h0 = \"1% .. 4%\"",
                &format!("h0 = \"1% .. 4%\"\nlaw = \"{law}\""),
            )],
        );
        let run = run_of(&text, SOME);
        mean(&run, "with", "crossing.river") / mean(&run, "without", "crossing.river")
    };
    let (normal, laplace, student) = (left("normal"), left("laplace"), left("student3"));
    assert!(
        normal < laplace && laplace < student && student < 1.0,
        "{normal} {laplace} {student}"
    );
}

/// Incidents that breed incidents climb to the top more often, and are no likelier to begin.
#[test]
fn clusters_climb() {
    let run = |branching: &str| {
        run_of(
            &format!("{ENVOY}\n[ladder]\nbranching = {branching}\n"),
            SOME,
        )
    };
    let (plain, lone, bred) = (run_of(ENVOY, SOME), run("0"), run("0.5"));
    same_bits(
        "top_rung",
        column(&lone, "with", "top_rung"),
        column(&plain, "with", "top_rung"),
    );
    same_bits(
        "crossing",
        column(&bred, "with", "crossing"),
        column(&plain, "with", "crossing"),
    );
    let ratio = mean(&bred, "with", "top_rung") / mean(&plain, "with", "top_rung");
    // Rare tops: the mean size of a cluster is 2.
    assert!(ratio > 1.3 && ratio < 2.0, "{ratio}");
}
