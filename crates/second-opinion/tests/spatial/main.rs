//! The expected utility model against its published table, and what must hold of every issue.

#[path = "../common/mod.rs"]
mod common;
mod emission;
mod invariants;
mod published;
mod reading;
