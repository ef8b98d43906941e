//! The next days: steps short of settlement.

use pourparler_analysis::Assessment;

use crate::language::{percent, points, points_interval};
use crate::layout::Page;
use crate::names;
use crate::text::bottom_line::likelihood;

pub fn write(page: &mut Page, assessment: &Assessment) {
    let steps: Vec<String> = assessment
        .run
        .outputs
        .iter()
        .filter(|output| output.name.starts_with("step.") && !output.name.contains('@'))
        .filter_map(|output| {
            let with = assessment.level_soon("with", &output.name)?;
            let without = assessment.level_soon("without", &output.name)?;
            let change = with.effect.as_ref()?.difference;
            Some(format!(
                "{}: {}; {} points due to the contact ({}), {} without it.",
                names::output(assessment, &output.name),
                likelihood(&with.level).phrase(),
                points(change.mean),
                points_interval(change.q05, change.q95),
                percent(without.level.mean)
            ))
        })
        .collect();
    if steps.is_empty() {
        return;
    }
    page.heading(&format!(
        "Next {:.0} days, with the contact",
        assessment.soon
    ));
    for step in steps {
        page.item("-", &step);
    }
}
