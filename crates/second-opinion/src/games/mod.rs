//! Games: what mediation can do at best, and small finite games solved exactly.
//!
//! [`mediation`] and [`peaceful`] are bounds from the theory of mechanisms: no institution of the kind
//! described does better, whatever its skill. The rest reads and writes games in Gambit's formats
//! and finds their equilibria in exact rationals, so that a scenario's option game can be solved here
//! and checked there.
//!
//! Every search has a [`Budget`], a count of work and not a clock, and says when it was cut.
//!
//! The page with the equations is `docs/opinions/games.md`.

mod bimatrix;
mod budget;
pub mod efg;
mod extensive;
mod gambit;
mod logit;
pub mod mediation;
pub mod nfg;
pub mod number;
pub mod peaceful;
mod pure;
mod signalling;
mod strategic;
mod subgame;
mod tableau;

pub use bimatrix::{Mixed, NotBimatrix, extreme_equilibria, lemke_howson};
pub use budget::{Budget, Found};
pub use extensive::{
    ExtensiveGame, InformationSet, MAX_DEPTH, Move, Node, Outcome, Plan, TreeError,
};
pub use gambit::codes;
pub use logit::{LogitEquilibrium, logit_equilibrium};
pub use number::Rational;
pub use pure::pure_equilibria;
pub use signalling::{Assessment, perfect_bayesian};
pub use strategic::{MAX_PROFILES, StrategicGame, TableError};
pub use subgame::{Continuation, subgame_perfect};
