//! Nothing is settled outside the zone of possible agreement.

use proptest::prelude::*;

use crate::runs::{ENVOY, SMALL, column, edited, full_arms, run_of};

/// Settlement never above the zone, in any full arm and θ.
pub fn within_the_zone(text: &str) -> Result<(), TestCaseError> {
    let run = run_of(text, SMALL);
    for arm in full_arms(&run) {
        let settled = column(&run, &arm, "settlement");
        let first = column(&run, &arm, "settlement_first");
        let zone = column(&run, &arm, "zone");
        let now = column(&run, &arm, "zone_now");
        for theta in 0..run.len() {
            let (s, f, z, n) = (settled[theta], first[theta], zone[theta], now[theta]);
            prop_assert!(s <= z + 1e-12, "{arm}, θ {theta}: settlement {s}, zone {z}");
            prop_assert!(
                f <= s + 1e-12,
                "{arm}, θ {theta}: first {f}, settlement {s}"
            );
            prop_assert!(n <= z + 1e-12, "{arm}, θ {theta}: zone now {n}, ever {z}");
        }
    }
    Ok(())
}

prop_compose! {
    /// The envoy's world with other numbers.
    pub fn worlds()(
        floors in (0.0f64..0.8, 0.0f64..0.3),
        spread in 0.01f64..0.3,
        follows in 0.0f64..1.0,
        rate in 0.0f64..3.0,
        front in -0.9f64..0.9,
        drift in -0.05f64..0.05,
        volatility in 0.005f64..0.3,
        collapse in 0.0f64..0.3,
        breach in 0.0f64..0.9,
        firm in 0.0f64..1.0,
    ) -> String {
        let side = |letter: &str| {
            format!(
                "side = \"{letter}\"\ntype_sd = {spread:?}\nfloor_follows_war = {follows:?}\n\
                 collapse = {collapse:?}\n"
            )
        };
        edited(ENVOY, &[
            ("side = \"a\"\n", &side("a")),
            ("side = \"b\"\n", &side("b")),
            ("floor = \"0.3 .. 0.5\"", &format!("floor = {:?}", floors.0)),
            ("{ normal = [-0.05, 0.05] }", &format!("{:?}", -floors.1)),
            ("breach = \"20% .. 50%\"", &format!("breach = {breach:?}")),
            ("cession = \"repeated\"", &format!("cession = {firm:?}")),
            ("rate = \"0.2 .. 0.6\"", &format!("rate = {rate:?}")),
            ("front = 0.05", &format!("front = {front:?}\nvolatility = {volatility:?}")),
            ("drift = 0.002", &format!("drift = {drift:?}")),
        ])
    }
}

/// The same with one side making every offer, so that the other's type is integrated out.
pub fn alone(text: &str, side: &str) -> String {
    edited(
        text,
        &[
            (
                "[process]\n",
                &format!("[process]\nproposer = \"{side}\"\n"),
            ),
            (
                "[contact]\n",
                &format!("[contact]\nspeaks_for = \"{side}\"\n"),
            ),
        ],
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn settlement_stays_in_the_zone_with_drawn_types(text in worlds()) {
        within_the_zone(&text)?;
    }

    #[test]
    fn settlement_stays_in_the_zone_with_an_integrated_type(
        text in worlds(),
        side in prop::sample::select(vec!["north", "south"]),
    ) {
        within_the_zone(&alone(&text, side))?;
    }
}
