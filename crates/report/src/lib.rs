//! What the reader sees: the words, the text for a terminal, and JSON.

pub mod charts;
pub mod diagnostics;
pub mod draws;
pub mod evidence;
mod figure;
pub mod headlines;
pub mod html;
pub mod json;
pub mod language;
pub mod layout;
mod levers;
#[cfg(feature = "memo")]
pub mod memo;
mod names;
pub mod opinions;
pub mod quantity;
pub mod redaction;
pub mod sensitivity;
mod signable;
pub mod solved;
pub mod text;

pub use layout::Look;
