//! A conflict without a front line: a crisis, a stand-off, hostages.
//!
//! Each side's value of no agreement is given and stays what it is; it stands where the value of
//! fighting on stands elsewhere. Until a dated event a side has that value, so that waiting is
//! worth C = e^(−rτ)·E max(V, x⁺) + (1 − e^(−rτ))·V. Vulnerability and dominance are inputs.
//!
//! Source: model, "Inputs" and §3.3. Page: `docs/model/no_front.md`.
//!
//! Does not model: a stand-off that wears on either side, or one that turns into a war.

use pourparler_scenario::{Diagnostic, Kind, Section, Span, Table};

use crate::block::Block;
use crate::cells::Cell;
use crate::codes;
use crate::mechanism::{Build, Mechanism, Process};
use crate::mechanisms::keys::{SHARE, absent, prior};
use crate::mechanisms::{information, war};

const SECTIONS: &[Section] = &[
    Section {
        path: "parties.*",
        title: "A side in a conflict without a front",
        doc: "What a side has as long as nothing is agreed, where there is no front whose course \
              decides it. Given for both sides it takes the place of [war].",
        keys: &[
            absent(
                "no_agreement",
                SHARE,
                "Utility of having no agreement: of the crisis as it goes on, all it costs \
                 included. What a side must get to sign is at least that.",
                "\"0.2 .. 0.5\"",
            ),
            prior(
                "vulnerability",
                SHARE,
                "probability",
                "\"0.3 .. 0.9\"",
                "from at ease to cornered",
                "How sure the side is that going on costs it more than it gains; from 0.6 it is \
                 hurting.",
                "\"0.5 .. 0.8\"",
            ),
            prior(
                "dominance",
                SHARE,
                "probability",
                "\"0.2 .. 0.8\"",
                "neither side is assumed to think that it prevails",
                "Probability the side itself gives to getting its way without an agreement.",
                "0.4",
            ),
        ],
    },
    Section {
        path: "process",
        title: "Patience",
        doc: "What waiting costs where there is no front.",
        keys: &[prior(
            "discount",
            Kind::Quantity {
                min: 0.0001,
                max: 1.0,
            },
            "per month",
            "\"0.005 .. 0.03\"",
            "6% to 30% a year",
            "How much less an agreement a month later is worth today, in a conflict without a \
             front; elsewhere `war.discount`.",
            "0.01",
        )],
    },
];

/// Keys of a side that speak of a front.
const OF_A_FRONT: [&str; 4] = ["optimism", "drift_sd", "collapse", "would_fight"];

/// The mechanism of a conflict without a front.
pub struct NoFront;

/// Whether the conflict has no front: a side's value of no agreement is given.
pub fn given(root: &Table) -> bool {
    sides(root).any(|(_, table)| table.has("no_agreement"))
}

/// The bargaining sides as written.
fn sides(root: &Table) -> impl Iterator<Item = (&str, &Table)> {
    root.tables("parties")
        .filter(|(_, table)| table.text("side").is_some())
}

/// Vulnerability and dominance of each side, `[side]`, where they are given.
pub fn felt(build: &mut Build) -> Option<[[Cell; 2]; 2]> {
    given(build.root).then(|| {
        let sides = build.space.sides;
        sides.map(|party| {
            ["vulnerability", "dominance"].map(|key| side_cell(build, party, key, 0.5))
        })
    })
}

fn side_cell(build: &mut Build, party: usize, key: &str, otherwise: f64) -> Cell {
    let table = build.root.table("parties", &build.space.parties[party].id);
    match table.and_then(|table| table.quantity(key)) {
        Some(quantity) => build.cells.quantity(quantity),
        None => build.cells.constant(otherwise),
    }
}

/// Nothing happens here.
pub(super) struct Nothing;

impl Process for Nothing {}

struct Compiled {
    value: [Cell; 2],
    discount: Cell,
}

impl Mechanism for NoFront {
    fn name(&self) -> &'static str {
        "no_front"
    }

    fn sections(&self) -> &'static [Section] {
        SECTIONS
    }

    fn build(&self, build: &mut Build) -> Box<dyn Process> {
        if !given(build.root) {
            return Box::new(Nothing);
        }
        contradictions(build);
        let value = build
            .space
            .sides
            .map(|party| side_cell(build, party, "no_agreement", 0.0));
        // Only a dated event is waited for.
        let waits = build.root.tables("events").next().is_some();
        let process = build.root.child("process").filter(|_| waits);
        let discount = match process.and_then(|table| table.quantity("discount")) {
            Some(quantity) => build.cells.quantity(quantity),
            None => build.cells.constant(0.01),
        };
        Box::new(Compiled { value, discount })
    }
}

/// What is written of a front although there is none, and the side whose value is missing.
fn contradictions(build: &mut Build) {
    let root = build.root;
    let mut wrong: Vec<(Span, String, &str)> = Vec::new();
    let front = "take it out; the value of no agreement stands for all of it";
    for (id, table) in sides(root) {
        if !table.has("no_agreement") {
            wrong.push((
                table.span,
                format!("`no_agreement` is given for the other side and not for `{id}`"),
                "give it for both sides, or for neither where there is a front",
            ));
        }
        for field in table.fields().iter().filter(|field| field.written) {
            if OF_A_FRONT.contains(&field.name) {
                let message = format!("`{}` speaks of a front, and there is none", field.name);
                wrong.push((field.span, message, front));
            }
        }
    }
    let written = |table: &Table| table.fields().iter().find(|f| f.written).map(|f| f.span);
    if let Some(span) = root.child("war").and_then(written) {
        wrong.push((
            span,
            "[war] describes a front, and there is none".into(),
            front,
        ));
    }
    if let Some(table) = root.child("politics") {
        let message = "[politics] moves the front, and there is none".to_owned();
        wrong.push((table.span, message, front));
    }
    for (_, table) in root.tables("topics") {
        if table.text("kind") == Some("prospects") {
            let span = table.field("kind").map_or(table.span, |field| field.span);
            let message = "military prospects are about a front, and there is none".to_owned();
            wrong.push((span, message, front));
        }
    }
    for (span, message, help) in wrong {
        build
            .diagnostics
            .push(Diagnostic::error(codes::FRONT, span, message).help(help));
    }
}

impl Process for Compiled {
    fn start(&self, block: &mut Block) {
        let classes = block.get::<information::Columns>().classes();
        let value = self.value.map(|cell| block.spread(cell));
        let discount = block.spread(self.discount);
        block.put(war::Columns::still(block, classes, value, discount));
    }
}
