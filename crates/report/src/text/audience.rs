//! What the public expects, with the contact and without it.

use pourparler_analysis::Assessment;
use pourparler_engine::laws::audience::false_hope;

use crate::language::{percent, points, points_interval};
use crate::layout::{Page, SENTENCE, safe};

pub fn write(page: &mut Page, assessment: &Assessment) {
    let sentences = sentences(assessment);
    if sentences.is_empty() {
        return;
    }
    page.heading("What the public expects");
    sentences.iter().for_each(|sentence| page.prose(sentence));
}

/// What it expects, by what that was counted, and whether it is false hope; empty where nothing
/// is measured.
pub fn sentences(assessment: &Assessment) -> Vec<String> {
    let level = |output: &str| assessment.level("with", output);
    let (Some(public), Some(gap), Some(settled)) =
        (level("public_belief"), level("gap"), level("settlement"))
    else {
        return Vec::new();
    };
    let mut sentences = Vec::new();
    let change = public.effect.as_ref().map_or_else(String::new, |effect| {
        format!(
            ", {} points of it due to the contact ({})",
            points(effect.difference.mean),
            points_interval(effect.difference.q05, effect.difference.q95)
        )
    });
    sentences.push(format!(
        "On the day of the contact the public gives a settlement {}{change}; the model gives it \
         {}. The gap is {} points (90% interval {}).",
        percent(public.level.mean),
        percent(settled.level.mean),
        points(gap.level.mean),
        points_interval(gap.level.q05, gap.level.q95)
    ));
    let table = assessment.scenario.root.child("audience");
    let rule = table.and_then(|t| t.text("rule"));
    let date = table.and_then(|t| t.date("date"));
    let sentence = |rule: &str| safe(rule.trim_end_matches('.'), SENTENCE);
    sentences.push(match (rule, date) {
        (Some(rule), Some(date)) => {
            format!("What was counted, as of {date}: {}.", sentence(rule))
        }
        (Some(rule), None) => format!("What was counted: {}.", sentence(rule)),
        _ => "No market or poll is named, so the public's belief is an assumption.".to_owned(),
    });
    if let Some(anchor) = &assessment.anchor {
        let hope = false_hope(public.level.mean, settled.level.mean, anchor.rate.high);
        sentences.push(format!(
            "This {} what is called false hope here: a public above both the model and the 95% \
             interval of the past cases ({}).",
            if hope { "is" } else { "is not" },
            safe(anchor.class.title, SENTENCE)
        ));
    }
    sentences
}
