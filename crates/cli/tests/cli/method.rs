//! `method`: each published method on a small file of its own format, and clear words about wrong ones.

use crate::folder::Folder;
use crate::{nulls_have_reasons, pourparler_in};

const STAKEHOLDERS: &str = "Actor,Capability,Position,Salience\nNorland,1,0,0.9\nSudland,0.8,10,0.6\n\
                            Patron,2,4,0.3\n";
const KTAB: &str = "Border and gas,two issues,3,2\nActor,Description,Power,Border,Sal,Gas,Sal\n\
                    Norland,,50,0,60,10,40\nSudland,,40,100,50,90,30\nPatron,,70,30,20,50,60\n";
const CONFLICT: &str = r#"{
  "options": [
    {"name": "Withdraw", "permittedDirection": "both"},
    {"name": "Recognise", "permittedDirection": "fwd"},
    {"name": "Fortify", "permittedDirection": "both"}
  ],
  "decisionMakers": [
    {"name": "South", "options": [1], "preferences": [[[0, "Y"]], [[1, "N"]]]},
    {"name": "North", "options": [0, 2],
     "preferences": [[[1, "Y"]], {"compound": true, "members": [[[0, "N"]], [[2, "Y"], [1, "Y"]]]}]}
  ],
  "infeasibles": [[[0, "Y"], [2, "Y"]]]
}"#;
const CHICKEN: &str = r#"NFG 1 R "Chicken" { "Norland" "Sudland" }
{ { "Swerve" "Drive on" } { "Swerve" "Drive on" } }
""
6 6 7 2 2 7 0 0
"#;
const TREE: &str = r#"EFG 2 R "A demand" { "Norland" "Sudland" }
p "" 1 1 "" { "Demand" "Leave it" } 0
p "" 2 1 "" { "Give in" "Fight" } 0
t "" 1 "" { 1, -1 }
t "" 2 "" { -2, -2 }
t "" 3 "" { 0, 0 }
"#;
const DOMAIN: &str = r#"<negotiation_template>
<utility_space number_of_issues="2">
<objective index="0" name="truce" type="objective" etype="objective">
<issue index="1" name="line" type="discrete" etype="discrete">
<item index="1" value="today"/><item index="2" value="border"/></issue>
<issue index="2" name="monitors" type="discrete" etype="discrete">
<item index="1" value="none"/><item index="2" value="neutral"/></issue>
</objective></utility_space></negotiation_template>
"#;

fn profile(weights: [&str; 2], numbers: [[&str; 2]; 2]) -> String {
    let [[a, b], [c, d]] = numbers;
    format!(
        r#"<utility_space><objective index="0" name="truce" type="objective" etype="objective">
<issue index="1" name="line" type="discrete" etype="discrete">
<item index="1" value="today" evaluation="{a}"/><item index="2" value="border" evaluation="{b}"/></issue>
<issue index="2" name="monitors" type="discrete" etype="discrete">
<item index="1" value="none" evaluation="{c}"/><item index="2" value="neutral" evaluation="{d}"/></issue>
<weight index="1" value="{}"/><weight index="2" value="{}"/>
</objective></utility_space>
"#,
        weights[0], weights[1]
    )
}

fn folder(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("stakeholders.csv", STAKEHOLDERS);
    folder.write("ktab.csv", KTAB);
    folder.write("line.gmcr", CONFLICT);
    folder.write("chicken.nfg", CHICKEN);
    folder.write("demand.efg", TREE);
    folder.write("truce.xml", DOMAIN);
    folder.write(
        "north.xml",
        &profile(["0.7", "0.3"], [["1", "0"], ["1", "0.5"]]),
    );
    folder.write(
        "south.xml",
        &profile(["0.4", "0.6"], [["0", "1"], ["0", "1"]]),
    );
    folder
}

const ASKED: [(&str, &[&str]); 7] = [
    ("spatial", &["spatial", "stakeholders.csv", "--rounds", "3"]),
    ("ktab", &["spatial", "ktab.csv", "--rounds", "2"]),
    ("graph", &["graph-model", "line.gmcr", "--wanted", "4"]),
    ("table", &["game", "chicken.nfg"]),
    ("tree", &["game", "demand.efg"]),
    (
        "negotiation",
        &["negotiation", "truce.xml", "north.xml", "south.xml"],
    ),
    (
        "as-written",
        &[
            "negotiation",
            "truce.xml",
            "north.xml",
            "south.xml",
            "--numbers",
            "as-written",
        ],
    ),
];

#[test]
fn each_method_answers_on_its_own_format() {
    let folder = folder("method");
    for (name, arguments) in ASKED {
        let arguments = [&["method"], arguments].concat();
        let ran = pourparler_in(folder.path(), &arguments);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{name}");
        insta::assert_snapshot!(format!("method-{name}"), ran.out);
        let json = pourparler_in(folder.path(), &[&arguments[..], &["--json"]].concat());
        assert_eq!(json.code, 0, "{name}: {}", json.err);
        nulls_have_reasons(&json.json());
    }
}

#[test]
fn figures_are_those_of_the_library() {
    let folder = folder("method-figures");
    let json = |arguments: &[&str]| {
        let all = [&["method"], arguments, &["--json"]].concat();
        pourparler_in(folder.path(), &all).json()
    };
    let chicken = json(&["game", "chicken.nfg"]);
    assert_eq!(chicken["pure"]["equilibria"].as_array().unwrap().len(), 2);
    let mixed = chicken["extreme"]["equilibria"].as_array().unwrap();
    assert!(mixed.iter().any(|one| one["payoffs"][0] == "14/3"));
    let tree = json(&["game", "demand.efg"]);
    assert_eq!(
        tree["subgame_perfect"]["equilibria"][0]["payoffs"],
        serde_json::json!(["1", "-1"])
    );
    let spatial = json(&["spatial", "ktab.csv"]);
    assert_eq!(spatial["issues"].as_array().unwrap().len(), 2);
    assert!(spatial["jointly"].is_array());
}

#[test]
fn wrong_files_are_told_with_their_place() {
    let folder = folder("method-wrong");
    folder.write("cut.nfg", &CHICKEN[..CHICKEN.len() / 2]);
    folder.write(
        "words.csv",
        "Actor,Capability,Position,Salience\nNorland,much,0,0.9\n",
    );
    folder.write("cut.gmcr", &CONFLICT[..100]);
    let asked: [&[&str]; 7] = [
        &["game", "cut.nfg"],
        &["spatial", "words.csv"],
        &["graph-model", "cut.gmcr"],
        &["graph-model", "line.gmcr", "--today", "99"],
        &["negotiation", "truce.xml", "north.xml"],
        &["negotiation", "truce.xml", "north.xml", "chicken.nfg"],
        &["game", "missing.nfg"],
    ];
    let said: Vec<String> = asked
        .iter()
        .map(|arguments| {
            let ran = pourparler_in(folder.path(), &[&["method"], *arguments].concat());
            assert!(ran.code == 1 || ran.code == 2, "{arguments:?}");
            assert!(ran.out.is_empty());
            format!("$ method {}\n{}", arguments.join(" "), ran.err)
        })
        .collect();
    insta::assert_snapshot!("method-mistakes", said.join("\n"));
}
