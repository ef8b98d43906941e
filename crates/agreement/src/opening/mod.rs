//! What would open a closed zone: the cheapest set of concessions, and single changes of one
//! option, one red line, one veto or one consent.

mod programme;
mod single;

pub use programme::{Ask, Opening, cheapest_concessions, equal_concession};
pub use single::{SingleChange, SingleChanges, single_changes};
