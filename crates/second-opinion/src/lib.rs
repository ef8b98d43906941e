//! What other published methods say about the same conflict: independent of the engine, with their
//! own answers, their own reasons and their own limits.

pub mod graph_model;
