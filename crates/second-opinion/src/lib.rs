//! Second opinions: other published methods on the same case.
//!
//! They share the scenario and the agreement space with the engine and nothing else, so that where
//! they agree with it the agreement is worth something. Each gives its own answer, its reasons and
//! its limits; nothing here averages them.

pub mod case;
mod csv;
pub mod explanations;
pub mod games;
pub mod graph_model;
pub mod negotiation;
pub mod reading;
pub mod reference_class;
pub mod spatial;
