//! Two files: shares that add up, changes that go together, files that cannot be compared.

use std::sync::atomic::AtomicBool;

use pourparler_analysis::diff::{Diff, Orders, Refused, diff};
use pourparler_analysis::{assess, vocabulary};
use pourparler_engine::{Effort, Watch};
use pourparler_scenario::Scenario;

const SMALL: Effort = Effort {
    seed: 1,
    scrambles: 4,
    points: 16,
    paths: 4,
    halvings: 0,
};

/// Two sides without a front and one issue.
const BASE: &str = "title = \"t\"
as_of = 2025-12-01
horizon = \"180 days\"
[parties.north]
side = \"a\"
no_agreement = \"0.3 .. 0.6\"
consent = \"70% .. 95%\"
breach = 0.1
[parties.south]
side = \"b\"
no_agreement = \"0.2 .. 0.5\"
consent = \"60% .. 90%\"
breach = 0.2
[issues.border]
options = [\"as_it_stands\", \"shared\", \"moved\"]
status_quo = \"as_it_stands\"
[parties.north.issues.border]
weight = 1
values = { as_it_stands = 0.2, shared = 0.6, moved = 1 }
[parties.south.issues.border]
weight = 1
values = { as_it_stands = 0.9, shared = 0.7, moved = 0 }
[process]
rate = 0.4
[contact]
by = \"north\"
to = [\"south\"]
date = 2025-12-02
mandate = \"propose\"
";

fn read(text: &str) -> Scenario {
    let reading = pourparler_scenario::read("s.toml", text, &vocabulary());
    let found = reading.diagnostics;
    reading.scenario.unwrap_or_else(|| panic!("{found:?}"))
}

fn compared(a: &str, b: &str) -> Result<Diff, Refused> {
    let watch = Watch {
        progress: &|_, _| {},
        stop: &AtomicBool::new(false),
    };
    diff(
        [&read(a), &read(b)],
        &vocabulary(),
        "settlement",
        SMALL,
        &watch,
    )
}

/// The text with some lines written otherwise.
fn edited(edits: &[(&str, &str)]) -> String {
    edits.iter().fold(BASE.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "{old}");
        text.replacen(old, new, 1)
    })
}

fn adds_up(found: &Diff) {
    for (k, (total, _)) in found.total.iter().enumerate() {
        let sum: f64 = found
            .changes
            .iter()
            .map(|changed| changed.shares[k].0)
            .sum();
        assert!((sum - total).abs() < 1e-9, "{k}: {sum} {total}");
    }
}

#[test]
fn shares_add_up_and_lines_are_those_of_the_files() {
    let b = edited(&[
        ("rate = 0.4", "rate = 1.2"),
        ("mandate = \"propose\"", "# less\nmandate = \"convey\""),
    ]);
    let found = compared(BASE, &b).unwrap();
    adds_up(&found);
    assert_eq!(found.orders, Orders::All(4));
    let of = |path: &str| {
        let mut changes = found.changes.iter();
        changes
            .find(|changed| changed.differences[0].path == path)
            .unwrap()
    };
    let rate = of("process.rate");
    assert_eq!(rate.differences[0].lines, [Some(24), Some(24)]);
    assert_eq!(
        rate.differences[0].written,
        [Some("0.4".into()), Some("1.2".into())]
    );
    assert_eq!(
        of("contact.mandate").differences[0].lines,
        [Some(29), Some(30)]
    );
    // More texts without the contact; the mandate is nothing without it.
    assert!(rate.shares[1].0 > 0.0);
    assert!(of("contact.mandate").shares[1].0.abs() < 1e-12);
    assert!(found.changes[0].shares[0].0.abs() >= found.changes[1].shares[0].0.abs());
    // Nothing correlates and both files have the same dimensions: levels are those of `assess`.
    let watch = Watch {
        progress: &|_, _| {},
        stop: &AtomicBool::new(false),
    };
    for (side, text) in [BASE, &b].iter().enumerate() {
        let assessed = assess(read(text), SMALL, &watch).unwrap();
        let level = assessed.level("with", "settlement").unwrap().level;
        assert!((found.levels[0][side].0 - level.mean).abs() < 1e-12);
    }
}

#[test]
fn provenance_and_order_are_no_difference() {
    let b = edited(&[
        (
            "rate = 0.4",
            "rate = { value = 0.4, source = \"judgement\", note = \"why\" }",
        ),
        ("title = \"t\"", "title = \"another\""),
        ("breach = 0.1\n", ""),
        ("side = \"a\"\n", "side = \"a\"\nbreach = 0.1\n"),
    ]);
    let found = compared(BASE, &b).unwrap();
    assert!(found.changes.is_empty(), "{:?}", found.changes);
    assert_eq!(found.total[0].0, 0.0);
}

#[test]
fn what_is_no_scenario_by_itself_is_taken_together() {
    let b = edited(&[
        ("[process]", "[parties.patron]\nname = \"P\"\n[process]"),
        ("to = [\"south\"]", "to = [\"south\", \"patron\"]"),
        ("rate = 0.4", "rate = 0.8"),
    ]);
    let found = compared(BASE, &b).unwrap();
    adds_up(&found);
    let mut sizes: Vec<usize> = found.changes.iter().map(|c| c.differences.len()).collect();
    sizes.sort_unstable();
    assert_eq!(sizes, [1, 2], "{:?}", found.changes);
}

#[test]
fn of_many_changes_orders_are_drawn_and_shares_still_add_up() {
    let b = edited(&[
        (
            "no_agreement = \"0.2 .. 0.5\"",
            "no_agreement = \"0.1 .. 0.4\"",
        ),
        (
            "no_agreement = \"0.3 .. 0.6\"",
            "no_agreement = \"0.2 .. 0.5\"",
        ),
        ("consent = \"70% .. 95%\"", "consent = \"50% .. 75%\""),
        ("breach = 0.1", "breach = 0.05"),
        ("consent = \"60% .. 90%\"", "consent = \"80% .. 95%\""),
        ("breach = 0.2", "breach = 0.1"),
        ("rate = 0.4", "rate = 0.9"),
    ]);
    let found = compared(BASE, &b).unwrap();
    assert_eq!(found.changes.len(), 7);
    assert!(
        matches!(found.orders, Orders::Drawn(28, _)),
        "{:?}",
        found.orders
    );
    adds_up(&found);
    let again = compared(BASE, &b).unwrap();
    assert_eq!(again.changes[0].shares, found.changes[0].shares);
}

#[test]
fn files_about_different_things_are_refused() {
    let other = edited(&[("180 days", "90 days")]);
    assert!(matches!(compared(BASE, &other), Err(Refused::Apart(..))));
    let other = edited(&[("2025-12-01", "2025-12-02")]);
    assert!(matches!(compared(BASE, &other), Err(Refused::Apart(..))));
    let watch = Watch {
        progress: &|_, _| {},
        stop: &AtomicBool::new(false),
    };
    let a = read(BASE);
    let found = diff([&a, &a], &vocabulary(), "setlement", SMALL, &watch);
    assert!(matches!(found, Err(Refused::Outcome(_, help)) if help.contains("settlement")));
}
