//! Readable rules: in which settings an outcome, an effect or a verdict is found.

mod cart;
mod prim;

pub use cart::{CartOptions, cart};
pub use prim::{Column, Limit, PrimBox, PrimOptions, paste, prim, quasi_p};
