//! The report as one HTML file: two pages for whoever decides, then annexes for whoever checks.
//!
//! Nothing is loaded from anywhere, and the content security policy forbids it. It is read without
//! script; a small one sorts tables. Every section is a file; sentences are those of the text
//! report, whose pages are set here as HTML.

mod agreements;
mod assumptions;
mod blocks;
mod bottom_line;
mod carry;
mod change;
mod claims;
mod cost;
mod discovery;
pub(crate) mod distrust;
mod drivers;
pub(crate) mod failure;
mod figures;
mod inputs;
mod learned;
mod method;
mod opinions;
mod outcomes;
mod page;
mod past;
mod people;
mod public;
mod run;
mod scenario;
mod signposts;
pub(crate) mod soon;
mod sources;
pub(crate) mod with_without;
mod words;

use maud::Markup;
#[cfg(feature = "memo")]
pub(crate) use page::about;
use pourparler_analysis::agreements::Agreements;
use pourparler_analysis::{Assessment, Reasons};
use pourparler_second_opinion::case::Opinions;

use crate::language::Language;
use crate::layout::{Block, Look, Page};
use crate::redaction::Redaction;

/// What a report is made of.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// The assessment, redacted already where it is to be.
    pub assessment: &'a Assessment,
    /// What could be signed at the medians.
    pub agreements: Option<&'a Agreements>,
    /// What drives the headline and the contact's effect on it, and where it is found.
    pub reasons: Option<&'a Reasons>,
    /// Independent published methods.
    pub opinions: Option<&'a Opinions>,
    /// The command that gives the run again.
    pub reproduce: &'a str,
    /// What its reader asked for.
    pub options: &'a Options,
}

/// How a report is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// The words in which probabilities are said.
    pub language: Language,
    /// Its title, instead of the scenario's.
    pub title: Option<String>,
    /// Who answers for it.
    pub author: Option<String>,
    /// What is left out.
    pub redaction: Redaction,
}

impl Report<'_> {
    /// Sentences of the text report.
    fn sentences(&self, write: impl FnOnce(&mut Page, &Assessment)) -> Markup {
        blocks::set(self.blocks(write))
    }

    /// [`Report::sentences`] without the heading they begin with: the section has its own.
    fn sentences_below(&self, write: impl FnOnce(&mut Page, &Assessment)) -> Markup {
        let mut written = self.blocks(write);
        if matches!(written.first(), Some(Block::Heading(_))) {
            written.remove(0);
        }
        blocks::set(written)
    }

    fn blocks(&self, write: impl FnOnce(&mut Page, &Assessment)) -> Vec<Block> {
        let mut page = Page::new(Look {
            language: self.options.language,
            ..Look::DEFAULT
        });
        write(&mut page, self.assessment);
        page.blocks()
    }
}

/// A part of the report.
struct Section {
    /// Its id on the page.
    id: &'static str,
    /// Its heading.
    title: String,
    /// Its content.
    body: Markup,
}

/// A section, where there is something to say.
type Part = fn(&Report) -> Option<Section>;

/// The two pages for whoever decides, in their order.
const MEMO: [Part; 8] = [
    bottom_line::section,
    people::section,
    soon::section,
    with_without::section,
    cost::section,
    carry::section,
    signposts::section,
    distrust::section,
];

/// The annexes, in their order.
const ANNEXES: [Part; 17] = [
    claims::section,
    outcomes::section,
    learned::section,
    public::section,
    failure::section,
    drivers::section,
    discovery::section,
    change::section,
    agreements::section,
    opinions::section,
    past::section,
    assumptions::section,
    sources::section,
    figures::section,
    inputs::section,
    method::section,
    run::section,
];

/// The whole report.
pub fn report(report: &Report) -> String {
    let parts =
        |parts: &[Part]| -> Vec<Section> { parts.iter().filter_map(|part| part(report)).collect() };
    page::set(report, &parts(&MEMO), &parts(&ANNEXES)).into_string()
}
