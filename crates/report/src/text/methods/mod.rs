//! One published method on files of its own format, as text.

mod conflict;
mod game;
mod negotiation;
mod spatial;

pub use conflict::conflict;
pub use game::game;
pub use negotiation::negotiation;
pub use spatial::spatial;
