//! A quantity on its own, as both faces show it.

use pourparler_scenario::{Choice, Law, Quantity};

/// The points shown of every law.
pub const LEVELS: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

/// What `describe` shows.
#[derive(Debug, Clone)]
pub struct Described {
    /// What the user typed: the quantity, or its path.
    pub typed: String,
    /// What it was read as, where it stands alone.
    pub read_as: Option<String>,
    /// Where it comes from, a sentence.
    pub origin: Option<String>,
    /// The number or the choice.
    pub what: What,
}

/// A number, or one of several words.
#[derive(Debug, Clone)]
pub enum What {
    /// A number.
    Quantity(Quantity),
    /// One of several words.
    Choice(Choice),
}

/// What a law is called.
pub fn law_name(law: &Law) -> &'static str {
    match law {
        Law::Certain(_) => "certain",
        Law::Uniform { .. } => "uniform",
        Law::Normal { .. } => "normal",
        Law::LogNormal { .. } => "log-normal",
        Law::LogitNormal { .. } => "logit-normal",
        Law::Exponential { .. } => "exponential",
        Law::Beta { .. } => "Beta",
        Law::Pert { .. } => "PERT",
    }
}
