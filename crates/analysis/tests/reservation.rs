//! What each side must get to sign, setting by setting.

use std::sync::atomic::AtomicBool;

use pourparler_analysis::agreements::{Reservation, agreements, in_settings};
use pourparler_analysis::{Assessment, assess, vocabulary};
use pourparler_engine::{Effort, Watch};
use pourparler_scenario::read;

const SMALL: Effort = Effort {
    seed: 1,
    scrambles: 2,
    points: 32,
    paths: 4,
    halvings: 0,
};

fn assessed(text: &str) -> Assessment {
    // What stands last is read by the second opinions alone.
    let (text, _) = text.split_once("\n[opinions").unwrap_or((text, ""));
    let scenario = read("test.toml", text, &vocabulary()).scenario.unwrap();
    let watch = Watch {
        progress: &|_, _| {},
        stop: &AtomicBool::new(false),
    };
    assess(scenario, SMALL, &watch).unwrap()
}

#[test]
fn a_setting_at_all_medians_is_the_medians() {
    for text in [
        include_str!("../../../scenarios/templates/envoy-visit.toml"),
        include_str!("../../../scenarios/templates/border-incident.toml"),
        include_str!("../../../scenarios/moscow-sixth-visit/scenario.toml"),
    ] {
        let mut assessment = assessed(text);
        let run = &mut assessment.run;
        for input in &run.inputs {
            if let Some(dimension) = input.dimension {
                run.thetas[dimension] = vec![input.median];
            }
        }
        let found = agreements(&assessment.scenario).unwrap();
        let settings = in_settings(&assessment.scenario, &found.space, &assessment.run);
        for (setting, at_medians) in settings.iter().zip(found.reservations) {
            assert_eq!(setting.as_slice(), [at_medians]);
        }
    }
}

#[test]
fn without_a_front_it_is_the_larger_of_two_inputs() {
    let assessment = assessed(
        r#"
title = "No front"
as_of = 2026-01-15
horizon = "180 days"
[parties.north]
side = "a"
floor = "0.2 .. 0.4"
no_agreement = "0.1 .. 0.6"
[parties.south]
side = "b"
floor = 0.3
no_agreement = 0.2
[issues.border]
options = ["river", "line", "ridge"]
status_quo = "line"
[parties.north.issues.border]
wants = "ridge"
[parties.south.issues.border]
wants = "river"
[contact]
by = "south"
to = ["north"]
date = 2026-02-01
"#,
    );
    let found = agreements(&assessment.scenario).unwrap();
    let run = &assessment.run;
    let [north, south] = in_settings(&assessment.scenario, &found.space, run);
    let column = |path: &str| {
        let input = run.inputs.iter().find(|input| input.path == path).unwrap();
        &run.thetas[input.dimension.unwrap()]
    };
    let inputs = column("parties.north.floor")
        .iter()
        .zip(column("parties.north.no_agreement"));
    let larger: Vec<f64> = inputs.map(|(floor, other)| floor.max(*other)).collect();
    assert_eq!(larger.len(), run.len());
    assert_eq!(
        north.iter().map(Reservation::value).collect::<Vec<f64>>(),
        larger
    );
    assert!(south.iter().all(|side| side.value() == 0.3), "{south:?}");
}
