//! The assessment and the agreements as text for a terminal, in the order of the argument.

pub(crate) mod agreements;
pub(crate) mod audience;
pub(crate) mod bottom_line;
mod change;
mod changes;
pub(crate) mod claims;
mod comparison;
mod diff;
pub(crate) mod discovery;
pub(crate) mod drivers;
mod evidence;
mod failure;
pub(crate) mod method;
pub(crate) mod opinions;
pub(crate) mod outcomes;
pub(crate) mod past;
pub(crate) mod people;
pub(crate) mod precision;
mod quantity;
pub(crate) mod sensitivity;
pub(crate) mod soon;
mod worth_knowing;

use pourparler_analysis::Assessment;
use pourparler_scenario::Scenario;

use crate::layout::{Look, NAME, Page, SENTENCE, safe};

pub use agreements::agreements;
pub use bottom_line::binding;
pub use change::change;
pub use changes::changes;
pub use claims::verdict;
pub use comparison::comparison;
pub use diff::diff;
pub use discovery::discovery;
pub use evidence::evidence;
pub use method::interrupted;
pub use opinions::opinions;
pub use past::position;
pub use quantity::quantity;
pub use sensitivity::drivers;
pub use worth_knowing::worth_knowing;

/// The whole assessment; `reproduce` is the command that gives it again.
pub fn assessment(assessment: &Assessment, reproduce: &str, look: Look) -> String {
    let mut page = opened(assessment, look);
    precision::warn(&mut page, assessment);
    bottom_line::write(&mut page, assessment);
    people::write(&mut page, assessment);
    soon::write(&mut page, assessment);
    outcomes::write(&mut page, assessment);
    audience::write(&mut page, assessment);
    failure::write(&mut page, assessment);
    claims::write(&mut page, assessment);
    drivers::write(&mut page, assessment);
    past::write(&mut page, assessment);
    method::write(&mut page, assessment, reproduce);
    marking(&mut page, &assessment.scenario);
    page.finish()
}

/// A page about a run: its title, and that it was interrupted where it was.
fn opened(assessment: &Assessment, look: Look) -> Page {
    let mut page = Page::new(look);
    title(&mut page, &assessment.scenario);
    if !assessment.run.complete {
        page.prose(&format!(
            "This run was {}.",
            method::interrupted(assessment)
        ));
    }
    page
}

/// Its end: what was run, and the marking once more.
fn closed(mut page: Page, assessment: &Assessment, reproduce: &str) -> String {
    method::data(&mut page, assessment, reproduce);
    marking(&mut page, &assessment.scenario);
    page.finish()
}

fn title(page: &mut Page, scenario: &Scenario) {
    marking(page, scenario);
    let root = &scenario.root;
    page.heading(&safe(root.text("title").unwrap_or("Scenario"), 2 * NAME));
    if let Some(date) = root.date("as_of") {
        page.prose(&format!(
            "As of {date}, over {:.0} days.",
            root.days("horizon").unwrap_or(180.0)
        ));
    }
    if let Some(summary) = root.text("summary") {
        page.prose(&safe(summary, SENTENCE));
    }
}

fn marking(page: &mut Page, scenario: &Scenario) {
    if let Some(marking) = scenario.root.text("marking") {
        page.heading(&safe(marking, NAME));
    }
}
