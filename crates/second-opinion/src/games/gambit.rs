//! The words of Gambit's game files, each with its place.

use pourparler_scenario::diagnostic::Diagnostic;
use pourparler_scenario::words::shown;
use pourparler_scenario::{Source, Span};

use super::number::{self, Rational};

/// What is wrong with a game file.
pub mod codes {
    /// The file is not of this format or version.
    pub const HEADER: &str = "PP1201";
    /// Something else was expected here.
    pub const EXPECTED: &str = "PP1202";
    /// A number that is none.
    pub const NUMBER: &str = "PP1203";
    /// A reference to a player, outcome or information set that cannot be.
    pub const REFERENCE: &str = "PP1204";
    /// An information set described in two ways.
    pub const INFORMATION_SET: &str = "PP1205";
    /// Probabilities that do not sum to 1.
    pub const PROBABILITIES: &str = "PP1206";
    /// More than can be held.
    pub const TOO_LARGE: &str = "PP1207";
    /// Text after the end of the game.
    pub const REST: &str = "PP1208";
}

/// A word of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    /// Between double quotes.
    Text(String),
    /// Anything else without blanks: a number, `NFG`, `t`.
    Plain(String),
    Open,
    Close,
}

/// Reads words one after another; commas count as blanks.
pub(crate) struct Words<'a> {
    text: &'a str,
    at: usize,
    /// Where the last word stood.
    pub span: Span,
}

/// Nesting of a mistake is not pursued: what follows a wrong word cannot be trusted.
pub(crate) type Step<T> = Result<T, Box<Diagnostic>>;

impl<'a> Words<'a> {
    pub fn new(text: &'a str) -> Self {
        let at = if text.starts_with('\u{feff}') { 3 } else { 0 };
        Self {
            text,
            at,
            span: Span::new(at, at),
        }
    }

    /// The next word, or nothing at the end of the text.
    pub fn next(&mut self) -> Option<Word> {
        let rest = &self.text[self.at..];
        let blank = |c: char| c.is_whitespace() || c == ',';
        let start = self.at + rest.len() - rest.trim_start_matches(blank).len();
        let rest = &self.text[start..];
        let first = rest.chars().next();
        let (word, length) = match first {
            None => {
                self.at = start;
                self.span = Span::new(start, start);
                return None;
            }
            Some('{') => (Word::Open, 1),
            Some('}') => (Word::Close, 1),
            Some('"') => {
                let (text, length) = quoted(rest);
                (Word::Text(text), length)
            }
            Some(_) => {
                let end = rest.find(|c: char| blank(c) || "{}\"".contains(c));
                let length = end.unwrap_or(rest.len());
                (Word::Plain(rest[..length].to_owned()), length)
            }
        };
        self.at = start + length;
        self.span = Span::new(start, self.at);
        Some(word)
    }

    /// The next word without taking it.
    pub fn peek(&self) -> Option<Word> {
        Words {
            text: self.text,
            at: self.at,
            span: self.span,
        }
        .next()
    }

    /// Takes the next word if it is this one.
    pub fn take(&mut self, word: &Word) -> bool {
        let found = self.peek().as_ref() == Some(word);
        if found {
            self.next();
        }
        found
    }

    /// A mistake at the last word.
    pub fn fail<T>(&self, code: &'static str, message: String, help: &str) -> Step<T> {
        Err(Box::new(
            Diagnostic::error(code, self.span, message).help(help),
        ))
    }

    fn wanted<T>(&self, what: &str, found: Option<&Word>) -> Step<T> {
        let found = match found {
            None => "the file ends".to_owned(),
            Some(Word::Open) => "`{` stands".to_owned(),
            Some(Word::Close) => "`}` stands".to_owned(),
            Some(Word::Text(text)) => format!("\"{}\" stands", shown(text)),
            Some(Word::Plain(text)) => format!("`{}` stands", shown(text)),
        };
        self.fail(
            codes::EXPECTED,
            format!("{found} here where {what} is expected"),
            "compare with a file that Gambit saved",
        )
    }

    pub fn open(&mut self) -> Step<()> {
        match self.next() {
            Some(Word::Open) => Ok(()),
            other => self.wanted("`{`", other.as_ref()),
        }
    }

    pub fn close(&mut self) -> Step<()> {
        match self.next() {
            Some(Word::Close) => Ok(()),
            other => self.wanted("`}`", other.as_ref()),
        }
    }

    pub fn text(&mut self, what: &str) -> Step<String> {
        match self.next() {
            Some(Word::Text(text)) => Ok(text),
            other => self.wanted(what, other.as_ref()),
        }
    }

    pub fn plain(&mut self, what: &str) -> Step<String> {
        match self.next() {
            Some(Word::Plain(text)) => Ok(text),
            other => self.wanted(what, other.as_ref()),
        }
    }

    /// An optional text, as comments are.
    pub fn maybe_text(&mut self) -> Option<String> {
        match self.peek() {
            Some(Word::Text(text)) => {
                self.next();
                Some(text)
            }
            _ => None,
        }
    }

    pub fn number(&mut self, what: &str) -> Step<Rational> {
        let text = self.plain(what)?;
        match number::parse(&text) {
            Some(number) => Ok(number),
            None => self.fail(
                codes::NUMBER,
                format!("`{}` is not a number", shown(&text)),
                "write 3, 3/10 or 0.3, with at most 64 characters",
            ),
        }
    }

    /// A whole number from 0.
    pub fn index(&mut self, what: &str) -> Step<usize> {
        let text = self.plain(what)?;
        match text.parse::<usize>() {
            Ok(number) => Ok(number),
            Err(_) => self.fail(
                codes::NUMBER,
                format!("`{}` is not a whole number from 0", shown(&text)),
                "numbers of players, outcomes and information sets are whole",
            ),
        }
    }

    /// `{ "a" "b" … }`, at most `most` of them.
    pub fn texts(&mut self, what: &str, most: usize) -> Step<Vec<String>> {
        self.open()?;
        let mut list = Vec::new();
        while !self.take(&Word::Close) {
            list.push(self.text(what)?);
            if list.len() > most {
                return self.fail(
                    codes::TOO_LARGE,
                    format!("more than {most} names in one list"),
                    "the game is too large to be held here",
                );
            }
        }
        Ok(list)
    }

    /// `NFG 1 R "title"`, or likewise for `EFG 2`.
    pub fn header(&mut self, name: &str, version: &str) -> Step<String> {
        let given = self.next();
        if given != Some(Word::Plain(name.to_owned())) {
            return self.fail(
                codes::HEADER,
                format!("the file does not start with {name}"),
                "NFG files hold strategic games, EFG files game trees",
            );
        }
        let given = self.plain("the version")?;
        if given != version {
            return self.fail(
                codes::HEADER,
                format!("{name} version {} is not known", shown(&given)),
                "save the game again in the current version of Gambit",
            );
        }
        let kind = self.plain("R or D")?;
        if kind != "R" && kind != "D" {
            return self.wanted("R or D", Some(&Word::Plain(kind)));
        }
        self.text("the title")
    }

    /// Nothing may follow.
    pub fn end(&mut self) -> Step<()> {
        match self.next() {
            None => Ok(()),
            Some(_) => self.fail(
                codes::REST,
                "the game is complete, and text follows".into(),
                "one file holds one game",
            ),
        }
    }
}

/// The text between quotes, with `\"` for a quote inside, and its length in the file.
fn quoted(rest: &str) -> (String, usize) {
    let mut text = String::new();
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '"' if !escaped => return (text, at + 1),
            '\\' if !escaped => {
                escaped = true;
                continue;
            }
            '"' => text.push('"'),
            c => {
                if escaped {
                    text.push('\\');
                }
                text.push(c);
            }
        }
        escaped = false;
    }
    (text, rest.len())
}

/// The text as it stands between quotes in a file. A backslash escapes the quote after it, so an odd
/// number of them before a quote, or at the end, is made even: the format has no word for it.
pub(crate) fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    let mut odd = false;
    for c in text.chars() {
        if c == '"' {
            out.push_str(if odd { "\\\\" } else { "\\" });
        }
        out.push(c);
        odd = c == '\\' && !odd;
    }
    out.push_str(if odd { "\\\"" } else { "\"" });
    out
}

/// `{ "a" "b" }`.
pub(crate) fn quote_all(texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| quote(text)).collect();
    format!("{{ {} }}", texts.join(" "))
}

/// A mistake with file, line and column.
pub(crate) fn located(mut diagnostic: Box<Diagnostic>, name: &str, text: &str) -> Box<Diagnostic> {
    diagnostic.locate(&Source::new(name, text));
    diagnostic
}
