//! Bounds on mediation, and finite games against published and exact answers.

#[path = "../common/mod.rs"]
mod common;
mod bounds;
