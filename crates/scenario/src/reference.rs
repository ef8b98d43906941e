//! The reference page of the scenario file, printed from the key tables.

use std::fmt::Write;

use crate::key::{Default, Key, Kind};
use crate::limits;
use crate::measure::FORMS;
use crate::sections::EVERYWHERE;
use crate::vocabulary::Vocabulary;

/// The whole page, in Markdown.
pub fn markdown(vocabulary: &Vocabulary) -> String {
    let mut page = String::from("# The scenario file\n\n");
    page.push_str(
        "One TOML file. Tables are keyed by ids of your own (`[parties.norland]`); below, \
         `ID` stands for one. Every table also takes the keys of \"Everywhere\". This page is \
         printed from the same tables that read the file.\n\n## Quantities\n\n",
    );
    page.push_str("| written | means |\n|---|---|\n");
    for (form, meaning) in FORMS {
        row(&mut page, &[form, meaning]);
    }
    page.push_str("\n## Everywhere\n\n");
    keys(&mut page, EVERYWHERE.iter());
    for path in vocabulary.paths() {
        let sections = vocabulary.sections.iter().filter(|s| s.path == path);
        for (count, section) in sections.enumerate() {
            if count == 0 {
                let _ = writeln!(page, "\n## {}\n\n`{}`\n", section.title, header(path));
            } else {
                page.push('\n');
            }
            let _ = writeln!(page, "{}\n", section.doc);
            keys(&mut page, section.keys.iter());
        }
    }
    page.push_str("\n## Limits\n\n| what | at most |\n|---|---|\n");
    for (what, most) in LIMITS {
        row(&mut page, &[what, &most.to_string()]);
    }
    page
}

const LIMITS: &[(&str, usize)] = &[
    ("bytes of the file", limits::FILE_BYTES),
    ("nesting", limits::NESTING),
    ("entries of one table or list", limits::ENTRIES),
    ("characters of one text", limits::TEXT_CHARS),
    ("parties", limits::PARTIES),
    ("issues", limits::ISSUES),
    ("options of one issue", limits::OPTIONS),
    ("claims", limits::CLAIMS),
    ("variants", limits::VARIANTS),
    ("rank correlations", limits::CORRELATIONS),
    ("quantities and choices", limits::QUANTITIES),
    ("uncertain ones among them", limits::UNCERTAIN),
];

/// The section's header as typed.
pub(crate) fn header(path: &str) -> String {
    if path.is_empty() {
        return "(top of the file)".to_owned();
    }
    let named: Vec<String> = path
        .split('.')
        .map(|segment| match segment.strip_prefix('*') {
            Some("option") => "OPTION".to_owned(),
            Some(_) => "ID".to_owned(),
            None => segment.trim_end_matches("[]").to_owned(),
        })
        .collect();
    let named = named.join(".");
    if path.ends_with("[]") {
        format!("[[{named}]]")
    } else {
        format!("[{named}]")
    }
}

fn keys<'a>(page: &mut String, keys: impl Iterator<Item = &'a Key>) {
    page.push_str("| key | takes | if left out | meaning |\n|---|---|---|---|\n");
    for key in keys {
        let name = format!("`{}`", key.name);
        let meaning = format!("{} Example: `{} = {}`.", key.doc, key.name, key.example);
        row(page, &[&name, &takes(key), &left_out(key), &meaning]);
    }
}

fn row(page: &mut String, cells: &[&str]) {
    for cell in cells {
        let _ = write!(page, "| {} ", cell.replace('|', "\\|"));
    }
    page.push_str("|\n");
}

/// What may stand right of the equals sign, in words.
pub(crate) fn takes(key: &Key) -> String {
    let unit = if key.unit.is_empty() {
        String::new()
    } else {
        format!(", {}", key.unit)
    };
    format!("{}{unit}", kind(&key.kind))
}

fn kind(of: &Kind) -> String {
    let words = |words: &[&str]| {
        let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
        quoted.join(", ")
    };
    match of {
        Kind::Text => "text".to_owned(),
        Kind::Date => "date".to_owned(),
        Kind::Bool => "`true` or `false`".to_owned(),
        Kind::Integer { min, max } => format!("whole number from {min} to {max}"),
        Kind::Duration => "length of time".to_owned(),
        Kind::Quantity { min, max } => format!("quantity{}", range(*min, *max)),
        Kind::Labelled { labels, min, max } => {
            let meant: Vec<String> = labels
                .iter()
                .map(|(word, meaning)| format!("`{word}` = `{meaning}`"))
                .collect();
            format!("quantity{}, or {}", range(*min, *max), meant.join(", "))
        }
        Kind::Enum(list) => format!("one of {}", words(list)),
        Kind::Choice(list) => format!("choice of {}", words(list)),
        Kind::ChoiceOf(of) => {
            let mut parts = of.split('|');
            let section = parts.next().unwrap_or("");
            let rest: Vec<&str> = parts.collect();
            format!("choice of ids of {}, {}", ids(section), words(&rest))
        }
        Kind::Ref(section) => format!("id of {}", ids(section)),
        Kind::RefList(section) => format!("list of ids of {}", ids(section)),
        Kind::TextList => "list of texts".to_owned(),
        Kind::DateList => "list of dates".to_owned(),
        Kind::NumberList => "list of numbers".to_owned(),
        Kind::OptionRef => "option".to_owned(),
        Kind::OptionList => "list of options".to_owned(),
        Kind::OptionMap(value) => format!("`{{ option = .. }}`, each: {}", kind(value)),
        Kind::RefMap(section, value) => {
            format!(
                "`{{ ID = .. }}` by id of {}, each: {}",
                ids(section),
                kind(value)
            )
        }
        Kind::Package => "package: `{ issue = \"option\" }` or `{ issue = [..] }`".to_owned(),
        Kind::Expression => "expression of the claim language".to_owned(),
    }
}

fn ids(section: &str) -> String {
    format!(
        "`[{}]`",
        section.trim_end_matches("[]").trim_end_matches(".*")
    )
}

fn range(min: f64, max: f64) -> String {
    // Bounds beyond any real quantity only say that there is none.
    match (min > -1e12, max < 1e12) {
        (true, true) => format!(" from {min} to {max}"),
        (true, false) => format!(" of at least {min}"),
        (false, true) => format!(" of at most {max}"),
        (false, false) => String::new(),
    }
}

fn left_out(key: &Key) -> String {
    match key.default {
        Default::Required => "not allowed".to_owned(),
        Default::Absent => "nothing".to_owned(),
        Default::Value(text) => format!("`{text}`"),
        Default::Prior(text, why) => format!("`{text}`, not elicited: {why}"),
    }
}
