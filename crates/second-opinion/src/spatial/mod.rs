//! Spatial bargaining: the expected utility model.
//!
//! Actors with a position x on one contested issue, a capability c and a salience s challenge one
//! another, round after round. Each asks what it expects from challenging every other and from being
//! challenged, with an exponent r that says how much risk it takes; offers follow from the signs and
//! sizes of the two, and each actor takes the one that moves it least (Bueno de Mesquita 1985; the
//! replication by Scholz, Calbert & Smith 2011).
//!
//! The printed equations do not give the printed table, so every rule that the two leave open is a
//! named switch of [`Rules`]. [`ensemble`] runs all of them and shows how far they are apart, and the
//! two baselines, mean and median position weighted by capability × salience, stand beside every
//! answer: a public back-test on 351 issues of the European Union found them nearer to what happened.
//!
//! What it does not model: why an actor holds its position, coalitions beyond summed votes, learning
//! about the others' numbers, ratification, time in days. A round is not a date.
//!
//! The page with the equations is `docs/opinions/spatial.md`.

mod contest;
mod ensemble;
mod forecast;
mod issue;
mod joint;
mod offer;
pub mod read;
mod rules;
mod run;

pub use ensemble::{Ensemble, Spread, ensemble};
pub use forecast::{Forecast, Quantiles, UncertainActor, forecast};
pub use issue::{Actor, Baseline, Issue, IssueError, MAX_ACTORS};
pub use joint::{Issues, JointRound, JointRun, run_jointly};
pub use offer::{Offer, OfferKind};
pub use rules::{ChallengerRisk, OfferChoice, Rules, VoteCurve, WinDenominator};
pub use run::{Round, Run, Standing, run};
