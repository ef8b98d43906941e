//! What happens: draws, arms and mechanisms of a diplomatic contact.

pub mod laws;
pub mod math;
pub mod random;
pub mod result;
pub mod sobol;
