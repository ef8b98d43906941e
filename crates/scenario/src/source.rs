//! Places in the scenario's text.

use std::ops::Range;

use serde::Serialize;

/// A byte range of the scenario's text. Everything read keeps one, so that every
/// later complaint can point at the words it is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` up to but not including `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The same span moved `by` bytes to the right.
    pub const fn shifted(self, by: usize) -> Self {
        Self {
            start: self.start + by,
            end: self.end + by,
        }
    }

    /// Whether `other` lies inside this span.
    pub const fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// A text with the starts of its lines, to turn byte offsets into line and column.
#[derive(Clone, Debug)]
pub struct Source {
    /// The name printed before the line number, usually the file's path.
    pub name: String,
    /// The whole text.
    pub text: String,
    line_starts: Vec<usize>,
}

impl Source {
    /// Indexes `text`.
    pub fn new(name: &str, text: &str) -> Self {
        let line_starts = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        Self {
            name: name.to_owned(),
            text: text.to_owned(),
            line_starts,
        }
    }

    /// Line and column of a byte offset, both from 1; columns count characters.
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let offset = self.floor(offset);
        let line = self.line_starts.partition_point(|&start| start <= offset);
        let start = self.line_starts.get(line.saturating_sub(1)).copied();
        let start = start.unwrap_or(0);
        let column = self
            .text
            .get(start..offset)
            .map_or(0, |s| s.chars().count());
        (line.max(1), column + 1)
    }

    /// The whole lines that hold the bytes from `first` to `last`: offset of their start,
    /// number of the first, and their text.
    pub fn lines_around(&self, first: usize, last: usize) -> (usize, usize, &str) {
        let line = self.line_starts.partition_point(|&start| start <= first);
        let start = self
            .line_starts
            .get(line.saturating_sub(1))
            .copied()
            .unwrap_or(0);
        let after = self
            .line_starts
            .partition_point(|&start| start < last.max(first + 1));
        let end = self.line_starts.get(after).copied();
        let end = end.unwrap_or(self.text.len()).max(start);
        let text = self.text.get(start..end).unwrap_or("");
        (start, line.max(1), text)
    }

    /// The span cut to the text and widened to whole characters.
    pub fn clamp(&self, span: Span) -> Span {
        let start = self.floor(span.start);
        let mut end = span.end.clamp(start, self.text.len());
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        Span::new(start, end)
    }

    fn floor(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_not_bytes() {
        let source = Source::new("x.toml", "a = 1\nnäme = 2\n");
        assert_eq!(source.line_column(0), (1, 1));
        assert_eq!(source.line_column(6), (2, 1));
        assert_eq!(source.line_column(9), (2, 3), "after the two-byte letter");
        assert_eq!(source.line_column(8), (2, 2), "inside it counts as at it");
        assert_eq!(source.line_column(9_999), (3, 1));
    }

    #[test]
    fn spans_are_cut_to_whole_characters() {
        let source = Source::new("x.toml", "näm");
        assert_eq!(source.clamp(Span::new(2, 2)), Span::new(1, 3));
        assert_eq!(source.clamp(Span::new(50, 60)), Span::new(4, 4));
    }
}
