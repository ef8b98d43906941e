//! Dependencies run one way: scenario ← agreement ← engine ← analysis ← report ← faces. The second
//! opinions stand beside the engine, on scenario and agreement.

use std::process::Command;

use serde_json::Value;

/// Independent of the engine, so no link of the chain.
const SECOND_OPINION: &str = "pourparler-second-opinion";

/// The layers, lowest first; a package may use those before it and none after.
const LAYERS: [&str; 7] = [
    "pourparler-scenario",
    "pourparler-agreement",
    SECOND_OPINION,
    "pourparler-engine",
    "pourparler-analysis",
    "pourparler-report",
    "pourparler",
];

fn packages() -> Vec<Value> {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--no-deps",
            "--format-version",
            "1",
            "--offline",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

#[test]
fn no_layer_uses_one_above_it() {
    let packages = packages();
    for (height, layer) in LAYERS.iter().enumerate() {
        let package = packages.iter().find(|package| package["name"] == *layer);
        let package = package.unwrap_or_else(|| panic!("no package {layer}"));
        for dependency in package["dependencies"].as_array().unwrap() {
            let name = dependency["name"].as_str().unwrap();
            if let Some(other) = LAYERS.iter().position(|layer| *layer == name) {
                assert!(other < height, "{layer} uses {name}");
            }
        }
    }
}

#[test]
fn each_layer_uses_the_one_below() {
    let packages = packages();
    let chain: Vec<&str> = LAYERS
        .into_iter()
        .filter(|layer| *layer != SECOND_OPINION)
        .collect();
    for pair in chain.windows(2) {
        let package = packages
            .iter()
            .find(|package| package["name"] == pair[1])
            .unwrap();
        let dependencies = package["dependencies"].as_array().unwrap();
        assert!(
            dependencies
                .iter()
                .any(|dependency| dependency["name"] == pair[0]),
            "{} does not use {}",
            pair[1],
            pair[0]
        );
    }
}

#[test]
fn the_second_opinions_and_the_engine_do_not_know_each_other() {
    for package in packages() {
        let name = package["name"].as_str().unwrap();
        let others: &[&str] = match name {
            SECOND_OPINION => &["pourparler-engine", "pourparler-analysis"],
            "pourparler-engine" | "pourparler-analysis" => &[SECOND_OPINION],
            _ => continue,
        };
        for dependency in package["dependencies"].as_array().unwrap() {
            let used = dependency["name"].as_str().unwrap();
            assert!(!others.contains(&used), "{name} uses {used}");
        }
    }
}

#[test]
fn the_scenario_knows_nothing_of_its_users() {
    let packages = packages();
    let scenario = packages
        .iter()
        .find(|package| package["name"] == LAYERS[0])
        .unwrap();
    for dependency in scenario["dependencies"].as_array().unwrap() {
        let name = dependency["name"].as_str().unwrap();
        assert!(!name.starts_with("pourparler"), "{name}");
    }
}
