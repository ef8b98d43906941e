//! Reference classes: what happened to cases like this, counted from the user's own files.
//!
//! The program ships rates, not rows. [`icb::rates`] and [`ucdp::rates`] recompute them from a
//! download of the International Crisis Behavior project and of UCDP's conflict termination data, so
//! that anyone can check them, or count a newer version. Every rate is k of n with two 95 %
//! intervals: Wilson's (1927) and that of the Beta(k + ½, n − k + ½) posterior (Jeffreys 1946).
//!
//! Mediation and agreement are associated here, not cause and effect: harder cases get mediators, and
//! willing parties accept them. No data set codes the visits of unofficial envoys.
//!
//! The page with the definitions is `docs/opinions/reference-class.md`.

pub mod icb;
mod rate;
mod survey;
pub mod ucdp;

pub use rate::{Interval, Rate, difference};
pub use survey::decode;

/// What is wrong with a file of cases.
pub mod codes {
    /// Not a file of the data set, or another of its files.
    pub const WRONG_FILE: &str = "PP1401";
    /// A column that is needed is missing.
    pub const COLUMN: &str = "PP1402";
    /// A version that the definitions were not checked against.
    pub const VERSION: &str = "PP1403";
    /// A code that the codebook does not have.
    pub const CODE: &str = "PP1404";
    /// More than any version of the data set holds.
    pub const TOO_LARGE: &str = "PP1405";
}
