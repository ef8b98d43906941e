//! The mechanisms, one file each, in the order in which a step runs them.

pub mod audience;
pub mod bargaining;
mod brownian;
pub mod contact;
pub mod escalation;
pub mod exchange;
pub mod information;
mod keys;
pub mod leak;
pub mod leverage;
pub mod no_front;
pub mod packages;
pub mod politics;
pub mod publics;
pub mod reservation;
pub mod ripeness;
pub mod shocks;
mod spiral;
pub mod steps;
pub mod substitute;
pub mod types;
pub mod war;
pub mod zone;

use crate::mechanism::Mechanism;

/// Every mechanism. Each may read the columns of those before it.
pub const ALL: &[&dyn Mechanism] = &[
    &substitute::Substitute,
    &contact::Contact,
    &leak::Leak,
    &leverage::Leverage,
    &publics::Publics,
    &information::Information,
    &packages::Packages,
    &shocks::Shocks,
    &politics::Politics,
    &war::War,
    &no_front::NoFront,
    &reservation::Reservation,
    &types::Types,
    &zone::Zone,
    &ripeness::Ripeness,
    &steps::Steps,
    &bargaining::Bargaining,
    &escalation::Escalation,
    &exchange::Exchange,
    &audience::Audience,
];
