//! Bounds on mediation, and finite games against published and exact answers.

mod bounds;
#[path = "../common/mod.rs"]
mod common;
mod exact;
mod files;
mod invariants;
mod trees;
