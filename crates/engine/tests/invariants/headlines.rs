//! Cases whose answer is known beforehand.

use crate::runs::{ENVOY, PIE, SMALL, column, edited, mean, run_of};

/// A wide zone, an authorised offer, and no other process: the contact is all there is.
#[test]
fn an_authorised_offer_into_an_open_zone_settles() {
    let wide = edited(
        PIE,
        &[
            ("floor = 0.5\n", "floor = 0.2\n"),
            ("type_sd = 0.1\n", "type_sd = 0.02\n"),
        ],
    );
    for mandate in ["propose", "commit"] {
        let run = run_of(
            &edited(&wide, &[("\"propose\"", &format!("\"{mandate}\""))]),
            SMALL,
        );
        assert!(mean(&run, "with", "settlement") > 0.9);
        assert_eq!(mean(&run, "without", "settlement"), 0.0);
        assert!(mean(&run, "without", "zone") > 0.99);
        assert!(mean(&run, "without", "anatomy.no_offer") > 0.99);
        assert_eq!(
            column(&run, "only_offer", "settlement"),
            column(&run, "with", "settlement")
        );
        assert_eq!(mean(&run, "only_information", "settlement"), 0.0);
    }
}

/// Without a mandate to propose the same contact settles nothing.
#[test]
fn an_envoy_who_may_not_propose_settles_nothing() {
    for mandate in ["none", "convey", "explore"] {
        let run = run_of(
            &edited(PIE, &[("\"propose\"", &format!("\"{mandate}\""))]),
            SMALL,
        );
        assert_eq!(mean(&run, "with", "settlement"), 0.0);
        assert!(mean(&run, "authorised_offer", "settlement") > 0.1);
    }
}

/// Who does not consent does not settle, whatever is offered, and holds those it holds.
#[test]
fn no_settlement_without_consent() {
    let refused = edited(ENVOY, &[("consent = 0.9\n", "consent = 0\n")]);
    let run = run_of(&refused, SMALL);
    for arm in ["without", "with", "authorised_offer", "all"] {
        for output in [
            "settlement",
            "any_agreement",
            "zone",
            "exchange.held_by_north",
        ] {
            assert_eq!(mean(&run, arm, output), 0.0, "{output} in {arm}");
        }
        assert_eq!(mean(&run, arm, "anatomy.no_zone"), 1.0);
    }
    assert_eq!(mean(&run, "with", "step.talks"), 0.0);
}

/// Whose consent peace needs may be somebody who is not in the room.
#[test]
fn no_settlement_without_the_consent_of_the_absent() {
    let needed = |consent: &str| {
        let text = edited(
            ENVOY,
            &[
                (
                    "status_quo = \"none\"\n",
                    "status_quo = \"none\"\nconsent = [\"neighbour\"]\n",
                ),
                ("consent = 0.8\n", &format!("consent = {consent}\n")),
                // A text is on the table whatever the mandate.
                ("rate = \"0.2 .. 0.6\"", "rate = 3"),
            ],
        );
        run_of(&text, SMALL)
    };
    let (absent, given) = (needed("0"), needed("1"));
    for arm in ["without", "with", "authorised_offer", "all"] {
        for output in ["settlement", "zone", "outcome.peace"] {
            assert_eq!(mean(&absent, arm, output), 0.0, "{output} in {arm}");
        }
        assert!(mean(&given, arm, "settlement") > 0.01, "{arm}");
    }
}

/// Drawn once per θ: where a side refuses, nothing is signed; where it does not, something may be.
#[test]
fn consent_is_an_event_of_the_draw() {
    let torn = edited(ENVOY, &[("consent = 0.9\n", "consent = 0.5\n")]);
    let run = run_of(&torn, SMALL);
    let input = run
        .inputs
        .iter()
        .find(|i| i.path == "parties.north.consent#drawn");
    let row = input.and_then(|i| i.dimension).expect("consent is drawn");
    let zone = column(&run, "with", "zone");
    assert!(
        zone.iter()
            .zip(&run.thetas[row])
            .all(|(z, c)| *c == 1.0 || *z == 0.0)
    );
    assert!(
        zone.iter()
            .zip(&run.thetas[row])
            .any(|(z, c)| *c == 1.0 && *z > 0.0)
    );
}

/// Messages believed and false leave the listener further from the truth than silence.
#[test]
fn deception_misleads() {
    let lies = edited(
        ENVOY,
        &[
            (
                "{ choice = { none = 0.1, convey = 0.2, explore = 0.3, propose = 0.3, commit = 0.1 } }",
                "\"convey\"",
            ),
            (
                "[contact.topics.prospects]\n",
                "[contact.topics.prospects]\nshare = 0.5\ndeception = 0.8\nslant = 4\nbelieved = 1\n",
            ),
        ],
    );
    let run = run_of(&lies, SMALL);
    assert!(
        column(&run, "with", "err_ratio.prospects")
            .iter()
            .all(|&r| r > 1.0)
    );
    assert!(
        column(&run, "with", "bits.prospects")
            .iter()
            .all(|&b| b > 0.0)
    );
}
