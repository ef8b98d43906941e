//! Method, its limits, and the data of the run.

use pourparler_analysis::{Assessment, ByPaths, HEADLINE, PATHS_ENOUGH, Share};
use pourparler_engine::lanes::LANES;

use crate::figure::significant;
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
    limits(page, assessment);
    data(page, assessment, reproduce);
}

/// How it was computed, and what that leaves out.
pub fn limits(page: &mut Page, assessment: &Assessment) {
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
    page.item("-", &frontiers(assessment));
    if let Some(sentence) = paths(assessment) {
        page.item("-", &sentence);
    }
    precision::write(page, assessment);
}

/// What thinning the frontiers costs, and where one could not be worked out.
fn frontiers(assessment: &Assessment) -> String {
    let run = &assessment.run;
    let found = run.frontiers;
    let thinned = if found.largest_gap > 0.0 {
        format!(
            "Texts are chosen from at most {} packages of each setting; leaving out the others \
             costs a side at most {} of utility.",
            found.points,
            significant(found.largest_gap.max(1e-5))
        )
    } else {
        format!(
            "Texts are chosen from all efficient packages, at most {} in a setting.",
            found.points
        )
    };
    if found.refused == 0 {
        return thinned;
    }
    format!(
        "{thinned} In {} of the {} settings there were too many packages to find the efficient \
         ones; these settings count as having no settlement and no zone, so both figures are too \
         low by up to {}.",
        found.refused,
        run.len(),
        percent(found.refused as f64 / run.len() as f64)
    )
}

/// Most shares of settings listed.
const LISTED: usize = 5;

/// Whether there were chance paths enough for the shares of settings.
fn paths(assessment: &Assessment) -> Option<String> {
    if assessment.by_paths.is_empty() {
        return None;
    }
    let paths = assessment.run.settings.paths;
    let mut moved: Vec<&ByPaths> = assessment.by_paths.iter().filter(|s| s.moved()).collect();
    let from_to = format!("from {} to {paths} runs of each setting", paths / 2);
    let points = 100.0 * PATHS_ENOUGH;
    let all = assessment.by_paths.len();
    if moved.is_empty() {
        return Some(format!(
            "No share of settings (how robust a claim is, how often an arm gains) moves by more \
             than {points:.0} points {from_to}; there are {all} of them."
        ));
    }
    let by = |s: &ByPaths| (s.all - s.half).abs();
    moved.sort_by(|a, b| by(b).total_cmp(&by(a)));
    // An outcome once, in the arm in which it moves most.
    let output = |by_paths: &ByPaths| match by_paths.of {
        Share::Positive { output, .. } => Some(output),
        Share::Robustness { .. } => None,
    };
    let mut listed: Vec<&ByPaths> = Vec::new();
    for by_paths in &moved {
        let own = output(by_paths);
        let known = own.is_some() && listed.iter().any(|other| output(other) == own);
        if !known && listed.len() < LISTED {
            listed.push(by_paths);
        }
    }
    let rest = match moved.len() - listed.len() {
        0 => String::new(),
        n => format!("; and {n} more"),
    };
    let listed = listed.into_iter().map(|by_paths| {
        let of = match &by_paths.of {
            Share::Robustness { claim, test } => format!("{} ({test})", safe(claim, NAME)),
            Share::Positive { arm, output } => format!(
                "gain of {} in {}",
                names::output(assessment, &assessment.run.outputs[*output].name),
                safe(&assessment.run.arms[*arm].name, NAME)
            ),
        };
        format!("{of} {} to {}", share(by_paths.half), share(by_paths.all))
    });
    let listed: Vec<String> = listed.collect();
    let more = match 2 * paths <= LANES {
        true => format!(" `paths = {}` under [run] tells more.", 2 * paths),
        false => String::new(),
    };
    Some(format!(
        "{} of {all} shares of settings (how robust a claim is, how often an arm gains) move by \
         more than {points:.0} points {from_to}, so chance still blurs them: {}{rest}.{more}",
        moved.len(),
        listed.join("; "),
    ))
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
