//! Whether the figures are as exact as was asked for, and which of them decided.

use pourparler_analysis::{Assessment, Exactness, Precision, Shortfall, Watched};

use crate::figure::significant;
use crate::language::points_error;
use crate::layout::{NAME, Page, SENTENCE, safe};

/// Says so before everything else if they are not.
pub fn warn(page: &mut Page, assessment: &Assessment) {
    if let Some(precision) = &assessment.precision
        && let Some(short) = precision.short
    {
        page.prose(&missed(precision, short));
    }
}

/// Says among the limits of the method how it was reached.
pub fn write(page: &mut Page, assessment: &Assessment) {
    let Some(precision) = &assessment.precision else {
        return;
    };
    let asked = format!(
        "A precision of {} was asked for: 1.96 standard errors of settlement with the contact, of \
         its effect and of what the claims compare; a figure above 1 is measured by itself.",
        points(precision.asked)
    );
    let reached = match precision.short {
        Some(short) => missed(precision, short),
        None => format!(
            "It was reached with {} settings a repetition{}.",
            precision.points.last().copied().unwrap_or(0),
            precision
                .last
                .as_ref()
                .map_or_else(String::new, |last| format!(
                    "; the last to reach it was {}",
                    of(last)
                ))
        ),
    };
    page.item("-", &format!("{asked} {reached}"));
}

fn missed(precision: &Precision, short: Shortfall) -> String {
    let points = precision.points.last().copied().unwrap_or(0);
    let why = match short {
        Shortfall::Points => {
            format!("with {points} settings a repetition, the most there are to be")
        }
        Shortfall::Memory => {
            format!("with {points} settings a repetition; twice as many would not fit in memory")
        }
        Shortfall::Interrupted => "before the run was interrupted".to_owned(),
    };
    let farthest = precision.last.as_ref().map_or_else(String::new, |last| {
        format!("; farthest from it was {}", of(last))
    });
    format!("The precision asked for was not reached {why}{farthest}.")
}

/// `the effect on settlement, exact to 0.43 points`.
fn of(last: &Exactness) -> String {
    let figure = match &last.of {
        Watched::Settlement => "settlement with the contact".to_owned(),
        Watched::Effect => "the effect on settlement".to_owned(),
        Watched::Claim { id, comparison } => format!(
            "the left side of {} in claim {}",
            safe(comparison, SENTENCE),
            safe(id, NAME)
        ),
    };
    if last.half_width.is_nan() {
        return figure;
    }
    let exact = if last.value.abs() > 1.0 {
        significant(last.half_width)
    } else {
        points(last.half_width)
    };
    format!("{figure}, exact to {exact}")
}

fn points(share: f64) -> String {
    format!("{} points", points_error(share))
}
