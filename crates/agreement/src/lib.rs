//! What could be signed: packages of options, the efficient frontier between two sides,
//! the zone of possible agreement, bargaining solutions and the cheapest way to open the zone.
//!
//! The crate is numeric. A [`Domain`] holds the fixed structure of a negotiation (parties,
//! issues, exclusions, red lines, effects of guarantees, consents), a [`Draw`] the numbers of one
//! state of the world, and a reusable [`Workspace`] turns both into a [`Frontier`].
//!
//! Utility is additive, U_i(x) = Σ_k w_ik v_ik(x_k) with Σ_k w_ik = 1 and v in \[0, 1\]
//! (Keeney and Raiffa 1976). A side's *net* utility subtracts what it expects to lose by breach,
//! d ℓ / (1 − d). Every contribution is put on one dyadic grid ([`grid`]) before it is added, so
//! sums are exact, do not depend on the order of addition, and a tie is a tie on every machine.

mod brute;
mod chain;
mod domain;
mod draw;
mod error;
mod frontier;
pub mod grid;
mod label;
mod merge;
mod predicate;
mod prune;
mod seed;
mod terms;
mod workspace;

pub mod opening;
pub mod package;
pub mod solution;
pub mod space;

pub use chain::{Chain, Step};
pub use domain::{
    Choice, ConsentRule, Domain, Effect, Issue, MAX_ISSUES, MAX_OPTIONS, RedLine, Structure,
};
pub use draw::{Consent, Draw, EffectSize, Veto};
pub use error::{AgreementError, DomainError};
pub use frontier::{Frontier, Point, Thinned};
pub use predicate::Predicate;
pub use seed::MAX_SEEDS;
pub use workspace::Workspace;
