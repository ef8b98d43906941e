//! What is worth knowing before deciding, and which inputs flip which verdicts.

use pourparler_analysis::drivers::{Measure, Target};
use pourparler_analysis::{Assessment, Choice, Class, Estimate, Move, Worth, WorthKnowing};

use crate::language::{capital, points_error, share};
use crate::layout::{Look, NAME, Page, numbers, safe, words};
use crate::names;
use crate::sensitivity::{Scale, place, scale, shifted, target, value};
use crate::text::{closed, opened};

/// Inputs listed, and moves per claim.
const LISTED: usize = 10;
const MOVES: usize = 3;

/// What is worth knowing; `reproduce` is the command that gives it again.
pub fn worth_knowing(
    assessment: &Assessment,
    found: &WorthKnowing,
    reproduce: &str,
    look: Look,
) -> String {
    let mut page = opened(assessment, look);
    decision(&mut page, assessment, found);
    worth(&mut page, assessment, found);
    flips(&mut page, assessment, found);
    explained(&mut page, found);
    closed(page, assessment, reproduce)
}

fn effect_scale(assessment: &Assessment, found: &WorthKnowing) -> Scale {
    scale(assessment, effect(found))
}

fn effect(found: &WorthKnowing) -> Target {
    Target {
        output: found.decision.output,
        measure: Measure::Effect,
    }
}

fn name(assessment: &Assessment, choice: &Choice) -> String {
    match choice.arm {
        None => "no contact".to_owned(),
        Some(arm) => {
            let arm = assessment.run.arms.get(arm);
            safe(arm.map_or("", |arm| arm.name.as_str()), NAME)
        }
    }
}

fn decision(page: &mut Page, assessment: &Assessment, found: &WorthKnowing) {
    let scale = effect_scale(assessment, found);
    page.heading("The decision");
    let outcome = target(assessment, effect(found));
    let cost = match found.decision.cost {
        Some(cost) => format!("less a cost of {}", value(scale, cost)),
        None => "less the cost at which the best contact breaks even, where the decision is \
                 hardest"
            .to_owned(),
    };
    page.prose(&format!(
        "Whether the contact takes place, and in which variant. Each is worth its {outcome} {cost}."
    ));
    let rows: Vec<Vec<String>> = found
        .choices
        .iter()
        .map(|choice| {
            vec![
                name(assessment, choice),
                value(scale, choice.effect),
                value(scale, choice.cost),
                value(scale, choice.effect - choice.cost),
                share(choice.best_in),
            ]
        })
        .collect();
    let columns = [
        words("choice"),
        numbers("effect"),
        numbers("cost"),
        numbers("worth"),
        numbers("best in"),
    ];
    page.table(&columns, &rows);
    page.gap();
    let best = found.choices.get(found.best);
    page.prose(&format!(
        "Without knowing more the best is: {}. It is best in {} of the settings. Knowing \
         everything first is worth {}.",
        best.map_or_else(String::new, |choice| name(assessment, choice)),
        share(best.map_or(0.0, |choice| choice.best_in)),
        worth_of(scale, &found.all)
    ));
}

/// A value of information with its error, which is never below nothing.
fn worth_of(scale: Scale, estimate: &Estimate) -> String {
    let figure = value(scale, estimate.value.max(0.0));
    if estimate.se.is_finite() {
        let error = match scale {
            Scale::Points | Scale::Probability => points_error(estimate.se),
            _ => value(scale, estimate.se),
        };
        format!("{figure} (error {error})")
    } else {
        figure
    }
}

fn worth(page: &mut Page, assessment: &Assessment, found: &WorthKnowing) {
    let scale = effect_scale(assessment, found);
    page.heading("Worth knowing for the decision");
    let resolves = share(found.decision.resolves);
    let told: Vec<&Worth> = found.inputs.iter().filter(|worth| worth.told).collect();
    if told.is_empty() {
        page.prose(&format!(
            "No single one of {} uncertain inputs changes the choice by more than the error of \
             the computation.",
            found.inputs.len()
        ));
    } else {
        page.prose(&format!(
            "{} of {} uncertain inputs are worth knowing, the most first; behind each what a \
             study is worth that resolves {resolves} of its variance.",
            told.len(),
            found.inputs.len()
        ));
    }
    for (rank, worth) in told.iter().take(LISTED).enumerate() {
        let input = worth.inputs.first();
        if let Some(input) = input.and_then(|&input| assessment.run.inputs.get(input)) {
            let study = worth.sample.as_ref().map_or_else(String::new, |sample| {
                format!("; the study {}", worth_of(scale, sample))
            });
            page.item(
                &format!("{}.", rank + 1),
                &format!(
                    "{} ({}): {}{study}.",
                    capital(&names::input(assessment, input)),
                    place(input),
                    worth_of(scale, &worth.perfect)
                ),
            );
        }
    }
    if found.topics.is_empty() {
        return;
    }
    page.gap();
    page.prose(
        "Topics the contact can carry: what it is worth to know all that is uncertain about how \
         each is heard (interests, credibility, deception) before deciding:",
    );
    for worth in &found.topics {
        let topic = worth.topic.as_deref().unwrap_or("");
        let table = assessment.scenario.root.table("topics", topic);
        let name = table.and_then(|table| table.text("name")).unwrap_or(topic);
        let figure = if worth.told {
            worth_of(scale, &worth.perfect)
        } else {
            format!(
                "nothing beyond the error of the computation ({} inputs)",
                worth.inputs.len()
            )
        };
        page.item("-", &format!("{}: {figure}.", safe(name, NAME)));
    }
}

fn flips(page: &mut Page, assessment: &Assessment, found: &WorthKnowing) {
    if found.flips.is_empty() {
        return;
    }
    page.heading("Worth knowing for the claims");
    let mut firm = Vec::new();
    for flips in &found.flips {
        if flips.moves.is_empty() {
            firm.push(safe(&flips.claim, NAME));
            continue;
        }
        let moves: Vec<String> = flips
            .moves
            .iter()
            .take(MOVES)
            .filter_map(|step| moved(assessment, step))
            .collect();
        let more = match flips.moves.len().saturating_sub(MOVES) {
            0 => String::new(),
            n => format!("; {n} more"),
        };
        page.item(
            &safe(&flips.claim, NAME),
            &format!("{}{more}.", moves.join("; ")),
        );
    }
    if !firm.is_empty() {
        page.prose(&format!(
            "No single input flips, within its range: {}.",
            firm.join(", ")
        ));
    }
}

fn moved(assessment: &Assessment, step: &Move) -> Option<String> {
    let input = assessment.run.inputs.get(step.input)?;
    let becomes = match step.becomes {
        Class::Supported => "supported",
        Class::Refuted => "refuted",
        Class::NotSettled => "not settled",
    };
    Some(format!(
        "{becomes} if {} ({:.1} standard deviations)",
        shifted(assessment, input, step.from, step.to),
        step.sds
    ))
}

fn explained(page: &mut Page, found: &WorthKnowing) {
    page.heading("How to read this");
    page.prose(
        "What an input is worth is how much better the choice turns out on average if it is made \
         after learning the input (expected value of partial perfect information; Raiffa & \
         Schlaifer 1961, Strong & Oakley 2013), in the unit of the decision. Choices are made on \
         all repetitions but one and paid out on that one, so the figures err on the low side; \
         only that of knowing everything errs on the high side, by what chance leaves.",
    );
    if found.decision.cost.is_none() {
        page.prose(
            "At the break-even cost going and staying away are worth the same on average; between \
             these two no other cost makes information worth more.",
        );
    }
    page.prose(
        "What a study costs, and whether it can be made in time, is not in the figures. A claim \
         flips where the verdict on the settings near that value of the input is another; moves \
         are in standard deviations of the input.",
    );
}
