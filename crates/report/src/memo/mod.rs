//! The report as a Word memo of two pages: what its readers edit and send on.
//!
//! The words are those of the other faces; three of the charts stand in it as pictures.

mod document;
mod picture;

use std::io::Cursor;

use docx_rs::{Docx, PageMargin, Style, StyleType};
use pourparler_scenario::Claim;

use crate::charts::Chart;
use crate::html::{self, Report};
use crate::language::capital;
use crate::layout::{NAME, SENTENCE, safe};
use crate::text::{bottom_line, claims, people};

/// A4, in twentieths of a point.
const PAGE: (u32, u32) = (11_906, 16_838);
/// Two centimetres, likewise.
const MARGIN: i32 = 1_134;
/// Parties that have a line.
const PARTIES: usize = 4;
/// Characters that all claims together may take; where they take more, their ids stand alone.
const CLAIMS: usize = 1_200;
/// Reasons not to trust it that have a line.
const REASONS: usize = 3;

/// The memo could not be put together.
#[derive(Debug)]
pub struct MemoError(String);

impl std::fmt::Display for MemoError {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "the memo cannot be put together: {}", self.0)
    }
}

impl std::error::Error for MemoError {}

/// The memo as the bytes of a `.docx` file; the same for the same report.
///
/// # Errors
///
/// The archive that a `.docx` file is cannot be written.
pub fn memo(report: &Report) -> Result<Vec<u8>, MemoError> {
    let mut bytes = Cursor::new(Vec::new());
    document(report)
        .build()
        .pack(&mut bytes)
        .map_err(|error| MemoError(error.to_string()))?;
    Ok(bytes.into_inner())
}

fn document(report: &Report) -> Docx {
    let assessment = report.assessment;
    let root = &assessment.scenario.root;
    let given = report.options.title.as_deref().or(root.text("title"));
    let marking = root.text("marking").map(|marking| safe(marking, NAME));
    let style = |id, name| Style::new(id, StyleType::Paragraph).name(name);
    let mut memo = Docx::new()
        .page_size(PAGE.0, PAGE.1)
        .page_margin(
            PageMargin::new()
                .left(MARGIN)
                .right(MARGIN)
                .top(MARGIN)
                .bottom(MARGIN),
        )
        .default_fonts(document::fonts())
        .default_size(document::TEXT)
        .add_style(style("Title", "Title"))
        .add_style(style("Heading1", "heading 1"))
        .add_style(style("Small", "Small").size(document::SMALL))
        .header(document::header(marking.as_deref()))
        .footer(document::footer(marking.as_deref()))
        .add_paragraph(document::title(&safe(
            given.unwrap_or("Assessment"),
            2 * NAME,
        )))
        .add_paragraph(document::small(&html::about(report)));
    let language = report.options.language;
    memo = memo
        .add_paragraph(document::heading("Bottom line"))
        .add_paragraph(document::prose(
            &bottom_line::sentences(assessment, language).join(" "),
        ));
    memo = with_chart(memo, html::with_without::chart(report));
    memo = memo.add_paragraph(document::heading("Who decides"));
    for (name, about) in people::lines(assessment).into_iter().take(PARTIES) {
        memo = memo.add_paragraph(document::labelled(&name, &about));
    }
    if !assessment.judgements.is_empty() {
        memo = memo.add_paragraph(document::heading("Claims"));
        for (verdict, ids) in verdicts(report) {
            memo = memo.add_paragraph(document::labelled(&verdict, &ids));
        }
    }
    if let Some(chart) = html::soon::chart(report) {
        let days = format!("Next {:.0} days", assessment.soon);
        memo = memo.add_paragraph(document::heading(&days));
        memo = with_chart(memo, Some(chart));
    }
    if let Some(chart) = html::failure::anatomy(report) {
        memo = memo.add_paragraph(document::heading("Why there is no settlement"));
        memo = with_chart(memo, Some(chart));
    }
    memo = memo.add_paragraph(document::heading("Why not to trust this"));
    for reason in html::distrust::sentences(report).iter().take(REASONS) {
        memo = memo.add_paragraph(document::prose(reason));
    }
    let run = safe(report.reproduce, 2 * SENTENCE);
    memo.add_paragraph(document::small(&format!(
        "Scenario sha256 {}. Made again by: {run}",
        assessment.scenario.sha256
    )))
}

/// A chart: what it finds, the picture, what was varied.
fn with_chart(memo: Docx, chart: Option<Chart>) -> Docx {
    let drawn = chart.and_then(|chart| Some((picture::drawn(&chart.wide)?, chart)));
    let Some((picture, chart)) = drawn else {
        return memo;
    };
    memo.add_paragraph(document::finding(&chart.title))
        .add_paragraph(document::picture(&chart.id, picture))
        .add_paragraph(document::small(&chart.caption))
}

/// The claims of each verdict, in the order in which verdicts first come up; in the author's words
/// where these are not withheld and leave room for the rest.
fn verdicts(report: &Report) -> Vec<(String, String)> {
    let assessment = report.assessment;
    let said = |claim: &Claim| safe(claim.text.trim_end_matches('.'), SENTENCE);
    let claims = || assessment.claims.iter().map(|tested| &tested.claim);
    let length: usize = claims().map(|claim| said(claim).chars().count()).sum();
    let in_words = !report.options.redaction.names && length <= CLAIMS;
    let mut found: Vec<(&str, Vec<String>)> = Vec::new();
    for (claim, judgement) in claims().zip(&assessment.judgements) {
        let id = safe(&judgement.id, NAME);
        let shown = match in_words {
            true => format!("{} ({id})", said(claim)),
            false => id,
        };
        let verdict = claims::verdict(&judgement.verdict);
        match found.iter_mut().find(|(known, _)| *known == verdict) {
            Some((_, all)) => all.push(shown),
            None => found.push((verdict, vec![shown])),
        }
    }
    let joined = |(verdict, all): (&str, Vec<String>)| {
        let apart = if in_words { "; " } else { ", " };
        (capital(verdict), format!("{}.", all.join(apart)))
    };
    found.into_iter().map(joined).collect()
}
