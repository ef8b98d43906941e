//! The world without the contact beside past cases.

use pourparler_analysis::{Anchor, Assessment, Count, Position};

use crate::language::{capital, interval, percent, share};
use crate::layout::Page;
use crate::names;

pub fn write(page: &mut Page, assessment: &Assessment) {
    page.heading("Past cases");
    let Some(anchor) = &assessment.anchor else {
        page.prose(
            "The scenario names no reference class (`[reference] class`), so nothing is set beside \
             the world without the contact.",
        );
        return;
    };
    let class = anchor.class;
    let days = assessment.run.settings.horizon_days;
    let counted = match class.count {
        Count::PerCase(k) => format!("{k} of {} cases", class.n),
        Count::Within(_) => format!("{} cases", class.n),
    };
    let clock = if class.has_clock() {
        format!("over {days:.0} days")
    } else {
        "per case, whatever its length, so not scaled to the horizon".to_owned()
    };
    let rounded = if class.rounded {
        "; counts worked back from rounded shares"
    } else {
        ""
    };
    page.prose(&format!(
        "{}: {} (95% interval {}) {clock}; {counted}; {}{rounded}.",
        capital(class.title),
        percent(anchor.rate.mean),
        interval(anchor.rate.low, anchor.rate.high),
        class.source
    ));
    page.prose(&position(assessment, anchor));
}

/// One sentence on where the world without the contact lies.
pub fn position(assessment: &Assessment, anchor: &Anchor) -> String {
    let figure = percent(anchor.without.mean);
    let where_ = match anchor.position {
        Position::Inside => {
            return format!(
                "Without the contact the figure here is {figure}, inside that interval."
            );
        }
        Position::Below => "below",
        Position::Above => "above",
    };
    let because: Vec<String> = anchor
        .because
        .iter()
        .filter_map(|(index, part)| {
            let input = assessment.run.inputs.get(*index)?;
            Some(format!(
                "{} ({} of the variance)",
                names::input(assessment, input),
                share(*part)
            ))
        })
        .collect();
    let because = if because.is_empty() {
        "no single input puts it there".to_owned()
    } else {
        format!("the inputs that move it most are {}", because.join(", "))
    };
    format!(
        "Without the contact the figure is {figure}, {where_} the 95% interval of the reference \
         class ({}); {because}.",
        interval(anchor.rate.low, anchor.rate.high)
    )
}
