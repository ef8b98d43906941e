//! What happens: draws, arms and mechanisms of a diplomatic contact.
//!
//! A scenario is compiled into a [`plan::Plan`], which is the last thing that can fail; a run of
//! it ([`run::run`]) leaves plain columns ([`result::Run`]). The engine reads no file, no clock
//! and no global random number.

pub mod arms;
pub mod block;
pub mod cells;
pub mod clock;
pub mod codes;
pub mod copula;
mod gather;
pub mod lanes;
pub mod laws;
pub mod math;
pub mod mechanism;
pub mod mechanisms;
pub mod pick_freeze;
pub mod plan;
pub mod quadrature;
pub mod quantile;
pub mod random;
pub mod record;
pub mod result;
pub mod run;
pub mod sobol;
mod streams;
pub mod summary;

pub use gather::Unusable;
pub use plan::{Effort, Plan, vocabulary};
pub use result::Run;
pub use run::{Resumed, Watch, run, run_resumed, run_watched};
