//! The templates never hedge: a probability says how sure it is, in words and figures.

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use pourparler_report::html::Options;

/// Words that say less than a number does. `confidence` is here because likelihood and
/// confidence must not meet in one sentence, and no template needs the latter.
const BANNED: [&str; 9] = [
    "could",
    "might",
    "may",
    "possible",
    "possibly",
    "perhaps",
    "confidence",
    "confident",
    "cannot rule out",
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The string literals of a source text outside comments and tests, escapes left as they are.
fn literals(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let body = text.split("#[cfg(test)]").next().unwrap_or(text);
    let mut chars = body.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '/' if chars.peek() == Some(&'/') => {
                for c in chars.by_ref() {
                    if c == '\n' {
                        break;
                    }
                }
            }
            // A quotation mark as a character is no string.
            '\'' if chars.peek() == Some(&'"') => {
                chars.next();
            }
            '"' => {
                let mut literal = String::new();
                while let Some(c) = chars.next() {
                    match c {
                        '"' => break,
                        '\\' => {
                            literal.push(' ');
                            chars.next();
                        }
                        c => literal.push(c),
                    }
                }
                found.push(literal);
            }
            _ => {}
        }
    }
    found
}

fn hedge(literal: &str) -> Option<&'static str> {
    let plain: String = literal
        .to_lowercase()
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    // May 1983 is a month.
    let year = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
    let month = |k: usize| words[k] == "may" && words.get(k + 1).is_some_and(year);
    let kept = (0..words.len()).filter(|&k| !month(k)).map(|k| words[k]);
    let spaced = format!(" {} ", kept.collect::<Vec<_>>().join(" "));
    BANNED
        .into_iter()
        .find(|word| spaced.contains(&format!(" {word} ")))
}

#[test]
fn no_template_hedges() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    sources(&root.join("src"), &mut files);
    assert!(files.len() > 10, "{files:?}");
    let mut count = 0;
    for file in files {
        for literal in literals(&fs::read_to_string(&file).unwrap()) {
            count += 1;
            let name = file.strip_prefix(root).unwrap().display();
            assert_eq!(hedge(&literal), None, "{name}: {literal:?}");
        }
    }
    assert!(count > 200, "only {count} texts were looked at");
}

#[test]
fn a_hedge_is_found_when_there_is_one() {
    let source = "// may\nlet x = '\"'; page.prose(\"This \\\"may\\\" help.\");";
    let found = literals(source);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(hedge(&found[0]), Some("may"));
    assert_eq!(hedge("Maybe mayhem in dismay"), None);
    assert_eq!(hedge("the accord of May 1983"), None);
}

#[test]
fn probabilities_are_formatted_in_one_module() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    for file in files.iter().filter(|file| !file.ends_with("language.rs")) {
        for literal in literals(&fs::read_to_string(file).unwrap()) {
            // A placeholder before a percent sign is a number made into a percentage.
            assert!(!literal.contains("}%"), "{}: {literal:?}", file.display());
        }
    }
}

/// The strings of a scenario file, which are the author's own words.
fn authored(scenario: &str) -> Vec<String> {
    let mut found: Vec<String> = scenario
        .lines()
        .flat_map(|line| line.split('"').skip(1).step_by(2))
        .map(str::to_owned)
        .collect();
    // The longest first, so that none is cut by one it contains.
    found.sort_by_key(|text| std::cmp::Reverse(text.len()));
    found
}

#[test]
fn no_bundled_report_hedges() {
    for name in common::EXAMPLES {
        let scenario = common::text(name);
        let page = common::page(&common::assessed(&scenario), &Options::default());
        let (report, _) = page.split_once("<details id=\"scenario\">").unwrap();
        let mut words = common::words(report);
        assert!(words.len() > 10_000, "{name}");
        for text in authored(&scenario) {
            // Long ones are cut off in a report.
            let shown: String = text.chars().take(80).collect();
            if shown.len() > 3 {
                words = words.replace(&text, "").replace(&shown, "");
            }
        }
        for line in words.lines() {
            assert_eq!(hedge(line), None, "{name}: {line}");
        }
    }
}
