//! From the text of a scenario to what could be signed.

mod diagnostics;
mod draws;
mod vocabulary;

use pourparler_agreement::space::{SECTIONS, Space};
use pourparler_scenario::key::{Default, Key, Kind, Section};
use pourparler_scenario::{Diagnostic, Reading, Vocabulary, read};

/// The consent of a party, which belongs to another part of the vocabulary.
const CONSENT: &[Section] = &[Section {
    path: "parties.*",
    title: "Parties",
    doc: "What a party agrees to.",
    keys: &[Key {
        name: "consent",
        kind: Kind::Quantity { min: 0.0, max: 1.0 },
        unit: "probability",
        default: Default::Value("1"),
        doc: "Probability that it consents.",
        example: "0.5",
    }],
}];

/// Two sides, a patron and a neighbour; land, guarantees and money.
const BASE: &str = r#"
title = "A river and two banks"
as_of = 2025-12-01

[parties.norland]
side = "a"
breach = 0.2
breach_loss = 0.3

[parties.sudland]
side = "b"
breach = 0.1
breach_loss = 0.4

[parties.patron]
consent = 0.6

[parties.neighbour]
veto = 0.25

[issues.land]
name = "Land"
options = ["south", "river", "north", "all"]
status_quo = "river"
by_force = true

[issues.cover]
options = ["none", "promise", "troops"]
status_quo = "none"
ordered = false

[issues.cover.guarantees.troops]
protects = "sudland"
guarantor = "patron"
breach = 0.5
loss = 0.25
reliability = 0.8

[issues.money]
options = ["kept", "shared", "paid"]
status_quo = "kept"
consent = ["patron", "neighbour"]

[parties.norland.issues.land]
weight = 6
wants = "all"
red_lines = { south = "law" }

[parties.norland.issues.money]
weight = 2
wants = "paid"

[parties.sudland.issues.land]
weight = 3
wants = "south"
values = { river = "0.5 .. 0.8" }
red_lines = { all = "cost", river = 0.4 }
unless = { river = ["cover.promise", "cover.troops"] }

[parties.sudland.issues.cover]
weight = 1
wants = "troops"

[parties.neighbour.issues.land]
wants = "river"

[[exclusions]]
between = ["land.all", "cover.troops"]
why = "no troops for what is given up"

[outcomes.peace]
name = "Peace"
kind = "final"
when = { money = ["shared", "paid"] }

[outcomes.truce]
kind = "interim"
when = { land = "river", money = "kept" }
"#;

fn reading(text: &str) -> Reading {
    read(
        "test.toml",
        text,
        &Vocabulary::base().with(SECTIONS).with(CONSENT),
    )
}

/// The space of a text the reader accepts.
fn build(text: &str) -> Result<Space, Vec<Diagnostic>> {
    let reading = reading(text);
    let errors = format!("{:#?}", reading.diagnostics);
    let scenario = reading
        .scenario
        .unwrap_or_else(|| panic!("not read: {errors}"));
    Space::build(&scenario.root)
}

fn space(text: &str) -> Space {
    build(text).unwrap_or_else(|said| panic!("not built: {said:#?}"))
}

/// The base with each `from` replaced by its `to`.
fn changed(changes: &[(&str, &str)]) -> String {
    changes.iter().fold(BASE.to_owned(), |text, (from, to)| {
        assert_eq!(
            text.matches(from).count(),
            1,
            "`{from}` stands once in the base"
        );
        text.replace(from, to)
    })
}
