//! Statements about options as a scenario writes them.
//!
//! ```text
//! statement = either { ("if" | "iff") either }       "a if b": a holds wherever b does
//! either    = both { "or" both }
//! both      = one { "and" one }
//! one       = "not" one | "(" statement ")" | OPTION
//! ```
//!
//! `if` and `iff` bind least and group to the left.

use pourparler_scenario::words::{nearest, shown};

use crate::graph_model::Statement;

/// Most signs of a statement; nothing a person writes comes near it.
const MOST: usize = 2_000;
/// Deepest nesting of brackets and `not`.
const DEEPEST: usize = 32;

/// Why a text is no statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Whether it names an option there is not.
    pub unknown: bool,
    /// What is wrong, without a full stop.
    pub message: String,
    /// What to write instead.
    pub help: String,
}

fn wrong(message: impl Into<String>, help: impl Into<String>) -> Wrong {
    Wrong {
        unknown: false,
        message: message.into(),
        help: help.into(),
    }
}

/// Reads a statement; options are named by the ids given, in their order.
///
/// # Errors
/// The first thing that is wrong.
pub fn statement(text: &str, options: &[&str]) -> Result<Statement, Wrong> {
    if text.len() > MOST {
        return Err(wrong(
            format!(
                "a statement of {} bytes; at most {MOST} are read",
                text.len()
            ),
            "write several statements, the most important first",
        ));
    }
    let mut parser = Parser {
        words: words(text)?,
        at: 0,
        options,
    };
    let read = parser.statement(0)?;
    match parser.peek() {
        None => Ok(read),
        Some(word) => Err(wrong(
            format!(
                "`{}` does not go on from what stands before it",
                shown(word)
            ),
            "join options by `and`, `or`, `if` or `iff`",
        )),
    }
}

fn words(text: &str) -> Result<Vec<&str>, Wrong> {
    let plain = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let end = match first {
            '(' | ')' => 1,
            first if plain(first) => rest.find(|c| !plain(c)).unwrap_or(rest.len()),
            other => {
                return Err(wrong(
                    format!("`{}` is no part of a statement", shown(&other.to_string())),
                    "write ids of options, `and`, `or`, `not`, `if`, `iff` and brackets",
                ));
            }
        };
        words.push(&rest[..end]);
        rest = rest[end..].trim_start();
    }
    Ok(words)
}

struct Parser<'a> {
    words: Vec<&'a str>,
    at: usize,
    options: &'a [&'a str],
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&'a str> {
        self.words.get(self.at).copied()
    }

    fn take(&mut self, word: &str) -> bool {
        let here = self.peek() == Some(word);
        self.at += usize::from(here);
        here
    }

    fn statement(&mut self, depth: usize) -> Result<Statement, Wrong> {
        let mut left = self.either(depth)?;
        loop {
            if self.take("if") {
                left = Statement::If(Box::new(left), Box::new(self.either(depth)?));
            } else if self.take("iff") {
                left = Statement::Iff(Box::new(left), Box::new(self.either(depth)?));
            } else {
                return Ok(left);
            }
        }
    }

    fn either(&mut self, depth: usize) -> Result<Statement, Wrong> {
        let mut parts = vec![self.both(depth)?];
        while self.take("or") {
            parts.push(self.both(depth)?);
        }
        Ok(one_or(parts, Statement::Or))
    }

    fn both(&mut self, depth: usize) -> Result<Statement, Wrong> {
        let mut parts = vec![self.one(depth)?];
        while self.take("and") {
            parts.push(self.one(depth)?);
        }
        Ok(one_or(parts, Statement::And))
    }

    fn one(&mut self, depth: usize) -> Result<Statement, Wrong> {
        if depth > DEEPEST {
            return Err(wrong(
                format!("brackets and `not` are nested more than {DEEPEST} deep"),
                "write several statements, the most important first",
            ));
        }
        if self.take("not") {
            return Ok(Statement::Not(Box::new(self.one(depth + 1)?)));
        }
        if self.take("(") {
            let inner = self.statement(depth + 1)?;
            return if self.take(")") {
                Ok(inner)
            } else {
                Err(wrong("a bracket is not closed", "add `)`"))
            };
        }
        let Some(word) = self.peek() else {
            return Err(wrong(
                "the statement ends too early",
                "add the id of an option",
            ));
        };
        if let Some(option) = self.options.iter().position(|id| *id == word) {
            self.at += 1;
            return Ok(Statement::Option(option));
        }
        if matches!(word, "and" | "or" | "if" | "iff" | ")") {
            return Err(wrong(
                format!("an option is wanted before `{word}`"),
                "write the id of an option there",
            ));
        }
        let help = match nearest(word, self.options.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the options are {}", self.options.join(", ")),
        };
        Err(Wrong {
            unknown: true,
            ..wrong(format!("there is no option `{}`", shown(word)), help)
        })
    }
}

fn one_or(mut parts: Vec<Statement>, join: fn(Vec<Statement>) -> Statement) -> Statement {
    if parts.len() == 1 {
        parts.swap_remove(0)
    } else {
        join(parts)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::statement;

    const OPTIONS: [&str; 3] = ["a", "b", "long-one"];

    fn holds(text: &str, state: u32) -> bool {
        statement(text, &OPTIONS).unwrap().holds(state)
    }

    #[test]
    fn connectives_bind_as_they_are_said_to() {
        for state in 0..8u32 {
            let (a, b, c) = (state & 1 == 1, state & 2 == 2, state & 4 == 4);
            assert_eq!(holds("a and not b or long-one", state), a && !b || c);
            assert_eq!(holds("a and (b or long-one)", state), a && (b || c));
            assert_eq!(holds("a if b or long-one", state), a || !(b || c));
            assert_eq!(holds("a iff not(b)", state), a != b);
        }
    }

    #[test]
    fn what_is_no_statement_says_what_to_write() {
        for (text, unknown, message, help) in [
            ("a and lnog-one", true, "no option `lnog-one`", "`long-one`"),
            ("a b", false, "`b` does not go on", "`and`"),
            ("(a", false, "not closed", "`)`"),
            ("", false, "ends too early", "option"),
            ("or a", false, "before `or`", "option"),
            ("a & b", false, "`&` is no part", "`and`"),
        ] {
            let wrong = statement(text, &OPTIONS).unwrap_err();
            assert_eq!(wrong.unknown, unknown, "{text}");
            assert!(wrong.message.contains(message), "{text}: {wrong:?}");
            assert!(wrong.help.contains(help), "{text}: {wrong:?}");
        }
        assert!(statement(&"(".repeat(1_999), &OPTIONS).is_err());
        assert!(statement(&"not ".repeat(400), &OPTIONS).is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "[ab()& ]{0,40}|(a|not|and|or|if|iff|\\(|\\)| ){0,20}") {
            let _ = statement(&text, &OPTIONS);
        }
    }
}
