//! Reports of the bundled scenarios, small, and their words.
#![allow(dead_code)] // Each test file takes what it needs.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use pourparler_analysis::agreements::agreements;
use pourparler_analysis::{Assessment, assess, reasons};
use pourparler_engine::{Effort, Watch};
use pourparler_report::html::{Options, Report, report};
use pourparler_report::opinions::vocabulary;
use pourparler_report::redaction::redacted;
use pourparler_scenario::read_bytes;
use pourparler_second_opinion::case;

/// The bundled scenarios.
pub const EXAMPLES: [&str; 5] = [
    "moscow-sixth-visit",
    "oslo-1993",
    "jackson-goodman-1983",
    "scali-fomin-1962",
    "tour",
];

/// The smallest run with a spread.
const EFFORT: Effort = Effort {
    seed: 1,
    scrambles: 2,
    points: 32,
    paths: 4,
    halvings: 0,
};

/// Text of a bundled scenario.
pub fn text(name: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios");
    let path: PathBuf = [root.as_path(), Path::new(name), Path::new("scenario.toml")]
        .iter()
        .collect();
    fs::read_to_string(path).unwrap()
}

/// A scenario, assessed.
pub fn assessed(text: &str) -> Assessment {
    let reading = read_bytes("scenario.toml", text.as_bytes(), &vocabulary());
    let scenario = reading
        .scenario
        .unwrap_or_else(|| panic!("{:#?}", reading.diagnostics));
    let watch = Watch {
        progress: &|_, _| {},
        stop: &AtomicBool::new(false),
    };
    assess(scenario, EFFORT, &watch).unwrap()
}

/// The report of an assessment.
pub fn page(assessment: &Assessment, options: &Options) -> String {
    let copy = redacted(assessment, options.redaction);
    let assessment = copy.as_ref().unwrap_or(assessment);
    let named = !options.redaction.names;
    let opinions = case::opinions(&assessment.scenario, &assessment.space)
        .ok()
        .filter(|_| named);
    let found = named
        .then(|| agreements(&assessment.scenario).ok())
        .flatten();
    let reasons = reasons(assessment, named);
    report(&Report {
        assessment,
        agreements: found.as_ref(),
        reasons: reasons.as_ref(),
        opinions: opinions.as_ref(),
        reproduce: "pourparler assess scenario.toml --seed 1",
        options,
    })
}

/// The words of a page: no marks, no style, no script, a line for each part.
pub fn words(page: &str) -> String {
    let mut out = String::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let after = &rest[at..];
        let hidden = ["<style", "<script"]
            .into_iter()
            .find(|tag| after.starts_with(tag));
        let end = match hidden {
            Some(tag) => after.find(&format!("</{}>", &tag[1..])).unwrap() + 2,
            None => 0,
        };
        let close = after[end..].find('>').unwrap() + end;
        let tag = after[1..=close].trim_start_matches('/');
        let inline = ["a", "span", "strong", "code", "b", "wbr"];
        let name: String = tag.chars().take_while(|c| c.is_alphanumeric()).collect();
        if !inline.contains(&name.as_str()) {
            out.push('\n');
        }
        rest = &after[close + 1..];
    }
    out.push_str(rest);
    let plain = out
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
    let lines = plain.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<&str>>().join("\n")
}
