//! A guarantee goes with the mood of the patron that stands behind it.

use pourparler_engine::Run;

use crate::runs::{ENVOY, SMALL, bits, column, edited, mean, run_of};

/// The envoy's world with an election that moves the patron's support by `jump`, a dear breach,
/// and a guarantee that is the way to peace.
fn world(jump: f64, elasticity: Option<f64>) -> Run {
    let key = elasticity.map_or(String::new(), |x| format!("guarantee_elasticity = {x:?}\n"));
    run_of(
        &edited(
            ENVOY,
            &[
                (
                    "jump = { normal = [0.1, 0.2] }",
                    &format!("jump = {jump:?}"),
                ),
                ("date = 2026-11-03", "date = 2026-02-03"),
                (
                    "favours = \"south\"\n",
                    &format!("favours = \"south\"\n{key}"),
                ),
                ("breach = \"20% .. 50%\"", "breach = 0.5\nbreach_loss = 0.5"),
            ],
        ),
        SMALL,
    )
}

#[test]
fn no_elasticity_is_none_to_the_last_bit() {
    assert_eq!(bits(&world(-2.0, None)), bits(&world(-2.0, Some(0.0))));
}

/// The same jump, which moves the war as well, with and without its effect on the guarantee.
#[test]
fn a_worse_mood_makes_a_guaranteed_deal_worth_less() {
    let zone = |jump, elasticity| mean(&world(jump, Some(elasticity)), "without", "zone_now");
    let (worse, better) = (-2.0, 2.0);
    assert!(zone(worse, 1.0) < zone(worse, 0.0) - 0.005);
    assert!(zone(better, 1.0) > zone(better, 0.0) + 0.005);
}

/// A guarantee of somebody else stands as it stood.
#[test]
fn the_mood_of_the_patron_moves_its_own_guarantees_alone() {
    let other = |elasticity: &str| {
        let text = edited(
            ENVOY,
            &[
                ("guarantor = \"patron\"", "guarantor = \"neighbour\""),
                (
                    "favours = \"south\"\n",
                    &format!("favours = \"south\"\n{elasticity}"),
                ),
            ],
        );
        run_of(&text, SMALL)
    };
    let (none, some) = (other(""), other("guarantee_elasticity = 2\n"));
    assert_eq!(column(&none, "with", "zone"), column(&some, "with", "zone"));
    assert_eq!(bits(&none), bits(&some));
}
