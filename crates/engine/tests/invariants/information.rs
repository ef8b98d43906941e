//! What a contact can tell: garbling, the talk ceiling, and listeners that stay calibrated.

use pourparler_engine::block::Block;
use pourparler_engine::lanes::LANES;
use pourparler_engine::mechanism::{Build, Mechanism, Process};
use pourparler_engine::mechanisms::types::{self, Listener};
use pourparler_engine::mechanisms::{self, information, politics};
use pourparler_engine::record::Recorder;
use pourparler_engine::result::{Output, Questions, Unit};
use pourparler_engine::{Effort, Plan, Run, run, summary};
use pourparler_scenario::Section;

use crate::runs::{ENVOY, SMALL, column, edited, mean, outputs, run_of, scenario, standard_error};

/// The envoy surely carries his messages; a variant garbles them.
fn garbled() -> String {
    let sure = edited(
        ENVOY,
        &[(
            "{ choice = { none = 0.1, convey = 0.2, explore = 0.3, propose = 0.3, commit = 0.1 } }",
            "\"convey\"\nfidelity = 0.9",
        )],
    );
    format!("{sure}\n[variants.garbled.contact]\nfidelity = 0.5\n")
}

#[test]
fn garbling_never_raises_bits() {
    let run = run_of(&garbled(), SMALL);
    for output in outputs(&run, "bits.") {
        let clear = column(&run, "with", output);
        let garbled = column(&run, "garbled", output);
        assert!(garbled.iter().zip(clear).all(|(g, c)| g <= c), "{output}");
        // Two earlier meetings can have told all that talk about a resolve ever tells.
        if !["bits.will", "bits.wall"].contains(&output) {
            assert!(summary::mean(garbled) < summary::mean(clear), "{output}");
        }
    }
}

/// The drawn values of an input.
fn drawn<'a>(run: &'a Run, path: &str) -> &'a [f64] {
    let input = run.inputs.iter().find(|i| i.path == path);
    let row = input
        .and_then(|i| i.dimension)
        .unwrap_or_else(|| panic!("`{path}` is not drawn"));
    &run.thetas[row]
}

/// ρ² ≤ 1 − 4b(1−b) for every mode but evidence, b after the cost of being caught.
#[test]
fn talk_stays_under_its_ceiling() {
    let run = run_of(&garbled(), SMALL);
    for topic in ["will", "wall", "river", "mood"] {
        let bits = column(&run, "with", &format!("bits.{topic}"));
        let conflict = drawn(&run, &format!("contact.topics.{topic}.conflict"));
        let caught = match topic {
            "river" => Some(drawn(&run, "contact.topics.river.caught")),
            _ => None,
        };
        for theta in 0..run.len() {
            let cost = caught.map_or(0.0, |c| c[theta]);
            let b = (conflict[theta] - cost).clamp(0.0, 0.5);
            let ceiling = 1.0 - 4.0 * b * (1.0 - b);
            let resolved =
                -pourparler_engine::math::exp_m1(-2.0 * std::f64::consts::LN_2 * bits[theta]);
            assert!(
                resolved <= ceiling + 1e-12,
                "{topic}: {resolved} above {ceiling}"
            );
        }
    }
}

/// Meetings about a side's will, which does not drift, stay under the ceiling together.
#[test]
fn repeated_talk_stays_under_its_ceiling() {
    let with = |dates: &str| {
        let text = edited(
            &garbled(),
            &[
                ("[2025-09-01, 2025-11-20]", dates),
                (
                    "[contact.topics.will]\n",
                    "[contact.topics.will]\nconflict = 0.2\n",
                ),
            ],
        );
        run_of(&text, SMALL)
    };
    let bits = |run: &Run| mean(run, "with", "bits.will");
    let (first, third) = (with("[]"), with("[2025-09-01, 2025-11-20]"));
    assert!(
        bits(&third) < bits(&first),
        "two meetings have told part of it"
    );
    // After five meetings nothing is left to tell below 1 − .36 of the variance.
    let sixth = with("[2025-08-01, 2025-09-01, 2025-10-01, 2025-11-01, 2025-12-01]");
    assert!(bits(&sixth) < 1e-9, "{}", bits(&sixth));
}

/// Records what listeners believe of the patron and of the sides' will, arm by arm.
struct Probe;

struct Compiled {
    classes: Vec<usize>,
}

impl Mechanism for Probe {
    fn name(&self) -> &'static str {
        "probe"
    }

    fn sections(&self) -> &'static [Section] {
        &[]
    }

    fn build(&self, build: &mut Build) -> Box<dyn Process> {
        Box::new(Compiled {
            classes: information::classes_of(build.arms),
        })
    }
}

impl Process for Compiled {
    fn outputs(&self) -> Vec<Output> {
        [
            "estimate",
            "error",
            "squared_error",
            "signal",
            "both_sides",
            "will_error",
            "will_signal",
        ]
        .map(|name| Output {
            name: name.into(),
            unit: Unit::Index,
            about: String::new(),
        })
        .to_vec()
    }

    fn step(&self, block: &mut Block, step: usize, record: &mut Recorder) {
        // The contact of the fixture falls into step 5.
        if step != 5 {
            return;
        }
        let politics: &politics::Columns = block.get();
        let types: &types::Columns = block.get();
        for (arm, &class) in self.classes.iter().enumerate() {
            let estimate = politics.estimate[class];
            let error = std::array::from_fn(|lane| politics.mood[lane] - estimate[lane]);
            record.set(arm, 0, &estimate);
            record.set(arm, 1, &error);
            record.set(arm, 2, &error.map(|e| e * e));
            record.set(
                arm,
                3,
                &std::array::from_fn(|lane| error[lane] * estimate[lane]),
            );
            let centre = |side: usize, lane: usize| {
                types
                    .view(class, side, Listener::OtherSide, true, lane)
                    .centre
            };
            let errors: [[f64; LANES]; 2] = [0, 1].map(|side| {
                std::array::from_fn(|lane| types.types[side][lane] - centre(side, lane))
            });
            record.set(
                arm,
                4,
                &std::array::from_fn(|lane| errors[0][lane] * errors[1][lane]),
            );
            record.set(arm, 5, &errors[1]);
            record.set(
                arm,
                6,
                &std::array::from_fn(|lane| errors[1][lane] * centre(1, lane)),
            );
        }
    }
}

/// A calibrated listener's mean does not move, its error falls, and no trace of the error is in
/// what it believes (E[posterior] = prior).
#[test]
fn a_calibrated_listener_stays_calibrated() {
    let calibrated = edited(
        &garbled(),
        &[
            ("[topics.mood]\n", "[topics.mood]\nerror = 0\n"),
            (
                "[contact.topics.mood]\n",
                "[contact.topics.mood]\nslant = 0\nconflict = 0.05\n",
            ),
            // Each side has heard of the other's will before, and an evidence still adds to it.
            (
                "[contact.topics.will]\ncredibility = \"aligned\"",
                "[contact.topics.will]\ncredibility = \"verifiable\"\nshare = 0.4",
            ),
            (
                "of = \"north\"\nlistener = \"patron\"",
                "of = \"north\"\nlistener = \"south\"",
            ),
        ],
    );
    let effort = Effort {
        scrambles: 8,
        points: 64,
        ..SMALL
    };
    let list: Vec<&dyn Mechanism> = mechanisms::ALL
        .iter()
        .copied()
        .chain([&Probe as &dyn Mechanism])
        .collect();
    let plan = Plan::compile_with(&list, &scenario(&calibrated), effort, &Questions::default());
    let run = run(&plan.unwrap_or_else(|mistakes| panic!("{mistakes:#?}")));
    let moved: Vec<f64> = column(&run, "with", "estimate")
        .iter()
        .zip(column(&run, "without", "estimate"))
        .map(|(with, without)| with - without)
        .collect();
    let se = standard_error(&run, &moved);
    let shift = summary::mean(&moved);
    assert!(shift.abs() < 3.0 * se, "the mean moved by {shift} ± {se}");
    assert!(se > 0.0);
    for arm in ["with", "without"] {
        for output in ["error", "signal", "both_sides", "will_error", "will_signal"] {
            let values = column(&run, arm, output);
            let (mean, se) = (summary::mean(values), standard_error(&run, values));
            assert!(mean.abs() < 3.0 * se, "{output} {arm}: {mean} ± {se}");
        }
    }
    let squares = |arm: &str| mean(&run, arm, "squared_error");
    assert!(squares("with") < 0.8 * squares("without"));
}
