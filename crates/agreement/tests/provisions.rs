//! Twenty provisions of a Ukraine–Russia agreement scored for four stakeholders (CSIS Futures Lab,
//! Peace Agreement Simulator, March 2025), where the file of scores is at hand.

use pourparler_agreement::{Choice, Domain, Draw, Frontier, Issue, Structure, Workspace, package};
use std::collections::BTreeSet;

/// Fields of one line of a CSV file with quoted commas.
fn fields(line: &str) -> Vec<String> {
    let (mut all, mut quoted) = (vec![String::new()], false);
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => all.push(String::new()),
            _ => all.iter_mut().last().expect("one field").push(c),
        }
    }
    all
}

#[test]
fn packages_of_twenty_provisions() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/facts/csis_provisions.csv"
    );
    let Ok(text) = std::fs::read_to_string(path) else {
        eprintln!("skipped: no file of scores at {path}");
        return;
    };
    let rows: Vec<Vec<String>> = text.lines().skip(1).map(fields).collect();
    let number = |row: &[String], column: usize| row[column].parse::<f64>().expect("a score");
    // Satisfaction of Ukraine, Russia, the United States and Europe.
    let scores: Vec<[f64; 4]> = rows
        .iter()
        .map(|row| [3, 5, 7, 9].map(|column| number(row, column)))
        .collect();
    let thresholds = [5.0, 6.5, 3.0, 4.0];
    let mut pairs = BTreeSet::new();
    for (i, row) in rows.iter().enumerate() {
        for other in row[13].split([';', ' ']).filter(|s| !s.is_empty()) {
            let j = other.parse::<usize>().expect("a row") - 1;
            pairs.insert((i.min(j), i.max(j)));
        }
    }
    let included = |issue| Choice { issue, option: 1 };
    let domain = Domain::new(Structure {
        parties: 4,
        sides: [0, 1],
        issues: vec![
            Issue {
                options: 2,
                divisible: false,
                status_quo: 0
            };
            rows.len()
        ],
        exclusions: pairs
            .iter()
            .map(|&(i, j)| (included(i), included(j)))
            .collect(),
        ..Structure::default()
    })
    .expect("valid");
    let mut draw = Draw::new(&domain);
    for (k, row) in scores.iter().enumerate() {
        for (party, score) in row.iter().enumerate() {
            draw.values[party * domain.total_options() + domain.position(included(k))] =
                score / 10.0;
        }
    }
    let standing: Vec<u64> = (1..domain.packages())
        .filter(|&package| package::objections(&domain, &draw, package).is_empty())
        .collect();
    assert_eq!(standing.len(), 248_831);
    // Their rule: the mean over the provisions included. A provision's digit is its bit.
    let clear = standing.iter().filter(|&&package| {
        (0..4).all(|party| {
            let own = (0..scores.len())
                .filter(|k| package >> k & 1 == 1)
                .map(|k| scores[k][party]);
            own.sum::<f64>() >= thresholds[party] * f64::from(package.count_ones())
        })
    });
    assert_eq!(clear.count(), 118_136);
    // With utilities that add up, the merge and the enumeration agree on the same twenty.
    let mut workspace = Workspace::default();
    let (mut merged, mut enumerated) = (Frontier::default(), Frontier::default());
    workspace
        .frontier(&domain, &draw, &[], &mut merged)
        .expect("a frontier");
    workspace
        .brute_force(&domain, &draw, &[], 1 << 20, &mut enumerated)
        .expect("an enumeration");
    assert_eq!(merged, enumerated);
    assert!(!merged.is_empty());
}
