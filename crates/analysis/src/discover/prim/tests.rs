//! The box on the data it was published with, on cases whose answer is known, and what always holds.

use std::path::Path;

use pourparler_engine::random::philox;
use proptest::prelude::*;

use super::*;
use crate::discover::quasi_p;

/// A file with test data beside the repository, or nothing and a line that says so.
fn shared(name: &str) -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/prim");
    let text = std::fs::read_to_string(path.join(name)).ok();
    if text.is_none() {
        println!("skipped: ../shared/data/prim/{name} is not there");
    }
    text
}

fn rows(text: &str) -> Vec<Vec<f64>> {
    let number = |field: &str| field.trim().parse().expect("a number");
    let rows = text.lines().skip(1).filter(|line| !line.is_empty());
    rows.map(|line| line.split(',').map(number).collect())
        .collect()
}

#[test]
fn biofuels() {
    // Bryant & Lempert 2010: 882 settings, 9 inputs, 89 cases; peeling fraction 0.1. The
    // trajectory was computed with another program.
    let Some((data, trajectory)) =
        shared("bryant_lempert_2010.csv").zip(shared("bryant_prim_trajectory_alpha0.1.csv"))
    else {
        return;
    };
    let (data, trajectory) = (rows(&data), rows(&trajectory));
    let values: Vec<Vec<f64>> = (2..11)
        .map(|column| data.iter().map(|row| row[column]).collect())
        .collect();
    let inputs: Vec<Column> = values
        .iter()
        .map(|values| Column { values, labels: 0 })
        .collect();
    let outcome: Vec<f64> = data.iter().map(|row| row[row.len() - 1]).collect();
    assert_eq!((data.len(), outcome.iter().sum::<f64>()), (882, 89.0));
    let options = PrimOptions {
        peel: 0.1,
        ..PrimOptions::default()
    };
    let found = prim(&inputs, &outcome, options);
    assert_eq!(found.len(), 28);
    // Columns of the file: coverage, density, id, cases, mass, settings, restricted inputs.
    for (found, row) in found.iter().zip(&trajectory) {
        assert_eq!(found.settings as f64, row[5], "box {}", row[2]);
        assert!((found.coverage - row[0]).abs() < 1e-12, "box {}", row[2]);
        assert!((found.density - row[1]).abs() < 1e-12, "box {}", row[2]);
        assert_eq!(found.limits.len() as f64, row[6], "box {}", row[2]);
    }
    let found = &found[21];
    assert!((found.coverage - 0.7528).abs() < 5e-5, "{found:?}");
    assert!((found.density - 0.7701).abs() < 5e-5, "{found:?}");
    assert!((found.mass - 0.0986).abs() < 5e-5, "{found:?}");
    // Columns 3 to 11: cellulosic cost 0, total biomass 1, demand elasticity 5, backstop 8.
    let limits: Vec<(usize, f64, f64)> = found
        .limits
        .iter()
        .map(|(input, limit)| match limit {
            Limit::Range(low, high) => (*input, *low, *high),
            Limit::Labels(_) => panic!("no labels"),
        })
        .collect();
    let infinity = f64::INFINITY;
    let expected = [
        (0, 72.65, infinity),
        (1, -infinity, 755.80),
        (5, -0.422, infinity),
        (8, 150.05, infinity),
    ];
    for ((input, low, high), (place, from, to)) in limits.iter().zip(expected) {
        assert_eq!(*input, place);
        assert!(
            *low == from || (low - from).abs() < 0.005,
            "{low} for {from}"
        );
        assert!(*high == to || (high - to).abs() < 0.005, "{high} for {to}");
    }
    // Quasi-p of box 21 as published with the data: cost .157, biomass 4.7e-6, elasticity
    // 1.2e-16, backstop 3.5e-11.
    let found = quasi_p(&inputs, &outcome, found);
    for (found, value) in found.iter().zip([0.157, 4.7e-6, 1.2e-16, 3.5e-11]) {
        assert!((found / value - 1.0).abs() < 0.02, "{found} for {value}");
    }
}

/// `d` inputs of `n` settings, uniform by a hash.
fn uniform(n: u32, d: u32) -> Vec<Vec<f64>> {
    let draw =
        |setting, input| f64::from(philox([setting, input, 0, 0], [1, 1])[0]) / 2f64.powi(32);
    (0..d)
        .map(|input| (0..n).map(|setting| draw(setting, input)).collect())
        .collect()
}

fn columns(values: &[Vec<f64>]) -> Vec<Column<'_>> {
    values
        .iter()
        .map(|values| Column { values, labels: 0 })
        .collect()
}

#[test]
fn labels_are_given_up_one_at_a_time() {
    let label: Vec<f64> = (0..300).map(|i| f64::from(i % 3)).collect();
    let y: Vec<f64> = label
        .iter()
        .map(|x| f64::from(u8::from(*x != 1.0)))
        .collect();
    let input = Column {
        values: &label,
        labels: 3,
    };
    let found = prim(&[input], &y, PrimOptions::default());
    assert_eq!(found[1].limits, [(0, Limit::Labels(vec![0, 2]))]);
    assert_eq!((found[1].coverage, found[1].density), (1.0, 1.0));
}

#[test]
fn nothing_to_look_for_gives_no_box() {
    let x = uniform(100, 2);
    for y in [0.0, 1.0, 0.3] {
        assert!(prim(&columns(&x), &[y; 100], PrimOptions::default()).is_empty());
    }
    assert!(prim(&[], &[], PrimOptions::default()).is_empty());
}

#[test]
fn pasting_takes_back_what_was_peeled_too_far() {
    let x = uniform(1000, 2);
    let y: Vec<f64> = x[0].iter().map(|x| f64::from(u8::from(*x > 0.5))).collect();
    let inputs = columns(&x);
    let narrow = PrimBox::of(&inputs, &y, vec![(0, Limit::Range(0.4, 0.6))]);
    let wide = paste(&inputs, &y, narrow.clone(), 0.05);
    assert!(
        wide.density > narrow.density && wide.coverage > 0.95,
        "{wide:?}"
    );
}

proptest! {
    #[test]
    fn a_known_beginning_changes_nothing(
        seeds in proptest::collection::vec((0.0f64..1.0, 0.0f64..1.0, -3i32..3, 0.0f64..1.0), 40..150),
        dropped in 0usize..3,
    ) {
        let x: Vec<Vec<f64>> = vec![
            seeds.iter().map(|s| s.0).collect(),
            seeds.iter().map(|s| s.1).collect(),
            seeds.iter().map(|s| f64::from(s.2)).collect(),
        ];
        let y: Vec<f64> = seeds.iter().map(|s| s.3 * (s.0 + s.1)).collect();
        let mut inputs = columns(&x);
        let whole = prim(&inputs, &y, PrimOptions::default());
        inputs.remove(dropped);
        let anew = prim(&inputs, &y, PrimOptions::default());
        let known = without(whole, dropped);
        prop_assert!(!known.is_empty());
        let options = PrimOptions::default();
        let resumed = peeled((&inputs, &y), orders(&inputs), options, 0.0, known);
        prop_assert_eq!(resumed, anew);
    }

    #[test]
    fn a_trajectory_gives_up_settings_and_gains_density(
        seeds in proptest::collection::vec((0.0f64..1.0, -3i32..3, 0u8..2, 0.0f64..1.0), 40..200),
        soft in any::<bool>(),
    ) {
        let x: Vec<Vec<f64>> = vec![
            seeds.iter().map(|s| s.0).collect(),
            seeds.iter().map(|s| f64::from(s.1)).collect(),
            seeds.iter().map(|s| f64::from(s.2)).collect(),
        ];
        let y: Vec<f64> = seeds.iter().map(|s| if soft { s.3 } else { s.3.round() }).collect();
        let inputs = columns(&x);
        let found = prim(&inputs, &y, PrimOptions::default());
        for pair in found.windows(2) {
            prop_assert!(pair[1].settings < pair[0].settings);
            prop_assert!(pair[1].density > pair[0].density);
            prop_assert!(pair[1].coverage <= pair[0].coverage + 1e-12);
        }
        for found in &found {
            // What the search kept count of is what lies within the limits.
            let counted = PrimBox::of(&inputs, &y, found.limits.clone());
            prop_assert_eq!(counted.settings, found.settings);
            prop_assert!((counted.coverage - found.coverage).abs() < 1e-9);
            for p in quasi_p(&inputs, &y, found) {
                prop_assert!((0.0..=1.0).contains(&p), "{}", p);
            }
        }
    }
}
