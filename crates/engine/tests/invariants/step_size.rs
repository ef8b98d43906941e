//! Halving the step moves no headline by more than its standard error plus 0.002.

use pourparler_engine::{Effort, Run};

use crate::runs::{ENVOY, column, mean, run_of, standard_error};

fn headlines(run: &Run) -> Vec<&str> {
    let fixed = [
        "settlement",
        "zone",
        "any_agreement",
        "crossing",
        "top_rung",
    ];
    let names = run.outputs.iter().map(|o| o.name.as_str());
    names
        .filter(|name| {
            fixed.contains(name)
                || ["crossing.", "exchange.", "step.", "outcome."]
                    .iter()
                    .any(|prefix| name.starts_with(prefix))
        })
        .collect()
}

#[test]
fn halving_the_step_moves_no_headline() {
    let at = |halvings| {
        let effort = Effort {
            seed: 5,
            scrambles: 8,
            points: 32,
            paths: 16,
            halvings,
        };
        run_of(ENVOY, effort)
    };
    let coarse = at(0);
    for halvings in [1, 2] {
        let fine = at(halvings);
        for arm in ["without", "with", "all"] {
            for name in headlines(&coarse) {
                let moved = (mean(&fine, arm, name) - mean(&coarse, arm, name)).abs();
                let allowed = standard_error(&coarse, column(&coarse, arm, name)) + 0.002;
                assert!(
                    moved <= allowed,
                    "{name} in {arm}, {halvings} halvings: {moved} > {allowed}"
                );
            }
        }
    }
}
