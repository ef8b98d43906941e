//! What a run says of its frontiers: how much thinning costs, and where one could not be found.

use pourparler_engine::Effort;

use crate::runs::{ENVOY, PIE, SMALL, column, edited, run_of};

#[test]
fn a_few_packages_are_all_kept() {
    let found = run_of(ENVOY, SMALL).frontiers;
    assert_eq!(
        (found.points, found.largest_gap, found.refused),
        (128, 0.0, 0)
    );
}

/// Both sides weigh everything alike, so that the frontier is a line of length 1, on which 128
/// points lie 1/127 apart.
#[test]
fn the_cost_of_thinning_is_that_of_the_points_left_out() {
    let found = run_of(PIE, SMALL).frontiers;
    assert!(
        found.largest_gap > 0.0 && found.largest_gap < 2.0 / 127.0,
        "{found:?}"
    );
    assert_eq!(found.refused, 0);
}

/// Where a keeper consents to moves on fourteen issues, 2²⁸ packages under more exclusions than the
/// merge keeps open at once: more than can be looked at one by one.
fn too_large() -> String {
    let mut text = format!(
        "{}\n[parties.keeper]\nconsent = 0.04\n",
        edited(PIE, &[("divisible = true\n", "")])
    );
    for issue in 0..14 {
        text += &format!(
            "
[issues.i{issue}]
options = [\"a\", \"b\", \"c\", \"d\"]
status_quo = \"b\"
consent = [\"keeper\"]
[parties.north.issues.i{issue}]
wants = \"a\"
weight = 1
[parties.south.issues.i{issue}]
wants = \"d\"
weight = 1
"
        );
    }
    for pair in 0..80 {
        let (left, right) = (pair % 7, 7 + pair / 7 % 7);
        let option = ["a", "c"][pair / 49];
        text += &format!("\n[[exclusions]]\nbetween = [\"i{left}.{option}\", \"i{right}.d\"]\n");
    }
    text
}

#[test]
fn a_frontier_that_cannot_be_found_is_counted() {
    let effort = Effort {
        points: 64,
        ..SMALL
    };
    let run = run_of(&too_large(), effort);
    let path = "parties.keeper.consent#drawn";
    let input = run.inputs.iter().find(|input| input.path == path);
    let row = input.and_then(|input| input.dimension).expect("drawn");
    let consents = |theta: &usize| run.thetas[row][*theta] == 1.0;
    let refused: Vec<usize> = (0..run.len()).filter(consents).collect();
    assert!(!refused.is_empty() && refused.len() < run.len() / 8);
    assert_eq!(run.frontiers.refused, refused.len());
    let zone = column(&run, "with", "zone");
    assert!(refused.iter().all(|&theta| zone[theta] == 0.0));
}
