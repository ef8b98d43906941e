//! One way to lay out a scenario file: only blanks and line breaks change.
//!
//! Words, comments and their order stay. Keys and headers begin their line, one space stands
//! around `=` and after commas, tables within a line have a space inside their braces, lists
//! over several lines are set in by four spaces, and at most one blank line stands between two
//! others. A comment behind a value keeps its column where the value leaves it room, since
//! people align them by hand.

use toml_parser::Source as Text;
use toml_parser::lexer::TokenKind;

use crate::diagnostic::Diagnostic;
use crate::source::Source;
use crate::tree;

/// Columns by which what stands in a bracket over several lines is set in.
const INDENT: usize = 4;

/// The text of a scenario file, laid out.
///
/// # Errors
///
/// What keeps the text from being TOML, located in it.
pub fn formatted(name: &str, text: &str) -> Result<String, Vec<Diagnostic>> {
    let mut errors = tree::document(text).errors;
    if !errors.is_empty() {
        let source = Source::new(name, text);
        errors.iter_mut().for_each(|error| error.locate(&source));
        return Err(errors);
    }
    let mut layout = Layout::default();
    let input = Text::new(text);
    for token in input.lex() {
        let raw = input.get(token).map_or("", |raw| raw.as_str());
        layout.token(token.kind(), raw);
    }
    Ok(layout.finish())
}

/// The text under way.
#[derive(Default)]
struct Layout {
    out: String,
    /// Line under way.
    line: String,
    /// Its width as the author wrote it, in characters.
    column: usize,
    /// Brackets open, those of headers left out.
    open: usize,
    /// What stands last on the line, blanks left out.
    last: Option<TokenKind>,
    /// Whether a blank stands between it and what comes next.
    blank: bool,
    /// Whether the line is a table's header.
    header: bool,
}

impl Layout {
    fn token(&mut self, kind: TokenKind, raw: &str) {
        match kind {
            TokenKind::Whitespace => {
                self.blank = true;
                self.column += raw.chars().count();
                return;
            }
            TokenKind::Newline => return self.end_line(),
            TokenKind::Eof => return,
            _ => {}
        }
        if self.last.is_none() {
            let depth = self.open.saturating_sub(usize::from(is_closing(kind)));
            self.line = " ".repeat(INDENT * depth);
            self.header = self.open == 0 && kind == TokenKind::LeftSquareBracket;
        } else if kind == TokenKind::Comment {
            let width = self.line.chars().count();
            let room = self.column.saturating_sub(width);
            let gap = if self.blank { room.max(1) } else { 1 };
            self.line.push_str(&" ".repeat(gap));
        } else if self.spaced(kind) {
            self.line.push(' ');
        }
        match kind {
            _ if self.header => {}
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => self.open += 1,
            _ if is_closing(kind) => self.open = self.open.saturating_sub(1),
            _ => {}
        }
        if kind == TokenKind::Comment {
            self.line.push_str(raw.trim_end());
        } else {
            self.line.push_str(raw);
        }
        self.column += raw.chars().count();
        self.last = Some(kind);
        self.blank = false;
    }

    /// Whether one space stands before a token of this kind.
    fn spaced(&self, kind: TokenKind) -> bool {
        use TokenKind::{
            Atom, Comma, Dot, Equals, LeftCurlyBracket, LeftSquareBracket, RightCurlyBracket,
            RightSquareBracket,
        };
        let Some(last) = self.last else {
            return false;
        };
        match (last, kind) {
            (Equals, _) | (_, Equals) => true,
            (_, Dot) | (Dot, _) | (_, Comma) => false,
            (Comma, _) => true,
            (LeftCurlyBracket, RightCurlyBracket) => false,
            (LeftCurlyBracket, _) | (_, RightCurlyBracket) => true,
            (LeftSquareBracket, _) | (_, RightSquareBracket) => false,
            // A date and its time of day.
            (Atom, Atom) => self.blank,
            _ => false,
        }
    }

    fn end_line(&mut self) {
        let blank = self.last.is_none();
        // One blank line at most, and none at the top of the file.
        if !blank || !(self.out.is_empty() || self.out.ends_with("\n\n")) {
            self.out.push_str(&self.line);
            self.out.push('\n');
        }
        self.line.clear();
        self.column = 0;
        self.last = None;
        self.blank = false;
    }

    fn finish(mut self) -> String {
        if self.last.is_some() {
            self.end_line();
        }
        let end = self.out.trim_end_matches('\n').len();
        self.out.truncate(end);
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out
    }
}

fn is_closing(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::tree::{Node, Tree};

    fn laid_out(text: &str) -> String {
        formatted("a.toml", text).unwrap_or_else(|found| panic!("{text}\n{found:#?}"))
    }

    /// Whether two trees say the same; places left out.
    fn same(a: &Node, b: &Node) -> bool {
        match (&a.value, &b.value) {
            (Tree::Text(a), Tree::Text(b)) => a == b,
            (Tree::Integer(a), Tree::Integer(b)) => a == b,
            (Tree::Float(a), Tree::Float(b)) => a.to_bits() == b.to_bits(),
            (Tree::Bool(a), Tree::Bool(b)) => a == b,
            (Tree::Date(a), Tree::Date(b)) => a == b,
            (Tree::Array(a), Tree::Array(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
            }
            (Tree::Table(a), Tree::Table(b)) => {
                a.len() == b.len()
                    && a.iter()
                        .zip(b)
                        .all(|((ka, a), (kb, b))| ka == kb && same(a, b))
            }
            _ => false,
        }
    }

    /// Words and comments, blanks and line breaks left out.
    fn words(text: &str) -> Vec<String> {
        let input = Text::new(text);
        let kept = input.lex().filter(|token| {
            !matches!(
                token.kind(),
                TokenKind::Whitespace | TokenKind::Newline | TokenKind::Eof
            )
        });
        kept.filter_map(|token| Some(input.get(token)?.as_str().trim_end().to_owned()))
            .collect()
    }

    fn holds(text: &str) -> String {
        let once = laid_out(text);
        assert_eq!(laid_out(&once), once, "twice is once\n{text}");
        assert_eq!(words(&once), words(text));
        let (before, after) = (tree::document(text), tree::document(&once));
        assert!(after.errors.is_empty());
        assert!(same(&before.root, &after.root), "{text}\n{once}");
        once
    }

    #[test]
    fn a_line_has_one_layout() {
        for (written, wanted) in [
            ("a=1", "a = 1\n"),
            ("  a   =  1.5  \r\n", "a = 1.5\n"),
            ("a . b=[ 1,2 , 3 ]", "a.b = [1, 2, 3]\n"),
            ("a={b=1,c={}}", "a = { b = 1, c = {} }\n"),
            ("[ a . \"b c\" ]#x ", "[a.\"b c\"] #x\n"),
            ("[[ a ]]\n", "[[a]]\n"),
            ("\n\n\na=1\n\n\n\nb=2\n\n", "a = 1\n\nb = 2\n"),
            ("d=2025-12-01 10:00:00", "d = 2025-12-01 10:00:00\n"),
            (
                "t='''\n  x  \n\n\n'''  # y",
                "t = '''\n  x  \n\n\n''' # y\n",
            ),
            (
                "a=[\n1,\n  [\n2]\n]",
                "a = [\n    1,\n    [\n        2]\n]\n",
            ),
            ("a=[ # why\n 1, # one\n]", "a = [ # why\n    1, # one\n]\n"),
            ("", ""),
            ("\n \n", ""),
        ] {
            assert_eq!(holds(written), wanted, "{written}");
        }
    }

    #[test]
    fn comments_keep_their_column_where_there_is_room() {
        let text = "a=1       # one\nbb = 22   # two\nlong=\"and wide\"#three\n# alone  \n";
        let wanted = "a = 1     # one\nbb = 22   # two\nlong = \"and wide\" #three\n# alone\n";
        assert_eq!(holds(text), wanted);
    }

    #[test]
    fn what_is_not_toml_is_left_alone() {
        let found = formatted("a.toml", "a = [1, 2\nb = 3\n").unwrap_err();
        assert_eq!((found[0].file.as_str(), found[0].line), ("a.toml", 1));
    }

    proptest! {
        /// Whatever blanks stand between the words of a file.
        #[test]
        fn blanks_do_not_matter(gaps in proptest::collection::vec(0usize..4, 40)) {
            let parts = [
                "[", "a", ".", "b", "]", "#c\n", "k", "=", "{", "x", "=", "1", ",", "y", "=", "[",
                "2", ",", "'z'", "]", "}", "\n", "d", "=", "\"e\"", "#f\n", "n", "=", "[", "1",
                ",", "2", "]", "\n",
            ];
            let mut text = String::new();
            for (part, gap) in parts.iter().zip(gaps) {
                text.push_str(&" \t".chars().cycle().take(gap).collect::<String>());
                text.push_str(part);
            }
            let lines = holds(&text).lines().count();
            prop_assert_eq!(lines, 4);
        }
    }
}
