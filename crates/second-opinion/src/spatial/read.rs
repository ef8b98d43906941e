//! Stakeholder tables from CSV files.
//!
//! Two forms are known: four columns `Actor, Capability, Position, Salience` with salience from 0 to
//! 1, as public implementations of the model use them, and KTAB's table of several issues, with
//! positions and saliences from 0 to 100.

use pourparler_scenario::diagnostic::{Diagnostic, Severity};
use pourparler_scenario::words::{shown, suggestion};
use pourparler_scenario::{Source, Span};

use super::issue::{Actor, Issue, MAX_ACTORS};
use super::joint::Issues;
use crate::csv::{Field, rows};

/// What is wrong with a table of stakeholders.
pub mod codes {
    /// No rows, or not the columns of the format.
    pub const COLUMNS: &str = "PP1101";
    /// A field that is not a number, or missing.
    pub const NUMBER: &str = "PP1102";
    /// A number outside its range.
    pub const RANGE: &str = "PP1103";
    /// An actor without a name, or twice the same.
    pub const NAME: &str = "PP1104";
    /// Too few or too many actors.
    pub const COUNT: &str = "PP1105";
    /// Nobody has any weight.
    pub const NO_POWER: &str = "PP1106";
    /// Everyone stands at the same place.
    pub const NO_CONTEST: &str = "PP1107";
}

/// A table as far as it could be read.
#[derive(Clone, Debug)]
pub struct Reading<T> {
    /// The content, unless there is an error.
    pub table: Option<T>,
    /// Every mistake, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the form `Actor, Capability, Position, Salience`: columns in any order, further ones
/// ignored, upper and lower case alike.
#[must_use]
pub fn stakeholders(name: &str, text: &str) -> Reading<Issue> {
    const WANTED: [&str; 4] = ["actor", "capability", "position", "salience"];
    let source = Source::new(name, text);
    let mut found = Faults::default();
    let rows = rows(text);
    let Some((header, rows)) = rows.split_first() else {
        found.error(
            codes::COLUMNS,
            Span::new(0, 0),
            "the file holds no table".into(),
            "start with the line `Actor,Capability,Position,Salience`".into(),
        );
        return found.reading(&source, None);
    };
    let names: Vec<String> = header.iter().map(|f| f.text.to_lowercase()).collect();
    let mut columns = [0; 4];
    for (column, wanted) in columns.iter_mut().zip(WANTED) {
        match names.iter().position(|name| name == wanted) {
            Some(at) => *column = at,
            None => {
                let given: Vec<&str> = names.iter().map(String::as_str).collect();
                let help = suggestion(wanted, &given, "columns");
                found.error(
                    codes::COLUMNS,
                    line(header),
                    format!("no column `{wanted}`"),
                    match help.filter(|help| help.starts_with("did you mean")) {
                        Some(help) => format!("{help} The header reads `Actor,Capability,Position,Salience`"),
                        None => "the header reads `Actor,Capability,Position,Salience`".into(),
                    },
                );
            }
        }
    }
    if found.any() {
        return found.reading(&source, None);
    }
    let mut actors = Vec::new();
    for row in rows.iter().take(MAX_ACTORS + 1) {
        let mut number = |column: usize, high: f64| {
            found.number(row, columns[column], WANTED[column], (0.0, high))
        };
        let capability = number(1, 1e100);
        let salience = number(3, 1.0);
        let position = found.number(row, columns[2], WANTED[2], (-1e100, 1e100));
        actors.push(Actor {
            name: found.name(row, columns[0], &actors, |actor: &Actor| &actor.name),
            capability,
            position,
            salience,
        });
    }
    let issue = found.issue(line(header), actors);
    found.reading(&source, issue)
}

/// Reads KTAB's table: a line with name, description, number of actors and of issues; a line of
/// headings; then actor, description, power and, per issue, position and salience. An actor's
/// saliences sum to at most 100.
#[must_use]
pub fn ktab(name: &str, text: &str) -> Reading<Issues> {
    let source = Source::new(name, text);
    let mut found = Faults::default();
    let rows = rows(text);
    let (Some(first), Some(header)) = (rows.first(), rows.get(1)) else {
        found.error(
            codes::COLUMNS,
            Span::new(0, text.len()),
            "a KTAB table starts with two lines".into(),
            "write `name,description,actors,issues` and then \
             `Actor,Description,Power,Position,Salience`"
                .into(),
        );
        return found.reading(&source, None);
    };
    let issues = found.number(first, 3, "number of issues", (1.0, 100.0));
    let actors = found.number(first, 2, "number of actors", (2.0, MAX_ACTORS as f64));
    if found.any() {
        return found.reading(&source, None);
    }
    let (count, actors) = (issues as usize, actors as usize);
    if issues.fract() != 0.0 || header.len() < 3 + 2 * count {
        found.error(
            codes::COLUMNS,
            line(header),
            format!("{} columns where {} issues need {}", header.len(), issues, 3 + 2 * count),
            "per issue there are two columns, position and salience".into(),
        );
        return found.reading(&source, None);
    }
    if rows.len() - 2 != actors {
        found.error(
            codes::COUNT,
            place(first, 2),
            format!("{actors} actors are announced and {} listed", rows.len() - 2),
            "correct the third field of the first line".into(),
        );
    }
    let names = (0..count).map(|k| header[3 + 2 * k].text.clone()).collect();
    let mut list: Vec<(String, f64)> = Vec::new();
    let mut stands = vec![Vec::new(); count];
    for row in rows.iter().skip(2).take(MAX_ACTORS + 1) {
        let mut total = 0.0;
        for (k, stands) in stands.iter_mut().enumerate() {
            let position = found.number(row, 3 + 2 * k, "position", (0.0, 100.0));
            let salience = found.number(row, 4 + 2 * k, "salience", (0.0, 100.0));
            total += salience;
            stands.push((position, salience / 100.0));
        }
        if total > 100.0 + 1e-9 {
            found.error(
                codes::RANGE,
                line(row),
                format!("the saliences of this actor sum to {total}"),
                "they are shares of its attention and sum to at most 100".into(),
            );
        }
        let power = found.number(row, 2, "power", (0.0, 1e8));
        list.push((found.name(row, 0, &list, |actor| &actor.0), power));
    }
    if found.any() {
        return found.reading(&source, None);
    }
    let table = match Issues::new(names, &list, &stands) {
        Ok(issues) => Some(issues),
        Err(error) => {
            let help = "an issue nobody has weight on is left out of the table";
            found.error(codes::NO_POWER, line(header), error.to_string(), help.into());
            None
        }
    };
    found.reading(&source, table)
}

/// The mistakes found so far.
#[derive(Default)]
struct Faults {
    list: Vec<Diagnostic>,
}

impl Faults {
    fn any(&self) -> bool {
        self.list.iter().any(|d| d.severity == Severity::Error)
    }

    fn error(&mut self, code: &'static str, span: Span, message: String, help: String) {
        self.list.push(Diagnostic::error(code, span, message).help(help));
    }

    fn number(&mut self, row: &[Field], column: usize, what: &str, (low, high): (f64, f64)) -> f64 {
        let text = row.get(column).map_or("", |field| field.text.as_str());
        let at = place(row, column);
        let range = match (low, high) {
            (_, 1e100) if low == 0.0 => "0 or more".to_owned(),
            (_, 1e100) => "any finite number".to_owned(),
            _ => format!("{low} to {high}"),
        };
        match text.parse::<f64>() {
            Ok(x) if x.is_finite() && (low..=high).contains(&x) => x,
            Ok(x) => {
                let help = if what == "salience" && high == 1.0 && x > 1.0 && x <= 100.0 {
                    format!("salience is a share: write {}", x / 100.0)
                } else {
                    format!("allowed is {range}")
                };
                let message = format!("{what} {} is outside {range}", shown(text));
                self.error(codes::RANGE, at, message, help);
                low
            }
            Err(_) => {
                let message = if text.is_empty() {
                    format!("no {what}")
                } else {
                    format!("{what} `{}` is not a number", shown(text))
                };
                let help = format!("write {range}, with a point for decimals");
                self.error(codes::NUMBER, at, message, help);
                low
            }
        }
    }

    fn name<T>(
        &mut self,
        row: &[Field],
        column: usize,
        before: &[T],
        of: impl Fn(&T) -> &String,
    ) -> String {
        let name = row.get(column).map_or("", |field| field.text.as_str());
        let at = place(row, column);
        if name.is_empty() {
            let help = "give it a name";
            self.error(codes::NAME, at, "an actor without a name".into(), help.into());
        } else if before.iter().take(MAX_ACTORS).any(|earlier| of(earlier) == name) {
            let message = format!("`{}` is listed twice", shown(name));
            let help = "actors that act as one are one row";
            self.error(codes::NAME, at, message, help.into());
        }
        name.to_owned()
    }

    /// The issue, if nothing is wrong.
    fn issue(&mut self, header: Span, actors: Vec<Actor>) -> Option<Issue> {
        use super::issue::IssueError;
        if self.any() {
            return None;
        }
        match Issue::new(actors) {
            Ok(issue) => {
                if issue.range() == 0.0 {
                    let message = "every actor stands at the same place, so there is nothing to bargain";
                    self.list.push(Diagnostic::warning(codes::NO_CONTEST, header, message));
                }
                Some(issue)
            }
            Err(error) => {
                let (code, help) = match error {
                    IssueError::NoPower => (
                        codes::NO_POWER,
                        "give at least one actor a capability and a salience above 0",
                    ),
                    _ => (codes::COUNT, "one row per actor"),
                };
                self.error(code, header, error.to_string(), help.into());
                None
            }
        }
    }

    fn reading<T>(mut self, source: &Source, table: Option<T>) -> Reading<T> {
        for diagnostic in &mut self.list {
            diagnostic.locate(source);
        }
        self.list.sort_by_key(|diagnostic| diagnostic.span);
        let table = table.filter(|_| !self.any());
        Reading {
            table,
            diagnostics: self.list,
        }
    }
}

/// A field's place, or the end of a row that is too short.
fn place(row: &[Field], column: usize) -> Span {
    row.get(column).map_or_else(
        || {
            let end = row.last().map_or(0, |field| field.span.end);
            Span::new(end, end)
        },
        |field| field.span,
    )
}

/// The place of a whole row.
fn line(row: &[Field]) -> Span {
    let start = row.first().map_or(0, |field| field.span.start);
    Span::new(start, row.last().map_or(start, |field| field.span.end))
}
