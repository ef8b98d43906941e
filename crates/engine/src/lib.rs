//! What happens: draws, arms and mechanisms of a diplomatic contact.

pub mod result;
