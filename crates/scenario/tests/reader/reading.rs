//! What is read back equals what was written.

use crate::grammar::{WHOLE, reading, sound, vocabulary};
use pourparler_scenario::{Law, OptionRef, Severity, Table, Value};

fn party<'a>(root: &'a Table, id: &str) -> &'a Table {
    root.table("parties", id).expect("party")
}

#[test]
fn the_base_vocabulary_has_no_faults() {
    let faults = pourparler_scenario::Vocabulary::base().faults();
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn faults_of_a_vocabulary_are_found() {
    let faults = vocabulary().faults();
    let examples = faults
        .iter()
        .filter(|fault| fault.contains("example"))
        .count();
    assert!(
        examples > 5,
        "the examples of the test grammar are no values: {faults:#?}"
    );
    assert!(
        !faults.iter().any(|fault| fault.contains("default")),
        "{faults:#?}"
    );
}

#[test]
fn the_whole_file_reads_without_a_word() {
    let reading = reading(WHOLE);
    let serious = reading
        .diagnostics
        .iter()
        .filter(|d| d.severity != Severity::Note)
        .count();
    assert_eq!(serious, 0, "{:#?}", reading.diagnostics);
}

#[test]
fn plain_values() {
    let scenario = sound(WHOLE);
    let root = &scenario.root;
    assert_eq!(root.text("title"), Some("Two sides and an envoy"));
    assert_eq!(root.days("horizon"), Some(182.0));
    assert_eq!(
        root.date("as_of").map(|d| d.to_string()).as_deref(),
        Some("2025-12-01")
    );
    let parties: Vec<&str> = root.tables("parties").map(|(id, _)| id).collect();
    assert_eq!(parties, ["norland", "sudland", "usa"]);
    let contact = root.child("contact").expect("contact");
    assert_eq!(contact.reference("by"), Some("usa"));
    assert_eq!(contact.dates("earlier").len(), 2);
    assert_eq!(contact.numbers("rungs"), [1.0, 2.5]);
    assert!(!contact.has("proposer"));
    let (_, visits) = root.tables("rates").next().expect("rates");
    let (_, claims) = visits.entries().next().expect("column");
    assert_eq!(claims.integer("k"), Some(3));
    assert_eq!(claims.path, "rates.visits.claims");
    assert_eq!(claims.id, ["visits", "claims"]);
    assert_eq!(scenario.sha256.len(), 64);
}

#[test]
fn quantities_carry_where_they_came_from() {
    let scenario = sound(WHOLE);
    let floor = party(&scenario.root, "norland")
        .quantity("floor")
        .expect("floor");
    assert_eq!(floor.path, "parties.norland.floor");
    assert_eq!(floor.source.as_deref(), Some("yearbook"));
    assert_eq!(floor.note.as_deref(), Some("two speeches"));
    assert_eq!(floor.asked.as_deref(), Some("desk, 2025-11-20"));
    assert!(floor.elicited);
    assert_eq!(floor.line, 12);
    let (q05, q95) = floor.law.range();
    assert!((q05 - 0.4).abs() < 1e-9 && (q95 - 0.6).abs() < 1e-9);

    let theirs = party(&scenario.root, "sudland")
        .quantity("floor")
        .expect("floor");
    assert_eq!(
        theirs.source.as_deref(),
        Some("judgement"),
        "from the table"
    );

    let prior = party(&scenario.root, "usa")
        .quantity("floor")
        .expect("prior");
    assert!(!prior.elicited);
    assert_eq!(prior.source, None);
    assert_eq!(prior.note.as_deref(), Some("wide"));
    assert!(!party(&scenario.root, "usa").has("floor"));
}

#[test]
fn units_are_converted() {
    let scenario = sound(WHOLE);
    let attacks = party(&scenario.root, "norland")
        .quantity("attacks")
        .expect("rate");
    let rate = attacks.law.certain().expect("certain");
    assert!((rate - 2.0 / 12.0).abs() < 1e-12, "{rate}");
    let fight = party(&scenario.root, "sudland")
        .quantity("would_fight")
        .expect("months");
    let (q05, q95) = fight.law.range();
    assert!(
        (q05 - 24.0).abs() < 1e-9 && (q95 - 72.0).abs() < 1e-9,
        "{q05} {q95}"
    );
    let peace = scenario.root.table("outcomes", "peace").expect("outcome");
    let (q05, q95) = peace.quantity("lasts").expect("days").law.range();
    assert!(
        (q05 - 2.0).abs() < 1e-9 && (q95 - 365.25).abs() < 1e-9,
        "{q05} {q95}"
    );
}

#[test]
fn options_packages_and_maps() {
    let scenario = sound(WHOLE);
    let land = OptionRef {
        issue: "land".into(),
        option: "line".into(),
    };
    let position = party(&scenario.root, "sudland")
        .table("issues", "land")
        .expect("position");
    assert_eq!(
        position.option("wants").map(|o| o.option.as_str()),
        Some("back")
    );
    let (option, firmness) = &position.option_map("red_lines")[1];
    assert_eq!(*option, land);
    let firmness = firmness.quantity().expect("quantity");
    assert_eq!(firmness.word.as_deref(), Some("said"));
    assert_eq!(firmness.path, "parties.sudland.issues.land.red_lines.line");
    assert_eq!(firmness.source.as_deref(), Some("yearbook"));
    let law = position.option_map("red_lines")[0]
        .1
        .quantity()
        .expect("law");
    assert_eq!(
        law.law,
        Law::Uniform {
            low: 0.5,
            high: 0.9
        }
    );
    let (_, unless) = &position.option_map("unless")[0];
    assert_eq!(unless.options()[0].option, "troops");
    let peace = scenario.root.table("outcomes", "peace").expect("outcome");
    let package = peace.package("when").expect("package");
    assert_eq!(
        package.issues[0],
        ("land".into(), vec!["back".into(), "line".into()])
    );
    let (_, exclusion) = scenario
        .root
        .tables("exclusions")
        .next()
        .expect("exclusion");
    assert_eq!(exclusion.options("between").len(), 2);
    let contact = scenario.root.child("contact").expect("contact");
    let (id, Value::Quantity(publicity)) = &contact.ref_map("publicity")[0] else {
        panic!("publicity");
    };
    assert_eq!(id, "norland");
    assert_eq!(publicity.path, "contact.publicity.norland");
}

#[test]
fn choices_keep_all_labels_in_order() {
    let scenario = sound(WHOLE);
    let contact = scenario.root.child("contact").expect("contact");
    let mandate = contact.choice("mandate").expect("mandate");
    assert_eq!(mandate.labels, ["none", "explore", "propose"]);
    assert_eq!(mandate.weights, [0.0, 0.35, 0.65]);
    assert_eq!(
        [mandate.pick(0.0), mandate.pick(0.34), mandate.pick(0.36)],
        [1, 1, 2]
    );
    let proposer = contact.choice("proposer").expect("proposer");
    assert_eq!(proposer.certain(), Some("third_party"));
    assert_eq!(proposer.labels.len(), 4);
}

#[test]
fn sections_left_out_exist_where_nothing_in_them_is_needed() {
    let scenario = sound("title = \"x\"\nas_of = 2025-12-01\n");
    let war = scenario.root.child("war").expect("war");
    assert!(!war.quantity("front").expect("prior").elicited);
    let run = scenario.root.child("run").expect("run");
    assert_eq!(run.integer("points"), Some(128));
    assert_eq!(run.days("step"), Some(7.0));
    assert!(scenario.root.child("contact").is_none());
}

#[test]
fn quantities_are_found_by_path_alias_and_input() {
    let scenario = sound(WHOLE);
    for (name, path) in [
        ("parties.usa.consent", "parties.usa.consent"),
        ("consent.usa", "parties.usa.consent"),
        ("observability", "inputs.observability.value"),
    ] {
        assert_eq!(scenario.quantity(name).map(|q| q.path.as_str()), Some(path));
    }
    assert!(scenario.quantity("consent.nobody").is_none());
    assert_eq!(
        scenario.correlations[0].between,
        ["parties.norland.floor", "parties.sudland.floor"]
    );
}

#[test]
fn variants_lay_over_and_remember_what_they_touch() {
    let scenario = sound(WHOLE);
    let variant = &scenario.variants[0];
    assert_eq!(
        (variant.id.as_str(), variant.name.as_str()),
        ("mandate", "With a mandate")
    );
    assert_eq!(
        variant.touches,
        [
            "contact.topics.resolve",
            "contact.mandate",
            "parties.sudland.floor",
            "parties.sudland.issues.land.red_lines.line",
        ]
    );
    let root = &variant.scenario_root;
    let contact = root.child("contact").expect("contact");
    assert_eq!(
        contact.choice("mandate").expect("mandate").certain(),
        Some("propose")
    );
    assert_eq!(contact.reference("by"), Some("usa"), "kept from the base");
    assert_eq!(contact.tables("topics").count(), 0, "removed");
    let position = party(root, "sudland")
        .table("issues", "land")
        .expect("position");
    let map = position.option_map("red_lines");
    assert_eq!(map.len(), 2, "maps merge");
    assert_eq!(map[1].1.quantity().expect("line").law, Law::Certain(0.2));
    let floor = party(root, "sudland").quantity("floor").expect("floor");
    assert!(
        matches!(floor.law, Law::Normal { .. }),
        "quantities replace"
    );
    assert!(
        scenario
            .root
            .child("contact")
            .expect("contact")
            .tables("topics")
            .count()
            == 1
    );
}

#[test]
fn hostile_text_is_kept_as_text() {
    let name = format!("{}\\u202E\\u0000{}", "\u{05d0}\u{200f}", "x".repeat(10_000));
    let text = format!("title = \"{name}\"\nas_of = 2025-12-01\n");
    let scenario = sound(&text);
    let title = scenario.root.text("title").expect("title");
    assert_eq!(title.chars().count(), 10_004);
    assert!(title.contains('\u{202e}') && title.contains('\0'));
}
