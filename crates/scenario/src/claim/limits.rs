//! Limits that keep a hostile expression from costing more than it is worth.

/// Longest expression, in bytes.
pub const MAX_LENGTH: usize = 4_000;

/// Most tokens (names, numbers, signs). A chain of operators nests the tree as deep as it is
/// long, so this bounds the depth of every walk over it.
pub const MAX_TOKENS: usize = 600;

/// Most different outcomes in one event: the engine walks through every combination of them.
pub const MAX_EVENT_OUTCOMES: usize = 12;

/// Deepest nesting of parentheses, `not` and minus signs.
pub const MAX_DEPTH: usize = 64;
