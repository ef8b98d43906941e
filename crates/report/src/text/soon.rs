//! The next days: steps short of settlement.

use pourparler_analysis::{Assessment, Summary};

use crate::language::{Language, no_points, percent, points, points_interval};
use crate::layout::Page;
use crate::names;
use crate::text::bottom_line::likelihood;

/// A step by the end of the look ahead.
pub struct Step {
    /// Name of its output over the horizon.
    pub output: String,
    /// Name for a reader.
    pub name: String,
    /// Its probability with the contact.
    pub with: Summary,
    /// Without it.
    pub without: Summary,
    /// The difference.
    pub effect: Summary,
}

/// The steps, in the order of the file.
pub fn steps(assessment: &Assessment) -> Vec<Step> {
    let outputs = assessment.run.outputs.iter();
    outputs
        .filter(|output| output.name.starts_with("step.") && !output.name.contains('@'))
        .filter_map(|output| {
            let with = assessment.level_soon("with", &output.name)?;
            let without = assessment.level_soon("without", &output.name)?;
            Some(Step {
                output: output.name.clone(),
                name: names::output(assessment, &output.name),
                with: with.level,
                without: without.level,
                effect: with.effect.as_ref()?.difference,
            })
        })
        .collect()
}

/// A step in a sentence.
pub fn sentence(step: &Step, language: Language) -> String {
    let chance = likelihood(&step.with, language).phrase();
    if no_points(step.effect.mean, step.effect.q05, step.effect.q95) {
        return format!("{}: {chance}, with the contact and without it.", step.name);
    }
    format!(
        "{}: {chance}; {} points due to the contact ({}), {} without it.",
        step.name,
        points(step.effect.mean),
        points_interval(step.effect.q05, step.effect.q95),
        percent(step.without.mean)
    )
}

pub fn write(page: &mut Page, assessment: &Assessment) {
    let language = page.language();
    let steps = steps(assessment);
    if steps.is_empty() {
        return;
    }
    page.heading(&format!(
        "Next {:.0} days, with the contact",
        assessment.soon
    ));
    for step in steps {
        page.item("-", &sentence(&step, language));
    }
}
