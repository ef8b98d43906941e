//! The space while it is put together: what has been read so far and what there is to say.

use pourparler_scenario::{Diagnostic, OptionRef, Severity, Span, Table};

use super::codes;
use super::need::{Needs, Term};
use super::recipe::Recipe;
use super::{Issue, Party, find};
use crate::domain::{Choice, Structure};

/// Work in progress.
#[derive(Debug)]
pub(super) struct Build<'a> {
    pub root: &'a Table,
    pub parties: Vec<Party>,
    /// The table of each party.
    pub party_tables: Vec<&'a Table>,
    pub issues: Vec<Issue>,
    /// The table of each issue.
    pub issue_tables: Vec<&'a Table>,
    pub structure: Structure,
    pub recipe: Recipe,
    pub needs: Needs,
    /// Whether a party says what it wants of an issue, \[party\]\[issue\].
    pub cares: Vec<Vec<bool>>,
    pub said: Vec<Diagnostic>,
}

impl<'a> Build<'a> {
    pub fn new(root: &'a Table) -> Self {
        let none = [Term::Settled(0.0); 2];
        Self {
            root,
            parties: Vec::new(),
            party_tables: Vec::new(),
            issues: Vec::new(),
            issue_tables: Vec::new(),
            structure: Structure::default(),
            recipe: Recipe {
                preferences: Vec::new(),
                red_lines: Vec::new(),
                vetoes: Vec::new(),
                consents: Vec::new(),
                guarantees: Vec::new(),
                breach: none,
                loss: none,
            },
            needs: Needs::default(),
            cares: Vec::new(),
            said: Vec::new(),
        }
    }

    /// Whether anything said so far is an error.
    pub fn failed(&self) -> bool {
        self.said.iter().any(|d| d.severity == Severity::Error)
    }

    /// The option, as the reader has checked that there is one.
    pub fn choice(&self, named: &OptionRef) -> Option<Choice> {
        find(&self.issues, &named.issue, &named.option)
    }

    /// Index of the party of this id, likewise.
    pub fn party(&self, id: &str) -> Option<usize> {
        self.parties.iter().position(|party| party.id == id)
    }

    /// How an option is shown in a message.
    pub fn label(&self, at: Choice) -> String {
        let issue = &self.issues[at.issue];
        format!("{}.{}", issue.id, issue.options[at.option])
    }

    /// Whether the issue of `at` is a list of options; if not, an error that `what` cannot turn
    /// on a mix of two ends.
    pub fn listed(&mut self, at: Choice, span: Span, what: &str) -> bool {
        if !self.structure.issues[at.issue].divisible {
            return true;
        }
        self.said.push(
            Diagnostic::error(
                codes::DIVISIBLE,
                span,
                format!(
                    "{what} turns on `{}`, which is divisible",
                    self.issues[at.issue].id
                ),
            )
            .label("any mix of its two ends can be signed")
            .help("write steps as `options` and leave `divisible` out"),
        );
        false
    }

    /// Place of a key's value; of the table's header where the key is not there.
    pub fn span(table: &Table, key: &str) -> Span {
        table.field(key).map_or(table.span, |field| field.span)
    }
}
