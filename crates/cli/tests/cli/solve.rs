//! `solve`: files of other programs, with answers known by hand, and clear words about broken ones.

use crate::folder::Folder;
use crate::{nulls_have_reasons, pourparler, pourparler_in};

/// Matching pennies beside a safe draw: one mixed equilibrium, each half and half.
const PENNIES: &str = "NFG 1 R \"Pennies\" { \"Odd\" \"Even\" } { 2 2 }\n\n1 -1 -1 1 -1 1 1 -1\n";
/// An offer that is accepted, or refused at a loss to both.
const OFFER: &str = "EFG 2 R \"Offer\" { \"Asks\" \"Answers\" }\n\
                     p \"\" 1 1 \"\" { \"ask\" \"leave\" } 0\n\
                     p \"\" 2 1 \"\" { \"accept\" \"refuse\" } 0\n\
                     t \"\" 1 \"deal\" { 2, 1 }\nt \"\" 2 \"none\" { -1, -1 }\n\
                     t \"\" 3 \"today\" { 0, 0 }\n";
/// A prisoner's dilemma: both would rather have peace, and each would rather attack.
const DILEMMA: &str = r#"{"options": [
  {"name": "North attacks", "permittedDirection": "both"},
  {"name": "South attacks", "permittedDirection": "both"}],
 "decisionMakers": [
  {"name": "North", "options": [0], "preferences": [[[1, "N"]], [[0, "Y"]]]},
  {"name": "South", "options": [1], "preferences": [[[0, "N"]], [[1, "Y"]]]}],
 "infeasibles": []}"#;
const ACTORS: &str = "Actor,Capability,Position,Salience\nN,1,0,1\nS,1,10,1\nW,3,4,0.5\n";
const DOMAIN: &str = r#"<negotiation_template><utility_space number_of_issues="1"><objective index="0" name="line">
<issue index="1" name="line" type="discrete"><item index="1" value="here"/><item index="2" value="middle"/>
<item index="3" value="there"/></issue></objective></utility_space></negotiation_template>"#;

fn profile(numbers: [u8; 3]) -> String {
    let [a, b, c] = numbers;
    format!(
        r#"<utility_space><objective index="0" name="line"><issue index="1" name="line" type="discrete">
<item index="1" value="here" evaluation="{a}"/><item index="2" value="middle" evaluation="{b}"/>
<item index="3" value="there" evaluation="{c}"/></issue><weight index="1" value="1"/></objective></utility_space>"#
    )
}

fn folder(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("pennies.nfg", PENNIES);
    folder.write("offer.efg", OFFER);
    folder.write("dilemma.gmcr", DILEMMA);
    folder.write("actors.csv", ACTORS);
    folder.write("domain.xml", DOMAIN);
    folder.write("a.xml", &profile([10, 8, 0]));
    folder.write("b.xml", &profile([0, 8, 10]));
    folder
}

fn solved(folder: &Folder, arguments: &[&str]) -> serde_json::Value {
    let all: Vec<&str> = ["solve", "--json"]
        .into_iter()
        .chain(arguments.iter().copied())
        .collect();
    let ran = pourparler_in(folder.path(), &all);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}");
    let document = ran.json();
    assert_eq!(document["schema"], "pourparler.solved/1");
    nulls_have_reasons(&document);
    document
}

#[test]
fn answers_are_those_by_hand() {
    let folder = folder("solve");
    let game = solved(&folder, &["game", "pennies.nfg"]);
    let strategic = &game["strategic"];
    assert_eq!(strategic["pure"]["profiles"], serde_json::json!([]));
    assert_eq!(
        strategic["extreme"]["equilibria"],
        serde_json::json!([{ "strategies": [["1/2", "1/2"], ["1/2", "1/2"]], "payoffs": ["0", "0"] }])
    );
    let tree = solved(&folder, &["game", "offer.efg"]);
    // Refusing at a loss is an equilibrium of the table, and no threat to be believed.
    assert_eq!(
        tree["strategic"]["pure"]["profiles"],
        serde_json::json!([[0, 0], [1, 1]])
    );
    let perfect = &tree["subgame_perfect"]["equilibria"];
    assert_eq!(
        perfect,
        &serde_json::json!([{ "actions": [0, 0], "payoffs": ["2", "1"] }])
    );
    let conflict = solved(&folder, &["conflict", "dilemma.gmcr", "--state", "1"]);
    let nash: Vec<&serde_json::Value> = conflict["equilibria"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|state| {
            state["concepts"]
                .as_array()
                .unwrap()
                .contains(&"Nash".into())
        })
        .map(|state| &state["number"])
        .collect();
    // Both attack; that peace holds takes foresight.
    assert_eq!(nash, [&serde_json::json!(4)]);
    let of = |maker: &str, concept: &str| {
        let all = conflict["verdicts"].as_array().unwrap();
        let one = all
            .iter()
            .find(|one| one["decision_maker"] == maker && one["concept"] == concept);
        one.unwrap()["stable"].clone()
    };
    assert_eq!(of("North", "Nash"), false);
    assert_eq!(of("North", "SEQ"), true);
    let talks = solved(&folder, &["stakeholders", "actors.csv", "--rounds", "1"]);
    let issue = &talks["issues"][0];
    // (0·1 + 10·1 + 4·1.5)/3.5, and half of the weight of 3.5 is reached at 4.
    assert!((issue["baseline"]["mean"].as_f64().unwrap() - 16.0 / 3.5).abs() < 1e-12);
    assert_eq!(issue["baseline"]["median"], 4.0);
    assert_eq!(issue["medians"].as_array().unwrap().len(), 2);
    let line = solved(&folder, &["negotiation", "domain.xml", "a.xml", "b.xml"]);
    assert_eq!(line["solutions"]["nash"]["package"]["line"], "middle");
    assert!((line["solutions"]["nash"]["a"].as_f64().unwrap() - 0.8).abs() < 1e-9);
    assert_eq!(line["sides"], serde_json::json!(["a.xml", "b.xml"]));
    assert_eq!(line["outcomes"], 3);
}

#[test]
fn text_and_broken_files() {
    let folder = folder("solve-text");
    folder.write("cut.efg", &OFFER[..90]);
    folder.write(
        "large.nfg",
        "NFG 1 R \"\" { \"A\" \"B\" } { 1000 1000 }\n1 1",
    );
    folder.write("cut.gmcr", &DILEMMA[..120]);
    folder.write("wide.csv", &ACTORS.replace("0.5", "50"));
    folder.write("entity.xml", "<!DOCTYPE a [<!ENTITY b \"b\">]><a>&b;</a>");
    folder.write("cut.xml", &DOMAIN[..200]);
    let mut shown = String::new();
    for arguments in [
        vec!["game", "pennies.nfg"],
        vec!["game", "offer.efg"],
        vec!["game", "cut.efg"],
        vec!["game", "large.nfg"],
        vec!["game", "actors.csv"],
        vec!["conflict", "dilemma.gmcr", "--state", "1"],
        vec!["conflict", "dilemma.gmcr", "--state", "9"],
        vec!["conflict", "cut.gmcr"],
        vec!["stakeholders", "actors.csv", "--rounds", "2"],
        vec!["stakeholders", "wide.csv"],
        vec!["negotiation", "domain.xml", "a.xml", "b.xml"],
        vec!["negotiation", "entity.xml", "a.xml", "b.xml"],
        vec!["negotiation", "cut.xml", "a.xml", "b.xml"],
        vec!["negotiation", "dilemma.gmcr", "dilemma.gmcr"],
    ] {
        let all: Vec<&str> = ["solve", "--ascii"]
            .into_iter()
            .chain(arguments.iter().copied())
            .collect();
        let ran = pourparler_in(folder.path(), &all);
        assert_eq!(ran.code == 0, !ran.out.is_empty(), "{arguments:?}");
        shown += &format!(
            "$ {} -> {}\n{}{}\n",
            arguments.join(" "),
            ran.code,
            ran.out,
            ran.err
        );
    }
    insta::assert_snapshot!("solve", shown);
}

/// The published table of the emission standards, where it is at hand.
#[test]
fn the_published_rounds_are_played_again() {
    let file = "../../../shared/opinions/bdm-scholz/emission_standards_1994.csv";
    if !std::path::Path::new(file).exists() {
        println!("skipped: {file} is not there");
        return;
    }
    let ran = pourparler(&[
        "solve",
        "stakeholders",
        file,
        "--rounds",
        "8",
        "--rules",
        "scholz-2011-code",
    ]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let medians: Vec<&str> = ran
        .out
        .lines()
        .filter_map(|line| match *line.split_whitespace().collect::<Vec<_>>() {
            [round, median, _] if round.parse::<u8>().is_ok_and(|round| round > 0) => Some(median),
            _ => None,
        })
        .collect();
    let published = [
        "8.416", "9.611", "9.962", "9.962", "9.962", "7.472", "8.825", "9.671",
    ];
    assert_eq!(medians, published);
}
