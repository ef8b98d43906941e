//! Rows of a CSV file, every field with its place.

use csv_core::{ReadFieldResult, Reader};
use pourparler_scenario::Span;

/// One field: its text without quotes and surrounding blanks, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Field {
    pub text: String,
    pub span: Span,
}

/// All rows that hold anything, in order. A quote that is never closed takes the rest of the text.
pub(crate) fn rows(text: &str) -> Vec<Vec<Field>> {
    let mut reader = Reader::new();
    let mut buffer = vec![0; 64];
    let (mut rows, mut row) = (Vec::new(), Vec::new());
    let skip = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let (mut start, mut at, mut filled) = (skip, skip, 0);
    loop {
        let (result, read, written) =
            reader.read_field(&text.as_bytes()[at..], &mut buffer[filled..]);
        at += read;
        filled += written;
        match result {
            ReadFieldResult::OutputFull => buffer.resize(2 * buffer.len(), 0),
            // The next call sees an empty input, which is how the end is announced.
            ReadFieldResult::InputEmpty => {}
            ReadFieldResult::Field { record_end } => {
                let value = String::from_utf8_lossy(&buffer[..filled]);
                row.push(Field {
                    text: value.trim().to_owned(),
                    span: place(text, start, at, row.is_empty()),
                });
                (start, filled) = (at, 0);
                if record_end {
                    let row = std::mem::take(&mut row);
                    if row.iter().any(|field: &Field| !field.text.is_empty()) {
                        rows.push(row);
                    }
                }
            }
            ReadFieldResult::End => return rows,
        }
    }
}

/// Where a field stands, or the end of a row that is too short for it.
pub(crate) fn span_of(row: &[Field], column: usize) -> Span {
    row.get(column).map_or_else(
        || {
            let end = row.last().map_or(0, |field| field.span.end);
            Span::new(end, end)
        },
        |field| field.span,
    )
}

/// Where a whole row stands.
pub(crate) fn span_of_row(row: &[Field]) -> Span {
    let start = row.first().map_or(0, |field| field.span.start);
    Span::new(start, row.last().map_or(start, |field| field.span.end))
}

/// The text of a field, empty if the row is too short for it.
pub(crate) fn text_of(row: &[Field], column: usize) -> &str {
    row.get(column).map_or("", |field| field.text.as_str())
}

/// The bytes read for a field without its delimiter, line end and blanks around it. The first field
/// of a row comes with the empty lines before it.
fn place(text: &str, start: usize, end: usize, first: bool) -> Span {
    let whole = text.get(start..end).unwrap_or("");
    let inner = if first {
        whole.trim_start()
    } else {
        whole.trim_start_matches([' ', '\t'])
    };
    let start = end - inner.len();
    let inner = inner.trim_end();
    let inner = inner.strip_suffix(',').unwrap_or(inner).trim_end();
    Span::new(start, start + inner.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_know_their_place() {
        let text = "\u{feff}Actor, Position\r\n\r\n\"Nor, \"\"big\"\" land\" ,  4.5\nSüd,é\n";
        let rows = rows(text);
        let texts: Vec<Vec<&str>> = rows
            .iter()
            .map(|row| row.iter().map(|field| field.text.as_str()).collect())
            .collect();
        assert_eq!(
            texts,
            [
                vec!["Actor", "Position"],
                vec!["Nor, \"big\" land", "4.5"],
                vec!["Süd", "é"]
            ]
        );
        let words: Vec<&str> = rows
            .iter()
            .flatten()
            .map(|field| &text[field.span.start..field.span.end])
            .collect();
        assert_eq!(
            words,
            [
                "Actor",
                "Position",
                "\"Nor, \"\"big\"\" land\"",
                "4.5",
                "Süd",
                "é"
            ]
        );
    }

    #[test]
    fn an_empty_field_stands_on_its_own_line() {
        let rows = rows("a,b\n\n1, \n,2\n");
        let places: Vec<usize> = rows
            .iter()
            .flatten()
            .map(|field| field.span.start)
            .collect();
        assert_eq!(places, [0, 2, 5, 8, 9, 10]);
    }

    #[test]
    fn an_open_quote_ends_with_the_text() {
        assert_eq!(rows("a,\"b\nc").len(), 1);
        assert!(rows("").is_empty() && rows("\n\n,,\n").is_empty());
        assert_eq!(rows(&"x".repeat(1000))[0][0].text.len(), 1000);
    }
}
