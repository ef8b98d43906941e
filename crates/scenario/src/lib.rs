//! What the analyst writes: parties, issues, quantities, the contact, claims, sources.
//!
//! [`read`](read::read) turns the text of a scenario file into a [`Scenario`] of typed
//! tables, or into every mistake it has, each with its place and what to write instead.
//! It knows the grammar, not the mechanisms: those bring their own key tables, put
//! together in a [`Vocabulary`].

pub mod claim;
pub mod diagnostic;
pub mod key;
pub mod law;
pub mod quantity;
pub mod scenario;
mod sections;
pub mod source;
pub mod table;
pub mod vocabulary;

pub use jiff::civil::Date;

pub use diagnostic::{Diagnostic, Related, Severity};
pub use key::{Key, Kind, Section};
pub use law::Law;
pub use quantity::{Choice, Expression, OptionRef, Package, Quantity, Value};
pub use scenario::{Claim, Correlation, Scenario, Variant};
pub use source::{Source, Span};
pub use table::Table;
pub use vocabulary::Vocabulary;
