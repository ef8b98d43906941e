//! What happens: draws, arms and mechanisms of a diplomatic contact.

pub mod copula;
pub mod laws;
pub mod math;
pub mod quadrature;
pub mod random;
pub mod result;
pub mod sobol;
pub mod summary;
