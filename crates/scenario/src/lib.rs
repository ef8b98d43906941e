//! What the analyst writes: parties, issues, quantities, the contact, claims, sources.
//!
//! [`read`](read::read) turns the text of a scenario file into a [`Scenario`] of typed
//! tables, or into every mistake it has, each with its place and what to write instead.
//! It knows the grammar, not the mechanisms: those bring their own key tables, put
//! together in a [`Vocabulary`].

pub mod claim;
mod claims;
mod codes;
mod correlation;
pub mod diagnostic;
pub mod explain;
mod explanations;
mod faults;
pub mod format;
pub mod histogram;
pub mod key;
pub mod law;
mod leaf;
pub mod limits;
pub mod lone;
pub mod measure;
pub mod merge;
mod names;
mod number;
mod overlay;
pub mod quantity;
pub mod read;
mod reader;
pub mod reference;
pub mod renaming;
pub mod render;
pub mod scenario;
pub mod schema;
mod sections;
mod shape;
pub mod source;
pub mod table;
mod tabulated;
mod tree;
mod variant;
pub mod vocabulary;
pub mod words;

pub use jiff::civil::Date;

pub use claims::placed;
pub use diagnostic::{Diagnostic, Related, Severity};
pub use key::{Key, Kind, Section};
pub use law::Law;
pub use quantity::{Choice, Expression, OptionRef, Package, Quantity, Value};
pub use read::{Reading, read, read_bytes};
pub use scenario::{Claim, Correlation, Scenario, Variant};
pub use source::{Source, Span};
pub use table::Table;
pub use tabulated::Tabulated;
pub use vocabulary::Vocabulary;
