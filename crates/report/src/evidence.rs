//! Rates of past cases that were counted from the user's own files, as both faces show them.

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
