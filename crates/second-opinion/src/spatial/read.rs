//! Stakeholder tables from CSV files.
//!
//! Two forms are known: four columns `Actor, Capability, Position, Salience` with salience from 0 to
//! 1, as public implementations of the model use them, and KTAB's table of several issues, with
//! positions and saliences from 0 to 100.

use pourparler_scenario::words::{nearest, shown};
use pourparler_scenario::{Source, Span};

use super::issue::{Actor, Issue, IssueError, MAX_ACTORS};
use super::joint::Issues;
use crate::csv::{Field, rows, span_of, span_of_row, text_of};
use crate::reading::{Faults, Reading};

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

/// Largest number accepted; sums of squares of it are finite.
const LARGEST: f64 = 1e100;

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
            "the file holds no table",
            "start with the line `Actor,Capability,Position,Salience`",
        );
        return found.reading(&source, None);
    };
    let names: Vec<String> = header.iter().map(|f| f.text.to_lowercase()).collect();
    let mut columns = [0; 4];
    for (column, wanted) in columns.iter_mut().zip(WANTED) {
        match names.iter().position(|name| name == wanted) {
            Some(at) => *column = at,
            None => {
                let near = nearest(wanted, names.iter().map(String::as_str));
                let near = near.map_or(String::new(), |near| {
                    format!("did you mean `{}`? ", shown(near))
                });
                found.error(
                    codes::COLUMNS,
                    span_of_row(header),
                    format!("no column `{wanted}`"),
                    &format!("{near}The header reads `Actor,Capability,Position,Salience`"),
                );
            }
        }
    }
    if found.any() {
        return found.reading(&source, None);
    }
    let mut actors = Vec::new();
    for row in rows.iter().take(MAX_ACTORS + 1) {
        let mut number =
            |column: usize, range| number(&mut found, row, columns[column], WANTED[column], range);
        let capability = number(1, (0.0, LARGEST));
        let position = number(2, (-LARGEST, LARGEST));
        let salience = number(3, (0.0, 1.0));
        let before = actors.iter().map(|actor: &Actor| &actor.name);
        let name = name_of(&mut found, row, columns[0], before);
        actors.push(Actor {
            name,
            capability,
            position,
            salience,
        });
    }
    let issue = checked(&mut found, span_of_row(header), actors);
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
            "a KTAB table starts with two lines",
            "write `name,description,actors,issues` and then \
             `Actor,Description,Power,Position,Salience`",
        );
        return found.reading(&source, None);
    };
    let issues = number(&mut found, first, 3, "number of issues", (1.0, 100.0));
    let actors = number(
        &mut found,
        first,
        2,
        "number of actors",
        (2.0, MAX_ACTORS as f64),
    );
    if found.any() {
        return found.reading(&source, None);
    }
    let (count, actors) = (issues as usize, actors as usize);
    if issues.fract() != 0.0 || header.len() < 3 + 2 * count {
        found.error(
            codes::COLUMNS,
            span_of_row(header),
            format!(
                "{} columns where {} issues need {}",
                header.len(),
                issues,
                3 + 2 * count
            ),
            "per issue there are two columns, position and salience",
        );
        return found.reading(&source, None);
    }
    if rows.len() - 2 != actors {
        found.error(
            codes::COUNT,
            span_of(first, 2),
            format!(
                "{actors} actors are announced and {} listed",
                rows.len() - 2
            ),
            "correct the third field of the first line",
        );
    }
    let names = (0..count).map(|k| header[3 + 2 * k].text.clone()).collect();
    let mut list: Vec<(String, f64)> = Vec::new();
    let mut stands = vec![Vec::new(); count];
    for row in rows.iter().skip(2).take(MAX_ACTORS + 1) {
        let mut total = 0.0;
        for (k, stands) in stands.iter_mut().enumerate() {
            let position = number(&mut found, row, 3 + 2 * k, "position", (0.0, 100.0));
            let salience = number(&mut found, row, 4 + 2 * k, "salience", (0.0, 100.0));
            total += salience;
            stands.push((position, salience / 100.0));
        }
        if total > 100.0 + 1e-9 {
            found.error(
                codes::RANGE,
                span_of_row(row),
                format!("the saliences of this actor sum to {total}"),
                "they are shares of its attention and sum to at most 100",
            );
        }
        let power = number(&mut found, row, 2, "power", (0.0, 1e8));
        let name = name_of(&mut found, row, 0, list.iter().map(|actor| &actor.0));
        list.push((name, power));
    }
    if found.any() {
        return found.reading(&source, None);
    }
    let table = match Issues::new(names, &list, &stands) {
        Ok(issues) => Some(issues),
        Err(error) => {
            let help = "an issue nobody has weight on is left out of the table";
            found.error(
                codes::NO_POWER,
                span_of_row(header),
                error.to_string(),
                help,
            );
            None
        }
    };
    found.reading(&source, table)
}

/// A number of a row within a range; what is wrong with it is noted and the lower end returned.
fn number(
    found: &mut Faults,
    row: &[Field],
    column: usize,
    what: &str,
    (low, high): (f64, f64),
) -> f64 {
    let (text, at) = (text_of(row, column), span_of(row, column));
    let range = match (low, high) {
        (0.0, LARGEST) => "0 or more".to_owned(),
        (_, LARGEST) => "any finite number".to_owned(),
        _ => format!("{low} to {high}"),
    };
    match text.parse::<f64>() {
        Ok(x) if (low..=high).contains(&x) => return x,
        Ok(x) => {
            let help = if what == "salience" && high == 1.0 && x > 1.0 && x <= 100.0 {
                format!("salience is a share: write {}", x / 100.0)
            } else {
                format!("allowed is {range}")
            };
            let message = format!("{what} {} is outside {range}", shown(text));
            found.error(codes::RANGE, at, message, &help);
        }
        Err(_) => {
            let message = if text.is_empty() {
                format!("no {what}")
            } else {
                format!("{what} `{}` is not a number", shown(text))
            };
            let help = format!("write {range}, with a point for decimals");
            found.error(codes::NUMBER, at, message, &help);
        }
    }
    low
}

/// The actor's name in a row, which no earlier row has.
fn name_of<'a>(
    found: &mut Faults,
    row: &[Field],
    column: usize,
    mut before: impl Iterator<Item = &'a String>,
) -> String {
    let (name, at) = (text_of(row, column), span_of(row, column));
    if name.is_empty() {
        found.error(codes::NAME, at, "an actor without a name", "give it a name");
    } else if before.any(|earlier| earlier == name) {
        let message = format!("`{}` is listed twice", shown(name));
        found.error(
            codes::NAME,
            at,
            message,
            "actors that act as one are one row",
        );
    }
    name.to_owned()
}

/// The issue, if nothing is wrong.
fn checked(found: &mut Faults, header: Span, actors: Vec<Actor>) -> Option<Issue> {
    if found.any() {
        return None;
    }
    match Issue::new(actors) {
        Ok(issue) => {
            if issue.range() == 0.0 {
                found.warning(
                    codes::NO_CONTEST,
                    header,
                    "every actor stands at the same place, so there is nothing to bargain",
                    "give each actor the position it argues for, not the one it will accept",
                );
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
            found.error(code, header, error.to_string(), help);
            None
        }
    }
}
