//! How large a scenario may be. Each limit is an error with the count, never a cut.

use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// Largest file, in bytes.
pub const FILE_BYTES: usize = 2 * 1024 * 1024;
/// Deepest nesting of tables and lists.
pub const NESTING: usize = 32;
/// Most entries of one table or list.
pub const ENTRIES: usize = 1_000;
/// Longest text, in characters.
pub const TEXT_CHARS: usize = 20_000;
/// Most parties.
pub const PARTIES: usize = 30;
/// Most issues.
pub const ISSUES: usize = 30;
/// Most options of one issue.
pub const OPTIONS: usize = 64;
/// Most claims.
pub const CLAIMS: usize = 200;
/// Most variants.
pub const VARIANTS: usize = 50;
/// Most quantities and choices, certain or not.
pub const QUANTITIES: usize = 10_000;
/// Most uncertain quantities and choices: one random dimension each.
pub const UNCERTAIN: usize = 1_000;
/// Most rank correlations.
pub const CORRELATIONS: usize = 200;

/// What is said about more of something than is read.
pub(crate) fn too_many(what: &str, count: usize, most: usize, span: Span) -> Diagnostic {
    Diagnostic::error(
        codes::TOO_MANY,
        span,
        format!("{count} {what}; at most {most} are read"),
    )
    .help("split the scenario, or leave out what does not matter")
}
