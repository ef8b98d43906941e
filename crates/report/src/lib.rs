//! What the reader sees: the words, the text for a terminal, and JSON.

pub mod diagnostics;
pub mod language;
pub mod layout;

pub use layout::Look;
