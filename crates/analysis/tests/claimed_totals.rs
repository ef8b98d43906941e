//! `total(mechanism, output)` in a claim is the total index that `drivers` computes by the same design.

use std::sync::atomic::AtomicBool;

use pourparler_analysis::drivers::{Design, Kind, Measure, Target, assess_drivers};
use pourparler_analysis::{Assessment, Prepared, Truth, Verdict, assess, vocabulary};
use pourparler_engine::{Effort, Watch};
use pourparler_scenario::{Scenario, read};

const SMALL: Effort = Effort {
    seed: 1,
    scrambles: 4,
    points: 16,
    paths: 8,
    halvings: 0,
};

fn scenario(supported: &str, refuted: &str) -> Scenario {
    let template = include_str!("../../../scenarios/templates/envoy-visit.toml");
    let text = format!(
        "{template}\n[[claims]]\nid = \"asked\"\ntext = \"What drives it.\"\nkind = \"mechanism\"\n\
         supported_if = \"{supported}\"\nrefuted_if = \"{refuted}\"\n"
    );
    let reading = read("test.toml", &text, &vocabulary());
    reading
        .scenario
        .unwrap_or_else(|| panic!("{:#?}", reading.diagnostics))
}

fn assessed(supported: &str, refuted: &str) -> Assessment {
    let stop = AtomicBool::new(false);
    let watch = Watch {
        progress: &|_, _| {},
        stop: &stop,
    };
    assess(scenario(supported, refuted), SMALL, &watch).unwrap()
}

#[test]
fn a_total_index_is_that_of_the_drivers() {
    let stop = AtomicBool::new(false);
    let watch = Watch {
        progress: &|_, _| {},
        stop: &stop,
    };
    let prepared = Prepared::pair(scenario("P(settlement) > 0", "P(settlement) = 0"), SMALL);
    let settlement = |run: &pourparler_engine::Run| {
        vec![Target {
            output: run.output("settlement").unwrap(),
            measure: Measure::Level,
        }]
    };
    let design = Design {
        inputs: 0,
        also: Vec::new(),
        scrambles: SMALL.scrambles,
        points: SMALL.points,
        rest: false,
    };
    let (_, drivers) = assess_drivers(prepared.unwrap(), &settlement, &design, &watch).unwrap();
    let found = drivers.driven[0].drivers.as_ref().unwrap();
    let mut compared = 0;
    for (group, total) in drivers.groups.iter().zip(&found.groups) {
        if group.kind != Kind::Mechanism {
            continue;
        }
        compared += 1;
        let test = format!(
            "abs(total({}, settlement) - {}) < 0.000000001",
            group.id, total.value
        );
        let assessment = assessed(&test, "P(settlement) < 0");
        let held = assessment.judgements.last().unwrap();
        let held = held.supported_if.as_ref().unwrap();
        assert_eq!(held.truth, Truth::Holds, "{test}");
    }
    assert!(compared > 2, "{compared}");
}

#[test]
fn a_mechanism_without_uncertain_inputs_drives_nothing() {
    let assessment = assessed("total(leak, settlement) = 0", "total(leak, settlement) > 0");
    let judgement = assessment.judgements.last().unwrap();
    assert_eq!(judgement.verdict, Verdict::Supported);
}
