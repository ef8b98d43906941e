//! Scenarios to start from and ways to spoil them, line by line.

/// The templates of `init`, the engine's scenario with every mechanism, and one with every
/// quantity written out.
pub const STARTS: [&str; 7] = [
    include_str!("../../../../scenarios/templates/blank.toml"),
    include_str!("../../../../scenarios/templates/envoy-visit.toml"),
    include_str!("../../../../scenarios/templates/prisoner-exchange.toml"),
    include_str!("../../../../scenarios/templates/ceasefire-talks.toml"),
    include_str!("../../../../scenarios/templates/border-incident.toml"),
    include_str!("../../../engine/tests/fixtures/envoy.toml"),
    EVERYTHING,
];

/// A scenario in which every quantity of the vocabulary stands on a line of its own.
pub const EVERYTHING: &str = include_str!("everything.toml");

/// Right-hand sides that break something: wrong kinds, ends of ranges, laws without spread or
/// with all of it, times far away.
pub const VALUES: [&str; 44] = [
    "0",
    "-1",
    "1",
    "0.05",
    "0.95",
    "0.999",
    "20",
    "1e6",
    "1e12",
    "1e15",
    "1e308",
    "1e-300",
    "-1e15",
    "1000000000",
    "nan",
    "inf",
    "-inf",
    "true",
    "\"\"",
    "\"x\"",
    "[]",
    "{}",
    "[\"a\", \"a\"]",
    "\"0.9 .. 0.1\"",
    "\"0% .. 100%\"",
    "\"1e-12 .. 1e12\"",
    "\"about 0\"",
    "\"about 1e14\"",
    "\"3 of 5\"",
    "\"0 of 0\"",
    "\"law\"",
    "{ uniform = [1, 1] }",
    "{ uniform = [0, 1] }",
    "{ normal = [0, 0] }",
    "{ normal = [0.5, 1e9] }",
    "{ beta = [1e-9, 1e-9] }",
    "{ beta = [1e9, 1e9] }",
    "{ pert = [0, 0, 1] }",
    "{ lognormal = [1e-9, 1] }",
    "{ choice = { explore = 0, propose = 1 } }",
    "0001-01-01",
    "9999-12-31",
    "\"1 hour\"",
    "\"P(settlement) >= 0\"",
];

/// How many of [`VALUES`], from the first, are plain finite numbers.
const NUMBERS: usize = 14;

/// One change to a scenario.
#[derive(Debug, Clone, Copy)]
pub struct Edit {
    /// Which line, modulo their number.
    pub line: usize,
    /// What is done to it, modulo the number of things.
    pub action: usize,
    /// Which value or which other line takes part, modulo their number.
    pub with: usize,
}

/// The scenario with one change; most changes give a line a value of [`VALUES`].
pub fn edited(text: &str, edit: Edit) -> String {
    let mut lines: Vec<String> = text.lines().map(String::from).collect();
    if lines.is_empty() {
        return String::new();
    }
    let at = edit.line % lines.len();
    let other = edit.with % lines.len();
    let value = VALUES[edit.with % VALUES.len()];
    match edit.action % 8 {
        0 => {
            lines.remove(at);
        }
        1 => {
            let line = lines[other].clone();
            lines.insert(at, line);
        }
        2 => lines.swap(at, other),
        3 => {
            // A value inside a table or list, where there is one.
            let line = &lines[at];
            let mut inside = line.char_indices().filter(|(_, c)| matches!(c, '=' | '['));
            if let Some((place, c)) = inside.next_back() {
                let (before, after) = line.split_at(place + c.len_utf8());
                let rest = after.find([',', '}', ']']).map_or("", |end| &after[end..]);
                lines[at] = format!("{before} {value}{rest}");
            }
        }
        action => {
            // The nearest line from here on with a value, or with a plain number for a number.
            let number = action > 4;
            let value = if number {
                VALUES[edit.with % NUMBERS]
            } else {
                value
            };
            let fits = |&line: &usize| {
                let written = lines[line].split_once(" = ");
                written.is_some_and(|(_, old)| !number || old.parse::<f64>().is_ok())
            };
            let found = (0..lines.len())
                .map(|step| (at + step) % lines.len())
                .find(fits);
            if let Some(line) = found
                && let Some((key, _)) = lines[line].split_once(" = ")
            {
                lines[line] = format!("{key} = {value}");
            }
        }
    }
    lines.join("\n")
}
