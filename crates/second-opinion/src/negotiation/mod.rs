//! Negotiation domains of other programs, to and from the agreement space.
//!
//! Two sides, issues with options, additive utilities: what Genius (Lin et al. 2014) writes as XML
//! and GeniusWeb as JSON is what [`pourparler_agreement`] computes with, up to conventions. Those are
//! named here and printed, because numbers from two programs can only be compared under one of them:
//!
//! * **evaluations**: an option's number counts as written, or as a share of the largest
//!   ([`Evaluations`]);
//! * **normalisation**: each side's utility is stretched to 0 for its worst and 1 for its best outcome,
//!   U = (u − min)/(max − min), which moves no solution but the utilitarian and the egalitarian;
//! * **disagreement**: the larger of the reservation value so stretched and 0;
//! * **Kalai and Smorodinsky** on a list of outcomes: [`solve`] gives both readings in use.
//!
//! What the formats have and the agreement space has not (discounting by time, issues of continuous
//! value) is refused or reported; what it has and they have not (divisible issues, exclusions, red
//! lines, consents, breach) is refused on export.
//!
//! The page is `docs/opinions/negotiation.md`.

mod domain;
pub mod genius;
pub mod geniusweb;
mod solve;
mod three;

pub use domain::{Evaluations, Negotiation, Profile, Reservation, Space, SpaceError, Topic};
pub use solve::{Solutions, solve};
pub use three::{
    ThreePartyError, Triple, TripleSolutions, efficient, solutions as triple_solutions,
};

/// What is wrong with a negotiation file.
pub mod codes {
    /// The text is not XML or JSON.
    pub const SYNTAX: &str = "PP1301";
    /// Something the format has is missing.
    pub const MISSING: &str = "PP1302";
    /// A kind of issue or utility that is not read.
    pub const KIND: &str = "PP1303";
    /// A number that is none, or outside its range.
    pub const NUMBER: &str = "PP1304";
    /// An issue or option that the domain does not have, or twice the same.
    pub const UNKNOWN: &str = "PP1305";
    /// More than can be computed.
    pub const TOO_LARGE: &str = "PP1306";
    /// Something that is read and plays no part.
    pub const UNUSED: &str = "PP1307";
}
