//! The next days: steps short of settlement.

use pourparler_analysis::Assessment;

use crate::language::{percent_brief, points, points_interval};
use crate::layout::{Page, numbers, words};
use crate::names;
use crate::text::bottom_line::likelihood;

pub fn write(page: &mut Page, assessment: &Assessment) {
    let rows: Vec<Vec<String>> = assessment
        .run
        .outputs
        .iter()
        .filter(|output| output.name.starts_with("step.") && !output.name.contains('@'))
        .filter_map(|output| {
            let with = assessment.level_soon("with", &output.name)?;
            let without = assessment.level_soon("without", &output.name)?;
            let change = with.effect.as_ref().map(|effect| effect.difference);
            Some(vec![
                names::output(assessment, &output.name),
                percent_brief(without.level.mean),
                percent_brief(with.level.mean),
                change.map_or_else(String::new, |c| {
                    format!("{} ({})", points(c.mean), points_interval(c.q05, c.q95))
                }),
                likelihood(&with.level).words(),
            ])
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    page.heading(&format!("Next {:.0} days", assessment.soon));
    let columns = [
        words("step"),
        numbers("without"),
        numbers("with"),
        numbers("points (90% interval)"),
        words("with, in words"),
    ];
    page.table(&columns, &rows);
}
