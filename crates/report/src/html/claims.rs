//! The claims: a table with a dot for each method that speaks to one, then every test.

use maud::{Markup, html};

use super::{Report, Section, blocks};
use crate::language::share;
use crate::layout::{NAME, SENTENCE, safe};
use crate::opinions::{Method, SideBySide, claims as spoken};
use crate::text::{claims, verdict};

/// Methods beside the engine, in the order of their columns.
const METHODS: [(Method, &str); 4] = [
    (Method::Graph, "graph model"),
    (Method::Spatial, "spatial"),
    (Method::Games, "mediation"),
    (Method::Cases, "past cases"),
];

pub fn section(report: &Report) -> Option<Section> {
    let assessment = report.assessment;
    if assessment.judgements.is_empty() {
        return None;
    }
    let spoken = report.opinions.map(|opinions| {
        spoken(&SideBySide {
            assessment,
            opinions,
        })
    });
    let rows = assessment
        .claims
        .iter()
        .zip(&assessment.judgements)
        .enumerate();
    let rows: Vec<Vec<Markup>> = rows
        .map(|(index, (tested, judgement))| {
            // The test that decided.
            let outcome = [
                &judgement.supported_if,
                &judgement.refuted_if,
                &judgement.check,
            ];
            let robust = match claims::deciding(&judgement.verdict) {
                Some(which) => outcome[which]
                    .as_ref()
                    .and_then(|outcome| outcome.robustness),
                None => None,
            };
            let mut row = vec![
                html! { span id={ "claim-" (index) } { (safe(&judgement.id, NAME)) } },
                html! { (safe(&tested.claim.text, SENTENCE)) },
                html! { strong { (verdict(&judgement.verdict)) } },
                html! { (robust.map_or_else(|| "-".to_owned(), share)) },
            ];
            if let Some(lines) = &spoken {
                let says = lines
                    .get(index)
                    .map(|line| line.says.as_slice())
                    .unwrap_or_default();
                row.extend(METHODS.iter().map(|(method, _)| dot(says, *method)));
            }
            row
        })
        .collect();
    let mut titles = vec!["claim", "what it says", "verdict", "robust"];
    if spoken.is_some() {
        titles.extend(METHODS.iter().map(|(_, title)| *title));
    }
    Some(Section {
        id: "claims",
        title: "Claims".to_owned(),
        body: html! {
            p {
                "Robust: share of the plausible settings in which the deciding test holds by itself. \
                 A filled dot marks a method that speaks to the claim; what it says stands under \
                 second opinions."
            }
            (blocks::table(&titles, &[false, false, false, true], &rows))
            // The tests speak in the author's names.
            @if !report.options.redaction.names {
                details {
                    summary { "Every test with its figures, and what would flip it" }
                    (report.sentences_below(claims::write))
                }
            }
        },
    })
}

/// A dot that is filled where the method speaks, with what it says.
fn dot(says: &[(Method, String)], method: Method) -> Markup {
    match says.iter().find(|(speaker, _)| *speaker == method) {
        Some((_, said)) => html! { span.dot title=(said) { "●" } span.hidden { " " (said) } },
        None => html! { span.dot { "○" } span.hidden { " says nothing" } },
    }
}
