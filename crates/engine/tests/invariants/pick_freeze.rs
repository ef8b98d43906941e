//! A pick-freeze design against the runs it is made of.

use std::sync::atomic::AtomicBool;

use pourparler_engine::pick_freeze::{PickFreeze, pick_freeze, redrawn};
use pourparler_engine::result::{Arms, Questions};
use pourparler_engine::{Plan, Watch, run};

use crate::runs::{ENVOY, SMALL, column, scenario};

fn plan() -> Plan {
    plan_of(Arms::Pair)
}

fn plan_of(arms: Arms) -> Plan {
    let questions = Questions {
        arms,
        ..Questions::default()
    };
    let plan = Plan::compile(&scenario(ENVOY), SMALL, &questions);
    plan.unwrap_or_else(|mistakes| panic!("{mistakes:#?}"))
}

fn design(plan: &Plan, sets: &[Vec<usize>]) -> PickFreeze {
    let outputs: Vec<usize> = (0..plan.outputs().len()).collect();
    let stop = AtomicBool::new(false);
    let watch = Watch {
        progress: &|_, _| {},
        stop: &stop,
    };
    pick_freeze(plan, sets, &outputs, &watch)
}

#[test]
fn nothing_drawn_anew_is_the_run_itself() {
    let plan = plan();
    let all: Vec<usize> = (0..plan.dimensions().len()).collect();
    let found = design(&plan, &[Vec::new(), all]);
    let run = run(&plan);
    assert_eq!(found.arms, ["without", "with"]);
    let (mut compared, mut differ) = (0, 0);
    for (arm, id) in found.arms.iter().enumerate() {
        for (output, named) in plan.outputs().iter().enumerate() {
            let base = found.column(None, arm, output);
            if run.column(arm, output).is_none() {
                assert!(base.is_none());
                continue;
            }
            let base = base.expect("measured");
            assert_eq!(base, column(&run, id, &named.name), "{id} {}", named.name);
            assert_eq!(Some(base), found.column(Some(0), arm, output));
            // With every input drawn anew a setting is another.
            compared += 1;
            differ += usize::from(Some(base) != found.column(Some(1), arm, output));
        }
    }
    assert!(2 * differ > compared, "{differ} of {compared}");
}

#[test]
fn what_is_drawn_anew_does_not_need_the_settings_themselves() {
    let plan = plan();
    let outputs: Vec<usize> = (0..plan.outputs().len()).collect();
    let watch = Watch {
        progress: &|_, _| {},
        stop: &AtomicBool::new(false),
    };
    let sets = [vec![0], vec![1, 2]];
    let (whole, anew) = (
        design(&plan, &sets),
        redrawn(&plan, &sets, &outputs, &watch),
    );
    assert!(anew.column(None, 1, 0).is_none());
    assert_eq!(whole.columns[1..], anew.columns[1..]);
}

#[test]
fn settlement_alone_is_that_of_the_pair() {
    let (pair, alone) = (plan(), plan_of(Arms::Settlement));
    assert_eq!(pair.dimensions(), alone.dimensions());
    let arms: Vec<&str> = alone.arm_ids().collect();
    assert_eq!(arms, ["without", "with"]);
    let sets = [vec![0, 3], (0..pair.dimensions().len()).collect()];
    let (pair, found) = (design(&pair, &sets), design(&alone, &sets));
    let names = || alone.outputs().iter().map(|output| output.name.as_str());
    // What is not asked of them is not worked out.
    let without = |name: &str| {
        names()
            .position(|known| known == name)
            .map(|output| found.column(None, 1, output).is_none())
    };
    assert_eq!(without("crossing"), Some(true));
    let output = names().position(|name| name == "settlement").expect("it");
    for (set, arm) in [
        (None, 0),
        (None, 1),
        (Some(0), 1),
        (Some(1), 0),
        (Some(1), 1),
    ] {
        let column = found.column(set, arm, output);
        assert_eq!(column, pair.column(set, arm, output), "{set:?} {arm}");
    }
}

#[test]
fn an_input_moves_only_what_reads_it() {
    let plan = plan();
    let place = |name: &str| {
        let names = plan.outputs().iter().map(|output| output.name.as_str());
        names
            .into_iter()
            .position(|known| known == name)
            .expect("there")
    };
    // The chance of a red line has no part in what could be signed; chance stays what it was.
    let redline = plan
        .dimensions()
        .iter()
        .position(|path| path.starts_with("redlines."));
    let found = design(&plan, &[vec![redline.expect("a red line")]]);
    for arm in 0..2 {
        let of = |set: Option<usize>, name: &str| found.column(set, arm, place(name));
        assert_eq!(of(None, "zone_now"), of(Some(0), "zone_now"));
        assert_ne!(of(None, "crossing"), of(Some(0), "crossing"));
    }
}

#[test]
fn threads_do_not_matter() {
    let plan = plan();
    let sets = [vec![0], vec![1, 2]];
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        pool.expect("a pool").install(|| design(&plan, &sets))
    };
    let one = on(1);
    assert_eq!(one, on(2));
    assert_eq!(one, on(7));
}

#[test]
fn a_stopped_design_keeps_whole_scrambles() {
    let plan = plan();
    let stop = AtomicBool::new(true);
    let watch = Watch {
        progress: &|_, _| {},
        stop: &stop,
    };
    let found = pick_freeze(&plan, &[vec![0]], &[0], &watch);
    assert_eq!(found.scrambles, 0);
    assert_eq!(found.column(None, 0, 0), None);
}
