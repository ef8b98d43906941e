//! Limits that keep a hostile expression from costing more than it is worth.

/// Longest expression, in bytes.
pub const MAX_LENGTH: usize = 4_000;

/// Most tokens (names, numbers, signs). A chain of operators nests the tree as deep as it is
/// long, so this bounds the depth of every walk over it.
pub const MAX_TOKENS: usize = 600;

/// Deepest nesting of parentheses, `not` and minus signs.
pub const MAX_DEPTH: usize = 64;
