//! Whole assessments of hostile scenarios: refused with a diagnostic, or assessed with figures
//! that are figures. Everything runs in this process, so a panic anywhere fails the test.

mod edges;
mod edits;
mod holds;
mod keys;
mod mutated;
