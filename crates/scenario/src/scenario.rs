//! A scenario as read: typed tables, claims, variants, and what they cite.

use jiff::civil::Date;

use crate::quantity::{Expression, Quantity};
use crate::source::Span;
use crate::table::Table;

/// A scenario without errors.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Name of the text, usually a path.
    pub name: String,
    /// The text as given.
    pub text: String,
    /// SHA-256 of the text, in hexadecimal.
    pub sha256: String,
    /// The whole file but the variants.
    pub root: Table,
    /// The claims, in file order.
    pub claims: Vec<Claim>,
    /// The variants, in file order.
    pub variants: Vec<Variant>,
    /// The rank correlations, in file order.
    pub correlations: Vec<Correlation>,
    /// The sources, in file order.
    pub sources: Vec<Citation>,
}

/// One claim: a sentence and the tests that would bear it out or not.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The author's id, `C01`.
    pub id: String,
    /// The sentence.
    pub text: String,
    /// A few words of the source.
    pub quote: Option<String>,
    /// Where in the source.
    pub place: Option<String>,
    /// `premise`, `mechanism`, `comparison`, `ranking`, `prediction` or `not testable`.
    pub kind: String,
    /// Test that bears it out.
    pub supported_if: Option<Expression>,
    /// Test that speaks against it.
    pub refuted_if: Option<Expression>,
    /// Test of an input, for a claim public evidence cannot test.
    pub check: Option<Expression>,
    /// Who judges, by when, what counts.
    pub resolution: Option<String>,
    /// Anything else.
    pub note: Option<String>,
    /// Place of its header.
    pub span: Span,
    /// Line of its header, from 1.
    pub line: usize,
}

/// A variant: the same scenario with some of its values replaced.
#[derive(Clone, Debug)]
pub struct Variant {
    /// The author's id.
    pub id: String,
    /// Name for reports; the id where none is given.
    pub name: String,
    /// The overlaid file, read by the same reader.
    pub scenario_root: Table,
    /// Its rank correlations.
    pub correlations: Vec<Correlation>,
    /// Key paths it changes or removes, in the order of its text.
    pub touches: Vec<String>,
    /// Place of its header.
    pub span: Span,
    /// Line of its header, from 1.
    pub line: usize,
}

/// Rank correlation of two uncertain quantities.
#[derive(Clone, Debug, PartialEq)]
pub struct Correlation {
    /// Their key paths.
    pub between: [String; 2],
    /// Spearman's rank correlation, in (−1, 1).
    pub rank: f64,
    /// Why.
    pub why: Option<String>,
    /// Place of its header.
    pub span: Span,
}

/// A source that numbers cite.
#[derive(Clone, Debug, PartialEq)]
pub struct Citation {
    /// Its id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Date of publication.
    pub date: Option<Date>,
    /// Where to find it.
    pub url: Option<String>,
    /// `document`, `data`, `news`, ...
    pub kind: Option<String>,
}

impl Scenario {
    /// The quantity of this name: its full key path, or the short alias `key.id` for
    /// `section.id.key` (`consent.ukraine` is `parties.ukraine.consent`), or a bare id
    /// of `[inputs]`.
    pub fn quantity(&self, name: &str) -> Option<&Quantity> {
        let all = self.root.quantities();
        let found = |path: &str| all.iter().find(|q| q.path == path).copied();
        found(name)
            .or_else(|| found(&format!("inputs.{name}.value")))
            .or_else(|| {
                let (key, id) = name.split_once('.')?;
                all.iter().find(|q| is_alias(&q.path, key, id)).copied()
            })
    }
}

/// Whether `path` is `section.id.key` for the alias `key.id`.
pub(crate) fn is_alias(path: &str, key: &str, id: &str) -> bool {
    let mut parts = path.split('.');
    matches!(
        (parts.next(), parts.next(), parts.next(), parts.next()),
        (Some(_), Some(i), Some(k), None) if i == id && k == key
    )
}
