//! Named outcomes: what counts as a settlement, what as a truce.

use pourparler_scenario::{Diagnostic, Law, Package, Quantity, Span, Table};

use super::build::Build;
use super::{codes, find};

/// Multiplier of hazards after the outcome that stands in where the file names none.
const AFTER: f64 = 0.2;

/// Whether an outcome ends the bargaining.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutcomeKind {
    /// A settlement: front and offers stop.
    Final,
    /// A truce or partial deal: bargaining goes on.
    Interim,
}

/// An outcome as read, its packages still one mask of options per issue.
#[derive(Debug)]
pub(super) struct Draft {
    pub id: String,
    pub name: String,
    pub kind: OutcomeKind,
    /// A union; each a mask of allowed options per issue.
    pub masks: Vec<Vec<u64>>,
    pub lasts: Option<usize>,
    pub tempers: Option<usize>,
    pub after: Option<usize>,
}

impl Build<'_> {
    /// Reads the outcomes; without any, everything but today's line is a final one.
    pub fn outcomes(&mut self) -> Vec<Draft> {
        let mut drafts = Vec::new();
        for (id, table) in self.root.tables("outcomes") {
            drafts.extend(self.outcome(id, table));
        }
        let first = self.root.tables("outcomes").next();
        match first {
            None => drafts.push(self.agreement()),
            Some((_, table)) => {
                let named = self.root.tables("outcomes");
                if named
                    .into_iter()
                    .all(|(_, table)| table.text("kind") != Some("final"))
                {
                    let message = "no outcome is final, so nothing could count as a settlement";
                    self.said.push(
                        Diagnostic::error(codes::NO_FINAL, Self::span(table, "kind"), message)
                            .help("add an outcome with `kind = \"final\"`"),
                    );
                }
            }
        }
        drafts
    }

    fn outcome(&mut self, id: &str, table: &Table) -> Option<Draft> {
        let span = Self::span(table, "when");
        let kind = match table.text("kind") {
            Some("interim") => OutcomeKind::Interim,
            _ => OutcomeKind::Final,
        };
        let mask = self.masks(table.package("when")?, span, id)?;
        if !self.clash().stands(&mask) {
            let message = format!("no agreement can be `{id}`");
            self.said.push(
                Diagnostic::error(codes::NO_PACKAGE, span, message)
                    .label("every choice of these options breaks an exclusion")
                    .help("take an exclusion out, or accept more options"),
            );
        }
        let today = self.structure.issues.iter().zip(&mask);
        if kind == OutcomeKind::Final
            && today.clone().all(|(i, mask)| mask >> i.status_quo & 1 == 1)
        {
            let message = format!("`{id}` is final, and today's line already counts as it");
            self.said.push(
                Diagnostic::warning(codes::HOLDS_TODAY, span, message)
                    .help("name an option that does not hold today"),
            );
        }
        let (mine, other) = match kind {
            OutcomeKind::Final => ("final", ["lasts", "tempers"].as_slice()),
            OutcomeKind::Interim => ("interim", ["after"].as_slice()),
        };
        for key in other.iter().filter(|key| table.has(key)) {
            let message = format!("`{key}` means nothing for an outcome that is {mine}");
            let found = Diagnostic::warning(codes::OTHER_KIND, Self::span(table, key), message);
            self.said.push(found.help("take it out, or change `kind`"));
        }
        let interim = kind == OutcomeKind::Interim;
        let mut need = |key: &str, wanted: bool| {
            table
                .quantity(key)
                .filter(|_| wanted)
                .map(|q| self.needs.index(q))
        };
        Some(Draft {
            id: id.to_owned(),
            name: table.text("name").unwrap_or(id).to_owned(),
            kind,
            masks: vec![mask],
            lasts: need("lasts", interim),
            tempers: need("tempers", interim),
            after: need("after", !interim),
        })
    }

    /// The accepted options, one mask per issue.
    fn masks(&mut self, when: &Package, span: Span, id: &str) -> Option<Vec<u64>> {
        let mut masks = self.all();
        for (issue, options) in &when.issues {
            let mut mask = 0u64;
            for option in options {
                let at = find(&self.issues, issue, option)?;
                mask |= 1 << at.option;
            }
            let Some(at) = self.issues.iter().position(|i| i.id == *issue) else {
                continue;
            };
            if self.structure.issues[at].divisible && mask != masks[at] {
                let what = format!("the outcome `{id}`");
                self.listed(
                    crate::Choice {
                        issue: at,
                        option: 0,
                    },
                    span,
                    &what,
                );
            }
            masks[at] &= mask;
        }
        Some(masks)
    }

    /// Anything but today's line. Where an issue is divisible, packages as near to today's line as
    /// one likes count, so that line itself is let in.
    fn agreement(&mut self) -> Draft {
        let span = self.root.span;
        let all = self.all();
        let moved = |issue: usize| {
            let mut masks = all.clone();
            masks[issue] &= !(1 << self.structure.issues[issue].status_quo);
            masks
        };
        let masks = if self.structure.issues.iter().any(|issue| issue.divisible) {
            vec![all]
        } else {
            (0..all.len()).map(moved).collect()
        };
        let message = "no outcomes are named, so any agreement but today's line counts as final";
        self.said.push(
            Diagnostic::note(codes::NO_OUTCOMES, span, message)
                .help("add `[outcomes.ID]` with `kind` and `when` to say what counts"),
        );
        let after = Quantity {
            path: "outcomes.agreement.after".to_owned(),
            law: Law::Certain(AFTER),
            elicited: false,
            word: None,
            source: None,
            note: Some("no outcomes are named".to_owned()),
            asked: None,
            line: self.root.line,
            span,
            unit: "",
            moved: None,
        };
        Draft {
            id: "agreement".to_owned(),
            name: "agreement".to_owned(),
            kind: OutcomeKind::Final,
            masks,
            lasts: None,
            tempers: None,
            after: Some(self.needs.index(&after)),
        }
    }
}
