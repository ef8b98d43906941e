//! A file of coded cases: columns by name, whole-number codes, empty where not coded.

use std::borrow::Cow;

use pourparler_scenario::words::shown;
use pourparler_scenario::{Source, Span};

use super::codes;
use crate::csv::{Field, rows, span_of, span_of_row, text_of};
use crate::reading::Faults;

/// Largest file; every version of the data sets is a hundredth of this.
const LARGEST: usize = 64 << 20;

/// The text of a file, in which the places of diagnostics count. Names of people and places in older
/// files are not always UTF-8; then every byte is a character of Latin-1.
#[must_use]
pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(bytes.iter().map(|&byte| char::from(byte)).collect()),
    }
}

/// The rows of a file.
pub(super) struct Survey {
    pub source: Source,
    header: Vec<Field>,
    pub rows: Vec<Vec<Field>>,
}

impl Survey {
    /// Splits the file into rows, unless it is empty or far too large.
    pub fn open(name: &str, bytes: &[u8], found: &mut Faults) -> Self {
        let text = decode(if bytes.len() > LARGEST { &[] } else { bytes });
        let mut rows = rows(&text).into_iter();
        let header = rows.next().unwrap_or_default();
        if bytes.len() > LARGEST {
            let message = format!("{} MiB", bytes.len() >> 20);
            found.error(
                codes::TOO_LARGE,
                Span::new(0, 0),
                message,
                "the data sets have less than 1 MiB per file; is this another file?",
            );
        } else if header.is_empty() {
            let help = "load the CSV file of the data set, unpacked";
            found.error(
                codes::WRONG_FILE,
                Span::new(0, 0),
                "the file holds no table",
                help,
            );
        }
        Self {
            source: Source::new(name, &text),
            header,
            rows: rows.collect(),
        }
    }

    /// The column of that name, upper and lower case alike.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.header
            .iter()
            .position(|field| field.text.eq_ignore_ascii_case(name))
    }

    /// The columns, or an error for each that is missing.
    pub fn needed<const N: usize>(
        &self,
        names: [&str; N],
        found: &mut Faults,
    ) -> Option<[usize; N]> {
        self.columns(names, |name| {
            found.error(
                codes::COLUMN,
                self.header_span(),
                format!("no column `{name}`"),
                "columns have the names of the codebook, in the first line",
            );
        })
    }

    /// The columns, or a warning for each that is missing: without them `what` is not counted.
    pub fn wanted<const N: usize>(
        &self,
        names: [&str; N],
        what: &str,
        found: &mut Faults,
    ) -> Option<[usize; N]> {
        self.columns(names, |name| {
            found.warning(
                codes::COLUMN,
                self.header_span(),
                format!("no column `{name}`, so {what} are not counted"),
                "columns have the names of the codebook, in the first line",
            );
        })
    }

    fn columns<const N: usize>(
        &self,
        names: [&str; N],
        mut missing: impl FnMut(&str),
    ) -> Option<[usize; N]> {
        let mut columns = [0; N];
        let mut all = true;
        for (column, name) in columns.iter_mut().zip(names) {
            match self.column(name) {
                Some(at) => *column = at,
                None => {
                    all = false;
                    missing(name);
                }
            }
        }
        all.then_some(columns)
    }

    pub fn header_span(&self) -> Span {
        span_of_row(&self.header)
    }

    /// The code in a field: empty, negative and `NA` are not coded. Files written by statistics
    /// programs have `4.0` for 4. Anything else is a warning and not coded.
    pub fn code(&self, row: &[Field], column: usize, found: &mut Faults) -> Option<i32> {
        let text = text_of(row, column);
        if text.is_empty() || text == "NA" || text == "." {
            return None;
        }
        match text.parse::<f64>() {
            Ok(x) if x.fract() == 0.0 && x.abs() < 1e6 => (x >= 0.0).then_some(x as i32),
            _ => {
                let name = text_of(&self.header, column);
                found.warning(
                    codes::CODE,
                    span_of(row, column),
                    format!("`{}` is not a code of `{}`", shown(text), shown(name)),
                    "codes are whole numbers; the case counts as not coded",
                );
                None
            }
        }
    }

    /// As [`Survey::code`], and a warning for a code past the last one known.
    pub fn code_to(
        &self,
        row: &[Field],
        column: usize,
        last: i32,
        found: &mut Faults,
    ) -> Option<i32> {
        let code = self.code(row, column, found)?;
        if code <= last {
            return Some(code);
        }
        let name = text_of(&self.header, column);
        found.warning(
            codes::CODE,
            span_of(row, column),
            format!(
                "`{}` has the code {code}, and codes to {last} are known",
                shown(name)
            ),
            "a newer version has new codes; the case counts as not coded",
        );
        None
    }
}
