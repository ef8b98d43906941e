//! Anatomy of failure: the first obstacle on each path.

use pourparler_analysis::Assessment;

use crate::language::percent_brief;
use crate::layout::{Page, numbers, words};
use crate::names;

pub fn write(page: &mut Page, assessment: &Assessment) {
    let of = |id: &str| {
        let arm = assessment.run.arm(id)?;
        assessment
            .anatomy
            .iter()
            .find(|(index, _)| *index == arm)
            .map(|(_, anatomy)| anatomy)
    };
    let (Some(without), Some(with)) = (of("without"), of("with")) else {
        return;
    };
    page.heading("Why there is no settlement");
    let mut rows = vec![vec![
        "settlement".to_owned(),
        percent_brief(without.settlement.mean),
        percent_brief(with.settlement.mean),
    ]];
    for ((name, before), (_, after)) in without.obstacles.iter().zip(&with.obstacles) {
        rows.push(vec![
            names::obstacle(name).to_owned(),
            percent_brief(before.mean),
            percent_brief(after.mean),
        ]);
    }
    page.table(
        &[
            words("on how many paths"),
            numbers("without"),
            numbers("with"),
        ],
        &rows,
    );
}
