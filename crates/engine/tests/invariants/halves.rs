//! The means over the first half of the paths are those of the same run.

use pourparler_engine::result::Questions;
use pourparler_engine::{Effort, Plan, Run, run};

use crate::runs::{ENVOY, SMALL, column, scenario};

fn asked(paths: usize) -> Run {
    let questions = Questions {
        halves: vec!["settlement".into(), "people.prisoners.south".into()],
        ..Questions::default()
    };
    let effort = Effort { paths, ..SMALL };
    let plan = Plan::compile(&scenario(ENVOY), effort, &questions);
    run(&plan.unwrap_or_else(|mistakes| panic!("{mistakes:#?}")))
}

#[test]
fn half_of_the_paths_is_the_first_half() {
    let run = asked(16);
    let with = run.arm("with").expect("there");
    let people = run.output("people.prisoners.south").expect("there");
    let half = run.half_column(with, people).expect("asked for");
    let samples = run.arms[with].samples[people].as_ref().expect("kept");
    let mut differ = false;
    for (theta, paths) in samples.chunks(16).enumerate() {
        let mean =
            |paths: &[f32]| paths.iter().map(|&x| f64::from(x)).sum::<f64>() / paths.len() as f64;
        assert!((half[theta] - mean(&paths[..8])).abs() < 1e-3, "θ {theta}");
        differ |= (half[theta] - mean(paths)).abs() > 1.0;
    }
    assert!(differ, "the halves are not alike");
    // A probability on the other half is one as well.
    let settlement = run.output("settlement").expect("there");
    for arm in 0..run.arms.len() {
        let half = run.half_column(arm, settlement).expect("asked for");
        let all = column(&run, &run.arms[arm].id, "settlement");
        for (half, all) in half.iter().zip(all) {
            assert!((-1e-12..=1.0 + 1e-12).contains(&(2.0 * all - half)));
        }
    }
    let zone = run.output("zone").expect("there");
    assert!(run.half_column(with, zone).is_none(), "not asked for");
}

#[test]
fn one_path_has_no_half() {
    let run = asked(1);
    let with = run.arm("with").expect("there");
    let settlement = run.output("settlement").expect("there");
    assert!(run.half_column(with, settlement).is_none());
}
