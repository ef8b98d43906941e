//! Past cases as a second opinion.

use pourparler_analysis::{Count, ReferenceClass};

use crate::language::{interval_brief, percent_brief};
use crate::layout::{Page, numbers, words};
use crate::opinions::{SideBySide, messages};
use crate::text::{opinions::limits, position};

pub fn write(page: &mut Page, side: &SideBySide) {
    page.heading("Past cases: the reference class");
    let Some(anchor) = &side.assessment.anchor else {
        page.prose("No answer: the scenario names no class (`[reference] class`).");
        unsaid(page);
        return;
    };
    let days = side.assessment.run.settings.horizon_days;
    page.prose(&format!(
        "The class chosen comes first, then its neighbours in the same data set, {}. Rates are means of \
         the Beta(k + 1/2, n - k + 1/2) posterior with its 95% interval, those of a class with a clock \
         over {days:.0} days. A count without days is of cases whatever their length.",
        anchor.class.source
    ));
    let all = std::iter::once(anchor.class).chain(side.neighbours());
    let rows: Vec<Vec<String>> = all.map(|class| row(class, days)).collect();
    page.table(
        &[
            words("class"),
            numbers("k of n"),
            numbers("rate"),
            numbers("95% interval"),
        ],
        &rows,
    );
    page.prose(&position(side.assessment, anchor));
    unsaid(page);
}

/// What no class says, whichever was chosen.
fn unsaid(page: &mut Page) {
    if let Some(said) = messages() {
        page.prose(&format!("{said}."));
    }
    limits(
        page,
        "no data set codes unofficial envoy visits, so no class says what such a visit changes. \
         Mediation and agreement are associated, not cause and effect. Which class is the right one is \
         a judgement.",
    );
}

fn row(class: &ReferenceClass, days: f64) -> Vec<String> {
    let rate = class.over(days);
    let counted = match class.count {
        Count::PerCase(k) => format!("{k} of {}", class.n),
        // The count nearest below the horizon, or the first.
        Count::Within(counts) => {
            let reached = counts.iter().rfind(|(day, _)| *day <= days);
            let (day, k) = reached.or(counts.first()).copied().unwrap_or((0.0, 0));
            format!("{k} of {} in {day:.0} days", class.n)
        }
    };
    vec![
        class.title.to_owned(),
        counted,
        percent_brief(rate.mean),
        interval_brief(rate.low, rate.high),
    ]
}
