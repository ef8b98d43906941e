//! A mechanism is one file and one line in the list: here it is written outside the crate.

use pourparler_engine::block::Block;
use pourparler_engine::cells::Cell;
use pourparler_engine::mechanism::{Build, Mechanism, Process};
use pourparler_engine::mechanisms;
use pourparler_engine::plan::vocabulary_of;
use pourparler_engine::record::Recorder;
use pourparler_engine::result::{Comparison, Event, Intervention, Output, Questions, Unit};
use pourparler_engine::{Plan, run};
use pourparler_scenario::key::Default;
use pourparler_scenario::{Key, Kind, Section, read};

use crate::runs::{PIE, SMALL, column};

/// A spring thaw: mud stops everything for some days.
struct Thaw;

const SECTIONS: &[Section] = &[Section {
    path: "thaw",
    title: "The thaw",
    doc: "Mud.",
    keys: &[Key {
        name: "days",
        kind: Kind::Quantity {
            min: 0.0,
            max: 90.0,
        },
        unit: "days",
        default: Default::Prior("\"10 .. 40\"", "springs differ"),
        doc: "How long it lasts.",
        example: "20",
    }],
}];

struct Compiled {
    days: Cell,
    arms: usize,
}

impl Mechanism for Thaw {
    fn name(&self) -> &'static str {
        "thaw"
    }

    fn sections(&self) -> &'static [Section] {
        SECTIONS
    }

    fn build(&self, build: &mut Build) -> Box<dyn Process> {
        let days = match build.root.child("thaw").and_then(|t| t.quantity("days")) {
            Some(quantity) => build.cells.quantity(quantity),
            None => build.cells.constant(0.0),
        };
        Box::new(Compiled {
            days,
            arms: build.arms.len(),
        })
    }
}

impl Process for Compiled {
    fn outputs(&self) -> Vec<Output> {
        vec![Output {
            name: "thaw".into(),
            unit: Unit::Index,
            about: "days of mud".into(),
        }]
    }

    fn record(&self, block: &mut Block, record: &mut Recorder) {
        let days = block.spread(self.days);
        (0..self.arms).for_each(|arm| record.set(arm, 0, &days));
    }
}

fn list() -> Vec<&'static dyn Mechanism> {
    mechanisms::ALL
        .iter()
        .copied()
        .chain([&Thaw as &dyn Mechanism])
        .collect()
}

#[test]
fn its_key_is_read_drawn_and_measured() {
    let text = format!("{PIE}\n[thaw]\ndays = \"15 .. 30\"\n");
    let reading = read::read("test.toml", &text, &vocabulary_of(&list()));
    let scenario = reading
        .scenario
        .unwrap_or_else(|| panic!("{:#?}", reading.diagnostics));
    let questions = Questions {
        events: vec![Event::Compare {
            output: "thaw".into(),
            op: Comparison::Less,
            value: 20.0,
        }],
        interventions: vec![Intervention {
            arm: "with".into(),
            set: vec![("thaw.days".into(), 12.0)],
        }],
        ..Questions::default()
    };
    let plan = Plan::compile_with(&list(), &scenario, SMALL, &questions);
    let plan = plan.unwrap_or_else(|mistakes| panic!("{mistakes:#?}"));
    assert!(plan.dimensions().contains(&"thaw.days".to_string()));
    let run = run(&plan);
    let thaw = column(&run, "with", "thaw");
    let row = run
        .inputs
        .iter()
        .find(|i| i.path == "thaw.days")
        .and_then(|i| i.dimension);
    for (mean, drawn) in thaw.iter().zip(&run.thetas[row.expect("drawn")]) {
        assert!((mean - drawn).abs() < 1e-12);
    }
    assert!(thaw.iter().any(|&d| d > 20.0) && thaw.iter().any(|&d| d < 20.0));
    // Claims can ask about it like about anything else.
    let early = column(&run, "with", "event:0");
    assert!(
        thaw.iter()
            .zip(early)
            .all(|(&days, &p)| p == f64::from(days < 20.0))
    );
    assert!(
        column(&run, "with|thaw.days=12", "thaw")
            .iter()
            .all(|&d| d == 12.0)
    );
}

#[test]
fn without_its_line_in_the_list_its_key_is_unknown() {
    let text = format!("{PIE}\n[thaw]\ndays = 20\n");
    let reading = read::read("test.toml", &text, &pourparler_engine::vocabulary());
    assert!(reading.scenario.is_none());
}

#[test]
fn names_and_outputs_of_the_list_are_unique() {
    let mut names: Vec<&str> = mechanisms::ALL.iter().map(|m| m.name()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), mechanisms::ALL.len());
}
