use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::{fs, iter};

use pourparler_analysis::assess;
use pourparler_engine::{Effort, Watch};
use pourparler_scenario::{Scenario, read_bytes};

use super::*;
use crate::opinions::vocabulary;

fn scenario(path: &Path) -> Scenario {
    let text = fs::read(path).unwrap();
    let reading = read_bytes("scenario.toml", &text, &vocabulary());
    reading
        .scenario
        .unwrap_or_else(|| panic!("{}: {:#?}", path.display(), reading.diagnostics))
}

/// Every bundled scenario and template.
fn bundled() -> Vec<Scenario> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios");
    let folders = fs::read_dir(&root)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let files = folders.flat_map(|folder| {
        let own = folder.join("scenario.toml");
        match own.exists() {
            true => Box::new(iter::once(own)) as Box<dyn Iterator<Item = _>>,
            false => Box::new(
                fs::read_dir(folder)
                    .unwrap()
                    .map(|entry| entry.unwrap().path()),
            ),
        }
    });
    let scenarios = files.filter(|file| file.extension().is_some_and(|end| end == "toml"));
    scenarios.map(|file| scenario(&file)).collect()
}

/// Together they use every key, so that a new key without words is found here.
#[test]
fn every_input_of_the_engine_has_words() {
    let scenarios = bundled();
    assert!(scenarios.len() > 5, "{}", scenarios.len());
    let mut missing: Vec<String> = Vec::new();
    for scenario in &scenarios {
        let quantities = scenario.root.quantities().into_iter();
        let choices = scenario.root.choices().into_iter();
        let paths = quantities
            .map(|quantity| &quantity.path)
            .chain(choices.map(|choice| &choice.path));
        // No inputs of the run: second opinions have theirs, and correlations are certain.
        let paths = paths
            .filter(|path| !path.starts_with("opinions.") && !path.starts_with("correlations."));
        missing.extend(paths.filter(|path| words(path).is_none()).cloned());
    }
    missing.sort_unstable();
    missing.dedup();
    assert_eq!(missing, Vec::<String>::new());
}

/// Every id has its place in the words, and no pattern stands twice.
#[test]
fn places_and_words() {
    let mut all: Vec<&str> = Vec::new();
    for (pattern, words) in PATTERNS {
        let ids = pattern.split('.').filter(|part| *part == "*").count();
        let texts = match words {
            Noun(noun) => vec![*noun],
            Clause(so, not) => vec![*so, *not],
        };
        for (text, k) in texts
            .iter()
            .flat_map(|text| (1..=3).map(move |k| (text, k)))
        {
            let named = text.contains(&format!("{{{k}}}"));
            assert_eq!(named, k <= ids, "{pattern}: {text}");
        }
        all.push(pattern);
    }
    let count = all.len();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), count);
}

#[test]
fn words_of_the_worked_example() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios");
    let effort = Effort {
        seed: 1,
        scrambles: 2,
        points: 16,
        paths: 4,
        halvings: 0,
    };
    let watch = Watch {
        progress: &|_, _| {},
        stop: &AtomicBool::new(false),
    };
    let assessment = assess(
        scenario(&root.join("moscow-sixth-visit/scenario.toml")),
        effort,
        &watch,
    )
    .unwrap();
    let find = |path: &str| {
        let mut inputs = assessment.run.inputs.iter();
        inputs.find(|input| input.path == path).unwrap().clone()
    };
    let refusal = find("parties.russia.issues.fighting.red_lines.ended#drawn");
    let chance = Input {
        path: key(&refusal.path).to_owned(),
        ..refusal.clone()
    };
    let mandate = Input {
        path: "contact.mandate".to_owned(),
        ..refusal.clone()
    };
    let told = [
        input(&assessment, &refusal),
        is_one_of(&assessment, &refusal, &["no"]),
        is_one_of(&assessment, &refusal, &["yes"]),
        input(&assessment, &chance),
        input(&assessment, &find("parties.ukraine.would_fight")),
        input(
            &assessment,
            &find("exchange.prisoners.holders.ukraine.stock"),
        ),
        is_one_of(&assessment, &mandate, &["explore", "propose"]),
    ];
    assert_eq!(
        told,
        [
            "whether Russia means its refusal of \"Fighting = ended\"",
            "Russia does not mean its refusal of \"Fighting = ended\"",
            "Russia means its refusal of \"Fighting = ended\"",
            "the chance that Russia means its refusal of \"Fighting = ended\"",
            "the time Ukraine would fight on for everything",
            "the number of \"Prisoners of war\" that Ukraine holds",
            "the mandate of the envoy is explore or propose",
        ]
    );
}
