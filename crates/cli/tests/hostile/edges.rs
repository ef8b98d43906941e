//! Scenarios at the edge of what the grammar allows: assessed and printed well, or refused with
//! the reason.

use pourparler_analysis::Assessment;

use crate::holds::{Answer, answered};

const SIDES: &str = "[parties.north]\nside = \"a\"\n[parties.south]\nside = \"b\"\n";

const CONTACT: &str = "[contact]\nby = \"south\"\nto = [\"north\"]\ndate = 2026-02-01\n";

/// Sides about which nothing is uncertain.
fn certain(floor: &str, breach: &str) -> String {
    let side = |id, side| {
        format!(
            "[parties.{id}]\nside = \"{side}\"\nbreach = {breach}\nbreach_loss = 0.3\noptimism = 0\n\
             drift_sd = 0.01\ncollapse = 0.005\nwould_fight = 24\nfloor = {floor}\n\
             floor_follows_war = 0\ntype_sd = 0\nbelieved_bias = 0\n"
        )
    };
    side("north", "a") + &side("south", "b")
}

/// The rest of a scenario in which nothing is uncertain; texts per month and the mandate.
fn certain_contact(rate: &str, volatility: &str, mandate: &str) -> String {
    format!(
        "[war]\nfront = 0\ndrift = 0\nvolatility = {volatility}\ndiscount = 0.01\n\
         [process]\nrate = {rate}\n[ladder]\nup = 0.2\ndown = 0.5\nhotline = 1\n\
         [audience]\nbelief = 0.1\nspin = 0\nhalf_life = 30\n\
         {CONTACT}confidentiality = 0.5\nfidelity = 0.8\nmandate = \"{mandate}\"\n"
    )
}

/// An issue with what the sides want of it.
fn issue(id: &str, options: &[&str], today: &str, north: &str, south: &str) -> String {
    format!(
        "[issues.{id}]\noptions = {options:?}\nstatus_quo = \"{today}\"\n\
         [parties.north.issues.{id}]\nweight = 1\nwants = \"{north}\"\n\
         [parties.south.issues.{id}]\nweight = 1\nwants = \"{south}\"\n"
    )
}

fn border() -> String {
    issue(
        "border",
        &["river", "line", "ridge"],
        "line",
        "ridge",
        "river",
    )
}

fn trade() -> String {
    issue("trade", &["closed", "open"], "closed", "open", "open")
}

fn scenario(title: &str, parts: &[&str]) -> String {
    format!(
        "title = \"{title}\"\nas_of = 2026-01-15\nhorizon = \"180 days\"\n{}",
        parts.concat()
    )
}

/// The text without colours.
fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut parts = text.split('\u{1b}');
    out.push_str(parts.next().unwrap_or(""));
    for part in parts {
        out.push_str(part.split_once('m').map_or("", |(_, rest)| rest));
    }
    out
}

/// Assesses it and checks the text: 80 columns, and no number that is none.
fn printed(scenario: &str) -> (Box<Assessment>, String) {
    match answered(scenario.as_bytes()) {
        Answer::Assessed {
            assessment,
            text,
            json,
        } => {
            assert_eq!(json["schema"], "pourparler.assessment/1");
            let text = plain(&text);
            for line in text.lines() {
                assert!(line.chars().count() <= 80, "{line}");
                let word = |c: char| !c.is_alphanumeric();
                for none in ["NaN", "nan", "inf", "null", "None"] {
                    assert!(line.split(word).all(|w| w != none), "{line}");
                }
            }
            (assessment, text)
        }
        Answer::Refused(found) => panic!("{found:#?}"),
    }
}

fn settlement(assessment: &Assessment, arm: &str) -> f64 {
    assessment
        .level(arm, "settlement")
        .expect("measured")
        .level
        .mean
}

#[test]
fn one_issue_and_no_claims() {
    let (_, text) = printed(&scenario("One issue", &[SIDES, &border(), CONTACT]));
    assert!(!text.contains("\nClaims\n"), "{text}");
    for absent in ["What is learned", "Next 30 days", "People"] {
        assert!(!text.contains(absent), "{text}");
    }
}

#[test]
fn ten_parties_with_vetoes() {
    let others: String = (0..8)
        .map(|k| format!("[parties.p{k}]\nveto = 0.3\n"))
        .collect();
    let wants: String = (0..8)
        .map(|k| format!("[parties.p{k}.issues.border]\nwants = \"line\"\n"))
        .collect();
    let text = scenario(
        "Ten parties",
        &[SIDES, &others, &border(), &trade(), &wants, CONTACT],
    );
    let (assessment, text) = printed(&text);
    assert_eq!(assessment.space.parties.len(), 10);
    assert!(text.contains("p7: Can block any agreement"), "{text}");
}

#[test]
fn thirty_issues() {
    // Nobody gives anything up: one package is best for both, whatever the weights.
    let shared: String = (0..30)
        .map(|k| issue(&format!("i{k:02}"), &["old", "new"], "old", "new", "new"))
        .collect();
    printed(&scenario(
        "Thirty shared issues",
        &[SIDES, &shared, CONTACT],
    ));

    // Opposed throughout, the frontier has as many points as there are packages.
    let opposed = (0..30).map(|k| {
        let weight = format!("weight = {}", 1.0 + f64::from(k * k) / 7.0);
        issue(&format!("i{k:02}"), &["old", "new"], "old", "new", "old").replacen(
            "weight = 1",
            &weight,
            1,
        )
    });
    let opposed: String = opposed.collect();
    match answered(scenario("Thirty opposed issues", &[SIDES, &opposed, CONTACT]).as_bytes()) {
        Answer::Refused(found) => {
            let too_large = |d: &pourparler_scenario::Diagnostic| {
                d.code == "PP0822" && d.line > 0 && d.help.is_some()
            };
            assert!(found.iter().any(too_large), "{found:#?}");
        }
        Answer::Assessed { .. } => panic!("2^30 packages on the frontier were assessed"),
    }
}

#[test]
fn nothing_is_uncertain() {
    let parts = [
        &certain("0.4", "0.2"),
        &border(),
        &trade(),
        &certain_contact("0.3", "0.05", "propose"),
    ];
    let text = scenario("Nothing uncertain", &parts.map(String::as_str));
    let (assessment, text) = printed(&text);
    assert_eq!(assessment.run.thetas.len(), 0);
    assert!(text.contains("Assumptions that matter most"), "{text}");
}

#[test]
fn an_open_zone() {
    let parts = [
        &certain("0.05", "0"),
        &border(),
        &trade(),
        &certain_contact("0.3", "0.05", "propose"),
    ];
    let text = scenario("Open zone", &parts.map(String::as_str));
    let (assessment, _) = printed(&text);
    let zone = assessment.level("without", "zone").expect("measured");
    assert!(zone.level.mean > 0.99, "{}", zone.level.mean);
    assert!(settlement(&assessment, "with") > settlement(&assessment, "without"));
}

#[test]
fn a_certain_settlement() {
    let parts = [
        &certain("0.05", "0"),
        &trade(),
        &certain_contact("30", "0", "commit"),
    ];
    let text = scenario("Certain settlement", &parts.map(String::as_str));
    let (assessment, text) = printed(&text);
    assert!(settlement(&assessment, "with") > 0.99);
    assert!(text.contains("almost certain"), "{text}");
    // Nothing stands in the way, so nothing is said to.
    assert!(!text.contains("what binds"), "{text}");
}

#[test]
fn exchanges_are_never_cut_short() {
    // One-sided, always open, one person at a time: as many as the rate times the months.
    let exchange = "[exchange.released]\none_sided = true\nopen_rate = 100\nopen_now = 1\n\
                    closes = 0\nopens = 1\nsize = 1\n\
                    [exchange.released.holders.north]\nof = \"south\"\nstock = 1e6\n";
    let text = scenario("Ten years", &[SIDES, &border(), CONTACT, exchange]);
    let (assessment, _) = printed(&text.replace("180 days", "3652.5 days"));
    let people = assessment
        .level("without", "people.released.south")
        .expect("measured");
    assert!(
        (people.level.mean / 12_000.0 - 1.0).abs() < 0.01,
        "{}",
        people.level.mean
    );
}

#[test]
fn nobody_wants_a_change() {
    let border = issue("border", &["river", "line"], "river", "river", "river");
    let (assessment, _) = printed(&scenario("No change", &[SIDES, &border, CONTACT]));
    assert!(settlement(&assessment, "with") <= 1.0);
}

#[test]
fn everything_is_believed() {
    // Known for certain is infinitely many bits; the figure is left out with its reason.
    let topics = "[topics.will]\nkind = \"resolve\"\nof = \"south\"\nlistener = \"north\"\n\
                  [contact.topics.will]\ncredibility = \"costly\"\ncaught = 1\nbelieved = 1\n\
                  deception = 0\n";
    let contact = format!("{CONTACT}fidelity = 1\n");
    printed(&scenario(
        "All believed",
        &[SIDES, &border(), &contact, topics],
    ));
}

#[test]
fn hostile_names() {
    const SIGNS: &str = r#"\u202eevil\u2066 <script>alert(1)</script> \u001b[31m =1+1 | * [a](b)"#;
    let long = "x".repeat(10_000);
    let texts = format!("summary = \"{SIGNS}{long}\"\nmarking = \"=cmd|x {long}\"\n");
    let named = format!(
        "[parties.north]\nside = \"a\"\nname = \"{SIGNS}\"\n[parties.south]\nside = \"b\"\nname = \"{long}\"\n\
         [issues.border]\nname = \"{SIGNS}{long}\"\noptions = [\"=1+1\", \"<script>\", \"{SIGNS}\", \"{long}\"]\n\
         status_quo = \"=1+1\"\n[parties.north.issues.border]\nwants = \"=1+1\"\n\
         [parties.south.issues.border]\nwants = \"{long}\"\n{CONTACT}name = \"{SIGNS}\"\n\
         [steps.call]\nname = \"{long}\"\n[redlines.river]\nby = \"north\"\nagainst = \"south\"\n\
         name = \"{SIGNS}\"\n[topics.will]\nname = \"{long}\"\nkind = \"resolve\"\nof = \"north\"\n\
         listener = \"south\"\n[contact.topics.will]\ncredibility = \"aligned\"\n\
         [exchange.prisoners]\nname = \"{long}\"\n[exchange.prisoners.holders.north]\nof = \"south\"\n\
         [variants.other]\nname = \"{SIGNS}{long}\"\ncontact.mandate = \"commit\"\n\
         [[claims]]\nid = \"{SIGNS}{long}\"\ntext = \"{long}{SIGNS}\"\nkind = \"prediction\"\n\
         supported_if = \"P(settlement) > 0%\"\nrefuted_if = \"P(settlement) <= 0\"\n\
         resolution = \"{long}\"\n"
    );
    let (_, text) = printed(&scenario(&format!("{SIGNS}{long}"), &[&texts, &named]));
    assert!(
        !text.contains('\u{202e}') && !text.contains('\u{2066}'),
        "{text}"
    );
    assert!(text.lines().count() < 400, "{} lines", text.lines().count());
}

#[test]
fn wide_signs_keep_their_names() {
    let named = "[parties.north]\nside = \"a\"\nname = \"北方 😀\"\n[parties.south]\nside = \"b\"\n\
                 name = \"Süden\"\n";
    let (_, text) = printed(&scenario("Wide 😀", &[named, &border(), CONTACT]));
    assert!(text.contains("北方 😀") && text.contains("Süden"), "{text}");
}

#[test]
fn ids_that_are_no_ids_are_refused() {
    for id in ["=1+1", "<script>", "\\u202e", "😀", "", &"x".repeat(10_000)] {
        let party = format!("[parties.\"{id}\"]\n");
        match answered(scenario("Ids", &[SIDES, &party, &border(), CONTACT]).as_bytes()) {
            Answer::Refused(found) => {
                assert!(
                    found.iter().any(|d| d.code == "PP0106"),
                    "{id:.20}: {found:#?}"
                );
            }
            Answer::Assessed { .. } => panic!("{id:.20} was taken for an id"),
        }
    }
}
