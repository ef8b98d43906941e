//! Method, its limits, and the data of the run.

use pourparler_analysis::{Assessment, HEADLINE};

use crate::language::{percent, points_error, share};
use crate::layout::{NAME, Page, safe};
use crate::names;
use crate::text::precision;

/// Judgements every report states (model §11); `FRONT` stands for what is said of a front.
const JUDGEMENTS: [&str; 4] = [
    "Floors are coded from what parties say. Beliefs about red lines have Laplace tails, and the \
     share of accidents that no message prevents is an input. How far a message is believed \
     follows from the speaker's interests and the credibility given for each topic.",
    "A side refuses a text only for what it is worth, for private reasons, or to wait for a dated \
     event; nobody stalls for tactics. FRONT Beliefs move as normal beliefs do.",
    "The contact's date is taken as given. A visit timed to a good moment is evidence of that \
     moment as well as its cause, and only the cause is counted here.",
    "Not modelled: bargaining inside a coalition, a change of leader, arms deliveries as a \
     strategy, what a refusal to receive the envoy would reveal.",
];

pub fn write(page: &mut Page, assessment: &Assessment, reproduce: &str) {
    page.heading("Method and limits");
    page.prose(
        "Two worlds are drawn that share every random number and differ in the contact alone. \
         Each setting is one draw of everything the analyst does not know; its probability is the \
         mean over runs of chance. Intervals are the spread over settings.",
    );
    let front = match names::has_front(assessment) {
        true => "The front is one number.",
        false => "What a side has without an agreement is given and stays what it is.",
    };
    for judgement in JUDGEMENTS {
        page.item("-", &judgement.replace("FRONT", front));
    }
    if let Some(level) = assessment.level("with", HEADLINE) {
        page.item(
            "-",
            &format!(
                "Of the spread of settlement over settings, {} is chance left over by the finite \
                 number of runs, which widens its intervals.",
                share(level.chance_share)
            ),
        );
    }
    if let [first, .., last] = assessment.convergence.as_slice() {
        page.item(
            "-",
            &format!(
                "Settlement with the contact stood at {} after {} repetition and at {} after {}, \
                 standard error {} points.",
                percent(first.mean),
                first.scrambles,
                percent(last.mean),
                last.scrambles,
                points_error(last.se)
            ),
        );
    }
    precision::write(page, assessment);
    data(page, assessment, reproduce);
}

/// The run: version, seed, sizes, hash, and the command that gives it again.
pub fn data(page: &mut Page, assessment: &Assessment, reproduce: &str) {
    let settings = &assessment.run.settings;
    let plausible = settings.scrambles * settings.points;
    page.heading("Run");
    if !assessment.run.complete {
        page.prose(&format!("This run was {}.", interrupted(assessment)));
    }
    page.prose(&format!(
        "pourparler {}, seed {}, {} arms, {} x {} settings, {} runs each: {} runs of every arm, {} \
         steps of {:.2} days.",
        env!("CARGO_PKG_VERSION"),
        settings.seed,
        assessment.run.arms.len(),
        settings.scrambles,
        settings.points,
        settings.paths,
        plausible * settings.paths,
        settings.steps,
        settings.horizon_days / settings.steps.max(1) as f64
    ));
    page.prose(&format!(
        "scenario {}",
        safe(&assessment.scenario.name, NAME)
    ));
    page.line(&format!("sha256 {}", assessment.scenario.sha256));
    page.prose("reproduce:");
    page.line(&safe(reproduce, 4 * NAME));
}

/// That a run was stopped, and after how much of it; the end of a sentence.
pub fn interrupted(assessment: &Assessment) -> String {
    if assessment.run.settings.scrambles == assessment.effort.scrambles {
        return "interrupted; only its last whole part is counted".to_owned();
    }
    format!(
        "interrupted after {} of {} repetitions; only these are counted",
        assessment.run.settings.scrambles, assessment.effort.scrambles
    )
}
