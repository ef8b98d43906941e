//! Which red lines answer each other: each party presses against the other's. Part of
//! [`crate::mechanisms::escalation`].
//!
//! Equations: [`crate::laws::spiral`]. Page: `docs/model/escalation.md`.
//!
//! Does not model: more than two lines that answer one another; where several lie between the
//! same parties, the first of each way are a pair.

use pourparler_scenario::{Diagnostic, Quantity, Table};

use crate::cells::{Cell, Values};
use crate::codes;
use crate::laws::spiral::{self, Answer};
use crate::math::ln;
use crate::mechanism::Build;

/// Scale of a Laplace belief in units of its sd.
const SCALE: f64 = std::f64::consts::FRAC_1_SQRT_2;

/// Strength of an answer, and today's pressure that it answers.
type Answering = [Cell; 2];

/// The line that presses back against another.
pub(super) struct Counter {
    /// Its place in the file.
    pub line: usize,
    answers: Answering,
    answered: Answering,
}

/// What a message does to the pressure along a line, in sd of today's belief.
pub(super) struct Told {
    /// sd of the belief after it.
    pub sd: f64,
    /// Change of the chosen pressure.
    pub change: f64,
}

impl Counter {
    /// What the answers multiply the belief part of the line's hazard by, and how far they move
    /// the pressure along it (sd of today's belief).
    pub fn wound(&self, values: &Values, own: &Told, other: &Told) -> (f64, f64) {
        let answer = |[strength, pressure]: Answering, told: &Told| Answer {
            gain: spiral::gain(values[strength], values[pressure]),
            scale: SCALE * told.sd,
            told: told.change,
        };
        let own = answer(self.answers, own);
        let [factor, _] = spiral::factors([own, answer(self.answered, other)]);
        (factor, own.scale * ln(factor))
    }
}

/// Strength of a line's answer, unless it is 0 for certain.
fn strength(table: &Table) -> Option<&Quantity> {
    let quantity = table.quantity("spiral");
    quantity.filter(|quantity| quantity.law.certain() != Some(0.0))
}

/// The line that presses back against each, where pressure answers pressure; a spiral that runs
/// away at its medians is an error.
pub(super) fn counters(build: &mut Build) -> Vec<Option<Counter>> {
    let root = build.root;
    let tables: Vec<&Table> = root.tables("redlines").map(|(_, table)| table).collect();
    let mut counters: Vec<Option<Counter>> = tables.iter().map(|_| None).collect();
    let returns = |a: &Table, b: &Table| {
        a.reference("by") == b.reference("against") && a.reference("against") == b.reference("by")
    };
    for (k, own) in tables.iter().enumerate() {
        let free = |&other: &usize| counters[other].is_none() && returns(own, tables[other]);
        let Some(j) = (k + 1..tables.len()).find(free) else {
            continue;
        };
        let other = tables[j];
        if counters[k].is_some() || (strength(own).is_none() && strength(other).is_none()) {
            continue;
        }
        let mut cell = |table: &Table, key: &str| match table.quantity(key) {
            Some(quantity) => build.cells.quantity(quantity),
            None => build.cells.constant(0.0),
        };
        let answers = [cell(own, "spiral"), cell(other, "pressure")];
        let answered = [cell(other, "spiral"), cell(own, "pressure")];
        counters[k] = Some(Counter {
            line: j,
            answers,
            answered,
        });
        counters[j] = Some(Counter {
            line: k,
            answers: answered,
            answered: answers,
        });
        check(build, own, other);
    }
    counters
}

/// Says where more comes back than was sent.
fn check(build: &mut Build, own: &Table, other: &Table) {
    let median = |table: &Table, key: &str| {
        let quantity = table.quantity(key);
        quantity.map_or(0.0, |quantity| quantity.law.median())
    };
    let answer = |own: &Table, other: &Table| Answer {
        gain: spiral::gain(median(own, "spiral"), median(other, "pressure")),
        scale: SCALE,
        told: 0.0,
    };
    let back = spiral::contraction([answer(own, other), answer(other, own)]);
    if back < 1.0 {
        return;
    }
    let span = own.field("spiral").map_or(own.span, |field| field.span);
    let message = format!(
        "pressure that answers pressure runs away: {back:.2} of it comes back, and only less than \
         1 settles"
    );
    build.diagnostics.push(
        Diagnostic::error(codes::SPIRAL, span, message)
            .help("lower `spiral` of either line, or raise `pressure` as of today"),
    );
}
