//! Rates of past cases that were counted from the user's own files, as both faces show them.

use pourparler_analysis::{Count, reference_class};
use pourparler_second_opinion::reference_class::Rate;

/// What was counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// Data set, as the command names it: `icb`, `ucdp`.
    pub data_set: &'static str,
    /// What the files hold, a sentence without a full stop.
    pub files: String,
    /// The rates.
    pub rates: Vec<Rate>,
}

/// What was counted, in the words of the table that ships.
pub(crate) fn title(rate: &Rate) -> String {
    let class = reference_class(rate.id).map_or(rate.id, |class| class.title);
    match rate.days {
        Some(days) => format!("{class}, within {days} days"),
        None => class.to_owned(),
    }
}

/// k and n of the same class in that table.
pub(crate) fn shipped(rate: &Rate) -> Option<(u32, u32)> {
    let class = reference_class(rate.id)?;
    let k = match (class.count, rate.days) {
        (Count::PerCase(k), _) | (Count::Within(&[(_, k)]), None) => k,
        (Count::Within(counts), days) => {
            let days = f64::from(days?);
            counts.iter().find(|(day, _)| *day == days)?.1
        }
    };
    Some((k, class.n))
}
