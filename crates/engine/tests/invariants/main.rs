//! Invariants of whole runs (formal model, section 9): what must hold whatever the numbers are.

mod anatomy;
mod closed_forms;
mod constraints;
mod deals;
mod diagnostics;
mod empty_contact;
mod escalation;
mod frontiers;
mod guarantees;
mod halves;
mod headlines;
mod information;
mod instead;
mod mirror;
mod new_mechanism;
mod no_front;
mod pick_freeze;
mod publics;
mod refusals;
mod reproducibility;
mod resumed;
mod runs;
mod shocks;
mod step_size;
mod zone;
