//! A small run made by hand, in which everything can be computed on paper.
//!
//! 8 scrambles of 64 points, 4 paths. Input `x` runs evenly over (0, 1) in every scramble and
//! decides everything; `y` has nothing to do with it; `consent` is 1 in every fourth setting.

use pourparler_engine::result::{ArmRole, ArmRun, Frontiers, Input, Output, Run, Settings, Unit};

pub const SCRAMBLES: usize = 8;
pub const POINTS: usize = 64;
pub const PATHS: usize = 4;
pub const N: usize = SCRAMBLES * POINTS;

/// The value of `x` in a setting: the midpoints of 64 equal cells, mean 1/2.
pub fn x(setting: usize) -> f64 {
    ((setting % POINTS) as f64 + 0.5) / POINTS as f64
}

/// The value of `y` in a setting: every scramble visits the cells in another order, by an odd
/// factor of its own.
pub fn y(setting: usize) -> f64 {
    const FACTORS: [usize; SCRAMBLES] = [37, 23, 51, 13, 43, 5, 29, 61];
    x(setting * FACTORS[setting / POINTS])
}

pub fn input(path: &str, dimension: Option<usize>, line: usize) -> Input {
    Input {
        path: path.into(),
        dimension,
        elicited: true,
        source: Some("judgement".into()),
        line: Some(line),
        median: 0.5,
        interval: (0.05, 0.95),
        unit: "",
        labels: Vec::new(),
    }
}

/// A column of a run: arm, output, and the value in each setting.
pub type Cell<'a> = (&'a str, &'a str, &'a dyn Fn(usize) -> f64);

/// A run of the given arms (id and id of the baseline) and outputs with the given columns.
pub fn run(arms: &[(&str, &str)], outputs: &[(&str, Unit)], cells: &[Cell]) -> Run {
    let position = |id: &str| arms.iter().position(|(arm, _)| *arm == id).unwrap();
    let column = |arm: &str, output: &str| {
        let cell = cells.iter().find(|(a, o, _)| *a == arm && *o == output);
        cell.map(|(_, _, value)| (0..N).map(value).collect::<Vec<f64>>())
    };
    let arm_run = |(id, baseline): &(&str, &str)| ArmRun {
        id: (*id).into(),
        name: (*id).into(),
        baseline: position(baseline),
        role: ArmRole::Variant,
        columns: outputs
            .iter()
            .map(|(output, _)| column(id, output).map(Into::into))
            .collect(),
        halves: vec![None; outputs.len()],
        samples: outputs
            .iter()
            .map(|(output, unit)| {
                // A count of people is 0 on three paths of four and all on the fourth.
                let means = column(id, output).filter(|_| *unit == Unit::People)?;
                let paths = |m: f64| [0.0, 0.0, 0.0, 4.0 * m as f32];
                Some(means.into_iter().flat_map(paths).collect())
            })
            .collect(),
        chance_variance: vec![0.0; outputs.len()],
        curves: vec![None; outputs.len()],
    };
    Run {
        arms: arms.iter().map(arm_run).collect(),
        outputs: outputs
            .iter()
            .map(|(name, unit)| Output {
                name: (*name).into(),
                unit: *unit,
                about: String::new(),
            })
            .collect(),
        inputs: vec![
            input("parties.a.x", Some(0), 7),
            input("parties.a.y", Some(1), 8),
            Input {
                labels: vec!["no".into(), "yes".into()],
                ..input("parties.b.consent", Some(2), 9)
            },
            input("parties.b.certain", None, 10),
        ],
        thetas: vec![
            (0..N).map(x).collect(),
            (0..N).map(y).collect(),
            (0..N).map(|i| f64::from(u8::from(i % 4 == 0))).collect(),
        ],
        frontiers: Frontiers::default(),
        settings: Settings {
            seed: 1,
            scrambles: SCRAMBLES,
            points: POINTS,
            paths: PATHS,
            halvings: 0,
            steps: 26,
            dt: 0.23,
            horizon_days: 180.0,
        },
        complete: true,
        arm_steps: 0,
    }
}
