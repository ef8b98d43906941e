//! The language in which a claim states what would support and what would refute it.
//!
//! A claim is a sentence with two tests. A test compares numbers computed from a run:
//!
//! ```text
//! P(settlement or exchange.prisoners, by=90d) <= 5% and effect(settlement) < 2pt
//! ```
//!
//! Reading takes three steps, one file each: the lexer cuts the text into tokens, [`parse`]
//! builds the syntax tree ([`Expr`]), and [`resolve`] finds every name in what the scenario
//! offers ([`Names`]) and checks the units. What comes out is a [`Test`], which the analysis
//! evaluates; nothing that can fail is left to it except figures a run does not have.
//!
//! # Grammar
//!
//! ```text
//! test    = or
//! or      = and { "or" and }
//! and     = not { "and" not }
//! not     = "not" not | compare
//! compare = sum [ ("<" | "<=" | ">" | ">=" | "=" | "!=") sum ]
//! sum     = term { ("+" | "-") term }
//! term    = sign { ("*" | "/") sign }
//! sign    = "-" sign | atom
//! atom    = number [ "%" | "pt" ] | name [ "[" name { "," name } "]" ]
//!         | name "(" [ item { "," item } ] ")" | "(" or ")"
//! item    = "by" "=" days | "at" "=" days | "arm" "=" name | "given" name "=" value | or
//! days    = number "d"
//! ```
//!
//! A hyphen between two name characters belongs to the name (`arm=with-mandate`), so a minus
//! sign wants spaces around it. `%` and `pt` both divide by 100: `%` for a level, `pt` for a
//! difference of two levels.

mod codes;
mod event;
mod lexer;
mod limits;
mod lookup;
mod meaning;
mod names;
mod parser;
mod resolve;
mod show;
mod syntax;
mod units;

pub use limits::{MAX_DEPTH, MAX_EVENT_OUTCOMES, MAX_LENGTH, MAX_TOKENS};
pub use meaning::{Event, Measure, Place, Test, Time, Value};
pub use names::{GroupName, InputName, Names, OutputName, Unit};
pub use parser::parse;
pub use resolve::{check, resolve};
pub use syntax::{
    ArithmeticOp, Comparison, Expr, ExprKind, Function, Given, GivenValue, Logic, Name, Options,
    Written,
};
