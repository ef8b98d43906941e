//! What the reader sees: the words, the text for a terminal, and JSON.

pub mod diagnostics;
pub mod evidence;
mod figure;
pub mod headlines;
pub mod json;
pub mod language;
pub mod layout;
mod levers;
mod names;
pub mod opinions;
pub mod quantity;
mod signable;
pub mod text;

pub use layout::Look;
