//! Text to tokens.

use super::codes::{UNREADABLE, shown};
use super::syntax::Span;
use crate::diagnostic::Diagnostic;

/// A piece of an expression.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// A number without its unit.
    Number(f64),
    /// The unit glued to or following a number.
    Percent,
    /// Percentage points.
    Points,
    /// Days.
    Days,
    /// A dotted name or a word of the language.
    Name(String),
    /// `<`, `<=`, `>`, `>=`, `=`, `!=`.
    Compare(super::syntax::Comparison),
    Plus,
    Minus,
    Times,
    Over,
    Open,
    Close,
    OpenBracket,
    CloseBracket,
    Comma,
}

impl Token {
    /// How a message calls it.
    pub(super) fn shown(&self) -> String {
        match self {
            Token::Number(_) => "a number".into(),
            Token::Percent => "`%`".into(),
            Token::Points => "`pt`".into(),
            Token::Days => "`d`".into(),
            Token::Name(name) => format!("`{}`", shown(name)),
            Token::Compare(op) => format!("`{}`", op.symbol()),
            Token::Plus => "`+`".into(),
            Token::Minus => "`-`".into(),
            Token::Times => "`*`".into(),
            Token::Over => "`/`".into(),
            Token::Open => "`(`".into(),
            Token::Close => "`)`".into(),
            Token::OpenBracket => "`[`".into(),
            Token::CloseBracket => "`]`".into(),
            Token::Comma => "`,`".into(),
        }
    }
}

/// Cuts the text into tokens with their places.
pub(super) fn tokens(text: &str) -> Result<Vec<(Token, Span)>, Diagnostic> {
    let mut out: Vec<(Token, Span)> = Vec::new();
    let mut rest = Cursor { text, at: 0 };
    while let Some(c) = rest.peek() {
        let start = rest.at;
        if c.is_whitespace() {
            rest.take();
            continue;
        }
        let starts_number =
            c.is_ascii_digit() || (c == '.' && rest.second().is_some_and(|d| d.is_ascii_digit()));
        if starts_number {
            let value = number(&mut rest)?;
            out.push((Token::Number(value), Span::new(start, rest.at)));
            unit(&mut rest, &mut out)?;
            continue;
        }
        if starts_name(c) {
            let name = name(&mut rest);
            let token = match name.as_str() {
                // After a number only its unit or a joining word can stand.
                "and" | "or" => Token::Name(name),
                word if matches!(out.last(), Some((Token::Number(_), _))) => {
                    unit_called(word, Span::new(start, rest.at))?
                }
                _ => Token::Name(name),
            };
            out.push((token, Span::new(start, rest.at)));
            continue;
        }
        let token = symbol(&mut rest)?;
        out.push((token, Span::new(start, rest.at)));
    }
    Ok(out)
}

struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl Cursor<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn second(&self) -> Option<char> {
        self.rest().chars().nth(1)
    }

    fn take(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn take_if(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.take();
        }
        found
    }

    fn digits(&mut self, into: &mut String) {
        while let Some(c) = self.peek().filter(|c| c.is_ascii_digit() || *c == '_') {
            if c != '_' {
                into.push(c);
            }
            self.take();
        }
    }
}

fn starts_name(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

fn in_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// A name: words joined by dots, and by hyphens that have a name character on both sides.
fn name(rest: &mut Cursor) -> String {
    let mut out = String::new();
    while let Some(c) = rest.peek() {
        let joins = (c == '-' || c == '.') && rest.second().is_some_and(in_name);
        if !in_name(c) && !joins {
            break;
        }
        out.push(c);
        rest.take();
    }
    out
}

fn number(rest: &mut Cursor) -> Result<f64, Diagnostic> {
    let start = rest.at;
    let mut digits = String::new();
    rest.digits(&mut digits);
    if rest.peek() == Some('.') && !rest.second().is_some_and(starts_name) {
        rest.take();
        digits.push('.');
        rest.digits(&mut digits);
    }
    let mut tail = rest.rest().chars();
    if matches!(tail.next(), Some('e' | 'E')) {
        let sign = tail.next();
        let signed =
            matches!(sign, Some('+' | '-')) && tail.next().is_some_and(|c| c.is_ascii_digit());
        if signed || sign.is_some_and(|c| c.is_ascii_digit()) {
            rest.take();
            digits.push('e');
            if signed {
                digits.extend(rest.take());
            }
            rest.digits(&mut digits);
        }
    }
    // "1,000" would be read as two arguments.
    let mut tail = rest.rest().chars();
    if tail.next() == Some(',') {
        let group: Vec<char> = tail.by_ref().take(4).collect();
        if group.len() >= 3
            && group.iter().take(3).all(char::is_ascii_digit)
            && !group.get(3).is_some_and(char::is_ascii_digit)
        {
            let whole = Span::new(start, rest.at + 4);
            return Err(Diagnostic::error(
                UNREADABLE,
                whole,
                "a comma separates arguments, not thousands",
            )
            .help("write 1000 or 1_000"));
        }
    }
    match digits.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(value),
        _ => Err(Diagnostic::error(
            UNREADABLE,
            Span::new(start, rest.at),
            "this number cannot be read",
        )),
    }
}

fn unit_called(word: &str, span: Span) -> Result<Token, Diagnostic> {
    match word {
        "pt" => Ok(Token::Points),
        "d" => Ok(Token::Days),
        _ => {
            let message = format!("`{}` is not a unit of this language", shown(word));
            Err(Diagnostic::error(UNREADABLE, span, message)
                .help("units are `%`, `pt` (percentage points) and `d` (days)"))
        }
    }
}

/// The unit glued to a number, if any.
fn unit(rest: &mut Cursor, out: &mut Vec<(Token, Span)>) -> Result<(), Diagnostic> {
    let start = rest.at;
    if rest.peek().is_some_and(starts_name) {
        let word = name(rest);
        let token = unit_called(&word, Span::new(start, rest.at))?;
        out.push((token, Span::new(start, rest.at)));
    }
    Ok(())
}

fn symbol(rest: &mut Cursor) -> Result<Token, Diagnostic> {
    use super::syntax::Comparison;
    let start = rest.at;
    let Some(c) = rest.take() else {
        return Err(Diagnostic::error(
            UNREADABLE,
            Span::new(start, start),
            "the expression ends here",
        ));
    };
    let token = match c {
        '%' => Token::Percent,
        '+' => Token::Plus,
        '-' | '−' => Token::Minus,
        '*' | '×' => Token::Times,
        '/' => Token::Over,
        '(' => Token::Open,
        ')' => Token::Close,
        '[' => Token::OpenBracket,
        ']' => Token::CloseBracket,
        ',' => Token::Comma,
        '≤' => Token::Compare(Comparison::AtMost),
        '≥' => Token::Compare(Comparison::AtLeast),
        '≠' => Token::Compare(Comparison::Different),
        '<' if rest.take_if('=') => Token::Compare(Comparison::AtMost),
        '<' => Token::Compare(Comparison::Less),
        '>' if rest.take_if('=') => Token::Compare(Comparison::AtLeast),
        '>' => Token::Compare(Comparison::More),
        '!' if rest.take_if('=') => Token::Compare(Comparison::Different),
        '=' => {
            rest.take_if('=');
            Token::Compare(Comparison::Equal)
        }
        other => {
            let help = match other {
                '&' => Some("write `and`"),
                '|' => Some("write `or`; a condition is written `given X = v`"),
                '!' | '~' => Some("write `not`"),
                '"' | '\'' | '`' => Some("names are written without quotation marks"),
                '{' | '}' => Some("use parentheses"),
                _ => None,
            };
            let text = shown(other.encode_utf8(&mut [0; 4]));
            let problem = Diagnostic::error(
                UNREADABLE,
                Span::new(start, rest.at),
                format!("`{text}` has no meaning in a claim"),
            );
            return Err(match help {
                Some(help) => problem.help(help),
                None => problem,
            });
        }
    };
    Ok(token)
}
