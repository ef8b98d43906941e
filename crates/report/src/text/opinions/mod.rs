//! Second opinions as text: each method with its answer, its reasons and its limits, then where they
//! differ and what they have to say of the claims.

mod cases;
mod games;
mod graph;
mod spatial;

use crate::language::capital;
use crate::layout::{Look, Page};
use crate::opinions::{Method, SideBySide, claims, differences, headlines};
use crate::text::{bottom_line, method, title};

/// Every method beside the engine; `reproduce` is the command that gives it again.
pub fn opinions(side: &SideBySide, reproduce: &str, look: Look) -> String {
    let mut page = Page::new(look);
    title(&mut page, &side.assessment.scenario);
    write(&mut page, side);
    method::data(&mut page, side.assessment, reproduce);
    super::marking(&mut page, &side.assessment.scenario);
    page.finish()
}

/// Every method, without the scenario's title and the data of the run.
pub fn write(page: &mut Page, side: &SideBySide) {
    page.heading("Second opinions");
    page.prose(
        "Published methods that share the scenario with the engine and nothing else. Each gives its own \
         answer, its reasons and its limits; they are not averaged. \"Derived\" marks what follows by \
         rule from the rest of the scenario because nobody wrote it for that method.",
    );
    beside(page, side);
    engine(page, side);
    graph::write(page, side);
    spatial::write(page, side);
    games::write(page, side);
    games::acceptance(page, side);
    cases::write(page, side);
    compared(page, side);
    of_claims(page, side);
}

/// What a method does not see.
fn limits(page: &mut Page, text: &str) {
    page.prose(&format!("Limits: {text}"));
}

/// The headline, a line for each method.
fn beside(page: &mut Page, side: &SideBySide) {
    page.heading("A settlement, and what the contact adds: each in its own terms");
    for line in headlines(side) {
        let sentences = [&line.settlement, &line.contact, &line.firmness];
        let sentences: Vec<&str> = sentences
            .into_iter()
            .map(String::as_str)
            .filter(|sentence| !sentence.is_empty())
            .collect();
        page.item(
            "-",
            &format!("{}. {}", capital(line.method.name()), sentences.join(" ")),
        );
    }
}

fn engine(page: &mut Page, side: &SideBySide) {
    page.heading("Engine");
    let mut sentences = bottom_line::headline(side.assessment, page.language());
    sentences.extend(bottom_line::binding(side.assessment));
    page.prose(&sentences.join(" "));
    limits(
        page,
        "two sides as two minds, one number for the front, red lines as thresholds; no back-test.",
    );
}

/// `Graph model and engine`.
fn pair(methods: [Method; 2]) -> String {
    let [first, second] = methods.map(Method::name);
    let named = if first == second {
        first.to_owned()
    } else {
        format!("{first} and {second}")
    };
    capital(&named)
}

fn compared(page: &mut Page, side: &SideBySide) {
    let all = differences(side);
    page.heading("Where they disagree, and which assumption makes them");
    let mut apart = all.iter().filter(|found| !found.agree).peekable();
    if apart.peek().is_none() {
        page.prose("Nowhere, as far as their answers can be compared.");
    }
    for found in apart {
        page.item(
            "-",
            &format!(
                "{}. {} Assumption: {}",
                pair(found.methods),
                found.what,
                found.assumption
            ),
        );
    }
    page.heading("Where they agree");
    let mut alike = all.iter().filter(|found| found.agree).peekable();
    if alike.peek().is_none() {
        page.prose("Nowhere, as far as their answers can be compared.");
    }
    for found in alike {
        page.item("-", &format!("{}. {}", pair(found.methods), found.what));
    }
}

fn of_claims(page: &mut Page, side: &SideBySide) {
    let claims = claims(side);
    if claims.is_empty() {
        return;
    }
    page.heading("What they say of the claims");
    for claim in claims {
        let said = if claim.says.is_empty() {
            "no method here speaks to it".to_owned()
        } else {
            let said = claim.says.iter();
            let said = said.map(|(method, said)| format!("{}: {said}", method.name()));
            said.collect::<Vec<_>>().join("; ")
        };
        page.item(&claim.id, &format!("{} {}.", claim.text, capital(&said)));
    }
}
