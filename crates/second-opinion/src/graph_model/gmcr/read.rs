//! From a `.gmcr` file to a conflict, with every mistake in one pass.

use pourparler_scenario::{Diagnostic, Source, Span};
use serde_json::Value;

use super::super::conflict::{Conflict, ConflictOption, DecisionMaker, Description, Direction};
use super::super::{Mistake, Pattern, Place, Preference, Statement};
use super::place::{Segment, find};
use super::{GmcrFile, codes};

/// Largest file, in bytes.
pub const MAX_FILE_BYTES: usize = 16 << 20;

/// Most mistakes that are told.
const MAX_TOLD: usize = 50;

/// Reads a conflict. `name` is what the file is called in messages.
///
/// # Errors
///
/// Every mistake found, at most 50, with line and column.
pub fn read(name: &str, bytes: &[u8]) -> Result<GmcrFile, Vec<Diagnostic>> {
    let whole = |message: String, help: &str| {
        let span = Span::new(0, 0);
        let mut one = Diagnostic::error(codes::NOT_JSON, span, message).help(help);
        one.locate(&Source::new(name, ""));
        Err(vec![one])
    };
    if bytes.len() > MAX_FILE_BYTES {
        let message = format!(
            "the file has {} bytes, more than {MAX_FILE_BYTES}",
            bytes.len()
        );
        return whole(message, "leave out `payoffs`, which are worked out again");
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        return whole("the file is not UTF-8 text".to_owned(), "save it as UTF-8");
    };
    let source = || Source::new(name, text);
    let value: Value = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => {
            let at = offset(text, error.line(), error.column());
            let what = error.to_string();
            let what = what.split(" at line ").next().unwrap_or("error").to_owned();
            let message = format!("the file is not JSON: {what}");
            let mut one = Diagnostic::error(codes::NOT_JSON, Span::new(at, at), message)
                .help("a file that was cut off has to be saved again");
            one.locate(&source());
            return Err(vec![one]);
        }
    };
    let mut reader = Reader::default();
    let read = reader.file(&value);
    let mut told: Vec<Diagnostic> = Vec::new();
    for (path, code, message, help) in reader.mistakes.into_iter().take(MAX_TOLD) {
        told.push(Diagnostic::error(code, find(text, &path), message).help(help));
    }
    match read {
        Some(file) if told.is_empty() => Ok(file),
        _ => {
            let source = source();
            told.iter_mut().for_each(|one| one.locate(&source));
            told.sort_by_key(|one| (one.span, one.message.clone()));
            Err(told)
        }
    }
}

/// The byte at a line and column, both from 1, the column in bytes.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let mut at = (before + column.saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

type Path = Vec<Segment>;

#[derive(Default)]
struct Reader {
    mistakes: Vec<(Path, &'static str, String, String)>,
    /// The place of each option of the file among the options sorted by decision maker.
    sorted: Vec<usize>,
}

/// The path one step on.
fn to(path: &[Segment], segment: Segment) -> Path {
    let mut longer = path.to_vec();
    longer.push(segment);
    longer
}

impl Reader {
    fn wrong(&mut self, path: &[Segment], message: impl Into<String>, help: impl Into<String>) {
        if self.mistakes.len() <= MAX_TOLD {
            self.mistakes
                .push((path.to_vec(), codes::SHAPE, message.into(), help.into()));
        }
    }

    /// The member of an object, which has to be there.
    fn list<'a>(&mut self, of: &'a Value, path: &[Segment], key: &'static str) -> &'a [Value] {
        match &of[key] {
            Value::Array(list) => list,
            Value::Null => {
                self.wrong(
                    path,
                    format!("there is no `{key}`"),
                    format!("write \"{key}\": []"),
                );
                &[]
            }
            _ => {
                let path = to(path, Segment::Key(key));
                self.wrong(&path, format!("`{key}` is not a list"), "write [ … ]");
                &[]
            }
        }
    }

    fn file(&mut self, value: &Value) -> Option<GmcrFile> {
        if !value.is_object() {
            self.wrong(&[], "the file is not a JSON object", "write { … }");
            return None;
        }
        let options = self.list(value, &[], "options");
        let makers = self.list(value, &[], "decisionMakers");
        self.sorted = sorted(options.len(), makers);
        let mut named: Vec<ConflictOption> = vec![
            ConflictOption {
                name: String::new(),
                direction: Direction::Both,
            };
            options.len()
        ];
        for (at, option) in options.iter().enumerate() {
            let path = [Segment::Key("options"), Segment::Index(at)];
            named[self.sorted[at]] = ConflictOption {
                name: self.name(option, &path),
                direction: self.direction(option, &path),
            };
        }
        let manual = ["useManualPreferenceRanking", "useManualPreferenceVectors"];
        let manual = manual.iter().any(|key| value[key] == Value::Bool(true));
        let mut unseen = Vec::with_capacity(makers.len());
        let mut decision_makers = Vec::with_capacity(makers.len());
        for (at, maker) in makers.iter().enumerate() {
            let path = [Segment::Key("decisionMakers"), Segment::Index(at)];
            let (one, not_seen) = self.decision_maker(maker, &path, manual);
            decision_makers.push(one);
            unseen.push(not_seen);
        }
        let mut infeasible = Vec::new();
        let mut written = Vec::new();
        for (at, condition) in self.list(value, &[], "infeasibles").iter().enumerate() {
            let path = [Segment::Key("infeasibles"), Segment::Index(at)];
            for pattern in self.condition(condition, &path) {
                infeasible.push(pattern);
                written.push(at);
            }
        }
        let coalitions = self.coalitions(value, makers.len());
        if !self.mistakes.is_empty() {
            return None;
        }
        let description = Description {
            options: named,
            decision_makers,
            infeasible,
            merged: Vec::new(),
        };
        match Conflict::new(description) {
            Ok(conflict) => Some(GmcrFile {
                conflict,
                unseen,
                coalitions,
            }),
            Err(mistakes) => {
                for mistake in mistakes.into_iter().take(MAX_TOLD) {
                    let path = self.path(&mistake, &written);
                    let Mistake { message, help, .. } = mistake;
                    self.mistakes.push((path, codes::CONFLICT, message, help));
                }
                None
            }
        }
    }

    /// Where in the file a mistake of the description is.
    fn path(&self, mistake: &Mistake, written: &[usize]) -> Path {
        use Segment::{Index, Key};
        match mistake.place {
            Place::Conflict | Place::Merged(_) => vec![],
            Place::Option(k) => {
                let at = self.sorted.iter().position(|&sorted| sorted == k);
                vec![Key("options"), Index(at.unwrap_or(k))]
            }
            Place::DecisionMaker(i) => vec![Key("decisionMakers"), Index(i)],
            Place::Owned(i, at) => vec![Key("decisionMakers"), Index(i), Key("options"), Index(at)],
            Place::Statement(i, at) => {
                vec![
                    Key("decisionMakers"),
                    Index(i),
                    Key("preferences"),
                    Index(at),
                ]
            }
            Place::Level(i, at) => {
                vec![
                    Key("decisionMakers"),
                    Index(i),
                    Key("preferenceRanking"),
                    Index(at),
                ]
            }
            Place::Infeasible(at) => vec![Key("infeasibles"), Index(written[at])],
        }
    }

    fn name(&mut self, of: &Value, path: &[Segment]) -> String {
        match &of["name"] {
            Value::String(name) => name.clone(),
            _ => {
                self.wrong(path, "there is no `name`", "write \"name\": \"…\"");
                String::new()
            }
        }
    }

    fn direction(&mut self, option: &Value, path: &[Segment]) -> Direction {
        match option["permittedDirection"].as_str() {
            Some("both") => Direction::Both,
            Some("fwd") => Direction::OnlyTake,
            Some("back") => Direction::OnlyDrop,
            _ => {
                let path = to(path, Segment::Key("permittedDirection"));
                self.wrong(
                    &path,
                    "`permittedDirection` is not known",
                    "write \"both\", \"fwd\" or \"back\"",
                );
                Direction::Both
            }
        }
    }

    fn decision_maker(
        &mut self,
        maker: &Value,
        path: &[Segment],
        manual: bool,
    ) -> (DecisionMaker, Vec<Pattern>) {
        let name = self.name(maker, path);
        let mut options = Vec::new();
        let within = to(path, Segment::Key("options"));
        for (at, option) in self.list(maker, path, "options").iter().enumerate() {
            if let Some(option) = self.option(option, &to(&within, Segment::Index(at))) {
                options.push(option);
            }
        }
        let within = to(path, Segment::Key("preferences"));
        let mut statements = Vec::new();
        for (at, condition) in self.list(maker, path, "preferences").iter().enumerate() {
            let patterns = self.condition(condition, &to(&within, Segment::Index(at)));
            statements.push(match &patterns[..] {
                [one] => Statement::Pattern(*one),
                _ => Statement::Or(patterns.into_iter().map(Statement::Pattern).collect()),
            });
        }
        let preference = if manual {
            Preference::Ranking(self.ranking(maker, path))
        } else {
            Preference::Statements(statements)
        };
        let within = to(path, Segment::Key("misperceptions"));
        let mut unseen = Vec::new();
        if !maker["misperceptions"].is_null() {
            let list = self.list(maker, path, "misperceptions");
            for (at, condition) in list.iter().enumerate() {
                unseen.extend(self.condition(condition, &to(&within, Segment::Index(at))));
            }
        }
        let maker = DecisionMaker {
            name,
            plural: false,
            options,
            preference,
        };
        (maker, unseen)
    }

    fn ranking(&mut self, maker: &Value, path: &[Segment]) -> Vec<Vec<usize>> {
        // Older files have another name for it.
        let key = if maker["preferenceRanking"].is_null() && !maker["preferenceVector"].is_null() {
            "preferenceVector"
        } else {
            "preferenceRanking"
        };
        let within = to(path, Segment::Key(key));
        let mut levels = Vec::new();
        for (at, level) in self.list(maker, path, key).iter().enumerate() {
            let number = |value: &Value| value.as_u64().and_then(|n| usize::try_from(n).ok());
            let numbers = match level {
                Value::Array(tied) => tied.iter().map(number).collect(),
                one => number(one).map(|one| vec![one]),
            };
            match numbers {
                Some(numbers) => levels.push(numbers),
                None => self.wrong(
                    &to(&within, Segment::Index(at)),
                    "a ranking lists state numbers",
                    "write a number from 1, or a list of numbers that are tied",
                ),
            }
        }
        levels
    }

    /// An option's index in the file, as its place among the sorted ones.
    fn option(&mut self, value: &Value, path: &[Segment]) -> Option<usize> {
        let index = value.as_u64().and_then(|index| usize::try_from(index).ok());
        let sorted = index.and_then(|index| self.sorted.get(index)).copied();
        if sorted.is_none() {
            let count = self.sorted.len();
            self.wrong(
                path,
                "there is no such option",
                format!("options are numbered from 0; there are {count}"),
            );
        }
        sorted
    }

    /// The patterns of a condition: one, or several as alternatives.
    fn condition(&mut self, value: &Value, path: &[Segment]) -> Vec<Pattern> {
        if let Value::Object(_) = value {
            let within = to(path, Segment::Key("members"));
            let mut patterns = Vec::new();
            for (at, member) in self.list(value, path, "members").iter().enumerate() {
                patterns.extend(self.pattern(member, &to(&within, Segment::Index(at))));
            }
            return patterns;
        }
        self.pattern(value, path).into_iter().collect()
    }

    fn pattern(&mut self, value: &Value, path: &[Segment]) -> Option<Pattern> {
        let Value::Array(pairs) = value else {
            self.wrong(
                path,
                "a condition is a list of pairs",
                "write [[0, \"Y\"], [1, \"N\"]]",
            );
            return None;
        };
        let (mut taken, mut dropped) = (0u32, 0u32);
        for (at, pair) in pairs.iter().enumerate() {
            let path = to(path, Segment::Index(at));
            let (option, letter) = match pair.as_array().map(Vec::as_slice) {
                Some([option, Value::String(letter)]) => (option, letter.as_str()),
                _ => {
                    self.wrong(
                        &path,
                        "a condition is a list of pairs",
                        "write an option's index and \"Y\" or \"N\": [0, \"Y\"]",
                    );
                    continue;
                }
            };
            let Some(option) = self.option(option, &to(&path, Segment::Index(0))) else {
                continue;
            };
            // More options than a conflict can have are told of later.
            let bit = u32::try_from(option)
                .ok()
                .and_then(|option| 1u32.checked_shl(option))
                .unwrap_or(0);
            let (mask, other) = match letter {
                "Y" => (&mut taken, dropped),
                "N" => (&mut dropped, taken),
                _ => {
                    let path = to(&path, Segment::Index(1));
                    self.wrong(&path, "an option is taken or not", "write \"Y\" or \"N\"");
                    continue;
                }
            };
            *mask |= bit;
            if other & bit != 0 {
                self.wrong(
                    &path,
                    "the condition asks for an option both taken and not taken",
                    "name each option once",
                );
            }
        }
        Some(Pattern::new(taken, dropped))
    }

    fn coalitions(&mut self, file: &Value, makers: usize) -> Vec<Vec<usize>> {
        let alone = || (0..makers).map(|maker| vec![maker]).collect();
        if file["coalitions"].is_null() {
            return alone();
        }
        let mut coalitions = Vec::new();
        let mut seen = vec![false; makers];
        for (at, one) in self.list(file, &[], "coalitions").iter().enumerate() {
            let path = [Segment::Key("coalitions"), Segment::Index(at)];
            let members = match one {
                Value::Array(members) => members.as_slice(),
                one => std::slice::from_ref(one),
            };
            let mut listed = Vec::new();
            for member in members {
                let index = member
                    .as_u64()
                    .and_then(|index| usize::try_from(index).ok());
                match index.and_then(|index| seen.get_mut(index).map(|seen| (index, seen))) {
                    Some((index, seen)) if !*seen => {
                        *seen = true;
                        listed.push(index);
                    }
                    Some(_) => self.wrong(
                        &path,
                        "a decision maker is in two coalitions",
                        "put each into one",
                    ),
                    None => self.wrong(
                        &path,
                        "there is no such decision maker",
                        format!("decision makers are numbered from 0; there are {makers}"),
                    ),
                }
            }
            listed.sort_unstable();
            coalitions.push(listed);
        }
        // As the program does where its coalitions do not cover everyone.
        if seen.iter().all(|&seen| seen) {
            coalitions
        } else {
            alone()
        }
    }
}

/// For each option of the file its place when options are sorted by decision maker.
fn sorted(options: usize, makers: &[Value]) -> Vec<usize> {
    let mut place = vec![None; options];
    let mut next = 0;
    let owned = makers
        .iter()
        .filter_map(|maker| maker["options"].as_array());
    let owned = owned.flatten().filter_map(Value::as_u64);
    for option in owned.filter_map(|option| usize::try_from(option).ok()) {
        if let Some(place @ None) = place.get_mut(option) {
            *place = Some(next);
            next += 1;
        }
    }
    let rest = place.into_iter().map(|place| {
        place.unwrap_or_else(|| {
            next += 1;
            next - 1
        })
    });
    rest.collect()
}
