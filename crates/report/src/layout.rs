//! A page as blocks (headings, prose, items, tables), and its layout as text within a width.

use std::borrow::Cow;

use anstyle::{AnsiColor, Style};
use comfy_table::{
    Cell, CellAlignment, ColumnConstraint, ContentArrangement, Table, Width, presets,
};
use pourparler_scenario::words::is_hidden;

use crate::language::Language;

/// How text is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Columns of the page.
    pub width: u16,
    /// Nothing but ASCII characters.
    pub ascii: bool,
    /// The words in which probabilities are said.
    pub language: Language,
}

impl Look {
    /// 80 columns, with the few signs beyond ASCII that figures are set with.
    pub const DEFAULT: Look = Look {
        width: 80,
        ascii: false,
        language: Language::Icd203,
    };
}

const HEADING: Style = Style::new()
    .bold()
    .fg_color(Some(anstyle::Color::Ansi(AnsiColor::Cyan)));

/// Longest name and longest sentence of the author's that is printed in full.
pub const NAME: usize = 80;
/// See [`NAME`].
pub const SENTENCE: usize = 400;
/// Longest label before a paragraph; a longer one would leave the paragraph no room.
const LABEL: usize = 24;

/// The author's own words as they can safely be shown: control and direction characters
/// escaped, cut at `most` characters.
pub fn safe(text: &str, most: usize) -> String {
    let mut out = String::new();
    for (count, c) in text.chars().enumerate() {
        if count == most {
            out.push('…');
            break;
        }
        match c {
            '\n' | '\t' | '\r' => out.push(' '),
            c if is_hidden(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column {
    /// Its heading.
    pub title: &'static str,
    /// Numbers stand to the right, words to the left.
    pub right: bool,
    /// Its width in characters, where it must not follow the contents.
    pub width: Option<u16>,
}

/// A column of words.
pub const fn words(title: &'static str) -> Column {
    Column {
        title,
        right: false,
        width: None,
    }
}

/// A column of numbers.
pub const fn numbers(title: &'static str) -> Column {
    Column {
        title,
        right: true,
        width: None,
    }
}

/// What a page is made of, in its order; a face lays it out.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading.
    Heading(String),
    /// A paragraph.
    Prose(String),
    /// A paragraph after a label.
    Item {
        /// The label; `-` in a list, blank below the item before.
        label: String,
        /// The paragraph.
        text: String,
    },
    /// A line to be copied whole.
    Line(String),
    /// A blank line.
    Gap,
    /// A table; every row has as many cells as there are columns.
    Table {
        /// Its columns.
        columns: Vec<Column>,
        /// Its rows.
        rows: Vec<Vec<String>>,
    },
}

/// A page under way: the sections write it once, for the terminal and for every other face.
#[derive(Debug)]
pub struct Page {
    blocks: Vec<Block>,
    look: Look,
}

impl Page {
    /// An empty page.
    pub fn new(look: Look) -> Self {
        Self {
            blocks: Vec::new(),
            look,
        }
    }

    /// The words in which probabilities are said.
    pub fn language(&self) -> Language {
        self.look.language
    }

    /// What was written, in its order.
    pub fn blocks(self) -> Vec<Block> {
        self.blocks
    }

    /// The page as text, ending in one line break. Headings carry terminal colours; whoever
    /// prints it strips them where a terminal does not want them.
    pub fn finish(self) -> String {
        let mut text = Text {
            text: String::new(),
            look: self.look,
        };
        self.blocks.iter().for_each(|block| text.block(block));
        let mut text = text.text;
        text.truncate(text.trim_end().len());
        text.push('\n');
        text
    }

    /// A heading with a blank line before it.
    pub fn heading(&mut self, title: &str) {
        self.blocks.push(Block::Heading(title.to_owned()));
    }

    /// A paragraph.
    pub fn prose(&mut self, text: &str) {
        self.blocks.push(Block::Prose(text.to_owned()));
    }

    /// A paragraph after a label, its further lines under its first: `  A  text`.
    pub fn item(&mut self, label: &str, text: &str) {
        self.blocks.push(Block::Item {
            label: label.to_owned(),
            text: text.to_owned(),
        });
    }

    /// Several paragraphs, one a line; lines set in by four spaces stay as they are.
    pub fn paragraphs(&mut self, text: &str) {
        for line in text.lines() {
            match line {
                "" => self.gap(),
                line if line.starts_with("    ") => self.line(line),
                line => self.prose(line),
            }
        }
    }

    /// A line that is never wrapped, to be copied whole.
    pub fn line(&mut self, text: &str) {
        self.blocks.push(Block::Line(text.to_owned()));
    }

    /// A blank line.
    pub fn gap(&mut self) {
        self.blocks.push(Block::Gap);
    }

    /// A table; `rows` have as many cells as there are columns.
    pub fn table(&mut self, columns: &[Column], rows: &[Vec<String>]) {
        self.blocks.push(Block::Table {
            columns: columns.to_vec(),
            rows: rows.to_vec(),
        });
    }
}

/// A page laid out for a terminal.
struct Text {
    text: String,
    look: Look,
}

impl Text {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(title) => self.heading(title),
            Block::Prose(text) => self.indented("", text),
            Block::Item { label, text } => self.indented(label, text),
            Block::Line(line) => {
                let line = self.signs(line).into_owned();
                self.text.push_str(&line);
                self.text.push('\n');
            }
            Block::Gap => self.text.push('\n'),
            Block::Table { columns, rows } => self.table(columns, rows),
        }
    }

    fn heading(&mut self, title: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let from = self.text.len();
        self.indented("", title);
        let wrapped = self.text.split_off(from);
        for line in wrapped.lines() {
            self.text.push_str(&format!("{HEADING}{line}{HEADING:#}\n"));
        }
    }

    /// The text with the signs of the page. Before it is wrapped: an escape is longer than
    /// what it stands for.
    fn signs<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if self.look.ascii {
            Cow::Owned(to_ascii(text))
        } else {
            Cow::Borrowed(text)
        }
    }

    fn indented(&mut self, label: &str, text: &str) {
        let text = self.signs(text);
        let text = text.as_ref();
        let label = safe(&self.signs(label), LABEL);
        let label = self.signs(&label);
        let mut table = Table::new();
        table
            .load_style(presets::NOTHING)
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(self.look.width);
        if label.is_empty() {
            table.add_row([text]);
        } else {
            table.add_row([label.as_ref(), text]);
        }
        for column in table.column_iter_mut() {
            column.set_padding((0, 1));
        }
        // The label keeps its own width; only the text is wrapped.
        if let Some(column) = table.column_mut(0).filter(|_| !label.is_empty()) {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
        self.push(&table);
    }

    fn table(&mut self, columns: &[Column], rows: &[Vec<String>]) {
        let mut table = Table::new();
        table
            .load_style(presets::NOTHING)
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(self.look.width);
        let align = |column: &Column| {
            if column.right {
                CellAlignment::Right
            } else {
                CellAlignment::Left
            }
        };
        let cells = |texts: &mut dyn Iterator<Item = String>| -> Vec<Cell> {
            texts
                .zip(columns)
                .map(|(text, column)| Cell::new(self.signs(&text)).set_alignment(align(column)))
                .collect()
        };
        let titles = columns.iter().any(|column| !column.title.is_empty());
        if titles {
            table.set_header(cells(&mut columns.iter().map(|c| c.title.to_owned())));
        }
        for row in rows {
            table.add_row(cells(&mut row.iter().cloned()));
        }
        for (column, spec) in table.column_iter_mut().zip(columns) {
            column.set_padding((0, 2));
            if let Some(width) = spec.width {
                column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
            }
        }
        self.push(&table);
    }

    fn push(&mut self, table: &Table) {
        for line in table.lines() {
            self.text.push_str(line.trim_end());
            self.text.push('\n');
        }
    }
}

/// The text with every sign beyond ASCII written out or escaped.
pub fn to_ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if c.is_ascii() => out.push(c),
            '–' | '−' | '—' => out.push('-'),
            '…' => out.push_str("..."),
            '×' => out.push('x'),
            '±' => out.push_str("+/-"),
            c => out.extend(c.escape_unicode()),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(page: Page) -> String {
        let text = page.finish();
        text.replace(&HEADING.to_string(), "")
            .replace(&format!("{HEADING:#}"), "")
    }

    #[test]
    fn prose_is_wrapped_and_items_hang() {
        let mut page = Page::new(Look {
            width: 30,
            ..Look::DEFAULT
        });
        page.heading("Claims");
        page.item("C1", "one two three four five six seven eight nine ten");
        page.prose("eleven");
        let text = plain(page);
        assert_eq!(
            text,
            "Claims\nC1 one two three four five\n   six seven eight nine ten\neleven\n"
        );
    }

    #[test]
    fn ascii_pages_are_ascii() {
        let mut page = Page::new(Look {
            ascii: true,
            ..Look::DEFAULT
        });
        page.prose("1–7% … naïve");
        assert_eq!(plain(page), "1-7% ... na\\u{ef}ve\n");
    }

    #[test]
    fn hostile_words_are_shown_as_text() {
        assert_eq!(
            safe("a\u{1b}[31mb\u{202e}c\nd", 60),
            "a\\u{1b}[31mb\\u{202e}c d"
        );
        assert_eq!(safe("=cmd()", 60), "=cmd()");
        assert_eq!(safe(&"x".repeat(10_000), NAME).chars().count(), NAME + 1);
    }

    #[test]
    fn tables_keep_to_the_width() {
        let mut page = Page::new(Look {
            width: 40,
            ..Look::DEFAULT
        });
        let row = vec![
            "a rather long name of an outcome".to_owned(),
            "3%".to_owned(),
        ];
        page.table(&[words("outcome"), numbers("with")], &[row.clone(), row]);
        let text = plain(page);
        assert!(
            text.lines().all(|line| line.chars().count() <= 40),
            "{text}"
        );
        assert!(
            text.lines()
                .next()
                .is_some_and(|line| line.starts_with("outcome")),
            "{text}"
        );
    }
}
